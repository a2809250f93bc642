"""Answers that are files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A document as a download that nobody keeps in a cache; `name` without its ending."""
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf") or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response

"""Answers that are files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF, ZIP = "application/pdf", "application/zip"


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A document as a download that nobody keeps in a cache; `name` without its ending."""
    return _response(content, f"{name}.pdf", PDF)


def zip_response(content: bytes, name: str) -> HttpResponse:
    """The same for several files in one."""
    return _response(content, f"{name}.zip", ZIP)


def _response(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response

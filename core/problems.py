"""RFC 9457 problem documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpResponse

from core import language
from core.context import request_id
from core.errors import FieldProblem, Text

CONTENT_TYPE = "application/problem+json"


def problem_body(
    status: int,
    code: str,
    detail: Text,
    *,
    title: Text = "",
    errors: Sequence[FieldProblem] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of a refusal: `code`, `detail`, `errors[] {pointer, code, detail}`, `request_id`, and `extra` members,
    which never replace the standard ones."""
    return {
        **(extra or {}),
        "type": f"https://serai.example/problems/{code}",
        "title": str(title or detail),
        "status": status,
        "code": code,
        "detail": str(detail),
        "errors": [error.as_dict() for error in errors],
        "request_id": request_id(),
    }


def problem_response(
    status: int,
    code: str,
    detail: Text,
    *,
    title: Text = "",
    errors: Sequence[FieldProblem] = (),
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    body = orjson.dumps(problem_body(status, code, detail, title=title, errors=errors, extra=extra))
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE)
    language.declare(response)
    return response

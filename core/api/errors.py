"""The one table from what went wrong to what the client reads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core import errors, language
from core.problems import problem_body

log = logging.getLogger(__name__)

# The first class that fits decides, so the special stand before the general.
STATUS: list[tuple[type[errors.DomainError], int]] = [
    (errors.PaymentDeclined, 402),
    (errors.NotAuthenticated, 401),
    (errors.NotAllowed, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.TooLarge, 413),
    (errors.Unprocessable, 422),
    (errors.TooManyRequests, 429),
    (errors.Unavailable, 503),
    (errors.DomainError, 400),
]


def status_of(error: errors.DomainError) -> int:
    return next(status for kind, status in STATUS if isinstance(error, kind))


def domain_problem(error: errors.DomainError) -> tuple[int, dict[str, Any]]:
    status = status_of(error)
    body = problem_body(status, error.code, str(error), title=error.title, errors=error.problems, extra=error.extra)
    return status, body


def retry_headers(error: errors.DomainError, status: int) -> dict[str, str]:
    """When to try again, as headers, for refusals that time cures."""
    retry = error.extra.get("retry_after_seconds")
    headers = {}
    if retry is not None or status == 503:
        headers["Retry-After"] = str(retry or 5)
    if "limit" in error.extra:
        headers["RateLimit"] = f'"{error.extra["limit"]}";r=0;t={retry}'
    return headers


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: every error leaves as application/problem+json. None (a bug) becomes a 500 with the request id."""
    set_rollback()
    response = _refusal(error)
    if response is not None:
        language.declare(response)
        if response.status_code == 401:
            response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def _refusal(error: Exception) -> Response | None:
    if isinstance(error, errors.DomainError):
        status, body = domain_problem(error)
        return Response(body, status=status, headers=retry_headers(error, status))
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is no such thing here."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(_("Your role does not allow this."))
    elif _is_lock_timeout(error):
        body = problem_body(409, "busy", _("Somebody else is changing this right now. Try again."))
        return Response(body, status=409, headers={"Retry-After": "1"})
    if isinstance(error, exceptions.APIException):
        return _api_problem(error)
    return None


def _api_problem(error: exceptions.APIException) -> Response:
    problems = list(_field_problems(error.detail)) if isinstance(error, exceptions.ValidationError) else []
    codes = error.get_codes()
    code = "invalid" if problems else (codes if isinstance(codes, str) else "invalid")
    if isinstance(error, exceptions.UnsupportedMediaType):
        code = "unsupported_media_type"
    detail = _("The request has wrong or missing values.") if problems else str(error.detail)
    body = problem_body(error.status_code, code, detail, errors=problems)
    headers = {}
    wait = getattr(error, "wait", None)
    if wait:
        headers["Retry-After"] = str(int(wait) + 1)
    return Response(body, status=error.status_code, headers=headers)


def _field_problems(detail: Any, path: str = "") -> Iterator[errors.FieldProblem]:
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _field_problems(value, path if key == "non_field_errors" else f"{path}/{key}")
    elif isinstance(detail, list):
        nested = any(isinstance(value, dict | list) for value in detail)
        for index, value in enumerate(detail):
            yield from _field_problems(value, f"{path}/{index}" if nested else path)
    else:
        yield errors.FieldProblem(path, getattr(detail, "code", "invalid"), str(detail))


def _is_lock_timeout(error: Exception) -> bool:
    """Lock timeout (55P03), deadlock (40P01) or serialization failure (40001): try again."""
    if not isinstance(error, OperationalError | IntegrityError):
        return False
    return getattr(error.__cause__, "sqlstate", "") in {"55P03", "40P01", "40001"}

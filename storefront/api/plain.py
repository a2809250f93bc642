"""Plain views for hot reads: no DRF on the way, the same problems, ETags and cache headers (HOTPATHS.md §5)."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.views import APIView

from core import limits
from core.api.errors import exception_handler
from core.api.renderers import json_bytes
from core.errors import DomainError
from core.problems import CONTENT_TYPE, problem_response

Read = Callable[..., bytes]
SAFE = ("GET", "HEAD")
HOT_SECONDS, HOT_LIMIT = 1.0, 500  # answers kept in the process itself, so that a rush does not ask Redis each time

_hot: dict[str, tuple[float, bytes]] = {}


def hot_read(function: Read) -> Callable[..., HttpResponse]:
    """A view of a function that returns JSON bytes, or raises DomainError or ValidationError."""

    @csrf_exempt
    @functools.wraps(function)
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method not in SAFE:
            refusal = problem_response(
                405, "method_not_allowed", _("%(method)s is not allowed here.") % {"method": request.method}
            )
            refusal["Allow"] = "GET, HEAD"
            return refusal
        try:
            body = function(request, **kwargs)
        except (DomainError, APIException) as error:
            return _problem(error)
        return _answer(request, body)

    return view


def cached(request: HttpRequest, build: Callable[[], bytes], *, limit: str = "") -> bytes:
    """The body from the cache for a few seconds, keyed by path and parameters (the market is one of them).

    Answers hold no text that depends on the reader's language, so the language is no part of the key. What has to be
    built counts against `limit`; what is cached costs too little to be counted.
    """
    seconds = settings.CATALOG_CACHE_SECONDS
    if seconds <= 0:
        return _built(request, build, limit)
    address = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
    name = "read:" + blake2b(address.encode(), digest_size=16).hexdigest()
    now = time.monotonic()
    kept = _hot.get(name)
    if kept is not None and kept[0] > now:
        return kept[1]
    body: bytes | None = cache.get(name)
    if body is None:
        body = _built(request, build, limit)
        cache.set(name, body, seconds)
    if len(_hot) >= HOT_LIMIT:
        _hot.clear()
    _hot[name] = (now + HOT_SECONDS, body)
    return body


def _built(request: HttpRequest, build: Callable[[], bytes], limit: str) -> bytes:
    if limit:
        limits.spend(limit, request)
    return build()


def has_credentials(request: HttpRequest) -> bool:
    return "HTTP_AUTHORIZATION" in request.META or settings.SESSION_COOKIE_NAME in request.COOKIES


def boolean_of(params: Any, name: str) -> bool | None:
    """`true` or `false`. Raises ValidationError."""
    raw = params.get(name)
    if raw is None:
        return None
    if raw not in ("true", "false"):
        raise ValidationError({name: [_("true or false.")]}, code="not_a_boolean")
    return bool(raw == "true")


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    if request.META.get("HTTP_IF_NONE_MATCH") in (etag, f"W/{etag}"):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body if request.method == "GET" else b"", content_type="application/json")
        response["Content-Length"] = str(len(body))
    response["ETag"] = etag
    if has_credentials(request):
        response["Cache-Control"] = "private, no-cache"
    else:
        response["Cache-Control"] = f"public, max-age={settings.CATALOG_CACHE_SECONDS}"
    return response


def _problem(error: Exception) -> HttpResponse:
    answer = exception_handler(error, {})
    if answer is None:
        raise error
    response = HttpResponse(json_bytes(answer.data), status=answer.status_code, content_type=CONTENT_TYPE)
    for name, value in answer.headers.items():
        if name.lower() != "content-type":
            response[name] = value
    return response


def with_writes(read: Callable[..., HttpResponse], write: type[APIView]) -> Callable[..., HttpResponseBase]:
    """One address, two apps: GET and HEAD are the hot read, every other method is the DRF view `write`.

    The schema generator finds the writes by `cls`; the read has its entry in `storefront.api.schema`.
    """
    writer = write.as_view()

    @csrf_exempt
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method in SAFE:
            return read(request, **kwargs)
        response = writer(request, **kwargs)
        if "Allow" in response.headers:
            response["Allow"] = f"{', '.join(SAFE)}, {response['Allow']}"
        return response

    view.cls = write  # type: ignore[attr-defined]
    view.initkwargs = {}  # type: ignore[attr-defined]
    return view

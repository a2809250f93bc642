"""The edge of every request, and the page middleware that API requests do not pay for."""

from __future__ import annotations

import functools
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import unquote_to_bytes

import orjson
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from core import language, metrics
from core.context import request_id_set
from core.ids import new_id
from core.problems import problem_response

log = logging.getLogger("serai.request")

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SIGNS_IN = "/api/accounts/browser-session/"  # begins the session that its caller does not have yet
_QUIET = {"/livez", "/readyz", "/metrics"}


class EdgeMiddleware:
    """Request id in and out, one log line, metrics, security headers, the language that the request wishes; refuses NUL
    characters and unknown hosts."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else str(new_id())
        request_id_set(request_id)
        language.begin(request)
        try:
            response = self._refusal(request) or self.get_response(request)
        finally:
            language.end(request)
        self._headers(request, response, request_id)
        _note(request, response, request_id, time.perf_counter() - started)
        return response

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problem_response(400, "nul_character", _("The address contains a NUL character."))
        if not _is_utf8(request.META.get("QUERY_STRING", "")):
            return problem_response(400, "not_utf8", _("The address is not UTF-8."))
        if request.path in _QUIET:
            return None  # probes come by address, not by name
        try:
            request.get_host()
        except DisallowedHost:
            return problem_response(400, "unknown_host", _("This site does not answer to that host name."))
        return None

    def _headers(self, request: HttpRequest, response: HttpResponseBase, request_id: str) -> None:
        headers = response.headers
        headers["X-Request-ID"] = request_id
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
        headers.setdefault("Content-Security-Policy", _policy(request.path))


@functools.cache
def _counters(route: str, method: str, status: int) -> tuple[Any, Any]:
    """The counter and the histogram of one kind of answer."""
    return metrics.REQUESTS.labels(route, method, status), metrics.REQUEST_SECONDS.labels(route)


def _note(request: HttpRequest, response: HttpResponseBase, request_id: str, seconds: float) -> None:
    """Count the answer and write its log line, which is rendered here: the edge is hot."""
    match = request.resolver_match
    route = match.route if match else "(none)"
    method = request.method if request.method in _METHODS else "(other)"
    answers, times = _counters(route, method, response.status_code)
    answers.inc()
    times.observe(seconds)
    if request.path in _QUIET or not log.isEnabledFor(logging.INFO):
        return
    line = {
        "event": "request",
        "request_id": request_id,
        "logger": log.name,
        "level": "info",
        "method": method,
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "at": datetime.now(UTC),
    }
    log.handle(log.makeRecord(log.name, logging.INFO, "", 0, orjson.dumps(line).decode(), (), None))


def _is_utf8(query: str) -> bool:
    """Django would put U+FFFD for what is not UTF-8, and go on."""
    if "%" not in query:
        return True
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def _policy(path: str) -> str:
    if path.startswith(("/api/docs", "/api/redoc")):
        return settings.CSP_DOCS
    if path.startswith("/api/"):
        return settings.CSP_API
    if path.startswith("/admin"):
        return settings.CSP_ADMIN
    return settings.CSP_PAGES


def is_bare_api_request(request: HttpRequest) -> bool:
    """An API request that brings no session cookie: it needs no session, messages, locale or CSRF work."""
    return (
        request.path.startswith("/api/")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path.startswith("/api/docs")
        and request.path != _SIGNS_IN
    )


class _ForPages(MiddlewareMixin):
    """Lets bare API requests pass. Sync only, so that the whole chain runs in one thread under ASGI."""

    sync_capable: ClassVar[bool] = True
    async_capable: ClassVar[bool] = False

    def __call__(self, request: HttpRequest) -> Any:
        if is_bare_api_request(request):
            return self.get_response(request)
        return super().__call__(request)


class PageSecurityMiddleware(SecurityMiddleware):
    """For every request: the redirect to https and HSTS concern the API too."""

    sync_capable, async_capable = True, False


class PageSessionMiddleware(_ForPages, SessionMiddleware):
    pass


class PageLanguageMiddleware(MiddlewareMixin):
    """Behind the authentication: a page speaks the language of the person who looks at it.

    The API's views settle it themselves, so that hot reads never ask who is calling.
    """

    sync_capable, async_capable = True, False

    def process_request(self, request: HttpRequest) -> None:
        if _is_page(request):
            language.settle(request, request.user)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if _is_page(request):
            language.declare(response)
        return response


def _is_page(request: HttpRequest) -> bool:
    return not request.path.startswith("/api/") and request.path not in _QUIET


class PageCommonMiddleware(_ForPages, CommonMiddleware):
    pass


class PageCsrfMiddleware(_ForPages, CsrfViewMiddleware):
    def process_view(  # type: ignore[override]  # an API request is none of its business
        self, request: HttpRequest, callback: Any, callback_args: tuple[Any, ...], callback_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None  # the API's own session authentication checks the token
        return super().process_view(request, callback, callback_args, callback_kwargs)


class PageAuthenticationMiddleware(_ForPages, AuthenticationMiddleware):
    pass


class PageMessageMiddleware(_ForPages, MessageMiddleware):
    pass


class PageFrameMiddleware(_ForPages, XFrameOptionsMiddleware):
    pass

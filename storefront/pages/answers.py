"""The first answers of a page: the API's own, asked for inside the process and sent along with the page."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve

_PLAIN = "!'()*~"  # what encodeURIComponent leaves as it is, beside letters, digits and "_.-"
_NOT_PASSED_ON = ("HTTP_IF_NONE_MATCH", "HTTP_RANGE", "CONTENT_LENGTH", "CONTENT_TYPE")


@dataclass(frozen=True)
class Answer:
    """`body` is JSON as the API writes it."""

    address: str
    status: int
    body: bytes

    @property
    def facts(self) -> dict[str, object]:
        found: dict[str, object] = orjson.loads(self.body)
        return found


def address_of(path: str, query: Mapping[str, str | int | None] | None = None) -> str:
    """Path and parameters in the order of their names: the front end writes the same (shared/api/client.ts)."""
    given = sorted((name, str(value)) for name, value in (query or {}).items() if value not in (None, ""))
    written = quote(path, safe=f"/{_PLAIN}")
    text = urlencode(given, quote_via=quote, safe=_PLAIN)
    return f"{written}?{text}" if text else written


def ask(request: HttpRequest, path: str, query: Mapping[str, str | int | None] | None = None) -> Answer:
    """What the API answers whoever looks at this page."""
    address = address_of(path, query)
    inner = copy.copy(request)
    inner.method = "GET"
    inner.path = inner.path_info = path
    text = address.partition("?")[2]
    inner.META = {name: value for name, value in request.META.items() if name not in _NOT_PASSED_ON}
    inner.META.update(QUERY_STRING=text, PATH_INFO=path, REQUEST_METHOD="GET", HTTP_ACCEPT="application/json")
    for name in ("GET", "headers", "_body"):
        inner.__dict__.pop(name, None)
    inner.GET = QueryDict(text)
    match = resolve(path)
    inner.resolver_match = match
    inner.language_is_settled = True  # type: ignore[attr-defined]  # by the page
    response: HttpResponse = match.func(inner, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    return Answer(address, response.status_code, response.content)

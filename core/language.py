"""The language of the work at hand: what a person chose, then what the request wishes, then the market's own.

The edge activates the wish of every request from its cookie and header alone, at the price of two look-ups; who needs
the person or the market (pages, and the API's views except the hot reads) settles it once the person is known.
"""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from django.utils.translation.trans_real import parse_accept_lang_header

_LONGEST_HEADER = 200  # browsers send less than half of it


@functools.cache
def languages() -> frozenset[str]:
    """The codes of the languages we speak."""
    return frozenset(code for code, _ in settings.LANGUAGES)


def known(code: str) -> str:
    """The language itself where we speak it, else English."""
    return code if code in languages() else settings.LANGUAGE_CODE


def current() -> str:
    """The language that texts come in right now."""
    return known(translation.get_language() or "")


def chosen() -> str:
    """The language to remember for somebody who comes now; "" while it is only the one that everybody begins with."""
    code = current()
    return "" if code == settings.LANGUAGE_CODE else code


def is_right_to_left() -> bool:
    return bool(translation.get_language_bidi())


@functools.lru_cache(maxsize=512)
def _of_header(accepted: str) -> str:
    """The first of our languages in an `Accept-Language` header, "vi" for vi-VN too; "" where it names none."""
    for code, priority in parse_accept_lang_header(accepted[:_LONGEST_HEADER]):
        ours = code.partition("-")[0]
        if priority and ours in languages():
            return ours
    return ""


def wish_of(request: HttpRequest) -> str:
    """What the request itself asks for, by the cookie of the language menu or by `Accept-Language`; "" for nothing."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in languages():
        return str(chosen)
    accepted = request.META.get("HTTP_ACCEPT_LANGUAGE")
    return _of_header(accepted) if accepted else ""


def prefix_of(path: str) -> str:
    """`/fa` where an address names its language, as those of the shop may; "" for the others, and for English."""
    code = path[1:].partition("/")[0]
    return f"/{code}" if code in languages() and code != settings.LANGUAGE_CODE else ""


def begin(request: HttpRequest) -> None:
    """Texts of this request come in the language of its address, else the one it wishes, until `end`."""
    wish = prefix_of(request.path)[1:] or wish_of(request)
    if wish and wish != settings.LANGUAGE_CODE:
        _speak(request, wish)


def _speak(request: HttpRequest, code: str) -> None:
    translation.activate(code)
    request.LANGUAGE_CODE = code


def end(request: HttpRequest) -> None:
    """Whatever language a request had, the next one of this thread begins without."""
    if hasattr(request, "LANGUAGE_CODE"):
        translation.deactivate()


def settle(request: HttpRequest, user: Any) -> None:
    """The person is known: what they chose comes first, and the market's language where nobody wishes anything."""
    if prefix_of(request.path) or getattr(request, "language_is_settled", False):
        return  # the address has decided, or a page asks the API on behalf of its reader
    resolve = import_string(settings.SERAI_LANGUAGE_RESOLVER)
    code = resolve(user=user, wish=wish_of(request), market=request.GET.get("market", ""))
    if code != translation.get_language():
        _speak(request, code)


def declare(response: HttpResponseBase) -> None:
    """Tell caches and readers which language the texts of an answer are in, and what decided it."""
    response.headers.setdefault("Content-Language", current())
    patch_vary_headers(response, ("Accept-Language", "Cookie"))

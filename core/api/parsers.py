"""A JSON parser that refuses what breaks others (RELIABILITY.md M-24)."""

from __future__ import annotations

import json
import math
import re
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MAX_BYTES = 1_048_576
MAX_DEPTH = 32
MAX_ELEMENTS = 10_000
MAX_DIGITS = 30
EXACT = 2**53  # above it a float does not hold every whole number
# A text in JSON; one without an end goes to the end, so that looking for them is linear.
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)', re.DOTALL)
_NUL_OR_SURROGATE = re.compile("[\x00\ud800-\udfff]")


class PayloadTooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("The body is larger than one megabyte.")
    default_code = "payload_too_large"


class _DuplicateKey(ValueError):
    pass


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKey(_("an object names the same key twice"))
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(_("%(name)s is not JSON") % {"name": name})


def _short_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(_("a number has too many digits"))
    return int(digits)


def _number(digits: str) -> int | float:
    """A number without a fraction is a whole one however it is written (JSON Schema: 252.0 is an integer)."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(_("a number is too large"))
    return int(number) if number.is_integer() and abs(number) <= EXACT else number


def parse_json(raw: bytes) -> Any:
    """The value of a JSON text. Raises ParseError for depth > 32, more than 10,000 elements, NUL, lone surrogates,
    duplicate keys, NaN and over-long numbers."""
    try:
        text = raw.decode("utf-8")
        _check_depth(text)
        value = json.loads(
            text,
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constant,
            parse_int=_short_int,
            parse_float=_number,
        )
    except UnicodeDecodeError:
        raise ParseError(_("The body is not UTF-8."), code="not_utf8") from None
    except (ValueError, RecursionError) as error:
        raise ParseError(_("The body is not valid JSON: %(reason)s") % {"reason": error}, code="not_json") from None
    _check_values(value)
    return value


def _check_depth(text: str) -> None:
    """Count brackets outside strings, before anything recursive touches the text."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for character in _TEXT.sub("", text):
        if character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError(_("nested more than %(count)s levels") % {"count": MAX_DEPTH})
        elif character in "]}":
            depth -= 1


def _check_values(value: Any) -> None:
    count, todo = 0, [value]
    while todo:
        item = todo.pop()
        count += 1
        if count > MAX_ELEMENTS:
            raise ParseError(
                _("The body has more than %(count)s elements.") % {"count": MAX_ELEMENTS}, code="too_many_elements"
            )
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, dict):
            todo.extend(item.keys())
            todo.extend(item.values())
        elif isinstance(item, list):
            todo.extend(item)


def _check_text(text: str) -> None:
    found = _NUL_OR_SURROGATE.search(text)
    if found is None:
        return
    if found.group() == "\x00":
        raise ParseError(_("A text contains a NUL character."), code="nul_character")
    raise ParseError(_("A text contains half a surrogate pair."), code="lone_surrogate")


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise PayloadTooLarge
        charset = (media_type or "").partition("charset=")[2].strip(' "').lower()
        if charset and charset not in ("utf-8", "utf8"):
            raise ParseError(_("The body must be UTF-8."), code="not_utf8")
        if not raw.strip():
            return {}
        return parse_json(raw)

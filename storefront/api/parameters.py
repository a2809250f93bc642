"""From an address to a query: what is unknown, malformed or given twice is refused."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from core.api.filters import refuse_unknown
from core.api.pagination import cursor_decode, cursor_encode, page_size_of
from core.errors import FieldProblem, Invalid
from storefront.api.plain import boolean_of
from storefront.rules import DEFAULT_SORT, SEARCH_LIMIT, SORTS
from storefront.selectors.listing import EXPONENTS, Bound, Cursor, ListQuery

LIST_PARAMETERS = frozenset(
    {
        "market",
        "category",
        "store",
        "min_price",
        "max_price",
        "available",
        "featured",
        "ordering",
        "after",
        "before",
        "page_size",
    }
)
SEARCH_PARAMETERS = frozenset({"q", "market", "after", "page_size"})
SUGGEST_PARAMETERS = frozenset({"q", "market"})
PAGE_PARAMETERS = frozenset({"market"})

PAGE_SIZE = 24
MAX_QUERY = 200
_MAX_PRICE = Decimal(10) ** 15


def market_of(params: Any) -> str:
    return params.get("market") or settings.DEFAULT_MARKET


def list_query(params: Any) -> ListQuery:
    """Raises ValidationError."""
    refuse_unknown(params, LIST_PARAMETERS)
    sort = params.get("ordering", DEFAULT_SORT)
    if sort not in SORTS:
        raise ValidationError(
            {"ordering": [_("One of %(names)s.") % {"names": ", ".join(SORTS)}]}, code="unknown_ordering"
        )
    after, before = params.get("after"), params.get("before")
    if after and before:
        raise ValidationError({"after": [_("Give after or before, not both.")]}, code="two_cursors")
    raw = after or before
    return ListQuery(
        market=market_of(params),
        category=params.get("category"),
        store=params.get("store"),
        min_price=_bound(params, "min_price", ROUND_CEILING),
        max_price=_bound(params, "max_price", ROUND_FLOOR),
        is_available=boolean_of(params, "available"),
        is_featured=boolean_of(params, "featured"),
        sort=sort,
        size=page_size_of(params, PAGE_SIZE),
        cursor=_cursor(raw, sort) if raw else None,
        is_backwards=bool(before),
    )


def cursor_text(cursor: Cursor, sort: str) -> str:
    return cursor_encode([sort, cursor.value, cursor.id.hex])


def _cursor(text: str, sort: str) -> Cursor:
    """A cursor belongs to one order. Raises ValidationError."""
    made_for, value, key = cursor_decode(text, 3)
    try:
        if made_for != sort or isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
            raise ValueError
        if SORTS[sort].is_moment and value >= 253_402_300_800_000_000:  # the year 10000
            raise ValueError
        return Cursor(value, UUID(hex=key))
    except (ValueError, TypeError, AttributeError):
        raise ValidationError({"after": [_("Not a cursor of this list.")]}, code="bad_cursor") from None


def offset_of(params: Any) -> int:
    """Where a page of a search begins. Raises ValidationError."""
    text = params.get("after")
    if not text:
        return 0
    (offset,) = cursor_decode(text, 1)
    if isinstance(offset, bool) or not isinstance(offset, int) or not 0 < offset < SEARCH_LIMIT:
        raise ValidationError({"after": [_("Not a cursor of this search.")]}, code="bad_cursor")
    return offset


def text_of(params: Any) -> str:
    """The text searched for. Raises ValidationError."""
    text: str = params.get("q", "")
    if not text.strip():
        raise ValidationError({"q": [_("What should be searched for?")]}, code="required")
    if len(text) > MAX_QUERY:
        raise ValidationError({"q": [_("At most %(count)s characters.") % {"count": MAX_QUERY}]}, code="too_long")
    return text


def unknown_value(name: str, value: str) -> Invalid:
    detail = f"{value[:80]!r} is not a {name} here."
    return Invalid(detail, problems=[FieldProblem(f"/{name}", f"unknown_{name}", detail)])


def _bound(params: Any, name: str, rounding: str) -> Bound | None:
    """A price in the market's currency, as an amount ("12.50"). Raises ValidationError."""
    raw = params.get(name)
    if raw is None:
        return None
    try:
        amount = Decimal(raw)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not raw.isascii() or not amount.is_finite() or not 0 <= amount <= _MAX_PRICE:
        raise ValidationError({name: [_("An amount in the market's currency, such as 12.50.")]}, code="not_an_amount")
    return Bound(tuple(int(amount.scaleb(exponent).to_integral_value(rounding)) for exponent in EXPONENTS))

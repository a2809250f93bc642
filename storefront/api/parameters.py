"""From an address to a query: what is unknown, malformed or given twice is refused."""

from __future__ import annotations

from collections.abc import Iterable
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
from storefront.rules import (
    COUNTED,
    DEFAULT_SORT,
    MOST_BRANDS,
    MOST_VALUES,
    RELEVANCE,
    SEARCH_LIMIT,
    SORTS,
    attribute_facet,
    brand_facet,
    rating_facet,
)
from storefront.selectors.conditions import EXPONENTS, Bound, Filters
from storefront.selectors.listing import Cursor, ListQuery

FILTER_PARAMETERS = frozenset(
    {
        "market",
        "category",
        "store",
        "min_price",
        "max_price",
        "available",
        "featured",
        "brand",
        "rating",
        "attributes",
    }
)
LIST_PARAMETERS = FILTER_PARAMETERS | {"ordering", "after", "before", "page_size"}
SEARCH_PARAMETERS = FILTER_PARAMETERS | {"q", "ordering", "after", "page_size"}
FACET_PARAMETERS = FILTER_PARAMETERS | {"q"}
SUGGEST_PARAMETERS = frozenset({"q", "market"})
PAGE_PARAMETERS = frozenset({"market"})

PAGE_SIZE = 24
MAX_QUERY = 200
MAX_NAME = 1_000  # characters of a name in a cursor
_MAX_PRICE = Decimal(10) ** 15


def market_of(params: Any) -> str:
    return params.get("market") or settings.DEFAULT_MARKET


def filters_of(params: Any) -> dict[str, Any]:
    """The fields of `Filters`. Raises ValidationError."""
    return {
        "market": market_of(params),
        "category": params.get("category"),
        "store": params.get("store"),
        "min_price": _bound(params, "min_price", ROUND_CEILING),
        "max_price": _bound(params, "max_price", ROUND_FLOOR),
        "is_available": boolean_of(params, "available"),
        "is_featured": boolean_of(params, "featured"),
        "facets": _facets(params),
    }


def list_query(params: Any) -> ListQuery:
    """Raises ValidationError."""
    refuse_unknown(params, LIST_PARAMETERS)
    sort = _ordering(params, SORTS, DEFAULT_SORT)
    after, before = params.get("after"), params.get("before")
    if after and before:
        raise ValidationError({"after": [_("Give after or before, not both.")]}, code="two_cursors")
    raw = after or before
    return ListQuery(
        **filters_of(params),
        sort=sort,
        size=page_size_of(params, PAGE_SIZE),
        cursor=_cursor(raw, sort) if raw else None,
        is_backwards=bool(before),
    )


def facet_query(params: Any) -> tuple[Filters, str]:
    """What is counted, and the words it must have: none for a list. Raises ValidationError."""
    refuse_unknown(params, FACET_PARAMETERS)
    return Filters(**filters_of(params)), text_of(params) if "q" in params else ""


def search_order(params: Any) -> str:
    """Raises ValidationError."""
    return _ordering(params, (RELEVANCE, *SORTS), RELEVANCE)


def _ordering(params: Any, known: Iterable[str], default: str) -> str:
    chosen: str = params.get("ordering", default)
    if chosen not in known:
        raise ValidationError(
            {"ordering": [_("One of %(names)s.") % {"names": ", ".join(known)}]}, code="unknown_ordering"
        )
    return chosen


def _facets(params: Any) -> tuple[tuple[str, ...], ...]:
    """Groups of which one must be there: brands, a rating, the values of each attribute. Raises ValidationError."""
    groups: dict[str, list[str]] = {}
    for slug in _names(params, "brand", MOST_BRANDS):
        groups.setdefault("brand", []).append(brand_facet(slug))
    if "rating" in params:
        if params["rating"] not in ("1", "2", "3", "4"):
            raise ValidationError({"rating": [_("1, 2, 3 or 4: so many stars and more.")]}, code="not_a_rating")
        groups["rating"] = [rating_facet(int(params["rating"]))]
    for pair in _names(params, "attributes", MOST_VALUES):
        code, mark, value = pair.partition(":")
        if not (code and mark and value):
            raise ValidationError({"attributes": [_("Pairs such as layout:65,layout:75.")]}, code="not_a_pair")
        groups.setdefault(f"attribute {code}", []).append(attribute_facet(code, value))
    return tuple(tuple(sorted(set(group))) for _, group in sorted(groups.items()))


def _names(params: Any, name: str, most: int) -> list[str]:
    """The parts of a parameter between commas. Raises ValidationError."""
    if name not in params:
        return []
    parts: list[str] = params[name].split(",")
    if not all(parts):
        raise ValidationError({name: [_("Names between commas.")]}, code="not_a_list")
    if len(parts) > most:
        raise ValidationError({name: [_("At most %(count)s values at once.") % {"count": most}]}, code="too_many")
    return parts


def cursor_text(cursor: Cursor, sort: str) -> str:
    return cursor_encode([sort, cursor.value, cursor.id.hex])


def _cursor(text: str, sort: str) -> Cursor:
    """A cursor belongs to one order. Raises ValidationError."""
    made_for, value, key = cursor_decode(text, 3)
    try:
        is_fitting = _is_name(value) if SORTS[sort].is_text else _is_number(value)
        if made_for != sort or not is_fitting:
            raise ValueError
        if SORTS[sort].is_moment and value >= 253_402_300_800_000_000:  # the year 10000
            raise ValueError
        return Cursor(value, UUID(hex=key))
    except (ValueError, TypeError, AttributeError):
        raise ValidationError({"after": [_("Not a cursor of this list.")]}, code="bad_cursor") from None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_NAME and "\x00" not in value


def offset_of(params: Any, order: str) -> int:
    """Where a page of a search begins. Raises ValidationError."""
    text = params.get("after")
    if not text:
        return 0
    (offset,) = cursor_decode(text, 1)
    limit = SEARCH_LIMIT if order == RELEVANCE else COUNTED
    if isinstance(offset, bool) or not isinstance(offset, int) or not 0 < offset < limit:
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
    detail = _("“%(value)s” is no %(name)s here.") % {"value": value[:80], "name": name}
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

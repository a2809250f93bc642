"""Orders a list may have, and what an offer costs in a market."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.money import Money
from markets.rules import convert

LEVELS = (1, 2, 3, 4)  # category_1 … category_4 of a listing
SEARCH_LIMIT = 200  # a ranked search looks at the best 200 by static score (HOTPATHS.md §3)
MAX_QUERY_WORDS = 8


@dataclass(frozen=True)
class Sort:
    """An order with an index behind it. The key breaks ties in the same direction."""

    column: str
    is_descending: bool
    is_moment: bool = False


SORTS: dict[str, Sort] = {
    "newest": Sort("listed_at", is_descending=True, is_moment=True),
    "price": Sort("price_minor", is_descending=False),
    "-price": Sort("price_minor", is_descending=True),
    "sold": Sort("sold_count", is_descending=True),
}
DEFAULT_SORT = "newest"


def offer_price(
    own: Money, *, override_minor: int | None, rate: Decimal | None, currency: str, step_minor: int
) -> Money | None:
    """What an offer costs in a market: the price set by hand, else its own, converted. None without a rate."""
    if override_minor is not None:
        return Money(override_minor, currency)
    if own.currency == currency:
        return own
    if rate is None:
        return None
    return convert(own, rate=rate, currency=currency, step_minor=step_minor)


def static_rank(*, is_available: bool, is_featured: bool, sold_count: int, rating_basis_points: int) -> int:
    """The score that decides which 200 hits a common word is ranked among: what can be bought, then what sells."""
    return (
        (20_000 if is_available else 0)
        + (5_000 if is_featured else 0)
        + min(sold_count, 9_999)
        + rating_basis_points // 10
    )

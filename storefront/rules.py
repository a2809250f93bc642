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
    is_text: bool = False


SORTS: dict[str, Sort] = {
    "newest": Sort("listed_at", is_descending=True, is_moment=True),
    "price": Sort("price_minor", is_descending=False),
    "-price": Sort("price_minor", is_descending=True),
    "sold": Sort("sold_count", is_descending=True),
    "rating": Sort("rating_score", is_descending=True),
    "name": Sort("folded_name", is_descending=False, is_text=True),
    "-name": Sort("folded_name", is_descending=True, is_text=True),
}
DEFAULT_SORT = "newest"
RELEVANCE = "relevance"  # how well a hit fits the words; searches only

# Facets as a listing holds them, so that one index serves them all and counting is one pass over texts.
BRAND, STOCK, PRICE, RATING, ATTRIBUTE = "b", "s", "p", "r", "a"
IN_STOCK = f"{STOCK}:1"
COUNTED = 2_000  # facets are counted over no more products than this
EXACT = 1_000  # counts are exact up to this; beyond it there are "1,000+"
MOST_BRANDS, MOST_VALUES = 10, 20  # chosen at once
STAR = 10_000  # basis points
PRIOR_REVIEWS, PRIOR_RATING = 5, 35_000  # so many reviews of 3.5 stars weigh as much as what people said

_STEPS = (1, 2, 5)  # of each power of ten: the borders between prices


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


def brand_facet(slug: str) -> str:
    return f"{BRAND}:{slug}"


def rating_facet(stars: int) -> str:
    """So many stars and more."""
    return f"{RATING}:{stars}"


def attribute_facet(code: str, value: str) -> str:
    """`value` is the code of an option, a number, `true` or `false`."""
    return f"{ATTRIBUTE}:{code}:{value}"


def price_step(minor: int) -> int:
    """The number of the step a price stands on: between 1, 2, 5, 10, 20, 50 … minor units."""
    step = 0
    while price_border(step + 1) <= minor:
        step += 1
    return step


def price_border(step: int) -> int:
    """Where a step begins, in minor units; step 0 begins at nothing."""
    if step == 0:
        return 0
    tens, place = divmod(step - 1, len(_STEPS))
    return int(_STEPS[place] * 10**tens)


def rating_score(*, rating_basis_points: int, review_count: int) -> int:
    """The rating drawn to the middle while reviews are few, so that one happy buyer does not lead the list.

    In basis points of a star: 45,000 is 4.5. Nobody's opinion is 0.
    """
    if review_count == 0:
        return 0
    weight = PRIOR_REVIEWS * PRIOR_RATING + review_count * rating_basis_points
    return weight // (PRIOR_REVIEWS + review_count)

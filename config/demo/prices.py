"""From a written dollar price to a price a shop of that country would put on a tag."""

from __future__ import annotations

from decimal import Decimal

from core.money import round_half_up

# Minor units for one dollar, and the steps that price tags have there: (up to this many dollars, step).
_TAGS: dict[str, tuple[int, list[tuple[int, int]]]] = {
    "USD": (100, [(10, 50), (10_000_000, 100)]),
    "IRR": (1_100_000, [(10, 100_000), (100, 500_000), (10_000_000, 1_000_000)]),
    "VND": (26_300, [(10, 5_000), (10_000_000, 10_000)]),
    "IDR": (16_700, [(10, 500), (100, 1_000), (10_000_000, 5_000)]),
}


def tag_minor(dollars: Decimal, currency: str) -> int:
    """A dollar price as a round amount of minor units of the currency, never below one step."""
    per_dollar, steps = _TAGS[currency]
    step = next(step for limit, step in steps if dollars <= limit)
    return max(1, round_half_up(dollars * per_dollar / step)) * step

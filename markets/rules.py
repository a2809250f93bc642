"""How an amount passes from one currency to another."""

from __future__ import annotations

from decimal import Decimal

from core.money import Money, round_half_up
from core.money import currency as currency_of


def convert(amount: Money, *, rate: Decimal, currency: str, step_minor: int) -> Money:
    """`amount` in `currency` at `rate` (units of `currency` for one unit of the amount's), rounded half up to
    `step_minor`. An amount already in `currency` stays as it is; a positive one never becomes nothing.
    """
    if amount.currency == currency:
        return amount
    exact = amount.decimal * rate * Decimal(10) ** currency_of(currency).exponent
    steps = round_half_up(exact / step_minor)
    if steps == 0 and amount.minor > 0:
        steps = 1
    return Money(steps * step_minor, currency)

"""A price crosses from one currency into another exactly as the market's rule says."""

from decimal import Decimal

import pytest

from core.money import Money
from markets.rules import convert


@pytest.mark.parametrize(
    ("amount", "rate", "currency", "step", "expected"),
    [
        (Money(1250, "USD"), "26300", "VND", 1000, Money(329_000, "VND")),  # 328,750
        (Money(1250, "USD"), "16700", "IDR", 100, Money(208_800, "IDR")),  # 208,750, half goes up
        (Money(1999, "USD"), "1100000", "IRR", 10_000, Money(21_990_000, "IRR")),  # 21,989,000
        (Money(329_000, "VND"), "0.000038022814", "USD", 1, Money(1251, "USD")),
        (Money(1, "IRR"), "0.000000909091", "USD", 1, Money(1, "USD")),  # never free
        (Money(0, "USD"), "26300", "VND", 1000, Money(0, "VND")),
        (Money(1255, "USD"), "1", "USD", 1000, Money(1255, "USD")),  # its own currency: untouched
    ],
)
def test_a_price_is_converted_and_rounded_half_up_to_the_step(amount, rate, currency, step, expected):
    assert convert(amount, rate=Decimal(rate), currency=currency, step_minor=step) == expected

"""Money is exact."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from core.money import CurrencyMismatch, Money, UnknownCurrency, round_to_step, split_minor


@pytest.mark.parametrize(
    ("amount", "code", "minor", "text"),
    [
        ("12.50", "USD", 1250, "12.50"),
        ("12.5", "EUR", 1250, "12.50"),
        ("1250000", "IRR", 1_250_000, "1250000"),
        ("99000", "VND", 99_000, "99000"),
        ("-3", "IDR", -3, "-3"),
        (0, "USD", 0, "0.00"),
    ],
)
def test_an_amount_is_read_and_written_with_its_currencys_decimals(amount, code, minor, text):
    money = Money.parse(amount, code)
    assert money.minor == minor
    assert money.as_dict() == {"amount": text, "currency": code, "minor": minor}


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("12.505", "USD"),
        ("1.5", "IRR"),
        ("NaN", "USD"),
        ("Infinity", "USD"),
        ("abc", "USD"),
        ("", "USD"),
        ("1e-9", "VND"),
    ],
)
def test_what_is_no_amount_of_the_currency_is_refused(amount, code):
    with pytest.raises(ValueError):
        Money.parse(amount, code)


def test_two_currencies_refuse_to_meet():
    dollar, rial = Money(1, "USD"), Money(1, "IRR")
    for operation in (lambda: dollar + rial, lambda: dollar - rial, lambda: dollar < rial, lambda: dollar >= rial):
        with pytest.raises(CurrencyMismatch):
            operation()
    assert dollar != rial


@pytest.mark.parametrize("minor", [1.5, "5", True, None, Decimal(5)])
def test_minor_units_are_whole_numbers(minor):
    with pytest.raises(TypeError):
        Money(minor, "USD")


def test_an_unknown_currency_is_refused():
    with pytest.raises(UnknownCurrency):
        Money(1, "XXX")


@pytest.mark.parametrize(("rate", "minor"), [("0.5", 3), ("0.1", 1), ("0.25", 1), ("0.3", 2), ("1.5", 8)])
def test_rates_round_half_up(rate, minor):
    assert Money(5, "USD").scaled(Decimal(rate)).minor == minor


@pytest.mark.parametrize(("minor", "step", "rounded"), [(1499, 1000, 1000), (1500, 1000, 2000), (7, 1, 7), (5, 10, 10)])
def test_a_step_rounds_half_up(minor, step, rounded):
    assert round_to_step(minor, step) == rounded


def test_a_split_gives_the_remainder_to_the_largest_then_the_first():
    assert split_minor(100, [1, 1, 1]) == [34, 33, 33]
    assert split_minor(10, [1, 2, 3]) == [2, 3, 5]
    assert split_minor(-100, [1, 1, 1]) == [-34, -33, -33]
    assert split_minor(7, [0, 0]) == [4, 3]
    assert split_minor(0, [5, 1]) == [0, 0]
    with pytest.raises(ValueError):
        split_minor(5, [])


def test_a_split_always_adds_up_and_no_part_strays_a_whole_unit():
    dice = random.Random(7)
    for _ in range(2_000):
        weights = [dice.randrange(0, 1_000) for _ in range(dice.randrange(1, 9))]
        total = dice.randrange(-10_000, 10_000)
        parts = split_minor(total, weights)
        assert sum(parts) == total
        whole = sum(weights)
        if whole:
            assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))

"""Commission and shares, as values."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.money import CURRENCIES, Money
from finance.rules import (
    CommissionTerms,
    Condition,
    Place,
    Shares,
    commission_sentence,
    shares_back,
    shares_of,
    spread,
    terms_for,
)

STORE, OTHER = UUID(int=1), UUID(int=2)
HOUSE = CommissionTerms("House", 1000)
amounts = st.integers(min_value=0, max_value=10**13)


def test_a_commission_is_a_share_plus_a_fixed_amount_within_floor_and_cap() -> None:
    terms = CommissionTerms("Keycaps", 1200, fixed_minor=30, floor_minor=100, cap_minor=500)
    assert terms.of(4500) == 500  # 540 + 30, capped
    assert terms.of(2000) == 270
    assert terms.of(300) == 100  # 36 + 30, lifted
    assert terms.of(60) == 60  # never more than the price


def test_half_a_minor_unit_of_commission_is_rounded_up() -> None:
    assert CommissionTerms("x", 1000).of(1235) == 124  # 123.5


def test_the_first_rule_that_holds_decides() -> None:
    keycaps = Condition(CommissionTerms("Keycaps", 800), branch=(1, 4, 9))
    dear = Condition(CommissionTerms("Dear", 500), currency="USD", price_from_minor=10_000)
    own = Condition(CommissionTerms("Friends", 300), store_id=OTHER)

    def name(unit: int, *, currency: str = "USD", store: UUID = STORE, place: Place | None = None) -> str:
        given = {"currency": currency, "store_id": store, "place": place, "unit_minor": unit}
        return terms_for([own, keycaps, dear], HOUSE, **given).name

    assert name(500) == "House"
    assert name(10_000) == "Dear"
    assert name(10_000, currency="EUR") == "House"
    assert name(10_000, place=Place(1, 6)) == "Keycaps"  # the category itself or any below it
    assert name(500, place=Place(2, 6)) == "House"
    assert name(500, place=Place(1, 10)) == "House"
    assert name(10_000, store=OTHER, place=Place(1, 4)) == "Friends"


def test_the_end_of_a_range_of_prices_does_not_belong_to_it() -> None:
    rule = Condition(HOUSE, price_from_minor=100, price_below_minor=200)
    held = [rule.holds(currency="USD", store_id=STORE, place=None, unit_minor=unit) for unit in (99, 100, 199, 200)]
    assert held == [False, True, True, False]


def test_the_sentence_explains_the_commission_in_the_readers_language() -> None:
    terms = CommissionTerms("Keycaps", 1250, fixed_minor=30, floor_minor=100, cap_minor=500).as_dict()
    said = {"base": Money(4500, "USD"), "commission": Money(500, "USD")}
    assert commission_sentence(terms, **said) == (
        "Keycaps: 12.5% of 45.00 USD, plus 0.30 USD, at least 1.00 USD, at most 5.00 USD. Commission: 5.00 USD."
    )
    with override("fa"):
        assert "۱۲٫۵٪" in commission_sentence(terms, **said)


@given(paid=amounts, funded=amounts, tax=amounts, points=st.integers(0, 10_000), fixed=st.integers(0, 10**6))
def test_a_line_is_split_without_losing_a_minor_unit(paid: int, funded: int, tax: int, points: int, fixed: int) -> None:
    tax = min(tax, paid)
    shares = shares_of(paid=paid, funded=funded, tax=tax, terms=CommissionTerms("x", points, fixed_minor=fixed))
    assert shares.net + shares.commission + shares.tax == paid + funded
    assert min(shares.net, shares.commission) >= 0


@st.composite
def sold(draw: st.DrawFn) -> Shares:
    net, commission, tax, shipping = (draw(st.integers(0, 10**9)) for _ in range(4))
    funded = draw(st.integers(0, net + commission + tax + shipping))
    return Shares(net + commission + tax + shipping - funded, funded, net, commission, tax, shipping)


@given(shares=sold(), data=st.data())
def test_giving_back_in_any_steps_takes_back_exactly_the_whole(shares: Shares, data: st.DataObject) -> None:
    back, left = Shares(), shares
    for _ in range(6):
        taken = shares_back(left, data.draw(st.integers(0, left.paid)))
        back, left = back + taken, left - taken  # Shares refuses anything below nothing
    assert back + shares_back(left, left.paid) == shares


@given(lefts=st.lists(st.integers(0, 10**12), min_size=1, max_size=20), data=st.data())
def test_an_amount_is_spread_over_lines_and_none_gets_more_than_is_left_of_it(
    lefts: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(lefts)))
    parts = spread(amount, lefts)
    assert sum(parts) == amount
    assert all(0 <= part <= left for part, left in zip(parts, lefts, strict=True))


@pytest.mark.parametrize("code", sorted(CURRENCIES))
def test_the_smallest_amount_of_each_currency_is_split(code: str) -> None:
    assert shares_of(paid=1, funded=0, tax=0, terms=HOUSE) == Shares(paid=1, net=1)


def test_more_than_is_left_is_never_given_back() -> None:
    with pytest.raises(ValueError, match="101 of 100"):
        shares_back(Shares(paid=100, net=100), 101)
    with pytest.raises(ValueError, match="3 of 2"):
        spread(3, [1, 1])

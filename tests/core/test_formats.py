"""Numbers, money and moments as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from core import formats, solar
from core.money import Money

MOMENT = datetime(2026, 11, 25, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "dollars", "rials", "dong", "rupiah"),
    [
        ("en", "1,234.50 USD", "48,500,000 IRR", "1,250,000 VND", "-5,000 IDR"),
        ("fa", "۱٬۲۳۴٫۵۰ دلار", "۴٬۸۵۰٬۰۰۰ تومان", "۱٬۲۵۰٬۰۰۰ دونگ", "−۵٬۰۰۰ روپیه"),
        ("vi", "1.234,50 US$", "48.500.000 IRR", "1.250.000 ₫", "-5.000 Rp"),
        ("id", "US$1.234,50", "IRR 48.500.000", "₫1.250.000", "-Rp5.000"),
    ],
)
def test_money_is_written_as_the_language_writes_it(
    language: str, dollars: str, rials: str, dong: str, rupiah: str
) -> None:
    amounts = [Money(123450, "USD"), Money(48_500_000, "IRR"), Money(1_250_000, "VND"), Money(-5_000, "IDR")]
    with translation.override(language):
        assert [formats.money(amount) for amount in amounts] == [dollars, rials, dong, rupiah]


def test_an_amount_that_is_no_whole_toman_keeps_its_rials() -> None:
    with translation.override("fa"):
        assert formats.money(Money(15, "IRR")) == "۱٫۵ تومان"


@pytest.mark.parametrize(
    ("language", "moment", "number"),
    [
        ("en", "25 November 2026, 17:05", "12,500"),
        ("fa", "۴ آذر ۱۴۰۵، ساعت ۱۷:۰۵", "۱۲٬۵۰۰"),
        ("vi", "17:05, 25 tháng 11, 2026", "12.500"),
        ("id", "25 November 2026 pukul 17.05", "12.500"),
    ],
)
def test_templates_write_moments_and_numbers_in_the_active_language(language: str, moment: str, number: str) -> None:
    template = Template("{% load formats %}{{ at|moment }}|{{ n|number }}|{{ none|moment }}|{% language_direction %}")
    with translation.override(language):
        text = template.render(Context({"at": MOMENT, "n": 12500, "none": None}))
    assert text == f"{moment}|{number}||{'rtl' if language == 'fa' else 'ltr'}"


def test_digits_of_codes_change_their_script_only_in_persian() -> None:
    with translation.override("fa"):
        assert formats.digits("2–4") == "۲–۴"
    with translation.override("vi"):
        assert formats.digits("2–4") == "2–4"
        assert formats.number(Decimal("1234.5")) == "1.234,5"


@pytest.mark.parametrize(
    ("day", "written"),
    [  # as the calendar of Iran has them: https://calendar.ut.ac.ir
        (date(1979, 2, 11), (1357, 11, 22)),
        (date(2016, 3, 20), (1395, 1, 1)),
        (date(2017, 3, 20), (1395, 12, 30)),
        (date(2017, 3, 21), (1396, 1, 1)),
        (date(2021, 3, 20), (1399, 12, 30)),
        (date(2025, 9, 22), (1404, 6, 31)),
        (date(2025, 9, 23), (1404, 7, 1)),
        (date(2029, 3, 20), (1408, 1, 1)),
    ],
)
def test_a_day_by_the_solar_hijri_calendar(day: date, written: tuple[int, int, int]) -> None:
    assert solar.solar(day) == written


def test_a_day_before_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        solar.solar(date(1865, 3, 20))

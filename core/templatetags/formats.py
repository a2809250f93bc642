"""Numbers, money and moments in templates, as readers of the active language write them: `{% load formats %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template

from core import formats
from core.money import Money

register = template.Library()


@register.filter
def money(value: Money) -> str:
    return formats.money(value)


@register.filter
def number(value: int | Decimal) -> str:
    return formats.number(value)


@register.filter
def digits(value: object) -> str:
    return formats.digits(value)


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else formats.moment(value)


@register.filter
def day(value: date | None) -> str:
    return "" if value is None else formats.day(value)


@register.simple_tag
def language_direction() -> str:
    """`rtl` or `ltr`, for the `dir` of a page."""
    return formats.direction()

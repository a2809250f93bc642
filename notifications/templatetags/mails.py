"""Filters for the HTML of mails."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import formats
from core.money import Money

register = template.Library()


@register.filter
def whole(value: object) -> SafeString:
    """An amount or a code, never broken across lines. A code runs from left to right in any text."""
    if isinstance(value, Money):
        return format_html('<bdi style="white-space:nowrap">{}</bdi>', formats.money(value))
    return format_html('<span dir="ltr" style="white-space:nowrap">{}</span>', value)

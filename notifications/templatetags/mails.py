"""Filters for the HTML of mails."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def whole(value: object) -> SafeString:
    """An amount, a number or a code: never broken across lines, left to right in any text."""
    return format_html('<span dir="ltr" style="white-space:nowrap">{}</span>', value)

"""Columns that lists and read-only pages share."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import formats
from core.money import Money

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATUS = _("Status")


def money_column(name: str, label: StrOrPromise, *, currency: str = "currency") -> Callable[[Any, Any], str]:
    """The amount `<name>_minor` of a row with its currency, as the reader's language writes it."""

    @admin.display(description=label, ordering=f"{name}_minor")
    def column(page: Any, row: Any) -> str:
        minor, code = getattr(row, f"{name}_minor"), getattr(row, currency)
        return (
            ""
            if minor is None or not code
            else format_html('<bdi class="amount">{}</bdi>', formats.money(Money(minor, code)))
        )

    return column


def status_column(name: str = "status", label: StrOrPromise = STATUS) -> Callable[[Any, Any], str]:
    """The status in words, with a mark by its kind (static/css/admin.css)."""

    @admin.display(description=label, ordering=name)
    def column(page: Any, row: Any) -> str:
        value = getattr(row, name)
        words = getattr(row, f"get_{name}_display")()
        return format_html('<span class="status status-{}">{}</span>', str(value).lower().replace("_", "-"), words)

    return column


def json_column(name: str, label: StrOrPromise) -> Callable[[Any, Any], SafeString]:
    """A JSON value, indented."""

    @admin.display(description=label)
    def column(page: Any, row: Any) -> SafeString:
        text = json.dumps(getattr(row, name), indent=2, ensure_ascii=False, default=str)
        return format_html('<pre class="json" dir="ltr">{}</pre>', text)

    return column

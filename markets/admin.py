"""Markets and exchange rates."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import ScopedModelAdmin
from core.scope import ActingScope
from markets import services
from markets.models import ExchangeRate, Market


@admin.register(Market)
class MarketAdmin(ScopedModelAdmin):
    list_display = ("name", "code", "currency", "default_language", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "code")
    ordering = ("code",)
    fields = (
        "name", "code", "currency", "countries", "default_language", "tax_name", "tax_basis_points",
        "rounding_step_minor", "gateways", "default_distance_km", "is_active",
    )  # fmt: skip
    readonly_fields = ("code", "currency")
    shared_with_sellers = True
    writes = frozenset({"change"})

    def update_row(self, scope: ActingScope, row: Market, values: dict[str, Any]) -> Market:
        return services.market_update(scope=scope, market=row, **values)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ScopedModelAdmin):
    """A new rate is a new row, and its inverse with it; old rows stay as orders found them."""

    list_display = ("base", "quote", "shown_rate", "valid_from_at", "source")
    list_filter = ("base", "quote")
    fields = ("base", "quote", "rate", "source")
    writes = frozenset({"add"})

    @admin.display(description=_("Rate"), ordering="rate")
    def shown_rate(self, row: ExchangeRate) -> str:
        return f"{row.rate.normalize():f}"

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> ExchangeRate:
        return services.rate_set(scope=scope, **values)[0]

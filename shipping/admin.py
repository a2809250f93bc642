"""Couriers' services and the table of cities."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.adminbase import RelatedFilter, ScopedModelAdmin
from core.scope import ActingScope
from shipping import services
from shipping.models import City, ShippingService


@admin.register(ShippingService)
class ShippingServiceAdmin(ScopedModelAdmin):
    """Amounts are minor units of the market's currency."""

    list_display = ("courier", "name", "market", "base_price_minor", "min_days", "max_days", "is_active")
    list_select_related = ("market",)
    list_filter = (("market", RelatedFilter), "is_active")
    search_fields = ("courier", "name", "code")
    fields = (
        "market", "courier", "name", "code", "base_price_minor", "price_per_kg_minor", "price_per_km_minor",
        "volume_factor", "min_days", "max_days", "max_weight_grams", "tracking_url", "is_active",
    )  # fmt: skip
    shared_with_sellers = True
    writes = frozenset({"add", "change", "delete"})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("market",) if obj is not None else ()

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> ShippingService:
        market = values.pop("market")
        return services.shipping_service_create(scope=scope, market_id=market.pk, **values)

    def update_row(self, scope: ActingScope, row: ShippingService, values: dict[str, Any]) -> ShippingService:
        return services.shipping_service_update(scope=scope, service_id=row.pk, **values)

    def delete_row(self, scope: ActingScope, row: ShippingService) -> None:
        services.shipping_service_delete(scope=scope, service_id=row.pk)


@admin.register(City)
class CityAdmin(ScopedModelAdmin):
    """Saving a name that is there already moves that city."""

    list_display = ("name", "country", "latitude", "longitude")
    list_filter = ("country",)
    search_fields = ("name", "key")
    ordering = ("country", "key")
    fields = ("country", "name", "latitude", "longitude")
    writes = frozenset({"add", "change"})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("country", "name") if obj is not None else ()

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> City:
        return services.city_save(scope=scope, **values)

    def update_row(self, scope: ActingScope, row: City, values: dict[str, Any]) -> City:
        place = {"latitude": row.latitude, "longitude": row.longitude, **values}
        return services.city_save(scope=scope, country=row.country, name=row.name, **place)

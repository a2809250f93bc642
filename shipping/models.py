"""Couriers' services and the cities distances are measured between."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from core.models import BaseModel
from markets.models import Market


class ShippingService(BaseModel):
    """A way to send a parcel within a market (FEATURES.md D-M11). Amounts in minor units of the market's currency."""

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="shipping_services")
    courier = models.CharField(max_length=80)  # JNE, J&T, SiCepat, POS, …
    name = models.CharField(max_length=80)
    code = models.SlugField(max_length=40)
    base_price_minor = models.BigIntegerField()
    price_per_kg_minor = models.BigIntegerField(default=0)
    price_per_km_minor = models.BigIntegerField(default=0)
    volume_factor = models.PositiveIntegerField(default=5000)  # cm³ that count as one kilogram
    min_days = models.PositiveSmallIntegerField(default=1)
    max_days = models.PositiveSmallIntegerField(default=3)
    max_weight_grams = models.PositiveIntegerField(default=30_000)
    tracking_url = models.CharField(max_length=200, blank=True, default="")  # with {number}
    is_active = models.BooleanField(default=True)

    class Meta(BaseModel.Meta):
        verbose_name = "shipping service"
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(deleted_at=None), name="shipping_code_unique"),
            models.CheckConstraint(
                condition=Q(base_price_minor__gte=0, price_per_kg_minor__gte=0, price_per_km_minor__gte=0),
                name="shipping_prices_not_negative",
            ),
            models.CheckConstraint(condition=Q(volume_factor__gt=0), name="shipping_volume_factor_positive"),
            models.CheckConstraint(condition=Q(max_days__gte=F("min_days")), name="shipping_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.courier} {self.name}"


class City(BaseModel):
    """A place of the distance table. `key` is the name folded for comparison."""

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))
    longitude = models.DecimalField(max_digits=9, decimal_places=6, default=Decimal(0))

    class Meta(BaseModel.Meta):
        verbose_name_plural = "cities"
        constraints = [
            models.UniqueConstraint(fields=["country", "key"], condition=Q(deleted_at=None), name="city_key_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"

"""Markets: where Serai sells, in which currency, by which rules."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from core.models import BaseModel, Journal
from core.money import CurrencyField


class Market(BaseModel):
    """A currency, its countries and its rules. A shopper shops in exactly one market at a time."""

    code = models.SlugField(max_length=16)
    name = models.CharField(max_length=80)
    currency = CurrencyField()
    countries = models.JSONField(default=list)  # ISO 3166-1 alpha-2; empty: everywhere else
    default_language = models.CharField(max_length=8, default="en")
    tax_name = models.CharField(max_length=40, blank=True, default="")
    tax_basis_points = models.PositiveIntegerField(default=0)  # 1000 is 10 %; contained in the prices
    rounding_step_minor = models.PositiveIntegerField(default=1)  # converted prices are multiples of this
    gateways = models.JSONField(default=list)  # names of payment gateways, first is preferred
    default_distance_km = models.PositiveIntegerField(default=500)  # where a city is not in the table
    is_active = models.BooleanField(default=True)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(deleted_at=None), name="market_code_unique"),
            models.CheckConstraint(condition=Q(rounding_step_minor__gt=0), name="market_step_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class ExchangeRate(Journal):
    """How many units of `quote` one unit of `base` is worth from `valid_from_at` on. A new rate is a new row."""

    base = CurrencyField()
    quote = CurrencyField()
    rate = models.DecimalField(max_digits=24, decimal_places=12)
    valid_from_at = models.DateTimeField()
    source = models.CharField(max_length=80, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "exchange rate"
        constraints = [
            models.UniqueConstraint(fields=["base", "quote", "valid_from_at"], name="exchange_rate_unique"),
            models.CheckConstraint(condition=Q(rate__gt=Decimal(0)), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.base} = {self.rate.normalize():f} {self.quote}"

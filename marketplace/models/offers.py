"""Offers (StoreItem), their prices by market, and every price they ever had."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from catalog.models import ProductVariant
from core.models import BaseModel, Journal
from core.money import CurrencyField, Money
from marketplace.models.stores import Store
from markets.models import Market


class StoreItem(BaseModel):
    """An offer: one store sells one variant at its own price. Stock is a row of its own."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="items")
    variant = models.ForeignKey(ProductVariant, on_delete=models.CASCADE, related_name="items")
    currency = CurrencyField()  # the store's home market's currency
    price_minor = models.BigIntegerField()  # minor units of `currency`, tax included
    compare_at_minor = models.BigIntegerField(null=True, blank=True)  # the former price, if higher
    # The lowest price of the 30 days before the present one began (Directive 98/6/EC, art. 6a); None: it is the first.
    prior_lowest_minor = models.BigIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(BaseModel.Meta):
        verbose_name = "store item"
        indexes = [*BaseModel.Meta.indexes, models.Index(fields=["store", "-id"], name="item_of_store")]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "variant"], condition=Q(deleted_at=None), name="store_item_unique"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="store_item_price_positive"),
            models.CheckConstraint(
                condition=Q(compare_at_minor=None) | Q(compare_at_minor__gt=F("price_minor")),
                name="store_item_compare_above_price",
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.pk}"

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def compare_at(self) -> Money | None:
        return None if self.compare_at_minor is None else Money(self.compare_at_minor, self.currency)


class ItemMarketPrice(BaseModel):
    """A price set by hand for one market; overrides conversion."""

    item = models.ForeignKey(StoreItem, on_delete=models.CASCADE, related_name="market_prices")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="+")
    price_minor = models.BigIntegerField()  # minor units of the market's currency
    prior_lowest_minor = models.BigIntegerField(null=True, blank=True)  # as of an offer

    class Meta(BaseModel.Meta):
        verbose_name = "market price"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "market"], condition=Q(deleted_at=None), name="item_market_price_unique"
            ),
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="item_market_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.price_minor} in {self.market_id}"

    @property
    def price(self) -> Money:
        """In the market's currency; select the market with the row."""
        return Money(self.price_minor, self.market.currency)


class PriceChange(Journal):
    """A price an offer had from `created_at` on: its own, or one set by hand for a market."""

    item = models.ForeignKey(StoreItem, on_delete=models.PROTECT, db_index=False, related_name="price_changes")
    market = models.ForeignKey(
        Market, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )  # None: the offer's own price
    price_minor = models.BigIntegerField()
    currency = CurrencyField()

    class Meta(Journal.Meta):
        verbose_name = "price change"
        indexes = [models.Index(fields=["item", "-created_at"], name="price_change_of_item")]

    def __str__(self) -> str:
        return f"{self.price} since {self.created_at:%Y-%m-%d}"

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

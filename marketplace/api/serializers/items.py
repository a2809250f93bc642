"""Offers, stock and movements, in and out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.serializers import Input, MinorField, MoneyField, Output, WholeNumberField
from marketplace.api.serializers.common import LARGEST_STOCK, VERSION
from marketplace.models import MovementReason
from marketplace.services.stock import ADJUST_REASONS


class MarketPriceInput(Input):
    market = serializers.SlugField(max_length=16)
    price_minor = MinorField(min_value=1, help_text="Minor units of the market's currency.")


class ItemChangeInput(Input):
    price_minor = MinorField(
        min_value=1, required=False, help_text="Minor units of the store's currency, tax included."
    )
    compare_at_minor = MinorField(
        min_value=1, required=False, allow_null=True, help_text="The former price; higher than the price."
    )
    is_active = serializers.BooleanField(required=False)
    low_stock_threshold = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False)
    market_prices: Any = serializers.ListSerializer(
        child=MarketPriceInput(),
        required=False,
        max_length=20,
        help_text="Prices set by hand, instead of conversion; the whole set.",
    )
    version = WholeNumberField(**VERSION)

    def validate_market_prices(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        codes = [line["market"] for line in value]
        if len(set(codes)) != len(codes):
            raise serializers.ValidationError(_("A market is named twice."), code="twice")
        return value


class ItemInput(ItemChangeInput):
    store = serializers.UUIDField(required=False, help_text="May be left out by those who work in one store.")
    variant = serializers.UUIDField()
    price_minor = MinorField(min_value=1, help_text="Minor units of the store's currency, tax included.")
    stock = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False, help_text="Pieces received first.")
    version = None  # type: ignore[assignment]


class ItemStoreOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class ItemVariantOutput(Output):
    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class ItemProductOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class MarketPriceOutput(Output):
    market = serializers.CharField(source="market.code")
    price = MoneyField()


class ItemOutput(Output):
    id = serializers.UUIDField()
    store = ItemStoreOutput()
    product = ItemProductOutput(source="variant.product")
    variant = ItemVariantOutput()
    price = MoneyField()
    compare_at = MoneyField(allow_null=True)
    market_prices = MarketPriceOutput(source="own_prices", many=True)
    is_active = serializers.BooleanField()
    stock = serializers.IntegerField(source="stock_row.stock")
    reserved = serializers.IntegerField(source="stock_row.reserved", help_text="Of unpaid orders.")
    available = serializers.IntegerField(source="stock_row.available")
    low_stock_threshold = serializers.IntegerField(source="stock_row.low_stock_threshold")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class StockInput(Input):
    stock = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False, help_text="What was counted.")
    delta = WholeNumberField(
        min_value=-LARGEST_STOCK, max_value=LARGEST_STOCK, required=False, help_text="Or a change."
    )
    reason = serializers.ChoiceField(
        choices=[(reason.value, reason.label) for reason in ADJUST_REASONS], required=False
    )
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("stock" in attrs) == ("delta" in attrs):
            raise serializers.ValidationError(_("Give either stock or delta."), code="one_of")
        return attrs


class StockOutput(Output):
    stock = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    low_stock_threshold = serializers.IntegerField()


class MovementOutput(Output):
    id = serializers.UUIDField()
    delta = serializers.IntegerField()
    balance = serializers.IntegerField(help_text="The stock after the movement.")
    reason = serializers.ChoiceField(choices=MovementReason.choices)
    source_type = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    actor_label = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()

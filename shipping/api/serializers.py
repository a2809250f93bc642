"""What goes in and comes out of the quotes operation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.serializers import Input, MoneyField, Output, WholeNumberField
from core.money import CURRENCIES

MAX_ITEMS = 100


class QuoteItemInput(Input):
    item_id = serializers.UUIDField()
    quantity = WholeNumberField(min_value=1, max_value=999)


class QuotesInput(Input):
    market = serializers.SlugField(
        max_length=16, required=False, help_text="The market shopped in, such as `id`; the default market without it."
    )
    country = serializers.RegexField(r"^[A-Za-z]{2}$", help_text="ISO 3166-1 alpha-2.")
    city = serializers.CharField(max_length=80)
    items = serializers.ListField(child=QuoteItemInput(), min_length=1, max_length=MAX_ITEMS)

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({item["item_id"] for item in items}) < len(items):
            raise serializers.ValidationError(_("The same item is listed twice."), code="duplicate")
        return items


class CourierQuoteOutput(Output):
    service_id = serializers.UUIDField()
    code = serializers.CharField()
    courier = serializers.CharField()
    name = serializers.CharField()
    price = MoneyField()
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()
    chargeable_grams = serializers.IntegerField(help_text="The greater of actual and volumetric weight.")


class QuotedParcelOutput(Output):
    store_id = serializers.UUIDField()
    store_name = serializers.CharField()
    store_slug = serializers.CharField()
    quotes = CourierQuoteOutput(many=True, help_text="Cheapest first; empty when nobody carries this parcel there.")


class QuotesOutput(Output):
    market = serializers.CharField()
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    parcels = QuotedParcelOutput(many=True)

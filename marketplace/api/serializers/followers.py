"""What a person follows and waits for."""

from __future__ import annotations

from rest_framework import serializers

from core.api.serializers import MoneyField, Output
from marketplace.api.serializers.items import ItemProductOutput, ItemStoreOutput


class FollowOutput(Output):
    store = ItemStoreOutput()
    since = serializers.DateTimeField(source="created_at")


class SubscriptionOutput(Output):
    item = serializers.UUIDField(source="item_id")
    store = ItemStoreOutput(source="item.store")
    product = ItemProductOutput(source="item.variant.product")
    price = MoneyField(source="item.price")
    since = serializers.DateTimeField(source="created_at")

"""What shoppers asked stores for. Who they are is no matter of the stores."""

from __future__ import annotations

from django.contrib import admin

from core.adminbase import ScopedModelAdmin
from marketplace.models import StockSubscription, StoreFollow


@admin.register(StoreFollow)
class StoreFollowAdmin(ScopedModelAdmin):
    list_display = ("user", "store", "created_at")
    list_select_related = ("user", "store")
    fields = ("user", "store", "created_at")
    readonly_fields = fields


@admin.register(StockSubscription)
class StockSubscriptionAdmin(ScopedModelAdmin):
    list_display = ("user", "item", "created_at", "told_at")
    list_select_related = ("user", "item")
    fields = ("user", "item", "created_at", "told_at")
    readonly_fields = fields

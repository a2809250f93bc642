"""What gateways pay sellers at the sale: for reading."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedModelAdmin, money_column
from finance.models import ChargeSplit
from marketplace.rules import FINANCE_VIEW


@admin.register(ChargeSplit)
class ChargeSplitAdmin(ScopedModelAdmin):
    list_display = ("created_at", "number", "store", "account", "amount", "settled_at")
    list_select_related = ("store", "account")
    list_filter = ("gateway", "currency", ("store", RelatedFilter))
    search_fields = ("=number",)
    fields = ("number", "gateway", "store", "account", "amount", "created_at", "settled_at", "dropped_at")
    readonly_fields = fields
    store_path = "store"
    seller_keys = {"view": FINANCE_VIEW}
    amount = money_column("amount", _("Amount"))

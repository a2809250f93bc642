"""Payouts that wait for a dispute: for reading."""

from __future__ import annotations

from django.contrib import admin

from core.adminbase import RelatedFilter, ScopedModelAdmin
from finance.models import PayoutFreeze
from marketplace.rules import FINANCE_VIEW


@admin.register(PayoutFreeze)
class PayoutFreezeAdmin(ScopedModelAdmin):
    list_display = ("created_at", "store", "currency", "reference", "ended_at")
    list_select_related = ("store",)
    list_filter = ("currency", ("ended_at", admin.EmptyFieldListFilter), ("store", RelatedFilter))
    search_fields = ("=reference",)
    fields = ("store", "currency", "reference", "source_type", "source_id", "created_at", "ended_at")
    readonly_fields = fields
    store_path = "store"
    seller_keys = {"view": FINANCE_VIEW}

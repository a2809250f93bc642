"""Parcels whose price is collected at the door: for reading. They move with their store order."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedModelAdmin, money_column, status_column
from finance.models import CashParcel
from marketplace.rules import FINANCE_VIEW


@admin.register(CashParcel)
class CashParcelAdmin(ScopedModelAdmin):
    list_display = ("created_at", "number", "store", "status_words", "amount", "debt", "closed_at")
    list_select_related = ("store",)
    list_filter = ("status", "currency", ("store", RelatedFilter))
    search_fields = ("=number",)
    fields = ("number", "store", "status_words", "amount", "debt", "fee", "created_at", "closed_at")
    readonly_fields = fields
    store_path = "store"
    seller_keys = {"view": FINANCE_VIEW}
    status_words = status_column()
    amount = money_column("amount", _("To collect at the door"))
    debt = money_column("debt", _("Of which the store owes us"))
    fee = money_column("fee", _("Fee for cash on delivery"))

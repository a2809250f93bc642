"""Stock and its movements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.adminbase import ScopedInline, ScopedModelAdmin, service_action
from core.scope import ActingScope
from marketplace import services
from marketplace.models import MovementReason, Stock, StockMovement
from marketplace.rules import STOCK_EDIT
from marketplace.services.stock import ADJUST_REASONS

MOST_PIECES = 1_000_000


class AdjustForm(forms.Form):
    """How the stock of an offer changes: counted anew, or by so many pieces."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(reason.value, reason.label) for reason in map(MovementReason, ADJUST_REASONS)]
    )
    stock = forms.IntegerField(
        label=_("Counted"),
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_PIECES)],
        help_text=_("Pieces on the shelf now."),
    )
    delta = forms.IntegerField(
        label=_("Or change by"),
        required=False,
        validators=[MinValueValidator(-MOST_PIECES), MaxValueValidator(MOST_PIECES)],
        help_text=_("For example 12 or -3."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("stock") is None) == (cleaned.get("delta") is None):
            raise forms.ValidationError(_("Fill in one of the two: what was counted, or the change."), code="one_of")
        return cleaned


class MovementInline(ScopedInline):
    model = StockMovement
    fields = ("created_at", "delta", "balance", "reason", "note", "actor_label")
    show_change_link = False


@admin.register(Stock)
class StockAdmin(ScopedModelAdmin):
    """For reading, with its movements; it changes by "Change stock" only."""

    list_display = ("sku", "product_name", "store", "stock", "reserved", "available", "low_stock_threshold")
    list_display_links = ("sku", "product_name")
    list_select_related = ("item__store", "item__variant__product")
    search_fields = ("item__variant__sku", "item__variant__product__name")
    fields = ("sku", "product_name", "store", "stock", "reserved", "available", "low_stock_threshold")
    readonly_fields = fields
    inlines = (MovementInline,)
    store_path = "item__store"
    seller_keys = {"view": "", "adjust": STOCK_EDIT}
    actions = ("adjust",)

    @admin.display(description=_("SKU"), ordering="item__variant__sku")
    def sku(self, row: Stock) -> str:
        return row.item.variant.sku

    @admin.display(description=_("Product"))
    def product_name(self, row: Stock) -> str:
        return str(row.item.variant.product)

    @admin.display(description=_("Store"))
    def store(self, row: Stock) -> str:
        return str(row.item.store)

    @admin.display(description=_("Available"))
    def available(self, row: Stock) -> int:
        return row.available

    def row_label(self, row: Stock) -> str:
        return f"{row.item.variant.sku} · {row.item.store}"

    @service_action(_("Change stock"), verb="adjust", form=AdjustForm)
    def adjust(self, scope: ActingScope, row: Stock, **data: Any) -> None:
        services.stock_adjust(scope=scope, item_id=row.item_id, **data)


@admin.register(StockMovement)
class StockMovementAdmin(ScopedModelAdmin):
    """The journal behind every stock figure; written once, changed never."""

    list_display = ("created_at", "sku", "delta", "balance", "reason", "actor_label", "note")
    list_select_related = ("stock__item__variant",)
    list_filter = ("reason",)
    search_fields = ("stock__item__variant__sku", "=source_id")
    fields = ("created_at", "sku", "delta", "balance", "reason", "note", "source_type", "source_id", "actor_label")
    readonly_fields = fields
    store_path = "stock__item__store"
    seller_keys = {"view": ""}

    @admin.display(description=_("SKU"))
    def sku(self, row: StockMovement) -> str:
        return row.stock.item.variant.sku

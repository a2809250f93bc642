"""Carts and what is kept for them; for reading."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.adminbase import ScopedInline, ScopedModelAdmin, money_column, status_column
from sales.models import Cart, CartItem, Reservation, Wish


class CartItemInline(ScopedInline):
    model = CartItem
    fields = ("sku", "quantity", "seen_minor", "saved_at")
    select_related = ("item__variant",)

    @admin.display(description=_("SKU"))
    def sku(self, row: CartItem) -> str:
        return row.item.variant.sku


@admin.register(Cart)
class CartAdmin(ScopedModelAdmin):
    list_display = ("updated_at", "user", "market", "coupon", "version")
    list_select_related = ("user", "market", "coupon")
    list_filter = ("market",)
    search_fields = ("=user__email",)
    fields = ("user", "market", "coupon", "version", "created_at", "updated_at")
    readonly_fields = fields
    inlines = (CartItemInline,)
    hidden_fields = frozenset({"token_hash"})


@admin.register(CartItem)
class CartItemAdmin(ScopedModelAdmin):
    list_display = ("created_at", "sku", "quantity", "seen_minor")
    list_select_related = ("item__variant",)
    search_fields = ("item__variant__sku",)
    fields = ("sku", "quantity", "seen_minor", "created_at")
    readonly_fields = fields

    @admin.display(description=_("SKU"))
    def sku(self, row: CartItem) -> str:
        return row.item.variant.sku


@admin.register(Wish)
class WishAdmin(ScopedModelAdmin):
    list_display = ("created_at", "product", "seen")
    list_select_related = ("product",)
    search_fields = ("product__name",)
    fields = ("product", "seen", "created_at")
    readonly_fields = fields
    seen = money_column("seen", "Price then")


@admin.register(Reservation)
class ReservationAdmin(ScopedModelAdmin):
    list_display = ("created_at", "order", "sku", "quantity", "status_words")
    list_select_related = ("order", "order_item")
    list_filter = ("status",)
    search_fields = ("=order__number", "order_item__sku")
    fields = ("order", "sku", "quantity", "status_words", "created_at", "updated_at")
    readonly_fields = fields
    status_words = status_column()

    @admin.display(description=_("SKU"))
    def sku(self, row: Reservation) -> str:
        return row.order_item.sku

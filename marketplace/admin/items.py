"""Offers and their prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.adminbase import (
    PairsField,
    RelatedFilter,
    ScopedInline,
    ScopedModelAdmin,
    ServiceForm,
    money_column,
    service_action,
)
from core.money import Money
from core.scope import ActingScope
from marketplace import services
from marketplace.admin.stock import MOST_PIECES, AdjustForm
from marketplace.models import ItemMarketPrice, PriceChange, ProductImport, Stock, StoreItem
from marketplace.rules import PRICE_EDIT, STOCK_EDIT
from markets.models import Market


class ItemForm(ServiceForm):
    """Prices as people write them, in the store's currency."""

    field_names = {"price_minor": "price", "compare_at_minor": "compare_at", "stock": "first_stock"}

    price = forms.DecimalField(label=_("Price"), min_value=0, max_digits=16)
    compare_at = forms.DecimalField(label=_("Former price"), min_value=0, max_digits=16, required=False)
    first_stock = forms.IntegerField(label=_("Stock"), min_value=0, max_value=MOST_PIECES, initial=0, required=False)
    low_stock_threshold = forms.IntegerField(
        label=_("Low below"), min_value=0, max_value=MOST_PIECES, required=False, help_text=_("Empty: as usual.")
    )
    market_prices = PairsField(
        label=_("Prices by hand"),
        required=False,
        help_text=_("One “market = amount” per line, in that market’s currency; other markets are converted."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        if item._state.adding:
            return
        self.initial["price"] = item.price.decimal
        if item.compare_at_minor is not None:
            self.initial["compare_at"] = Money(item.compare_at_minor, item.currency).decimal
        self.initial["low_stock_threshold"] = (
            Stock.objects.filter(item=item).values_list("low_stock_threshold", flat=True).first()
        )
        prices = ItemMarketPrice.objects.filter(item=item).select_related("market").order_by("market__code")
        self.initial["market_prices"] = {
            row.market.code: Money(row.price_minor, row.market.currency).amount for row in prices
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        store = cleaned.get("store")
        currency = store.home_market.currency if store else self.instance.currency
        for name in ("price", "compare_at"):
            if cleaned.get(name) is not None and currency:
                cleaned[name] = self._minor(name, cleaned[name], currency)
        if cleaned.get("market_prices"):
            cleaned["market_prices"] = self._by_market(cleaned["market_prices"])
        return cleaned

    def _minor(self, name: str, amount: Any, currency: str) -> int | None:
        try:
            return Money.parse(amount, currency).minor
        except ValueError as error:
            self.add_error(name, str(error))
            return None

    def _by_market(self, amounts: dict[str, str]) -> dict[str, int]:
        currencies = dict(Market.objects.filter(code__in=amounts).values_list("code", "currency"))
        minors = {}
        for code, amount in amounts.items():
            if code not in currencies:
                self.add_error("market_prices", _("There is no market “%(code)s”.") % {"code": code})
                continue
            minor = self._minor("market_prices", amount, currencies[code])
            if minor is not None:
                minors[code] = minor
        return minors


class MarketPriceInline(ScopedInline):
    model = ItemMarketPrice
    fields = ("market", "price_minor")
    select_related = ("market",)


@admin.register(StoreItem)
class StoreItemAdmin(ScopedModelAdmin):
    form = ItemForm
    list_display = ("product_name", "sku", "store", "price_words", "available", "stock", "is_active")
    list_display_links = ("product_name", "sku")
    list_select_related = ("store", "variant__product", "stock_row")
    list_filter = ("is_active", ("store", RelatedFilter))
    search_fields = ("variant__sku", "variant__product__name")
    autocomplete_fields = ("store", "variant")
    store_path = "store"
    seller_keys = {
        "view": "",
        "add": PRICE_EDIT,
        "change": PRICE_EDIT,
        "delete": PRICE_EDIT,
        "restore": PRICE_EDIT,
        "adjust": STOCK_EDIT,
    }
    writes = frozenset({"add", "change", "delete"})
    actions = ("adjust",)
    price_words = money_column("price", _("Price"))

    def list_links(self, request: HttpRequest) -> list[tuple[str, str]]:
        page = self.admin_site._registry[ProductImport]
        return (
            [(gettext("Import"), reverse("admin:marketplace_productimport_add"))]
            if page.has_add_permission(request)
            else []
        )

    @admin.display(description=_("Product"), ordering="variant__product__name")
    def product_name(self, row: StoreItem) -> str:
        return f"{row.variant.product} {row.variant.name}".strip()

    @admin.display(description=_("SKU"), ordering="variant__sku")
    def sku(self, row: StoreItem) -> str:
        return row.variant.sku

    @admin.display(description=_("Available"))
    def available(self, row: StoreItem) -> int:
        return row.stock_row.available

    @admin.display(description=_("In stock"))
    def stock(self, row: StoreItem) -> int:
        return row.stock_row.stock

    @admin.display(description=_("Reserved"))
    def reserved(self, row: StoreItem) -> int:
        return row.stock_row.reserved

    def row_label(self, row: StoreItem) -> str:
        return f"{row.variant.sku} · {row.variant.product}"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        prices = ("price", "compare_at", "market_prices", "is_active", "low_stock_threshold")
        if obj is None:
            return ("store", "variant", *prices, "first_stock")
        if not self.may(request, "change", obj):
            return ("store", "product_name", "sku", "price_words", "is_active", "stock", "reserved", "available")
        return ("store", "product_name", "sku", *prices, "stock", "reserved", "available")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = ("store", "product_name", "sku", "price_words", "stock", "reserved", "available")
        return names if obj is not None else ()

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> StoreItem:
        return services.item_create(
            scope=scope,
            store_id=values["store"].pk,
            variant_id=values["variant"].pk,
            price_minor=values["price"],
            compare_at_minor=values["compare_at"],
            stock=values["first_stock"] or 0,
            low_stock_threshold=values["low_stock_threshold"],
            is_active=values["is_active"],
            market_prices=values["market_prices"],
        )

    def update_row(self, scope: ActingScope, row: StoreItem, values: dict[str, Any]) -> StoreItem:
        names = {"price": "price_minor", "compare_at": "compare_at_minor"}
        changes = {names.get(name, name): value for name, value in values.items() if name != "first_stock"}
        return services.item_update(scope=scope, item_id=row.pk, **changes)

    def delete_row(self, scope: ActingScope, row: StoreItem) -> None:
        services.item_delete(scope=scope, item_id=row.pk)

    def restore_row(self, scope: ActingScope, row: StoreItem) -> None:
        services.item_restore(scope=scope, item_id=row.pk)

    @service_action(_("Change stock"), verb="adjust", form=AdjustForm)
    def adjust(self, scope: ActingScope, row: StoreItem, **data: Any) -> None:
        services.stock_adjust(scope=scope, item_id=row.pk, **data)


@admin.register(ItemMarketPrice)
class ItemMarketPriceAdmin(ScopedModelAdmin):
    """For reading: prices by hand are written on the offer's page."""

    list_display = ("item_label", "market", "price_minor")
    list_select_related = ("item__variant", "market")
    list_filter = (("market", RelatedFilter),)
    fields = ("item_label", "market", "price_minor")
    readonly_fields = fields
    store_path = "item__store"
    seller_keys = {"view": ""}

    @admin.display(description=_("Offer"))
    def item_label(self, row: ItemMarketPrice) -> str:
        return row.item.variant.sku


@admin.register(PriceChange)
class PriceChangeAdmin(ScopedModelAdmin):
    """The journal of every price an offer had; written once, changed never."""

    list_display = ("created_at", "sku", "market", "price_words")
    list_select_related = ("item__variant", "market")
    search_fields = ("=item__variant__sku",)
    fields = ("created_at", "sku", "market", "price_words")
    readonly_fields = fields
    store_path = "item__store"
    seller_keys = {"view": ""}
    price_words = money_column("price", _("Price"))

    @admin.display(description=_("SKU"))
    def sku(self, row: PriceChange) -> str:
        return row.item.variant.sku

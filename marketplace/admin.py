"""Sellers, stores, offers and stock: what a seller signs in for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.adminbase import (
    PairsField,
    ReasonForm,
    RelatedFilter,
    ScopedInline,
    ScopedModelAdmin,
    ServiceForm,
    money_column,
    service_action,
    status_column,
)
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope
from marketplace import services
from marketplace.admin_imports import ImportRowAdmin, ProductImportAdmin
from marketplace.models import (
    ItemMarketPrice,
    MovementReason,
    ProductImport,
    Seller,
    Stock,
    StockMovement,
    Store,
    StoreItem,
    StoreMarket,
    StoreMember,
    StoreProduct,
)
from marketplace.rules import PRICE_EDIT, STOCK_EDIT, STORE_EDIT, TEAM_EDIT
from marketplace.services.stock import ADJUST_REASONS
from marketplace.states import SellerStatus
from markets.models import Market

MOST_PIECES = 1_000_000
__all__ = ["ImportRowAdmin", "ProductImportAdmin"]  # registered by being imported


@admin.register(Seller)
class SellerAdmin(ScopedModelAdmin):
    list_display = ("name", "user", "status_words", "created_at")
    list_select_related = ("user",)
    list_filter = ("status",)
    search_fields = ("name", "=user__email")
    fields = ("name", "user", "status_words", "created_at")
    readonly_fields = fields
    staff_verbs = {"approve": frozenset({ADMINISTRATOR}), "suspend": frozenset({ADMINISTRATOR})}
    actions = ("approve", "suspend")
    status_words = status_column()

    @service_action(_("Approve"), verb="approve", when=lambda row: row.status != SellerStatus.APPROVED)
    def approve(self, scope: ActingScope, row: Seller) -> None:
        services.seller_approve(scope=scope, seller_id=row.pk)

    @service_action(
        _("Suspend"),
        verb="suspend",
        form=ReasonForm,
        is_dangerous=True,
        when=lambda row: row.status != SellerStatus.SUSPENDED,
    )
    def suspend(self, scope: ActingScope, row: Seller, reason: str) -> None:
        services.seller_suspend(scope=scope, seller_id=row.pk, reason=reason)


class StoreForm(ServiceForm):
    markets = forms.ModelMultipleChoiceField(
        label=_("Further markets"),
        queryset=Market.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The store agrees to be paid in the currency of each."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Market.objects.filter(is_active=True).exclude(pk=self.instance.home_market_id).order_by("code")
        if "markets" in self.fields:
            self.fields["markets"].queryset = others  # type: ignore[attr-defined]
            self.initial["markets"] = list(
                StoreMarket.objects.filter(store=self.instance).values_list("market_id", flat=True)
            )


class MemberInline(ScopedInline):
    model = StoreMember
    fields = ("user", "role", "is_active")
    select_related = ("user",)


@admin.register(Store)
class StoreAdmin(ScopedModelAdmin):
    form = StoreForm
    list_display = ("name", "seller", "home_market", "city", "status_words")
    list_select_related = ("seller", "home_market")
    list_filter = ("status", ("home_market", RelatedFilter))
    search_fields = ("name", "slug")
    inlines = (MemberInline,)
    fields = (
        "name", "slug", "seller", "home_market", "markets", "status", "tagline", "description", "email", "phone",
        "address_line", "city", "country", "handling_days",
    )  # fmt: skip
    readonly_fields = ("seller", "home_market")
    store_path = "pk"
    seller_keys = {"view": "", "change": STORE_EDIT}
    writes = frozenset({"change"})
    status_words = status_column()

    def store_of(self, row: Store) -> Any:
        return row.pk

    def update_row(self, scope: ActingScope, row: Store, values: dict[str, Any]) -> Store:
        if "markets" in values:
            values["markets"] = [market.code for market in values["markets"]]
        return services.store_update(scope=scope, store_id=row.pk, **values)


class MemberForm(ServiceForm):
    identifier = forms.CharField(
        label=_("E-mail, phone or username"), required=False, help_text=_("Of a person who has an account already.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "identifier" in self.fields:
            self.fields["identifier"].required = self.instance._state.adding


@admin.register(StoreMember)
class StoreMemberAdmin(ScopedModelAdmin):
    form = MemberForm
    list_display = ("user", "store", "role", "is_active")
    list_select_related = ("user", "store")
    list_filter = ("role", ("store", RelatedFilter))
    search_fields = ("user__name",)
    store_path = "store"
    seller_keys = {"view": "", "add": TEAM_EDIT, "change": TEAM_EDIT, "delete": TEAM_EDIT}
    writes = frozenset({"add", "change", "delete"})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("store", "identifier", "role") if obj is None else ("store", "user", "role", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("store", "user")

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> StoreMember:
        return services.member_add(
            scope=scope, store_id=values["store"].pk, identifier=values["identifier"], role=values["role"]
        )

    def update_row(self, scope: ActingScope, row: StoreMember, values: dict[str, Any]) -> StoreMember:
        return services.member_update(scope=scope, store_id=row.store_id, member_id=row.pk, **values)

    def delete_row(self, scope: ActingScope, row: StoreMember) -> None:
        services.member_remove(scope=scope, store_id=row.store_id, member_id=row.pk)


@admin.register(StoreMarket)
class StoreMarketAdmin(ScopedModelAdmin):
    """For reading: a store's markets are chosen on its own page."""

    list_display = ("store", "market", "created_at")
    list_select_related = ("store", "market")
    list_filter = (("market", RelatedFilter),)
    store_path = "store"
    seller_keys = {"view": ""}


@admin.register(StoreProduct)
class StoreProductAdmin(ScopedModelAdmin):
    """For reading: which store keeps which product's page, and which only sells it."""

    list_display = ("product", "store", "is_maintainer")
    list_select_related = ("product", "store")
    list_filter = ("is_maintainer",)
    search_fields = ("product__name",)
    store_path = "store"
    seller_keys = {"view": ""}


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
    price_words = money_column("price", "Price")

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

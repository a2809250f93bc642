"""What goes in and out of the marketplace's API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import Input, MinorField, MoneyField, Output, WholeNumberField
from core.money import CURRENCIES
from marketplace.models import MovementReason, Store
from marketplace.rules import StoreRole
from marketplace.services.stock import ADJUST_REASONS
from marketplace.states import SellerStatus, StoreStatus

LARGEST_STOCK = 1_000_000
VERSION: dict[str, Any] = {
    "min_value": 1,
    "max_value": 2_147_483_647,
    "required": False,
    "help_text": "The version you read; another one is a 409.",
}


class StoreFieldsInput(Input):
    tagline = serializers.CharField(max_length=160, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, help_text="With its country code.")
    address_line = serializers.CharField(max_length=200, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="Where parcels leave.")
    country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False, help_text="ISO 3166-1 alpha-2.")
    handling_days = WholeNumberField(min_value=0, max_value=30, required=False)
    markets = serializers.ListField(
        child=serializers.SlugField(max_length=16),
        required=False,
        max_length=20,
        help_text="Codes of further markets the store sells in: its consent to be paid in their currencies.",
    )


class StoreInput(StoreFieldsInput):
    name = serializers.CharField(max_length=120)
    market = serializers.SlugField(max_length=16, help_text="The home market; its currency is the store's.")
    slug = serializers.CharField(max_length=140, required=False, help_text="Made from the name where none is given.")


class StoreChangeInput(StoreFieldsInput):
    name = serializers.CharField(max_length=120, required=False)
    slug = serializers.CharField(max_length=140, required=False)
    status = serializers.ChoiceField(choices=StoreStatus.choices, required=False)
    version = WholeNumberField(**VERSION)


class SellerInput(Input):
    name = serializers.CharField(max_length=160)
    store = StoreInput(required=False, help_text="A first store, opened together with the registration.")


class StoreContactOutput(Output):
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    address_line = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    permissions = serializers.ListField(child=serializers.CharField(), help_text="What you may do in this store.")


class StoreOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    tagline = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=StoreStatus.choices)
    home_market = serializers.CharField(source="home_market.code")
    currency = serializers.ChoiceField(source="home_market.currency", choices=sorted(CURRENCIES))
    markets = serializers.SerializerMethodField(help_text="Every market the store sells in, home first.")
    city = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True)
    handling_days = serializers.IntegerField(help_text="Working days before a parcel leaves.")
    own = serializers.SerializerMethodField(help_text="For those who work in the store, else null.")

    def get_markets(self, store: Any) -> list[str]:
        """`store` as `selectors.stores_detailed` gives it."""
        return [store.home_market.code, *(row.market.code for row in store.further_markets)]

    @extend_schema_field(StoreContactOutput(allow_null=True))
    def get_own(self, store: Store) -> dict[str, Any] | None:
        scope = self.context["scope"]
        held = scope.stores.get(store.pk)
        if held is None and not self.context["sees_all"]:
            return None
        return {
            "email": store.email,
            "phone": store.phone,
            "address_line": store.address_line,
            "version": store.version,
            "permissions": sorted(held or ()),
        }


class SellerOutput(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=SellerStatus.choices)
    created_at = serializers.DateTimeField()


class RegisteredOutput(Output):
    seller = SellerOutput()
    store = StoreOutput(allow_null=True)


class SellerStoresOutput(SellerOutput):
    stores = StoreOutput(many=True)


class MemberInput(Input):
    identifier = serializers.CharField(
        max_length=254, help_text="E-mail, phone or username of a person with an account."
    )
    role = serializers.ChoiceField(choices=StoreRole.choices)


class MemberChangeInput(Input):
    role = serializers.ChoiceField(choices=StoreRole.choices, required=False)
    is_active = serializers.BooleanField(required=False)


class MemberOutput(Output):
    id = serializers.UUIDField()
    name = serializers.CharField(source="user.name", allow_blank=True)
    contact = serializers.CharField(source="user.contact", allow_blank=True)
    role = serializers.ChoiceField(choices=StoreRole.choices)
    is_active = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class MarketPriceInput(Input):
    market = serializers.SlugField(max_length=16)
    price_minor = MinorField(min_value=1, help_text="Minor units of the market's currency.")


class ItemChangeInput(Input):
    price_minor = MinorField(
        min_value=1, required=False, help_text="Minor units of the store's currency, tax included."
    )
    compare_at_minor = MinorField(
        min_value=1, required=False, allow_null=True, help_text="The former price; higher than the price."
    )
    is_active = serializers.BooleanField(required=False)
    low_stock_threshold = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False)
    market_prices: Any = serializers.ListSerializer(
        child=MarketPriceInput(),
        required=False,
        max_length=20,
        help_text="Prices set by hand, instead of conversion; the whole set.",
    )
    version = WholeNumberField(**VERSION)

    def validate_market_prices(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        codes = [line["market"] for line in value]
        if len(set(codes)) != len(codes):
            raise serializers.ValidationError("A market is named twice.", code="twice")
        return value


class ItemInput(ItemChangeInput):
    store = serializers.UUIDField(required=False, help_text="May be left out by those who work in one store.")
    variant = serializers.UUIDField()
    price_minor = MinorField(min_value=1, help_text="Minor units of the store's currency, tax included.")
    stock = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False, help_text="Pieces received first.")
    version = None  # type: ignore[assignment]


class ItemStoreOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class ItemVariantOutput(Output):
    id = serializers.UUIDField()
    sku = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class ItemProductOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class MarketPriceOutput(Output):
    market = serializers.CharField(source="market.code")
    price = MoneyField()


class ItemOutput(Output):
    id = serializers.UUIDField()
    store = ItemStoreOutput()
    product = ItemProductOutput(source="variant.product")
    variant = ItemVariantOutput()
    price = MoneyField()
    compare_at = MoneyField(allow_null=True)
    market_prices = MarketPriceOutput(source="own_prices", many=True)
    is_active = serializers.BooleanField()
    stock = serializers.IntegerField(source="stock_row.stock")
    reserved = serializers.IntegerField(source="stock_row.reserved", help_text="Of unpaid orders.")
    available = serializers.IntegerField(source="stock_row.available")
    low_stock_threshold = serializers.IntegerField(source="stock_row.low_stock_threshold")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class StockInput(Input):
    stock = WholeNumberField(min_value=0, max_value=LARGEST_STOCK, required=False, help_text="What was counted.")
    delta = WholeNumberField(
        min_value=-LARGEST_STOCK, max_value=LARGEST_STOCK, required=False, help_text="Or a change."
    )
    reason = serializers.ChoiceField(
        choices=[(reason.value, reason.label) for reason in ADJUST_REASONS], required=False
    )
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("stock" in attrs) == ("delta" in attrs):
            raise serializers.ValidationError("Give either stock or delta.", code="one_of")
        return attrs


class StockOutput(Output):
    stock = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    low_stock_threshold = serializers.IntegerField()


class MovementOutput(Output):
    id = serializers.UUIDField()
    delta = serializers.IntegerField()
    balance = serializers.IntegerField(help_text="The stock after the movement.")
    reason = serializers.ChoiceField(choices=MovementReason.choices)
    source_type = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    actor_label = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class MarketOutput(Output):
    code = serializers.CharField()
    name = serializers.CharField()
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    countries = serializers.ListField(child=serializers.CharField(), help_text="ISO 3166-1; empty: everywhere else.")
    default_language = serializers.CharField()
    tax_name = serializers.CharField(allow_blank=True)
    tax_basis_points = serializers.IntegerField(help_text="1000 is 10 %; contained in the prices.")
    rounding_step_minor = serializers.IntegerField(help_text="Converted prices are multiples of this.")


class MarketsOutput(Output):
    results = MarketOutput(many=True)

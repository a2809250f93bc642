"""Input of sales, and the shapes of its answers for the schema (`documents.py` builds them)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.identity import normalise_email, normalise_phone, normalise_text
from core.api.serializers import Input, MinorField, MoneyOutput, Output, StoreRefOutput, WholeNumberField
from finance.states import InvoiceKind
from marketplace.models import PolicyKind
from sales.rules import MAX_QUANTITY
from sales.states import CancelReason, Due, OrderStatus, StoreOrderStatus

LANGUAGES = ["en", "fa", "vi", "id"]


@extend_schema_field({"type": "string", "maxLength": 16, "minLength": 1, "example": "intl"})
class MarketCodeField(serializers.CharField):
    """The code of a market: intl, ir, vn, id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=16, **kwargs)


class CartItemAddInput(Input):
    item_id = serializers.UUIDField(help_text="The offer: `items/` of a store, or `offers` of a product.")
    quantity = WholeNumberField(min_value=1, max_value=MAX_QUANTITY, default=1)
    market = MarketCodeField(required=False, help_text="For a new cart: the market to shop in.")


class QuantityInput(Input):
    quantity = WholeNumberField(min_value=1, max_value=MAX_QUANTITY)


class WishInput(Input):
    product = serializers.UUIDField(help_text="The id of a product, as lists and its page show it.")
    market = MarketCodeField(required=False, help_text="For a guest without a cart: the market to shop in.")


class WishToCartInput(Input):
    quantity = WholeNumberField(min_value=1, max_value=MAX_QUANTITY, default=1)


class CartMarketInput(Input):
    market = MarketCodeField()


class CouponCodeInput(Input):
    code = serializers.CharField(max_length=40, help_text="Upper and lower case are the same.")


class PlaceInput(Input):
    country = serializers.RegexField(r"^[A-Z]{2}$", help_text="ISO 3166-1 alpha-2, e.g. ID.", default="ID")
    city = serializers.CharField(max_length=80, default="Bandung")


class DeliveryAddressInput(Input):
    recipient = serializers.CharField(max_length=160)
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    line1 = serializers.CharField(max_length=200)
    line2 = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    city = serializers.CharField(max_length=80)
    region = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    country = serializers.RegexField(r"^[A-Z]{2}$", help_text="ISO 3166-1 alpha-2.")

    def to_internal_value(self, data: Any) -> dict[str, str]:
        values = super().to_internal_value(data)
        return {name: normalise_text(value) for name, value in values.items()}


class ContactInput(Input):
    """Whom the order is for. People who signed in may leave it out."""

    name = serializers.CharField(max_length=160)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")

    def validate_email(self, value: str) -> str:
        found = normalise_email(value) if value else ""
        if found is None:
            raise serializers.ValidationError(_("This is not an e-mail address."), code="not_an_email")
        return found

    def validate_phone(self, value: str) -> str:
        found = normalise_phone(value) if value else ""
        if found is None:
            raise serializers.ValidationError(_("Give the phone with its country code."), code="not_a_phone")
        return found

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        if not attrs["email"] and not attrs["phone"]:
            raise serializers.ValidationError({"email": [_("Give an e-mail address or a phone.")]})
        return attrs


class CheckoutInput(Input):
    """Give `address` or `address_id`. A store without a choice in `shipping` sends with its cheapest service."""

    contact = ContactInput(required=False)
    address = DeliveryAddressInput(required=False)
    address_id = serializers.UUIDField(required=False, help_text="An entry of one's address book.")
    shipping = serializers.DictField(
        child=serializers.CharField(max_length=40),
        required=False,
        default=dict,
        help_text="Store slug → code of the shipping service.",
    )
    payment_method = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")
    expected_total_minor = MinorField(required=False, help_text="The total the shopper saw; another one is a 409.")
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("address" in attrs) == ("address_id" in attrs):
            raise serializers.ValidationError({"address": [_("Give either address or address_id.")]})
        return attrs


class CancelInput(Input):
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ShipInput(Input):
    tracking_number = serializers.CharField(max_length=80)
    courier = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class CouponFields(Input):
    minimum_minor = MinorField(default=0)
    max_uses = WholeNumberField(min_value=1, max_value=1_000_000, default=1_000_000)
    is_once_per_person = serializers.BooleanField(default=True)
    starts_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    is_active = serializers.BooleanField(default=True)
    platform_share_basis_points = WholeNumberField(
        min_value=0,
        max_value=10_000,
        required=False,
        help_text="How much of the discount the platform bears: 10000 is all. Administrators only.",
    )


class CouponInput(CouponFields):
    code = serializers.RegexField(r"^[A-Za-z0-9_-]{3,40}$")
    percent_basis_points = WholeNumberField(min_value=0, max_value=10_000, default=0, help_text="1500 is 15 %.")
    amount_minor = MinorField(default=0, help_text="A fixed amount in the market's currency.")
    store = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Whose coupon; the platform's without one."
    )
    market = serializers.CharField(max_length=16, required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["percent_basis_points"]) == bool(attrs["amount_minor"]):
            raise serializers.ValidationError({"percent_basis_points": [_("Give a percentage or an amount.")]})
        if attrs["amount_minor"] and not attrs["market"]:
            raise serializers.ValidationError({"market": [_("A fixed amount needs its market.")]})
        return attrs


class CouponChangeInput(CouponFields):
    """Only what is given changes; what the coupon takes off stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["partial"] = True
        super().__init__(*args, **kwargs)


# --- shapes of answers ------------------------------------------------------------------------------------------------


class CartStoreRefOutput(StoreRefOutput):
    slug = serializers.CharField()


class CartProductOutput(Output):
    name = serializers.CharField()
    slug = serializers.CharField()
    image = serializers.CharField(allow_null=True)


class CartVariantOutput(Output):
    sku = serializers.CharField()
    name = serializers.CharField()


class CartLineOutput(Output):
    id = serializers.UUIDField()
    item_id = serializers.UUIDField()
    product = CartProductOutput()
    variant = CartVariantOutput()
    quantity = serializers.IntegerField()
    available = serializers.IntegerField()
    unit_price = MoneyOutput()
    seen_price = MoneyOutput()
    total = MoneyOutput()
    discount = MoneyOutput()
    problem = serializers.ChoiceField(choices=["", "not_for_sale", "out_of_stock", "price_changed"])


class CartStoreOutput(Output):
    store = CartStoreRefOutput()
    lines = CartLineOutput(many=True)
    goods = MoneyOutput()


class SavedLineOutput(CartLineOutput):
    store = CartStoreRefOutput()


class CartCouponOutput(Output):
    code = serializers.CharField()
    problem = serializers.CharField(allow_blank=True)


class CartOutput(Output):
    id = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()
    market = serializers.CharField()
    currency = serializers.CharField()
    stores = CartStoreOutput(many=True)
    saved = SavedLineOutput(many=True, help_text="Set aside: not in the totals, not ordered.")
    quantity = serializers.IntegerField()
    goods = MoneyOutput()
    discount = MoneyOutput()
    total = MoneyOutput()
    coupon = CartCouponOutput(allow_null=True)
    is_ready = serializers.BooleanField(help_text="Whether the checkout would accept the cart as it is.")
    cart_token = serializers.CharField(allow_null=True, help_text="Only when a guest's cart was just made.")


class WishProductOutput(CartProductOutput):
    id = serializers.UUIDField()


class WishOutput(Output):
    product = WishProductOutput()
    price = MoneyOutput(allow_null=True, help_text="Of the best offer in the market now.")
    seen_price = MoneyOutput(allow_null=True, help_text="What it cost when it was wished for.")
    price_drop = MoneyOutput(allow_null=True, help_text="By how much it is cheaper now.")
    is_available = serializers.BooleanField()
    item_id = serializers.UUIDField(allow_null=True, help_text="The best offer: add this to the cart.")
    store = CartStoreRefOutput(allow_null=True)
    wished_at = serializers.DateTimeField()


class WishListOutput(Output):
    market = serializers.CharField()
    currency = serializers.CharField()
    count = serializers.IntegerField()
    wishes = WishOutput(many=True)
    cart_token = serializers.CharField(allow_null=True, help_text="Only when a guest's cart was just made.")


class QuoteOutput(Output):
    code = serializers.CharField()
    courier = serializers.CharField()
    name = serializers.CharField()
    price = MoneyOutput()
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()
    chargeable_grams = serializers.IntegerField()


class CartQuotesOutput(Output):
    store = CartStoreRefOutput()
    quotes = QuoteOutput(many=True)


class OrderItemOutput(Output):
    id = serializers.UUIDField()
    item_id = serializers.UUIDField()
    product_name = serializers.CharField()
    product_slug = serializers.CharField()
    variant_name = serializers.CharField(allow_blank=True)
    sku = serializers.CharField()
    image = serializers.CharField(allow_null=True)
    quantity = serializers.IntegerField()
    unit_price = MoneyOutput()
    discount = MoneyOutput()
    tax_included = MoneyOutput()
    total = MoneyOutput()


class StoreOrderOutput(Output):
    id = serializers.UUIDField()
    number = serializers.CharField()
    store = StoreRefOutput()
    status = serializers.ChoiceField(choices=StoreOrderStatus.choices)
    goods = MoneyOutput()
    discount = MoneyOutput()
    shipping = MoneyOutput()
    tax_included = MoneyOutput()
    total = MoneyOutput()
    cash_due = MoneyOutput(allow_null=True, help_text="What the courier is to collect at the door.")
    courier = serializers.CharField(allow_blank=True)
    shipping_service = serializers.CharField(allow_blank=True)
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()
    weight_grams = serializers.IntegerField()
    tracking_number = serializers.CharField(allow_blank=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.ChoiceField(choices=CancelReason.choices, allow_blank=True)
    lines = OrderItemOutput(many=True)


class OrderPolicyOutput(Output):
    kind = serializers.ChoiceField(choices=PolicyKind.choices)
    version = serializers.IntegerField(help_text="0: the marketplace's own text.")
    text = serializers.CharField()


class OrderPoliciesOutput(Output):
    store_order = serializers.CharField()
    store = StoreRefOutput()
    policies = OrderPolicyOutput(many=True)


class OrderInvoiceOutput(Output):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=InvoiceKind.choices)
    number = serializers.CharField()
    issued_at = serializers.DateTimeField()
    store = StoreRefOutput()
    store_order = serializers.CharField()
    credits = serializers.CharField(allow_null=True, help_text="The invoice that a credit note is of.")
    total = MoneyOutput()
    file = serializers.CharField(help_text="Where the document (PDF) is.")


class ContactOutput(Output):
    name = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)


class DeliveryAddressOutput(Output):
    recipient = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    line1 = serializers.CharField()
    line2 = serializers.CharField(allow_blank=True)
    city = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    country = serializers.CharField()


class OrderOutput(Output):
    id = serializers.UUIDField()
    number = serializers.CharField()
    status = serializers.ChoiceField(choices=OrderStatus.choices)
    market_id = serializers.UUIDField()
    currency = serializers.CharField()
    contact = ContactOutput()
    shipping_address = DeliveryAddressOutput()
    goods = MoneyOutput()
    discount = MoneyOutput()
    shipping = MoneyOutput()
    tax_included = MoneyOutput()
    total = MoneyOutput()
    coupon_code = serializers.CharField(allow_blank=True)
    payment_deadline_at = serializers.DateTimeField(allow_null=True)
    placed_at = serializers.DateTimeField()
    is_cash_on_delivery = serializers.BooleanField(help_text="Paid at the door, each store's parcel on its own.")
    paid_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.ChoiceField(choices=CancelReason.choices, allow_blank=True)
    store_orders = StoreOrderOutput(many=True)
    access_token = serializers.CharField(allow_null=True, help_text="Opens the order without signing in.")


class SellerOrderOutput(StoreOrderOutput):
    order_number = serializers.CharField()
    placed_at = serializers.DateTimeField()
    ship_by = serializers.DateTimeField(allow_null=True, help_text="The end of a day in UTC; null once it has left.")
    due = serializers.ChoiceField(choices=Due.choices, allow_blank=True, help_text="By that day; empty without one.")
    recipient = serializers.CharField()
    shipping_address = DeliveryAddressOutput()


class DeskTabsOutput(Output):
    to_ship = serializers.IntegerField()
    needs_action = serializers.IntegerField(help_text="Sent, and should have arrived.")
    waiting = serializers.IntegerField()
    shipped = serializers.IntegerField()
    delivered = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class SalesFigureOutput(Output):
    days = serializers.IntegerField()
    currency = serializers.CharField()
    orders = serializers.IntegerField()
    total = MoneyOutput()
    orders_before = serializers.IntegerField(help_text="In as many days before.")
    total_before = MoneyOutput()


class DeskOutput(Output):
    store = StoreRefOutput()
    tabs = DeskTabsOutput()
    all = serializers.IntegerField(help_text="The sum of the tabs.")
    due_today = serializers.IntegerField(help_text="To leave today at the latest, those overdue among them.")
    overdue = serializers.IntegerField()
    low_stock = serializers.IntegerField(help_text="Offers whose stock is below its threshold.")
    sales = SalesFigureOutput(many=True, allow_null=True)


class CouponOutput(Output):
    id = serializers.UUIDField()
    code = serializers.CharField()
    store = serializers.UUIDField(source="store_id", allow_null=True)
    market = serializers.CharField(source="market.code", allow_null=True, default=None)
    percent_basis_points = serializers.IntegerField()
    amount_minor = serializers.IntegerField()
    minimum_minor = serializers.IntegerField()
    max_uses = serializers.IntegerField()
    used = serializers.IntegerField()
    platform_share_basis_points = serializers.IntegerField()
    is_once_per_person = serializers.BooleanField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    is_active = serializers.BooleanField()

"""Carts, coupons, orders, their store parts, lines and reservations.

`db_index=False`: an index below, or none, serves what is asked by that key; every index costs each order a write.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from catalog.models import Product, ProductVariant
from core.models import BaseModel, Permanent
from core.money import CurrencyField, Money
from marketplace.models import Stock, Store, StoreItem
from markets.models import Market
from sales.states import CancelReason, OrderStatus, ReservationStatus, StoreOrderStatus
from shipping.models import ShippingService


class Coupon(BaseModel):
    """A code that takes something off: a share of the goods or a fixed amount. Of one store, or of the platform."""

    code = models.CharField(max_length=40)  # upper case
    store = models.ForeignKey(Store, on_delete=models.CASCADE, null=True, blank=True, related_name="coupons")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    percent_basis_points = models.PositiveIntegerField(default=0)  # 1500 is 15 %
    amount_minor = models.BigIntegerField(default=0)  # fixed, in the market's currency
    minimum_minor = models.BigIntegerField(default=0)  # of the goods it applies to
    max_uses = models.PositiveIntegerField(default=1_000_000)
    used = models.PositiveIntegerField(default=0)
    platform_share_basis_points = models.PositiveIntegerField(default=0)  # of what it takes off, that we bear
    is_once_per_person = models.BooleanField(default=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(deleted_at=None), name="coupon_code_unique"),
            models.CheckConstraint(condition=Q(used__lte=F("max_uses")), name="coupon_used_within_max"),
            models.CheckConstraint(
                condition=Q(percent_basis_points__gt=0, percent_basis_points__lte=10_000, amount_minor=0)
                | Q(percent_basis_points=0, amount_minor__gt=0, market__isnull=False),
                name="coupon_percent_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(platform_share_basis_points__lte=10_000), name="coupon_platform_share_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Cart(BaseModel):
    """What a person or guest has put together. `version` grows with every change; one order per version.

    A guest's cart is found by the hash of the token the guest holds.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, db_index=False, related_name="carts"
    )
    token_hash = models.CharField(max_length=64, null=True, blank=True)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, db_index=False, related_name="+")
    coupon = models.ForeignKey(
        Coupon, on_delete=models.SET_NULL, null=True, blank=True, db_index=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(deleted_at=None, user__isnull=False), name="cart_one_per_user"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=Q(deleted_at=None, token_hash__isnull=False), name="cart_token_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"Cart {self.pk}"


class CartItem(BaseModel):
    """A line of a cart. `seen_minor` is the price the shopper was last shown, in the cart's currency (O4).

    A line with `saved_at` is set aside: kept beside the cart, neither priced nor ordered.
    """

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(StoreItem, on_delete=models.CASCADE, db_index=False, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_minor = models.BigIntegerField()
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "cart item"
        indexes: ClassVar[list[models.Index]] = []
        constraints = [
            models.UniqueConstraint(fields=["cart", "item"], condition=Q(deleted_at=None), name="cart_item_unique"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=999), name="cart_item_quantity_range"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item_id}"


class Wish(BaseModel):
    """A product on somebody's wishlist, whoever sells it. The list belongs to the cart, so guests have one too.

    `seen_minor` is what it cost when it was wished for, in `currency`; null when nobody offered it.
    """

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, db_index=False, related_name="wishes")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="wishes")
    currency = CurrencyField()
    seen_minor = models.BigIntegerField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name_plural = "wishes"
        indexes: ClassVar[list[models.Index]] = []
        constraints = [
            models.UniqueConstraint(fields=["cart", "product"], condition=Q(deleted_at=None), name="wish_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.cart_id}"


class Order(Permanent):
    """A shopper's whole purchase: one market, one currency, one payment at a time. Its snapshot never changes (O2)."""

    number = models.CharField(max_length=16)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="orders"
    )
    market = models.ForeignKey(Market, on_delete=models.PROTECT, db_index=False, related_name="orders")
    currency = CurrencyField()
    language = models.CharField(max_length=8, default="en")
    status = models.CharField(max_length=20, choices=OrderStatus, default=OrderStatus.PENDING)
    contact_name = models.CharField(max_length=160)
    contact_email = models.CharField(max_length=254, blank=True, default="")
    contact_phone = models.CharField(max_length=16, blank=True, default="")
    shipping_address = models.JSONField(default=dict)
    rates = models.JSONField(default=dict)  # {"IDR": "0.0000612"}: one unit of it in the order's currency, frozen
    goods_minor = models.BigIntegerField()  # Σ lines before discount
    discount_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)  # contained in the prices, for information
    total_minor = models.BigIntegerField()
    coupon_code = models.CharField(max_length=40, blank=True, default="")
    payment_method = models.CharField(max_length=32, blank=True, default="")
    payment_deadline_at = models.DateTimeField(null=True, blank=True)
    cash_accepted_at = models.DateTimeField(null=True, blank=True)  # when it was agreed that it is paid at the door
    paid_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=16, choices=CancelReason, blank=True, default="")

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["user", "-id"], name="order_of_user"),
            models.Index(
                fields=["payment_deadline_at"], condition=Q(status="PENDING"), name="order_waiting_for_payment"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="order_number_unique"),
            models.CheckConstraint(
                condition=Q(total_minor=F("goods_minor") - F("discount_minor") + F("shipping_minor")),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(goods_minor__gte=0, discount_minor__gte=0, shipping_minor__gte=0, total_minor__gte=0),
                name="order_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def money(self, name: str) -> Money:
        """`order.money("total")` is its `total_minor` as Money."""
        minor: int = getattr(self, f"{name}_minor")
        return Money(minor, self.currency)

    @property
    def total(self) -> Money:
        return self.money("total")

    @property
    def is_cash_on_delivery(self) -> bool:
        """Whether its stores' couriers collect the price at the door."""
        return self.cash_accepted_at is not None


class StoreOrder(Permanent):
    """One store's part of an order: its lines, its parcel, its status, which is the fact (DESIGN.md §3)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="store_orders")
    number = models.CharField(max_length=20)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="store_orders")
    store_name = models.CharField(max_length=120)
    status = models.CharField(max_length=20, choices=StoreOrderStatus, default=StoreOrderStatus.PENDING)
    currency = CurrencyField()
    goods_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField()
    shipping_service = models.ForeignKey(
        ShippingService, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    courier = models.CharField(max_length=80, blank=True, default="")
    shipping_name = models.CharField(max_length=80, blank=True, default="")
    min_days = models.PositiveSmallIntegerField(default=0)
    max_days = models.PositiveSmallIntegerField(default=0)
    weight_grams = models.PositiveIntegerField(default=0)
    tracking_number = models.CharField(max_length=80, blank=True, default="")
    # {"returns": 3}: the version that held when it was placed; none named: ours. Null in orders older than this column.
    policies = models.JSONField(default=dict, null=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=16, choices=CancelReason, blank=True, default="")

    class Meta(Permanent.Meta):
        verbose_name = "store order"
        indexes = [
            models.Index(fields=["store", "-id"], name="store_order_of_store"),
            models.Index(fields=["store", "status", "-id"], name="store_order_by_status"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="store_order_number_unique"),
            models.UniqueConstraint(fields=["order", "store"], name="store_order_one_per_store"),
            models.CheckConstraint(
                condition=Q(total_minor=F("goods_minor") - F("discount_minor") + F("shipping_minor")),
                name="store_order_total_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def money(self, name: str) -> Money:
        minor: int = getattr(self, f"{name}_minor")
        return Money(minor, self.currency)

    @property
    def total(self) -> Money:
        return self.money("total")


class OrderItem(Permanent):
    """A line as it was sold: names, price and weight are copies and never change."""

    store_order = models.ForeignKey(StoreOrder, on_delete=models.PROTECT, db_index=False, related_name="lines")
    item = models.ForeignKey(StoreItem, on_delete=models.PROTECT, db_index=False, related_name="+")
    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="+")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, db_index=False, related_name="+")
    product_name = models.CharField(max_length=200)
    product_slug = models.CharField(max_length=220)
    variant_name = models.CharField(max_length=120, blank=True, default="")
    sku = models.CharField(max_length=64)
    image_url = models.CharField(max_length=300, blank=True, default="")
    quantity = models.PositiveIntegerField()
    currency = CurrencyField()
    unit_minor = models.BigIntegerField()  # in the order's currency
    discount_minor = models.BigIntegerField(default=0)  # this line's share of the coupon
    tax_minor = models.BigIntegerField(default=0)  # contained in the total
    total_minor = models.BigIntegerField()  # quantity × unit − discount
    store_currency = CurrencyField()
    store_unit_minor = models.BigIntegerField()  # the store's own price at that moment
    weight_grams = models.PositiveIntegerField(default=0)  # of one piece

    class Meta(Permanent.Meta):
        verbose_name = "order item"
        indexes = [models.Index(fields=["store_order"], name="order_item_of_store_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_minor=F("quantity") * F("unit_minor") - F("discount_minor")),
                name="order_item_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_minor__gt=0, discount_minor__gte=0, total_minor__gte=0),
                name="order_item_amounts_sound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_name}"

    def money(self, name: str) -> Money:
        minor: int = getattr(self, f"{name}_minor")
        return Money(minor, self.currency)


class Reservation(Permanent):
    """Stock kept for one unpaid line. Leaves HELD exactly once (I-04)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reservations")
    order_item = models.OneToOneField(OrderItem, on_delete=models.PROTECT, related_name="reservation")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, db_index=False, related_name="reservations")
    quantity = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=ReservationStatus, default=ReservationStatus.HELD)

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["order"], condition=Q(status="HELD"), name="reservation_held"),
            models.Index(fields=["stock"], condition=Q(status="HELD"), name="reservation_held_by_stock"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.status}"


class CouponRedemption(Permanent):
    """One use of a coupon by one order; `reverted_at` when the order was cancelled. `person` is the user's id, or a
    keyed hash of a guest's contact."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="redemptions")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="redemption")
    person = models.CharField(max_length=64)
    is_once_per_person = models.BooleanField()
    platform_share_basis_points = models.PositiveIntegerField(default=0)  # as the coupon said when it was used
    reverted_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "coupon redemption"
        constraints = [
            models.UniqueConstraint(
                fields=["coupon", "person"],
                condition=Q(reverted_at=None, is_once_per_person=True),
                name="coupon_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} by {self.order_id}"


def address_snapshot(address: Any) -> dict[str, str]:
    """The address as an order keeps it."""
    names = ("recipient", "phone", "line1", "line2", "city", "region", "postal_code", "country")
    return {
        name: str(getattr(address, name) if not isinstance(address, dict) else address.get(name, "")) for name in names
    }

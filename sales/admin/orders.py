"""Orders and their parts: for reading, with actions that call the services of their life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from core import formats
from core.adminbase import (
    RelatedFilter,
    ScopedInline,
    ScopedModelAdmin,
    json_column,
    money_column,
    service_action,
    status_column,
)
from core.money import Money
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope
from finance.selectors import trail_of
from marketplace.rules import ORDERS_FULFIL, ORDERS_VIEW
from sales import services
from sales.models import Order, OrderItem, StoreOrder
from sales.services.lifecycle import CANCELLABLE
from sales.states import CancelReason, StoreOrderStatus

S = StoreOrderStatus
ORDER_PEOPLE = frozenset({ADMINISTRATOR, SUPPORT})


class StoreOrderInline(ScopedInline):
    model = StoreOrder
    fields = ("number", "store_name", "status_words", "courier", "tracking_number", "total")
    status_words = status_column()
    total = money_column("total", _("Total"))


@admin.register(Order)
class OrderAdmin(ScopedModelAdmin):
    """A whole purchase. Sellers see their part of it under store orders."""

    list_display = ("number", "created_at", "contact_name", "status_words", "market", "total", "paid_at")
    list_select_related = ("market",)
    list_filter = ("status", ("market", RelatedFilter))
    search_fields = ("number", "contact_email", "contact_phone", "contact_name")
    fields = (
        "number", "status_words", "contact_name", "contact_email", "contact_phone", "shown_address", "market",
        "language", "goods", "discount", "shipping", "tax", "total", "coupon_code", "payment_method", "created_at",
        "payment_deadline_at", "cash_accepted_at", "paid_at", "cancelled_at", "cancel_reason", "shown_rates",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (StoreOrderInline,)
    staff_verbs = {"cancel": ORDER_PEOPLE}
    actions = ("cancel",)
    status_words = status_column()
    goods = money_column("goods", _("Goods"))
    discount = money_column("discount", _("Discount"))
    shipping = money_column("shipping", _("Shipping"))
    tax = money_column("tax", _("Tax contained"))
    total = money_column("total", _("Total"))
    shown_rates = json_column("rates", _("Rates"))

    change_form_template = "admin/order_form.html"

    @admin.display(description=_("Address"))
    def shown_address(self, row: Order) -> str:
        return address_lines(row.shipping_address)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With the way of its money, for those who may see the books."""
        row = kwargs.get("obj")
        if row is not None and request.user.has_perm("finance.view_ledgertransaction"):
            parts = StoreOrder.objects.filter(order=row).values_list("number", flat=True)
            trail = trail_of(references=[row.number, *parts], currency=row.currency)
            context["trail"] = {
                "columns": trail.columns,
                "rows": [(step, _cells(step.amounts, row.currency)) for step in trail.steps],
                "totals": _cells(trail.totals, row.currency),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @service_action(_("Cancel order"), verb="cancel", is_dangerous=True, when=lambda row: row.status in (*CANCELLABLE,))
    def cancel(self, scope: ActingScope, row: Order) -> None:
        services.order_cancel(scope=scope, order=row, reason=CancelReason.STAFF)


def _cells(amounts: Iterable[int], currency: str) -> list[str]:
    return [formats.figure_of(Money(amount, currency)) if amount else "" for amount in amounts]


def address_lines(address: dict[str, Any]) -> str:
    """A snapshot of an address, a line each."""
    names = ("recipient", "line1", "line2", "city", "region", "postal_code", "country", "phone")
    return format_html_join("\n", "<div><bdi>{}</bdi></div>", ((address[name],) for name in names if address.get(name)))


class OrderItemInline(ScopedInline):
    model = OrderItem
    fields = ("sku", "product_name", "variant_name", "quantity", "unit", "total")
    show_change_link = False
    unit = money_column("unit", _("Each"))
    total = money_column("total", _("Total"))


class ShipForm(forms.Form):
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=80)
    courier = forms.CharField(
        label=_("Courier"), max_length=80, required=False, help_text=_("Only if it is another than the shopper chose.")
    )


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


@admin.register(StoreOrder)
class StoreOrderAdmin(ScopedModelAdmin):
    list_display = ("number", "created_at", "store", "status_words", "recipient", "courier", "tracking_number", "total")
    list_select_related = ("store", "order")
    list_filter = ("status", ("store", RelatedFilter))
    search_fields = ("number", "tracking_number")
    fields = (
        "number", "store", "status_words", "shown_address", "courier", "shipping_name", "tracking_number",
        "weight_grams", "goods", "discount", "shipping", "total", "cash_due", "created_at", "shipped_at",
        "delivered_at", "cancelled_at", "cancel_reason",
    )  # fmt: skip
    readonly_fields = fields
    inlines = (OrderItemInline,)
    store_path = "store"
    seller_keys = {
        "view": ORDERS_VIEW,
        "process": ORDERS_FULFIL,
        "ship": ORDERS_FULFIL,
        "deliver": ORDERS_FULFIL,
        "cancel": ORDERS_FULFIL,
    }
    staff_verbs = dict.fromkeys(("process", "ship", "deliver", "cancel"), ORDER_PEOPLE)
    actions = ("process", "ship", "deliver", "collect", "take_back", "cancel")
    status_words = status_column()
    goods = money_column("goods", _("Goods"))
    discount = money_column("discount", _("Discount"))
    shipping = money_column("shipping", _("Shipping"))
    total = money_column("total", _("Total"))

    @admin.display(description=_("To collect at the door"))
    def cash_due(self, row: StoreOrder) -> str:
        is_due = row.order.is_cash_on_delivery and row.delivered_at is None and row.cancelled_at is None
        return formats.money(row.total) if is_due else ""

    @admin.display(description=_("Recipient"))
    def recipient(self, row: StoreOrder) -> str:
        return str(row.order.shipping_address.get("recipient", ""))

    @admin.display(description=_("Address"))
    def shown_address(self, row: StoreOrder) -> str:
        return address_lines(row.order.shipping_address)

    @service_action(_("Start preparing"), verb="process", when=lambda row: row.status == S.PAID)
    def process(self, scope: ActingScope, row: StoreOrder) -> None:
        services.store_order_process(scope=scope, store_order=row)

    @service_action(_("Ship"), verb="ship", form=ShipForm, when=lambda row: row.status == S.PROCESSING)
    def ship(self, scope: ActingScope, row: StoreOrder, tracking_number: str, courier: str) -> None:
        services.store_order_ship(scope=scope, store_order=row, tracking_number=tracking_number, courier=courier)

    @service_action(
        _("Mark delivered"),
        verb="deliver",
        when=lambda row: row.status == S.SHIPPED and not row.order.is_cash_on_delivery,
    )
    def deliver(self, scope: ActingScope, row: StoreOrder) -> None:
        services.store_order_deliver(scope=scope, store_order=row)

    @service_action(
        _("Delivered, and the cash collected"),
        verb="deliver",
        when=lambda row: row.status == S.SHIPPED and row.order.is_cash_on_delivery,
    )
    def collect(self, scope: ActingScope, row: StoreOrder) -> None:
        services.store_order_deliver(scope=scope, store_order=row)

    @service_action(
        _("Not taken at the door: it is back"),
        verb="cancel",
        form=NoteForm,
        is_dangerous=True,
        when=lambda row: row.status == S.SHIPPED and row.order.is_cash_on_delivery,
    )
    def take_back(self, scope: ActingScope, row: StoreOrder, note: str) -> None:
        services.store_order_cancel(scope=scope, store_order=row, note=note)

    @service_action(
        _("Cancel this part"),
        verb="cancel",
        form=NoteForm,
        is_dangerous=True,
        when=lambda row: row.status in (S.PAID, S.PROCESSING),
    )
    def cancel(self, scope: ActingScope, row: StoreOrder, note: str) -> None:
        services.store_order_cancel(scope=scope, store_order=row, note=note)


@admin.register(OrderItem)
class OrderItemAdmin(ScopedModelAdmin):
    """A line as it was sold."""

    list_display = ("created_at", "store_order", "sku", "product_name", "quantity", "unit", "total")
    list_select_related = ("store_order",)
    search_fields = ("sku", "product_name", "=store_order__number")
    fields = (
        "store_order", "sku", "product_name", "variant_name", "quantity", "unit", "discount", "tax", "total",
        "weight_grams",
    )  # fmt: skip
    readonly_fields = fields
    store_path = "store_order__store"
    seller_keys = {"view": ORDERS_VIEW}
    unit = money_column("unit", _("Each"))
    discount = money_column("discount", _("Discount"))
    tax = money_column("tax", _("Tax contained"))
    total = money_column("total", _("Total"))

"""Recomputations over all orders (DESIGN.md §4)."""

from __future__ import annotations

from django.db.models import F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from core.services import Breach, invariant
from finance.models import CashParcel
from finance.states import CashStatus
from marketplace.models import Stock
from sales.models import Order, OrderItem, Reservation, StoreOrder
from sales.states import OrderStatus, ReservationStatus, StoreOrderStatus, order_status_of

LIMIT = 1_000


@invariant("S3", "reserved pieces equal the held reservations")
def reserved_equals_reservations() -> list[Breach]:
    held = (
        Reservation.objects.filter(stock=OuterRef("pk"), status=ReservationStatus.HELD)
        .order_by()
        .values("stock")
        .annotate(n=Sum("quantity"))
        .values("n")
    )
    rows = Stock.objects.annotate(held=Coalesce(Subquery(held, output_field=IntegerField()), 0))
    return [
        Breach("S3", f"stock {row.pk}", f"reserved {row.reserved}, held {row.held}")
        for row in rows.exclude(reserved=F("held"))[:LIMIT]
    ]


@invariant("S5", "a line's reservation fits its store order's status")
def reservations_fit_status() -> list[Breach]:
    unpaid, gone = ("PENDING", "CANCEL_REQUESTED"), ("CANCELLED",)
    part = "order_item__store_order__status"
    wrong = Reservation.objects.filter(
        (Q(status=ReservationStatus.HELD) & ~Q(**{f"{part}__in": unpaid}))
        | (Q(status=ReservationStatus.CONSUMED) & Q(**{f"{part}__in": (*unpaid, *gone)}))
        | (Q(status__in=(ReservationStatus.RELEASED, ReservationStatus.EXPIRED)) & ~Q(**{f"{part}__in": gone}))
    )
    return [
        Breach(
            "S5", f"reservation {row.pk}", f"{row.status} in a store order that is {row.order_item.store_order.status}"
        )
        for row in wrong.select_related("order_item__store_order")[:LIMIT]
    ]


@invariant("O1", "order totals equal the sum of their store orders and lines")
def totals_add_up() -> list[Breach]:
    parts = StoreOrder.objects.annotate(
        sum_goods=Sum(F("lines__unit_minor") * F("lines__quantity")),
        sum_discount=Sum("lines__discount_minor"),
        sum_total=Sum("lines__total_minor"),
    ).exclude(
        sum_goods=F("goods_minor"),
        sum_discount=F("discount_minor"),
        sum_total=F("total_minor") - F("shipping_minor"),
    )
    orders = Order.objects.annotate(
        sum_total=Sum("store_orders__total_minor"),
        sum_shipping=Sum("store_orders__shipping_minor"),
        sum_discount=Sum("store_orders__discount_minor"),
    ).exclude(sum_total=F("total_minor"), sum_shipping=F("shipping_minor"), sum_discount=F("discount_minor"))
    wrong_parts = [Breach("O1", f"store order {p.number}", f"lines sum to {p.sum_total}") for p in parts[:LIMIT]]
    return wrong_parts + [
        Breach("O1", f"order {order.number}", f"store orders sum to {order.sum_total}") for order in orders[:LIMIT]
    ]


@invariant("O5", "an order's status follows from its store orders")
def status_follows_parts() -> list[Breach]:
    breaches: list[Breach] = []
    statuses: dict[object, list[str]] = {}
    for order_id, status in StoreOrder.objects.values_list("order_id", "status").iterator():
        statuses.setdefault(order_id, []).append(status)
    for pk, number, status in Order.objects.values_list("pk", "number", "status").iterator():
        expected = order_status_of(statuses.get(pk, []))
        if OrderStatus(status) != expected and len(breaches) < LIMIT:
            breaches.append(Breach("O5", f"order {number}", f"{status}, its parts say {expected}"))
    return breaches


@invariant("I6", "every line has exactly one reservation of its quantity")
def lines_have_reservations() -> list[Breach]:
    wrong = OrderItem.objects.filter(Q(reservation=None) | ~Q(reservation__quantity=F("quantity")))
    return [Breach("I6", f"order item {row.pk}", "no reservation of its quantity") for row in wrong[:LIMIT]]


_CASH_OF_STATUS = {
    StoreOrderStatus.PROCESSING: CashStatus.DUE,
    StoreOrderStatus.SHIPPED: CashStatus.DUE,
    StoreOrderStatus.DELIVERED: CashStatus.COLLECTED,
    StoreOrderStatus.COMPLETED: CashStatus.COLLECTED,
    StoreOrderStatus.CANCELLED: CashStatus.RELEASED,
}


@invariant("O6", "a part that is paid at the door has its cash collected once it is delivered, and only then")
def cash_follows_the_parcel() -> list[Breach]:
    parcels = CashParcel.objects.filter(reference=OuterRef("pk")).values("status")
    parts = StoreOrder.objects.filter(order__cash_accepted_at__isnull=False).annotate(
        cash=Coalesce(Subquery(parcels), Value(""))
    )
    fits = Q()
    for status, cash in _CASH_OF_STATUS.items():
        fits |= Q(status=status, cash=cash)
    return [
        Breach("O6", f"store order {part.number}", f"{part.status}, its cash is {part.cash}")
        for part in parts.exclude(fits)[:LIMIT]
    ]

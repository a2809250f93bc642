"""Reads of orders, and who may see which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from accounts.services import DataSection
from core.errors import NotFound
from core.scope import ADMINISTRATOR, SUPPORT, ActingScope
from marketplace.rules import MARKETING_EDIT, ORDERS_VIEW
from sales.links import order_id_of
from sales.models import Coupon, Order, OrderItem, Reservation, StoreOrder
from sales.states import OrderStatus, ReservationStatus

ORDER_READERS = (ADMINISTRATOR, SUPPORT)


def _with_parts(orders: QuerySet[Order]) -> QuerySet[Order]:
    lines = OrderItem.objects.order_by("pk")
    parts = StoreOrder.objects.order_by("pk").select_related("store").prefetch_related(Prefetch("lines", lines))
    return orders.prefetch_related(Prefetch("store_orders", parts))


def orders_visible_to(*, scope: ActingScope) -> QuerySet[Order]:
    """A shopper's own purchases; all for administrators and support. A seller sees store orders, not orders."""
    orders = Order.objects.all()
    if not scope.has_role(*ORDER_READERS):
        orders = orders.filter(user_id=scope.require_user())
    return _with_parts(orders)


def person_data(*, user_id: UUID) -> list[DataSection]:
    """A person's orders and their lines, as tables of their data."""
    orders = Order.objects.filter(user_id=user_id).order_by("pk")
    lines = OrderItem.objects.filter(store_order__order__in=orders).order_by("pk")
    return [
        DataSection(
            "orders",
            [
                {
                    "number": order.number,
                    "placed_at": order.created_at,
                    "status": order.status,
                    "total": str(order.total),
                    "paid_at": order.paid_at,
                    "name": order.contact_name,
                    "email": order.contact_email,
                    "phone": order.contact_phone,
                    "address": order.shipping_address,
                }
                for order in orders
            ],
        ),
        DataSection(
            "order_lines",
            [
                {
                    "part": line.store_order.number,
                    "store": line.store_order.store_name,
                    "product": line.product_name,
                    "variant": line.variant_name,
                    "sku": line.sku,
                    "quantity": line.quantity,
                    "total": str(line.money("total")),
                }
                for line in lines.select_related("store_order")
            ],
        ),
    ]


def orders_recent(*, user_id: UUID, now: datetime) -> dict[str, int]:
    """How many orders a person placed in the last `minute` and `hour`, and how many of the last day are `unpaid`."""
    last_day = Order.objects.filter(user_id=user_id, created_at__gt=now - timedelta(days=1))
    return last_day.aggregate(
        minute=Count("pk", filter=Q(created_at__gt=now - timedelta(minutes=1))),
        hour=Count("pk", filter=Q(created_at__gt=now - timedelta(hours=1))),
        unpaid=Count("pk", filter=Q(status=OrderStatus.PENDING)),
    )


def units_held(*, user_id: UUID, item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many pieces of each offer a person's unpaid orders keep."""
    held = Reservation.objects.filter(
        order__user_id=user_id, status=ReservationStatus.HELD, stock__item_id__in=list(item_ids)
    )
    rows = held.order_by().values_list("stock__item_id").annotate(units=Sum("quantity"))
    return dict(rows)


def order_get(*, scope: ActingScope, number: str, token: str = "") -> Order:
    """An order one may see, or the one a signed guest link opens. Raises NotFound."""
    order_id = order_id_of(token) if token else None
    found = _with_parts(Order.objects.filter(number=number))
    if order_id is not None:
        found = found.filter(pk=order_id)
    elif not scope.is_authenticated:
        raise NotFound
    elif not scope.has_role(*ORDER_READERS):
        found = found.filter(user_id=scope.require_user())
    order = found.first()
    if order is None:
        raise NotFound
    return order


def store_orders_visible_to(*, scope: ActingScope) -> QuerySet[StoreOrder]:
    """The parts of the stores where the person may see orders; all for administrators and support."""
    parts = StoreOrder.objects.select_related("order", "store").prefetch_related(
        Prefetch("lines", OrderItem.objects.order_by("pk"))
    )
    if scope.has_role(*ORDER_READERS):
        return parts
    scope.require_user()
    return parts.filter(store_id__in=scope.store_ids(ORDERS_VIEW))


def store_order_get(*, scope: ActingScope, number: str) -> StoreOrder:
    """Raises NotFound."""
    part = store_orders_visible_to(scope=scope).filter(number=number).first()
    if part is None:
        raise NotFound
    return part


def order_items_visible_to(*, scope: ActingScope) -> QuerySet[OrderItem]:
    """Lines of one's own orders and of the stores one works in."""
    lines = OrderItem.objects.select_related("store_order__order")
    if scope.has_role(*ORDER_READERS):
        return lines
    mine = Q(store_order__order__user_id=scope.require_user())
    return lines.filter(mine | Q(store_order__store_id__in=scope.store_ids(ORDERS_VIEW)))


def coupons_visible_to(*, scope: ActingScope) -> QuerySet[Coupon]:
    """The coupons of the stores where the person does the marketing; all for administrators."""
    coupons = Coupon.objects.select_related("store", "market")
    if scope.has_role(ADMINISTRATOR):
        return coupons
    scope.require_user()
    return coupons.filter(store_id__in=scope.store_ids(MARKETING_EDIT))


def order_for_mail(*, order_id: UUID) -> Order:
    """An order with its store orders and lines, for messages. Raises NotFound."""
    order = _with_parts(Order.objects.select_related("user", "market").filter(pk=order_id)).first()
    if order is None:
        raise NotFound
    return order


def store_order_for_mail(*, store_order_id: UUID) -> StoreOrder:
    """Raises NotFound."""
    parts = StoreOrder.objects.select_related("order", "store", "shipping_service").prefetch_related(
        Prefetch("lines", OrderItem.objects.order_by("pk"))
    )
    part = parts.filter(pk=store_order_id).first()
    if part is None:
        raise NotFound
    return part

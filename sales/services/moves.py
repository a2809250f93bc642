"""Locks and moves of orders: the only code that sets a status of an order or of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from core.errors import NotFound
from core.scope import Actor
from marketplace.services.stock import StockLine, stock_sell
from sales.models import Order, OrderItem, Reservation, StoreOrder
from sales.states import STORE_ORDER_TRANSITIONS, ReservationStatus, StoreOrderStatus, order_status_of


def order_lock(*, order_id: UUID) -> Order:
    """The order's row, held until the commit. Raises NotFound."""
    order = Order.objects.select_for_update(no_key=True, of=("self",)).order_by("pk").filter(pk=order_id).first()
    if order is None:
        raise NotFound
    return order


def parts_of(order: Order) -> list[StoreOrder]:
    return list(StoreOrder.objects.filter(order=order).order_by("pk"))


def part_move(part: StoreOrder, status: StoreOrderStatus, **fields: object) -> None:
    """Move one store order by the table and save it. Raises InvalidTransition."""
    STORE_ORDER_TRANSITIONS.check(StoreOrderStatus(part.status), status)
    part.status = status
    for name, value in fields.items():
        setattr(part, name, value)
    part.save(update_fields=["status", "updated_at", *fields])


def order_settle_status(order: Order, parts: Iterable[StoreOrder], **fields: object) -> None:
    """Save the order's computed status, and fields that go with it: its one writer."""
    order.status = order_status_of(part.status for part in parts)
    for name, value in fields.items():
        setattr(order, name, value)
    order.save(update_fields=["status", "updated_at", *fields])


def stock_lines(lines: Iterable[OrderItem]) -> list[StockLine]:
    return [StockLine(line.stock_id, line.quantity, str(line.pk)) for line in lines]


def reservations_consume(order: Order, lines: Sequence[OrderItem], actor: Actor) -> None:
    """What was kept for an order becomes sold."""
    held = Reservation.objects.filter(order=order, status=ReservationStatus.HELD)
    if held.update(status=ReservationStatus.CONSUMED) != len(lines):
        raise RuntimeError(f"order {order.number} has lines without a held reservation")
    stock_sell(lines=stock_lines(lines), actor=actor)

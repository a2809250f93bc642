"""Orders that are paid in cash at the door: accepted, collected part by part, given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.db import atomic
from core.scope import SYSTEM, Actor
from finance.services import SoldPart, cash_collect, cash_expect, cash_release
from sales.models import Order, OrderItem, StoreOrder
from sales.services.books import parts_sold
from sales.services.moves import order_lock, order_settle_status, part_move, parts_of, reservations_consume
from sales.services.papers import invoices_ask
from sales.signals import order_accepted
from sales.states import OrderStatus, StoreOrderStatus

S = StoreOrderStatus
_TAKEN = (S.DELIVERED, S.COMPLETED)


def cash_parts(order: Order) -> list[SoldPart]:
    """The parts of an order as the books would take them now."""
    return parts_sold(order, parts_of(order), _lines(order))


def _lines(order: Order) -> list[OrderItem]:
    return list(OrderItem.objects.filter(store_order__order=order).order_by("pk"))


@atomic
def order_accept_on_delivery(*, order_id: UUID, actor: Actor = SYSTEM) -> bool:
    """The order will be paid at the door: reservations become sales, no payment is waited for, stores may prepare.

    It is not paid, and nothing is sold in the books before the cash is there. False when it waits for no payment.
    Raises finance.errors.CashLimitReached.
    """
    order = order_lock(order_id=order_id)
    if order.status != OrderStatus.PENDING:
        return False
    parts, lines = parts_of(order), _lines(order)
    reservations_consume(order, lines, actor)
    for part in parts:
        part_move(part, S.PROCESSING)
    order_settle_status(order, parts, cash_accepted_at=timezone.now(), payment_deadline_at=None)
    cash_expect(currency=order.currency, parts=parts_sold(order, parts, lines))
    order_accepted.send(sender=Order, order=order)
    return True


def cash_collected(order: Order, parts: Sequence[StoreOrder], part: StoreOrder) -> dict[str, Any]:
    """The courier has the price of a part that is delivered now: into the books. What changes of the held order."""
    [sold] = parts_sold(order, [part], list(OrderItem.objects.filter(store_order=part).order_by("pk")))
    at = part.delivered_at or timezone.now()
    cash_collect(part=sold, number=order.number, currency=order.currency, collected_at=at)
    invoices_ask([part])
    return _paid(parts)


def cash_given_up(parts: Sequence[StoreOrder], chosen: Sequence[StoreOrder]) -> dict[str, Any]:
    """The `chosen` parts were cancelled, so nothing is collected for them. What changes of the held order."""
    cash_release(references=[part.pk for part in chosen])
    return _paid(parts)


def _paid(parts: Sequence[StoreOrder]) -> dict[str, Any]:
    """It is paid once something was collected and nothing is left to collect."""
    is_settled = all(part.status in (*_TAKEN, S.CANCELLED) for part in parts)
    return {"paid_at": timezone.now()} if is_settled and any(part.status in _TAKEN for part in parts) else {}

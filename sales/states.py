"""Statuses of orders, store orders and reservations, and the only moves between them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from core.states import TransitionTable


class StoreOrderStatus(models.TextChoices):
    PENDING = "PENDING", "Waiting for payment"
    PAID = "PAID", "Paid"
    PROCESSING = "PROCESSING", "Being prepared"
    SHIPPED = "SHIPPED", "On its way"
    DELIVERED = "DELIVERED", "Delivered"
    COMPLETED = "COMPLETED", "Completed"
    CANCEL_REQUESTED = "CANCEL_REQUESTED", "Cancellation requested"
    CANCELLED = "CANCELLED", "Cancelled"


S = StoreOrderStatus

STORE_ORDER_TRANSITIONS: TransitionTable[StoreOrderStatus] = TransitionTable(
    initial=S.PENDING,
    moves={
        S.PENDING: {S.PAID, S.PROCESSING, S.CANCEL_REQUESTED, S.CANCELLED},
        S.CANCEL_REQUESTED: {S.PAID, S.CANCELLED},
        S.PAID: {S.PROCESSING, S.CANCELLED},
        S.PROCESSING: {S.SHIPPED, S.CANCELLED},
        S.SHIPPED: {S.DELIVERED},
        S.DELIVERED: {S.COMPLETED},
        S.COMPLETED: set(),
        S.CANCELLED: {S.PAID},  # a late payment revives an order that merely expired (P5)
    },
)


class OrderStatus(models.TextChoices):
    """The same words for the whole purchase; computed from its store orders, never set by hand."""

    PENDING = "PENDING", "Waiting for payment"
    PAID = "PAID", "Paid"
    PROCESSING = "PROCESSING", "Being prepared"
    SHIPPED = "SHIPPED", "On its way"
    DELIVERED = "DELIVERED", "Delivered"
    COMPLETED = "COMPLETED", "Completed"
    CANCEL_REQUESTED = "CANCEL_REQUESTED", "Cancellation requested"
    CANCELLED = "CANCELLED", "Cancelled"


# The least advanced living part speaks for the whole.
_PROGRESS = [S.CANCEL_REQUESTED, S.PENDING, S.PAID, S.PROCESSING, S.SHIPPED, S.DELIVERED, S.COMPLETED]


def order_status_of(parts: Iterable[str]) -> OrderStatus:
    """The status of an order whose store orders have these statuses."""
    living = [part for part in parts if part != S.CANCELLED]
    if not living:
        return OrderStatus.CANCELLED
    least = min(living, key=lambda part: _PROGRESS.index(StoreOrderStatus(part)))
    if least == S.PAID and any(part != S.PAID for part in living):
        return OrderStatus.PROCESSING
    return OrderStatus(least)


class ReservationStatus(models.TextChoices):
    HELD = "HELD", "Held"
    CONSUMED = "CONSUMED", "Sold"
    RELEASED = "RELEASED", "Released"
    EXPIRED = "EXPIRED", "Expired"


class CancelReason(models.TextChoices):
    SHOPPER = "shopper", "Cancelled by the shopper"
    SELLER = "seller", "Cancelled by the store"
    STAFF = "staff", "Cancelled by the platform"
    EXPIRED = "expired", "Not paid in time"

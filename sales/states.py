"""Statuses of orders, store orders and reservations, and the only moves between them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import TransitionTable


class StoreOrderStatus(models.TextChoices):
    PENDING = "PENDING", _("Waiting for payment")
    PAID = "PAID", _("Paid")
    PROCESSING = "PROCESSING", _("Being prepared")
    SHIPPED = "SHIPPED", _("On its way")
    DELIVERED = "DELIVERED", _("Delivered")
    COMPLETED = "COMPLETED", _("Completed")
    CANCEL_REQUESTED = "CANCEL_REQUESTED", _("Cancellation requested")
    CANCELLED = "CANCELLED", _("Cancelled")


S = StoreOrderStatus


class Tab(models.TextChoices):
    """Where a store finds its part of an order; each part is under exactly one."""

    TO_SHIP = "to_ship", _("To ship")
    NEEDS_ACTION = "needs_action", _("Needs action")  # sent, and should have arrived
    WAITING = "waiting", _("Waiting for payment")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class Due(models.TextChoices):
    """When a parcel that has not left has to leave."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    LATER = "later", _("Later")


STORE_ORDER_TRANSITIONS: TransitionTable[StoreOrderStatus] = TransitionTable(
    initial=S.PENDING,
    moves={
        S.PENDING: {S.PAID, S.PROCESSING, S.CANCEL_REQUESTED, S.CANCELLED},
        S.CANCEL_REQUESTED: {S.PAID, S.CANCELLED},
        S.PAID: {S.PROCESSING, S.CANCELLED},
        S.PROCESSING: {S.SHIPPED, S.CANCELLED},
        S.SHIPPED: {S.DELIVERED, S.CANCELLED},  # cancelled: to be paid at the door, and nobody took it there
        S.DELIVERED: {S.COMPLETED},
        S.COMPLETED: set(),
        S.CANCELLED: {S.PAID},  # a late payment revives an order that merely expired (P5)
    },
)


class OrderStatus(models.TextChoices):
    """The same words for the whole purchase; computed from its store orders, never set by hand."""

    PENDING = "PENDING", _("Waiting for payment")
    PAID = "PAID", _("Paid")
    PROCESSING = "PROCESSING", _("Being prepared")
    SHIPPED = "SHIPPED", _("On its way")
    DELIVERED = "DELIVERED", _("Delivered")
    COMPLETED = "COMPLETED", _("Completed")
    CANCEL_REQUESTED = "CANCEL_REQUESTED", _("Cancellation requested")
    CANCELLED = "CANCELLED", _("Cancelled")


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
    HELD = "HELD", _("Held")
    CONSUMED = "CONSUMED", _("Sold")
    RELEASED = "RELEASED", _("Released")
    EXPIRED = "EXPIRED", _("Expired")


class CancelReason(models.TextChoices):
    SHOPPER = "shopper", _("Cancelled by the shopper")
    SELLER = "seller", _("Cancelled by the store")
    STAFF = "staff", _("Cancelled by the platform")
    EXPIRED = "expired", _("Not paid in time")
    REFUSED = "refused", _("Not taken at the door")

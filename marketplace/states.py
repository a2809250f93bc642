"""Statuses of sellers and stores."""

from __future__ import annotations

from django.db import models

from core.states import TransitionTable


class SellerStatus(models.TextChoices):
    PENDING = "PENDING", "Waiting for approval"
    APPROVED = "APPROVED", "Approved"
    SUSPENDED = "SUSPENDED", "Suspended"


SELLER_TRANSITIONS = TransitionTable(
    initial=SellerStatus.PENDING,
    moves={
        SellerStatus.PENDING: {SellerStatus.APPROVED, SellerStatus.SUSPENDED},
        SellerStatus.APPROVED: {SellerStatus.SUSPENDED},
        SellerStatus.SUSPENDED: {SellerStatus.APPROVED},
    },
)


class StoreStatus(models.TextChoices):
    OPEN = "OPEN", "Open"
    PAUSED = "PAUSED", "On holiday"
    CLOSED = "CLOSED", "Closed"


STORE_TRANSITIONS = TransitionTable(
    initial=StoreStatus.OPEN,
    moves={
        StoreStatus.OPEN: {StoreStatus.PAUSED, StoreStatus.CLOSED},
        StoreStatus.PAUSED: {StoreStatus.OPEN, StoreStatus.CLOSED},
        StoreStatus.CLOSED: {StoreStatus.OPEN},
    },
)

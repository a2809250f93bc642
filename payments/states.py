"""Statuses of payments (RELIABILITY.md §9.6, in capitals) and refunds, and the only moves between them."""

from __future__ import annotations

from django.db import models

from core.states import TransitionTable


class PaymentStatus(models.TextChoices):
    CREATED = "CREATED", "Created"
    SENT = "SENT", "Waiting at the gateway"
    VERIFYING = "VERIFYING", "Being confirmed"
    UNKNOWN = "UNKNOWN", "Not known yet"
    CAPTURED = "CAPTURED", "Captured"
    FAILED = "FAILED", "Failed"
    CANCELLED = "CANCELLED", "Cancelled"
    EXPIRED = "EXPIRED", "Expired"
    MISMATCH = "MISMATCH", "Captured with another amount or currency"
    SURPLUS = "SURPLUS", "Captured although nothing was owed"


P = PaymentStatus
_OPEN_ENDS = {P.VERIFYING, P.UNKNOWN, P.CAPTURED, P.SURPLUS, P.MISMATCH, P.FAILED, P.CANCELLED, P.EXPIRED}

PAYMENT_TRANSITIONS: TransitionTable[PaymentStatus] = TransitionTable(
    initial=P.CREATED,
    moves={
        P.CREATED: {P.SENT, P.UNKNOWN, P.CAPTURED, P.FAILED, P.CANCELLED, P.EXPIRED},
        P.SENT: _OPEN_ENDS,
        P.VERIFYING: _OPEN_ENDS - {P.VERIFYING},
        P.UNKNOWN: (_OPEN_ENDS - {P.UNKNOWN}) | {P.SENT},
        # Money that arrives after we gave up: pays the order if it may still be revived (P5), else it is surplus.
        P.FAILED: {P.CAPTURED, P.SURPLUS, P.MISMATCH},
        P.CANCELLED: {P.CAPTURED, P.SURPLUS, P.MISMATCH},
        P.EXPIRED: {P.CAPTURED, P.SURPLUS, P.MISMATCH},
        P.CAPTURED: set(),
        P.SURPLUS: set(),
        P.MISMATCH: set(),
    },
)
OPEN_STATUSES = (P.SENT, P.VERIFYING, P.UNKNOWN)
MONEY_ARRIVED = (P.CAPTURED, P.SURPLUS, P.MISMATCH)


class RefundStatus(models.TextChoices):
    REQUESTED = "REQUESTED", "Requested"
    EXECUTING = "EXECUTING", "At the gateway"
    SUCCEEDED = "SUCCEEDED", "Refunded"
    FAILED = "FAILED", "Refused by the gateway"


R = RefundStatus

REFUND_TRANSITIONS: TransitionTable[RefundStatus] = TransitionTable(
    initial=R.REQUESTED,
    moves={
        R.REQUESTED: {R.EXECUTING},
        R.EXECUTING: {R.SUCCEEDED, R.FAILED},
        R.FAILED: {R.EXECUTING},  # staff try again
        R.SUCCEEDED: set(),
    },
)

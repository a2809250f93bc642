"""Statuses of payments (RELIABILITY.md §9.6, in capitals), refunds and differences, and the only moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import TransitionTable


class PaymentStatus(models.TextChoices):
    CREATED = "CREATED", _("Created")
    SENT = "SENT", _("Waiting at the gateway")
    VERIFYING = "VERIFYING", _("Being confirmed")
    UNKNOWN = "UNKNOWN", _("Not known yet")
    CAPTURED = "CAPTURED", _("Captured")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Expired")
    MISMATCH = "MISMATCH", _("Captured with another amount or currency")
    SURPLUS = "SURPLUS", _("Captured although nothing was owed")
    ON_DELIVERY = "ON_DELIVERY", _("To be paid at the door")


CASH_ON_DELIVERY = "cash_on_delivery"  # stands where other payments have the name of their gateway

P = PaymentStatus
_OPEN_ENDS = {P.VERIFYING, P.UNKNOWN, P.CAPTURED, P.SURPLUS, P.MISMATCH, P.FAILED, P.CANCELLED, P.EXPIRED}

PAYMENT_TRANSITIONS: TransitionTable[PaymentStatus] = TransitionTable(
    initial=P.CREATED,
    moves={
        P.CREATED: {P.SENT, P.UNKNOWN, P.CAPTURED, P.FAILED, P.CANCELLED, P.EXPIRED, P.ON_DELIVERY},
        P.SENT: _OPEN_ENDS,
        P.VERIFYING: (_OPEN_ENDS - {P.VERIFYING}) | {P.SENT},  # the browser came back, and nothing had been tried
        P.UNKNOWN: (_OPEN_ENDS - {P.UNKNOWN}) | {P.SENT},
        # Money that arrives after we gave up: pays the order if it may still be revived (P5), else it is surplus.
        P.FAILED: {P.CAPTURED, P.SURPLUS, P.MISMATCH},
        P.CANCELLED: {P.CAPTURED, P.SURPLUS, P.MISMATCH},
        P.EXPIRED: {P.CAPTURED, P.SURPLUS, P.MISMATCH},
        P.CAPTURED: set(),
        P.SURPLUS: set(),
        P.MISMATCH: set(),
        P.ON_DELIVERY: {P.CAPTURED, P.CANCELLED},  # once nothing is left to collect: something was, or nothing
    },
)
OPEN_STATUSES = (P.SENT, P.VERIFYING, P.UNKNOWN)
MONEY_ARRIVED = (P.CAPTURED, P.SURPLUS, P.MISMATCH)
PAYS_LINES = (P.CAPTURED, P.ON_DELIVERY)  # what was captured pays lines of the order
REFUNDABLE = (*MONEY_ARRIVED, P.ON_DELIVERY)  # as far as something was captured


class RefundStatus(models.TextChoices):
    REQUESTED = "REQUESTED", _("Requested")
    EXECUTING = "EXECUTING", _("At the gateway")
    SUCCEEDED = "SUCCEEDED", _("Refunded")
    FAILED = "FAILED", _("Refused by the gateway")


R = RefundStatus

REFUND_TRANSITIONS: TransitionTable[RefundStatus] = TransitionTable(
    initial=R.REQUESTED,
    moves={
        R.REQUESTED: {R.EXECUTING},
        R.EXECUTING: {R.SUCCEEDED, R.FAILED},
        R.FAILED: {R.REQUESTED, R.EXECUTING},  # staff try again: sent anew, or asked about first
        R.SUCCEEDED: {R.FAILED},  # a bank may send it back days later
    },
)


class DisputeStatus(models.TextChoices):
    INQUIRY = "INQUIRY", _("The bank asks")
    NEEDS_RESPONSE = "NEEDS_RESPONSE", _("Evidence is wanted")
    UNDER_REVIEW = "UNDER_REVIEW", _("The bank decides")
    WON = "WON", _("Won")
    LOST = "LOST", _("Lost")
    CLOSED = "CLOSED", _("Closed without a claim")


D = DisputeStatus
_CLAIMED = {D.NEEDS_RESPONSE, D.UNDER_REVIEW, D.WON, D.LOST}

DISPUTE_TRANSITIONS: TransitionTable[DisputeStatus] = TransitionTable(
    initial=D.INQUIRY,
    moves={
        D.INQUIRY: _CLAIMED | {D.CLOSED},
        D.NEEDS_RESPONSE: {D.UNDER_REVIEW, D.WON, D.LOST, D.CLOSED},
        D.UNDER_REVIEW: {D.NEEDS_RESPONSE, D.WON, D.LOST, D.CLOSED},
        # A bank may think again: an appeal, an arbitration, a claim after its question.
        D.WON: _CLAIMED - {D.WON},
        D.LOST: _CLAIMED - {D.LOST},
        D.CLOSED: _CLAIMED,
    },
)
OPEN_DISPUTES = (D.INQUIRY, D.NEEDS_RESPONSE, D.UNDER_REVIEW)


class MovementKind(models.TextChoices):
    """Which way money went."""

    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")


class DifferenceKind(models.TextChoices):
    ONLY_OURS = "only_ours", _("Here, and not at the gateway")
    ONLY_THEIRS = "only_theirs", _("At the gateway, and not here")
    AMOUNT = "amount", _("Another amount")
    STATUS = "status", _("Another status")


class DifferenceStatus(models.TextChoices):
    OPEN = "OPEN", _("To be looked at")
    RESOLVED = "RESOLVED", _("Resolved")


DIFFERENCE_TRANSITIONS: TransitionTable[DifferenceStatus] = TransitionTable(
    initial=DifferenceStatus.OPEN,
    moves={DifferenceStatus.OPEN: {DifferenceStatus.RESOLVED}, DifferenceStatus.RESOLVED: set()},
)

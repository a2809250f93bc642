"""Payments that a shopper's bank wants back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models import Permanent
from core.money import CurrencyField, Money
from payments.models.attempts import Payment
from payments.states import OPEN_DISPUTES, DisputeStatus


class Dispute(Permanent):
    """A payment, or part of one, that the shopper disputes at their bank, as the gateway last told it.

    `withdrawn_minor` has left the gateway and was not given again; of it `charged_back_minor` counts against what the
    payment captured, and the rest, of a payment that had gone back before, is kept apart for people.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    gateway = models.CharField(max_length=32)
    gateway_reference = models.CharField(max_length=128)
    status = models.CharField(max_length=16, choices=DisputeStatus, default=DisputeStatus.INQUIRY)
    amount_minor = models.BigIntegerField()
    currency = CurrencyField()
    withdrawn_minor = models.BigIntegerField(default=0)
    charged_back_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)  # the gateway's, in the currency it settles in
    fee_currency = CurrencyField(null=True, blank=True)
    reason = models.CharField(max_length=64, blank=True, default="")  # in the gateway's words
    told_status = models.CharField(max_length=40, blank=True, default="")  # in the gateway's words
    evidence_due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()  # when the question was put whose answer this is: older answers come too late
    next_query_at = models.DateTimeField(null=True, blank=True)  # when reconciliation asks the gateway again

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["next_query_at"], condition=Q(closed_at=None), name="dispute_to_reconcile"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "gateway_reference"], name="dispute_reference_unique"),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gt=0,
                    charged_back_minor__gte=0,
                    charged_back_minor__lte=F("withdrawn_minor"),
                    withdrawn_minor__lte=F("amount_minor"),
                ),
                name="dispute_amounts_within",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, status__in=OPEN_DISPUTES)
                | Q(closed_at__isnull=False) & ~Q(status__in=OPEN_DISPUTES),
                name="dispute_open_until_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.status}"

    @property
    def total(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_DISPUTES

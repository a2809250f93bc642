"""Money on its way back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import Permanent
from core.money import CurrencyField, Money
from payments.models.attempts import Payment
from payments.states import RefundStatus
from sales.models import StoreOrder


class Refund(Permanent):
    """Money on its way back. `id` is our reference towards the gateway, so a repeat cannot refund twice.

    A refund the gateway refused stays FAILED and keeps its claim on `Payment.refunded_minor`: the money is still owed,
    and staff try again with the same id or pay it back by hand.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    store_order = models.ForeignKey(StoreOrder, on_delete=models.PROTECT, null=True, blank=True, related_name="refunds")
    status = models.CharField(max_length=12, choices=RefundStatus, default=RefundStatus.REQUESTED)
    amount_minor = models.BigIntegerField()
    currency = CurrencyField()
    cause = models.CharField(max_length=32)  # cancelled, surplus, mismatch, staff
    gateway_reference = models.CharField(max_length=128, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=1)  # one more each time staff send it anew
    failure_code = models.CharField(max_length=64, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    next_query_at = models.DateTimeField(null=True, blank=True)  # when reconciliation asks the gateway again
    queries = models.PositiveSmallIntegerField(default=0)

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["next_query_at"], condition=Q(status="EXECUTING"), name="refund_to_reconcile"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive"),
            models.UniqueConstraint(
                fields=["payment", "store_order"], condition=Q(cause="cancelled"), name="refund_once_per_cancellation"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(cause__in=["surplus", "mismatch"]), name="refund_once_per_surplus"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.status}"

    @property
    def total(self) -> Money:
        return Money(self.amount_minor, self.currency)

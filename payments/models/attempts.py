"""Attempts to pay, their history, and what Midtrans says of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models import Journal, Permanent
from core.money import CurrencyField, Money
from payments.models.configurations import PaymentConfiguration
from payments.states import PaymentStatus
from sales.models import Order


class Payment(Permanent):
    """One attempt to pay one order through one gateway. `id` is our reference towards the gateway."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="payments")
    attempt_number = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=16, choices=PaymentStatus, default=PaymentStatus.CREATED)
    amount_minor = models.BigIntegerField()  # minor units of `currency`, copied from the order
    currency = CurrencyField()
    gateway = models.CharField(max_length=32, blank=True, default="")  # empty until the shopper chooses
    configuration = models.ForeignKey(  # whose keys opened it; null: the environment's
        PaymentConfiguration,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="payments",
    )
    gateway_reference = models.CharField(max_length=128, null=True, blank=True)  # the gateway's own id, once known
    redirect_url = models.CharField(max_length=2000, blank=True, default="")
    expires_at = models.DateTimeField(null=True, blank=True)  # the gateway's expiry = the order's deadline
    settles_order = models.BooleanField(default=False)  # set by the captured edge only
    captured_minor = models.BigIntegerField(default=0)
    captured_currency = CurrencyField(null=True, blank=True)
    refunded_minor = models.BigIntegerField(default=0)  # reserved by refunds that are not refused
    charged_back_minor = models.BigIntegerField(default=0)  # taken back by the shopper's bank, and not given again
    captured_at = models.DateTimeField(null=True, blank=True)
    is_manual = models.BooleanField(default=False)  # marked by staff, with a reason in the audit
    receipt = models.CharField(max_length=64, blank=True, default="")  # the bank's number, which the shopper may quote
    failure_code = models.CharField(max_length=64, blank=True, default="")
    next_query_at = models.DateTimeField(null=True, blank=True)  # when reconciliation asks the gateway again
    queries = models.PositiveSmallIntegerField(default=0)

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(
                fields=["next_query_at"],
                condition=Q(status__in=["SENT", "VERIFYING", "UNKNOWN"]),
                name="payment_to_reconcile",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(
                    refunded_minor__gte=0,
                    charged_back_minor__gte=0,
                    refunded_minor__lte=F("captured_minor") - F("charged_back_minor"),
                ),
                name="payment_refunds_within_captured",
            ),
            models.UniqueConstraint(fields=["order", "attempt_number"], name="payment_attempt_unique"),
            models.UniqueConstraint(fields=["gateway", "gateway_reference"], name="payment_reference_unique"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(settles_order=True), name="payment_one_capture_per_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway or 'payment'} {self.attempt_number}"

    @property
    def total(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def left_minor(self) -> int:
        """What was captured and went back neither as a refund nor as a chargeback, in the captured currency."""
        left: int = self.captured_minor - self.refunded_minor - self.charged_back_minor
        return left

    @property
    def authority(self) -> str | None:
        """Zarinpal's name for the gateway reference (FEATURES.md X-7)."""
        return self.gateway_reference


class TransactionLog(Journal):
    """What happened to a payment, line by line: each status change with its cause, each exchange with the gateway,
    redacted."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="log")
    event = models.CharField(max_length=32)  # status, start, verify, query, notification, refund
    old_status = models.CharField(max_length=16, blank=True, default="")
    new_status = models.CharField(max_length=16, blank=True, default="")
    cause = models.CharField(max_length=64, blank=True, default="")
    actor_type = models.CharField(max_length=16, default="system")
    actor_id = models.CharField(max_length=64, blank=True, default="")
    actor_label = models.CharField(max_length=160, blank=True, default="")
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "transaction log entry"
        verbose_name_plural = "transaction log"
        indexes = [models.Index(fields=["payment", "id"], name="log_of_payment")]

    def __str__(self) -> str:
        return f"{self.event} {self.new_status}".strip()


class MidtransTransaction(Permanent):
    """What Midtrans says of a payment, in its own words and for people to look up; our own state is the payment's.

    `gross_amount` and `settlement_time` are text as written there: rupiah with two decimals, the clock of Jakarta.
    """

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="midtrans")
    order_id = models.CharField(max_length=50, unique=True)  # our reference of the attempt
    transaction_id = models.CharField(max_length=64, null=True, blank=True, unique=True)  # once a way to pay is chosen
    gross_amount = models.CharField(max_length=24, blank=True, default="")
    payment_type = models.CharField(max_length=40, blank=True, default="")
    transaction_status = models.CharField(max_length=40, blank=True, default="")
    fraud_status = models.CharField(max_length=20, blank=True, default="")
    settlement_time = models.CharField(max_length=32, blank=True, default="")
    snap_token = models.CharField(max_length=64, blank=True, default="")
    snap_redirect_url = models.CharField(max_length=500, blank=True, default="")
    midtrans_response = models.TextField(blank=True, default="")  # JSON, without the signature

    class Meta(Permanent.Meta):
        verbose_name = "Midtrans transaction"

    def __str__(self) -> str:
        return f"{self.order_id} {self.transaction_status}".strip()

"""Each day of each gateway, counted here and there (I-29), and what did not agree."""

from __future__ import annotations

from django.db import models

from core.models import Permanent
from core.money import CurrencyField, Money
from payments.models.attempts import Payment
from payments.models.refunds import Refund
from payments.states import DifferenceKind, DifferenceStatus, MovementKind


class SettlementReport(Permanent):
    """One day of one gateway, in the gateway's time zone: what we have and what it has, refunds counting against.

    `totals`: by currency `{"ours": minor units, "theirs": minor units, "ours_count": …, "theirs_count": …}`. A day is
    compared piece by piece; all before `done_until` is in the totals.
    """

    gateway = models.CharField(max_length=32)
    day_date = models.DateField()
    is_listed = models.BooleanField(default=False)  # the gateway listed the day; else each payment was asked about
    totals = models.JSONField(default=dict)
    done_until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)  # differences of the day, resolved ones included

    class Meta(Permanent.Meta):
        verbose_name = "settlement report"
        constraints = [models.UniqueConstraint(fields=["gateway", "day_date"], name="settlement_report_one_per_day")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day_date}"

    @property
    def agrees(self) -> bool:
        """Whether the whole day was compared and nothing was found."""
        return self.finished_at is not None and not self.found


class SettlementDifference(Permanent):
    """Something of a day that is here and not at the gateway, there and not here, or not the same in both.

    `reference` names its cause: our payment's or refund's id, else the gateway's own of what we do not know. A cause is
    told once, however often its day is compared.
    """

    gateway = models.CharField(max_length=32)
    day_date = models.DateField()
    kind = models.CharField(max_length=16, choices=DifferenceKind)
    movement = models.CharField(max_length=8, choices=MovementKind)
    reference = models.CharField(max_length=128)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="differences")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="differences")
    ours_minor = models.BigIntegerField(null=True, blank=True)
    ours_currency = CurrencyField(null=True, blank=True)
    theirs_minor = models.BigIntegerField(null=True, blank=True)
    theirs_currency = CurrencyField(null=True, blank=True)
    ours_status = models.CharField(max_length=16, blank=True, default="")
    theirs_status = models.CharField(max_length=32, blank=True, default="")  # in the words of the contract
    gateway_reference = models.CharField(max_length=128, blank=True, default="")
    status = models.CharField(max_length=12, choices=DifferenceStatus, default=DifferenceStatus.OPEN)
    note = models.CharField(max_length=200, blank=True, default="")
    resolved_by = models.CharField(max_length=160, blank=True, default="")  # as the audit calls the person
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "settlement difference"
        indexes = [models.Index(fields=["gateway", "day_date"], name="difference_of_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "movement", "kind", "reference"], name="difference_once_per_cause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day_date} {self.get_kind_display()}"

    @property
    def ours(self) -> Money | None:
        return _money(self.ours_minor, self.ours_currency)

    @property
    def theirs(self) -> Money | None:
        return _money(self.theirs_minor, self.theirs_currency)


def _money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or not currency else Money(minor, currency)

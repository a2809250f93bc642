"""Cash that stores are to collect at the door."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import Permanent
from core.money import CurrencyField
from finance.states import CashStatus
from marketplace.models import Store


class CashParcel(Permanent):
    """A store's part of an order whose price its courier collects at the door and the store keeps. `reference` is the
    part's id; `debt_minor` is what the store is expected to owe us then, the fee included."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="cash_parcels")
    reference = models.UUIDField(unique=True)
    number = models.CharField(max_length=20)  # of the store order
    currency = CurrencyField()
    amount_minor = models.BigIntegerField()
    debt_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)  # frozen when the order was accepted
    status = models.CharField(max_length=12, choices=CashStatus, default=CashStatus.DUE)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "parcel with cash"
        verbose_name_plural = "parcels with cash"
        indexes = [
            models.Index(fields=["store", "currency"], condition=Q(status="DUE"), name="cash_parcel_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, debt_minor__gte=0, fee_minor__gte=0),
                name="cash_parcel_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(status="DUE", closed_at=None) | (~Q(status="DUE") & Q(closed_at__isnull=False)),
                name="cash_parcel_closed_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.number

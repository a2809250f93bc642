"""What a gateway pays out to sellers itself, the moment a payment is settled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import Permanent
from core.money import CurrencyField, Money
from finance.models.payouts import PayoutAccount
from marketplace.models import Store


class ChargeSplit(Permanent):
    """A store's part of a payment, which the gateway was told to send to the store's own account. `reference` is the
    payment; what was agreed stays as it is, whatever the store's account or the commission become later."""

    reference = models.UUIDField()
    gateway = models.CharField(max_length=32)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="charge_splits")
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="charge_splits")
    currency = CurrencyField()
    amount_minor = models.BigIntegerField()
    number = models.CharField(max_length=40)  # the order's
    settled_at = models.DateTimeField(null=True, blank=True)  # the payment was captured, and so this was paid
    dropped_at = models.DateTimeField(null=True, blank=True)  # the gateway was not told, or did not accept it

    class Meta(Permanent.Meta):
        verbose_name = "split of a payment"
        verbose_name_plural = "splits of payments"
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "store"], condition=Q(dropped_at=None), name="charge_split_one_per_store"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0) & (Q(settled_at=None) | Q(dropped_at=None)), name="charge_split_sound"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.account}"

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

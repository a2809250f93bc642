"""Money that leaves for sellers: where to, and each payout with the entries it pays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import BaseModel, Permanent
from core.money import CurrencyField, Money
from finance.models.ledger import LedgerEntry
from finance.states import LIVE_PAYOUTS, UNFINISHED_PAYOUTS, PayoutMethod, PayoutStatus
from marketplace.models import Store


class PayoutAccount(BaseModel):
    """Where a store wants its money. Its number is encrypted; people see its last four characters.

    A new one is a new row: `usable_from_at` keeps a thief who changed it from being paid at once (I-28).
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="payout_accounts")
    currency = CurrencyField()
    method = models.CharField(max_length=16, choices=PayoutMethod)
    holder = models.CharField(max_length=120)
    number_encrypted = models.TextField(editable=False)  # IBAN, card, or account id at the provider
    hint = models.CharField(max_length=8, editable=False)  # its last characters
    bank = models.CharField(max_length=80, blank=True, default="")  # name, BIC or the provider's code of it
    usable_from_at = models.DateTimeField()

    class Meta(BaseModel.Meta):
        verbose_name = "payout account"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "currency"], condition=Q(deleted_at=None), name="payout_account_one_per_currency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} •••• {self.hint}"


class PayoutFreeze(Permanent):
    """Nothing is paid out to a store in a currency while this lasts. `source`: the dispute it waits for."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="payout_freezes")
    currency = CurrencyField()
    source_type = models.CharField(max_length=32)
    source_id = models.UUIDField()
    reference = models.CharField(max_length=40, blank=True, default="")  # what people call it: an order's number
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "payout freeze"
        indexes = [
            models.Index(fields=["store", "currency"], condition=Q(ended_at=None), name="payout_freeze_in_force"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["store", "source_type", "source_id"], name="payout_freeze_once"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.reference}".strip()


class PayoutBatch(Permanent):
    """Payouts that leave together in one file for the bank."""

    number = models.CharField(max_length=24, unique=True)
    currency = CurrencyField()
    count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()

    class Meta(Permanent.Meta):
        verbose_name = "payout batch"
        verbose_name_plural = "payout batches"

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class Payout(Permanent):
    """All that was released to a store in one currency, on its way to the store. `id` is our key towards a provider."""

    number = models.CharField(max_length=24, unique=True)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="payouts")
    currency = CurrencyField()
    amount_minor = models.BigIntegerField()
    status = models.CharField(max_length=12, choices=PayoutStatus, default=PayoutStatus.REQUESTED)
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="payouts")
    method = models.CharField(max_length=16, choices=PayoutMethod)
    approvals_needed = models.PositiveSmallIntegerField(default=0)
    requested_by = models.CharField(max_length=64, blank=True, default="")  # the person's id; empty: by the calendar
    approved_by = models.JSONField(default=list)  # ids of people, in order
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="payouts")
    provider_reference = models.CharField(max_length=128, blank=True, default="")
    failure = models.CharField(max_length=200, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    next_query_at = models.DateTimeField(null=True, blank=True)  # when its provider is asked again
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Permanent.Meta):
        indexes = [
            models.Index(fields=["store", "-id"], name="payout_of_store"),
            models.Index(fields=["next_query_at"], condition=Q(next_query_at__isnull=False), name="payout_to_ask"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_amount_positive"),
            models.UniqueConstraint(
                fields=["store", "currency"],
                condition=Q(status__in=UNFINISHED_PAYOUTS),
                name="payout_one_on_its_way",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE_PAYOUTS


class PayoutEntry(Permanent):
    """One ledger entry that a payout pays. An entry is in at most one payout that was not returned (B4)."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="lines")
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, db_index=False, related_name="payouts")
    is_live = models.BooleanField(default=True)

    class Meta(Permanent.Meta):
        verbose_name = "payout entry"
        verbose_name_plural = "payout entries"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(is_live=True), name="payout_entry_in_one_live_payout"
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry_id)

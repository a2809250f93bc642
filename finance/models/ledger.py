"""The ledger: accounts, transactions that sum to zero, their entries. Amounts: + credit, − debit, minor units."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from core.models import Journal, Permanent
from core.money import CurrencyField, Money
from finance.states import AccountKind, TransactionKind
from marketplace.models import Store

# Kinds of accounts whose balance is kept beside the entries, because money may leave only while it is there.
TRACKED = (AccountKind.SELLER_PAYABLE, AccountKind.SELLER_RECEIVABLE)


class LedgerAccount(Permanent):
    """An account of the books in one currency: of the house, of a gateway (`qualifier`), or of a store.

    `balance_minor` is kept for what can be paid out and for what sellers owe; all others are the sum of their entries,
    so that no payment waits for another's row.
    """

    code = models.CharField(max_length=80, unique=True)  # "seller_payable:0192…:USD"
    kind = models.CharField(max_length=24, choices=AccountKind)
    qualifier = models.CharField(max_length=32, blank=True, default="")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger_accounts")
    currency = CurrencyField()
    balance_minor = models.BigIntegerField(default=0)

    class Meta(Permanent.Meta):
        verbose_name = "ledger account"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=AccountKind.SELLER_PAYABLE) | Q(balance_minor__gte=0),
                name="ledger_payable_not_below_zero",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AccountKind.SELLER_RECEIVABLE) | Q(balance_minor__lte=0),
                name="ledger_receivable_not_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TRACKED) | Q(balance_minor=0), name="ledger_balance_only_where_tracked"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def balance(self) -> Money:
        return Money(self.balance_minor, self.currency)


class LedgerTransaction(Journal):
    """One fact, posted once: `source` names it. Its entries sum to zero in its currency (B1)."""

    kind = models.CharField(max_length=20, choices=TransactionKind)
    source_type = models.CharField(max_length=32)  # payment, refund, store_order, hold, payout
    source_id = models.UUIDField()
    currency = CurrencyField()
    reference = models.CharField(max_length=40, blank=True, default="")  # what people call it: a number of an order
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta(Journal.Meta):
        verbose_name = "ledger transaction"
        indexes = [models.Index(fields=["reference"], name="ledger_transaction_reference")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_type", "source_id"], name="ledger_one_fact_posts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}".strip()


class LedgerEntry(Journal):
    """One side of a transaction."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, db_index=False, related_name="entries")
    amount_minor = models.BigIntegerField()
    currency = CurrencyField()

    class Meta(Journal.Meta):
        verbose_name = "ledger entry"
        verbose_name_plural = "ledger entries"
        indexes = [models.Index(fields=["account", "id"], name="ledger_entry_of_account")]
        constraints = [models.CheckConstraint(condition=~Q(amount_minor=0), name="ledger_entry_is_something")]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            *Journal.Meta.triggers,
            pgtrigger.Trigger(
                name="sums_to_zero",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("total", "bigint")],
                func=(
                    "SELECT sum(amount_minor) INTO total FROM finance_ledgerentry"
                    " WHERE transaction_id = NEW.transaction_id;"
                    " IF total <> 0 OR EXISTS (SELECT 1 FROM finance_ledgerentry e"
                    " JOIN finance_ledgertransaction t ON t.id = e.transaction_id"
                    " JOIN finance_ledgeraccount a ON a.id = e.account_id"
                    " WHERE e.id = NEW.id AND (e.currency <> t.currency OR e.currency <> a.currency)) THEN"
                    " RAISE EXCEPTION 'ledger transaction % does not balance', NEW.transaction_id"
                    " USING ERRCODE = '23514'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.amount)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

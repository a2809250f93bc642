"""Posting: the only code that writes to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import F

from core.db import insert_together
from finance.models import TRACKED, LedgerAccount, LedgerEntry, LedgerTransaction
from finance.states import AccountKind, TransactionKind


@dataclass(frozen=True)
class Account:
    """An account by what it is for, before it is known whether it has a row yet."""

    kind: AccountKind
    store_id: UUID | None = None
    qualifier: str = ""

    def code(self, currency: str) -> str:
        """ "commission:USD", "gateway:zarinpal:IRR", "seller_payable:0192…:USD"."""
        middle = self.store_id or self.qualifier
        return f"{self.kind}:{middle}:{currency}" if middle else f"{self.kind}:{currency}"


def gateway_account(name: str) -> Account:
    """Where the money of a gateway lies; what staff marked as paid by hand lies at "by hand"."""
    return Account(AccountKind.GATEWAY, qualifier=name or "by_hand")


Legs = dict[Account, int]


def post(
    *,
    kind: TransactionKind,
    source_type: str,
    source_id: UUID,
    currency: str,
    legs: Mapping[Account, int],
    reference: str = "",
    note: str = "",
    beside: Iterable[models.Model] = (),
) -> None:
    """Write one transaction with its entries, and unsaved rows that go `beside` it, in the caller's transaction.

    `legs`: + credit, − debit, minor units of `currency`; those of nothing are left out, and when all are, nothing is
    posted. A fact posts once: a second transaction of the same kind and source is an IntegrityError. Raises ValueError
    when the legs do not sum to zero, IntegrityError when a payable balance would fall below it.
    """
    rows: list[models.Model] = list(beside)
    if any(legs.values()):
        accounts = accounts_get([account for account, amount in legs.items() if amount], currency)
        rows += transaction_rows(
            kind=kind,
            source_type=source_type,
            source_id=source_id,
            currency=currency,
            legs=legs,
            accounts=accounts,
            reference=reference,
            note=note,
        )
        _balances_move({accounts[account].pk: legs[account] for account in accounts if account.kind in TRACKED})
    if rows:
        insert_together(rows)


def transaction_rows(
    *,
    kind: TransactionKind,
    source_type: str,
    source_id: UUID,
    currency: str,
    legs: Mapping[Account, int],
    accounts: Mapping[Account, LedgerAccount],
    reference: str = "",
    note: str = "",
) -> list[LedgerTransaction | LedgerEntry]:
    """An unsaved transaction and its entries. Raises ValueError when the legs do not sum to zero."""
    if sum(legs.values()):
        raise ValueError(f"{kind} {source_id} does not sum to zero: {legs}")
    transaction = LedgerTransaction(
        kind=kind,
        source_type=source_type,
        source_id=source_id,
        currency=currency,
        reference=reference[:40],
        note=note[:300],
    )
    entries = [
        LedgerEntry(transaction=transaction, account=accounts[account], amount_minor=amount, currency=currency)
        for account, amount in sorted(legs.items(), key=lambda leg: leg[0].code(currency))
        if amount
    ]
    return [transaction, *entries]


def _balances_move(amounts: Mapping[UUID, int]) -> None:
    for pk in sorted(amounts):
        LedgerAccount.objects.filter(pk=pk).update(balance_minor=F("balance_minor") + amounts[pk])


def accounts_get(wanted: Iterable[Account], currency: str) -> dict[Account, LedgerAccount]:
    """The rows of these accounts; those that have none yet get one."""
    by_code = {account.code(currency): account for account in wanted}
    found = _by_code(by_code)
    missing = sorted(set(by_code) - set(found))
    if missing:
        new = [
            LedgerAccount(
                code=code,
                kind=by_code[code].kind,
                qualifier=by_code[code].qualifier,
                store_id=by_code[code].store_id,
                currency=currency,
            )
            for code in missing
        ]
        LedgerAccount.objects.bulk_create(new, ignore_conflicts=True)  # another transaction may be just before us
        found = _by_code(by_code)
    return {account: found[code] for code, account in by_code.items()}


def _by_code(codes: Iterable[str]) -> dict[str, LedgerAccount]:
    return {account.code: account for account in LedgerAccount.objects.filter(code__in=list(codes))}


def balances_lock(store_ids: Iterable[UUID], currency: str) -> dict[Account, int]:
    """What is payable to these stores and receivable from them, held until the commit."""
    wanted = [
        Account(kind, store_id)
        for store_id in store_ids
        for kind in (AccountKind.SELLER_PAYABLE, AccountKind.SELLER_RECEIVABLE)
    ]
    codes = {row.pk: account for account, row in accounts_get(wanted, currency).items()}
    held = (
        LedgerAccount.objects.filter(pk__in=list(codes))
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
        .values_list("pk", "balance_minor")
    )
    return {codes[pk]: balance for pk, balance in held}

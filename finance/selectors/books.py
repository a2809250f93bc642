"""Balances, entries, sales and payouts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Min, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.errors import FieldProblem, Invalid, NotFound
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope
from finance.models import (
    CommissionLine,
    Hold,
    LedgerAccount,
    LedgerEntry,
    Payout,
    PayoutAccount,
    PayoutEntry,
    Sale,
)
from finance.states import UNFINISHED_PAYOUTS, AccountKind, TransactionKind
from marketplace.models import Store
from marketplace.rules import FINANCE_VIEW

READERS = (ADMINISTRATOR,)
SELLER_KINDS = (AccountKind.SELLER_PENDING, AccountKind.SELLER_PAYABLE, AccountKind.SELLER_RECEIVABLE)


def lines_of(references: Iterable[UUID]) -> dict[UUID, CommissionLine]:
    """The lines of these parts (store orders), deliveries as well, by their reference."""
    lines = CommissionLine.objects.filter(sale__reference__in=list(references))
    return {line.reference: line for line in lines}


def of_scope(scope: ActingScope, path: str = "store") -> Q:
    """The rows of the person's stores whose books they may read; all for administrators."""
    scope.require_user()
    if scope.has_role(*READERS):
        return Q()
    return Q(**{f"{path}__in": scope.store_ids(FINANCE_VIEW)})


def store_for_books(*, scope: ActingScope, store_id: UUID) -> Store:
    """A store whose books the person may read. Raises NotFound, NotAllowed."""
    if not scope.has_role(*READERS):
        if store_id not in scope.stores:
            raise NotFound
        scope.require_store(FINANCE_VIEW, store_id)
    store = Store.objects.filter(pk=store_id).first()
    if store is None:
        raise NotFound
    return store


def entries_visible_to(*, scope: ActingScope) -> QuerySet[LedgerEntry]:
    """The entries of sellers' accounts, newest first."""
    entries = LedgerEntry.objects.filter(of_scope(scope, "account__store"), account__kind__in=SELLER_KINDS)
    return entries.select_related("account", "transaction")


def sales_visible_to(*, scope: ActingScope) -> QuerySet[Sale]:
    """Sales with their lines and holds."""
    lines = CommissionLine.objects.order_by("pk")
    holds = Hold.objects.order_by("pk")
    return (
        Sale.objects.filter(of_scope(scope))
        .select_related("store")
        .prefetch_related(Prefetch("lines", lines), Prefetch("holds", holds))
    )


def payouts_visible_to(*, scope: ActingScope) -> QuerySet[Payout]:
    return Payout.objects.filter(of_scope(scope)).select_related("store", "account")


def payout_get(*, scope: ActingScope, payout_id: UUID) -> Payout:
    """A payout that the person may see, with its entries. Raises NotFound."""
    lines = PayoutEntry.objects.order_by("pk").select_related("entry__transaction")
    payout = payouts_visible_to(scope=scope).prefetch_related(Prefetch("lines", lines)).filter(pk=payout_id).first()
    if payout is None:
        raise NotFound(_("There is no such payout."))
    return payout


def payout_accounts_visible_to(*, scope: ActingScope) -> QuerySet[PayoutAccount]:
    return PayoutAccount.objects.filter(of_scope(scope)).select_related("store")


@dataclass(frozen=True)
class Balance:
    """What a store has in a currency. `pending` is held, `payable` released, `owed` the store's debt to us,
    `on_its_way` in payouts that have not arrived; `next_release_at` says when more is released."""

    store: Store
    pending: Money
    payable: Money
    owed: Money
    on_its_way: Money
    next_release_at: datetime | None


def balances_visible_to(*, scope: ActingScope, store_id: UUID | None = None) -> list[Balance]:
    """The balances of a store, or of all the person's stores, by store and currency.

    Raises NotFound, NotAllowed; Invalid for an administrator who names no store.
    """
    if store_id is not None:
        stores = [store_for_books(scope=scope, store_id=store_id)]
    else:
        scope.require_user()
        mine = scope.store_ids(FINANCE_VIEW)
        if not mine and scope.has_role(*READERS):
            detail = _("Name the store.")
            raise Invalid(detail, problems=[FieldProblem("/store", "required", detail)])
        stores = list(Store.objects.filter(pk__in=mine).order_by("name", "pk"))
    by_store = {store.pk: store for store in stores}
    figures: dict[tuple[UUID, str], dict[str, int]] = {}
    for row in _account_sums(by_store):
        figures.setdefault((row["store"], row["currency"]), {})[row["kind"]] = row["total"]
    held = _due_by_store(by_store)
    leaving = _leaving_by_store(by_store)
    return [
        Balance(
            store=by_store[store],
            pending=Money(kinds.get(AccountKind.SELLER_PENDING, 0), currency),
            payable=Money(kinds.get(AccountKind.SELLER_PAYABLE, 0), currency),
            owed=Money(-kinds.get(AccountKind.SELLER_RECEIVABLE, 0), currency),
            on_its_way=Money(leaving.get((store, currency), 0), currency),
            next_release_at=held.get((store, currency)),
        )
        for (store, currency), kinds in sorted(
            figures.items(), key=lambda pair: (by_store[pair[0][0]].name, pair[0][1])
        )
    ]


def _account_sums(stores: Iterable[UUID]) -> list[dict[str, Any]]:
    accounts = LedgerAccount.objects.filter(store__in=list(stores), kind__in=SELLER_KINDS).order_by()
    rows = accounts.values("store", "currency", "kind", "balance_minor").annotate(summed=Sum("entries__amount_minor"))
    return [{**row, "total": row["summed"] or 0} for row in rows]


def _due_by_store(stores: Iterable[UUID]) -> dict[tuple[UUID, str], datetime]:
    holds = Hold.objects.filter(sale__store__in=list(stores), released_at=None, left_minor__gt=0).order_by()
    rows = holds.values("sale__store", "sale__currency").annotate(at=Min("release_at"))
    return {(row["sale__store"], row["sale__currency"]): row["at"] for row in rows if row["at"]}


def _leaving_by_store(stores: Iterable[UUID]) -> dict[tuple[UUID, str], int]:
    payouts = Payout.objects.filter(store__in=list(stores), status__in=UNFINISHED_PAYOUTS).order_by()
    rows = payouts.values("store", "currency").annotate(total=Sum(F("amount_minor")))
    return {(row["store"], row["currency"]): row["total"] for row in rows}


def charged_back_of(dispute_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], int]:
    """What each dispute has taken from each store and not given again, minor units, by both ids."""
    entries = LedgerEntry.objects.filter(
        transaction__source_id__in=list(dispute_ids),
        transaction__kind__in=(TransactionKind.CHARGEBACK, TransactionKind.CHARGEBACK_RETURNED),
        account__kind__in=SELLER_KINDS,
    ).order_by()
    rows = entries.values_list("transaction__source_id", "account__store").annotate(total=Sum("amount_minor"))
    return {(dispute, store): -total for dispute, store, total in rows}


@dataclass(frozen=True)
class TrailStep:
    """One fact in the life of an order's money: how much moved between which accounts, minor units by column."""

    at: datetime
    title: str
    reference: str  # the number of the order, part or payout
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Trail:
    """The way of an order's money: a column for each account it touched, a row for each fact, and what stands in each
    account now. Every row sums to zero, and so does the last."""

    currency: str
    columns: tuple[str, ...]
    steps: tuple[TrailStep, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(amounts) for amounts in zip(*(step.amounts for step in self.steps), strict=True))


_TRAIL_ORDER = (
    AccountKind.GATEWAY,
    AccountKind.COURIER_CASH,
    AccountKind.SELLER_PENDING,
    AccountKind.SELLER_PAYABLE,
    AccountKind.SELLER_RECEIVABLE,
    AccountKind.COMMISSION,
    AccountKind.TAX,
    AccountKind.SHIPPING,
    AccountKind.CASH_FEES,
    AccountKind.DISCOUNTS,
    AccountKind.GOODWILL,
    AccountKind.CHARGEBACKS,
    AccountKind.DISPUTE_FEES,
    AccountKind.REFUNDS,
    AccountKind.SUSPENSE,
    AccountKind.PAYOUTS,
    AccountKind.BANK,
)


def trail_of(*, references: Iterable[str], currency: str) -> Trail:
    """What the books know of these numbers of orders and store orders, oldest first, with the payouts that took it.

    Of a payout, only what it took of these numbers is shown.
    """
    numbers = list(references)
    entries = list(
        LedgerEntry.objects.filter(transaction__reference__in=numbers, currency=currency)
        .select_related("transaction", "account__store")
        .order_by("created_at", "pk")
    )
    taken = PayoutEntry.objects.filter(entry__in=[entry.pk for entry in entries], is_live=True)
    payouts = list(taken.select_related("payout", "entry__account__store").order_by("payout__created_at", "pk"))
    accounts = _trail_accounts(entries, has_payouts=bool(payouts))
    steps = [*_posted_steps(entries, accounts), *_payout_steps(payouts, accounts)]
    return Trail(currency, tuple(accounts.values()), tuple(steps))


def _account_key(account: LedgerAccount) -> tuple[int, str]:
    return (_TRAIL_ORDER.index(AccountKind(account.kind)), str(account.store_id or account.qualifier))


def _trail_accounts(entries: Iterable[LedgerEntry], *, has_payouts: bool) -> dict[tuple[int, str], str]:
    """The columns: key of the account to its name, in the order money takes."""
    found = {_account_key(entry.account): _account_name(entry.account) for entry in entries}
    if has_payouts:
        found[(_TRAIL_ORDER.index(AccountKind.BANK), "")] = _("Paid out")
    return dict(sorted(found.items()))


def _account_name(account: LedgerAccount) -> str:
    kind = account.get_kind_display()
    owner = account.store.name if account.store else account.qualifier
    return f"{kind} · {owner}" if owner else kind


def _posted_steps(entries: Iterable[LedgerEntry], accounts: dict[tuple[int, str], str]) -> list[TrailStep]:
    by_transaction: dict[UUID, list[LedgerEntry]] = {}
    for entry in entries:
        by_transaction.setdefault(entry.transaction_id, []).append(entry)
    steps = []
    for group in by_transaction.values():
        amounts = {_account_key(entry.account): entry.amount_minor for entry in group}
        fact = group[0].transaction
        title = fact.get_kind_display()
        steps.append(TrailStep(fact.created_at, title, fact.reference, tuple(amounts.get(key, 0) for key in accounts)))
    return steps


def _payout_steps(payouts: Iterable[PayoutEntry], accounts: dict[tuple[int, str], str]) -> list[TrailStep]:
    steps = []
    for line in payouts:
        amount = line.entry.amount_minor
        moved = {_account_key(line.entry.account): -amount, (_TRAIL_ORDER.index(AccountKind.BANK), ""): amount}
        title = f"{_('Payout')} · {line.payout.get_status_display()}"
        steps.append(
            TrailStep(line.payout.created_at, title, line.payout.number, tuple(moved.get(key, 0) for key in accounts))
        )
    return steps

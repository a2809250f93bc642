"""Cash on delivery: a store's courier collects the price at the door, the store keeps it and owes us our share of it.

Nothing of such a sale is held, for the store has its money already; what it owes is taken from what could be paid out
to it, and else stands in `seller_receivable` until a release or a payment of the store settles it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, formats
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.ids import new_id
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope
from finance.errors import CashLimitReached, DebtExceeded
from finance.models import CashParcel, Hold, LedgerAccount, PayoutTerms, Sale
from finance.rules import CashTerms
from finance.services.batches import BANK
from finance.services.ledger import Account, Legs, balances_lock, post
from finance.services.sales import SoldPart, sale_rows, terms_read
from finance.states import CASH_TRANSITIONS, AccountKind, CashStatus, TransactionKind
from marketplace.models import Store

CASH_FEES = Account(AccountKind.CASH_FEES)


def cash_terms_read(currency: str, store_ids: Sequence[UUID]) -> dict[UUID, CashTerms]:
    """The terms of each store: what its own say, else the currency's, else the settings'. None: a limit of zero."""
    fee, limit, _largest = settings.CASH_ON_DELIVERY_TERMS.get(currency, (0, 0, 0))
    rows = PayoutTerms.objects.filter(Q(store_id__in=store_ids) | Q(store=None), currency=currency)
    known = {row.store_id: row for row in rows}
    found = {}
    for store_id in store_ids:
        terms = CashTerms(fee, limit)
        for row in (known.get(None), known.get(store_id)):
            if row is not None:
                terms = CashTerms(
                    terms.fee_minor if row.cash_fee_minor is None else row.cash_fee_minor,
                    terms.limit_minor if row.cash_limit_minor is None else row.cash_limit_minor,
                )
        found[store_id] = terms
    return found


def cash_over_limit(*, currency: str, parts: Sequence[SoldPart]) -> list[Store]:
    """The stores of these parts that would owe us more than they may if their cash were collected."""
    parcels = _parcels(currency, parts, timezone.now())
    owed = dict(
        LedgerAccount.objects.filter(
            kind=AccountKind.SELLER_RECEIVABLE, currency=currency, store__in=[parcel.store_id for parcel in parcels]
        ).values_list("store_id", "balance_minor")
    )
    return _over_limit(currency, parcels, {store_id: -balance for store_id, balance in owed.items()})


def _over_limit(currency: str, parcels: Sequence[CashParcel], owed: Mapping[UUID, int]) -> list[Store]:
    """`owed`: what each store owes us now. What it will owe for parcels on their way counts as well."""
    stores = [parcel.store_id for parcel in parcels]
    terms = cash_terms_read(currency, stores)
    due = CashParcel.objects.filter(store__in=stores, currency=currency, status=CashStatus.DUE).order_by()
    expected: dict[UUID, int] = dict(due.values_list("store").annotate(total=Sum("debt_minor")))
    over = [
        parcel.store_id
        for parcel in parcels
        if owed.get(parcel.store_id, 0) + expected.get(parcel.store_id, 0) + parcel.debt_minor
        > terms[parcel.store_id].limit_minor
    ]
    return list(Store.objects.filter(pk__in=over).order_by("name", "pk")) if over else []


def _parcels(currency: str, parts: Sequence[SoldPart], at: datetime) -> list[CashParcel]:
    """Unsaved, with what each store would owe us."""
    fees = cash_terms_read(currency, [part.store_id for part in parts])
    found = []
    for part in parts:
        sale = _sale(currency, part, at)
        fee = fees[part.store_id].fee_minor
        found.append(
            CashParcel(
                store_id=part.store_id,
                reference=part.reference,
                number=part.number,
                currency=currency,
                amount_minor=sale.paid_minor,
                debt_minor=max(0, sale.paid_minor - sale.row.net_minor + fee),
                fee_minor=fee,
            )
        )
    return found


@dataclass(frozen=True)
class _CashSale:
    """A sale whose price, `paid_minor`, lies at the store's courier; `rows` are it and its lines, unsaved, no holds."""

    row: Sale
    rows: list[models.Model]
    legs: Legs
    paid_minor: int


def _sale(currency: str, part: SoldPart, at: datetime) -> _CashSale:
    cash = _cash_of(part.store_id)
    legs, rows = sale_rows(
        paid_into=cash,
        source_id=part.reference,
        currency=currency,
        parts=[part],
        sold_at=at,
        terms=terms_read(currency, [part]),
    )
    [sale] = [row for row in rows if isinstance(row, Sale)]
    kept = [row for row in rows if not isinstance(row, Hold)]
    return _CashSale(sale, kept, legs, -legs[cash])


def _cash_of(store_id: UUID) -> Account:
    return Account(AccountKind.COURIER_CASH, store_id)


@atomic
def cash_expect(*, currency: str, parts: Sequence[SoldPart]) -> None:
    """These parts of one order will be paid at the door. The stores' balances are held, so that all that is accepted
    at the same moment stays within their limits. Raises CashLimitReached."""
    parcels = _parcels(currency, parts, timezone.now())
    balances = balances_lock([part.store_id for part in parts], currency)
    owed = {
        account.store_id: -balance
        for account, balance in balances.items()
        if account.kind is AccountKind.SELLER_RECEIVABLE and account.store_id
    }
    over = _over_limit(currency, parcels, owed)
    if over:
        detail = limit_words(over)
        problem = FieldProblem("/gateway", CashLimitReached.code, detail)
        raise CashLimitReached(detail, problems=[problem], extra={"stores": [store.slug for store in over]})
    CashParcel.objects.bulk_create(parcels)


def limit_words(stores: Sequence[Store]) -> str:
    """Which stores take no more cash, for the shopper."""
    return _("For now there is no cash on delivery at: %(stores)s.") % {
        "stores": ", ".join(store.name for store in stores)
    }


@atomic
def cash_collect(*, part: SoldPart, number: str, currency: str, collected_at: datetime) -> None:
    """A store's courier has handed the parcel over for its price: the sale is made now.

    Three facts: the sale, paid into the courier's hands; the store keeps the cash; the fee. `number` is the order's.
    Raises CashParcel.DoesNotExist, InvalidTransition.
    """
    parcel = CashParcel.objects.select_for_update(no_key=True, of=("self",)).get(reference=part.reference)
    _close([parcel], CashStatus.COLLECTED, collected_at)
    sale = _sale(currency, part, collected_at)
    sale.row.delivered_at = collected_at
    sale.row.cash_fee_minor = parcel.fee_minor
    balances = balances_lock([part.store_id], currency)
    pending, rest = Account(AccountKind.SELLER_PENDING, part.store_id), sale.paid_minor - sale.row.net_minor
    facts: list[tuple[TransactionKind, Legs, str]] = [
        (TransactionKind.CAPTURE, sale.legs, number),
        (
            TransactionKind.CASH_KEPT,
            {
                _cash_of(part.store_id): sale.paid_minor,
                pending: -sale.row.net_minor,
                **_taken(balances, part.store_id, rest),
            },
            part.number,
        ),
        (
            TransactionKind.CASH_FEE,
            {CASH_FEES: parcel.fee_minor, **_taken(balances, part.store_id, parcel.fee_minor)},
            part.number,
        ),
    ]
    for kind, legs, reference in facts:
        post(
            kind=kind,
            source_type="store_order",
            source_id=part.reference,
            currency=currency,
            legs=legs,
            reference=reference,
            beside=sale.rows if kind is TransactionKind.CAPTURE else (),
        )


def _taken(balances: dict[Account, int], store_id: UUID, amount: int) -> Legs:
    """The legs that take an amount from a store, from what could be paid out first, then as a debt; what is below
    zero is given, its debt first. `balances` is kept up to date."""
    payable, owed = Account(AccountKind.SELLER_PAYABLE, store_id), Account(AccountKind.SELLER_RECEIVABLE, store_id)
    if amount >= 0:
        part = min(amount, balances[payable])
        legs: Legs = {payable: -part, owed: part - amount}
    else:
        part = min(-amount, -balances[owed])
        legs = {owed: part, payable: -amount - part}
    for account, moved in legs.items():
        balances[account] += moved
    return legs


@atomic
def cash_release(*, references: Sequence[UUID]) -> None:
    """These parts (store orders) will not be paid at the door after all: nothing is owed for them."""
    parcels = CashParcel.objects.filter(reference__in=references).order_by("pk")
    _close(list(parcels.select_for_update(no_key=True, of=("self",))), CashStatus.RELEASED, timezone.now())


def _close(parcels: Sequence[CashParcel], status: CashStatus, at: datetime) -> None:
    for parcel in parcels:
        CASH_TRANSITIONS.check(CashStatus(parcel.status), status)
        parcel.status, parcel.closed_at = status, at
        parcel.save(update_fields=["status", "closed_at", "updated_at"])


@atomic
def debt_pay(*, scope: ActingScope, account_id: UUID, amount: Decimal, reference: str) -> LedgerAccount:
    """A store has sent to our bank what it owes us, or a part of that. Audited.

    `account_id` is its `seller_receivable`, `amount` in the unit of its currency: 12.50 is 12.50 USD.
    Raises NotAllowed, NotFound, Invalid, DebtExceeded.
    """
    scope.require_role(ADMINISTRATOR)
    held = LedgerAccount.objects.select_for_update(no_key=True, of=("self",))
    account = held.filter(pk=account_id, kind=AccountKind.SELLER_RECEIVABLE).first()
    if account is None or account.store_id is None:
        raise NotFound
    try:
        paid = Money.parse(amount, account.currency)
    except ValueError as error:
        raise Invalid(str(error), problems=[FieldProblem("/amount", "invalid", str(error))]) from None
    if not 0 < paid.minor <= -account.balance_minor:
        owed = formats.money(Money(-account.balance_minor, account.currency))
        detail = _("It owes %(amount)s.") % {"amount": owed}
        raise DebtExceeded(detail, problems=[FieldProblem("/amount", "more_than_owed", detail)])
    post(
        kind=TransactionKind.DEBT_PAID,
        source_type="store",
        source_id=new_id(),
        currency=account.currency,
        legs={BANK: -paid.minor, Account(AccountKind.SELLER_RECEIVABLE, account.store_id): paid.minor},
        reference=reference,
    )
    changes = {"amount": [None, paid.as_dict()], "reference": [None, reference]}
    audit.record(actor=scope.actor, action="store.pay_debt", row=account, changes=changes, store_id=account.store_id)
    return account

"""Statements: what moved in a store's accounts in a time, line by line, from one balance to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from core.errors import FieldProblem, Invalid
from core.money import Money
from core.scope import ActingScope
from finance.models import CommissionLine, LedgerEntry, LedgerTransaction, LineReversal
from finance.selectors.books import SELLER_KINDS, store_for_books
from finance.states import TransactionKind
from marketplace.models import Store

MOST_DAYS, MOST_ENTRIES = 366, 50_000
_PAYOUTS = (
    TransactionKind.PAYOUT,
    TransactionKind.PAYOUT_RETURNED,
    TransactionKind.CASH_KEPT,
    TransactionKind.DEBT_PAID,
    TransactionKind.SPLIT,
)
_BACK = (
    TransactionKind.CANCELLATION,
    TransactionKind.REFUND,
    TransactionKind.CHARGEBACK,
    TransactionKind.CHARGEBACK_RETURNED,
)


@dataclass(frozen=True)
class Period:
    """Days, both included, in the store's time zone."""

    first: date
    last: date

    def moments(self, zone: str) -> tuple[datetime, datetime]:
        """The first moment of it, and the first after it."""
        info = ZoneInfo(zone)
        return (
            datetime.combine(self.first, time.min, info),
            datetime.combine(self.last + timedelta(days=1), time.min, info),
        )


@dataclass(frozen=True)
class Movement:
    """One line of a statement, minor units: price + commission + fees + refund + payout is `amount`, what it changed;
    `balance` is what there was after it. `fees`: tax and delivery that the platform keeps to hand on, and what cash
    on delivery costs. `payout`: what the store got by a payout, or kept of the cash its courier collected."""

    at: datetime
    kind: TransactionKind
    reference: str
    title: str = ""
    explanation: str = ""
    price: int = 0
    commission: int = 0
    fees: int = 0
    refund: int = 0
    payout: int = 0
    balance: int = 0

    @property
    def amount(self) -> int:
        return self.price + self.commission + self.fees + self.refund + self.payout


@dataclass(frozen=True)
class Statement:
    """The balance is all that is the store's: held, released, less what it owes us. A release changes nothing of it."""

    store: Store
    currency: str
    period: Period
    opening: Money
    closing: Money
    movements: list[Movement]

    def total(self, column: str) -> Money:
        return Money(sum(getattr(movement, column) for movement in self.movements), self.currency)


def statement(*, scope: ActingScope, store_id: UUID, currency: str, period: Period) -> Statement:
    """A store's statement, in five reads however long it is.

    Raises NotFound, NotAllowed; Invalid for too long a time, or one in which too much happened.
    """
    store = store_for_books(scope=scope, store_id=store_id)
    if not 0 <= (period.last - period.first).days < MOST_DAYS:
        _refuse(_("From the first day to the last are 1 to %(count)s days.") % {"count": MOST_DAYS})
    begins_at, ends_at = period.moments(store.time_zone)
    entries = LedgerEntry.objects.filter(account__store=store, account__kind__in=SELLER_KINDS, currency=currency)
    opening = entries.filter(transaction__created_at__lt=begins_at).aggregate(total=Sum("amount_minor"))["total"] or 0
    inside = entries.filter(transaction__created_at__gte=begins_at, transaction__created_at__lt=ends_at)
    balance, movements = opening, []
    for movement in _movements(store, inside):
        balance += movement.amount
        movements.append(replace(movement, balance=balance))
    return Statement(store, currency, period, Money(opening, currency), Money(balance, currency), movements)


def _refuse(detail: str) -> None:
    raise Invalid(detail, problems=[FieldProblem("/to", "invalid", detail)])


def _movements(store: Store, entries: QuerySet[LedgerEntry]) -> Iterable[Movement]:
    found = list(
        entries.select_related("transaction").order_by("transaction__created_at", "transaction_id")[: MOST_ENTRIES + 1]
    )
    if len(found) > MOST_ENTRIES:
        _refuse(_("More than %(count)s movements: choose a shorter period.") % {"count": MOST_ENTRIES})
    sources = entries.order_by().values("transaction__source_id")
    sold: dict[UUID, list[CommissionLine]] = {}
    lines = CommissionLine.objects.filter(sale__store=store, sale__source_id__in=sources).select_related("sale")
    for line in lines.order_by("pk"):
        sold.setdefault(line.sale.source_id, []).append(line)  # type: ignore[arg-type]  # not null: filtered
    back: dict[tuple[str, UUID], list[LineReversal]] = {}
    reversals = LineReversal.objects.filter(line__sale__store=store, source_id__in=sources)
    for reversal in reversals.select_related("line__sale").order_by("line_id"):
        back.setdefault((reversal.source_type, reversal.source_id), []).append(reversal)
    for _key, group in groupby(found, key=lambda entry: entry.transaction_id):
        together = list(group)
        amount = sum(entry.amount_minor for entry in together)
        fact = together[0].transaction
        kind = TransactionKind(fact.kind)
        parts: list[Movement] = []
        if kind == TransactionKind.CAPTURE:
            parts = [_sold(fact, line) for line in sold.get(fact.source_id, [])]
        elif kind in _BACK:
            parts = [_given_back(fact, reversal) for reversal in back.get((fact.source_type, fact.source_id), [])]
        if parts and sum(part.amount for part in parts) == amount:
            yield from parts
        elif amount:
            yield _whole(fact, kind, amount)


def _sold(fact: LedgerTransaction, line: CommissionLine) -> Movement:
    shares = line.shares
    return Movement(
        at=fact.created_at,
        kind=TransactionKind.CAPTURE,
        reference=line.sale.number,
        title=_title(line),
        explanation="" if line.is_delivery else line.explanation,
        price=shares.paid + shares.funded,
        commission=-shares.commission,
        fees=-(shares.tax + shares.shipping),
    )


def _given_back(fact: LedgerTransaction, reversal: LineReversal) -> Movement:
    return Movement(
        at=fact.created_at,
        kind=TransactionKind(fact.kind),
        reference=reversal.line.sale.number,
        title=_title(reversal.line),
        refund=-(reversal.paid_minor + reversal.funded_minor),
        commission=reversal.commission_minor,
        fees=reversal.tax_minor + reversal.shipping_minor,
    )


def _title(line: CommissionLine) -> str:
    return _("Delivery") if line.is_delivery else line.title


def _whole(fact: LedgerTransaction, kind: TransactionKind, amount: int) -> Movement:
    """A fact that has no lines: a payout, or a sale older than the books' note of what posted it."""
    movement = Movement(at=fact.created_at, kind=kind, reference=fact.reference)
    if kind in _PAYOUTS:
        return replace(movement, payout=amount)
    if kind == TransactionKind.CASH_FEE:
        return replace(movement, fees=amount)
    return replace(movement, price=amount) if kind == TransactionKind.CAPTURE else replace(movement, refund=amount)

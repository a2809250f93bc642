"""Money goes back to a shopper: what each took of a line is taken back from it, and the seller's share from the seller.

A seller's share comes first from what is held of that sale, then from what could be paid out, and what neither covers
is owed to us: `seller_receivable`, which the next release settles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from core import outbox
from core.db import atomic
from finance.models import CommissionLine, Hold, LedgerTransaction, LineReversal, Sale
from finance.rules import Shares, shares_back, spread, sum_of
from finance.services.ledger import Account, Legs, balances_lock, gateway_account, post
from finance.services.papers.issuing import credit_note_message
from finance.states import AccountKind, HoldKind, TransactionKind

REFUNDS = Account(AccountKind.REFUNDS)
GOODWILL = Account(AccountKind.GOODWILL)
SUSPENSE = Account(AccountKind.SUSPENSE)


@dataclass(frozen=True)
class Owed:
    """What the cancellation of one part owes the shopper, minor units."""

    reference: UUID
    paid_minor: int


@atomic
def sales_cancel(*, references: Sequence[UUID]) -> list[Owed]:
    """Take back all that is left of these parts of an order (store orders): each posts once.

    Parts the books do not know (never paid) owe nothing.
    """
    sales = sales_lock(references)
    lines = {sale.pk: lines_lock(sale) for sale in sales}
    taken = {sale.pk: [(line, line.left) for line in lines[sale.pk]] for sale in sales}
    sources = _sources(sales, taken)
    owed = []
    for sale in sales:
        shares = sum_of(share for _, share in taken[sale.pk])
        post(
            kind=TransactionKind.CANCELLATION,
            source_type="store_order",
            source_id=sale.reference,
            currency=sale.currency,
            legs=_legs(sale, shares, sources),
            reference=sale.number,
            beside=_take_back(taken[sale.pk], "store_order", sale.reference),
        )
        owed.append(Owed(sale.reference, shares.paid))
    _papers_ask(((sale, "store_order", sale.reference) for sale in sales), taken)
    return owed


@atomic
def sales_refund(*, refund_id: UUID, amounts: Mapping[UUID, int], reference: str) -> None:
    """Take back what a refund gives for lines of paid orders: `amounts` by the line's reference, minor units.

    Raises ValueError for more than is left of a line.
    """
    back = lines_take(amounts=amounts, source_type="refund", source_id=refund_id)
    post(
        kind=TransactionKind.REFUND,
        source_type="refund",
        source_id=refund_id,
        currency=back.sales[0].currency,
        legs=back.legs,
        reference=reference,
        beside=back.rows,
    )
    _papers_ask(((sale, "refund", refund_id) for sale in back.sales), back.taken)


@dataclass(frozen=True)
class TakenBack:
    """What was taken back of lines: `legs` owe it to the shopper, `rows` are unsaved; by sale which line gave what."""

    sales: list[Sale]
    legs: Legs
    rows: list[models.Model]
    taken: dict[UUID, list[tuple[CommissionLine, Shares]]]


def lines_take(*, amounts: Mapping[UUID, int], source_type: str, source_id: UUID) -> TakenBack:
    """Take `amounts` back of lines (by their reference, minor units) and note it on them; the caller posts the legs.

    Raises ValueError for more than is left of a line.
    """
    wanted = {reference: amount for reference, amount in amounts.items() if amount}
    found = CommissionLine.objects.filter(reference__in=list(wanted)).values_list("sale__reference", flat=True)
    sales = sales_lock(list(set(found)))
    taken: dict[UUID, list[tuple[CommissionLine, Shares]]] = {}
    for sale in sales:
        lines = [line for line in lines_lock(sale) if line.reference in wanted]
        taken[sale.pk] = [(line, shares_back(line.left, wanted[line.reference])) for line in lines]
    if sum(len(lines) for lines in taken.values()) != len(wanted):
        raise ValueError("a line is not in the books")
    sources = _sources(sales, taken)
    legs: Legs = {}
    rows: list[models.Model] = []
    for sale in sales:
        for account, amount in _legs(sale, sum_of(share for _, share in taken[sale.pk]), sources).items():
            legs[account] = legs.get(account, 0) + amount
        rows += _take_back(taken[sale.pk], source_type, source_id)
    return TakenBack(sales, legs, rows, taken)


@atomic
def refund_bear(*, refund_id: UUID, amount_minor: int, currency: str, bearer: Account, reference: str) -> None:
    """A refund that no seller bears: `bearer` is goodwill, or what we could not explain."""
    post(
        kind=TransactionKind.REFUND,
        source_type="refund",
        source_id=refund_id,
        currency=currency,
        legs={bearer: -amount_minor, REFUNDS: amount_minor},
        reference=reference,
    )


@atomic
def goodwill_settle(*, reference: UUID, number: str, amount_minor: int, currency: str) -> None:
    """A part (store order) was cancelled for which goodwill had given something back before: that much of what its
    cancellation owes is not owed any more."""
    post(
        kind=TransactionKind.REFUND,
        source_type="store_order",
        source_id=reference,
        currency=currency,
        legs={REFUNDS: -amount_minor, GOODWILL: amount_minor},
        reference=number,
    )


@atomic
def refund_paid(*, refund_id: UUID, amount_minor: int, currency: str, gateway: str, reference: str) -> None:
    """The gateway has sent a refund. Said twice it is an IntegrityError, but for one that came back in between."""
    post(
        kind=TransactionKind.REFUND_PAID,
        source_type=_try_of(refund_id),
        source_id=refund_id,
        currency=currency,
        legs={REFUNDS: -amount_minor, gateway_account(gateway): amount_minor},
        reference=reference,
    )


@atomic
def refund_returned(*, refund_id: UUID, amount_minor: int, currency: str, gateway: str, reference: str) -> None:
    """The shopper's bank has sent a refund back to the gateway: it is owed again."""
    post(
        kind=TransactionKind.REFUND_RETURNED,
        source_type=_try_of(refund_id),
        source_id=refund_id,
        currency=currency,
        legs={gateway_account(gateway): -amount_minor, REFUNDS: amount_minor},
        reference=reference,
    )


def _try_of(refund_id: UUID) -> str:
    """ "refund"; "refund:2" once it came back, so that each try posts once."""
    returned = LedgerTransaction.objects.filter(kind=TransactionKind.REFUND_RETURNED, source_id=refund_id).count()
    return f"refund:{returned + 1}" if returned else "refund"


@atomic
def unwanted_post(
    *, payment_id: UUID, amount_minor: int, currency: str, gateway: str, is_explained: bool, reference: str
) -> None:
    """Money that pays no order: a surplus is owed to the shopper, a mismatch is kept apart until people know."""
    post(
        kind=TransactionKind.UNWANTED,
        source_type="payment",
        source_id=payment_id,
        currency=currency,
        legs={gateway_account(gateway): -amount_minor, (REFUNDS if is_explained else SUSPENSE): amount_minor},
        reference=reference,
    )


def amounts_spread(*, references: Sequence[UUID], amount_minor: int) -> dict[UUID, int]:
    """Share an amount out over what is left of all lines of these parts (store orders), by line.

    Raises ValueError when less than that is left.
    """
    lines = list(CommissionLine.objects.filter(sale__reference__in=references).order_by("pk"))
    amounts = spread(amount_minor, [line.left.paid for line in lines])
    return {line.reference: amount for line, amount in zip(lines, amounts, strict=True)}


def sales_lock(references: Sequence[UUID]) -> list[Sale]:
    return list(
        Sale.objects.filter(reference__in=references).order_by("pk").select_for_update(no_key=True, of=("self",))
    )


def lines_lock(sale: Sale) -> list[CommissionLine]:
    return list(CommissionLine.objects.filter(sale=sale).order_by("pk").select_for_update(no_key=True, of=("self",)))


def _papers_ask(
    facts: Iterable[tuple[Sale, str, UUID]], taken: Mapping[UUID, Sequence[tuple[CommissionLine, Shares]]]
) -> None:
    """Whatever takes something back of a sale gets a credit note, once this has committed."""
    outbox.enqueue_many(
        [
            credit_note_message(sale, source_type, source_id)
            for sale, source_type, source_id in facts
            if any(shares != Shares() for _, shares in taken[sale.pk])
        ]
    )


def _take_back(taken: Sequence[tuple[CommissionLine, Shares]], source_type: str, source_id: UUID) -> list[models.Model]:
    """Note what is taken back on each line; the rows that say so."""
    rows: list[models.Model] = []
    for line, shares in taken:
        if shares == Shares():
            continue
        line.take_back(shares)
        line.save(update_fields=[*CommissionLine.back_fields(), "updated_at"])
        columns = {f"{name}_minor": getattr(shares, name) for name in ("paid", "funded", "net")}
        columns |= {f"{name}_minor": getattr(shares, name) for name in ("commission", "tax", "shipping")}
        rows.append(
            LineReversal(line=line, source_type=source_type, source_id=source_id, currency=line.currency, **columns)
        )
    return rows


def _legs(sale: Sale, shares: Shares, sources: SellerSources) -> Legs:
    return {
        REFUNDS: shares.paid,
        Account(AccountKind.COMMISSION): -shares.commission,
        Account(AccountKind.TAX): -shares.tax,
        Account(AccountKind.SHIPPING): -shares.shipping,
        Account(AccountKind.DISCOUNTS): shares.funded,
        **sources.take(sale.store_id, shares.net, sale),
    }


def _sources(sales: Sequence[Sale], taken: Mapping[UUID, Sequence[tuple[CommissionLine, Shares]]]) -> SellerSources:
    wanted: dict[UUID, int] = {}
    for sale in sales:
        net = sum_of(shares for _, shares in taken[sale.pk]).net
        wanted[sale.store_id] = wanted.get(sale.store_id, 0) + net
    return SellerSources(sales, wanted, currency=sales[0].currency if sales else "")


class SellerSources:
    """Where sellers' shares are taken from; locks in one go all that several sales need.

    `wanted`: what is to be taken from each store, minor units.
    """

    def __init__(self, sales: Sequence[Sale], wanted: Mapping[UUID, int], *, currency: str) -> None:
        holds = Hold.objects.filter(sale__in=list(sales), released_at=None).order_by("pk")
        self.holds: dict[UUID, list[Hold]] = {sale.pk: [] for sale in sales}
        for hold in holds.select_for_update(no_key=True, of=("self",)):
            self.holds[hold.sale_id].append(hold)
        covered = dict.fromkeys(wanted, 0)
        for sale in sales:
            covered[sale.store_id] += sum(hold.left_minor for hold in self.holds[sale.pk])
        short = [store for store, amount in wanted.items() if amount > covered[store]]
        self.balances = balances_lock(short, currency) if short else {}

    def take(self, store_id: UUID, amount_minor: int, sale: Sale | None) -> Legs:
        """The legs that take it from a seller: from what is held of the sale, what is payable, as a debt."""
        left = amount_minor
        pending = 0
        for hold in sorted(self.holds[sale.pk] if sale else (), key=lambda hold: hold.kind != HoldKind.RETURNS):
            part = min(left, hold.left_minor)
            if part:
                hold.left_minor -= part
                hold.save(update_fields=["left_minor", "updated_at"])
                pending += part
                left -= part
        legs: Legs = {Account(AccountKind.SELLER_PENDING, store_id): -pending}
        if left:
            payable = Account(AccountKind.SELLER_PAYABLE, store_id)
            part = min(left, self.balances[payable])
            self.balances[payable] -= part
            legs[payable] = -part
            legs[Account(AccountKind.SELLER_RECEIVABLE, store_id)] = -(left - part)
        return legs

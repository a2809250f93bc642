"""A shopper's bank takes a payment back, or gives it again; meanwhile the stores it concerns are not paid out.

What was taken is borne as a refund is: each line gives back every share it was made of. It leaves the gateway at once,
so nothing is owed to the shopper, and it corrects no invoice. What a dispute that was won gives again goes back to the
lines as it came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import models
from django.utils import timezone

from core.db import atomic
from finance.models import CommissionLine, Hold, LedgerEntry, LedgerTransaction, LineReversal, PayoutFreeze, Sale
from finance.services.ledger import Account, Legs, balances_lock, gateway_account, post
from finance.services.reversals import REFUNDS, TakenBack, lines_lock, lines_take, sales_lock
from finance.states import DISPUTE, AccountKind, HoldKind, TransactionKind

CHARGEBACKS = Account(AccountKind.CHARGEBACKS)
DISPUTE_FEES = Account(AccountKind.DISPUTE_FEES)
_SHARES = ("paid", "funded", "net", "commission", "tax", "shipping")


@atomic
def chargeback_post(
    *,
    dispute_id: UUID,
    gateway: str,
    currency: str,
    amounts: Mapping[UUID, int],
    apart: Mapping[Account, int],
    reference: str,
) -> None:
    """A bank has taken money back from the gateway.

    `amounts`: what lines of paid orders bear, by their reference; `apart`: what other accounts bear. Minor units of
    `currency`. Raises ValueError for more than is left of a line.
    """
    source_type = _time_of(DISPUTE, _times(dispute_id, TransactionKind.CHARGEBACK))
    back = TakenBack([], {}, [], {})
    if any(amounts.values()):
        back = lines_take(amounts=amounts, source_type=source_type, source_id=dispute_id)
    legs: Legs = {**back.legs, gateway_account(gateway): back.legs.get(REFUNDS, 0) + sum(apart.values())}
    legs.pop(REFUNDS, None)
    for account, amount in apart.items():
        legs[account] = legs.get(account, 0) - amount
    post(
        kind=TransactionKind.CHARGEBACK,
        source_type=source_type,
        source_id=dispute_id,
        currency=currency,
        legs=legs,
        reference=reference,
        beside=back.rows,
    )


@atomic
def chargeback_return(*, dispute_id: UUID, reference: str) -> None:
    """The bank has given back what it took last for this dispute: every account and every line gets its share again.

    A seller's share goes to what is still held of the sale, as far as it was taken from there; of the rest what the
    seller owes is settled first, and what is left can be paid out.
    """
    number = _times(dispute_id, TransactionKind.CHARGEBACK) - 1
    taken = LedgerTransaction.objects.get(
        kind=TransactionKind.CHARGEBACK, source_type=_time_of(DISPUTE, number), source_id=dispute_id
    )
    entries = list(LedgerEntry.objects.filter(transaction=taken).select_related("account"))
    legs: Legs = {
        Account(AccountKind(entry.account.kind), qualifier=entry.account.qualifier): -entry.amount_minor
        for entry in entries
        if entry.account.store_id is None
    }
    held: dict[UUID | None, int] = {
        entry.account.store_id: -entry.amount_minor
        for entry in entries
        if entry.account.kind == AccountKind.SELLER_PENDING
    }
    source_type = _time_of(f"{DISPUTE}_won", number)
    reversals = _reversals_of(taken)
    sales = sales_lock(list(reversals))
    rows = [row for sale in sales for row in _given_again(sale, reversals[sale.reference], source_type)]
    nets = {sale.pk: sum(row.net_minor for row in reversals[sale.reference]) for sale in sales}
    legs |= _to_the_sellers(sales, nets, held) if sales else {}
    post(
        kind=TransactionKind.CHARGEBACK_RETURNED,
        source_type=source_type,
        source_id=dispute_id,
        currency=taken.currency,
        legs=legs,
        reference=reference,
        beside=rows,
    )


@atomic
def dispute_fee_post(*, dispute_id: UUID, gateway: str, currency: str, amount_minor: int, reference: str) -> None:
    """The gateway keeps so much more for a dispute, or so much less when it gives a fee back. We bear it."""
    post(
        kind=TransactionKind.DISPUTE_FEE,
        source_type=_time_of(DISPUTE, _times(dispute_id, TransactionKind.DISPUTE_FEE)),
        source_id=dispute_id,
        currency=currency,
        legs={gateway_account(gateway): amount_minor, DISPUTE_FEES: -amount_minor},
        reference=reference,
    )


@atomic
def payouts_freeze(*, dispute_id: UUID, references: Sequence[UUID], currency: str, reference: str) -> None:
    """Pay nothing out in this currency to the stores of these parts (store orders) until the dispute is decided."""
    stores = sorted(set(Sale.objects.filter(reference__in=references).values_list("store_id", flat=True)))
    balances_lock(stores, currency)  # a payout that is being claimed is before this, or sees it
    for store_id in stores:
        PayoutFreeze.objects.update_or_create(
            store_id=store_id,
            source_type=DISPUTE,
            source_id=dispute_id,
            defaults={"currency": currency, "reference": reference, "ended_at": None},
        )


@atomic
def payouts_unfreeze(*, dispute_id: UUID) -> None:
    """The dispute is decided."""
    now = timezone.now()
    frozen = PayoutFreeze.objects.filter(source_type=DISPUTE, source_id=dispute_id, ended_at=None)
    frozen.update(ended_at=now, updated_at=now)


def _times(dispute_id: UUID, kind: TransactionKind) -> int:
    """How often this was posted for a dispute."""
    return LedgerTransaction.objects.filter(kind=kind, source_id=dispute_id).count()


def _time_of(name: str, number: int) -> str:
    """ "dispute"; "dispute:2" the second time, which is number 1: so that each posts once."""
    return f"{name}:{number + 1}" if number else name


def _reversals_of(taken: LedgerTransaction) -> dict[UUID, list[LineReversal]]:
    """What a chargeback took of each part, by the part's (store order's) id."""
    rows = LineReversal.objects.filter(source_type=taken.source_type, source_id=taken.source_id).order_by("pk")
    by_part: dict[UUID, list[LineReversal]] = {}
    for row in rows.select_related("line__sale"):
        by_part.setdefault(row.line.sale.reference, []).append(row)
    return by_part


def _given_again(sale: Sale, reversals: Sequence[LineReversal], source_type: str) -> list[models.Model]:
    """Note on each line what it got again; the rows that say so."""
    lines = {line.pk: line for line in lines_lock(sale)}
    rows: list[models.Model] = []
    for reversal in reversals:
        line = lines[reversal.line_id]
        again = {f"{name}_minor": -getattr(reversal, f"{name}_minor") for name in _SHARES}
        for name in _SHARES:
            back = f"{name}_back_minor"
            setattr(line, back, getattr(line, back) + again[f"{name}_minor"])
        line.save(update_fields=[*CommissionLine.back_fields(), "updated_at"])
        rows.append(
            LineReversal(
                line=line, source_type=source_type, source_id=reversal.source_id, currency=line.currency, **again
            )
        )
    return rows


def _to_the_sellers(sales: Sequence[Sale], nets: Mapping[UUID, int], most_held: Mapping[UUID | None, int]) -> Legs:
    """The legs that give each sale's seller its net, at most so much of it (by store) to what is held of that sale."""
    legs: Legs = {}
    rests: dict[UUID, int] = {sale.store_id: nets[sale.pk] for sale in sales}
    held = Hold.objects.filter(sale__in=list(sales), released_at=None).order_by("pk").select_related("sale")
    for hold in sorted(
        held.select_for_update(no_key=True, of=("self",)), key=lambda hold: hold.kind != HoldKind.RETURNS
    ):
        store_id = hold.sale.store_id
        pending = Account(AccountKind.SELLER_PENDING, store_id)
        had = most_held.get(store_id, 0) - legs.get(pending, 0)
        part = min(rests[store_id], had, hold.amount_minor - hold.left_minor)
        if part > 0:
            hold.left_minor += part
            hold.save(update_fields=["left_minor", "updated_at"])
            legs[pending] = legs.get(pending, 0) + part
            rests[store_id] -= part
    left = {store_id: rest for store_id, rest in rests.items() if rest}
    balances = balances_lock(left, sales[0].currency) if left else {}
    for store_id, rest in left.items():
        owed = Account(AccountKind.SELLER_RECEIVABLE, store_id)
        legs[owed] = min(rest, -balances[owed])
        legs[Account(AccountKind.SELLER_PAYABLE, store_id)] = rest - legs[owed]
    return legs

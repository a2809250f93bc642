"""The promises of the books, recomputed over all of them (DESIGN.md §4)."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from core.models import OutboxMessage
from core.services import Breach, invariant
from finance.models import (
    TRACKED,
    CommissionLine,
    Hold,
    Invoice,
    InvoiceSeries,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    LineReversal,
    Payout,
    PayoutEntry,
    Sale,
)
from finance.states import DISPUTE, LIVE_PAYOUTS, AccountKind, InvoiceKind

LIMIT = 1_000


@invariant("B1", "Every ledger transaction sums to zero and has entries, all in its currency")
def transactions_sum_to_zero() -> list[Breach]:
    entries = LedgerTransaction.objects.annotate(
        total=Coalesce(Sum("entries__amount_minor"), 0),
        count=Count("entries"),
        foreign=Count(
            "entries", filter=~Q(entries__currency=F("currency")) | ~Q(entries__account__currency=F("currency"))
        ),
    )
    wrong = entries.exclude(total=0, count__gt=1, foreign=0)
    return [
        Breach("B1", f"{row.kind} {row.source_id}", f"sums to {row.total} over {row.count} entries")
        for row in wrong[:LIMIT]
    ]


def _sum_of_entries() -> Coalesce:
    entries = (
        LedgerEntry.objects.filter(account=OuterRef("pk"))
        .order_by()
        .values("account")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    return Coalesce(Subquery(entries, output_field=BigIntegerField()), 0)


@invariant("B2", "A seller's balances are the sums of their entries, and what is held is what is pending")
def balances_are_sums() -> list[Breach]:
    tracked = LedgerAccount.objects.filter(kind__in=TRACKED).annotate(total=_sum_of_entries())
    breaches = [
        Breach("B2", row.code, f"balance {row.balance_minor}, entries {row.total}")
        for row in tracked.exclude(balance_minor=F("total"))[:LIMIT]
    ]
    breaches += _payable_beside_a_debt()
    breaches += _cash_left_over()
    pending: dict[tuple[Any, str], int] = {
        (row.store_id, row.currency): row.total
        for row in LedgerAccount.objects.filter(kind=AccountKind.SELLER_PENDING).annotate(total=_sum_of_entries())
    }
    held: dict[tuple[Any, str], int] = {
        (row["sale__store"], row["sale__currency"]): row["left"]
        for row in Hold.objects.order_by().values("sale__store", "sale__currency").annotate(left=Sum("left_minor"))
    }
    return breaches + [
        Breach("B2", f"store {key[0]} {key[1]}", f"pending {pending.get(key, 0)}, held {held.get(key, 0)}")
        for key in sorted({*pending, *held}, key=str)
        if pending.get(key, 0) != held.get(key, 0)
    ]


def _payable_beside_a_debt() -> list[Breach]:
    """What a store owes is settled from whatever it gets, so a debt and money to be paid out never stand at once."""
    debts = LedgerAccount.objects.filter(
        kind=AccountKind.SELLER_RECEIVABLE, balance_minor__lt=0, store=OuterRef("store"), currency=OuterRef("currency")
    )
    payable = LedgerAccount.objects.filter(kind=AccountKind.SELLER_PAYABLE, balance_minor__gt=0)
    wrong = payable.filter(Exists(debts))[:LIMIT]
    return [Breach("B2", row.code, f"{row.balance_minor} payable while the store owes us") for row in wrong]


def _cash_left_over() -> list[Breach]:
    """What a store's courier collected the store keeps at once, so that nothing stands between them and us."""
    cash = LedgerAccount.objects.filter(kind=AccountKind.COURIER_CASH).annotate(total=_sum_of_entries())
    return [Breach("B2", row.code, f"{row.total} left with couriers") for row in cash.exclude(total=0)[:LIMIT]]


_SHARES = ("paid", "funded", "net", "commission", "tax", "shipping")


@invariant("B3", "What was taken back of a line is the sum of its reversals")
def reversals_add_up() -> list[Breach]:
    sums = {f"{name}_sum": Coalesce(Sum(f"reversals__{name}_minor"), 0) for name in _SHARES}
    lines = CommissionLine.objects.annotate(**sums)
    wrong = lines.exclude(**{f"{name}_sum": F(f"{name}_back_minor") for name in _SHARES})
    breaches = [Breach("B3", f"line {row.reference}", "its reversals say otherwise") for row in wrong[:LIMIT]]
    lost = LineReversal.objects.filter(
        ~Exists(LedgerTransaction.objects.filter(source_type=OuterRef("source_type"), source_id=OuterRef("source_id")))
    )
    return breaches + [Breach("B3", f"reversal {row.pk}", "without a ledger transaction") for row in lost[:LIMIT]]


@invariant("B4", "A payout is the sum of its entries, and an entry is in at most one live payout")
def payouts_are_their_entries() -> list[Breach]:
    sums = Payout.objects.annotate(total=Coalesce(Sum("lines__entry__amount_minor"), 0))
    breaches = [
        Breach("B4", row.number, f"{row.amount_minor} of entries that sum to {row.total}")
        for row in sums.exclude(total=F("amount_minor"))[:LIMIT]
    ]
    wrong = PayoutEntry.objects.filter(
        Q(is_live=True) & ~Q(payout__status__in=LIVE_PAYOUTS) | Q(is_live=False) & Q(payout__status__in=LIVE_PAYOUTS)
    )
    breaches += [Breach("B4", f"entry {row.entry_id}", "claimed by a payout that ended") for row in wrong[:LIMIT]]
    twice = PayoutEntry.objects.filter(is_live=True).order_by().values("entry").annotate(n=Count("pk")).filter(n__gt=1)
    return breaches + [Breach("B4", f"entry {row['entry']}", "in two live payouts") for row in twice[:LIMIT]]


@invariant("B5", "Every sale has its invoice and each reversal its credit note, or a message that will make it")
def sales_have_papers() -> list[Breach]:
    """Their numbers have no gaps, and an invoice says what was paid."""
    waiting = set(
        OutboxMessage.objects.filter(handled_at=None, task__contains=".services.papers.").values_list("key", flat=True)
    )
    bare = Sale.objects.filter(~Exists(Invoice.objects.filter(sale=OuterRef("pk"), kind=InvoiceKind.INVOICE)))
    unwritten = {sale.pk: sale for sale in bare if f"invoice:{sale.reference}" not in waiting}
    breaches = [Breach("B5", f"sale {sale.number}", "has no invoice") for sale in list(unwritten.values())[:LIMIT]]
    papers = Invoice.objects.filter(
        sale=OuterRef("line__sale"), source_type=OuterRef("source_type"), source_id=OuterRef("source_id")
    )
    written = Invoice.objects.filter(sale=OuterRef("line__sale"), kind=InvoiceKind.INVOICE)
    facts = (
        LineReversal.objects.filter(Exists(written), ~Exists(papers))
        .exclude(source_type__startswith=DISPUTE)
        .order_by()
        .values_list("line__sale", "source_type", "source_id")
        .distinct()
    )
    missing = [fact for fact in facts if "credit-note:{}:{}:{}".format(*fact) not in waiting]
    breaches += [Breach("B5", f"sale {sale}", f"no credit note of {kind} {pk}") for sale, kind, pk in missing[:LIMIT]]
    return breaches + _gaps() + _wrong_totals()


def _gaps() -> list[Breach]:
    counted = InvoiceSeries.objects.annotate(count=Count("invoices"), highest=Coalesce(Max("invoices__serial"), 0))
    wrong = counted.exclude(count=F("last_number"), highest=F("last_number")).select_related("store")
    return [
        Breach("B5", f"{row.store} {row}", f"{row.count} documents up to number {row.highest}") for row in wrong[:LIMIT]
    ]


def _wrong_totals() -> list[Breach]:
    paid = CommissionLine.objects.filter(sale=OuterRef("sale")).order_by().values("sale")
    sums = paid.annotate(total=Sum("paid_minor")).values("total")
    invoices = Invoice.objects.filter(kind=InvoiceKind.INVOICE).annotate(
        paid=Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)
    )
    return [
        Breach("B5", row.number, f"says {row.total_minor}, paid was {row.paid}")
        for row in invoices.exclude(total_minor=F("paid"))[:LIMIT]
    ]

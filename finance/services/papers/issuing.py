"""Issuing documents, each once, numbered without gaps.

A document is made by a message of the outbox after the fact has committed, not in the capture itself. Two shoppers who
pay one store at the same moment would otherwise wait for each other: whoever takes a number holds its series until the
commit, and the commit of a capture waits for stock and books. Here the series is held while one row is inserted. Number
and document commit together, so a failure gives its number back: no sequence, no gap. The message is a row of the
capture's transaction, its key makes it once, and a second run finds the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pgtrigger
from django.db.models import F
from django.utils import timezone

from core import outbox
from core.db import atomic, is_postgres
from core.errors import NotFound
from core.models import OutboxMessage
from core.money import round_half_up
from finance.models import CommissionLine, Invoice, InvoiceSeries, LineReversal, Sale
from finance.states import DISPUTE, InvoiceKind
from marketplace.models import Store

SALE = "sale"  # the source of an invoice
_NOT_IN_PREFIX = re.compile(r"[^A-Z0-9]")
_PREFIX_LENGTH = 12
Row = dict[str, Any]


@dataclass(frozen=True)
class Buyer:
    """Whom a document is written to."""

    name: str
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True)
class Paper:
    """What an invoice says that the books do not know. `taxes`: what is contained in each line's price, by the line's
    reference, minor units."""

    buyer: Buyer
    language: str
    taxes: Mapping[UUID, int]


@atomic
def invoice_issue(*, reference: UUID, paper: Paper) -> Invoice:
    """The invoice of a sale: the one there is, or a new one, and then a credit note for all that was given back.

    `reference` is the part's (store order's) id. Raises NotFound.
    """
    sale = _sale_lock(reference=reference)
    issued = _invoice_of(sale)
    if issued is None:
        sold = CommissionLine.objects.filter(sale=sale).order_by("pk")
        draft = invoice_draft(sale, sale.store, sold, paper)
        issued = _number_and_insert(draft, sale.store)
    for source_type, source_id in _sources_without_paper(sale):
        _credit(sale, issued, source_type, source_id)
    return issued


@outbox.handler(outbox.LOCAL)
def credit_note_make(*, sale_id: UUID, source_type: str, source_id: UUID) -> None:
    """Issue the credit note of what a refund or cancellation took back of a sale.

    Before its invoice there is none: then the invoice, which waits for the sale's row as this does, issues it.
    """
    sale = _sale_lock(pk=sale_id)
    issued = _invoice_of(sale)
    if issued is not None and (source_type, source_id) in _sources_without_paper(sale):
        _credit(sale, issued, source_type, source_id)


def credit_note_message(sale: Sale, source_type: str, source_id: UUID) -> OutboxMessage:
    """The unsaved message that makes it."""
    return outbox.message(
        credit_note_make,
        key=f"credit-note:{sale.pk}:{source_type}:{source_id}",
        sale_id=sale.pk,
        source_type=source_type,
        source_id=source_id,
    )


@atomic
def buyers_scrub(*, references: Iterable[UUID]) -> None:
    """Take the buyer out of the documents of these parts: number, lines and sums stay, and the country."""
    for invoice in Invoice.objects.filter(sale__reference__in=list(references)).order_by("pk"):
        nobody = asdict(Buyer(name="", country=invoice.buyer.get("country", "")))
        with pgtrigger.ignore("finance.Invoice:append_only") if is_postgres() else nullcontext():
            Invoice._base_manager.filter(pk=invoice.pk).update(buyer=nobody)


# --- what stands on it ------------------------------------------------------------------------------------------------


def invoice_draft(sale: Sale, store: Store, sold: Iterable[CommissionLine], paper: Paper) -> Invoice:
    """The invoice of a sale without number and moment, unsaved."""
    lines = [_sold(line, paper.taxes) for line in sold]
    draft = _draft(sale, store, lines, kind=InvoiceKind.INVOICE, source_type=SALE, source_id=sale.pk)
    draft.language, draft.buyer = paper.language, asdict(paper.buyer)
    return draft


def _sold(line: CommissionLine, taxes: Mapping[UUID, int]) -> Row:
    discount = line.price_minor - line.paid_minor
    return {
        "reference": str(line.reference),
        "title": line.title,
        "sku": line.sku,
        "is_delivery": line.is_delivery,
        "quantity": line.quantity,
        "unit": line.price_minor // line.quantity,
        "discount": discount,
        "tax": taxes.get(line.reference, 0),
        "total": line.paid_minor,
    }


def _given_back(sold: Row, paid: int, before: int) -> Row:
    """A line of a credit note: the whole of a line as it was sold, or an amount of it. `before`: what earlier credit
    notes gave back of the line; its tax is shared out so that all of them together give back exactly all of it."""
    whole = {**sold, "tax": _tax_until(sold, before + paid) - _tax_until(sold, before)}
    if paid == sold["total"]:
        return whole
    return {**whole, "quantity": None, "unit": None, "discount": 0, "total": paid}


def _tax_until(sold: Row, paid: int) -> int:
    return round_half_up(Decimal(sold["tax"]) * paid / sold["total"]) if sold["total"] else 0


def _draft(
    sale: Sale, store: Store, lines: Sequence[Row], *, kind: InvoiceKind, source_type: str, source_id: UUID
) -> Invoice:
    """A document without number, moment, buyer and language, unsaved."""
    goods = [line for line in lines if not line["is_delivery"]]
    delivery = [line for line in lines if line["is_delivery"]]
    discount = sum(line["discount"] for line in goods)
    return Invoice(
        kind=kind,
        store=store,
        sale=sale,
        source_type=source_type,
        source_id=source_id,
        time_zone=store.time_zone,
        issuer=_issuer(store),
        lines=list(lines),
        currency=sale.currency,
        goods_minor=sum(line["total"] for line in goods) + discount,
        discount_minor=discount,
        shipping_minor=sum(line["total"] for line in delivery),
        tax_minor=sum(line["tax"] for line in lines),
        total_minor=sum(line["total"] for line in lines),
    )


def _issuer(store: Store) -> dict[str, str]:
    return {
        "name": store.name,
        "tax_number": store.tax_number,
        "line1": store.address_line,
        "city": store.city,
        "postal_code": store.postal_code,
        "country": store.country,
        "email": store.email,
        "phone": store.phone,
    }


def _credit(sale: Sale, issued: Invoice, source_type: str, source_id: UUID) -> Invoice:
    before: dict[str, int] = {}
    for note in Invoice.objects.filter(sale=sale, kind=InvoiceKind.CREDIT_NOTE):
        for line in note.lines:
            before[line["reference"]] = before.get(line["reference"], 0) + line["total"]
    sold = {line["reference"]: line for line in issued.lines}
    reversals = (
        LineReversal.objects.filter(line__sale=sale, source_type=source_type, source_id=source_id)
        .select_related("line")
        .order_by("line_id")
    )
    lines = [
        _given_back(sold[key], reversal.paid_minor, before.get(key, 0))
        for reversal in reversals
        for key in [str(reversal.line.reference)]
    ]
    draft = _draft(sale, sale.store, lines, kind=InvoiceKind.CREDIT_NOTE, source_type=source_type, source_id=source_id)
    draft.credited, draft.language, draft.buyer = issued, issued.language, issued.buyer
    return _number_and_insert(draft, sale.store)


# --- numbers ----------------------------------------------------------------------------------------------------------


def _sale_lock(**key: UUID) -> Sale:
    sales = Sale.objects.select_for_update(no_key=True, of=("self",)).select_related("store").order_by("pk")
    sale = sales.filter(**key).first()
    if sale is None:
        raise NotFound
    return sale


def _invoice_of(sale: Sale) -> Invoice | None:
    return Invoice.objects.filter(sale=sale, kind=InvoiceKind.INVOICE).first()


def _sources_without_paper(sale: Sale) -> list[tuple[str, UUID]]:
    """What took something back of a sale and has no credit note yet, oldest first."""
    done = set(Invoice.objects.filter(sale=sale).values_list("source_type", "source_id"))
    taken = LineReversal.objects.filter(line__sale=sale).exclude(source_type__startswith=DISPUTE)
    rows = taken.order_by("pk").values_list("source_type", "source_id")
    return [source for source in dict.fromkeys(rows) if source not in done]


def _number_and_insert(draft: Invoice, store: Store) -> Invoice:
    """The last thing: from here to the commit the series is held."""
    at = timezone.now()
    mine = InvoiceSeries.objects.filter(store=store, year=year_of(store, at), kind=draft.kind)
    if not mine.update(last_number=F("last_number") + 1):
        series_open(store, InvoiceKind(draft.kind), at)
        mine.update(last_number=F("last_number") + 1)
    series = mine.get()
    number_give(draft, series, series.last_number, at)
    draft.save(force_insert=True)
    return draft


def number_give(draft: Invoice, series: InvoiceSeries, serial: int, at: datetime) -> None:
    """Write number and moment on a document, unsaved."""
    draft.series, draft.serial, draft.number, draft.issued_at = series, serial, series.number_of(serial), at


def series_open(store: Store, kind: InvoiceKind, at: datetime) -> InvoiceSeries:
    """The issuer's series of the year, begun where it has none; another transaction may be just before us."""
    year = year_of(store, at)
    new = InvoiceSeries(store=store, year=year, kind=kind, prefix=prefix_of(store))
    InvoiceSeries.objects.bulk_create([new], ignore_conflicts=True)
    return InvoiceSeries.objects.get(store=store, year=year, kind=kind)


def year_of(store: Store, at: datetime) -> int:
    """The year of a moment where the store is."""
    return at.astimezone(ZoneInfo(store.time_zone)).year


def prefix_of(store: Store) -> str:
    """What the issuer calls its branch, in capitals and digits; empty where it has no branches."""
    letters = unicodedata.normalize("NFKD", store.branch_code).upper()
    return _NOT_IN_PREFIX.sub("", letters)[:_PREFIX_LENGTH]

"""Invoices and credit notes, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from babel import Locale
from django.utils.translation import gettext as _

from core import formats, language
from core.money import Money
from core.pdf import GREY, Align, Cell, Column, Paged
from finance.models import Invoice
from finance.states import InvoiceKind

_TOTALS = 230.0  # points, as wide as the totals are


class InvoicePages(Paged):
    def __init__(self, invoice: Invoice) -> None:
        self.invoice = invoice
        self.is_credit = invoice.kind == InvoiceKind.CREDIT_NOTE
        self.is_counted = any(line["quantity"] is not None and not line["is_delivery"] for line in invoice.lines)
        self.kind = invoice.get_kind_display()
        self.title = f"{self.kind} {invoice.number}"
        self.foot = f"{invoice.issuer['name']} · {self.title}"

    def content(self) -> None:
        self._head()
        self._people()
        self.table(self._columns(), self._rows())
        self._totals()

    def _head(self) -> None:
        invoice, sheet, top = self.invoice, self.sheet, self.y
        self.y += 8
        self.y = sheet.paragraph(
            self.left, self.y, invoice.issuer["name"], width=self.width * 0.55, size=15, leading=20, is_bold=True
        )
        for line in self._issuer_lines():
            self.y = sheet.paragraph(
                self.left, self.y, line, width=self.width * 0.55, size=8.5, leading=12.5, colour=GREY
            )
        sheet.text(self.right, top + 10, self.kind, size=20, is_bold=True, align=Align.END)
        sheet.text(self.right, top + 28, invoice.number, size=10.5, align=Align.END)
        self.y = max(self.y, top + 44) + 8
        sheet.rule(self.left, self.y - 8, self.width)
        self.y += 14

    def _people(self) -> None:
        top = self.y
        half = self.width * 0.5
        self.sheet.text(self.left, self.y, _("Billed to"), size=8, colour=GREY)
        self.y += 15
        buyer = self.invoice.buyer
        if buyer["name"]:
            self.y = self.sheet.paragraph(
                self.left, self.y, buyer["name"], width=half - 20, size=10.5, leading=14, is_bold=True
            )
        for line in _address(buyer):
            self.y = self.sheet.paragraph(self.left, self.y, line, width=half - 20)
        bottom, self.y = self.y, top
        self.pairs(self.left + half, half, self._facts())
        self.y = max(bottom, self.y) + 18

    def _issuer_lines(self) -> Iterator[str]:
        issuer = self.invoice.issuer
        yield from _address(issuer)
        if issuer["tax_number"]:
            yield _("Tax number: %(number)s") % {"number": issuer["tax_number"]}
        contact = " · ".join(part for part in (issuer["email"], issuer["phone"]) if part)
        if contact:
            yield contact

    def _facts(self) -> Iterator[tuple[str, str]]:
        invoice = self.invoice
        yield _("Date"), formats.day(invoice.issued_at.astimezone(ZoneInfo(invoice.time_zone)).date())
        yield _("Order"), invoice.sale.number
        if invoice.credited is not None:
            yield _("For invoice"), invoice.credited.number
        else:
            yield _("Paid on"), formats.day(invoice.sale.sold_at.astimezone(ZoneInfo(invoice.time_zone)).date())
        yield _("Amounts in"), formats.unit(invoice.currency)

    def _columns(self) -> list[Column]:
        columns = [Column(_("Item"), is_figures=False)]
        if self.is_counted:
            columns += [Column(_("Quantity"), 44), Column(_("Unit price"), 74)]
        if self.invoice.discount_minor:
            columns.append(Column(_("Discount"), 66))
        if self.invoice.tax_minor:
            columns.append(Column(_("Of which tax"), 64))
        return [*columns, Column(_("Total"), 76)]

    def _rows(self) -> Iterator[list[Cell]]:
        for line in self.invoice.lines:
            title = _("Delivery") if line["is_delivery"] else line["title"]
            is_counted = line["quantity"] is not None and not line["is_delivery"]
            row = [Cell(title, line["sku"])]
            if self.is_counted:
                row.append(Cell(formats.number(line["quantity"]) if is_counted else ""))
                row.append(Cell(self._figure_of(line["unit"]) if is_counted else ""))
            if self.invoice.discount_minor:
                row.append(Cell(self._figure_of(-line["discount"]) if line["discount"] else ""))
            if self.invoice.tax_minor:
                row.append(Cell(self._figure_of(line["tax"]) if line["tax"] else ""))
            yield [*row, Cell(self._figure_of(line["total"]))]

    def _figure_of(self, minor: int) -> str:
        return formats.figure(Money(minor, self.invoice.currency))

    def _totals(self) -> None:
        invoice = self.invoice
        self.need(110)
        self.y += 12
        x = self.right - _TOTALS
        parts = [(_("Goods"), invoice.goods_minor)]
        if invoice.discount_minor:
            parts.append((_("Discount"), -invoice.discount_minor))
        if invoice.shipping_minor:
            parts.append((_("Delivery"), invoice.shipping_minor))
        total = _("Total given back") if self.is_credit else _("Total")
        pairs = [(label, self.sheet.set(self._figure_of(minor), is_figures=True)) for label, minor in parts]
        self.pairs(x, _TOTALS, [*pairs, (total, formats.money(invoice.total))], is_last_bold=True)
        if invoice.tax_minor:
            self.pairs(x, _TOTALS, [(_("Of which tax"), formats.money(invoice.money("tax")))])


def _address(place: dict[str, str]) -> Iterator[str]:
    """The lines of an address, the country by its name in the active language."""
    city = " ".join(part for part in (place["postal_code"], place["city"]) if part)
    region = place.get("region", "")
    lines = (place["line1"], place.get("line2", ""), ", ".join(part for part in (city, region) if part))
    yield from (line for line in lines if line)
    if place["country"]:
        yield Locale.parse(language.current()).territories.get(place["country"], place["country"])

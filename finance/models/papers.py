"""Invoices and credit notes: what a store wrote to a buyer, in series without gaps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.models import Journal, Permanent
from core.money import CurrencyField, Money
from finance.models.sales import Sale
from finance.states import InvoiceKind
from marketplace.models import Store


class InvoiceSeries(Permanent):
    """The numbers of one issuer's documents of a kind in a year: 1 to `last_number`, each used."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="invoice_series")
    year = models.PositiveSmallIntegerField()  # in the issuer's time zone
    kind = models.CharField(max_length=12, choices=InvoiceKind)
    prefix = models.CharField(max_length=12, blank=True, default="")  # the branch's code when the series began
    last_number = models.PositiveIntegerField(default=0)

    class Meta(Permanent.Meta):
        verbose_name = "invoice series"
        verbose_name_plural = "invoice series"
        constraints = [
            models.UniqueConstraint(fields=["store", "year", "kind"], name="invoice_series_one_a_year"),
        ]

    def __str__(self) -> str:
        return self.number_of(self.last_number)

    def number_of(self, serial: int) -> str:
        """ "INV-2026-000012", "HQ1-CN-2026-000003"."""
        letters = "INV" if self.kind == InvoiceKind.INVOICE else "CN"
        return "-".join(part for part in (self.prefix, letters, str(self.year), f"{serial:06d}") if part)


class Invoice(Journal):
    """A document as it was issued. All on it are copies: names, addresses, lines, amounts.

    `source` is the fact that it was made for, once: the sale itself, or what gave money back (a store order that was
    cancelled, a refund). Amounts of a credit note are what is given back, above zero.
    """

    kind = models.CharField(max_length=12, choices=InvoiceKind)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="invoices")
    series = models.ForeignKey(InvoiceSeries, on_delete=models.PROTECT, db_index=False, related_name="invoices")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, db_index=False, related_name="invoices")
    credited = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="credit_notes"
    )  # the invoice that a credit note is of
    source_type = models.CharField(max_length=32)
    source_id = models.UUIDField()
    issued_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, default="UTC")  # the issuer's: its day is the document's
    language = models.CharField(max_length=8, default="en")
    issuer = models.JSONField(default=dict)  # name, tax_number, line1, city, postal_code, country, email, phone
    buyer = models.JSONField(default=dict)  # name, line1, line2, city, region, postal_code, country
    # Each: reference, title, sku, is_delivery, quantity, unit, discount, tax, total. Quantity and unit are null where a
    # part of a line's price was given back.
    lines = models.JSONField(default=list)
    currency = CurrencyField()
    goods_minor = models.BigIntegerField()  # before discounts
    discount_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)  # contained in the total
    total_minor = models.BigIntegerField()

    class Meta(Journal.Meta):
        indexes = [models.Index(fields=["store", "-id"], name="invoice_of_store")]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="invoice_serial_once"),
            models.UniqueConstraint(fields=["store", "number"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["sale", "source_type", "source_id"], name="invoice_one_fact_one_document"),
            models.UniqueConstraint(
                fields=["sale"], condition=Q(kind=InvoiceKind.INVOICE), name="invoice_one_for_each_sale"
            ),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.INVOICE, credited=None)
                | Q(kind=InvoiceKind.CREDIT_NOTE, credited__isnull=False),
                name="invoice_credit_notes_are_of_invoices",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("goods_minor") - F("discount_minor") + F("shipping_minor"),
                    serial__gt=0,
                    total_minor__gte=0,
                ),
                name="invoice_total_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def money(self, name: str) -> Money:
        """`invoice.money("total")` is its `total_minor` as Money."""
        minor: int = getattr(self, f"{name}_minor")
        return Money(minor, self.currency)

    @property
    def total(self) -> Money:
        return self.money("total")

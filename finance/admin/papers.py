"""Invoices and credit notes: for reading, with the document on each one's page and in the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedModelAdmin, json_column, money_column
from core.downloads import pdf_response
from core.errors import DomainError
from core.scope import scope_of_request
from finance import selectors
from finance.models import Invoice, InvoiceSeries
from finance.services import papers
from marketplace.rules import FINANCE_VIEW

SELLER = {"view": FINANCE_VIEW}


@admin.register(InvoiceSeries)
class InvoiceSeriesAdmin(ScopedModelAdmin):
    list_display = ("store", "year", "kind", "prefix", "last_number")
    list_select_related = ("store",)
    list_filter = ("kind", ("store", RelatedFilter))
    fields = ("store", "year", "kind", "prefix", "last_number")
    readonly_fields = fields
    store_path = "store"
    seller_keys = SELLER


@admin.register(Invoice)
class InvoiceAdmin(ScopedModelAdmin):
    list_display = ("issued_at", "number", "kind", "store", "sale", "total", "document")
    list_select_related = ("store", "sale")
    list_filter = ("kind", "currency", ("store", RelatedFilter))
    search_fields = ("=number", "=sale__number")
    fields = (
        "number", "kind", "document", "store", "sale", "credited", "issued_at", "language", "goods", "discount",
        "shipping", "tax", "total", "buyer_words", "issuer_words", "line_words",
    )  # fmt: skip
    readonly_fields = fields
    store_path = "store"
    seller_keys = SELLER
    goods = money_column("goods", _("Goods"))
    discount = money_column("discount", _("Discount"))
    shipping = money_column("shipping", _("Delivery"))
    tax = money_column("tax", _("Of which tax"))
    total = money_column("total", _("Total"))
    buyer_words = json_column("buyer", _("Buyer"))
    issuer_words = json_column("issuer", _("Issuer"))
    line_words = json_column("lines", _("Lines"))

    @admin.display(description=_("Document"))
    def document(self, row: Invoice) -> SafeString:
        address = reverse("admin:finance_invoice_file", args=[row.pk])
        return format_html('<a class="button" href="{}" download>{}</a>', address, _("Download (PDF)"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [path("<uuid:invoice_id>/file/", view(self.file), name="finance_invoice_file")]
        return [*own, *super().get_urls()]

    def file(self, request: HttpRequest, invoice_id: UUID) -> HttpResponse:
        """The document; that of another store is one that does not exist."""
        if not self.may(request, "view"):
            raise PermissionDenied
        try:
            invoice = selectors.invoice_get(scope=scope_of_request(request), invoice_id=invoice_id)
        except DomainError as refusal:
            raise Http404 from refusal
        return pdf_response(papers.invoice_pdf(invoice), invoice.number)

"""The invoices of an order, for whoever may see the order."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.schema import refuses
from core.downloads import PDF, pdf_response
from core.errors import NotFound
from finance.models import Invoice
from finance.selectors import invoices_of
from finance.services.papers import invoice_pdf
from sales.api import serializers
from sales.api.views.orders import TOKEN, OrderView


class OrderInvoices(OrderView):
    @extend_schema(
        operation_id="order_invoices",
        summary="List the invoices and credit notes of an order",
        description="One invoice for each store’s part, moments after it was paid. The files open with the same token.",
        parameters=[TOKEN],
        responses=serializers.OrderInvoiceOutput(many=True),
    )
    def get(self, request: Request, number: str) -> Response:
        parts = [part.pk for part in self.order(number).store_orders.all()]
        return Response([self.document(number, invoice) for invoice in invoices_of(parts)])

    def document(self, number: str, invoice: Invoice) -> dict[str, Any]:
        token = self.request.query_params.get("token")
        file = reverse("order-invoice-file", args=[number, invoice.pk])
        return {
            "id": str(invoice.pk),
            "kind": invoice.kind,
            "number": invoice.number,
            "issued_at": invoice.issued_at,
            "store": {"id": str(invoice.store_id), "name": invoice.issuer["name"]},
            "store_order": invoice.sale.number,
            "credits": invoice.credited.number if invoice.credited else None,
            "total": invoice.total.as_dict(),
            "file": f"{file}?{urlencode({'token': token})}" if token else file,
        }


class OrderInvoiceFile(OrderView):
    @extend_schema(
        operation_id="order_invoice_file",
        summary="Download an invoice or credit note of an order",
        parameters=[TOKEN],
        responses={(200, PDF): OpenApiTypes.BINARY},
        extensions=refuses(404),
    )
    def get(self, request: Request, number: str, invoice_id: UUID) -> HttpResponse:
        parts = [part.pk for part in self.order(number).store_orders.all()]
        invoice = invoices_of(parts).filter(pk=invoice_id).first()
        if invoice is None:
            raise NotFound
        return pdf_response(invoice_pdf(invoice), invoice.number)

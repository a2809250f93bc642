"""Invoices, credit notes and statements, and their files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import Field
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.schema import refuses
from core.api.serializers import UUID_PATTERN
from core.downloads import PDF, pdf_response
from core.money import CURRENCIES, Money
from core.tables import table_response
from finance import selectors
from finance.api import filters, serializers
from finance.api.views import FinanceList, FinanceView
from finance.models import Invoice
from finance.selectors import MOST_DAYS, Movement, Period, Statement
from finance.services import papers
from finance.services.papers.tables import COLUMNS

_DATE = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)
_KINDS = ("csv", "pdf")
PERIOD = [
    OpenApiParameter("store", {"type": "string", "format": "uuid"}, required=True),
    OpenApiParameter("currency", str, enum=sorted(CURRENCIES), required=True),
    OpenApiParameter("from", OpenApiTypes.DATE, required=True, description="The first day, in the store’s time zone."),
    OpenApiParameter(
        "to", OpenApiTypes.DATE, required=True, description=f"The last day; at most {MOST_DAYS} days in all."
    ),
]
AS = OpenApiParameter("as", str, enum=list(_KINDS), description="The kind of file; csv unless said otherwise.")


class Invoices(FinanceList):
    serializer_class = serializers.InvoiceOutput
    filterset_class = filters.InvoiceFilter
    queryset = Invoice.objects.none()

    def get_queryset(self) -> QuerySet[Invoice]:
        return selectors.invoices_visible_to(scope=self.scope)

    @extend_schema(
        operation_id="finance_invoices",
        summary="List invoices and credit notes",
        description="Those that one’s stores issued, newest first. An order’s are at its own address.",
        responses=serializers.InvoiceOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class InvoiceFile(FinanceView):
    @extend_schema(
        operation_id="finance_invoice_file",
        summary="Download an invoice or credit note",
        responses={(200, PDF): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, invoice_id: UUID) -> HttpResponse:
        invoice = selectors.invoice_get(scope=self.scope, invoice_id=invoice_id)
        return pdf_response(papers.invoice_pdf(invoice), invoice.number)


class StatementView(FinanceView):
    query_parameters = frozenset({"store", "currency", "from", "to"})

    def statement(self, request: Request) -> Statement:
        """Raises ValidationError, NotFound, NotAllowed, Invalid."""
        store_id, code, period = _asked(request.query_params)
        return selectors.statement(scope=self.scope, store_id=store_id, currency=code, period=period)


class Statements(StatementView):
    @extend_schema(
        operation_id="finance_statement",
        summary="Show a store’s statement",
        description="From one balance to the next: each sold line with price and commission, refunds, payouts.",
        parameters=PERIOD,
        responses=serializers.StatementOutput,
        extensions=refuses(404),
    )
    def get(self, request: Request) -> Response:
        return Response(serializers.StatementOutput(_document(self.statement(request))).data)


class StatementFile(StatementView):
    query_parameters = StatementView.query_parameters | {"as"}

    @extend_schema(
        operation_id="finance_statement_file",
        summary="Download a store’s statement",
        parameters=[*PERIOD, AS],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, (200, PDF): OpenApiTypes.BINARY},
        extensions=refuses(404),
    )
    def get(self, request: Request) -> HttpResponse:
        kind = request.query_params.get("as", "csv")
        if kind not in _KINDS:
            detail = _("One of %(names)s.") % {"names": ", ".join(_KINDS)}
            raise ValidationError({"as": [detail]}, code="invalid_choice")
        found = self.statement(request)
        name = f"statement-{found.currency}-{found.period.first}-{found.period.last}"
        if kind == "pdf":
            return pdf_response(papers.statement_pdf(found), name)
        return table_response("csv", papers.statement_csv(found), name)


def _asked(params: Mapping[str, str]) -> tuple[UUID, str, Period]:
    """What a statement is asked for. Raises ValidationError with every wrong parameter."""
    problems: dict[str, list[ErrorDetail]] = {}

    def problem(name: str, detail: str, code: str) -> None:
        problems[name] = [ErrorDetail(detail, code=code)]

    for name in ("store", "currency", "from", "to"):
        if name not in params:
            problem(name, str(Field.default_error_messages["required"]), "required")
    days = {name: _day(params[name]) for name in ("from", "to") if name in params}
    for name, day in days.items():
        if day is None:
            problem(name, _("A day such as %(example)s.") % {"example": "2026-11-30"}, "invalid")
    if "store" in params and not UUID_PATTERN.fullmatch(params["store"]):
        problem("store", _("Expected a UUID."), "wrong_type")
    if "currency" in params and params["currency"] not in CURRENCIES:
        problem("currency", _("One of %(names)s.") % {"names": ", ".join(sorted(CURRENCIES))}, "invalid_choice")
    first, last = days.get("from"), days.get("to")
    if problems or first is None or last is None:
        raise ValidationError(problems)
    return UUID(params["store"]), params["currency"], Period(first, last)


def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _document(found: Statement) -> dict[str, Any]:
    def money(minor: int) -> Money:
        return Money(minor, found.currency)

    def row(movement: Movement) -> dict[str, Any]:
        words = {name: getattr(movement, name) for name in ("at", "kind", "reference", "title", "explanation")}
        return {**words, **{name: money(getattr(movement, name)) for name in (*COLUMNS, "balance")}}

    return {
        "store": found.store,
        "currency": found.currency,
        "first_date": found.period.first,
        "last_date": found.period.last,
        "opening": found.opening,
        "closing": found.closing,
        "totals": {name: found.total(name) for name in COLUMNS},
        "movements": [row(movement) for movement in found.movements],
    }

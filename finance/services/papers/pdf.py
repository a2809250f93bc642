"""Documents as PDF, in their own language. The drawing is loaded with the first one: few processes ever draw."""

from __future__ import annotations

from django.utils import translation

from core import language
from finance.models import Invoice
from finance.selectors import Statement


def invoice_pdf(invoice: Invoice) -> bytes:
    """An invoice or credit note as it was issued: the same bytes however often it is drawn. Needs its `store`, and
    `credited` for a credit note."""
    from finance.services.papers.drawing import InvoicePages  # ReportLab and HarfBuzz take a quarter of a second

    with translation.override(language.known(invoice.language)):
        return InvoicePages(invoice).draw()


def statement_pdf(statement: Statement) -> bytes:
    """A statement in the reader's language."""
    from finance.services.papers.statement_pages import StatementPages

    return StatementPages(statement).draw()

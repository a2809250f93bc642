"""Documents: invoices and credit notes are issued, and drawn again whenever somebody wants to see them."""

from finance.services.papers.issuing import Buyer, Paper, buyers_scrub, credit_note_make, invoice_issue
from finance.services.papers.pdf import invoice_pdf, statement_pdf
from finance.services.papers.tables import statement_csv

__all__ = [
    "Buyer",
    "Paper",
    "buyers_scrub",
    "credit_note_make",
    "invoice_issue",
    "invoice_pdf",
    "statement_csv",
    "statement_pdf",
]

"""Reads of the books, and who may see which rows."""

from finance.selectors.books import (
    SELLER_KINDS,
    Balance,
    Trail,
    TrailStep,
    balances_visible_to,
    charged_back_of,
    entries_visible_to,
    lines_of,
    payout_accounts_visible_to,
    payout_get,
    payouts_visible_to,
    sales_visible_to,
    store_for_books,
    trail_of,
)
from finance.selectors.papers import invoice_get, invoices_of, invoices_visible_to
from finance.selectors.statements import MOST_DAYS, Movement, Period, Statement, statement

__all__ = [
    "MOST_DAYS",
    "SELLER_KINDS",
    "Balance",
    "Movement",
    "Period",
    "Statement",
    "Trail",
    "TrailStep",
    "balances_visible_to",
    "charged_back_of",
    "entries_visible_to",
    "invoice_get",
    "invoices_of",
    "invoices_visible_to",
    "lines_of",
    "payout_accounts_visible_to",
    "payout_get",
    "payouts_visible_to",
    "sales_visible_to",
    "statement",
    "store_for_books",
    "trail_of",
]

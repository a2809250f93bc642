"""Rows of the books."""

from finance.models.cash import CashParcel
from finance.models.ledger import TRACKED, LedgerAccount, LedgerEntry, LedgerTransaction
from finance.models.papers import Invoice, InvoiceSeries
from finance.models.payouts import Payout, PayoutAccount, PayoutBatch, PayoutEntry, PayoutFreeze
from finance.models.sales import CommissionLine, CommissionRule, Hold, LineReversal, PayoutTerms, Sale
from finance.models.splits import ChargeSplit

__all__ = [
    "TRACKED",
    "CashParcel",
    "ChargeSplit",
    "CommissionLine",
    "CommissionRule",
    "Hold",
    "Invoice",
    "InvoiceSeries",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "LineReversal",
    "Payout",
    "PayoutAccount",
    "PayoutBatch",
    "PayoutEntry",
    "PayoutFreeze",
    "PayoutTerms",
    "Sale",
]

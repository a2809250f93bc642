"""What accounts and transactions are called, and how a payout moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import TransitionTable


class AccountKind(models.TextChoices):
    """The accounts of the books. What we hold or are owed has a balance below zero, what we owe or earned above."""

    GATEWAY = "gateway", _("At the gateway")
    BANK = "bank", _("Our bank")
    COURIER_CASH = "courier_cash", _("Cash at the door")
    SELLER_PENDING = "seller_pending", _("Sellers: not released yet")
    SELLER_PAYABLE = "seller_payable", _("Sellers: to be paid out")
    SELLER_RECEIVABLE = "seller_receivable", _("Sellers: owed to us")
    COMMISSION = "commission", _("Commission")
    SHIPPING = "shipping", _("Delivery")
    CASH_FEES = "cash_fees", _("Fees for cash on delivery")
    TAX = "tax", _("Tax")
    DISCOUNTS = "coupon_platform", _("Discounts that we fund")
    GOODWILL = "goodwill", _("Goodwill")
    CHARGEBACKS = "chargebacks", _("Chargebacks that we bear")
    DISPUTE_FEES = "dispute_fees", _("Fees of disputes")
    REFUNDS = "buyer_refund_payable", _("Refunds owed to shoppers")
    PAYOUTS = "payout_clearing", _("Payouts on their way")
    SUSPENSE = "suspense", _("Unexplained")


class TransactionKind(models.TextChoices):
    CAPTURE = "capture", _("Payment")
    UNWANTED = "unwanted", _("Payment that no order wanted")
    CANCELLATION = "cancellation", _("Cancelled part")
    REFUND = "refund", _("Refund")
    REFUND_PAID = "refund_paid", _("Refund paid")
    REFUND_RETURNED = "refund_returned", _("Refund returned")
    CHARGEBACK = "chargeback", _("Chargeback")
    CHARGEBACK_RETURNED = "chargeback_returned", _("Chargeback returned")
    DISPUTE_FEE = "dispute_fee", _("Fee of a dispute")
    RELEASE = "release", _("Released to the seller")
    PAYOUT = "payout", _("Payout")
    PAYOUT_PAID = "payout_paid", _("Payout paid")
    PAYOUT_RETURNED = "payout_returned", _("Payout returned")
    DEBT_SETTLED = "debt_settled", _("Debt settled")
    CASH_KEPT = "cash_kept", _("Cash kept by the store")
    CASH_FEE = "cash_fee", _("Fee for cash on delivery")
    DEBT_PAID = "debt_paid", _("Debt paid to us")
    SPLIT = "split", _("Paid at the sale")


DISPUTE = "dispute"  # how the sources of chargebacks begin; they correct no invoice: the sale stands as it was sold


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class HoldKind(models.TextChoices):
    RETURNS = "returns", _("Until it can no longer be returned")
    RESERVE = "reserve", _("Rolling reserve")


class CashStatus(models.TextChoices):
    DUE = "DUE", _("To be collected")
    COLLECTED = "COLLECTED", _("Collected")
    RELEASED = "RELEASED", _("Not collected")


CASH_TRANSITIONS: TransitionTable[CashStatus] = TransitionTable(
    initial=CashStatus.DUE,
    moves={
        CashStatus.DUE: {CashStatus.COLLECTED, CashStatus.RELEASED},
        CashStatus.COLLECTED: set(),
        CashStatus.RELEASED: set(),
    },
)


class PayoutStatus(models.TextChoices):
    REQUESTED = "REQUESTED", _("Waiting for approval")
    APPROVED = "APPROVED", _("Approved")
    SENT = "SENT", _("On its way")
    PAID = "PAID", _("Paid")
    REJECTED = "REJECTED", _("Rejected")
    BOUNCED = "BOUNCED", _("Returned by the bank")


P = PayoutStatus

PAYOUT_TRANSITIONS: TransitionTable[PayoutStatus] = TransitionTable(
    initial=P.REQUESTED,
    moves={
        P.REQUESTED: {P.APPROVED, P.REJECTED},
        P.APPROVED: {P.SENT, P.REJECTED},
        P.SENT: {P.PAID, P.BOUNCED},
        P.PAID: {P.BOUNCED},  # a bank may send money back days after it took it
        P.REJECTED: set(),
        P.BOUNCED: set(),
    },
)
LIVE_PAYOUTS = (P.REQUESTED, P.APPROVED, P.SENT, P.PAID)
UNFINISHED_PAYOUTS = (P.REQUESTED, P.APPROVED, P.SENT)


class PayoutMethod(models.TextChoices):
    BANK_FILE = "bank_file", _("Bank transfer")
    STRIPE = "stripe", _("Stripe account")
    MIDTRANS = "midtrans", _("Bank account in Indonesia")
    SPLIT = "split", _("At the sale, by the gateway")

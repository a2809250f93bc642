"""Writes of the books: sales, reversals, releases, payouts, rules."""

from finance.services.accounts import number_of, payout_account_set
from finance.services.batches import (
    Confirmed,
    payout_batch_file,
    payout_batch_make,
    payout_confirmations_import,
)
from finance.services.ledger import Account, gateway_account, post
from finance.services.payouts import (
    payout_approve,
    payout_bounced,
    payout_lock,
    payout_paid,
    payout_reject,
    payout_request,
    payout_send_again,
    payout_sent,
    payouts_ask,
)
from finance.services.releases import holds_release
from finance.services.reversals import (
    GOODWILL,
    SUSPENSE,
    Owed,
    amounts_spread,
    goodwill_settle,
    refund_bear,
    refund_paid,
    refund_returned,
    sales_cancel,
    sales_refund,
    unwanted_post,
)
from finance.services.rules import (
    commission_rule_create,
    commission_rule_delete,
    commission_rule_update,
    payout_terms_create,
    payout_terms_delete,
    payout_terms_update,
)
from finance.services.sales import SoldLine, SoldPart, sale_completed, sale_delivered, sale_post

__all__ = [
    "GOODWILL",
    "SUSPENSE",
    "Account",
    "Confirmed",
    "Owed",
    "SoldLine",
    "SoldPart",
    "amounts_spread",
    "commission_rule_create",
    "commission_rule_delete",
    "commission_rule_update",
    "gateway_account",
    "goodwill_settle",
    "holds_release",
    "number_of",
    "payout_account_set",
    "payout_approve",
    "payout_batch_file",
    "payout_batch_make",
    "payout_bounced",
    "payout_confirmations_import",
    "payout_lock",
    "payout_paid",
    "payout_reject",
    "payout_request",
    "payout_send_again",
    "payout_sent",
    "payout_terms_create",
    "payout_terms_delete",
    "payout_terms_update",
    "payouts_ask",
    "post",
    "refund_bear",
    "refund_paid",
    "refund_returned",
    "sale_completed",
    "sale_delivered",
    "sale_post",
    "sales_cancel",
    "sales_refund",
    "unwanted_post",
]

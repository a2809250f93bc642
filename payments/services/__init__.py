"""Writes of payments: attempts, settlement, refunds, the webhook inbox, reconciliation, reports by day."""

from payments.services.attempts import payment_mark_paid_by_hand, payment_return_seen, payment_start
from payments.services.cash import cash_count, cash_give_up, cash_problem, payment_on_delivery
from payments.services.configurations import (
    configuration_create,
    configuration_delete,
    configuration_restore,
    configuration_test,
    configuration_update,
    earlier_secrets_drop,
    secrets_rotate,
)
from payments.services.disputes import dispute_apply, dispute_inquire, disputes_ask, disputes_reconcile
from payments.services.evidence import dispute_evidence
from payments.services.methods import Method, methods_in, methods_of
from payments.services.moves import attempts_lock, payment_move
from payments.services.payouts import PAYOUT_GATEWAYS, payout_execute, payout_look_again, payouts_follow
from payments.services.reconciliation import payments_reconcile, payments_unsettled_find
from payments.services.refunds import (
    LineWish,
    refund_execute,
    refund_give_up,
    refund_record_by_hand,
    refund_request,
    refund_request_by_staff,
    refund_retry,
)
from payments.services.reports import (
    difference_resolve,
    settlement_compare,
    settlement_compare_anew,
    settlement_days_check,
)
from payments.services.settlement import payment_apply, payment_inquire, payment_resolve
from payments.services.webhooks import (
    Reception,
    notification_receive,
    signed_return_read,
    webhook_process,
    webhook_receive,
)

__all__ = [
    "PAYOUT_GATEWAYS",
    "LineWish",
    "Method",
    "Reception",
    "attempts_lock",
    "cash_count",
    "cash_give_up",
    "cash_problem",
    "configuration_create",
    "configuration_delete",
    "configuration_restore",
    "configuration_test",
    "configuration_update",
    "difference_resolve",
    "dispute_apply",
    "dispute_evidence",
    "dispute_inquire",
    "disputes_ask",
    "disputes_reconcile",
    "earlier_secrets_drop",
    "methods_in",
    "methods_of",
    "notification_receive",
    "payment_apply",
    "payment_inquire",
    "payment_mark_paid_by_hand",
    "payment_move",
    "payment_on_delivery",
    "payment_resolve",
    "payment_return_seen",
    "payment_start",
    "payments_reconcile",
    "payments_unsettled_find",
    "payout_execute",
    "payout_look_again",
    "payouts_follow",
    "refund_execute",
    "refund_give_up",
    "refund_record_by_hand",
    "refund_request",
    "refund_request_by_staff",
    "refund_retry",
    "secrets_rotate",
    "settlement_compare",
    "settlement_compare_anew",
    "settlement_days_check",
    "signed_return_read",
    "webhook_process",
    "webhook_receive",
]

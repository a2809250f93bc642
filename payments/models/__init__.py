"""Payments (attempts), their history, notifications, refunds, days that were compared, and how gateways are set up."""

from payments.models.attempts import MidtransTransaction, Payment, TransactionLog
from payments.models.configurations import PaymentConfiguration, PaymentLimit, PaymentSecret, ProviderName, SecretName
from payments.models.disputes import Dispute
from payments.models.notifications import WebhookEvent, WebhookProcessing, WebhookState
from payments.models.refunds import Refund
from payments.models.settlements import SettlementDifference, SettlementReport

__all__ = [
    "Dispute",
    "MidtransTransaction",
    "Payment",
    "PaymentConfiguration",
    "PaymentLimit",
    "PaymentSecret",
    "ProviderName",
    "Refund",
    "SecretName",
    "SettlementDifference",
    "SettlementReport",
    "TransactionLog",
    "WebhookEvent",
    "WebhookProcessing",
    "WebhookState",
]

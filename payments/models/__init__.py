"""Payments (attempts), their history, notifications from gateways, refunds, and how the gateways are set up."""

from payments.models.attempts import MidtransTransaction, Payment, TransactionLog
from payments.models.configurations import PaymentConfiguration, PaymentLimit, PaymentSecret, ProviderName, SecretName
from payments.models.disputes import Dispute
from payments.models.notifications import WebhookEvent, WebhookProcessing, WebhookState
from payments.models.refunds import Refund

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
    "TransactionLog",
    "WebhookEvent",
    "WebhookProcessing",
    "WebhookState",
]

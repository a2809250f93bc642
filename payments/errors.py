"""What can go wrong with money, by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid


class GatewayNotOffered(Invalid):
    code = "gateway_not_offered"
    title = _("This order cannot be paid that way.")


class PaymentUnderWay(Conflict):
    """Another attempt for this order is open; `extra` names it."""

    code = "payment_under_way"
    title = _("A payment for this order is already under way.")


class RefundExceedsCaptured(Conflict):
    code = "refund_exceeds_captured"
    title = _("All refunds together would exceed what was paid.")


class ConnectionFailed(Conflict):
    """A provider did not accept the keys of a configuration, or could not be asked."""

    code = "connection_failed"
    title = _("The provider could not be asked.")


class SecretsUnreadable(Conflict):
    code = "secrets_unreadable"
    title = _("No key of PAYMENT_SECRET_KEYS opens the stored secrets. Enter them anew.")

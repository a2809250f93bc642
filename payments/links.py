"""The address a browser is brought back to after paying."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing

from sales.models import Order

_SALT = "payments.return"
LASTS_SECONDS = 24 * 3600


def return_url(order: Order) -> str:
    """The shop's page for who comes back, opened by a token that shows how the payment stands, for a day, and nothing
    else of the order.

    The browser that comes back from a gateway may carry no session, and the gateway's reference alone got it here.
    """
    token = signing.TimestampSigner(salt=_SALT).sign_object(order.pk.hex)
    return f"{settings.SITE_URL}/checkout/return/{order.number}?back={token}"


def order_id_of_return(token: str) -> UUID | None:
    """The order whose payment page the token opens, or None."""
    try:
        return UUID(signing.TimestampSigner(salt=_SALT).unsign_object(token, max_age=LASTS_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None

"""Signed links by which a guest reaches an order."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing

from sales.models import Order

_SALT = "sales.order"


def order_token(order_id: UUID) -> str:
    """A token that opens one order, for ever: guests keep it in their mails."""
    return signing.Signer(salt=_SALT).sign_object(order_id.hex)


def order_id_of(token: str) -> UUID | None:
    """The order a token opens, or None for anything we did not sign."""
    try:
        return UUID(signing.Signer(salt=_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def order_url(order: Order) -> str:
    """The page that shows the order; a guest's carries the token."""
    address = f"{settings.SITE_URL}/order/{order.number}"
    return address if order.user_id else f"{address}?token={order_token(order.pk)}"

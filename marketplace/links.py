"""The address in a mail that asks somebody to work in a store."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from marketplace.models import StoreInvitation

_SALT = "marketplace.invitation"


def invitation_token(invitation: StoreInvitation) -> str:
    return signing.Signer(salt=_SALT).sign(invitation.pk.hex).replace(":", ".")


def invitation_url(invitation: StoreInvitation) -> str:
    return f"{settings.SITE_URL}{reverse('invitation', args=[invitation_token(invitation)])}"


def invitation_id_of(token: str) -> UUID | None:
    """The invitation that a token of ours names, or None."""
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(token.replace(".", ":", 1)))
    except (signing.BadSignature, ValueError):
        return None

"""Reads of people."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from accounts.identity import normalise_email, normalise_phone, normalise_text
from accounts.models import Address, User
from core.errors import NotFound
from core.scope import ActingScope


def user_by_identifier(*, identifier: str) -> User | None:
    """The user with this e-mail, phone or username, active or not."""
    if "\x00" in identifier or len(identifier) > 254:
        return None
    email = normalise_email(identifier) if "@" in identifier else None
    if email:
        return User.objects.filter(email__iexact=email).first()
    phone = normalise_phone(identifier)
    if phone:
        return User.objects.filter(phone=phone).first()
    return User.objects.filter(username__iexact=normalise_text(identifier)).first()


def addresses_visible_to(*, scope: ActingScope) -> QuerySet[Address]:
    """One's own address book."""
    return Address.objects.filter(user_id=scope.require_user())


def address_get(*, scope: ActingScope, address_id: UUID) -> Address:
    """Raises NotFound."""
    found = addresses_visible_to(scope=scope).filter(pk=address_id).first()
    if found is None:
        raise NotFound
    return found

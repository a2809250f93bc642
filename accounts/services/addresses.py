"""The address book: exactly one default, once there is any address. Whoever writes it holds the user's row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts import selectors
from accounts.errors import TooManyAddresses
from accounts.models import Address, User
from accounts.validators import holds_profanity
from core.db import atomic
from core.errors import FieldProblem, Invalid
from core.scope import ActingScope

MAX_ADDRESSES = 50


@atomic
def address_create(*, scope: ActingScope, fields: dict[str, Any]) -> Address:
    """A new entry; the first is the default, and one that asks to be clears the other. Raises TooManyAddresses."""
    _refuse_profanity(fields)
    user = _lock_owner(scope)
    book = Address.objects.filter(user=user)
    count = book.count()
    if count >= MAX_ADDRESSES:
        raise TooManyAddresses(_("At most %(count)s addresses.") % {"count": MAX_ADDRESSES})
    wants_default = fields.get("is_default", False)
    address = Address(**{**fields, "user": user, "is_default": wants_default or count == 0})
    if wants_default and count:
        book.filter(is_default=True).update(is_default=False)
    address.save(force_insert=True)
    return address


@atomic
def address_update(*, scope: ActingScope, address_id: UUID, changes: dict[str, Any]) -> Address:
    """Change the named fields. Raises NotFound, and Invalid when the default would be left without a successor."""
    _refuse_profanity(changes)
    _lock_owner(scope)
    address = selectors.address_get(scope=scope, address_id=address_id)
    if address.is_default and changes.get("is_default") is False:
        raise Invalid(
            _("There is always one default address."),
            problems=[FieldProblem("/is_default", "default_needed", _("Make another address the default instead."))],
        )
    if changes.get("is_default") and not address.is_default:
        selectors.addresses_visible_to(scope=scope).filter(is_default=True).update(is_default=False)
    for field, value in changes.items():
        setattr(address, field, value)
    address.save(update_fields=[*changes, "updated_at"])
    return address


@atomic
def address_delete(*, scope: ActingScope, address_id: UUID) -> None:
    """Remove an entry; the newest of the others becomes the default when this was it. Raises NotFound."""
    _lock_owner(scope)
    address = selectors.address_get(scope=scope, address_id=address_id)
    if address.is_default:
        address.is_default = False  # a restored address must not be a second default
        address.save(update_fields=["is_default", "updated_at"])
    address.delete()
    book = selectors.addresses_visible_to(scope=scope)
    newest = book.order_by("-pk").first()
    if newest is not None and not book.filter(is_default=True).exists():
        newest.is_default = True
        newest.save(update_fields=["is_default", "updated_at"])


def _refuse_profanity(fields: dict[str, Any]) -> None:
    """Raises Invalid for words that a courier should not have to read."""
    found = [name for name in ("label", "recipient", "line1", "line2", "city") if holds_profanity(fields.get(name, ""))]
    if found:
        detail = _("Choose other words.")
        raise Invalid(detail, problems=[FieldProblem(f"/{name}", "profanity", detail) for name in found])


def _lock_owner(scope: ActingScope) -> User:
    return User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())

"""Who works in a store. Nobody gives more than he holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import user_by_identifier
from core import audit
from core.db import atomic, savepoint
from core.errors import Conflict, NotAllowed, NotFound
from core.scope import ActingScope
from marketplace.errors import AlreadyMember
from marketplace.models import StoreMember
from marketplace.rules import ROLE_PERMISSIONS, TEAM_EDIT
from marketplace.selectors import sees_all
from marketplace.services.common import invalid, store_reach


@atomic
def member_add(*, scope: ActingScope, store_id: UUID, identifier: str, role: str) -> StoreMember:
    """Let the person with this e-mail, phone or username work in a store. Nobody gives more than he holds.

    Raises NotAuthenticated, NotFound, NotAllowed, Invalid, AlreadyMember.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=TEAM_EDIT)
    refuse_more_than_held(scope, store_id, role)
    user: User | None = user_by_identifier(identifier=identifier)
    if user is None or not user.is_active:
        raise invalid("/identifier", "not_found", _("Nobody with this identifier has an account."))
    row = StoreMember(store=store, user=user, role=role)
    try:
        with savepoint():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyMember from error
    changes = {"role": [None, role]}
    audit.record(actor=scope.actor, action="member.add", row=row, changes=changes, store_id=store.pk)
    return row


@atomic
def member_update(*, scope: ActingScope, store_id: UUID, member_id: UUID, **values: Any) -> StoreMember:
    """Change `role` or `is_active` of a member. Raises as member_remove, and NotAllowed beyond one's own keys."""
    row = _member(scope, store_id, member_id)
    if "role" in values:
        refuse_more_than_held(scope, store_id, values["role"])
    changes = audit.assign(row, {name: values[name] for name in ("role", "is_active") if name in values})
    if changes:
        row.save(update_fields=["role", "is_active", "updated_at"])
        audit.record(actor=scope.actor, action="member.update", row=row, changes=changes, store_id=store_id)
    return row


@atomic
def member_remove(*, scope: ActingScope, store_id: UUID, member_id: UUID) -> None:
    """Take a person out of a store; works from the next request on.

    Raises NotFound, NotAllowed (more keys than one's own), Conflict (the seller stays owner).
    """
    row = _member(scope, store_id, member_id)
    row.delete()
    audit.record(
        actor=scope.actor, action="member.remove", row=row, changes={"role": [row.role, None]}, store_id=store_id
    )


@atomic
def member_leave(*, scope: ActingScope, store_id: UUID) -> None:
    """Stop working in a store; works from the next request on.

    Raises NotAuthenticated, NotFound (does not work there), Conflict (the seller stays owner).
    """
    row = (
        StoreMember.objects.select_for_update(no_key=True, of=("self",))
        .filter(store_id=store_id, user_id=scope.require_user(), is_active=True)
        .select_related("store__seller")
        .order_by("pk")
        .first()
    )
    if row is None:
        raise NotFound
    if row.user_id == row.store.seller.user_id:
        raise Conflict(_("The seller stays owner of the store."))
    row.delete()
    audit.record(
        actor=scope.actor, action="member.leave", row=row, changes={"role": [row.role, None]}, store_id=store_id
    )


def _member(scope: ActingScope, store_id: UUID, member_id: UUID) -> StoreMember:
    store = store_reach(scope=scope, store_id=store_id, permission=TEAM_EDIT)
    row = StoreMember.objects.filter(pk=member_id, store=store).select_related("user").first()
    if row is None:
        raise NotFound
    refuse_more_than_held(scope, store_id, row.role)
    if row.user_id == store.seller.user_id:
        raise Conflict(_("The seller stays owner of the store."))
    return row


def refuse_more_than_held(scope: ActingScope, store_id: UUID, role: str) -> None:
    if not sees_all(scope) and not ROLE_PERMISSIONS[role] <= scope.stores[store_id]:
        raise NotAllowed(_("This role may do more than yours."))

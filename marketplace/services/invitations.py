"""Asking somebody by mail to work in a store: the link is signed, works once, and for a week."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.identity import normalise_email
from accounts.models import User
from accounts.selectors import user_by_field
from accounts.services import user_register
from core import audit
from core.db import atomic, savepoint
from core.errors import NotAuthenticated, NotFound
from core.scope import ActingScope, Actor
from marketplace.errors import (
    AlreadyMember,
    InvitationExpired,
    InvitationForOther,
    InvitationUsed,
    InvitationWithdrawn,
)
from marketplace.links import invitation_id_of
from marketplace.models import StoreInvitation, StoreMember
from marketplace.rules import TEAM_EDIT
from marketplace.services.common import invalid, store_reach
from marketplace.services.members import refuse_more_than_held
from marketplace.signals import member_invited
from marketplace.states import INVITATION_TRANSITIONS, InvitationStatus

LASTS = timedelta(days=7)


@atomic
def member_invite(*, scope: ActingScope, store_id: UUID, email: str, role: str) -> StoreInvitation:
    """Ask the person at this address to work in the store. An open invitation to it is withdrawn first.

    Raises NotAuthenticated, NotFound, NotAllowed (more than one holds), Invalid, AlreadyMember.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=TEAM_EDIT)
    refuse_more_than_held(scope, store_id, role)
    address = normalise_email(email)
    if address is None:
        raise invalid("/email", "not_an_email", _("This is not a valid email."))
    if StoreMember.objects.filter(store=store, user__email=address, is_active=True).exists():
        raise AlreadyMember
    for open_one in StoreInvitation.objects.filter(store=store, email=address, status=InvitationStatus.SENT):
        _move(open_one, InvitationStatus.WITHDRAWN)
    row = StoreInvitation.objects.create(
        store=store, email=address, role=role, expires_at=timezone.now() + LASTS, invited_by_id=scope.user_id
    )
    changes = audit.first_values(row, ("role",))
    audit.record(actor=scope.actor, action="member.invite", row=row, changes=changes, store_id=store.pk)
    member_invited.send(sender=StoreInvitation, invitation=row)
    return row


@atomic
def invitation_withdraw(*, scope: ActingScope, store_id: UUID, invitation_id: UUID) -> None:
    """Make the link of an invitation worthless. Raises NotAuthenticated, NotFound, NotAllowed, InvalidTransition."""
    store = store_reach(scope=scope, store_id=store_id, permission=TEAM_EDIT)
    row = StoreInvitation.objects.filter(pk=invitation_id, store=store).first()
    if row is None:
        raise NotFound
    refuse_more_than_held(scope, store_id, row.role)
    _move(row, InvitationStatus.WITHDRAWN)
    audit.record(actor=scope.actor, action="member.uninvite", row=row, store_id=store.pk)


def invitation_read(*, token: str) -> StoreInvitation:
    """The invitation a link names, while it can be accepted.

    Raises NotFound (no link of ours, or the store is gone), InvitationUsed, InvitationWithdrawn, InvitationExpired.
    """
    found = invitation_id_of(token)
    rows = StoreInvitation.objects.filter(store__deleted_at=None, store__seller__deleted_at=None)
    row = rows.select_related("store__seller").filter(pk=found).first() if found is not None else None
    if row is None:
        raise NotFound(_("This link leads nowhere. Ask the store for a new one."))
    _check(row)
    return row


def _check(row: StoreInvitation) -> None:
    if row.status == InvitationStatus.ACCEPTED:
        raise InvitationUsed
    if row.status == InvitationStatus.WITHDRAWN:
        raise InvitationWithdrawn
    if row.expires_at <= timezone.now():
        raise InvitationExpired


@atomic
def invitation_accept(*, token: str, scope: ActingScope, password: str = "", name: str = "") -> StoreMember:
    """Join the store: as the person who is signed in, when the mail went to that person's address; else as a new person
    with this password, whose address the link has confirmed.

    Raises as invitation_read; InvitationForOther, NotAuthenticated (the address has an account: sign in), Invalid,
    AlreadyMember.
    """
    found = invitation_read(token=token)
    row = (
        StoreInvitation.objects.select_for_update(no_key=True, of=("self",))
        .select_related("store")
        .order_by("pk")
        .get(pk=found.pk)
    )
    _check(row)
    user = _the_person(row, scope) if scope.is_authenticated else _a_new_person(row, password, name)
    _move(row, InvitationStatus.ACCEPTED)
    row.accepted_by = user
    row.save(update_fields=["accepted_by", "updated_at"])
    member = _join(row, user)
    actor = Actor("user", str(user.pk), user.name or _("a user"))
    changes = {"role": [None, row.role]}
    audit.record(actor=actor, action="member.join", row=member, changes=changes, store_id=row.store_id)
    return member


def _the_person(row: StoreInvitation, scope: ActingScope) -> User:
    user = User.objects.get(pk=scope.require_user())
    if (user.email or "").lower() != row.email:
        raise InvitationForOther
    return user


def _a_new_person(row: StoreInvitation, password: str, name: str) -> User:
    if user_by_field(field="email", value=row.email) is not None:
        raise NotAuthenticated(_("There is an account with this address. Sign in, then open the link again."))
    if not password:
        raise invalid("/password", "required", _("Choose a password for your account."))
    user = user_register(email=row.email, password=password, name=name)
    user.email_confirmed_at = timezone.now()  # whoever opens the link reads that mail
    user.save(update_fields=["email_confirmed_at", "updated_at"])
    return user


def _join(row: StoreInvitation, user: User) -> StoreMember:
    """A member who was switched off comes back with the role of the invitation."""
    sleeping = StoreMember.objects.filter(store=row.store, user=user, is_active=False).first()
    if sleeping is not None:
        sleeping.role, sleeping.is_active = row.role, True
        sleeping.save(update_fields=["role", "is_active", "updated_at"])
        return sleeping
    member = StoreMember(store=row.store, user=user, role=row.role)
    try:
        with savepoint():
            member.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyMember from error
    return member


def _move(row: StoreInvitation, new: InvitationStatus) -> None:
    INVITATION_TRANSITIONS.check(InvitationStatus(row.status), new)
    row.status = new
    row.save(update_fields=["status", "updated_at"])

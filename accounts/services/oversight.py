"""What platform people do with other people's accounts. All of it is audited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import CodePurpose, Session, User
from accounts.services.codes import one_time_code_request
from accounts.services.people import user_register
from accounts.services.sessions import sessions_revoke
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotAllowed, NotFound
from core.scope import ADMINISTRATOR, STAFF_ROLES, SUPPORT, ActingScope

RIGHTS = ("is_staff", "is_superuser")


@atomic
def user_update_by_staff(
    *, scope: ActingScope, user_id: UUID, groups: Iterable[Group] | None = None, **values: Any
) -> User:
    """Change the `name`; a superuser also changes `groups`, `is_staff` and `is_superuser`, but never his own.

    Raises NotAuthenticated, NotAllowed, NotFound, Invalid (staff without a platform role).
    """
    user = _reach(scope, user_id, may_be_self=True)
    rights = {name: values[name] for name in RIGHTS if name in values}
    if (rights or groups is not None) and (not scope.is_superuser or scope.user_id == user_id):
        raise NotAllowed(_("Only a superuser gives roles, and nobody gives them to himself."))
    named = {"name": values["name"].strip()} if "name" in values else {}
    changes = audit.assign(user, {**named, **rights})
    if groups is not None:
        changes |= _groups_set(user, list(groups))
    if user.is_staff and not user.is_superuser and not user.groups.filter(name__in=STAFF_ROLES).exists():
        detail = _("Staff need one of the roles %(names)s.") % {"names": ", ".join(sorted(STAFF_ROLES))}
        raise Invalid(detail, problems=[FieldProblem("/groups", "required", detail)])
    if changes:
        user.save(update_fields=["name", *RIGHTS, "updated_at"])
        audit.record(actor=scope.actor, action="user.update", row=user, changes=changes)
    return user


def _groups_set(user: User, groups: list[Group]) -> dict[str, list[Any]]:
    before = sorted(user.groups.values_list("name", flat=True))
    after = sorted(group.name for group in groups)
    user.groups.set(groups)
    return {"groups": [before, after]} if before != after else {}


@atomic
def user_deactivate(*, scope: ActingScope, user_id: UUID, reason: str) -> User:
    """Nobody signs in to this account any more; its sessions end at once (A4).

    Raises NotAuthenticated, NotAllowed (oneself, staff), NotFound.
    """
    user = _reach(scope, user_id)
    if user.is_active:
        user.is_active = False
        user.deactivated_at = timezone.now()
        user.save(update_fields=["is_active", "deactivated_at", "updated_at"])
        sessions_revoke(user=user, reason="deactivated")
        changes = {"is_active": [True, False], "reason": [None, reason]}
        audit.record(actor=scope.actor, action="user.deactivate", row=user, changes=changes)
    return user


@atomic
def user_activate(*, scope: ActingScope, user_id: UUID) -> User:
    """The account may be signed in to again. Raises as user_deactivate."""
    user = _reach(scope, user_id)
    if not user.is_active:
        user.is_active, user.is_pending = True, False
        user.deactivated_at = None
        user.save(update_fields=["is_active", "is_pending", "deactivated_at", "updated_at"])
        audit.record(actor=scope.actor, action="user.activate", row=user, changes={"is_active": [False, True]})
    return user


@atomic
def session_end_by_staff(*, scope: ActingScope, session_id: UUID) -> None:
    """End somebody's session. Raises NotAuthenticated, NotAllowed, NotFound (no such live session)."""
    scope.require_role(ADMINISTRATOR, SUPPORT)
    session = Session.objects.filter(pk=session_id, revoked_at=None).first()
    if session is None:
        raise NotFound(_("This session has ended already."))
    Session.objects.filter(pk=session_id).update(revoked_at=Now(), revoked_reason="by_staff", updated_at=Now())
    audit.record(actor=scope.actor, action="session.end", row=session)


@atomic
def user_add_by_staff(
    *, scope: ActingScope, email: str, name: str = "", groups: Iterable[Group] = (), is_staff: bool = False
) -> User:
    """Open an account for somebody, who chooses the password by the link of a mail. Only a superuser gives roles.

    Raises NotAuthenticated, NotAllowed, Invalid, AlreadyRegistered.
    """
    scope.require_role(ADMINISTRATOR)
    roles = list(groups)
    if (roles or is_staff) and not scope.is_superuser:
        raise NotAllowed(_("Only a superuser gives roles, and nobody gives them to himself."))
    if is_staff and not any(role.name in STAFF_ROLES for role in roles):
        detail = _("Staff need one of the roles %(names)s.") % {"names": ", ".join(sorted(STAFF_ROLES))}
        raise Invalid(detail, problems=[FieldProblem("/groups", "required", detail)])
    user = user_register(email=email, name=name)
    user.is_staff = is_staff
    user.save(update_fields=["is_staff", "updated_at"])
    user.groups.set(roles)
    audit.record(actor=scope.actor, action="user.add", row=user, changes=_added(roles, is_staff))
    one_time_code_request(target=str(user.email), purpose=CodePurpose.RESET)
    return user


def _added(roles: list[Group], is_staff: bool) -> dict[str, list[Any]]:
    return {"groups": [[], sorted(role.name for role in roles)], "is_staff": [False, is_staff]}


def _reach(scope: ActingScope, user_id: UUID, *, may_be_self: bool = False) -> User:
    """The locked row of a person whom the acting one may manage."""
    scope.require_role(ADMINISTRATOR)
    if scope.user_id == user_id and not may_be_self:
        raise NotAllowed(_("Not your own account."))
    user = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise NotFound
    is_own = scope.user_id == user_id
    if (user.is_superuser or user.is_staff) and not scope.is_superuser and not is_own:
        raise NotAllowed(_("Accounts of staff are a superuser's to change."))
    return user

"""/admin/users: everybody with an account, by role and activity; for administrators (X-2, D-10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Session, User
from accounts.selectors import user_by_identifier
from core.adminbase.access import ScopedAccess
from core.adminbase.actions import ActionOptions
from core.adminbase.console import asked, console_page, keyset
from core.scope import STAFF_ROLES

PAGE = 50
ACTIVE, INACTIVE, PLATFORM = "active", "inactive", "platform"
STATUSES = (ACTIVE, INACTIVE, PLATFORM, *sorted(STAFF_ROLES))


@dataclass(frozen=True)
class Row:
    key: UUID
    url: str
    name: str
    contact: str
    roles: list[str]
    is_active: bool
    joined_at: Any
    seen_at: Any
    devices: int
    actions: list[tuple[str, ActionOptions]]


def users_console(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Newest first, 50 a page. `q` is an exact e-mail, phone or username, or the beginning of a name; `status` filters
    by activity or role."""
    page: Any = site._registry[User]
    if not isinstance(page, ScopedAccess) or not page.may(request, "view"):
        raise PermissionDenied
    question = asked(request, STATUSES)
    users = _matching(User.objects.all(), question.words, question.status)
    found = list(keyset(users, question.after, PAGE).prefetch_related("groups"))
    seen = _seen([user.pk for user in found])
    return console_page(
        site,
        request,
        template="admin/users_console.html",
        title=_("Users"),
        found=[_row(page, request, user, *seen.get(user.pk, (None, 0))) for user in found],
        count=PAGE,
        question=question,
        statuses=_statuses(),
        add_url=reverse("admin:accounts_user_add") if page.has_add_permission(request) else "",
    )


def _statuses() -> list[tuple[str, str]]:
    fixed = [(ACTIVE, _("Active")), (INACTIVE, _("Deactivated")), (PLATFORM, _("People of the platform"))]
    return [*fixed, *((role, role.capitalize()) for role in sorted(STAFF_ROLES))]


def _matching(users: QuerySet[User], words: str, status: str) -> QuerySet[User]:
    if words:
        exact = user_by_identifier(identifier=words)
        users = users.filter(Q(pk=exact.pk) if exact is not None else Q(name__istartswith=words))
    if status in (ACTIVE, INACTIVE):
        return users.filter(is_active=status == ACTIVE)
    if status == PLATFORM:
        return users.filter(Q(is_staff=True) | Q(is_superuser=True))
    return users.filter(groups__name=status) if status else users


def _seen(ids: list[UUID]) -> dict[UUID, tuple[Any, int]]:
    """When each was last active on a device of the API, and on how many devices he is signed in."""
    sessions = Session.objects.filter(user_id__in=ids).order_by().values("user_id")
    found = sessions.annotate(last=Max("rotated_at"), devices=Count("pk", filter=Q(revoked_at=None)))
    return {row["user_id"]: (row["last"], row["devices"]) for row in found}


def _row(page: Any, request: HttpRequest, user: User, used_at: Any, devices: int) -> Row:
    moments = [moment for moment in (user.last_login, used_at) if moment is not None]
    roles = [group.name for group in user.groups.all()]
    return Row(
        key=user.pk,
        url=reverse("admin:accounts_user_change", args=[user.pk]),
        name=str(user),
        contact=user.email or user.phone or user.username or "",
        roles=[_("superuser"), *roles] if user.is_superuser else roles,
        is_active=user.is_active,
        joined_at=user.created_at,
        seen_at=max(moments) if moments else None,
        devices=devices,
        actions=page.row_actions(request, user),
    )

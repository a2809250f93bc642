"""Resolves who is acting: the roles of a user and the stores the user works in."""

from __future__ import annotations

from accounts.models import User
from core.scope import ActingScope, Actor
from marketplace.models import StoreMember
from marketplace.rules import ROLE_PERMISSIONS


def scope_resolve(user: User) -> ActingScope:
    """Two statements: groups and memberships. Members of deleted stores or with an inactive membership get nothing."""
    memberships = StoreMember.objects.filter(
        user=user, is_active=True, store__deleted_at=None, store__seller__deleted_at=None
    ).values_list("store_id", "role")
    return ActingScope(
        actor=actor_of(user),
        user_id=user.pk,
        roles=frozenset(user.groups.values_list("name", flat=True)),
        stores={store: ROLE_PERMISSIONS[role] for store, role in memberships},
        is_superuser=user.is_superuser,
    )


def actor_of(user: User) -> Actor:
    """The person as journals name it; the label carries no address."""
    return Actor("user", str(user.pk), user.name or user.username or "a user")

"""Who is acting: resolved once per request, socket or task, and taken by selectors and services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.errors import NotAllowed, NotAuthenticated


@dataclass(frozen=True)
class Actor:
    """A person or machine as journals name it: without a foreign key. `kind`: anonymous, user, system or gateway."""

    kind: str = "anonymous"
    id: str = ""
    label: str = ""


SYSTEM = Actor("system", "", "Serai")


@dataclass(frozen=True)
class ActingScope:
    """What the acting person may reach.

    `stores` maps the id of each store the person is an active member of to the permission keys held there.
    `roles` are the names of platform groups. A guest has neither.
    """

    actor: Actor = Actor()
    user_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    stores: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    is_superuser: bool = False

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        """A platform role; store membership never makes staff (DESIGN.md §7)."""
        return self.is_superuser or bool(self.roles & STAFF_ROLES)

    @property
    def is_seller(self) -> bool:
        return bool(self.stores)

    def store_ids(self, permission: str | None = None) -> list[UUID]:
        """The stores the person belongs to, or those where the permission is held."""
        return [store for store, held in self.stores.items() if permission is None or permission in held]

    def may(self, permission: str, store_id: UUID) -> bool:
        return permission in self.stores.get(store_id, frozenset())

    def has_role(self, *roles: str) -> bool:
        return self.is_superuser or bool(self.roles & set(roles))

    def require_user(self) -> UUID:
        """Raises NotAuthenticated."""
        if self.user_id is None:
            raise NotAuthenticated
        return self.user_id

    def require_role(self, *roles: str) -> None:
        """Raises NotAuthenticated or NotAllowed."""
        if not self.has_role(*roles):  # The system itself has every role and no user.
            self.require_user()
            raise NotAllowed

    def require_store(self, permission: str, store_id: UUID) -> None:
        """Raises NotAllowed for a member without the key. Whether the store is visible at all is the selector's."""
        if not self.may(permission, store_id):
            raise NotAllowed(_("Your role in this store does not include %(permission)s.") % {"permission": permission})


ADMINISTRATOR, SUPPORT, TECHNICIAN, STAFF = "administrator", "support", "technician", "staff"
CUSTOMER = "customer"
STAFF_ROLES = frozenset({ADMINISTRATOR, SUPPORT, TECHNICIAN, STAFF})

ANONYMOUS = ActingScope()
SYSTEM_SCOPE = ActingScope(actor=SYSTEM, is_superuser=True)


def scope_of(user: Any) -> ActingScope:
    """The scope of a user (or an anonymous one), by the resolver that settings name."""
    if user is None or not user.is_authenticated:
        return ANONYMOUS
    scope: ActingScope = import_string(settings.SERAI_SCOPE_RESOLVER)(user)
    return scope


def scope_of_request(request: Any) -> ActingScope:
    """The scope of a request, resolved at first use and then kept on it."""
    known = getattr(request, "_serai_scope", None)
    if known is None:
        known = request._serai_scope = scope_of(request.user)
    return known

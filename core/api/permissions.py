"""Who may call a view at all; which rows they see is the selector's decision."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission

from core.scope import ADMINISTRATOR, STAFF, scope_of_request


class DenyAll(BasePermission):
    """The default: a view that forgets to say who may call it answers nobody."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return False


class Anyone(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return True


class SignedIn(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated)


class SignedInToWrite(BasePermission):
    """Reading is for everyone, writing for people who signed in."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return True
        return bool(request.user and request.user.is_authenticated)


class Administrators(BasePermission):
    """For people who run the platform; everybody else is told so before a body is looked at."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return scope_of_request(request).has_role(ADMINISTRATOR)


class CatalogueWriters(BasePermission):
    """Reading is for everyone; writing for staff with the catalogue role and members of a store."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return True
        scope = scope_of_request(request)
        return scope.is_authenticated and (scope.has_role(ADMINISTRATOR, STAFF) or scope.is_seller)

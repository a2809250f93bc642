"""Imports of one's stores."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from core.errors import NotFound
from core.scope import ADMINISTRATOR, ActingScope
from marketplace.models import ProductImport
from marketplace.rules import CATALOG_EDIT


def imports_visible_to(*, scope: ActingScope) -> QuerySet[ProductImport]:
    """The imports of the stores whose catalogue the person edits; all for administrators."""
    rows = ProductImport.objects.filter(store__deleted_at=None).select_related("store", "user")
    return rows if scope.has_role(ADMINISTRATOR) else rows.filter(store_id__in=scope.store_ids(CATALOG_EDIT))


def import_get(*, scope: ActingScope, import_id: UUID) -> ProductImport:
    """Raises NotFound."""
    found = imports_visible_to(scope=scope).filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found

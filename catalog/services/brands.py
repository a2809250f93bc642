"""Brands: names that all stores share, with what their pages show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from catalog.models import Brand, Product
from catalog.rules import plain_text
from catalog.services.common import (
    insert_with_slug,
    name_needed,
    refuse_used,
    require_editor,
    require_vocabulary_writer,
)
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope

FIELDS = ("name", "slug", "description", "website", "country")
_is_website = URLValidator(schemes=["https", "http"])


@atomic
def brand_create(*, scope: ActingScope, name: str, **values: Any) -> Brand:
    """`values`: description, website, country. Raises NotAuthenticated, NotAllowed, Invalid."""
    require_vocabulary_writer(scope)
    row = Brand(**_cleaned({**values, "name": name}))
    insert_with_slug(row, name=row.name, fallback="brand")
    audit.record(actor=scope.actor, action="brand.create", row=row, changes=audit.first_values(row, FIELDS))
    return row


@atomic
def brand_update(*, scope: ActingScope, brand_id: UUID, **values: Any) -> Brand:
    """Change name, description, website or country; the slug stays. Raises NotAllowed, NotFound, Invalid."""
    require_editor(scope)
    row = brand_lock(brand_id)
    changes = audit.assign(row, _cleaned(values))
    if changes:
        row.save()
        audit.record(actor=scope.actor, action="brand.update", row=row, changes=changes)
    return row


@atomic
def brand_delete(*, scope: ActingScope, brand_id: UUID) -> None:
    """Raises NotAllowed, NotFound, InUse while live products carry the brand."""
    require_editor(scope)
    row = brand_lock(brand_id)
    refuse_used(Product.objects.filter(brand=row).count(), _("%(count)s products carry this brand."))
    row.delete()
    audit.record(actor=scope.actor, action="brand.delete", row=row)


def brand_lock(brand_id: UUID) -> Brand:
    row = Brand.objects.select_for_update().filter(pk=brand_id).first()
    if row is None:
        raise NotFound
    return row


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        name: values[name] for name in ("name", "description", "website", "country") if name in values
    }
    if "name" in kept:
        kept["name"] = name_needed(kept["name"])
    if "description" in kept:
        kept["description"] = plain_text(kept["description"])
    if "country" in kept:
        kept["country"] = kept["country"].upper()
    if kept.get("website"):
        try:
            _is_website(kept["website"])
        except ValidationError as error:
            detail = _("An address such as https://example.com.")
            raise Invalid(detail, problems=[FieldProblem("/website", "not_a_website", detail)]) from error
    return kept

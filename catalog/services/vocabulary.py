"""Brands and attributes: words that all stores share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.text import slugify

from catalog.errors import InUse
from catalog.models import Attribute, Brand, Product, ProductAttribute
from catalog.rules import clean_name, plain_text
from catalog.services.common import (
    insert_with_slug,
    require_editor,
    require_vocabulary_writer,
    save_unique,
)
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope


@atomic
def brand_create(*, scope: ActingScope, name: str, description: str = "") -> Brand:
    """Raises NotAuthenticated, NotAllowed, Invalid."""
    require_vocabulary_writer(scope)
    row = Brand(name=_name(name), description=plain_text(description))
    insert_with_slug(row, name=row.name, fallback="brand")
    audit.record(actor=scope.actor, action="brand.create", row=row, changes=audit.first_values(row, ("name", "slug")))
    return row


@atomic
def brand_update(*, scope: ActingScope, brand_id: UUID, **values: Any) -> Brand:
    """Raises NotAllowed, NotFound, Invalid."""
    require_editor(scope)
    row = Brand.objects.select_for_update(no_key=True).filter(pk=brand_id).first()
    if row is None:
        raise NotFound
    changes = audit.assign(row, _cleaned(values, texts=("description",)))
    if changes:
        row.save()
        audit.record(actor=scope.actor, action="brand.update", row=row, changes=changes)
    return row


@atomic
def brand_delete(*, scope: ActingScope, brand_id: UUID) -> None:
    """Raises NotAllowed, NotFound, InUse while live products carry the brand."""
    require_editor(scope)
    row = Brand.objects.select_for_update().filter(pk=brand_id).first()
    if row is None:
        raise NotFound
    _refuse_used(Product.objects.filter(brand=row).count(), "products carry this brand")
    row.delete()
    audit.record(actor=scope.actor, action="brand.delete", row=row)


@atomic
def attribute_create(*, scope: ActingScope, name: str, code: str = "", unit: str = "") -> Attribute:
    """`code` is made from the name where none is given. Raises NotAuthenticated, NotAllowed, Invalid, Taken."""
    require_vocabulary_writer(scope)
    row = Attribute(name=_name(name), code=code or _code_of(name), unit=clean_name(unit))
    save_unique(row, field="code", force_insert=True)
    audit.record(
        actor=scope.actor, action="attribute.create", row=row, changes=audit.first_values(row, ("name", "code", "unit"))
    )
    return row


@atomic
def attribute_update(*, scope: ActingScope, attribute_id: UUID, **values: Any) -> Attribute:
    """Change name or unit; the code stays. Raises NotAllowed, NotFound, Invalid."""
    require_editor(scope)
    row = Attribute.objects.select_for_update(no_key=True).filter(pk=attribute_id).first()
    if row is None:
        raise NotFound
    changes = audit.assign(row, _cleaned(values, texts=("unit",)))
    if changes:
        row.save()
        audit.record(actor=scope.actor, action="attribute.update", row=row, changes=changes)
    return row


@atomic
def attribute_delete(*, scope: ActingScope, attribute_id: UUID) -> None:
    """Raises NotAllowed, NotFound, InUse while live products have a value for it."""
    require_editor(scope)
    row = Attribute.objects.select_for_update().filter(pk=attribute_id).first()
    if row is None:
        raise NotFound
    _refuse_used(ProductAttribute.objects.filter(attribute=row).count(), "values of products use this attribute")
    row.delete()
    audit.record(actor=scope.actor, action="attribute.delete", row=row)


def _refuse_used(count: int, what: str) -> None:
    if count:
        raise InUse(f"{count} {what}.")


def _code_of(name: str) -> str:
    """An ASCII code from the name. Raises Invalid where the name has no Latin letter or digit."""
    code = slugify(name)[:60]
    if not code:
        raise Invalid("Give a code.", problems=[FieldProblem("/code", "required", "The name has no Latin letters.")])
    return code


def _name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise Invalid("A name is needed.", problems=[FieldProblem("/name", "blank", "A name is needed.")])
    return cleaned


def _cleaned(values: dict[str, Any], *, texts: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: plain_text(values[name]) for name in texts if name in values}
    if "name" in values:
        kept["name"] = _name(values["name"])
    return kept

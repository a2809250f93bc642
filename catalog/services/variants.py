"""Variants: the SKUs of a product, with weight and measures of the packed article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.models import ProductVariant
from catalog.rules import clean_name, clean_sku, policy
from catalog.services.attributes import AttributeValue, values_set
from catalog.services.common import note_change, product_lock, save_unique
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope

FIELDS = ("sku", "name", "weight_grams", "length_mm", "width_mm", "height_mm", "position", "is_active")


@atomic
def variant_create(
    *,
    scope: ActingScope,
    product_id: UUID,
    sku: str,
    attributes: Sequence[AttributeValue] = (),
    **values: Any,
) -> ProductVariant:
    """Add a SKU to a product. `values` as the model's fields: grams and millimetres.

    Raises NotAllowed, NotFound, Invalid, Taken (another live variant has the SKU).
    """
    product = product_lock(scope=scope, product_id=product_id)
    row = ProductVariant(product=product, **_cleaned({**values, "sku": sku}))
    save_unique(row, field="sku", force_insert=True)
    changes = audit.first_values(row, FIELDS) | values_set(product=product, variant=row, values=attributes)
    note_change(scope=scope, product=product, row=row, action="variant.create", changes=changes)
    return row


@atomic
def variant_update(
    *, scope: ActingScope, variant_id: UUID, attributes: Sequence[AttributeValue] | None = None, **values: Any
) -> ProductVariant:
    """Change fields; `attributes` replaces the whole set. Raises NotAllowed, NotFound, Invalid, Taken."""
    row = _locked(scope, variant_id)
    changes = audit.assign(row, _cleaned(values))
    if changes:
        save_unique(row, field="sku")
    if attributes is not None:
        changes |= values_set(product=row.product, variant=row, values=attributes)
    if changes:
        note_change(scope=scope, product=row.product, row=row, action="variant.update", changes=changes)
    return row


@atomic
def variant_delete(*, scope: ActingScope, variant_id: UUID) -> None:
    """Delete a SKU with its offers. Raises NotAllowed, NotFound, Conflict while pieces are reserved."""
    row = _locked(scope, variant_id)
    policy().check_deletable(variant_ids=[row.pk])
    row.delete()
    note_change(
        scope=scope, product=row.product, row=row, action="variant.delete", changes={"variants": [row.sku, None]}
    )


@atomic
def variant_restore(*, scope: ActingScope, variant_id: UUID) -> ProductVariant:
    """Bring back a SKU with the offers deleted together with it. Raises NotAllowed, NotFound, RestoreConflict."""
    row = ProductVariant.all_objects.filter(pk=variant_id).first()
    if row is None:
        raise NotFound
    product = product_lock(scope=scope, product_id=row.product_id)
    row.restore()
    note_change(scope=scope, product=product, row=row, action="variant.restore", changes={"variants": [None, row.sku]})
    return row


def _locked(scope: ActingScope, variant_id: UUID) -> ProductVariant:
    """The variant, with its product locked. Raises NotFound, NotAllowed."""
    found = ProductVariant.objects.filter(pk=variant_id).first()
    if found is None:
        raise NotFound
    product = product_lock(scope=scope, product_id=found.product_id)
    row = ProductVariant.objects.filter(pk=variant_id).first()
    if row is None:
        raise NotFound
    row.product = product
    return row


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name in FIELDS}
    if "name" in kept:
        kept["name"] = clean_name(kept["name"])
    if "sku" in kept:
        sku = clean_sku(kept["sku"])
        if sku is None:
            detail = _("Up to 64 of A-Z, 0-9 and . _ / + -, beginning with a letter or digit.")
            raise Invalid(detail, problems=[FieldProblem("/sku", "not_a_sku", detail)])
        kept["sku"] = sku
    return kept

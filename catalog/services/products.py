"""Products: made by a store or staff, edited by the maintaining store or staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog import selectors
from catalog.models import Brand, Category, Product, ProductVariant
from catalog.rules import clean_name, is_editor, plain_text, policy
from catalog.services.attributes import AttributeValue, values_set
from catalog.services.common import check_product_version, insert_with_slug, may_publish, note_change, product_lock
from catalog.signals import product_changed
from catalog.states import ProductStatus
from core import audit
from core.db import atomic
from core.errors import FieldProblem, Invalid, NotAllowed, NotFound
from core.scope import ActingScope

FIELDS = ("name", "slug", "description", "model_name", "brand_id", "category_id", "status", "is_featured")
STAFF_FIELDS = {"is_featured"}


@atomic
def product_create(
    *,
    scope: ActingScope,
    name: str,
    category_id: UUID,
    store_id: UUID | None = None,
    brand_id: UUID | None = None,
    description: str = "",
    model_name: str = "",
    is_draft: bool = False,
    is_featured: bool = False,
    attributes: Sequence[AttributeValue] = (),
) -> Product:
    """Add a product. A seller's product is maintained by `store_id`, or by the only store the seller has.

    It is on sale at once unless it is a draft; under the policy `review` a seller's product always begins as one.
    Raises NotAuthenticated, NotAllowed, NotFound (the store), Invalid.
    """
    maintainer = policy().maintainer(scope=scope, store_id=store_id)
    _refuse_staff_fields(scope, {"is_featured": is_featured} if is_featured else {})
    row = Product(
        name=_name(name),
        description=plain_text(description),
        model_name=clean_name(model_name),
        brand_id=_brand(brand_id),
        category_id=_category(scope, category_id),
        status=ProductStatus.DRAFT if is_draft or not may_publish(scope) else ProductStatus.LIVE,
        is_featured=is_featured,
    )
    insert_with_slug(row, name=row.name, fallback="product")
    if maintainer is not None:
        policy().maintainer_set(product_id=row.pk, store_id=maintainer)
    changes = audit.first_values(row, FIELDS) | values_set(product=row, variant=None, values=attributes)
    audit.record(actor=scope.actor, action="product.create", row=row, changes=changes, store_id=maintainer)
    product_changed.send(sender=Product, product=row, action="created", changes=changes)
    return row


@atomic
def product_update(
    *,
    scope: ActingScope,
    product_id: UUID,
    version: int | None = None,
    attributes: Sequence[AttributeValue] | None = None,
    **values: Any,
) -> Product:
    """Change fields; `attributes` replaces the whole set; the slug stays, so that addresses live.

    Raises NotAllowed, NotFound, Invalid, StaleEdit (when `version` is not the present one).
    """
    row = product_lock(scope=scope, product_id=product_id)
    check_product_version(row, version)
    _refuse_staff_fields(scope, values)
    changes = audit.assign(row, _cleaned(scope, row, values))
    if attributes is not None:
        changes |= values_set(product=row, variant=None, values=attributes)
    if changes:
        note_change(scope=scope, product=row, row=row, action="product.update", changes=changes)
    return row


@atomic
def product_delete(*, scope: ActingScope, product_id: UUID) -> None:
    """Delete a product with its variants, images and offers. Raises NotAllowed, NotFound, Conflict (reserved)."""
    row = product_lock(scope=scope, product_id=product_id)
    variants = ProductVariant.objects.filter(product=row).values_list("pk", flat=True)
    policy().check_deletable(variant_ids=list(variants))
    row.delete()
    audit.record(actor=scope.actor, action="product.delete", row=row)
    product_changed.send(sender=Product, product=row, action="deleted", changes={})


@atomic
def product_restore(*, scope: ActingScope, product_id: UUID) -> Product:
    """Bring back a product with all that was deleted together with it. Raises as product_update, RestoreConflict."""
    row = Product.all_objects.select_for_update(no_key=True, of=("self",)).filter(pk=product_id).first()
    if row is None:
        raise NotFound
    if not is_editor(scope):
        scope.require_user()
        raise NotAllowed(_("Only staff bring deleted products back."))
    row.restore()
    audit.record(actor=scope.actor, action="product.restore", row=row)
    product_changed.send(sender=Product, product=row, action="restored", changes={})
    return row


def _refuse_staff_fields(scope: ActingScope, values: dict[str, Any]) -> None:
    if STAFF_FIELDS & values.keys() and not is_editor(scope):
        raise NotAllowed(_("Only staff choose what is featured."))


def _name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise Invalid(_("A product needs a name."), problems=[FieldProblem("/name", "blank", _("A name is needed."))])
    return cleaned


def _brand(brand_id: UUID | None) -> UUID | None:
    if brand_id is not None and not Brand.objects.filter(pk=brand_id).exists():
        detail = _("There is no such brand.")
        raise Invalid(detail, problems=[FieldProblem("/brand", "not_found", detail)])
    return brand_id


def _category(scope: ActingScope, category_id: UUID) -> UUID:
    """The id of a category the person sees; locked against a deletion at the same moment."""
    visible = selectors.categories_visible_to(scope=scope).filter(pk=category_id).exists()
    locked = Category.objects.select_for_update(of=("self",), no_key=True).filter(pk=category_id).order_by("pk").first()
    if not visible or locked is None:
        detail = _("There is no such category.")
        raise Invalid(detail, problems=[FieldProblem("/category", "not_found", detail)])
    return category_id


def _cleaned(scope: ActingScope, row: Product, values: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in values.items() if name in FIELDS and name not in ("slug", "status")}
    if "name" in kept:
        kept["name"] = _name(kept["name"])
    if "description" in kept:
        kept["description"] = plain_text(kept["description"])
    if "model_name" in kept:
        kept["model_name"] = clean_name(kept["model_name"])
    if "brand_id" in kept:
        kept["brand_id"] = _brand(kept["brand_id"])
    if "category_id" in kept and kept["category_id"] != row.category_id:
        kept["category_id"] = _category(scope, kept["category_id"])
    return kept

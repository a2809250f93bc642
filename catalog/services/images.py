"""Pictures of products. `core.media` decodes and writes anew what comes in."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile

from catalog.models import ProductImage, ProductVariant
from catalog.rules import clean_name
from catalog.services.common import note_change, product_lock
from core import audit
from core.db import atomic
from core.errors import Conflict, FieldProblem, Invalid, NotFound
from core.media import Picture, picture_reencode
from core.scope import ActingScope

IMAGES_PER_PRODUCT = 30


def image_add(
    *,
    scope: ActingScope,
    product_id: UUID,
    raw: bytes,
    name: str = "",
    content_type: str = "",
    alt_text: str = "",
    variant_id: UUID | None = None,
    position: int | None = None,
) -> ProductImage:
    """Add a picture to a product's gallery, at the end unless `position` is given.

    Decoding happens before the product is locked; a stored file whose row fails is removed again.
    Raises NotAllowed, NotFound, BadPicture, Invalid, Conflict (gallery full).
    """
    with atomic():
        product_lock(scope=scope, product_id=product_id)
    picture = picture_reencode(raw, name=name, content_type=content_type)
    row = ProductImage(alt_text=clean_name(alt_text))
    stored = row.file.storage.save(f"products/{uuid4()}.webp", ContentFile(picture.content))
    try:
        return _image_insert(scope, product_id, row, stored, picture, variant_id, position)
    except BaseException:
        row.file.storage.delete(stored)
        raise


@atomic
def _image_insert(
    scope: ActingScope,
    product_id: UUID,
    row: ProductImage,
    stored: str,
    picture: Picture,
    variant_id: UUID | None,
    position: int | None,
) -> ProductImage:
    product = product_lock(scope=scope, product_id=product_id)
    positions = list(ProductImage.objects.filter(product=product).values_list("position", flat=True))
    if len(positions) >= IMAGES_PER_PRODUCT:
        raise Conflict(f"A gallery holds at most {IMAGES_PER_PRODUCT} pictures.")
    row.product = product
    row.variant_id = _variant(product_id, variant_id)
    row.position = position if position is not None else max(positions, default=-1) + 1
    row.file.name = stored
    row.width, row.height = picture.width, picture.height
    row.save(force_insert=True)
    changes = {"images": [None, stored]}
    note_change(scope=scope, product=product, row=row, action="image.create", changes=changes)
    return row


@atomic
def image_update(*, scope: ActingScope, product_id: UUID, image_id: UUID, **values: Any) -> ProductImage:
    """Change alt_text, position or variant_id. Raises NotAllowed, NotFound, Invalid."""
    product = product_lock(scope=scope, product_id=product_id)
    row = _image(product_id, image_id)
    if "variant_id" in values:
        _variant(product_id, values["variant_id"])
    if "alt_text" in values:
        values["alt_text"] = clean_name(values["alt_text"])
    changes = audit.assign(
        row, {name: values[name] for name in ("alt_text", "position", "variant_id") if name in values}
    )
    if changes:
        row.save(update_fields=["alt_text", "position", "variant", "updated_at"])
        note_change(scope=scope, product=product, row=row, action="image.update", changes=changes)
    return row


@atomic
def image_delete(*, scope: ActingScope, product_id: UUID, image_id: UUID) -> None:
    """Hide a picture; its file stays for a restore. Raises NotAllowed, NotFound."""
    product = product_lock(scope=scope, product_id=product_id)
    row = _image(product_id, image_id)
    row.delete()
    note_change(scope=scope, product=product, row=row, action="image.delete", changes={"images": [row.file.name, None]})


@atomic
def image_restore(*, scope: ActingScope, product_id: UUID, image_id: UUID) -> ProductImage:
    """Show a picture again. Raises NotAllowed, NotFound, RestoreConflict."""
    product = product_lock(scope=scope, product_id=product_id)
    row = ProductImage.all_objects.filter(pk=image_id, product_id=product_id).first()
    if row is None:
        raise NotFound
    row.restore()
    note_change(
        scope=scope, product=product, row=row, action="image.restore", changes={"images": [None, row.file.name]}
    )
    return row


def _image(product_id: UUID, image_id: UUID) -> ProductImage:
    found = ProductImage.objects.filter(pk=image_id, product_id=product_id).first()
    if found is None:
        raise NotFound
    return found


def _variant(product_id: UUID, variant_id: UUID | None) -> UUID | None:
    if variant_id is not None and not ProductVariant.objects.filter(pk=variant_id, product_id=product_id).exists():
        detail = "The product has no such variant."
        raise Invalid(detail, problems=[FieldProblem("/variant", "not_found", detail)])
    return variant_id

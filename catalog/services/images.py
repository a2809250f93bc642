"""Pictures of products: the gallery, its order and its sizes. `core.media` decodes and writes anew what comes in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import selectors
from catalog.models import Product, ProductImage, ProductVariant
from catalog.rules import clean_name
from catalog.services.common import note_change, product_lock
from catalog.signals import product_changed
from core import audit, outbox
from core.db import atomic
from core.errors import Conflict, FieldProblem, Invalid, NotFound
from core.media import picture_reencode, picture_smaller, picture_store
from core.scope import ActingScope

IMAGES_PER_PRODUCT = 30
SIZES = (400, 800, 1600)  # pixels of width; made where the picture is wider
EDITABLE = ("alt_text", "position", "variant_id", "focal_x", "focal_y")


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
    focal_x: int = 50,
    focal_y: int = 50,
) -> ProductImage:
    """Add a picture to a product's gallery, at the end unless `position` is given. The same file again is the same row.

    Decoding happens before the product is locked; a stored file whose row fails, or is there already, is removed again.
    Raises NotAllowed, NotFound, BadPicture, Invalid, Conflict (gallery full).
    """
    with atomic():
        product_lock(scope=scope, product_id=product_id)
    picture = picture_reencode(raw, name=name, content_type=content_type)
    row = ProductImage(
        alt_text=clean_name(alt_text),
        focal_x=focal_x,
        focal_y=focal_y,
        width=picture.width,
        height=picture.height,
        checksum=hashlib.sha256(raw).hexdigest(),
    )
    stored = picture_store(picture, folder="products")
    is_kept = False
    try:
        found = _image_insert(scope, product_id, row, stored, variant_id, position)
        is_kept = found is row
    finally:
        if not is_kept:
            default_storage.delete(stored)
    return found


@atomic
def _image_insert(
    scope: ActingScope,
    product_id: UUID,
    row: ProductImage,
    stored: str,
    variant_id: UUID | None,
    position: int | None,
) -> ProductImage:
    """The row, now in the gallery, or the one that holds the same file."""
    product = product_lock(scope=scope, product_id=product_id)
    gallery = list(ProductImage.objects.filter(product=product))
    twin = next((image for image in gallery if image.checksum == row.checksum), None)
    if twin is not None:
        return twin
    if len(gallery) >= IMAGES_PER_PRODUCT:
        raise Conflict(_("A gallery holds at most %(count)s pictures.") % {"count": IMAGES_PER_PRODUCT})
    row.product = product
    row.variant_id = _variant(product_id, variant_id)
    row.position = position if position is not None else max((image.position for image in gallery), default=-1) + 1
    row.file.name = stored
    row.save(force_insert=True)
    outbox.enqueue(image_sizes_make, key=f"image-sizes:{row.pk}", image_id=row.pk)
    note_change(scope=scope, product=product, row=row, action="image.create", changes={"images": [None, stored]})
    return row


@atomic
def image_update(*, scope: ActingScope, product_id: UUID, image_id: UUID, **values: Any) -> ProductImage:
    """Change alt_text, position, variant_id or the focal point. Raises NotAllowed, NotFound, Invalid."""
    product = product_lock(scope=scope, product_id=product_id)
    row = _image(product_id, image_id)
    if "variant_id" in values:
        _variant(product_id, values["variant_id"])
    if "alt_text" in values:
        values["alt_text"] = clean_name(values["alt_text"])
    changes = audit.assign(row, {name: values[name] for name in EDITABLE if name in values})
    if changes:
        row.save(update_fields=["alt_text", "position", "variant", "focal_x", "focal_y", "updated_at"])
        note_change(scope=scope, product=product, row=row, action="image.update", changes=changes)
    return row


@atomic
def images_order(*, scope: ActingScope, product_id: UUID, image_ids: Sequence[UUID]) -> list[ProductImage]:
    """Put the whole gallery in this order; the first is the cover. Raises NotAllowed, NotFound, Invalid."""
    product = product_lock(scope=scope, product_id=product_id)
    gallery = {row.pk: row for row in selectors.images_of(product=product)}
    if len(image_ids) != len(gallery) or set(image_ids) != set(gallery):
        detail = _("Name every picture of the product once.")
        raise Invalid(detail, problems=[FieldProblem("/images", "not_the_gallery", detail)])
    before, after = [str(key) for key in gallery], [str(key) for key in image_ids]
    rows = [gallery[key] for key in image_ids]
    for position, row in enumerate(rows):
        row.position, row.updated_at = position, timezone.now()
    ProductImage.objects.bulk_update(rows, ["position", "updated_at"])
    if before != after:
        changes: dict[str, list[Any]] = {"images": [before, after]}
        note_change(scope=scope, product=product, row=product, action="images.order", changes=changes)
    return rows


@outbox.handler(outbox.FOREIGN)
def image_sizes_make(*, image_id: UUID) -> None:
    """Make the smaller sizes of a picture, named after it: doing it again writes the same files."""
    row = ProductImage.all_objects.filter(pk=image_id).first()
    if row is None:
        return
    with row.file.open("rb") as file:
        raw = file.read()
    renditions = {}
    for width in (width for width in SIZES if width < row.width):
        name = f"{str(row.file.name).removesuffix('.webp')}-{width}.webp"
        default_storage.delete(name)
        renditions[str(width)] = str(default_storage.save(name, ContentFile(picture_smaller(raw, width=width))))
    _sizes_note(row, renditions)


@atomic
def _sizes_note(row: ProductImage, renditions: dict[str, str]) -> None:
    product = Product.all_objects.select_for_update(no_key=True, of=("self",)).get(pk=row.product_id)
    ProductImage.all_objects.filter(pk=row.pk).update(renditions=renditions)
    product_changed.send(sender=Product, product=product, action="updated", changes={})


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
        detail = _("The product has no such variant.")
        raise Invalid(detail, problems=[FieldProblem("/variant", "not_found", detail)])
    return variant_id

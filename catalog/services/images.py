"""Pictures of products: what comes in is decoded and written anew, so nothing hidden in a file survives."""

from __future__ import annotations

import re
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from catalog.errors import BadPicture
from catalog.models import ProductImage, ProductVariant
from catalog.rules import clean_name
from catalog.services.products import note_change, product_lock
from core import audit
from core.db import atomic
from core.errors import Conflict, FieldProblem, Invalid, NotFound
from core.scope import ActingScope

KINDS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",)}
STORED_SIDE = 2048  # pixels of the longer side as stored
STORED_QUALITY = 82
IMAGES_PER_PRODUCT = 30
# Marks of a file that is a picture and something else at once (RELIABILITY.md §5.2).
_POLYGLOT = re.compile(rb"<script|<\?php|<html|<!doctype|javascript:|%PDF-1", re.IGNORECASE)
_EXECUTABLE = re.compile(r"\.(php\d?|phtml|html?|xhtml|svg|js|mjs|exe|sh|py|pl|cgi|asp|aspx|jsp)(\.|$)", re.IGNORECASE)

Image.MAX_IMAGE_PIXELS = settings.IMAGE_MAX_PIXELS


@dataclass(frozen=True)
class Picture:
    """A re-encoded picture: WebP bytes, upright, without metadata."""

    content: bytes
    width: int
    height: int


def picture_reencode(raw: bytes, *, name: str = "", content_type: str = "") -> Picture:
    """Check and re-encode an upload. Size is judged from the header, before anything is decoded.

    Raises BadPicture: empty, not JPEG/PNG/WebP, named as something else, animated, truncated, too large, polyglot.
    """
    if not raw:
        raise BadPicture("empty", "The file is empty.")
    if len(raw) > settings.IMAGE_MAX_BYTES:
        raise BadPicture("too_large", f"A picture has at most {settings.IMAGE_MAX_BYTES} bytes.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(raw, name, content_type)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, zlib.error, KeyError, IndexError, MemoryError) as error:
        raise BadPicture("unreadable", "The file is not a whole JPEG, PNG or WebP picture.") from error


def _decode(raw: bytes, name: str, content_type: str) -> Picture:
    with Image.open(BytesIO(raw), formats=list(KINDS)) as source:
        _check_header(source, name, content_type)
        if _POLYGLOT.search(raw):
            raise BadPicture("polyglot", "The file holds more than a picture.")
        source.load()
        upright = ImageOps.exif_transpose(source)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    clean = _eight_bits(upright).convert("RGBA" if has_alpha else "RGB")
    clean.thumbnail((STORED_SIDE, STORED_SIDE))
    clean.info = {}
    target = BytesIO()
    clean.save(target, "WEBP", quality=STORED_QUALITY, method=4)
    return Picture(target.getvalue(), *clean.size)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey with 16 bits as grey with 8; Pillow's own conversion would cut instead of scale."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value / 256).convert("L")


def _check_header(source: Image.Image, name: str, content_type: str) -> None:
    kind = str(source.format)
    width, height = source.size
    if max(width, height) > settings.IMAGE_MAX_SIDE or width * height > settings.IMAGE_MAX_PIXELS:
        raise _too_many_pixels()
    if getattr(source, "n_frames", 1) > 1:
        raise BadPicture("animated", "Moving pictures are not accepted.")
    if name and (_EXECUTABLE.search(name) or not name.lower().endswith(KINDS[kind])):
        raise BadPicture("wrong_name", f"The content is {kind}; the name says something else.")
    if content_type not in ("", "application/octet-stream", Image.MIME[kind]):
        raise BadPicture("wrong_type", f"The content is {kind}; its declared type says something else.")


def _too_many_pixels() -> BadPicture:
    return BadPicture(
        "too_many_pixels",
        f"At most {settings.IMAGE_MAX_SIDE} pixels a side and {settings.IMAGE_MAX_PIXELS // 1_000_000} million in all.",
    )


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

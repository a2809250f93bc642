"""The one picture of a category, and the logo of a brand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.core.files.storage import default_storage

from catalog.models import Brand, Category
from catalog.services.brands import brand_lock
from catalog.services.common import require_editor
from catalog.signals import category_changed
from core import audit
from core.db import atomic
from core.errors import NotFound
from core.media import picture_reencode, picture_store
from core.scope import ActingScope

R = TypeVar("R", Brand, Category)


def category_image_set(
    *, scope: ActingScope, category_id: UUID, raw: bytes, name: str = "", content_type: str = ""
) -> Category:
    """Give a category its picture, in place of the one before. Raises NotAllowed, NotFound, BadPicture."""
    require_editor(scope)
    write = partial(_category_write, scope, category_id)
    row: Category = _stored(raw, name, content_type, "categories", write)
    return row


def category_image_clear(*, scope: ActingScope, category_id: UUID) -> Category:
    """Raises NotAllowed, NotFound."""
    require_editor(scope)
    return _category_write(scope, category_id, "")


def brand_logo_set(*, scope: ActingScope, brand_id: UUID, raw: bytes, name: str = "", content_type: str = "") -> Brand:
    """Give a brand its logo, in place of the one before. Raises NotAllowed, NotFound, BadPicture."""
    require_editor(scope)
    row: Brand = _stored(raw, name, content_type, "brands", partial(_brand_write, scope, brand_id))
    return row


def brand_logo_clear(*, scope: ActingScope, brand_id: UUID) -> Brand:
    """Raises NotAllowed, NotFound."""
    require_editor(scope)
    return _brand_write(scope, brand_id, "")


def _stored(raw: bytes, name: str, content_type: str, folder: str, write: Callable[[str], R]) -> R:
    """Decoded before anything is locked; a file whose row fails is removed again. The old file goes with the sweep."""
    picture = picture_reencode(raw, name=name, content_type=content_type)
    stored = picture_store(picture, folder=folder)
    try:
        return write(stored)
    except BaseException:
        default_storage.delete(stored)
        raise


@atomic
def _category_write(scope: ActingScope, category_id: UUID, stored: str) -> Category:
    row: Category | None = Category.objects.select_for_update(no_key=True, of=("self",)).filter(pk=category_id).first()
    if row is None:
        raise NotFound
    changes = {"image": [row.image.name or None, stored or None]}
    row.image.name = stored
    row.save(update_fields=["image", "updated_at"])
    audit.record(actor=scope.actor, action="category.image", row=row, changes=changes)
    category_changed.send(sender=Category, category=row, action="image")
    return row


@atomic
def _brand_write(scope: ActingScope, brand_id: UUID, stored: str) -> Brand:
    row = brand_lock(brand_id)
    changes = {"logo": [row.logo.name or None, stored or None]}
    row.logo.name = stored
    row.save(update_fields=["logo", "updated_at"])
    audit.record(actor=scope.actor, action="brand.logo", row=row, changes=changes)
    return row

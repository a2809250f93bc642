"""Pictures of reviews, checked and written anew like those of products."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import NotFound
from core.media import picture_reencode
from core.scope import ActingScope
from reviews.errors import GalleryFull
from reviews.models import ReviewImage
from reviews.rules import MAX_PICTURES
from reviews.services.common import own_review_lock


def picture_add(
    *, scope: ActingScope, review_id: UUID, raw: bytes, name: str = "", content_type: str = ""
) -> ReviewImage:
    """Add a picture to one's review.

    Decoding happens before the review is held; a stored file whose row fails is removed again.
    Raises NotAuthenticated, NotFound, ReviewHidden, GalleryFull, BadPicture.
    """
    with atomic():
        own_review_lock(scope=scope, review_id=review_id)
        _next_position(review_id)
    picture = picture_reencode(raw, name=name, content_type=content_type)
    row = ReviewImage(review_id=review_id)
    stored = row.file.storage.save(f"reviews/{uuid4()}.webp", ContentFile(picture.content))
    row.file.name = stored
    row.width, row.height = picture.width, picture.height
    try:
        _picture_insert(scope, row)
    except BaseException:
        row.file.storage.delete(stored)
        raise
    return row


@atomic
def _picture_insert(scope: ActingScope, row: ReviewImage) -> None:
    review = own_review_lock(scope=scope, review_id=row.review_id)
    row.position = _next_position(review.pk)
    row.save(force_insert=True)
    _note(scope, row, [None, row.file.name])


def _next_position(review_id: UUID) -> int:
    """Raises GalleryFull."""
    positions = list(ReviewImage.objects.filter(review=review_id).values_list("position", flat=True))
    if len(positions) >= MAX_PICTURES:
        raise GalleryFull(_("A review holds at most %(count)d pictures.") % {"count": MAX_PICTURES})
    return max(positions, default=-1) + 1


@atomic
def picture_remove(*, scope: ActingScope, review_id: UUID, image_id: UUID) -> None:
    """Take a picture out of one's review. Raises NotAuthenticated, NotFound, ReviewHidden."""
    review = own_review_lock(scope=scope, review_id=review_id)
    row = ReviewImage.objects.filter(pk=image_id, review=review).first()
    if row is None:
        raise NotFound
    row.delete()
    _note(scope, row, [row.file.name, None])


def _note(scope: ActingScope, row: ReviewImage, change: list[str | None]) -> None:
    audit.record(
        actor=scope.actor,
        action="review.picture",
        row=row.review,
        changes={"pictures": change},
        store_id=row.review.store_id,
    )

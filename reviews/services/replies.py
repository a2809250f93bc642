"""What a store answers to a review."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import NotAllowed
from core.scope import ActingScope
from marketplace.rules import REVIEWS_REPLY
from marketplace.services.common import refuse_suspended
from reviews.models import Review
from reviews.rules import LONGEST_REPLY
from reviews.services.common import clean_text, published_lock
from reviews.signals import review_replied


@atomic
def reply_write(*, scope: ActingScope, review_id: UUID, text: str) -> Review:
    """Answer a review of one's store, or change the answer.

    Raises NotAuthenticated, NotFound, ReviewHidden, NotAllowed, SellerSuspended, Invalid.
    """
    review = _reviewed_store(scope, review_id)
    is_first = not review.reply
    changes = audit.assign(
        review, {"reply": clean_text(text, pointer="/text", longest=LONGEST_REPLY, is_required=True)}
    )
    if changes:
        review.replied_at = timezone.now()
        _save(scope, review, "review.reply", changes)
    if is_first:
        review_replied.send(sender=Review, review=review)
    return review


@atomic
def reply_remove(*, scope: ActingScope, review_id: UUID) -> Review:
    """Take the answer back. Raises as reply_write."""
    review = _reviewed_store(scope, review_id)
    changes = audit.assign(review, {"reply": ""})
    if changes:
        review.replied_at = None
        _save(scope, review, "review.reply_remove", changes)
    return review


def _reviewed_store(scope: ActingScope, review_id: UUID) -> Review:
    """Anybody may read the review, so a stranger's answer is refused, not unknown."""
    scope.require_user()
    review = published_lock(scope=scope, review_id=review_id)
    if review.store_id not in scope.stores:
        raise NotAllowed(_("Only the store that sold it answers."))
    scope.require_store(REVIEWS_REPLY, review.store_id)
    refuse_suspended(review.store_id)
    return review


def _save(scope: ActingScope, review: Review, action: str, changes: dict[str, list[object]]) -> None:
    review.save(update_fields=["reply", "replied_at", "updated_at"])
    audit.record(actor=scope.actor, action=action, row=review, changes=changes, store_id=review.store_id)

"""Who found a review helpful."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.db import atomic
from core.scope import ActingScope
from reviews.errors import OwnReview
from reviews.models import Review, ReviewVote
from reviews.services.common import published_lock


@atomic
def vote_give(*, scope: ActingScope, review_id: UUID) -> int:
    """Find a review helpful, once; how many do now. Raises NotAuthenticated, NotFound, ReviewHidden, OwnReview."""
    user_id = scope.require_user()
    review = published_lock(scope=scope, review_id=review_id)
    if review.author_id == user_id:
        raise OwnReview(_("You cannot vote for your own review."))
    if ReviewVote.objects.filter(review=review, user=user_id).exists():
        return review.helpful_count
    ReviewVote(review=review, user_id=user_id).save(force_insert=True)
    return _count(review, 1)


@atomic
def vote_take_back(*, scope: ActingScope, review_id: UUID) -> int:
    """No longer find it helpful; how many still do. Raises NotAuthenticated, NotFound, ReviewHidden."""
    user_id = scope.require_user()
    review = published_lock(scope=scope, review_id=review_id)
    gone = ReviewVote.objects.filter(review=review, user=user_id).update(deleted_at=timezone.now())
    return _count(review, -1) if gone else review.helpful_count


def _count(review: Review, change: int) -> int:
    """The author may be changing the text just now: only the counter is written."""
    Review.objects.filter(pk=review.pk).update(helpful_count=F("helpful_count") + change)
    return review.helpful_count + change

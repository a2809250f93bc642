"""What authors do with their reviews."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import NotAllowed
from core.scope import ActingScope
from reviews import selectors
from reviews.errors import AlreadyReviewed, NotDelivered
from reviews.models import Review
from reviews.rules import LONGEST_TEXT
from reviews.services.common import clean_text, own_review_lock, ratings_shift
from reviews.signals import review_changed, review_posted
from sales.services import order_lock


@atomic
def review_write(*, scope: ActingScope, order_item_id: UUID, rating: int, text: str = "") -> Review:
    """Review a delivered line of one's own order, once.

    Holds the order, so that of two tries at once the second finds the first.
    Raises NotAuthenticated, NotFound, NotAllowed (a member of the store), NotDelivered, AlreadyReviewed, Invalid.
    """
    user_id = scope.require_user()
    line = selectors.line_of(scope=scope, order_item_id=order_item_id)
    if line.store_order.store_id in scope.stores:
        raise NotAllowed(_("You work in this store, so you cannot review what it sells."))
    order_lock(order_id=line.store_order.order_id)
    if line.store_order.status not in selectors.ARRIVED:
        raise NotDelivered
    if Review.objects.filter(order_item=line, author=user_id).exists():
        raise AlreadyReviewed
    review = Review(
        order_item=line,
        product_id=line.variant.product_id,
        store_id=line.store_order.store_id,
        author_id=user_id,
        rating=rating,
        text=clean_text(text, pointer="/text", longest=LONGEST_TEXT),
    )
    review.save(force_insert=True)
    changes = audit.first_values(review, ("rating", "text"))
    audit.record(actor=scope.actor, action="review.write", row=review, changes=changes, store_id=review.store_id)
    ratings_shift(review, before=None, after=rating)
    review_posted.send(sender=Review, review=review)
    return review


@atomic
def review_update(*, scope: ActingScope, review_id: UUID, rating: int | None = None, text: str | None = None) -> Review:
    """Change stars or text; the review says when. Raises NotAuthenticated, NotFound, ReviewHidden, Invalid."""
    review = own_review_lock(scope=scope, review_id=review_id)
    before = review.rating
    values: dict[str, object] = {} if rating is None else {"rating": rating}
    if text is not None:
        values["text"] = clean_text(text, pointer="/text", longest=LONGEST_TEXT)
    changes = audit.assign(review, values)
    if changes:
        review.edited_at = timezone.now()
        review.save(update_fields=["rating", "text", "edited_at", "updated_at"])
        audit.record(actor=scope.actor, action="review.update", row=review, changes=changes, store_id=review.store_id)
        ratings_shift(review, before=before, after=review.rating)
        review_changed.send(sender=Review, review=review, action="updated")
    return review


@atomic
def review_delete(*, scope: ActingScope, review_id: UUID) -> None:
    """Take one's review back; the line may be reviewed anew. Raises NotAuthenticated, NotFound, ReviewHidden."""
    review = own_review_lock(scope=scope, review_id=review_id)
    review.delete()
    audit.record(
        actor=scope.actor,
        action="review.delete",
        row=review,
        changes={"rating": [review.rating, None]},
        store_id=review.store_id,
    )
    ratings_shift(review, before=review.rating, after=None)
    review_changed.send(sender=Review, review=review, action="deleted")

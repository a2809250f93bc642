"""What the services of reviews share: the locked row, and the ratings that move with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from catalog.rules import plain_text
from core.errors import FieldProblem, Invalid, NotFound
from core.scope import ActingScope
from marketplace.services import store_rating_set
from reviews.errors import ReviewHidden
from reviews.models import ProductRating, Review, StoreRating
from reviews.selectors import reviews_visible_to
from reviews.signals import rating_changed
from reviews.states import ReviewStatus


def review_lock(*, scope: ActingScope, review_id: UUID) -> Review:
    """The row of a review one may see, held until the commit. Raises NotFound."""
    rows = reviews_visible_to(scope=scope).filter(pk=review_id).order_by("pk")
    found = rows.select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise NotFound
    return found


def own_review_lock(*, scope: ActingScope, review_id: UUID) -> Review:
    """One's own review, published. Raises NotAuthenticated, NotFound (somebody else's too), ReviewHidden."""
    user_id = scope.require_user()
    review = review_lock(scope=scope, review_id=review_id)
    if review.author_id != user_id:
        raise NotFound
    if review.status == ReviewStatus.HIDDEN:
        raise ReviewHidden
    return review


def published_lock(*, scope: ActingScope, review_id: UUID) -> Review:
    """A review that everybody sees. Raises NotFound, ReviewHidden (for those who still see it)."""
    review = review_lock(scope=scope, review_id=review_id)
    if review.status == ReviewStatus.HIDDEN:
        raise ReviewHidden
    return review


def ratings_shift(review: Review, *, before: int | None, after: int | None) -> None:
    """Move the review's stars from `before` to `after` in the ratings of its product and its store; None is no stars.

    These rows are shared by many reviews: they are taken last, the product's first.
    """
    if before == after:
        return
    change: dict[str, Any] = {}
    if before is not None:
        change[f"stars_{before}"] = F(f"stars_{before}") - 1
    if after is not None:
        change[f"stars_{after}"] = F(f"stars_{after}") + 1
    _shift(ProductRating, change, product_id=review.product_id)
    _shift(StoreRating, change, store_id=review.store_id)
    shown = StoreRating.objects.get(store=review.store_id).rating
    hundredths = (shown.basis_points + 50) // 100
    store_rating_set(store_id=review.store_id, rating_hundredths=hundredths, rating_count=shown.count)
    rating_changed.send(sender=Review, product_id=review.product_id, store_id=review.store_id)


def _shift(model: Any, change: dict[str, Any], **owner: UUID) -> None:
    if not model.objects.filter(**owner).update(**change):
        model.objects.bulk_create([model(**owner)], ignore_conflicts=True)
        model.objects.filter(**owner).update(**change)


def clean_text(text: str, *, pointer: str, longest: int, is_required: bool = False) -> str:
    """Plain text without markup or invisible characters. Raises Invalid."""
    cleaned = plain_text(text)
    if is_required and not cleaned:
        raise Invalid(problems=[FieldProblem(pointer, "blank", _("This may not be empty."))])
    if len(cleaned) > longest:
        raise Invalid(
            problems=[FieldProblem(pointer, "max_length", _("At most %(count)d characters.") % {"count": longest})]
        )
    return cleaned

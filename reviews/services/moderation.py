"""Reports, and what platform people decide about them."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.db import atomic
from core.errors import Conflict
from core.scope import ActingScope
from reviews.errors import OwnReview
from reviews.models import Review, ReviewReport
from reviews.rules import LONGEST_REASON
from reviews.selectors import MODERATORS
from reviews.services.common import clean_text, published_lock, ratings_shift, review_lock
from reviews.signals import review_moderated
from reviews.states import REPORT_TRANSITIONS, REVIEW_TRANSITIONS, ReportStatus, ReviewStatus


@atomic
def review_report(*, scope: ActingScope, review_id: UUID, reason: str, note: str = "") -> ReviewReport:
    """Ask the platform to look at a review; a second report of the same person changes the first while it is open.

    Raises NotAuthenticated, NotFound, ReviewHidden, OwnReview, Conflict (decided already), Invalid.
    """
    user_id = scope.require_user()
    review = published_lock(scope=scope, review_id=review_id)
    if review.author_id == user_id:
        raise OwnReview(_("You can change or delete your own review."))
    note = clean_text(note, pointer="/note", longest=LONGEST_REASON)
    row = ReviewReport.objects.filter(review=review, reporter=user_id).first()
    if row is not None and row.status != ReportStatus.OPEN:
        raise Conflict(_("We have looked at this review already, and it stays."))
    row = row or ReviewReport(review=review, reporter_id=user_id)
    row.reason, row.note = reason, note
    row.save()
    changes = {"reason": [None, reason], "note": [None, note]}
    audit.record(actor=scope.actor, action="review.report", row=review, changes=changes, store_id=review.store_id)
    return row


@atomic
def review_hide(*, scope: ActingScope, review_id: UUID, reason: str) -> Review:
    """Take a review off every page and out of the ratings; its author reads the reason. Open reports are upheld.

    Raises NotAuthenticated, NotAllowed, NotFound, InvalidTransition, Invalid.
    """
    scope.require_role(*MODERATORS)
    reason = clean_text(reason, pointer="/reason", longest=LONGEST_REASON, is_required=True)
    review = review_lock(scope=scope, review_id=review_id)
    _move(scope, review, ReviewStatus.HIDDEN, reason)
    _decide(review, ReportStatus.UPHELD)
    ratings_shift(review, before=review.rating, after=None)
    review_moderated.send(sender=Review, review=review, reason=reason)
    return review


@atomic
def review_restore(*, scope: ActingScope, review_id: UUID, reason: str) -> Review:
    """Show a hidden review again. Raises NotAuthenticated, NotAllowed, NotFound, InvalidTransition, Invalid."""
    scope.require_role(*MODERATORS)
    reason = clean_text(reason, pointer="/reason", longest=LONGEST_REASON, is_required=True)
    review = review_lock(scope=scope, review_id=review_id)
    _move(scope, review, ReviewStatus.PUBLISHED, reason)
    ratings_shift(review, before=None, after=review.rating)
    review_moderated.send(sender=Review, review=review, reason=reason)
    return review


@atomic
def reports_dismiss(*, scope: ActingScope, review_id: UUID) -> Review:
    """The review stays: its open reports are closed. Raises NotAuthenticated, NotAllowed, NotFound, Conflict."""
    scope.require_role(*MODERATORS)
    review = review_lock(scope=scope, review_id=review_id)
    closed = _decide(review, ReportStatus.DISMISSED)
    if not closed:
        raise Conflict(_("There is no open report about this review."))
    changes = {"reports": [closed, 0]}
    audit.record(actor=scope.actor, action="review.dismiss", row=review, changes=changes, store_id=review.store_id)
    return review


def _move(scope: ActingScope, review: Review, status: ReviewStatus, reason: str) -> None:
    old = ReviewStatus(review.status)
    REVIEW_TRANSITIONS.check(old, status)
    review.status = status
    review.moderation_reason = reason if status == ReviewStatus.HIDDEN else ""
    review.save(update_fields=["status", "moderation_reason", "updated_at"])
    changes = {"status": [str(old), str(status)], "reason": [None, reason]}
    audit.record(
        actor=scope.actor, action=f"review.{status.lower()}", row=review, changes=changes, store_id=review.store_id
    )


def _decide(review: Review, status: ReportStatus) -> int:
    """Close the open reports, which the review's row guards. Returns how many there were."""
    waiting = ReviewReport.objects.filter(review=review, status__in=REPORT_TRANSITIONS.sources(status))
    return waiting.update(status=status, decided_at=timezone.now())

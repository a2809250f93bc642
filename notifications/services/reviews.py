"""Messages about reviews: to the store that was reviewed, and to those who bought there."""

from __future__ import annotations

from uuid import UUID

from core import outbox
from core.outbox import FOREIGN
from notifications import selectors
from notifications.mail import Letter
from notifications.services.delivery import mail_send
from reviews.links import reviews_url
from reviews.models import Review
from reviews.rules import public_name
from reviews.selectors import lines_left_to_review, review_for_mail
from reviews.states import ReviewStatus
from sales.selectors import store_order_for_mail
from sales.states import StoreOrderStatus


@outbox.handler(FOREIGN)
def review_posted_mail_send(*, review_id: UUID) -> None:
    """Tell a store's owners and managers what a buyer says. Nothing when it was deleted or hidden meanwhile."""
    review = review_for_mail(review_id=review_id)
    if review is None or review.status == ReviewStatus.HIDDEN:
        return
    team = selectors.store_team(review.store)
    context = {**_of(review), "url": selectors.admin_url(review)}
    mail_send(Letter("review_posted", f"review-posted-{review.pk}", team.addresses, team.language, context))


@outbox.handler(FOREIGN)
def review_replied_mail_send(*, review_id: UUID) -> None:
    """Tell the author that the store has answered. Nothing when the answer was taken back meanwhile."""
    review = review_for_mail(review_id=review_id)
    if review is not None and review.reply:
        _tell_author(review, "review_replied", f"review-replied-{review.pk}")


@outbox.handler(FOREIGN)
def review_moderated_mail_send(*, review_id: UUID, status: str, reason: str, fact: str) -> None:
    """Tell the author that the review was hidden or is shown again, and why. `status` as it was then."""
    review = review_for_mail(review_id=review_id)
    if review is not None:
        is_hidden = status == ReviewStatus.HIDDEN
        _tell_author(review, "review_moderated", f"review-moderated-{fact}", is_hidden=is_hidden, reason=reason)


@outbox.handler(FOREIGN)
def review_invitation_mail_send(*, store_order_id: UUID) -> None:
    """Ask for a review of what arrived, once per parcel. Nothing for guests, and when all of it is reviewed already."""
    part = store_order_for_mail(store_order_id=store_order_id)
    buyer = part.order.user
    lines = lines_left_to_review(store_order=part)
    if buyer is None or not buyer.is_active or not lines or part.status not in _ARRIVED:
        return
    context = {"order": part.order, "part": part, "lines": lines, "url": reviews_url(part.order)}
    fact, to = f"review-invitation-{part.pk}", part.order.contact_email or buyer.email
    if to:
        mail_send(Letter("review_invitation", fact, (to,), part.order.language, context))


_ARRIVED = (StoreOrderStatus.DELIVERED, StoreOrderStatus.COMPLETED)


def _of(review: Review) -> dict[str, object]:
    return {
        "review": review,
        "author_name": public_name(review.author.name),
        "stars": "★" * review.rating + "☆" * (5 - review.rating),
        "order": review.order_item.store_order.order,
    }


def _tell_author(review: Review, template: str, fact: str, **extra: object) -> None:
    author = review.author
    if author.email and author.is_active:
        context = {**_of(review), "url": reviews_url(review.order_item.store_order.order), **extra}
        mail_send(Letter(template, fact, (author.email,), selectors.user_language(author.pk), context))

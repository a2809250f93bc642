"""What can go wrong with reviews, by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class NotDelivered(Conflict):
    code = "not_delivered"
    title = _("You can review this once it has arrived.")


class AlreadyReviewed(Conflict):
    code = "already_reviewed"
    title = _("You have reviewed this already. Change your review instead.")


class ReviewHidden(Conflict):
    code = "review_hidden"
    title = _("This review was hidden by moderation and stays as it is.")


class OwnReview(Conflict):
    code = "own_review"
    title = _("This is your own review.")


class GalleryFull(Conflict):
    code = "gallery_full"
    title = _("A review holds no more pictures.")

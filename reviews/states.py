"""Statuses of reviews and of reports about them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.states import TransitionTable


class ReviewStatus(models.TextChoices):
    PUBLISHED = "PUBLISHED", _("Published")
    HIDDEN = "HIDDEN", _("Hidden by moderation")


REVIEW_TRANSITIONS: TransitionTable[ReviewStatus] = TransitionTable(
    initial=ReviewStatus.PUBLISHED,
    moves={
        ReviewStatus.PUBLISHED: {ReviewStatus.HIDDEN},
        ReviewStatus.HIDDEN: {ReviewStatus.PUBLISHED},
    },
)


class ReportStatus(models.TextChoices):
    OPEN = "OPEN", _("Open")
    UPHELD = "UPHELD", _("Upheld: the review was hidden")
    DISMISSED = "DISMISSED", _("Dismissed: the review stays")


REPORT_TRANSITIONS: TransitionTable[ReportStatus] = TransitionTable(
    initial=ReportStatus.OPEN,
    moves={
        ReportStatus.OPEN: {ReportStatus.UPHELD, ReportStatus.DISMISSED},
        ReportStatus.UPHELD: set(),
        ReportStatus.DISMISSED: set(),
    },
)


class ReportReason(models.TextChoices):
    SPAM = "spam", _("Advertising or spam")
    OFFENSIVE = "offensive", _("Insults or hate")
    PERSONAL = "personal", _("Names or addresses of people")
    UNRELATED = "unrelated", _("Not about the product or the shop")
    UNTRUE = "untrue", _("Untrue or paid for")
    OTHER = "other", _("Something else")

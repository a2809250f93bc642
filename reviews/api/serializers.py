"""Input of reviews, and the shapes of its answers for the schema (`documents.py` builds them)."""

from __future__ import annotations

from rest_framework import serializers

from core.api.serializers import Input, Output, WholeNumberField
from reviews.rules import LONGEST_REASON, LONGEST_REPLY, LONGEST_TEXT
from reviews.states import ReportReason, ReviewStatus


class ReviewInput(Input):
    order_item = serializers.UUIDField(help_text="A delivered line of one's own order: `reviews/waiting/` lists them.")
    rating = WholeNumberField(min_value=1, max_value=5, help_text="Stars.")
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")


class ReviewChangeInput(Input):
    rating = WholeNumberField(min_value=1, max_value=5, required=False)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)


class ReviewPictureInput(Input):
    file = serializers.FileField(
        allow_empty_file=True, help_text="JPEG, PNG or WebP; at most 24 million pixels, 8,000 a side."
    )


class ReplyInput(Input):
    text = serializers.CharField(max_length=LONGEST_REPLY)


class ReportInput(Input):
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    note = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True, default="")


class ReasonInput(Input):
    reason = serializers.CharField(max_length=LONGEST_REASON, help_text="Its author reads it when a review is hidden.")


# --- shapes of answers ------------------------------------------------------------------------------------------------


class NamedOutput(Output):
    slug = serializers.CharField()
    name = serializers.CharField()


class ReviewPictureOutput(Output):
    id = serializers.UUIDField()
    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ReplyOutput(Output):
    text = serializers.CharField()
    replied_at = serializers.DateTimeField()


class ReviewOutput(Output):
    id = serializers.UUIDField()
    product = NamedOutput()
    store = NamedOutput()
    variant_name = serializers.CharField(allow_blank=True)
    author = serializers.CharField(help_text="First name and an initial.")
    is_mine = serializers.BooleanField()
    is_verified = serializers.BooleanField(help_text="Written by somebody who received it: always.")
    rating = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    images = ReviewPictureOutput(many=True)
    helpful_count = serializers.IntegerField()
    is_helpful = serializers.BooleanField(help_text="Whether the reader found it helpful.")
    reply = ReplyOutput(allow_null=True)
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)


class OwnReviewOutput(ReviewOutput):
    order_item = serializers.UUIDField()
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    moderation_reason = serializers.CharField(allow_blank=True)


class ReportOutput(Output):
    reason = serializers.ChoiceField(choices=ReportReason.choices)
    note = serializers.CharField(allow_blank=True)
    reported_at = serializers.DateTimeField()


class QueuedReviewOutput(ReviewOutput):
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    reports = ReportOutput(many=True)


class VoteOutput(Output):
    helpful_count = serializers.IntegerField()
    is_helpful = serializers.BooleanField()


class LineToReviewOutput(Output):
    order_item = serializers.UUIDField()
    product_name = serializers.CharField()
    product_slug = serializers.CharField()
    variant_name = serializers.CharField(allow_blank=True)
    image = serializers.CharField(allow_null=True)
    store = NamedOutput()
    delivered_at = serializers.DateTimeField(allow_null=True)

"""What buyers say about what they got: reviews with pictures, votes and reports, and the ratings they add up to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from catalog.models import Product
from core.models import BaseModel, Permanent
from marketplace.models import Store
from reviews.rules import Rating
from reviews.states import ReportReason, ReportStatus, ReviewStatus
from sales.models import OrderItem


class Review(BaseModel):
    """A buyer's word about one delivered line: about the product, and about the store that sold it.

    `helpful_count` counts the live votes; `reply` is the store's answer, "" before there is one.
    """

    # The unique key and the indexes below begin with these keys, so they need none of their own.
    order_item = models.ForeignKey(OrderItem, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    store = models.ForeignKey(Store, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    author = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    rating = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, default="")
    status = models.CharField(max_length=12, choices=ReviewStatus, default=ReviewStatus.PUBLISHED)
    moderation_reason = models.CharField(max_length=500, blank=True, default="")  # why it is hidden
    helpful_count = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True, default="")
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["product", "-id"], name="review_newest"),
            models.Index(fields=["product", "-helpful_count", "-id"], name="review_helpful"),
            models.Index(fields=["product", "-rating", "-id"], name="review_rating"),
            models.Index(fields=["store", "-id"], name="review_of_store"),
            models.Index(fields=["author", "-id"], name="review_of_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order_item", "author"], condition=Q(deleted_at=None), name="review_one_per_line_and_author"
            ),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} ★ {self.text[:40]}".strip()


class ReviewImage(BaseModel):
    """A buyer's picture, re-encoded on upload like every picture."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(upload_to="reviews/", width_field="width", height_field="height")
    position = models.PositiveSmallIntegerField(default=0)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)

    class Meta(BaseModel.Meta):
        verbose_name = "review picture"

    def __str__(self) -> str:
        return str(self.file)


class ReviewVote(BaseModel):
    """Somebody found a review helpful: once per person, never one's own."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, db_index=False, related_name="votes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="review_votes")

    class Meta(BaseModel.Meta):
        verbose_name = "helpful vote"
        indexes: ClassVar[list[models.Index]] = []
        constraints = [
            models.UniqueConstraint(
                fields=["review", "user"], condition=Q(deleted_at=None), name="review_one_vote_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} for {self.review_id}"


class ReviewReport(BaseModel):
    """Somebody asks the platform to look at a review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, db_index=False, related_name="reports")
    reporter = models.ForeignKey(User, on_delete=models.CASCADE, related_name="review_reports")
    reason = models.CharField(max_length=12, choices=ReportReason)
    note = models.CharField(max_length=500, blank=True, default="")
    status = models.CharField(max_length=12, choices=ReportStatus, default=ReportStatus.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(BaseModel.Meta):
        verbose_name = "review report"
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["review"], condition=Q(status="OPEN"), name="review_report_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reporter"], condition=Q(deleted_at=None), name="review_one_report_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.review_id})"


class Stars(Permanent):
    """How often each number of stars was given, kept by increments and equal to a recount (R1)."""

    stars_1 = models.PositiveIntegerField(default=0)
    stars_2 = models.PositiveIntegerField(default=0)
    stars_3 = models.PositiveIntegerField(default=0)
    stars_4 = models.PositiveIntegerField(default=0)
    stars_5 = models.PositiveIntegerField(default=0)

    class Meta(Permanent.Meta):
        abstract = True

    @property
    def rating(self) -> Rating:
        return Rating((self.stars_1, self.stars_2, self.stars_3, self.stars_4, self.stars_5))


class ProductRating(Stars):
    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="rating_row")

    class Meta(Stars.Meta):
        verbose_name = "product rating"

    def __str__(self) -> str:
        return f"{self.rating.average} ({self.rating.count})"


class StoreRating(Stars):
    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="rating_row")

    class Meta(Stars.Meta):
        verbose_name = "store rating"

    def __str__(self) -> str:
        return f"{self.rating.average} ({self.rating.count})"

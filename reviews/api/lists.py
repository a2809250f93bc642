"""Lists of reviews: of a product, of a store, one's own, those a store received, those that wait for moderation."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.selectors import product_get
from core.api.permissions import Anyone, SignedIn
from core.api.views import ListView
from marketplace.selectors import store_get
from reviews import selectors
from reviews.api import documents, serializers
from reviews.api.pages import ReviewPages
from reviews.models import Review, ReviewImage
from reviews.rules import Rating
from sales.models import OrderItem


class ReviewFilter(django_filters.FilterSet):
    rating = django_filters.NumberFilter(min_value=1, max_value=5)
    has_pictures = django_filters.BooleanFilter(method="with_pictures")

    class Meta:
        model = Review
        fields = ["rating", "has_pictures"]

    def with_pictures(self, rows: QuerySet[Review], name: str, value: bool) -> QuerySet[Review]:
        found = Exists(ReviewImage.objects.filter(review=OuterRef("pk")))
        return rows.filter(found) if value else rows.exclude(found)


class ReceivedFilter(ReviewFilter):
    is_answered = django_filters.BooleanFilter(method="answered")

    class Meta(ReviewFilter.Meta):
        fields = ["rating", "has_pictures", "is_answered"]

    def answered(self, rows: QuerySet[Review], name: str, value: bool) -> QuerySet[Review]:
        return rows.exclude(reply="") if value else rows.filter(reply="")


class Reviews(ListView):
    """A list of reviews as documents."""

    schema_tag = "Reviews"
    permission_classes = [SignedIn]
    serializer_class: Any = serializers.ReviewOutput
    queryset: Any = Review.objects.none()

    def document(self, row: Any) -> dict[str, Any]:
        return documents.review_document(row, scope=self.scope)

    def page(self, queryset: Any = None) -> Response:
        rows = self.filter_queryset(self.get_queryset() if queryset is None else queryset)
        return self.get_paginated_response([self.document(row) for row in self.paginate_queryset(rows) or []])

    def detailed(self, rows: QuerySet[Review]) -> QuerySet[Review]:
        return selectors.reviews_detailed(rows, scope=self.scope)


class RatedReviews(Reviews):
    permission_classes = [Anyone]
    pagination_class = ReviewPages
    extra_parameters = ("sort",)
    filterset_class = ReviewFilter
    summary = Rating()


class ProductReviewList(RatedReviews):
    @extend_schema(
        operation_id="reviews_of_product",
        summary="List the reviews of a product",
        description="With its average and how often each number of stars was given. `key` is a slug or an id.",
        responses=serializers.ReviewOutput(many=True),
    )
    def get(self, request: Request, key: str) -> Response:
        product = product_get(scope=self.scope, key=key)
        self.summary = selectors.product_rating(product_id=product.pk)
        return self.page(self.detailed(selectors.reviews_of_product(product=product)))


class StoreReviewList(RatedReviews):
    @extend_schema(
        operation_id="reviews_of_store",
        summary="List the reviews of a store",
        description="Of everything it sold, with its average. `key` is a slug or an id.",
        responses=serializers.ReviewOutput(many=True),
    )
    def get(self, request: Request, key: str) -> Response:
        store = store_get(scope=self.scope, key=key)
        self.summary = selectors.store_rating(store_id=store.pk)
        return self.page(self.detailed(selectors.reviews_of_store(store=store)))


class MyReviewList(Reviews):
    serializer_class = serializers.OwnReviewOutput

    def get_queryset(self) -> QuerySet[Review]:
        return self.detailed(selectors.reviews_written_by(scope=self.scope))

    def document(self, row: Review) -> dict[str, Any]:
        return documents.own_review_document(row, scope=self.scope)

    @extend_schema(
        operation_id="reviews_mine",
        summary="List one's own reviews",
        responses=serializers.OwnReviewOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class LinesToReview(Reviews):
    serializer_class = serializers.LineToReviewOutput
    queryset = OrderItem.objects.none()

    def get_queryset(self) -> Any:
        return selectors.lines_to_review(scope=self.scope)

    def document(self, row: OrderItem) -> dict[str, Any]:
        return documents.line_to_review_document(row)

    @extend_schema(
        operation_id="reviews_waiting",
        summary="List what one may review",
        description="Delivered lines of one's own orders without a review.",
        responses=serializers.LineToReviewOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class ReceivedReviewList(Reviews):
    filterset_class = ReceivedFilter

    def get_queryset(self) -> QuerySet[Review]:
        return self.detailed(selectors.reviews_received(scope=self.scope))

    @extend_schema(
        operation_id="reviews_received",
        summary="List what buyers say about one's stores",
        responses=serializers.ReviewOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class ModerationQueue(Reviews):
    serializer_class = serializers.QueuedReviewOutput

    def get_queryset(self) -> QuerySet[Review]:
        rows = selectors.moderation_queue(scope=self.scope)
        return selectors.with_open_reports(self.detailed(rows))

    def document(self, row: Review) -> dict[str, Any]:
        return documents.queued_review_document(row, scope=self.scope)

    @extend_schema(
        operation_id="reviews_moderation",
        summary="List reported reviews (staff)",
        responses=serializers.QueuedReviewOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()

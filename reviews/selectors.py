"""Reads of reviews, and who may see which."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from catalog.models import Product
from core.errors import NotFound
from core.scope import ADMINISTRATOR, STAFF, ActingScope
from marketplace.models import Store
from marketplace.rules import REVIEWS_REPLY
from reviews.models import ProductRating, Review, ReviewImage, ReviewReport, ReviewVote, StoreRating
from reviews.rules import Rating
from reviews.states import ReportStatus, ReviewStatus
from sales.models import OrderItem, StoreOrder
from sales.states import StoreOrderStatus

MODERATORS = (ADMINISTRATOR, STAFF)
ARRIVED = (StoreOrderStatus.DELIVERED, StoreOrderStatus.COMPLETED)


def reviews_detailed(rows: QuerySet[Review], *, scope: ActingScope) -> QuerySet[Review]:
    """With author, product, store, line and pictures, and whether the reader found them helpful: two statements."""
    pictures = ReviewImage.objects.order_by("position", "pk")
    votes = ReviewVote.objects.filter(review=OuterRef("pk"), user=scope.user_id)
    return (
        rows.select_related("author", "product", "store", "order_item")
        .prefetch_related(Prefetch("images", pictures, to_attr="pictures"))
        .annotate(is_helpful=Exists(votes))
    )


def reviews_of_product(*, product: Product) -> QuerySet[Review]:
    return Review.objects.filter(product=product, status=ReviewStatus.PUBLISHED)


def reviews_of_store(*, store: Store) -> QuerySet[Review]:
    return Review.objects.filter(store=store, status=ReviewStatus.PUBLISHED)


def reviews_visible_to(*, scope: ActingScope) -> QuerySet[Review]:
    """Published reviews; hidden ones only for their author and for moderators."""
    rows = Review.objects.all()
    if scope.has_role(*MODERATORS):
        return rows
    published = Q(status=ReviewStatus.PUBLISHED)
    return rows.filter(published | Q(author_id=scope.user_id) if scope.user_id else published)


def review_get(*, scope: ActingScope, review_id: UUID) -> Review:
    """Raises NotFound."""
    found = reviews_detailed(reviews_visible_to(scope=scope), scope=scope).filter(pk=review_id).first()
    if found is None:
        raise NotFound
    return found


def reviews_written_by(*, scope: ActingScope) -> QuerySet[Review]:
    """One's own, hidden ones too."""
    return Review.objects.filter(author_id=scope.require_user())


def reviews_received(*, scope: ActingScope) -> QuerySet[Review]:
    """What buyers say about the stores where the person answers reviews."""
    scope.require_user()
    return Review.objects.filter(store_id__in=scope.store_ids(REVIEWS_REPLY), status=ReviewStatus.PUBLISHED)


def moderation_queue(*, scope: ActingScope) -> QuerySet[Review]:
    """Published reviews with open reports. Raises NotAuthenticated, NotAllowed."""
    scope.require_role(*MODERATORS)
    return Review.objects.filter(Exists(_open_reports().filter(review=OuterRef("pk"))))


def with_open_reports(rows: QuerySet[Review]) -> QuerySet[Review]:
    """In one statement more."""
    return rows.prefetch_related(Prefetch("reports", _open_reports().order_by("pk"), to_attr="waiting_reports"))


def _open_reports() -> QuerySet[ReviewReport]:
    return ReviewReport.objects.filter(status=ReportStatus.OPEN)


def lines_to_review(*, scope: ActingScope) -> QuerySet[OrderItem]:
    """Delivered lines of one's own orders that one has not reviewed."""
    user_id = scope.require_user()
    mine = Review.objects.filter(order_item=OuterRef("pk"), author=user_id)
    return (
        OrderItem.objects.filter(store_order__order__user=user_id, store_order__status__in=ARRIVED)
        .exclude(Exists(mine))
        .select_related("store_order__store", "variant")
    )


def line_of(*, scope: ActingScope, order_item_id: UUID) -> OrderItem:
    """A line of one's own order, delivered or not. Raises NotAuthenticated, NotFound."""
    found = (
        OrderItem.objects.filter(pk=order_item_id, store_order__order__user=scope.require_user())
        .select_related("store_order", "variant")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lines_of_own_order(*, scope: ActingScope, number: str) -> list[OrderItem]:
    """What has arrived of one's own order, oldest line first; nothing of anybody else's. Raises NotAuthenticated."""
    mine = OrderItem.objects.filter(store_order__order__number=number, store_order__order__user=scope.require_user())
    arrived = mine.filter(store_order__status__in=ARRIVED)
    return list(arrived.select_related("store_order__store", "variant").order_by("pk"))


def own_reviews_of(*, scope: ActingScope, lines: Collection[OrderItem]) -> dict[UUID, Review]:
    """One's reviews of these lines, by line: two statements."""
    rows = reviews_detailed(reviews_written_by(scope=scope), scope=scope).filter(order_item__in=lines)
    return {row.order_item_id: row for row in rows}


def lines_left_to_review(*, store_order: StoreOrder) -> list[OrderItem]:
    """The lines of a parcel that its buyer has not reviewed."""
    written = Review.objects.filter(order_item=OuterRef("pk"))
    return list(OrderItem.objects.filter(store_order=store_order).exclude(Exists(written)).order_by("pk"))


def review_for_mail(*, review_id: UUID) -> Review | None:
    """A live review with all that a message says about it."""
    rows = Review.objects.select_related("author", "product", "store__home_market", "order_item__store_order__order")
    return rows.filter(pk=review_id).first()


def product_rating(*, product_id: UUID) -> Rating:
    return ratings_of_products(product_ids=[product_id]).get(product_id, Rating())


def store_rating(*, store_id: UUID) -> Rating:
    return ratings_of_stores(store_ids=[store_id]).get(store_id, Rating())


def ratings_of_products(*, product_ids: Collection[UUID]) -> dict[UUID, Rating]:
    """The ratings of those that have any. One statement."""
    return {row.product_id: row.rating for row in ProductRating.objects.filter(product__in=product_ids)}


def ratings_of_stores(*, store_ids: Collection[UUID]) -> dict[UUID, Rating]:
    """The ratings of those that have any. One statement."""
    return {row.store_id: row.rating for row in StoreRating.objects.filter(store__in=store_ids)}

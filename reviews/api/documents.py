"""What the API shows of reviews; `serializers.py` describes the same shapes for the schema."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from core.scope import ActingScope
from reviews.models import Review, ReviewImage, ReviewReport
from reviews.rules import STARS, Rating, public_name
from sales.models import OrderItem


def rating_document(rating: Rating) -> dict[str, Any]:
    """`{"average": 4.6, "count": 27, "stars": {"1": 0, …}}`"""
    stars = {str(number): given for number, given in zip(STARS, rating.counts, strict=True)}
    return {"average": rating.average, "count": rating.count, "stars": stars}


def review_document(row: Review, *, scope: ActingScope) -> dict[str, Any]:
    """A review as everybody reads it. Who wrote it is told by first name and initial only."""
    return {
        "id": row.pk,
        "product": {"slug": row.product.slug, "name": row.product.name},
        "store": {"slug": row.store.slug, "name": row.store.name},
        "variant_name": row.order_item.variant_name,
        "author": public_name(row.author.name) or _("A shopper"),
        "is_mine": row.author_id == scope.user_id,
        "is_verified": True,
        "rating": row.rating,
        "text": row.text,
        "images": [picture_document(image) for image in row.pictures],  # type: ignore[attr-defined]
        "helpful_count": row.helpful_count,
        "is_helpful": row.is_helpful,  # type: ignore[attr-defined]
        "reply": {"text": row.reply, "replied_at": row.replied_at} if row.reply else None,
        "written_at": row.created_at,
        "edited_at": row.edited_at,
    }


def own_review_document(row: Review, *, scope: ActingScope) -> dict[str, Any]:
    """For its author, who also reads why it is hidden."""
    hidden = {"status": row.status, "moderation_reason": row.moderation_reason}
    return {**review_document(row, scope=scope), "order_item": row.order_item_id, **hidden}


def queued_review_document(row: Review, *, scope: ActingScope) -> dict[str, Any]:
    """For moderators: with its open reports."""
    reports = [report_document(report) for report in row.waiting_reports]  # type: ignore[attr-defined]
    return {**review_document(row, scope=scope), "status": row.status, "reports": reports}


def picture_document(image: ReviewImage) -> dict[str, Any]:
    url = default_storage.url(image.file.name or "")
    return {"id": image.pk, "url": url, "width": image.width, "height": image.height}


def report_document(report: ReviewReport) -> dict[str, Any]:
    return {"reason": report.reason, "note": report.note, "reported_at": report.created_at}


def line_to_review_document(line: OrderItem) -> dict[str, Any]:
    store = line.store_order.store
    return {
        "order_item": line.pk,
        "product_name": line.product_name,
        "product_slug": line.product_slug,
        "variant_name": line.variant_name,
        "image": line.image_url or None,
        "store": {"slug": store.slug, "name": store.name},
        "delivered_at": line.store_order.delivered_at,
    }

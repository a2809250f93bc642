"""Addresses of pages about reviews."""

from __future__ import annotations

from django.conf import settings

from sales.models import Order


def reviews_url(order: Order) -> str:
    """Where its buyer reviews what an order brought, and finds what was answered."""
    return f"{settings.SITE_URL}/orders/{order.number}/reviews/"

"""What a person follows and waits for."""

from __future__ import annotations

from django.db.models import QuerySet

from core.scope import ActingScope
from marketplace.models import StockSubscription, StoreFollow
from marketplace.selectors.stores import stores_visible_to


def follows_of(*, scope: ActingScope) -> QuerySet[StoreFollow]:
    """The stores one follows, without those that are closed or suspended meanwhile."""
    rows = StoreFollow.objects.filter(user_id=scope.require_user(), store__in=stores_visible_to(scope=scope))
    return rows.select_related("store")


def subscriptions_of(*, scope: ActingScope) -> QuerySet[StockSubscription]:
    """The sold-out offers one waits for."""
    rows = StockSubscription.objects.filter(user_id=scope.require_user(), told_at=None, item__deleted_at=None)
    return rows.select_related("item__store", "item__variant__product")

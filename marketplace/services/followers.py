"""What shoppers ask for: news of a store, and one mail when an offer is back."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.db import atomic, savepoint
from core.errors import Conflict, NotFound
from core.scope import ActingScope
from marketplace.models import StockSubscription, StoreFollow
from marketplace.selectors import items_on_sale, stores_visible_to
from marketplace.signals import back_in_stock

BATCH = 500


@atomic
def store_follow(*, scope: ActingScope, store_id: UUID) -> None:
    """Follow a store; once more is no error. Raises NotAuthenticated, NotFound."""
    user_id = scope.require_user()
    if not stores_visible_to(scope=scope).filter(pk=store_id).exists():
        raise NotFound
    if StoreFollow.objects.filter(user_id=user_id, store_id=store_id).exists():
        return
    try:
        with savepoint():
            StoreFollow.objects.create(user_id=user_id, store_id=store_id)
    except IntegrityError:
        return  # the same click at the same moment


@atomic
def store_unfollow(*, scope: ActingScope, store_id: UUID) -> None:
    """Stop following; not following is no error. Raises NotAuthenticated."""
    StoreFollow.objects.filter(user_id=scope.require_user(), store_id=store_id).delete()


@atomic
def stock_subscribe(*, scope: ActingScope, item_id: UUID) -> None:
    """Ask for one mail when a sold-out offer is back; once more is no error.

    Raises NotAuthenticated, NotFound, Conflict (it is in stock).
    """
    user_id = scope.require_user()
    item = items_on_sale().filter(pk=item_id).select_related("stock_row").first()
    if item is None:
        raise NotFound
    if item.stock_row.available > 0:
        raise Conflict(_("This is in stock."))
    open_one = StockSubscription.objects.filter(item=item, user_id=user_id, told_at=None)
    if open_one.exists():
        return
    try:
        with savepoint():
            StockSubscription.objects.create(item=item, user_id=user_id)
    except IntegrityError:
        return  # the same click at the same moment


@atomic
def stock_unsubscribe(*, scope: ActingScope, item_id: UUID) -> None:
    """Ask no longer; not having asked is no error. Raises NotAuthenticated."""
    StockSubscription.objects.filter(item_id=item_id, user_id=scope.require_user(), told_at=None).delete()


@atomic
def subscribers_tell(*, item_id: UUID) -> int:
    """Mark the oldest who wait for an offer that is back as told, and say so; how many, at most 500.

    Each is told once: the row is locked while it is marked. Nothing when it is sold out again.
    """
    if not items_on_sale().filter(pk=item_id, stock_row__stock__gt=0).exists():
        return 0
    item = items_on_sale().select_related("stock_row").get(pk=item_id)
    if item.stock_row.available <= 0:
        return 0
    waiting = StockSubscription.objects.filter(item_id=item_id, told_at=None).order_by("pk")
    rows = list(waiting.select_for_update(no_key=True, skip_locked=True)[:BATCH])
    if rows:
        StockSubscription.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())
        back_in_stock.send(sender=StockSubscription, item=item, subscriptions=rows)
    return len(rows)

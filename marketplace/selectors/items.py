"""Offers of one's stores, and their history."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from core.errors import NotFound
from core.scope import ActingScope
from marketplace.models import ItemMarketPrice, StockMovement, StoreItem
from marketplace.selectors.stores import sees_all
from marketplace.states import SellerStatus, StoreStatus


def items_visible_to(*, scope: ActingScope) -> QuerySet[StoreItem]:
    """The offers of one's stores; all for staff."""
    rows = StoreItem.objects.filter(store__deleted_at=None)
    return rows if sees_all(scope) else rows.filter(store_id__in=scope.store_ids())


def items_low(*, store_id: UUID) -> QuerySet[StoreItem]:
    """The offers of a store whose stock is below its threshold."""
    below = {"stock_row__stock__lt": F("stock_row__low_stock_threshold")}
    return StoreItem.objects.filter(store_id=store_id, **below)


def items_detailed(rows: QuerySet[StoreItem]) -> QuerySet[StoreItem]:
    """With store, variant, product, stock and prices by hand: two statements."""
    prices = ItemMarketPrice.objects.select_related("market").order_by("market__code")
    return rows.select_related("store", "variant__product", "stock_row").prefetch_related(
        Prefetch("market_prices", prices, to_attr="own_prices")
    )


def items_on_sale() -> QuerySet[StoreItem]:
    """The offers that shoppers see: shown, of an open store of an approved seller, in stock or not."""
    return StoreItem.objects.filter(
        is_active=True,
        variant__deleted_at=None,
        store__deleted_at=None,
        store__status=StoreStatus.OPEN,
        store__seller__deleted_at=None,
        store__seller__status=SellerStatus.APPROVED,
    )


def item_get(*, scope: ActingScope, item_id: UUID) -> StoreItem:
    """Raises NotFound."""
    found = items_detailed(items_visible_to(scope=scope)).filter(pk=item_id).first()
    if found is None:
        raise NotFound
    return found


def movements_of(*, item: StoreItem) -> QuerySet[StockMovement]:
    """The stock history of an offer."""
    return StockMovement.objects.filter(stock__item=item)

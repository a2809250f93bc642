"""Reads of the marketplace, and who may see which rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from core.errors import NotFound
from core.scope import ADMINISTRATOR, STAFF, ActingScope
from marketplace.models import (
    ItemMarketPrice,
    ProductImport,
    Seller,
    StockMovement,
    Store,
    StoreItem,
    StoreMarket,
    StoreMember,
    StoreProduct,
)
from marketplace.rules import CATALOG_EDIT
from marketplace.states import SellerStatus, StoreStatus


def sees_all(scope: ActingScope) -> bool:
    """Platform people who read every store's rows."""
    return scope.has_role(ADMINISTRATOR, STAFF)


def seller_of(*, scope: ActingScope) -> Seller:
    """The acting person as a seller. Raises NotAuthenticated, NotFound."""
    found = Seller.objects.filter(user_id=scope.require_user()).first()
    if found is None:
        raise NotFound("You are not registered as a seller.")
    return found


def stores_visible_to(*, scope: ActingScope) -> QuerySet[Store]:
    """Stores of approved sellers that are not closed, one's own, and all for staff."""
    rows = Store.objects.filter(seller__deleted_at=None)
    if sees_all(scope):
        return rows
    public = Q(seller__status=SellerStatus.APPROVED) & ~Q(status=StoreStatus.CLOSED)
    return rows.filter(public | Q(pk__in=scope.store_ids()) if scope.stores else public)


def stores_of(*, scope: ActingScope) -> QuerySet[Store]:
    """The stores the person works in."""
    return Store.objects.filter(seller__deleted_at=None, pk__in=scope.store_ids())


def stores_detailed(rows: QuerySet[Store]) -> QuerySet[Store]:
    """With seller, home market and further markets, in one statement more."""
    extra = StoreMarket.objects.select_related("market").order_by("market__code")
    return rows.select_related("home_market", "seller").prefetch_related(
        Prefetch("extra_markets", extra, to_attr="further_markets")
    )


def store_get(*, scope: ActingScope, key: str, rows: QuerySet[Store] | None = None) -> Store:
    """A store by id or slug, among those visible or among `rows`. Raises NotFound."""
    rows = stores_visible_to(scope=scope) if rows is None else rows
    try:
        wanted = Q(pk=UUID(key))
    except ValueError:
        wanted = Q(slug=key)
    found = stores_detailed(rows).filter(wanted).first() if "\x00" not in key else None
    if found is None:
        raise NotFound
    return found


def members_of(*, store: Store) -> QuerySet[StoreMember]:
    """The people of a store; who may see them is checked by the caller's permission key."""
    return StoreMember.objects.filter(store=store).select_related("user")


def items_visible_to(*, scope: ActingScope) -> QuerySet[StoreItem]:
    """The offers of one's stores; all for staff."""
    rows = StoreItem.objects.filter(store__deleted_at=None)
    return rows if sees_all(scope) else rows.filter(store_id__in=scope.store_ids())


def items_detailed(rows: QuerySet[StoreItem]) -> QuerySet[StoreItem]:
    """With store, variant, product, stock and prices by hand: two statements."""
    prices = ItemMarketPrice.objects.select_related("market").order_by("market__code")
    return rows.select_related("store", "variant__product", "stock_row").prefetch_related(
        Prefetch("market_prices", prices, to_attr="own_prices")
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


def products_maintained(*, scope: ActingScope) -> QuerySet[StoreProduct]:
    """Links to the products that stores of this person maintain and that the person may edit."""
    stores = scope.store_ids(CATALOG_EDIT)
    return StoreProduct.objects.filter(store_id__in=stores, store__deleted_at=None, is_maintainer=True)


def imports_visible_to(*, scope: ActingScope) -> QuerySet[ProductImport]:
    """The imports of the stores whose catalogue the person edits; all for administrators."""
    rows = ProductImport.objects.filter(store__deleted_at=None).select_related("store", "user")
    return rows if scope.has_role(ADMINISTRATOR) else rows.filter(store_id__in=scope.store_ids(CATALOG_EDIT))


def import_get(*, scope: ActingScope, import_id: UUID) -> ProductImport:
    """Raises NotFound."""
    found = imports_visible_to(scope=scope).filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found

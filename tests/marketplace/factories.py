"""The smallest valid sellers, stores and offers. Stock comes with its movement, so S2 holds."""

from __future__ import annotations

import itertools

from accounts.models import User
from catalog.models import Product, ProductVariant
from marketplace.models import (
    ImportRow,
    MovementReason,
    ProductImport,
    Seller,
    Stock,
    StockMovement,
    Store,
    StoreItem,
    StoreMarket,
    StoreMember,
    StoreProduct,
)
from marketplace.rules import StoreRole
from marketplace.states import ImportStatus, RowOutcome, SellerStatus
from markets.models import Market
from tests.accounts.factories import make_user
from tests.catalog.factories import make_product, make_variant

_numbers = itertools.count(1)
_CURRENCIES = {"intl": "USD", "ir": "IRR", "vn": "VND", "id": "IDR"}


def make_person(name: str = "") -> User:
    number = next(_numbers)
    return make_user(f"keeper{number}@example.com", name=name or f"Keeper {number}")


def get_market(code: str = "intl") -> Market:
    """The seeded market; made on the spot in a database that has been flushed."""
    found = Market.objects.filter(code=code).first()
    return found or Market.objects.create(code=code, name=code, currency=_CURRENCIES[code])


def make_seller(user: User | None = None, *, status: str = SellerStatus.APPROVED) -> Seller:
    user = user or make_person()
    found = Seller.objects.filter(user=user).first()
    return found or Seller.objects.create(user=user, name=user.name or "A seller", status=status)


def make_store(
    name: str = "",
    *,
    owner: User | None = None,
    market: str = "intl",
    also_in: tuple[str, ...] = (),
    seller_status: str = SellerStatus.APPROVED,
    **fields: object,
) -> Store:
    """An open store of an approved seller, with its owner as member."""
    number = next(_numbers)
    seller = make_seller(owner, status=seller_status)
    place = {"country": "US", "city": "Portland", "email": f"store{number}@example.com"}
    store = Store.objects.create(
        seller=seller,
        name=name or f"Store {number}",
        slug=f"store-{number}",
        home_market=get_market(market),
        **{**place, **fields},
    )
    make_member(store, seller.user, StoreRole.OWNER)
    for code in also_in:
        StoreMarket.objects.create(store=store, market=get_market(code))
    return store


def make_member(store: Store, user: User | None = None, role: str = StoreRole.FULFILMENT) -> StoreMember:
    return StoreMember.objects.create(store=store, user=user or make_person(), role=role)


def make_maintained_product(store: Store, **fields: object) -> Product:
    """A product that this store maintains."""
    product = make_product(**fields)
    StoreProduct.objects.create(store=store, product=product, is_maintainer=True)
    return product


def make_item(
    store: Store | None = None,
    *,
    variant: ProductVariant | None = None,
    price_minor: int = 1000,
    stock: int = 10,
    threshold: int | None = None,
    **fields: object,
) -> StoreItem:
    """An offer with `stock` units received. `price_minor` is in the store's currency."""
    store = store or make_store()
    variant = variant or make_variant(make_maintained_product(store))
    item = StoreItem.objects.create(
        store=store, variant=variant, currency=store.home_market.currency, price_minor=price_minor, **fields
    )
    extra = {} if threshold is None else {"low_stock_threshold": threshold}
    row = Stock.objects.create(item=item, stock=stock, **extra)
    if stock:
        StockMovement.objects.create(
            stock=row,
            delta=stock,
            balance=stock,
            reason=MovementReason.RECEIVE,
            source_type="factory",
            source_id=str(item.pk),
            actor_type="system",
        )
    return item


def make_import(store: Store, *, sku: str = "", status: str = ImportStatus.READY) -> ProductImport:
    """A checked file of one new article, by the store's owner."""
    number = next(_numbers)
    batch = ProductImport.objects.create(
        store=store,
        user=store.seller.user,
        status=status,
        file_name=f"{store.name} products.csv",
        file_hash=f"{number:064x}",
        headers=["sku", "product", "price"],
        rows_total=1,
        rows_checked=1,
        rows_new=1,
    )
    cells = [sku or f"NEW-{number}", f"{store.name} lamp", "12.50"]
    ImportRow.objects.create(
        batch=batch, number=2, cells=cells, outcome=RowOutcome.NEW, changes={"price": [None, "12.50"]}
    )
    return batch

"""Many products with a variant, one or two offers each and stock that was received and partly sold."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from catalog.models import AttributeOption, Brand, Category, Product, ProductAttribute, ProductVariant
from catalog.services import category_create
from catalog.states import ProductStatus
from core.db import atomic, is_postgres
from core.processes import cores, in_order, workers
from core.scope import SYSTEM_SCOPE
from marketplace.models import (
    MovementReason,
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
from marketplace.states import SellerStatus, StoreStatus
from markets.selectors import market_get
from storefront.bulk import BATCH, MARK
from storefront.bulk.attributes import attributes_load, values_of
from storefront.bulk.load import write_rows

ROOTS, BRANCHES, LEAVES, STORES = 5, 4, 5, 20  # 5 + 20 + 100 = 125 categories
ABROAD_EVERY = 10  # every tenth store sells in all markets
# The first two stand in seven of ten names: the common words that a search is measured with.
COMMON = ("amber", "cedar")
_TEXT = (
    "aluminium artisan bamboo board brass cable case choc clear copper cork deck desk dial dye ergo felt foam gasket "
    "glass gloss grey hotswap ivory jade kit knob lamp linear lume magnet mat matte maple mint mono navy oak olive "
    "onyx ortho pad pbt plate pine plum polycarbonate pulse quartz rest rose sage satin silent slate slim split "
    "stand steel switch tactile tenting teak travel tray walnut wave wedge wrist zinc"
)
WORDS = _TEXT.split()
MANY = 20_000  # products that are worth the start of processes of their own


class Job(NamedTuple):
    """Products from number `first` to before `last`."""

    first: int
    last: int
    seed: int


def products_load(have: int, wanted: int, seed: int, progress: Callable[[int], None]) -> None:
    """Bring the number of bulk products from `have` to `wanted`, many of them in several processes.

    The same seed makes the same products where the batches begin alike.
    """
    shelf = _shelf()
    jobs = [Job(first, min(first + BATCH, wanted), seed) for first in range(have, wanted, BATCH)]
    if is_postgres() and wanted - have >= MANY:
        with workers(cores()) as pool:
            for size in in_order(pool, _load_elsewhere, jobs, cores()):
                progress(size)
    else:
        for job in jobs:
            progress(_load(job, shelf))


def _load_elsewhere(job: Job) -> int:
    return _load(job, _shelf_kept())


def _load(job: Job, shelf: Shelf) -> int:
    dice = random.Random(f"{job.seed} {job.first}")  # noqa: S311 - a repeatable load, no secrets
    write_rows(_products(range(job.first, job.last), dice, shelf), _ORDER)
    return job.last - job.first


class Shelf(NamedTuple):
    """What products are made of."""

    stores: list[Store]
    leaves: list[Category]
    brands: list[Brand]
    options: list[list[AttributeOption]]


def _shelf() -> Shelf:
    """Made where it is not there yet."""
    return Shelf(_stores(), _leaves(), _brands(), attributes_load())


@functools.cache
def _shelf_kept() -> Shelf:
    """For a process that ends with the load."""
    return _shelf()


@atomic
def _stores() -> list[Store]:
    home = market_get("intl")
    abroad = [market_get(code) for code in ("ir", "vn", "id")]
    for number in range(STORES):
        if Store.objects.filter(slug=f"{MARK}-store-{number}").exists():
            continue
        user, _ = User.objects.get_or_create(
            email=f"{MARK}-seller-{number}@example.com", defaults={"name": f"Bulk seller {number}"}
        )
        seller, _ = Seller.objects.get_or_create(
            user=user, defaults={"name": f"Bulk seller {number}", "status": SellerStatus.APPROVED}
        )
        store = Store.objects.create(
            seller=seller,
            name=f"Bulk store {number}",
            slug=f"{MARK}-store-{number}",
            home_market=home,
            status=StoreStatus.OPEN,
            city="Portland",
            country="US",
        )
        StoreMember.objects.create(store=store, user=user, role=StoreRole.OWNER)
        if number % ABROAD_EVERY == 0:
            StoreMarket.objects.bulk_create([StoreMarket(store=store, market=market) for market in abroad])
    return list(Store.objects.filter(slug__startswith=f"{MARK}-store-").order_by("slug"))


def _leaves() -> list[Category]:
    if not Category.objects.filter(slug__startswith="bulk-").exists():
        for root in range(ROOTS):
            top = category_create(scope=SYSTEM_SCOPE, name=f"Bulk {root}")
            for branch in range(BRANCHES):
                middle = category_create(scope=SYSTEM_SCOPE, name=f"Bulk {root} {branch}", parent_id=top.pk)
                for leaf in range(LEAVES):
                    category_create(scope=SYSTEM_SCOPE, name=f"Bulk {root} {branch} {leaf}", parent_id=middle.pk)
    found = Category.objects.filter(slug__startswith="bulk-", level=2)
    return list(found.annotate(below=Count("children")).filter(below=0).order_by("slug"))


def _brands() -> list[Brand]:
    if not Brand.objects.filter(slug__startswith=f"{MARK}-").exists():
        Brand.objects.bulk_create([Brand(name=f"Brand {n}", slug=f"{MARK}-brand-{n}") for n in range(40)])
    return list(Brand.objects.filter(slug__startswith=f"{MARK}-").order_by("slug"))


def _products(numbers: range, dice: random.Random, shelf: Shelf) -> Iterator[models.Model]:
    """The rows of each product: product, its attributes, variant, one or two offers with stock, received and partly
    sold."""
    start = timezone.now() - timedelta(days=365)
    for number in numbers:
        words = [*(COMMON if dice.random() < 0.7 else ()), *dice.sample(WORDS, 3)]
        product = Product(
            name=f"{' '.join(words).title()} Kx{number:06d}",
            slug=f"{MARK}-{number:07d}",
            description=" ".join(dice.choices(WORDS, k=30)),
            brand=dice.choice(shelf.brands),
            category=dice.choice(shelf.leaves),
            status=ProductStatus.LIVE,
            is_featured=dice.random() < 0.01,
            created_at=start + timedelta(seconds=number, microseconds=dice.randrange(1_000_000)),
        )
        variant = ProductVariant(
            product=product, sku=f"BULK-{number:07d}", weight_grams=400, length_mm=200, width_mm=100, height_mm=50
        )
        yield from (product, variant, *values_of(product, shelf.options, dice))
        price = dice.randrange(500, 50_000)
        for place, store in enumerate(dice.sample(shelf.stores, 1 + (dice.random() < 0.2))):
            yield StoreProduct(store=store, product=product, is_maintainer=place == 0)
            yield from _offer(dice, store, variant, price + place * dice.randrange(500))


def _offer(dice: random.Random, store: Store, variant: ProductVariant, price_minor: int) -> list[models.Model]:
    received = 0 if dice.random() < 0.05 else 10_000
    sold = dice.randrange(200) if received and dice.random() < 0.3 else 0
    item = StoreItem(store=store, variant=variant, currency="USD", price_minor=price_minor)
    stock = Stock(item=item, stock=received - sold)
    rows: list[models.Model] = [item, stock]
    for delta, balance, reason in (
        (received, received, MovementReason.RECEIVE),
        (-sold, received - sold, MovementReason.SALE),
    ):
        if delta:
            rows.append(
                StockMovement(
                    stock=stock,
                    delta=delta,
                    balance=balance,
                    reason=reason,
                    source_type=MARK,
                    source_id=str(item.pk),
                    actor_type="system",
                )
            )
    return rows


_ORDER: list[type[models.Model]] = [
    Product,
    ProductVariant,
    ProductAttribute,
    StoreProduct,
    StoreItem,
    Stock,
    StockMovement,
]

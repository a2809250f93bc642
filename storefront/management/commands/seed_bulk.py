"""`manage.py seed_bulk --products N`: many plausible products quickly, to measure with; adds what is missing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from catalog.models import AttributeOption, Brand, Category, Product, ProductAttribute, ProductVariant
from catalog.services import category_create
from catalog.states import ProductStatus
from core.db import atomic, is_postgres
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
from storefront.bulk.orders import orders_load
from storefront.bulk.stores import members_load, small_stores_load
from storefront.services.rebuild import progress_bar, rebuild_all

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


class Command(BaseCommand):
    help = "Load many products with variants, offers, stock and movements, then build the listing and its indexes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, default=10_000, help="How many bulk products there shall be.")
        parser.add_argument("--stores", type=int, default=0, help="So many more stores, without goods.")
        parser.add_argument("--members", type=int, default=0, help="So many people work in the first bulk store.")
        parser.add_argument("--orders", type=int, default=0, help="So many completed orders, each of its own shopper.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same catalogue.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE == "config.settings.production":
            raise CommandError("This fills a shop with nonsense: it does not run with production settings.")
        if options["products"] < 1:
            raise CommandError("--products is at least 1.")
        is_shown = options["verbosity"] > 0
        self._products_load(options, is_shown)
        loads: list[tuple[str, int, Callable[[Callable[[int], None]], None]]] = [
            ("Stores", options["stores"], partial(small_stores_load, options["stores"])),
            ("Members", options["members"], partial(members_load, options["members"])),
            ("Orders", options["orders"], partial(orders_load, options["orders"], options["seed"])),
        ]
        for title, wanted, load in loads:
            if wanted:
                with progress_bar(title, wanted, is_shown=is_shown) as bar:
                    load(partial(bar.advance, bar.task_ids[0]))
        _analyze()

    def _products_load(self, options: dict[str, Any], is_shown: bool) -> None:
        have = Product.all_objects.filter(slug__startswith=f"{MARK}-").count()
        if have >= options["products"]:
            self.stdout.write(f"{have} bulk products are there already.")
            return
        self._load(have, options["products"], options["seed"], is_shown)
        rows = rebuild_all(is_fresh=True, show_progress=is_shown)
        self.stdout.write(f"{options['products']} bulk products, {rows} listings.")

    def _load(self, have: int, wanted: int, seed: int, is_shown: bool) -> None:
        shelf = Shelf(_stores(), _leaves(), _brands(), attributes_load())
        made = _products(range(have, wanted), random.Random(seed), shelf)
        with progress_bar("Products", wanted - have, is_shown=is_shown) as bar:
            while batch := list(islice(made, BATCH)):
                write_rows((row for rows in batch for row in rows), _ORDER)
                bar.advance(bar.task_ids[0], len(batch))
        _analyze()


def _analyze() -> None:
    if is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


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


class Shelf(NamedTuple):
    """What products are made of."""

    stores: list[Store]
    leaves: list[Category]
    brands: list[Brand]
    options: list[list[AttributeOption]]


def _products(numbers: Sequence[int], dice: random.Random, shelf: Shelf) -> Iterator[list[models.Model]]:
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
        rows: list[models.Model] = [product, variant, *values_of(product, shelf.options, dice)]
        price = dice.randrange(500, 50_000)
        for place, store in enumerate(dice.sample(shelf.stores, 1 + (dice.random() < 0.2))):
            rows.append(StoreProduct(store=store, product=product, is_maintainer=place == 0))
            rows += _offer(dice, store, variant, price + place * dice.randrange(500))
        yield rows


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

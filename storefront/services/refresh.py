"""Keeping the listing true: one product after a fact, all of them after a seed.

A refresh locks the products first and reads after that, so that of two refreshes of one product the later one sees
everything the earlier one saw, and no stale row can overwrite a newer one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

import orjson
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models import Category, Product
from core import outbox
from core.db import atomic, is_postgres, prepared
from core.processes import cores, in_order, workers
from storefront.models import ProductListing
from storefront.services.build import Words, listings_of
from storefront.services.facts import World, products_read
from storefront.services.words import product_words_note

CHUNK = 200  # products per outbox message: a refresh of many stays a row of short transactions
BATCH = 1_000  # products per statement of a rebuild

# Every column is named; tests/storefront/test_read_model.py fails when the model has another one.
COLUMNS: dict[str, str] = {
    "id": "uuid",
    "product_id": "uuid",
    "market_id": "uuid",
    "market_code": "text",
    "slug": "text",
    "name": "text",
    "folded_name": "text",
    "brand_id": "uuid",
    "category_1": "uuid",
    "category_2": "uuid",
    "category_3": "uuid",
    "category_4": "uuid",
    "currency": "text",
    "price_minor": "bigint",
    "compare_at_minor": "bigint",
    "is_available": "boolean",
    "offer_count": "integer",
    "store_ids": "jsonb",
    "facets": "text[]",
    "rating_basis_points": "integer",
    "rating_score": "integer",
    "review_count": "integer",
    "sold_count": "integer",
    "is_featured": "boolean",
    "rank": "integer",
    "listed_at": "timestamptz",
    "card": "text",
    "words": "text",
    "updated_at": "timestamptz",
}
_KEPT = ("id", "product_id", "market_id")  # on a conflict the row stays itself
_WEIGHTS = "abcd"
_UPSERT = (
    f"INSERT INTO storefront_productlisting ({', '.join(COLUMNS)}, document) "  # noqa: S608 - names from above
    f"SELECT {', '.join(f'u.{name}' for name in COLUMNS)}, "
    "setweight(to_tsvector('simple', u.a), 'A') || setweight(to_tsvector('simple', u.b), 'B') || "
    "setweight(to_tsvector('simple', u.c), 'C') || setweight(to_tsvector('simple', u.d), 'D') "
    "FROM json_to_recordset($1::json) AS "
    f"u({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())}, a text, b text, c text, d text) "
    "ON CONFLICT (product_id, market_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS, "document") if name not in _KEPT)
)


@outbox.handler(outbox.LOCAL)
def listing_refresh(*, product_id: UUID) -> None:
    """Recompute the rows of one product, in every market; rows of a product that is not visible go."""
    listings_write(product_ids=[product_id])


@outbox.handler(outbox.LOCAL)
def listings_refresh_store(*, store_id: UUID, after: str = "") -> None:
    """Recompute every product a store offers, hidden offers included, a chunk at a time."""
    products = Product.all_objects.filter(variants__items__store=store_id)
    _refresh_chunk(listings_refresh_store, products, after, store_id=store_id)


@outbox.handler(outbox.LOCAL)
def listings_refresh_category(*, category_id: UUID, after: str = "") -> None:
    """Recompute every product of a category's subtree, a chunk at a time."""
    category = Category.all_objects.get(pk=category_id)
    inside = Category.tree.filter(tree_id=category.tree_id, lft__gte=category.lft, rght__lte=category.rght)
    products = Product.all_objects.filter(category__in=inside.values("pk"))
    _refresh_chunk(listings_refresh_category, products, after, category_id=category_id)


@outbox.handler(outbox.LOCAL)
def listings_refresh_all(*, after: str = "") -> None:
    """Recompute every product, a chunk at a time: after a new exchange rate or a market's new rule."""
    _refresh_chunk(listings_refresh_all, Product.all_objects.all(), after)


def _refresh_chunk(service: Callable[..., None], products: QuerySet[Product], after: str, **ids: UUID) -> None:
    if after:
        products = products.filter(pk__gt=UUID(after))
    found = list(products.order_by("pk").values_list("pk", flat=True).distinct()[:CHUNK])
    if found:
        listings_write(product_ids=found)
    if len(found) == CHUNK:
        outbox.enqueue_many([outbox.message(service, key=None, after=str(found[-1]), **ids)])


@atomic
def listings_write(*, product_ids: Sequence[UUID], world: World | None = None, notes_words: bool = True) -> int:
    """Recompute the rows of these products. Returns how many rows they have now.

    Without `notes_words` their words stay unknown until `search_words_rebuild`.
    """
    locked = Product.all_objects.filter(pk__in=product_ids).order_by("pk")
    list(locked.select_for_update(no_key=True).values_list("pk", flat=True))
    world = world or World.read()
    built = [row for product in products_read(product_ids) for row in listings_of(product, world)]
    _delete_others(product_ids, {(row.product_id, row.market_id) for row, _ in built})
    if built:
        (_upsert_postgres if is_postgres() else _upsert_elsewhere)(built)
        if notes_words:
            product_words_note(built)
    return len(built)


def _delete_others(product_ids: Sequence[UUID], kept: set[tuple[UUID, UUID]]) -> None:
    rows = ProductListing.objects.filter(product__in=product_ids).values_list("pk", "product_id", "market_id")
    gone = [pk for pk, product_id, market_id in rows if (product_id, market_id) not in kept]
    if gone:
        ProductListing.objects.filter(pk__in=gone).delete()


def _upsert_postgres(built: Sequence[tuple[ProductListing, Words]]) -> None:
    """One statement; the rows travel as one JSON document."""
    _upsert_document(_document(built))


def _upsert_document(document: str) -> None:
    with prepared(_UPSERT, [document], numbered=True):
        pass


def _document(built: Sequence[tuple[ProductListing, Words]]) -> str:
    now = timezone.now()
    document = []
    for row, words in built:
        row.updated_at = now
        values = {name: getattr(row, name) for name in COLUMNS}
        document.append(values | {weight: getattr(words, weight) for weight in _WEIGHTS})
    return orjson.dumps(document, default=str).decode()


def _upsert_elsewhere(built: Sequence[tuple[ProductListing, Words]]) -> None:
    ProductListing.objects.bulk_create(
        [row for row, _ in built],
        update_conflicts=True,
        unique_fields=["product", "market"],
        update_fields=[name for name in COLUMNS if name not in _KEPT],
    )


def listings_rebuild(*, product_ids: Iterable[UUID], progress: Callable[[int], None] | None = None) -> int:
    """Recompute these products in batches, each its own transaction; `search_words_rebuild` belongs after it.

    `progress` gets the size of each batch.
    """
    total, world = 0, World.read()
    for batch in _batches(product_ids):
        total += listings_write(product_ids=batch, world=world, notes_words=False)
        if progress:
            progress(len(batch))
    return total


def listings_load(*, product_ids: Iterable[UUID], progress: Callable[[int], None] | None = None) -> int:
    """As `listings_rebuild`, into an emptied listing that nobody else writes until the caller's transaction ends:
    other processes work out the rows of what is committed, this one writes them. Whatever changes a product meanwhile
    refreshes it afterwards, as its refresh waits for the listing. PostgreSQL only.
    """
    total = 0
    with workers(cores()) as pool:
        for size, count, document in in_order(pool, _built, _batches(product_ids), cores()):
            _upsert_document(document)
            total += count
            if progress:
                progress(size)
    return total


def _built(product_ids: Sequence[UUID]) -> tuple[int, int, str]:
    """How many products, how many rows of them, and the rows: worked out in a process that ends with the load."""
    built = [row for product in products_read(product_ids) for row in listings_of(product, _world())]
    return len(product_ids), len(built), _document(built)


@functools.cache
def _world() -> World:
    return World.read()


def _batches(product_ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(product_ids)
    while batch := list(islice(remaining, BATCH)):
        yield batch

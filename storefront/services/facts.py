"""What a listing is made of, read for a batch of products in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Sum

from catalog.models import Category, Product, ProductAttribute, ProductImage
from catalog.states import ProductStatus
from marketplace.models import ItemMarketPrice, MovementReason, StockMovement, StoreItem, StoreMarket
from marketplace.states import SellerStatus, StoreStatus
from markets.models import Market
from markets.selectors import markets_active, rates_now


@dataclass(frozen=True)
class Offer:
    """An active item of an open store of an approved seller."""

    item_id: UUID
    price_minor: int
    compare_at_minor: int | None
    currency: str
    available: int
    store_id: UUID
    store_name: str
    store_slug: str
    market_ids: frozenset[UUID]  # home and extra markets of the store
    overrides: dict[UUID, int]  # market id → price set by hand


@dataclass(frozen=True)
class ProductFacts:
    id: UUID
    name: str
    slug: str
    description: str
    model_name: str
    brand_id: UUID | None
    brand: str
    is_featured: bool
    created_at: datetime
    categories: tuple[tuple[UUID, str], ...]  # (id, name), root first
    image_url: str | None
    image_alt: str
    attributes: tuple[str, ...]
    sold_count: int
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class World:
    """What does not depend on the product: markets and the rates that stand now."""

    markets: tuple[Market, ...]
    rates: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    @classmethod
    def read(cls) -> World:
        return cls(tuple(markets_active()), {(rate.base, rate.quote): rate.rate for rate in rates_now()})


def products_read(product_ids: Sequence[UUID]) -> list[ProductFacts]:
    """The visible ones of these products: live, active, in a live and active category chain."""
    fields = ("id", "name", "slug", "description", "model_name", "brand_id", "brand__name", "category_id")
    products = list(
        Product.objects.filter(pk__in=product_ids, status=ProductStatus.LIVE).values(
            *fields, "is_featured", "created_at"
        )
    )
    chains = _chains({product["category_id"] for product in products})
    ids = [product["id"] for product in products if chains.get(product["category_id"])]
    offers, images, attributes, sold = _offers(ids), _covers(ids), _attributes(ids), _sold(ids)
    facts = []
    for product in products:
        chain = chains.get(product["category_id"])
        if not chain:
            continue
        image = images.get(product["id"])
        facts.append(
            ProductFacts(
                id=product["id"],
                name=product["name"],
                slug=product["slug"],
                description=product["description"],
                model_name=product["model_name"],
                brand_id=product["brand_id"],
                brand=product["brand__name"] or "",
                is_featured=product["is_featured"],
                created_at=product["created_at"],
                categories=chain,
                image_url=image[0] if image else None,
                image_alt=image[1] if image else "",
                attributes=tuple(attributes.get(product["id"], ())),
                sold_count=max(0, sold.get(product["id"], 0)),
                offers=tuple(offers.get(product["id"], ())),
            )
        )
    return facts


def _chains(category_ids: set[UUID]) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    """The path from the root of each category; a category with a hidden or deleted ancestor has none."""
    known: dict[UUID, dict[str, Any]] = {}
    wanted = set(category_ids)
    while wanted:
        rows = Category.all_objects.filter(pk__in=wanted).values("id", "name", "parent_id", "is_active", "deleted_at")
        found: dict[UUID, dict[str, Any]] = {row["id"]: dict(row) for row in rows}
        known.update(found)
        wanted = {row["parent_id"] for row in found.values() if row["parent_id"] is not None} - set(known)
    chains: dict[UUID, tuple[tuple[UUID, str], ...]] = {}
    for category_id in category_ids:
        chain: list[tuple[UUID, str]] = []
        at: UUID | None = category_id
        while at is not None:
            row = known[at]
            if not row["is_active"] or row["deleted_at"] is not None:
                chain = []
                break
            chain.insert(0, (at, row["name"]))
            at = row["parent_id"]
        chains[category_id] = tuple(chain)
    return chains


def _offers(product_ids: Sequence[UUID]) -> dict[UUID, list[Offer]]:
    items = list(
        StoreItem.objects.filter(
            variant__product_id__in=product_ids,
            is_active=True,
            variant__is_active=True,
            variant__deleted_at=None,
            store__deleted_at=None,
            store__status=StoreStatus.OPEN,
            store__seller__deleted_at=None,
            store__seller__status=SellerStatus.APPROVED,
        ).values_list(
            "id",
            "price_minor",
            "compare_at_minor",
            "currency",
            "stock_row__stock",
            "stock_row__reserved",
            "store_id",
            "store__name",
            "store__slug",
            "store__home_market_id",
            "variant__product_id",
        )
    )
    extra = _extra_markets({row[6] for row in items})
    overrides: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    prices = ItemMarketPrice.objects.filter(item__in=[row[0] for row in items])
    for item_id, market_id, minor in prices.values_list("item_id", "market_id", "price_minor"):
        overrides[item_id][market_id] = minor
    offers: dict[UUID, list[Offer]] = defaultdict(list)
    for item_id, price, compare, currency, stock, reserved, store_id, name, slug, home, product_id in items:
        offers[product_id].append(
            Offer(
                item_id=item_id,
                price_minor=price,
                compare_at_minor=compare,
                currency=currency,
                available=(stock or 0) - (reserved or 0),
                store_id=store_id,
                store_name=name,
                store_slug=slug,
                market_ids=frozenset({home, *extra.get(store_id, ())}),
                overrides=overrides.get(item_id, {}),
            )
        )
    return offers


def _extra_markets(store_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    markets: dict[UUID, set[UUID]] = defaultdict(set)
    rows = StoreMarket.objects.filter(store__in=list(store_ids)).values_list("store_id", "market_id")
    for store_id, market_id in rows:
        markets[store_id].add(market_id)
    return markets


def _covers(product_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """The address and text of the first picture of each product."""
    rows = ProductImage.objects.filter(product__in=product_ids).order_by("-position", "-pk")
    return {
        product_id: (default_storage.url(file), alt)
        for product_id, file, alt in rows.values_list("product_id", "file", "alt_text")
    }


def _attributes(product_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    values: dict[UUID, list[str]] = defaultdict(list)
    rows = ProductAttribute.objects.filter(product__in=product_ids).values_list("product_id", "value").order_by("pk")
    for product_id, value in rows:
        values[product_id].append(value)
    return values


def _sold(product_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Pieces sold and not brought back."""
    counted = [MovementReason.SALE, MovementReason.RESTOCK, MovementReason.RETURN]
    rows = (
        StockMovement.objects.filter(stock__item__variant__product__in=product_ids, reason__in=counted)
        .values_list("stock__item__variant__product_id")
        .annotate(total=Sum("delta"))
        .order_by()
    )
    return {product_id: -total for product_id, total in rows}

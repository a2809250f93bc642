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
from django.db.models import Exists, OuterRef, Q, Sum

from catalog.models import Category, CategoryAttribute, Product, ProductAttribute, ProductImage
from catalog.selectors import srcset
from catalog.states import WITH_FACETS, AttributeKind, ProductStatus
from marketplace.models import ItemMarketPrice, MovementReason, StockMovement, StoreHoliday, StoreItem, StoreMarket
from marketplace.states import HolidayStatus, SellerStatus, StoreStatus
from markets.models import Market
from markets.selectors import markets_active, rates_now
from reviews.rules import Rating
from reviews.selectors import ratings_of_products


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
    handling_days: int = 1
    rating_hundredths: int = 0
    rating_count: int = 0
    is_on_holiday: bool = False


@dataclass(frozen=True)
class ProductFacts:
    id: UUID
    name: str
    slug: str
    description: str
    model_name: str
    brand_id: UUID | None
    brand: str
    brand_slug: str
    is_featured: bool
    created_at: datetime
    categories: tuple[tuple[UUID, str], ...]  # (id, name), root first
    image_url: str | None
    image_alt: str
    image_srcset: str
    attributes: tuple[str, ...]  # as people read them
    facets: tuple[tuple[str, str], ...]  # (code, value) of those that narrow lists
    sold_count: int
    rating: Rating
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
    fields = (
        "id",
        "name",
        "slug",
        "description",
        "model_name",
        "brand_id",
        "brand__name",
        "brand__slug",
        "category_id",
    )
    products = list(
        Product.objects.filter(pk__in=product_ids, status=ProductStatus.LIVE).values(
            *fields, "is_featured", "created_at"
        )
    )
    chains = _chains({product["category_id"] for product in products})
    ids = [product["id"] for product in products if chains.get(product["category_id"])]
    offers, images, sold = _offers(ids), _covers(ids), _sold(ids)
    attributes, places = _attributes(ids), _facet_places(chains.values())
    ratings = ratings_of_products(product_ids=ids)
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
                brand_slug=product["brand__slug"] or "",
                is_featured=product["is_featured"],
                created_at=product["created_at"],
                categories=chain,
                image_url=image[0] if image else None,
                image_alt=image[1] if image else "",
                image_srcset=image[2] if image else "",
                attributes=tuple(value.shown for value in attributes.get(product["id"], ())),
                facets=_facets(attributes.get(product["id"], ()), chain, places),
                sold_count=max(0, sold.get(product["id"], 0)),
                rating=ratings.get(product["id"], Rating()),
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
    running = StoreHoliday.objects.filter(status=HolidayStatus.RUNNING)
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
        )
        .annotate(is_on_holiday=Exists(running.filter(store=OuterRef("store"))))
        .values_list(
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
            "store__handling_days",
            "store__standing__rating_hundredths",
            "store__standing__rating_count",
            "is_on_holiday",
        )
    )
    extra = _extra_markets({row[6] for row in items})
    overrides: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    prices = ItemMarketPrice.objects.filter(item__in=[row[0] for row in items])
    for item_id, market_id, minor in prices.values_list("item_id", "market_id", "price_minor"):
        overrides[item_id][market_id] = minor
    offers: dict[UUID, list[Offer]] = defaultdict(list)
    for item_id, price, compare, currency, stock, reserved, store_id, name, slug, home, product_id, *standing in items:
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
                handling_days=standing[0],
                rating_hundredths=standing[1] or 0,
                rating_count=standing[2] or 0,
                is_on_holiday=bool(standing[3]),
            )
        )
    return offers


def _extra_markets(store_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    markets: dict[UUID, set[UUID]] = defaultdict(set)
    rows = StoreMarket.objects.filter(store__in=list(store_ids)).values_list("store_id", "market_id")
    for store_id, market_id in rows:
        markets[store_id].add(market_id)
    return markets


def _covers(product_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str, str]]:
    """The address, text and sizes of the first picture of each product."""
    rows = ProductImage.objects.filter(product__in=product_ids).order_by("-position", "-pk")
    return {
        product_id: (default_storage.url(file), alt, srcset(renditions))
        for product_id, file, alt, renditions in rows.values_list("product_id", "file", "alt_text", "renditions")
    }


@dataclass(frozen=True)
class Value:
    """What a product, or a variant of it that is on sale, has of an attribute."""

    attribute_id: UUID
    code: str
    kind: str
    value: str
    shown: str


def _attributes(product_ids: Sequence[UUID]) -> dict[UUID, list[Value]]:
    values: dict[UUID, list[Value]] = defaultdict(list)
    on_sale = Q(variant=None) | Q(variant__is_active=True, variant__deleted_at=None)
    rows = ProductAttribute.objects.filter(on_sale, product__in=product_ids).order_by("pk")
    fields = ("product_id", "attribute_id", "attribute__code", "attribute__kind", "value", "option__name")
    for product_id, attribute_id, code, kind, value, name in rows.values_list(*fields):
        shown = "" if kind == AttributeKind.BOOLEAN else name or value
        values[product_id].append(Value(attribute_id, code, kind, value, shown))
    return values


Places = dict[UUID, dict[UUID, bool]]


def _facet_places(chains: Iterable[tuple[tuple[UUID, str], ...]]) -> Places:
    """By category: its own attributes, and whether they narrow lists."""
    categories = {category_id for chain in chains for category_id, _ in chain}
    places: Places = defaultdict(dict)
    rows = CategoryAttribute.objects.filter(category__in=categories)
    for category_id, attribute_id, is_facet in rows.values_list("category_id", "attribute_id", "is_facet"):
        places[category_id][attribute_id] = is_facet
    return places


def _facets(
    values: Sequence[Value], chain: tuple[tuple[UUID, str], ...], places: Places
) -> tuple[tuple[str, str], ...]:
    """The nearest category that names an attribute says whether it narrows lists."""
    found: dict[tuple[str, str], None] = {}
    for value in values:
        said = [places[key][value.attribute_id] for key, _ in chain if value.attribute_id in places.get(key, ())]
        if said and said[-1] and value.kind in WITH_FACETS:
            found[value.code, value.value] = None
    return tuple(found)


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

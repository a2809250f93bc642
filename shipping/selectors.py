"""Reads: what it costs to send parcels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from catalog.states import ProductStatus
from core.db import fetch_all, is_postgres
from core.errors import FieldProblem
from core.money import Money
from marketplace.models import Store, StoreItem, StoreMarket
from marketplace.states import SellerStatus, StoreStatus
from markets.models import Market
from markets.selectors import market_get
from shipping.errors import ItemNotSent
from shipping.models import ShippingService
from shipping.rules import Parcel, Piece, Quote, Tariff, chargeable_grams, city_key, distance_km, price_minor

Point = tuple[float, float]
Place = tuple[str, str]  # country code, city key

# Services of the market and the cities wanted, in one statement; a city's row carries 0 where a service has numbers.
_SERVICES_AND_CITIES = """
SELECT 1, s.id, s.code, s.courier, s.name, s.base_price_minor, s.price_per_kg_minor, s.price_per_km_minor,
       s.volume_factor, s.max_weight_grams, s.min_days, s.max_days, m.rounding_step_minor,
       0, 0, CAST(m.countries AS text)
  FROM shipping_shippingservice s JOIN markets_market m ON m.id = s.market_id
 WHERE s.market_id = %s AND s.is_active AND s.deleted_at IS NULL
UNION ALL
SELECT 0, c.id, c.country, c.key, '', 0, 0, 0, 0, 0, 0, 0, 0, c.latitude, c.longitude, ''
  FROM shipping_city c
 WHERE c.deleted_at IS NULL AND (c.country, c.key) IN (VALUES {places})
"""


@dataclass(frozen=True)
class StoreQuotes:
    """One store's parcel and who would carry it."""

    store_id: UUID
    store_name: str
    store_slug: str
    quotes: list[Quote]


@dataclass(frozen=True)
class Quotes:
    """What sending a set of items would cost, store by store."""

    market: str
    currency: str
    parcels: list[StoreQuotes]


@dataclass(frozen=True)
class _Offer:
    id: UUID
    code: str
    courier: str
    name: str
    min_days: int
    max_days: int
    tariff: Tariff
    countries: str  # the market's, as JSON text


def services_of_market(*, market_id: UUID) -> QuerySet[ShippingService]:
    """The services a shopper of this market may choose from."""
    return ShippingService.objects.filter(market_id=market_id, is_active=True).order_by("courier", "name", "pk")


def quotes_for(
    *,
    parcels: Sequence[Parcel],
    market_id: UUID,
    default_distance_km: int,
    currency: str,
    country: str,
    city: str,
) -> dict[UUID, list[Quote]]:
    """For each store's parcel the services that carry it to that city, cheapest first. One statement.

    A parcel that nobody carries there has an empty list: too heavy, or outside the countries of the market. Where one
    of the two cities is not in the table, `default_distance_km` stands in.
    """
    destination = (country.upper(), city_key(city))
    origins = {parcel.store_id: (parcel.origin_country.upper(), city_key(parcel.origin_city)) for parcel in parcels}
    offers, points = _services_and_cities(market_id, sorted({destination, *origins.values()}))
    quotes: dict[UUID, list[Quote]] = {}
    for parcel in parcels:
        start, end = points.get(origins[parcel.store_id]), points.get(destination)
        distance = distance_km(start, end) if start and end else default_distance_km
        made = (
            _quote(offer, parcel, distance, currency)
            for offer in offers
            if offer.countries == "[]" or f'"{destination[0]}"' in offer.countries
        )
        quotes[parcel.store_id] = sorted(
            filter(None, made), key=lambda quote: (quote.price.minor, quote.max_days, quote.code)
        )
    return quotes


def _quote(offer: _Offer, parcel: Parcel, distance: int, currency: str) -> Quote | None:
    grams = chargeable_grams(parcel.pieces, offer.tariff.volume_factor)
    minor = price_minor(offer.tariff, grams=grams, distance_km=distance)
    if minor is None:
        return None
    price = Money(minor, currency)
    return Quote(offer.id, offer.code, offer.courier, offer.name, price, offer.min_days, offer.max_days, grams)


def _services_and_cities(market_id: UUID, places: Sequence[Place]) -> tuple[list[_Offer], dict[Place, Point]]:
    sql = _SERVICES_AND_CITIES.format(places=", ".join(["(%s, %s)"] * len(places)))
    market: UUID | str = market_id if is_postgres() else market_id.hex
    offers: list[_Offer] = []
    points: dict[Place, Point] = {}
    for row in fetch_all(sql, [market, *(part for place in places for part in place)]):
        if row[0]:
            offers.append(_offer(row))
        else:
            points[row[2], row[3]] = (float(row[13]), float(row[14]))
    return offers, points


def _offer(row: tuple[Any, ...]) -> _Offer:
    _, key, code, courier, name, base, per_kg, per_km, factor, heaviest, min_days, max_days, step, _, _, countries = row
    service_id = key if isinstance(key, UUID) else UUID(key)  # SQLite keeps 32 hexadecimal digits
    return _Offer(
        service_id,
        code,
        courier,
        name,
        min_days,
        max_days,
        Tariff(base, per_kg, per_km, factor, heaviest, step),
        countries,
    )


def quotes_of_items(*, market_code: str | None, country: str, city: str, quantities: Mapping[UUID, int]) -> Quotes:
    """Quotes for items that are on sale in a market, one parcel per store, by store name. Three statements.

    Raises UnknownMarket, ItemNotSent (with the position of each item that is not sold there).
    """
    market = market_get(market_code)
    items = _items_on_sale(market, list(quantities))
    stores: dict[UUID, Store] = {item.store_id: item.store for item in items.values()}
    parcels = [
        parcel_of(store, [(item, quantities[item.pk]) for item in items.values() if item.store_id == store.pk])
        for store in sorted(stores.values(), key=lambda store: (store.name, store.pk))
    ]
    quotes = quotes_for(
        parcels=parcels,
        market_id=market.pk,
        default_distance_km=market.default_distance_km,
        currency=market.currency,
        country=country,
        city=city,
    )
    return Quotes(
        market.code,
        market.currency,
        [StoreQuotes(key, stores[key].name, stores[key].slug, found) for key, found in quotes.items()],
    )


def parcel_of(store: Store, items: Sequence[tuple[StoreItem, int]]) -> Parcel:
    """The parcel a store makes of its items, each with a quantity. Their variants must be loaded."""
    pieces = tuple(
        Piece(v.weight_grams, v.length_mm, v.width_mm, v.height_mm, quantity)
        for v, quantity in ((item.variant, quantity) for item, quantity in items)
    )
    return Parcel(store.pk, store.country, store.city, pieces)


def _items_on_sale(market: Market, item_ids: Sequence[UUID]) -> dict[UUID, StoreItem]:
    """The wanted offers by id, in the order wanted. Raises ItemNotSent when one is not on sale in the market."""
    sells_here = StoreMarket.objects.filter(store=OuterRef("store"), market=market)
    items = (
        StoreItem.objects.filter(Q(store__home_market=market) | Exists(sells_here), pk__in=item_ids, is_active=True)
        .filter(store__status=StoreStatus.OPEN, store__deleted_at=None)
        .filter(store__seller__status=SellerStatus.APPROVED, store__seller__deleted_at=None)
        .filter(variant__is_active=True, variant__deleted_at=None)
        .filter(variant__product__status=ProductStatus.LIVE, variant__product__deleted_at=None)
        .select_related("store", "variant")
        .in_bulk()
    )
    missing = [
        FieldProblem(f"/items/{position}/item_id", "not_on_sale", _("This is not on sale in that market."))
        for position, key in enumerate(item_ids)
        if key not in items
    ]
    if missing:
        raise ItemNotSent(problems=missing)
    return {key: items[key] for key in item_ids}

"""From facts to listing rows: the offer a shopper sees, the finished card, the words that find it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from core.api.renderers import json_bytes
from core.money import Money
from core.text import fold, fold_for_index
from marketplace.rules.offers import SLOWEST_DAYS, OfferTerms, featured_order
from markets.models import Market
from storefront.models import ProductListing
from storefront.rules import (
    IN_STOCK,
    LEVELS,
    PRICE,
    STAR,
    attribute_facet,
    brand_facet,
    offer_price,
    price_step,
    rating_facet,
    rating_score,
    static_rank,
)
from storefront.services.facts import Offer, ProductFacts, World

MAX_WORDS_CHARACTERS = 20_000


@dataclass(frozen=True)
class Words:
    """The folded text of a product by weight: name; brand and model; category and attributes; description."""

    a: str
    b: str
    c: str
    d: str

    @property
    def together(self) -> str:
        return " ".join(part for part in (self.a, self.b, self.c, self.d) if part)


@dataclass(frozen=True)
class Priced:
    """An offer as a shopper of one market sees it."""

    offer: Offer
    price: Money
    compare_at: Money | None


def listings_of(product: ProductFacts, world: World) -> Iterator[tuple[ProductListing, Words]]:
    """The row of each market in which this product is offered."""
    words: Words | None = None
    for market in world.markets:
        offers = _priced(product, market, world)
        if offers:
            words = words or words_of(product)
            yield _rated(_listing(product, market, offers, words)), words


def words_of(product: ProductFacts) -> Words:
    return Words(
        a=fold_for_index(product.name),
        b=fold_for_index(f"{product.brand} {product.model_name}"),
        c=fold_for_index(" ".join([*(name for _, name in product.categories), *product.attributes])),
        d=fold_for_index(product.description[:MAX_WORDS_CHARACTERS]),
    )


def _priced(product: ProductFacts, market: Market, world: World) -> list[Priced]:
    """The offers of this market, the featured one first (marketplace.rules.offers)."""
    found = []
    for offer in product.offers:
        if market.pk not in offer.market_ids:
            continue
        rate = world.rates.get((offer.currency, market.currency))
        override = offer.overrides.get(market.pk)
        own = Money(offer.price_minor, offer.currency)
        terms = {"rate": rate, "currency": market.currency, "step_minor": market.rounding_step_minor}
        price = offer_price(own, override_minor=override, **terms)
        if price is None:
            continue
        compare = None
        if offer.compare_at_minor is not None:
            before = Money(offer.compare_at_minor, offer.currency)
            compare = offer_price(before, override_minor=None, **terms)
        found.append(Priced(offer, price, compare if compare is not None and compare > price else None))
    return [found[position] for position in featured_order([_terms(priced) for priced in found])]


def _terms(priced: Priced) -> OfferTerms:
    offer = priced.offer
    return OfferTerms(
        price_minor=priced.price.minor,
        delivery_minor=0,  # the same for every store until a destination is known
        days=SLOWEST_DAYS if offer.is_on_holiday else offer.handling_days,
        rating_hundredths=offer.rating_hundredths,
        rating_count=offer.rating_count,
        available=offer.available,
        key=offer.item_id,
    )


def _listing(product: ProductFacts, market: Market, offers: list[Priced], words: Words) -> ProductListing:
    shown = offers[0]
    is_available = shown.offer.available > 0
    levels: list[UUID | None] = [category_id for category_id, _ in product.categories[: len(LEVELS)]]
    levels += [None] * (len(LEVELS) - len(levels))
    return ProductListing(
        product_id=product.id,
        market_id=market.pk,
        market_code=market.code,
        slug=product.slug,
        name=product.name,
        folded_name=fold(product.name)[:400],
        brand_id=product.brand_id,
        category_1=levels[0],
        category_2=levels[1],
        category_3=levels[2],
        category_4=levels[3],
        currency=market.currency,
        price_minor=shown.price.minor,
        compare_at_minor=shown.compare_at.minor if shown.compare_at else None,
        is_available=is_available,
        offer_count=len(offers),
        store_ids=sorted({str(priced.offer.store_id) for priced in offers}),
        facets=_facets(product, shown),
        rating_basis_points=product.rating.basis_points,
        review_count=product.rating.count,
        sold_count=product.sold_count,
        is_featured=product.is_featured,
        rank=static_rank(
            is_available=is_available,
            is_featured=product.is_featured,
            sold_count=product.sold_count,
            rating_basis_points=product.rating.basis_points,
        ),
        listed_at=product.created_at,
        card=_card(product, offers),
        words=words.together[:MAX_WORDS_CHARACTERS],
    )


def _rated(row: ProductListing) -> ProductListing:
    """With what follows from its rating: the place by rating, and a facet for every star that is reached."""
    row.rating_score = rating_score(rating_basis_points=row.rating_basis_points, review_count=row.review_count)
    row.facets = sorted(
        [*row.facets, *(rating_facet(stars) for stars in range(1, min(4, row.rating_basis_points // STAR) + 1))]
    )
    return row


def _facets(product: ProductFacts, shown: Priced) -> list[str]:
    facets = [f"{PRICE}:{price_step(shown.price.minor)}"]
    facets += [attribute_facet(code, value) for code, value in product.facets]
    if product.brand_slug:
        facets.append(brand_facet(product.brand_slug))
    if shown.offer.available > 0:
        facets.append(IN_STOCK)
    return sorted(facets)


def _card(product: ProductFacts, offers: list[Priced]) -> str:
    """The finished JSON of one list entry; its shape is `storefront.api.schema.CARD`."""
    shown = offers[0]
    stores = {priced.offer.store_slug: priced.offer.store_name for priced in offers}
    card = {
        "id": product.id,
        "slug": product.slug,
        "name": product.name,
        "brand": product.brand or None,
        "category": {"id": product.categories[-1][0], "name": product.categories[-1][1]},
        "image": _image(product),
        "price": shown.price,
        "compare_at": shown.compare_at,
        "is_available": shown.offer.available > 0,
        "is_featured": product.is_featured,
        "offer_count": len(offers),
        "item_id": shown.offer.item_id,
        "rating": {"average": product.rating.average, "count": product.rating.count},
        "stores": [{"slug": slug, "name": name} for slug, name in list(stores.items())[:5]],
    }
    return json_bytes(card).decode()


def _image(product: ProductFacts) -> dict[str, str] | None:
    if not product.image_url:
        return None
    return {"url": product.image_url, "srcset": product.image_srcset, "alt_text": product.image_alt}

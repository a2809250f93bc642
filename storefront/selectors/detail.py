"""The product page: three statements, prices and stock as they are now (not from the read model)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.selectors import srcset
from catalog.states import ProductStatus
from core import db
from core.money import Money
from marketplace.rules.offers import SLOWEST_DAYS, OfferTerms, featured_order
from reviews.rules import Rating
from storefront.rules import LEVELS, offer_price
from storefront.selectors import sql

_PRODUCT_BY = {"slug": "p.slug = %(slug)s", "id": "p.id = %(id)s"}
_PRODUCT = (
    "SELECT p.id, p.slug, p.name, p.description, p.model_name, p.is_featured, p.version, p.created_at, p.updated_at, "
    "b.id, b.slug, b.name, m.id, m.code, m.currency, m.rounding_step_minor, "
    "a.id, a.slug, a.name, a.is_active, a.deleted_at, p.status, "
    "z.stars_1, z.stars_2, z.stars_3, z.stars_4, z.stars_5 "
    "FROM catalog_product p "
    "JOIN catalog_category c ON c.id = p.category_id "
    "JOIN catalog_category a ON a.tree_id = c.tree_id AND a.lft <= c.lft AND a.rght >= c.rght "
    "LEFT JOIN catalog_brand b ON b.id = p.brand_id "
    "LEFT JOIN reviews_productrating z ON z.product_id = p.id "
    "LEFT JOIN markets_market m ON m.code = %(market)s AND m.is_active AND m.deleted_at IS NULL "
    "WHERE p.deleted_at IS NULL AND {which} ORDER BY a.level"
)
# Every live variant, with one row per offer of a store that sells in the market.
_OFFERS = (
    "SELECT v.id, v.sku, v.name, v.weight_grams, v.length_mm, v.width_mm, v.height_mm, "  # noqa: S608
    "i.id, i.price_minor, i.compare_at_minor, i.currency, "
    "o.price_minor, k.stock - k.reserved, k.low_stock_threshold, "
    "s.id, s.slug, s.name, s.city, s.country, s.handling_days, "
    "(SELECT r.rate FROM markets_exchangerate r WHERE r.base = i.currency AND r.quote = %(currency)s "
    "AND r.valid_from_at <= %(now)s ORDER BY r.valid_from_at DESC LIMIT 1), "
    "i.prior_lowest_minor, o.prior_lowest_minor, h.ends_at, h.message, t.rating_hundredths, t.rating_count "
    "FROM catalog_productvariant v "
    "LEFT JOIN (marketplace_storeitem i "
    "JOIN marketplace_store s ON s.id = i.store_id "
    f"JOIN marketplace_seller e ON e.id = s.seller_id AND {sql.STORE_SELLS} "
    "AND (s.home_market_id = %(market)s OR EXISTS (SELECT 1 FROM marketplace_storemarket x "
    "WHERE x.store_id = s.id AND x.market_id = %(market)s AND x.deleted_at IS NULL)) "
    "LEFT JOIN marketplace_stock k ON k.item_id = i.id "
    "LEFT JOIN marketplace_storestanding t ON t.store_id = s.id "
    "LEFT JOIN marketplace_storeholiday h ON h.store_id = s.id AND h.status = 'RUNNING' AND h.deleted_at IS NULL "
    "LEFT JOIN marketplace_itemmarketprice o "
    "ON o.item_id = i.id AND o.market_id = %(market)s AND o.deleted_at IS NULL) "
    "ON i.variant_id = v.id AND i.is_active AND i.deleted_at IS NULL "
    "WHERE v.product_id = %(product)s AND v.is_active AND v.deleted_at IS NULL ORDER BY v.position, v.id, i.id"
)
_DETAILS = (
    "SELECT 'attribute' AS kind, t.variant_id, a.code, a.name, COALESCE(o.name, t.value), a.unit, "
    "0 AS position, 0 AS height, t.id, a.kind, o.code, o.colour "
    "FROM catalog_productattribute t JOIN catalog_attribute a ON a.id = t.attribute_id "
    "LEFT JOIN catalog_attributeoption o ON o.id = t.option_id "
    "WHERE t.product_id = %(product)s AND t.deleted_at IS NULL "
    "UNION ALL "
    "SELECT 'image', g.variant_id, g.file, g.alt_text, CAST(g.renditions AS text), '', g.position, g.height, g.id, "
    "CAST(g.focal_x AS text), CAST(g.focal_y AS text), CAST(g.width AS text) "
    "FROM catalog_productimage g WHERE g.product_id = %(product)s AND g.deleted_at IS NULL "
    "ORDER BY 1, 7, 9"
)


_ALTERNATIVES = {
    level: (
        "SELECT l.card FROM storefront_productlisting l "  # noqa: S608
        f"WHERE l.market_id = %(market)s AND l.category_{level} = %(category)s "
        "ORDER BY l.sold_count DESC, l.id DESC LIMIT 3"
    )
    for level in LEVELS
}


def product_page(
    *, market: str, slug: str | None = None, product_id: UUID | None = None, is_draft: bool = False
) -> dict[str, Any] | None:
    """The whole page as `storefront.api.schema.PRODUCT` shows it.

    None when there is no such product, or when shoppers of this market cannot see it: it, its category or every store
    that offers it there is hidden, closed, suspended or deleted. `is_draft` shows it all the same, to its maintainers.
    One that is archived is shown without its offers, with what else there is in its category.
    """
    by = "slug" if slug is not None else "id"
    params = {"market": market, by: slug if product_id is None else sql.key(product_id)}
    rows = db.fetch_all(_PRODUCT.format(which=_PRODUCT_BY[by]), params)
    if not rows or rows[0][12] is None:
        return None
    head = rows[0]
    is_past = head[21] == ProductStatus.ARCHIVED
    is_known = is_past or head[21] == ProductStatus.LIVE
    if not is_draft and not (is_known and all(row[19] and row[20] is None for row in rows)):
        return None
    variants, terms = ([], {}) if is_past else _variants(head)
    offers = _by_score([offer for variant in variants for offer in variant["offers"]], terms)
    if not offers and not is_draft and not is_past:
        return None
    page = _head(head)
    page["categories"] = [{"id": sql.uuid_of(row[16]), "slug": row[17], "name": row[18]} for row in rows]
    best = offers[0] if offers else None
    page |= {
        "price": best["price"] if best else None,
        "compare_at": best["compare_at"] if best else None,
        "item_id": best["item_id"] if best else None,
        "is_available": bool(best and best["is_available"]),
        "variants": variants,
    }
    page |= _attributes_and_images(head[0], variants)
    page["alternatives"] = _alternatives(head, rows[-1][16], len(rows)) if is_past else []
    return page


def _alternatives(head: tuple[Any, ...], category: Any, level: int) -> list[dict[str, Any]]:
    """The cards of what sells best in the category of a product that is no longer sold."""
    params = {"market": head[12], "category": category}
    return [orjson.loads(card) for (card,) in db.fetch_all(_ALTERNATIVES[min(level, len(LEVELS))], params)]


def _head(row: tuple[Any, ...]) -> dict[str, Any]:
    rating = Rating(tuple(count or 0 for count in row[22:27]))
    return {
        "id": sql.uuid_of(row[0]),
        "slug": row[1],
        "name": row[2],
        "description": row[3],
        "model_name": row[4],
        "is_featured": bool(row[5]),
        "is_active": row[21] == ProductStatus.LIVE,
        "status": row[21],
        "version": row[6],
        "brand": {"id": sql.uuid_of(row[9]), "slug": row[10], "name": row[11]} if row[9] else None,
        "market": row[13],
        "currency": row[14],
        "rating": {"average": rating.average, "count": rating.count},
    }


def _by_score(offers: list[dict[str, Any]], terms: dict[UUID, OfferTerms]) -> list[dict[str, Any]]:
    """The featured offer first (marketplace.rules.offers)."""
    return [offers[position] for position in featured_order([terms[offer["item_id"]] for offer in offers])]


def _variants(head: tuple[Any, ...]) -> tuple[list[dict[str, Any]], dict[UUID, OfferTerms]]:
    """The variants, and by offer what decides which is featured."""
    params = {"product": head[0], "market": head[12], "currency": head[14], "now": _now()}
    variants: dict[UUID, dict[str, Any]] = {}
    terms: dict[UUID, OfferTerms] = {}
    for row in db.fetch_all(_OFFERS, params):
        variant_id = sql.uuid_of(row[0])
        variant = variants.setdefault(
            variant_id,
            {
                "id": variant_id,
                "sku": row[1],
                "name": row[2],
                "weight_grams": row[3],
                "length_mm": row[4],
                "width_mm": row[5],
                "height_mm": row[6],
                "attributes": [],
                "offers": [],
            },
        )
        for offer in _offer(row, currency=head[14], step_minor=head[15]):
            variant["offers"].append(offer)
            terms[offer["item_id"]] = _terms(row, offer)
    for variant in variants.values():
        variant["offers"] = _by_score(variant["offers"], terms)
    return list(variants.values()), terms


def _terms(row: tuple[Any, ...], offer: dict[str, Any]) -> OfferTerms:
    return OfferTerms(
        price_minor=offer["price"].minor,
        delivery_minor=0,  # the same for every store until a destination is known
        days=SLOWEST_DAYS if row[23] is not None else row[19],
        rating_hundredths=row[25] or 0,
        rating_count=row[26] or 0,
        available=row[12] or 0,
        key=offer["item_id"],
    )


def _offer(row: tuple[Any, ...], *, currency: str, step_minor: int) -> Iterator[dict[str, Any]]:
    """The offer of one row, if there is one and it has a price in this market."""
    if row[7] is None:
        return
    rate = Decimal(str(row[20])) if row[20] is not None else None
    price = offer_price(
        Money(row[8], row[10]), override_minor=row[11], rate=rate, currency=currency, step_minor=step_minor
    )
    if price is None:
        return
    compare = None
    if row[9] is not None:
        before = Money(row[9], row[10])
        compare = offer_price(before, override_minor=None, rate=rate, currency=currency, step_minor=step_minor)
    available = row[12] or 0
    yield {
        "item_id": sql.uuid_of(row[7]),
        "price": price,
        "compare_at": compare if compare is not None and compare > price else None,
        "lowest_30_days": _lowest(row, rate=rate, currency=currency, step_minor=step_minor),
        "is_available": available > 0,
        "left": available if 0 < available < (row[13] or 0) else None,
        "store": {
            "id": sql.uuid_of(row[14]),
            "slug": row[15],
            "name": row[16],
            "city": row[17],
            "country": row[18],
            "handling_days": row[19],
            "holiday": {"ends_at": _moment(row[23]), "message": row[24]} if row[23] is not None else None,
        },
    }


def _lowest(row: tuple[Any, ...], *, rate: Decimal | None, currency: str, step_minor: int) -> Money | None:
    """The lowest price before the present one: of the price set by hand where one is shown, else of the offer's own."""
    if row[11] is not None:
        return Money(row[22], currency) if row[22] is not None else None
    if row[21] is None:
        return None
    own = Money(row[21], row[10])
    return offer_price(own, override_minor=None, rate=rate, currency=currency, step_minor=step_minor)


def _attributes_and_images(product: Any, variants: list[dict[str, Any]]) -> dict[str, Any]:
    by_id = {variant["id"]: variant for variant in variants}
    attributes: list[dict[str, Any]] = []
    images: list[dict[str, Any]] = []
    for row in db.fetch_all(_DETAILS, {"product": product}):
        variant_id = sql.uuid_of(row[1]) if row[1] else None
        if row[0] == "image":
            images.append(_image(row, variant_id))
        elif variant_id is None:
            attributes.append(_attribute(row))
        elif variant_id in by_id:
            by_id[variant_id]["attributes"].append(_attribute(row))
    return {"attributes": attributes, "images": images}


def _attribute(row: tuple[Any, ...]) -> dict[str, Any]:
    _, _, code, name, value, unit, _, _, _, kind, option, colour = row
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "value": value,
        "unit": unit,
        "option": option,
        "colour": colour or "",
    }


def _image(row: tuple[Any, ...], variant_id: UUID | None) -> dict[str, Any]:
    _, _, file, alt_text, renditions, _, _, height, _, focal_x, focal_y, width = row
    return {
        "url": default_storage.url(file),
        "srcset": srcset(orjson.loads(renditions or "{}")),
        "alt_text": alt_text,
        "variant_id": variant_id,
        "width": int(width),
        "height": height,
        "focal_x": int(focal_x),
        "focal_y": int(focal_y),
    }


def _moment(value: Any) -> datetime:
    """A moment as the database gave it: SQLite gives text, in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _now() -> Any:
    now = timezone.now()
    return now if db.is_postgres() else now.replace(tzinfo=None).isoformat(sep=" ")

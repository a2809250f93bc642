"""The wishlist as one statement: each wish with every offer of its product, of which the best is shown."""

from __future__ import annotations

from typing import Any

from core.db import fetch_all
from sales.cart_sql import MARKET, OFFER, OFFER_JOINS, CartOwner, Row, as_line, as_market, as_time, as_uuid
from sales.rules import Line, WishLine, WishList, best_offer

_WISH = """
  w.id, w.created_at, w.currency, w.seen_minor, wp.id, wp.slug, wp.name,
  (SELECT g.file FROM catalog_productimage g WHERE g.product_id = wp.id AND g.deleted_at IS NULL
     ORDER BY g.position, g.id LIMIT 1)"""
_WISHES = {
    column: f"""
SELECT {MARKET}, {_WISH}, i.id, 1, 0, {OFFER}
  FROM sales_cart c
  JOIN markets_market m ON m.id = c.market_id
  LEFT JOIN sales_wish w ON w.cart_id = c.id AND w.deleted_at IS NULL
  LEFT JOIN catalog_product wp ON wp.id = w.product_id
  LEFT JOIN (catalog_productvariant wv
             JOIN marketplace_storeitem i ON i.variant_id = wv.id AND i.is_active AND i.deleted_at IS NULL
             {OFFER_JOINS})
    ON wv.product_id = w.product_id AND wv.deleted_at IS NULL
  LEFT JOIN marketplace_itemmarketprice o ON o.item_id = i.id AND o.market_id = m.id AND o.deleted_at IS NULL
 WHERE c.{column} = %s AND c.deleted_at IS NULL
 ORDER BY w.id DESC"""  # noqa: S608
    for column in ("user_id", "token_hash")
}
_MARKET_WIDTH, _WISH_WIDTH = 6, 8
_OFFER_START = _MARKET_WIDTH + _WISH_WIDTH


def wishes_read(owner: CartOwner) -> WishList | None:
    """The owner's wishlist, newest wish first, or None when there is no cart it could belong to. One statement."""
    rows = fetch_all(_WISHES[owner.column], [owner.value])
    if not rows:
        return None
    market = as_market(rows[0])
    wishes: dict[Any, Row] = {}
    offers: dict[Any, list[Line]] = {}
    for row in rows:
        key = row[_MARKET_WIDTH]
        if key is None:
            continue
        wishes.setdefault(key, row[_MARKET_WIDTH:_OFFER_START])
        if row[_OFFER_START] is not None:
            offers.setdefault(key, []).append(as_line(row[_OFFER_START:]))
    return WishList(market, tuple(_wish(row, best_offer(offers.get(key, []), market)) for key, row in wishes.items()))


def _wish(row: Row, offer: Line | None) -> WishLine:
    return WishLine(
        id=as_uuid(row[0]),
        wished_at=as_time(row[1]),
        currency=row[2],
        seen_minor=row[3],
        product_id=as_uuid(row[4]),
        slug=row[5],
        name=row[6],
        image=row[7] or "",
        offer=offer,
    )

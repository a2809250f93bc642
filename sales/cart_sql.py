"""The cart as one statement (HOTPATHS.md §4): lines, offers, stock, stores, rates and coupon in one join.

Kept beside `models.py`; tests insert through the ORM and read through this. Every column is named. The same text runs
on PostgreSQL (prepared) and SQLite; only the locking and the writing forms are PostgreSQL's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from core.db import Beside, fetch_all, is_postgres, prepared
from sales.rules import CartState, CouponTerms, Line, MarketTerms, coupon_is_current


@dataclass(frozen=True)
class CartOwner:
    """Whose cart: a person's, or that of whoever holds a token (of which only the hash is known)."""

    user_id: UUID | None = None
    token_hash: str = ""

    @property
    def column(self) -> str:
        return "user_id" if self.user_id else "token_hash"

    @property
    def value(self) -> UUID | str:
        return self.user_id or self.token_hash


_CART = """
  c.id, c.version, m.id, m.code, m.currency, m.rounding_step_minor, m.tax_basis_points, m.default_distance_km,
  k.id, k.code, k.store_id, k.market_id, k.percent_basis_points, k.amount_minor, k.minimum_minor,
  k.is_once_per_person, k.is_active, k.used, k.max_uses, k.starts_at, k.ends_at, k.platform_share_basis_points"""

# Categories out of sight: hidden themselves, or below one that is.
_HIDDEN = """
  SELECT below.id FROM catalog_category hidden
    JOIN catalog_category below
      ON below.tree_id = hidden.tree_id AND below.lft >= hidden.lft AND below.rght <= hidden.rght
   WHERE NOT hidden.is_active AND hidden.deleted_at IS NULL"""

OFFER = f"""
  i.id, i.currency, i.price_minor, o.price_minor,
  (SELECT r.rate FROM markets_exchangerate r WHERE r.base = i.currency AND r.quote = m.currency
     AND r.valid_from_at <= CURRENT_TIMESTAMP ORDER BY r.valid_from_at DESC LIMIT 1),
  (i.is_active AND i.deleted_at IS NULL AND v.is_active AND v.deleted_at IS NULL AND p.status = 'LIVE'
     AND p.deleted_at IS NULL AND st.status = 'OPEN' AND st.deleted_at IS NULL AND se.status = 'APPROVED'
     AND se.deleted_at IS NULL
     AND p.category_id NOT IN ({_HIDDEN})
     AND (st.home_market_id = m.id OR EXISTS (SELECT 1 FROM marketplace_storemarket x
       WHERE x.store_id = st.id AND x.market_id = m.id AND x.deleted_at IS NULL))),
  s.id, s.stock, s.reserved, st.id, st.name, st.slug, st.city, st.country,
  v.id, v.sku, v.name, v.weight_grams, v.length_mm, v.width_mm, v.height_mm, p.name, p.slug,
  (SELECT g.file FROM catalog_productimage g WHERE g.product_id = p.id AND g.deleted_at IS NULL
     ORDER BY g.position, g.id LIMIT 1), CAST(st.policy_versions AS text)"""  # noqa: S608 - names from above

OFFER_JOINS = """
  JOIN marketplace_stock s ON s.item_id = i.id
  JOIN marketplace_store st ON st.id = i.store_id
  JOIN marketplace_seller se ON se.id = st.seller_id
  JOIN catalog_productvariant v ON v.id = i.variant_id
  JOIN catalog_product p ON p.id = v.product_id
"""

_ADDRESS = "a.recipient, a.phone, a.line1, a.line2, a.city, a.region, a.postal_code, a.country"

# A line whose quantity is being changed in the same statement is shown with the new one.
_SELECT = f"""
SELECT {_CART}, l.id, CASE WHEN l.id = %s THEN %s ELSE l.quantity END, l.seen_minor, {OFFER}, {_ADDRESS},
  l.saved_at IS NOT NULL{{more}}
  FROM sales_cart c
  JOIN markets_market m ON m.id = c.market_id
  LEFT JOIN sales_coupon k ON k.id = c.coupon_id AND k.deleted_at IS NULL
  LEFT JOIN accounts_address a ON a.id = %s AND a.user_id = c.user_id AND a.deleted_at IS NULL
  LEFT JOIN (sales_cartitem l JOIN marketplace_storeitem i ON i.id = l.item_id {OFFER_JOINS})
    ON l.cart_id = c.id AND l.deleted_at IS NULL
  LEFT JOIN marketplace_itemmarketprice o ON o.item_id = i.id AND o.market_id = c.market_id AND o.deleted_at IS NULL
 WHERE c.{{column}} = %s AND c.deleted_at IS NULL
 ORDER BY i.id"""  # noqa: S608

# Under READ COMMITTED a statement that waited for the cart row gets that row anew, but everything joined to it as it
# was before the wait. The version read without a lock tells the two apart.
_VERSION_BEFORE = ", (SELECT x.version FROM sales_cart x WHERE x.id = c.id)"

_READ = {column: _SELECT.format(column=column, more="") for column in ("user_id", "token_hash")}
_READ_LOCKED = {
    column: _SELECT.format(column=column, more=_VERSION_BEFORE) + " FOR NO KEY UPDATE OF c"
    for column in ("user_id", "token_hash")
}

# The cart row is taken first, then its line: the order in which the checkout takes them.
_CHANGE = {
    column: f"""
WITH owned AS (UPDATE sales_cart SET version = version + 1, updated_at = now()
                WHERE {column} = %s AND deleted_at IS NULL RETURNING id),
changed AS (UPDATE sales_cartitem t SET quantity = %s, updated_at = now() FROM owned
             WHERE t.cart_id = owned.id AND t.id = %s AND t.deleted_at IS NULL RETURNING t.id)
"""  # noqa: S608
    + _READ[column]
    for column in ("user_id", "token_hash")
}

_VERSION, _CART_WIDTH, _LINE_WIDTH, _ADDRESS_WIDTH = 1, 22, 28, 8
_LINE_END = _CART_WIDTH + _LINE_WIDTH
_IS_SAVED = _LINE_END + _ADDRESS_WIDTH

Row = Sequence[Any]


def cart_read(owner: CartOwner, *, address_id: UUID | None = None, lock: bool = False) -> CartState | None:
    """The owner's cart, or None when there is none. One statement.

    `lock` holds the cart row until the commit; a cart that somebody changed while we waited for it is read once more.
    """
    params = [None, 0, address_id, owner.value]
    if not lock or not is_postgres():
        return _state(fetch_all(_READ[owner.column], params))
    rows = fetch_all(_READ_LOCKED[owner.column], params)
    if not rows or rows[0][_VERSION] != rows[0][-1]:
        rows = fetch_all(_READ_LOCKED[owner.column], params)
    return _state(rows)


def cart_change_quantity(owner: CartOwner, *, line_id: UUID, quantity: int) -> CartState | None:
    """Set the quantity of a line and read the cart, in one statement (PostgreSQL). A line that is not in this cart
    changes nothing: look for it in the result."""
    params = [owner.value, quantity, line_id, line_id, quantity, None, owner.value]
    return _state(fetch_all(_CHANGE[owner.column], params))


def _state(rows: Sequence[Row]) -> CartState | None:
    if not rows:
        return None
    head = rows[0]
    market = as_market(head[2:])
    lines: list[Line] = []
    saved: list[Line] = []
    for row in rows:
        if row[_CART_WIDTH] is not None:
            (saved if row[_IS_SAVED] else lines).append(as_line(row[_CART_WIDTH:_LINE_END]))
    address = _address(head[_LINE_END:_IS_SAVED])
    coupon = _coupon(head[8:_CART_WIDTH])
    return CartState(as_uuid(head[0]), head[_VERSION], market, tuple(lines), coupon, address, tuple(saved))


def as_line(row: Row) -> Line:
    return Line(
        id=as_uuid(row[0]),
        quantity=row[1],
        seen_minor=row[2],
        item_id=as_uuid(row[3]),
        store_currency=row[4],
        store_unit_minor=row[5],
        override_minor=row[6],
        rate=None if row[7] is None else Decimal(str(row[7])),
        is_sellable=bool(row[8]),
        stock_id=as_uuid(row[9]),
        stock=row[10],
        reserved=row[11],
        store_id=as_uuid(row[12]),
        store_name=row[13],
        store_slug=row[14],
        store_city=row[15],
        store_country=row[16],
        variant_id=as_uuid(row[17]),
        sku=row[18],
        variant_name=row[19],
        weight_grams=row[20],
        length_mm=row[21],
        width_mm=row[22],
        height_mm=row[23],
        product_name=row[24],
        product_slug=row[25],
        image=row[26] or "",
        policy_versions=row[27],
    )


def _coupon(row: Row) -> CouponTerms | None:
    if row[0] is None:
        return None
    valid = coupon_is_current(
        is_active=bool(row[8]),
        used=row[9],
        max_uses=row[10],
        starts_at=_time_or_none(row[11]),
        ends_at=_time_or_none(row[12]),
        now=timezone.now(),
    )
    return CouponTerms(
        id=as_uuid(row[0]),
        code=row[1],
        store_id=_uuid_or_none(row[2]),
        market_id=_uuid_or_none(row[3]),
        percent_basis_points=row[4],
        amount_minor=row[5],
        minimum_minor=row[6],
        is_once_per_person=bool(row[7]),
        is_valid=valid,
        platform_share_basis_points=row[13],
    )


def _address(row: Row) -> dict[str, str] | None:
    if row[0] is None:
        return None
    names = ("recipient", "phone", "line1", "line2", "city", "region", "postal_code", "country")
    return dict(zip(names, row, strict=True))


def as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _uuid_or_none(value: Any) -> UUID | None:
    return None if value is None else as_uuid(value)


def as_time(value: Any) -> datetime:
    """SQLite gives text without a zone, which Django stored as UTC."""
    moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _time_or_none(value: Any) -> datetime | None:
    return None if value is None else as_time(value)


# What adding an offer needs to know, in the market of the owner's cart.
MARKET = "m.id, m.code, m.currency, m.rounding_step_minor, m.tax_basis_points, m.default_distance_km"
_OFFER_READ = {
    column: f"""
SELECT c.id, {MARKET}, i.id, 1, 0, {OFFER}
  FROM sales_cart c
  JOIN markets_market m ON m.id = c.market_id
  JOIN marketplace_storeitem i ON i.id = %s {OFFER_JOINS}
  LEFT JOIN marketplace_itemmarketprice o ON o.item_id = i.id AND o.market_id = m.id AND o.deleted_at IS NULL
 WHERE c.{column} = %s AND c.deleted_at IS NULL"""  # noqa: S608
    for column in ("user_id", "token_hash")
}
# The same for somebody who has no cart yet.
_OFFER_IN_MARKET = f"""
SELECT {MARKET}, i.id, 1, 0, {OFFER}
  FROM markets_market m
  JOIN marketplace_storeitem i ON i.id = %s {OFFER_JOINS}
  LEFT JOIN marketplace_itemmarketprice o ON o.item_id = i.id AND o.market_id = m.id AND o.deleted_at IS NULL
 WHERE m.code = %s AND m.is_active AND m.deleted_at IS NULL"""  # noqa: S608


def offer_read(owner: CartOwner, *, item_id: UUID) -> tuple[UUID, MarketTerms, Line] | None:
    """The cart's id, its market and the offer as a line of it; None when there is no such cart or offer."""
    rows = fetch_all(_OFFER_READ[owner.column], [item_id, owner.value])
    if not rows:
        return None
    row = rows[0]
    return as_uuid(row[0]), as_market(row[1:]), as_line(row[7:])


def offer_read_in_market(market_code: str, *, item_id: UUID) -> tuple[MarketTerms, Line] | None:
    """The market and the offer as a line of a cart in it; None when there is no such market or offer."""
    rows = fetch_all(_OFFER_IN_MARKET, [item_id, market_code])
    return (as_market(rows[0]), as_line(rows[0][6:])) if rows else None


def as_market(row: Row) -> MarketTerms:
    return MarketTerms(as_uuid(row[0]), *row[1:6])


_ADD = """
WITH owned AS (UPDATE sales_cart SET version = version + 1, updated_at = now() WHERE id = %s RETURNING id)
INSERT INTO sales_cartitem (id, created_at, updated_at, deleted_at, cart_id, item_id, quantity, seen_minor)
SELECT %s, now(), now(), NULL, owned.id, %s, %s, %s FROM owned
ON CONFLICT (cart_id, item_id) WHERE deleted_at IS NULL
DO UPDATE SET quantity = CASE WHEN sales_cartitem.saved_at IS NULL
                THEN LEAST(999, sales_cartitem.quantity + excluded.quantity) ELSE excluded.quantity END,
              seen_minor = excluded.seen_minor, saved_at = NULL, updated_at = now()"""

_OPEN = """
WITH opened AS (
  INSERT INTO sales_cart (id, created_at, updated_at, deleted_at, user_id, token_hash, market_id, coupon_id, version)
  VALUES (%s, now(), now(), NULL, NULL, %s, %s, NULL, 1))
INSERT INTO sales_cartitem (id, created_at, updated_at, deleted_at, cart_id, item_id, quantity, seen_minor)
VALUES (%s, now(), now(), NULL, %s, %s, %s, %s)"""

# Takes all lines out but those set aside, and bumps the version, beside the insert of the order (PostgreSQL).
_EMPTY = (
    """UPDATE sales_cartitem SET deleted_at = now(), updated_at = now()
        WHERE cart_id = {0} AND deleted_at IS NULL AND saved_at IS NULL""",
    "UPDATE sales_cart SET version = version + 1, coupon_id = NULL, updated_at = now() WHERE id = {0}",
)


def emptying(cart_id: UUID) -> Beside:
    """Empty the cart together with the insert of its order."""
    return Beside(_EMPTY, (cart_id,))


def cart_add(*, cart_id: UUID, line_id: UUID, item_id: UUID, quantity: int, seen_minor: int) -> None:
    """Add pieces of an offer, on top of those already in the cart; a line set aside comes back (PostgreSQL)."""
    with prepared(_ADD, (cart_id, line_id, item_id, quantity, seen_minor)):
        pass


def cart_open(*, cart_id: UUID, token_hash: str, market_id: UUID, line: Line) -> None:
    """A guest's new cart with its first line (PostgreSQL)."""
    values = (cart_id, token_hash, market_id, line.id, cart_id, line.item_id, line.quantity, line.seen_minor)
    with prepared(_OPEN, values):
        pass

"""One page of a product list: one statement, whatever the page, the category or the number of products."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from catalog.models import Category
from core import db
from core.money import CURRENCIES
from marketplace.models import Store
from markets.models import Market
from storefront.rules import DEFAULT_SORT, LEVELS, SORTS, Sort
from storefront.selectors import sql

PREPARED_SIZE = 24  # other page sizes are rare, and each would be another prepared statement

EXPONENTS = sorted({currency.exponent for currency in CURRENCIES.values()})


@dataclass(frozen=True)
class Bound:
    """A price limit, in minor units of a currency by its exponent: the market's currency is known to the database."""

    by_exponent: tuple[int, ...]


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the sort column's value (microseconds for moments) and the key of a row."""

    value: int
    id: UUID


@dataclass(frozen=True)
class ListQuery:
    """A list as asked for. `is_backwards`: the page before `cursor` instead of the one after it."""

    market: str
    category: str | None = None
    store: str | None = None
    min_price: Bound | None = None
    max_price: Bound | None = None
    is_available: bool | None = None
    is_featured: bool | None = None
    sort: str = DEFAULT_SORT
    size: int = PREPARED_SIZE
    cursor: Cursor | None = None
    is_backwards: bool = False


@dataclass(frozen=True)
class Page:
    """Finished cards in order, the cursors of the first and last, and whether there are more in the direction read."""

    cards: list[str]
    first: Cursor | None
    last: Cursor | None
    has_more: bool


def products_page(query: ListQuery) -> Page:
    """One page. An unknown category, store or market simply has no rows; `unknown_name` tells which it was."""
    text = _text(
        query.sort,
        query.is_backwards,
        query.cursor is not None,
        query.category is not None,
        _filters(query),
        query.size,
    )
    rows = _rows(text, _params(query), is_hot=query.size == PREPARED_SIZE and not _is_estimated(query))
    has_more = len(rows) > query.size
    rows = rows[: query.size]
    if query.is_backwards:
        rows.reverse()
    is_moment = SORTS[query.sort].is_moment
    ends = [_cursor(rows[0], is_moment), _cursor(rows[-1], is_moment)] if rows else [None, None]
    return Page([row[1] for row in rows], ends[0], ends[1], has_more)


def unknown_name(query: ListQuery) -> str | None:
    """Which of market, category and store names nothing: asked only when a page came back empty."""
    if not Market.objects.filter(code=query.market, is_active=True).exists():
        return "market"
    if query.category is not None and not Category.objects.filter(slug=query.category, is_active=True).exists():
        return "category"
    if query.store is not None and not Store.objects.filter(slug=query.store).exists():
        return "store"
    return None


def _is_estimated(query: ListQuery) -> bool:
    """Whether the planner should see this query's values: rare rows need another index than common ones."""
    return any((query.store, query.min_price, query.max_price))


def _rows(text: str, params: dict[str, Any], *, is_hot: bool) -> list[tuple[Any, ...]]:
    if is_hot:
        return db.fetch_all(text, params)
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return list(cursor.fetchall())


def _cursor(row: tuple[Any, ...], is_moment: bool) -> Cursor:
    return Cursor(sql.microseconds(row[2]) if is_moment else int(row[2]), sql.uuid_of(row[0]))


def _params(query: ListQuery) -> dict[str, Any]:
    params: dict[str, Any] = {"market": query.market}
    if query.category is not None:
        params["category"] = query.category
    if query.store is not None:
        params["store"] = query.store
    for name, bound in (("min", query.min_price), ("max", query.max_price)):
        if bound is not None:
            params |= {f"{name}_{exponent}": bound.by_exponent[at] for at, exponent in enumerate(EXPONENTS)}
    if query.cursor is not None:
        is_moment = SORTS[query.sort].is_moment
        params["value"] = sql.moment(query.cursor.value) if is_moment else query.cursor.value
        params["key"] = sql.key(query.cursor.id)
    return params


def _filters(query: ListQuery) -> tuple[str, ...]:
    wanted = {
        "available" if query.is_available else "sold_out": query.is_available is not None,
        "featured" if query.is_featured else "plain": query.is_featured is not None,
        "store": query.store is not None,
        "min": query.min_price is not None,
        "max": query.max_price is not None,
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


@lru_cache(maxsize=512)
def _text(
    sort: str, is_backwards: bool, has_cursor: bool, has_category: bool, filters: tuple[str, ...], size: int
) -> str:
    """The statement. A category is one of four columns; its level is known to the database only, so each level is a
    branch of its own with its own index, and three of them find at once that their key is null."""
    order = SORTS[sort]
    is_descending = order.is_descending != is_backwards
    conditions = [_condition(name) for name in filters]
    if has_cursor:
        conditions.append(_beyond(order, is_descending))
    direction = "DESC" if is_descending else "ASC"
    branches = [
        f"SELECT l.id, l.card, l.{order.column} AS k FROM storefront_productlisting l "  # noqa: S608
        f"WHERE {' AND '.join([f'l.market_id = {sql.MARKET_ID}', *level, *conditions])} "
        f"ORDER BY l.{order.column} {direction}, l.id {direction} LIMIT {size + 1}"
        for level in (_LEVELS if has_category else [[]])
    ]
    if not has_category:
        return branches[0]
    union = " UNION ALL ".join(f"SELECT * FROM ({branch}) b" for branch in branches)  # noqa: S608
    order_by = f"ORDER BY k {direction}, id {direction} LIMIT {size + 1}"
    return f"{_PLACE} SELECT id, card, k FROM ({union}) t {order_by}"  # noqa: S608


_PLACE = (
    "WITH place AS MATERIALIZED (SELECT id, level FROM catalog_category "
    "WHERE slug = %(category)s AND is_active AND deleted_at IS NULL)"
)
_LEVELS = [[f"l.category_{level} = (SELECT id FROM place WHERE level = {level - 1})"] for level in LEVELS]  # noqa: S608


def _beyond(order: Sort, is_descending: bool) -> str:
    """A row comparison, which is one range of the index; the same written with OR is not (HOTPATHS.md §2)."""
    value = "%(value)s" if order.is_moment else "CAST(%(value)s AS bigint)"
    return f"(l.{order.column}, l.id) {'<' if is_descending else '>'} ({value}, %(key)s)"


def _limit(name: str) -> str:
    """A price limit in minor units of the market's currency."""
    cases = " ".join(
        f"WHEN '{code}' THEN CAST(%({name}_{currency.exponent})s AS bigint)" for code, currency in CURRENCIES.items()
    )
    return f"(SELECT CASE currency {cases} END FROM markets_market WHERE id = {sql.MARKET_ID})"  # noqa: S608


def _condition(name: str) -> str:
    if name != "store":
        return _CONDITIONS[name]
    store = "(SELECT id FROM marketplace_store WHERE slug = %(store)s AND deleted_at IS NULL)"
    if db.is_postgres():
        return f"l.store_ids @> jsonb_build_array({store}::text)"
    return f"EXISTS (SELECT 1 FROM json_each(l.store_ids) j WHERE replace(j.value, '-', '') = {store})"  # noqa: S608


_CONDITIONS = {
    "available": "l.is_available",
    "sold_out": "NOT l.is_available",
    "featured": "l.is_featured",
    "plain": "NOT l.is_featured",
    "min": f"l.price_minor >= {_limit('min')}",
    "max": f"l.price_minor <= {_limit('max')}",
}

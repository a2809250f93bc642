"""One page of a product list: one statement, whatever the page, the category or the number of products."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from catalog.models import Category
from core import db
from marketplace.models import Store
from markets.models import Market
from storefront.rules import DEFAULT_SORT, LEVELS, SORTS, Sort
from storefront.selectors import sql
from storefront.selectors.conditions import Filters, condition, names_of, params_of

PREPARED_SIZE = 24  # other page sizes are rare, and each would be another prepared statement


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the sort column's value (microseconds for moments) and the key of a row."""

    value: int | str
    id: UUID


@dataclass(frozen=True)
class ListQuery(Filters):
    """A list as asked for. `is_backwards`: the page before `cursor` instead of the one after it."""

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
    """One page. An unknown category, store or market simply has no rows; `unknown_name` tells which it was.

    With facets it is a second statement: the planner is to see which market is meant, as it sees the facets, or it
    looks through the whole market for a rare one.
    """
    text = _text(
        query.sort,
        query.is_backwards,
        query.cursor is not None,
        query.category is not None,
        names_of(query),
        query.size,
    )
    rows = _rows(text, _params(query), is_hot=query.size == PREPARED_SIZE and not _is_estimated(query))
    has_more = len(rows) > query.size
    rows = rows[: query.size]
    if query.is_backwards:
        rows.reverse()
    sort = SORTS[query.sort]
    ends = [_cursor(rows[0], sort), _cursor(rows[-1], sort)] if rows else [None, None]
    return Page([row[1] for row in rows], ends[0], ends[1], has_more)


def unknown_name(query: Filters) -> str | None:
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
    return any((query.store, query.min_price, query.max_price, query.facets))


def _rows(text: str, params: dict[str, Any], *, is_hot: bool) -> list[tuple[Any, ...]]:
    if is_hot:
        return db.fetch_all(text, params)
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return list(cursor.fetchall())


def _cursor(row: tuple[Any, ...], sort: Sort) -> Cursor:
    value = str(row[2]) if sort.is_text else sql.microseconds(row[2]) if sort.is_moment else int(row[2])
    return Cursor(value, sql.uuid_of(row[0]))


def _params(query: ListQuery) -> dict[str, Any]:
    params = params_of(query)
    if query.facets:
        active = Market.objects.filter(code=query.market, is_active=True)
        params["market_id"] = sql.key(active.values_list("pk", flat=True).first() or UUID(int=0))
    if query.cursor is not None:
        value = query.cursor.value
        is_moment = SORTS[query.sort].is_moment and isinstance(value, int)
        params["value"] = sql.moment(int(value)) if is_moment else value
        params["key"] = sql.key(query.cursor.id)
    return params


@lru_cache(maxsize=512)
def _text(
    sort: str, is_backwards: bool, has_cursor: bool, has_category: bool, filters: tuple[str, ...], size: int
) -> str:
    """The statement. A category is one of four columns; its level is known to the database only, so each level is a
    branch of its own with its own index, and three of them find at once that their key is null."""
    order = SORTS[sort]
    is_descending = order.is_descending != is_backwards
    conditions = [condition(name) for name in filters]
    market = "%(market_id)s" if any(name.startswith("facet_") for name in filters) else sql.MARKET_ID
    column = _column(order)
    if has_cursor:
        conditions.append(_beyond(order, is_descending))
    direction = "DESC" if is_descending else "ASC"
    branches = [
        f"SELECT l.id, l.card, {column} AS k FROM storefront_productlisting l "  # noqa: S608
        f"WHERE {' AND '.join([f'l.market_id = {market}', *level, *conditions])} "
        f"ORDER BY {column} {direction}, l.id {direction} LIMIT {size + 1}"
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


def _column(order: Sort) -> str:
    """Folded text is ordered by its bytes, as its indexes are."""
    return f'l.{order.column} COLLATE "C"' if order.is_text and db.is_postgres() else f"l.{order.column}"


def _beyond(order: Sort, is_descending: bool) -> str:
    """A row comparison, which is one range of the index; the same written with OR is not (HOTPATHS.md §2)."""
    value = "%(value)s" if order.is_moment or order.is_text else "CAST(%(value)s AS bigint)"
    return f"({_column(order)}, l.id) {'<' if is_descending else '>'} ({value}, %(key)s)"

"""What narrows lists, searches and counts alike: each filter as a condition on a listing `l`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalog.models import Category
from core import db
from core.money import CURRENCIES
from storefront.rules import LEVELS
from storefront.selectors import sql

EXPONENTS = sorted({currency.exponent for currency in CURRENCIES.values()})


@dataclass(frozen=True)
class Bound:
    """A price limit, in minor units of a currency by its exponent: the market's currency is known to the database."""

    by_exponent: tuple[int, ...]


@dataclass(frozen=True)
class Filters:
    """`facets` are groups of facets of a listing (storefront.rules): one of each group must be there."""

    market: str
    category: str | None = None
    store: str | None = None
    min_price: Bound | None = None
    max_price: Bound | None = None
    is_available: bool | None = None
    is_featured: bool | None = None
    facets: tuple[tuple[str, ...], ...] = ()


def names_of(filters: Filters) -> tuple[str, ...]:
    """The conditions to be met, by name; the category is not among them, as each statement finds it its own way."""
    wanted = {
        "available" if filters.is_available else "sold_out": filters.is_available is not None,
        "featured" if filters.is_featured else "plain": filters.is_featured is not None,
        "store": filters.store is not None,
        "min": filters.min_price is not None,
        "max": filters.max_price is not None,
        **{f"facet_{number}": True for number in range(len(filters.facets))},
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


def params_of(filters: Filters) -> dict[str, Any]:
    params: dict[str, Any] = {"market": filters.market}
    if filters.category is not None:
        params["category"] = filters.category
    if filters.store is not None:
        params["store"] = filters.store
    for name, bound in (("min", filters.min_price), ("max", filters.max_price)):
        if bound is not None:
            params |= {f"{name}_{exponent}": bound.by_exponent[at] for at, exponent in enumerate(EXPONENTS)}
    for number, group in enumerate(filters.facets):
        params[f"facet_{number}"] = list(group) if db.is_postgres() else json.dumps(group, ensure_ascii=False)
    return params


def condition(name: str) -> str:
    if name.startswith("facet_"):
        return _facet(name)
    return _store() if name == "store" else _CONDITIONS[name]


def _facet(name: str) -> str:
    if db.is_postgres():
        return f"l.facets && %({name})s::text[]"
    wanted = f"SELECT value FROM json_each(%({name})s)"  # noqa: S608
    return f"EXISTS (SELECT 1 FROM json_each(l.facets) j WHERE j.value IN ({wanted}))"  # noqa: S608


def _store() -> str:
    store = "(SELECT id FROM marketplace_store WHERE slug = %(store)s AND deleted_at IS NULL)"
    if db.is_postgres():
        return f"l.store_ids @> jsonb_build_array({store}::text)"
    return f"EXISTS (SELECT 1 FROM json_each(l.store_ids) j WHERE replace(j.value, '-', '') = {store})"  # noqa: S608


def _limit(name: str) -> str:
    """A price limit in minor units of the market's currency."""
    cases = " ".join(
        f"WHEN '{code}' THEN CAST(%({name}_{currency.exponent})s AS bigint)" for code, currency in CURRENCIES.items()
    )
    return f"(SELECT CASE currency {cases} END FROM markets_market WHERE id = {sql.MARKET_ID})"  # noqa: S608


_CONDITIONS = {
    "available": "l.is_available",
    "sold_out": "NOT l.is_available",
    "featured": "l.is_featured",
    "plain": "NOT l.is_featured",
    "min": f"l.price_minor >= {_limit('min')}",
    "max": f"l.price_minor <= {_limit('max')}",
}


@dataclass(frozen=True)
class Place:
    """A category as a column of the listing and its value, so that the planner sees both."""

    level: int
    id: UUID


def place_of(filters: Filters) -> Place | None:
    """Where the category stands; None where none is asked for, or none has this name."""
    if filters.category is None:
        return None
    row = Category.objects.filter(slug=filters.category, is_active=True).only("level").first()
    return Place(row.level, row.pk) if row is not None else None


def inside(filters: Filters, place: Place | None) -> list[str]:
    """The condition that a listing stands in the category asked for: none, or none at all."""
    if filters.category is None:
        return []
    if place is None:
        return ["1 = 0"]
    return [f"l.market_id = {sql.MARKET_ID}", f"l.category_{LEVELS[place.level]} = %(place)s"]


def place_params(place: Place | None) -> dict[str, Any]:
    return {"place": sql.key(place.id)} if place is not None else {}

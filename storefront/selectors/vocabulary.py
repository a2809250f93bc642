"""The names behind the facets of a count: brands, categories, attributes and their options, in two statements."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from core import db
from storefront.selectors import sql


@dataclass(frozen=True)
class Option:
    """What a choice or a colour may be."""

    name: str
    colour: str


@dataclass(frozen=True)
class Facet:
    """An attribute that listings are counted by. `options` by code, in order; `place` is its rank in the category
    looked at, None where that does not name it."""

    code: str
    name: str
    kind: str
    unit: str
    place: tuple[int, int] | None
    options: dict[str, Option] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """Brands by slug; categories by id as (slug, name), in the order of the tree."""

    brands: dict[str, str]
    categories: dict[UUID, tuple[str, str]]


def names_read(*, brands: Collection[str], categories: Collection[UUID]) -> Names:
    """What these are called; what is deleted is not there."""
    found = Names({}, {})
    params = {"brands": _list(brands), "categories": _list([sql.key(one) for one in categories])}
    for kind, key, slug, name, _, _ in db.fetch_all(_names(), params):
        if kind == "brand":
            found.brands[slug] = name
        else:
            found.categories[sql.uuid_of(key)] = (slug, name)
    return found


def facets_read(*, codes: Collection[str], category_id: UUID | None) -> list[Facet]:
    """The attributes with these codes. Where several categories above name one, the nearest says its place."""
    params = {"codes": _list(codes), "category": sql.key(category_id) if category_id else None}
    found: dict[str, Facet] = {}
    for code, name, kind, unit, level, position, option, option_name, colour in db.fetch_all(_facets(), params):
        place = (-level, position) if level is not None else None
        facet = found.setdefault(code, Facet(code, name, kind, unit, place))
        if option is not None:
            facet.options[option] = Option(option_name, colour)
    return list(found.values())


def _list(values: Collection[Any]) -> Any:
    return list(values) if db.is_postgres() else json.dumps(list(values), ensure_ascii=False)


def _within(name: str, kind: str) -> str:
    elsewhere = f"IN (SELECT value FROM json_each(%({name})s))"  # noqa: S608 - names from here
    return f"= ANY(%({name})s::{kind}[])" if db.is_postgres() else elsewhere


def _names() -> str:
    return (
        "SELECT 'brand', id, slug, name, 0, 0 FROM catalog_brand "  # noqa: S608 - names from here
        f"WHERE deleted_at IS NULL AND slug {_within('brands', 'text')} "
        "UNION ALL SELECT 'category', id, slug, name, tree_id, lft FROM catalog_category "
        f"WHERE deleted_at IS NULL AND id {_within('categories', 'uuid')} ORDER BY 5, 6"
    )


def _facets() -> str:
    nearest = (
        "(SELECT {column} FROM catalog_categoryattribute n "
        "JOIN catalog_category above ON above.id = n.category_id AND above.deleted_at IS NULL "
        "AND above.tree_id = here.tree_id AND above.lft <= here.lft AND above.rght >= here.rght "
        "WHERE n.attribute_id = a.id AND n.deleted_at IS NULL ORDER BY above.level DESC LIMIT 1)"
    )
    return (
        "SELECT a.code, a.name, a.kind, a.unit, "  # noqa: S608 - names from here
        f"{nearest.format(column='above.level')}, {nearest.format(column='n.position')}, o.code, o.name, o.colour "
        "FROM catalog_attribute a LEFT JOIN catalog_category here ON here.id = %(category)s "
        "LEFT JOIN catalog_attributeoption o ON o.attribute_id = a.id AND o.deleted_at IS NULL "
        f"WHERE a.deleted_at IS NULL AND a.code {_within('codes', 'text')} ORDER BY a.code, o.position, o.id"
    )

"""What a list or a search can be narrowed by, and how many products each choice would leave.

A facet's own choice does not narrow its own counts, so that another brand can be chosen beside the first. At most 2,000
products are counted for each facet; counts are exact up to 1,000, then "1,000+".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import OperationalError

from catalog.states import AttributeKind
from core import db
from core.text import like_escape
from storefront.rules import (
    ATTRIBUTE,
    BRAND,
    COUNTED,
    EXACT,
    IN_STOCK,
    LEVELS,
    PRICE,
    RATING,
    price_border,
)
from storefront.selectors.conditions import (
    Filters,
    Place,
    condition,
    inside,
    names_of,
    params_of,
    place_of,
    place_params,
)
from storefront.selectors.limits import TIMEOUT_MS, limited, raise_unless_timed_out
from storefront.selectors.search import MATCHES, WALKED
from storefront.selectors.vocabulary import Facet, Names, facets_read, names_read

MOST_BRANDS, MOST_VALUES, MOST_ATTRIBUTES, MOST_BUCKETS = 30, 40, 12, 6
CATEGORY = "c"  # written by the counting statement only
ALL = "all"
_LISTINGS = "storefront_productlisting l"
_LAST = (1, 0)  # behind every place: levels count downwards from zero


@dataclass(frozen=True)
class Counts:
    """How many products have each facet when everything chosen holds (`ALL`), or all but the group of that number."""

    facets: dict[str, dict[str, int]]
    totals: dict[str, int]


def facets_of(*, filters: Filters, words: str) -> dict[str, Any]:
    """The answer as `storefront.api.schema.FACETS` shows it: at most five statements, whatever there is to count."""
    place = place_of(filters)
    counts = _counted(filters, words, place)
    total = counts.totals[ALL]
    brands = _of_kind(counts, filters, BRAND)
    below = _below(counts)
    names = names_read(brands=brands, categories=below)
    return {
        "count": min(total, EXACT),
        "is_capped": total > EXACT,
        "categories": _categories(below, names),
        "brands": _brands(brands, names),
        "prices": _buckets(_priced(counts)),
        "ratings": _ratings(_of_kind(counts, filters, RATING)),
        "in_stock": _shown(_without(counts, "available").get(IN_STOCK, 0)),
        "attributes": _attributes(counts, filters, place),
    }


# Counting


def _counted(filters: Filters, words: str, place: Place | None) -> Counts:
    """One statement for all groups. A second, over the best products only, when the words take too long."""
    sets = {ALL: filters, **{str(number): _dropped(filters, number) for number in range(len(filters.facets))}}
    if filters.min_price is not None or filters.max_price is not None:
        sets["price"] = replace(filters, min_price=None, max_price=None)
    if filters.is_available is not None:
        sets["available"] = replace(filters, is_available=None)
    try:
        rows = _rows(_LISTINGS, sets, filters, words, place, TIMEOUT_MS if words else 4 * TIMEOUT_MS)
    except OperationalError as error:
        raise_unless_timed_out(error)
        rows = _rows(WALKED, sets, filters, words, place, 4 * TIMEOUT_MS)
    found: dict[str, dict[str, int]] = {name: {} for name in sets}
    totals = dict.fromkeys(sets, 0)
    for name, facet, count in rows:
        if facet:
            found[name][facet] = count
        else:
            totals[name] = count
    return Counts(found, totals)


def _dropped(filters: Filters, number: int) -> Filters:
    """Without one group; the others keep their numbers, as its parameters do."""
    return replace(filters, facets=tuple(() if at == number else group for at, group in enumerate(filters.facets)))


def _rows(
    source: str, sets: dict[str, Filters], filters: Filters, words: str, place: Place | None, timeout_ms: int
) -> list[tuple[Any, ...]]:
    params = {**params_of(filters), **place_params(place), "words": words}
    level = place.level if place is not None else -1
    below = f"l.category_{LEVELS[level + 1]}" if level + 1 < len(LEVELS) else "NULL"
    parts = " UNION ALL ".join(
        f"SELECT * FROM (SELECT '{name}' AS name, l.facets, {below} AS below FROM {source} "  # noqa: S608
        f"WHERE {_where(chosen, words, place, params)} LIMIT {COUNTED + 1}) s{at}"
        for at, (name, chosen) in enumerate(sets.items())
    )
    each = "unnest(facets) AS f FROM c" if db.is_postgres() else "j.value AS f FROM c, json_each(c.facets) j"
    text = (
        f"WITH c AS MATERIALIZED ({parts}) "  # noqa: S608
        f"SELECT name, f, count(*) FROM (SELECT c.name, {each}) u GROUP BY 1, 2 "
        "UNION ALL SELECT name, '', count(*) FROM c GROUP BY 1 "
        f"UNION ALL SELECT '{ALL}', '{CATEGORY}:' || CAST(below AS text), n FROM (SELECT below, count(*) AS n FROM c "
        f"WHERE name = '{ALL}' AND below IS NOT NULL GROUP BY 1) b"
    )
    return limited(text, params, timeout_ms=timeout_ms) if db.is_postgres() else db.fetch_all(text, params)


def _where(filters: Filters, words: str, place: Place | None, params: dict[str, Any]) -> str:
    names = [name for name in names_of(filters) if not name.startswith("facet_") or filters.facets[int(name[6:])]]
    conditions = ["l.market_code = %(market)s", *(condition(name) for name in names), *inside(filters, place)]
    if words and db.is_postgres():
        conditions.append(MATCHES)
    elif words:
        for number, word in enumerate(words.split()):
            params[f"word_{number}"] = f"% {like_escape(word)} %"
            conditions.append(f"' ' || l.words || ' ' LIKE %(word_{number})s ESCAPE '\\'")
    return " AND ".join(conditions)


# Reading the counts


def _prefix_of(group: tuple[str, ...]) -> str:
    """What the facets of a group begin with: `b:`, `r:` or `a:<code>:`."""
    return group[0][: group[0].rindex(":") + 1]


def _chosen(filters: Filters, prefix: str) -> tuple[str, tuple[str, ...]]:
    """The set to count a facet over, and what is chosen of it."""
    for number, group in enumerate(filters.facets):
        if _prefix_of(group) == prefix:
            return str(number), group
    return ALL, ()


def _of_kind(counts: Counts, filters: Filters, kind: str) -> dict[str, int]:
    """The counts of one facet by value; what is chosen is there also when nothing is left of it."""
    prefix = f"{kind}:"
    name, group = _chosen(filters, prefix)
    found = dict.fromkeys(group, 0)
    found |= {facet: count for facet, count in counts.facets[name].items() if facet.startswith(prefix)}
    return {facet[len(prefix) :]: count for facet, count in found.items()}


def _without(counts: Counts, name: str) -> dict[str, int]:
    """The counts without this filter, where it is chosen."""
    return counts.facets.get(name, counts.facets[ALL])


def _priced(counts: Counts) -> dict[int, int]:
    found = _without(counts, "price")
    return {int(facet[2:]): count for facet, count in found.items() if facet.startswith(f"{PRICE}:")}


def _shown(count: int) -> dict[str, Any]:
    return {"count": min(count, EXACT), "is_capped": count > EXACT}


def _ratings(found: dict[str, int]) -> list[dict[str, Any]]:
    """So many stars and more."""
    return [{"stars": stars, **_shown(found.get(str(stars), 0))} for stars in (4, 3, 2, 1)]


def _most(found: dict[str, int], limit: int) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _brands(found: dict[str, int], names: Names) -> list[dict[str, Any]]:
    most = _most({slug: count for slug, count in found.items() if slug in names.brands}, MOST_BRANDS)
    return [{"slug": slug, "name": names.brands[slug], **_shown(count)} for slug, count in most]


def _below(counts: Counts) -> dict[UUID, int]:
    """The counts of the categories right below the one looked at."""
    prefix = f"{CATEGORY}:"
    found = counts.facets[ALL]
    return {UUID(facet[len(prefix) :]): count for facet, count in found.items() if facet.startswith(prefix)}


def _categories(below: dict[UUID, int], names: Names) -> list[dict[str, Any]]:
    return [{"slug": slug, "name": name, **_shown(below[key])} for key, (slug, name) in names.categories.items()]


def _buckets(steps: dict[int, int]) -> list[dict[str, Any]]:
    """Neighbouring steps put together until few are left, the emptiest first. `to_minor` is not inside."""
    buckets = [[step, step + 1, count] for step, count in sorted(steps.items())]
    while len(buckets) > MOST_BUCKETS:
        at = min(range(len(buckets) - 1), key=lambda place: buckets[place][2] + buckets[place + 1][2])
        buckets[at : at + 2] = [[buckets[at][0], buckets[at + 1][1], buckets[at][2] + buckets[at + 1][2]]]
    return [
        {"from_minor": price_border(first), "to_minor": price_border(last), **_shown(count)}
        for first, last, count in buckets
    ]


def _attributes(counts: Counts, filters: Filters, place: Place | None) -> list[dict[str, Any]]:
    """The attributes of what is left, in the category's order; without one, what most products have comes first."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    prefix = f"{ATTRIBUTE}:"
    codes = {facet.split(":")[1] for facet in counts.facets[ALL] if facet.startswith(prefix)}
    codes |= {group[0].split(":")[1] for group in filters.facets if group[0].startswith(prefix)}
    for code in codes:
        found[code] = _of_kind(counts, filters, f"{ATTRIBUTE}:{code}")
    rows = facets_read(codes=codes, category_id=place.id if place is not None else None)
    shown = sorted(rows, key=lambda row: (row.place or _LAST, -sum(found[row.code].values()), row.code))
    return [
        {
            "code": row.code,
            "name": row.name,
            "kind": row.kind,
            "unit": row.unit,
            "values": _values(row, found[row.code]),
        }
        for row in shown[:MOST_ATTRIBUTES]
    ]


def _values(facet: Facet, found: dict[str, int]) -> list[dict[str, Any]]:
    """Numbers by size, options in their order, the rest by count."""
    if facet.kind == AttributeKind.NUMBER:
        ordered = sorted(found, key=float)
    elif facet.options:
        ordered = [code for code in facet.options if code in found]
    else:
        ordered = sorted(found, key=lambda value: -found[value])
    return [
        {
            "value": value,
            "name": facet.options[value].name if value in facet.options else value,
            "colour": facet.options[value].colour if value in facet.options else "",
            **_shown(found[value]),
        }
        for value in ordered[:MOST_VALUES]
    ]

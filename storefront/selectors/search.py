"""Full text search: the best 200 by static score, then ranked (HOTPATHS.md §3)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any

from django.db import OperationalError

from core import db
from core.text import fold, like_escape
from storefront.rules import COUNTED, MAX_QUERY_WORDS, RELEVANCE, SEARCH_LIMIT, SORTS
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
from storefront.selectors.spelling import correction

log = logging.getLogger(__name__)

WALK_LIMIT = 5_000  # after a time-out only the best so many by static score are looked at
SIMILAR_LIMIT = 24
SIMILAR_FROM = {"pg_trgm.word_similarity_threshold": "0.4"}  # two letters swapped in a word of eight still count

MATCHES = "l.document @@ plainto_tsquery('simple', %(words)s)"
_LISTINGS = "storefront_productlisting l"
WALKED = (
    "(SELECT * FROM storefront_productlisting "  # noqa: S608
    f"WHERE market_code = %(market)s ORDER BY rank DESC, id DESC LIMIT {WALK_LIMIT}) l"
)
_CAPPED = (
    "SELECT l.id, {score} r{card} FROM {source} "  # noqa: S608
    f"WHERE l.market_code = %(market)s AND {MATCHES} {{more}}ORDER BY l.rank DESC, l.id DESC LIMIT {{cap}}"
)
_RANK = "ts_rank(l.document, plainto_tsquery('simple', %(words)s))"
# Words that no product has: names that look like them.
_SIMILAR = (
    "SELECT l.id, word_similarity(%(words)s, l.folded_name) r, l.card FROM storefront_productlisting l "  # noqa: S608
    "WHERE l.market_code = %(market)s AND %(words)s <%% l.folded_name {more}"
    f"ORDER BY r DESC, l.rank DESC, l.id DESC LIMIT {SIMILAR_LIMIT}"
)


@dataclass(frozen=True)
class Search:
    """Words as `words_of_query` gives them, and one page of what has them. `order` is RELEVANCE or one of SORTS."""

    words: str
    filters: Filters
    order: str = RELEVANCE
    size: int = 24
    offset: int = 0
    place: Place | None = None  # where the category of the filters stands

    @property
    def limit(self) -> int:
        """How many of the best by static score are put in order."""
        return SEARCH_LIMIT if self.order == RELEVANCE else COUNTED


@dataclass(frozen=True)
class Hits:
    """One page of a search. `count` is exact up to the limit of its order; beyond that `is_capped` says there are more.

    `is_similar`: nothing has these words. Then the hits have the `corrected` words, or else names that look like them.
    """

    cards: list[str]
    count: int
    is_capped: bool
    is_similar: bool
    has_more: bool
    corrected: str | None = None


def words_of_query(text: str) -> str:
    """The folded words searched for; empty when there is nothing to search for."""
    return " ".join(fold(text).split()[:MAX_QUERY_WORDS])


def products_search(search: Search) -> Hits:
    """The hits `offset` to `offset + size` of the best by static score."""
    if not search.words:
        return Hits([], 0, False, False, False)
    search = replace(search, place=place_of(search.filters))
    if not db.is_postgres():
        return _hits(_like_rows(search), search)
    hits = _found(search)
    if hits.count or search.offset:
        return hits
    better = correction(words=search.words, market=search.filters.market)
    if better:
        found = _found(replace(search, words=better))
        if found.count:
            return replace(found, is_similar=True, corrected=better)
    return _similar(search)


def _found(search: Search) -> Hits:
    try:
        rows = limited(_page_of(_matches(search, _LISTINGS), search), _params(search))
    except OperationalError as error:
        raise_unless_timed_out(error)
        log.info("search walked the best rows only", extra={"words": len(search.words.split())})
        rows = limited(_page_of(_matches(search, WALKED), search), _params(search), timeout_ms=4 * TIMEOUT_MS)
    return _hits(rows, search)


def _similar(search: Search) -> Hits:
    try:
        text = _page_of(_SIMILAR.format(more=_more(search)), replace(search, order=RELEVANCE))
        rows = limited(text, _params(search), options=SIMILAR_FROM)
    except OperationalError as error:
        raise_unless_timed_out(error)
        rows = []
    hits = _hits(rows, search)
    return Hits(hits.cards, hits.count, False, bool(hits.cards), hits.has_more)


def _params(search: Search) -> dict[str, Any]:
    page = {"words": search.words, "size": search.size, "offset": search.offset}
    return {**params_of(search.filters), **place_params(search.place), **page}


def _more(search: Search) -> str:
    """The filters as further conditions."""
    conditions = [condition(name) for name in names_of(search.filters)] + inside(search.filters, search.place)
    return "".join(f"AND {text} " for text in conditions)


def _matches(search: Search, source: str) -> str:
    """Id and `r`, by which they are put in order, of the best matches by static score; with their cards where these are
    few."""
    is_short = search.order == RELEVANCE
    score, card = (_RANK, ", l.card") if is_short else (f"l.{SORTS[search.order].column}", "")
    return _CAPPED.format(score=score, card=card, source=source, more=_more(search), cap=search.limit + 1)


def _direction(order: str) -> str:
    return "DESC" if order == RELEVANCE or SORTS[order].is_descending else "ASC"


def _page_of(matches: str, search: Search) -> str:
    """The matches (best by static score), in order, one page of them with their cards, and how many there are."""
    direction = _direction(search.order)
    if search.order == RELEVANCE:  # 200 cards are carried for less than planning to look them up takes
        return (
            f"WITH m AS MATERIALIZED ({matches}) SELECT card, (SELECT count(*) FROM m) FROM "  # noqa: S608
            f"(SELECT id, r, card FROM m LIMIT {search.limit}) best "
            f"ORDER BY r {direction}, id {direction} LIMIT %(size)s OFFSET %(offset)s"
        )
    return (
        f"WITH m AS MATERIALIZED ({matches}) "  # noqa: S608
        "SELECT l.card, (SELECT count(*) FROM m) FROM "
        f"(SELECT id, r FROM (SELECT id, r FROM m LIMIT {search.limit}) best "
        f"ORDER BY r {direction}, id {direction} LIMIT %(size)s OFFSET %(offset)s) t "
        f"JOIN storefront_productlisting l USING (id) ORDER BY t.r {direction}, l.id {direction}"
    )


def _hits(rows: list[tuple[Any, ...]], search: Search) -> Hits:
    found = rows[0][1] if rows else 0
    count = min(found, search.limit)
    return Hits([row[0] for row in rows], count, found > search.limit, False, search.offset + search.size < count)


def _like_rows(search: Search) -> list[tuple[Any, ...]]:
    """SQLite: every word somewhere in the folded text, best static score first."""
    params = _params(search)
    conditions = []
    for number, word in enumerate(search.words.split()):
        params[f"word_{number}"] = f"% {like_escape(word)} %"
        conditions.append(f"' ' || l.words || ' ' LIKE %(word_{number})s ESCAPE '\\'")
    score, card = ("l.rank", ", l.card") if search.order == RELEVANCE else (f"l.{SORTS[search.order].column}", "")
    matches = (
        f"SELECT l.id, {score} r{card} FROM storefront_productlisting l "  # noqa: S608
        f"WHERE l.market_code = %(market)s AND {' AND '.join(conditions)} {_more(search)}"
        f"ORDER BY l.rank DESC, l.id DESC LIMIT {search.limit + 1}"
    )
    return db.fetch_all(_page_of(matches, search), params)

"""Full text search: the best 200 by static score, then ranked (HOTPATHS.md §3)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction

from core import db
from core.text import fold, like_escape
from storefront.rules import MAX_QUERY_WORDS, SEARCH_LIMIT

log = logging.getLogger(__name__)

TIMEOUT_MS = 250  # a search longer than this has met words that are common apart and rare together
WALK_LIMIT = 5_000  # then only the best so many by static score are looked at
SIMILAR_LIMIT = 24
SIMILAR_FROM = {"pg_trgm.word_similarity_threshold": "0.4"}  # two letters swapped in a word of eight still count
TIMED_OUT = "57014"  # query_canceled

_MATCHES = "l.document @@ plainto_tsquery('simple', %(words)s)"
_CAPPED = (
    "SELECT l.id, ts_rank(l.document, plainto_tsquery('simple', %(words)s)) r "  # noqa: S608
    "FROM storefront_productlisting l "
    f"WHERE l.market_code = %(market)s AND {_MATCHES} ORDER BY l.rank DESC, l.id DESC LIMIT {SEARCH_LIMIT + 1}"
)
_WALK = (
    "SELECT l.id, ts_rank(l.document, plainto_tsquery('simple', %(words)s)) r FROM "  # noqa: S608
    "(SELECT id, document, rank FROM storefront_productlisting "
    f"WHERE market_code = %(market)s ORDER BY rank DESC, id DESC LIMIT {WALK_LIMIT}) l "
    f"WHERE {_MATCHES} ORDER BY l.rank DESC, l.id DESC LIMIT {SEARCH_LIMIT + 1}"
)
# Words that no product has: names that look like them.
_SIMILAR = (
    "SELECT l.id, word_similarity(%(words)s, l.folded_name) r FROM storefront_productlisting l "  # noqa: S608
    "WHERE l.market_code = %(market)s AND %(words)s <%% l.folded_name "
    f"ORDER BY r DESC, l.rank DESC, l.id DESC LIMIT {SIMILAR_LIMIT}"
)


@dataclass(frozen=True)
class Hits:
    """One page of a search. `count` is exact up to 200; beyond that `is_capped` says there are more.

    `is_similar`: nothing has these words, the hits only look like them.
    """

    cards: list[str]
    count: int
    is_capped: bool
    is_similar: bool
    has_more: bool


def words_of_query(text: str) -> str:
    """The folded words searched for; empty when there is nothing to search for."""
    return " ".join(fold(text).split()[:MAX_QUERY_WORDS])


def products_search(*, words: str, market: str, size: int, offset: int) -> Hits:
    """The hits `offset` to `offset + size` of the best 200. `words` as `words_of_query` gives them."""
    if not words:
        return Hits([], 0, False, False, False)
    params = {"words": words, "market": market, "size": size, "offset": offset}
    if not db.is_postgres():
        return _hits(_like_rows(words, market, size, offset), offset, size)
    try:
        rows = _limited(_page_of(_CAPPED), params)
    except OperationalError as error:
        _raise_unless_timed_out(error)
        log.info("search walked the best rows only", extra={"words": len(words.split())})
        rows = _limited(_page_of(_WALK), params, timeout_ms=4 * TIMEOUT_MS)
    hits = _hits(rows, offset, size)
    return hits if hits.count or offset else _similar(params, size)


def _similar(params: dict[str, Any], size: int) -> Hits:
    try:
        rows = _limited(_page_of(_SIMILAR), params, options=SIMILAR_FROM)
    except OperationalError as error:
        _raise_unless_timed_out(error)
        rows = []
    hits = _hits(rows, 0, size)
    return Hits(hits.cards, hits.count, False, bool(hits.cards), hits.has_more)


def _page_of(matches: str) -> str:
    """The matches (best by static score), ranked, one page of them with their cards, and how many there are."""
    return (
        f"WITH m AS MATERIALIZED ({matches}) "  # noqa: S608
        "SELECT l.card, (SELECT count(*) FROM m) FROM "
        f"(SELECT id, r FROM (SELECT id, r FROM m LIMIT {SEARCH_LIMIT}) best "
        "ORDER BY r DESC, id DESC LIMIT %(size)s OFFSET %(offset)s) t "
        "JOIN storefront_productlisting l USING (id) ORDER BY t.r DESC, l.id DESC"
    )


def _hits(rows: list[tuple[Any, ...]], offset: int, size: int) -> Hits:
    found = rows[0][1] if rows else 0
    count = min(found, SEARCH_LIMIT)
    return Hits([row[0] for row in rows], count, found > SEARCH_LIMIT, False, offset + size < count)


def _limited(
    text: str, params: dict[str, Any], timeout_ms: int = TIMEOUT_MS, options: dict[str, str] | None = None
) -> list[tuple[Any, ...]]:
    """Run with literal words that the planner sees, never prepared, under a time limit of its own."""
    if not connection.in_atomic_block:
        return db.fetch_limited(text, params, timeout_ms=timeout_ms, options=options)
    with transaction.atomic():  # so that a time-out does not undo the caller's transaction
        return db.fetch_limited(text, params, timeout_ms=timeout_ms, options=options)


def _raise_unless_timed_out(error: OperationalError) -> None:
    if getattr(error.__cause__, "sqlstate", "") != TIMED_OUT:
        raise error


def _like_rows(words: str, market: str, size: int, offset: int) -> list[tuple[Any, ...]]:
    """SQLite: every word somewhere in the folded text, best static score first."""
    params: dict[str, Any] = {"market": market, "size": size, "offset": offset}
    conditions = []
    for number, word in enumerate(words.split()):
        params[f"word_{number}"] = f"% {like_escape(word)} %"
        conditions.append(f"' ' || l.words || ' ' LIKE %(word_{number})s ESCAPE '\\'")
    text = (
        "WITH m AS MATERIALIZED (SELECT l.id, l.rank FROM storefront_productlisting l "  # noqa: S608
        f"WHERE l.market_code = %(market)s AND {' AND '.join(conditions)} "
        f"ORDER BY l.rank DESC, l.id DESC LIMIT {SEARCH_LIMIT + 1}) "
        "SELECT l.card, (SELECT count(*) FROM m) FROM "
        f"(SELECT id, rank FROM (SELECT id, rank FROM m LIMIT {SEARCH_LIMIT}) best "
        "ORDER BY rank DESC, id DESC LIMIT %(size)s OFFSET %(offset)s) t "
        "JOIN storefront_productlisting l USING (id) ORDER BY t.rank DESC, l.id DESC"
    )
    return db.fetch_all(text, params)

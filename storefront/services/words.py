"""The words that suggestions and corrections look up (`SearchWord`), noted as things are listed.

A word keeps its best things only. New things are added while there is room; a job then looks after the words that are
full. PostgreSQL only: elsewhere suggestions read the things themselves.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

import orjson
from django.db import connection
from django.utils import timezone

from catalog.models import Category
from core import outbox
from core.db import atomic, fetch_limited, is_postgres, prepared
from core.text import fold_for_index
from marketplace.models import Store
from storefront.models import ProductListing, SearchKind, SearchWord
from storefront.services.build import Words

KEPT = 24  # things a word remembers
LONGEST_WORD = 40
REFRESHED, REFRESH_SECONDS = 500, 20  # words and seconds of one run of the job
REFRESH_TIMEOUT_MS = 5_000
_BEST = (
    "SELECT l.product_id FROM storefront_productlisting l WHERE l.market_code = %(market)s "  # noqa: S608
    f"AND l.document @@ plainto_tsquery('simple', %(word)s) ORDER BY l.rank DESC, l.id DESC LIMIT {KEPT}"
)
_UPSERT = (
    "INSERT INTO storefront_searchword AS w (kind, market_code, word, uses, best, refreshed_at) "  # noqa: S608
    f"SELECT u.kind, u.market_code, u.word, count(*), (array_agg(u.thing))[1:{KEPT}], now() "
    "FROM json_to_recordset($1::json) AS u(kind text, market_code text, word text, thing text) "
    # A word that is full, or knows the thing, is left alone: else every write would queue for the common words.
    "WHERE NOT EXISTS (SELECT 1 FROM storefront_searchword k WHERE k.kind = u.kind "
    "AND k.market_code = u.market_code AND k.word = u.word "
    f"AND (cardinality(k.best) >= {KEPT} OR u.thing = ANY (k.best))) "
    "GROUP BY u.kind, u.market_code, u.word ORDER BY u.kind, u.market_code, u.word "
    "ON CONFLICT (kind, market_code, word) DO UPDATE "
    f"SET uses = w.uses + excluded.uses, best = (w.best || excluded.best)[1:{KEPT}]"
)
# Names, brands, categories and attributes (weights A to C); descriptions say too much.
_OF_PRODUCTS = (
    "INSERT INTO storefront_searchword (kind, market_code, word, uses, best, refreshed_at) "  # noqa: S608
    f"SELECT '{SearchKind.PRODUCT}', l.market_code, u.lexeme, count(*), "
    f"(array_agg(l.product_id::text ORDER BY l.rank DESC, l.id DESC))[1:{KEPT}], now() "
    "FROM storefront_productlisting l, unnest(l.document) u "
    f"WHERE u.weights && '{{A,B,C}}' AND length(u.lexeme) <= {LONGEST_WORD} GROUP BY l.market_code, u.lexeme "
    "ON CONFLICT (kind, market_code, word) DO UPDATE SET uses = excluded.uses, best = excluded.best"
)


def product_words_note(rows: Iterable[tuple[ProductListing, Words]]) -> None:
    """Make the words of listings known that are about to be, or have just been, written."""
    _note(
        (SearchKind.PRODUCT, row.market_code, str(row.product_id), f"{words.a} {words.b} {words.c}")
        for row, words in rows
    )


@outbox.handler(outbox.LOCAL)
def category_words_note(*, category_id: UUID) -> None:
    """Make the words of a category's name known."""
    rows = Category.objects.filter(pk=category_id)
    _note((SearchKind.CATEGORY, "", str(row.pk), fold_for_index(row.name)) for row in rows)


@outbox.handler(outbox.LOCAL)
def store_words_note(*, store_id: UUID) -> None:
    """Make the words of a store's name known."""
    rows = Store.objects.filter(pk=store_id)
    _note((SearchKind.STORE, "", str(row.pk), fold_for_index(row.name)) for row in rows)


def search_words_refresh() -> int:
    """Look again at the words with more things than they keep, those that waited longest first, for some seconds.

    Each is asked for by itself, so that the planner sees how frequent it is (HOTPATHS.md §3). Returns how many.
    """
    if not is_postgres():
        return 0
    full = SearchWord.objects.filter(kind=SearchKind.PRODUCT, uses__gte=KEPT).order_by("refreshed_at", "pk")
    done, ends_at = 0, time.monotonic() + REFRESH_SECONDS
    for row in full[:REFRESHED]:
        if time.monotonic() > ends_at:
            break
        found = fetch_limited(_BEST, {"market": row.market_code, "word": row.word}, timeout_ms=REFRESH_TIMEOUT_MS)
        SearchWord.objects.filter(pk=row.pk).update(
            best=[str(product_id) for (product_id,) in found], refreshed_at=timezone.now()
        )
        done += 1
    return done


def search_words_rebuild() -> None:
    """Make all words anew, the best things first, and forget those that nothing has any more."""
    if is_postgres():
        _rebuild()


@atomic
def _rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('storefront.words', 0))")
        cursor.execute("DELETE FROM storefront_searchword")
        cursor.execute(_OF_PRODUCTS)
    categories = Category.objects.order_by("level", "name", "pk").values_list("pk", "name")
    stores = Store.objects.order_by("pk").values_list("pk", "name")
    for kind, rows in ((SearchKind.CATEGORY, categories), (SearchKind.STORE, stores)):
        _note((kind, "", str(pk), fold_for_index(name)) for pk, name in rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE storefront_searchword")


def _note(things: Iterable[tuple[str, str, str, str]]) -> None:
    """Things by kind, market, id and folded text."""
    if not is_postgres():
        return
    document: list[dict[str, str]] = [
        {"kind": str(kind), "market_code": market_code, "word": word, "thing": thing}
        for kind, market_code, thing, text in things
        for word in _words(text)
    ]
    if document:
        with prepared(_UPSERT, [orjson.dumps(document).decode()], numbered=True):
            pass


def _words(text: str) -> Sequence[str]:
    return [word for word in dict.fromkeys(text.split()) if len(word) <= LONGEST_WORD]

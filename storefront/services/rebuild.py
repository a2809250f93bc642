"""Rebuilding the whole read model with a progress bar, with its indexes built after the load where it may be empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from catalog.models import Product
from core.db import analyze, atomic, is_postgres
from storefront.models import ProductListing
from storefront.services.refresh import listings_load, listings_rebuild
from storefront.services.words import search_words_rebuild

_TABLE = "storefront_productlisting"
MANY = 20_000  # products that are worth the start of processes of their own


@contextmanager
def progress_bar(title: str, total: int, *, is_shown: bool = True) -> Iterator[Progress]:
    """A bar on the error stream with one task, number 0."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not is_shown) as bar:
        bar.add_task(title, total=total)
        yield bar


def rebuild_all(*, is_fresh: bool = False, show_progress: bool = True) -> int:
    """Recompute every product's rows and the words that find them. Returns how many rows there are.

    `is_fresh` does it in one transaction that empties the listing and drops its secondary indexes for the load: faster,
    and readers wait until it is done.
    """
    if not is_fresh:
        rows = _rebuild(show_progress)
    else:
        with atomic():
            dropped = _empty()
            rows = _rebuild(show_progress, is_alone=is_postgres())
            with progress_bar("Indexes", len(dropped), is_shown=show_progress) as bar:
                for definition in dropped:
                    _execute(definition)
                    bar.advance(bar.task_ids[0])
    search_words_rebuild()
    analyze(_TABLE)  # the search recipe lives on the planner knowing how frequent a word is
    return rows


def _rebuild(show_progress: bool, *, is_alone: bool = False) -> int:
    products = Product.all_objects.order_by("pk")
    count = products.count()
    build = listings_load if is_alone and count > MANY else listings_rebuild
    with progress_bar("Listings", count, is_shown=show_progress) as bar:
        return build(
            product_ids=products.values_list("pk", flat=True).iterator(chunk_size=5_000),
            progress=lambda count: bar.advance(bar.task_ids[0], count),
        )


def _empty() -> list[str]:
    """Empty the table and drop its secondary indexes. Returns their definitions."""
    if not is_postgres():
        ProductListing.objects.all().delete()
        return []
    # Checks that wait for the commit would forbid both truncating and building indexes; indexes may take their time.
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    _execute("SET LOCAL statement_timeout = 0")
    _execute(f"TRUNCATE {_TABLE}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = %s "
            "AND i.schemaname = current_schema() "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)",
            [_TABLE],
        )
        definitions = [(str(name), str(definition)) for name, definition in cursor.fetchall()]
    for name, _ in definitions:
        _execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [definition for _, definition in definitions]


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)

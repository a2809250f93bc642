"""The one journey on SQLite: a single machine without PostgreSQL and Redis, for a look around."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator

import pytest

from config.local.stack import SQLITE_PROCESSES, Stack
from tests.running import Shop, new_home, tour, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.sqlite, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def small_shop() -> Iterator[Shop]:
    """Migrated and filled with the small demo."""
    home = new_home()
    stack = Stack(home, engine="sqlite", processes=SQLITE_PROCESSES, demo="small")
    try:
        with stack:
            yield Shop(stack)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_the_demo_is_loaded_and_its_products_are_listed(small_shop: Shop):
    assert small_shop.stack.report["demo"] == "loaded"
    guest = small_shop.guest()
    found = guest.get("catalog/products/")["results"]
    assert found
    assert guest.get(f"catalog/products/{found[0]['slug']}/")["slug"] == found[0]["slug"]


def test_the_tour_works_on_sqlite_and_leaves_nothing_undone(small_shop: Shop):
    assert "The tour is complete." in tour(small_shop)

    def open_messages() -> list[tuple[str, str]]:
        with sqlite3.connect(small_shop.stack.state_dir / "serai.sqlite3") as connection:
            sql = "SELECT task, last_error FROM core_outboxmessage WHERE handled_at IS NULL"
            return connection.execute(sql).fetchall()

    wait_until(lambda: not open_messages(), lambda: f"an empty outbox; left {open_messages()[:5]}")
    small_shop.check_invariants()

"""The demo shop as running processes with PostgreSQL, and Debian's Chromium before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import plain_http
from tests.conftest import running_shop
from tests.e2e.browsing import ARGUMENTS, Browsing, Screen, Visit, chromium
from tests.running import Shop

expect.set_options(timeout=30_000)  # ms; where seconds count, a test says how many
GENEROUS = dict.fromkeys(("ORDERS_PER_MINUTE", "ORDERS_PER_HOUR", "ORDERS_UNPAID"), "1000")


@pytest.fixture(scope="session")
def house(django_db_blocker: DjangoDbBlocker) -> Iterator[Shop]:
    """The running product with the small demo, seed 1."""
    with running_shop(django_db_blocker, **GENEROUS) as shop:
        shop.manage("seed_demo", "--scale", "small", "--seed", "1")
        yield shop


@pytest.fixture(scope="session")
def browsing(house: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsing]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield Browsing(str(house.stack.web_url), browser, Path(tmp_path_factory.mktemp("shots")))
        finally:
            browser.close()


@pytest.fixture
def visit(browsing: Browsing) -> Iterator[Visit]:
    """A guest with an empty bag, at a desk, in English."""
    with browsing.someone() as somebody:
        yield somebody


@pytest.fixture
def phone(browsing: Browsing) -> Iterator[Visit]:
    """The same on a phone."""
    with browsing.someone(Screen(size=(390, 844)), has_touch=True) as somebody:
        yield somebody


@pytest.fixture(scope="session")
def cards(house: Shop) -> list[dict[str, Any]]:
    """Products in stock, as the API lists them for everybody."""
    address = f"{house.stack.web_url}/api/catalog/products/?market=intl&available=true&page_size=100"
    found: list[dict[str, Any]] = plain_http.get(address).json()["results"]
    return found


@pytest.fixture(scope="session")
def card(cards: list[dict[str, Any]], house: Shop) -> dict[str, Any]:
    """A product with stock to spare."""
    for one in cards:
        page = plain_http.get(f"{house.stack.web_url}/api/catalog/products/{one['slug']}/?market=intl").json()
        offers = [offer for variant in page["variants"] for offer in variant["offers"]]
        if all(offer["is_available"] and offer["left"] is None for offer in offers):
            return one
    raise AssertionError("The demo has no product with plenty in stock.")

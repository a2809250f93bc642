"""A shelf to buy from, and processes that run again after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.helpers import Shelf
from tests.running import Shop


@pytest.fixture(scope="module")
def shelf(shop: Shop) -> Shelf:
    seller = shop.person("Tomas Vos")
    seller.open_store("Northlight")
    return Shelf(seller, seller.offer("Lamp", price_minor=8900, stock=5000))


@pytest.fixture(autouse=True)
def everything_runs(shop: Shop) -> Iterator[None]:
    """Whatever a test killed runs again afterwards."""
    yield
    for name in (*shop.stack.servers, *shop.stack.running):
        if name in shop.stack.ended():
            shop.stack.restart(name)

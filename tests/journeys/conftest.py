"""What journeys share: the tills of the four gateways at the running shop, and somebody who runs the platform."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.journeys.tills import Till
from tests.running import Person, Shop


@pytest.fixture(scope="session")
def till_of(shop: Shop) -> Callable[[str], Till]:
    """`till_of("vnpay")`: made when it is first asked for."""
    return cache(lambda name: Till(shop, name))


@pytest.fixture(scope="session")
def ada(shop: Shop) -> Person:
    """An administrator."""
    return shop.administrator()

"""Indonesian orders over HTTP against running processes, the simulated Midtrans among them: it posts by itself.

What every gateway has in common is in test_gateways.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.tills import Till

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.fixture
def till(till_of: Callable[[str], Till]) -> Till:
    return till_of("midtrans")


def test_a_shopper_who_pays_and_closes_the_browser_is_known_by_the_notification(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    assert started["gateway"] == "midtrans"
    till.script(started, "duplicate", copies=10)
    till.press(started, "approve")
    purchase.wait_until_paid()
    till.wait_until_told(started)
    assert {one["last_answer"] for one in till.told(started)} == {"HTTP 200"}
    purchase.is_paid()


def test_a_denied_card_and_a_walk_back_leave_the_page_open_until_it_is_paid(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    for action in ("cancel", "decline"):
        assert till.come_back(till.press(started, action))["order_status"] == "PENDING"
        again = till.start(purchase)
        assert (again["payment_id"], again["redirect_url"]) == (started["payment_id"], started["redirect_url"])
    purchase.is_unpaid()
    assert till.come_back(till.press(started, "approve"))["order_status"] == "PAID"
    purchase.is_paid()

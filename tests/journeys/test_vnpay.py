"""Vietnamese orders over HTTP against running processes, VNPAY's terminal among them: it calls the IPN itself.

What every gateway has in common is in test_gateways.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.tills import Till

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.fixture
def till(till_of: Callable[[str], Till]) -> Till:
    return till_of("vnpay")


def test_a_shopper_who_pays_and_closes_the_browser_is_known_by_the_terminals_call(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    assert started["gateway"] == "vnpay"
    till.press(started, "approve")
    purchase.wait_until_paid()
    till.wait_until_told(started)
    assert till.told(started) == [{"state": "delivered", "tries": 1, "last_answer": "00"}]
    purchase.is_paid()


@pytest.mark.parametrize("copies", [1, 20])
def test_the_browser_and_calls_at_the_same_moment_pay_once(till: Till, copies: int):
    purchase = till.order()
    started = till.start(purchase)
    if copies > 1:
        till.script(started, "duplicate", copies=copies)
    assert till.come_back(till.press(started, "approve"))["order_status"] == "PAID"
    till.wait_until_told(started)
    assert len(till.told(started)) == copies
    purchase.is_paid()


@pytest.mark.parametrize("button", ["decline", "cancel"])
def test_what_is_not_paid_there_can_be_paid_again(till: Till, button: str):
    purchase = till.order()
    assert till.come_back(till.press(till.start(purchase), button))["order_status"] == "PENDING"
    # The invitation to try again is not sent for an order that was paid meanwhile, so it is awaited first.
    purchase.is_unpaid(failed=1)
    till.press(till.start(purchase), "approve")
    purchase.wait_until_paid()
    purchase.is_paid(failed=1)

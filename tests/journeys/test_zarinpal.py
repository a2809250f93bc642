"""Iranian orders over HTTP against running processes, Zarinpal's terminal among them.

What every gateway has in common is in test_gateways.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import plain_http
from tests.journeys.tills import Till
from tests.running import Shop

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.fixture
def till(till_of: Callable[[str], Till]) -> Till:
    return till_of("zarinpal")


def test_an_order_is_paid_at_start_pay_and_the_shopper_gets_the_banks_number(shop: Shop, till: Till):
    purchase = till.order()
    paid = till.shopper.pay(purchase.order, gateway="")
    assert (paid["gateway"], paid["state"], paid["order_status"]) == ("zarinpal", "VERIFIED", "PAID")
    session = shop.at_zarinpal(paid["payment_id"])
    assert (session["state"], session["amount"]) == ("VERIFIED", purchase.total)
    assert paid["receipt"] == str(session["ref_id"])
    purchase.is_paid()


def test_who_pays_and_closes_the_browser_is_known_once_the_terminal_is_asked(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    till.press(started, "approve")
    till.ask(started)
    purchase.wait_until_paid()
    purchase.is_paid()


@pytest.mark.parametrize("button", ["decline", "cancel"])
def test_what_is_not_paid_can_be_paid_again(till: Till, button: str):
    purchase = till.order()
    ended = till.shopper.pay(purchase.order, button, gateway="zarinpal")
    assert (ended["state"], ended["order_status"]) == ("CANCELLED", "PENDING")
    # The invitation to try again is not sent for an order that was paid meanwhile, so it is awaited first.
    purchase.is_unpaid(failed=1)
    assert till.shopper.pay(purchase.order, gateway="zarinpal")["order_status"] == "PAID"
    purchase.is_paid(failed=1)


def test_a_browser_that_comes_back_twice_pays_once(till: Till):
    purchase = till.order()
    back = till.press(till.start(purchase), "approve")
    states = [plain_http.get(back).json()["order_status"] for _ in range(2)]
    assert states == ["PAID", "PAID"]
    purchase.is_paid()

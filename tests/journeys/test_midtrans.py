"""Indonesian orders over HTTP against running processes, the simulated Midtrans among them: it posts by itself."""

from __future__ import annotations

from typing import NamedTuple

import httpx
import pytest

from tests import plain_http
from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
PAID_MAILS = {"welcome": 1, "order-pending": 1, "order-paid": 1}


class Stall(NamedTuple):
    seller: Person
    lamp: str


@pytest.fixture(scope="module")
def stall(shop: Shop) -> Stall:
    """A store in Bandung that sells one thing for two million rupiah."""
    seller = shop.person("Dewi Anggraini")
    seller.open_store("Kopi Pagi", market="id")
    return Stall(seller, seller.offer("Lamp", price_minor=2_000_000, stock=40))


@pytest.fixture
def putri(shop: Shop) -> Person:
    return shop.person("Putri Lestari")


def press(started: dict[str, str], action: str) -> httpx.Response:
    """Open the payment page and press a button."""
    assert plain_http.get(started["redirect_url"]).status_code == 200
    return plain_http.post(f"{started['redirect_url']}/{action}")


def test_a_shopper_who_pays_and_closes_the_browser_is_known_by_the_notification(
    shop: Shop, stall: Stall, putri: Person
):
    before = stall.seller.stock_of(stall.lamp)
    order = putri.checkout(stall.lamp, market="id")
    started = putri.start_payment(order, gateway="")
    assert started["gateway"] == "midtrans"
    script = {"fault": "duplicate", "copies": 10, "merchant_reference": started["authority"]}
    assert plain_http.post(f"{shop.stack.gateway_url('midtrans')}/control/faults", json=script).is_success
    press(started, "approve")
    wait_until(lambda: putri.order(order)["status"] == "PAID", lambda: "the notification has paid the order")
    wait_until(
        lambda: {one["state"] for one in shop.at_midtrans(started["authority"])["told"]} == {"delivered"},
        lambda: f"all were taken: {shop.at_midtrans(started['authority'])['told']}",
    )
    assert {one["last_answer"] for one in shop.at_midtrans(started["authority"])["told"]} == {"HTTP 200"}
    assert stall.seller.stock_of(stall.lamp) == (before[0] - 1, before[1])
    shop.settle()
    captured = "SELECT count(*) FROM payments_payment WHERE gateway_reference = %s AND settles_order"
    assert shop.count(captured, started["authority"]) == 1
    shop.wait_for_mails(putri.email, PAID_MAILS)


def test_a_denied_card_and_a_walk_back_leave_the_page_open_until_it_is_paid(shop: Shop, stall: Stall, putri: Person):
    order = putri.checkout(stall.lamp, market="id")
    started = putri.start_payment(order, gateway="midtrans")
    for action in ("cancel", "decline"):
        assert plain_http.get(press(started, action).headers["Location"]).json()["order_status"] == "PENDING"
        again = putri.start_payment(order, gateway="midtrans")
        assert (again["payment_id"], again["redirect_url"]) == (started["payment_id"], started["redirect_url"])
    assert plain_http.get(press(started, "approve").headers["Location"]).json()["order_status"] == "PAID"
    shop.wait_for_mails(putri.email, PAID_MAILS)


def test_a_paid_order_that_is_cancelled_is_restocked_and_given_back(shop: Shop, stall: Stall, putri: Person):
    before = stall.seller.stock_of(stall.lamp)
    order = putri.checkout(stall.lamp, market="id")
    started = putri.start_payment(order, gateway="midtrans")
    press(started, "approve")
    wait_until(lambda: putri.order(order)["status"] == "PAID", lambda: "paid")
    wait_until(lambda: shop.at_midtrans(started["authority"])["status"] == "settlement", lambda: "settled")
    assert putri.ask("POST", f"sales/orders/{order['number']}/cancel/")["status"] == "CANCELLED"
    assert stall.seller.stock_of(stall.lamp) == before
    wait_until(lambda: shop.at_midtrans(started["authority"])["refunds"], lambda: "the refund has arrived")
    shop.wait_for_mails(putri.email, PAID_MAILS | {"order-cancelled": 1, "refund-done": 1})
    refunds = shop.at_midtrans(started["authority"])["refunds"]
    assert [one["amount"] for one in refunds] == [order["total"]["minor"]]
    shop.settle()
    shop.check_invariants()

"""Vietnamese orders over HTTP against running processes, VNPAY's terminal among them: it calls the IPN itself."""

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
    """A store in Hà Nội that sells one thing for two million dong."""
    seller = shop.person("Minh Nguyễn")
    seller.open_store("Hồ Gươm", market="vn")
    return Stall(seller, seller.offer("Lamp", price_minor=2_000_000, stock=40))


@pytest.fixture
def linh(shop: Shop) -> Person:
    return shop.person("Linh Trần")


def press(shop: Shop, started: dict[str, str], action: str) -> httpx.Response:
    """Open the payment page and press a button."""
    assert plain_http.get(started["redirect_url"]).status_code == 200
    return plain_http.post(f"{shop.stack.gateway_url('vnpay')}/paymentv2/pay/{started['authority']}/{action}")


def test_a_shopper_who_pays_and_closes_the_browser_is_known_by_the_terminals_call(
    shop: Shop, stall: Stall, linh: Person
):
    before = stall.seller.stock_of(stall.lamp)
    order = linh.checkout(stall.lamp, market="vn")
    started = linh.start_payment(order, gateway="")
    assert started["gateway"] == "vnpay"
    press(shop, started, "approve")
    wait_until(lambda: linh.order(order)["status"] == "PAID", lambda: "the call has paid the order")
    wait_until(lambda: shop.at_vnpay(started["authority"])["ipns"][0]["state"] == "delivered", lambda: "it was taken")
    assert shop.at_vnpay(started["authority"])["ipns"] == [{"state": "delivered", "tries": 1, "last_answer": "00"}]
    assert stall.seller.stock_of(stall.lamp) == (before[0] - 1, before[1])
    shop.wait_for_mails(linh.email, PAID_MAILS)


@pytest.mark.parametrize("copies", [1, 20])
def test_the_browser_and_calls_at_the_same_moment_pay_once(shop: Shop, stall: Stall, linh: Person, copies: int):
    order = linh.checkout(stall.lamp, market="vn")
    started = linh.start_payment(order, gateway="vnpay")
    if copies > 1:
        script = {"fault": "duplicate", "copies": copies, "merchant_reference": started["authority"]}
        assert plain_http.post(f"{shop.stack.gateway_url('vnpay')}/control/faults", json=script).is_success
    back = press(shop, started, "approve").headers["Location"]
    assert plain_http.get(back).json()["order_status"] == "PAID"
    wait_until(
        lambda: {ipn["state"] for ipn in shop.at_vnpay(started["authority"])["ipns"]} == {"delivered"},
        lambda: f"every call is answered: {shop.at_vnpay(started['authority'])['ipns']}",
    )
    shop.settle()
    captured = "SELECT count(*) FROM payments_payment WHERE gateway_reference = %s AND settles_order"
    assert shop.count(captured, started["authority"]) == 1
    shop.wait_for_mails(linh.email, PAID_MAILS)


def test_what_is_cancelled_there_can_be_paid_again(shop: Shop, stall: Stall, linh: Person):
    order = linh.checkout(stall.lamp, market="vn")
    back = press(shop, linh.start_payment(order, gateway="vnpay"), "cancel").headers["Location"]
    assert plain_http.get(back).json()["order_status"] == "PENDING"
    # The invitation to try again is not sent for an order that was paid meanwhile, so it is awaited first.
    shop.wait_for_mails(linh.email, {"welcome": 1, "order-pending": 1, "payment-failed": 1})
    press(shop, linh.start_payment(order, gateway="vnpay"), "approve")
    wait_until(lambda: linh.order(order)["status"] == "PAID", lambda: "the second attempt has paid")
    shop.wait_for_mails(linh.email, PAID_MAILS | {"payment-failed": 1})


def test_a_paid_order_that_is_cancelled_is_restocked_and_given_back(shop: Shop, stall: Stall, linh: Person):
    before = stall.seller.stock_of(stall.lamp)
    order = linh.checkout(stall.lamp, market="vn")
    started = linh.start_payment(order, gateway="vnpay")
    press(shop, started, "approve")
    wait_until(lambda: linh.order(order)["status"] == "PAID", lambda: "paid")
    assert linh.ask("POST", f"sales/orders/{order['number']}/cancel/")["status"] == "CANCELLED"
    assert stall.seller.stock_of(stall.lamp) == before
    wait_until(lambda: shop.at_vnpay(started["authority"])["refunds"], lambda: "the refund has arrived")
    shop.wait_for_mails(linh.email, PAID_MAILS | {"order-cancelled": 1})
    refunds = shop.at_vnpay(started["authority"])["refunds"]
    assert [one["amount"] for one in refunds] == [order["total"]["minor"] * 100]
    shop.settle()
    shop.check_invariants()

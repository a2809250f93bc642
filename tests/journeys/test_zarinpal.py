"""Iranian orders over HTTP against running processes, Zarinpal's terminal among them: money, stock and mails agree."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests import plain_http
from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
PAID_MAILS = {"welcome": 1, "order-pending": 1, "order-paid": 1}


class Kiosk(NamedTuple):
    seller: Person
    kit: str


@pytest.fixture(scope="module")
def kiosk(shop: Shop) -> Kiosk:
    """A store in Tehran that sells one thing for three million Rials."""
    seller = shop.person("Sepideh Rastgar")
    seller.open_store("Sepidar", market="ir")
    return Kiosk(seller, seller.offer("Kit", price_minor=3_000_000, stock=40))


@pytest.fixture
def omid(shop: Shop) -> Person:
    return shop.person("Omid Karimi")


def test_an_order_is_paid_at_start_pay_and_the_seller_sees_it(shop: Shop, kiosk: Kiosk, omid: Person):
    before = kiosk.seller.stock_of(kiosk.kit)
    order = omid.checkout(kiosk.kit, market="ir")
    paid = omid.pay(order, gateway="")
    assert (paid["gateway"], paid["state"], paid["order_status"]) == ("zarinpal", "VERIFIED", "PAID")
    session = shop.at_zarinpal(paid["payment_id"])
    assert (session["state"], session["amount"]) == ("VERIFIED", order["total"]["minor"])
    assert paid["receipt"] == str(session["ref_id"])
    assert kiosk.seller.stock_of(kiosk.kit) == (before[0] - 1, before[1])
    shop.wait_for_mails(omid.email, PAID_MAILS)


@pytest.mark.parametrize("button", ["decline", "cancel"])
def test_what_is_not_paid_can_be_paid_again(shop: Shop, kiosk: Kiosk, omid: Person, button: str):
    order = omid.checkout(kiosk.kit, market="ir")
    ended = omid.pay(order, button, gateway="zarinpal")
    assert (ended["state"], ended["order_status"]) == ("CANCELLED", "PENDING")
    # The invitation to try again is not sent for an order that was paid meanwhile, so it is awaited first.
    shop.wait_for_mails(omid.email, {"welcome": 1, "order-pending": 1, "payment-failed": 1})
    assert omid.pay(order, gateway="zarinpal")["order_status"] == "PAID"
    shop.wait_for_mails(omid.email, PAID_MAILS | {"payment-failed": 1})


def test_a_browser_that_comes_back_twice_pays_once(shop: Shop, kiosk: Kiosk, omid: Person):
    order = omid.checkout(kiosk.kit, market="ir")
    started = omid.start_payment(order, gateway="zarinpal")
    back = plain_http.post(f"{started['redirect_url']}/approve").headers["Location"]
    states = [plain_http.get(back).json()["order_status"] for _ in range(2)]
    assert states == ["PAID", "PAID"]
    shop.wait_for_mails(omid.email, PAID_MAILS)


def test_a_paid_order_that_is_cancelled_is_restocked_and_reversed(shop: Shop, kiosk: Kiosk, omid: Person):
    before = kiosk.seller.stock_of(kiosk.kit)
    order = omid.checkout(kiosk.kit, market="ir")
    paid = omid.pay(order, gateway="zarinpal")
    assert omid.ask("POST", f"sales/orders/{order['number']}/cancel/")["status"] == "CANCELLED"
    assert kiosk.seller.stock_of(kiosk.kit) == before
    wait_until(lambda: shop.at_zarinpal(paid["payment_id"])["state"] == "REVERSED", lambda: "the money is back")
    shop.wait_for_mails(omid.email, PAID_MAILS | {"order-cancelled": 1, "refund-done": 1})
    shop.settle()
    shop.check_invariants()

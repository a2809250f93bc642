"""Orders of the international market over HTTP against running processes, the simulated Stripe among them."""

from __future__ import annotations

import time
import uuid
from typing import NamedTuple

import httpx
import pytest

from config.settings.shop import PAYMENT_CONFIGURATION_SECONDS
from tests import plain_http
from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
PAID_MAILS = {"welcome": 1, "order-pending": 1, "order-paid": 1}


class Stall(NamedTuple):
    seller: Person
    lamp: str


@pytest.fixture(scope="module")
def stall(shop: Shop) -> Stall:
    seller = shop.person("Robin Keller")
    seller.open_store("Northlight")
    return Stall(seller, seller.offer("Lamp", price_minor=8900, stock=40))


@pytest.fixture
def ana(shop: Shop) -> Person:
    return shop.person("Ana Duarte")


def press(started: dict[str, str], action: str) -> httpx.Response:
    """Open the payment page and press a button."""
    assert plain_http.get(started["redirect_url"]).status_code == 200
    return plain_http.post(f"{started['redirect_url']}/{action}")


def test_a_shopper_who_pays_and_closes_the_browser_is_known_by_the_event(shop: Shop, stall: Stall, ana: Person):
    before = stall.seller.stock_of(stall.lamp)
    order = ana.checkout(stall.lamp)
    started = ana.start_payment(order, gateway="")
    assert started["gateway"] == "stripe"
    script = {"fault": "duplicate", "copies": 10, "uses": 3, "merchant_reference": started["payment_id"]}
    assert plain_http.post(f"{shop.stack.gateway_url('stripe')}/control/faults", json=script).is_success
    press(started, "approve")
    wait_until(lambda: ana.order(order)["status"] == "PAID", lambda: "the event has paid the order")
    wait_until(
        lambda: {one["state"] for one in shop.at_stripe(started["authority"])["told"]} == {"delivered"},
        lambda: f"all were taken: {shop.at_stripe(started['authority'])['told']}",
    )
    assert len(shop.at_stripe(started["authority"])["told"]) == 30
    assert stall.seller.stock_of(stall.lamp) == (before[0] - 1, before[1])
    shop.settle()
    captured = "SELECT count(*) FROM payments_payment WHERE gateway_reference = %s AND settles_order"
    assert shop.count(captured, started["authority"]) == 1
    shop.wait_for_mails(ana.email, PAID_MAILS)


def test_a_declined_card_and_a_step_back_leave_the_page_open_until_it_is_paid(shop: Shop, stall: Stall, ana: Person):
    order = ana.checkout(stall.lamp)
    started = ana.start_payment(order, gateway="stripe")
    assert "declined" in press(started, "decline").text
    assert plain_http.get(press(started, "cancel").headers["Location"]).json()["order_status"] == "PENDING"
    again = ana.start_payment(order, gateway="stripe")
    assert (again["payment_id"], again["redirect_url"]) == (started["payment_id"], started["redirect_url"])
    assert plain_http.get(press(started, "approve").headers["Location"]).json()["order_status"] == "PAID"
    shop.wait_for_mails(ana.email, PAID_MAILS)


def test_a_paid_order_that_is_cancelled_is_restocked_and_given_back(shop: Shop, stall: Stall, ana: Person):
    before = stall.seller.stock_of(stall.lamp)
    order = ana.checkout(stall.lamp)
    started = ana.start_payment(order, gateway="stripe")
    press(started, "approve")
    wait_until(lambda: ana.order(order)["status"] == "PAID", lambda: "paid")
    assert ana.ask("POST", f"sales/orders/{order['number']}/cancel/")["status"] == "CANCELLED"
    assert stall.seller.stock_of(stall.lamp) == before
    shop.wait_for_mails(ana.email, PAID_MAILS | {"order-cancelled": 1, "refund-done": 1})
    assert [one["amount"] for one in shop.at_stripe(started["authority"])["refunds"]] == [order["total"]["minor"]]
    shop.settle()
    shop.check_invariants()


SWITCH_OFF = """
from core.scope import SYSTEM_SCOPE
from payments.services import configuration_create, configuration_update
row = configuration_create(scope=SYSTEM_SCOPE, provider="stripe")
configuration_update(scope=SYSTEM_SCOPE, configuration_id=row.pk, is_active=False)
"""
DROP = "UPDATE payments_paymentconfiguration SET deleted_at = now(), updated_at = now() RETURNING provider"


def test_a_switch_of_another_process_counts_within_seconds(shop: Shop, stall: Stall, ana: Person):
    order = ana.checkout(stall.lamp)
    asked = {"order": order["number"], "gateway": "stripe", "token": order.get("access_token") or ""}

    def refusals() -> list[str]:
        """An attempt that was opened is opened again, so that nobody asks before the switch must have arrived."""
        answer = ana.http.post("payments/start/", headers={"Idempotency-Key": uuid.uuid4().hex}, json=asked)
        return [problem["code"] for problem in answer.json().get("errors", ())]

    shop.manage("shell", "-v0", "-c", SWITCH_OFF)
    try:
        time.sleep(PAYMENT_CONFIGURATION_SECONDS)
        assert refusals() == ["gateway_not_offered"]
    finally:
        assert shop.query(DROP) == [("stripe",)]
    wait_until(lambda: refusals() == [], lambda: "the environment counts again")
    assert ana.start_payment(order, gateway="stripe")["gateway"] == "stripe"

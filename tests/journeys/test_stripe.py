"""Orders of the international market over HTTP against running processes, the simulated Stripe among them.

What every gateway has in common is in test_gateways.py.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import pytest

from config.settings.shop import PAYMENT_CONFIGURATION_SECONDS
from tests.journeys.tills import Till
from tests.running import Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.fixture
def till(till_of: Callable[[str], Till]) -> Till:
    return till_of("stripe")


def test_a_shopper_who_pays_and_closes_the_browser_is_known_by_the_event(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    assert started["gateway"] == "stripe"
    till.script(started, "duplicate", copies=10, uses=3)
    till.press(started, "approve")
    purchase.wait_until_paid()
    till.wait_until_told(started)
    assert len(till.told(started)) == 30
    purchase.is_paid()


def test_a_declined_card_and_a_step_back_leave_the_page_open_until_it_is_paid(till: Till):
    purchase = till.order()
    started = till.start(purchase)
    assert till.press(started, "decline") == ""
    assert till.come_back(till.press(started, "cancel"))["order_status"] == "PENDING"
    again = till.start(purchase)
    assert (again["payment_id"], again["redirect_url"]) == (started["payment_id"], started["redirect_url"])
    purchase.is_unpaid()
    assert till.come_back(till.press(started, "approve"))["order_status"] == "PAID"
    purchase.is_paid()


SWITCH_OFF = """
from core.scope import SYSTEM_SCOPE
from payments.services import configuration_create, configuration_update
row = configuration_create(scope=SYSTEM_SCOPE, provider="stripe")
configuration_update(scope=SYSTEM_SCOPE, configuration_id=row.pk, is_active=False)
"""
DROP = "UPDATE payments_paymentconfiguration SET deleted_at = now(), updated_at = now() RETURNING provider"


def test_a_switch_of_another_process_counts_within_seconds(shop: Shop, till: Till):
    ana, order = till.shopper, till.order().order
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

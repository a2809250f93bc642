"""One notification in ten is lost and no browser comes back: asking finds all the money (RELIABILITY.md I-11, I-16)."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from core import outbox
from finance.models import LedgerTransaction
from finance.states import TransactionKind
from payments.models import Payment
from payments.services import payments_reconcile
from sales.models import Order
from tests.marketplace.factories import make_item
from tests.payments.shop import Shop
from tests.races.harness import rounds
from tests.sales.factories import make_order
from tests.simulators.harness import eventually

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

ORDERS = rounds(1_000, 30)
LOST = ORDERS // 10
ABANDONED = ORDERS // 15  # the shopper closes the page without paying
BLIND_STARTS = ORDERS // 15  # our own process never saw the answer to `start`, and the shopper tried again


def test_after_two_rounds_of_asking_no_money_is_without_an_order(shop: Shop) -> None:
    # Given orders whose shoppers are at the gateway
    items = [make_item(price_minor=1_240, stock=ORDERS) for _ in range(2)]
    orders = [make_order(*((item, 1) for item in items[: 1 + number % 2])) for number in range(ORDERS)]
    random.shuffle(orders)
    attempts: dict[Order, dict[str, Any]] = {}
    for number, order in enumerate(orders):
        if number < BLIND_STARTS:
            shop.sandbox.fault("commit_then_reset", on="create")
            assert shop.start(order).status_code == 503
        attempts[order] = shop.started(order)
    # When they pay and close the browser, and one notification in ten is lost for ever
    paying = orders[ABANDONED:]
    lost = set(random.sample(paying, LOST))
    for order in paying:
        if order in lost:
            shop.sandbox.fault("hold", merchant_reference=attempts[order]["payment_id"], uses=None)
        shop.press(attempts[order], "approve")
    deliver_what_arrives(shop, expected=len(paying) - len(lost))
    outbox.drain()
    assert Counter(Order.objects.values_list("status", flat=True)) == {
        "PAID": len(paying) - len(lost),
        "PENDING": len(lost) + ABANDONED,
    }
    # Then two rounds of reconciliation find the rest
    for _ in range(2):
        shop.everything_is_due()
        payments_reconcile()
        outbox.drain()
    at_gateway = shop.sandbox.http.get("/control/payments", params={"limit": 1_000}).json()["payments"]
    taken = {row["id"] for row in at_gateway if row["captured_amount"]}
    assert taken & {one["authority"] for one in attempts.values()} == {attempts[one]["authority"] for one in paying}
    captured = Payment.objects.filter(gateway_reference__in=taken)
    assert Counter(captured.values_list("status", "order__status")) == {("CAPTURED", "PAID"): len(paying)}
    posted = LedgerTransaction.objects.filter(kind=TransactionKind.CAPTURE, source_type="payment")
    assert set(posted.values_list("source_id", flat=True)) == set(captured.values_list("pk", flat=True))
    assert Order.objects.filter(status="PENDING").count() == ABANDONED


def deliver_what_arrives(shop: Shop, *, expected: int) -> None:
    """The notifications that the gateway did send reach the shop, late ones first."""
    sent = lambda: [one for one in shop.ear.heard if one.event["type"] == "payment.captured"]  # noqa: E731
    eventually(lambda: len(sent()) >= expected, seconds=60)
    arrived = sent()
    assert len(arrived) == expected
    random.shuffle(arrived)
    assert Counter(shop.hand_on(one) for one in arrived) == {200: expected}

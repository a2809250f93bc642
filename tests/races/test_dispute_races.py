"""A dispute is told many times at once, while its payment is refunded and its store paid out: money goes back once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core import outbox
from core.errors import DomainError
from core.scope import SYSTEM_SCOPE
from finance.models import LedgerTransaction
from finance.services import payout_request
from payments.models import Dispute, Payment
from payments.services import disputes_ask, refund_request_by_staff
from sales.models import Order, StoreOrder
from tests.finance.factories import make_payout_account, release
from tests.payments.rails import Rail, offered, simulators
from tests.races.harness import deadlocks, race, rounds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

ROUNDS = rounds(50, 2)


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Any]]:
    with simulators() as found:
        yield found


@pytest.fixture
def rail(db: None, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered("stripe", running("stripe"), settings) as rail:
        yield rail


def test_a_dispute_told_at_once_with_a_refund_and_a_payout_takes_no_more_than_was_paid(rail: Rail) -> None:
    before = deadlocks()
    for number in range(ROUNDS):
        order: Order = rail.shop.order()
        rail.shop.paid(order)
        part = StoreOrder.objects.get(order=order)
        release(part)
        make_payout_account(part.store)
        payment = Payment.objects.get(order=order)
        rail.simulator.move(payment.gateway_reference, "dispute")
        [shown] = rail.simulator.session(payment.gateway_reference)["disputes"]
        if number % 2:
            rail.simulator.move(payment.gateway_reference, "win")
        sent = rail.simulator.notify(payment.gateway_reference, type="charge.dispute.created")

        def refund(pk: Any = payment.pk) -> None:
            refund_request_by_staff(scope=SYSTEM_SCOPE, payment_id=pk, amount_minor=700, reason="At once.")

        calls: list[Callable[[], Any]] = [
            *[lambda sent=sent: rail.shop.post(sent["body"], sent["signature"])] * 2,
            *[lambda name=shown["id"]: disputes_ask(gateway="stripe", cause="race", dispute_reference=name)] * 6,
            *[refund] * 3,
            lambda part=part: payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD"),
            *[outbox.drain] * 2,
        ]
        random.shuffle(calls)
        results = race(calls)
        unexpected = [one for one in results if isinstance(one, Exception) and not isinstance(one, DomainError)]
        assert unexpected == []
        outbox.drain()
        dispute = Dispute.objects.get(payment=payment)
        taken = LedgerTransaction.objects.filter(source_id=dispute.pk, kind="chargeback").count()
        assert (dispute.status, taken) == (("WON", 0) if number % 2 else ("NEEDS_RESPONSE", 1))
        payment.refresh_from_db()
        assert payment.refunded_minor + payment.charged_back_minor <= payment.captured_minor
        if not number % 2:
            assert payment.left_minor == 0 or payment.refunded_minor == 0
    assert deadlocks() == before

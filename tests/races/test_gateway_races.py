"""Fifty at once: every gateway says the same and its opposite about one payment, in any order; money counts once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from core import outbox
from core.models import OutboxMessage
from finance.models import LedgerTransaction
from payments import services
from payments.models import Payment, TransactionLog
from sales.models import Order
from tests.payments.rails import NAMES, Rail, offered, simulators
from tests.payments.shop import everything_is_due
from tests.races.harness import deadlocks, race, rounds

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

DELIVERIES = 50
ROUNDS = rounds(20, 1)


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Any]]:
    with simulators() as found:
        yield found


@pytest.fixture(params=NAMES)
def rail(request: pytest.FixtureRequest, db: None, running: Callable[[str], Any], settings: Any) -> Iterator[Rail]:
    with offered(request.param, running(request.param), settings) as rail:
        yield rail


def effects(order: Order) -> dict[str, int]:
    """What a paid order must show exactly once each."""
    payments = Payment.objects.filter(order=order)
    ledger = LedgerTransaction.objects.filter(source_type="payment", source_id__in=payments.values("pk"))
    captures = TransactionLog.objects.filter(payment__order=order, new_status="CAPTURED")
    return {
        Order.objects.get(pk=order.pk).status: 1,
        "captures": captures.count(),
        "ledger transactions": ledger.count(),
        "paid mails": OutboxMessage.objects.filter(key=f"order-paid-mail:{order.pk}").count(),
    }


ONCE = {"PAID": 1, "captures": 1, "ledger transactions": 1, "paid mails": 1}


def test_the_same_and_its_opposite_fifty_times_at_once_is_one_capture(rail: Rail) -> None:
    before = deadlocks()
    answers: Counter[int] = Counter()
    for _ in range(ROUNDS):
        order = rail.shop.order()
        payment = rail.shop.started(order)
        back = rail.shop.press(payment, "approve")
        ways = rail.deliveries(payment, back)
        payment_id = UUID(payment["payment_id"])
        everything_is_due()
        asking = [
            lambda pk=payment_id: services.payment_resolve(payment_id=pk, cause="reconcile") and 0,
            lambda: services.payments_reconcile() and 0,
            lambda: outbox.drain() and 0,
        ]
        mixed = (ways * DELIVERIES)[: DELIVERIES - 2 * len(asking)] + asking * 2
        random.shuffle(mixed)
        results = race(mixed, threads=rounds(DELIVERIES, 16))
        failed = [result for result in results if isinstance(result, Exception)]
        assert failed == []
        answers.update(results)
        for result in race([outbox.drain] * 4):
            assert not isinstance(result, Exception), result
        everything_is_due()
        services.payments_reconcile()
        assert effects(order) == ONCE
        assert rail.captures(payment) == order.total_minor
    assert set(answers) <= {0, 200}, answers
    assert deadlocks() == before

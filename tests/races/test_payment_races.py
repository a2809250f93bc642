"""Money under fire: the gateway, the browser, the shopper and the clock at the same moment.

Each harness first convicts the naive way, then clears ours (RELIABILITY.md §9.5–9.7, I-18, I-19, I-33, I-35).
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import outbox
from core.errors import DomainError
from core.models import OutboxMessage
from core.scope import SYSTEM_SCOPE
from finance.models import LedgerTransaction
from payments import services
from payments.models import Payment, Refund, TransactionLog, WebhookEvent, WebhookProcessing
from sales.models import Order
from sales.services import order_cancel, orders_expire
from tests.payments.shop import Shop, breaches, post_notification
from tests.races.harness import Together, deadlocks, race, rounds
from tests.simulators.harness import eventually

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

DELIVERIES = 40
ROUNDS = rounds(500, 12)


def raised(results: list[Any], *allowed: type[Exception]) -> Counter[str]:
    """What was raised, by name; anything not allowed is raised again."""
    found: Counter[str] = Counter()
    for result in results:
        if isinstance(result, Exception):
            if not isinstance(result, allowed):
                raise result
            found[type(result).__name__] += 1
    return found


# --- one notification, forty times ------------------------------------------------------------------------------------


def naive_keep(event_key: str, looked: Together) -> bool:
    """Look whether the event is there, then insert it: everybody who looked in time plans the work."""
    with transaction.atomic():
        if OutboxMessage.objects.filter(arguments={"event": event_key}).exists():
            return False
        looked.wait()
        OutboxMessage.objects.create(task="naive", arguments={"event": event_key}, handled_at=timezone.now())
        return True


def test_the_naive_inbox_plans_the_same_work_many_times():
    looked = Together()
    assert sum(race([lambda: naive_keep("evt_1", looked)] * DELIVERIES)) > 1


def test_one_notification_forty_times_at_once_has_one_effect(shop: Shop):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    heard = eventually(lambda: [one for one in shop.ear.heard if one.event["payment"]["id"] == started["authority"]])[0]
    signature = heard.headers["X-Sandbox-Signature"]
    answers = race([lambda: post_notification(heard.body, signature)] * DELIVERIES)
    assert Counter(answer.status_code for answer in answers) == {200: DELIVERIES}
    assert Counter(answer.json()["new"] for answer in answers) == {True: 1, False: DELIVERIES - 1}
    assert WebhookEvent.objects.filter(gateway_reference=started["authority"]).count() == 1
    assert OutboxMessage.objects.filter(task__endswith="webhook_process").count() == 1
    event_id = WebhookEvent.objects.get(gateway_reference=started["authority"]).pk
    raised(race([lambda: services.webhook_process(event_id=event_id)] * DELIVERIES))
    assert WebhookProcessing.objects.get(event_id=event_id).state == "applied"
    assert effects(order) == {"PAID": 1, "captures": 1, "paid mails": 1}


def effects(order: Order) -> dict[str, int]:
    """What a paid order must show exactly once each."""
    mails = OutboxMessage.objects.filter(key=f"order-paid-mail:{order.pk}")
    captures = TransactionLog.objects.filter(payment__order=order, new_status="CAPTURED")
    return {Order.objects.get(pk=order.pk).status: 1, "captures": captures.count(), "paid mails": mails.count()}


# --- browser, notification and reconciliation together ----------------------------------------------------------------


def naive_capture(payment_id: UUID, looked: Together) -> bool:
    """Read the status, decide, write: everybody who read in time captures."""
    with transaction.atomic():
        if Payment.objects.get(pk=payment_id).status == "CAPTURED":
            return False
        looked.wait()
        Payment.objects.filter(pk=payment_id).update(status="CAPTURED")
        return True


def test_the_naive_capture_happens_many_times(shop: Shop):
    payment = Payment.objects.get(pk=shop.started(shop.order())["payment_id"])
    looked = Together()
    assert sum(race([lambda: naive_capture(payment.pk, looked)] * DELIVERIES)) > 1
    Payment.objects.filter(pk=payment.pk).update(status="SENT")


def test_however_many_ask_at_once_money_counts_once(shop: Shop):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    payment_id = UUID(started["payment_id"])
    causes = ["return", "notification", "reconcile"] * 7
    ways = [lambda cause=cause: services.payment_resolve(payment_id=payment_id, cause=cause) for cause in causes]
    results = race(ways)
    assert raised(results) == {}
    assert {payment.status for payment in results} == {"CAPTURED"}
    assert effects(order) == {"PAID": 1, "captures": 1, "paid mails": 1}


def test_a_pay_button_pressed_ten_times_at_once_opens_one_payment(shop: Shop):
    order = shop.order()
    started = race([lambda: shop.started(order)] * 10)
    assert raised(started) == {}
    assert len({(one["payment_id"], one["authority"], one["redirect_url"]) for one in started}) == 1
    assert Payment.objects.filter(order=order).count() == 1


def test_two_reconcilers_ask_about_each_payment_once(shop: Shop):
    orders = [shop.order() for _ in range(6)]
    for order in orders:
        shop.press(shop.started(order), "approve")
    shop.everything_is_due()
    assert sum(race([services.payments_reconcile] * 4)) == len(orders)
    asked = TransactionLog.objects.filter(payment__order__in=orders, event="verify")
    assert asked.count() == len(orders)
    assert {row.status for row in Order.objects.all()} == {"PAID"}


# --- pay, cancel and expire -------------------------------------------------------------------------------------------


def naive_end(order_id: UUID, status: str, looked: Together) -> bool:
    """Look whether the order still waits, then end it: whoever looked in time believes to have decided."""
    with transaction.atomic():
        if Order.objects.get(pk=order_id).status != "PENDING":
            return False
        looked.wait()
        Order.objects.filter(pk=order_id).update(status=status)
        return True


def test_the_naive_order_is_paid_and_cancelled_at_once(shop: Shop):
    order = shop.order()
    ends = ["PAID", "CANCELLED", "CANCELLED"]
    looked = Together()
    assert sum(race([lambda end=end: naive_end(order.pk, end, looked) for end in ends])) > 1
    Order.objects.filter(pk=order.pk).update(status="PENDING")


def test_of_paying_cancelling_and_expiring_exactly_one_wins_and_no_money_is_lost(shop: Shop):
    before = deadlocks()
    ends: Counter[tuple[str, str]] = Counter()
    for number in range(ROUNDS):
        order = shop.order()
        started = shop.started(order)
        if number % 2:
            over(order)
        contest(shop, order, started, is_cancelled=number % 4 != 1)
        settle(shop)
        ends[judge(shop, order, started)] += 1
    print(f"{ROUNDS} rounds: {dict(ends)}")
    assert {status for status, _ in ends} == {"PAID", "CANCELLED"}, "one side never won: the race is none"
    assert breaches() == []
    assert deadlocks() == before


def over(order: Order) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=past)
    Payment.objects.filter(order=order).update(expires_at=past)


def contest(shop: Shop, order: Order, started: dict[str, Any], *, is_cancelled: bool) -> None:
    """All at the same moment, give or take what a gateway's answer takes, so that each side wins now and then."""
    payment_id = UUID(started["payment_id"])
    ways = [
        lambda: services.payment_resolve(payment_id=payment_id, cause="return"),
        lambda: services.payment_resolve(payment_id=payment_id, cause="notification"),
        lambda: delayed(orders_expire),
    ]
    if is_cancelled:
        ways.append(lambda: delayed(lambda: order_cancel(scope=SYSTEM_SCOPE, order=order)))
    approve = [lambda: shop.press(started, "approve")]
    if random.random() < 0.6:
        approve.pop()()
    ways += approve
    random.shuffle(ways)
    raised(race(ways), DomainError)


def delayed(act: Callable[[], object]) -> None:
    time.sleep(random.uniform(0, 0.08))
    act()


def settle(shop: Shop) -> None:
    """All that was planned happens, until nothing is left to do."""
    for _ in range(3):
        shop.everything_is_due()
        outbox.drain()
        services.payments_reconcile()
        orders_expire()


def judge(shop: Shop, order: Order, started: dict[str, Any]) -> tuple[str, str]:
    """The end of the order and of its payment: the shop keeps the money exactly when the order is paid."""
    order.refresh_from_db()
    payment = Payment.objects.get(order=order)
    at_gateway = shop.sandbox.get(started["authority"])
    kept = (at_gateway["captured_amount"] or 0) - at_gateway["refunded_amount"]
    assert order.status in ("PAID", "CANCELLED", "PENDING"), order.status
    assert kept == (order.total_minor if order.status == "PAID" else 0), (order.status, payment.status, at_gateway)
    assert payment.status in ("CAPTURED", "SURPLUS", "CANCELLED", "EXPIRED", "SENT"), payment.status
    assert set(Refund.objects.filter(payment=payment).values_list("status", flat=True)) <= {"SUCCEEDED"}
    assert posted(order, payment) == {
        ("PAID", "CAPTURED"): {"capture": 1},
        ("CANCELLED", "CAPTURED"): {"capture": 1, "cancellation": 1, "refund_paid": 1},
        ("CANCELLED", "SURPLUS"): {"unwanted": 1, "refund_paid": 1},
    }.get((order.status, payment.status), {})
    return order.status, payment.status


def posted(order: Order, payment: Payment) -> Counter[str]:
    """What the books hold of an order and its payment, by kind."""
    sources = {payment.pk, order.pk, *payment.refunds.values_list("pk", flat=True)}
    sources |= {*order.store_orders.values_list("pk", flat=True)}
    return Counter(LedgerTransaction.objects.filter(source_id__in=sources).values_list("kind", flat=True))


# --- refunds ----------------------------------------------------------------------------------------------------------


def naive_claim(payment_id: UUID, amount: int, looked: Together) -> bool:
    """Read what is left, decide, add: everybody who read in time gets the same money."""
    with transaction.atomic():
        payment = Payment.objects.get(pk=payment_id)
        if payment.captured_minor - payment.refunded_minor < amount:
            return False
        looked.wait()
        Payment.objects.filter(pk=payment_id).update(refunded_minor=payment.refunded_minor + amount)
        return True


def test_the_naive_refund_gives_the_same_money_to_many(shop: Shop):
    payment = shop.paid(shop.order())
    looked = Together(3)
    assert sum(race([lambda: naive_claim(UUID(payment["payment_id"]), 500, looked)] * 20)) > 2
    Payment.objects.filter(pk=payment["payment_id"]).update(refunded_minor=0)


def test_refunds_asked_for_at_once_never_exceed_the_capture(shop: Shop):
    payment = shop.paid(shop.order())

    def ask() -> Refund:
        return services.refund_request_by_staff(
            scope=SYSTEM_SCOPE, payment_id=UUID(payment["payment_id"]), amount_minor=500, reason="A race."
        )

    results = race([ask] * 20)
    assert raised(results, DomainError) == {"RefundExceedsCaptured": 18}
    outbox.drain()
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 1000
    row = Payment.objects.get(pk=payment["payment_id"], refunded_minor__lte=F("captured_minor"))
    assert row.refunded_minor == 1000


def test_one_refund_executed_ten_times_at_once_is_one_refund(shop: Shop):
    payment = shop.paid(shop.order())
    refund = services.refund_request_by_staff(
        scope=SYSTEM_SCOPE, payment_id=UUID(payment["payment_id"]), amount_minor=500, reason="A race."
    )
    assert raised(race([lambda: services.refund_execute(refund_id=refund.pk)] * 10)) == {}
    refund.refresh_from_db()
    assert refund.status == "SUCCEEDED"
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 500
    succeeded = TransactionLog.objects.filter(payment_id=payment["payment_id"], new_status="SUCCEEDED")
    assert succeeded.count() == 1

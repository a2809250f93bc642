"""Orders of the international market paid through Stripe: over the API, with the simulated account as a process.

Its events are handed on by the tests, letter by letter: the journeys let them in over sockets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import stripe
from django.utils import timezone

from core import outbox
from core.models import AuditEntry, OutboxMessage
from core.scope import SYSTEM_SCOPE
from finance.models import Payout
from finance.services import payout_request, payout_send_again
from finance.states import AccountKind, PayoutMethod, PayoutStatus
from payments.models import Payment, Refund, WebhookEvent
from payments.services import payments_reconcile, refund_record_by_hand, refund_retry
from sales import services as sales
from sales.models import Order, StoreOrder
from sales.services import orders_expire
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import balance, balances, make_payout_account, release
from tests.marketplace.factories import make_item
from tests.payments.shop import boss, breaches, everything_is_due, status_of, token_of
from tests.sales.factories import key, make_order, make_service
from tests.simulators.harness import Stripe, eventually

WEBHOOK = "/api/payments/stripe/webhook/"


@pytest.fixture(scope="module")
def process() -> Iterator[Stripe]:
    with Stripe("--late-seconds", "0.3") as account:
        yield account


@dataclass
class Shop:
    """The shop as its shoppers and its account at Stripe see it."""

    account: Stripe
    connected: str = field(default_factory=lambda: f"acct_{uuid4().hex[:16]}")  # a seller's account there

    def order(self, *, stores: int = 1) -> Order:
        """A guest's unpaid order: one piece of 12.40 dollars from each store, 10 cents for each delivery."""
        return make_order(*((make_item(price_minor=1240), 1) for _ in range(stores)))

    def started(self, order: Order) -> dict[str, Any]:
        body = {"order": order.number, "token": token_of(order)}
        answer = client_for().post("/api/payments/start/", body, headers=key())
        assert answer.status_code == 200, answer.json()
        assert answer.json()["gateway"] == "stripe"
        return answer.json()

    def press(self, payment: dict[str, Any], action: str) -> str:
        """A button on the page; where the browser is sent, without the host; empty where it stays."""
        back = urlsplit(self.account.press(payment["authority"], action).headers.get("Location", ""))
        return f"{back.path}?{back.query}" if back.path else ""

    def come_back(self, address: str) -> dict[str, Any]:
        answer = client_for().get(address)
        assert answer.status_code == 200, answer.json()
        return answer.json()

    def paid(self, order: Order) -> dict[str, Any]:
        return self.come_back(self.press(self.started(order), "approve"))

    def told(self, payment: dict[str, Any], **query: object) -> int:
        """An event arrives at the shop; the status it is answered with."""
        sent = self.account.notify(payment["authority"], **query)
        return self.post(sent["body"], sent["signature"])

    def post(self, body: str, signature: str) -> int:
        headers = {"Stripe-Signature": signature} if signature else {}
        return client_for().generic("POST", WEBHOOK, body, content_type="application/json", headers=headers).status_code


@pytest.fixture
def shop(db: None, process: Stripe, settings: Any) -> Iterator[Shop]:
    settings.STRIPE_SECRET_KEY = Stripe.KEY
    settings.STRIPE_WEBHOOK_SECRET = Stripe.SECRET
    settings.STRIPE_API_URL = process.url
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    make_service()
    yield Shop(process)
    process.http.delete("/control/faults")
    assert breaches() == []


def payment_of(order: Order) -> Payment:
    return Payment.objects.get(order=order)


def test_an_order_is_paid_in_dollars_and_the_shopper_gets_the_payments_number(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    assert (payment["status"], payment["order_status"]) == ("CAPTURED", "PAID")
    session = shop.account.session(payment["authority"])
    assert (session["received"], session["paid_in"]) == (order.total_minor, "usd")
    assert payment["receipt"] == session["intent"]


@pytest.mark.parametrize("action", ["decline", "cancel"])
def test_a_declined_card_or_a_step_back_ends_nothing_and_the_same_page_is_found_again(shop: Shop, action: str):
    order = shop.order()
    payment = shop.started(order)
    if back := shop.press(payment, action):
        assert (shop.come_back(back)["status"], shop.come_back(back)["order_status"]) == ("SENT", "PENDING")
    assert shop.started(order)["redirect_url"] == payment["redirect_url"]
    assert shop.come_back(shop.press(payment, "approve"))["status"] == "CAPTURED"
    assert Payment.objects.filter(order=order).count() == 1


def test_an_event_pays_when_the_browser_never_comes_back_and_a_second_one_changes_nothing(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert [shop.told(payment, event="evt_one") for _ in range(3)] == [200, 200, 200]
    assert shop.told(payment, event="evt_two") == 200
    outbox.drain()
    assert status_of(order) == "PAID"
    assert WebhookEvent.objects.count() == 2
    assert Payment.objects.filter(order=order, settles_order=True).count() == 1


def test_without_any_event_the_job_finds_it_paid(shop: Shop):
    order = shop.order()
    shop.press(shop.started(order), "approve")
    everything_is_due()
    assert payments_reconcile() == 1
    assert status_of(order) == "PAID"


def test_a_slow_payment_is_confirmed_when_it_arrives(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    assert shop.come_back(shop.press(payment, "approve-late"))["status"] == "VERIFYING"
    eventually(lambda: shop.account.session(payment["authority"])["payment_status"] == "paid")
    assert shop.told(payment, type="checkout.session.async_payment_succeeded") == 200
    outbox.drain()
    assert status_of(order) == "PAID"


def test_a_slow_payment_that_comes_to_nothing_ends_the_attempt_and_the_order_can_be_paid_again(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.account.move(payment["authority"], "fail_slowly")
    assert shop.told(payment, type="checkout.session.async_payment_failed") == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("FAILED", "PENDING")
    assert shop.paid(order)["attempt"] == 2


def test_money_that_had_gone_back_before_we_heard_of_it_pays_nothing(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    shop.account.move(payment["authority"], "give_back")
    assert shop.told(payment) == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("UNKNOWN", "PENDING")


def test_old_news_after_the_capture_changes_nothing(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    for kind in ("checkout.session.expired", "checkout.session.async_payment_failed", "payment_intent.payment_failed"):
        assert shop.told(payment, type=kind) == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("CAPTURED", "PAID")


@pytest.mark.parametrize(
    "query",
    [
        {"forged": "missing"}, {"forged": "wrong_key"}, {"forged": "flipped"}, {"forged": "changed"},
        {"forged": "test_scheme"}, {"forged": "no_time"}, {"age": "301"}, {"age": "-301"},
    ],
)  # fmt: skip
def test_what_is_not_signed_for_now_is_a_400_and_changes_nothing(shop: Shop, query: dict[str, str]):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment, **query) == 400
    assert (WebhookEvent.objects.count(), status_of(order)) == (0, "PENDING")
    assert AuditEntry.objects.filter(action="webhook.refuse").count() == 1


def test_while_a_secret_is_rolled_one_right_signature_is_enough(shop: Shop):
    payment = shop.started(shop.order())
    assert shop.told(payment, forged="rolled") == 200


@pytest.mark.parametrize("query", [{"type": "payment_intent.succeeded"}, {"type": "a.new.word"}, {"livemode": "true"}])
def test_what_is_not_ours_to_read_is_taken_and_changes_nothing(shop: Shop, query: dict[str, str]):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment, **query) == 200
    outbox.drain()
    assert WebhookEvent.objects.get().processing.state == "ignored"
    assert status_of(order) == "PENDING"


@pytest.mark.parametrize(
    "body",
    [
        "{}", '{"id": null}', '{"id": ["evt"], "data": []}', '{"id": "evt_1", "data": {"object": 1}}',
        '{"id": "\\u0000", "type": "\\ud800", "data": {"object": {}}}',
        '{"id": "evt_\\u0000", "type": "checkout.session.expired", "data": {"object": {"id": "cs_\\u0000\\ud800"}}}',
        '{"id": "evt_2", "type": "refund.failed", "data": {"object": {"metadata": {"refund": "\\u0000"}}}}',
        '{"id": "evt_3", "type": "checkout.session.completed", "data": {"object": {"amount_total": 1e999}}}',
        '{"id": "evt_4", "type": "checkout.session.completed", "data": {"object": {"amount_total": 1%s}}}' % ("0" * 99),
    ],
)  # fmt: skip
def test_a_signed_event_that_makes_no_sense_is_kept(shop: Shop, body: str):
    signature = stripe.WebhookSignature.generate_signature_header(body, Stripe.SECRET)
    assert [shop.post(body, signature) for _ in range(2)] == [200, 200]
    assert WebhookEvent.objects.count() == 1
    outbox.drain()
    assert WebhookEvent.objects.get().processing.state in ("ignored", "received")


@pytest.mark.parametrize(("fault", "currency"), [("wrong_amount", "USD"), ("wrong_currency", "EUR")])
def test_another_amount_or_currency_is_flagged_and_not_paid(shop: Shop, fault: str, currency: str):
    order = shop.order()
    payment = shop.started(order)
    shop.account.fault(fault, merchant_reference=payment["payment_id"])
    back = shop.come_back(shop.press(payment, "approve"))
    assert (back["status"], back["order_status"]) == ("MISMATCH", "PENDING")
    assert payment_of(order).captured_currency == currency
    assert AuditEntry.objects.filter(action="payment.mismatch").count() == 1


@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error", "reset"])
def test_a_start_whose_answer_was_lost_finds_the_same_session(shop: Shop, fault: str):
    order = shop.order()
    shop.account.fault(fault, on="create")
    body = {"order": order.number, "token": token_of(order)}
    assert client_for().post("/api/payments/start/", body, headers=key()).status_code == 503
    payment = shop.started(order)
    opened = [one for one in shop.account.http.get("/control/sessions").json()["sessions"]
              if one["reference"] == payment["payment_id"]]  # fmt: skip
    assert [one["id"] for one in opened] == [payment["authority"]]
    assert shop.come_back(shop.press(payment, "approve"))["status"] == "CAPTURED"


def test_an_order_that_is_cancelled_expires_the_session(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    assert status_of(order) == "CANCELLED"
    assert shop.account.session(payment["authority"])["status"] == "expired"


def test_an_order_whose_time_is_over_expires_the_session(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    over = timezone.now() - timedelta(minutes=5)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=over)
    Payment.objects.filter(order=order).update(expires_at=over)
    orders_expire()
    outbox.drain()
    orders_expire()
    assert (payment_of(order).status, status_of(order)) == ("EXPIRED", "CANCELLED")
    assert shop.account.session(payment["authority"])["status"] == "expired"


def test_money_that_comes_after_the_end_goes_back_by_itself(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    shop.account.move(payment["authority"], "pay")
    assert shop.told(payment) == 200
    outbox.drain()
    assert payment_of(order).status == "SURPLUS"
    assert Refund.objects.get().status == "SUCCEEDED"
    assert [one["amount"] for one in shop.account.session(payment["authority"])["refunds"]] == [order.total_minor]


def test_each_store_that_cancels_gives_its_part_back(shop: Shop):
    order = shop.order(stores=2)
    payment = shop.paid(order)
    for part in order.store_orders.all():
        sales.store_order_cancel(scope=SYSTEM_SCOPE, store_order=part)
        outbox.drain()
    made = shop.account.session(payment["authority"])["refunds"]
    assert sum(one["amount"] for one in made) == order.total_minor
    assert len(made) == 2


@pytest.mark.parametrize("fault", ["commit_then_reset", "commit_then_error", "reset", "error"])
def test_a_refund_whose_answer_was_lost_happens_once(shop: Shop, fault: str):
    payment = shop.paid(shop.order())
    shop.account.fault(fault, on="refund")
    answer = client_for(make_user(groups=("administrator",))).post(
        f"/api/payments/{payment['payment_id']}/refunds/", {"amount_minor": 500, "reason": "Scratched."}, headers=key()
    )
    assert answer.status_code == 201
    outbox.drain()
    everything_is_due()
    payments_reconcile()
    assert Refund.objects.get().status == "SUCCEEDED"
    assert [one["amount"] for one in shop.account.session(payment["authority"])["refunds"]] == [500]


def test_a_slow_refund_that_fails_waits_for_people(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.account.fault("refund_failed")
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    assert Refund.objects.get().status == "EXECUTING"
    eventually(lambda: shop.account.session(payment["authority"])["refunds"][0]["status"] == "failed")
    everything_is_due()
    payments_reconcile()
    assert (Refund.objects.get().status, payment_of(order).refunded_minor) == ("FAILED", order.total_minor)


def returned(shop: Shop) -> tuple[dict[str, Any], Refund]:
    """A refund that had succeeded, and that the shopper's bank sent back; the shop was told."""
    order = shop.order()
    payment = shop.paid(order)
    shop.account.fault("refund_returned", merchant_reference=payment["payment_id"])
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    refund = Refund.objects.get()
    assert refund.status == "SUCCEEDED"
    eventually(lambda: shop.account.session(payment["authority"])["refunds"][0]["status"] == "failed")
    assert shop.told(payment, type="refund.failed") == 200
    outbox.drain()
    refund.refresh_from_db()
    return payment, refund


def test_a_refund_that_a_bank_sends_back_is_owed_again_and_can_be_tried_again(shop: Shop):
    payment, refund = returned(shop)
    assert (refund.status, refund.failure_code) == ("FAILED", "returned")
    refund_retry(scope=boss(), refund_id=refund.pk)
    outbox.drain()
    refund.refresh_from_db()
    assert (refund.status, refund.attempt) == ("SUCCEEDED", 2)
    made = shop.account.session(payment["authority"])["refunds"]
    assert [one["status"] for one in made] == ["succeeded", "failed"]
    assert shop.told(payment, type="refund.updated") == 200
    outbox.drain()
    refund.refresh_from_db()
    assert refund.status == "SUCCEEDED"


def test_what_people_paid_another_way_stays_paid_whatever_the_gateway_repeats(shop: Shop):
    payment, refund = returned(shop)
    refund_record_by_hand(scope=boss(), refund_id=refund.pk, reason="By bank transfer.")
    assert shop.told(payment, type="refund.failed") == 200
    outbox.drain()
    refund.refresh_from_db()
    assert refund.status == "SUCCEEDED"


def test_a_refund_that_was_sent_back_is_noticed_though_stripe_is_away_at_first(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.account.fault("refund_returned", merchant_reference=payment["payment_id"])
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    eventually(lambda: shop.account.session(payment["authority"])["refunds"][0]["status"] == "failed")
    shop.account.fault("error", on="refunds")
    assert shop.told(payment, type="refund.failed") == 200
    outbox.drain()
    assert Refund.objects.get().status == "SUCCEEDED"
    OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
    outbox.drain()
    assert Refund.objects.get().status == "FAILED"


def test_where_stripe_is_not_configured_there_is_no_address(db: None):
    assert client_for().generic("POST", WEBHOOK, "{}", content_type="application/json").status_code == 404
    assert client_for().get(WEBHOOK).status_code == 405


# --- payouts to connected accounts ------------------------------------------------------------------------------------


def transfers(shop: Shop) -> list[dict[str, Any]]:
    answer = shop.account.http.get("/v1/transfers", headers={"Authorization": f"Bearer {Stripe.KEY}"})
    return [one for one in answer.json()["data"] if one["destination"] == shop.connected]


def released(shop: Shop, *, number: str = "") -> Payout:
    """A payout of what one order earned, to a connected account; it may leave."""
    order = shop.order()
    shop.paid(order)
    part = StoreOrder.objects.get(order=order)
    release(part)
    make_payout_account(part.store, method=PayoutMethod.STRIPE, number=number or shop.connected)
    return payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")


def tried(payout: Payout) -> str:
    """The outbox comes again; how the payout stands."""
    OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
    outbox.drain()
    payout.refresh_from_db()
    return payout.status


def test_a_payout_is_transferred_to_the_sellers_account_and_paid(shop: Shop) -> None:
    payout = released(shop)
    assert tried(payout) == PayoutStatus.PAID
    [transfer] = transfers(shop)
    sent = (transfer["amount"], transfer["currency"], transfer["id"])
    assert sent == (payout.amount_minor, "usd", payout.provider_reference)
    assert balance(AccountKind.GATEWAY, qualifier="stripe") == payout.amount_minor - Order.objects.get().total_minor
    assert tried(payout) == PayoutStatus.PAID
    assert len(transfers(shop)) == 1


@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error", "reset", "sleep"])
def test_a_payout_whose_answer_was_lost_is_sent_once(shop: Shop, fault: str) -> None:
    payout = released(shop)
    shop.account.fault(fault, on="transfer", merchant_reference=str(payout.pk), seconds=2)
    assert tried(payout) == PayoutStatus.SENT
    assert tried(payout) == PayoutStatus.PAID
    assert len(transfers(shop)) == 1


def test_a_payout_that_was_given_up_is_sent_again_by_people_and_arrives_once(shop: Shop) -> None:
    payout = released(shop)
    shop.account.fault("commit_then_reset", on="transfer", merchant_reference=str(payout.pk))
    assert tried(payout) == PayoutStatus.SENT
    OutboxMessage.objects.filter(handled_at=None).update(dead_at=timezone.now())
    payout_send_again(scope=boss(), payout_id=payout.pk)
    assert tried(payout) == PayoutStatus.PAID
    assert len(transfers(shop)) == 1


def test_a_payout_to_an_account_that_does_not_exist_is_payable_again(shop: Shop) -> None:
    payout = released(shop, number="acct_unknown0001")
    assert tried(payout) == PayoutStatus.BOUNCED
    assert payout.failure.startswith("resource_missing")
    assert balances(payout.store) == (0, payout.amount_minor, 0)


def test_a_payout_waits_while_our_balance_is_too_low(shop: Shop) -> None:
    payout = released(shop)
    shop.account.fault("no_balance", merchant_reference=str(payout.pk))
    assert tried(payout) == PayoutStatus.SENT
    assert tried(payout) == PayoutStatus.PAID
    assert len(transfers(shop)) == 1

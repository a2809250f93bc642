"""Orders of the Indonesian market paid through Midtrans: over the API, with the simulated account as a process.

Its notifications are handed on by the tests, letter by letter: the journeys let them in over sockets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core import outbox
from core.models import AuditEntry, OutboxMessage
from core.scope import SYSTEM_SCOPE
from payments.gateways.contract import GatewayState, GatewayStatus
from payments.models import MidtransTransaction, Payment, Refund, WebhookEvent
from payments.services import payment_apply, payments_reconcile
from sales import services as sales
from sales.models import Order
from sales.services import orders_expire
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item, make_store
from tests.payments.shop import breaches, everything_is_due, status_of, token_of
from tests.sales.factories import ADDRESS, checkout, fill_cart, key, make_service
from tests.simulators.harness import Midtrans, eventually

HOME = ADDRESS | {"city": "Bandung", "postal_code": "40115", "country": "ID"}
NOTIFICATION = "/api/payments/midtrans/notification/"


@pytest.fixture(scope="module")
def process() -> Iterator[Midtrans]:
    with Midtrans("--late-seconds", "0.3", "--settle-seconds", "0.3") as midtrans:
        yield midtrans


@dataclass
class Shop:
    """The shop as its shoppers and its account at Midtrans see it."""

    account: Midtrans

    def order(self, *, stores: int = 1) -> Order:
        """A guest's unpaid order of one piece from each store for 1,500,000 rupiah, each delivered for 20,000."""
        client = client_for()
        items = [make_item(make_store(market="id"), price_minor=1_500_000) for _ in range(stores)]
        fill_cart(client, *((item, 1) for item in items), market="id")
        answer = checkout(client, address=HOME)
        assert answer.status_code == 201, answer.json()
        return Order.objects.get(number=answer.json()["number"])

    def started(self, order: Order) -> dict[str, Any]:
        body = {"order": order.number, "token": token_of(order)}
        answer = client_for().post("/api/payments/start/", body, headers=key())
        assert answer.status_code == 200, answer.json()
        assert answer.json()["gateway"] == "midtrans"
        return answer.json()

    def press(self, payment: dict[str, Any], action: str) -> str:
        """A button on the page; where the browser is sent, without the host."""
        pressed = self.account.press(payment["redirect_url"], action)
        assert pressed.status_code == 302
        back = urlsplit(pressed.headers["Location"])
        return f"{back.path}?{back.query}"

    def come_back(self, address: str, status: int = 200) -> dict[str, Any]:
        answer = client_for().get(address)
        assert answer.status_code == status, answer.json()
        return answer.json()

    def paid(self, order: Order) -> dict[str, Any]:
        return self.come_back(self.press(self.started(order), "approve"))

    def settled(self, payment: dict[str, Any]) -> None:
        eventually(lambda: self.account.transaction(payment["authority"])["status"] == "settlement")

    def told(self, payment: dict[str, Any], **query: object) -> int:
        """A notification arrives at the shop; the status it is answered with."""
        body = self.account.notify(payment["authority"], **query)["body"]
        return self.post(body)

    def post(self, body: str) -> int:
        return client_for().generic("POST", NOTIFICATION, body, content_type="application/json").status_code


@pytest.fixture
def shop(db: None, process: Midtrans, settings: Any) -> Iterator[Shop]:
    settings.MIDTRANS_SERVER_KEY = Midtrans.KEY
    settings.MIDTRANS_SNAP_URL = f"{process.url}/snap/v1"
    settings.MIDTRANS_CORE_URL = process.url
    settings.SITE_URL = "http://127.0.0.1:9"
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    make_service("id", base=20_000)
    yield Shop(process)
    process.http.delete("/control/faults")
    assert breaches() == []


def payment_of(order: Order) -> Payment:
    return Payment.objects.get(order=order)


def test_an_order_is_paid_in_rupiah_and_what_midtrans_says_is_kept(shop: Shop):
    order = shop.order()
    started = shop.started(order)
    payment = shop.come_back(shop.press(started, "approve"))
    assert (payment["status"], payment["order_status"]) == ("CAPTURED", "PAID")
    assert payment["amount"]["minor"] == order.total_minor == 1_520_000
    kept = MidtransTransaction.objects.get(payment__order=order)
    assert (kept.order_id, kept.gross_amount) == (payment["authority"], "1520000.00")
    assert (kept.transaction_status, kept.fraud_status, kept.payment_type) == ("capture", "accept", "credit_card")
    assert kept.transaction_id == shop.account.transaction(payment["authority"])["transaction_id"]
    assert kept.snap_token in kept.snap_redirect_url == started["redirect_url"]


def test_who_comes_back_without_having_paid_finds_the_same_page_again(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    back = shop.come_back(shop.press(payment, "cancel"))
    assert (back["status"], back["order_status"]) == ("SENT", "PENDING")
    again = shop.started(order)
    assert (again["attempt"], again["redirect_url"]) == (1, payment["redirect_url"])
    assert shop.come_back(shop.press(again, "approve"))["status"] == "CAPTURED"


def test_a_denied_card_does_not_end_the_order_and_another_card_pays_it(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    assert shop.come_back(shop.press(payment, "decline"))["status"] == "SENT"
    assert shop.told(payment) == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("SENT", "PENDING")
    assert shop.come_back(shop.press(payment, "approve"))["status"] == "CAPTURED"
    assert Payment.objects.filter(order=order).count() == 1


@pytest.mark.parametrize("first", ["decline", "challenge"])
def test_an_order_that_is_given_up_after_a_bad_card_ends_with_its_page(shop: Shop, first: str):
    order = shop.order()
    payment = shop.started(order)
    shop.account.move(payment["authority"], first)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("SENT", "CANCEL_REQUESTED")
    assert shop.account.transaction(payment["authority"])["status"] == "deny"
    Payment.objects.filter(order=order).update(expires_at=timezone.now() - timedelta(minutes=3))
    everything_is_due()
    payments_reconcile()
    assert (payment_of(order).status, status_of(order)) == ("EXPIRED", "CANCELLED")
    assert Payment.objects.filter(order=order).count() == 1


def test_a_transfer_that_arrives_later_is_confirmed_by_its_notification(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    assert shop.come_back(shop.press(payment, "approve-late"))["status"] == "VERIFYING"
    shop.settled(payment)
    assert shop.told(payment) == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("CAPTURED", "PAID")
    kept = MidtransTransaction.objects.get(payment__order=order)
    assert (kept.transaction_status, kept.fraud_status) == ("settlement", "")
    assert kept.settlement_time != ""


def test_a_notification_pays_when_the_browser_never_comes_back(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert [shop.told(payment) for _ in range(2)] == [200, 200]
    outbox.drain()
    assert status_of(order) == "PAID"
    assert WebhookEvent.objects.count() == 1


def test_the_settlement_of_what_is_paid_is_kept_though_the_gateway_is_away_at_first(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.settled(payment)
    shop.account.fault("error", on="status")
    assert shop.told(payment) == 200
    outbox.drain()
    assert MidtransTransaction.objects.get(payment__order=order).transaction_status == "capture"
    OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
    outbox.drain()
    kept = MidtransTransaction.objects.get(payment__order=order)
    assert (kept.transaction_status, kept.settlement_time != "") == ("settlement", True)
    assert status_of(order) == "PAID"


def test_money_that_a_bank_takes_back_is_told_to_people_once_and_undoes_nothing(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.settled(payment)
    shop.account.move(payment["authority"], "deny")
    for _ in range(2):
        assert shop.told(payment) == 200
        outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("CAPTURED", "PAID")
    assert AuditEntry.objects.filter(action="payment.reversed").count() == 1


@pytest.mark.parametrize(("move", "times"), [("cancel", 1), ("expire", 1), ("settle", 0)])
def test_a_payment_that_is_voided_in_the_portal_is_told_to_people(shop: Shop, move: str, times: int):
    order = shop.order()
    shop.account.fault("slow_settlement")
    payment = shop.paid(order)
    shop.account.move(payment["authority"], move)
    for _ in range(2):
        assert shop.told(payment) == 200
        outbox.drain()
    assert status_of(order) == "PAID"
    assert AuditEntry.objects.filter(action="payment.reversed").count() == times


def test_a_payment_that_we_void_ourselves_alarms_nobody(shop: Shop):
    order = shop.order()
    shop.account.fault("slow_settlement")
    payment = shop.paid(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    assert shop.told(payment) == 200
    outbox.drain()
    assert Refund.objects.get(payment__order=order).status == "SUCCEEDED"
    assert AuditEntry.objects.filter(action="payment.reversed").count() == 0


@pytest.mark.parametrize("move", ["chargeback", "refund", "partial_refund"])
def test_money_that_had_gone_back_before_we_heard_of_it_pays_nothing(shop: Shop, move: str):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    shop.account.move(payment["authority"], move)
    assert shop.told(payment) == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("UNKNOWN", "PENDING")


@pytest.mark.parametrize("move", ["chargeback", "refund", "partial_refund"])
def test_what_goes_back_after_the_capture_leaves_it_captured(shop: Shop, move: str):
    order = shop.order()
    payment = shop.paid(order)
    shop.account.move(payment["authority"], move)
    assert shop.told(payment) == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("CAPTURED", "PAID")
    assert MidtransTransaction.objects.get(payment__order=order).transaction_status == move


def test_nothing_that_is_kept_for_people_keeps_money_from_being_recorded(shop: Shop):
    order = shop.order()
    payment = payment_of(order)
    shop.started(order)
    long = {
        "payment_type": "x" * 300,
        "fraud_status": "acc\x00ept",
        "midtrans_response": "{\x00}",
        "transaction_id": "7" * 99,
    }
    state = GatewayState(GatewayStatus.CAPTURED, captured=order.total, receipt="r\x00" * 40, details=long)
    payment_apply(payment_id=payment.pk, state=state, cause="query")
    assert status_of(order) == "PAID"
    kept = MidtransTransaction.objects.get(payment=payment)
    assert (kept.payment_type, kept.fraud_status, kept.midtrans_response) == ("x" * 40, "accept", "{}")


def test_without_any_notification_the_job_finds_it_paid(shop: Shop):
    order = shop.order()
    shop.press(shop.started(order), "approve")
    everything_is_due()
    assert payments_reconcile() == 1
    assert status_of(order) == "PAID"


def test_settlement_before_pending_and_a_late_pending_leave_it_paid_once(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve-late")
    shop.settled(payment)
    assert shop.told(payment) == 200
    assert shop.told(payment, status="pending", status_code="201") == 200
    outbox.drain()
    assert shop.told(payment, status="pending", status_code="201") == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("CAPTURED", "PAID")
    assert Payment.objects.filter(order=order, settles_order=True).count() == 1


def test_a_genuine_body_replayed_with_another_status_is_only_a_reason_to_ask(shop: Shop):
    """The signature does not cover the status: pending, re-posted as settlement under its own code, proves nothing."""
    order = shop.order()
    payment = shop.started(order)
    shop.account.move(payment["authority"], "challenge")
    assert shop.told(payment, status="settlement") == 200
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("SENT", "PENDING")
    assert payment_of(order).captured_minor == 0


@pytest.mark.parametrize("how", ["missing", "wrong_key", "flipped", "short", "rounded", "changed", "list"])
def test_what_is_not_signed_is_a_401_and_changes_nothing(shop: Shop, how: str):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment, forged=how) == 401
    assert (WebhookEvent.objects.count(), status_of(order)) == (0, "PENDING")
    assert AuditEntry.objects.filter(action="webhook.refuse").count() == 1


LONE = '"gross_amount": "1.00", "status_code": "200", "signature_key": "%s", "order_id": "%s"'  # half a character


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "{", '{"order_id": 1}', "[" * 5000, "\x00",
        "{" + LONE % ("ff", "\\ud800") + "}", "{" + LONE % ("\\ud800", "x") + "}",
    ],
)  # fmt: skip
def test_what_is_no_notification_is_a_401(shop: Shop, body: str):
    assert shop.post(body) == 401


def test_a_genuine_notification_whose_unsigned_fields_were_spoilt_is_kept_and_asked_about(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    body = shop.account.notify(payment["authority"])["body"]
    assert shop.post(body.replace('"capture"', '"capt\\u0000ure\\ud800"')) == 200
    outbox.drain()
    assert status_of(order) == "PAID"


def test_a_notification_of_unknown_fields_is_taken(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment, forged="extra") == 200
    outbox.drain()
    assert status_of(order) == "PAID"


def test_a_well_signed_wrong_amount_is_flagged_and_not_paid(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.account.fault("wrong_amount", merchant_reference=payment["authority"])
    back = shop.come_back(shop.press(payment, "approve"))
    assert (back["status"], back["order_status"]) == ("MISMATCH", "PENDING")
    assert AuditEntry.objects.filter(action="payment.mismatch").count() == 1


def test_another_currency_is_flagged_and_not_paid(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.account.fault("wrong_currency", merchant_reference=payment["authority"])
    assert shop.come_back(shop.press(payment, "approve"))["status"] == "MISMATCH"
    assert payment_of(order).captured_currency == "USD"


def test_a_notification_for_nobody_is_taken_and_kept(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    assert shop.told(payment, order_id="another-shops-order") == 200
    outbox.drain()
    assert WebhookEvent.objects.get().processing.state == "received"


def test_a_database_that_takes_no_rows_answers_503_so_that_it_is_posted_again(shop: Shop):
    payment = shop.started(shop.order())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")  # as a server is that has become a standby
        assert shop.told(payment) == 503
        transaction.set_rollback(True)
    assert shop.told(payment) == 200


@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error", "reset"])
def test_a_start_whose_answer_was_lost_is_started_again_and_paid_once(shop: Shop, fault: str):
    order = shop.order()
    shop.account.fault(fault, on="create")
    body = {"order": order.number, "token": token_of(order)}
    assert client_for().post("/api/payments/start/", body, headers=key()).status_code == 503
    payment = shop.started(order)
    assert payment["attempt"] == 1
    assert shop.come_back(shop.press(payment, "approve"))["status"] == "CAPTURED"


def test_an_order_that_is_cancelled_shuts_the_page(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    assert (payment_of(order).status, status_of(order)) == ("CANCELLED", "CANCELLED")
    assert shop.account.press(payment["redirect_url"], "approve").status_code == 404


def test_an_order_whose_time_is_over_shuts_the_page(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    over = timezone.now() - timedelta(minutes=5)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=over)
    Payment.objects.filter(order=order).update(expires_at=over)
    orders_expire()
    outbox.drain()
    assert payment_of(order).status == "CANCELLED"
    orders_expire()
    assert status_of(order) == "CANCELLED"
    assert shop.account.press(payment["redirect_url"], "approve").status_code == 404


def test_money_that_comes_after_the_end_goes_back_by_itself(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    shop.account.move(payment["authority"], "pay")
    assert shop.told(payment) == 200
    outbox.drain()
    assert payment_of(order).status in ("SURPLUS", "MISMATCH")


def test_a_paid_order_that_is_cancelled_before_it_is_settled_is_voided(shop: Shop):
    order = shop.order()
    shop.account.fault("slow_settlement")
    payment = shop.paid(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    outbox.drain()
    assert Refund.objects.get(payment__order=order).status == "SUCCEEDED"
    assert shop.account.transaction(payment["authority"])["status"] == "cancel"


def test_each_store_that_cancels_gives_its_part_back(shop: Shop):
    order = shop.order(stores=2)
    payment = shop.paid(order)
    shop.settled(payment)
    for part in order.store_orders.all():
        sales.store_order_cancel(scope=SYSTEM_SCOPE, store_order=part)
        outbox.drain()
    made = shop.account.transaction(payment["authority"])["refunds"]
    assert [one["amount"] for one in made] == [1_520_000, 1_520_000]
    assert set(Refund.objects.values_list("status", flat=True)) == {"SUCCEEDED"}


def test_an_administrator_gives_part_back_and_a_lost_answer_never_refunds_twice(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.settled(payment)
    shop.account.fault("commit_then_reset", on="refund")
    administrator = make_user(groups=("administrator",))
    answer = client_for(administrator).post(
        f"/api/payments/{payment['payment_id']}/refunds/",
        {"amount_minor": 500_000, "reason": "Scratched."},
        headers=key(),
    )
    assert answer.status_code == 201
    outbox.drain()
    everything_is_due()
    payments_reconcile()
    assert Refund.objects.get().status == "SUCCEEDED"
    assert [one["amount"] for one in shop.account.transaction(payment["authority"])["refunds"]] == [500_000]


def test_a_return_that_names_nobody_is_refused(shop: Shop):
    queries = {"": 400, "?order_id=": 400, "?transaction_status=settlement": 400, "?order_id=unknown": 400}
    queries |= {"?order_id=01a22d89-f8ce-7009-a754-82bb64a3d56d": 404}
    for query, status in queries.items():
        assert client_for().get(f"/api/payments/midtrans/return/{query}").status_code == status


def test_where_midtrans_is_not_configured_there_is_no_address(db: None):
    assert client_for().generic("POST", NOTIFICATION, "{}", content_type="application/json").status_code == 404
    assert client_for().get(NOTIFICATION).status_code == 405

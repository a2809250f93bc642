"""Orders of the Vietnamese market paid through VNPAY: over the API, with the simulated terminal as a process.

The terminal's calls are handed on by the tests, letter by letter: the journeys let them in over sockets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from core import outbox
from core.models import AuditEntry, OutboxMessage
from core.scope import SYSTEM_SCOPE
from payments import services
from payments.models import Payment, Refund, WebhookEvent, WebhookProcessing
from payments.services import payments_reconcile, refund_execute
from sales import services as sales
from sales.models import Order
from sales.services import orders_expire
from tests.accounts.factories import client_for
from tests.marketplace.factories import make_item, make_store
from tests.payments.shop import boss, breaches, everything_is_due, status_of, token_of
from tests.sales.factories import ADDRESS, checkout, fill_cart, key, make_service
from tests.simulators.harness import Vnpay, eventually

HOME = ADDRESS | {"city": "Hà Nội", "postal_code": "100000", "country": "VN"}
IPN = "/api/payments/vnpay/ipn/"


@pytest.fixture(scope="module")
def process() -> Iterator[Vnpay]:
    with Vnpay("http://127.0.0.1:9/ipn", "--late-seconds", "0.3") as vnpay:
        yield vnpay


@dataclass
class Shop:
    """The shop as its shoppers and its terminal see it."""

    terminal: Vnpay

    def order(self, *, stores: int = 1) -> Order:
        """A guest's unpaid order of one piece from each store for 2,400,000 dong, each delivered for 30,000."""
        client = client_for()
        items = [make_item(make_store(market="vn"), price_minor=2_400_000) for _ in range(stores)]
        fill_cart(client, *((item, 1) for item in items), market="vn")
        answer = checkout(client, address=HOME)
        assert answer.status_code == 201, answer.json()
        return Order.objects.get(number=answer.json()["number"])

    def started(self, order: Order) -> dict[str, Any]:
        """The attempt, and its page open in the shopper's browser."""
        body = {"order": order.number, "token": token_of(order)}
        answer = client_for().post("/api/payments/start/", body, headers=key())
        assert answer.status_code == 200, answer.json()
        assert answer.json()["gateway"] == "vnpay"
        assert self.terminal.visit(answer.json()["redirect_url"]).status_code == 200
        return answer.json()

    def press(self, payment: dict[str, Any], action: str) -> str:
        """A button on the page; where the browser is sent, without the host."""
        pressed = self.terminal.press(payment["authority"], action)
        assert pressed.status_code == 302
        back = urlsplit(pressed.headers["Location"])
        return f"{back.path}?{back.query}"

    def come_back(self, address: str, status: int = 200) -> dict[str, Any]:
        answer = client_for().get(address)
        assert answer.status_code == status, answer.json()
        return answer.json()

    def paid(self, order: Order) -> dict[str, Any]:
        return self.come_back(self.press(self.started(order), "approve"))

    def told(self, payment: dict[str, Any], **query: object) -> str:
        """The terminal's call arrives at the shop; the RspCode it is answered with."""
        sent = self.terminal.ipn(payment["authority"], **query)["query"]
        answer = client_for().get(f"{IPN}?{sent}")
        assert answer.status_code == 200
        return str(answer.json()["RspCode"])


@pytest.fixture
def shop(db: None, process: Vnpay, settings: Any) -> Iterator[Shop]:
    settings.VNPAY_TMN_CODE = Vnpay.TMN_CODE
    settings.VNPAY_HASH_SECRET = Vnpay.SECRET
    settings.VNPAY_PAY_URL = f"{process.url}/paymentv2/vpcpay.html"
    settings.VNPAY_API_URL = f"{process.url}/merchant_webapi/api/transaction"
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    make_service("vn", base=30_000)
    yield Shop(process)
    process.http.delete("/control/faults")
    assert breaches() == []


def test_an_order_is_paid_in_dong_and_the_shopper_gets_the_banks_number(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    assert (payment["status"], payment["order_status"]) == ("CAPTURED", "PAID")
    assert payment["amount"]["minor"] == order.total_minor == 2_430_000
    purchase = shop.terminal.purchase(payment["authority"])
    assert (purchase["amount"], payment["receipt"]) == (243_000_000, purchase["number"])


@pytest.mark.parametrize(("action", "status"), [("decline", "FAILED"), ("cancel", "CANCELLED")])
def test_an_unpaid_attempt_ends_and_the_order_can_be_paid_again(shop: Shop, action: str, status: str):
    order = shop.order()
    ended = shop.come_back(shop.press(shop.started(order), action))
    assert (ended["status"], ended["order_status"]) == (status, "PENDING")
    assert shop.paid(order)["attempt"] == 2


# The IPN, answer by answer (section 5.2 of the sheet)


def test_the_first_call_is_recorded_and_pays_and_the_next_ones_hear_that_it_is_known(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment) == "00"
    outbox.drain()
    assert status_of(order) == "PAID"
    assert [shop.told(payment) for _ in range(2)] == ["02", "02"]
    assert WebhookEvent.objects.count() == 1


def test_a_call_after_the_browser_was_first_is_known_and_changes_nothing(shop: Shop):
    payment = shop.paid(shop.order())
    assert shop.told(payment) == "02"


@pytest.mark.parametrize(("action", "status"), [("decline", "FAILED"), ("cancel", "CANCELLED")])
def test_a_failure_is_recorded_too(shop: Shop, action: str, status: str):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, action)
    assert shop.told(payment) == "00"
    outbox.drain()
    assert (Payment.objects.get(order=order).status, status_of(order)) == (status, "PENDING")


def test_a_call_that_is_earlier_than_the_query_knows_is_looked_at_again(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    shop.terminal.fault("code", code=91, on="querydr")
    assert shop.told(payment) == "00"
    outbox.drain()
    assert status_of(order) == "PENDING"
    OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
    outbox.drain()
    assert status_of(order) == "PAID"


def test_another_amount_is_told_so_and_the_query_decides(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment, amount=121_500_000) == "04"
    outbox.drain()
    assert status_of(order) == "PAID", "at VNPAY it was the right amount"
    assert AuditEntry.objects.filter(action="webhook.mismatch", object_id=payment["payment_id"]).count() == 1


def test_an_amount_that_really_was_another_is_kept_apart(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.terminal.fault("wrong_amount", merchant_reference=payment["authority"])
    shop.press(payment, "approve")
    assert shop.told(payment) == "04"
    outbox.drain()
    assert (Payment.objects.get(order=order).status, status_of(order)) == ("MISMATCH", "PENDING")


def test_an_unknown_reference_is_told_so_and_looked_for_again(shop: Shop):
    payment = shop.started(shop.order())
    assert [shop.told(payment, txn_ref=reference) for reference in ("0" * 46, "10010001")] == ["01", "01"]
    outbox.drain()
    assert {row.state for row in WebhookProcessing.objects.all()} == {"received"}
    assert Payment.objects.get(pk=payment["payment_id"]).status == "SENT"


@pytest.mark.parametrize(
    "bent",
    [{"forged": how} for how in ("missing", "wrong_key", "truncated", "flipped", "changed", "twice")]
    + [{"tmn_code": "OTHERTMN"}],
)
def test_a_call_that_is_not_from_our_terminal_changes_nothing(shop: Shop, bent: dict[str, str]):
    order = shop.order()
    payment = shop.started(order)
    shop.press(payment, "approve")
    assert shop.told(payment, **bent) == "97"
    assert (WebhookEvent.objects.count(), status_of(order)) == (0, "PENDING")
    assert AuditEntry.objects.filter(action="webhook.refuse").count() == 1
    assert shop.told(payment) == "00", "and does not spoil the right one"


@pytest.mark.parametrize("forged", ["upper", "extra"])
def test_a_call_in_another_writing_is_taken(shop: Shop, forged: str):
    payment = shop.started(shop.order())
    shop.press(payment, "approve")
    assert shop.told(payment, forged=forged) == "00"


def test_calls_are_made_with_get_and_only_where_vnpay_is_offered(shop: Shop, settings: Any):
    assert client_for().post(IPN, {}).status_code == 405
    assert client_for().get(IPN).json() == {"RspCode": "97", "Message": "Invalid signature"}
    settings.VNPAY_TMN_CODE = ""
    assert client_for().get(IPN).status_code == 404
    assert client_for().get("/api/payments/vnpay/return/").status_code == 404


# The browser


def test_a_return_that_vnpay_did_not_sign_is_refused(shop: Shop):
    order = shop.order()
    back = shop.press(shop.started(order), "cancel")
    refused = shop.come_back(back.replace("vnp_ResponseCode=24", "vnp_ResponseCode=00"), status=400)
    assert refused["errors"][0]["code"] == "signature_mismatch"
    assert Payment.objects.get(order=order).status == "SENT"


def test_a_browser_is_sent_on_to_the_orders_page(shop: Shop):
    order = shop.order()
    back = shop.press(shop.started(order), "approve")
    answer = client_for().get(back, headers={"Accept": "text/html"})
    assert (answer.status_code, f"/{order.number}?" in answer["Location"]) == (303, True)
    assert status_of(order) == "PAID"


def test_a_late_yes_is_confirming_until_it_comes(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    waiting = shop.come_back(shop.press(payment, "approve-late"))
    assert (waiting["order_status"], waiting["is_confirming"]) == ("PENDING", True)
    eventually(lambda: shop.terminal.purchase(payment["authority"])["status"] == "00")
    assert shop.told(payment) == "00"
    outbox.drain()
    assert status_of(order) == "PAID"


def test_a_suspected_fraud_is_not_delivered_and_stays_open(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    shop.terminal.move(payment["authority"], "suspect")
    assert shop.told(payment) == "00"
    outbox.drain()
    assert (Payment.objects.get(order=order).status, status_of(order)) == ("UNKNOWN", "PENDING")


def test_without_browser_and_call_the_query_finds_the_payment(shop: Shop):
    order = shop.order()
    shop.press(shop.started(order), "approve")
    everything_is_due()
    assert payments_reconcile() == 1
    assert status_of(order) == "PAID"


def test_an_attempt_that_nobody_finishes_ends_and_a_late_call_revives_the_order(shop: Shop):
    order = shop.order()
    payment = shop.started(order)
    over = timezone.now() - timedelta(minutes=16)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=over)
    Payment.objects.filter(order=order).update(expires_at=over)
    assert orders_expire() == 0
    everything_is_due()
    payments_reconcile()
    assert orders_expire() == 1
    assert (Payment.objects.get(order=order).status, status_of(order)) == ("EXPIRED", "CANCELLED")
    shop.terminal.move(payment["authority"], "pay")
    assert shop.told(payment) == "00"
    outbox.drain()
    assert (Payment.objects.get(order=order).status, status_of(order)) == ("CAPTURED", "PAID")


@pytest.mark.parametrize("fault", ["sleep", "error", "reset", "garbage"])
def test_a_query_that_is_not_answered_leaves_the_payment_to_be_confirmed(shop: Shop, fault: str):
    order = shop.order()
    back = shop.press(shop.started(order), "approve")
    shop.terminal.fault(fault, on="querydr", seconds=3)
    waiting = shop.come_back(back)
    assert (waiting["status"], waiting["is_confirming"]) == ("UNKNOWN", True)
    everything_is_due()
    payments_reconcile()
    assert status_of(order) == "PAID"


def test_paying_again_while_the_first_payment_is_being_confirmed_opens_no_second_one(shop: Shop):
    order = shop.order()
    first = shop.started(order)
    back = shop.press(first, "approve")
    shop.terminal.fault("error", on="querydr", uses=2)
    assert shop.come_back(back)["status"] == "UNKNOWN"
    body = {"order": order.number, "token": token_of(order)}
    assert client_for().post("/api/payments/start/", body, headers=key()).status_code == 503
    answer = client_for().post("/api/payments/start/", body, headers=key()).json()
    assert (answer["order_status"], answer["authority"]) == ("PAID", first["authority"])


def test_a_page_that_was_never_opened_can_be_opened_again_after_trouble(shop: Shop):
    order = shop.order()
    body = {"order": order.number, "token": token_of(order)}
    first = client_for().post("/api/payments/start/", body, headers=key()).json()
    shop.terminal.fault("error", on="querydr")
    everything_is_due()
    payments_reconcile()
    assert Payment.objects.get(order=order).status == "UNKNOWN"
    again = client_for().post("/api/payments/start/", body, headers=key()).json()
    assert (again["status"], again["redirect_url"]) == ("SENT", first["redirect_url"])


# Money back


def test_a_paid_order_that_is_cancelled_is_given_back_when_the_bank_has_done_it(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    refund = Refund.objects.get(payment_id=payment["payment_id"])
    refund_execute(refund_id=refund.pk)
    refund.refresh_from_db()
    assert refund.status == "EXECUTING"

    def done() -> bool:
        everything_is_due()
        payments_reconcile()
        refund.refresh_from_db()
        return refund.status == "SUCCEEDED"

    eventually(done)
    assert [one["amount"] for one in shop.terminal.purchase(payment["authority"])["refunds"]] == [243_000_000]


def test_two_stores_parts_go_back_one_after_the_other(shop: Shop):
    order = shop.order(stores=2)
    payment = shop.paid(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    refunds = Refund.objects.filter(payment_id=payment["payment_id"])
    assert refunds.count() == 2

    def done() -> bool:
        OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
        outbox.drain()
        everything_is_due()
        payments_reconcile()
        assert refunds.filter(status="EXECUTING").count() < 2
        return set(refunds.values_list("status", flat=True)) == {"SUCCEEDED"}

    eventually(done)
    at_terminal = shop.terminal.purchase(payment["authority"])["refunds"]
    assert [(one["amount"], one["status"]) for one in at_terminal] == [(243_000_000, "00")] * 2
    assert {one["number"] for one in at_terminal} == set(refunds.values_list("gateway_reference", flat=True))


def test_a_refund_that_nobody_hears_of_is_given_up_by_people_and_tried_again(shop: Shop):
    order = shop.order(stores=2)
    payment = shop.paid(order)
    administrator = boss()
    refund = services.refund_request_by_staff(
        scope=administrator, payment_id=payment["payment_id"], amount_minor=50_000, reason="A scratch."
    )
    shop.terminal.fault("reset", on="refund")
    refund_execute(refund_id=refund.pk)
    everything_is_due()
    payments_reconcile()
    refund.refresh_from_db()
    assert refund.status == "EXECUTING", "it may have arrived, so it is not sent again"
    services.refund_give_up(scope=administrator, refund_id=refund.pk, reason="The portal shows none.")
    services.refund_retry(scope=administrator, refund_id=refund.pk)
    refund_execute(refund_id=refund.pk)
    refund.refresh_from_db()
    assert (refund.status, refund.attempt) == ("EXECUTING", 2)
    assert len(shop.terminal.purchase(payment["authority"])["refunds"]) == 1
    assert AuditEntry.objects.filter(action="refund.give_up", object_id=str(refund.pk)).count() == 1


def test_a_refund_that_the_bank_rejected_is_sent_anew_by_people(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.terminal.fault("refund_failed")
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    refund = Refund.objects.get(payment_id=payment["payment_id"])
    refund_execute(refund_id=refund.pk)
    services.refund_retry(scope=boss(), refund_id=refund.pk)
    refund_execute(refund_id=refund.pk)

    def done() -> bool:
        everything_is_due()
        payments_reconcile()
        refund.refresh_from_db()
        return refund.status == "SUCCEEDED"

    eventually(done)
    assert [one["status"] for one in shop.terminal.purchase(payment["authority"])["refunds"]] == ["09", "00"]


def test_an_attempt_that_nobody_can_tell_about_is_let_go_after_a_day(shop: Shop):
    order = shop.order()
    shop.started(order)
    over = timezone.now() - timedelta(hours=25)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=over)
    Payment.objects.filter(order=order).update(expires_at=over)
    shop.terminal.fault("garbage", on="querydr", style="unsigned")
    everything_is_due()
    payments_reconcile()
    payment = Payment.objects.get(order=order)
    assert (payment.status, payment.failure_code) == ("EXPIRED", "unknown")
    assert orders_expire() == 1
    assert AuditEntry.objects.filter(action="payment.give_up", object_id=str(payment.pk)).count() == 1


def test_a_rejected_refund_is_left_to_people(shop: Shop):
    order = shop.order()
    payment = shop.paid(order)
    shop.terminal.fault("refund_failed")
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    refund = Refund.objects.get(payment_id=payment["payment_id"])
    refund_execute(refund_id=refund.pk)
    refund.refresh_from_db()
    assert (refund.status, Payment.objects.get(order=order).refunded_minor) == ("FAILED", 2_430_000)

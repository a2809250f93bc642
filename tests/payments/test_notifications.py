"""Notifications: kept once, believed never, applied by asking."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.metrics import BAD_SIGNATURES
from core.models import AuditEntry, OutboxMessage
from payments.models import Payment, TransactionLog, WebhookEvent, WebhookProcessing
from payments.services import webhooks
from sales.models import Order
from simulators.sandbox.wire import sign
from tests.accounts.factories import client_for
from tests.payments.shop import Shop, post_notification
from tests.simulators.harness import SECRET

pytestmark = pytest.mark.django_db
ADDRESS = "/api/payments/sandbox/notification/"


def post(body: bytes) -> Any:
    return post_notification(body, sign(SECRET, body))


def event(kind: str = "payment.captured", *, event_id: str = "evt_1", **payment: object) -> bytes:
    shown = {"id": "pay_unknown", "merchant_reference": "", "status": kind.partition(".")[2], **payment}
    return json.dumps({"id": event_id, "type": kind, "payment": shown}).encode()


def states(payment: dict[str, Any]) -> list[str]:
    rows = WebhookProcessing.objects.filter(event__gateway_reference=payment["authority"])
    return sorted(rows.values_list("state", flat=True))


def test_a_notification_pays_the_order_though_the_browser_never_comes_back(
    shop: Shop, drain_outbox: Any, order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    shop.notified(started, "payment.captured")
    assert order_now(order) == "PENDING"  # kept, and not yet looked at
    drain_outbox()
    assert (order_now(order), states(started)) == ("PAID", ["applied"])
    # The browser comes back last and sees the same.
    assert shop.come_back(started)["state"] == "VERIFIED"
    assert Payment.objects.get(order=order).status == "CAPTURED"


def test_the_same_event_ten_times_is_one_row_and_one_effect(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    shop.notified(started, "payment.captured")
    assert shop.deliver(started, times=10) == [200] * 10
    assert WebhookEvent.objects.filter(gateway_reference=started["authority"]).count() == 1
    drain_outbox()
    assert shop.deliver(started, times=2) == [200, 200]
    assert shop.deliver(started, new=1) == [200]  # the same news under a new id
    drain_outbox()
    assert order_now(order) == "PAID"
    captures = TransactionLog.objects.filter(payment__order=order, new_status="CAPTURED")
    assert (captures.count(), states(started)) == (1, ["applied", "applied"])


def test_older_news_after_the_capture_changes_nothing(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.sandbox.fault("reorder", seconds=0.1)
    shop.press(started, "approve")
    shop.notified(started, "payment.captured")
    shop.notified(started, "payment.pending")
    drain_outbox()
    assert shop.deliver(started, status="declined") == [200]
    assert shop.deliver(started, status="cancelled") == [200]
    drain_outbox()
    assert (order_now(order), Payment.objects.get(order=order).status) == ("PAID", "CAPTURED")


@pytest.mark.parametrize("how", ["missing", "wrong_key", "changed_body", "truncated", "twice", "old", "future"])
def test_a_bad_signature_is_a_401_and_leaves_a_count_and_one_audit_line(shop: Shop, how: str, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    before = BAD_SIGNATURES.labels("sandbox")._value.get()
    assert shop.deliver(started, status="captured", bad_signature=how) == [401]
    assert BAD_SIGNATURES.labels("sandbox")._value.get() == before + 1
    line = AuditEntry.objects.get(action="webhook.refuse")
    assert started["authority"] not in json.dumps(line.changes)
    assert not WebhookEvent.objects.filter(gateway_reference=started["authority"]).exists()
    assert (order_now(order), Payment.objects.get(order=order).status) == ("PENDING", "SENT")


@pytest.mark.parametrize("claim", [{"amount": 1}, {"currency": "IDR"}, {"merchant_reference": "another"}])
def test_a_signed_lie_is_flagged_changes_nothing_and_is_looked_at_until_the_gateway_confirms_it(
    shop: Shop, drain_outbox: Any, claim: dict[str, object], order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    assert shop.deliver(started, status="captured", **claim) == [200]
    drain_outbox()
    assert (order_now(order), Payment.objects.get(order=order).status) == ("PENDING", "SENT")
    assert AuditEntry.objects.filter(action="webhook.mismatch", object_id=started["payment_id"]).count() == 1
    assert states(started) == ["received"]


@pytest.mark.parametrize("amount", ['"1250"', "12.5", "-1", "true"])
def test_an_amount_that_is_no_amount_is_flagged_and_changes_nothing(
    shop: Shop, drain_outbox: Any, amount: str, order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    payment = f'{{"id":"{started["authority"]}","merchant_reference":"{started["payment_id"]}","status":"captured",'
    payment += f'"captured_amount":{amount},"captured_currency":"USD"}}'
    assert post(f'{{"id":"evt_odd","type":"payment.captured","payment":{payment}}}'.encode()).status_code == 200
    drain_outbox()
    assert order_now(order) == "PENDING"
    assert AuditEntry.objects.filter(action="webhook.mismatch").count() == 1


def test_an_event_nobody_knows_is_kept_and_ignored(shop: Shop, drain_outbox: Any):
    assert post(event("dispute.opened", event_id="evt_other")).status_code == 200
    assert post(b"no json at all").status_code == 200
    drain_outbox()
    found = WebhookProcessing.objects.filter(state="ignored")
    assert sorted(found.values_list("note", flat=True)) == ["not an event", "unknown type"]


def test_an_event_for_a_payment_we_do_not_know_yet_is_tried_again(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    Payment.objects.filter(pk=started["payment_id"]).update(gateway_reference="pay_recorded_late")
    shop.press(started, "approve")
    shop.notified(started, "payment.captured")
    drain_outbox()
    assert (order_now(order), states(started)) == ("PENDING", ["received"])
    Payment.objects.filter(pk=started["payment_id"]).update(gateway_reference=started["authority"])
    shop.everything_is_due()
    drain_outbox()
    assert (order_now(order), states(started)) == ("PAID", ["applied"])


def test_a_payment_whose_start_was_lost_is_found_by_our_own_reference(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    shop.sandbox.fault("commit_then_reset", on="create")
    assert shop.start(order).status_code == 503
    payment = Payment.objects.get(order=order)
    known = shop.sandbox.http.get("/control/payments", params={"merchant_reference": str(payment.pk)}).json()
    authority = known["payments"][0]["id"]
    assert (payment.status, payment.gateway_reference) == ("UNKNOWN", None)
    shop.press({"authority": authority}, "approve")
    shop.notified({"authority": authority}, "payment.captured")
    drain_outbox()
    payment.refresh_from_db()
    assert (order_now(order), payment.status, payment.gateway_reference) == ("PAID", "CAPTURED", authority)


def test_after_a_day_an_event_without_a_payment_is_left_to_people(shop: Shop, drain_outbox: Any, monkeypatch: Any):
    assert post(event(event_id="evt_lost")).status_code == 200
    drain_outbox()
    assert WebhookProcessing.objects.get(event__event_key="evt_lost").state == "received"
    planned = OutboxMessage.objects.get(handled_at=None, task__endswith="webhook_process")
    assert planned.due_at > timezone.now()
    monkeypatch.setattr(webhooks, "RETRY_FOR", timedelta(0))  # the day is over
    shop.everything_is_due()
    drain_outbox()
    assert WebhookProcessing.objects.get(event__event_key="evt_lost").state == "failed"
    assert not OutboxMessage.objects.filter(handled_at=None).exists()


def test_a_notification_while_the_gateway_is_away_is_applied_later(
    shop: Shop, drain_outbox: Any, settings: Any, order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    shop.notified(started, "payment.captured")
    shop.sandbox.fault("error", status=503, on="verify")
    drain_outbox()
    assert (order_now(order), states(started)) == ("PENDING", ["received"])
    shop.everything_is_due()
    drain_outbox()
    assert (order_now(order), states(started)) == ("PAID", ["applied"])


def test_what_no_gateway_sends_is_refused(shop: Shop):
    before = WebhookEvent.objects.count()
    assert post(b"x" * 300_000).status_code == 413
    assert post(b"[" * 100_000).status_code == 200  # signed: kept, never parsed into anything
    assert client_for().get(ADDRESS).status_code == 405
    assert WebhookEvent.objects.count() == before + 1


def test_a_notification_lives_only_where_the_gateway_does(shop: Shop, settings: Any):
    settings.SANDBOX_GATEWAY_ENABLED = False
    assert post(event()).status_code == 404


def test_the_log_keeps_no_secret_and_no_person(shop: Shop, drain_outbox: Any):
    order = shop.order()
    shop.paid(order)
    drain_outbox()
    kept = json.dumps([*TransactionLog.objects.values_list("data", flat=True)])
    kept += json.dumps([*WebhookEvent.objects.values_list("headers", flat=True)])
    order = Order.objects.get(pk=order.pk)
    for secret in (SECRET, order.contact_email, order.contact_name, "Signature"):
        assert secret not in kept

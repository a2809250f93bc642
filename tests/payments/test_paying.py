"""Paying an order, as shopper, gateway and thief see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import AuditEntry
from marketplace.models import Stock
from payments.links import return_url
from payments.models import Payment, Refund, TransactionLog
from payments.services import payments_reconcile
from sales.models import Order, OrderItem
from sales.services import orders_expire
from tests.accounts.factories import client_for, make_user
from tests.payments.shop import Shop, token_of
from tests.sales.factories import key, make_order
from tests.simulators.harness import eventually, free_port

pytestmark = pytest.mark.django_db


def attempts(order: Order) -> list[tuple[int, str]]:
    return list(Payment.objects.filter(order=order).order_by("attempt_number").values_list("attempt_number", "status"))


def over(order: Order) -> None:
    """The order's time to pay is over."""
    past = timezone.now() - timedelta(minutes=1)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=past)
    Payment.objects.filter(order=order).update(expires_at=past)


# The straight path


def test_an_approved_payment_pays_the_order_and_sells_its_stock(shop: Shop, drain_outbox: Any, mailoutbox: list[Any]):
    order = shop.order()
    assert attempts(order) == [(1, "CREATED")]
    started = shop.started(order)
    assert (started["status"], started["amount"]["minor"], started["gateway"]) == ("SENT", 1250, "sandbox")
    assert started["redirect_url"] == f"{shop.sandbox.url}/pay/{started['authority']}"
    assert Order.objects.get(pk=order.pk).payment_deadline_at.isoformat()[:19] == started["expires_at"][:19]
    shop.press(started, "approve")
    done = shop.come_back(started)
    assert (done["status"], done["state"], done["order_status"]) == ("CAPTURED", "VERIFIED", "PAID")
    assert (done["is_confirming"], done["redirect_url"]) == (False, None)
    stock = Stock.objects.get(pk=OrderItem.objects.get(store_order__order=order).stock_id)
    assert (stock.stock, stock.reserved) == (9, 0)
    drain_outbox()
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox if "order-paid" in str(mail.extra_headers)] != []
    moves = TransactionLog.objects.filter(payment__order=order, event="status").order_by("pk")
    assert [(row.old_status, row.new_status, row.cause) for row in moves] == [
        ("CREATED", "SENT", "start"),
        ("SENT", "VERIFYING", "return"),
        ("VERIFYING", "CAPTURED", "return"),
    ]


def test_a_double_click_opens_one_payment_and_both_answers_name_it(shop: Shop):
    order = shop.order()
    first, second = shop.started(order), shop.started(order)
    names = ("payment_id", "authority", "redirect_url")
    assert [first[name] for name in names] == [second[name] for name in names]
    assert attempts(order) == [(1, "SENT")]


@pytest.mark.parametrize(("action", "status"), [("decline", "FAILED"), ("cancel", "CANCELLED")])
def test_what_was_not_paid_may_be_paid_again(shop: Shop, action: str, status: str, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, action)
    assert shop.come_back(started, "NOK")["status"] == status
    assert order_now(order) == "PENDING"
    shop.paid(order)
    assert attempts(order) == [(1, status), (2, "CAPTURED")]


def test_approve_late_is_being_confirmed_until_the_gateway_says_so(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve-late")
    seen = shop.come_back(started)
    assert (seen["status"], seen["is_confirming"], seen["order_status"]) == ("VERIFYING", True, "PENDING")
    shop.notified(started, "payment.captured")
    drain_outbox()
    assert (order_now(order), attempts(order)) == ("PAID", [(1, "CAPTURED")])


def test_an_order_that_is_paid_cannot_be_paid_again(shop: Shop):
    order = shop.order()
    shop.paid(order)
    answer = shop.start(order)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_payable")
    assert attempts(order) == [(1, "CAPTURED")]


def test_an_order_whose_time_is_over_cannot_be_paid(shop: Shop):
    order = shop.order()
    over(order)
    assert shop.start(order).json()["code"] == "not_payable"


# The browser's word


def test_the_return_never_decides(shop: Shop, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    assert shop.come_back(started, "OK")["order_status"] == "PENDING"
    shop.press(started, "approve")
    # The shopper changes OK into FAILED: the money was taken, so the order is paid.
    assert shop.come_back(started, "FAILED")["state"] == "VERIFIED"
    assert shop.come_back(started, "NOK")["state"] == "VERIFIED"
    assert order_now(order) == "PAID"


def test_the_return_of_one_order_pays_no_other(shop: Shop, order_now: Any):
    cheap, dear = shop.order(price_minor=100), shop.order(price_minor=90_000)
    paid, waiting = shop.paid(cheap), shop.started(dear)
    address = f"/api/payments/verify/?Authority={paid['authority']}&Status=OK&order={dear.number}"
    assert client_for().get(address).json()["order"] == cheap.number
    twice = f"/api/payments/verify/?Authority={paid['authority']}&Authority={waiting['authority']}&Status=OK"
    assert client_for().get(twice).status_code == 400
    assert (order_now(cheap), order_now(dear)) == ("PAID", "PENDING")


@pytest.mark.parametrize("query", ["Authority=pay_nobody&Status=OK", "Authority=pay_nobody"])
def test_an_authority_nobody_knows_is_a_404(shop: Shop, query: str):
    assert client_for().get(f"/api/payments/verify/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "Status=OK", "Authority=a%20b&Status=OK", "Authority=pay_x&Status=paid"])
def test_a_malformed_return_is_a_400(shop: Shop, query: str):
    assert client_for().get(f"/api/payments/verify/?{query}").status_code == 400


def test_the_return_may_come_as_a_post(shop: Shop):
    started = shop.started(shop.order())
    shop.press(started, "approve")
    body = f"Authority={started['authority']}&Status=OK"
    answer = client_for().post("/api/payments/verify/", body, content_type="application/x-www-form-urlencoded")
    assert answer.json()["order_status"] == "PAID"


# The gateway is away


def test_a_gateway_that_does_not_answer_at_start_is_a_503_and_the_same_attempt_is_tried_again(
    shop: Shop, settings: Any
):
    order, url = shop.order(), shop.sandbox.url
    settings.SANDBOX_GATEWAY_URL = f"http://127.0.0.1:{free_port()}"
    answer = shop.start(order)
    assert (answer.status_code, answer.json()["code"]) == (503, "gateway_unavailable")
    assert attempts(order) == [(1, "UNKNOWN")]
    settings.SANDBOX_GATEWAY_URL = url
    assert shop.started(order)["status"] == "SENT"
    assert attempts(order) == [(1, "SENT")]


@pytest.mark.parametrize("fault", ["commit_then_reset", "commit_then_hang", "commit_then_error"])
def test_a_lost_answer_to_start_opens_no_second_payment(shop: Shop, fault: str):
    order = shop.order()
    shop.sandbox.fault(fault, on="create", seconds=1.5)
    assert shop.start(order).status_code == 503
    started = shop.started(order)
    assert attempts(order) == [(1, "SENT")]
    known = shop.sandbox.http.get("/control/payments", params={"merchant_reference": started["payment_id"]}).json()
    assert [row["id"] for row in known["payments"]] == [started["authority"]]


def test_a_gateway_that_refuses_is_a_402_and_the_order_may_be_paid_again(shop: Shop):
    order = shop.order()
    first = Payment.objects.get(order=order)
    shop.sandbox.create("http://127.0.0.1:9/nowhere", merchant_reference=str(first.pk), amount=1)
    answer = shop.start(order)
    assert (answer.status_code, answer.json()["code"]) == (402, "payment_declined")
    assert attempts(order) == [(1, "FAILED")]
    assert shop.started(order)["attempt"] == 2


def test_failed_at_an_unreachable_gateway_is_not_believed(shop: Shop, settings: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    url, settings.SANDBOX_GATEWAY_URL = shop.sandbox.url, f"http://127.0.0.1:{free_port()}"
    seen = shop.come_back(started, "FAILED")
    assert (seen["status"], seen["is_confirming"], seen["order_status"]) == ("UNKNOWN", True, "PENDING")
    settings.SANDBOX_GATEWAY_URL = url
    shop.everything_is_due()
    assert payments_reconcile() == 1
    assert (order_now(order), attempts(order)) == ("PAID", [(1, "CAPTURED")])


@pytest.mark.parametrize("style", ["html", "empty", "redirect", "unsigned", "types"])
def test_an_answer_that_makes_no_sense_leaves_the_payment_unknown(shop: Shop, style: str, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    shop.sandbox.fault("garbage", style=style, on="verify")
    assert shop.come_back(started)["status"] == "UNKNOWN"
    assert order_now(order) == "PENDING"
    shop.everything_is_due()
    payments_reconcile()
    assert order_now(order) == "PAID"


def test_a_timeout_after_the_capture_is_settled_by_reconciliation(shop: Shop, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    shop.sandbox.fault("commit_then_hang", seconds=4, on="verify")
    assert shop.come_back(started)["status"] == "UNKNOWN"
    assert payments_reconcile() == 0  # not due yet
    shop.everything_is_due()
    payments_reconcile()
    assert (order_now(order), attempts(order)) == ("PAID", [(1, "CAPTURED")])


def test_a_closed_window_is_found_by_reconciliation(shop: Shop, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.sandbox.fault("hold")
    shop.press(started, "approve")
    shop.everything_is_due()
    assert payments_reconcile() == 1
    assert order_now(order) == "PAID"


# Other money than expected


@pytest.mark.parametrize(
    ("fault", "captured"),
    [
        ({"name": "wrong_amount", "amount": 1}, (1, "USD")),
        ({"name": "other_currency", "currency": "IDR"}, (1250, "IDR")),
    ],
)
def test_another_amount_or_currency_is_kept_apart_and_flagged(
    shop: Shop, fault: dict[str, Any], captured: tuple[int, str], order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    shop.sandbox.fault(**fault)
    shop.press(started, "approve")
    assert shop.come_back(started)["status"] == "MISMATCH"
    payment = Payment.objects.get(order=order)
    assert (payment.captured_minor, payment.captured_currency, payment.settles_order) == (*captured, False)
    assert order_now(order) == "PENDING"
    assert AuditEntry.objects.filter(action="payment.mismatch", object_id=str(payment.pk)).count() == 1
    assert not Refund.objects.exists()
    assert shop.started(order)["attempt"] == 2


# Cancelling and expiring


def cancel(order: Order) -> Any:
    return client_for().post(f"/api/sales/orders/{order.number}/cancel/?token={token_of(order)}", headers=key())


def test_cancelling_before_anything_was_sent_ends_the_attempt(shop: Shop, order_now: Any):
    order = shop.order()
    assert cancel(order).status_code == 200
    assert (order_now(order), attempts(order)) == ("CANCELLED", [(1, "CANCELLED")])


def test_cancelling_while_the_shopper_is_at_the_gateway_closes_the_payment_there(
    shop: Shop, drain_outbox: Any, order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    assert cancel(order).json()["status"] == "CANCEL_REQUESTED"
    drain_outbox()
    assert (order_now(order), attempts(order)) == ("CANCELLED", [(1, "CANCELLED")])
    assert shop.sandbox.get(started["authority"])["status"] == "cancelled"


def test_money_that_meets_a_cancellation_goes_back(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    assert cancel(order).json()["status"] == "CANCEL_REQUESTED"
    shop.press(started, "approve")
    drain_outbox()
    assert (order_now(order), attempts(order)) == ("CANCELLED", [(1, "SURPLUS")])
    refund = Refund.objects.get(payment__order=order)
    assert (refund.cause, refund.status, refund.amount_minor) == ("surplus", "SUCCEEDED", 1250)
    assert shop.sandbox.get(started["authority"])["refunded_amount"] == 1250


def test_cancelling_a_paid_order_gives_back_each_part(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order(stores=2)
    payment = shop.paid(order)
    assert cancel(order).json()["status"] == "CANCELLED"
    drain_outbox()
    refunds = Refund.objects.filter(payment__order=order)
    assert (
        sorted((row.cause, row.status, row.amount_minor) for row in refunds) == [("cancelled", "SUCCEEDED", 1250)] * 2
    )
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 2500
    stocks = Stock.objects.filter(pk__in=OrderItem.objects.filter(store_order__order=order).values("stock_id"))
    assert [(stock.stock, stock.reserved) for stock in stocks] == [(10, 0), (10, 0)]


def test_an_expired_order_that_was_paid_in_time_at_the_gateway_is_paid(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "approve")
    over(order)
    assert orders_expire() == 0  # money may be on its way, so the order waits and asks
    drain_outbox()
    assert (order_now(order), attempts(order)) == ("PAID", [(1, "CAPTURED")])


def test_an_unpaid_order_expires_once_the_gateway_says_so(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    shop.started(order)
    over(order)
    assert orders_expire() == 0
    drain_outbox()
    assert orders_expire() == 1
    assert (order_now(order), attempts(order)) == ("CANCELLED", [(1, "CANCELLED")])


def expired(shop: Shop, drain_outbox: Any, **more: int) -> tuple[Order, dict[str, Any]]:
    order = shop.order(**more)
    started = shop.started(order)
    over(order)
    orders_expire()
    drain_outbox()
    orders_expire()
    assert Order.objects.get(pk=order.pk).status == "CANCELLED"
    return order, started


def capture_late(shop: Shop, payment: dict[str, Any], drain_outbox: Any) -> None:
    """The bank's very late yes."""
    assert shop.sandbox.http.post(f"/control/payments/{payment['authority']}/capture").status_code == 200
    shop.notified(payment, "payment.captured")
    drain_outbox()


def test_a_late_capture_revives_an_order_that_merely_expired(shop: Shop, drain_outbox: Any, order_now: Any):
    order, started = expired(shop, drain_outbox)
    capture_late(shop, started, drain_outbox)
    assert (order_now(order), attempts(order)) == ("PAID", [(1, "CAPTURED")])
    stock = Stock.objects.get(pk=OrderItem.objects.get(store_order__order=order).stock_id)
    assert (stock.stock, stock.reserved) == (9, 0)


def test_a_late_capture_for_sold_out_goods_goes_back(shop: Shop, drain_outbox: Any, order_now: Any):
    order, started = expired(shop, drain_outbox, stock=1)
    item = OrderItem.objects.get(store_order__order=order).item
    other = make_order((item, 1))
    shop.paid(other)
    capture_late(shop, started, drain_outbox)
    assert (order_now(order), attempts(order)) == ("CANCELLED", [(1, "SURPLUS")])
    assert Refund.objects.get(payment__order=order).status == "SUCCEEDED"
    assert shop.sandbox.get(started["authority"])["refunded_amount"] == 1250


def test_a_late_capture_for_an_order_its_shopper_cancelled_goes_back(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    started = shop.started(order)
    cancel(order)
    drain_outbox()
    capture_late(shop, started, drain_outbox)
    assert (order_now(order), attempts(order)) == ("CANCELLED", [(1, "SURPLUS")])
    assert Refund.objects.get(payment__order=order).status == "SUCCEEDED"


def test_a_second_capture_of_an_order_goes_back(shop: Shop, drain_outbox: Any, order_now: Any):
    order = shop.order()
    first = shop.started(order)
    shop.press(first, "cancel")
    shop.come_back(first, "NOK")
    shop.paid(order)
    capture_late(shop, first, drain_outbox)
    assert (order_now(order), attempts(order)) == ("PAID", [(1, "SURPLUS"), (2, "CAPTURED")])
    assert Refund.objects.get(payment__order=order).amount_minor == 1250


# Keys and people


def test_one_key_gives_one_answer(shop: Shop):
    order, other = shop.order(), shop.order()
    headers = key()
    first, again = shop.start(order, headers=headers), shop.start(order, headers=headers)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert shop.start(other, headers=headers).status_code == 422
    answer = client_for().post("/api/payments/start/", {"order": order.number, "token": token_of(order)})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "idempotency_key_missing")


def test_only_the_buyer_or_a_link_starts_a_payment(shop: Shop):
    mine = make_user()
    order = make_order(
        *[(line.item, 1) for line in OrderItem.objects.filter(store_order__order=shop.order())], client=client_for(mine)
    )
    body = {"order": order.number}
    assert client_for().post("/api/payments/start/", body, headers=key()).status_code == 401
    assert client_for(make_user()).post("/api/payments/start/", body, headers=key()).status_code == 404
    forged = {**body, "token": token_of(shop.order())}
    assert client_for().post("/api/payments/start/", forged, headers=key()).status_code == 404
    assert client_for(mine).post("/api/payments/start/", body, headers=key()).json()["status"] == "SENT"
    by_id = client_for(mine).post("/api/payments/start/", {"order": str(order.pk)}, headers=key())
    assert by_id.json()["order"] == order.number


def test_a_gateway_that_is_not_offered_is_a_400(shop: Shop):
    order = shop.order()
    answer = shop.start(order, gateway="stripe")
    assert (answer.status_code, answer.json()["code"]) == (400, "gateway_not_offered")
    assert answer.json()["gateways"] == ["sandbox"]
    assert attempts(order) == [(1, "CREATED")]


def test_a_payment_is_seen_by_its_buyer_a_link_and_staff_only(shop: Shop):
    order = shop.order()
    seller = OrderItem.objects.get(store_order__order=order).item.store.seller.user
    address = f"/api/payments/{shop.started(order)['payment_id']}/"
    assert client_for().get(address).status_code == 401
    assert client_for().get(f"{address}?token={token_of(order)}").json()["status"] == "SENT"
    assert client_for().get(f"{address}?token={token_of(shop.order())}").status_code == 404
    assert [client_for(user).get(address).status_code for user in (make_user(), seller)] == [404, 404]
    assert client_for(make_user(groups=("support",))).get(address).json()["order"] == order.number


# The page


def test_a_browser_is_led_to_a_page_that_tells_the_truth(shop: Shop):
    order = shop.order()
    started = shop.started(order)
    address = f"/api/payments/verify/?Authority={started['authority']}&Status=OK"
    back = client_for().get(address, headers={"Accept": "text/html"})
    assert back.status_code == 303
    path, _, opened = back["Location"].partition("?")
    assert path.endswith(f"/checkout/return/{order.number}")
    said = client_for().get(f"/api/payments/orders/{order.number}/standing/?{opened}")
    assert (said.json()["kind"], said["Cache-Control"]) == ("confirming", "no-store")
    assert said.json()["look_again_seconds"] > 0
    page = client_for().get(f"/orders/{order.number}/payment/?{opened}").content.decode()
    assert "being confirmed" in page
    assert "Pay 12.50 USD" not in page
    shop.press(started, "approve")
    client_for().get(address, headers={"Accept": "text/html"})
    said = client_for().get(f"/api/payments/orders/{order.number}/standing/?{opened}").json()
    assert (said["kind"], said["headline"], said["look_again_seconds"]) == ("paid", "The order is paid", 0)
    assert "The order is paid" in client_for().get(f"/orders/{order.number}/payment/?{opened}").content.decode()


@pytest.mark.parametrize("address", ["/orders/{}/payment/", "/api/payments/orders/{}/standing/"])
def test_how_a_payment_stands_is_told_to_nobody_else(shop: Shop, address: str):
    order, other = shop.order(), shop.order()
    opened = return_url(order).partition("?")[2]
    assert client_for().get(address.format(order.number) + f"?{opened}").status_code == 200
    assert client_for().get(address.format(order.number) + f"?token={token_of(order)}").status_code == 200
    assert client_for().get(address.format(order.number)).status_code == 404
    assert client_for().get(address.format(other.number) + f"?{opened}").status_code == 404
    assert client_for(make_user()).get(address.format(order.number)).status_code == 404


def test_the_ways_to_pay_in_a_market_are_known_before_there_is_an_order(shop: Shop):
    found = client_for().get("/api/payments/methods/?market=intl&amount_minor=1250").json()
    assert [(one["name"], one["is_available"]) for one in found["methods"]] == [("sandbox", True)]
    assert client_for().get("/api/payments/methods/?market=atlantis").status_code == 400
    assert client_for().get("/api/payments/methods/?amount_minor=-1").status_code == 400


def test_the_page_lets_a_shopper_pay_again_after_a_decline(shop: Shop):
    order = shop.order()
    started = shop.started(order)
    shop.press(started, "decline")
    shop.come_back(started, "NOK")
    from django.test import Client

    browser = Client()
    address = f"/orders/{order.number}/payment/?token={token_of(order)}"
    page = browser.get(address).content.decode()
    assert "The payment was declined. Nothing was charged." in page
    assert "Pay 12.50 USD" in page
    leaving = browser.post(address).content.decode()
    payment = Payment.objects.get(order=order, attempt_number=2)
    assert payment.redirect_url in leaving
    assert eventually(lambda: attempts(order)) == [(1, "FAILED"), (2, "SENT")]

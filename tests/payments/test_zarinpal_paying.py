"""Orders of the Iranian market paid through Zarinpal: over the API, with the simulated terminal as a process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.models import AuditEntry
from core.scope import SYSTEM_SCOPE
from payments.models import Payment, Refund
from payments.services import payments_reconcile, payments_unsettled_find, refund_execute
from sales import services as sales
from sales.models import Order
from sales.services import orders_expire
from tests.payments.shop import everything_is_due
from tests.payments.zarinpal_shop import ZarinpalShop
from tests.simulators.harness import Zarinpal


@pytest.fixture
def shop(zarinpal_shop: ZarinpalShop) -> ZarinpalShop:
    return zarinpal_shop


def pass_the_deadline(order: Order, by: timedelta) -> None:
    """The clock: the order's time to pay is over by so much."""
    over = timezone.now() - by
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=over)
    Payment.objects.filter(order=order).update(expires_at=over)


def test_an_order_is_paid_in_rials_and_the_shopper_gets_the_banks_number(shop: ZarinpalShop):
    order = shop.order()
    payment = shop.paid(order)
    assert (payment["status"], payment["order_status"]) == ("CAPTURED", "PAID")
    assert payment["amount"] == {"amount": "3000000", "currency": "IRR", "minor": 3_000_000}
    session = shop.terminal.session(payment["authority"])
    assert (session["state"], session["amount"]) == ("VERIFIED", 3_000_000)
    assert payment["receipt"] == str(session["ref_id"]) != ""


def test_a_browser_that_comes_back_twice_pays_once(shop: ZarinpalShop):
    order = shop.order()
    back = shop.press(shop.started(order), "approve")
    assert shop.come_back(back)["status"] == shop.come_back(back)["status"] == "CAPTURED"
    assert Payment.objects.filter(order=order, settles_order=True).count() == 1


@pytest.mark.parametrize(("action", "status"), [("decline", "FAILED"), ("cancel", "CANCELLED")])
def test_an_unpaid_attempt_ends_and_the_order_can_be_paid_again(shop: ZarinpalShop, action: str, status: str):
    """The bank's no looks like the shopper's; both come back with NOK, which is taken for the shopper's."""
    order = shop.order()
    payment = shop.started(order)
    back = shop.press(payment, action)
    if action == "decline":
        back = back.replace("Status=NOK", "Status=OK")
    ended = shop.come_back(back)
    assert (ended["status"], ended["order_status"]) == (status, "PENDING")
    assert shop.paid(order)["attempt"] == 2


def test_a_forged_return_pays_nothing_and_one_with_another_attempt_is_not_found(shop: ZarinpalShop):
    mine, other = shop.started(shop.order()), shop.started(shop.order())
    forged = f"/api/payments/verify/?Authority={mine['authority']}&Status=OK"
    assert shop.come_back(forged)["order_status"] == "PENDING"
    shop.come_back(f"{forged}&attempt={other['payment_id']}", status=404)
    shop.come_back(f"{forged}&attempt=nonsense", status=400)
    shop.come_back(f"{forged}&attempt={mine['payment_id']}&attempt={mine['payment_id']}", status=400)


def test_a_forged_nok_after_the_payment_does_not_lose_it(shop: ZarinpalShop):
    payment = shop.started(shop.order())
    back = shop.press(payment, "approve").replace("Status=OK", "Status=NOK")
    assert shop.come_back(back)["order_status"] == "PAID"


def test_a_late_yes_pays_when_it_comes(shop: ZarinpalShop):
    order = shop.order()
    waiting = shop.come_back(shop.press(shop.started(order), "approve-late"))
    assert (waiting["order_status"], waiting["is_confirming"]) == ("PENDING", True)
    shop.terminal.move(waiting["authority"], "pay")
    everything_is_due()
    assert payments_reconcile() == 1
    assert Order.objects.get(pk=order.pk).status == "PAID"


def test_a_shopper_who_pays_and_closes_the_window_is_found_in_the_unverified_list(shop: ZarinpalShop):
    order = shop.order()
    shop.press(shop.started(order), "approve")
    assert payments_unsettled_find() >= 1
    assert Order.objects.get(pk=order.pk).status == "PAID"


def test_an_attempt_that_nobody_finishes_ends_soon_after_its_time_and_frees_the_stock(shop: ZarinpalShop):
    order = shop.order()
    shop.started(order)
    pass_the_deadline(order, timedelta(minutes=1))
    everything_is_due()
    payments_reconcile()
    assert Payment.objects.get(order=order).status == "SENT", "money may still be on its way"
    pass_the_deadline(order, timedelta(minutes=3))
    assert orders_expire() == 0
    everything_is_due()
    payments_reconcile()
    assert orders_expire() == 1
    assert (Payment.objects.get(order=order).status, Order.objects.get(pk=order.pk).status) == ("EXPIRED", "CANCELLED")


def test_money_that_comes_after_that_revives_the_order_or_goes_back(shop: ZarinpalShop):
    order = shop.order()
    payment = shop.started(order)
    pass_the_deadline(order, timedelta(minutes=3))
    everything_is_due()
    payments_reconcile()
    assert orders_expire() == 1
    shop.terminal.move(payment["authority"], "pay")
    payments_unsettled_find()
    assert (Payment.objects.get(order=order).status, Order.objects.get(pk=order.pk).status) == ("CAPTURED", "PAID")


def test_another_amount_is_kept_apart_and_told_to_people(shop: ZarinpalShop):
    order = shop.order()
    payment = shop.started(order)
    shop.terminal.fault("wrong_amount", amount=20_000, merchant_reference=payment["payment_id"])
    ended = shop.come_back(shop.press(payment, "approve"))
    assert (ended["status"], ended["order_status"]) == ("MISMATCH", "PENDING")
    assert AuditEntry.objects.filter(action="payment.mismatch", object_id=payment["payment_id"]).count() == 1


def test_a_lost_answer_to_start_opens_a_second_session_that_alone_can_be_paid(shop: ZarinpalShop):
    order = shop.order()
    shop.terminal.fault("commit_then_hang", on="request", seconds=3)
    assert shop.start(order).status_code == 503
    assert shop.paid(order)["order_status"] == "PAID"
    sessions = shop.terminal.http.get("/control/sessions", params={"description": str(order.number)}).json()["sessions"]
    assert sorted(session["state"] for session in sessions) == ["CREATED", "VERIFIED"]


def test_money_in_a_session_whose_address_was_lost_is_taken_instead_of_opening_another(shop: ZarinpalShop):
    order = shop.order()
    shop.terminal.fault("commit_then_hang", on="request", seconds=3)
    assert shop.start(order).status_code == 503
    lost = shop.terminal.http.get("/control/sessions", params={"description": str(order.number)}).json()["sessions"][0]
    shop.terminal.move(lost["authority"], "pay")
    assert shop.start(order).json()["order_status"] == "PAID"
    assert Payment.objects.get(order=order).gateway_reference == lost["authority"]


@pytest.mark.parametrize("fault", ["commit_then_hang", "commit_then_reset", "commit_then_error"])
def test_a_verification_whose_answer_was_lost_is_confirmed_later(shop: ZarinpalShop, fault: str):
    order = shop.order()
    back = shop.press(shop.started(order), "approve")
    shop.terminal.fault(fault, on="verify", seconds=4)
    waiting = shop.come_back(back)
    assert (waiting["status"], waiting["is_confirming"]) == ("UNKNOWN", True)
    everything_is_due()
    payments_reconcile()
    assert Order.objects.get(pk=order.pk).status == "PAID"


def test_paying_again_while_the_first_payment_is_being_confirmed_opens_no_second_session(shop: ZarinpalShop):
    order = shop.order()
    back = shop.press(shop.started(order), "approve")
    shop.terminal.fault("error", on="verify", uses=2)
    assert shop.come_back(back)["status"] == "UNKNOWN"
    assert shop.start(order).status_code == 503
    assert shop.start(order).json()["order_status"] == "PAID"
    sessions = shop.terminal.http.get("/control/sessions", params={"description": str(order.number)}).json()["sessions"]
    assert [session["state"] for session in sessions] == ["VERIFIED"]


def test_a_shopper_who_came_back_without_paying_is_not_sent_to_a_second_session(shop: ZarinpalShop):
    order = shop.order()
    first = shop.started(order)
    shop.come_back(f"/api/payments/verify/?Authority={first['authority']}&Status=OK")
    again = shop.start(order).json()
    assert (again["authority"], again["is_confirming"]) == (first["authority"], True)


def test_money_that_belongs_to_nothing_of_ours_is_told_once(shop: ZarinpalShop):
    body = {
        "merchant_id": Zarinpal.MERCHANT_ID,
        "amount": 50_000,
        "description": "By hand",
        "callback_url": "http://x.y/",
    }
    opened = shop.terminal.http.post("/pg/v4/payment/request.json", json=body).json()["data"]["authority"]
    shop.terminal.press(opened, "approve")
    for _ in range(2):
        payments_unsettled_find()
    entry = AuditEntry.objects.get(action="payment.stray", changes__reference=[None, opened])
    assert entry.changes["amount"] == [None, {"amount": "50000", "currency": "IRR", "minor": 50_000}]


def test_a_terminal_that_does_not_answer_stops_nothing_else(shop: ZarinpalShop):
    shop.terminal.fault("error", on="unVerified")
    assert payments_unsettled_find() == 0


def test_a_paid_order_that_is_cancelled_is_reversed_whole(shop: ZarinpalShop):
    order = shop.order()
    payment = shop.paid(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    refund = Refund.objects.get(payment_id=payment["payment_id"])
    refund_execute(refund_id=refund.pk)
    refund.refresh_from_db()
    assert (refund.status, shop.terminal.session(payment["authority"])["state"]) == ("SUCCEEDED", "REVERSED")
    outbox.drain()


def test_a_refund_whose_answer_was_lost_waits_for_people_and_is_never_sent_twice(shop: ZarinpalShop):
    order = shop.order()
    payment = shop.paid(order)
    Payment.objects.filter(pk=payment["payment_id"]).update(captured_at=timezone.now() - timedelta(hours=1))
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    refund = Refund.objects.get(payment_id=payment["payment_id"])
    shop.terminal.fault("refund_pending")
    shop.terminal.fault("commit_then_reset", on="refund")
    refund_execute(refund_id=refund.pk)
    for _ in range(2):
        everything_is_due()
        payments_reconcile()
    refund.refresh_from_db()
    assert (refund.status, shop.terminal.session(payment["authority"])["refunded"]) == ("SUCCEEDED", 3_000_000)

"""Money going back: never more than came, never twice, and visible when it fails."""

from __future__ import annotations

from typing import Any

import pytest

from core.models import AuditEntry, OutboxMessage
from finance.states import AccountKind
from payments import services
from payments.models import Payment, Refund, TransactionLog
from payments.services import payments_reconcile
from sales.errors import NotPayable
from sales.models import OrderItem, StoreOrder
from sales.services import order_cancel
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import balance, balances
from tests.marketplace.factories import make_item
from tests.payments.shop import Shop, boss
from tests.sales.factories import key, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Any:
    return make_user(groups=("administrator",))


def ask(user: Any, payment: dict[str, Any], headers: dict[str, str] | None = None, **body: object) -> Any:
    address = f"/api/payments/{payment['payment_id']}/refunds/"
    return client_for(user).post(address, {"reason": "Scratched lid.", **body}, headers=headers or key())


def test_an_administrator_gives_part_back_once(shop: Shop, administrator: Any, drain_outbox: Any):
    payment = shop.paid(shop.order())
    headers = key()
    first = ask(administrator, payment, headers, amount_minor=500)
    assert (first.status_code, first.json()["status"], first.json()["amount"]["minor"]) == (201, "REQUESTED", 500)
    again = ask(administrator, payment, headers, amount_minor=500)
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    drain_outbox()
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 500
    listed = client_for(administrator).get(f"/api/payments/{payment['payment_id']}/refunds/").json()["results"]
    assert [(row["status"], row["amount"]["minor"]) for row in listed] == [("SUCCEEDED", 500)]
    line = AuditEntry.objects.get(action="payment.refund")
    assert line.changes["reason"] == [None, "Scratched lid."]


def test_refunds_never_exceed_what_was_captured(shop: Shop, administrator: Any, drain_outbox: Any):
    payment = shop.paid(shop.order())
    assert ask(administrator, payment, amount_minor=1000).status_code == 201
    refused = ask(administrator, payment, amount_minor=251)
    assert (refused.status_code, refused.json()["code"]) == (409, "refund_exceeds_captured")
    assert ask(administrator, payment).json()["amount"]["minor"] == 250
    assert ask(administrator, payment).status_code == 409
    drain_outbox()
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 1250


@pytest.mark.parametrize("body", [{"amount_minor": 0}, {"amount_minor": -5}, {"amount_minor": "5"}, {"reason": ""}])
def test_a_malformed_refund_is_a_400(shop: Shop, administrator: Any, body: dict[str, object]):
    payment = shop.paid(shop.order())
    assert ask(administrator, payment, **body).status_code == 400
    assert not Refund.objects.exists()


def test_refunds_are_for_administrators(shop: Shop):
    payment = shop.paid(shop.order())
    address = f"/api/payments/{payment['payment_id']}/refunds/"
    support = make_user(groups=("support",))
    assert ask(support, payment).status_code == 403
    assert client_for(support).get(address).status_code == 200
    assert [ask(make_user(), payment).status_code, client_for(make_user()).get(address).status_code] == [403, 403]
    assert client_for().post(address, {"reason": "x"}, headers=key()).status_code == 401
    assert not Refund.objects.exists()


def test_an_unpaid_payment_has_nothing_to_give_back(shop: Shop, administrator: Any):
    assert ask(administrator, shop.started(shop.order())).status_code == 409


@pytest.mark.parametrize("fault", ["commit_then_reset", "commit_then_hang", "commit_then_error", "reset"])
def test_a_lost_answer_never_refunds_twice(shop: Shop, administrator: Any, drain_outbox: Any, fault: str):
    payment = shop.paid(shop.order())
    ask(administrator, payment, amount_minor=500)
    shop.sandbox.fault("hold")  # the notification is lost as well
    shop.sandbox.fault(fault, on="refund", seconds=1.5)
    drain_outbox()
    assert Refund.objects.get().status == "EXECUTING"
    assert payments_reconcile() == 0  # not due yet
    shop.everything_is_due()
    payments_reconcile()
    assert Refund.objects.get().status == "SUCCEEDED"
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 500


def test_a_slow_refund_ends_by_its_notification(shop: Shop, administrator: Any, drain_outbox: Any):
    payment = shop.paid(shop.order())
    ask(administrator, payment, amount_minor=500)
    shop.sandbox.fault("refund_pending")
    drain_outbox()
    refund = Refund.objects.get()
    assert refund.status == "EXECUTING"
    shop.sandbox.http.post(f"/control/refunds/{refund.pk}/succeeded").raise_for_status()
    shop.notified(payment, "refund.succeeded")
    drain_outbox()
    refund.refresh_from_db()
    assert refund.status == "SUCCEEDED"


def test_a_refused_refund_keeps_its_claim_until_people_pay_it(shop: Shop, administrator: Any, drain_outbox: Any):
    payment = shop.paid(shop.order())
    ask(administrator, payment, amount_minor=500)
    shop.sandbox.fault("refund_failed")
    drain_outbox()
    refund = Refund.objects.get()
    assert (refund.status, refund.failure_code) == ("FAILED", "failed")
    assert Payment.objects.get(pk=payment["payment_id"]).refunded_minor == 500
    services.refund_retry(scope=boss(), refund_id=refund.pk)
    drain_outbox()
    refund.refresh_from_db()
    assert refund.status == "FAILED"  # the same id, so the gateway gives the same answer
    services.refund_record_by_hand(scope=boss(), refund_id=refund.pk, reason="Paid by bank transfer.")
    refund.refresh_from_db()
    assert refund.status == "SUCCEEDED"
    assert AuditEntry.objects.filter(action="refund.paid_by_hand").count() == 1


def test_a_store_that_cancels_its_part_gives_back_that_part(shop: Shop, drain_outbox: Any):
    order = shop.order(stores=2)
    payment = shop.paid(order)
    part = StoreOrder.objects.filter(order=order).select_related("store__seller__user").first()
    assert part is not None
    address = f"/api/sales/store-orders/{part.number}/cancel/"
    assert client_for(part.store.seller.user).post(address, {}, headers=key()).status_code == 200
    drain_outbox()
    refund = Refund.objects.get()
    assert (refund.store_order_id, refund.amount_minor, refund.status) == (part.pk, 1250, "SUCCEEDED")
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 1250


def test_cancelling_after_a_partial_refund_gives_back_the_rest(shop: Shop, administrator: Any, drain_outbox: Any):
    order = shop.order()
    payment = shop.paid(order)
    ask(administrator, payment, amount_minor=400)
    cancelled = client_for(administrator).post(f"/api/sales/orders/{order.number}/cancel/", headers=key())
    assert cancelled.status_code == 200
    drain_outbox()
    assert sorted(Refund.objects.values_list("cause", "amount_minor")) == [("cancelled", 850), ("staff", 400)]
    assert shop.sandbox.get(payment["authority"])["refunded_amount"] == 1250


def test_an_order_marked_as_paid_by_hand_is_paid_and_later_money_goes_back(
    shop: Shop, drain_outbox: Any, order_now: Any
):
    order = shop.order()
    started = shop.started(order)
    marked = services.payment_mark_paid_by_hand(scope=boss(), order_id=order.pk, reason="Cash at the fair.")
    assert (order_now(order), marked.attempt_number, marked.is_manual) == ("PAID", 2, True)
    line = AuditEntry.objects.get(action="payment.mark_paid")
    assert (line.actor_label, line.changes["reason"]) == ("Ada", [None, "Cash at the fair."])
    with pytest.raises(NotPayable):
        services.payment_mark_paid_by_hand(scope=boss(), order_id=order.pk, reason="Again.")
    shop.press(started, "approve")
    assert shop.come_back(started)["status"] == "SURPLUS"
    drain_outbox()
    assert Refund.objects.get().status == "SUCCEEDED"
    assert Payment.objects.filter(order=order).count() == 2


def test_a_refund_of_money_paid_by_hand_waits_for_people(shop: Shop, drain_outbox: Any):
    order = shop.order()
    services.payment_mark_paid_by_hand(scope=boss(), order_id=order.pk, reason="Cash at the fair.")
    administrator = make_user(groups=("administrator",))
    client_for(administrator).post(f"/api/sales/orders/{order.number}/cancel/", headers=key())
    drain_outbox()
    refund = Refund.objects.get()
    assert (refund.status, refund.failure_code) == ("FAILED", "paid_by_hand")
    assert not OutboxMessage.objects.filter(handled_at=None).exists()
    moves = TransactionLog.objects.filter(event="refund").order_by("pk").values_list("new_status", flat=True)
    assert list(moves) == ["", "EXECUTING", "FAILED"]


# --- for lines --------------------------------------------------------------------------------------------------------


def lines_of(order: Any) -> list[Any]:
    return list(OrderItem.objects.filter(store_order__order=order).order_by("pk"))


def test_pieces_of_a_line_are_refunded_and_its_store_bears_them(
    shop: Shop, administrator: Any, drain_outbox: Any
) -> None:
    order = make_order((make_item(price_minor=1_000, stock=9), 3))
    payment = shop.paid(order)
    [line] = lines_of(order)
    answer = ask(administrator, payment, lines=[{"order_item": str(line.pk), "quantity": 2}])
    assert (answer.status_code, answer.json()["amount"]["minor"]) == (201, 2_000)
    drain_outbox()
    store = line.store_order.store
    assert balances(store) == (3_010 - 300 - 1_800, 0, 0)
    assert balance(AccountKind.REFUNDS) == 0
    assert balance(AccountKind.GATEWAY, qualifier="sandbox") == -1_010
    refused = ask(administrator, payment, lines=[{"order_item": str(line.pk), "amount_minor": 1_001}])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/lines/0")


def test_a_refund_of_the_whole_order_is_borne_by_its_stores_in_proportion(shop: Shop, administrator: Any) -> None:
    order = shop.order(price_minor=1_000, stores=2)
    payment = shop.paid(order)
    assert ask(administrator, payment, amount_minor=1_010).status_code == 201
    nets = [balances(line.store_order.store)[0] for line in lines_of(order)]
    assert sum(nets) == 2 * 910 - (1_010 - 100)  # half of everything was taken back
    assert max(nets) - min(nets) <= 1


def test_a_refund_of_one_part_without_an_amount_is_all_that_is_left_of_that_part(
    shop: Shop, administrator: Any
) -> None:
    order = shop.order(price_minor=1_000, stores=2)
    payment = shop.paid(order)
    one, other = StoreOrder.objects.filter(order=order).order_by("pk")
    assert ask(administrator, payment, amount_minor=300, store_order=str(one.pk)).status_code == 201
    answer = ask(administrator, payment, store_order=str(one.pk))
    assert (answer.status_code, answer.json()["amount"]["minor"]) == (201, 710)
    assert (balances(one.store)[0], balances(other.store)[0]) == (0, 910)
    assert ask(administrator, payment, store_order=str(one.pk)).status_code == 409
    # What we gave as goodwill is gone from the payment, so no part can give it again
    assert ask(administrator, payment, amount_minor=200, is_goodwill=True).status_code == 201
    assert ask(administrator, payment, store_order=str(other.pk)).json()["amount"]["minor"] == 810


def test_money_of_another_amount_than_the_orders_is_not_given_back_by_lines(shop: Shop, administrator: Any) -> None:
    """It is not what the lines were paid with: no seller bears it."""
    order = shop.order()
    wrong = shop.started(order)
    shop.sandbox.fault("wrong_amount", amount=700)
    shop.press(wrong, "approve")
    assert shop.come_back(wrong)["status"] == "MISMATCH"
    shop.paid(order)
    store = lines_of(order)[0].store_order.store
    before = balances(store)
    refused = ask(administrator, wrong, lines=[{"order_item": str(lines_of(order)[0].pk), "amount_minor": 700}])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/lines/0/order_item")
    assert ask(administrator, wrong).json()["amount"]["minor"] == 700
    assert (balances(store), balance(AccountKind.SUSPENSE)) == (before, 0)


def test_goodwill_is_borne_by_us_and_a_later_cancellation_gives_back_the_rest(
    shop: Shop, administrator: Any, drain_outbox: Any
) -> None:
    order = shop.order(price_minor=1_000)
    payment = shop.paid(order)
    assert ask(administrator, payment, amount_minor=200, is_goodwill=True).status_code == 201
    assert balance(AccountKind.GOODWILL) == -200
    order_cancel(scope=boss(), order=order)
    drain_outbox()
    assert sorted(Refund.objects.values_list("amount_minor", flat=True)) == [200, 810]
    assert (balance(AccountKind.GOODWILL), balance(AccountKind.REFUNDS)) == (0, 0)


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"order_item": "01938f2e-7c1a-7b3e-9c55-0242ac120002"}, "/lines/0/order_item"),
        ({"order_item": "line", "amount_minor": 5, "quantity": 1}, "/lines/0/quantity"),
        ({"order_item": "line", "amount_minor": 0}, "/lines/0/amount_minor"),
        ({"order_item": "line", "quantity": "1"}, "/lines/0/quantity"),
    ],
)
def test_a_malformed_line_of_a_refund_is_a_400_at_its_place(
    shop: Shop, administrator: Any, wish: dict[str, Any], pointer: str
) -> None:
    order = shop.order()
    payment = shop.paid(order)
    wish = {**wish, "order_item": str(lines_of(order)[0].pk) if wish["order_item"] == "line" else wish["order_item"]}
    answer = ask(administrator, payment, lines=[wish])
    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (400, [pointer])
    assert not Refund.objects.exists()


def test_the_amount_of_a_refund_of_lines_is_their_sum(shop: Shop, administrator: Any) -> None:
    order = shop.order()
    payment = shop.paid(order)
    wish = {"order_item": str(lines_of(order)[0].pk), "amount_minor": 5}
    assert ask(administrator, payment, amount_minor=6, lines=[wish]).status_code == 400
    assert ask(administrator, payment, amount_minor=5, lines=[wish]).status_code == 201

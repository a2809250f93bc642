"""Cash on delivery: accepted at once, paid when the courier has the cash, owed to us by the store that keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from core import services as core_services
from core.errors import DomainError
from core.models import OutboxMessage
from core.scope import SYSTEM_SCOPE, ActingScope
from finance import services as finance
from finance.errors import CashLimitReached, DebtExceeded
from finance.models import CashParcel, LedgerAccount, PayoutTerms, Sale
from finance.selectors import Period, statement
from finance.states import AccountKind as K
from marketplace.models import Stock, Store
from marketplace.rules import StoreRole
from payments import services
from payments.models import Payment, Refund
from sales.errors import NotCancellable
from sales.links import order_token
from sales.models import Order, StoreOrder
from sales.services import (
    order_cancel,
    orders_expire,
    store_order_cancel,
    store_order_deliver,
    store_order_process,
    store_order_ship,
)
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import balance, balances, boss, release
from tests.marketplace.factories import get_market, make_item, make_member, make_store
from tests.sales.factories import key, make_order, make_service

pytestmark = pytest.mark.django_db

CASH = "cash_on_delivery"
FEE, LIMIT, LARGEST = 150, 5_000, 100_000
DELIVERY = 10  # of each parcel; the store's


@pytest.fixture(autouse=True)
def _market(db: None, settings: Any) -> Iterator[None]:
    settings.CASH_ON_DELIVERY_TERMS = {"USD": (FEE, LIMIT, LARGEST)}
    market = get_market()
    market.gateways = ["sandbox", CASH]
    market.save()
    make_service(base=DELIVERY)
    yield
    assert [f"{b.code} {b.row}: {b.detail}" for _t, check in core_services.invariants().values() for b in check()] == []


@dataclass
class Buyer:
    """A person who is signed in, and what they do."""

    user: User
    client: APIClient

    def order(self, *stores: Store, price_minor: int = 10_000, stock: int = 10) -> Order:
        lines = ((make_item(store, price_minor=price_minor, stock=stock), 1) for store in stores or (make_store(),))
        return make_order(*lines, client=self.client)

    def choose_cash(self, order: Order) -> Any:
        return self.client.post("/api/payments/start/", {"order": order.number, "gateway": CASH}, headers=key())

    def accepted(self, *stores: Store, **more: int) -> tuple[Order, list[StoreOrder]]:
        """An order that is to be paid at the door, and its parts in the order of the stores."""
        order = self.order(*stores, **more)
        answer = self.choose_cash(order)
        assert answer.status_code == 200, answer.json()
        order.refresh_from_db()
        parts = {part.store_id: part for part in StoreOrder.objects.filter(order=order)}
        return order, [parts[store.pk] for store in stores] or list(parts.values())

    def methods(self, order: Order) -> dict[str, str]:
        """The ways to pay an order, each with the code of why it is not possible."""
        listed = self.client.get(f"/api/payments/orders/{order.number}/methods/").json()["methods"]
        return {row["name"]: row["problem"]["code"] if row["problem"] else "" for row in listed}


@pytest.fixture
def buyer() -> Buyer:
    user = make_user(name="Mina Rahimi")
    return Buyer(user, client_for(user))


def ship(part: StoreOrder) -> StoreOrder:
    return store_order_ship(scope=SYSTEM_SCOPE, store_order=part, tracking_number="T1")


def collect(part: StoreOrder) -> StoreOrder:
    """The courier hands it over for its price."""
    ship(part)
    return store_order_deliver(scope=SYSTEM_SCOPE, store_order=part)


def paid_otherwise(order: Order) -> StoreOrder:
    services.payment_mark_paid_by_hand(scope=boss(), order_id=order.pk, reason="Bank transfer.")
    return StoreOrder.objects.get(order=order)


def payment_of(order: Order) -> tuple[str, int, bool]:
    """(status, captured, settles the order) of its latest attempt."""
    payment = Payment.objects.filter(order=order).latest("attempt_number")
    return payment.status, payment.captured_minor, payment.settles_order


def stock_of(part: StoreOrder) -> tuple[int, int]:
    """(stock, reserved) of the part's only line."""
    row = Stock.objects.get(pk=part.lines.get().stock_id)
    return row.stock, row.reserved


def order_now(order: Order) -> tuple[str, bool]:
    order.refresh_from_db()
    return order.status, order.paid_at is not None


# --- choosing it ------------------------------------------------------------------------------------------------------


def test_it_accepts_the_order_at_once_and_pays_nothing_yet(buyer: Buyer) -> None:
    order, [part] = buyer.accepted()
    assert order_now(order) == ("PROCESSING", False)
    assert (part.status, order.payment_deadline_at) == ("PROCESSING", None)
    assert payment_of(order) == ("ON_DELIVERY", 0, False)
    assert stock_of(part) == (9, 0)
    assert not Sale.objects.exists()
    shown = buyer.client.get(f"/api/sales/orders/{order.number}/").json()
    assert (shown["is_cash_on_delivery"], shown["paid_at"]) == (True, None)
    assert shown["store_orders"][0]["cash_due"]["minor"] == 10_010


def test_said_again_it_is_the_same_attempt(buyer: Buyer) -> None:
    order, _parts = buyer.accepted()
    again = buyer.choose_cash(order)
    assert (again.status_code, again.json()["status"], again.json()["attempt"]) == (200, "ON_DELIVERY", 1)
    other = buyer.client.post("/api/payments/start/", {"order": order.number, "gateway": "sandbox"}, headers=key())
    assert (other.status_code, other.json()["code"]) == (409, "not_payable")


def test_it_does_not_expire(buyer: Buyer) -> None:
    order, _parts = buyer.accepted()
    Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(days=3))
    assert orders_expire() == 0
    assert order_now(order) == ("PROCESSING", False)


def test_shopper_and_store_are_told(buyer: Buyer, drain_outbox: Any, mailoutbox: list[Any]) -> None:
    order, [part] = buyer.accepted()
    drain_outbox()
    letters = {mail.subject: mail.body for mail in mailoutbox}
    assert "100.10 USD in cash at the door" in letters[f"Order {order.number} is accepted"]
    assert "your courier collects 100.10 USD" in letters[f"New order {part.number} for {part.store_name}"]
    collect(part)
    drain_outbox()
    assert not OutboxMessage.objects.filter(key__startswith="order-paid-mail").exists()


def test_the_payment_page_takes_it_and_says_what_to_have_ready(buyer: Buyer) -> None:
    order = buyer.order(make_store("Birch & Brass"), make_store("Low Tide Audio"))
    address = f"/orders/{order.number}/payment/"
    browser = Client()
    browser.force_login(buyer.user)
    assert "Pay in cash at the door" in browser.get(address).content.decode()
    page = browser.post(address, {"gateway": CASH}).content.decode()
    assert "You pay at the door" in page
    assert "200.20 USD" in page
    assert "Low Tide Audio: 100.10 USD" in page
    assert "Pay in cash" not in page


# --- who may ----------------------------------------------------------------------------------------------------------


def refused(answer: Any) -> str:
    """The code of a refusal: of its field, where it has one."""
    body = answer.json()
    assert answer.status_code in (400, 409), body
    return body["errors"][0]["code"]


def test_a_market_that_does_not_list_it_refuses_it(buyer: Buyer) -> None:
    get_market().__class__.objects.update(gateways=["sandbox"])
    order = buyer.order()
    assert refused(buyer.choose_cash(order)) == "gateway_not_offered"
    assert CASH not in buyer.methods(order)


def test_a_large_order_is_refused(buyer: Buyer) -> None:
    order = buyer.order(price_minor=LARGEST)
    assert buyer.methods(order) == {"sandbox": "", CASH: "amount_too_large"}
    assert refused(buyer.choose_cash(order)) == "amount_too_large"
    assert order_now(order) == ("PENDING", False)


def test_guests_are_refused_unless_they_are_let_and_leave_a_phone(settings: Any) -> None:
    def chosen(**contact: str) -> Any:
        client = client_for()
        order = make_order((make_item(), 1), client=client)
        Order.objects.filter(pk=order.pk).update(**contact)
        body = {"order": order.number, "token": order_token(order.pk), "gateway": CASH}
        return client.post("/api/payments/start/", body, headers=key())

    assert refused(chosen()) == "sign_in_required"
    settings.CASH_ON_DELIVERY_GUESTS = True
    assert refused(chosen(contact_phone="")) == "phone_required"
    assert chosen(contact_phone="+989120000000").status_code == 200


def test_so_many_on_the_way_are_enough(buyer: Buyer, settings: Any) -> None:
    settings.CASH_ON_DELIVERY_OPEN_ORDERS = 1
    _first, [part] = buyer.accepted()
    second = buyer.order()
    assert buyer.methods(second)[CASH] == "too_many_cash_orders"
    assert refused(buyer.choose_cash(second)) == "too_many_cash_orders"
    collect(part)
    assert buyer.choose_cash(second).status_code == 200


def test_a_store_that_owes_too_much_takes_no_more(buyer: Buyer, settings: Any) -> None:
    settings.CASH_ON_DELIVERY_OPEN_ORDERS = 9
    store = make_store("Low Tide Audio")
    buyer.accepted(store, price_minor=20_000)  # on its way: 2,000 commission and the fee
    buyer.accepted(store, price_minor=20_000)
    third = buyer.order(store, make_store(), price_minor=20_000)
    assert buyer.methods(third)[CASH] == "store_cash_limit"
    answer = buyer.choose_cash(third)
    assert (answer.status_code, answer.json()["code"], answer.json()["stores"]) == (
        409,
        "store_cash_limit",
        [store.slug],
    )
    assert "Low Tide Audio" in answer.json()["detail"]
    assert order_now(third) == ("PENDING", False)
    PayoutTerms.objects.create(currency="USD", store=store, cash_limit_minor=10_000)
    assert buyer.choose_cash(third).status_code == 200


# --- collecting -------------------------------------------------------------------------------------------------------


def test_at_the_door_it_is_paid_and_the_store_owes_our_share(buyer: Buyer, drain_outbox: Any) -> None:
    store = make_store()
    order, [part] = buyer.accepted(store)
    collect(part)
    assert order_now(order) == ("DELIVERED", True)
    assert payment_of(order) == ("CAPTURED", 10_010, True)
    assert balances(store) == (0, 0, -(1_000 + FEE))
    assert (balance(K.COMMISSION), balance(K.CASH_FEES)) == (1_000, FEE)
    assert balance(K.COURIER_CASH, store=store) == 0
    sale = Sale.objects.get(reference=part.pk)
    assert (sale.net_minor, sale.cash_fee_minor, sale.holds.count()) == (9_010, FEE, 0)
    drain_outbox()
    assert sale.invoices.get().total_minor == 10_010


def test_the_statement_shows_the_cash_and_the_fee(buyer: Buyer) -> None:
    store = make_store()
    _order, [part] = buyer.accepted(store)
    collect(part)
    today = timezone.now().date()
    period = Period(today - timedelta(days=1), today + timedelta(days=1))
    found = statement(scope=boss(), store_id=store.pk, currency="USD", period=period)
    moved = [(row.kind, row.price, row.commission, row.fees, row.payout) for row in found.movements]
    assert moved == [
        ("capture", 10_000, -1_000, 0, 0),
        ("capture", DELIVERY, 0, 0, 0),
        ("cash_kept", 0, 0, 0, -10_010),
        ("cash_fee", 0, 0, -FEE, 0),
    ]
    assert found.closing.minor == -(1_000 + FEE)


def test_what_it_owes_is_taken_from_what_is_released_next(buyer: Buyer) -> None:
    store = make_store()
    collect(buyer.accepted(store)[1][0])
    release(paid_otherwise(buyer.order(store)))
    assert balances(store) == (0, 9_010 - 1_000 - FEE, 0)
    collect(buyer.accepted(store)[1][0])
    assert balances(store) == (0, 9_010 - 2 * (1_000 + FEE), 0)  # taken from what could be paid out


def test_a_store_pays_its_debt_by_the_bank(buyer: Buyer) -> None:
    store = make_store()
    collect(buyer.accepted(store)[1][0])
    account = LedgerAccount.objects.get(kind=K.SELLER_RECEIVABLE, store=store)

    def pay(amount: str) -> None:
        finance.debt_pay(scope=boss(), account_id=account.pk, amount=Decimal(amount), reference="TRF 7")

    with pytest.raises(DebtExceeded):
        pay("11.51")
    pay("10.00")
    assert (balances(store)[2], balance(K.BANK)) == (-150, -1_000)


def test_each_parcel_is_paid_on_its_own(buyer: Buyer) -> None:
    one, two = make_store(), make_store()
    order, [first, second] = buyer.accepted(one, two)
    collect(first)
    assert order_now(order) == ("PROCESSING", False)
    assert payment_of(order) == ("ON_DELIVERY", 10_010, False)
    collect(second)
    assert order_now(order) == ("DELIVERED", True)
    assert payment_of(order) == ("CAPTURED", 20_020, True)


# --- not collecting ---------------------------------------------------------------------------------------------------


def test_the_shopper_cancels_before_it_leaves(buyer: Buyer) -> None:
    order, [part] = buyer.accepted()
    scope = ActingScope(actor=SYSTEM_SCOPE.actor, user_id=buyer.user.pk)
    order_cancel(scope=scope, order=order)
    assert order_now(order) == ("CANCELLED", False)
    assert (payment_of(order), stock_of(part)) == (("CANCELLED", 0, False), (10, 0))
    assert not Refund.objects.exists()
    assert CashParcel.objects.get(reference=part.pk).status == "RELEASED"


def test_what_nobody_takes_at_the_door_goes_back_and_costs_nothing(buyer: Buyer) -> None:
    store = make_store()
    order, [part] = buyer.accepted(store)
    ship(part)
    keeper = client_for(make_member(store, role=StoreRole.FULFILMENT).user)
    answer = keeper.post(f"/api/sales/store-orders/{part.number}/cancel/", {"note": "Nobody at home."})
    assert (answer.status_code, answer.json()["cancel_reason"]) == (200, "refused")
    assert order_now(order) == ("CANCELLED", False)
    assert (payment_of(order), stock_of(part), balances(store)) == (("CANCELLED", 0, False), (10, 0), (0, 0, 0))


def test_a_paid_parcel_that_has_left_is_not_cancelled(buyer: Buyer) -> None:
    part = paid_otherwise(buyer.order())
    store_order_process(scope=SYSTEM_SCOPE, store_order=part)
    ship(part)
    with pytest.raises(NotCancellable):
        store_order_cancel(scope=SYSTEM_SCOPE, store_order=part)


def test_the_order_is_paid_when_the_rest_of_it_is_given_up(buyer: Buyer) -> None:
    one, two = make_store(), make_store()
    order, [first, second] = buyer.accepted(one, two)
    collect(first)
    ship(second)
    store_order_cancel(scope=SYSTEM_SCOPE, store_order=second)
    assert order_now(order) == ("DELIVERED", True)
    assert payment_of(order) == ("CAPTURED", 10_010, True)
    assert not Refund.objects.exists()


# --- giving back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("waits_for_another", [False, True])
def test_a_refund_is_paid_by_hand_and_the_store_bears_it(
    buyer: Buyer, drain_outbox: Any, waits_for_another: bool
) -> None:
    store = make_store()
    stores = (store, make_store()) if waits_for_another else (store,)
    order, parts = buyer.accepted(*stores)
    collect(parts[0])
    payment = Payment.objects.get(order=order)
    line = services.LineWish(order_item_id=parts[0].lines.get().pk)
    refund = services.refund_request_by_staff(
        scope=boss(), payment_id=payment.pk, amount_minor=None, reason="It is broken.", lines=[line]
    )
    drain_outbox()
    refund.refresh_from_db()
    assert (refund.status, refund.failure_code, refund.amount_minor) == ("FAILED", "paid_by_hand", 10_000)
    services.refund_record_by_hand(scope=boss(), refund_id=refund.pk, reason="Bank transfer.")
    assert balance(K.GATEWAY, qualifier="by_hand") == 10_000
    assert (balance(K.COMMISSION), balances(store)) == (0, (0, 0, -(10_000 + FEE)))


def test_the_limit_is_refused_under_the_lock_too(buyer: Buyer) -> None:
    """Two orders that were both listed as possible: the second is refused when it is chosen."""
    store = make_store()
    first, second = (buyer.order(store, price_minor=30_000) for _ in range(2))
    assert {buyer.methods(order)[CASH] for order in (first, second)} == {""}
    assert buyer.choose_cash(first).status_code == 200
    with pytest.raises(CashLimitReached) as refusal:
        services.payment_on_delivery(order_id=second.pk)
    assert isinstance(refusal.value, DomainError)

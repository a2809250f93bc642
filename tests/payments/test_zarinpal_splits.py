"""Sellers whom Zarinpal pays at the sale: what it is told, what the books say, and what comes back later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.errors import Invalid, NotAllowed
from core.scope import SYSTEM_SCOPE, scope_of
from finance.models import ChargeSplit, Payout
from finance.selectors import Period, statement
from finance.services import payout_account_set, payout_request
from finance.states import AccountKind, PayoutMethod, TransactionKind
from marketplace.models import Store
from payments.models import Payment
from payments.services import payment_mark_paid_by_hand, refund_execute
from sales import services as sales
from tests.accounts.factories import make_user
from tests.finance.factories import balance, balances, boss, make_payout_account, release
from tests.marketplace.factories import make_store
from tests.payments.zarinpal_shop import ZarinpalShop

IBAN, INACTIVE = "IR190600000001003242000012", "IR520600000001003242000000"
PAID, NET = 3_000_000, 2_522_727  # Rials: less 10 % commission and the tax that is contained in the goods


@pytest.fixture
def shop(zarinpal_shop: ZarinpalShop, settings: Any) -> ZarinpalShop:
    settings.FINANCE_COMMISSION_BASIS_POINTS = 1_000
    return zarinpal_shop


def store(*, number: str = IBAN, method: PayoutMethod = PayoutMethod.SPLIT) -> Store:
    found = make_store(market="ir")
    make_payout_account(found, currency="IRR", method=method, number=number)
    return found


def wages(shop: ZarinpalShop, payment: dict[str, Any]) -> list[tuple[str, int]]:
    return [(wage["iban"], wage["amount"]) for wage in shop.terminal.session(payment["authority"])["wages"]]


def at_gateway() -> int:
    return balance(AccountKind.GATEWAY, qualifier="zarinpal", currency="IRR")


def test_a_seller_gets_the_net_from_the_gateway_and_another_waits_for_the_payout(shop: ZarinpalShop):
    at_once, later = store(), store(method=PayoutMethod.BANK_FILE)
    payment = shop.paid(shop.order(at_once, later))
    assert payment["order_status"] == "PAID"
    assert wages(shop, payment) == [(IBAN, NET)]
    assert balances(at_once, "IRR") == (0, 0, 0)
    assert balances(later, "IRR") == (NET, 0, 0)
    assert at_gateway() == -(2 * PAID - NET)
    split = ChargeSplit.objects.get()
    assert (split.store, split.amount_minor, split.settled_at is not None) == (at_once, NET, True)
    shop.come_back(f"/api/payments/verify/?Authority={payment['authority']}&Status=OK")
    assert at_gateway() == -(2 * PAID - NET)  # said twice, posted once


def test_what_was_agreed_before_the_page_opened_holds_whatever_the_commission_becomes(
    shop: ZarinpalShop, settings: Any
):
    seller = store()
    payment = shop.started(shop.order(seller))
    settings.FINANCE_COMMISSION_BASIS_POINTS = 2_000
    shop.come_back(shop.press(payment, "approve"))
    assert wages(shop, payment) == [(IBAN, NET)]
    assert balances(seller, "IRR") == (0, 0, -250_000)  # the sale brought less than was sent: the store owes the rest


def test_a_cancelled_order_of_a_seller_who_was_paid_leaves_a_debt(shop: ZarinpalShop):
    seller = store()
    order = shop.order(seller)
    shop.paid(order)
    sales.order_cancel(scope=SYSTEM_SCOPE, order=order)
    for refund in Payment.objects.get(order=order).refunds.all():
        refund_execute(refund_id=refund.pk)
    assert balances(seller, "IRR") == (0, 0, -NET)
    assert at_gateway() == NET  # the shopper has everything back; what the seller has is missing there


def test_an_account_that_the_gateway_does_not_take_keeps_nobody_from_paying(shop: ZarinpalShop):
    seller = store(number=INACTIVE)
    payment = shop.paid(shop.order(seller))
    assert payment["order_status"] == "PAID"
    assert (wages(shop, payment), balances(seller, "IRR")) == ([], (NET, 0, 0))
    assert ChargeSplit.objects.get().dropped_at is not None


def test_an_account_that_no_key_opens_any_more_keeps_nobody_from_paying(shop: ZarinpalShop, settings: Any):
    seller = store()
    order = shop.order(seller)
    settings.FINANCE_SECRET_KEYS = ["another-key-than-the-one-that-sealed-it"]
    payment = shop.paid(order)
    assert (wages(shop, payment), balances(seller, "IRR")) == ([], (NET, 0, 0))


def test_money_that_no_order_wanted_was_sent_to_the_seller_all_the_same(shop: ZarinpalShop):
    seller = store()
    order = shop.order(seller)
    payment = shop.started(order)
    payment_mark_paid_by_hand(scope=boss(), order_id=order.pk, reason="Cash at the fair")
    shop.come_back(shop.press(payment, "approve"))
    assert Payment.objects.get(order=order, gateway="zarinpal").status == "SURPLUS"
    assert balances(seller, "IRR") == (NET, 0, -NET)


def test_what_a_sale_did_not_pay_reaches_the_same_account_by_the_bank(shop: ZarinpalShop, settings: Any):
    seller = make_store(market="ir")
    order = shop.order(seller)
    shop.paid(order)
    make_payout_account(seller, currency="IRR", method=PayoutMethod.SPLIT, number=IBAN)
    release(order.store_orders.get())
    payout = payout_request(scope=SYSTEM_SCOPE, store_id=seller.pk, currency="IRR")
    assert (payout.method, payout.amount_minor) == (PayoutMethod.BANK_FILE, NET)
    assert Payout.objects.count() == 1


def test_the_statement_shows_it_as_paid_out(shop: ZarinpalShop):
    seller = store()
    shop.paid(shop.order(seller))
    today = timezone.now().date()
    period = Period(today - timedelta(days=2), today + timedelta(days=2))
    found = statement(scope=boss(), store_id=seller.pk, currency="IRR", period=period)
    assert [row.payout for row in found.movements if row.kind == TransactionKind.SPLIT] == [-NET]
    assert found.closing.minor == 0


@pytest.mark.django_db
def test_only_administrators_let_a_seller_be_paid_before_anything_is_delivered():
    owner = make_user()
    seller = make_store(market="ir", owner=owner)
    wanted = {"store_id": seller.pk, "currency": "IRR", "method": PayoutMethod.SPLIT, "holder": "Mina", "number": IBAN}
    scope = scope_of(owner)
    assert scope is not None
    with pytest.raises(NotAllowed):
        payout_account_set(scope=scope, **wanted)
    with pytest.raises(Invalid):
        payout_account_set(scope=boss(), **wanted | {"number": "DE89370400440532013000"})
    assert payout_account_set(scope=boss(), **wanted).method == PayoutMethod.SPLIT

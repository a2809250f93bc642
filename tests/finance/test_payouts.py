"""What leaves for sellers: asked for, approved, sent, paid, returned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import services as core_services
from core.errors import Invalid, InvalidTransition, NotAllowed, NotFound
from core.models import AuditEntry
from core.scope import SYSTEM_SCOPE, ActingScope, Actor
from finance import services
from finance.errors import AccountNotUsable, NothingToPayOut, PayoutRunning, SecondPersonNeeded
from finance.models import Payout, PayoutAccount, PayoutEntry, PayoutTerms
from finance.selectors import trail_of
from finance.services import Account
from finance.states import AccountKind as K
from finance.states import PayoutMethod, PayoutStatus
from sales.models import StoreOrder
from tests.accounts.factories import make_user
from tests.finance.factories import IBAN, balance, balances, boss, make_paid, make_payout, make_payout_account, release
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db
BANK = Account(K.BANK)


@pytest.fixture(autouse=True)
def _delivery(db: None) -> Any:
    make_service(base=10)
    yield
    found = [breach for code, (_t, check) in core_services.invariants().items() if code[0] == "B" for breach in check()]
    assert found == []


def sold(store: Any = None, price: int = 10_000) -> StoreOrder:
    [part] = make_paid(make_order((make_item(store or make_store(), price_minor=price, stock=50), 1)))
    return part


def test_a_payout_claims_all_that_is_released_and_leaves_at_once_when_it_is_small() -> None:
    part = sold()
    payout = make_payout(part)
    assert (payout.amount_minor, payout.status) == (9_010, PayoutStatus.APPROVED)
    assert balances(part.store) == (0, 0, 0)
    assert balance(K.PAYOUTS) == 9_010


def test_a_payout_that_the_bank_paid_is_out_of_the_books() -> None:
    payout = make_payout(sold())
    services.payout_sent(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor)
    for _ in range(2):  # a bank says things twice
        services.payout_paid(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, paid_from=BANK, reference="TX1")
    assert (balance(K.PAYOUTS), balance(K.BANK)) == (0, 9_010)


@pytest.mark.parametrize("was_paid", [False, True])
def test_a_payout_that_comes_back_is_payable_again_and_leaves_with_the_next(was_paid: bool) -> None:
    part = sold()
    payout = make_payout(part)
    services.payout_sent(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor)
    if was_paid:
        services.payout_paid(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, paid_from=BANK)
    services.payout_bounced(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, reason="closed account", paid_from=BANK)
    assert balances(part.store) == (0, 9_010, 0)
    assert (balance(K.PAYOUTS), balance(K.BANK)) == (0, 0)
    again = services.payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")
    assert again.amount_minor == 9_010
    assert PayoutEntry.objects.filter(is_live=True).count() == PayoutEntry.objects.filter(payout=again).count() == 1


def test_what_a_store_owes_is_settled_from_a_payout_that_comes_back() -> None:
    part = sold()
    payout = make_payout(part)
    services.payout_sent(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor)
    services.sales_refund(refund_id=part.pk, amounts={part.lines.get().pk: 5_000}, reference=part.number)
    assert balances(part.store) == (0, 0, -4_500)
    services.payout_bounced(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, reason="closed account", paid_from=BANK)
    assert balances(part.store) == (0, 9_010 - 4_500, 0)
    again = services.payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")
    assert (again.amount_minor, balances(part.store)) == (9_010 - 4_500, (0, 0, 0))


def test_a_debt_larger_than_the_payout_that_comes_back_is_settled_in_part() -> None:
    store = make_store()
    part, other = sold(store), sold(store)
    payout = make_payout(part)
    release(other)
    for one in (part, other):
        services.sales_refund(refund_id=one.pk, amounts={one.lines.get().pk: 10_000}, reference=one.number)
    assert balances(store) == (0, 0, -8_990)
    release(sold(store, price=100))
    services.payout_reject(scope=boss(), payout_id=payout.pk, reason="under investigation")
    assert balances(store) == (0, 9_010 - 8_890, 0)


def test_a_second_payout_waits_for_the_first() -> None:
    part = sold()
    make_payout(part)
    release(sold(part.store))
    with pytest.raises(PayoutRunning):
        services.payout_request(scope=SYSTEM_SCOPE, store_id=part.store_id, currency="USD")


def test_an_entry_is_in_at_most_one_live_payout() -> None:
    payout = make_payout(sold())
    line = payout.lines.get()
    with pytest.raises(IntegrityError, match="payout_entry_in_one_live_payout"), transaction.atomic():
        PayoutEntry.objects.create(payout=payout, entry=line.entry)


def test_nothing_leaves_before_it_is_released_or_below_the_smallest_payout() -> None:
    store = make_store()
    part = sold(store)
    make_payout_account(store)
    with pytest.raises(NothingToPayOut, match=r"0.00 USD is released"):
        services.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")
    PayoutTerms.objects.create(currency="USD", minimum_minor=9_011)
    release(part)
    with pytest.raises(NothingToPayOut, match=r"90.10 USD is released; the smallest payout is 90.11 USD"):
        services.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")


def test_a_new_account_is_paid_to_after_three_days() -> None:
    store = make_store()
    release(sold(store))
    with pytest.raises(AccountNotUsable):
        services.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")
    account = make_payout_account(store, usable=False)
    assert account.usable_from_at - timezone.now() > timedelta(hours=71)
    with pytest.raises(AccountNotUsable, match="changed lately"):
        services.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")


def test_a_large_payout_needs_two_people_and_neither_asked_for_it() -> None:
    PayoutTerms.objects.create(currency="USD", approval_above_minor=9_009)
    asked, one, two = boss(), boss(), boss()
    payout = make_payout(sold(), scope=asked)
    assert payout.status == PayoutStatus.REQUESTED
    with pytest.raises(SecondPersonNeeded):
        services.payout_approve(scope=asked, payout_id=payout.pk)
    assert services.payout_approve(scope=one, payout_id=payout.pk).status == PayoutStatus.REQUESTED
    with pytest.raises(SecondPersonNeeded):
        services.payout_approve(scope=one, payout_id=payout.pk)
    with pytest.raises(InvalidTransition):
        services.payout_sent(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor)
    assert services.payout_approve(scope=two, payout_id=payout.pk).status == PayoutStatus.APPROVED


def test_a_payout_that_is_stopped_gives_the_money_back_to_the_store() -> None:
    part = sold()
    payout = make_payout(part)
    services.payout_reject(scope=boss(), payout_id=payout.pk, reason="under investigation")
    assert balances(part.store) == (0, 9_010, 0)
    with pytest.raises(InvalidTransition):
        services.payout_reject(scope=boss(), payout_id=payout.pk, reason="again")


def test_only_a_payout_that_is_on_its_way_is_sent_again() -> None:
    payout = make_payout(sold())
    with pytest.raises(InvalidTransition, match="on its way"):
        services.payout_send_again(scope=boss(), payout_id=payout.pk)


def test_only_the_owner_of_a_store_asks_for_its_money() -> None:
    part = sold()
    release(part)
    make_payout_account(part.store)
    manager = ActingScope(actor=Actor("user", "1"), user_id=part.pk, stores={part.store_id: frozenset({"orders.view"})})
    with pytest.raises(NotAllowed):
        services.payout_request(scope=manager, store_id=part.store_id, currency="USD")
    stranger = ActingScope(actor=Actor("user", "1"), user_id=part.pk)
    with pytest.raises(NotFound):
        services.payout_request(scope=stranger, store_id=part.store_id, currency="USD")
    with pytest.raises(NotAllowed):
        services.payout_approve(scope=manager, payout_id=part.pk)


def test_by_the_calendar_every_store_with_enough_is_paid(settings: Any) -> None:
    one, two, three = make_store(), make_store(), make_store()
    for store in (one, two, three):
        release(sold(store))
    make_payout_account(one)
    make_payout_account(two)
    assert services.payouts_ask() == 2  # the third has said nothing about where
    assert services.payouts_ask() == 0
    assert set(Payout.objects.values_list("store", flat=True)) == {one.pk, two.pk}


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_an_account_number_is_kept_encrypted_and_appears_nowhere() -> None:
    account = make_payout_account(make_store(), number="de89 3704 0044 0532 0130 00")
    assert IBAN not in account.number_encrypted
    assert (account.hint, services.number_of(account)) == ("3000", IBAN)
    assert IBAN not in "".join(str(entry.changes) for entry in AuditEntry.objects.all())
    assert IBAN not in repr(account) + str(account)


def test_a_new_account_takes_the_place_of_the_old_one() -> None:
    store = make_store()
    make_payout_account(store)
    newer = make_payout_account(store, number="GB82WEST12345698765432")
    assert list(PayoutAccount.objects.filter(store=store)) == [newer]


@pytest.mark.parametrize(
    ("method", "number"),
    [
        (PayoutMethod.BANK_FILE, "DE89370400440532013001"),  # a wrong digit
        (PayoutMethod.BANK_FILE, "=cmd|' /C calc'!A0"),
        (PayoutMethod.BANK_FILE, "12"),
        (PayoutMethod.STRIPE, "12345678"),
        (PayoutMethod.MIDTRANS, "12345"),
        (PayoutMethod.MIDTRANS, "ID00112233"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused(method: PayoutMethod, number: str) -> None:
    with pytest.raises(Exception, match=r"number|IBAN"):
        make_payout_account(make_store(), method=method, number=number, currency="IDR", bank="bca")


def test_an_account_in_indonesia_has_a_bank_by_its_code_and_is_paid_in_rupiah() -> None:
    store = make_store(market="id")
    account = make_payout_account(
        store, method=PayoutMethod.MIDTRANS, number="0011 2233-44", currency="IDR", bank=" BCA "
    )
    assert (services.number_of(account), account.bank) == ("0011223344", "bca")
    for wrong, pointer in (({"currency": "USD"}, "/currency"), ({"bank": "Bank Central Asia"}, "/bank")):
        given = {"method": PayoutMethod.MIDTRANS, "number": "0011223344", "currency": "IDR", "bank": "bca"} | wrong
        with pytest.raises(Invalid) as refused:
            make_payout_account(store, **given)
        assert [problem.pointer for problem in refused.value.problems] == [pointer]
    assert list(PayoutAccount.objects.filter(store=store)) == [account]


def test_persian_digits_of_an_account_are_understood() -> None:
    account = make_payout_account(make_store(), number="۱۲۳۴۵۶۷۸۹۰")
    assert services.number_of(account) == "1234567890"


def test_keys_of_account_numbers_are_rotated(settings: Any) -> None:
    account = make_payout_account(make_store())
    settings.FINANCE_SECRET_KEYS = ["a new key of thirty two characters", *settings.FINANCE_SECRET_KEYS]
    assert services.number_of(account) == IBAN


# --- by the bank ------------------------------------------------------------------------------------------------------


def test_approved_transfers_leave_in_one_file_for_the_bank() -> None:
    payouts = [make_payout(sold()), make_payout(sold(price=2_000))]
    batch = services.payout_batch_make(scope=boss(), currency="USD")
    assert (batch.count, batch.total_minor) == (2, 9_010 + 1_810)
    assert set(Payout.objects.values_list("status", flat=True)) == {PayoutStatus.SENT}
    lines = services.payout_batch_file(scope=boss(), batch=batch).decode("utf-8-sig").splitlines()
    assert lines[0] == "number,holder,account,bank,amount,currency,reference"
    assert f"{payouts[0].number},Keycap Atelier,{IBAN},,90.10,USD,{batch.number} {payouts[0].number}" in lines
    assert AuditEntry.objects.filter(action="payout_batch.take_out").count() == 1
    with pytest.raises(NothingToPayOut):
        services.payout_batch_make(scope=boss(), currency="USD")


# --- the way of an order's money --------------------------------------------------------------------------------------


def test_the_way_of_an_orders_money_adds_up_in_every_row() -> None:
    part = sold()
    services.sales_refund(refund_id=part.order_id, amounts={part.lines.get().pk: 1_000}, reference=part.order.number)
    payout = make_payout(part)
    trail = trail_of(references=[part.order.number, part.number], currency="USD")
    assert [(step.title, step.reference) for step in trail.steps] == [
        ("Payment", part.order.number),
        ("Refund", part.order.number),
        ("Released to the seller", part.number),
        ("Payout · Approved", payout.number),
    ]
    assert [sum(step.amounts) for step in trail.steps] == [0, 0, 0, 0]
    named = dict(zip(trail.columns, trail.totals, strict=True))
    assert named == {
        "At the gateway · sandbox": -10_010,
        f"Sellers: not released yet · {part.store.name}": 0,
        f"Sellers: to be paid out · {part.store.name}": 0,
        "Commission": 900,
        "Refunds owed to shoppers": 1_000,
        "Paid out": 8_110,
    }


def test_an_order_page_shows_the_way_of_its_money(client: Any) -> None:
    part = sold()
    client.force_login(make_user(is_superuser=True))
    page = client.get(f"/admin/sales/order/{part.order_id}/change/").content.decode()
    assert "The way of its money" in page
    assert "Sellers: not released yet" in page
    assert "-100.10" in page

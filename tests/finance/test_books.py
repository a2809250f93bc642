"""What a paid, cancelled, refunded and delivered order leaves in the books."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import services as core_services
from core.scope import SYSTEM_SCOPE
from finance import services
from finance.models import (
    CommissionLine,
    CommissionRule,
    Hold,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    PayoutTerms,
    Sale,
)
from finance.services import Account
from finance.states import AccountKind as K
from finance.states import TransactionKind
from marketplace.models import Stock, Store
from markets.models import Market
from sales.models import Coupon, Order, StoreOrder
from sales.services import coupon_create, order_cancel, store_order_cancel, store_order_complete
from tests.accounts.factories import client_for
from tests.finance.factories import balance, balances, deliver, make_paid, release
from tests.marketplace.factories import make_item, make_maintained_product, make_store, make_variant
from tests.sales.factories import fill_cart, make_order, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _delivery(db: None) -> Any:
    make_service(base=10)
    yield
    found = [breach for code, (_t, check) in core_services.invariants().items() if code[0] == "B" for breach in check()]
    assert found == []


def entries(kind: TransactionKind) -> dict[str, int]:
    """The entries of the one transaction of a kind, by the kind of account (summed over stores)."""
    found: dict[str, int] = {}
    for entry in LedgerEntry.objects.filter(transaction__kind=kind).select_related("account"):
        found[entry.account.kind] = found.get(entry.account.kind, 0) + entry.amount_minor
    return found


def sold(price: int = 10_000, quantity: int = 1, store: Store | None = None) -> tuple[Store, StoreOrder]:
    store = store or make_store()
    [part] = make_paid(make_order((make_item(store, price_minor=price, stock=50), quantity)))
    return store, part


def with_coupon(code: str, *items: tuple[Any, int]) -> Order:
    client = client_for()
    fill_cart(client, *items)
    assert client.post("/api/sales/cart/coupon/", {"code": code}).status_code == 200
    return make_order((items[0][0], items[0][1]), client=client)


# --- paid -------------------------------------------------------------------------------------------------------------


def test_a_payment_is_posted_once_and_adds_up() -> None:
    one, two = make_store(), make_store()
    order = make_order((make_item(one, price_minor=10_000), 1), (make_item(two, price_minor=2_500), 2))
    make_paid(order, gateway="stripe")
    assert order.total_minor == 15_020
    assert entries(TransactionKind.CAPTURE) == {
        K.GATEWAY: -15_020,
        K.SELLER_PENDING: 9_000 + 10 + 4_500 + 10,
        K.COMMISSION: 1_500,
    }
    assert balances(one) == (9_010, 0, 0)
    assert balances(two) == (4_510, 0, 0)
    assert balance(K.GATEWAY, qualifier="stripe") == -15_020
    assert LedgerTransaction.objects.get().reference == order.number


def test_a_line_keeps_the_commission_it_was_sold_under() -> None:
    rule = CommissionRule.objects.create(name="Spring", basis_points=500)
    _store, part = sold(10_000)
    rule.basis_points = 5_000
    rule.save()
    line = CommissionLine.objects.get(reference=part.lines.get().pk)
    assert (line.commission_minor, line.net_minor) == (500, 9_500)
    assert line.explanation == "Spring: 5% of 100.00 USD. Commission: 5.00 USD."


def test_rules_by_category_store_and_price_are_asked_in_the_operators_order() -> None:
    store = make_store()
    product = make_maintained_product(store)
    cheap = make_item(store, price_minor=1_000)
    inside = make_item(store, variant=make_variant(product), price_minor=50_000)
    CommissionRule.objects.create(name="Branch", position=1, basis_points=200, category=product.category)
    CommissionRule.objects.create(name="Dear", position=2, basis_points=100, currency="USD", price_from_minor=40_000)
    CommissionRule.objects.create(name="Off", position=0, basis_points=0, is_active=False)
    CommissionRule.objects.create(name="Theirs", position=0, basis_points=0, store=make_store())
    CommissionRule.objects.create(name="Rupiah", position=0, currency="IDR", basis_points=0, floor_minor=5)
    [part] = make_paid(make_order((inside, 1), (cheap, 1)))
    names = {line.sku: line.terms["name"] for line in CommissionLine.objects.filter(is_delivery=False)}
    skus = {line.item_id: line.sku for line in part.lines.all()}
    assert names[skus[inside.pk]] == "Branch"
    same_category = cheap.variant.product.category_id == product.category_id
    assert names[skus[cheap.pk]] == ("Branch" if same_category else "Serai")


def test_tax_in_the_price_is_kept_apart_to_be_handed_on(settings: Any) -> None:
    Market.objects.filter(code="intl").update(tax_basis_points=1_000, tax_name="VAT")
    sold(11_000)
    assert entries(TransactionKind.CAPTURE)[K.TAX] == 1_000
    settings.FINANCE_TAX_GOES_TO = "seller"
    store, _part = sold(11_000)
    assert balances(store) == (9_900 + 10, 0, 0)


def test_delivery_goes_to_whoever_pays_the_courier(settings: Any) -> None:
    settings.FINANCE_SHIPPING_GOES_TO = "platform"
    store, _part = sold(10_000)
    assert entries(TransactionKind.CAPTURE)[K.SHIPPING] == 10
    assert balances(store) == (9_000, 0, 0)


@pytest.mark.parametrize(
    ("share", "net", "borne"), [(0, 7_200, 0), (10_000, 9_000, 2_000), (5_000, 8_100, 1_000), (None, 9_000, 2_000)]
)
def test_a_discount_is_borne_as_its_coupon_says(share: int | None, net: int, borne: int) -> None:
    store = make_store()
    made = make_coupon(share)
    order = with_coupon(made.code, (make_item(store, price_minor=5_000, stock=9), 1))
    assert order.discount_minor == 2_000  # the cart had two of it in the end
    made.platform_share_basis_points = 1
    made.save()  # what the coupon says later does not matter
    make_paid(order)
    assert balances(store) == (net + 10, 0, 0)
    assert balance(K.DISCOUNTS) == -borne


def make_coupon(share: int | None) -> Coupon:
    fields = {} if share is None else {"platform_share_basis_points": share}
    return coupon_create(scope=SYSTEM_SCOPE, code="TWENTY", store_id=None, percent_basis_points=2_000, **fields)


def test_an_order_that_costs_nothing_is_paid_as_it_is_placed_and_can_be_cancelled(drain_outbox: Any) -> None:
    make_service(base=0)
    coupon_create(scope=SYSTEM_SCOPE, code="GIFT", store_id=None, percent_basis_points=10_000)
    store = make_store()
    item = make_item(store, price_minor=10_000, stock=5)
    order = with_coupon("GIFT", (item, 1))  # two pieces: the cart is filled twice
    assert (order.total_minor, order.status) == (0, "PAID")
    assert Stock.objects.filter(item=item, stock=3, reserved=0).exists()
    assert entries(TransactionKind.CAPTURE) == {K.SELLER_PENDING: 18_000, K.COMMISSION: 2_000, K.DISCOUNTS: -20_000}
    drain_outbox()
    order_cancel(scope=SYSTEM_SCOPE, order=order)
    assert (balances(store), balance(K.DISCOUNTS), balance(K.COMMISSION)) == ((0, 0, 0), 0, 0)


# --- given back -------------------------------------------------------------------------------------------------------


def test_a_cancelled_part_is_taken_back_whole_and_the_other_stays() -> None:
    one, two = make_store(), make_store()
    order = make_order((make_item(one, price_minor=9_999), 1), (make_item(two, price_minor=2_500), 1))
    parts = {part.store_id: part for part in make_paid(order)}
    store_order_cancel(scope=SYSTEM_SCOPE, store_order=parts[one.pk])
    assert balances(one) == (0, 0, 0)
    assert balances(two) == (2_260, 0, 0)
    assert balance(K.COMMISSION) == 250
    assert balance(K.REFUNDS) == 10_009
    line = CommissionLine.objects.get(reference=parts[one.pk].lines.get().pk)
    assert line.left.paid == line.left.commission == 0


def test_an_unpaid_order_that_is_cancelled_leaves_nothing_in_the_books() -> None:
    order = make_order((make_item(price_minor=100), 1))
    order_cancel(scope=SYSTEM_SCOPE, order=order)
    assert not LedgerTransaction.objects.exists()


def test_a_refund_of_part_of_a_line_takes_each_share_in_proportion() -> None:
    store, part = sold(10_000)
    line = part.lines.get()
    services.sales_refund(refund_id=part.pk, amounts={line.pk: 3_333}, reference=part.number)
    assert balances(store) == (9_010 - 3_000, 0, 0)  # 3333 = 3000 of the store + 333 of the commission
    assert balance(K.COMMISSION) == 667
    assert balance(K.REFUNDS) == 3_333


def test_what_we_funded_comes_back_to_us_with_a_refund() -> None:
    store = make_store()
    made = make_coupon(10_000)
    order = with_coupon(made.code, (make_item(store, price_minor=5_000, stock=9), 1))
    [part] = make_paid(order)
    order_cancel(scope=SYSTEM_SCOPE, order=order)
    assert balances(store) == (0, 0, 0)
    assert (balance(K.DISCOUNTS), balance(K.COMMISSION), balance(K.REFUNDS)) == (0, 0, part.total_minor)


def test_a_late_refund_is_taken_from_what_is_released_and_then_owed() -> None:
    store, part = sold(10_000)
    release(part)
    assert balances(store) == (0, 9_010, 0)
    line, delivery = part.lines.get().pk, part.pk
    services.sales_refund(refund_id=make_id(1), amounts={line: 5_000}, reference="x")
    assert balances(store) == (0, 4_510, 0)
    _spend(store, 4_500)
    services.sales_refund(refund_id=make_id(2), amounts={line: 5_000, delivery: 10}, reference="x")
    assert balances(store) == (0, 0, -4_500)  # 10 were there; the rest is owed


def test_what_a_store_owes_is_settled_from_what_is_released_next() -> None:
    store, part = sold(1_000)
    release(part)
    _spend(store, 910)
    services.sales_refund(refund_id=make_id(1), amounts={part.lines.get().pk: 1_000}, reference="x")
    assert balances(store) == (0, 0, -900)
    _store, small = sold(500, store=store)
    release(small)
    assert balances(store) == (0, 0, -440)
    _store, large = sold(1_000, store=store)
    release(large)
    assert balances(store) == (0, 470, 0)


def make_id(number: int) -> UUID:
    return UUID(int=number)


def _spend(store: Store, amount: int) -> None:
    """As a payout would, without its rows."""
    payable = Account(K.SELLER_PAYABLE, store.pk)
    services.post(
        kind=TransactionKind.PAYOUT_PAID,
        source_type="test",
        source_id=store.pk,
        currency="USD",
        legs={payable: -amount, Account(K.BANK): amount},
    )


def test_more_than_is_left_of_a_line_is_refused_and_nothing_is_posted() -> None:
    _store, part = sold(1_000)
    with pytest.raises(ValueError, match="1001 of 1000"):
        services.sales_refund(refund_id=make_id(1), amounts={part.lines.get().pk: 1_001}, reference="x")
    assert not LedgerTransaction.objects.filter(kind=TransactionKind.REFUND).exists()


# --- held -------------------------------------------------------------------------------------------------------------


def test_money_is_held_until_the_days_after_the_delivery_are_over() -> None:
    store, part = sold(10_000)
    hold = Hold.objects.get()
    assert (hold.release_at, hold.days) == (None, 7)
    services.holds_release()
    deliver(part)
    services.holds_release()
    assert balances(store) == (9_010, 0, 0)
    hold.refresh_from_db()
    assert (hold.release_at - Sale.objects.get().delivered_at).days == 7
    Hold.objects.update(release_at=timezone.now())
    assert services.holds_release() == 1
    assert services.holds_release() == 0
    assert balances(store) == (0, 9_010, 0)


def test_a_part_that_is_closed_is_released_at_once_but_for_its_reserve() -> None:
    PayoutTerms.objects.create(currency="USD", hold_days=14, reserve_basis_points=1_000, reserve_days=90)
    store, part = sold(10_000)
    deliver(part)
    store_order_complete(scope=SYSTEM_SCOPE, store_order=StoreOrder.objects.get(pk=part.pk))
    services.holds_release()
    assert balances(store) == (901, 8_109, 0)


def test_a_stores_own_terms_come_before_those_of_the_currency() -> None:
    store = make_store()
    PayoutTerms.objects.create(currency="USD", hold_days=14)
    PayoutTerms.objects.create(currency="USD", store=store, hold_days=3)
    sold(store=store)
    sold()
    assert sorted(Hold.objects.values_list("days", flat=True)) == [3, 14]


def test_a_refund_is_taken_from_the_returns_hold_before_the_reserve() -> None:
    PayoutTerms.objects.create(currency="USD", reserve_basis_points=1_000)
    store, part = sold(10_000)
    services.sales_refund(refund_id=make_id(1), amounts={part.lines.get().pk: 9_500}, reference="x")
    left = dict(Hold.objects.values_list("kind", "left_minor"))
    assert left == {"returns": 0, "reserve": 901 - (8_550 - 8_109)}
    assert balances(store) == (460, 0, 0)


# --- the ledger itself ------------------------------------------------------------------------------------------------


def test_a_transaction_that_does_not_sum_to_zero_is_refused_before_it_is_written() -> None:
    with pytest.raises(ValueError, match="does not sum to zero"):
        services.post(
            kind=TransactionKind.RELEASE, source_type="test", source_id=make_id(1), currency="USD",
            legs={Account(K.TAX): 1},
        )  # fmt: skip


def _raw(amounts: list[int], currency: str = "USD") -> None:
    """Write past the service."""
    transaction_row = LedgerTransaction.objects.create(
        kind=TransactionKind.RELEASE, source_type="test", source_id=make_id(9), currency="USD"
    )
    account, _ = LedgerAccount.objects.get_or_create(code=f"tax:{currency}", kind=K.TAX, currency=currency)
    for amount in amounts:
        LedgerEntry.objects.create(transaction=transaction_row, account=account, amount_minor=amount, currency=currency)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(("amounts", "currency"), [([5], "USD"), ([5, -4], "USD"), ([5, -5], "EUR")])
def test_the_database_itself_refuses_what_does_not_balance(amounts: list[int], currency: str) -> None:
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        _raw(amounts, currency)
    with transaction.atomic():
        _raw([5, -5])


@pytest.mark.parametrize("statement", ["UPDATE {} SET amount_minor = 1", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_an_entry(statement: str) -> None:
    sold()
    with pytest.raises(Exception, match=r"Cannot (update|delete)"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("finance_ledgerentry"))


def test_a_fact_posts_once() -> None:
    legs = {Account(K.TAX): 1, Account(K.COMMISSION): -1}
    same = {"kind": TransactionKind.RELEASE, "source_type": "test", "source_id": make_id(1), "currency": "USD"}
    services.post(**same, legs=legs)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.post(**same, legs=legs)


def test_what_is_payable_never_falls_below_nothing() -> None:
    store = make_store()
    with pytest.raises(IntegrityError, match="ledger_payable_not_below_zero"), transaction.atomic():
        _spend(store, 1)

"""The books under fire: refunds, payouts, releases and cancellations of the same stores at the same moment.

The naive payout is convicted first, then ours is cleared (DESIGN.md §4 B1–B4, RELIABILITY.md I-14, I-22 to I-26, I-35).
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from core.errors import DomainError
from core.money import Money
from core.scope import SYSTEM_SCOPE
from finance import services
from finance.models import CommissionLine, Hold, LedgerAccount, LedgerEntry, LedgerTransaction, Payout, PayoutEntry
from finance.services import Account
from finance.states import LIVE_PAYOUTS, AccountKind, PayoutStatus, TransactionKind
from marketplace.models import Store, StoreItem
from payments import services as payments
from payments.gateways.contract import GatewayState, GatewayStatus
from payments.models import Payment, Refund
from payments.services import LineWish
from payments.services.moves import payment_update
from sales.models import Order, OrderItem, StoreOrder
from sales.services import order_cancel, store_order_cancel
from tests.finance.factories import balances, boss, deliver, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_item, make_store
from tests.races.harness import Together, breaches, deadlocks, race, rounds, sqlstates
from tests.sales.factories import make_order, make_service

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1_800)]

ROUNDS = rounds(500, 4)
PRICE = 1_000


@pytest.fixture(autouse=True)
def no_deadlock(db: None) -> Any:
    """After every race here: no deadlock was counted, and the books keep their promises."""
    make_service(base=10)
    before = deadlocks()
    yield
    # Some sales here are in the books alone: nobody writes an invoice for them (B5).
    assert [row for row in breaches() if not row.startswith("B5")] == []
    assert deadlocks() == before


def paid(*items: StoreItem) -> Order:
    """An order of one piece of each, paid by a payment of its own."""
    order = make_order(*((item, 1) for item in items))
    payment = Payment.objects.get(order=order)
    payment_update(payment, gateway="sandbox")
    state = GatewayState(GatewayStatus.CAPTURED, Money(order.total_minor, order.currency))
    payments.payment_apply(payment_id=payment.pk, state=state, cause="notification")
    return order


def parts_of(order: Order) -> list[StoreOrder]:
    return list(StoreOrder.objects.filter(order=order).order_by("pk"))


def delivered(*items: StoreItem) -> Order:
    """A paid order whose goods have arrived and whose holds are due."""
    order = paid(*items)
    for part in parts_of(order):
        deliver(part)
    due(order)
    return order


def due(order: Order) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Hold.objects.filter(sale__reference__in=[part.pk for part in parts_of(order)]).update(release_at=past)


def give_back(order: Order, amount: int | None = None) -> Refund:
    """A refund by staff: of an amount, or of all that is left."""
    payment = Payment.objects.get(order=order)
    return payments.refund_request_by_staff(
        scope=SYSTEM_SCOPE, payment_id=payment.pk, amount_minor=amount, reason="A race."
    )


def give_back_line(order: Order, place: int) -> Refund:
    payment = Payment.objects.get(order=order)
    lines = list(OrderItem.objects.filter(store_order__order=order).order_by("pk"))
    return payments.refund_request_by_staff(
        scope=SYSTEM_SCOPE, payment_id=payment.pk, amount_minor=None, reason="A race.",
        lines=[LineWish(lines[place % len(lines)].pk)],
    )  # fmt: skip


def ask_for_payout(store: Store) -> Payout:
    return services.payout_request(scope=SYSTEM_SCOPE, store_id=store.pk, currency="USD")


def refusals(results: Sequence[Any]) -> Counter[str]:
    """The refusals by name; any other exception is raised again."""
    found: Counter[str] = Counter()
    for result in results:
        if isinstance(result, DomainError):
            found[type(result).__name__] += 1
        elif isinstance(result, Exception):
            raise result
    return found


def shaken(*ways: Callable[[], Any]) -> list[Any]:
    """All at once, in any order, each after a moment of its own."""

    def late(way: Callable[[], Any], wait: float) -> Callable[[], Any]:
        def run() -> Any:
            time.sleep(wait)
            return way()

        return run

    mixed = [late(way, random.choice([0, random.uniform(0, 0.02)])) for way in ways]
    random.shuffle(mixed)
    return race(mixed)


# --- refund ∥ refund ∥ payout -----------------------------------------------------------------------------------------


def naive_payout(store: Store, looked: Together) -> int:
    """Read what can be paid out, decide, note that it is gone: without the account's row."""
    with transaction.atomic():
        account = LedgerAccount.objects.get(kind=AccountKind.SELLER_PAYABLE, store=store)
        amount = account.balance_minor
        looked.wait()
        account.balance_minor = 0
        account.save(update_fields=["balance_minor"])
        return amount


def test_the_naive_payout_pays_the_same_money_twice() -> None:
    store = make_store()
    release_now(make_sale(store))
    looked = Together(2)
    assert race([lambda: naive_payout(store, looked)] * 2) == [9_000, 9_000]
    LedgerAccount.objects.filter(kind=AccountKind.SELLER_PAYABLE).update(balance_minor=9_000)


def test_a_payout_that_forgets_the_lock_is_stopped_by_the_database() -> None:
    """The second net: both post what they read, and the account refuses to fall below nothing."""
    store = make_store()
    release_now(make_sale(store))
    looked = Together(2)

    def post_what_was_read(number: int) -> None:
        with transaction.atomic():
            amount = LedgerAccount.objects.get(kind=AccountKind.SELLER_PAYABLE, store=store).balance_minor
            looked.wait()
            payable = Account(AccountKind.SELLER_PAYABLE, store.pk)
            services.post(
                kind=TransactionKind.PAYOUT, source_type="naive", source_id=UUID(int=number), currency="USD",
                legs={payable: -amount, Account(AccountKind.PAYOUTS): amount},
            )  # fmt: skip

    results = race([lambda: post_what_was_read(1), lambda: post_what_was_read(2)])
    assert [type(result) for result in results].count(IntegrityError) == 1
    assert balances(store) == (0, 0, 0)


def test_refunds_and_payouts_of_one_store_at_once_lose_and_double_nothing() -> None:
    store = make_store()
    make_payout_account(store)
    item = make_item(store, price_minor=PRICE, stock=10 * ROUNDS)
    ends: Counter[str] = Counter()
    for _ in range(ROUNDS):
        first, second = delivered(item), delivered(item)
        services.holds_release()
        results = shaken(
            lambda order=first: give_back(order, 900),
            lambda order=first: give_back(order, 700),
            lambda order=second: give_back(order, 500),
            lambda: ask_for_payout(store),
            lambda: ask_for_payout(store),
        )
        ends += refusals(results)
        judge(store)
        ends[finish_payouts(store)] += 1
    print(f"{ROUNDS} rounds: {dict(ends)}")
    assert ends["PayoutRunning"] + ends["NothingToPayOut"] >= ROUNDS, "of two payouts at once one is refused"
    assert ends["RefundExceedsCaptured"] >= ROUNDS, "of two refunds of one order one is too much"
    assert ends["paid"], "no payout ever won"


def judge(store: Store) -> None:
    """Nothing below zero, each fact once, and the store has what its sales left it."""
    pending, payable, owed = balances(store)
    assert payable >= 0 >= owed
    leaving = Payout.objects.filter(store=store, status__in=LIVE_PAYOUTS).aggregate(total=Sum("amount_minor"))["total"]
    net = F("net_minor") - F("net_back_minor")
    left = CommissionLine.objects.filter(sale__store=store).aggregate(total=Sum(net))["total"]
    assert pending + payable + owed + (leaving or 0) == left
    refunds = LedgerTransaction.objects.filter(kind=TransactionKind.REFUND, source_type="refund")
    assert refunds.count() == Refund.objects.filter(cause="staff").count()
    payouts = LedgerTransaction.objects.filter(kind=TransactionKind.PAYOUT, source_type="payout")
    assert payouts.count() == Payout.objects.count()


def finish_payouts(store: Store) -> str:
    """The bank pays most payouts and returns some, so that the next round begins with debts as well."""
    payout = Payout.objects.filter(store=store, status=PayoutStatus.APPROVED).first()
    if payout is None:
        return "none"
    services.payout_sent(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor)
    bank = Account(AccountKind.BANK)
    if random.random() < 0.2:
        services.payout_bounced(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, reason="Closed.", paid_from=bank)
        return "returned"
    services.payout_paid(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor, paid_from=bank)
    return "paid"


def test_a_payout_asked_for_ten_times_at_once_is_one_payout() -> None:
    store = make_store()
    make_payout_account(store)
    for _ in range(3):
        release_now(make_sale(store))
    results = race([lambda: ask_for_payout(store)] * 10)
    assert sum(refusals(results).values()) == 9
    payout = Payout.objects.get()
    assert payout.amount_minor == 3 * 9_000
    assert PayoutEntry.objects.filter(payout=payout, is_live=True).count() == 3


def test_what_a_bank_says_many_times_at_once_counts_once() -> None:
    store = make_store()
    make_payout_account(store)
    release_now(make_sale(store))
    payout = ask_for_payout(store)
    services.payout_sent(payout_id=payout.pk, actor=SYSTEM_SCOPE.actor)
    bank = Account(AccountKind.BANK)
    actor = SYSTEM_SCOPE.actor
    results = shaken(
        *[lambda: services.payout_paid(payout_id=payout.pk, actor=actor, paid_from=bank)] * 6,
        *[lambda: services.payout_bounced(payout_id=payout.pk, actor=actor, reason="x", paid_from=bank)] * 6,
        *[lambda: services.payout_reject(scope=boss(), payout_id=payout.pk, reason="x")] * 2,
        *[lambda: ask_for_payout(store)] * 6,
    )
    refusals(results)
    kinds = Counter(LedgerTransaction.objects.filter(source_id=payout.pk).values_list("kind", flat=True))
    assert set(kinds.values()) == {1}
    assert Payout.objects.filter(status__in=LIVE_PAYOUTS).count() + (balances(store)[1] > 0) == 1


# --- releases ---------------------------------------------------------------------------------------------------------


def naive_release(hold_id: UUID, looked: Together) -> bool:
    """Look whether the hold is still there, then release it: whoever looked in time does."""
    with transaction.atomic():
        if Hold.objects.get(pk=hold_id).released_at is not None:
            return False
        looked.wait()
        Hold.objects.filter(pk=hold_id).update(released_at=timezone.now(), left_minor=0)
        return True


def test_the_naive_release_happens_twice() -> None:
    sale = make_sale(make_store())
    looked = Together(2)
    hold = sale.holds.get()
    assert sum(race([lambda: naive_release(hold.pk, looked)] * 2)) == 2
    Hold.objects.filter(pk=hold.pk).update(released_at=None, left_minor=F("amount_minor"))


def test_four_release_jobs_at_once_release_each_hold_once() -> None:
    stores = [make_store() for _ in range(3)]
    sales = [make_sale(stores[number % 3]) for number in range(rounds(300, 24))]
    for sale in sales:
        services.sale_delivered(reference=sale.reference, delivered_at=timezone.now() - timedelta(days=400))
    assert sum(race([services.holds_release] * 4)) == len(sales)
    released = LedgerTransaction.objects.filter(kind=TransactionKind.RELEASE)
    assert released.count() == len(sales)
    assert sum(balances(store)[1] for store in stores) == sum(sale.net_minor for sale in sales)


def test_releases_meet_refunds_payouts_and_returned_payouts_of_the_same_stores() -> None:
    """Lock orders against each other: order → sale → holds → accounts, hold → accounts, payout → accounts."""
    stores = [make_store() for _ in range(2)]
    items = [make_item(store, price_minor=PRICE, stock=100 * ROUNDS) for store in stores]
    for store in stores:
        make_payout_account(store)
    for _ in range(rounds(100, 2)):
        orders = [delivered(*random.sample(items, 2)) for _ in range(2)]
        old = delivered(*items)
        services.holds_release()
        due(orders[0])
        payouts = [payout for store in stores if (payout := try_payout(store)) is not None]
        results = shaken(
            services.holds_release,
            services.holds_release,
            lambda old=old: give_back(old),
            lambda orders=orders: give_back(orders[0], 900),
            lambda orders=orders: give_back_line(orders[1], 0),
            lambda orders=orders: give_back_line(orders[1], 1),
            *[
                lambda payout=payout: services.payout_reject(scope=SYSTEM_SCOPE, payout_id=payout.pk, reason="x")
                for payout in payouts
            ],
            services.payouts_ask,
            *[lambda store=store: ask_for_payout(store) for store in stores],
        )
        refusals(results)
        assert sqlstates([result for result in results if not isinstance(result, DomainError)]) == {}
        for store in stores:
            judge(store)
            finish_payouts(store)


def try_payout(store: Store) -> Payout | None:
    try:
        return ask_for_payout(store)
    except DomainError:
        return None


# --- cancellations ----------------------------------------------------------------------------------------------------


def test_cancellations_over_the_same_two_stores_meet_late_refunds() -> None:
    one, two = make_store(), make_store()
    items = [make_item(store, price_minor=PRICE, stock=100 * ROUNDS) for store in (one, two)]
    for store in (one, two):
        make_payout_account(store)
    for _ in range(rounds(100, 2)):
        late = [delivered(*items), delivered(*reversed(items))]
        services.holds_release()
        services.payouts_ask()
        fresh = [paid(*items), paid(*reversed(items))]
        results = shaken(
            *[lambda order=order: order_cancel(scope=SYSTEM_SCOPE, order=order) for order in fresh],
            *[
                lambda part=part: store_order_cancel(scope=SYSTEM_SCOPE, store_order=part)
                for order in fresh
                for part in parts_of(order)
            ],
            *[lambda order=order: give_back(order) for order in late],
            *[lambda order=order: give_back(order, 300) for order in late],
            services.holds_release,
            services.payouts_ask,
        )
        refusals(results)
        assert {Order.objects.get(pk=order.pk).status for order in fresh} == {"CANCELLED"}
        for order in fresh:
            refunded = Refund.objects.filter(payment__order=order).aggregate(total=Sum("amount_minor"))["total"]
            assert refunded == order.total_minor
        cancelled = LedgerTransaction.objects.filter(
            kind=TransactionKind.CANCELLATION, source_id__in=[part.pk for order in fresh for part in parts_of(order)]
        )
        assert cancelled.count() == 4
        for store in (one, two):
            judge(store)
            finish_payouts(store)
    assert LedgerEntry.objects.aggregate(total=Sum("amount_minor"))["total"] == 0

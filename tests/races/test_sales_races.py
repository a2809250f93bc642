"""Many shoppers, one shelf. Each harness first convicts the naive way, then clears ours (RELIABILITY.md §2)."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone
from rest_framework.test import APIClient

from core.errors import DomainError
from core.models import IdempotencyKey
from core.scope import SYSTEM_SCOPE
from marketplace.models import Stock, StockMovement, StoreItem
from marketplace.services.stock import Expected, stock_adjust, stock_reserve
from payments.models import Payment
from payments.services import payment_mark_paid_by_hand
from sales import services
from sales.models import Cart, CartItem, Order, OrderItem, Reservation
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item
from tests.races.harness import DEADLOCK, Together, at_once, breaches, deadlocks, race, rounds, sqlstates
from tests.sales.factories import checkout, fill_cart, key, make_order, make_service

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THINKING = 0.02  # seconds between a naive look and its act: what pricing, shipping and a busy server take
BUYERS, UNITS = rounds(200, 40), rounds(50, 10)


@pytest.fixture(autouse=True)
def post():
    return make_service(code="flat", base=10)


def stock_of(item: StoreItem) -> Stock:
    return Stock.objects.get(item=item)


def shopper(*lines: tuple[StoreItem, int]) -> APIClient:
    """A guest with these offers in the cart."""
    client = client_for()
    fill_cart(client, *lines)
    return client


def answers_of(results: list[Any]) -> Counter[tuple[int, str]]:
    """How often each status and problem code was answered; an exception is raised."""
    for result in results:
        if isinstance(result, Exception):
            raise result
    return Counter((answer.status_code, answer.json().get("code", "")) for answer in results)


# --- the last fifty pieces (M-1) --------------------------------------------------------------------------------------


def naive_take(stock_id: UUID) -> bool:
    """Read, check, write: everybody who looked in time gets a piece."""
    with transaction.atomic():
        row = Stock.objects.get(pk=stock_id)
        if row.available < 1:
            return False
        time.sleep(THINKING)
        Stock.objects.filter(pk=stock_id).update(reserved=row.reserved + 1)
        return True


def test_the_naive_reservation_sells_more_pieces_than_there_are():
    row = stock_of(make_item(stock=UNITS))
    taken = race([lambda: naive_take(row.pk)] * BUYERS)
    assert sum(taken) > UNITS


def test_of_all_buyers_as_many_get_an_order_as_there_are_pieces_and_the_others_a_clean_refusal():
    item = make_item(stock=UNITS)
    buyers = [shopper((item, 1)) for _ in range(BUYERS)]
    before = deadlocks()
    answers = answers_of(race([lambda client=client: checkout(client) for client in buyers]))
    assert answers == {(201, ""): UNITS, (409, "out_of_stock"): BUYERS - UNITS}
    assert Order.objects.count() == Payment.objects.count() == UNITS
    assert (stock_of(item).stock, stock_of(item).reserved) == (UNITS, UNITS)
    assert CartItem.objects.count() == BUYERS - UNITS
    assert deadlocks() - before == 0
    assert breaches() == []


# --- baskets in opposite order (M-2, F-17) ----------------------------------------------------------------------------


def naive_reserve(stock_ids: list[UUID]) -> None:
    """Line by line in the order of the basket."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '100ms'")
        for stock_id in stock_ids:
            Stock.objects.filter(pk=stock_id).update(reserved=F("reserved") + 1)
            time.sleep(THINKING)


def test_the_naive_basket_deadlocks():
    ids = [stock_of(make_item(stock=1000)).pk for _ in range(2)]
    before = deadlocks()
    results = race([lambda place=place: naive_reserve(ids[:: (-1) ** place]) for place in range(32)], threads=32)
    assert set(sqlstates(results)) == {DEADLOCK}
    assert deadlocks() > before


def test_crossed_baskets_are_all_ordered_without_a_deadlock():
    items = [make_item(stock=1000) for _ in range(4)]
    chance = random.Random(1)  # a repeatable mix
    baskets = [chance.sample(items, k=chance.choice([2, 3, 4])) for _ in range(rounds(300, 64))]
    buyers = [shopper(*((item, 1) for item in basket)) for basket in baskets]
    before = deadlocks()
    answers = answers_of(race([lambda client=client: checkout(client) for client in buyers], threads=32))
    assert answers == {(201, ""): len(baskets)}
    assert deadlocks() - before == 0
    wanted = Counter(item.pk for basket in baskets for item in basket)
    assert {item.pk: stock_of(item).reserved for item in items} == wanted
    assert breaches() == []


def test_reserving_directly_in_opposite_orders_does_not_deadlock():
    ids = [stock_of(make_item(stock=1000)).pk for _ in range(2)]
    before = deadlocks()

    def take(place: int) -> None:
        with transaction.atomic():
            stock_reserve(lines=[Expected(pk, 1, 1000) for pk in ids[:: (-1) ** place]])
            time.sleep(THINKING / 10)

    at_once(take, 32)
    assert deadlocks() - before == 0
    assert list(Stock.objects.values_list("reserved", flat=True)) == [32, 32]


# --- one key, fifty times (M-5) ---------------------------------------------------------------------------------------


def naive_once(secret: str, stock_id: UUID, looked: Together) -> bool:
    """Is the key known? If not, do the work, then remember it."""
    if IdempotencyKey.objects.filter(key=secret).exists():
        return False
    looked.wait()
    with transaction.atomic():
        stock_reserve(lines=[Expected(stock_id, 1, 1000)])
        row = IdempotencyKey(actor="guest", route="POST naive", key=secret, fingerprint="", is_done=True)
        IdempotencyKey.objects.bulk_create([row], ignore_conflicts=True)
    return True


def test_the_naive_key_does_the_work_more_than_once():
    row = stock_of(make_item(stock=1000))
    looked = Together()
    done = race([lambda: naive_once("the-same-key-again", row.pk, looked)] * 50, threads=50)
    row.refresh_from_db()
    assert sum(done) == row.reserved > 1


def test_one_key_sent_fifty_times_makes_one_order_and_everybody_reads_it():
    item = make_item(stock=1000)
    client = shopper((item, 1))
    header = client._credentials
    same_key = key()

    def place(_: int) -> Any:
        mine = client_for()
        mine.credentials(**header)
        for _ in range(10):
            answer = checkout(mine, headers=same_key)
            if answer.status_code != 409:
                break
            assert answer.json()["code"] == "still_running"
        return answer

    answers = at_once(place, 50)
    assert Counter(answer.status_code for answer in answers) == {201: 50}
    assert Counter(answer.headers.get("Idempotent-Replayed", "false") for answer in answers) == {"true": 49, "false": 1}
    assert {answer.json()["number"] for answer in answers} == {Order.objects.get().number}
    assert stock_of(item).reserved == 1
    assert breaches() == []


def naive_lines(cart_id: UUID) -> int:
    """Lock the cart and read its lines in one statement: who waited for the lock sees the lines of before."""
    with transaction.atomic():
        lines = CartItem.objects.filter(cart_id=cart_id).select_related("cart")
        seen = len(lines.select_for_update(no_key=True, of=("cart",)))
        time.sleep(THINKING * 10)
        CartItem.objects.filter(cart_id=cart_id).update(deleted_at=timezone.now())
        Cart.objects.filter(pk=cart_id).update(version=F("version") + 1)
        return seen


def test_the_naive_cart_is_ordered_by_both_tabs():
    shopper((make_item(), 1))
    cart = CartItem.objects.get().cart_id
    assert race([lambda: naive_lines(cart)] * 2) == [1, 1]


def test_two_tabs_with_keys_of_their_own_turn_one_cart_into_one_order():
    for _ in range(rounds(30, 6)):
        item = make_item(stock=10)
        client = shopper((item, 1))
        answers = answers_of(race([lambda client=client: checkout(client)] * 2))
        assert answers == {(201, ""): 1, (409, "cart_empty"): 1}
        assert stock_of(item).reserved == 1
    assert breaches() == []


# --- paid, cancelled and expired at the same moment (M-4, M-7) --------------------------------------------------------


def overdue(item: StoreItem, client: APIClient) -> Order:
    order = make_order((item, 1), client=client)
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=timezone.now() - timedelta(seconds=1))
    return order


def naive_end(order: Order, act: Callable[[Order], None], looked: Together) -> bool:
    """Is it still open? Then do it."""
    if Order.objects.get(pk=order.pk).status != "PENDING":
        return False
    looked.wait()
    with transaction.atomic():
        act(order)
    return True


def test_the_naive_end_of_an_order_happens_twice():
    item = make_item(stock=10)
    order, _ = overdue(item, client_for()), overdue(item, client_for())

    def pay(order: Order) -> None:
        Stock.objects.filter(item=item).update(stock=F("stock") - 1, reserved=F("reserved") - 1)
        Order.objects.filter(pk=order.pk).update(status="PAID")

    def cancel(order: Order) -> None:
        Stock.objects.filter(item=item).update(reserved=F("reserved") - 1)
        Order.objects.filter(pk=order.pk).update(status="CANCELLED")

    looked = Together()
    ended = race([lambda: naive_end(order, pay, looked), lambda: naive_end(order, cancel, looked)])
    assert ended == [True, True]
    assert stock_of(item).reserved == 0, "the other order's piece was given away too"
    assert any(breach.startswith("S3 ") for breach in breaches())


def test_an_order_that_is_paid_cancelled_and_expired_at_once_ends_one_way():
    item = make_item(stock=1000)
    client = client_for(make_user(name="Mina"))
    ways: Counter[str] = Counter()
    for _ in range(rounds(150, 12)):
        order = overdue(item, client)
        Order.objects.filter(pk=order.pk).update(cancel_reason="")

        def pay(order: Order = order) -> object:
            return payment_mark_paid_by_hand(scope=SYSTEM_SCOPE, order_id=order.pk, reason="Paid in cash.")

        def cancel(order: Order = order) -> object:
            return services.order_cancel(scope=SYSTEM_SCOPE, order=order)

        results = race([pay, cancel, services.orders_expire, pay, cancel, services.orders_expire], threads=6)
        assert [r for r in results if isinstance(r, Exception) and not isinstance(r, DomainError)] == []
        order.refresh_from_db()
        paid = Payment.objects.filter(order=order, settles_order=True).count()
        assert (order.status, paid) in {("PAID", 1), ("CANCELLED", 0), ("CANCELLED", 1)}
        ways[f"{order.status} {order.cancel_reason}".strip()] += 1
    sold = -(StockMovement.objects.filter(stock__item=item, reason="sale").aggregate(n=Sum("delta"))["n"] or 0)
    back = StockMovement.objects.filter(stock__item=item, reason="restock").aggregate(n=Sum("delta"))["n"] or 0
    row = stock_of(item)
    assert (row.stock, row.reserved) == (1000 - sold + back, 0)
    assert sold - back == ways["PAID"]
    assert breaches() == []


def test_many_sweepers_expire_each_order_once():
    item = make_item(stock=1000)
    count = rounds(200, 30)
    for _ in range(count):
        overdue(item, client_for())
    assert sum(at_once(lambda _: services.orders_expire(), 6)) == count
    assert Counter(Order.objects.values_list("status", flat=True)) == {"CANCELLED": count}
    assert Counter(Reservation.objects.values_list("status", flat=True)) == {"EXPIRED": count}
    assert stock_of(item).reserved == 0
    assert breaches() == []


# --- the cart changes under the checkout (O4) -------------------------------------------------------------------------


def naive_checkout(
    line_id: UUID, price_minor: int, stock_id: UUID, looked: Together, changed: Together
) -> tuple[int, int]:
    """Tell the total from one look at the cart and reserve by another."""
    total = CartItem.objects.get(pk=line_id).quantity * price_minor
    looked.wait()
    changed.wait()
    quantity = CartItem.objects.get(pk=line_id).quantity
    with transaction.atomic():
        stock_reserve(lines=[Expected(stock_id, quantity, price_minor)])
    return total, quantity * price_minor


def test_the_naive_checkout_charges_for_another_quantity_than_it_reserves():
    item = make_item(stock=1000, price_minor=1000)
    client = shopper((item, 1))
    line, row = CartItem.objects.get(), stock_of(item)
    looked, changed = Together(), Together()

    def change() -> int:
        looked.wait()
        status = client.patch(f"/api/sales/cart-items/{line.pk}/", {"quantity": 3}).status_code
        changed.wait()
        return status

    (told, taken), status = race([lambda: naive_checkout(line.pk, 1000, row.pk, looked, changed), change])
    assert (told, taken, status) == (1000, 3000, 200)


def test_a_quantity_that_changes_during_the_checkout_is_charged_as_it_is_reserved_or_reported():
    for _ in range(rounds(60, 8)):
        item = make_item(stock=1000, price_minor=1000)
        client = shopper((item, 1))
        line = CartItem.objects.get(item=item)

        def change(quantity: int, client: APIClient = client, line: CartItem = line) -> Any:
            return client.patch(f"/api/sales/cart-items/{line.pk}/", {"quantity": quantity})

        buy = partial(checkout, client, expected_total_minor=1010)
        calls = [lambda: change(2), buy, lambda: change(3)]
        two, placed, three = race(calls)
        answers_of([two, placed, three])
        assert {two.status_code, three.status_code} <= {200, 404}
        if placed.status_code == 201:
            assert placed.json()["total"]["minor"] == 1010
            assert OrderItem.objects.get(item=item).quantity == stock_of(item).reserved == 1
        else:
            assert (placed.status_code, placed.json()["code"]) == (409, "cart_changed")
            assert (two.status_code, three.status_code, stock_of(item).reserved) == (200, 200, 0) or {
                two.status_code,
                three.status_code,
            } == {200}
    assert breaches() == []


# --- the seller counts while shoppers buy -----------------------------------------------------------------------------


def naive_count(stock_id: UUID, counted: int, looked: Together, bought: Together) -> bool:
    """The whole row is read, changed and written back."""
    row = Stock.objects.get(pk=stock_id)
    looked.wait()
    bought.wait()
    row.stock = counted
    row.save()
    return True


def test_the_naive_count_forgets_what_was_reserved_meanwhile():
    item = make_item(stock=100)
    row = stock_of(item)
    buyers = [shopper((item, 1)) for _ in range(8)]
    looked, bought = Together(9), Together()

    def buy(client: APIClient) -> int:
        looked.wait()
        status: int = checkout(client).status_code
        bought.wait()
        return status

    calls: list[Callable[[], Any]] = [lambda: naive_count(row.pk, 100, looked, bought)]
    calls += [lambda client=client: buy(client) for client in buyers]
    assert race(calls, threads=9) == [True, *[201] * 8]
    assert stock_of(item).reserved < 8
    assert any(breach.startswith("S3 ") for breach in breaches())


def test_stock_that_is_counted_while_shoppers_buy_loses_no_reservation():
    item = make_item(stock=UNITS)
    row = stock_of(item)
    buyers = [shopper((item, 1)) for _ in range(BUYERS)]
    calls: list[Callable[[], Any]] = [lambda client=client: checkout(client) for client in buyers]

    def change(delta: int) -> object:
        return stock_adjust(scope=SYSTEM_SCOPE, item_id=item.pk, delta=delta)

    def count() -> object:
        return stock_adjust(scope=SYSTEM_SCOPE, item_id=item.pk, stock=UNITS + 2)

    counts = [lambda: change(1), lambda: change(-1), count] * rounds(10, 3)
    mixed = [*calls, *counts]
    random.Random(2).shuffle(mixed)  # a repeatable mix
    results = race(mixed)
    errors = [result for result in results if isinstance(result, Exception)]
    assert [error for error in errors if not isinstance(error, DomainError)] == []
    answers = answers_of([result for result in results if hasattr(result, "status_code")])
    row.refresh_from_db()
    assert set(answers) <= {(201, ""), (409, "out_of_stock")}
    assert answers[201, ""] == Order.objects.count() == row.reserved
    assert UNITS <= row.reserved <= row.stock
    assert StockMovement.objects.filter(stock=row).aggregate(n=Sum("delta"))["n"] == row.stock
    assert breaches() == []

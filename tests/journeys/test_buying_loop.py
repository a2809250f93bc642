"""The buying loop over HTTP against running processes: web, worker, relay, beat and the gateway (FEATURES.md B-30)."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest

from tests.races.harness import FULL
from tests.running import Person, Shop, tour, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


@pytest.fixture(scope="module", autouse=True)
def mails_before(shop: Shop) -> Counter[str]:
    """How often each mail had gone out before: the fault tests, which share the processes, may repeat some."""
    return Counter(mail.message_id for mail in shop.mails())


class Sellers(NamedTuple):
    tomas: Person
    linh: Person
    lamp: str
    bowl: str


@pytest.fixture(scope="module")
def sellers(shop: Shop) -> Sellers:
    """Two people who each registered as seller, opened a store and offer something."""
    tomas, linh = shop.person("Tomas Vos"), shop.person("Linh Trần")
    tomas.open_store("Northlight")
    linh.open_store("Riverhouse")
    return Sellers(
        tomas, linh, tomas.offer("Lamp", price_minor=8900, stock=40), linh.offer("Bowl", price_minor=2450, stock=50)
    )


@pytest.fixture
def mina(shop: Shop) -> Person:
    return shop.person("Mina Rahimi")


def test_a_person_registers_logs_in_and_is_known(shop: Shop):
    person = shop.guest("Sara Nasser")
    assert person.http.get("accounts/me/").status_code == 401
    person.register()
    me = person.get("accounts/me/")
    assert (me["email"], me["name"]) == (person.email, "Sara Nasser")
    shop.wait_for_mails(person.email, {"welcome": 1})


def test_one_checkout_in_two_stores_is_paid_once_and_both_sellers_see_their_part(
    shop: Shop, sellers: Sellers, mina: Person
):
    order = mina.checkout(sellers.lamp, sellers.bowl)
    assert (order["status"], len(order["store_orders"])) == ("PENDING", 2)
    assert order["total"]["minor"] == sum(part["total"]["minor"] for part in order["store_orders"])
    paid = mina.pay(order)
    assert (paid["state"], paid["order_status"], paid["amount"]) == ("VERIFIED", "PAID", order["total"])
    assert mina.order(order)["status"] == "PAID"
    assert shop.at_gateway(paid["payment_id"])["captured_amount"] == order["total"]["minor"]
    numbers = {part["number"] for part in order["store_orders"]}
    for seller in (sellers.tomas, sellers.linh):
        mine = [row for row in seller.get("sales/store-orders/")["results"] if row["number"] in numbers]
        assert [row["status"] for row in mine] == ["PAID"]
    shop.wait_for_mails(mina.email, {"welcome": 1, "order-pending": 1, "order-paid": 1})
    shop.settle()
    facts = Counter(mail.message_id for mail in shop.mails() if mail.kind == "seller-order")
    ids = {part["id"] for part in order["store_orders"]}
    assert [facts[f"<seller-order-{pk}@serai.example>"] for pk in ids] == [1, 1]


def test_a_declined_payment_leaves_the_order_to_be_paid_again(shop: Shop, sellers: Sellers, mina: Person):
    order = mina.checkout(sellers.bowl)
    failed = mina.pay(order, "decline")
    assert (failed["state"], failed["order_status"], failed["attempt"]) == ("FAILED", "PENDING", 1)
    assert mina.order(order)["status"] == "PENDING"
    # The invitation to try again is not sent for an order that was paid meanwhile, so it is awaited first.
    shop.wait_for_mails(mina.email, {"welcome": 1, "order-pending": 1, "payment-failed": 1})
    paid = mina.pay(order)
    assert (paid["state"], paid["order_status"], paid["attempt"]) == ("VERIFIED", "PAID", 2)
    wanted = {"welcome": 1, "order-pending": 1, "payment-failed": 1, "order-paid": 1}
    shop.wait_for_mails(mina.email, wanted)


def test_a_paid_order_that_is_cancelled_is_restocked_and_refunded(shop: Shop, sellers: Sellers, mina: Person):
    before = sellers.linh.stock_of(sellers.bowl)
    order = mina.checkout(sellers.bowl)
    assert sellers.linh.stock_of(sellers.bowl) == (before[0], before[1] + 1)
    paid = mina.pay(order)
    assert sellers.linh.stock_of(sellers.bowl) == (before[0] - 1, before[1])
    cancelled = mina.ask("POST", f"sales/orders/{order['number']}/cancel/")
    assert cancelled["status"] == "CANCELLED"
    assert sellers.linh.stock_of(sellers.bowl) == before
    total = order["total"]["minor"]
    wait_until(lambda: shop.at_gateway(paid["payment_id"])["refunded_amount"] == total, lambda: "the money is back")
    wanted = {"welcome": 1, "order-pending": 1, "order-paid": 1, "order-cancelled": 1, "refund-done": 1}
    shop.wait_for_mails(mina.email, wanted)


def test_a_parcel_leaves_with_its_tracking_number(shop: Shop, sellers: Sellers, mina: Person):
    order = mina.checkout(sellers.lamp)
    mina.pay(order)
    part = order["store_orders"][0]["number"]
    sellers.linh.ask("POST", f"sales/store-orders/{part}/process/", status=404)
    sellers.tomas.ask("POST", f"sales/store-orders/{part}/process/")
    sellers.tomas.ask("POST", f"sales/store-orders/{part}/ship/", tracking_number="TRACK-20-26")
    shown = mina.order(order)["store_orders"][0]
    assert (shown["status"], shown["tracking_number"]) == ("SHIPPED", "TRACK-20-26")
    shop.wait_for_mails(mina.email, {"welcome": 1, "order-pending": 1, "order-paid": 1, "order-shipped": 1})


def test_stock_that_sinks_below_three_is_told_once_and_again_only_after_it_was_back(shop: Shop):
    seller = shop.person("Budi Santoso")
    seller.open_store("Kayu")
    chair = seller.offer("Chair", price_minor=12000, stock=5)

    def told() -> int:
        shop.settle()
        return shop.mails_to(seller.email)["low-stock"]

    assert told() == 0
    seller.count_stock(chair, 2)
    wait_until(lambda: shop.mails_to(seller.email)["low-stock"], lambda: "the low-stock mail")
    for stock in (2, 2, 1):
        seller.count_stock(chair, stock)
    assert told() == 1
    seller.count_stock(chair, 8)
    seller.count_stock(chair, 2)
    assert told() == 2


def test_the_last_piece_is_sold_once_to_a_guest(shop: Shop, sellers: Sellers):
    last = sellers.tomas.offer("Clock", price_minor=5000, stock=1)
    first, second = shop.guest("Ana Costa"), shop.guest("Ben Okoro")
    second.add(last)
    order = first.checkout(last)
    contact = {"name": second.name, "email": second.email}
    refused = second.ask("POST", "sales/checkout/", status=409, address=order["shipping_address"], contact=contact)
    assert refused["code"] == "out_of_stock"
    assert first.pay(order)["order_status"] == "PAID"


@pytest.mark.skipif(not FULL, reason="the job runs every 30 seconds: make prove")
@pytest.mark.prove
def test_an_order_that_nobody_pays_expires_by_the_beat(shop: Shop, sellers: Sellers, mina: Person):
    order = mina.checkout(sellers.lamp)
    shop.query("UPDATE sales_order SET payment_deadline_at = now() WHERE id = %s", order["id"])
    wait_until(lambda: mina.order(order)["status"] == "CANCELLED", lambda: "beat lets it expire", 75)
    shop.wait_for_mails(mina.email, {"welcome": 1, "order-pending": 1, "order-cancelled": 1})


def test_the_tour_of_the_readme_works_as_printed(shop: Shop):
    said = tour(shop)
    assert "The tour is complete." in said
    assert [line.split()[-1] for line in said.splitlines() if line.startswith("   Tomas: ")] == ["1", "1"]


def test_at_the_end_nothing_is_left_doubled_or_broken(shop: Shop, mails_before: Counter[str]):
    shop.settle()
    facts = Counter(mail.message_id for mail in shop.mails())
    assert {fact for fact, count in facts.items() if count > mails_before.get(fact, 1)} == set()
    assert set(shop.stack.ended()) == set()
    shop.check_invariants()

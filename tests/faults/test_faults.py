"""Processes die and Redis goes away while people buy: nothing is lost, nothing is doubled (RELIABILITY.md §4).

The one thing that a crash may repeat is a mail or call to the outside, always under the same id. SERAI_PROVE=1 runs
the full rounds.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import time
import uuid
from typing import Any

import httpx
import psycopg
import pytest

from tests import plain_http
from tests.faults.helpers import (
    SETTLE_SECONDS,
    Shelf,
    ask_valkey,
    assert_nothing_lost_or_doubled,
    fresh,
    mails_of,
    script_gateway,
    shoppers,
    spin,
)
from tests.races.harness import prove, rounds
from tests.running import ADDRESS, Person, Shop, wait_until

pytestmark = [pytest.mark.fault, prove, pytest.mark.timeout(400)]

# --- the worker dies in the middle of its work (F-01, F-02) -----------------------------------------------------------


@pytest.mark.parametrize("fault", ["commit_then_hang", pytest.param("sleep", marks=prove)])
def test_a_refund_whose_worker_is_killed_in_the_middle_is_paid_back_once(shop: Shop, shelf: Shelf, fault: str):
    guest = shop.guest("Mina Rahimi")
    order = guest.checkout(shelf.item)
    payment = guest.pay(order)
    shop.settle()
    script_gateway(shop, payment, fault, on="refund", seconds=8)
    guest.ask("POST", f"sales/orders/{order['number']}/cancel/?token={order['access_token']}")
    running = (
        "SELECT count(*) FROM core_outboxmessage WHERE handled_at IS NULL AND leased_until IS NOT NULL"
        " AND task LIKE '%%refund_execute'"
    )
    wait_until(lambda: shop.count(running), lambda: "the worker talks to the gateway")
    time.sleep(0.3)
    shop.stack.kill("worker")
    shop.stack.restart("worker")
    shop.settle(SETTLE_SECONDS)
    back = "SELECT status FROM payments_refund WHERE payment_id = %s"
    wait_until(
        lambda: shop.query(back, payment["payment_id"]) == [("SUCCEEDED",)],
        lambda: f"one refund that succeeded; {shop.query(back, payment['payment_id'])}",
        SETTLE_SECONDS,
    )
    record = shop.at_gateway(payment["payment_id"])
    assert (record["captured_amount"], record["refunded_amount"]) == (order["total"]["minor"],) * 2
    assert_nothing_lost_or_doubled(shop, mails_of([order], "order-pending", "order-paid"), repeats=2)
    assert shop.mails_to(guest.email)["refund-done"] >= 1


def test_workers_that_are_killed_again_and_again_lose_and_double_nothing(shop: Shop, shelf: Shelf):
    kills = 0
    with shoppers(shop, shelf.item, 20) as paid:
        for number in range(8):
            time.sleep(random.uniform(0.2, 1.5))
            if number % 2:
                shop.stack.kill("worker")
                shop.stack.restart("worker")
            else:
                for child in shop.stack.children("worker"):
                    kill(child)
            kills += 2  # as many tasks as a worker runs at a time
    wanted = mails_of(paid, "order-pending", "order-paid", "seller-order")
    assert_nothing_lost_or_doubled(shop, wanted, repeats=kills)


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


# --- the relay dies between claiming and publishing (F-03) ------------------------------------------------------------


CLAIMED = "SELECT count(*) FROM core_outboxmessage WHERE handled_at IS NULL AND attempts = 0 AND due_at > now()"


def test_a_relay_killed_between_claim_and_publish_loses_nothing(shop: Shop, shelf: Shelf):
    """A broker that hangs holds it there: the first of several messages is on its way, the others are only claimed."""
    orders = []
    for _ in range(rounds(5, 1)):
        guest = shop.guest("Mina Rahimi")
        orders.append(guest.checkout(shelf.item))
        shop.settle()
        shop.stack.kill("valkey", signal.SIGSTOP)
        try:
            assert guest.pay(orders[-1])["state"] == "VERIFIED"
            wait_until(lambda: shop.count(CLAIMED) >= 2, lambda: "the relay has claimed both mails")
            shop.stack.kill("relay")
        finally:
            shop.stack.kill("valkey", signal.SIGCONT)
        shop.stack.restart("relay")
        shop.settle(SETTLE_SECONDS)
    assert_nothing_lost_or_doubled(shop, mails_of(orders, "order-pending", "order-paid", "seller-order"))


def test_a_relay_that_is_killed_again_and_again_and_a_second_one_lose_and_double_nothing(shop: Shop, shelf: Shelf):
    shop.stack.respawn("relay-2")
    with shoppers(shop, shelf.item, 25) as paid:
        for number in range(12):
            time.sleep(random.uniform(0.05, 0.8))
            name = ("relay", "relay-2")[number % 2]
            shop.stack.kill(name)
            shop.stack.respawn(name)
    shop.stack.running.pop("relay-2").stop()
    shop.stack.wait_ready("relay")
    assert_nothing_lost_or_doubled(shop, mails_of(paid, "order-pending", "order-paid", "seller-order"))


# --- Redis goes away, hangs, fills up, forgets (F-07 to F-10) ---------------------------------------------------------


def test_people_buy_while_redis_is_down_and_everything_is_done_when_it_is_back(shop: Shop, shelf: Shelf):
    shop.settle()
    shop.stack.kill("valkey")
    guest = shop.guest("Mina Rahimi")
    orders = [guest.checkout(shelf.item) for _ in range(rounds(10, 2))]
    payments = [guest.pay(order) for order in orders]
    assert {payment["order_status"] for payment in payments} == {"PAID"}
    assert len(shop.outbox_open()) >= 3 * len(orders)
    assert shop.mails_to(guest.email) == {}
    assert guest.http.get("catalog/products/").status_code == 200
    shop.stack.restart("valkey")
    assert_nothing_lost_or_doubled(shop, mails_of(orders, "order-pending", "order-paid", "seller-order"))


def test_a_redis_that_hangs_delays_a_request_by_two_seconds_at_most(shop: Shop, shelf: Shelf):
    guest = shop.guest("Mina Rahimi")
    guest.checkout(shelf.item)
    shop.stack.kill("valkey", signal.SIGSTOP)
    try:
        began = time.monotonic()
        order = guest.checkout(shelf.item)
        took = time.monotonic() - began
    finally:
        shop.stack.kill("valkey", signal.SIGCONT)
    assert took < 2 * 2 + 1  # two requests
    assert_nothing_lost_or_doubled(shop, mails_of([order], "order-pending"))


def test_people_buy_while_redis_takes_no_more_and_everything_is_done_when_it_does_again(shop: Shop, shelf: Shelf):
    """No room and no eviction (F-09): every write is refused, while reads are answered."""
    shop.settle()
    ask_valkey(shop, "CONFIG SET maxmemory 1")
    try:
        guest = shop.guest("Mina Rahimi")
        orders = [guest.checkout(shelf.item) for _ in range(rounds(10, 2))]
        payments = [guest.pay(order) for order in orders]
        assert {payment["order_status"] for payment in payments} == {"PAID"}
        assert guest.http.get("catalog/products/").status_code == 200
        assert plain_http.get(f"{shop.stack.web_url}/readyz").status_code == 200
    finally:
        ask_valkey(shop, "CONFIG SET maxmemory 0")
    assert_nothing_lost_or_doubled(shop, mails_of(orders, "order-pending", "order-paid", "seller-order"))
    assert shop.stack.ended() == {}


def test_a_redis_that_is_flushed_under_load_loses_and_doubles_nothing(shop: Shop, shelf: Shelf):
    with shoppers(shop, shelf.item, 20) as paid:
        for _ in range(15):
            time.sleep(0.5)
            ask_valkey(shop, "FLUSHALL")
    assert_nothing_lost_or_doubled(shop, mails_of(paid, "order-pending", "order-paid", "seller-order"))


# --- the web process dies between its commit and its answer (F-05) ----------------------------------------------------


def send_without_reading(guest: Person, key: str) -> socket.socket:
    """The checkout request on a bare connection whose answer nobody will read."""
    base = guest.http.base_url
    body = httpx.Request(
        "POST", "http://x/", json={"address": ADDRESS, "contact": {"name": guest.name, "email": guest.email}}
    )
    lines = [
        "POST /api/sales/checkout/ HTTP/1.1",
        f"Host: {base.host}:{base.port}",
        f"X-Cart-Token: {guest.http.headers['X-Cart-Token']}",
        f"Idempotency-Key: {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body.content)}",
    ]
    connection = socket.create_connection((base.host, base.port or 80), timeout=10)
    connection.sendall("\r\n".join([*lines, "", ""]).encode() + body.content)
    return connection


def test_a_checkout_whose_answer_was_lost_with_the_web_process_is_answered_again_with_the_same_key(
    shop: Shop, shelf: Shelf
):
    """Killed the moment its commit can be seen, and, in full rounds, at any moment around it."""
    orders, committed = [], 0
    reserved = shelf.seller.stock_of(shelf.item)[1]
    with psycopg.connect(shop.stack.database_url or "", autocommit=True) as eyes:
        for number in range(rounds(12, 1)):
            guest, key = shop.guest("Mina Rahimi"), str(uuid.uuid4())
            guest.add(shelf.item)
            with send_without_reading(guest, key):
                if number % 3 == 0:
                    spin(lambda key=key: is_committed(eyes, key), 20)
                else:
                    time.sleep(random.uniform(0, 0.08))
                shop.stack.kill("web")
            was_committed = is_committed(eyes, key)
            committed += was_committed
            shop.stack.restart("web")
            guest.http = fresh(guest)
            answer = guest.http.post(
                "sales/checkout/",
                headers={"Idempotency-Key": key},
                json={"address": ADDRESS, "contact": {"name": guest.name, "email": guest.email}},
            )
            assert answer.status_code == 201, answer.text
            assert (answer.headers.get("Idempotent-Replayed") == "true") is was_committed
            orders.append(answer.json())
            mine = "SELECT number FROM sales_order WHERE contact_email = %s"
            assert shop.query(mine, guest.email) == [(answer.json()["number"],)]
    assert committed >= 1
    assert shelf.seller.stock_of(shelf.item)[1] == reserved + len(orders)
    assert_nothing_lost_or_doubled(shop, mails_of(orders, "order-pending"))


def is_committed(eyes: psycopg.Connection[Any], key: str) -> bool:
    sql = b"SELECT 1 FROM core_idempotencykey WHERE key = %s AND is_done"
    return eyes.execute(sql, [key]).fetchone() is not None

"""What the fault tests share: people who buy meanwhile, faults by script, and what must hold in the end."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx

from tests import plain_http
from tests.running import Person, Shop

SETTLE_SECONDS = 90.0


class Shelf(NamedTuple):
    seller: Person
    item: str


def mails_of(orders: list[dict[str, Any]], *kinds: str) -> set[str]:
    """The Message-IDs that these orders cause: order-pending, order-paid, seller-order."""
    found = set()
    for order in orders:
        ids = [part["id"] for part in order["store_orders"]] if "seller-order" in kinds else []
        found |= {f"<seller-order-{pk}@serai.example>" for pk in ids}
        found |= {f"<{kind}-{order['id']}@serai.example>" for kind in kinds if kind != "seller-order"}
    return found


def assert_nothing_lost_or_doubled(shop: Shop, expected: set[str], *, repeats: int = 0) -> None:
    """Once the outbox is empty: each of these mails went out, once, but for so many repeats under the same id."""
    shop.settle(SETTLE_SECONDS)
    sent = Counter(mail.message_id for mail in shop.mails() if mail.message_id in expected)
    assert set(sent) == expected
    assert sum(sent.values()) - len(expected) <= repeats
    handled_twice = "SELECT count(*) - count(DISTINCT key) FROM core_outboxmessage WHERE key IS NOT NULL"
    assert shop.count(handled_twice) == 0
    shop.check_invariants()


@contextmanager
def shoppers(shop: Shop, item: str, count: int) -> Iterator[list[dict[str, Any]]]:
    """While the block runs, guests place and pay orders one after another; the paid orders at its end."""
    paid: list[dict[str, Any]] = []
    failures: list[BaseException] = []

    def buy() -> None:
        try:
            for _ in range(count):
                guest = shop.guest("Mina Rahimi")
                order = guest.checkout(item)
                assert guest.pay(order)["state"] == "VERIFIED"
                paid.append(order)
        except BaseException as error:  # noqa: BLE001  # told below
            failures.append(error)

    buyers = [threading.Thread(target=buy, daemon=True) for _ in range(2)]
    for buyer in buyers:
        buyer.start()
    try:
        yield paid
    finally:
        for buyer in buyers:
            buyer.join(timeout=120)
    if failures:
        raise failures[0]
    assert len(paid) == 2 * count


def script_gateway(shop: Shop, payment: dict[str, Any], fault: str, **options: Any) -> None:
    body = {"fault": fault, "merchant_reference": payment["payment_id"], "uses": 1, **options}
    assert plain_http.post(f"{shop.stack.gateway_url('sandbox')}/control/faults", json=body).is_success


def ask_valkey(shop: Shop, command: str) -> None:
    with socket.create_connection(("127.0.0.1", shop.stack.servers["valkey"].port), timeout=5) as connection:
        connection.sendall(f"{command}\r\n".encode())
        assert connection.recv(64) == b"+OK\r\n"


def spin(holds: Callable[[], bool], seconds: float) -> None:
    """Poll without a pause."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline


def fresh(guest: Person) -> httpx.Client:
    """The guest's client without connections to a process that is gone."""
    return plain_http.client(base_url=guest.http.base_url, headers=guest.http.headers)

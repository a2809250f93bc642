"""The clock stops or ticks twice, and the web dies while it talks to the gateway (RELIABILITY.md §4, F-04 and F-06)."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx
import pytest

from tests import plain_http
from tests.faults.helpers import (
    SETTLE_SECONDS,
    Shelf,
    assert_nothing_lost_or_doubled,
    fresh,
    mails_of,
    script_gateway,
)
from tests.races.harness import prove, rounds
from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.fault, prove, pytest.mark.timeout(400)]

TWO_MINUTES = 120.0


# --- beat is dead, then there are two (F-04) --------------------------------------------------------------------------


def let_the_deadline_pass(shop: Shop, order: dict[str, Any]) -> None:
    past = "UPDATE sales_order SET payment_deadline_at = now() - interval '1 minute' WHERE number = %s"
    shop.query(past, order["number"])


def beats_of(shop: Shop, job: str) -> int:
    return shop.count("SELECT coalesce(max(runs), 0) FROM core_jobheartbeat WHERE name = %s", job)


def test_without_beat_orders_expire_late_and_with_two_of_them_each_expires_once(shop: Shop, shelf: Shelf):
    # Given unpaid orders whose time is over, and nobody who looks at the clock
    shop.stack.kill("beat")
    guest = shop.guest("Mina Rahimi")
    reserved = shelf.seller.stock_of(shelf.item)[1]
    orders = [guest.checkout(shelf.item) for _ in range(rounds(20, 3))]
    shop.settle()
    for order in orders:
        let_the_deadline_pass(shop, order)
    before = beats_of(shop, "sales.tasks.orders_expire")
    time.sleep(rounds(60, 3))
    # Then they are late, not wrong: they hold their stock, can still be seen, and no job has run
    assert {guest.order(order)["status"] for order in orders} == {"PENDING"}
    assert shelf.seller.stock_of(shelf.item)[1] == reserved + len(orders)
    assert beats_of(shop, "sales.tasks.orders_expire") == before
    # When two beats start, each order expires once, and its stock comes back once
    shop.stack.respawn("beat-2")
    shop.stack.restart("beat")
    try:
        wait_until(
            lambda: {guest.order(order)["status"] for order in orders} == {"CANCELLED"},
            lambda: str([guest.order(order)["status"] for order in orders]),
            SETTLE_SECONDS,
        )
        runs = beats_of(shop, "sales.tasks.orders_expire")
        wait_until(lambda: beats_of(shop, "sales.tasks.orders_expire") > runs, lambda: "one more round", SETTLE_SECONDS)
    finally:
        shop.stack.running.pop("beat-2").stop()
    assert shelf.seller.stock_of(shelf.item)[1] == reserved
    cancelled = "SELECT count(*) FROM core_auditentry WHERE action = 'order.cancel' AND object_id = %s"
    assert [shop.count(cancelled, order["id"]) for order in orders] == [1] * len(orders)
    shop.settle(SETTLE_SECONDS)
    assert shop.mails_to(guest.email)["order-cancelled"] == len(orders)
    shop.check_invariants()


# --- the web process dies while it talks to the gateway (F-06) --------------------------------------------------------


def begin(call: Any) -> threading.Thread:
    """Ask in the background; nobody will hear the answer."""

    def ask() -> None:
        try:
            call()
        except (httpx.HTTPError, AssertionError):
            return

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def hold_notifications(shop: Shop, payment: dict[str, Any]) -> None:
    """The gateway tells us nothing by itself: only asking finds out."""
    body = {"fault": "hold", "merchant_reference": payment["payment_id"], "uses": None}
    assert plain_http.post(f"{shop.stack.gateway_url('sandbox')}/control/faults", json=body).is_success


def kill_web(shop: Shop, guest: Person) -> None:
    shop.stack.kill("web")
    shop.stack.restart("web")
    guest.http = fresh(guest)


@pytest.mark.parametrize("fault", ["commit_then_hang", "sleep"])
def test_a_payment_whose_confirmation_died_with_the_web_process_is_found_within_two_minutes(
    shop: Shop, shelf: Shelf, fault: str
):
    """The shopper paid at the gateway; our question about it was on its way when the process was killed."""
    for _ in range(rounds(3, 1)):
        guest = shop.guest("Mina Rahimi")
        order = guest.checkout(shelf.item)
        started = guest.start_payment(order)
        hold_notifications(shop, started)
        script_gateway(shop, started, fault, on="verify", seconds=20)
        pressed = plain_http.post(f"{started['redirect_url']}/approve")
        asking = begin(lambda back=pressed.headers["Location"]: plain_http.get(back, timeout=30))
        asked = "SELECT count(*) FROM payments_payment WHERE id = %s AND status = 'VERIFYING'"
        wait_until(lambda asked=asked, pk=started["payment_id"]: shop.count(asked, pk), lambda: "we ask the gateway")
        time.sleep(0.5)
        kill_web(shop, guest)
        asking.join(timeout=40)
        wait_until(
            lambda guest=guest, order=order: guest.order(order)["status"] == "PAID",
            lambda guest=guest, order=order: guest.order(order)["status"],
            TWO_MINUTES,
        )
        assert shop.at_gateway(started["payment_id"])["captured_amount"] == order["total"]["minor"]
        settled = "SELECT count(*) FROM payments_payment WHERE order_id = %s AND settles_order"
        assert shop.count(settled, order["id"]) == 1
        assert_nothing_lost_or_doubled(shop, mails_of([order], "order-pending", "order-paid", "seller-order"))


def test_a_payment_whose_start_died_with_the_web_process_is_started_again_and_paid_once(shop: Shop, shelf: Shelf):
    """The gateway has opened the payment; the process that asked for it was killed before it could say where."""
    for _ in range(rounds(5, 1)):
        guest = shop.guest("Mina Rahimi")
        order = guest.checkout(shelf.item)
        attempt = shop.query("SELECT id FROM payments_payment WHERE order_id = %s", order["id"])[0][0]
        script_gateway(shop, {"payment_id": str(attempt)}, "commit_then_hang", on="create", seconds=20)
        asking = begin(lambda guest=guest, order=order: guest.start_payment(order))
        opened = f"{shop.stack.gateway_url('sandbox')}/control/payments"
        wait_until(
            lambda attempt=attempt, opened=opened: plain_http.get(
                opened, params={"merchant_reference": str(attempt)}
            ).json()["payments"],
            lambda: "the gateway has opened the payment",
        )
        kill_web(shop, guest)
        asking.join(timeout=40)
        paid = guest.pay(order)
        assert (paid["state"], guest.order(order)["status"]) == ("VERIFIED", "PAID")
        attempts = shop.query("SELECT id, settles_order FROM payments_payment WHERE order_id = %s", order["id"])
        assert [is_settling for _, is_settling in attempts].count(True) == 1
        captured = [shop.at_gateway(str(pk))["captured_amount"] for pk, _ in attempts]
        assert sum(captured) == order["total"]["minor"]
        assert_nothing_lost_or_doubled(shop, mails_of([order], "order-pending", "order-paid", "seller-order"))

"""A shop that pays through the real sandbox gateway, a process of its own.

The gateway's notifications arrive at an ear outside the test's transaction; a test hands them on, byte for byte, when
it wants them to arrive. (Journeys and races let them in over sockets.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from core import services as core_services
from core.models import OutboxMessage
from core.scope import ActingScope, Actor
from finance.models import Payout
from payments.models import Payment, Refund, WebhookEvent
from sales.links import order_token
from sales.models import Order
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item
from tests.sales.factories import key, make_order, make_service
from tests.simulators.harness import SECRET, Ear, Heard, Sandbox, eventually, listening_ear


@pytest.fixture(scope="module")
def gateway_process() -> Iterator[Sandbox]:
    with Sandbox("--control", "--late-seconds", "2", "--retry-base-seconds", "0.05") as sandbox:
        yield sandbox


@dataclass
class Shop:
    """The shop as its shoppers, its gateway and its clock see it."""

    sandbox: Sandbox
    ear: Ear
    handed_on: set[int] = field(default_factory=set)

    # The shopper

    def order(self, *, price_minor: int = 1240, stock: int = 10, stores: int = 1) -> Order:
        """A guest's unpaid order: one piece from each store, 10 for each delivery."""
        return make_order(*((make_item(price_minor=price_minor, stock=stock), 1) for _ in range(stores)))

    def start(self, order: Order, *, headers: dict[str, str] | None = None, **more: str) -> Any:
        body = {"order": order.number, "token": token_of(order), **more}
        return client_for().post("/api/payments/start/", body, headers=headers or key())

    def started(self, order: Order) -> dict[str, Any]:
        answer = self.start(order)
        assert answer.status_code == 200, answer.json()
        return answer.json()

    def press(self, payment: dict[str, Any], action: str) -> None:
        assert self.sandbox.press(payment["authority"], action).status_code in (200, 303)

    def come_back(self, payment: dict[str, Any], status: str = "OK") -> dict[str, Any]:
        answer = client_for().get(f"/api/payments/verify/?Authority={payment['authority']}&Status={status}")
        assert answer.status_code == 200, answer.json()
        return answer.json()

    def paid(self, order: Order) -> dict[str, Any]:
        """The order, paid."""
        payment = self.started(order)
        self.press(payment, "approve")
        payment = self.come_back(payment)
        assert (payment["status"], payment["order_status"]) == ("CAPTURED", "PAID")
        return payment

    # The gateway

    def notified(self, payment: dict[str, Any], event_type: str) -> WebhookEvent:
        """The gateway's notification of this type arrives at the shop, once it was sent; the kept event."""
        heard = eventually(lambda: self._waiting(payment, event_type))
        assert self.hand_on(heard) == 200
        return WebhookEvent.objects.get(event_key=heard.event["id"])

    def _waiting(self, payment: dict[str, Any], event_type: str) -> Heard | None:
        """The first that was sent and not handed on yet."""
        return next(
            (
                one
                for one in self.ear.heard
                if id(one) not in self.handed_on
                and (one.event["type"], one.event["payment"]["id"]) == (event_type, payment["authority"])
            ),
            None,
        )

    def hand_on(self, heard: Heard) -> int:
        """Deliver a notification as it was sent; the shop's answer."""
        self.handed_on.add(id(heard))
        return post_notification(heard.body, heard.headers.get("X-Sandbox-Signature", "")).status_code

    def deliver(self, payment: dict[str, Any], **query: object) -> list[int]:
        """The gateway sends a notification now; the shop's answers."""
        before = len(self.ear.heard)
        answer = self.sandbox.http.post(f"/control/notify/{payment['authority']}", params=query)
        assert answer.status_code == 200, answer.text
        return [self.hand_on(one) for one in self.ear.heard[before:]]

    # The clock

    def everything_is_due(self) -> None:
        now = timezone.now()
        OutboxMessage.objects.filter(handled_at=None).update(due_at=now)
        Payment.objects.exclude(next_query_at=None).update(next_query_at=now)
        Refund.objects.exclude(next_query_at=None).update(next_query_at=now)


def boss() -> ActingScope:
    """An administrator."""
    return ActingScope(actor=Actor("user", "1", "Ada"), user_id=make_user().pk, roles=frozenset({"administrator"}))


def token_of(order: Order) -> str:
    return order_token(order.pk)


def post_notification(body: bytes, signature: str) -> Any:
    headers = {"X-Sandbox-Signature": signature} if signature else {}
    address = "/api/payments/sandbox/notification/"
    return client_for().post(address, body, content_type="application/json", headers=headers)


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening_ear() as ear:
        yield ear


@pytest.fixture
def shop(db: None, gateway_process: Sandbox, ear: Ear, settings: Any) -> Iterator[Shop]:
    settings.SITE_URL = ear.url.removesuffix("/notify")
    settings.SANDBOX_GATEWAY_URL = gateway_process.url
    settings.SANDBOX_GATEWAY_SECRET = SECRET
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    make_service(base=10)
    yield Shop(gateway_process, ear)
    gateway_process.http.delete("/control/faults")
    assert breaches() == []


def breaches() -> list[str]:
    """What `check_invariants` finds."""
    return [f"{b.code} {b.row}: {b.detail}" for _, check in core_services.invariants().values() for b in check()]


@pytest.fixture
def order_now() -> Callable[[Order], str]:
    """`order_now(order)`: its status, read anew."""
    return lambda order: Order.objects.get(pk=order.pk).status


def everything_is_due() -> None:
    """The clock: all that waits for its next question may be asked now."""
    now = timezone.now()
    for rows in (Payment.objects, Refund.objects, Payout.objects):
        rows.exclude(next_query_at=None).update(next_query_at=now)


def status_of(order: Order) -> str:
    """The status of an order as it is now."""
    return Order.objects.get(pk=order.pk).status

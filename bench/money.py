"""Lines of money: a checkout that is paid, what the books cost, and a burst of notifications with all that follows."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from bench.client import Ask, Connection, Job, WrongAnswer, idempotency_key
from bench.lines import BUYERS, ORDER_FLOOR, Line, Shopping, asking, place_ask, void
from bench.servers import Server
from config.local.stack import SANDBOX_SECRET
from simulators.sandbox.wire import SIGNATURE_HEADER, sign

PAID_IN_A_SLICE, BURST, PAID_BEFORE = 40, 1_000, 50
NOTIFICATION, POSTING = 3.0, 1.5  # gates: the highest cost as a ratio to the floor's order
DRAIN_SECONDS = 120
BURST_NAME = f"a notification, of {BURST:,} at once, until all are looked at"
ADDRESS = "/api/payments/sandbox/notification/"
_OPEN = (
    "SELECT count(*) FROM core_outboxmessage "
    "WHERE handled_at IS NULL AND dead_at IS NULL AND due_at < now() + interval '1 minute'"
)
_APPLIED = (
    "SELECT count(*) FROM payments_webhookevent e JOIN payments_webhookprocessing p ON p.event_id = e.id "
    "WHERE e.event_key LIKE %s AND p.state = 'applied'"
)


class Till:
    """Guests who place orders and pay them at the sandbox gateway."""

    def __init__(self, shopping: Shopping, gateway_port: int) -> None:
        self.shopping = shopping
        self.gateway_port = gateway_port
        self._links = threading.local()

    def line(self, server: str) -> Line:
        return Line(
            "checkout with payment, 3 requests",
            server,
            self._paying,
            floor=ORDER_FLOOR,
            people=BUYERS,
            times=PAID_IN_A_SLICE,
        )

    def _paying(self, connection: Connection) -> Job:
        tokens = [self.shopping.filled(connection)[0] for _ in range(PAID_IN_A_SLICE)]
        return lambda link, number: void(self.pay(link, tokens[number]))

    def pay(self, link: Connection, cart: str) -> str:
        """Place the order of a cart, approve it at the gateway and come back: the payment's reference there."""
        order = link.ask(place_ask(cart)).json()
        body = {"order": order["number"], "token": order["access_token"], "gateway": "sandbox"}
        payment = link.ask(Ask("/api/payments/start/", "POST", body, idempotency_key())).json()
        page = urlsplit(payment["redirect_url"]).path
        self._gateway().ask(Ask(f"{page}/approve", "POST", {}, status=303))
        authority: str = payment["authority"]
        paid = link.ask(Ask(f"/api/payments/verify/?Authority={authority}&Status=OK")).json()
        if paid["order_status"] != "PAID":
            raise WrongAnswer(f"not paid: {paid}")
        return authority

    def _gateway(self) -> Connection:
        """This thread's connection to the gateway."""
        if not hasattr(self._links, "gateway"):
            self._links.gateway = Connection(self.gateway_port)
        link: Connection = self._links.gateway
        return link


class Burst:
    """A thousand signed notifications at once, of payments that the browser's return was faster to confirm."""

    def __init__(self, till: Till, server: Server) -> None:
        self.till = till
        self.server = server
        self.paid: list[str] = []
        self.mark = ""

    def line(self) -> Line:
        return Line(
            BURST_NAME,
            self.server.name,
            self._delivering,
            floor=ORDER_FLOOR,
            gate=NOTIFICATION,
            people=BUYERS,
            times=BURST,
            after=self._drained,
        )

    def _delivering(self, connection: Connection) -> Job:
        while len(self.paid) < PAID_BEFORE:
            self.paid.append(self.till.pay(connection, self.till.shopping.filled(connection)[0]))
        self._wait(_OPEN, (), 0)
        self.mark = uuid4().hex[:12]
        asks = list(self._asks())
        return lambda link, number: void(link.ask(asks[number]))

    def _asks(self) -> Iterator[Ask]:
        for number, reference in zip(range(BURST), itertools.cycle(self.paid), strict=False):
            payment = {"id": reference, "merchant_reference": "", "status": "captured"}
            event = {"id": f"evt_{self.mark}_{number}", "type": "payment.captured", "payment": payment}
            body = json.dumps(event).encode()
            yield Ask(ADDRESS, "POST", event, {SIGNATURE_HEADER: sign(SANDBOX_SECRET, body)})

    def _drained(self) -> None:
        """Wait until each of them was looked at. Raises WrongAnswer when one is lost."""
        self._wait(_APPLIED, (f"evt_{self.mark}_%",), BURST)

    def _wait(self, question: str, arguments: tuple[Any, ...], expected: int) -> None:
        deadline = time.monotonic() + DRAIN_SECONDS
        with psycopg.connect(self.server.database_url, autocommit=True) as connection:
            while (found := connection.execute(question.encode(), arguments).fetchone()) != (expected,):
                if time.monotonic() > deadline:
                    raise WrongAnswer(f"{found} instead of {expected} after {DRAIN_SECONDS} s: {question}")
                time.sleep(0.1)


def posting_lines(server: str) -> list[Line]:
    """The books by themselves, in a view as bare as the floor's."""
    gates = {"capture": POSTING, "release": POSTING, "sale": None}
    names = {
        "capture": "ledger: post a capture (5 entries)",
        "release": "ledger: post a release (2 entries, a balance)",
        "sale": "ledger: a paid order of two stores, its sales, lines, holds and capture",
    }
    return [
        Line(names[kind], server, asking(f"/{kind}"), floor=ORDER_FLOOR, gate=gate, people=BUYERS)
        for kind, gate in gates.items()
    ]

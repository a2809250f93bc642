"""The sandbox gateway as a process, and a merchant's ear that hears its notifications, for any test that needs them."""

import contextlib
import json
import random
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from simulators.sandbox.wire import sign
from tests import plain_http

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-the-tests"
T = TypeVar("T")


def free_port() -> int:
    """A port below the range the kernel hands out, so that no client socket takes it meanwhile."""
    while True:
        port = random.randint(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def eventually(look: Callable[[], T], seconds: float = 8.0) -> T:
    """What `look` returns, once it is true; AssertionError when it stays false."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"still {seen!r} after {seconds} s"
        time.sleep(0.02)
    return seen


@dataclass
class Heard:
    """One notification as it arrived."""

    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Ear:
    """A merchant's webhook address. `answers` are the statuses of the next requests, then 200."""

    url: str
    heard: list[Heard] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def types(self) -> list[str]:
        return [one.event["type"] for one in self.heard]


@contextlib.contextmanager
def listening_ear() -> Iterator[Ear]:
    """Listen on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ear.heard.append(Heard(dict(self.headers.items()), body, time.time()))
            self.send_response(ear.answers.pop(0) if ear.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Tests read `heard`, not the log."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256

    server = Server(("127.0.0.1", free_port()), Handler)
    ear = Ear(f"http://127.0.0.1:{server.server_port}/notify")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield ear
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Simulator:
    """A running gateway program: its address, and a client that speaks to it. As a context manager it ends with the
    block."""

    def __init__(self, name: str, *arguments: str, port: int | None = None) -> None:
        self.port = free_port() if port is None else port
        command = [sys.executable, "-m", f"simulators.{name}", "--port", str(self.port)]
        self.process = subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline().strip()
        self.url = self.first_line.rsplit(" ", 1)[-1]
        self.http = plain_http.client(base_url=self.url, timeout=15, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self, *, kill: bool = False) -> None:
        self.http.close()
        self.process.kill() if kill else self.process.terminate()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def fault(self, name: str, **details: object) -> dict[str, Any]:
        """Script a fault."""
        answer = self.http.post("/control/faults", json={"fault": name} | details)
        assert answer.status_code == 201, answer.text
        return answer.json()


class Sandbox(Simulator):
    """Sandbox Pay, spoken to as the merchant, the shopper and the test's own hand."""

    def __init__(self, *arguments: str, port: int | None = None) -> None:
        super().__init__("sandbox", "--secret", SECRET, *arguments, port=port)

    # The merchant

    def call(self, method: str, target: str, content: object = None, **changed: str) -> httpx.Response:
        """A signed call to /v1; `changed` replaces headers by their names in lower case with underscores."""
        body = b"" if content is None else json.dumps(content).encode()
        headers = {"x-sandbox-merchant": "serai", "x-sandbox-signature": sign(SECRET, body, method, target)}
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        return self.http.request(method, target, content=body, headers=headers)

    def create(self, notify_url: str, **fields: object) -> dict[str, Any]:
        """A payment of 12.50 USD, or as `fields` say."""
        content = {
            "merchant_reference": f"attempt-{uuid.uuid4()}",
            "amount": 1250,
            "currency": "USD",
            "description": "Order NW-10482",
            "return_url": "http://shop.test/back?order=7",
            "notify_url": notify_url,
        } | fields
        answer = self.call("POST", "/v1/payments", content)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def get(self, payment_id: str) -> dict[str, Any]:
        return self.call("GET", f"/v1/payments/{payment_id}").json()

    # The shopper

    def press(self, payment_id: str, action: str) -> httpx.Response:
        return self.http.post(f"/pay/{payment_id}/{action}")

    # The test's hand

    def control(self, payment_id: str) -> dict[str, Any]:
        rows = self.http.get("/control/payments").json()["payments"]
        return next(row for row in rows if row["id"] == payment_id)


class Zarinpal(Simulator):
    """A Zarinpal terminal, spoken to as the shopper and the test's own hand."""

    MERCHANT_ID = "11111111-2222-4333-8444-555555555555"
    TERMINAL_ID = "250"
    TOKEN = "a-panel-token-of-the-tests"

    def __init__(self, *arguments: str) -> None:
        own = ("--merchant-id", self.MERCHANT_ID, "--terminal-id", self.TERMINAL_ID, "--access-token", self.TOKEN)
        super().__init__("zarinpal", *own, "--control", *arguments)

    def press(self, authority: str, action: str) -> httpx.Response:
        """The shopper's or the bank's move on StartPay: the answer, which redirects to the shop unless closed."""
        return self.http.post(f"/pg/StartPay/{authority}/{action}")

    def move(self, authority: str, move: str, **query: object) -> dict[str, Any]:
        answer = self.http.post(f"/control/sessions/{authority}/{move}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def session(self, authority: str) -> dict[str, Any]:
        rows = self.http.get("/control/sessions").json()["sessions"]
        return next(row for row in rows if row["authority"] == authority)


class Vnpay(Simulator):
    """A VNPAY terminal, spoken to as the shopper and the test's own hand."""

    TMN_CODE = "TESTTMN1"
    SECRET = "VNPAYTESTSECRET0123456789ABCDEFG"

    def __init__(self, ipn_url: str, *arguments: str) -> None:
        own = ("--tmn-code", self.TMN_CODE, "--secret", self.SECRET, "--ipn-url", ipn_url)
        super().__init__("vnpay", *own, "--control", *arguments)

    def visit(self, address: str) -> httpx.Response:
        """The shopper opens the signed address."""
        return self.http.get(address)

    def press(self, reference: str, action: str) -> httpx.Response:
        """The shopper's or the bank's move: the answer, which redirects to the shop unless closed."""
        return self.http.post(f"/paymentv2/pay/{reference}/{action}")

    def move(self, reference: str, move: str) -> dict[str, Any]:
        answer = self.http.post(f"/control/purchases/{reference}/{move}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ipn(self, reference: str, **query: object) -> dict[str, Any]:
        """Call the IPN now; the query that was sent, and the merchant's answers."""
        answer = self.http.post(f"/control/ipn/{reference}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def purchase(self, reference: str) -> dict[str, Any]:
        rows = self.http.get("/control/purchases").json()["purchases"]
        return next(row for row in rows if row["txn_ref"] == reference)


class Midtrans(Simulator):
    """A Midtrans merchant's account, spoken to as the shopper and the test's own hand."""

    KEY = "SB-Mid-server-EXAMPLEKEY0001"
    CREATOR, APPROVER, MERCHANT = "IRIS-creator-EXAMPLE01", "IRIS-approver-EXAMPLE02", "IRIS-merchant-EXAMPLE03"

    def __init__(self, *arguments: str) -> None:
        iris = ("--creator-key", self.CREATOR, "--approver-key", self.APPROVER, "--merchant-key", self.MERCHANT)
        super().__init__("midtrans", "--server-key", self.KEY, *iris, "--control", *arguments)

    def press(self, address: str, action: str) -> httpx.Response:
        """The shopper's or the bank's move on the page: the answer, which redirects to the shop unless closed."""
        return self.http.post(f"{address}/{action}")

    def move(self, order_id: str, move: str, **query: object) -> dict[str, Any]:
        answer = self.http.post(f"/control/transactions/{order_id}/{move}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def notify(self, reference: str, **query: object) -> dict[str, Any]:
        """Post a notification now; the body that was sent, and the merchant's answers."""
        answer = self.http.post(f"/control/notify/{reference}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def payouts(self, account: str = "") -> list[dict[str, Any]]:
        """What is known of payouts to an account, or of all."""
        rows = self.http.get("/control/payouts").json()["payouts"]
        return [row for row in rows if account in ("", row["account"])]

    def payout_move(self, reference_no: str, move: str, **query: object) -> dict[str, Any]:
        answer = self.http.post(f"/control/payouts/{reference_no}/{move}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def deposit(self, balance: int) -> None:
        assert self.http.post("/control/deposit", json={"balance": balance}).status_code == 200

    def transaction(self, order_id: str) -> dict[str, Any]:
        rows = self.http.get("/control/transactions").json()["transactions"]
        return next(row for row in rows if row["order_id"] == order_id)


class Stripe(Simulator):
    """A Stripe account, spoken to as the shopper and the test's own hand."""

    KEY = "sk_test_of_the_tests"
    SECRET = "whsec_test_EXAMPLEsecret0001"

    def __init__(self, *arguments: str) -> None:
        super().__init__("stripe", "--secret-key", self.KEY, "--webhook-secret", self.SECRET, "--control", *arguments)

    def press(self, reference: str, action: str) -> httpx.Response:
        """The shopper's move on the page: the answer, which redirects to the shop where one goes there."""
        return self.http.post(f"/pay/{reference}/{action}")

    def move(self, reference: str, move: str, **query: object) -> dict[str, Any]:
        answer = self.http.post(f"/control/sessions/{reference}/{move}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def notify(self, reference: str, **query: object) -> dict[str, Any]:
        """An event, posted where the account posts to: its body and signature, and the shop's answers."""
        answer = self.http.post(f"/control/notify/{reference}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reverse(self, payout: object, **query: object) -> dict[str, Any]:
        """A payout's transfer comes back: the body and signature of the event that tells of it."""
        answer = self.http.post(f"/control/transfers/{payout}/reverse", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def session(self, reference: str) -> dict[str, Any]:
        rows = self.http.get("/control/sessions").json()["sessions"]
        return next(row for row in rows if row["id"] == reference)

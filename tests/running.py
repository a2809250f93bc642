"""A running Serai and the people who use it: over HTTP, as browsers and phones do. For journeys and fault tests."""

from __future__ import annotations

import email
import email.policy
import os
import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import psycopg
from django.db import connections
from pytest_django import DjangoDbBlocker

from config.local import places
from config.local.stack import Stack
from tests import plain_http

PASSWORD = "seven paper lanterns"  # of people who live as long as a test
ADDRESS = {
    "recipient": "Mina Rahimi",
    "line1": "12 Elm Street",
    "city": "Portland",
    "postal_code": "97201",
    "country": "US",
}
PATIENCE_SECONDS = 40.0
ADDRESSES = {  # of the other markets
    "ir": ADDRESS | {"city": "Tehran", "postal_code": "1193653471", "country": "IR"},
    "vn": ADDRESS | {"city": "Hà Nội", "postal_code": "100000", "country": "VN"},
    "id": ADDRESS | {"city": "Bandung", "postal_code": "40115", "country": "ID"},
}
LEASE_SECONDS = 4


def wait_until(holds: Callable[[], Any], what: Callable[[], str], seconds: float = PATIENCE_SECONDS) -> Any:
    """Poll until `holds()` is truthy and return that. Fails with `what()` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > deadline:
            raise AssertionError(f"still not after {seconds:.0f} s: {what()}")
        time.sleep(0.1)
    return found


@dataclass(frozen=True)
class Mail:
    message_id: str
    to: str
    subject: str
    language: str = ""
    html: str = ""

    @property
    def kind(self) -> str:
        """What it is about: "order-paid" of <order-paid-01a1f920-…@…>."""
        return re.split(r"-[0-9a-f]{8}-", self.message_id.strip("<"))[0]


def _mail(text: str) -> Mail:
    letter = email.message_from_bytes(text.encode(), policy=email.policy.default)
    html = letter.get_body(("html",))
    return Mail(
        str(letter["Message-ID"]).strip(),
        str(letter["To"]),
        str(letter["Subject"]).strip(),
        str(letter["Content-Language"]),
        str(html.get_content()) if html is not None else "",
    )


class Shop:
    """A started `Stack` with questions a test asks about it."""

    def __init__(self, stack: Stack, database: DjangoDbBlocker | None = None) -> None:
        """`database`: opens the databases of this process, to look into the shop's without a program of its own."""
        self.stack = stack
        self._database = database

    def person(self, name: str) -> Person:
        """A newly registered, signed-in person."""
        return Person(self, name).register()

    def guest(self, name: str = "Guest") -> Person:
        return Person(self, name)

    def mails(self) -> list[Mail]:
        """Every mail that was written so far. A file may hold several, parted by a line of dashes (Django)."""
        texts = [
            text for path in sorted(self.stack.mail_dir.glob("*.log")) for text in path.read_text().split("-" * 79)
        ]
        return [_mail(text.lstrip("\n")) for text in texts if text.strip()]

    def mails_to(self, address: str) -> Counter[str]:
        """How many mails of each kind a person got."""
        return Counter(mail.kind for mail in self.mails() if address in mail.to)

    def mail_to(self, address: str, kind: str) -> Mail:
        """The one mail of this kind that a person got, once it is there."""
        found = wait_until(
            lambda: [mail for mail in self.mails() if address in mail.to and mail.kind == kind],
            lambda: f"the mail {kind} to {address}; so far {self.mails_to(address)}",
        )
        assert len(found) == 1, found
        mail: Mail = found[0]
        return mail

    def wait_for_mails(self, address: str, wanted: dict[str, int]) -> None:
        """Wait until the person has got these mails, and no other and no more."""

        def arrived() -> bool:
            got = self.mails_to(address)
            return all(got[kind] >= count for kind, count in wanted.items())

        wait_until(arrived, lambda: f"mails {wanted} to {address}; so far {self.mails_to(address)}")
        assert self.mails_to(address) == wanted

    def query(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """One statement on the database of the running shop (PostgreSQL)."""
        with psycopg.connect(self.stack.database_url or "", autocommit=True) as connection:
            cursor = connection.execute(sql.encode(), params)
            return cursor.fetchall() if cursor.description else []

    def count(self, sql: str, *params: Any) -> int:
        return int(self.query(sql, *params)[0][0])

    def outbox_open(self) -> list[tuple[Any, ...]]:
        """The messages that are neither handled nor dead."""
        return self.query(
            "SELECT task, attempts, last_error FROM core_outboxmessage WHERE handled_at IS NULL AND dead_at IS NULL"
        )

    def outbox_dead(self) -> list[tuple[Any, ...]]:
        return self.query("SELECT task, last_error FROM core_outboxmessage WHERE dead_at IS NOT NULL")

    def settle(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until every message is handled; none may have died."""
        wait_until(lambda: not self.outbox_open(), self._what_is_left, seconds)
        assert self.outbox_dead() == []

    def _what_is_left(self) -> str:
        tails = "".join(f"\n{name}:\n{process.log_tail()}" for name, process in self.stack.ended().items())
        return f"an empty outbox; left {self.outbox_open()[:5]}; processes that ended: {tails or 'none'}"

    def check_invariants(self) -> None:
        """What `manage.py check_invariants` computes, which must find nothing."""
        if self._database is None:
            self.manage("check_invariants", "--quiet")
            return
        with self.database():
            from tests.races.harness import breaches  # needs the apps, which are not there yet when this is read

            assert breaches() == []

    @contextmanager
    def database(self) -> Iterator[None]:
        """While the block runs, this process's models are those of the running shop."""
        assert self._database is not None
        with self._database.unblock(), _connected_to(self.stack.database_url or ""):
            yield

    def do_now(self, service: Callable[..., None], **arguments: Any) -> None:
        """Have the running worker do what a job would do by the clock."""
        with self.database():
            from django.db import transaction  # as above

            from core import outbox

            with transaction.atomic():
                outbox.enqueue(service, **arguments)

    def administrator(self) -> Person:
        """Somebody who runs the platform."""
        person = self.person("Ada Lovelace")
        self.query("INSERT INTO auth_group (name) VALUES ('administrator') ON CONFLICT DO NOTHING")
        self.query(
            "INSERT INTO accounts_user_groups (user_id, group_id)"
            " SELECT u.id, g.id FROM accounts_user u, auth_group g WHERE u.email = %s AND g.name = 'administrator'",
            person.email,
        )
        return person

    def manage(self, *arguments: str) -> str:
        """Run a management command beside the running processes; fails unless it exits with 0."""
        done = subprocess.run(
            [sys.executable, str(places.ROOT / "manage.py"), *arguments],
            env=self.stack.process_env("manage"),
            cwd=places.ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def at_gateway(self, payment_id: str) -> dict[str, Any]:
        """The gateway's own record of a payment."""
        answer = plain_http.get(
            f"{self.stack.gateway_url('sandbox')}/control/payments", params={"merchant_reference": payment_id}
        )
        found: list[dict[str, Any]] = answer.json()["payments"]
        assert len(found) == 1, found
        return found[0]

    def at_zarinpal(self, payment_id: str) -> dict[str, Any]:
        """The terminal's own record of a payment's only session."""
        address = f"{self.stack.gateway_url('zarinpal')}/control/sessions"
        found: list[dict[str, Any]] = plain_http.get(address, params={"description": payment_id}).json()["sessions"]
        assert len(found) == 1, found
        return found[0]

    def at_vnpay(self, authority: str) -> dict[str, Any]:
        """The terminal's own record of a payment."""
        rows = plain_http.get(f"{self.stack.gateway_url('vnpay')}/control/purchases").json()["purchases"]
        return next(row for row in rows if row["txn_ref"] == authority)

    def at_midtrans(self, authority: str) -> dict[str, Any]:
        """Midtrans's own record of a payment."""
        rows = plain_http.get(f"{self.stack.gateway_url('midtrans')}/control/transactions").json()["transactions"]
        return next(row for row in rows if row["order_id"] == authority)

    def at_stripe(self, authority: str) -> dict[str, Any]:
        """Stripe's own record of a payment."""
        rows = plain_http.get(f"{self.stack.gateway_url('stripe')}/control/sessions").json()["sessions"]
        return next(row for row in rows if row["id"] == authority)


@contextmanager
def _connected_to(database_url: str) -> Iterator[None]:
    """The default connection of this thread leads to another database."""
    usual = connections["default"]
    shop = type(usual)({**usual.settings_dict, **environ.Env.db_url_config(database_url), "ENGINE": "core.postgres"})
    connections["default"] = shop
    try:
        yield
    finally:
        shop.close()
        connections["default"] = usual


class Person:
    """Somebody with a browser: answers are JSON, refusals fail the test unless they are expected."""

    def __init__(self, shop: Shop, name: str) -> None:
        self.shop = shop
        self.name = name
        self.email = f"{name.split()[0].lower()}.{uuid.uuid4().hex[:12]}@example.com"
        self.http = plain_http.client(base_url=f"{shop.stack.web_url}/api/")

    def ask(self, method: str, path: str, *, key: str = "", status: int = 0, **body: Any) -> Any:
        """One request; the body of the answer. `status` is what is expected; without it any 2xx."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        answer = self.http.request(method, path, headers=headers, json=body or None)
        expected = answer.status_code == status if status else answer.is_success
        assert expected, f"{method} {path} answered {answer.status_code}: {answer.text[:2000]}"
        if token := answer.headers.get("X-Cart-Token"):
            self.http.headers["X-Cart-Token"] = token
        return answer.json() if answer.content else None

    def get(self, path: str, **params: Any) -> Any:
        answer = self.http.get(path, params=params)
        assert answer.status_code == 200, answer.text[:2000]
        return answer.json()

    def register(self) -> Person:
        body = {"email": self.email, "password": PASSWORD, "name": self.name}
        self.ask("POST", "accounts/register/", status=201, **body)
        return self.login()

    def login(self) -> Person:
        tokens = self.ask("POST", "accounts/login/", identifier=self.email, password=PASSWORD)
        self.http.headers["Authorization"] = f"Bearer {tokens['access']}"
        return self

    # selling

    def open_store(self, name: str, *, market: str = "intl") -> dict[str, Any]:
        city, country = {
            "intl": ("Portland", "US"),
            "ir": ("Tehran", "IR"),
            "vn": ("Hà Nội", "VN"),
            "id": ("Bandung", "ID"),
        }[market]
        store = {"name": f"{name} {uuid.uuid4().hex[:6]}", "market": market, "city": city, "country": country}
        answer = self.ask("POST", "marketplace/sellers/", status=201, name=f"{name} Ltd", store=store)
        return dict(answer["store"])

    def offer(self, thing: str, *, price_minor: int, stock: int) -> str:
        """A category, a product in it, its variant and an offer of that; the offer's id."""
        number = uuid.uuid4().hex[:8]
        category = self.ask("POST", "catalog/categories/", status=201, name=f"{thing}s {number}")
        product = self.ask("POST", "catalog/products/", status=201, name=f"{thing} {number}", category=category["id"])
        measures = {"weight_grams": 700, "length_mm": 200, "width_mm": 150, "height_mm": 100}
        variant = self.ask(
            "POST", "catalog/product-variants/", status=201, product=product["id"], sku=f"{thing}-{number}", **measures
        )
        item = self.ask(
            "POST", "marketplace/items/", status=201, variant=variant["id"], price_minor=price_minor, stock=stock
        )
        return str(item["id"])

    def stock_of(self, item: str) -> tuple[int, int]:
        """Stock and reserved pieces of an own offer."""
        row = self.get(f"marketplace/items/{item}/")
        return row["stock"], row["reserved"]

    def count_stock(self, item: str, stock: int) -> None:
        self.ask("POST", f"marketplace/items/{item}/stock/", stock=stock)

    # buying

    def add(self, item: str, quantity: int = 1) -> None:
        self.ask("POST", "sales/cart-items/", status=201, item_id=item, quantity=quantity)

    def checkout(self, *items: str, key: str = "", market: str = "intl") -> dict[str, Any]:
        """One piece of each into the cart, and the order placed. Another market is for people with an account."""
        if market != "intl":
            self.ask("PATCH", "sales/cart/", market=market)
        for item in items:
            self.add(item)
        contact = {"name": self.name, "email": self.email}
        address = ADDRESS if market == "intl" else ADDRESSES[market]
        return dict(self.ask("POST", "sales/checkout/", status=201, key=key, address=address, contact=contact))

    def start_payment(self, order: dict[str, Any], *, gateway: str = "sandbox") -> dict[str, Any]:
        token = order.get("access_token") or ""
        return dict(
            self.ask("POST", "payments/start/", status=200, order=order["number"], gateway=gateway, token=token)
        )

    def pay(self, order: dict[str, Any], button: str = "approve", *, gateway: str = "sandbox") -> dict[str, Any]:
        """Start paying, press a button on the gateway's page, and follow it back; how the payment stands then."""
        started = self.start_payment(order, gateway=gateway)
        pressed = plain_http.post(f"{started['redirect_url']}/{button}")
        assert pressed.status_code in (302, 303), pressed.text
        back = pressed.headers["Location"]
        assert urlsplit(back).path == "/api/payments/verify/"
        answer = plain_http.get(back)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def order(self, order: dict[str, Any]) -> dict[str, Any]:
        """The order as it is now."""
        token = {"token": order["access_token"]} if order.get("access_token") else {}
        return dict(self.get(f"sales/orders/{order['number']}/", **token))


def tour(shop: Shop) -> str:
    """Run the README's tour against the shop; what it printed."""
    done = subprocess.run(
        ["sh", "docs/tour.sh"],
        cwd=places.ROOT,
        env={"PATH": os.environ["PATH"], "BASE": shop.stack.web_url, "MAIL_DIR": str(shop.stack.mail_dir)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def new_home() -> Path:
    """A folder for a stack's state that its servers' user may enter."""
    return places.temporary_home()

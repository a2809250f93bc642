"""What is measured: each line with its floor, its gate and its aim (HOTPATHS.md §6, PEERS.md)."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.client import Ask, Connection, Job, idempotency_key

READERS, BUYERS = 16, 8
PLACED = 120  # orders in a slice; their carts are filled before it
LIST, SEARCH, SUGGEST = "/api/catalog/products/", "/api/catalog/search/", "/api/catalog/suggest/"
FACETS = "/api/catalog/facets/"
CART_ITEMS, CHECKOUT = "/api/sales/cart-items/", "/api/sales/checkout/"
ORDER_BODY = {
    "contact": {"name": "Mina Rahimi", "email": "mina@example.com"},
    "address": {"recipient": "Mina Rahimi", "line1": "12 Elm Street", "city": "Portland", "country": "US"},
}
READ_FLOOR, ORDER_FLOOR = "floor: 24 products", "floor: an order"


@dataclass
class Line:
    """One thing to measure. `prepare` runs before each slice, unmeasured, and returns the job.

    `gate`: the highest ratio to the floor that passes; None for the floors themselves. `statements` asks once through
    the client it is given, so that SQL statements can be counted in this process. `times` instead of seconds: how
    often the job runs in a slice. `after` belongs to the slice: what it waits for is measured with it.
    """

    name: str
    server: str
    prepare: Callable[[Connection], Job]
    floor: str = READ_FLOOR
    gate: float | None = None
    aim: float | None = None
    people: int = READERS
    times: int = 0
    after: Callable[[], None] | None = None
    statements: Callable[[Any], None] | None = None
    budget: int | None = None  # statements
    results: list[Any] = field(default_factory=list)
    floors: list[Any] = field(default_factory=list)  # of its floor, each measured right before the result beside it


def asking(*paths: str) -> Callable[[Connection], Job]:
    """A job that asks for these addresses in turn."""

    def prepare(connection: Connection) -> Job:
        asks = [Ask(path) for path in paths]
        return lambda link, number: void(link.ask(asks[number % len(asks)]))

    return prepare


def void(_: object) -> None:
    return None


def getting(path: str) -> Callable[[Any], None]:
    return lambda client: expect(client.get(path), 200)


def expect(answer: Any, status: int) -> Any:
    if answer.status_code != status:
        raise ValueError(f"{answer.status_code} instead of {status}: {answer.content[:400]!r}")
    return answer.json()


def read_lines(*, server: str, slugs: list[str], page_400: str, suffix: str = "") -> list[Line]:
    """List and page 400: on the small and the large database alike."""
    return [
        Line(f"product list{suffix}", server, asking(LIST), gate=1.0, aim=0.7, statements=getting(LIST), budget=1),
        Line(f"page 400{suffix}", server, asking(page_400), gate=1.0, aim=0.7, statements=getting(page_400), budget=1),
        Line(
            f"category list{suffix}",
            server,
            asking(*(f"{LIST}?category={slug}" for slug in ("bulk-0", "bulk-1-2", "bulk-3-1-4"))),
            gate=1.0,
            aim=0.7,
            statements=getting(f"{LIST}?category=bulk-1-2"),
            budget=1,
        ),
        Line(
            f"search, two common words{suffix}",
            server,
            asking(f"{SEARCH}?q=amber+cedar"),
            gate=1.5,
            aim=1.0,
            statements=getting(f"{SEARCH}?q=amber+cedar"),
            budget=2,
        ),
        Line(
            f"search, one hit{suffix}",
            server,
            asking(*(f"{SEARCH}?q=kx{number:06d}" for number in range(1, 500, 7))),
            gate=1.5,
            aim=0.7,
            statements=getting(f"{SEARCH}?q=kx000123"),
            budget=2,
        ),
        Line(
            f"facets of a category{suffix}",
            server,
            asking(*(f"{FACETS}?category={slug}" for slug in ("bulk-0", "bulk-1-2", "bulk-3-1-4"))),
            gate=12.0,
            statements=getting(f"{FACETS}?category=bulk-1-2"),
            budget=5,
        ),
        Line(
            f"suggest{suffix}",
            server,
            asking(*(f"{SUGGEST}?q={text}" for text in ("am", "amb", "ced", "wal", "kx0001", "silent+s"))),
            gate=3.0,
            aim=1.0,
            statements=getting(f"{SUGGEST}?q=amb"),
        ),
        Line(
            f"product page{suffix}",
            server,
            asking(*(f"{LIST}{slug}/" for slug in slugs)),
            gate=1.5,
            aim=1.5,
            statements=getting(f"{LIST}{slugs[0]}/"),
            budget=3,
        ),
    ]


class Shopping:
    """Guests who fill carts and place orders. `items` are the offers, by store, that can be bought."""

    def __init__(self, items: dict[str, list[str]]) -> None:
        self.items = items
        self.dice = random.Random(7)
        self._lock = threading.Lock()

    def two_offers(self) -> list[str]:
        """An offer of each of two stores."""
        with self._lock:
            return [self.dice.choice(self.items[store]) for store in self.dice.sample(sorted(self.items), 2)]

    def lines(self, server: str, floor_server: str) -> list[Line]:
        def line(name: str, prepare: Callable[[Connection], Job], *, gate: float, aim: float, **more: Any) -> Line:
            return Line(name, server, prepare, floor=ORDER_FLOOR, gate=gate, aim=aim, people=BUYERS, **more)

        return [
            Line(ORDER_FLOOR, floor_server, self._floor_order, floor=ORDER_FLOOR, people=BUYERS),
            line("add a line (new cart)", self._add, gate=1.5, aim=1.5, statements=self._count_add),
            line("change a quantity", self._change, gate=0.6, aim=0.25, statements=self._count_change),
            line(
                "place an order (2 stores)",
                self._place,
                gate=2.0,
                aim=1.5,
                times=PLACED,
                statements=self._count_place,
                budget=8,
            ),
            line("whole flow, 5 requests", self._flow, gate=6.0, aim=6.0, times=PLACED // 2),
        ]

    def _floor_order(self, connection: Connection) -> Job:
        return lambda link, number: void(
            link.ask(Ask("/order", "POST", {"items": sorted(self.two_offers())}, status=201))
        )

    def _add(self, connection: Connection) -> Job:
        return lambda link, number: void(link.ask(_add_ask(self.two_offers()[0])))

    def _change(self, connection: Connection) -> Job:
        carts = itertools.cycle([self.filled(connection) for _ in range(BUYERS * 4)])
        asks = (_change_ask(token, line, 1 + n % 5) for n, (token, line) in enumerate(carts))
        return lambda link, number: void(link.ask(self._next(asks)))

    def _place(self, connection: Connection) -> Job:
        tokens = [self.filled(connection)[0] for _ in range(PLACED)]
        return lambda link, number: void(link.ask(place_ask(tokens[number])))

    def _flow(self, connection: Connection) -> Job:
        def job(link: Connection, number: int) -> None:
            token, line = self.filled(link)
            link.ask(_change_ask(token, line, 2))
            place = {"country": "US", "city": "Portland"}
            link.ask(Ask("/api/sales/cart/quotes/", "POST", place, {"X-Cart-Token": token}))
            link.ask(place_ask(token))

        return job

    def _next(self, asks: Any) -> Ask:
        with self._lock:
            found: Ask = next(asks)
            return found

    def filled(self, connection: Connection) -> tuple[str, str]:
        """A guest's cart with a line of each of two stores: its token and one of its lines."""
        first, second = self.two_offers()
        cart = connection.ask(_add_ask(first)).json()
        token = cart["cart_token"]
        cart = connection.ask(_add_ask(second, token)).json()
        return token, cart["stores"][0]["lines"][0]["id"]

    def _count_add(self, client: Any) -> None:
        _through(client, _add_ask(self.two_offers()[0]))

    def _count_change(self, client: Any) -> None:
        token, line = self._own_cart(client)
        client.count()
        _through(client, _change_ask(token, line, 3))

    def _count_place(self, client: Any) -> None:
        token, _ = self._own_cart(client)
        client.count()
        _through(client, place_ask(token))

    def _own_cart(self, client: Any) -> tuple[str, str]:
        first, second = self.two_offers()
        token = _through(client, _add_ask(first))["cart_token"]
        cart = _through(client, _add_ask(second, token))
        return token, cart["stores"][0]["lines"][0]["id"]


def _through(client: Any, ask: Ask) -> Any:
    """The same request through Django's test client."""
    method = getattr(client, ask.method.lower())
    return expect(method(ask.path, ask.body, content_type="application/json", headers=ask.headers), ask.status)


def _add_ask(item_id: str, token: str = "") -> Ask:
    headers = {"X-Cart-Token": token} if token else {}
    return Ask(CART_ITEMS, "POST", {"item_id": item_id, "quantity": 1}, headers, status=201)


def _change_ask(token: str, line_id: str, quantity: int) -> Ask:
    return Ask(f"{CART_ITEMS}{line_id}/", "PATCH", {"quantity": quantity}, {"X-Cart-Token": token})


def place_ask(token: str) -> Ask:
    return Ask(CHECKOUT, "POST", ORDER_BODY, {"X-Cart-Token": token, **idempotency_key()}, status=201)


def page_400(connection: Connection, size: int = 24) -> str:
    """The address of page 400, or of the last page but one where there are fewer."""
    address, before = f"{LIST}?{urlencode({'page_size': size})}", LIST
    for _ in range(399):
        following = connection.ask(Ask(address)).json()["next"]
        if following is None:
            return before
        before, address = address, following
    return address

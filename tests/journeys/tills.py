"""The four gateways as journeys see them: a store in each one's market, its pages, its faults, its own record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests import plain_http
from tests.journeys.books import Purchase
from tests.running import Person, Shop, wait_until

NAMES = ("zarinpal", "vnpay", "midtrans", "stripe")
MARKETS = {"zarinpal": ("ir", 3_000_000), "vnpay": ("vn", 2_000_000), "midtrans": ("id", 2_000_000)}
NOTIFYING = ("vnpay", "midtrans", "stripe")
TWO_CURRENCIES = ("midtrans", "stripe")  # the others know no word for another one
PATIENCE_SECONDS = (
    60.0  # of a browser that comes back: we wait 20 s for the verification of a gateway that says nothing
)


@dataclass
class Till:
    """One gateway at the running shop, with somebody who sells through it and somebody who buys."""

    shop: Shop
    name: str
    seller: Person = field(init=False)
    shopper: Person = field(init=False)

    def __post_init__(self) -> None:
        self.seller, self.shopper = self.shop.person("Robin Keller"), self.shop.person("Ana Duarte")
        self.seller.open_store("Northlight", market=self.market[0])

    @property
    def market(self) -> tuple[str, int]:
        """Where it is offered, and what a lamp costs there, minor units."""
        return MARKETS.get(self.name, ("intl", 8900))

    def order(self) -> Purchase:
        """One piece, to be paid, of an item that nothing else moves."""
        market, price_minor = self.market
        item = self.seller.offer("Lamp", price_minor=price_minor, stock=5)
        before = self.seller.stock_of(item)
        placed = self.shopper.checkout(item, market=market)
        return Purchase(self.shop, self.shopper, self.seller, item, before, placed)

    # At the gateway

    @property
    def address(self) -> str:
        return self.shop.stack.gateway_url(self.name)

    def start(self, purchase: Purchase) -> dict[str, Any]:
        """The shopper stands on the gateway's page."""
        started = self.shopper.start_payment(purchase.order, gateway=self.name)
        assert plain_http.get(started["redirect_url"]).status_code == 200
        return started

    def press(self, started: dict[str, Any], action: str) -> str:
        """A button; where the browser is sent, nothing when the page stays."""
        page = started["redirect_url"]
        if self.name == "vnpay":
            page = f"{self.address}/paymentv2/pay/{started['authority']}"
        answer = plain_http.post(f"{page}/{action}")
        assert answer.status_code in (200, 302), answer.text
        return answer.headers.get("Location", "")

    def script(self, started: dict[str, Any], fault: str, **options: Any) -> None:
        """Have the gateway do something wrong, once unless `uses` says otherwise, with this payment."""
        is_by_authority = self.name in ("vnpay", "midtrans")
        body = {"fault": fault, "merchant_reference": started["authority" if is_by_authority else "payment_id"]}
        answer = plain_http.post(f"{self.address}/control/faults", json={"uses": 1, **body, **options})
        assert answer.is_success, answer.text

    def move(self, started: dict[str, Any], move: str) -> None:
        """What only a bank could do."""
        noun = {"zarinpal": "sessions", "vnpay": "purchases", "midtrans": "transactions", "stripe": "sessions"}
        answer = plain_http.post(f"{self.address}/control/{noun[self.name]}/{started['authority']}/{move}")
        assert answer.is_success, answer.text

    def arrives(self, started: dict[str, Any]) -> None:
        """The bank's late yes."""
        self.move(started, "settle" if self.name == "midtrans" else "pay")

    def forge(self, started: dict[str, Any], how: str) -> list[Any]:
        """Somebody posts that it was paid, with a spoiled signature; how the shop answers."""
        way = "ipn" if self.name == "vnpay" else "notify"
        options = {"forged": how} | ({"status": "settlement"} if self.name == "midtrans" else {})
        answer = plain_http.post(f"{self.address}/control/{way}/{started['authority']}", params=options)
        assert answer.is_success, answer.text
        return list(answer.json()["answers"])

    def record(self, started: dict[str, Any]) -> dict[str, Any]:
        """The gateway's own record of the payment."""
        if self.name == "zarinpal":
            return self.shop.at_zarinpal(started["payment_id"])
        found: dict[str, Any] = getattr(self.shop, f"at_{self.name}")(started["authority"])
        return found

    def told(self, started: dict[str, Any]) -> list[dict[str, Any]]:
        """The notifications of the payment, and what came of each."""
        return list(self.record(started)["ipns" if self.name == "vnpay" else "told"])

    def wait_until_told(self, started: dict[str, Any]) -> None:
        """Every notification was sent and taken."""
        wait_until(
            lambda: {one["state"] for one in self.told(started)} == {"delivered"},
            lambda: f"all are taken: {self.told(started)}",
        )

    def returned(self, started: dict[str, Any]) -> int:
        """How much the gateway has given back, minor units."""
        record = self.record(started)
        if self.name == "zarinpal":
            return int(record["amount"]) if record["state"] == "REVERSED" else int(record["refunded"])
        unit = 100 if self.name == "vnpay" else 1
        return sum(int(one["amount"]) // unit for one in record["refunds"])

    # At the shop

    def come_back(self, address: str) -> dict[str, Any]:
        """The browser follows the gateway back; how the payment stands then."""
        answer = plain_http.get(address, timeout=PATIENCE_SECONDS)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def paid(self, purchase: Purchase) -> dict[str, Any]:
        """The purchase, paid by a shopper who comes back, once every notification has arrived too."""
        started = self.start(purchase)
        assert self.come_back(self.press(started, "approve"))["order_status"] == "PAID"
        if self.name in NOTIFYING:
            self.wait_until_told(started)
        if self.name == "midtrans":
            wait_until(lambda: self.record(started)["status"] == "settlement", lambda: "settled")
        return started

    def ask(self, started: dict[str, Any]) -> None:
        """The clock: it is time to ask the gateway about an open attempt."""
        from payments.services import payment_inquire  # needs the apps, which are not there yet when this is read

        self.shop.do_now(payment_inquire, payment_id=UUID(started["payment_id"]))

    def refunds_done(self, purchase: Purchase) -> None:
        """The clock: refunds that are on their way are asked about until they have arrived."""
        from payments.services import refund_execute

        open_ones = "SELECT count(*) FROM payments_refund WHERE id = ANY(%s) AND status <> 'SUCCEEDED'"
        wait_until(purchase.refund_ids, lambda: "a refund was asked for")

        def done() -> bool:
            self.shop.settle()
            if not self.shop.count(open_ones, purchase.refund_ids()):
                return True
            for refund_id in purchase.refund_ids():
                self.shop.do_now(refund_execute, refund_id=refund_id)
            return False

        wait_until(done, lambda: "the refund is known")

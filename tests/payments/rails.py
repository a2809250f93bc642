"""The four real gateways as one shop sees them, with their simulators as processes: for races, faults and canaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from tests.accounts.factories import client_for
from tests.payments import test_midtrans_paying as midtrans
from tests.payments import test_stripe_paying as stripe
from tests.payments import test_vnpay_paying as vnpay
from tests.payments.shop import breaches
from tests.payments.zarinpal_shop import ZarinpalShop
from tests.sales.factories import make_service
from tests.simulators.harness import Midtrans, Stripe, Vnpay, Zarinpal

NAMES = ("zarinpal", "vnpay", "midtrans", "stripe")
NOWHERE = "http://127.0.0.1:9"  # where nobody listens: tests hand on what the gateway would send
Delivery = Callable[[], Any]
# Notifications of what is not so, signed as if it were.
LIES: dict[str, list[dict[str, object]]] = {
    "vnpay": [{"amount": 100}],
    "midtrans": [{"status": "pending", "status_code": "201"}, {"status": "deny"}, {"gross_amount": "1.00"}],
    "stripe": [{"type": "checkout.session.expired"}, {"amount": 1}, {"currency": "eur"}],
}


@dataclass
class Rail:
    """A gateway with a shop that offers it. `shop` is that of the gateway's own tests."""

    name: str
    shop: Any
    simulator: Any

    def deliveries(self, payment: dict[str, Any], back: str) -> list[Delivery]:
        """All that may reach the shop about a payment, each ready to arrive: the browser's return, the gateway's
        notifications, and notifications that contradict it. Answers are HTTP statuses."""
        ways = [lambda: client_for().get(back).status_code] if back else []
        if self.name == "zarinpal":
            forged = f"/api/payments/verify/?{urlencode({'Authority': payment['authority'], 'Status': 'NOK'})}"
            return [*ways, lambda: client_for().get(forged).status_code]
        return [*ways, *(self._told(payment, lie) for lie in ({}, *LIES[self.name]))]

    def told(self, payment: dict[str, Any]) -> int:
        """The gateway's notification arrives; where it sends none, its list of unconfirmed payments is all there is."""
        return 200 if self.name == "zarinpal" else self._told(payment, {})()

    def _told(self, payment: dict[str, Any], bent: dict[str, object]) -> Delivery:
        if self.name == "vnpay":
            address = f"{vnpay.IPN}?{self.simulator.ipn(payment['authority'], **bent)['query']}"
            return lambda: client_for().get(address).status_code
        sent = self.simulator.notify(payment["authority"], **bent)
        if self.name == "midtrans":
            return lambda: self.shop.post(sent["body"])
        return lambda: self.shop.post(sent["body"], sent["signature"])

    def captures(self, payment: dict[str, Any]) -> int:
        """How much the gateway has taken for the payment, minor units, counted at the gateway."""
        authority = payment["authority"]
        if self.name == "zarinpal":
            session = self.simulator.session(authority)
            return int(session["amount"]) if session["state"] == "VERIFIED" else 0
        if self.name == "vnpay":
            purchase = self.simulator.purchase(authority)
            return int(purchase["amount"]) // 100 if purchase["status"] == "00" else 0
        if self.name == "midtrans":
            snap = self.simulator.transaction(authority)
            return int(float(snap["gross_amount"])) if snap["status"] in ("capture", "settlement") else 0
        return int(self.simulator.session(authority)["received"] or 0)

    def returned(self, payment: dict[str, Any]) -> int:
        """How much the gateway has given back, minor units, counted at the gateway."""
        authority = payment["authority"]
        if self.name == "zarinpal":
            session = self.simulator.session(authority)
            return int(session["amount"]) if session["state"] == "REVERSED" else int(session["refunded"])
        if self.name == "vnpay":
            return sum(int(one["amount"]) // 100 for one in self.simulator.purchase(authority)["refunds"])
        if self.name == "midtrans":
            snap = self.simulator.transaction(authority)
            back = sum(int(float(one["amount"])) for one in snap["refunds"])
            return int(float(snap["gross_amount"])) if snap["status"] == "cancel" else back
        return sum(int(one["amount"]) for one in self.simulator.session(authority)["refunds"])


_STARTS: dict[str, Callable[[], Any]] = {
    "zarinpal": lambda: Zarinpal("--late-seconds", "0.3"),
    "vnpay": lambda: Vnpay(f"{NOWHERE}/ipn", "--late-seconds", "0.3"),
    "midtrans": lambda: Midtrans("--late-seconds", "0.3", "--settle-seconds", "600"),
    "stripe": lambda: Stripe("--late-seconds", "0.3"),
}


@contextmanager
def simulators() -> Iterator[Callable[[str], Any]]:
    """`running(name)`: that gateway's program, started when it is first asked for; all end with the block."""
    with ExitStack() as until_the_end:

        @cache
        def running(name: str) -> Any:
            return until_the_end.enter_context(_STARTS[name]())

        yield running


@contextmanager
def offered(name: str, simulator: Any, settings: Any) -> Iterator[Rail]:
    """The shop is configured for one gateway; in the end all promises hold."""
    at = simulator.url
    settings.GATEWAY_TIMEOUT_SECONDS = 5
    settings.SANDBOX_GATEWAY_ENABLED = False
    settings.SITE_URL = NOWHERE
    if name == "zarinpal":
        settings.ZARINPAL_MERCHANT_ID, settings.ZARINPAL_BASE_URL = Zarinpal.MERCHANT_ID, at
        settings.ZARINPAL_GRAPHQL_URL = f"{at}/api/v4/graphql/"
        settings.ZARINPAL_TERMINAL_ID, settings.ZARINPAL_ACCESS_TOKEN = Zarinpal.TERMINAL_ID, Zarinpal.TOKEN
        make_service("ir", base=500_000)
        rail = Rail(name, ZarinpalShop(simulator), simulator)
    elif name == "vnpay":
        settings.VNPAY_TMN_CODE, settings.VNPAY_HASH_SECRET = Vnpay.TMN_CODE, Vnpay.SECRET
        settings.VNPAY_PAY_URL = f"{at}/paymentv2/vpcpay.html"
        settings.VNPAY_API_URL = f"{at}/merchant_webapi/api/transaction"
        make_service("vn", base=30_000)
        rail = Rail(name, vnpay.Shop(simulator), simulator)
    elif name == "midtrans":
        settings.MIDTRANS_SERVER_KEY = Midtrans.KEY
        settings.MIDTRANS_SNAP_URL, settings.MIDTRANS_CORE_URL = f"{at}/snap/v1", at
        settings.IRIS_CREATOR_KEY, settings.IRIS_APPROVER_KEY = Midtrans.CREATOR, Midtrans.APPROVER
        settings.IRIS_MERCHANT_KEY, settings.IRIS_URL = Midtrans.MERCHANT, f"{at}/iris"
        make_service("id", base=20_000)
        rail = Rail(name, midtrans.Shop(simulator), simulator)
    else:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = Stripe.KEY, Stripe.SECRET
        settings.STRIPE_API_URL = at
        make_service()
        rail = Rail(name, stripe.Shop(simulator), simulator)
    try:
        yield rail
        # A sale that is in the books alone has no invoice (B5).
        assert [row for row in breaches() if not row.startswith("B5")] == []
    finally:
        simulator.http.delete("/control/faults")

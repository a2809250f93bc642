"""A shop of the Iranian market whose orders are paid at a simulated Zarinpal terminal, a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from marketplace.models import Store
from sales.models import Order
from tests.accounts.factories import client_for
from tests.marketplace.factories import make_item, make_store
from tests.payments.shop import breaches, token_of
from tests.sales.factories import ADDRESS, checkout, fill_cart, key, make_service
from tests.simulators.harness import Zarinpal

HOME = ADDRESS | {"city": "Tehran", "postal_code": "1193653471", "country": "IR"}


@pytest.fixture(scope="module")
def zarinpal_process() -> Iterator[Zarinpal]:
    with Zarinpal("--late-seconds", "0.3") as zarinpal:
        yield zarinpal


@dataclass
class ZarinpalShop:
    """The shop as its shoppers and its terminal see it."""

    terminal: Zarinpal

    def order(self, *stores: Store) -> Order:
        """A guest's unpaid order of one piece for 2,500,000 Rials from each store, delivered for 500,000 each."""
        client = client_for()
        items = [make_item(store, price_minor=2_500_000) for store in stores or (make_store(market="ir"),)]
        fill_cart(client, *((item, 1) for item in items), market="ir")
        answer = checkout(client, address=HOME)
        assert answer.status_code == 201, answer.json()
        return Order.objects.get(number=answer.json()["number"])

    def start(self, order: Order) -> Any:
        body = {"order": order.number, "token": token_of(order)}
        return client_for().post("/api/payments/start/", body, headers=key())

    def started(self, order: Order) -> dict[str, Any]:
        answer = self.start(order)
        assert answer.status_code == 200, answer.json()
        assert answer.json()["gateway"] == "zarinpal"
        return answer.json()

    def press(self, payment: dict[str, Any], action: str) -> str:
        """A button on StartPay; where the browser is sent, without the host."""
        pressed = self.terminal.press(payment["authority"], action)
        assert pressed.status_code == 302
        back = urlsplit(pressed.headers["Location"])
        return f"{back.path}?{back.query}"

    def come_back(self, address: str, status: int = 200) -> dict[str, Any]:
        answer = client_for().get(address)
        assert answer.status_code == status, answer.json()
        return answer.json()

    def paid(self, order: Order) -> dict[str, Any]:
        return self.come_back(self.press(self.started(order), "approve"))


@pytest.fixture
def zarinpal_shop(db: None, zarinpal_process: Zarinpal, settings: Any) -> Iterator[ZarinpalShop]:
    settings.ZARINPAL_MERCHANT_ID = Zarinpal.MERCHANT_ID
    settings.ZARINPAL_BASE_URL = zarinpal_process.url
    settings.ZARINPAL_GRAPHQL_URL = f"{zarinpal_process.url}/api/v4/graphql/"
    settings.ZARINPAL_TERMINAL_ID = Zarinpal.TERMINAL_ID
    settings.ZARINPAL_ACCESS_TOKEN = Zarinpal.TOKEN
    settings.GATEWAY_TIMEOUT_SECONDS = 1
    make_service("ir", base=500_000)
    yield ZarinpalShop(zarinpal_process)
    zarinpal_process.http.delete("/control/faults")
    assert breaches() == []

"""Carts and orders for tests, made the way shoppers make them: over the API."""

from __future__ import annotations

import itertools
from typing import Any

from rest_framework.test import APIClient

from marketplace.models import StoreItem
from sales.models import Order
from shipping.models import ShippingService
from tests.accounts.factories import client_for
from tests.marketplace.factories import get_market

_numbers = itertools.count(1)

ADDRESS = {
    "recipient": "Mina Rahimi",
    "line1": "12 Elm Street",
    "city": "Portland",
    "postal_code": "97201",
    "country": "US",
}
CONTACT = {"name": "Mina Rahimi", "email": "mina.guest@example.com"}


def make_service(market: str = "intl", *, code: str = "", base: int = 500, **fields: Any) -> ShippingService:
    """A courier's service with a flat price, cheaper than the seeded ones unless told otherwise."""
    row = get_market(market)
    defaults = {"courier": "Test Post", "name": "Flat", "base_price_minor": base, "max_weight_grams": 1_000_000}
    return ShippingService.objects.create(market=row, code=code or f"flat-{next(_numbers)}", **{**defaults, **fields})


def key() -> dict[str, str]:
    """A fresh Idempotency-Key header."""
    return {"Idempotency-Key": f"test-key-{next(_numbers):010d}"}


def fill_cart(client: APIClient, *lines: tuple[StoreItem, int], market: str = "intl") -> dict[str, Any]:
    """Put these offers into the client's cart; a guest's token is kept on the client."""
    cart: dict[str, Any] = {}
    for item, quantity in lines:
        answer = client.post(
            "/api/sales/cart-items/", {"item_id": str(item.pk), "quantity": quantity, "market": market}
        )
        assert answer.status_code == 201, answer.json()
        cart = answer.json()
        if cart["cart_token"]:
            client.credentials(HTTP_X_CART_TOKEN=cart["cart_token"])
    return cart


def checkout(client: APIClient, *, headers: dict[str, str] | None = None, **body: Any) -> Any:
    """Place the order; returns the answer."""
    payload = {"address": ADDRESS, "contact": CONTACT, **body}
    return client.post("/api/sales/checkout/", payload, headers=headers or key())


def make_order(*lines: tuple[StoreItem, int], client: APIClient | None = None, market: str = "intl") -> Order:
    """A placed, unpaid order of a guest (or of the client's person)."""
    client = client or client_for()
    fill_cart(client, *lines, market=market)
    answer = checkout(client)
    assert answer.status_code == 201, answer.json()
    return Order.objects.get(number=answer.json()["number"])

"""An Iranian order that is paid at the door, over HTTP against running processes: stock, books and mails agree."""

from __future__ import annotations

import pytest

from tests.running import Person, Shop

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]
CASH = "cash_on_delivery"


@pytest.fixture
def seller(shop: Shop) -> Person:
    """A store in Tehran, whose market offers cash on delivery from now on."""
    shop.manage(
        "shell",
        "-v0",
        "-c",
        "from markets.models import Market;"
        f"Market.objects.filter(code='ir').update(gateways=['zarinpal', 'sandbox', '{CASH}'])",
    )
    seller = shop.person("Sepideh Rastgar")
    seller.open_store("Senobar", market="ir")
    return seller


def test_an_order_is_taken_at_the_door_and_another_is_not(shop: Shop, seller: Person):
    kit = seller.offer("Kit", price_minor=3_000_000, stock=40)
    before = seller.stock_of(kit)
    omid = shop.person("Omid Karimi")
    taken, refused = (omid.checkout(kit, market="ir") for _ in range(2))
    methods = omid.get(f"payments/orders/{taken['number']}/methods/")["methods"]
    assert [(row["name"], row["is_available"]) for row in methods if row["name"] == CASH] == [(CASH, True)]
    for order in (taken, refused):
        payment = omid.start_payment(order, gateway=CASH)
        assert (payment["status"], payment["order_status"], payment["redirect_url"]) == (
            "ON_DELIVERY",
            "PROCESSING",
            None,
        )
    assert seller.stock_of(kit) == (before[0] - 2, before[1])

    parts = {row["order_number"]: row for row in seller.get("sales/store-orders/")["results"]}
    for order in (taken, refused):
        part = parts[order["number"]]
        assert part["cash_due"] == order["total"]
        seller.ask("POST", f"sales/store-orders/{part['number']}/ship/", tracking_number="IR-0042")
    seller.ask("POST", f"sales/store-orders/{parts[taken['number']]['number']}/deliver/")
    seller.ask("POST", f"sales/store-orders/{parts[refused['number']]['number']}/cancel/", note="Nobody at home.")

    assert [omid.order(order)["status"] for order in (taken, refused)] == ["DELIVERED", "CANCELLED"]
    assert [omid.order(order)["paid_at"] is not None for order in (taken, refused)] == [True, False]
    assert seller.stock_of(kit) == (before[0] - 1, before[1])
    [balance] = seller.get("finance/balance/")["results"]
    [sale] = seller.get("finance/sales/")["results"]
    lines = sale["lines"]
    ours = sum(line["paid"]["minor"] - line["net"]["minor"] for line in lines)
    assert balance["owed"]["minor"] == ours + sale["cash_fee"]["minor"] > 0
    assert (balance["pending"]["minor"], balance["payable"]["minor"]) == (0, 0)

    shop.wait_for_mails(
        omid.email,
        {
            "welcome": 1,
            "order-pending": 2,
            "order-on-delivery": 2,
            "order-shipped": 2,
            "order-cancelled": 1,
            "review-invitation": 1,
        },
    )
    shop.settle()
    shop.check_invariants()

"""What a store promised when an order was placed stays with the order (O2)."""

from __future__ import annotations

import pytest

from core.scope import SYSTEM_SCOPE
from marketplace.services import policy_set
from sales.links import order_token
from sales.models import StoreOrder
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    make_service(base=10)
    return make_store("Birch & Brass")


def promise(store, text: str) -> None:
    policy_set(scope=SYSTEM_SCOPE, store_id=store.pk, kind="returns", text=text)


def returns_of(client, order) -> dict[str, str]:
    """The returns policy of each part of the order, by store."""
    answer = client.get(f"/api/sales/orders/{order.number}/policies/")
    assert answer.status_code == 200, answer.content
    return {
        part["store"]["name"]: next(one["text"] for one in part["policies"] if one["kind"] == "returns")
        for part in answer.json()
    }


def test_an_order_keeps_the_promises_under_which_it_was_placed(store):
    promise(store, "Thirty days.")
    client = client_for(make_user())
    order = make_order((make_item(store), 1), (make_item(make_store("Quiet Felt")), 1), client=client)
    promise(store, "No returns.")
    later = make_order((make_item(store), 1), client=client)
    assert returns_of(client, order)["Birch & Brass"] == "Thirty days."
    assert "14 days" in returns_of(client, order)["Quiet Felt"]  # the marketplace's own
    assert returns_of(client, later) == {"Birch & Brass": "No returns."}
    assert StoreOrder.objects.get(order=later).policies == {"returns": 2}
    promise(store, "")  # the marketplace's own again
    assert "14 days" in returns_of(client, make_order((make_item(store), 1), client=client))["Birch & Brass"]


def test_a_guest_reads_them_by_the_orders_link_and_strangers_do_not(store):
    promise(store, "Thirty days.")
    guest = client_for()
    order = make_order((make_item(store), 1), client=guest)
    address = f"/api/sales/orders/{order.number}/policies/"
    assert guest.get(f"{address}?token={order_token(order.pk)}").json()[0]["policies"]
    assert guest.get(address).status_code == 404
    assert client_for(make_user()).get(address).status_code == 404

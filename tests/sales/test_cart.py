"""What a shopper sees of the cart."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.services import category_update
from core.scope import SYSTEM_SCOPE
from marketplace.models import StoreItem
from tests.accounts.factories import client_for
from tests.catalog.factories import make_category, make_product, make_variant
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import fill_cart

pytestmark = pytest.mark.django_db


def usd(minor):
    return {"amount": f"{minor / 100:.2f}", "currency": "USD", "minor": minor}


def test_a_guest_gets_a_cart_with_the_first_line_and_reaches_it_by_its_token(api):
    item = make_item(price_minor=1250)
    answer = api.post("/api/sales/cart-items/", {"item_id": str(item.pk), "quantity": 2})
    assert answer.status_code == 201
    token = answer.json()["cart_token"]
    assert answer.headers["X-Cart-Token"] == token
    cart = api.get("/api/sales/cart/", headers={"X-Cart-Token": token}).json()
    assert cart["quantity"] == 2
    assert cart["total"] == usd(2500)
    assert cart["is_ready"] is True
    assert api.get("/api/sales/cart/", headers={"X-Cart-Token": "somebody-else"}).json()["id"] is None


def test_lines_of_two_stores_stand_in_two_groups(api):
    one, other = make_item(price_minor=100), make_item(price_minor=250)
    cart = fill_cart(api, (one, 1), (other, 3))
    assert {group["store"]["name"]: group["goods"]["minor"] for group in cart["stores"]} == {
        one.store.name: 100,
        other.store.name: 750,
    }


def test_adding_the_same_offer_again_adds_to_its_line(api):
    item = make_item(stock=10)
    fill_cart(api, (item, 2))
    cart = fill_cart(api, (item, 3))
    assert [line["quantity"] for group in cart["stores"] for line in group["lines"]] == [5]


def test_more_than_there_is_cannot_be_added_and_the_cart_stays_as_it_was(api):
    item = make_item(stock=3)
    fill_cart(api, (item, 2))
    answer = api.post("/api/sales/cart-items/", {"item_id": str(item.pk), "quantity": 2})
    assert (answer.status_code, answer.json()["code"], answer.json()["available"]) == (409, "out_of_stock", 3)
    assert api.get("/api/sales/cart/").json()["quantity"] == 2


def test_what_stands_in_a_hidden_category_cannot_be_bought(api):
    top = make_category("Lamps")
    item = make_item(variant=make_variant(make_product(category=make_category("Desk lamps", parent=top))))
    cart = fill_cart(api, (item, 1), (make_item(), 1))
    assert cart["is_ready"]
    category_update(scope=SYSTEM_SCOPE, category_id=top.pk, is_active=False)
    cart = api.get("/api/sales/cart/").json()
    problems = {line["item_id"]: line["problem"] for group in cart["stores"] for line in group["lines"]}
    assert (problems.pop(str(item.pk)), set(problems.values())) == ("not_for_sale", {""})
    refused = api.post("/api/sales/cart-items/", {"item_id": str(item.pk), "quantity": 1})
    assert refused.status_code in (400, 409)
    category_update(scope=SYSTEM_SCOPE, category_id=top.pk, is_active=True)
    assert api.get("/api/sales/cart/").json()["is_ready"]


def test_a_quantity_is_changed_and_a_line_is_taken_out(api):
    item = make_item(price_minor=100)
    line = fill_cart(api, (item, 1))["stores"][0]["lines"][0]
    changed = api.patch(f"/api/sales/cart-items/{line['id']}/", {"quantity": 4})
    assert (changed.status_code, changed.json()["total"]["minor"]) == (200, 400)
    assert api.get("/api/sales/cart/").json()["quantity"] == 4
    removed = api.delete(f"/api/sales/cart-items/{line['id']}/")
    assert (removed.status_code, removed.json()["stores"]) == (200, [])


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10**9, "3", 1.5, True, None])
def test_an_impossible_quantity_is_refused(api, quantity):
    item = make_item()
    line = fill_cart(api, (item, 1))["stores"][0]["lines"][0]
    answer = api.patch(f"/api/sales/cart-items/{line['id']}/", {"quantity": quantity})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/quantity"
    assert api.get("/api/sales/cart/").json()["quantity"] == 1


def test_nobody_changes_another_cart(api):
    line = fill_cart(api, (make_item(), 1))["stores"][0]["lines"][0]
    stranger = client_for()
    fill_cart(stranger, (make_item(), 1))
    assert stranger.patch(f"/api/sales/cart-items/{line['id']}/", {"quantity": 9}).status_code == 404
    assert stranger.delete(f"/api/sales/cart-items/{line['id']}/").status_code == 404
    assert api.get("/api/sales/cart/").json()["quantity"] == 1


def test_a_changed_price_is_shown_and_can_be_accepted(api):
    item = make_item(price_minor=1000)
    fill_cart(api, (item, 1))
    StoreItem.objects.filter(pk=item.pk).update(price_minor=1200)
    cart = api.get("/api/sales/cart/").json()
    line = cart["stores"][0]["lines"][0]
    assert (line["problem"], line["seen_price"]["minor"], line["unit_price"]["minor"]) == ("price_changed", 1000, 1200)
    assert cart["is_ready"] is False
    assert api.post("/api/sales/cart/accept-changes/").json()["is_ready"] is True


def test_the_guests_cart_joins_the_persons_at_sign_in(api, make_user):
    user = make_user("linh@example.com")
    mine, guests = make_item(stock=10), make_item(stock=10)
    fill_cart(client_for(user), (mine, 1))
    token = fill_cart(api, (guests, 2), (mine, 1))["cart_token"] or api._credentials["HTTP_X_CART_TOKEN"]
    answer = client_for().post(
        "/api/accounts/login/",
        {"identifier": "linh@example.com", "password": "correct horse battery"},
        headers={"X-Cart-Token": token},
    )
    assert answer.status_code == 200, answer.json()
    cart = client_for(user).get("/api/sales/cart/").json()
    quantities = {line["item_id"]: line["quantity"] for group in cart["stores"] for line in group["lines"]}
    assert quantities == {str(mine.pk): 2, str(guests.pk): 2}
    assert api.get("/api/sales/cart/").json()["id"] is None


def test_a_cart_in_another_market_shows_converted_prices(api):
    store = make_store(market="id", also_in=("intl",))
    item = make_item(store, price_minor=1_600_000)
    cart = fill_cart(api, (item, 1))
    assert cart["currency"] == "USD"
    assert 5_000 < cart["total"]["minor"] < 20_000
    rupiah = api.patch("/api/sales/cart/", {"market": "id"}).json()
    assert (rupiah["currency"], rupiah["total"]["minor"]) == ("IDR", 1_600_000)


def test_a_store_that_does_not_sell_in_the_market_cannot_be_bought_from(api):
    item = make_item(make_store(market="vn"), price_minor=100_000)
    answer = api.post("/api/sales/cart-items/", {"item_id": str(item.pk), "quantity": 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_item")


def test_the_cart_costs_the_same_statements_however_full_it_is(make_user):
    client = client_for(make_user())
    fill_cart(client, (make_item(), 1))
    counts = []
    for lines in (1, 6):
        for _ in range(lines - 1):
            fill_cart(client, (make_item(), 1))
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/sales/cart/")
        counts.append(len(queries))
    assert counts == [2, 2]
    line = client.get("/api/sales/cart/").json()["stores"][0]["lines"][0]
    with CaptureQueriesContext(connection) as queries:
        client.patch(f"/api/sales/cart-items/{line['id']}/", {"quantity": 2})
    assert len(queries) == 2

"""Save for later: a line beside the cart keeps its place, costs nothing and is not ordered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.models import Stock, StoreItem
from sales.models import CartItem, OrderItem
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import checkout, fill_cart, make_service

pytestmark = pytest.mark.django_db


def lines_of(cart) -> dict[str, int]:
    return {line["item_id"]: line["quantity"] for store in cart["stores"] for line in store["lines"]}


def line_id(cart, item) -> str:
    lines = [line for store in cart["stores"] for line in store["lines"]] + cart["saved"]
    return next(line["id"] for line in lines if line["item_id"] == str(item.pk))


@pytest.fixture
def items():
    store = make_store()
    return [make_item(store, price_minor=price, stock=10) for price in (100, 2_000, 30_000)]


def save(client, line: str):
    return client.post(f"/api/sales/cart-items/{line}/save-for-later/")


def bring_back(client, line: str):
    return client.post(f"/api/sales/cart-items/{line}/move-to-cart/")


def test_a_line_set_aside_is_shown_beside_the_cart_and_not_in_its_total(api, items):
    cart = fill_cart(api, *((item, 2) for item in items))
    before = [line["id"] for line in cart["stores"][0]["lines"]]
    line = line_id(cart, items[1])
    saved = save(api, line).json()
    assert (saved["total"]["minor"], saved["quantity"]) == (60_200, 4)
    assert [(one["id"], one["quantity"], one["total"]["minor"]) for one in saved["saved"]] == [(line, 2, 4_000)]
    assert saved["saved"][0]["store"]["slug"] == items[1].store.slug
    assert save(api, line).json()["saved"] == saved["saved"]
    back = bring_back(api, line).json()
    assert (back["saved"], back["total"]["minor"]) == ([], 64_200)
    assert [one["id"] for one in back["stores"][0]["lines"]] == before


def test_it_comes_back_at_todays_price(api, items):
    line = line_id(fill_cart(api, (items[0], 1)), items[0])
    save(api, line)
    StoreItem.objects.filter(pk=items[0].pk).update(price_minor=150)
    shown = api.get("/api/sales/cart/").json()["saved"][0]
    assert (shown["problem"], shown["seen_price"]["minor"], shown["unit_price"]["minor"]) == ("price_changed", 100, 150)
    back = bring_back(api, line).json()
    assert (back["total"]["minor"], back["is_ready"]) == (150, True)


def test_it_comes_back_with_what_is_left_and_not_at_all_when_sold_out(api, items):
    line = line_id(fill_cart(api, (items[0], 5)), items[0])
    save(api, line)
    Stock.objects.filter(item=items[0]).update(stock=0)
    refused = bring_back(api, line)
    assert (refused.status_code, refused.json()["code"]) == (409, "out_of_stock")
    assert len(api.get("/api/sales/cart/").json()["saved"]) == 1
    Stock.objects.filter(item=items[0]).update(stock=3)
    assert lines_of(bring_back(api, line).json()) == {str(items[0].pk): 3}


def test_what_is_no_longer_sold_stays_aside(api, items):
    line = line_id(fill_cart(api, (items[0], 1)), items[0])
    save(api, line)
    StoreItem.objects.filter(pk=items[0].pk).update(is_active=False)
    assert api.get("/api/sales/cart/").json()["saved"][0]["problem"] == "not_for_sale"
    assert bring_back(api, line).status_code == 409
    assert api.delete(f"/api/sales/cart-items/{line}/").json()["saved"] == []


def test_adding_what_is_set_aside_brings_it_back_with_the_quantity_asked_for(api, items):
    save(api, line_id(fill_cart(api, (items[0], 5)), items[0]))
    cart = fill_cart(api, (items[0], 2))
    assert (lines_of(cart), cart["saved"]) == ({str(items[0].pk): 2}, [])
    assert CartItem.objects.count() == 1


def test_an_order_takes_the_cart_and_leaves_what_is_set_aside(api, items):
    make_service(base=10)
    cart = fill_cart(api, (items[0], 1), (items[1], 1))
    save(api, line_id(cart, items[1]))
    answer = checkout(api)
    assert answer.status_code == 201, answer.json()
    assert list(OrderItem.objects.values_list("item_id", flat=True)) == [items[0].pk]
    left = api.get("/api/sales/cart/").json()
    assert (left["stores"], [line["item_id"] for line in left["saved"]]) == ([], [str(items[1].pk)])


def test_a_cart_with_nothing_but_saved_lines_cannot_be_ordered(api, items):
    make_service(base=10)
    save(api, line_id(fill_cart(api, (items[0], 1)), items[0]))
    assert (checkout(api).status_code, OrderItem.objects.count()) == (409, 0)
    assert api.get("/api/sales/cart/").json()["is_ready"] is False


def test_saved_lines_are_merged_at_sign_in_and_the_carts_own_line_wins(api, items):
    user = make_user("linh@example.com")
    fill_cart(client_for(user), (items[0], 1))
    cart = fill_cart(api, (items[0], 3), (items[1], 2))
    token = api._credentials["HTTP_X_CART_TOKEN"]
    for item in items[:2]:
        save(api, line_id(cart, item))
    body = {"identifier": "linh@example.com", "password": "correct horse battery"}
    assert client_for().post("/api/accounts/login/", body, headers={"X-Cart-Token": token}).status_code == 200
    mine = client_for(user).get("/api/sales/cart/").json()
    assert lines_of(mine) == {str(items[0].pk): 1}
    assert [(line["item_id"], line["quantity"]) for line in mine["saved"]] == [(str(items[1].pk), 2)]


def test_nobody_moves_lines_of_another_cart(api, items):
    line = line_id(fill_cart(api, (items[0], 1)), items[0])
    stranger = client_for()
    fill_cart(stranger, (items[1], 1))
    for act in (save, bring_back):
        assert act(stranger, line).status_code == 404
        assert act(client_for(), line).status_code == 404
    assert lines_of(api.get("/api/sales/cart/").json()) == {str(items[0].pk): 1}


def test_the_cart_is_still_one_statement(api, items):
    cart = fill_cart(api, *((item, 1) for item in items))
    save(api, line_id(cart, items[0]))
    with CaptureQueriesContext(connection) as queries:
        api.get("/api/sales/cart/")
    assert len(queries) == 1

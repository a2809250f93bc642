"""The wishlist: of people and guests, with today's best offer, into the cart, merged at sign-in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Product
from catalog.states import ProductStatus
from marketplace.models import Stock, StoreItem
from sales.models import Cart, Wish
from sales.rules import MAX_WISHES
from sales.services import carts_purge
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import make_product
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import fill_cart

pytestmark = pytest.mark.django_db

ADDRESS = "/api/catalog/wishlist/"


@pytest.fixture
def item():
    return make_item(make_store(also_in=("id",)), price_minor=2_000, stock=5)


def product_of(item) -> Product:
    return item.variant.product


def wish(client, item, **body):
    answer = client.post(ADDRESS, {"product": str(product_of(item).pk), **body})
    if answer.status_code == 201 and answer.json()["cart_token"]:
        client.credentials(HTTP_X_CART_TOKEN=answer.json()["cart_token"])
    return answer


def test_a_guest_wishes_and_finds_it_again(api, item):
    assert api.get(ADDRESS).json() | {"market": "", "currency": ""} == {
        "market": "", "currency": "", "count": 0, "wishes": [], "cart_token": None,
    }  # fmt: skip
    answer = wish(api, item)
    assert (answer.status_code, answer.json()["count"]) == (201, 1)
    token = answer.json()["cart_token"]
    assert answer.headers["X-Cart-Token"] == token
    again = wish(api, item).json()
    assert (again["count"], again["cart_token"], Wish.objects.count()) == (1, None, 1)
    shown = api.get(ADDRESS).json()["wishes"][0]
    assert (shown["product"]["slug"], shown["price"]["minor"], shown["is_available"]) == (
        product_of(item).slug,
        2_000,
        True,
    )
    assert client_for().get(ADDRESS).json()["count"] == 0
    assert not Cart.objects.filter(token_hash=token).exists()  # only its hash is kept


def test_a_fallen_price_is_shown_and_a_risen_one_is_not(api, item):
    wish(api, item)
    StoreItem.objects.filter(pk=item.pk).update(price_minor=1_500)
    shown = api.get(ADDRESS).json()["wishes"][0]
    assert [shown[name]["minor"] for name in ("price", "seen_price", "price_drop")] == [1_500, 2_000, 500]
    StoreItem.objects.filter(pk=item.pk).update(price_minor=2_500)
    assert api.get(ADDRESS).json()["wishes"][0]["price_drop"] is None


def test_a_fallen_price_is_not_told_in_another_currency(api, item):
    wish(api, item)
    api.patch("/api/sales/cart/", {"market": "id"})
    shown = api.get(ADDRESS).json()
    assert (shown["currency"], shown["wishes"][0]["price"]["currency"], shown["wishes"][0]["price_drop"]) == (
        "IDR",
        "IDR",
        None,
    )


def test_the_best_of_several_offers_is_shown_in_stock_first(api, item):
    rival = make_item(make_store("Rival"), variant=item.variant, price_minor=1_200, stock=1)
    wish(api, item)
    assert api.get(ADDRESS).json()["wishes"][0]["item_id"] == str(rival.pk)
    Stock.objects.filter(item=rival).update(stock=0)
    shown = api.get(ADDRESS).json()["wishes"][0]
    assert (shown["item_id"], shown["price"]["minor"]) == (str(item.pk), 2_000)
    Stock.objects.filter(item=item).update(stock=0)
    assert api.get(ADDRESS).json()["wishes"][0]["is_available"] is False


def test_what_was_taken_off_sale_stays_on_the_list_without_a_price(api, item):
    wish(api, item)
    Product.objects.filter(pk=product_of(item).pk).update(status=ProductStatus.ARCHIVED)
    shown = api.get(ADDRESS).json()["wishes"][0]
    assert (shown["price"], shown["item_id"], shown["store"], shown["is_available"]) == (None, None, None, False)
    assert shown["product"]["name"] == product_of(item).name


def test_it_moves_to_the_cart(api, item):
    wish(api, item)
    moved = api.post(f"{ADDRESS}{product_of(item).pk}/move-to-cart/", {"quantity": 2})
    assert (moved.status_code, moved.json()["quantity"], moved.json()["total"]["minor"]) == (200, 2, 4_000)
    assert api.get(ADDRESS).json()["count"] == 0
    assert api.post(f"{ADDRESS}{product_of(item).pk}/move-to-cart/", {}).status_code == 404


@pytest.mark.parametrize(("stock", "quantity"), [(0, 1), (2, 3)])
def test_what_is_sold_out_does_not_move_and_stays_wished(api, item, stock, quantity):
    wish(api, item)
    Stock.objects.filter(item=item).update(stock=stock)
    refused = api.post(f"{ADDRESS}{product_of(item).pk}/move-to-cart/", {"quantity": quantity})
    assert (refused.status_code, refused.json()["code"], refused.json()["available"]) == (409, "out_of_stock", stock)
    assert api.get(ADDRESS).json()["count"] == 1
    assert api.get("/api/sales/cart/").json()["quantity"] == 0


def test_it_is_taken_off_and_can_be_wished_again(api, item):
    wish(api, item)
    address = f"{ADDRESS}{product_of(item).pk}/"
    assert api.delete(address).json()["count"] == 0
    assert api.delete(address).status_code == 404
    assert wish(api, item).json()["count"] == 1


def test_a_guests_wishes_join_the_persons_at_sign_in(api, item):
    user = make_user("linh@example.com")
    mine, both = make_item(), make_item()
    for one in (mine, both):
        wish(client_for(user), one)
    for one in (both, item):
        wish(api, one)
    body = {"identifier": "linh@example.com", "password": "correct horse battery"}
    token = api._credentials["HTTP_X_CART_TOKEN"]
    assert client_for().post("/api/accounts/login/", body, headers={"X-Cart-Token": token}).status_code == 200
    shown = client_for(user).get(ADDRESS).json()["wishes"]
    assert [one["product"]["id"] for one in shown] == [str(product_of(one).pk) for one in (item, both, mine)]
    assert api.get(ADDRESS).json()["count"] == 0


def test_nobody_sees_or_changes_the_wishes_of_another(api, item):
    wish(api, item)
    for stranger in (client_for(), client_for(make_user())):
        assert stranger.get(ADDRESS).json()["count"] == 0
        assert stranger.delete(f"{ADDRESS}{product_of(item).pk}/").status_code == 404
        assert stranger.post(f"{ADDRESS}{product_of(item).pk}/move-to-cart/", {}).status_code == 404
    assert Wish.objects.count() == 1


def test_only_products_that_shoppers_see_can_be_wished_for(api, item):
    hidden = make_product(status=ProductStatus.DRAFT)
    for pk in (hidden.pk, item.pk):
        answer = api.post(ADDRESS, {"product": str(pk)})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/product")
    assert Cart.objects.filter(user=None).count() == 0
    assert api.post(ADDRESS, {"product": str(product_of(item).pk), "price": 1}).status_code == 400


def test_the_list_has_an_end(api, item):
    wish(api, item)
    cart = Cart.objects.get(user=None)
    more = [Wish(cart=cart, product=make_product(), currency="USD") for _ in range(MAX_WISHES - 1)]
    Wish.objects.bulk_create(more)
    refused = wish(api, make_item())
    assert (refused.status_code, refused.json()["code"]) == (409, "wishlist_full")
    assert Wish.objects.count() == MAX_WISHES


def test_an_order_empties_the_cart_and_not_the_wishlist_and_a_purge_takes_both(api, item):
    wish(api, item)
    fill_cart(api, (item, 1))
    Cart.objects.filter(user=None).update(updated_at=timezone.now() - timedelta(days=31))
    assert carts_purge() == 1
    assert (Wish.all_objects.count(), Cart.objects.filter(user=None).count()) == (0, 0)


def test_the_list_is_one_statement_however_long_it_is(api, item):
    wish(api, item)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            api.get(ADDRESS)
        counts.append(len(queries))
        for _ in range(3):
            wish(api, make_item())
    assert counts == [1, 1]

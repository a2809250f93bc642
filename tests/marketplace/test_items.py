"""Offers, their stock and its history, as sellers keep them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from core.services import invariants
from marketplace.models import Stock, StockMovement, StoreItem, StoreProduct
from marketplace.signals import item_changed, stock_low
from tests.catalog.factories import make_variant
from tests.marketplace.factories import (
    get_market,
    make_item,
    make_maintained_product,
    make_member,
    make_store,
)

pytestmark = pytest.mark.django_db
ITEMS = "/api/marketplace/items/"


@pytest.fixture
def store(db):
    return make_store("Nika Keys")


@pytest.fixture
def seller(api_as, store):
    return api_as(store.seller.user)


@pytest.fixture
def lows():
    """The offers whose stock sank below its threshold, one entry per crossing."""
    crossings = []

    def listen(sender, movement, item_id, **kwargs):
        crossings.append((item_id, movement.balance))

    stock_low.connect(listen)
    yield crossings
    stock_low.disconnect(listen)


@pytest.fixture
def changes():
    """The item_changed facts that were sent."""
    facts = []

    def listen(sender, item, action, changes, **kwargs):
        facts.append((action, changes))

    item_changed.connect(listen)
    yield facts
    item_changed.disconnect(listen)


def test_a_seller_offers_a_variant_with_first_stock(seller, store, changes):
    variant = make_variant(make_maintained_product(store))
    answer = seller.post(ITEMS, {"variant": str(variant.pk), "price_minor": 8900, "compare_at_minor": 9900, "stock": 5})
    assert answer.status_code == 201, answer.data
    assert answer.data["price"] == {"amount": "89.00", "currency": "USD", "minor": 8900}
    assert answer.data["compare_at"]["amount"] == "99.00"
    assert (answer.data["stock"], answer.data["reserved"], answer.data["available"]) == (5, 0, 5)
    assert answer.data["store"]["slug"] == store.slug
    movement = StockMovement.objects.get()
    assert (movement.delta, movement.balance, movement.reason) == (5, 5, "receive")
    assert movement.actor_label == store.seller.user.name
    assert [action for action, _ in changes] == ["created"]
    assert AuditEntry.objects.get(action="item.create").store_id == store.pk
    assert broken() == []


def test_another_store_offers_the_same_product_without_maintaining_it(api_as, store):
    variant = make_variant(make_maintained_product(store))
    other = make_store(market="ir")
    answer = api_as(other.seller.user).post(ITEMS, {"variant": str(variant.pk), "price_minor": 1_250_000})
    assert answer.data["price"] == {"amount": "1250000", "currency": "IRR", "minor": 1_250_000}
    link = StoreProduct.objects.get(store=other)
    assert (link.product_id, link.is_maintainer) == (variant.product_id, False)


def test_a_store_offers_a_variant_once_until_the_offer_is_deleted(seller, store):
    variant = make_variant(make_maintained_product(store))
    body = {"variant": str(variant.pk), "price_minor": 8900, "stock": 3}
    first = seller.post(ITEMS, body).data
    again = seller.post(ITEMS, body)
    assert (again.status_code, again.data["code"]) == (409, "already_offered")
    assert seller.delete(f"{ITEMS}{first['id']}/").status_code == 204
    assert seller.get(f"{ITEMS}{first['id']}/").status_code == 404
    assert seller.post(ITEMS, body).status_code == 201
    assert broken() == []


def test_an_offer_with_reserved_pieces_is_not_deleted_and_says_why(seller, store):
    item = make_item(store, stock=5)
    Stock.objects.filter(item=item).update(reserved=2)
    answer = seller.delete(f"{ITEMS}{item.pk}/")
    assert (answer.status_code, answer.data["code"], answer.data["reserved"]) == (409, "pieces_reserved", 2)
    assert "2 pieces are reserved" in answer.data["detail"]
    assert StoreItem.objects.filter(pk=item.pk).exists()


def test_a_price_change_is_written_down_and_never_touches_stock(seller, store, changes):
    item = make_item(store, price_minor=1000, stock=7)
    answer = seller.patch(f"{ITEMS}{item.pk}/", {"price_minor": 900, "compare_at_minor": 1000, "version": 1})
    assert answer.status_code == 200, answer.data
    assert (answer.data["price"]["minor"], answer.data["version"], answer.data["stock"]) == (900, 2, 7)
    expected = {"price_minor": [1000, 900], "compare_at_minor": [None, 1000]}
    assert changes == [("updated", expected)]
    assert AuditEntry.objects.get(action="item.update").changes == expected
    assert seller.patch(f"{ITEMS}{item.pk}/", {"price_minor": 800, "version": 1}).status_code == 409


def test_prices_by_hand_for_other_markets_are_replaced_as_a_set(seller, store):
    get_market("ir"), get_market("vn")
    item = make_item(store)
    first = [{"market": "ir", "price_minor": 500_000}, {"market": "vn", "price_minor": 250_000}]
    seller.patch(f"{ITEMS}{item.pk}/", {"market_prices": first})
    answer = seller.patch(f"{ITEMS}{item.pk}/", {"market_prices": [{"market": "vn", "price_minor": 240_000}]})
    assert answer.data["market_prices"] == [
        {"market": "vn", "price": {"amount": "240000", "currency": "VND", "minor": 240_000}}
    ]
    home = seller.patch(f"{ITEMS}{item.pk}/", {"market_prices": [{"market": "intl", "price_minor": 1}]})
    assert home.status_code == 400
    twice = [{"market": "vn", "price_minor": 1}, {"market": "vn", "price_minor": 2}]
    assert seller.patch(f"{ITEMS}{item.pk}/", {"market_prices": twice}).status_code == 400


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"price_minor": 0}, "/price_minor"),
        ({"price_minor": -1}, "/price_minor"),
        ({"price_minor": "1000"}, "/price_minor"),
        ({"price_minor": 10.5}, "/price_minor"),
        ({"price_minor": 10**16}, "/price_minor"),
        ({"compare_at_minor": 1000}, "/compare_at_minor"),
        ({"stock": 5}, "/stock"),
        ({"store": "x"}, "/store"),
        ({"currency": "EUR"}, "/currency"),
        ({"low_stock_threshold": -1}, "/low_stock_threshold"),
        ({"market_prices": [{"market": "moon", "price_minor": 1}]}, "/market_prices/0/market"),
    ],
)
def test_bad_changes_of_an_offer_are_refused(seller, store, body, pointer):
    item = make_item(store, price_minor=1000, stock=4)
    answer = seller.patch(f"{ITEMS}{item.pk}/", body)
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == pointer
    assert StoreItem.objects.get(pk=item.pk).version == 1
    assert Stock.objects.get(item=item).stock == 4


def test_setting_the_stock_from_above_three_to_two_tells_once_that_it_is_low(seller, store, lows):
    item = make_item(store, stock=5)
    answer = seller.post(f"{ITEMS}{item.pk}/stock/", {"stock": 2, "note": "Counted"})
    assert answer.status_code == 200, answer.data
    assert answer.data == {"stock": 2, "reserved": 0, "available": 2, "low_stock_threshold": 3}
    assert lows == [(item.pk, 2)]
    # Lower still tells nothing more; back up and down again tells once more
    seller.post(f"{ITEMS}{item.pk}/stock/", {"delta": -1})
    assert len(lows) == 1
    seller.post(f"{ITEMS}{item.pk}/stock/", {"delta": 9, "reason": "receive"})
    seller.post(f"{ITEMS}{item.pk}/stock/", {"stock": 0, "reason": "write_off"})
    assert lows == [(item.pk, 2), (item.pk, 0)]
    assert broken() == []


def test_the_history_shows_every_movement_newest_first(seller, store):
    item = make_item(store, stock=5)
    seller.post(f"{ITEMS}{item.pk}/stock/", {"delta": -2, "note": "Broken", "reason": "write_off"})
    rows = seller.get(f"{ITEMS}{item.pk}/movements/").data["results"]
    assert [(row["delta"], row["balance"], row["reason"], row["note"]) for row in rows] == [
        (-2, 3, "write_off", "Broken"),
        (5, 5, "receive", ""),
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stock": 1, "delta": 1},
        {"stock": -1},
        {"stock": 1.5},
        {"stock": True},
        {"stock": 10**9},
        {"delta": 1, "reason": "sale"},
        {"reserved": 1},
    ],
)
def test_bad_stock_changes_are_refused(seller, store, body):
    item = make_item(store, stock=5)
    assert seller.post(f"{ITEMS}{item.pk}/stock/", body).status_code == 400
    assert Stock.objects.get(item=item).stock == 5


def test_stock_cannot_sink_below_what_is_reserved(seller, store):
    item = make_item(store, stock=5)
    Stock.objects.filter(item=item).update(reserved=3)
    answer = seller.post(f"{ITEMS}{item.pk}/stock/", {"stock": 2})
    assert (answer.status_code, answer.data["reserved"]) == (409, 3)
    assert Stock.objects.get(item=item).stock == 5


def test_another_sellers_offer_is_not_there(api, api_as, make_user, store):
    item = make_item(store)
    stranger = api_as(make_store().seller.user)
    address = f"{ITEMS}{item.pk}/"
    assert stranger.get(address).status_code == 404
    assert stranger.patch(address, {"price_minor": 1}).status_code == 404
    assert stranger.delete(address).status_code == 404
    assert stranger.post(f"{address}stock/", {"stock": 0}).status_code == 404
    assert stranger.get(f"{address}movements/").status_code == 404
    assert stranger.get(f"{ITEMS}?store={store.pk}").data["results"] == []
    body = {"store": str(store.pk), "variant": str(make_variant(item.variant.product).pk), "price_minor": 5}
    assert stranger.post(ITEMS, body).status_code == 404
    assert api.get(ITEMS).status_code == 401
    assert api_as(make_user()).get(ITEMS).status_code == 403
    assert (StoreItem.objects.count(), StoreItem.objects.get().price_minor) == (1, 1000)


def test_a_packer_keeps_stock_but_sets_no_price_and_staff_only_read(api_as, make_user, store):
    item = make_item(store, stock=5)
    packer, staff = api_as(make_member(store).user), api_as(make_user(groups=("staff",)))
    assert packer.post(f"{ITEMS}{item.pk}/stock/", {"stock": 4}).status_code == 200
    assert packer.patch(f"{ITEMS}{item.pk}/", {"price_minor": 1}).status_code == 403
    assert packer.delete(f"{ITEMS}{item.pk}/").status_code == 403
    assert staff.get(f"{ITEMS}{item.pk}/").status_code == 200
    assert staff.patch(f"{ITEMS}{item.pk}/", {"price_minor": 1}).status_code == 404
    assert staff.post(f"{ITEMS}{item.pk}/stock/", {"stock": 0}).status_code == 404
    assert Stock.objects.get(item=item).stock == 4


def test_a_hidden_product_of_another_store_cannot_be_offered(api_as, store):
    variant = make_variant(make_maintained_product(store, status="DRAFT"))
    answer = api_as(make_store().seller.user).post(ITEMS, {"variant": str(variant.pk), "price_minor": 5})
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == "/variant"


def test_low_offers_are_found_by_filter(seller, store):
    low, _ = make_item(store, stock=1), make_item(store, stock=9)
    rows = seller.get(f"{ITEMS}?is_low=true").data["results"]
    assert [row["id"] for row in rows] == [str(low.pk)]


def test_the_list_of_offers_takes_the_same_statements_for_2_and_20_rows(seller, store):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert seller.get(ITEMS).status_code == 200
        return len(queries)

    make_item(store), make_item(store)
    few = statements()
    for _ in range(18):
        make_item(store)
    assert statements() == few
    assert few <= 6


def test_a_broken_stock_row_is_found(store):
    item = make_item(store, stock=5)
    Stock.objects.filter(item=item).update(stock=9)
    assert [(breach.code, breach.detail) for breach in broken()] == [("S2", "stock 9, movements 5")]


def broken():
    return [breach for code, (_, check) in invariants().items() if code in ("S1", "S2") for breach in check()]

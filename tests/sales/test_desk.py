"""What a store has to do today: each part of an order under one tab, what must leave first, what was sold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from marketplace.rules import StoreRole
from marketplace.rules.hours import begun_before, ship_by
from sales import services
from sales.models import Order, StoreOrder
from sales.states import StoreOrderStatus, Tab
from tests.accounts.factories import client_for
from tests.marketplace.factories import make_item, make_member, make_store
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def post():
    return make_service(code="flat", base=10)


def paid(item, days_ago=0.0):
    order = make_order((item, 1))
    services.order_mark_paid(order_id=order.pk)
    Order.objects.filter(pk=order.pk).update(paid_at=timezone.now() - timedelta(days=days_ago))
    return StoreOrder.objects.get(order=order)


def desk(client, store):
    answer = client.get(f"/api/sales/stores/{store.pk}/desk/")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def listed(client, store, **query):
    answer = client.get("/api/sales/store-orders/", {"store": str(store.pk), **query})
    assert answer.status_code == 200, answer.json()
    return [row["number"] for row in answer.json()["results"]]


@pytest.mark.parametrize("handling_days", [0, 1, 2, 5, 12])
def test_begun_before_is_ship_by_the_other_way_round(handling_days):
    day = date(2026, 11, 23)
    for hours in range(-24 * 25, 48):
        begun = datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(hours=hours)
        assert (begun < begun_before(day, handling_days)) == (ship_by(begun, handling_days).date() <= day)


def test_every_part_stands_under_one_tab_and_the_counts_are_those_of_the_lists(make_user):
    owner = make_user()
    store = make_store("Desk", owner=owner, handling_days=1)
    item, client = make_item(store, stock=99), client_for(owner)
    parts = [paid(item) for _ in StoreOrderStatus]
    for part, status in zip(parts, StoreOrderStatus, strict=True):
        StoreOrder.objects.filter(pk=part.pk).update(status=status)
    late = paid(item)
    long_ago = timezone.now() - timedelta(days=90)
    StoreOrder.objects.filter(pk=late.pk).update(status="SHIPPED", shipped_at=long_ago)
    found = desk(client, store)
    assert found["all"] == len(parts) + 1 == sum(found["tabs"].values())
    seen = {tab.value: listed(client, store, tab=tab.value) for tab in Tab}
    assert {tab: len(rows) for tab, rows in seen.items()} == found["tabs"]
    assert seen["needs_action"] == [late.number]
    assert [late.number in rows for rows in seen.values()].count(True) == 1


def test_what_must_leave_first_comes_first_page_by_page(make_user):
    owner = make_user()
    store = make_store("Desk", owner=owner, handling_days=1)
    item, client = make_item(store, stock=9), client_for(owner)
    numbers = [paid(item, days_ago).number for days_ago in (0, 20, 10)]
    answer = client.get(f"/api/sales/store-orders/?store={store.pk}&tab=to_ship&ordering=ship_by&page_size=2").json()
    rest = client.get(answer["next"]).json()
    rows = answer["results"] + rest["results"]
    assert [row["number"] for row in rows] == [numbers[1], numbers[2], numbers[0]]
    assert [row["due"] for row in rows] == ["overdue", "overdue", "later"]
    assert client.get(rest["previous"]).json()["results"] == answer["results"]
    found = desk(client, store)
    assert (found["overdue"], found["due_today"]) == (2, 2)
    assert listed(client, store, due="today") == listed(client, store, due="overdue") == [numbers[2], numbers[1]]
    assert listed(client, store, due="later") == [numbers[0]]
    assert client.get("/api/sales/store-orders/?ordering=ship_by&after=WyJ4Il0").status_code == 400


def test_sales_are_compared_with_as_many_days_before(make_user):
    owner = make_user()
    store = make_store("Desk", owner=owner)
    item, client = make_item(store, price_minor=1000, stock=9), client_for(owner)
    for days_ago in (1, 2, 9, 40):
        paid(item, days_ago)
    services.store_order_cancel(scope=scope(owner), store_order=paid(item), note="")
    week, month = desk(client, store)["sales"]
    assert (week["days"], week["orders"], week["orders_before"]) == (7, 2, 1)
    assert (month["days"], month["orders"], month["orders_before"]) == (30, 3, 1)
    assert (week["total"]["minor"], month["total"]["minor"]) == (2020, 3030)


def scope(person):
    from core.scope import scope_of

    return scope_of(person)


def test_who_packs_sees_no_money_and_a_stranger_sees_no_desk(make_user):
    store = make_store("Desk")
    packer = make_user("packer@example.com")
    make_member(store, packer, role=StoreRole.FULFILMENT)
    make_item(store, stock=1)
    found = desk(client_for(packer), store)
    assert (found["sales"], found["low_stock"]) == (None, 1)
    stranger = client_for(make_user("stranger@example.com"))
    assert stranger.get(f"/api/sales/stores/{store.pk}/desk/").status_code == 404


def test_the_desk_asks_as_often_with_many_orders_as_with_one(make_user, django_assert_num_queries):
    owner = make_user()
    store = make_store("Desk", owner=owner)
    item, client = make_item(store, stock=9), client_for(owner)
    paid(item)
    desk(client, store)
    for expected_orders in (1, 4):
        while StoreOrder.objects.count() < expected_orders:
            paid(item)
        with django_assert_num_queries(7):
            desk(client, store)


def test_people_are_told_the_stores_they_work_in_and_what_they_may_do_there(make_user):
    owner, packer = make_user(), make_user("packer@example.com")
    store = make_store("Desk", owner=owner)
    make_member(store, packer, role=StoreRole.FULFILMENT)
    rows = client_for(packer).get("/api/marketplace/workplaces/").json()["results"]
    assert [(row["name"], row["permissions"]) for row in rows] == [
        ("Desk", ["orders.fulfil", "orders.view", "stock.edit"])
    ]
    assert client_for(make_user("x@example.com")).get("/api/marketplace/workplaces/").json() == {"results": []}

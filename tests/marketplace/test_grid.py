"""The stock grid: many offers in one request, each row with its own answer, in few statements."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry, OutboxMessage
from core.services import invariants
from marketplace.models import PriceChange, Stock, StockMovement, StoreItem
from tests.catalog.factories import make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store

pytestmark = pytest.mark.django_db
GRID = "/api/marketplace/items/grid/"


@pytest.fixture
def store():
    return make_store("Nika Keys")


@pytest.fixture
def owner(api_as, store):
    return api_as(store.seller.user)


def offers(store, count, **fields):
    product = make_maintained_product(store)
    return [make_item(store, variant=make_variant(product), **fields) for _ in range(count)]


def state():
    return list(StoreItem.objects.order_by("pk").values()), list(Stock.objects.order_by("pk").values())


def test_good_rows_are_carried_out_and_bad_ones_say_why(owner, store, drain_outbox):
    first, second, third, fourth = offers(store, 4, price_minor=1000, stock=10)
    foreign = make_item(make_store())
    Stock.objects.filter(item=third).update(reserved=4)
    rows = [
        {"item": str(first.pk), "stock": 3, "price_minor": 900, "compare_at_minor": 1000, "version": 1},
        {"item": str(second.pk), "delta": -10, "is_active": False, "low_stock_threshold": 7},
        {"item": str(third.pk), "stock": 3},
        {"item": str(fourth.pk), "version": 9, "stock": 1},
        {"item": str(foreign.pk), "stock": 0},
        {"item": str(fourth.pk), "stock": 10},
        {"item": str(first.pk), "delta": 1},
    ]
    answer = owner.post(GRID, {"rows": rows, "note": "Shelf 4"})
    assert answer.status_code == 200, answer.data
    assert (answer.data["changed"], answer.data["refused"]) == (2, 5)
    outcomes = [(row["outcome"], [problem["code"] for problem in row["problems"]]) for row in answer.data["rows"]]
    assert outcomes == [
        ("changed", []),
        ("changed", []),
        ("refused", ["reserved"]),
        ("refused", ["stale_edit"]),
        ("refused", ["not_found"]),
        ("refused", ["twice"]),
        ("refused", ["twice"]),
    ]
    assert answer.data["rows"][2]["problems"][0]["pointer"] == "/rows/2/stock"
    first.refresh_from_db()
    assert (first.price_minor, first.compare_at_minor, first.version, first.stock_row.stock) == (900, 1000, 2, 3)
    second.refresh_from_db()
    assert (second.is_active, second.stock_row.stock, second.stock_row.low_stock_threshold) == (False, 0, 7)
    moves = StockMovement.objects.filter(source_type="adjustment").order_by("delta")
    assert [(row.delta, row.balance, row.note) for row in moves] == [(-10, 0, "Shelf 4"), (-7, 3, "Shelf 4")]
    entries = AuditEntry.objects.filter(action="item.update", store_id=store.pk)
    assert entries.get(object_id=str(first.pk)).changes == {
        "price_minor": [1000, 900],
        "compare_at_minor": [None, 1000],
        "stock": [10, 3],
    }
    assert entries.count() == 2
    assert PriceChange.objects.get(item=first).price_minor == 900
    assert [breach for code in ("S1", "S2") for breach in invariants()[code][1]()] == []
    drain_outbox()


def test_all_or_nothing_changes_nothing_when_one_row_is_bad(owner, store):
    first, second = offers(store, 2, stock=5)
    before = state()
    rows = [{"item": str(first.pk), "stock": 1}, {"item": str(second.pk), "delta": -6}]
    refused = owner.post(GRID, {"rows": rows, "all_or_nothing": True})
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.data["errors"]] == ["/rows/1/delta"]
    assert state() == before
    assert StockMovement.objects.filter(source_type="adjustment").count() == 0
    rows[1]["delta"] = -5
    assert owner.post(GRID, {"rows": rows, "all_or_nothing": True}).data["changed"] == 2


def test_a_thing_that_falls_low_is_told_and_one_that_sells_out_is_refreshed(owner, store):
    low, out = offers(store, 2, stock=10, threshold=3)
    OutboxMessage.objects.all().delete()
    owner.post(GRID, {"rows": [{"item": str(low.pk), "stock": 2}, {"item": str(out.pk), "stock": 0}]})
    tasks = list(OutboxMessage.objects.values_list("task", flat=True))
    assert sum(task.endswith("low_stock_mail_send") for task in tasks) == 2
    assert any(task.endswith("listing_refresh") for task in tasks)


def test_the_statements_do_not_grow_with_the_rows(owner, store):
    def statements(items):
        rows = [{"item": str(item.pk), "delta": 1, "price_minor": item.price_minor + 1} for item in items]
        with CaptureQueriesContext(connection) as seen:
            assert owner.post(GRID, {"rows": rows}).data["changed"] == len(items)
        return len(seen)

    few, many = offers(store, 2), offers(store, 60)
    assert statements(many) == statements(few) <= 25


def test_keys_decide_which_columns_a_role_may_touch(api_as, owner, store):
    (item,) = offers(store, 1)
    packer = api_as(make_member(store).user)
    assert packer.post(GRID, {"rows": [{"item": str(item.pk), "stock": 3}]}).status_code == 200
    refused = packer.post(GRID, {"rows": [{"item": str(item.pk), "price_minor": 1}]})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("rows", "pointer"),
    [
        ([], "/rows"),
        ([{"item": str(uuid.UUID(int=number)), "stock": 1} for number in range(501)], "/rows"),
        ([{"item": "x", "stock": 1}], "/rows/0/item"),
        ([{"item": str(uuid.UUID(int=1)), "stock": -1}], "/rows/0/stock"),
        ([{"item": str(uuid.UUID(int=1)), "price_minor": 0}], "/rows/0/price_minor"),
        ([{"item": str(uuid.UUID(int=1)), "reserved": 0}], "/rows/0/reserved"),
    ],
)
def test_malformed_rows_are_refused_before_anything_is_looked_at(owner, store, rows, pointer):
    refused = owner.post(GRID, {"rows": rows})
    assert (refused.status_code, refused.data["errors"][0]["pointer"]) == (400, pointer)


def test_another_stores_grid_is_not_there(owner):
    foreign = make_item(make_store())
    refused = owner.post(GRID, {"store": str(foreign.store_id), "rows": [{"item": str(foreign.pk), "stock": 0}]})
    assert refused.status_code == 404

"""What becomes of an order: cancelled, prepared, sent, delivered; who may do what."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import OutboxMessage
from core.services import invariants
from marketplace.models import Stock, StockMovement
from marketplace.rules import StoreRole
from sales import services
from sales.models import Order, StoreOrder
from tests.accounts.factories import client_for
from tests.marketplace.factories import make_item, make_member, make_store
from tests.sales.factories import make_order, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def post():
    return make_service(code="flat", base=10)


def paid(*lines, client=None):
    """An order whose money has arrived, as payments says it."""
    order = make_order(*lines, client=client)
    assert services.order_mark_paid(order_id=order.pk) is True
    order.refresh_from_db()
    return order


def part_of(order, store):
    return StoreOrder.objects.get(order=order, store=store)


def sound():
    """What is wrong, but for what only payments know: these orders were paid without one."""
    checks = {code: check for code, (_, check) in invariants().items() if code not in ("P1", "I-27")}
    return [breach for check in checks.values() for breach in check()]


def test_paying_turns_reservations_into_sales_once():
    item = make_item(stock=5)
    order = paid((item, 2))
    assert (order.status, order.paid_at is not None) == ("PAID", True)
    stock = Stock.objects.get(item=item)
    assert (stock.stock, stock.reserved) == (3, 0)
    assert services.order_mark_paid(order_id=order.pk) is False
    assert StockMovement.objects.filter(stock=stock, reason="sale").count() == 1
    assert sound() == []


def test_a_shopper_cancels_an_unpaid_order_and_the_stock_is_free_again(make_user):
    item, client = make_item(stock=2), client_for(make_user())
    order = make_order((item, 2), client=client)
    answer = client.post(f"/api/sales/orders/{order.number}/cancel/")
    assert (answer.status_code, answer.json()["status"], answer.json()["cancel_reason"]) == (
        200,
        "CANCELLED",
        "shopper",
    )
    stock = Stock.objects.get(item=item)
    assert (stock.stock, stock.reserved) == (2, 0)
    assert client.post(f"/api/sales/orders/{order.number}/cancel/").json()["status"] == "CANCELLED"
    assert sound() == []


def test_a_paid_order_that_is_cancelled_restocks_each_line_once(make_user):
    item, client = make_item(stock=5), client_for(make_user())
    order = paid((item, 2), client=client)
    for _ in range(2):
        assert client.post(f"/api/sales/orders/{order.number}/cancel/").json()["status"] == "CANCELLED"
    assert Stock.objects.get(item=item).stock == 5
    assert StockMovement.objects.filter(reason="restock").count() == 1
    assert sound() == []


def test_money_for_an_order_that_a_person_cancelled_is_not_kept(make_user):
    item, client = make_item(stock=5), client_for(make_user())
    order = make_order((item, 2), client=client)
    client.post(f"/api/sales/orders/{order.number}/cancel/")
    assert services.order_mark_paid(order_id=order.pk) is False
    assert Stock.objects.get(item=item).stock == 5


def expire(order):
    Order.objects.filter(pk=order.pk).update(payment_deadline_at="2020-01-01T00:00:00Z")
    assert services.orders_expire() == 1


def test_a_late_payment_revives_an_order_that_merely_expired():
    item = make_item(stock=2)
    order = make_order((item, 2))
    expire(order)
    assert services.order_mark_paid(order_id=order.pk) is True
    order.refresh_from_db()
    assert (order.status, order.cancelled_at, order.cancel_reason) == ("PAID", None, "")
    assert Stock.objects.get(item=item).stock == 0
    assert sound() == []


def test_a_late_payment_does_not_take_stock_that_somebody_else_has_now():
    item = make_item(stock=2)
    order = make_order((item, 2))
    expire(order)
    make_order((item, 1))
    assert services.order_mark_paid(order_id=order.pk) is False
    order.refresh_from_db()
    assert order.status == "CANCELLED"
    assert sound() == []


def test_a_seller_prepares_sends_and_delivers_and_the_shopper_sees_it(make_user):
    owner, client = make_user(), client_for(make_user())
    store = make_store(owner=owner)
    order = paid((make_item(store), 1), client=client)
    seller, number = client_for(owner), part_of(order, store).number
    address = f"/api/sales/store-orders/{number}/"
    assert seller.post(f"{address}process/").json()["status"] == "PROCESSING"
    assert seller.post(f"{address}ship/", {"tracking_number": " "}).status_code == 400
    assert seller.post(f"{address}ship/", {"tracking_number": "JNE123"}).json()["status"] == "SHIPPED"
    seen = client.get(f"/api/sales/orders/{order.number}/").json()
    assert (seen["status"], seen["store_orders"][0]["tracking_number"]) == ("SHIPPED", "JNE123")
    assert client.post(f"/api/sales/orders/{order.number}/cancel/").json()["code"] == "not_cancellable"
    assert seller.post(f"{address}deliver/").json()["status"] == "DELIVERED"
    again = seller.post(f"{address}ship/", {"tracking_number": "X"})
    assert (again.status_code, again.json()["code"]) == (409, "invalid_transition")
    assert client.get(f"/api/sales/orders/{order.number}/").json()["status"] == "DELIVERED"


def test_a_seller_cancels_only_its_own_part_of_a_paid_order(make_user):
    owner = make_user()
    mine, other = make_store(owner=owner), make_store()
    my_item, other_item = make_item(mine, stock=4), make_item(other, stock=4)
    order = paid((my_item, 1), (other_item, 1))
    seller = client_for(owner)
    assert seller.post(f"/api/sales/store-orders/{part_of(order, other).number}/cancel/").status_code == 404
    answer = seller.post(f"/api/sales/store-orders/{part_of(order, mine).number}/cancel/", {"note": "Broken"})
    assert (answer.status_code, answer.json()["status"]) == (200, "CANCELLED")
    order.refresh_from_db()
    assert (order.status, part_of(order, other).status) == ("PAID", "PAID")
    assert [Stock.objects.get(item=item).stock for item in (my_item, other_item)] == [4, 3]
    assert sound() == []


def test_an_unpaid_part_cannot_be_cancelled_by_its_store(make_user):
    owner = make_user()
    store = make_store(owner=owner)
    order = make_order((make_item(store), 1))
    answer = client_for(owner).post(f"/api/sales/store-orders/{part_of(order, store).number}/cancel/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_cancellable")


def test_a_seller_sees_its_own_lines_and_never_the_other_stores_totals(make_user):
    owner = make_user()
    mine, other = make_store(owner=owner), make_store("Neighbour")
    paid((make_item(mine, price_minor=1000), 1), (make_item(other, price_minor=77_700), 1))
    page = client_for(owner).get("/api/sales/store-orders/")
    assert [part["store"]["name"] for part in page.json()["results"]] == [mine.name]
    assert "Neighbour" not in page.content.decode()
    assert "77700" not in page.content.decode()


def test_fulfilment_staff_send_parcels_but_make_no_coupons(make_user):
    store, helper = make_store(), make_user()
    make_member(store, helper, StoreRole.FULFILMENT)
    order = paid((make_item(store), 1))
    client = client_for(helper)
    assert client.post(f"/api/sales/store-orders/{part_of(order, store).number}/process/").status_code == 200
    body = {"code": "MINE", "percent_basis_points": 1000, "store": str(store.pk)}
    assert client.post("/api/sales/coupons/", body).status_code == 403


def test_an_owner_makes_changes_and_withdraws_a_coupon(make_user):
    owner = make_user()
    store = make_store(owner=owner)
    client = client_for(owner)
    body = {"code": "spring", "percent_basis_points": 1500, "store": str(store.pk)}
    made = client.post("/api/sales/coupons/", body)
    assert (made.status_code, made.json()["code"]) == (201, "SPRING")
    address = f"/api/sales/coupons/{made.json()['id']}/"
    assert client.patch(address, {"is_active": False}).json()["is_active"] is False
    assert client_for(make_user()).get(address).status_code == 404
    assert client.delete(address).status_code == 204
    assert client.post("/api/sales/coupons/", body).status_code == 201


def test_orders_and_lines_of_others_do_not_exist(make_user):
    client, stranger = client_for(make_user()), client_for(make_user())
    order = make_order((make_item(), 1), client=client)
    line = client.get("/api/sales/order-items/").json()["results"][0]
    assert stranger.get(f"/api/sales/orders/{order.number}/").status_code == 404
    assert stranger.post(f"/api/sales/orders/{order.number}/cancel/").status_code == 404
    assert stranger.get(f"/api/sales/order-items/{line['id']}/").status_code == 404
    assert stranger.get("/api/sales/orders/").json()["results"] == []


@pytest.mark.parametrize("address", ["/api/sales/orders/", "/api/sales/store-orders/", "/api/sales/order-items/"])
def test_lists_refuse_what_they_do_not_know(address, make_user):
    client = client_for(make_user())
    for query in ("?nonsense=1", "?after=garbage", "?page_size=1000000", "?page_size=0"):
        assert client.get(address + query).status_code == 400


@pytest.mark.parametrize(
    ("address", "statements"), [("/api/sales/orders/", 4), ("/api/sales/order-items/", 4), ("/api/sales/coupons/", 4)]
)
def test_lists_cost_the_same_statements_however_long(address, statements, make_user):
    client = client_for(make_user())
    counts = []
    for _ in range(3):
        make_order((make_item(), 1), (make_item(), 1), client=client)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[-1]
    assert counts[0] <= statements + 2


def test_every_order_is_seen_once_when_paging(make_user):
    client = client_for(make_user())
    numbers = [make_order((make_item(), 1), client=client).number for _ in range(5)]
    seen, address = [], "/api/sales/orders/?page_size=2"
    while address:
        page = client.get(address).json()
        seen += [order["number"] for order in page["results"]]
        address = page["next"]
    assert seen == numbers[::-1]


def test_placing_tells_the_outbox_once():
    order = make_order((make_item(), 1))
    keys = list(OutboxMessage.objects.filter(key__contains=str(order.pk)).values_list("key", flat=True))
    assert len(keys) == len(set(keys)) >= 1

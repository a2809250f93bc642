"""From a cart to an order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import OutboxMessage
from marketplace.models import Stock, StoreItem
from sales.models import Coupon, CouponRedemption, Order, Reservation, StoreOrder
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import ADDRESS, checkout, fill_cart, key, make_order, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def post():
    return make_service(code="flat", base=10)


def test_one_checkout_makes_one_order_with_a_part_for_each_store(api, post):
    one, other = make_item(price_minor=1000), make_item(price_minor=250)
    fill_cart(api, (one, 2), (other, 3))
    answer = checkout(api)
    assert answer.status_code == 201
    order = answer.json()
    assert (order["status"], order["goods"]["minor"], order["shipping"]["minor"]) == ("PENDING", 2750, 20)
    assert order["total"]["minor"] == 2770
    assert sorted(part["total"]["minor"] for part in order["store_orders"]) == [760, 2010]
    assert {part["number"] for part in order["store_orders"]} == {f"{order['number']}-1", f"{order['number']}-2"}
    assert [Stock.objects.get(item=item).reserved for item in (one, other)] == [2, 3]
    assert api.get("/api/sales/cart/").json()["stores"] == []


def test_the_guest_reads_the_order_by_its_link_and_nobody_else_does(api, post):
    fill_cart(api, (make_item(), 1))
    order = checkout(api).json()
    address = f"/api/sales/orders/{order['number']}/"
    assert client_for().get(f"{address}?token={order['access_token']}").json()["number"] == order["number"]
    assert client_for().get(address).status_code == 404
    assert client_for().get(f"{address}?token=forged").status_code == 404


def test_the_order_keeps_its_snapshot_when_the_offer_changes(api, post):
    item = make_item(price_minor=1000)
    order = make_order((item, 1))
    StoreItem.objects.filter(pk=item.pk).update(price_minor=9999)
    item.variant.product.name = "Renamed"
    item.variant.product.save()
    line = StoreOrder.objects.get(order=order).lines.get()
    assert (line.unit_minor, line.product_name != "Renamed") == (1000, True)


def test_the_same_key_gives_the_same_order_and_another_body_is_refused(api, post):
    fill_cart(api, (make_item(stock=5), 1))
    headers = key()
    first, second = checkout(api, headers=headers), checkout(api, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    other = checkout(api, headers=headers, language="fa")
    assert (other.status_code, other.json()["code"]) == (422, "unprocessable")
    assert Order.objects.count() == 1


@pytest.mark.parametrize("value", ["", "short", "x" * 300, "žluťoučký-kůň-úpěl"])
def test_a_key_that_is_missing_or_malformed_is_refused(api, value):
    fill_cart(api, (make_item(), 1))
    answer = checkout(api, headers={"Idempotency-Key": value.encode("utf-8").decode("latin-1")})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] in ("idempotency_key_missing", "idempotency_key_invalid")
    assert Order.objects.count() == 0


def test_a_changed_price_is_reported_and_not_charged(api):
    item = make_item(price_minor=1000)
    fill_cart(api, (item, 1))
    StoreItem.objects.filter(pk=item.pk).update(price_minor=1100)
    answer = checkout(api)
    assert (answer.status_code, answer.json()["code"]) == (409, "cart_changed")
    assert answer.json()["errors"][0]["code"] == "price_changed"
    assert Order.objects.count() == 0
    assert Stock.objects.get(item=item).reserved == 0


def test_a_refusal_is_replayed_with_its_key(api):
    item = make_item(price_minor=1000)
    fill_cart(api, (item, 1))
    StoreItem.objects.filter(pk=item.pk).update(price_minor=1100)
    headers = key()
    assert checkout(api, headers=headers).status_code == 409
    api.post("/api/sales/cart/accept-changes/")
    replay = checkout(api, headers=headers)
    assert (replay.status_code, replay.headers["Idempotent-Replayed"]) == (409, "true")
    assert checkout(api).status_code == 201


def test_another_total_than_the_shopper_saw_is_refused(api):
    fill_cart(api, (make_item(price_minor=1000), 1))
    answer = checkout(api, expected_total_minor=999)
    assert (answer.status_code, answer.json()["total"]["minor"]) == (409, 1010)


def test_sold_out_meanwhile_is_a_clean_refusal_naming_the_line(api):
    item = make_item(stock=1)
    rival = client_for()
    fill_cart(api, (item, 1))
    fill_cart(rival, (item, 1))
    assert checkout(rival).status_code == 201
    answer = checkout(api)
    assert (answer.status_code, answer.json()["code"]) == (409, "out_of_stock")
    assert answer.json()["errors"][0]["pointer"].startswith("/lines/")
    assert (Order.objects.count(), Stock.objects.get(item=item).reserved) == (1, 1)


def test_an_empty_cart_makes_no_order(api):
    assert (checkout(api).status_code, Order.objects.count()) == (404, 0)


def test_a_service_of_another_market_cannot_be_chosen(api):
    store = make_store()
    make_service("id", code="foreign")
    fill_cart(api, (make_item(store), 1))
    answer = checkout(api, shipping={store.slug: "foreign"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_delivery")
    assert checkout(api, shipping={"nowhere": "flat"}).status_code == 400


def test_the_chosen_service_is_kept_on_the_stores_part(api):
    make_service(code="fast", base=900, courier="Swift", name="Next day", min_days=1, max_days=1)
    store = make_store()
    fill_cart(api, (make_item(store, price_minor=1000), 1))
    part = checkout(api, shipping={store.slug: "fast"}).json()["store_orders"][0]
    assert (part["courier"], part["shipping_service"], part["shipping"]["minor"]) == ("Swift", "Next day", 900)


def test_a_person_sends_to_an_entry_of_the_address_book_and_not_to_a_strangers(make_user):
    user, stranger = make_user(name="Linh"), make_user()
    entry = {**ADDRESS, "recipient": "Linh Trần"}
    mine = client_for(user).post("/api/accounts/addresses/", entry).json()
    theirs = client_for(stranger).post("/api/accounts/addresses/", entry).json()
    client = client_for(user)
    fill_cart(client, (make_item(), 1))
    refused = client.post("/api/sales/checkout/", {"address_id": theirs["id"]}, headers=key())
    assert refused.status_code == 400
    placed = client.post("/api/sales/checkout/", {"address_id": mine["id"]}, headers=key())
    assert placed.status_code == 201, placed.json()
    assert placed.json()["shipping_address"]["recipient"] == "Linh Trần"
    assert placed.json()["contact"]["name"] == "Linh"
    assert placed.json()["access_token"] is None


def test_a_coupon_takes_its_share_off_each_line_to_the_cent(api):
    Coupon.objects.create(code="TEN", percent_basis_points=1000)
    fill_cart(api, (make_item(price_minor=333), 1), (make_item(price_minor=335), 1))
    assert api.post("/api/sales/cart/coupon/", {"code": "ten"}).json()["discount"]["minor"] == 67
    order = checkout(api).json()
    lines = [line for part in order["store_orders"] for line in part["lines"]]
    assert sum(line["discount"]["minor"] for line in lines) == 67 == order["discount"]["minor"]
    assert Coupon.objects.get().used == 1


def test_a_coupon_works_once_per_person_and_comes_back_with_a_cancelled_order(make_user):
    coupon = Coupon.objects.create(code="ONCE", percent_basis_points=1000)
    client = client_for(make_user())

    def buy():
        fill_cart(client, (make_item(), 1))
        client.post("/api/sales/cart/coupon/", {"code": "ONCE"})
        return checkout(client)

    first = buy()
    assert first.status_code == 201
    second = buy()
    assert (second.status_code, second.json()["code"]) == (409, "coupon_refused")
    assert client.post(f"/api/sales/orders/{first.json()['number']}/cancel/").status_code == 200
    coupon.refresh_from_db()
    assert coupon.used == 0
    client.post("/api/sales/cart/coupon/", {"code": "ONCE"})
    assert checkout(client).status_code == 201
    assert CouponRedemption.objects.filter(reverted_at=None).count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"max_uses": 1, "used": 1}, "coupon_refused"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "coupon_refused"),
        ({"starts_at": timezone.now() + timedelta(days=1)}, "coupon_refused"),
        ({"is_active": False}, "coupon_refused"),
        ({"minimum_minor": 1_000_000}, "coupon_refused"),
    ],
)
def test_a_coupon_that_does_not_apply_is_refused_with_the_reason(api, fields, code):
    Coupon.objects.create(code="NOPE", percent_basis_points=1000, **fields)
    fill_cart(api, (make_item(), 1))
    answer = api.post("/api/sales/cart/coupon/", {"code": "NOPE"})
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert api.get("/api/sales/cart/").json()["coupon"] is None


def test_nothing_a_client_sends_changes_a_price(api):
    item = make_item(price_minor=1000)
    for field in ("price", "unit_price", "store", "status", "total_minor", "currency", "user"):
        answer = api.post("/api/sales/cart-items/", {"item_id": str(item.pk), "quantity": 1, field: 1})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_field")
    fill_cart(api, (item, 1))
    answer = checkout(api, total_minor=1)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/total_minor")


def test_placing_an_order_of_two_stores_takes_eight_statements(make_user):
    client = client_for(make_user())
    fill_cart(client, (make_item(stock=9), 1), (make_item(stock=9), 1))
    with CaptureQueriesContext(connection) as queries:
        assert checkout(client).status_code == 201
    statements = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(statements) <= 8, "\n".join(sql[:120] for sql in statements)


def test_an_order_without_its_payment_expires_and_gives_the_stock_back(api):
    from sales import services

    item = make_item(stock=1)
    order = make_order((item, 1))
    assert services.orders_expire() == 0
    Order.objects.filter(pk=order.pk).update(payment_deadline_at=timezone.now() - timedelta(seconds=1))
    assert services.orders_expire() == 1
    assert services.orders_expire() == 0
    order.refresh_from_db()
    assert (order.status, order.cancel_reason) == ("CANCELLED", "expired")
    assert Stock.objects.get(item=item).reserved == 0
    assert Reservation.objects.get().status == "EXPIRED"


def test_the_raw_insert_names_every_column_and_the_orm_reads_what_it_wrote(api):
    order = make_order((make_item(price_minor=1000), 2))
    row = Order.objects.get(pk=order.pk)
    assert row.shipping_address["recipient"] == "Mina Rahimi"
    assert row.created_at.tzinfo is not None
    assert (row.deleted_at, row.paid_at, row.user_id) == (None, None, None)
    line = row.store_orders.get().lines.get()
    assert (line.quantity, line.total_minor, line.reservation.quantity) == (2, 2000, 2)
    assert OutboxMessage.objects.filter(key__contains=str(order.pk)).exists()


def test_a_person_has_at_most_five_orders_that_wait_for_their_payment():
    person = client_for(make_user())
    item = make_item(stock=20)
    for _ in range(5):
        make_order((item, 1), client=person)
    fill_cart(person, (item, 1))
    refused = person.post("/api/sales/checkout/", {"address": ADDRESS}, headers=key())
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_orders")
    assert int(refused["Retry-After"]) > 0
    assert Order.objects.count() == 5
    assert len(person.get("/api/sales/cart-items/").json()) == 1


def test_unpaid_orders_of_one_person_keep_at_most_twenty_pieces_of_an_offer_together():
    person = client_for(make_user())
    item, other = make_item(stock=90), make_item(stock=90)
    make_order((item, 30), client=person)  # one large order is a purchase
    fill_cart(person, (item, 1))
    refused = person.post("/api/sales/checkout/", {"address": ADDRESS}, headers=key())
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_orders")
    assert Stock.objects.get(item=item).reserved == 30
    line = person.get("/api/sales/cart-items/").json()[0]["id"]
    person.delete(f"/api/sales/cart-items/{line}/")
    make_order((other, 12), client=person)
    make_order((other, 8), client=person)
    fill_cart(person, (other, 1))
    assert person.post("/api/sales/checkout/", {"address": ADDRESS}, headers=key()).status_code == 429
    Order.objects.update(status="PAID")
    Reservation.objects.update(status="CONSUMED")
    assert person.post("/api/sales/checkout/", {"address": ADDRESS}, headers=key()).status_code == 201


def test_a_person_places_six_orders_a_minute_and_no_more(settings):
    settings.ORDERS_UNPAID = 100
    person = client_for(make_user())
    item = make_item(stock=20)
    for _ in range(6):
        make_order((item, 1), client=person)
    fill_cart(person, (item, 1))
    assert person.post("/api/sales/checkout/", {"address": ADDRESS}, headers=key()).status_code == 429
    Order.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert person.post("/api/sales/checkout/", {"address": ADDRESS}, headers=key()).status_code == 201


def test_ten_wrong_coupon_codes_an_hour_are_enough_and_right_ones_cost_nothing():
    person = client_for(make_user())
    item = make_item(stock=20)
    fill_cart(person, (item, 1))
    Coupon.objects.create(code="TEN", percent_basis_points=1000)
    attempt = lambda code: person.post("/api/sales/cart/coupon/", {"code": code}).status_code  # noqa: E731
    assert {attempt("TEN") for _ in range(12)} == {200}
    assert [attempt(f"GUESS{n}") for n in range(11)] == [409] * 10 + [429]

"""Taste over HTTP against running processes: what arrived is reviewed, answered, reported, hidden; what is wished for
and set aside follows a guest into the account."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.running import Person, Shop, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]


class Riverhouse(NamedTuple):
    linh: Person
    bowl: str
    slug: str
    product: str


@pytest.fixture(scope="module")
def store(shop: Shop) -> Riverhouse:
    linh = shop.person("Linh Trần")
    linh.open_store("Riverhouse")
    item = linh.offer("Bowl", price_minor=2450, stock=50)
    found = linh.get(f"marketplace/items/{item}/")["product"]
    return Riverhouse(linh, item, found["slug"], found["id"])


def deliver(store: Riverhouse, order: dict[str, Any]) -> None:
    for part in order["store_orders"]:
        address = f"sales/store-orders/{part['number']}"
        store.linh.ask("POST", f"{address}/process/")
        store.linh.ask("POST", f"{address}/ship/", tracking_number="JNE-0042")
        store.linh.ask("POST", f"{address}/deliver/")


def wait_for_mail(shop: Shop, person: Person, kind: str) -> None:
    """One mail of this kind, among whatever else the person gets."""
    wait_until(lambda: shop.mails_to(person.email)[kind] == 1, lambda: str(shop.mails_to(person.email)))


def moderator(shop: Shop) -> Person:
    person = shop.person("Ama Mensah")
    assert shop.query("UPDATE accounts_user SET is_superuser = true WHERE email = %s RETURNING id", person.email)
    return person


def test_what_arrived_is_reviewed_answered_reported_and_hidden(shop: Shop, store: Riverhouse):
    mina, omid = shop.person("Mina Rahimi"), shop.person("Omid Karimi")
    # Given a paid order that has not arrived: it cannot be reviewed
    order = mina.checkout(store.bowl)
    line = order["store_orders"][0]["lines"][0]["id"]
    mina.pay(order)
    assert mina.ask("POST", "reviews/", status=409, order_item=line, rating=5)["code"] == "not_delivered"
    # When it arrives, its buyer is asked for a review, once, and writes one; others may not
    deliver(store, order)
    wait_for_mail(shop, mina, "review-invitation")
    omid.ask("POST", "reviews/", status=404, order_item=line, rating=1)
    review = mina.ask("POST", "reviews/", status=201, order_item=line, rating=2, text="Chipped. Ask for Linh at home.")
    assert mina.ask("POST", "reviews/", status=409, order_item=line, rating=5)["code"] == "already_reviewed"
    # Then the store hears of it, everybody reads it, and the product's listing shows the stars
    wait_for_mail(shop, store.linh, "review-posted")
    shop.settle()
    guest = shop.guest()
    page = guest.get(f"reviews/products/{store.slug}/")
    assert (page["summary"]["average"], page["results"][0]["author"]) == (2.0, "Mina R.")
    assert guest.get(f"catalog/products/{store.slug}/")["rating"] == {"average": 2.0, "count": 1}
    # And the store answers, a reader finds it helpful once, and reports it
    guest.ask("PUT", f"reviews/{review['id']}/reply/", status=401, text="Hello")
    omid.ask("PUT", f"reviews/{review['id']}/reply/", status=403, text="Hello")
    store.linh.ask("PUT", f"reviews/{review['id']}/reply/", text="We are sorry and send a new one.")
    wait_for_mail(shop, mina, "review-replied")
    assert [omid.ask("PUT", f"reviews/{review['id']}/vote/")["helpful_count"] for _ in range(2)] == [1, 1]
    omid.ask("POST", f"reviews/{review['id']}/report/", status=201, reason="personal", note="It says where she lives.")
    omid.ask("GET", "reviews/moderation/", status=403)
    # When a moderator hides it with a reason, it leaves the page and the stars, and its author learns why
    ama = moderator(shop)
    assert review["id"] in [row["id"] for row in ama.get("reviews/moderation/")["results"]]
    ama.ask("POST", f"reviews/{review['id']}/hide/", reason="It says where somebody lives.")
    wait_for_mail(shop, mina, "review-moderated")
    shop.settle()
    guest.ask("GET", f"reviews/{review['id']}/", status=404)
    assert guest.get(f"reviews/products/{store.slug}/")["summary"]["count"] == 0
    page = f"catalog/products/{store.slug}/"  # answers to everybody are remembered for a moment
    wait_until(lambda: guest.get(page)["rating"]["count"] == 0, lambda: str(guest.get(page)["rating"]))
    mine = mina.get("reviews/mine/")["results"][0]
    assert (mine["status"], mine["moderation_reason"]) == ("HIDDEN", "It says where somebody lives.")
    assert mina.ask("PATCH", f"reviews/{review['id']}/", status=409, rating=5)["code"] == "review_hidden"
    shop.check_invariants()


def test_a_guests_wishes_and_saved_lines_are_there_after_signing_in(shop: Shop, store: Riverhouse):
    vase = store.linh.offer("Vase", price_minor=5000, stock=3)
    visitor = shop.guest("Sara Nasser")
    # Given a guest who wishes for a bowl, and sets a vase aside
    assert visitor.ask("POST", "catalog/wishlist/", status=201, product=store.product)["count"] == 1
    visitor.add(vase, 2)
    line = visitor.get("sales/cart/")["stores"][0]["lines"][0]["id"]
    cart = visitor.ask("POST", f"sales/cart-items/{line}/save-for-later/")
    assert (cart["total"]["minor"], len(cart["saved"])) == (0, 1)
    # When the guest registers and signs in, both are in the account
    visitor.register()
    visitor.http.headers.pop("X-Cart-Token")
    assert [wish["product"]["id"] for wish in visitor.get("catalog/wishlist/")["wishes"]] == [store.product]
    saved = visitor.get("sales/cart/")["saved"][0]
    # And when the prices fall, the wishlist says so, and the vase comes back at today's price
    store.linh.ask("PATCH", f"marketplace/items/{store.bowl}/", price_minor=2000)
    store.linh.ask("PATCH", f"marketplace/items/{vase}/", price_minor=4000)
    assert visitor.get("catalog/wishlist/")["wishes"][0]["price_drop"]["minor"] == 450
    back = visitor.ask("POST", f"sales/cart-items/{saved['id']}/move-to-cart/")
    assert (back["total"]["minor"], back["is_ready"]) == (8000, True)
    # And the bowl moves to the cart, until it is sold out
    moved = visitor.ask("POST", f"catalog/wishlist/{store.product}/move-to-cart/")
    assert (moved["total"]["minor"], visitor.get("catalog/wishlist/")["count"]) == (10000, 0)
    store.linh.count_stock(store.bowl, 0)
    visitor.ask("POST", "catalog/wishlist/", status=201, product=store.product)
    refused = visitor.ask("POST", f"catalog/wishlist/{store.product}/move-to-cart/", status=409)
    assert refused["code"] == "out_of_stock"
    stranger = shop.guest()
    assert stranger.get("catalog/wishlist/")["count"] == 0
    stranger.ask("DELETE", f"catalog/wishlist/{store.product}/", status=404)

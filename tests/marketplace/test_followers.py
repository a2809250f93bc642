"""Following a store, and one mail when what was sold out is back."""

from __future__ import annotations

import pytest

from marketplace.models import StockSubscription, StoreFollow
from tests.marketplace.factories import make_item, make_person, make_store

pytestmark = pytest.mark.django_db
ITEMS = "/api/marketplace/items/"


@pytest.fixture
def mina():
    return make_person("Mina")


@pytest.fixture
def sold_out():
    return make_item(stock=0)


def test_a_person_follows_a_store_and_follows_it_no_longer(api, api_as, mina):
    store, client = make_store("Nika Keys"), api_as(mina)
    address = f"/api/marketplace/stores/{store.slug}/follow/"
    assert [client.put(address).status_code for _ in range(2)] == [204, 204]
    assert StoreFollow.objects.count() == 1
    (row,) = client.get("/api/marketplace/follows/").data["results"]
    assert row["store"]["slug"] == store.slug
    assert [client.delete(address).status_code for _ in range(2)] == [204, 204]
    assert client.get("/api/marketplace/follows/").data["results"] == []
    assert client.put(address).status_code == 204
    assert api.put(address).status_code == 401
    assert client.put("/api/marketplace/stores/nowhere/follow/").status_code == 404


def test_a_closed_store_is_followed_no_more_than_it_is_seen(api_as, mina):
    store, client = make_store(), api_as(mina)
    client.put(f"/api/marketplace/stores/{store.slug}/follow/")
    store.status = "CLOSED"
    store.save()
    assert client.get("/api/marketplace/follows/").data["results"] == []


def test_who_waited_gets_one_mail_when_it_is_back(api_as, mina, sold_out, drain_outbox, mailoutbox):
    owner = api_as(sold_out.store.seller.user)
    for person in (mina, make_person("Ben")):
        client = api_as(person)
        assert [client.put(f"{ITEMS}{sold_out.pk}/back-in-stock/").status_code for _ in range(2)] == [204, 204]
    (waits,) = api_as(mina).get("/api/marketplace/back-in-stock/").data["results"]
    assert waits["item"] == str(sold_out.pk)
    assert StockSubscription.objects.count() == 2
    for stock in (5, 0, 4):
        owner.post(f"{ITEMS}{sold_out.pk}/stock/", {"stock": stock})
        drain_outbox()
    back = [mail for mail in mailoutbox if "back in stock" in mail.subject]
    assert sorted(mail.to[0] for mail in back) == sorted([mina.email, StockSubscription.objects.last().user.email])
    assert len(back) == 2
    assert api_as(mina).get("/api/marketplace/back-in-stock/").data["results"] == []


def test_what_sold_out_again_before_the_mail_is_not_announced(api_as, mina, sold_out, drain_outbox, mailoutbox):
    api_as(mina).put(f"{ITEMS}{sold_out.pk}/back-in-stock/")
    owner = api_as(sold_out.store.seller.user)
    owner.post(f"{ITEMS}{sold_out.pk}/stock/", {"stock": 5})
    owner.post(f"{ITEMS}{sold_out.pk}/stock/", {"stock": 0})
    drain_outbox()
    assert [mail for mail in mailoutbox if "back in stock" in mail.subject] == []
    assert StockSubscription.objects.get().told_at is None


def test_nobody_waits_for_what_is_there_or_hidden(api_as, mina, sold_out):
    client = api_as(mina)
    here = client.put(f"{ITEMS}{make_item(stock=1).pk}/back-in-stock/")
    assert (here.status_code, here.data["code"]) == (409, "conflict")
    sold_out.is_active = False
    sold_out.save()
    assert client.put(f"{ITEMS}{sold_out.pk}/back-in-stock/").status_code == 404


def test_who_waits_no_longer_gets_no_mail(api_as, mina, sold_out, drain_outbox, mailoutbox):
    client = api_as(mina)
    client.put(f"{ITEMS}{sold_out.pk}/back-in-stock/")
    assert client.delete(f"{ITEMS}{sold_out.pk}/back-in-stock/").status_code == 204
    api_as(sold_out.store.seller.user).post(f"{ITEMS}{sold_out.pk}/stock/", {"stock": 5})
    drain_outbox()
    assert [mail for mail in mailoutbox if "back in stock" in mail.subject] == []


def test_a_store_that_wants_no_low_stock_mails_gets_none(api_as, drain_outbox, mailoutbox):
    item = make_item(stock=10, threshold=3)
    owner = api_as(item.store.seller.user)
    owner.patch(f"/api/marketplace/stores/{item.store.slug}/", {"low_stock_mails": False})
    owner.post(f"{ITEMS}{item.pk}/stock/", {"stock": 1})
    drain_outbox()
    assert [mail for mail in mailoutbox if "Low stock" in mail.subject] == []


def test_new_offers_take_the_stores_threshold(api_as):
    item = make_item()
    owner = api_as(item.store.seller.user)
    owner.patch(f"/api/marketplace/stores/{item.store.slug}/", {"low_stock_threshold": 12})
    from tests.catalog.factories import make_variant

    variant = make_variant(item.variant.product)
    made = owner.post(ITEMS, {"variant": str(variant.pk), "price_minor": 500})
    assert made.data["low_stock_threshold"] == 12

"""Which offer is featured, and what a price was at its lowest before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from marketplace.models import PriceChange
from marketplace.rules.offers import OfferTerms, featured_order, offer_score
from marketplace.rules.prices import lowest_before
from marketplace.services import store_rating_set
from tests.catalog.factories import make_variant
from tests.marketplace.factories import get_market, make_item, make_maintained_product, make_store

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def terms(price=1000, **more):
    given = {"delivery_minor": 0, "days": 2, "rating_hundredths": 0, "rating_count": 0, "available": 10, "key": price}
    return OfferTerms(price_minor=price, **{**given, **more})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (terms(900), terms(1000)),
        (terms(1000, available=1), terms(100, available=0)),
        (terms(1000, delivery_minor=100), terms(900, delivery_minor=500)),
        (terms(1010, days=0), terms(1000, days=10)),
        (terms(1010, rating_hundredths=480, rating_count=200), terms(1000, rating_hundredths=250, rating_count=200)),
        (terms(1000, rating_hundredths=480, rating_count=90), terms(1000, rating_hundredths=500, rating_count=1)),
        (terms(1000, available=10), terms(1000, available=1)),
        (terms(1000, key=1), terms(1000, key=2)),
    ],
)
def test_the_better_offer_is_featured_in_whatever_order_they_come(first, second):
    assert featured_order([first, second]) == [0, 1]
    assert featured_order([second, first]) == [1, 0]


def test_the_score_is_between_nought_and_one():
    best = terms(1, days=0, rating_hundredths=500, rating_count=10**6, available=99)
    assert offer_score(best, cheapest_minor=1) == pytest.approx(1.0, abs=0.001)
    assert 0 <= offer_score(terms(10**9, days=99, available=1), cheapest_minor=1) < 0.12
    assert featured_order([]) == []


@pytest.mark.parametrize(
    ("history", "lowest"),
    [
        ([], None),
        ([(90, 500)], 500),
        ([(90, 500), (60, 700)], 700),  # 500 was over before the window opened
        ([(90, 500), (29, 700)], 500),  # 500 still held as it opened
        ([(20, 900), (10, 800), (5, 950)], 800),
    ],
)
def test_the_lowest_price_is_that_of_the_thirty_days_before(history, lowest):
    moments = [(NOW - timedelta(days=days), minor) for days, minor in history]
    assert lowest_before(moments, NOW) == lowest


def change(item, days, minor, market=None):
    moment = timezone.now() - timedelta(days=days)
    currency = market.currency if market else item.currency
    PriceChange.objects.create(item=item, market=market, price_minor=minor, currency=currency, created_at=moment)


@pytest.mark.django_db
def test_a_reduced_price_shows_the_lowest_of_thirty_days(api, api_as):
    store = make_store()
    variant = make_variant(make_maintained_product(store))
    owner = api_as(store.seller.user)
    made = owner.post("/api/marketplace/items/", {"variant": str(variant.pk), "price_minor": 2000, "stock": 3}).data
    page = f"/api/products/{variant.product_id}/"
    assert api.get(page).json()["variants"][0]["offers"][0]["lowest_30_days"] is None
    from marketplace.models import StoreItem

    item = StoreItem.objects.get(pk=made["id"])
    change(item, 20, 1800)
    change(item, 10, 2200)
    owner.patch(f"/api/marketplace/items/{item.pk}/", {"price_minor": 1500, "compare_at_minor": 2200})
    (offer,) = api.get(page).json()["variants"][0]["offers"]
    assert offer["price"]["minor"] == 1500
    assert offer["lowest_30_days"] == {"amount": "18.00", "currency": "USD", "minor": 1800}
    assert list(PriceChange.objects.filter(item=item).order_by("pk").values_list("price_minor", flat=True)) == [
        2000,
        1800,
        2200,
        1500,
    ]


@pytest.mark.django_db
def test_a_price_by_hand_has_a_history_of_its_own(api, api_as):
    market = get_market("id")
    store = make_store(also_in=("id",))
    item = make_item(store, price_minor=1000)
    owner = api_as(store.seller.user)
    for minor in (200_000, 150_000):
        body = {"market_prices": [{"market": "id", "price_minor": minor}]}
        assert owner.patch(f"/api/marketplace/items/{item.pk}/", body).status_code == 200
    (offer,) = api.get(f"/api/products/{item.variant.product_id}/?market=id").json()["variants"][0]["offers"]
    assert (offer["price"]["minor"], offer["lowest_30_days"]["minor"]) == (150_000, 200_000)
    assert PriceChange.objects.filter(market=market).count() == 2


@pytest.mark.django_db
def test_page_and_list_show_the_same_featured_offer(api, drain_outbox):
    good, cheap = make_store("Good", handling_days=1), make_store("Cheap", handling_days=12)
    variant = make_variant(make_maintained_product(good))
    dear = make_item(good, variant=variant, price_minor=1020)
    make_item(cheap, variant=variant, price_minor=1000)
    store_rating_set(store_id=good.pk, rating_hundredths=480, rating_count=300)
    from storefront.services import listings_write

    listings_write(product_ids=[variant.product_id])
    page = api.get(f"/api/products/{variant.product_id}/").json()
    (card,) = api.get("/api/catalog/products/").json()["results"]
    assert page["item_id"] == card["item_id"] == str(dear.pk)
    assert page["price"]["minor"] == card["price"]["minor"] == 1020


@pytest.mark.django_db
def test_an_offer_of_a_store_on_holiday_says_until_when(api, api_as):
    item = make_item()
    today = timezone.now().date()
    body = {"starts_on": str(today), "ends_on": str(today + timedelta(days=4)), "message": "At the sea"}
    api_as(item.store.seller.user).put(f"/api/marketplace/stores/{item.store.slug}/holiday/", body)
    (offer,) = api.get(f"/api/products/{item.variant.product_id}/").json()["variants"][0]["offers"]
    assert offer["store"]["holiday"]["message"] == "At the sea"
    assert offer["store"]["holiday"]["ends_at"].startswith(str(today + timedelta(days=5)))

"""Lists of reviews: their orders, pages, filters and cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from catalog.states import ProductStatus
from core.api.pagination import cursor_encode
from reviews.models import Review
from tests.accounts.factories import client_for, make_user
from tests.conftest import rows_until_the_end
from tests.marketplace.factories import make_item, make_store
from tests.reviews.conftest import Shelf
from tests.reviews.factories import make_review
from tests.sales.factories import make_service

STARS = (5, 1, 4, 4, 3, 5)
VOTES = (0, 3, 1, 3, 0, 2)


@pytest.fixture(scope="module")
def reviewed(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Shelf, list[Review]]]:
    """A shelf with six reviews, in the order in which they were written; for all tests here."""
    with rows_until_the_end(django_db_blocker):
        make_service(base=10)
        shelf = Shelf()
        made = [make_review(make_user(name=f"Buyer {n}"), shelf.item, stars) for n, stars in enumerate(STARS)]
        for review, votes in zip(made, VOTES, strict=True):
            Review.objects.filter(pk=review.pk).update(helpful_count=votes)
        yield shelf, made


@pytest.fixture
def shelf(reviewed: tuple[Shelf, list[Review]], db: None) -> Shelf:
    return reviewed[0]


@pytest.fixture
def reviews(reviewed: tuple[Shelf, list[Review]], db: None) -> list[Review]:
    return reviewed[1]


def walk(api, address: str, direction: str = "next") -> list[str]:
    """The ids of all pages."""
    found, at = [], address
    while at:
        page = api.get(at).json()
        found += [row["id"] for row in page["results"]]
        at = page[direction]
    return found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", [5, 4, 3, 2, 1, 0]),
        ("helpful", [3, 1, 5, 2, 4, 0]),
        ("rating", [5, 0, 3, 2, 4, 1]),
        ("-rating", [1, 4, 2, 3, 0, 5]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 4, 100])
def test_each_order_is_walked_page_by_page(api, shelf, reviews, sort, order, size):
    expected = [str(reviews[place].pk) for place in order]
    assert walk(api, f"{shelf.address}?sort={sort}&page_size={size}") == expected
    last = api.get(f"{shelf.address}?sort={sort}&page_size=100").json()
    assert (last["next"], last["previous"]) == (None, None)


def test_a_page_before_is_the_page_one_came_from(api, shelf, reviews):
    first = api.get(f"{shelf.address}?sort=helpful&page_size=2").json()
    second = api.get(first["next"]).json()
    back = api.get(second["previous"]).json()
    assert [row["id"] for row in back["results"]] == [row["id"] for row in first["results"]]


@pytest.mark.parametrize(
    "query",
    [
        "sort=best", "rating=6", "rating=abc", "has_pictures=1", "unknown=1", "after=zzz", "page_size=0",
        f"after={cursor_encode(['helpful', 1, 'x'])}", f"after={cursor_encode(['newest'])}",
        f"sort=helpful&after={cursor_encode(['newest', 0, UUID(int=7)])}",
        f"sort=helpful&after={cursor_encode(['helpful', 2**40, UUID(int=7)])}",
    ],
)  # fmt: skip
def test_a_strange_question_is_refused(api, shelf, query):
    assert api.get(f"{shelf.address}?{query}").status_code == 400


def test_stars_filter_the_list_and_not_the_summary(api, shelf, reviews):
    page = api.get(f"{shelf.address}?rating=4").json()
    assert [row["rating"] for row in page["results"]] == [4, 4]
    assert page["summary"] == {"average": 3.67, "count": 6, "stars": {"1": 1, "2": 0, "3": 1, "4": 2, "5": 2}}


def test_a_hidden_product_has_no_reviews_to_read(api, shelf, reviews):
    Product.objects.filter(pk=shelf.product.pk).update(status=ProductStatus.DRAFT)
    assert api.get(shelf.address).status_code == 404
    assert api.get("/api/reviews/products/nothing-of-the-kind/").status_code == 404
    assert api.get("/api/reviews/stores/nothing-of-the-kind/").status_code == 404


def test_a_store_shows_the_reviews_of_all_it_sold(api, shelf, reviews):
    other = make_item(shelf.store)
    more = make_review(make_user(), other, 2)
    make_review(make_user(), make_item(make_store("Elsewhere")), 1)
    page = api.get(f"/api/reviews/stores/{shelf.store.slug}/").json()
    assert page["summary"]["count"] == 7
    assert page["results"][0]["id"] == str(more.pk)


def test_lists_cost_the_same_statements_however_long_they_are(api, shelf):
    def costs() -> list[int]:
        counts = []
        addresses = [
            (api, shelf.address), (api, f"/api/reviews/stores/{shelf.store.slug}/"),
            (client_for(shelf.omid), shelf.address), (client_for(shelf.linh), "/api/reviews/mine/"),
            (client_for(shelf.nora), "/api/reviews/received/"), (client_for(shelf.linh), "/api/reviews/waiting/"),
            (client_for(shelf.moderator), "/api/reviews/moderation/"),
        ]  # fmt: skip
        for client, address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    first = make_review(shelf.linh, shelf.item)
    client_for(shelf.omid).post(f"/api/reviews/{first.pk}/report/", {"reason": "spam"})
    before = costs()
    for _ in range(4):
        review = make_review(shelf.linh, shelf.item)
        client_for(shelf.omid).post(f"/api/reviews/{review.pk}/report/", {"reason": "spam"})
    assert costs() == before
    assert max(before) <= 8
    assert before[0] == 4

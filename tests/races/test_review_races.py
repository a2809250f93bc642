"""Many readers and one author at the same review: counts stay what a recount says (R1, R2)."""

from __future__ import annotations

from collections import Counter

import pytest

from reviews.models import Review, ReviewVote
from reviews.selectors import product_rating
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_item
from tests.races.harness import breaches, race, rounds
from tests.reviews.factories import make_bought, make_review, write
from tests.sales.factories import make_service

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

READERS = rounds(24, 8)


@pytest.fixture
def review() -> Review:
    make_service(base=10)
    return make_review(make_user(name="Linh Tran"), make_item(stock=1_000), 3)


def test_one_person_who_votes_many_times_at_once_counts_once(review):
    client = client_for(make_user())
    answers = race([lambda: client.put(f"/api/reviews/{review.pk}/vote/")] * READERS)
    assert Counter(answer.status_code for answer in answers) == {200: READERS}
    assert Review.objects.get().helpful_count == ReviewVote.objects.count() == 1
    assert breaches() == []


def test_votes_come_and_go_while_the_author_changes_the_review(review):
    readers = [client_for(make_user()) for _ in range(READERS)]
    author = client_for(review.author)
    address = f"/api/reviews/{review.pk}/"
    calls = [lambda client=client: client.put(f"{address}vote/") for client in readers]
    calls += [lambda client=client: client.delete(f"{address}vote/") for client in readers[::2]]
    calls += [
        lambda stars=stars: author.patch(address, {"rating": stars, "text": f"{stars} stars"}) for stars in (1, 5)
    ]
    answers = race(calls)
    assert Counter(answer.status_code for answer in answers) == {200: len(calls)}
    row = Review.objects.get()
    assert row.text == f"{row.rating} stars"
    assert row.helpful_count == ReviewVote.objects.count() >= READERS // 2
    assert product_rating(product_id=row.product_id).count == 1
    assert breaches() == []


def test_of_two_reviews_of_one_line_at_once_one_stands(review):
    buyer = make_user()
    line = make_bought(buyer, make_item(stock=9))
    answers = race([lambda stars=stars: write(buyer, line, stars) for stars in (1, 2, 3, 4, 5)])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 4}
    assert Review.objects.filter(order_item=line).count() == 1
    assert breaches() == []


def test_a_product_that_many_rate_for_the_first_time_at_once_has_all_their_stars(review):
    item = make_item(stock=1_000)
    lines = [(buyer, make_bought(buyer, item)) for buyer in (make_user() for _ in range(READERS))]
    answers = race([lambda buyer=buyer, line=line: write(buyer, line, 4) for buyer, line in lines])
    assert Counter(answer.status_code for answer in answers) == {201: READERS}
    assert product_rating(product_id=item.variant.product_id).counts == (0, 0, 0, READERS, 0)
    assert breaches() == []


def test_hiding_and_changing_at_once_end_in_one_of_the_two_orders(review):
    moderator = client_for(make_user(groups=("administrator",)))
    author = client_for(review.author)
    address = f"/api/reviews/{review.pk}/"
    hidden, changed = race(
        [lambda: moderator.post(f"{address}hide/", {"reason": "Spam."}), lambda: author.patch(address, {"rating": 5})]
    )
    assert hidden.status_code == 200
    assert changed.status_code in (200, 409)
    assert product_rating(product_id=review.product_id).count == 0
    assert breaches() == []

"""Votes, answers of stores, reports and what becomes of them."""

from __future__ import annotations

import pytest

from core.models import AuditEntry
from core.scope import STAFF, SUPPORT
from core.services import invariants
from marketplace.models import Seller
from marketplace.rules import StoreRole
from reviews.models import Review, ReviewReport, ReviewVote
from reviews.selectors import product_rating, store_rating
from sales.models import OrderItem
from tests.accounts.factories import client_for, make_user
from tests.marketplace.factories import make_member, make_store
from tests.reviews.factories import make_review, write


@pytest.fixture
def review(shelf) -> Review:
    return make_review(shelf.linh, shelf.item, 2, text="Arrived late.")


def test_a_review_is_found_helpful_once_per_person(shelf, review, api):
    client, address = client_for(shelf.omid), f"/api/reviews/{review.pk}/vote/"
    assert [client.put(address).json()["helpful_count"] for _ in range(3)] == [1, 1, 1]
    assert client_for(shelf.nora).put(address).json() == {"helpful_count": 2, "is_helpful": True}
    assert client.get(shelf.address).json()["results"][0]["is_helpful"] is True
    assert api.get(shelf.address).json()["results"][0]["is_helpful"] is False
    assert [client.delete(address).json()["helpful_count"] for _ in range(2)] == [1, 1]
    assert client.put(address).json()["helpful_count"] == 2
    assert ReviewVote.objects.count() == Review.objects.get().helpful_count == 2
    assert invariants()["R2"][1]() == []


def test_nobody_votes_for_the_own_review_or_without_signing_in(shelf, review):
    own = client_for(shelf.linh).put(f"/api/reviews/{review.pk}/vote/")
    assert (own.status_code, own.json()["code"]) == (409, "own_review")
    assert client_for().put(f"/api/reviews/{review.pk}/vote/").status_code == 401
    assert client_for().delete(f"/api/reviews/{review.pk}/vote/").status_code == 401
    assert ReviewVote.objects.count() == 0


def test_the_store_answers_and_may_change_the_answer(shelf, review, api):
    client, address = client_for(shelf.nora), f"/api/reviews/{review.pk}/reply/"
    assert len(client.get("/api/reviews/received/?is_answered=false").json()["results"]) == 1
    answer = client.put(address, {"text": "We are sorry: the courier was ill."})
    assert (answer.status_code, answer.json()["reply"]["text"]) == (200, "We are sorry: the courier was ill.")
    assert client.put(address, {"text": "We are sorry."}).json()["reply"]["text"] == "We are sorry."
    assert api.get(shelf.address).json()["results"][0]["reply"]["text"] == "We are sorry."
    assert client.get("/api/reviews/received/?is_answered=false").json()["results"] == []
    assert client.put(address, {"text": "  "}).status_code == 400
    assert client.delete(address).status_code == 204
    assert api.get(shelf.address).json()["results"][0]["reply"] is None


def test_only_people_of_the_store_with_the_key_answer(shelf, review):
    packer, manager = make_user(), make_user()
    make_member(shelf.store, packer, StoreRole.FULFILMENT)
    make_member(shelf.store, manager, StoreRole.MANAGER)
    rival = make_user()
    make_store("Rival", owner=rival)
    address = f"/api/reviews/{review.pk}/reply/"
    for person, status in ((packer, 403), (rival, 403), (shelf.linh, 403), (shelf.moderator, 403), (manager, 200)):
        assert client_for(person).put(address, {"text": "Hello."}).status_code == status
    assert client_for().put(address, {"text": "Hello."}).status_code == 401
    assert client_for(packer).get("/api/reviews/received/").json()["results"] == []


def test_a_suspended_seller_answers_nothing(shelf, review):
    Seller.objects.filter(stores=shelf.store).update(status="SUSPENDED")
    answer = client_for(shelf.nora).put(f"/api/reviews/{review.pk}/reply/", {"text": "Hello."})
    assert answer.status_code == 403
    assert Review.objects.get().reply == ""


def report(person, review, **body):
    return client_for(person).post(f"/api/reviews/{review.pk}/report/", {"reason": "personal", **body})


def test_a_reported_review_waits_for_moderation_and_is_hidden_with_a_reason(shelf, review, api):
    assert report(shelf.omid, review, note="It names the courier.").status_code == 201
    assert report(shelf.omid, review, reason="offensive").status_code == 201
    assert report(shelf.nora, review).status_code == 201
    moderator = client_for(shelf.moderator)
    queue = moderator.get("/api/reviews/moderation/").json()["results"]
    assert [one["reason"] for one in queue[0]["reports"]] == ["offensive", "personal"]
    hidden = moderator.post(f"/api/reviews/{review.pk}/hide/", {"reason": "It names a private person."})
    assert (hidden.status_code, hidden.json()["status"]) == (200, "HIDDEN")
    assert set(ReviewReport.objects.values_list("status", flat=True)) == {"UPHELD"}
    assert moderator.get("/api/reviews/moderation/").json()["results"] == []
    assert api.get(f"/api/reviews/{review.pk}/").status_code == 404
    assert api.get(shelf.address).json() | {"results": []} == {
        "summary": {"average": None, "count": 0, "stars": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0}},
        "next": None,
        "previous": None,
        "results": [],
    }
    mine = client_for(shelf.linh).get("/api/reviews/mine/").json()["results"][0]
    assert (mine["status"], mine["moderation_reason"]) == ("HIDDEN", "It names a private person.")
    assert store_rating(store_id=shelf.store.pk).count == 0
    entry = AuditEntry.objects.get(action="review.hidden")
    assert entry.changes["reason"] == [None, "It names a private person."]


def test_a_hidden_review_is_not_written_around(shelf, review):
    client = client_for(shelf.linh)
    client_for(shelf.moderator).post(f"/api/reviews/{review.pk}/hide/", {"reason": "Advertising."})
    refusals = [
        client.patch(f"/api/reviews/{review.pk}/", {"text": "Buy at my shop"}),
        client.delete(f"/api/reviews/{review.pk}/"),
        write(shelf.linh, OrderItem.objects.get(), 5),
    ]
    codes = [(answer.status_code, answer.json()["code"]) for answer in refusals]
    assert codes == [(409, "review_hidden"), (409, "review_hidden"), (409, "already_reviewed")]
    assert report(shelf.omid, review).status_code == 404
    assert client_for(shelf.omid).put(f"/api/reviews/{review.pk}/vote/").status_code == 404


def test_a_hidden_review_can_be_shown_again_and_counts_again(shelf, review, api):
    moderator = client_for(shelf.moderator)
    moderator.post(f"/api/reviews/{review.pk}/hide/", {"reason": "A mistake?"})
    twice = moderator.post(f"/api/reviews/{review.pk}/hide/", {"reason": "Once more"})
    assert (twice.status_code, twice.json()["code"]) == (409, "invalid_transition")
    shown = moderator.post(f"/api/reviews/{review.pk}/restore/", {"reason": "It was one."})
    assert (shown.status_code, shown.json()["status"], shown.json()["moderation_reason"]) == (200, "PUBLISHED", "")
    assert api.get(shelf.address).json()["summary"]["count"] == 1
    assert product_rating(product_id=shelf.product.pk).counts == (0, 1, 0, 0, 0)
    assert invariants()["R1"][1]() == []


def test_dismissed_reports_leave_the_review_and_are_not_repeated(shelf, review, api):
    report(shelf.omid, review)
    moderator = client_for(shelf.moderator)
    assert moderator.post(f"/api/reviews/{review.pk}/dismiss-reports/").status_code == 200
    assert ReviewReport.objects.get().status == "DISMISSED"
    assert moderator.post(f"/api/reviews/{review.pk}/dismiss-reports/").status_code == 409
    assert report(shelf.omid, review).status_code == 409
    assert api.get(f"/api/reviews/{review.pk}/").status_code == 200


def test_only_moderators_moderate(shelf, review):
    staff, support = make_user(groups=(STAFF,)), make_user(groups=(SUPPORT,))
    for person, status in ((shelf.omid, 403), (shelf.nora, 403), (shelf.linh, 403), (support, 403)):
        client = client_for(person)
        assert client.get("/api/reviews/moderation/").status_code == status
        assert client.post(f"/api/reviews/{review.pk}/hide/", {"reason": "No."}).status_code == status
        assert client.post(f"/api/reviews/{review.pk}/restore/", {"reason": "No."}).status_code == status
        assert client.post(f"/api/reviews/{review.pk}/dismiss-reports/").status_code == status
    assert Review.objects.get().status == "PUBLISHED"
    assert client_for(staff).post(f"/api/reviews/{review.pk}/hide/", {"reason": "Spam."}).status_code == 200


def test_ones_own_review_is_not_reported(shelf, review):
    assert report(shelf.linh, review).status_code == 409
    assert report(shelf.omid, review, reason="because").status_code == 400
    assert client_for().post(f"/api/reviews/{review.pk}/report/", {"reason": "spam"}).status_code == 401
    assert ReviewReport.objects.count() == 0


def test_the_eleventh_report_of_an_hour_is_too_many(shelf, review, settings):
    settings.LIMITS_PROFILE = "normal"
    statuses = [report(shelf.omid, review).status_code for _ in range(11)]
    assert statuses == [201] * 10 + [429]
    assert report(shelf.nora, review).status_code == 201

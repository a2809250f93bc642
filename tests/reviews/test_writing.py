"""Writing a review: who may, once, with pictures; and what it does to the ratings."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.models import AuditEntry
from core.services import invariants
from marketplace.models import StoreMember
from reviews.models import Review, ReviewImage
from reviews.selectors import product_rating, store_rating
from sales.models import OrderItem
from storefront.models import ProductListing
from storefront.services import listing_refresh
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import picture
from tests.marketplace.factories import make_item
from tests.reviews.factories import make_bought, make_review, write


def breaches() -> list[object]:
    return [breach for code in ("R1", "R2") for breach in invariants()[code][1]()]


def test_a_buyer_reviews_what_arrived_and_everybody_reads_it(shelf, api):
    line = make_bought(shelf.linh, shelf.item)
    waiting = client_for(shelf.linh).get("/api/reviews/waiting/").json()["results"]
    assert [row["order_item"] for row in waiting] == [str(line.pk)]
    answer = write(shelf.linh, line, 4, text="Sounds <b>great</b>.\u202e")
    assert (answer.status_code, answer.json()["text"]) == (201, "Sounds great.")
    page = api.get(shelf.address).json()
    assert page["summary"] == {"average": 4.0, "count": 1, "stars": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0}}
    shown = page["results"][0]
    assert (shown["author"], shown["rating"], shown["is_verified"], shown["is_mine"]) == ("Linh T.", 4, True, False)
    assert "status" not in shown
    assert shelf.linh.email not in str(page)
    assert client_for(shelf.linh).get("/api/reviews/waiting/").json()["results"] == []
    assert api.get(f"/api/reviews/stores/{shelf.store.slug}/").json()["summary"]["count"] == 1
    assert api.get(f"/api/marketplace/stores/{shelf.store.slug}/").json()["rating"] == {"average": 4.0, "count": 1}
    assert AuditEntry.objects.get(action="review.write").store_id == shelf.store.pk
    assert breaches() == []


def test_what_has_not_arrived_cannot_be_reviewed(shelf):
    line = make_bought(shelf.linh, shelf.item, is_delivered=False)
    answer = write(shelf.linh, line)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_delivered")
    assert Review.objects.count() == 0
    assert client_for(shelf.linh).get("/api/reviews/waiting/").json()["results"] == []


def test_a_line_is_reviewed_once_and_a_second_purchase_once_more(shelf):
    line = make_bought(shelf.linh, shelf.item)
    assert write(shelf.linh, line).status_code == 201
    again = write(shelf.linh, line, 1)
    assert (again.status_code, again.json()["code"]) == (409, "already_reviewed")
    assert write(shelf.linh, make_bought(shelf.linh, shelf.item), 3).status_code == 201
    assert product_rating(product_id=shelf.product.pk).counts == (0, 0, 1, 0, 1)


def test_nobody_reviews_what_another_bought(shelf):
    line = make_bought(shelf.linh, shelf.item)
    assert write(shelf.omid, line).status_code == 404
    assert write(shelf.nora, line).status_code == 404
    assert client_for().post("/api/reviews/", {"order_item": str(line.pk), "rating": 5}).status_code == 401
    assert Review.objects.count() == 0


def test_a_member_of_the_store_does_not_review_its_goods(shelf):
    line = make_bought(shelf.linh, shelf.item)
    StoreMember.objects.create(store=shelf.store, user=shelf.linh, role="fulfilment")
    assert write(shelf.linh, line).status_code == 403
    assert product_rating(product_id=shelf.product.pk).count == 0


@pytest.mark.parametrize("rating", [0, 6, -1, "5", 4.5, True, None])
def test_only_one_to_five_stars_exist(shelf, rating):
    answer = write(shelf.linh, make_bought(shelf.linh, shelf.item), rating)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/rating")
    assert Review.objects.count() == 0


def test_fields_that_the_house_decides_are_refused(shelf):
    line = make_bought(shelf.linh, shelf.item)
    for name, value in (("status", "HIDDEN"), ("helpful_count", 9), ("author", str(shelf.omid.pk)), ("reply", "x")):
        answer = write(shelf.linh, line, **{name: value})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "unknown_field")


def test_an_author_changes_the_review_and_the_ratings_follow(shelf):
    review = make_review(shelf.linh, shelf.item, 5)
    make_review(shelf.omid, shelf.item, 3)
    client = client_for(shelf.linh)
    changed = client.patch(f"/api/reviews/{review.pk}/", {"rating": 1, "text": "It broke."})
    assert (changed.status_code, changed.json()["rating"], changed.json()["text"]) == (200, 1, "It broke.")
    assert changed.json()["edited_at"] is not None
    assert product_rating(product_id=shelf.product.pk).average == 2.0
    assert AuditEntry.objects.get(action="review.update").changes["rating"] == [5, 1]
    assert client_for(shelf.omid).patch(f"/api/reviews/{review.pk}/", {"rating": 5}).status_code == 404
    assert breaches() == []


def test_a_change_to_the_same_words_is_none(shelf):
    review = make_review(shelf.linh, shelf.item, 5, text="As described.")
    same = client_for(shelf.linh).patch(f"/api/reviews/{review.pk}/", {"rating": 5, "text": "As described."})
    assert (same.status_code, same.json()["edited_at"]) == (200, None)
    assert not AuditEntry.objects.filter(action="review.update").exists()


def test_a_deleted_review_leaves_the_ratings_and_the_line_may_be_reviewed_anew(shelf, api):
    review = make_review(shelf.linh, shelf.item, 2)
    assert client_for(shelf.omid).delete(f"/api/reviews/{review.pk}/").status_code == 404
    assert client_for(shelf.linh).delete(f"/api/reviews/{review.pk}/").status_code == 204
    assert api.get(f"/api/reviews/{review.pk}/").status_code == 404
    assert api.get(shelf.address).json()["summary"]["average"] is None
    assert write(shelf.linh, OrderItem.objects.get(), 5).status_code == 201
    assert store_rating(store_id=shelf.store.pk).counts == (0, 0, 0, 0, 1)
    assert breaches() == []


def test_the_listing_and_the_product_page_show_the_rating(shelf, api):
    make_review(shelf.linh, shelf.item, 5)
    make_review(shelf.omid, shelf.item, 4)
    listing_refresh(product_id=shelf.product.pk)
    row = ProductListing.objects.get(product=shelf.product, market__code="intl")
    assert (row.rating_basis_points, row.review_count) == (45_000, 2)
    card = next(
        card for card in api.get("/api/catalog/products/").json()["results"] if card["slug"] == shelf.product.slug
    )
    assert card["rating"] == {"average": 4.5, "count": 2}
    assert api.get(f"/api/catalog/products/{shelf.product.slug}/").json()["rating"] == {"average": 4.5, "count": 2}


def test_a_review_sets_the_listing_to_be_refreshed(shelf, drain_outbox):
    drain_outbox()
    make_review(shelf.linh, shelf.item, 5)
    drain_outbox()
    assert ProductListing.objects.get(product=shelf.product, market__code="intl").rating_basis_points == 50_000


# --- pictures ---------------------------------------------------------------------------------------------------------


def upload(client, review, raw: bytes | None = None, name: str = "case.jpg", kind: str = "image/jpeg"):
    raw = picture("JPEG") if raw is None else raw
    file = SimpleUploadedFile(name, raw, kind)
    return client.post(f"/api/reviews/{review.pk}/pictures/", {"file": file}, format="multipart")


def test_pictures_are_written_anew_without_metadata(shelf, api):
    review = make_review(shelf.linh, shelf.item)
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    answer = upload(client_for(shelf.linh), review, picture("JPEG", exif=exif))
    assert answer.status_code == 201, answer.json()
    stored = ReviewImage.objects.get().file.name
    with default_storage.open(stored) as file:
        raw = file.read()
    assert b"a secret place" not in raw
    assert Image.open(io.BytesIO(raw)).format == "WEBP"
    shown = api.get(shelf.address + "?has_pictures=true").json()["results"]
    assert [image["width"] for image in shown[0]["images"]] == [40]
    assert api.get(shelf.address + "?has_pictures=false").json()["results"] == []


def test_a_review_holds_five_pictures(shelf):
    review, client = make_review(shelf.linh, shelf.item), client_for(shelf.linh)
    assert [upload(client, review).status_code for _ in range(5)] == [201] * 5
    sixth = upload(client, review)
    assert (sixth.status_code, sixth.json()["code"]) == (409, "gallery_full")
    first = ReviewImage.objects.order_by("position").first()
    assert client.delete(f"/api/reviews/{review.pk}/pictures/{first.pk}/").status_code == 204
    assert upload(client, review).status_code == 201
    assert ReviewImage.objects.count() == 5


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "empty.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"),
        (b"<?php echo 1;", "shell.php.jpg"),
        (picture("JPEG")[:200], "cut.jpg"),
        (picture("JPEG") + b"<script>alert(1)</script>", "both.jpg"),
    ],
)
def test_what_is_no_picture_is_refused(shelf, raw, name):
    review = make_review(shelf.linh, shelf.item)
    assert upload(client_for(shelf.linh), review, raw, name).status_code == 400
    assert ReviewImage.objects.count() == 0


def test_nobody_adds_to_or_takes_from_anothers_pictures(shelf):
    review = make_review(shelf.linh, shelf.item)
    assert upload(client_for(shelf.omid), review).status_code == 404
    upload(client_for(shelf.linh), review)
    image = ReviewImage.objects.get()
    for stranger in (shelf.omid, shelf.nora):
        address = f"/api/reviews/{review.pk}/pictures/{image.pk}/"
        assert client_for(stranger).delete(address).status_code == 404
    assert ReviewImage.objects.count() == 1


def test_ones_own_reviews_are_listed_with_their_lines(shelf):
    review = make_review(shelf.linh, shelf.item)
    make_review(shelf.omid, make_item(shelf.store))
    mine = client_for(shelf.linh).get("/api/reviews/mine/").json()["results"]
    assert [(row["id"], row["status"], row["order_item"]) for row in mine] == [
        (str(review.pk), "PUBLISHED", str(review.order_item_id))
    ]
    assert client_for(make_user()).get("/api/reviews/mine/").json()["results"] == []


def test_an_erased_name_is_shown_as_a_shopper(shelf, api):
    make_review(shelf.linh, shelf.item)
    type(shelf.linh).objects.filter(pk=shelf.linh.pk).update(name="")
    assert api.get(shelf.address).json()["results"][0]["author"] == "A shopper"
    assert Review.objects.get().created_at > timezone.now() - timedelta(minutes=5)

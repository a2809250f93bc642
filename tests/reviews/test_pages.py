"""The page that review invitations lead to, used as a browser does."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.scope import SYSTEM_SCOPE
from reviews.models import Review, ReviewImage
from reviews.services import review_hide
from tests.catalog.factories import picture
from tests.reviews.factories import make_bought


@pytest.fixture
def line(shelf):
    return make_bought(shelf.linh, shelf.item)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(line) -> str:
    return f"/orders/{line.store_order.order.number}/reviews/"


def sent(line, **fields):
    return {"line": str(line.pk), **{f"{line.pk.hex}-{name}": value for name, value in fields.items()}}


def test_a_buyer_writes_a_review_with_a_picture_and_changes_it(shelf, line):
    client = browser(shelf.linh)
    assert b"Publish review" in client.get(address(line)).content
    file = SimpleUploadedFile("case.png", picture(), "image/png")
    answer = client.post(address(line), sent(line, rating="4", text="Sounds great.", pictures=[file]), follow=True)
    assert answer.redirect_chain == [(address(line), 302)]
    assert "Thank you. Your review is published." in answer.content.decode()
    assert (Review.objects.get().rating, ReviewImage.objects.count()) == (4, 1)
    client.post(address(line), sent(line, rating="2", text="It broke."))
    assert (Review.objects.get().rating, Review.objects.get().text) == (2, "It broke.")


def test_without_stars_the_form_says_so_and_keeps_the_words(shelf, line):
    answer = browser(shelf.linh).post(address(line), sent(line, text="Sounds great."))
    page = answer.content.decode()
    assert (answer.status_code, Review.objects.count()) == (400, 0)
    assert "Choose one to five stars." in page
    assert "Sounds great." in page


def test_a_bad_picture_is_named_and_the_words_are_kept(shelf, line):
    file = SimpleUploadedFile("case.png", b"no picture", "image/png")
    answer = browser(shelf.linh).post(address(line), sent(line, rating="4", text="Sounds great.", pictures=[file]))
    assert answer.status_code == 400
    assert "not a whole JPEG, PNG or WebP picture" in answer.content.decode()
    assert (Review.objects.get().text, ReviewImage.objects.count()) == ("Sounds great.", 0)


def test_others_find_nothing_and_visitors_sign_in_first(shelf, line):
    for stranger in (shelf.omid, shelf.nora, shelf.moderator):
        assert browser(stranger).get(address(line)).status_code == 404
        assert browser(stranger).post(address(line), sent(line, rating="1")).status_code == 404
    answer = Client().get(address(line))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={address(line)}")
    assert Review.objects.count() == 0


def test_what_is_on_its_way_is_not_shown_and_a_line_of_another_order_is_not_taken(shelf, line):
    waiting = make_bought(shelf.linh, shelf.item, is_delivered=False)
    client = browser(shelf.linh)
    assert client.get(address(waiting)).status_code == 404
    assert client.post(address(line), sent(waiting, rating="5")).status_code == 404
    assert Review.objects.count() == 0


def test_a_hidden_review_shows_its_reason_and_no_form(shelf, line):
    client = browser(shelf.linh)
    client.post(address(line), sent(line, rating="1", text="Call Tom at home."))
    review_hide(scope=SYSTEM_SCOPE, review_id=Review.objects.get().pk, reason="It names a private person.")
    page = client.get(address(line)).content.decode()
    assert "It names a private person." in page
    assert "<form" not in page
    assert client.post(address(line), sent(line, rating="5")).status_code == 400
    assert Review.objects.get().rating == 1

"""The seller console is for the people of a store: others are sent to sign in, or find nothing there."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back():
    for prefix in ("", "/fa"):
        answer = Client().get(f"{prefix}/seller/orders?tab=shipped")
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"{prefix}/login?next={prefix.replace('/', '%2F')}%2Fseller%2Forders%3Ftab%3Dshipped",
        )


@pytest.mark.parametrize("path", ["/seller", "/seller/orders", "/seller/orders/S-1", "/seller/stock", "/vi/seller"])
def test_people_of_a_store_get_the_console_and_others_nothing(path, make_user):
    owner, stranger = make_user(), make_user("stranger@example.com")
    make_store("Desk of twins", owner=owner)
    mine, others = Client(), Client()
    mine.force_login(owner)
    others.force_login(stranger)
    answer = mine.get(path)
    assert (answer.status_code, "Desk of twins" in answer.content.decode()) == (200, True)
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert others.get(path).status_code == 404


def test_what_is_not_built_is_not_there(make_user):
    owner = make_user()
    make_store(owner=owner)
    mine = Client()
    mine.force_login(owner)
    assert mine.get("/seller/restock").status_code == 404

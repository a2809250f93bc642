"""The account's pages of the shop, and its doors: who is let in, and where they are sent."""

from __future__ import annotations

import re

import pytest

from tests.accounts.factories import make_user
from tests.storefront.test_pages import HTML, boot_of, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/fa"])
def test_the_account_is_for_who_is_signed_in_and_the_way_there_comes_back(client, prefix):
    response = client.get(f"{prefix}/account/orders?after=x", headers=HTML)
    assert (response.status_code, response["Location"]) == (
        302,
        f"{prefix}/login?next=%2Faccount%2Forders%3Fafter%3Dx"
        if not prefix
        else "/fa/login?next=%2Ffa%2Faccount%2Forders%3Fafter%3Dx",
    )
    client.force_login(make_user(name="Linh"))
    page = page_of(client, f"{prefix}/account/orders")
    assert boot_of(page)["person"]["name"] == "Linh"
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("part", ["", "/orders", "/wishlist", "/addresses", "/profile", "/security", "/data"])
def test_each_page_of_the_account_has_a_title_of_its_own(client, part):
    client.force_login(make_user())
    page = page_of(client, f"/account{part}")
    title = re.search(r"<title>(.*?) — Serai</title>", page)[1]
    assert title.lower().split()[-1] == (part[1:] or "account")


def test_nothing_is_at_an_unknown_part_of_the_account(client):
    client.force_login(make_user())
    page_of(client, "/account/secrets", status=404)


@pytest.mark.parametrize(
    ("wanted", "went"),
    [
        ("/fa/p/lemon", "/fa/p/lemon"),
        ("//elsewhere.example", "/account"),
        ("https://elsewhere.example/", "/account"),
        ("/\\elsewhere.example", "/account"),
        ("", "/account"),
    ],
)
@pytest.mark.parametrize("door", ["login", "register"])
def test_who_is_inside_already_is_sent_on_but_never_elsewhere(client, door, wanted, went):
    client.force_login(make_user())
    response = client.get(f"/{door}", {"next": wanted}, headers=HTML)
    assert (response.status_code, response["Location"]) == (302, went)


@pytest.mark.parametrize(("door", "title"), [("login", "Sign in"), ("register", "Open an account")])
def test_the_doors_of_the_shop_have_no_slash_and_those_with_one_are_drawn_by_the_server(client, door, title):
    assert f"<title>{title} — Serai</title>" in page_of(client, f"/{door}")
    assert boot_of(page_of(client, f"/id/{door}"))["prefix"] == "/id"
    assert 'id="boot"' not in page_of(client, f"/{door}/")

"""Who may enter, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Session, User
from accounts.services import session_start
from tests.accounts.factories import PASSWORD, make_user
from tests.admin.conftest import World, page_text
from tests.marketplace.factories import make_store

LOGIN = "/admin/login/"


def sign_in_as(identifier: str, *, password: str = PASSWORD, to: str = "", client: Client | None = None) -> Any:
    url = f"{LOGIN}?next={to}" if to else LOGIN
    return (client or Client()).post(url, {"username": identifier, "password": password, "next": to})


@pytest.mark.parametrize("identifier", ["lena@shop.example", "LENA@Shop.example", "+14155550100", "lena.shop"])
def test_a_seller_signs_in_with_any_identifier(db: None, identifier: str) -> None:
    make_store(owner=make_user("lena@shop.example", phone="+14155550100", username="lena.shop"))
    answer = sign_in_as(identifier)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_after_signing_in_one_stands_where_one_wanted_to_go(db: None) -> None:
    make_store(owner=make_user("lena@shop.example"))
    client = Client()
    wanted = client.get("/admin/orders")
    assert wanted.headers["Location"] == "/admin/login/?next=/admin/orders"
    page = client.get(wanted.headers["Location"])
    assert 'name="next" value="/admin/orders"' in page_text(page)
    answer = sign_in_as("lena@shop.example", to="/admin/orders", client=client)
    assert answer.headers["Location"] == "/admin/orders"


def test_a_foreign_address_is_not_followed(db: None) -> None:
    make_store(owner=make_user("lena@shop.example"))
    assert sign_in_as("lena@shop.example", to="https://evil.example/").headers["Location"] == "/admin/"


def test_a_shopper_is_told_that_this_is_not_for_him(db: None) -> None:
    make_user("sam@example.com")
    answer = sign_in_as("sam@example.com")
    assert answer.status_code == 200
    assert "works neither for Serai nor for a store" in page_text(answer)
    assert "_auth_user_id" not in answer.client.session


def test_a_wrong_password_and_an_unknown_person_get_the_same_words(db: None) -> None:
    make_store(owner=make_user("lena@shop.example"))
    wrong = sign_in_as("lena@shop.example", password="something else").context["form"].non_field_errors()
    unknown = sign_in_as("nobody@shop.example").context["form"].non_field_errors()
    assert wrong == unknown
    assert len(wrong) == 1


def test_staff_without_a_platform_role_stay_outside(db: None) -> None:
    make_user("nobody@serai.example", is_staff=True)
    assert sign_in_as("nobody@serai.example").status_code == 200


def test_a_deactivated_person_is_out_at_once(
    db: None, sign_in: Callable[[User], Client], staff_of: Callable[[str], User]
) -> None:
    person = staff_of("support")
    client = sign_in(person)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)


def test_changing_the_password_ends_the_sessions_of_the_api(world: World, sign_in: Callable[[User], Client]) -> None:
    session_start(user=world.acme.owner)
    client = sign_in(world.acme.owner)
    data = {"old_password": PASSWORD, "new_password1": "another long phrase", "new_password2": "another long phrase"}
    assert client.post("/admin/password_change/", data).status_code == 302
    assert Session.objects.filter(user=world.acme.owner, revoked_at=None).count() == 0
    assert client.get("/admin/").status_code == 200  # this browser stays signed in


def test_a_form_without_a_csrf_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.acme.owner)
    answer = client.post("/admin/marketplace/storeitem/", {"action": "delete_selected", "index": "0"})
    assert answer.status_code == 403
    world.acme.item.refresh_from_db()
    assert world.acme.item.deleted_at is None


def test_pages_call_no_other_host(world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(world.acme.owner)
    theme = client.get("/admin/theme.css")
    assert theme.status_code == 200
    assert theme.headers["Content-Type"] == "text/css"
    assert "fonts.googleapis" not in page_text(theme)
    assert "@import" not in page_text(theme)
    for url in ("/admin/", "/admin/marketplace/storeitem/", "/admin/orders"):
        page = page_text(client.get(url))
        assert 'src="http' not in page, url
        assert 'href="http' not in page, url


def test_in_persian_the_page_runs_from_right_to_left(world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(world.acme.owner)
    assert '<html lang="fa" dir="rtl"' in page_text(client.get("/admin/", headers={"Accept-Language": "fa"}))
    assert '<html lang="en" dir="ltr"' in page_text(client.get("/admin/", headers={"Accept-Language": "en"}))


def test_the_collapsed_navigation_is_remembered(world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(world.acme.owner)
    client.cookies["jazzy_menu"] = "closed"
    assert '<body class="sidebar-collapse' in page_text(client.get("/admin/"))

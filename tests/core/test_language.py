"""Which language an answer comes in, and that it does not stay in the thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from rest_framework.test import APIClient

from accounts.models import Profile, User
from markets.models import Market
from tests.marketplace.factories import make_store

REQUIRED = {
    "en": "This field is required.",
    "fa": "این مقدار لازم است.",
    "vi": "Trường này là bắt buộc.",
    "id": "Bidang ini harus diisi.",
}


def refused(client: APIClient, path: str = "/api/accounts/login/", **headers: str) -> Any:
    """The answer to a body without what it needs."""
    return client.post(path, {}, headers=headers)


def sentence(answer: Any) -> str:
    assert answer.status_code == 400, answer.content
    return str(answer.json()["errors"][0]["detail"])


def speak(user: User, language: str) -> None:
    Profile.objects.filter(user=user).update(language=language)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fa", "fa"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("de-DE,id;q=0.5,en;q=0.3", "id"),
        ("en-GB,fa;q=0.9", "en"),
        ("de, fr;q=0.9, *;q=0.1", "en"),
        ("fa;q=0", "en"),
        ("x" * 5000, "en"),
        ("fa\tvi;;q=,", "en"),
    ],
)
def test_a_refusal_comes_in_the_language_that_the_header_wishes(api: APIClient, accepted: str, language: str) -> None:
    answer = refused(api, **{"Accept-Language": accepted})
    assert sentence(answer) == REQUIRED[language]
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


def test_the_cookie_of_the_menu_counts_more_than_the_header(api: APIClient) -> None:
    api.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    assert sentence(refused(api, **{"Accept-Language": "fa"})) == REQUIRED["vi"]


def test_a_cookie_with_an_unknown_language_is_as_none(api: APIClient) -> None:
    api.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert sentence(refused(api, **{"Accept-Language": "fa"})) == REQUIRED["fa"]


def test_what_a_person_chose_counts_more_than_cookie_and_header(
    make_user: Callable[..., User], api_as: Callable[..., APIClient]
) -> None:
    user = make_user("sara@example.com")
    speak(user, "fa")
    client = api_as(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    answer = refused(client, "/api/accounts/addresses/", **{"Accept-Language": "id"})
    assert (sentence(answer), answer["Content-Language"]) == (REQUIRED["fa"], "fa")


def test_where_nobody_wishes_anything_the_market_speaks(
    make_user: Callable[..., User], api_as: Callable[..., APIClient], api: APIClient
) -> None:
    assert api.get("/api/marketplace/stores/?market=vn")["Content-Language"] == "vi"
    user = make_user("agus@example.com")
    assert sentence(refused(api_as(user), "/api/accounts/addresses/")) == REQUIRED["en"]
    Profile.objects.filter(user=user).update(market=Market.objects.get(code="id"))
    assert sentence(refused(api_as(user), "/api/accounts/addresses/")) == REQUIRED["id"]


def test_the_language_of_a_request_does_not_stay_for_the_next(
    make_user: Callable[..., User], api_as: Callable[..., APIClient], api: APIClient
) -> None:
    user = make_user("sara@example.com")
    speak(user, "fa")
    for asked in (
        lambda: refused(api, **{"Accept-Language": "fa"}),
        lambda: refused(api_as(user), "/api/accounts/addresses/"),
        lambda: Client().get("/nowhere/", headers={"Accept-Language": "fa", "Accept": "text/html"}),
    ):
        assert asked()["Content-Language"] == "fa"
        assert translation.get_language() == settings.LANGUAGE_CODE
        assert sentence(refused(api)) == REQUIRED["en"]


def test_a_view_that_breaks_leaves_no_language_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEFAULT_MARKET", None)
    monkeypatch.setattr(settings, "SERAI_LANGUAGE_RESOLVER", "no.such.function")
    client = Client(raise_request_exception=False)
    broken = client.get("/", headers={"Accept-Language": "fa"})
    assert broken.status_code == 500
    assert translation.get_language() == settings.LANGUAGE_CODE


def test_a_hot_read_asks_neither_who_calls_nor_in_which_language(db: None, make_user: Callable[..., User]) -> None:
    browser = Client()
    browser.force_login(make_user("sara@example.com"))
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get("/api/catalog/products/", headers={"Accept-Language": "fa"})
    assert answer.status_code == 200
    assert not any("accounts_" in statement["sql"] or "django_session" in statement["sql"] for statement in statements)
    assert "Content-Language" not in answer.headers


def test_a_page_is_written_in_the_language_of_whoever_looks_at_it(make_user: Callable[..., User]) -> None:
    owner = make_user("sara@shop.example")
    make_store(owner=owner)
    browser = Client()
    browser.force_login(owner)
    assert '<html lang="en" dir="ltr"' in browser.get("/admin/").content.decode()
    speak(owner, "fa")
    page = browser.get("/admin/", headers={"Accept-Language": "vi"})
    assert '<html lang="fa" dir="rtl"' in page.content.decode()
    assert (page["Content-Language"], "Accept-Language" in page["Vary"]) == ("fa", True)


def test_the_language_menu_is_remembered_by_cookie_and_profile(make_user: Callable[..., User]) -> None:
    user = make_user("linh@example.com")
    browser = Client()
    assert browser.get("/i18n/setlang/").status_code == 405
    answer = browser.post("/i18n/setlang/", {"language": "id", "next": "/admin/"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert browser.cookies[settings.LANGUAGE_COOKIE_NAME].value == "id"
    browser.force_login(user)
    browser.post("/i18n/setlang/", {"language": "vi", "next": "/admin/"})
    assert Profile.objects.get(user=user).language == "vi"
    browser.post("/i18n/setlang/", {"language": "tlh", "next": "https://evil.example/"})
    assert Profile.objects.get(user=user).language == "vi"


def test_who_registers_keeps_the_language_of_that_moment(api: APIClient) -> None:
    body = {"email": "sara@example.com", "password": "seven paper lanterns"}
    assert api.post("/api/accounts/register/", body, headers={"Accept-Language": "fa-IR"}).status_code == 201
    assert Profile.objects.get(user__email="sara@example.com").language == "fa"
    body["email"] = "tom@example.com"
    assert api.post("/api/accounts/register/", body, headers={"Accept-Language": "en"}).status_code == 201
    assert Profile.objects.get(user__email="tom@example.com").language == ""

"""The pages that show the API: they ask no other host for anything."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders

from accounts import services
from accounts.identity import one_time_code_of
from accounts.models import OneTimeCode

# What a browser fetches by itself; a link that a person may click is not among it.
FETCHED = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=["']([^"']+)["']""", re.IGNORECASE)


def fetched(html: str) -> list[str]:
    return FETCHED.findall(html)


@pytest.mark.parametrize("page", ["/api/docs/", "/api/redoc/"])
def test_the_page_opens_and_fetches_only_from_here(client, page):
    answer = client.get(page)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Content-Security-Policy"] == django_settings.CSP_DOCS
    assert re.findall(r"https?://", html) == []
    for address in fetched(html):
        assert address.startswith("/"), address
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/").partition("?")[0]), address
        else:
            assert client.get(address).status_code == 200


def test_swagger_starts_from_a_script_of_its_own_that_reads_our_document(client):
    (script,) = [address for address in fetched(client.get("/api/docs/").content.decode()) if "script=" in address]
    text = client.get(script).content.decode()
    assert '"/api/schema/"' in text
    assert re.findall(r"https?://", text) == []


@pytest.mark.parametrize("page", ["/api/docs", "/api/redoc", "/api/docs+"])
def test_a_forgotten_slash_is_put_right(client, page):
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, f"{page}/")


def test_no_policy_of_the_documents_names_another_host():
    assert "http" not in django_settings.CSP_DOCS


def test_the_code_page_does_not_exist_without_debug(client, db):
    services.one_time_code_request(target="mina@example.com")
    assert client.get("/api/docs+/").status_code == 404
    body = {"target": "mina@example.com"}
    assert client.post("/api/docs+/code/", body, content_type="application/json").status_code == 404


def test_while_developing_the_code_page_reads_the_live_code(client, db, settings):
    settings.DEBUG = True
    settings.OTP_FIXED_CODE = ""
    page = client.get("/api/docs+/")
    html = page.content.decode()
    assert page.status_code == 200
    assert page["Content-Security-Policy"] == django_settings.CSP_DOCS
    assert re.findall(r"https?://", html) == []
    assert {'data-code="/api/docs+/code/"', 'data-verify="/api/accounts/otp/verify/"'} <= set(
        re.findall(r'data-\w+="[^"]*"', html)
    )

    client.post("/api/accounts/otp/request/", {"target": "mina@example.com"}, content_type="application/json")
    read = client.post("/api/docs+/code/", {"target": " MINA@example.com"}, content_type="application/json")
    assert read.json() == {"code": one_time_code_of(OneTimeCode.objects.get().pk)}
    entered = {"target": "mina@example.com", "code": read.json()["code"]}
    assert client.post("/api/accounts/otp/verify/", entered, content_type="application/json").status_code == 200
    used = client.post("/api/docs+/code/", {"target": "mina@example.com"}, content_type="application/json")
    assert used.status_code == 404


def test_the_code_is_told_to_json_only_and_refuses_what_is_no_target(client, db, settings):
    settings.DEBUG = True
    assert client.post("/api/docs+/code/", {"target": "mina@example.com"}).status_code == 415
    for body in ('{"target": "x"}', "[]", "{", "{}", '{"target": 7}'):
        assert client.post("/api/docs+/code/", body, content_type="application/json").status_code == 400, body
    assert client.get("/api/docs+/code/").status_code == 405


def test_redoc_loads_no_logo_of_its_maker_from_outside(client):
    script = client.get("/api/redoc/redoc.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert len(script.content) > 500_000
    assert b"cdn.redoc.ly" not in script.content
    assert re.findall(rb'src:"https?://', script.content) == []

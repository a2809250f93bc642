"""A browser signs in with the tokens of the API, and is signed out wherever its session ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import Session
from tests.accounts.factories import PASSWORD, bearer

pytestmark = pytest.mark.django_db
BEGIN, ME, LOGOUT = "/api/accounts/browser-session/", "/api/accounts/me/", "/api/accounts/logout/"
SESSIONS, CHANGE = "/api/accounts/sessions/", "/api/accounts/change-password/"
JSON = "application/json"


@pytest.fixture
def mina(make_user):
    return make_user("mina@example.com", name="Mina")


class Browser(Client):
    """Sends the CSRF token as the shop's pages do."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def json(self, method: str, path: str, **body: str):
        headers = {"X-CSRFToken": self.cookies["csrftoken"].value}
        return getattr(self, method)(path, body, content_type=JSON, headers=headers)


def signed_in(user, user_agent: str = "Browser/1") -> Browser:
    browser = Browser()
    access = services.session_start(user=user, user_agent=user_agent).access
    assert browser.post(BEGIN, headers={"Authorization": f"Bearer {access}"}).status_code == 204
    return browser


def test_a_browser_is_signed_in_by_its_cookie_alone_and_writes_with_its_csrf_token(mina):
    browser = signed_in(mina)
    assert browser.get(ME).json()["email"] == "mina@example.com"
    refused = browser.patch(ME, {"name": "M"}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    assert browser.json("patch", ME, name="M").json()["name"] == "M"


def test_only_a_token_begins_it(mina):
    browser = Browser()
    assert browser.post(BEGIN).status_code == 401
    browser.force_login(mina)
    assert browser.post(BEGIN).status_code == 401
    assert Session.objects.count() == 0


def test_it_stands_in_the_device_list_as_the_one_that_looks(mina):
    phone, desk = signed_in(mina, "Phone/1"), signed_in(mina, "Desk/1")
    for browser, here in ((phone, "Phone/1"), (desk, "Desk/1")):
        rows = browser.get(SESSIONS).json()["results"]
        assert {row["user_agent"]: row["is_current"] for row in rows} == {
            "Phone/1": here == "Phone/1",
            "Desk/1": here == "Desk/1",
        }


def test_one_device_is_signed_out_by_another_of_the_api_too(mina, api):
    phone, desk = signed_in(mina, "Phone/1"), signed_in(mina, "Desk/1")
    phones = Session.objects.get(user_agent="Phone/1")
    assert desk.json("delete", f"{SESSIONS}{phones.pk}/").status_code == 204
    assert phone.get(ME).status_code == 401
    assert desk.get(ME).status_code == 200
    desks = Session.objects.get(user_agent="Desk/1")
    assert api.delete(f"{SESSIONS}{desks.pk}/", headers=bearer(mina)).status_code == 204
    assert desk.get(ME).status_code == 401


def test_a_browser_that_was_signed_out_elsewhere_is_nobody_on_every_page_and_its_session_is_gone(mina):
    browser = signed_in(mina)
    Session.objects.update(revoked_at=timezone.now())
    assert browser.get("/account/").status_code == 302
    assert browser.get("/api/catalog/categories/").status_code == 200
    assert browser.session.is_empty()


def test_signing_out_the_others_keeps_this_browser(mina):
    here, there = signed_in(mina), signed_in(mina)
    headers = bearer(mina)
    assert here.json("delete", SESSIONS).status_code == 204
    assert here.get(ME).status_code == 200
    assert there.get(ME).status_code == 401
    assert there.get(ME, headers=headers).status_code == 401
    assert len(here.get(SESSIONS).json()["results"]) == 1


def test_the_page_that_signs_out_the_others_keeps_this_browser_too(mina):
    here, there = signed_in(mina), signed_in(mina)
    token = here.cookies["csrftoken"].value
    here.post("/account/", {"sign_out_others": "1", "csrfmiddlewaretoken": token})
    assert (here.get(ME).status_code, there.get(ME).status_code) == (200, 401)


@pytest.mark.parametrize("address", [LOGOUT, "/logout/"])
def test_logging_out_ends_the_session_wherever_it_is_done(mina, address):
    browser = signed_in(mina)
    token = browser.cookies["csrftoken"].value
    if address == LOGOUT:
        assert browser.json("post", address).status_code == 204
    else:
        assert browser.post(address, {"csrfmiddlewaretoken": token}).status_code == 302
    assert browser.get(ME).status_code == 401
    assert Session.objects.get().revoked_reason == "logout"


def test_a_new_password_keeps_this_browser_and_ends_the_others(mina):
    here, there = signed_in(mina), signed_in(mina)
    changed = here.json("post", CHANGE, old_password=PASSWORD, new_password="staple battery 9")
    assert changed.status_code == 204
    assert (here.get(ME).status_code, there.get(ME).status_code) == (200, 401)


def test_closing_the_account_signs_the_browser_out(mina):
    browser = signed_in(mina)
    assert browser.json("post", "/api/accounts/deactivate/", password=PASSWORD).status_code == 204
    assert browser.get(ME).status_code == 401
    assert browser.session.is_empty()


def test_another_session_in_the_same_browser_ends_the_first(mina, make_user):
    browser, other = signed_in(mina), make_user("tom@example.com")
    first = Session.objects.get()
    assert browser.post(BEGIN, headers=bearer(other)).status_code == 204
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert browser.get(ME).json()["email"] == "tom@example.com"


def test_a_session_that_is_over_is_refused(mina):
    browser = signed_in(mina)
    Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser.get(ME).status_code == 401


def test_cookie_and_session_end_together_and_move_on_while_the_browser_is_used(mina, settings):
    browser = signed_in(mina)
    week = settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]
    assert browser.cookies["sessionid"]["max-age"] == week.total_seconds()
    used = timezone.now() - timedelta(hours=2)
    Session.objects.update(rotated_at=used, expires_at=used + week)
    assert browser.get(ME).cookies["sessionid"]["max-age"] == week.total_seconds()
    row = Session.objects.get()
    assert row.rotated_at > used + timedelta(hours=1)
    assert row.expires_at - row.rotated_at == week
    assert "sessionid" not in browser.get(ME).cookies


def test_whoever_may_open_the_admin_stays_only_as_long_as_the_cookie_always_did(make_user, settings):
    staff = make_user("staff@example.com", is_staff=True)
    browser = signed_in(staff)
    assert browser.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    row = Session.objects.get()
    assert row.expires_at - row.rotated_at == timedelta(seconds=settings.SESSION_COOKIE_AGE)


def test_bearer_and_anonymous_requests_pay_nothing_and_a_browser_one_statement(mina, api, django_assert_num_queries):
    headers = bearer(mina)
    with django_assert_num_queries(1):
        assert api.get(ME + "?x=1", headers=headers).status_code == 400
    with django_assert_num_queries(0):
        assert api.get(ME).status_code == 401
    browser = signed_in(mina)
    with django_assert_num_queries(3):  # Django's session and user, and the session adopted
        assert browser.get(ME + "?x=1").status_code == 400

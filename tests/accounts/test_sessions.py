"""Access tokens, refresh rotation, logout, one's own devices."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import jwt
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import Session
from core.models import AuditEntry
from tests.accounts.factories import PASSWORD, client_for

ME, REFRESH, LOGOUT = "/api/accounts/me/", "/api/accounts/token/refresh/", "/api/accounts/logout/"
SESSIONS, CHANGE = "/api/accounts/sessions/", "/api/accounts/change-password/"


@pytest.fixture
def mina(make_user):
    return make_user("mina@example.com", name="Mina")


@pytest.fixture
def pair(mina):
    return services.session_start(user=mina, user_agent="Test/1")


def who(api, access: str):
    return api.get(ME, headers={"Authorization": f"Bearer {access}"})


def refresh(api, token: str):
    return api.post(REFRESH, {"refresh": token})


def claims(token: str, **changes) -> dict:
    known = jwt.decode(token, options={"verify_signature": False})
    return {key: value for key, value in (known | changes).items() if value is not None}


def signed(body: dict, key: str | None = None, algorithm: str = "HS256", **headers) -> str:
    return jwt.encode(body, key if key is not None else django_settings.JWT_SIGNING_KEY, algorithm, headers=headers)


def test_an_access_token_names_session_person_audience_and_issuer(mina, pair):
    body = jwt.decode(pair.access, django_settings.JWT_SIGNING_KEY, ["HS256"], audience="serai", issuer="serai")
    session = Session.objects.get()
    assert (body["sid"], body["sub"], body["token_type"]) == (str(session.pk), str(mina.pk), "access")
    assert body["exp"] - body["iat"] == 30 * 60


def test_only_hashes_of_tokens_are_stored(pair):
    session = Session.objects.get()
    assert session.current_hash == hashlib.sha256(claims(pair.refresh)["jti"].encode()).hexdigest()
    stored = " ".join(str(value) for value in Session.objects.values_list().get())
    assert claims(pair.refresh)["jti"] not in stored


def test_authentication_is_one_statement(api, pair, django_assert_num_queries):
    with django_assert_num_queries(
        1
    ):  # a list parameter that the address does not know is refused before anything else
        assert api.get(ME + "?x=1", headers={"Authorization": f"Bearer {pair.access}"}).status_code == 400


FORGERIES = {
    "expired": lambda p: signed(claims(p.access, exp=timezone.now() - timedelta(hours=1))),
    "alg none": lambda p: signed(claims(p.access), key="", algorithm="none"),
    "another key": lambda p: signed(claims(p.access), key="k" * 40),
    "another algorithm": lambda p: signed(claims(p.access), algorithm="HS384"),
    "wrong audience": lambda p: signed(claims(p.access, aud="shop")),
    "no audience": lambda p: signed(claims(p.access, aud=None)),
    "wrong issuer": lambda p: signed(claims(p.access, iss="someone")),
    "no expiry": lambda p: signed(claims(p.access, exp=None)),
    "no session": lambda p: signed(claims(p.access, sid=None)),
    "session of nobody": lambda p: signed(claims(p.access, sid="01938f2e-7c1a-7b3e-9c55-0242ac120002")),
    "another person": lambda p: signed(claims(p.access, sub="01938f2e-7c1a-7b3e-9c55-0242ac120002")),
    "session is not an id": lambda p: signed(claims(p.access, sid="' OR 1=1")),
    "session is a number": lambda p: signed(claims(p.access, sid=7)),
    "from the future": lambda p: signed(claims(p.access, iat=timezone.now() + timedelta(days=1))),
    "kid is a path": lambda p: signed(claims(p.access), key="", algorithm="none", kid="/dev/null"),
    "refresh as access": lambda p: p.refresh,
    "cut": lambda p: p.access[:-4],
    "not a token": lambda p: "abc",
    "empty": lambda p: "",
    "not ascii": lambda p: "\u0661",
    "very long": lambda p: "a" * 5000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_token_that_does_not_hold_is_a_401_problem(api, pair, forgery):
    answer = who(api, FORGERIES[forgery](pair))
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.json()["code"] == "token_refused"


def test_another_authorization_scheme_is_a_401(api, pair):
    assert api.get(ME, headers={"Authorization": "Basic bWluYTpwdw=="}).status_code == 401


def test_without_a_token_the_api_asks_to_sign_in(api):
    answer = api.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_the_tokens_of_a_closed_account_die_at_once(api, mina, pair):
    assert who(api, pair.access).status_code == 200
    mina.is_active = False
    mina.save()
    assert who(api, pair.access).status_code == 401
    assert refresh(api, pair.refresh).status_code == 401


def test_a_refresh_token_gives_a_new_pair_of_the_same_session(api, pair):
    answer = refresh(api, pair.refresh)
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh", "token_type", "expires_in"}
    assert claims(answer.json()["access"])["sid"] == claims(pair.access)["sid"]
    assert who(api, answer.json()["access"]).status_code == 200
    assert refresh(api, answer.json()["refresh"]).status_code == 200
    assert Session.objects.count() == 1


def test_a_refresh_token_used_again_at_once_is_a_409_and_harms_nobody(api, pair):
    newer = refresh(api, pair.refresh).json()
    again = refresh(api, pair.refresh)
    assert (again.status_code, again.json()["code"]) == (409, "already_rotated")
    assert who(api, newer["access"]).status_code == 200
    assert refresh(api, newer["refresh"]).status_code == 200


def test_a_refresh_token_used_again_later_ends_the_session_and_is_noted(api, pair):
    newer = refresh(api, pair.refresh).json()
    Session.objects.update(rotated_at=timezone.now() - timedelta(seconds=11))
    stolen = refresh(api, pair.refresh)
    assert (stolen.status_code, stolen.json()["code"]) == (401, "token_refused")
    assert who(api, newer["access"]).status_code == 401
    assert refresh(api, newer["refresh"]).status_code == 401
    assert Session.objects.get().revoked_reason == "token_reuse"
    assert AuditEntry.objects.filter(action="session.revoke_reused").count() == 1
    refresh(api, pair.refresh)
    assert AuditEntry.objects.filter(action="session.revoke_reused").count() == 1


def test_a_grandparent_ends_the_session_even_within_ten_seconds(api, pair):
    parent = refresh(api, pair.refresh).json()
    newest = refresh(api, parent["refresh"]).json()
    assert refresh(api, pair.refresh).status_code == 401
    assert who(api, newest["access"]).status_code == 401


def test_an_access_token_does_not_refresh(api, pair):
    assert refresh(api, pair.access).status_code == 401
    assert refresh(api, "x").status_code == 401


def test_an_expired_session_neither_answers_nor_refreshes(api, pair):
    Session.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert who(api, pair.access).status_code == 401
    assert refresh(api, pair.refresh).status_code == 401


def test_logout_ends_the_bearers_session_and_no_other(api, mina, pair):
    other = services.session_start(user=mina)
    answer = api.post(LOGOUT, {}, headers={"Authorization": f"Bearer {pair.access}"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert who(api, pair.access).status_code == 401
    assert refresh(api, pair.refresh).status_code == 401
    assert who(api, other.access).status_code == 200


def test_logout_by_refresh_token_needs_no_access_token(api, pair):
    assert api.post(LOGOUT, {"refresh": pair.refresh}).status_code == 204
    assert who(api, pair.access).status_code == 401
    assert api.post(LOGOUT, {"refresh": pair.refresh}).status_code == 204


def test_logout_of_nobody_is_a_401(api):
    assert api.post(LOGOUT, {}).status_code == 401
    assert api.post(LOGOUT, {"refresh": "x"}).status_code == 401


def test_a_person_sees_their_devices_and_signs_one_out(api, api_as, mina, pair, make_user):
    services.session_start(user=make_user())
    phone = services.session_start(user=mina, user_agent="Phone/2")
    listed = who_lists = api.get(SESSIONS, headers={"Authorization": f"Bearer {pair.access}"}).json()["results"]
    assert [(row["user_agent"], row["is_current"]) for row in who_lists] == [("Phone/2", False), ("Test/1", True)]
    gone = api.delete(f"{SESSIONS}{listed[0]['id']}/", headers={"Authorization": f"Bearer {pair.access}"})
    assert gone.status_code == 204
    assert who(api, phone.access).status_code == 401
    assert who(api, pair.access).status_code == 200
    again = api.delete(f"{SESSIONS}{listed[0]['id']}/", headers={"Authorization": f"Bearer {pair.access}"})
    assert again.status_code == 404


def test_a_strangers_device_is_a_404_and_stays_signed_in(api, pair, api_as, make_user):
    stranger = api_as(make_user())
    assert stranger.delete(f"{SESSIONS}{claims(pair.access)['sid']}/").status_code == 404
    assert who(api, pair.access).status_code == 200


def test_the_device_list_costs_two_statements_however_long_it_is(mina, pair, api, django_assert_num_queries):
    for _ in range(5):
        services.session_start(user=mina)
    with django_assert_num_queries(4):  # session and user; roles and stores of the scope; the list
        assert len(api.get(SESSIONS, headers={"Authorization": f"Bearer {pair.access}"}).json()["results"]) == 6


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(api, mina, pair):
    other = services.session_start(user=mina)
    mine = {"Authorization": f"Bearer {pair.access}"}
    wrong = api.post(CHANGE, {"old_password": "nope", "new_password": "staple battery 9"}, headers=mine)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_password")
    weak = api.post(CHANGE, {"old_password": PASSWORD, "new_password": "123"}, headers=mine)
    assert {error["pointer"] for error in weak.json()["errors"]} == {"/new_password"}
    assert who(api, other.access).status_code == 200

    assert (
        api.post(CHANGE, {"old_password": PASSWORD, "new_password": "staple battery 9"}, headers=mine).status_code
        == 204
    )
    assert who(api, pair.access).status_code == 200
    assert who(api, other.access).status_code == 401
    login = "/api/accounts/login/"
    assert api.post(login, {"identifier": "mina@example.com", "password": PASSWORD}).status_code == 401
    assert api.post(login, {"identifier": "mina@example.com", "password": "staple battery 9"}).status_code == 200
    assert AuditEntry.objects.filter(action="user.password_change").count() == 1


def test_a_person_without_a_password_sets_one_only_just_after_signing_in(api, make_user):
    user = make_user(password=None)
    pair = services.session_start(user=user)
    mine = {"Authorization": f"Bearer {pair.access}"}
    Session.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert api.post(CHANGE, {"new_password": "staple battery 9"}, headers=mine).status_code == 400
    Session.objects.update(created_at=timezone.now())
    assert api.post(CHANGE, {"new_password": "staple battery 9"}, headers=mine).status_code == 204


def test_a_browser_session_reads_freely_and_writes_only_with_its_csrf_token(mina):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mina)
    assert browser.get(ME).json()["email"] == "mina@example.com"
    refused = browser.patch(ME, {"name": "M"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    browser.cookies["csrftoken"] = "c" * 32
    changed = browser.patch(ME, {"name": "M"}, content_type="application/json", headers={"X-CSRFToken": "c" * 32})
    assert (changed.status_code, changed.json()["name"]) == (200, "M")


def test_a_browser_stays_signed_in_after_changing_its_password_and_logs_out(mina):
    browser = Client()
    browser.force_login(mina)
    body = {"old_password": PASSWORD, "new_password": "staple battery 9"}
    assert browser.post(CHANGE, body, content_type="application/json").status_code == 204
    assert browser.get(ME).status_code == 200
    assert browser.post(LOGOUT, {}, content_type="application/json").status_code == 204
    assert browser.get(ME).status_code == 401


def test_a_closed_account_is_signed_out_of_the_browser(mina):
    browser = Client()
    browser.force_login(mina)
    mina.is_active = False
    mina.save()
    assert browser.get(ME).status_code == 401


def test_a_bad_bearer_is_refused_even_where_anybody_may_call(db):
    client = client_for()
    answer = client.post(LOGOUT, {"refresh": "x"}, headers={"Authorization": "Bearer x"})
    assert answer.status_code == 401

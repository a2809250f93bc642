"""The authenticator app: set up, asked for at every door, used once, taken off."""

from __future__ import annotations

import time

import pyotp
import pytest
from django.core import mail
from django.test import Client

from accounts.models import SecondFactor
from tests.accounts.factories import PASSWORD
from tests.marketplace.factories import make_store

FACTOR, CONFIRM = "/api/accounts/second-factor/", "/api/accounts/second-factor/confirm/"
REMOVAL = "/api/accounts/second-factor/removal/"
LOGIN = "/api/accounts/login/"


@pytest.fixture
def clock(monkeypatch):
    """Every sign-in with the app needs a step of its own."""
    now = {"at": time.time()}
    monkeypatch.setattr(time, "time", lambda: now["at"])
    return now


@pytest.fixture
def seller(make_user):
    owner = make_user("nora@example.com")
    make_store(owner=owner)
    return owner


@pytest.fixture
def app(seller, api_as, clock):
    """The seller's app, and the recovery codes."""
    client = api_as(seller)
    begun = client.post(FACTOR).json()
    totp = pyotp.TOTP(begun["secret"])
    codes = client.post(CONFIRM, {"code": totp.at(clock["at"])}).json()["recovery_codes"]
    clock["at"] += 60
    return totp, codes


def sign_in(api, code: str = "", password: str = PASSWORD):
    body = {"identifier": "nora@example.com", "password": password}
    return api.post(LOGIN, body | ({"second_factor": code} if code else {}))


def test_setting_up_shows_a_picture_and_counts_only_once_a_code_was_entered(api, api_as, seller, clock):
    client = api_as(seller)
    begun = client.post(FACTOR)
    body = begun.json()
    assert begun.status_code == 201
    assert body["address"].startswith("otpauth://totp/Serai:nora%40example.com?secret=")
    assert body["picture"].startswith("<svg")
    assert body["secret"] not in SecondFactor.objects.get().secret
    assert client.get(FACTOR).json() == {"is_on": False}
    assert sign_in(api).status_code == 200
    assert client.post(CONFIRM, {"code": "000000"}).status_code == 401
    confirmed = client.post(CONFIRM, {"code": pyotp.TOTP(body["secret"]).at(clock["at"])})
    assert len(set(confirmed.json()["recovery_codes"])) == 10
    assert client.get(FACTOR).json() == {"is_on": True}
    assert client.post(FACTOR).status_code == 409


def test_the_right_password_is_not_enough_and_the_code_works_once(api, app, clock):
    totp, _ = app
    asked = sign_in(api)
    assert (asked.status_code, asked.json()["code"]) == (401, "second_factor_required")
    assert sign_in(api, "000000").json()["code"] == "second_factor_refused"
    code = totp.at(clock["at"])
    assert sign_in(api, code).status_code == 200
    assert sign_in(api, code).json()["code"] == "second_factor_refused"
    clock["at"] += 30
    assert sign_in(api, totp.at(clock["at"] - 30)).status_code == 401
    assert sign_in(api, totp.at(clock["at"])).status_code == 200


def test_a_wrong_password_hears_nothing_of_an_app(api, app):
    refused = sign_in(api, password="wrong")
    assert (refused.status_code, refused.json()["code"]) == (401, "credentials_refused")


def test_a_recovery_code_works_once_however_it_is_typed(api, app):
    _, codes = app
    assert sign_in(api, codes[0].upper().replace("-", " ")).status_code == 200
    assert sign_in(api, codes[0]).status_code == 401
    assert codes[1].replace("-", "") not in str(SecondFactor.objects.values().get())


def test_a_one_time_code_by_mail_needs_the_app_as_well(api, app, clock, drain_outbox):
    from accounts.identity import one_time_code_of
    from accounts.models import OneTimeCode

    totp, _ = app
    api.post("/api/accounts/otp/request/", {"target": "nora@example.com"})
    body = {"target": "nora@example.com", "code": one_time_code_of(OneTimeCode.objects.get(purpose="login").pk)}
    verify = "/api/accounts/otp/verify/"
    assert api.post(verify, body).json()["code"] == "second_factor_required"
    assert api.post(verify, body | {"second_factor": totp.at(clock["at"])}).status_code == 200


def test_the_doors_of_browsers_ask_for_it(app, clock):
    totp, _ = app
    page = {"identifier": "nora@example.com", "password": PASSWORD}
    admin = {"username": "nora@example.com", "password": PASSWORD}
    assert Client().post("/login/", page).status_code == 401
    assert Client().post("/admin/login/", admin).status_code == 200
    assert Client().post("/login/", page | {"second_factor": totp.at(clock["at"])}).status_code == 302
    clock["at"] += 60
    assert Client().post("/admin/login/", admin | {"second_factor": totp.at(clock["at"])}).status_code == 302


def test_taking_it_off_needs_a_code_and_is_told_by_mail(api, api_as, seller, app, clock, drain_outbox):
    totp, _ = app
    client = api_as(seller)
    drain_outbox()
    mail.outbox.clear()
    assert client.post(REMOVAL, {"code": "000000"}).status_code == 401
    assert client.post(REMOVAL, {"code": totp.at(clock["at"])}).status_code == 204
    assert sign_in(api).status_code == 200
    assert SecondFactor.objects.get().secret == ""
    drain_outbox()
    assert [message.subject for message in mail.outbox] == ["Your authenticator app is off · Serai"]


def test_a_new_key_in_front_still_reads_what_the_old_one_wrote(api, app, clock, settings):
    totp, _ = app
    old = settings.SECOND_FACTOR_KEYS
    settings.SECOND_FACTOR_KEYS = ["a new key of thirty two characters", *old]
    assert sign_in(api, totp.at(clock["at"])).status_code == 200
    clock["at"] += 60
    settings.SECOND_FACTOR_KEYS = ["a new key of thirty two characters"]
    assert sign_in(api, totp.at(clock["at"])).status_code == 401


def test_codes_are_not_guessed(api_as, seller, settings):
    client = api_as(seller)
    client.post(FACTOR)
    assert [client.post(CONFIRM, {"code": f"{n:06}"}).status_code for n in range(6)] == [401] * 5 + [429]

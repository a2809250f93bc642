"""Another e-mail address or phone; codes for it; the second channel; the words nobody should read."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.identity import one_time_code_of
from accounts.models import OneTimeCode, ProfaneWord, Session, User
from accounts.services import profane_word_add, session_start
from accounts.validators import forget_words, holds_profanity
from core.scope import SYSTEM_SCOPE
from tests.accounts.factories import PASSWORD
from tests.sales.factories import ADDRESS

REQUEST, CONTACT, ME = "/api/accounts/otp/request/", "/api/accounts/contact/", "/api/accounts/me/"


@pytest.fixture
def mina(make_user):
    return make_user("mina@example.com")


def code_for(api, target: str, purpose: str = "contact") -> str:
    assert api.post(REQUEST, {"target": target, "purpose": purpose}).status_code == 202
    return one_time_code_of(OneTimeCode.objects.get(target=target, purpose=purpose, used_at=None).pk)


def test_a_phone_is_confirmed_by_its_code_and_other_sessions_end(api, api_as, mina, drain_outbox):
    other = session_start(user=mina)
    client = api_as(mina)
    code = code_for(api, "+989121234567")
    body = {"target": "+98 912 123 4567", "code": code}
    assert client.post(CONTACT, body).status_code == 400  # a new number needs a proof as well
    assert client.post(CONTACT, body | {"password": PASSWORD}).status_code == 204
    me = client.get(ME).json()
    assert (me["phone"], me["is_phone_confirmed"]) == ("+989121234567", True)
    assert api.get(ME, headers={"Authorization": f"Bearer {other.access}"}).status_code == 401


def test_a_new_address_is_told_to_the_old_one(api, api_as, mina, drain_outbox):
    client = api_as(mina)
    code = code_for(api, "new@example.com")
    drain_outbox()
    mail.outbox.clear()
    assert client.post(CONTACT, {"target": "new@example.com", "code": code, "password": PASSWORD}).status_code == 204
    drain_outbox()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["mina@example.com"], "Your e-mail address was changed · Serai")
    ]
    assert User.objects.get().email == "new@example.com"


def test_after_three_tries_a_day_the_right_code_has_to_wait_as_well(api, api_as, mina):
    client = api_as(mina)
    code = code_for(api, "mina@example.com")
    wrong = "000000" if code != "000000" else "111111"
    first = [client.post(CONTACT, {"target": "mina@example.com", "code": wrong}).status_code for _ in range(3)]
    assert first == [401] * 3
    assert client.post(CONTACT, {"target": "mina@example.com", "code": code}).status_code == 429
    assert User.objects.get().email_confirmed_at is None


def test_a_code_to_sign_in_changes_no_address(api, api_as, mina):
    code = code_for(api, "mina@example.com", "login")
    assert api_as(mina).post(CONTACT, {"target": "mina@example.com", "code": code}).status_code == 401


def test_an_address_of_somebody_else_is_a_409(api, api_as, mina, make_user):
    make_user("sara@example.com")
    code = code_for(api, "sara@example.com")
    body = {"target": "sara@example.com", "code": code, "password": PASSWORD}
    assert api_as(mina).post(CONTACT, body).status_code == 409
    assert User.objects.get(pk=mina.pk).email == "mina@example.com"


def test_all_other_sessions_end_at_once(api, api_as, mina):
    client = api_as(mina)
    other = session_start(user=mina, user_agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    devices = client.get("/api/accounts/sessions/").json()["results"]
    assert devices[0]["device"] == "Firefox, Windows"
    assert client.delete("/api/accounts/sessions/").status_code == 204
    assert client.get(ME).status_code == 200
    assert api.get(ME, headers={"Authorization": f"Bearer {other.access}"}).status_code == 401
    assert Session.objects.filter(revoked_at=None).count() == 1


PROFANE = [
    "fuck",
    "FUCK",
    "fuckyou99",
    "big.fuck.99",
    "fuuuuck",
    "sh1t",
    "địt mẹ",
    "کیر",
    "kontol99",
]
INNOCENT = [
    "scunthorpe", "assess", "dickens", "shitake", "cocktail", "peacock", "hancock", "lon", "dit", "cac", "kenapa",
    "کسی", "اکنون", "قانون", "Bàn phím", "Penistone", "Sussex", "grape",
]  # fmt: skip


@pytest.mark.parametrize("text", PROFANE)
def test_profane_words_are_found_in_four_languages(db, text):
    forget_words()
    assert holds_profanity(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_words_that_hold_such_letters_are_not(db, text):
    forget_words()
    assert not holds_profanity(text)


def test_a_username_and_an_address_are_refused_at_their_field(api, api_as, mina):
    forget_words()
    body = {"email": "x@example.com", "password": PASSWORD, "username": "big.fuck"}
    refused = api.post("/api/accounts/register/", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/username")
    assert "fuck" not in refused.content.decode()
    address = api_as(mina).post("/api/accounts/addresses/", {**ADDRESS, "line2": "fuck street"})
    assert (address.status_code, address.json()["errors"][0]["code"]) == (400, "profanity")


def test_staff_add_a_word_and_it_counts_at_once(db):
    forget_words()
    assert not holds_profanity("blorp")
    profane_word_add(scope=SYSTEM_SCOPE, language="en", word="Blorp")
    assert holds_profanity("BLORP")
    assert ProfaneWord.objects.filter(language__in=["en", "fa", "vi", "id"]).values("language").distinct().count() == 4

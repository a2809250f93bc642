"""Signing in with a one-time code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.identity import keyed_hash, one_time_code_of
from accounts.models import OneTimeCode, Session, User
from accounts.signals import one_time_code_created
from accounts.tasks import one_time_codes_prune
from core.models import JobHeartbeat

REQUEST, VERIFY = "/api/accounts/otp/request/", "/api/accounts/otp/verify/"


@pytest.fixture(autouse=True)
def _no_pause(settings):
    settings.OTP_RESEND_SECONDS = 0


def ask(api, target: str = "mina@example.com"):
    return api.post(REQUEST, {"target": target, "purpose": "login"})


def enter(api, code: str, target: str = "mina@example.com"):
    return api.post(VERIFY, {"target": target, "code": code, "purpose": "login"})


def live_code() -> str:
    return one_time_code_of(OneTimeCode.objects.get(used_at=None).pk)


def wrong_code() -> str:
    return "000000" if live_code() != "000000" else "000001"


def test_a_known_person_signs_in_with_the_code(api, make_user):
    mina = make_user("mina@example.com")
    asked = ask(api, " Mina@Example.COM ")
    assert (asked.status_code, asked.json()) == (202, {"expires_in": 300, "resend_in": 0})
    answer = enter(api, live_code())
    assert answer.status_code == 200
    assert answer.json()["user"]["id"] == str(mina.pk)
    mina.refresh_from_db()
    assert mina.email_confirmed_at is not None
    me = api.get("/api/accounts/me/", headers={"Authorization": f"Bearer {answer.json()['access']}"})
    assert me.json()["email"] == "mina@example.com"


def test_a_target_without_an_account_gets_the_same_answer_and_then_an_account(api, make_user):
    make_user("mina@example.com")
    known, unknown = ask(api), ask(api, "+989121234567")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    code = one_time_code_of(OneTimeCode.objects.get(target="+989121234567").pk)
    answer = enter(api, code, "+۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷")
    assert answer.status_code == 200
    made = User.objects.get(phone="+989121234567")
    assert made.phone_confirmed_at is not None
    assert not made.has_usable_password()
    assert made.profile.theme == "auto"


def test_a_code_is_six_digits_and_stored_nowhere(api):
    ask(api)
    row = OneTimeCode.objects.get()
    code = one_time_code_of(row.pk)
    assert (len(code), code.isdecimal()) == (6, True)
    texts = {name: value for name, value in OneTimeCode.objects.values().get().items() if isinstance(value, str)}
    assert set(texts) == {"target", "target_key", "purpose"}
    assert (texts["target"], texts["purpose"]) == ("mina@example.com", "login")
    assert texts["target_key"] == keyed_hash("mina@example.com")


def test_a_code_works_once(api):
    ask(api)
    code = live_code()
    assert enter(api, code).status_code == 200
    again = enter(api, code)
    assert (again.status_code, again.json()["code"]) == (401, "code_refused")
    assert Session.objects.count() == 1


def test_digits_of_another_script_are_the_same_code(api):
    ask(api)
    persian = live_code().translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert enter(api, persian).status_code == 200


def test_after_five_wrong_tries_the_right_code_is_refused_too(api):
    ask(api)
    right, wrong = live_code(), wrong_code()
    assert [enter(api, wrong).status_code for _ in range(5)] == [401] * 5
    assert enter(api, right).status_code == 401
    assert OneTimeCode.objects.get().attempts == 5
    assert User.objects.count() == 0


def test_four_wrong_tries_leave_one_right_one(api):
    ask(api)
    wrong = wrong_code()
    assert [enter(api, wrong).status_code for _ in range(4)] == [401] * 4
    assert enter(api, live_code()).status_code == 200


def test_a_newer_code_voids_the_older(api):
    ask(api)
    older = live_code()
    ask(api)
    newer = live_code()
    assert OneTimeCode.objects.filter(used_at=None).count() == 1
    assert enter(api, older).status_code == (200 if older == newer else 401)
    assert enter(api, newer).status_code == 200


def test_an_expired_code_is_refused(api):
    ask(api)
    code = live_code()
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert enter(api, code).status_code == 401


def test_every_refusal_of_a_code_reads_the_same(api, make_user):
    make_user("closed@example.com", is_active=False)
    ask(api)
    ask(api, "closed@example.com")
    closed = one_time_code_of(OneTimeCode.objects.get(target="closed@example.com").pk)
    answers = [
        enter(api, "12"),
        enter(api, "000000", "never@example.com"),
        enter(api, closed, "closed@example.com"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {(a.json()["code"], a.json()["detail"]) for a in answers} == {
        ("code_refused", "That code is wrong or no longer valid. Ask for a new one.")
    }
    assert Session.objects.count() == 0


def test_a_second_code_must_wait_and_the_answer_says_how_long(api, settings):
    settings.OTP_RESEND_SECONDS = 60
    assert ask(api).status_code == 202
    soon = ask(api, "MINA@example.com")
    assert (soon.status_code, soon.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(soon["Retry-After"]) <= 60
    assert ask(api, "other@example.com").status_code == 202
    OneTimeCode.objects.update(created_at=timezone.now() - timedelta(seconds=61))
    assert ask(api).status_code == 202


@pytest.mark.parametrize("target", ["", "mina", "09121234567", "a@b", "\u202emina@example.com", "x" * 300])
def test_what_is_neither_mail_nor_phone_is_a_400(api, target):
    assert ask(api, target).status_code == 400
    assert enter(api, "123456", target).status_code == 400
    assert OneTimeCode.objects.count() == 0


def test_another_purpose_is_a_400(api):
    assert api.post(REQUEST, {"target": "a@example.com", "purpose": "payout"}).status_code == 400


def test_a_code_tells_the_house_whom_to_send_it_to(api):
    heard = []

    def listen(code, **kwargs):
        heard.append((code.target, code.purpose, code.expires_at > timezone.now()))

    one_time_code_created.connect(listen)
    try:
        ask(api, "MINA@example.com")
    finally:
        one_time_code_created.disconnect(listen)
    assert heard == [("mina@example.com", "login", True)]


def test_the_fixed_code_counts_only_with_debug(api, settings):
    settings.OTP_FIXED_CODE = "111111"
    ask(api)
    if live_code() != "111111":
        assert enter(api, "111111").status_code == 401
    settings.DEBUG = True
    assert enter(api, "111111").status_code == 200


def test_the_hourly_job_forgets_addresses_and_deletes_what_is_older_than_a_day(api):
    for name in ("used", "old", "live"):
        ask(api, f"{name}@example.com")
    used, old, live = (OneTimeCode.objects.get(target=f"{name}@example.com") for name in ("used", "old", "live"))
    enter(api, one_time_code_of(used.pk), "used@example.com")
    OneTimeCode.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))
    one_time_codes_prune()
    assert dict(OneTimeCode.all_objects.values_list("pk", "target")) == {used.pk: "", live.pk: "live@example.com"}
    assert JobHeartbeat.objects.get(name="accounts.tasks.one_time_codes_prune").is_ok
    one_time_codes_prune()
    assert OneTimeCode.all_objects.count() == 2


def test_counting_a_try_refuses_to_run_where_a_rollback_could_give_it_back(transactional_db):
    from django.db import transaction

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        services.one_time_code_verify(target="a@example.com", code="1")

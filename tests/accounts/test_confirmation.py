"""Confirming an e-mail address: links, pages, and registration that tells nobody who has an account."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services import session_start
from core.models import AuditEntry
from tests.accounts.factories import PASSWORD

REGISTER, LOGIN, ME = "/api/accounts/register/", "/api/accounts/login/", "/api/accounts/me/"
LINK = re.compile(r"https?://[^/\s]+(/activate/[^\s]+)")


@pytest.fixture
def required(settings):
    settings.ACCOUNTS_EMAIL_CONFIRMATION = "required"


def register(api, email="mina@example.com", password=PASSWORD, **more):
    return api.post(REGISTER, {"email": email, "password": password, **more})


def link_of(message) -> str:
    return LINK.search(message.body)[1]


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


@pytest.fixture
def link(api, required, drain_outbox) -> str:
    """The link of the mail that a registration sent."""
    assert register(api, name="Mina").status_code == 202
    drain_outbox()
    return link_of(mail.outbox[-1])


def test_an_account_opens_by_its_link_and_the_browser_is_signed_in(api, link, drain_outbox):
    assert subjects() == ["Confirm your e-mail address for Serai"]
    assert api.post(LOGIN, {"identifier": "mina@example.com", "password": PASSWORD}).status_code == 401
    browser = Client()
    answer = browser.get(link)
    assert (answer.status_code, answer["Location"]) == (302, "/activation-success/")
    page = browser.get("/activation-success/")
    assert "Your account is open." in page.content.decode()
    assert browser.get(ME).json()["is_email_confirmed"] is True
    assert api.post(LOGIN, {"identifier": "mina@example.com", "password": PASSWORD}).status_code == 200
    drain_outbox()
    assert subjects()[1:] == ["Welcome to Serai"]
    assert AuditEntry.objects.filter(action="user.confirm_email").count() == 1


def test_a_link_works_once_and_a_second_click_says_so(link):
    Client().get(link)
    browser = Client()
    again = browser.get(link, follow=True)
    assert again.redirect_chain == [("/activation-invalid/?reason=used", 302)]
    assert "This link was used already" in again.content.decode()
    assert "_auth_user_id" not in browser.session


def test_an_old_link_says_so_and_offers_a_new_one(api, link, drain_outbox, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 49 * 3600)
    browser = Client()
    page = browser.get(link, follow=True)
    assert page.redirect_chain == [("/activation-invalid/?reason=expired", 302)]
    assert "This link is too old" in page.content.decode()
    assert not User.objects.get().is_active
    sent = browser.post("/email-confirmation-sent/", {"email": "Mina@example.com"})
    assert (sent.status_code, sent["Location"]) == (302, "/email-confirmation-sent/")
    drain_outbox()
    assert browser.get(link_of(mail.outbox[-1]))["Location"] == "/activation-success/"


@pytest.mark.parametrize(
    "broken",
    [
        lambda link: link[:-3] + "xx/",
        lambda link: link.replace("/activate/", "/activate/A"),
        lambda link: "/activate/NjEyMw/token123/",
        lambda link: "/account" + link[:-3] + "xx/",
    ],
)
def test_a_link_that_is_not_ours_opens_nothing(link, broken):
    page = Client().get(broken(link), follow=True)
    assert page.redirect_chain[-1][0] == "/activation-invalid/?reason=invalid"
    assert not User.objects.get().is_active


def test_looking_at_a_link_with_head_uses_nothing_up(link):
    assert Client().head(link).status_code in (302, 405)


def test_registering_again_before_confirming_voids_the_older_link(api, link, drain_outbox):
    register(api, password="another horse battery")
    drain_outbox()
    assert Client().get(link)["Location"] == "/activation-invalid/?reason=invalid"
    Client().get(link_of(mail.outbox[-1]))
    assert User.objects.count() == 1
    newer = {"identifier": "mina@example.com", "password": "another horse battery"}
    assert api.post(LOGIN, newer).status_code == 200


def test_the_answer_is_the_same_for_a_known_address_whose_owner_gets_a_mail(api, required, make_user, drain_outbox):
    owner = make_user("mina@example.com")
    User.objects.update(email_confirmed_at="2026-01-01T00:00Z")
    drain_outbox()
    mail.outbox.clear()
    known, unknown = register(api), register(api, "new@example.com")
    assert (
        (known.status_code, known.json())
        == (unknown.status_code, unknown.json())
        == (202, {"status": "confirmation_sent"})
    )
    drain_outbox()
    assert {(message.to[0], message.subject) for message in mail.outbox} == {
        ("mina@example.com", "You have an account with Serai already"),
        ("new@example.com", "Confirm your e-mail address for Serai"),
    }
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_a_weak_password_is_refused_alike_for_known_and_unknown(api, required, make_user):
    make_user("mina@example.com")
    answers = [register(api, email, password="123").json() for email in ("mina@example.com", "new@example.com")]
    for answer in answers:
        answer.pop("request_id")
    assert answers[0] == answers[1]


def test_a_username_that_somebody_has_is_left_out(api, required, make_user, drain_outbox):
    make_user("first@example.com", username="mina")
    register(api, "second@example.com", username="mina")
    drain_outbox()
    assert User.objects.get(email="second@example.com").username is None


def test_whoever_confirms_by_a_code_does_not_take_over_a_strangers_password(api, required, drain_outbox):
    register(api)  # somebody who does not read the mail of mina
    drain_outbox()
    mail.outbox.clear()
    api.post("/api/accounts/otp/request/", {"target": "mina@example.com"})
    drain_outbox()
    code = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)[1]
    assert api.post("/api/accounts/otp/verify/", {"target": "mina@example.com", "code": code}).status_code == 200
    assert api.post(LOGIN, {"identifier": "mina@example.com", "password": PASSWORD}).status_code == 401


def test_without_confirmation_one_is_signed_in_and_the_welcome_mail_has_the_link(api, drain_outbox):
    answer = register(api)
    assert (answer.status_code, "access" in answer.json()) == (201, True)
    drain_outbox()
    assert Client().get(link_of(mail.outbox[-1]))["Location"] == "/activation-success/"
    assert User.objects.get().email_confirmed_at is not None


def test_a_link_does_not_open_an_account_that_staff_have_closed(link):
    user = User.objects.get()
    session_start(user=user)
    User.objects.update(is_pending=False)
    assert Client().get(link)["Location"] == "/activation-invalid/?reason=invalid"
    assert not User.objects.get().is_active


def test_asking_for_another_link_says_the_same_for_every_address(api, required, make_user, drain_outbox):
    make_user("mina@example.com")
    drain_outbox()
    mail.outbox.clear()
    ask = lambda email: api.post("/api/accounts/email-confirmation/", {"email": email})  # noqa: E731
    assert [ask(email).status_code for email in ("mina@example.com", "nobody@example.com")] == [202, 202]
    assert drain_outbox() == 1
    assert [message.to for message in mail.outbox] == [["mina@example.com"]]

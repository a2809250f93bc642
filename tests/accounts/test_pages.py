"""The account pages as a browser sees them."""

from __future__ import annotations

import re
import time
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import Profile, Session, User
from accounts.services import session_start
from tests.accounts.factories import PASSWORD


@pytest.fixture
def mina(make_user):
    return make_user("mina@example.com", name="Mina")


@pytest.fixture
def browser(mina) -> Client:
    client = Client()
    client.force_login(mina)
    return client


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/login/", "/accounts/login/", "/account/login/"])
def test_a_person_signs_in_with_a_csrf_token_and_lands_where_they_wanted(path, mina):
    client = Client(enforce_csrf_checks=True)
    page = client.get(f"{path}?next=/account/")
    assert 'name="next" value="/account/"' in text(page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text(page))[1]
    body = {"identifier": "MINA@example.com", "password": PASSWORD, "next": "/account/"}
    assert client.post(path, body).status_code == 403
    answer = client.post(path, {**body, "csrfmiddlewaretoken": token})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert "mina@example.com" in text(client.get("/account/"))


def test_a_foreign_next_is_not_followed(mina):
    body = {"identifier": "mina@example.com", "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post("/login/", body)["Location"] == "/account/"


def test_a_wrong_password_and_an_unknown_person_read_the_same_words(mina):
    pages = []
    for identifier in ("mina@example.com", "nobody@example.com"):
        answer = Client().post("/login/", {"identifier": identifier, "password": "wrong"})
        assert answer.status_code == 401
        pages.append(answer.context["form"].non_field_errors())
    assert pages[0] == pages[1]


def test_whoever_is_signed_in_needs_no_door(browser):
    assert browser.get("/login/")["Location"] == "/account/"
    assert browser.get("/register/")["Location"] == "/account/"


@pytest.mark.parametrize("path", ["/logout/", "/accounts/logout/"])
def test_a_link_signs_nobody_out_and_a_form_does(path, browser):
    assert "Sign out?" in text(browser.get(path))
    assert browser.get("/api/accounts/me/").status_code == 200
    assert browser.post(path)["Location"] == "/"
    assert browser.get("/api/accounts/me/").status_code == 401


def test_registering_signs_in_and_a_taken_address_is_told_at_its_field(db, mina):
    client = Client()
    answer = client.post("/register/", {"email": "sara@example.com", "password": PASSWORD, "name": "Sara"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    refused = Client().post("/register/", {"email": "mina@example.com", "password": PASSWORD})
    assert refused.status_code == 409
    assert refused.context["form"].errors["email"]
    assert PASSWORD not in text(refused)


def test_where_addresses_must_be_confirmed_both_get_the_same_page(db, mina, settings):
    settings.ACCOUNTS_EMAIL_CONFIRMATION = "required"
    for email in ("mina@example.com", "new@example.com"):
        answer = Client().post("/register/", {"email": email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/email-confirmation-sent/")


def test_no_account_page_is_shown_to_strangers(db):
    for path in ("/account/", "/deactivate/", "/account/deactivate/"):
        assert Client().get(path)["Location"] == f"/login/?next={path}"
    assert Client().post("/account/export/").status_code == 302


def test_a_person_changes_the_profile_and_the_photo_loses_what_it_carried(browser, mina):
    picture = Image.new("RGB", (900, 600), (10, 90, 200))
    exif = Image.Exif()
    exif[0x9286] = "where I live"
    raw = BytesIO()
    picture.save(raw, "JPEG", exif=exif)
    photo = SimpleUploadedFile("me.jpg", raw.getvalue(), "image/jpeg")
    body = {"name": "Mina R.", "language": "fa", "theme": "dark", "market": "", "photo": photo}
    assert browser.post("/account/", body).status_code == 302
    profile = Profile.objects.select_related("user").get(user=mina)
    assert (profile.user.name, profile.language, profile.theme) == ("Mina R.", "fa", "dark")
    with profile.photo.open("rb") as stored:
        content = stored.read()
    with Image.open(BytesIO(content)) as kept:
        assert (kept.format, max(kept.size), dict(kept.getexif())) == ("WEBP", 512, {})
    assert b"where I live" not in content
    page = browser.get("/account/")
    assert 'dir="rtl"' in text(page)


def test_a_file_that_is_no_picture_is_told_at_its_field(browser):
    photo = SimpleUploadedFile("me.svg", b"<svg onload=alert(1)>", "image/svg+xml")
    answer = browser.post("/account/", {"name": "Mina", "theme": "auto", "photo": photo})
    assert answer.status_code == 400
    assert answer.context["form"].errors["photo"]


def test_signing_out_everywhere_else_ends_apps_and_other_browsers(browser, mina):
    session_start(user=mina, user_agent="SeraiApp/2.1 (Android)")
    other = Client()
    other.force_login(mina)
    assert "SeraiApp/2.1" in text(browser.get("/account/"))
    assert browser.post("/account/", {"sign_out_others": "1"}).status_code == 302
    assert browser.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert not Session.objects.filter(revoked_at=None).exists()


def test_closing_the_account_needs_the_password_and_keeps_everything(browser, mina):
    refused = browser.post("/deactivate/", {"password": "wrong"})
    assert refused.status_code == 400
    assert User.objects.get().is_active
    assert "closed" in text(browser.post("/deactivate/", {"password": PASSWORD}))
    user = User.objects.get()
    assert (user.is_active, user.email, user.name) == (False, "mina@example.com", "Mina")
    assert browser.get("/account/").status_code == 302
    assert Client().post("/login/", {"identifier": "mina@example.com", "password": PASSWORD}).status_code == 401


RESET_LINK = re.compile(r"https?://[^/\s]+(/password-reset/[^\s]+)")


def reset_link(drain_outbox) -> str:
    mail.outbox.clear()
    answer = Client().post("/password-reset/", {"email": "mina@example.com"})
    assert (answer.status_code, answer["Location"]) == (302, "/password-reset/?sent")
    drain_outbox()
    return RESET_LINK.search(mail.outbox[-1].body)[1]


def test_a_forgotten_password_is_chosen_anew_and_every_session_ends(mina, browser, drain_outbox):
    session_start(user=mina)
    drain_outbox()
    link = reset_link(drain_outbox)
    assert "Choose a new password" in text(Client().get(link))
    weak = Client().post(link, {"new_password": "123"})
    assert weak.status_code == 400
    assert weak.context["form"].errors["new_password"]
    mail.outbox.clear()
    assert Client().post(link, {"new_password": "seven paper lanterns"})["Location"] == "/login/?changed"
    assert browser.get("/account/").status_code == 302
    assert not Session.objects.filter(revoked_at=None).exists()
    drain_outbox()
    assert [message.subject for message in mail.outbox] == ["Your password was changed · Serai"]
    signed_in = Client().post("/login/", {"identifier": "mina@example.com", "password": "seven paper lanterns"})
    assert signed_in.status_code == 302
    assert "not valid" in text(Client().post(link, {"new_password": "eight paper lanterns"}))


def test_an_old_reset_link_and_one_before_a_sign_in_do_nothing(mina, drain_outbox, monkeypatch):
    drain_outbox()
    link = reset_link(drain_outbox)
    now = time.time()
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now + 3601)
        answer = Client().post(link, {"new_password": "seven paper lanterns"})
        assert (answer.status_code, "too old" in text(answer)) == (400, True)
    session_start(user=mina)
    assert Client().post(link, {"new_password": "seven paper lanterns"}).status_code == 400
    assert User.objects.get().check_password(PASSWORD)


def test_nobody_gets_a_reset_mail_for_an_address_without_an_account(db, drain_outbox):
    mail.outbox.clear()
    assert Client().post("/password-reset/", {"email": "nobody@example.com"})["Location"] == "/password-reset/?sent"
    assert drain_outbox() == 1
    assert mail.outbox == []


PAGES = [
    "/register/", "/login/", "/email-confirmation-sent/", "/activation-success/", "/activation-invalid/",
    "/activation-invalid/?reason=expired", "/password-reset/", "/password-reset/x/y/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label_and_no_page_is_kept(db, path):
    answer = Client().get(path)
    page = text(answer)
    ids = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', page)
    assert all(f'for="{one}"' in page for one in ids)
    assert "no-store" in answer["Cache-Control"]
    assert "<script" not in page
    assert "style=" not in page

"""Invitations by mail: a signed link that works once and for a week; leaving; nobody gives more than he holds."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import second_factor_begin, second_factor_confirm
from core.models import AuditEntry
from core.scope import scope_of
from marketplace.links import invitation_token
from marketplace.models import StoreInvitation, StoreMember
from marketplace.rules import StoreRole
from tests.marketplace.factories import make_member, make_person, make_store

pytestmark = pytest.mark.django_db
LINKS = "/api/marketplace/invitations/"


@pytest.fixture
def store():
    return make_store("Nika Keys", owner=make_person("Nika"))


@pytest.fixture
def asked(api_as, store):
    """The address where the store's owner asks people, and the owner."""
    return api_as(store.seller.user), f"/api/marketplace/stores/{store.slug}/invitations/"


@pytest.fixture
def link(asked, drain_outbox, mailoutbox):
    """`link("ada@example.com")`: ask, and take the token out of the mail."""

    def ask(email="ada@example.com", role="fulfilment"):
        owner, address = asked
        answer = owner.post(address, {"email": email, "role": role})
        assert answer.status_code == 201, answer.data
        drain_outbox()
        return re.search(r"/invitations/([\w.-]+)/", mailoutbox[-1].body)[1]

    return ask


def test_a_new_person_joins_by_the_link_in_the_mail(api, link, mailoutbox, store):
    token = link("Ada@Example.com")
    mail = mailoutbox[-1]
    assert (mail.to, mail.subject) == (["ada@example.com"], "Work in Nika Keys on Serai")
    assert "Nika asks you to work in Nika Keys on Serai (Fulfilment)." in mail.body
    shown = api.get(f"{LINKS}{token}/").data
    assert (shown["store"], shown["role"], shown["email"]) == ("Nika Keys", "fulfilment", "ada@example.com")
    joined = api.post(f"{LINKS}{token}/", {"name": "Ada", "password": "seven paper lanterns"})
    assert (joined.status_code, joined.data) == (201, {"store": store.slug, "role": "fulfilment"})
    ada = User.objects.get(email="ada@example.com")
    assert ada.check_password("seven paper lanterns")
    assert ada.email_confirmed_at is not None
    assert StoreMember.objects.get(user=ada).role == "fulfilment"
    assert AuditEntry.objects.get(action="member.join").actor_label == "Ada"


def test_a_person_with_an_account_joins_signed_in(api_as, link, store):
    ada = make_person("Ada")
    token = link(ada.email, "manager")
    assert api_as(ada).post(f"{LINKS}{token}/").status_code == 201
    assert StoreMember.objects.get(user=ada).role == "manager"
    orders = api_as(ada).get("/api/marketplace/items/")
    assert orders.status_code == 200


def test_an_account_is_not_joined_to_a_store_by_the_link_alone(api, api_as, link):
    ada = make_person("Ada")
    token = link(ada.email)
    refused = api.post(f"{LINKS}{token}/", {"password": "another one entirely"})
    assert (refused.status_code, refused.data["code"]) == (401, "not_authenticated")
    other = api_as(make_person("Ben")).post(f"{LINKS}{token}/")
    assert (other.status_code, other.data["code"]) == (403, "invitation_for_other")
    assert not StoreMember.objects.filter(user=ada).exists()
    assert StoreInvitation.objects.get().status == "SENT"


def test_a_link_works_once(api, link):
    token = link()
    assert api.post(f"{LINKS}{token}/", {"password": "seven paper lanterns"}).status_code == 201
    for again in (api.get(f"{LINKS}{token}/"), api.post(f"{LINKS}{token}/", {"password": "seven paper lanterns"})):
        assert (again.status_code, again.data["code"]) == (409, "invitation_used")
    assert StoreMember.objects.filter(role="fulfilment").count() == 1


def test_a_link_lasts_a_week(api, link):
    token = link()
    row = StoreInvitation.objects.get()
    assert timedelta(days=6, hours=23) < row.expires_at - timezone.now() <= timedelta(days=7)
    StoreInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused = api.post(f"{LINKS}{token}/", {"password": "seven paper lanterns"})
    assert (refused.status_code, refused.data["code"]) == (409, "invitation_expired")
    assert not User.objects.filter(email="ada@example.com").exists()


def test_a_newer_invitation_and_a_withdrawal_make_a_link_worthless(api, asked, link):
    first = link()
    second = link()
    assert api.get(f"{LINKS}{first}/").data["code"] == "invitation_withdrawn"
    owner, address = asked
    (open_one,) = owner.get(address).data["results"]
    assert owner.delete(f"{address}{open_one['id']}/").status_code == 204
    assert api.get(f"{LINKS}{second}/").data["code"] == "invitation_withdrawn"
    assert owner.get(address).data["results"] == []
    assert owner.delete(f"{address}{open_one['id']}/").status_code == 409


@pytest.mark.parametrize("token", ["x", "0123.abc", "a" * 300, "%00", "01938f2e7c1a7b3e9c550242ac120002.forged"])
def test_a_link_that_is_not_ours_leads_nowhere(api, token):
    assert api.get(f"{LINKS}{token}/").status_code in (400, 404)


def test_a_changed_signature_is_no_link(api, link):
    token = link()
    assert api.get(f"{LINKS}{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/").status_code == 404


def test_nobody_gives_more_than_he_holds(api_as, store):
    manager = make_member(store, role=StoreRole.MANAGER).user
    address = f"/api/marketplace/stores/{store.slug}/invitations/"
    refused = api_as(manager).post(address, {"email": "ada@example.com", "role": "fulfilment"})
    assert refused.status_code == 403
    assert StoreInvitation.objects.count() == 0


def test_a_member_is_not_asked_again(asked, store):
    owner, address = asked
    mina = make_member(store).user
    refused = owner.post(address, {"email": mina.email, "role": "manager"})
    assert (refused.status_code, refused.data["code"]) == (409, "already_member")
    bad = owner.post(address, {"email": "not an address", "role": "manager"})
    assert (bad.status_code, bad.data["errors"][0]["pointer"]) == (400, "/email")


def test_who_leaves_is_out_at_the_next_request(api_as, store):
    mina = make_member(store, role=StoreRole.MANAGER).user
    client = api_as(mina)
    assert client.get(f"/api/marketplace/items/?store={store.pk}").status_code == 200
    assert client.delete(f"/api/marketplace/stores/{store.slug}/members/me/").status_code == 204
    assert client.get(f"/api/marketplace/items/?store={store.pk}").status_code == 403
    assert client.delete(f"/api/marketplace/stores/{store.slug}/members/me/").status_code == 404
    owner = api_as(store.seller.user).delete(f"/api/marketplace/stores/{store.slug}/members/me/")
    assert (owner.status_code, owner.data["code"]) == (409, "conflict")


def test_whoever_was_taken_out_is_out_at_the_next_request(api_as, store):
    member = make_member(store, role=StoreRole.MANAGER)
    client = api_as(member.user)
    assert client.patch(f"/api/marketplace/stores/{store.slug}/", {"city": "Oslo"}).status_code == 200
    api_as(store.seller.user).delete(f"/api/marketplace/stores/{store.slug}/members/{member.pk}/")
    assert client.patch(f"/api/marketplace/stores/{store.slug}/", {"city": "Rome"}).status_code == 404


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_opens_an_account_joins_and_leads_to_the_console(link):
    browser = Client(enforce_csrf_checks=True)
    address = f"/invitations/{link()}/"
    page = browser.get(address)
    assert page.status_code == 200
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    text = page.content.decode()
    assert "Work in Nika Keys" in text
    key = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[1]
    weak = browser.post(address, {"name": "Ada", "password": "12345", "csrfmiddlewaretoken": key})
    assert weak.status_code == 400
    assert weak.context["form"].errors["password"]
    assert browser.post(address, {"name": "Ada", "password": "seven paper lanterns"}).status_code == 403
    done = browser.post(address, {"name": "Ada", "password": "seven paper lanterns", "csrfmiddlewaretoken": key})
    assert (done.status_code, done["Location"]) == (302, "/admin/")
    assert browser.get("/admin/").status_code == 200
    again = browser.get(address)
    assert again.status_code == 410
    assert "accepted already" in again.content.decode()


def test_the_page_asks_a_known_person_for_the_password(link):
    ada = make_person("Ada")
    ada.set_password("seven paper lanterns")
    ada.save()
    browser, address = Client(), f"/invitations/{link(ada.email)}/"
    assert "Sign in and join" in browser.get(address).content.decode()
    wrong = browser.post(address, {"password": "four wooden spoons"})
    assert wrong.status_code == 400
    assert "not the password" in wrong.content.decode()
    assert browser.post(address, {"password": "seven paper lanterns"}).status_code == 302
    assert StoreMember.objects.filter(user=ada).exists()


def test_the_page_counts_wrong_passwords_as_the_sign_in_does(link):
    ada = make_person("Ada")
    ada.set_password("seven paper lanterns")
    ada.save()
    browser, address = Client(), f"/invitations/{link(ada.email)}/"
    for _ in range(5):
        assert "not the password" in browser.post(address, {"password": "four wooden spoons"}).content.decode()
    assert browser.post(address, {"password": "seven paper lanterns"}).status_code == 400
    assert not StoreMember.objects.filter(user=ada).exists()


def test_the_page_asks_for_the_authenticator_app_of_whoever_has_one(link):
    ada = make_person("Ada")
    ada.set_password("seven paper lanterns")
    ada.save()
    secret, _uri = second_factor_begin(scope=scope_of(ada))
    second_factor_confirm(scope=scope_of(ada), code=pyotp.TOTP(secret).now())
    answer = Client().post(f"/invitations/{link(ada.email)}/", {"password": "seven paper lanterns"})
    assert answer.status_code == 400
    assert "authenticator app as well" in answer.content.decode()
    assert not StoreMember.objects.filter(user=ada).exists()


def test_the_page_tells_a_stranger_that_it_went_to_somebody_else(link):
    browser = Client()
    browser.force_login(make_person("Ben"))
    address = f"/invitations/{link()}/"
    assert "Join the store" in browser.get(address).content.decode()
    refused = browser.post(address)
    assert refused.status_code == 400
    assert "another address" in refused.content.decode()


def test_a_page_of_no_invitation_is_not_there():
    assert Client().get("/invitations/nothing/").status_code == 404


def test_a_seller_asks_and_takes_back_at_the_console(store):
    browser = Client()
    browser.force_login(store.seller.user)
    body = {"store": str(store.pk), "email": "ada@example.com", "role": "manager"}
    assert browser.post("/admin/marketplace/storeinvitation/add/", body).status_code == 302
    row = StoreInvitation.objects.get()
    action = {"action": "withdraw", "_selected_action": str(row.pk), "index": "0", "confirmed": "yes"}
    browser.post("/admin/marketplace/storeinvitation/", action)
    row.refresh_from_db()
    assert row.status == "WITHDRAWN"
    assert Client().get(f"/invitations/{invitation_token(row)}/").status_code == 410

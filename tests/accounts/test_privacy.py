"""Leaving: a copy of one's data, a closed account, an erased person."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core import mail
from django.core.files.storage import storages
from django.test import Client

from accounts.models import Address, Profile, Session, User
from accounts.services import photo_set, user_activate
from core.models import AuditEntry, OutboxMessage, PrivateFile
from core.scope import SYSTEM_SCOPE
from sales.models import Order
from sales.services import order_mark_paid
from tests.accounts.factories import PASSWORD, bearer, client_for
from tests.catalog.factories import picture
from tests.marketplace.factories import make_item, make_store
from tests.sales.factories import ADDRESS, make_order, make_service

EXPORT, ERASE, DEACTIVATE = "/api/accounts/export/", "/api/accounts/erase/", "/api/accounts/deactivate/"


@pytest.fixture
def mina(make_user):
    return make_user("mina@example.com", phone="+989121234567", username="mina.k", name="=Mina Karimi")


@pytest.fixture
def client(mina):
    return client_for(mina)


@pytest.fixture
def order(client):
    make_service()
    return make_order((make_item(price_minor=1000, stock=5), 2), client=client)


def archive_of(client) -> zipfile.ZipFile:
    (row,) = client.get(EXPORT).json()["results"]
    answer = Client().get(row["url"])
    assert answer["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer)))


def test_a_copy_of_the_data_is_one_zip_with_json_and_tables(client, mina, order, drain_outbox):
    client.post("/api/accounts/addresses/", ADDRESS)
    drain_outbox()
    mail.outbox.clear()
    assert client.post(EXPORT).status_code == 202
    drain_outbox()
    archive = archive_of(client)
    whole = json.loads(archive.read("data.json"))
    assert whole["account"][0]["email"] == "mina@example.com"
    assert [row["number"] for row in whole["orders"]] == [order.number]
    assert whole["order_lines"][0]["quantity"] == 2
    assert whole["addresses"][0]["line1"] == ADDRESS["line1"]
    assert {name for name in archive.namelist() if name.endswith(".csv")} == {f"{name}.csv" for name in whole}
    table = list(csv.DictReader(io.StringIO(archive.read("account.csv").decode("utf-8-sig"))))
    assert not table[0]["name"].startswith("=")  # no formula runs when it is opened
    assert "password" not in archive.read("data.json").decode()
    assert [message.subject for message in mail.outbox] == ["The copy of your data is ready · Serai"]


def test_nobody_else_sees_the_copy(client, mina, make_user, drain_outbox):
    client.post(EXPORT)
    drain_outbox()
    stranger = make_user()
    assert client_for(stranger).get(EXPORT).json()["results"] == []
    browser = Client()
    browser.force_login(stranger)
    assert browser.get(f"/files/{PrivateFile.objects.get().pk}/").status_code == 404


def test_three_copies_a_day_are_enough(client):
    assert [client.post(EXPORT).status_code for _ in range(4)] == [202] * 3 + [429]


def test_a_closed_account_keeps_its_data_and_staff_open_it_again(api, client, mina, order):
    assert client.post(DEACTIVATE, {"password": "wrong"}).status_code == 400
    assert client.post(DEACTIVATE, {}).status_code == 400
    assert client.post(DEACTIVATE, {"password": PASSWORD}).status_code == 204
    assert client.get("/api/accounts/me/").status_code == 401
    login = {"identifier": "mina@example.com", "password": PASSWORD}
    assert api.post("/api/accounts/login/", login).status_code == 401
    assert Order.objects.get().contact_email
    user_activate(scope=SYSTEM_SCOPE, user_id=mina.pk)
    assert api.post("/api/accounts/login/", login).status_code == 200


def test_a_person_without_a_password_proves_it_by_a_code(api, make_user, drain_outbox):
    from accounts.identity import one_time_code_of
    from accounts.models import OneTimeCode

    user = make_user("otp@example.com", password=None)
    mine = {"headers": bearer(user)}
    api.post("/api/accounts/otp/request/", {"target": "otp@example.com", "purpose": "login"})
    wrong_purpose = one_time_code_of(OneTimeCode.objects.get(purpose="login").pk)
    assert api.post(DEACTIVATE, {"code": wrong_purpose}, **mine).status_code == 401
    api.post("/api/accounts/otp/request/", {"target": "otp@example.com", "purpose": "sensitive"})
    code = one_time_code_of(OneTimeCode.objects.get(purpose="sensitive").pk)
    assert api.post(DEACTIVATE, {"code": code}, **mine).status_code == 204


def finished(order) -> None:
    order_mark_paid(order_id=order.pk)
    order.store_orders.update(status="COMPLETED")
    Order.objects.filter(pk=order.pk).update(status="COMPLETED")


def test_erasing_takes_the_person_out_of_everything_and_keeps_the_books(api, client, mina, order, drain_outbox):
    client.post("/api/accounts/addresses/", ADDRESS)
    photo_set(user_id=mina.pk, raw=picture())
    client.patch("/api/accounts/me/", {"name": "Mina Karimi"})
    client.post(EXPORT)
    drain_outbox()
    finished(order)
    before = (order.total, list(order.store_orders.values_list("total_minor", flat=True)))
    stored = PrivateFile.objects.get().file.name

    assert client.post(ERASE, {"password": PASSWORD}).status_code == 204

    user = User.objects.get(pk=mina.pk)
    assert (user.email, user.phone, user.username, user.name) == (f"{mina.pk.hex}@erased.invalid", None, None, "")
    assert not user.is_active
    assert not user.has_usable_password()
    assert not Address.all_objects.filter(user=mina).exists()
    assert not Profile.objects.get(user=mina).photo
    assert set(Session.objects.filter(user=mina).values_list("user_agent", flat=True)) <= {""}
    assert not storages["private"].exists(stored)
    order.refresh_from_db()
    assert (order.total, list(order.store_orders.values_list("total_minor", flat=True))) == before
    assert (order.contact_name, order.contact_email) == ("", "")
    assert order.shipping_address == {"country": ADDRESS["country"]}
    assert client.get("/api/accounts/me/").status_code == 401
    everything = json.dumps(
        [list(model._base_manager.values()) for model in (User, Order, AuditEntry, Session, Profile)], default=str
    )
    assert "Karimi" not in everything
    assert "mina@example.com" not in everything
    assert AuditEntry.objects.filter(action="user.erase").count() == 1
    assert (
        client_for().post("/api/accounts/register/", {"email": "mina@example.com", "password": PASSWORD}).status_code
        == 201
    )


def test_nobody_is_erased_while_an_order_is_under_way(client, mina, order):
    refused = client.post(ERASE, {"password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert User.objects.get(pk=mina.pk).email == "mina@example.com"
    assert Order.objects.get().contact_name


def test_nobody_is_erased_while_a_store_is_theirs(make_user):
    owner = make_user()
    make_store(owner=owner)
    assert client_for(owner).post(ERASE, {"password": PASSWORD}).status_code == 409


def test_an_export_of_somebody_who_left_meanwhile_is_not_made(client, mina, drain_outbox):
    client.post(EXPORT)
    User.objects.update(is_active=False)
    drain_outbox()
    assert not PrivateFile.objects.exists()
    assert not OutboxMessage.objects.filter(handled_at=None).exists()

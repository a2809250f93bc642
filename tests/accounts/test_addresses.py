"""The address book and one's own details."""

from __future__ import annotations

import pytest

from accounts.models import Address
from markets.models import Market

BOOK, ME = "/api/accounts/addresses/", "/api/accounts/me/"
HOME = {"recipient": "Mina", "line1": "Jalan Sudirman 12", "city": "Jakarta", "country": "ID"}


@pytest.fixture
def mina(api_as, make_user):
    return api_as(make_user("mina@example.com", name="Mina"))


def defaults(client) -> list[str]:
    return [row["label"] for row in client.get(BOOK).json()["results"] if row["is_default"]]


def add(client, label: str, **more) -> str:
    answer = client.post(BOOK, HOME | {"label": label} | more)
    assert answer.status_code == 201, answer.json()
    return f"{BOOK}{answer.json()['id']}/"


def test_the_first_address_is_the_default_and_another_takes_over_when_asked(mina):
    add(mina, "home")
    add(mina, "work")
    assert defaults(mina) == ["home"]
    add(mina, "parents", is_default=True)
    assert defaults(mina) == ["parents"]
    work = next(row for row in mina.get(BOOK).json()["results"] if row["label"] == "work")
    assert mina.patch(f"{BOOK}{work['id']}/", {"is_default": True}).json()["is_default"] is True
    assert defaults(mina) == ["work"]


def test_deleting_the_default_promotes_the_newest(mina):
    home, work = add(mina, "home"), add(mina, "work")
    add(mina, "parents")
    assert mina.delete(home).status_code == 204
    assert defaults(mina) == ["parents"]
    assert mina.delete(work).status_code == 204
    assert defaults(mina) == ["parents"]
    assert mina.get(home).status_code == 404
    deleted = Address.all_objects.get(label="home")
    deleted.restore()
    assert defaults(mina) == ["parents"]


def test_the_default_is_not_given_up_without_a_successor(mina):
    home = add(mina, "home")
    answer = mina.patch(home, {"is_default": False})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "default_needed")
    assert defaults(mina) == ["home"]


def test_an_address_changes_only_in_what_was_sent(mina):
    home = add(mina, "home", phone="+62 812 3456 7890", postal_code="۱۲۳۴۵", latitude="-6.2", longitude="106.8")
    before = mina.get(home).json()
    assert (before["phone"], before["postal_code"], before["latitude"]) == ("+6281234567890", "12345", "-6.200000")
    assert mina.patch(home, {"city": "Bandung"}).json() == before | {"city": "Bandung"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "Indonesia"},
        {"country": "id"},
        {"phone": "12"},
        {"latitude": "91"},
        {"recipient": ""},
        {"line1": "x" * 201},
        {"user": "01938f2e-7c1a-7b3e-9c55-0242ac120002"},
        {"city": None},
    ],
)
def test_a_malformed_address_is_a_400_and_adds_nothing(mina, wrong):
    answer = mina.post(BOOK, HOME | wrong)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{next(iter(wrong))}"]
    assert Address.objects.count() == 0


def test_a_strangers_address_is_a_404_and_stays_as_it_was(mina, api_as, make_user, api):
    home = add(mina, "home")
    stranger = api_as(make_user())
    assert [stranger.get(home).status_code, stranger.delete(home).status_code] == [404, 404]
    assert stranger.patch(home, {"city": "Bandung"}).status_code == 404
    assert stranger.get(BOOK).json()["results"] == []
    assert mina.get(home).json()["city"] == "Jakarta"
    assert api.get(BOOK).status_code == 401


def test_the_book_has_an_end(mina, monkeypatch):
    monkeypatch.setattr("accounts.services.addresses.MAX_ADDRESSES", 2)
    add(mina, "one")
    add(mina, "two")
    answer = mina.post(BOOK, HOME)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_addresses")


def test_the_list_comes_in_pages_and_costs_the_same_however_long(mina, django_assert_num_queries):
    for number in range(5):
        add(mina, str(number))
    with django_assert_num_queries(4):  # session and user, roles, stores, the list
        first = mina.get(BOOK + "?page_size=2").json()
    assert [row["label"] for row in first["results"]] == ["4", "3"]
    assert [row["label"] for row in mina.get(first["next"]).json()["results"]] == ["2", "1"]
    assert mina.get(BOOK + "?colour=red").status_code == 400


def test_a_person_changes_name_language_market_and_theme(mina):
    Market.objects.get_or_create(code="id", defaults={"name": "Indonesia", "currency": "IDR"})
    changed = mina.patch(ME, {"name": " Mina K ", "language": "fa", "market": "id", "theme": "dark"})
    assert changed.status_code == 200
    fields = ("name", "language", "market", "theme")
    assert [changed.json()[field] for field in fields] == ["Mina K", "fa", "id", "dark"]
    assert [mina.patch(ME, {"theme": "light"}).json()[field] for field in fields] == ["Mina K", "fa", "id", "light"]
    assert mina.patch(ME, {"market": None}).json()["market"] is None


@pytest.mark.parametrize(
    "wrong",
    [{"email": "x@example.com"}, {"is_staff": True}, {"theme": "pink"}, {"market": "mars"}, {"language": "tlh"}],
)
def test_what_a_person_may_not_change_is_refused(mina, wrong):
    before = mina.get(ME).json()
    assert mina.patch(ME, wrong).status_code == 400
    assert mina.get(ME).json() == before

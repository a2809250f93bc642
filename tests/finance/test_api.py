"""The books as a store sees them over the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance.models import PayoutTerms
from marketplace.models import Store
from marketplace.rules import StoreRole
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import IBAN, make_payout_account, make_sale, release_now
from tests.marketplace.factories import make_member, make_store
from tests.sales.factories import key

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return make_store(owner=make_user("seller@example.com"))


@pytest.fixture
def seller(store: Store) -> Any:
    return client_for(store.seller.user)


def get(client: Any, path: str, **query: str) -> Any:
    answer = client.get(f"/api/finance/{path}/", query)
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_a_seller_sees_what_is_held_released_owed_and_on_its_way(store: Store, seller: Any) -> None:
    make_sale(store)
    release_now(make_sale(store, price_minor=2_000))
    make_sale(store, price_minor=1_000_000, currency="IRR")
    rial, dollar = get(seller, "balance")
    assert (dollar["pending"]["amount"], dollar["payable"]["amount"], dollar["owed"]["minor"]) == ("90.00", "18.00", 0)
    assert (rial["pending"]["minor"], rial["payable"]["minor"]) == (900_000, 0)
    make_payout_account(store)
    seller.post("/api/finance/payouts/", {"store": str(store.pk), "currency": "USD"}, headers=key())
    dollar = get(seller, "balance", store=str(store.pk))[1]
    assert (dollar["payable"]["minor"], dollar["on_its_way"]["minor"]) == (0, 1_800)


def test_each_line_says_price_commission_why_and_net(store: Store, seller: Any) -> None:
    sale = make_sale(store)
    [shown] = get(seller, "sales")
    [line] = shown["lines"]
    assert (shown["number"], shown["net"]["amount"]) == (sale.number, "90.00")
    assert (line["price"]["amount"], line["commission"]["amount"], line["net"]["amount"]) == (
        "100.00",
        "10.00",
        "90.00",
    )
    assert line["explanation"] == "Serai: 10% of 100.00 USD. Commission: 10.00 USD."
    assert shown["holds"][0]["left"]["minor"] == 9_000


def test_entries_are_listed_newest_first_and_narrowed(store: Store, seller: Any) -> None:
    release_now(make_sale(store))
    kinds = [(entry["kind"], entry["account"], entry["amount"]["minor"]) for entry in get(seller, "entries")]
    assert sorted(kinds) == [
        ("capture", "seller_pending", 9_000),
        ("release", "seller_payable", 9_000),
        ("release", "seller_pending", -9_000),
    ]
    assert len(get(seller, "entries", account="seller_payable", currency="USD", kind="release")) == 1
    assert seller.get("/api/finance/entries/?account=nonsense").status_code == 400


def test_a_payout_is_asked_for_once_and_shows_what_it_pays(store: Store, seller: Any) -> None:
    sale = make_sale(store)
    release_now(sale)
    make_payout_account(store)
    body, headers = {"store": str(store.pk), "currency": "USD"}, key()
    first = seller.post("/api/finance/payouts/", body, headers=headers)
    assert (first.status_code, first.json()["status"], first.json()["amount"]["minor"]) == (201, "APPROVED", 9_000)
    assert seller.post("/api/finance/payouts/", body, headers=headers).json() == first.json()
    assert seller.post("/api/finance/payouts/", body, headers=key()).json()["code"] == "payout_running"
    shown = seller.get(f"/api/finance/payouts/{first.json()['id']}/").json()
    assert [(line["kind"], line["reference"], line["amount"]["minor"]) for line in shown["lines"]] == [
        ("release", sale.number, 9_000)
    ]
    assert [row["id"] for row in get(seller, "payouts", status="APPROVED")] == [first.json()["id"]]


@pytest.mark.parametrize("role", [StoreRole.MANAGER, StoreRole.FULFILMENT])
def test_who_is_not_the_owner_sees_no_money(store: Store, role: str) -> None:
    make_sale(store)
    member = client_for(make_member(store, role=role).user)
    assert [get(member, path) for path in ("balance", "entries", "sales", "payouts")] == [[], [], [], []]
    assert member.get(f"/api/finance/balance/?store={store.pk}").status_code == 403
    body = {"store": str(store.pk), "currency": "USD"}
    assert member.post("/api/finance/payouts/", body, headers=key()).status_code == 403


def test_another_stores_books_do_not_exist(store: Store) -> None:
    make_sale(store)
    other = client_for(make_store().seller.user)
    assert other.get(f"/api/finance/balance/?store={store.pk}").status_code == 404
    assert get(other, "sales") == []


def test_an_administrator_names_the_store(store: Store) -> None:
    make_sale(store)
    administrator = client_for(make_user(groups=("administrator",)))
    refused = administrator.get("/api/finance/balance/")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/store")
    assert len(get(administrator, "balance", store=str(store.pk))) == 1
    assert len(get(administrator, "sales")) == 1


def test_the_account_is_set_and_only_its_last_characters_come_back(store: Store, seller: Any) -> None:
    body = {"store": str(store.pk), "currency": "EUR", "method": "bank_file", "holder": "Atelier", "number": IBAN}
    answer = seller.post("/api/finance/payout-accounts/", body)
    assert (answer.status_code, answer.json()["hint"]) == (201, "3000")
    assert IBAN not in answer.content.decode()
    [listed] = get(seller, "payout-accounts")
    assert IBAN not in str(listed)
    wrong = seller.post("/api/finance/payout-accounts/", {**body, "number": IBAN[:-1] + "1"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/number")


def test_two_administrators_approve_a_large_payout(store: Store, seller: Any) -> None:
    PayoutTerms.objects.create(currency="USD", approval_above_minor=1)
    release_now(make_sale(store))
    make_payout_account(store)
    body = {"store": str(store.pk), "currency": "USD"}
    payout = seller.post("/api/finance/payouts/", body, headers=key()).json()
    address = f"/api/finance/payouts/{payout['id']}/approve/"
    assert seller.post(address).status_code == 403
    one, two = (client_for(make_user(groups=("administrator",))) for _ in range(2))
    assert one.post(address).json()["approvals"] == 1
    assert one.post(address).json()["code"] == "second_person_needed"
    assert two.post(address).json()["status"] == "APPROVED"
    rejected = one.post(f"/api/finance/payouts/{payout['id']}/reject/", {"reason": "Under investigation."})
    assert rejected.json()["status"] == "REJECTED"


@pytest.mark.parametrize("path", ["balance", "entries", "sales", "payouts", "payout-accounts"])
def test_a_long_list_takes_the_statements_of_a_short_one(store: Store, seller: Any, path: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            get(seller, path)
        return len(statements)

    release_now(make_sale(store))
    make_payout_account(store)
    seller.post("/api/finance/payouts/", {"store": str(store.pk), "currency": "USD"}, headers=key())
    short = count()
    for currency in ("EUR", "VND", "IDR"):
        release_now(make_sale(store, currency=currency))
        make_payout_account(store, currency=currency)
        seller.post("/api/finance/payouts/", {"store": str(store.pk), "currency": currency}, headers=key())
    assert count() == short <= 7

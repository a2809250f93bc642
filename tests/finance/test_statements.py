"""Statements: from one balance to the next, the same in JSON, CSV and PDF, and the same as the ledger."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from core.ids import new_id
from finance import services
from finance.models import LedgerEntry
from finance.selectors import SELLER_KINDS
from marketplace.models import Store
from marketplace.rules import StoreRole
from tests.accounts.factories import client_for, make_user
from tests.finance.factories import make_payout_account, make_sale, release_now
from tests.finance.pdf import read_pdf
from tests.marketplace.factories import make_member, make_store
from tests.sales.factories import key

pytestmark = pytest.mark.django_db
PATH = "/api/finance/statements/"


@pytest.fixture
def store() -> Store:
    return make_store("Atelier", owner=make_user("seller@example.com"))


@pytest.fixture
def seller(store: Store) -> Any:
    return client_for(store.seller.user)


def period(store: Store, **values: str) -> dict[str, str]:
    today = date.today()  # noqa: DTZ011  # a day around it is asked for
    first, last = today - timedelta(days=1), today + timedelta(days=1)
    return {"store": str(store.pk), "currency": "USD", "from": f"{first}", "to": f"{last}", **values}


def make_story(store: Store, seller: Any) -> None:
    """Two sales, one of them paid out, a part of the other given back."""
    first = make_sale(store, price_minor=10_000)
    release_now(first)
    make_payout_account(store)
    answer = seller.post("/api/finance/payouts/", {"store": str(store.pk), "currency": "USD"}, headers=key())
    assert answer.status_code == 201
    second = make_sale(store, price_minor=5_000)
    services.sales_refund(refund_id=new_id(), amounts={second.lines.get().reference: 1_000}, reference=second.number)
    make_sale(make_store(), price_minor=777)
    make_sale(store, price_minor=1_000_000, currency="IRR")


def test_a_statement_lists_price_commission_refund_and_payout_and_adds_up(store: Store, seller: Any) -> None:
    make_story(store, seller)
    found = seller.get(PATH, period(store)).json()
    rows = [
        tuple(movement[name]["minor"] for name in ("price", "commission", "refund", "payout", "amount", "balance"))
        for movement in found["movements"]
    ]
    assert rows == [
        (10_000, -1_000, 0, 0, 9_000, 9_000),
        (0, 0, 0, -9_000, -9_000, 0),
        (5_000, -500, 0, 0, 4_500, 4_500),
        (0, 100, -1_000, 0, -900, 3_600),
    ]
    assert [movement["kind"] for movement in found["movements"]] == ["capture", "payout", "capture", "refund"]
    assert found["movements"][0]["explanation"] == "Serai: 10% of 100.00 USD. Commission: 10.00 USD."
    assert (found["opening"]["minor"], found["closing"]["minor"]) == (0, 3_600)
    assert {name: money["minor"] for name, money in found["totals"].items()} == {
        "price": 15_000, "commission": -1_400, "fees": 0, "refund": -1_000, "payout": -9_000, "amount": 3_600,
    }  # fmt: skip
    entries = LedgerEntry.objects.filter(account__store=store, account__kind__in=SELLER_KINDS, currency="USD")
    assert entries.aggregate(total=Sum("amount_minor"))["total"] == 3_600


def test_what_was_before_the_period_is_its_opening_balance(store: Store, seller: Any) -> None:
    make_story(store, seller)
    later = date.today() + timedelta(days=2)  # noqa: DTZ011
    found = seller.get(PATH, period(store, **{"from": f"{later}", "to": f"{later}"})).json()
    assert (found["opening"]["minor"], found["closing"]["minor"], found["movements"]) == (3_600, 3_600, [])


def test_the_table_the_file_and_the_document_say_the_same(store: Store, seller: Any) -> None:
    make_story(store, seller)
    found = seller.get(PATH, period(store)).json()
    answer = seller.get(f"{PATH}file/", period(store))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    names = ("price", "commission", "fees", "refund", "payout", "amount", "balance")
    assert [[row[name] for name in names] for row in rows[1:-1]] == [
        [movement[name]["amount"] for name in names] for movement in found["movements"]
    ]
    assert (rows[0]["kind"], rows[0]["balance"], rows[-1]["kind"], rows[-1]["balance"]) == (
        "opening", "0.00", "closing", "36.00",
    )  # fmt: skip
    document = seller.get(f"{PATH}file/", period(store, **{"as": "pdf"}))
    assert document["Content-Type"] == "application/pdf"
    text = read_pdf(document.content).text
    for words in ("Statement", "Opening balance 0.00", "100.00 -10.00 90.00 90.00", "36.00", "Atelier"):
        assert words in text, words


def test_names_in_a_file_are_no_formulas(store: Store, seller: Any) -> None:
    sale = make_sale(store)
    sale.lines.update(title="=HYPERLINK(1)")
    assert b",'=HYPERLINK(1)," in seller.get(f"{PATH}file/", period(store)).content


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"store": None}, "/store", "required"),
        ({"from": None}, "/from", "required"),
        ({"store": "x"}, "/store", "wrong_type"),
        ({"currency": "XXX"}, "/currency", "invalid_choice"),
        ({"from": "yesterday"}, "/from", "invalid"),
        ({"from": "2026-02-30"}, "/from", "invalid"),
        ({"to": "۲۰۲۶-۰۱-۰۱"}, "/to", "invalid"),
        ({"from": "2025-01-01", "to": "2026-01-02"}, "/to", "invalid"),
        ({"from": "2026-01-02", "to": "2026-01-01"}, "/to", "invalid"),
        ({"to": ""}, "/to", "unknown_parameter"),
        ({"page": "1"}, "/page", "unknown_parameter"),
        ({"as": "csv"}, "/as", "unknown_parameter"),
    ],
)
def test_what_is_asked_wrongly_is_refused_by_name(
    store: Store, seller: Any, change: dict[str, str | None], pointer: str, code: str
) -> None:
    asked = {name: value for name, value in {**period(store), **change}.items() if value is not None}
    answer = seller.get(PATH, asked)
    assert answer.status_code == 400
    assert [(problem["pointer"], problem["code"]) for problem in answer.json()["errors"]] == [(pointer, code)]


def test_a_year_is_allowed_and_other_kinds_of_files_are_not(store: Store, seller: Any) -> None:
    assert seller.get(PATH, period(store, **{"from": "2024-01-01", "to": "2024-12-31"})).status_code == 200
    assert seller.get(f"{PATH}file/", period(store, **{"as": "exe"})).json()["errors"][0]["pointer"] == "/as"
    twice = f"{PATH}?store={store.pk}&currency=USD&currency=IRR&from=2026-01-01&to=2026-01-02"
    assert seller.get(twice).json()["errors"][0]["pointer"] == "/currency"


def test_only_those_who_may_read_the_books_of_a_store_get_its_statement(store: Store, seller: Any) -> None:
    packer = make_user("packer@example.com")
    make_member(store, packer, role=StoreRole.FULFILMENT)
    for path in (PATH, f"{PATH}file/"):
        assert client_for(make_user()).get(path, period(store)).status_code == 404
        assert client_for(packer).get(path, period(store)).status_code == 403
        assert client_for().get(path, period(store)).status_code == 401


def test_a_longer_statement_asks_the_database_no_more_often(store: Store, seller: Any) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert seller.get(PATH, period(store)).status_code == 200
        return len(queries)

    make_sale(store)
    few = count()
    for _ in range(5):
        make_sale(store)
    assert count() == few

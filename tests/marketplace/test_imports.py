"""A file of products: checked before anything is written, carried out once, row by row (RELIABILITY.md §5.6)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from catalog.models import Product, ProductVariant
from core import outbox
from core.models import AuditEntry, OutboxMessage
from core.services import invariants
from core.tables import table_bytes
from marketplace.models import ImportRow, ProductImport, StockMovement, StoreItem, StoreMember, StoreProduct
from marketplace.services import imports_purge
from marketplace.services.imports import chunks
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import make_category, make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store
from tests.marketplace.sheets import HEADERS, IMPORTS, csv_rows, read, reasons, rows, send, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(db):
    make_category("Lamps", slug="lamps")
    return make_store("Northlight")


@pytest.fixture
def seller(store):
    return client_for(store.seller.user)


@pytest.fixture
def check(seller, drain_outbox):
    """`check(rows…)`: upload a file of these rows and have it checked; the import's id."""

    def run(*given: tuple[object, ...], headers: tuple[str, ...] = HEADERS) -> str:
        answer = send(seller, sheet(*given, headers=headers))
        assert answer.status_code == 201, answer.content
        drain_outbox()
        return str(answer.json()["id"])

    return run


def confirm(client: Any, batch: str, **body: object) -> Any:
    return client.post(f"{IMPORTS}{batch}/confirm/", body, format="json")


def counts(batch: dict[str, Any]) -> tuple[int, int, int, int]:
    return batch["rows_new"], batch["rows_changed"], batch["rows_unchanged"], batch["rows_rejected"]


# --- the dry run ------------------------------------------------------------------------------------------------------


def test_the_check_says_what_each_row_would_do_and_writes_nothing(store, seller, check) -> None:
    product = make_maintained_product(store, name="Oak lamp")
    for sku, price in (("OAK-1", 8900), ("OAK-2", 9900)):
        make_item(store, variant=make_variant(product, sku=sku, name=""), price_minor=price, stock=4)
    before = (Product.objects.count(), StoreItem.objects.count(), StockMovement.objects.count())
    batch = check(
        ("oak-1", "", "", "95.00", "4"),
        ("OAK-2", "", "", "99.00", "4"),
        ("PINE-1", "Pine lamp", "lamps", "49.50", "10"),
        ("PINE-2", "", "", "", ""),
    )
    state = read(seller, batch)
    assert (state["status"], state["rows_total"], state["rows_checked"]) == ("READY", 4, 4)
    assert counts(state) == (1, 1, 1, 1)
    changed, unchanged, new, rejected = rows(seller, batch)
    assert (changed["outcome"], changed["changes"]) == ("CHANGED", {"price": ["89.00", "95.00"]})
    assert (unchanged["outcome"], unchanged["changes"]) == ("UNCHANGED", {})
    assert (new["outcome"], new["changes"]["stock"]) == ("NEW", [None, 10])
    assert rejected["outcome"] == "REJECTED"
    assert reasons(rejected) == [("product", "required"), ("category", "required"), ("price", "required")]
    assert [row["number"] for row in (changed, unchanged, new, rejected)] == [2, 3, 4, 5]
    assert (Product.objects.count(), StoreItem.objects.count(), StockMovement.objects.count()) == before


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("A-1", "Lamp", "lamps", "0", "1"), [("price", "out_of_range")]),
        (("A-1", "Lamp", "lamps", "-5", "1"), [("price", "not_an_amount")]),
        (("A-1", "Lamp", "lamps", "9" * 3000, "1"), [("price", "not_an_amount")]),
        (("A-1", "Lamp", "lamps", "12.505", "1"), [("price", "not_an_amount")]),
        (("A-1", "Lamp", "lamps", "NaN", "1"), [("price", "not_an_amount")]),
        (("A-1", "Lamp", "lamps", "0001-01-01", "1"), [("price", "not_an_amount")]),
        (("A-1", "Lamp", "lamps", "9", "9999-12-31"), [("stock", "not_a_number")]),
        (("A-1", "Lamp", "lamps", "9", "-1"), [("stock", "not_a_number")]),
        (("A-1", "Lamp", "lamps", "9", "1000001"), [("stock", "not_a_number")]),
        (("A-1", "Lamp", "no-such-shelf", "9", "1"), [("category", "not_found")]),
        (("A-1", "Lamp", "hidden", "9", "1"), [("category", "not_found")]),
        (("A-1", "x" * 201, "lamps", "9", "1"), [("product", "too_long")]),
        (("bad sku!", "Lamp", "lamps", "9", "1"), [("sku", "not_a_sku")]),
        (("", "Lamp", "lamps", "9", "1"), [("sku", "required")]),
        (("A-1", "Lamp", "lamps", "9", "1", "one too many"), [("", "broken_row")]),
    ],
)
def test_a_bad_row_is_rejected_with_its_column_and_reason(seller, check, row, expected) -> None:
    make_category("Hidden", slug="hidden", is_active=False)
    (found,) = rows(seller, check(row))
    assert found["outcome"] == "REJECTED"
    assert reasons(found) == expected
    assert all(problem["detail"] for problem in found["problems"])


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1250", 125_000), ("12.5", 1250), ("12,50", 1250), ("1,250.00", 125_000), ("1.250,00", 125_000),
        ("1,250", 125_000), ("۱۲٫۵۰", 1250), ("1 250.00", 125_000),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_type_them(store, seller, check, drain_outbox, text, minor) -> None:
    batch = check(("A-1", "Lamp", "lamps", text, "1"))
    assert confirm(seller, batch).status_code == 200
    drain_outbox()
    assert StoreItem.objects.get(variant__sku="A-1").price_minor == minor


def test_a_sku_of_another_store_is_rejected_and_its_product_stays(seller, check, drain_outbox) -> None:
    other = make_item(
        make_store("Zenith"), variant=make_variant(make_maintained_product(make_store("Z2")), sku="ZEN-1")
    )
    batch = check(("ZEN-1", "Stolen name", "lamps", "1.00", "5"))
    (row,) = rows(seller, batch)
    assert reasons(row) == [("sku", "other_store")]
    assert confirm(seller, batch, skip_rejected=True).status_code == 200
    drain_outbox()
    other.variant.product.refresh_from_db()
    assert other.variant.product.name != "Stolen name"
    assert StoreItem.objects.filter(variant=other.variant).count() == 1


def test_an_own_offer_of_anothers_article_takes_prices_but_no_names(store, seller, check) -> None:
    shared = make_variant(make_maintained_product(make_store("Maker")), sku="SHARED-1")
    make_item(store, variant=shared, price_minor=1000)
    (priced,) = rows(seller, check(("SHARED-1", "", "", "11.00", "")))
    assert (priced["outcome"], priced["changes"]) == ("CHANGED", {"price": ["10.00", "11.00"]})
    (renamed,) = rows(seller, check(("SHARED-1", "Mine", "", "11.00", "")))
    assert reasons(renamed) == [("product", "other_store")]


def test_stock_cannot_sink_below_what_open_orders_hold(store, seller, check) -> None:
    item = make_item(store, variant=make_variant(make_maintained_product(store), sku="A-1"), stock=9)
    item.stock_row.reserved = 4
    item.stock_row.save()
    (row,) = rows(seller, check(("A-1", "", "", "", "3")))
    assert reasons(row) == [("stock", "reserved")]


def test_the_same_sku_twice_in_a_file_is_rejected_the_second_time(seller, check) -> None:
    first, second = rows(seller, check(("A-1", "Lamp", "lamps", "9", "1"), ("a-1", "Lamp", "lamps", "8", "1")))
    assert (first["outcome"], second["outcome"]) == ("NEW", "REJECTED")
    assert reasons(second) == [("sku", "twice")]
    assert "row 2" in second["problems"][0]["detail"]


def test_what_looks_like_a_formula_stays_text_and_is_flagged(seller, check, drain_outbox) -> None:
    batch = check(("A-1", '=HYPERLINK("http://x.example","Lamp")', "lamps", "9", "1"))
    (row,) = rows(seller, batch)
    assert row["outcome"] == "NEW"
    assert [(note["column"], note["code"]) for note in row["notes"]] == [("product", "formula")]
    confirm(seller, batch)
    drain_outbox()
    assert ProductVariant.objects.get(sku="A-1").product.name == '=HYPERLINK("http://x.example","Lamp")'


def test_variants_of_a_new_product_follow_the_row_that_makes_it(seller, check, drain_outbox) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"), ("A-2", "Lamp", "", "10", "2"), ("A-3", "Chair", "", "10", "2"))
    assert [row["outcome"] for row in rows(seller, batch)] == ["NEW", "NEW", "REJECTED"]
    confirm(seller, batch, skip_rejected=True)
    drain_outbox()
    product = Product.objects.get(name="Lamp")
    assert sorted(product.variants.values_list("sku", flat=True)) == ["A-1", "A-2"]


def test_a_variant_whose_leading_row_was_rejected_is_rejected_too(seller, check) -> None:
    first, second = rows(seller, check(("A-1", "Lamp", "lamps", "0", "1"), ("A-2", "Lamp", "", "10", "2")))
    assert first["outcome"] == "REJECTED"
    assert (second["outcome"], reasons(second)) == ("REJECTED", [("category", "leader_rejected")])


def test_a_category_is_named_by_slug_name_or_path_and_must_be_one(seller, check) -> None:
    guitars, basses = make_category("Guitars"), make_category("Basses")
    make_category("Electric", parent=guitars)
    make_category("Electric", parent=basses)
    found = rows(
        seller,
        check(
            ("A-1", "One", "Guitars", "9", "1"),
            ("A-2", "Two", "Guitars > Electric", "9", "1"),
            ("A-3", "Three", "Electric", "9", "1"),
        ),
    )
    assert [row["outcome"] for row in found] == ["NEW", "NEW", "REJECTED"]
    assert reasons(found[2]) == [("category", "ambiguous")]


def test_checking_costs_the_same_number_of_statements_for_many_rows(store) -> None:
    def cost(count: int, start: int) -> int:
        raw = sheet(*((f"S-{start + n}", f"Lamp {start + n}", "lamps", "9", "1") for n in range(count)))
        batch = send(client_for(store.seller.user), raw).json()["id"]
        with CaptureQueriesContext(connection) as seen:
            chunks.import_check(batch_id=batch, after=0)
        return len(seen)

    assert cost(3, 0) == cost(60, 100)


# --- files that are refused as a whole --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"", 400, "empty"),
        (b"sku,price\n", 400, "empty"),
        (b"name,price\nLamp,9\n", 400, "missing_columns"),
        (b"sku,Name,Product\nA-1,x,y\n", 400, "duplicate_headers"),
        (b"sku,sku\nA-1,A-2\n", 400, "duplicate_headers"),
        (b'sku,name\nA-1,"open\n', 400, "quotes"),
        (b"sku\nA\x00\n", 400, "nul_character"),
        (b"PK\x03\x04 half an archive", 400, "unreadable"),
        (b"sku\n" + b"A-1\n" * 20_001, 413, "too_many_rows"),
        (b",".join(b"c%d" % n for n in range(101)), 413, "too_many_columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_leaves_nothing(seller, raw, status, code) -> None:
    answer = send(seller, raw)
    assert answer.status_code == status
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/file", code)]
    assert (ProductImport.objects.count(), ImportRow.objects.count(), OutboxMessage.objects.filter(
        task__contains="import").count()) == (0, 0, 0)  # fmt: skip


def test_a_body_beyond_ten_megabytes_is_refused_unread(seller) -> None:
    answer = send(seller, b"sku\n" + b"x" * (10 * 1024 * 1024 + 70_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


def test_a_workbook_does_as_well(store, seller, drain_outbox) -> None:
    raw = table_bytes("xlsx", HEADERS, [["A-1", "Lamp", "lamps", 12.5, 7]])
    batch = send(seller, raw, name="products.xlsx").json()["id"]
    drain_outbox()
    confirm(seller, batch)
    drain_outbox()
    item = StoreItem.objects.get(variant__sku="A-1")
    assert (item.price_minor, item.stock_row.stock) == (1250, 7)


# --- carrying out -----------------------------------------------------------------------------------------------------


def test_a_confirmed_import_goes_through_the_services(store, seller, check, drain_outbox) -> None:
    batch = check(("A-1", "Lamp", "lamps", "12.50", "7"))
    assert confirm(seller, batch).json()["status"] == "RUNNING"
    drain_outbox()
    state = read(seller, batch)
    assert (state["status"], state["rows_done"], state["rows_failed"]) == ("DONE", 1, 0)
    item = StoreItem.objects.get(variant__sku="A-1")
    assert (item.store_id, item.price_minor, item.currency, item.stock_row.stock) == (store.pk, 1250, "USD", 7)
    assert StoreProduct.objects.get(product=item.variant.product).is_maintainer
    assert StockMovement.objects.get(stock=item.stock_row).delta == 7
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"import.upload", "import.confirm", "import.finish", "product.create", "item.create"} <= actions
    assert AuditEntry.objects.get(action="item.create").actor_id == str(store.seller.user_id)
    assert [breach for _, find in invariants().values() for breach in find()] == []


def test_all_or_nothing_unless_the_seller_chooses_otherwise(seller, check, drain_outbox) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"), ("A-2", "Chair", "lamps", "0", "1"))
    refused = confirm(seller, batch)
    assert (refused.status_code, refused.json()["code"], refused.json()["rejected"]) == (409, "rejected_rows", 1)
    assert StoreItem.objects.count() == 0
    assert confirm(seller, batch, skip_rejected=True).status_code == 200
    drain_outbox()
    assert list(StoreItem.objects.values_list("variant__sku", flat=True)) == ["A-1"]
    assert confirm(seller, batch, skip_rejected=True).json()["code"] == "invalid_transition"


def test_the_same_file_twice_is_one_import(seller, check, drain_outbox) -> None:
    given = ("A-1", "Lamp", "lamps", "9", "1")
    batch = check(given)
    again = send(seller, sheet(given))
    assert (again.status_code, again.json()["id"]) == (200, batch)
    confirm(seller, batch)
    drain_outbox()
    assert send(seller, sheet(given)).json()["id"] == batch
    assert ProductImport.objects.count() == 1
    anew = send(seller, sheet(given), again="true")
    assert anew.status_code == 201
    drain_outbox()
    assert counts(read(seller, anew.json()["id"])) == (0, 0, 1, 0)


def test_two_files_with_the_same_new_sku_make_one_article(store, seller, check, drain_outbox) -> None:
    one, two = check(("A-1", "Lamp", "lamps", "9", "1")), check(("A-1", "Lamp", "lamps", "8", "3"))
    assert [rows(seller, batch)[0]["outcome"] for batch in (one, two)] == ["NEW", "NEW"]
    confirm(seller, one)
    confirm(seller, two)
    drain_outbox()
    item = StoreItem.objects.get(store=store)
    assert (item.price_minor, item.stock_row.stock) == (800, 3)
    assert Product.objects.filter(name="Lamp").count() == 1


def test_a_piece_that_dies_is_done_again_and_no_row_twice(seller, check, monkeypatch, drain_outbox) -> None:
    monkeypatch.setattr(chunks, "WRITE_ROWS", 2)
    batch = check(*((f"A-{n}", f"Lamp {n}", "lamps", "9", "1") for n in range(5)))
    confirm(seller, batch)
    calls = {"count": 0}
    real = chunks.carry_out

    def dying(**arguments: Any) -> None:
        calls["count"] += 1
        real(**arguments)
        if calls["count"] == 4:  # the second row of the second piece: its transaction is lost
            raise RuntimeError("killed")

    monkeypatch.setattr(chunks, "carry_out", dying)
    outbox.drain()
    assert (read(seller, batch)["status"], read(seller, batch)["rows_done"]) == ("RUNNING", 2)
    assert StoreItem.objects.count() == 2
    monkeypatch.setattr(chunks, "carry_out", real)
    OutboxMessage.objects.filter(handled_at=None).update(due_at=timezone.now())
    drain_outbox(allow_failures=True)
    assert (read(seller, batch)["status"], read(seller, batch)["rows_done"]) == ("DONE", 5)
    assert sorted(StoreItem.objects.values_list("variant__sku", flat=True)) == [f"A-{n}" for n in range(5)]
    assert StockMovement.objects.count() == 5


def test_what_changed_since_the_check_is_judged_anew(store, seller, check, drain_outbox) -> None:
    item = make_item(store, variant=make_variant(make_maintained_product(store), sku="A-1"), stock=9)
    batch = check(("A-1", "", "", "12.00", "3"), ("A-2", "Lamp", "lamps", "9", "1"))
    item.stock_row.reserved = 5
    item.stock_row.save()
    confirm(seller, batch)
    drain_outbox()
    state = read(seller, batch)
    assert (state["status"], state["rows_done"], state["rows_failed"]) == ("DONE", 1, 1)
    failed = rows(seller, batch, outcome="REJECTED")
    assert [reasons(row) for row in failed] == [[("stock", "reserved")]]
    item.refresh_from_db()
    assert item.price_minor == 1000


def test_stopping_keeps_what_was_done_and_ends_the_rest(seller, check, drain_outbox) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"))
    confirm(seller, batch)
    assert seller.post(f"{IMPORTS}{batch}/stop/").json()["status"] == "STOPPED"
    drain_outbox()
    assert StoreItem.objects.count() == 0
    assert seller.post(f"{IMPORTS}{batch}/stop/").status_code == 409


def test_a_member_who_lost_the_right_stops_his_import(store, check, seller, drain_outbox) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"))
    confirm(seller, batch)
    StoreMember.objects.filter(store=store).update(role="fulfilment")
    drain_outbox()
    found = ProductImport.objects.get(pk=batch)
    assert (found.status, found.rows_done) == ("STOPPED", 0)
    assert "may no longer edit" in found.stop_reason
    assert StoreItem.objects.count() == 0


# --- files to download ------------------------------------------------------------------------------------------------


def test_the_rejected_rows_come_as_a_file_that_can_be_corrected_and_sent(seller, check) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"), ("A-2", "=1+1", "lamps", "0", "1"))
    found = csv_rows(seller.get(f"{IMPORTS}{batch}/rejected/"))
    assert found[0] == ["row", "reason", *HEADERS]
    assert found[1][:1] + found[1][2:] == ["3", "A-2", "'=1+1", "lamps", "0", "1"]
    assert "price: An amount above zero" in found[1][1]
    corrected = [[*row[:5], "5.00", row[6]] for row in found[1:]]
    again = check(*map(tuple, corrected), headers=tuple(found[0]))
    state = read(seller, again)
    assert (counts(state), state["ignored_columns"]) == ((1, 0, 0, 0), ["row", "reason"])
    book = load_workbook(io.BytesIO(seller.get(f"{IMPORTS}{batch}/rejected/", {"as": "xlsx"}).content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}


def test_the_template_can_be_imported_as_it_is(store, seller, drain_outbox) -> None:
    make_category("Desk lamps", slug="desk-lamps")
    seller.post("/api/catalog/brands/", {"name": "Northlight"}, format="json")
    for kind in ("csv", "xlsx"):
        raw = seller.get(f"{IMPORTS}template/", {"as": kind}).content
        batch = send(seller, raw, name=f"template.{kind}").json()["id"]
        drain_outbox()
        assert counts(read(seller, batch)) == (1, 0, 0, 0), rows(seller, batch)


def test_an_unknown_kind_of_file_is_a_bad_request(seller) -> None:
    assert seller.get(f"{IMPORTS}template/", {"as": "pdf"}).status_code == 400


def test_rows_of_old_imports_are_forgotten(seller, check) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"))
    assert imports_purge() == 0
    ProductImport.objects.filter(pk=batch).update(updated_at=timezone.now() - timedelta(days=31))
    assert imports_purge() == 1
    assert ProductImport.objects.filter(pk=batch).exists()


# --- who may ----------------------------------------------------------------------------------------------------------


def test_only_people_who_edit_the_catalogue_of_the_store_import(store, seller, check) -> None:
    batch = check(("A-1", "Lamp", "lamps", "9", "1"))
    packer = make_user("packer@example.com")
    make_member(store, packer)
    raw = sheet(("A-9", "Lamp", "lamps", "9", "1"))
    assert send(client_for(packer), raw, store=str(store.pk)).status_code == 403
    assert client_for(packer).get(f"{IMPORTS}{batch}/").status_code == 404
    stranger = client_for(make_store("Elsewhere").seller.user)
    assert send(stranger, raw, store=str(store.pk)).status_code == 404
    for method, address in (
        ("get", ""),
        ("post", "confirm/"),
        ("post", "stop/"),
        ("get", "rows/"),
        ("get", "rejected/"),
    ):
        assert getattr(stranger, method)(f"{IMPORTS}{batch}/{address}").status_code == 404, address
    assert stranger.get(IMPORTS).json()["results"] == []
    assert send(client_for(), raw).status_code == 401


def test_who_works_in_two_stores_says_which(store, seller) -> None:
    make_member(make_store("Second"), store.seller.user, "manager")
    answer = send(client_for(store.seller.user), sheet(("A-1", "Lamp", "lamps", "9", "1")))
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/store"]

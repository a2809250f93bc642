"""A seller brings a file to the admin, sees what each row would do, and says go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Category
from marketplace.models import ProductImport, StoreItem
from tests.admin.conftest import World, page_text
from tests.admin.test_roles import act, messages_of
from tests.marketplace.sheets import csv_rows, sheet

ADD = "/admin/marketplace/productimport/add/"


@pytest.fixture
def seller(world: World, sign_in: Callable[[Any], Client]) -> Client:
    return sign_in(world.acme.owner)


def upload(client: Client, world: World, raw: bytes) -> Any:
    file = SimpleUploadedFile("spring.csv", raw, "text/csv")
    return client.post(ADD, {"store": str(world.acme.store.pk), "upload": file})


def test_from_the_button_to_the_shop(world: World, seller: Client, drain_outbox: Callable[..., int]) -> None:
    assert ADD in page_text(seller.get("/admin/marketplace/storeitem/"))
    shelf = Category.objects.get(name="Acme shelf")
    raw = sheet(
        ("NEW-1", "<b>Lamp</b>", shelf.slug, "12.50", "4"), ("ACME-1", "", "", "14.00", ""), ("", "", "", "", "1")
    )
    answer = upload(seller, world, raw)
    address = answer.headers["Location"]
    busy = page_text(seller.get(address))
    assert 'http-equiv="refresh"' in busy
    assert "<progress" in busy
    drain_outbox()
    found = page_text(seller.get(address))
    assert "Every row needs a SKU" in found
    assert 'http-equiv="refresh"' not in found
    changed = page_text(seller.get(address, {"outcome": "CHANGED"}))
    assert "12.50" in changed
    assert "14.00" in changed
    new = page_text(seller.get(address, {"outcome": "NEW"}))
    assert "&lt;b&gt;Lamp&lt;/b&gt;" in new
    assert "<b>Lamp" not in new
    batch = ProductImport.objects.get(file_name="spring.csv")
    refused = act(seller, "marketplace/productimport", batch.pk, "confirm")
    assert "1 rows were rejected" in messages_of(refused)[0]
    act(seller, "marketplace/productimport", batch.pk, "confirm", partial="on")
    drain_outbox()
    batch.refresh_from_db()
    assert (batch.status, batch.rows_done) == ("DONE", 2)
    assert StoreItem.objects.get(variant__sku="NEW-1").stock_row.stock == 4
    file = csv_rows(seller.get(f"/admin/marketplace/productimport/{batch.pk}/rejected/"))
    assert [row[0] for row in file] == ["row", "4"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The submitted file is empty."),
        (b"name\nLamp\n", "needs a column"),
        (b"PK\x03\x04 half", "not a whole XLSX"),
    ],
)
def test_a_file_that_is_no_table_is_an_error_of_the_field(world: World, seller: Client, raw: bytes, words: str) -> None:
    before = ProductImport.objects.count()
    answer = upload(seller, world, raw)
    assert answer.status_code == 200
    assert words in " ".join(answer.context["adminform"].form.errors["upload"])
    assert ProductImport.objects.count() == before


def test_a_fulfilment_hand_neither_sees_nor_brings_files(world: World, sign_in: Callable[[Any], Client]) -> None:
    client = sign_in(world.acme.fulfiller)
    batch = ProductImport.objects.get(store=world.acme.store)
    assert client.get(ADD).status_code == 403
    assert client.get("/admin/marketplace/productimport/template/").status_code == 403
    assert client.get(f"/admin/marketplace/productimport/{batch.pk}/rejected/").status_code == 404


def test_another_stores_import_is_not_there(world: World, seller: Client) -> None:
    batch = ProductImport.objects.get(store=world.zenith.store)
    assert seller.get(f"/admin/marketplace/productimport/{batch.pk}/change/").status_code == 302
    assert seller.get(f"/admin/marketplace/productimport/{batch.pk}/rejected/").status_code == 404
    act(seller, "marketplace/productimport", batch.pk, "confirm", partial="on")
    act(seller, "marketplace/productimport", batch.pk, "stop")
    batch.refresh_from_db()
    assert batch.status == "READY"
    foreign = {"store": str(world.zenith.store.pk), "upload": SimpleUploadedFile("x.csv", b"sku\nA\n", "text/csv")}
    assert "store" in seller.post(ADD, foreign).context["adminform"].form.errors


def test_the_template_is_offered(world: World, seller: Client) -> None:
    assert csv_rows(seller.get("/admin/marketplace/productimport/template/"))[0][0] == "sku"

"""What a store takes out comes back unchanged, runs in no spreadsheet, and is nobody else's."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from catalog.models import Attribute, ProductAttribute
from core.models import AuditEntry
from tests.accounts.factories import client_for, make_user
from tests.catalog.factories import make_brand, make_category, make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store
from tests.marketplace.sheets import csv_rows, read, send

pytestmark = pytest.mark.django_db
ARTICLES, STOCK = "/api/marketplace/exports/articles/", "/api/marketplace/exports/stock/"


@pytest.fixture
def store(db):
    store = make_store("Northlight")
    product = make_maintained_product(
        store, name="=Oak lamp", category=make_category("Lamps"), brand=make_brand("Nordic"), description="Bright."
    )
    variant = make_variant(product, sku="OAK-1", name="Warm")
    make_item(store, variant=variant, price_minor=1250, stock=7)
    wood, note = (Attribute.objects.create(code=code, name=code.title()) for code in ("wood", "note"))
    ProductAttribute.objects.create(product=product, attribute=wood, value="oak")
    ProductAttribute.objects.create(product=product, attribute=note, value='the "warm" one; dimmed')
    ProductAttribute.objects.create(product=product, variant=variant, attribute=wood, value="stained oak")
    shared = make_variant(make_maintained_product(make_store("Maker"), name="Maker lamp"), sku="MAKER-1")
    make_item(store, variant=shared, price_minor=900, stock=2)
    return store


@pytest.fixture
def seller(store):
    return client_for(store.seller.user)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_sheet_comes_back_without_a_change(seller, drain_outbox, kind) -> None:
    raw = seller.get(ARTICLES, {"as": kind}).content
    batch = send(seller, raw, name=f"articles.{kind}").json()["id"]
    drain_outbox()
    state = read(seller, batch)
    assert (state["rows_total"], state["rows_unchanged"], state["rows_rejected"]) == (2, 2, 0)


def test_it_holds_what_is_the_stores_own(seller) -> None:
    head, own, shared = csv_rows(seller.get(ARTICLES))
    found = dict(zip(head, own, strict=True))
    assert (found["sku"], found["product"], found["price"], found["stock"]) == ("OAK-1", "'=Oak lamp", "12.50", "7")
    assert found["attributes"] == 'note="the ""warm"" one; dimmed"; wood=oak'
    assert found["variant_attributes"] == "wood=stained oak"
    assert dict(zip(head, shared, strict=True))["product"] == ""
    assert AuditEntry.objects.get(action="export.articles").object_label == "Northlight"


def test_the_stock_history_is_typed_and_has_no_formula(seller) -> None:
    sheet = load_workbook(io.BytesIO(seller.get(STOCK, {"as": "xlsx"}).content)).active
    assert [cell.value for cell in sheet[3]][1:5] == ["OAK-1", "=Oak lamp", 7, 7]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_only_members_with_the_right_and_never_of_another_store(store, seller) -> None:
    stranger = client_for(make_store("Zenith").seller.user)
    packer = make_user("packer@example.com")
    make_member(store, packer)
    for address in (ARTICLES, STOCK):
        assert stranger.get(address, {"store": str(store.pk)}).status_code == 404
        assert client_for().get(address).status_code == 401
        assert seller.get(address, {"store": "x"}).status_code == 400
        assert seller.get(address, {"as": "pdf"}).status_code == 400
        assert b"OAK-1" not in stranger.get(address).content
    assert client_for(packer).get(ARTICLES).status_code == 403
    assert client_for(packer).get(STOCK).status_code == 200

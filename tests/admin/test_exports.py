"""Every list can be taken out as a file: what the person sees, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from core.models import AuditEntry
from tests.admin.conftest import World, page_text
from tests.admin.test_isolation import CLOSED, OWNED, PAGES, SECRET, SHARED, address
from tests.catalog.factories import make_product
from tests.marketplace.sheets import csv_rows


def table(client: Client, model: Any, **params: str) -> list[list[str]]:
    return csv_rows(client.get(address(model, "export"), params))


def test_every_list_that_a_superuser_sees_can_be_taken_out_in_both_kinds(
    world: World, sign_in: Callable[[Any], Client], root: User
) -> None:
    client = sign_in(root)
    for model in (page.model for page in PAGES.values()):
        page = admin.site._registry[model]
        if not hasattr(page, "may_export") or model is AuditEntry:  # each export adds to the audit
            continue
        shown = client.get(address(model)).context["cl"].result_count
        assert len(table(client, model)) == shown + 1, model._meta.label
        book = load_workbook(io.BytesIO(client.get(address(model, "export"), {"as": "xlsx"}).content))
        assert book.active.max_row == shown + 1, model._meta.label
        assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}, model._meta.label


def test_a_file_holds_what_search_and_filters_leave(world: World, sign_in: Callable[[Any], Client], root: User) -> None:
    model = PAGES["marketplace.StoreItem"].model
    (head, row) = table(sign_in(root), model, q="ACME-1")
    assert head[:4] == ["Product", "Sku", "Store", "Price"]
    assert row[:4] == ["Acme keyboard Acme variant", "ACME-1", "Acme store", "12.50 USD"]


def test_a_seller_takes_out_only_rows_of_his_stores(world: World, sign_in: Callable[[Any], Client]) -> None:
    client = sign_in(world.acme.owner)
    for label in OWNED:
        answer = client.get(address(PAGES[label].model, "export"))
        assert answer.status_code == 200, label
        assert [word for word in SECRET if word in page_text(answer)] == [], label
        assert len(csv_rows(answer)) > 1, label
        narrowed = client.get(address(PAGES[label].model, "export"), {"q": "Zenith"})
        assert [word for word in SECRET if word in page_text(narrowed)] == [], label
    for label in [*CLOSED, *sorted(SHARED)]:
        page = admin.site._registry[PAGES[label].model]
        if hasattr(page, "may_export"):
            assert client.get(address(page.model, "export")).status_code == 403, label


def test_names_that_look_like_formulas_are_neutralised(
    world: World, sign_in: Callable[[Any], Client], root: User
) -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(1)"):
        make_product(text)
    answer = sign_in(root).get("/admin/catalog/product/export/")
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert "'=1+1" in cells


def test_taking_out_is_recorded_and_contacts_are_masked_for_all_but_superusers(
    world: World, sign_in: Callable[[Any], Client], root: User, staff_of: Callable[[str], User]
) -> None:
    person = staff_of("administrator")
    masked = sign_in(person).get("/admin/accounts/user/export/", {"q": "acme"})
    assert "owner@acme.example" not in page_text(masked)
    assert "o•••@acme.example" in page_text(masked)
    assert "owner@acme.example" in page_text(sign_in(root).get("/admin/accounts/user/export/", {"q": "acme"}))
    entries = AuditEntry.objects.filter(action="export").order_by("pk")
    assert [(entry.actor_id, entry.object_type) for entry in entries] == [
        (str(person.pk), "accounts.user"), (str(root.pk), "accounts.user"),
    ]  # fmt: skip
    assert entries[0].changes == {"rows": [None, 2], "filters": [None, "q=acme"]}


@pytest.mark.parametrize("role", ["support", "technician"])
def test_support_and_technicians_take_nothing_out(
    world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User], role: str
) -> None:
    client = sign_in(staff_of(role))
    assert client.get("/admin/catalog/product/").status_code == 200
    assert "export/" not in page_text(client.get("/admin/catalog/product/"))
    assert client.get("/admin/catalog/product/export/").status_code == 403


def test_an_unknown_kind_or_filter_is_a_bad_request(world: World, sign_in: Callable[[Any], Client], root: User) -> None:
    client = sign_in(root)
    for query in ("as=pdf", "variant__items__price_minor__gt=1", "store__seller__user__password__startswith=a"):
        assert client.get(f"/admin/marketplace/storeitem/export/?{query}").status_code == 400, query


def test_more_rows_than_a_file_may_hold_are_refused_with_a_word(
    world: World, sign_in: Callable[[Any], Client], root: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.adminbase import exporting
    from core.tables import Limits

    monkeypatch.setattr(exporting, "LIMITS", Limits(rows=1))
    answer = sign_in(root).get("/admin/catalog/product/export/", follow=True)
    assert "A file holds at most 1 rows" in page_text(answer)

"""Every list opens, with a bounded number of statements that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, transaction
from django.db.models import CharField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Registration, User
from payments.models import PaymentConfiguration, PaymentLimit, PaymentSecret
from tests.admin.conftest import World, page_text
from tests.core.builder import build_many
from tests.sales.factories import make_order

BUDGET, MANY = 12, 12  # statements; rows of a long list
OURS = {
    "accounts", "catalog", "core", "finance", "marketplace", "markets", "notifications", "payments", "reviews",
    "sales", "shipping", "storefront",
}  # fmt: skip
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_ours_has_a_page() -> None:
    ours = {model for model in apps.get_models() if model._meta.app_label in OURS}
    # Minutes old at most, of people who have no account yet | shown by their configuration, as far as may be.
    assert ours - set(REGISTERED) == {Registration} | {PaymentLimit, PaymentSecret}


def test_a_list_takes_at_most_twelve_statements(world: World, sign_in: Callable[[User], Client], root: User) -> None:
    client = sign_in(root)
    client.get("/admin/")  # content types are remembered by the process
    taken = {model._meta.label: statements(client, address(model)) for model in REGISTERED}
    assert {label: count for label, count in taken.items() if count > BUDGET} == {}


def test_a_sellers_list_takes_at_most_twelve_statements(world: World, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(world.acme.owner)
    request = client.get("/admin/").wsgi_request
    open_models = [model for model in REGISTERED if admin.site._registry[model].has_view_permission(request)]
    taken = {model._meta.label: statements(client, address(model)) for model in open_models}
    assert len(taken) == 44
    assert {label: count for label, count in taken.items() if count > BUDGET} == {}


# There is one configuration for each of four providers.
WALKED = [model for model in REGISTERED if model._meta.app_label in OURS and model is not PaymentConfiguration]


def fill(model: Any, count: int) -> None:
    """Make rows until the list has so many."""
    key = model._meta.pk
    present = model._default_manager.count()
    build_many(model, [{key.name: f"row-{n}"} if isinstance(key, CharField) else {} for n in range(present, count)])
    assert model._default_manager.count() >= count


def test_a_long_list_takes_the_statements_of_a_short_one(
    db: None, sign_in: Callable[[User], Client], root: User
) -> None:
    """Every registered list of ours, whoever adds one. The statements of one request may vary by a savepoint."""
    client = sign_in(root)
    client.get("/admin/")
    taken = {}
    for model in WALKED:
        with transaction.atomic():
            fill(model, 3)
            few = statements(client, address(model))
            fill(model, MANY)
            taken[model._meta.label] = (few, statements(client, address(model)))
            transaction.set_rollback(True)  # a row brings a tree of others: the next list begins without them
    assert len(taken) > 45
    assert {label: counts for label, counts in taken.items() if counts[1] > counts[0]} == {}
    assert {label: counts for label, counts in taken.items() if max(counts) > BUDGET} == {}


def test_filters_ask_no_more_of_a_long_list_than_of_a_short_one(
    db: None, sign_in: Callable[[User], Client], root: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No statement of a list reads all its rows: each is counted or cut, or is about another table."""
    client = sign_in(root)
    whole = {}
    for model in WALKED:
        monkeypatch.setattr(admin.site._registry[model], "list_per_page", 2)
        fill(model, 3)
        table = f'FROM "{model._meta.db_table}"'
        with CaptureQueriesContext(connection) as seen:
            client.get(address(model))
        found = [query["sql"] for query in seen if table in query["sql"] and "LIMIT" not in query["sql"]]
        whole[model._meta.label] = [sql[:200] for sql in found if "WHERE" not in sql or "DISTINCT" in sql]
    assert {label: sql for label, sql in whole.items() if sql} == {}


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("person", ["root", "seller"])
def test_the_order_console_takes_at_most_twelve_statements(
    world: World, sign_in: Callable[[User], Client], root: User, person: str
) -> None:
    client = sign_in(root if person == "root" else world.acme.owner)
    assert statements(client, "/admin/orders") <= BUDGET
    for _ in range(3):
        make_order((world.acme.item, 1), (world.zenith.item, 1))
    assert statements(client, "/admin/orders/") <= BUDGET


def test_the_index_and_every_add_page_open_for_a_superuser(
    world: World, sign_in: Callable[[User], Client], root: User
) -> None:
    client = sign_in(root)
    index = client.get("/admin/")
    assert "Dashboard" in page_text(index)
    expected = {True: 200, False: 403}
    for model, page in admin.site._registry.items():
        answer = client.get(address(model, "add"))
        assert answer.status_code == expected[page.has_add_permission(index.wsgi_request)], model._meta.label


def test_every_row_page_history_and_delete_page_opens_for_a_superuser(
    world: World, sign_in: Callable[[User], Client], root: User
) -> None:
    client = sign_in(root)
    request = client.get("/admin/").wsgi_request
    for model, page in admin.site._registry.items():
        row = model._default_manager.first()
        if row is None:
            continue
        assert client.get(address(model, "change", row.pk)).status_code == 200, model._meta.label
        assert client.get(address(model, "history", row.pk)).status_code == 200, model._meta.label
        expected = 200 if page.has_delete_permission(request, row) else 403
        assert client.get(address(model, "delete", row.pk)).status_code == expected, model._meta.label


def test_a_long_list_is_counted_no_further_than_ten_thousand(world: World) -> None:
    from core.adminbase import paging
    from core.models import AuditEntry

    rows = [AuditEntry(actor_type="system", action="test", object_type="x", object_id="1") for _ in range(30)]
    AuditEntry.objects.bulk_create(rows)

    class Short(paging.CappedPaginator):
        exact_up_to = 20

    assert Short(AuditEntry.objects.order_by("-pk"), 10).count == 20
    assert Short(AuditEntry.objects.order_by("-pk"), 10).is_capped

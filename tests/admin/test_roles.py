"""What each role of the platform and of a store may do here (RELIABILITY.md §6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from core.models import AuditEntry
from sales.models import Order
from tests.accounts.factories import make_user
from tests.admin.conftest import World, page_text

OPEN = {
    "administrator": {"accounts", "catalog", "core", "marketplace", "markets", "payments", "sales", "shipping"},
    "staff": {"catalog", "marketplace", "markets", "shipping"},
    "support": {"catalog", "marketplace", "sales", "shipping"},
    "technician": {"catalog", "marketplace", "core"},
}


def act(client: Client, model: str, pk: Any, action: str, **data: str) -> Any:
    """Choose one row and confirm the action."""
    body = {"action": action, "_selected_action": str(pk), "index": "0", "confirmed": "yes", **data}
    return client.post(f"/admin/{model}/", body, follow=True)


def messages_of(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("role", sorted(OPEN))
def test_a_role_sees_its_apps(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User], role: str
) -> None:
    client = sign_in(staff_of(role))
    seen = {app["app_label"] for app in client.get("/admin/").context["available_apps"]}
    assert OPEN[role] <= seen
    assert ("sales" in seen) == (role in ("administrator", "support"))
    assert ("payments" in seen) == (role == "administrator")
    assert client.get("/admin/orders").status_code == (200 if role in ("administrator", "support") else 403)


def test_staff_see_all_stores_and_edit_the_catalogue(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("staff"))
    shown = client.get("/admin/catalog/product/").context["cl"].result_list
    assert {row.name for row in shown} == {"Acme keyboard", "Zenith keyboard"}
    answer = client.post("/admin/catalog/brand/add/", {"name": "New brand", "description": ""})
    assert answer.status_code == 302
    assert AuditEntry.objects.get(action="brand.create").object_label == "New brand"


def test_support_cancels_an_order_but_marks_none_as_paid(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("support"))
    answer = act(client, "sales/order", world.order.pk, "cancel")
    assert messages_of(answer) == ["Cancel order: 1 row done."]
    world.order.refresh_from_db()
    assert (world.order.status, world.order.cancel_reason) == ("CANCELLED", "staff")
    assert client.get("/admin/payments/payment/").status_code == 403


def test_an_administrator_marks_an_order_as_paid_with_a_reason(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("administrator"))
    payment = world.foreign_order.payments.get()
    asked = act(client, "payments/payment", payment.pk, "mark_paid", reason="")
    assert "This field is required." in page_text(asked)
    assert Order.objects.get(pk=world.foreign_order.pk).status == "PENDING"
    act(client, "payments/payment", payment.pk, "mark_paid", reason="Paid in cash at the fair")
    assert Order.objects.get(pk=world.foreign_order.pk).status == "PAID"
    assert AuditEntry.objects.get(action="payment.mark_paid").changes["reason"] == [None, "Paid in cash at the fair"]


def test_nobody_types_money_stock_or_statuses(world: World, sign_in: Callable[[User], Client], root: User) -> None:
    client = sign_in(root)
    for page, row in (
        ("sales/order", world.order),
        ("sales/storeorder", world.part(world.acme)),
        ("payments/payment", world.order.payments.get()),
        ("marketplace/stock", world.acme.item.stock_row),
    ):
        answer = client.post(f"/admin/{page}/{row.pk}/change/", {"status": "PAID", "stock": "999", "amount_minor": "1"})
        assert answer.status_code == 403, page
        assert client.post(f"/admin/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403, page
        assert client.get(f"/admin/{page}/add/").status_code == 403, page


def test_a_limited_administrator_neither_changes_nor_blocks_staff(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User], root: User
) -> None:
    person = staff_of("administrator")
    client = sign_in(person)
    assert client.post(f"/admin/accounts/user/{root.pk}/change/", {"name": "Mine"}).status_code == 403
    answer = act(client, "accounts/user", root.pk, "deactivate", reason="coup")
    assert messages_of(answer) == ["Root: Your role does not allow this."]
    answer = act(client, "accounts/user", person.pk, "deactivate", reason="oneself")
    assert len(messages_of(answer)) == 1
    root.refresh_from_db()
    assert (root.is_active, root.name) == (True, "Root")


def test_a_limited_administrator_gives_nobody_a_role(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("administrator"))
    shopper = make_user("sam@example.com", name="Sam")
    data = {"name": "Sam Smith", "is_superuser": "on", "is_staff": "on", "groups": "1", "is_active": "on"}
    assert client.post(f"/admin/accounts/user/{shopper.pk}/change/", data).status_code == 302
    shopper.refresh_from_db()
    assert (shopper.name, shopper.is_superuser, shopper.is_staff) == ("Sam Smith", False, False)
    assert shopper.groups.count() == 0
    assert client.get("/admin/auth/group/").status_code == 403


def test_a_superuser_gives_a_role(world: World, sign_in: Callable[[User], Client], root: User) -> None:
    client = sign_in(root)
    shopper = make_user("sam@example.com", name="Sam")
    group = Group.objects.get(name="support")
    client.post(
        f"/admin/accounts/user/{shopper.pk}/change/", {"name": "Sam", "groups": str(group.pk), "is_staff": "on"}
    )
    shopper.refresh_from_db()
    assert (shopper.is_staff, shopper.is_superuser) == (True, False)
    assert list(shopper.groups.all()) == [group]
    assert AuditEntry.objects.get(action="user.update").changes["groups"] == [[], ["support"]]
    refused = client.post(f"/admin/accounts/user/{shopper.pk}/change/", {"name": "Sam", "is_staff": "on"})
    assert "Staff need one of the roles" in page_text(refused)


def test_deactivating_a_person_takes_a_reason_and_ends_everything(
    world: World, sign_in: Callable[[User], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("administrator"))
    theirs = sign_in(world.zenith.owner)
    act(client, "accounts/user", world.zenith.owner.pk, "deactivate", reason="Fraud")
    world.zenith.owner.refresh_from_db()
    assert world.zenith.owner.is_active is False
    assert theirs.get("/admin/").status_code == 302
    assert AuditEntry.objects.get(action="user.deactivate").changes["reason"] == [None, "Fraud"]


def test_fulfilment_keeps_stock_and_sends_parcels_but_sets_no_price(
    world: World, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(world.acme.fulfiller)
    item = world.acme.item
    page = client.get(f"/admin/marketplace/storeitem/{item.pk}/change/")
    assert page.context["has_change_permission"] is False
    assert client.post(f"/admin/marketplace/storeitem/{item.pk}/change/", {"price": "1"}).status_code == 403
    assert client.get("/admin/sales/coupon/").status_code == 403
    assert client.get("/admin/marketplace/storemember/add/").status_code == 403
    act(client, "marketplace/storeitem", item.pk, "adjust", reason="receive", delta="5", note="Delivery 7")
    item.refresh_from_db()
    assert (item.price_minor, item.stock_row.stock) == (1250, 23)  # 20, two sold, five came
    part = world.part(world.acme)
    act(client, "sales/storeorder", part.pk, "process")
    part.refresh_from_db()
    assert part.status == "PROCESSING"


def test_a_password_cannot_be_looked_up_letter_by_letter(
    world: World, sign_in: Callable[[User], Client], root: User
) -> None:
    client = sign_in(root)
    for page, lookup in (
        ("accounts/user", "password__startswith"),
        ("accounts/session", "current_hash__startswith"),
        ("accounts/session", "user__password__startswith"),
        ("sales/cart", "token_hash__startswith"),
    ):
        assert client.get(f"/admin/{page}/", {lookup: "a"}).status_code == 400, lookup

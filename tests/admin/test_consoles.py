"""/admin/products and /admin/users: what there is and who there is, searched and filtered, each in its scope (X-2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from accounts.services import session_start
from tests.accounts.factories import make_user
from tests.admin.conftest import World, page_text
from tests.admin.test_isolation import secrets_in
from tests.admin.test_lists import BUDGET, statements
from tests.catalog.factories import make_product, make_variant
from tests.marketplace.factories import make_item


def rows(client: Client, console: str, **params: str) -> list[Any]:
    answer = client.get(f"/admin/{console}/", params)
    assert answer.status_code == 200
    return list(answer.context["rows"])


# --- products ---------------------------------------------------------------------------------------------------------


def test_staff_see_every_product_with_prices_and_stock(
    world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User]
) -> None:
    client = sign_in(staff_of("administrator"))
    zenith, acme = rows(client, "products")
    assert [zenith.name, acme.name] == ["Zenith keyboard", "Acme keyboard"]
    (offer,) = acme.offers
    assert (offer.sku, offer.store, str(offer.price), offer.stock) == ("ACME-1", "Acme store", "12.50 USD", 18)
    text = page_text(client.get("/admin/products"))
    assert all(word in text for word in ("Acme keyboard", "ACME-1", "12.50 USD", "/products/"))


def test_products_are_found_by_name_sku_status_feature_and_low_stock(
    world: World, sign_in: Callable[[Any], Client], root: User
) -> None:
    client = sign_in(root)
    world.zenith.product.is_featured = True
    world.zenith.product.save()
    low = make_item(world.acme.store, stock=1, threshold=3)
    names = {
        question: [row.name for row in rows(client, "products", **dict([question]))]
        for question in [("q", "acme k"), ("q", "zenith-1"), ("status", "featured"), ("status", "low"), ("q", "%")]
    }
    assert names == {
        ("q", "acme k"): ["Acme keyboard"],
        ("q", "zenith-1"): ["Zenith keyboard"],
        ("status", "featured"): ["Zenith keyboard"],
        ("status", "low"): [low.variant.product.name],
        ("q", "%"): [],
    }
    assert rows(client, "products", status="DRAFT") == []


def test_a_seller_sees_only_products_and_offers_of_his_stores(world: World, sign_in: Callable[[Any], Client]) -> None:
    make_item(world.zenith.store, variant=world.acme.item.variant, price_minor=777)
    client = sign_in(world.acme.owner)
    assert rows(client, "products", q="ZENITH-1") == []
    for params in ({}, {"q": "Zenith"}, {"status": "low"}):
        answer = client.get("/admin/products", params)
        assert answer.status_code == 200
        assert secrets_in(answer) == []
        assert "7.77" not in page_text(answer)
    assert [row.name for row in rows(client, "products")] == ["Acme keyboard"]


def test_product_pages_follow_one_another_without_gap(
    world: World, sign_in: Callable[[Any], Client], root: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storefront.admin.console.PAGE", 2)
    made = [make_product(f"Lamp {number}").name for number in range(3)]
    client, seen, params = sign_in(root), [], {}
    for _ in range(3):
        answer = client.get("/admin/products", params)
        seen += [row.name for row in answer.context["rows"]]
        params = {name: values[0] for name, values in parse_qs(answer.context["next_page"]).items()}
    assert seen == [*reversed(made), "Zenith keyboard", "Acme keyboard"]
    assert params == {}


# --- users ------------------------------------------------------------------------------------------------------------


def test_an_administrator_sees_roles_activity_and_devices(
    world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User]
) -> None:
    staff_of("support")
    session_start(user=world.acme.owner)
    client = sign_in(staff_of("administrator"))
    found = {row.contact: row for row in rows(client, "users")}
    assert found["support@serai.example"].roles == ["support"]
    owner = found["owner@acme.example"]
    assert (owner.roles, owner.is_active, owner.devices) == ([], True, 1)
    assert owner.seen_at is not None


def test_users_are_found_by_exact_contact_beginning_of_name_and_role(
    world: World, sign_in: Callable[[Any], Client], root: User, staff_of: Callable[[str], User]
) -> None:
    staff_of("support")
    make_user("gone@example.com", name="Gone", is_active=False)
    client = sign_in(root)

    def contacts(**params: str) -> set[str]:
        return {row.contact for row in rows(client, "users", **params)}

    assert contacts(q="Owner@Acme.example") == {"owner@acme.example"}
    assert contacts(q="acme") == {"owner@acme.example", "hands@acme.example"}
    assert contacts(status="support") == {"support@serai.example"}
    assert contacts(status="inactive") == {"gone@example.com"}
    assert contacts(status="platform") == {"support@serai.example", "root@serai.example"}


def test_a_person_is_deactivated_from_the_console_after_a_question(
    world: World, sign_in: Callable[[Any], Client], root: User
) -> None:
    client = sign_in(root)
    row = next(row for row in rows(client, "users") if row.contact == "hands@zenith.example")
    assert [name for name, _ in row.actions] == ["deactivate"]
    body = {"action": "deactivate", "_selected_action": str(row.key), "index": "0", "select_across": "0"}
    asked = client.post("/admin/accounts/user/", body)
    assert "This concerns 1 user" in page_text(asked)
    client.post("/admin/accounts/user/", {**body, "confirmed": "yes", "reason": "Left the firm"})
    assert User.objects.get(pk=row.key).is_active is False


@pytest.mark.parametrize("role", ["seller", "staff", "support", "technician"])
def test_the_user_console_is_for_administrators(
    world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User], role: str
) -> None:
    person = world.acme.owner if role == "seller" else staff_of(role)
    assert sign_in(person).get("/admin/users").status_code == 403


def test_consoles_send_strangers_to_sign_in(world: World) -> None:
    for console in ("products", "users", "orders"):
        for address in (f"/admin/{console}", f"/admin/{console}/"):
            assert Client().get(address).headers["Location"].startswith("/admin/login/"), address


@pytest.mark.parametrize("console", ["products", "users"])
def test_a_console_costs_the_same_number_of_statements_for_many_rows(
    world: World, sign_in: Callable[[Any], Client], root: User, console: str
) -> None:
    client = sign_in(root)
    before = statements(client, f"/admin/{console}")
    for number in range(15):
        product = make_product(f"Lamp {number}")
        make_item(world.acme.store, variant=make_variant(product))
        make_user(groups=(Group.objects.first().name,))
    assert statements(client, f"/admin/{console}") <= before <= BUDGET


def test_a_made_up_page_key_shows_the_first_page(world: World, sign_in: Callable[[Any], Client], root: User) -> None:
    client = sign_in(root)
    for console in ("products", "users"):
        assert len(rows(client, console, after="'; drop table")) == len(rows(client, console))

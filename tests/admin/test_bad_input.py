"""Bad input at the admin's forms, row by row of RELIABILITY.md §5.5."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Address, User
from catalog.models import Attribute, Brand, Category
from core.models import AuditEntry
from marketplace.models import Stock
from payments.models import Payment
from sales.models import Coupon, Order
from tests.accounts.factories import PASSWORD, make_user
from tests.admin.conftest import World, page_text
from tests.admin.test_isolation import address, suggestions
from tests.admin.test_roles import act, messages_of
from tests.catalog.factories import make_product
from tests.sales.factories import ADDRESS

XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def limited(world: World, sign_in: Callable[[Any], Client], staff_of: Callable[[str], User]) -> Client:
    return sign_in(staff_of("administrator"))


# --- a limited administrator ------------------------------------------------------------------------------------------


def test_a_limited_administrator_reaches_no_role_by_any_way(world: World, limited: Client) -> None:
    group = Group.objects.get(name="administrator")
    for page, keys in (("changelist", ()), ("add", ()), ("change", (group.pk,)), ("history", (group.pk,)),
                       ("delete", (group.pk,))):  # fmt: skip
        for query in ("", "?_popup=1", "?_to_field=id"):
            assert limited.get(address(Group, page, *keys) + query).status_code in (302, 403), (page, query)
            assert limited.post(address(Group, page, *keys) + query, {"name": "mine"}).status_code in (302, 403)
    assert act(limited, "auth/group", group.pk, "delete_selected").status_code == 403
    assert suggestions(limited, "accounts.user", "groups")[0] == 403
    assert not Group.objects.filter(name="mine").exists()


def test_a_limited_administrator_changes_no_superuser_by_any_way(world: World, limited: Client, root: User) -> None:
    before = AuditEntry.objects.count()
    for query in ("", "?_popup=1", "?_to_field=id"):
        page = address(User, "change", root.pk) + query
        assert limited.post(page, {"name": "Mine", "is_superuser": "", "password": "x"}).status_code == 403, query
    for action in ("deactivate", "activate", "delete_selected", "restore_selected", "no_such_action"):
        act(limited, "accounts/user", root.pk, action, reason="coup")
    limited.post(address(User), {"form-0-id": str(root.pk), "form-0-is_active": "", "form-TOTAL_FORMS": "1",
                                 "form-INITIAL_FORMS": "1", "_save": "Save"})  # fmt: skip
    root.refresh_from_db()
    assert (root.name, root.is_active, root.is_superuser) == ("Root", True, True)
    assert AuditEntry.objects.count() == before


def test_a_field_that_is_no_key_cannot_be_asked_for_by_to_field(world: World, limited: Client) -> None:
    for field in ("password", "email", "groups__id", "nonsense"):
        assert limited.get(address(User) + f"?_to_field={field}").status_code == 400, field


def test_rows_of_money_are_read_only_by_url_form_and_list(world: World, limited: Client) -> None:
    payment = Payment.objects.filter(order=world.order).get()
    before = (payment.amount_minor, payment.status)
    for row in (payment, world.order, Stock.objects.get(item=world.acme.item)):
        form = limited.get(address(type(row), "change", row.pk)).context
        assert form["has_change_permission"] is False
        assert list(form["adminform"].form.fields) in ([], ["seen_at"])
        body = {"amount_minor": "1", "status": "PENDING", "total_minor": "1", "stock": "999"}
        assert limited.post(address(type(row), "change", row.pk), body).status_code == 403
        assert limited.post(address(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
        assert limited.get(address(type(row), "add")).status_code == 403
    payment.refresh_from_db()
    assert (payment.amount_minor, payment.status) == before
    assert Order.objects.get(pk=world.order.pk).total_minor == world.order.total_minor


# --- bulk deletion ----------------------------------------------------------------------------------------------------


def test_bulk_deletion_of_protected_rows_is_refused_with_its_reason(world: World, limited: Client) -> None:
    brand, free = world.acme.product.brand, Brand.objects.create(name="Unused", slug="unused")
    body = {"action": "delete_selected", "_selected_action": [str(brand.pk), str(free.pk)], "index": "0"}
    asked = page_text(limited.post(address(Brand), body))
    assert "This concerns 2 brands" in asked
    assert all(name in asked for name in ("Acme brand", "Unused"))
    assert Brand.objects.filter(pk__in=[brand.pk, free.pk]).count() == 2
    answer = limited.post(address(Brand), {**body, "confirmed": "yes"}, follow=True)
    assert messages_of(answer) == ["Delete: 1 row done.", "Acme brand: 1 products carry this brand."]
    assert Brand.objects.filter(pk=brand.pk).exists()
    assert not Brand.objects.filter(pk=free.pk).exists()
    assert Brand.all_objects.filter(pk=free.pk).exists()


def test_rows_that_are_kept_for_ever_have_no_such_action(world: World, limited: Client) -> None:
    for model in (Order, Payment, AuditEntry, Stock):
        answer = limited.get(address(model))
        choices = [name for name, _ in (answer.context["action_form"] or type("", (), {"fields": {}})).fields["action"]
                   .choices] if answer.context["action_form"] else []  # fmt: skip
        assert "delete_selected" not in choices, model


# --- lookups ----------------------------------------------------------------------------------------------------------

LOOKUPS = [
    (User, "password__startswith"), (User, "groups__permissions__codename"), (Order, "user__password__startswith"),
    (Coupon, "store__seller__user__email"), (Payment, "order__user__password"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "lookup"), LOOKUPS)
def test_filters_across_relations_are_a_bad_request(world: World, limited: Client, model: Any, lookup: str) -> None:
    assert limited.get(address(model), {lookup: "a"}).status_code == 400


@pytest.mark.parametrize(
    "query", ["o=99", "o=-1.x", "o=password", "p=-1", "p=99999999999", "p=x", "q=%25_\\", f"q={'x' * 5000}", "all=1",
              "status__exact=NO", "deleted=maybe", "e=1", "q=a%00b"],
)  # fmt: skip
def test_odd_parameters_of_a_list_never_break_it(world: World, limited: Client, query: str) -> None:
    for model in (Order, User, AuditEntry, Category):
        answer = limited.get(f"{address(model)}?{query}")
        assert answer.status_code in (200, 302, 400), (model, query)


@pytest.mark.parametrize("key", ["0", "x", "01938f2e-7c1a-7b3e-9c55-0242ac120002", "_5Fadd", "'; drop table", "%00"])
def test_a_made_up_key_is_no_accident(world: World, limited: Client, key: str) -> None:
    for page in ("change", "history", "delete"):
        answer = limited.get(f"/admin/sales/order/{key}/{page}/")
        assert answer.status_code in (302, 400, 403, 404), page


# --- stored scripts ---------------------------------------------------------------------------------------------------


def test_texts_of_strangers_are_shown_as_texts(world: World, limited: Client, root: User) -> None:
    category = Category.objects.create(name=XSS[:100], slug="xss")
    product = make_product(XSS, category=category, description=XSS)
    person = make_user("xss@example.com", name=XSS)
    place = Address.objects.create(user=person, **{**ADDRESS, "recipient": XSS, "city": XSS[:80]})
    Attribute.objects.create(code="xss", name=XSS[:80], unit="<b>")
    AuditEntry.objects.create(
        actor_type="user", actor_label=XSS, action="x", object_type="catalog.product", object_id=str(product.pk),
        object_label=XSS, changes={"name": [XSS, XSS]},
    )  # fmt: skip
    pages = [address(type(row), page, row.pk) for row in (product, category, person) for page in ("change", "history")]
    pages += [address(type(row)) for row in (product, category, person, place)] + [address(AuditEntry)]
    pages += ["/admin/products", "/admin/users", address(product.__class__, "delete", product.pk)]
    for page in pages:
        answer = limited.get(page)
        if answer.status_code == 403:
            continue
        assert answer.status_code == 200, page
        assert "<script>alert" not in page_text(answer), page
        assert "<img src=x" not in page_text(answer), page
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"], page


# --- sessions and tokens ----------------------------------------------------------------------------------------------


def test_forms_without_a_token_or_from_an_ended_session_are_refused(world: World) -> None:
    person = make_user("chief@serai.example", is_staff=True, groups=("administrator",))
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    url, body = address(Category, "add"), {"name": "Mine"}
    assert client.post(url, body).status_code == 403
    token = client.get(url).cookies["csrftoken"].value
    other = Client(enforce_csrf_checks=True)
    other.force_login(world.acme.owner)
    assert other.post(url, {**body, "csrfmiddlewaretoken": token}).status_code == 403
    assert client.post(url, {**body, "csrfmiddlewaretoken": token}).status_code == 302
    client.post("/admin/logout/", {"csrfmiddlewaretoken": token})
    late = client.post(url, {"name": "Late", "csrfmiddlewaretoken": token})  # an old tab, after signing out
    assert (late.status_code, late.headers.get("Location", "")[:14]) in ((302, "/admin/login/?"), (403, ""))
    assert list(Category.objects.filter(name__in=["Mine", "Late"]).values_list("name", flat=True)) == ["Mine"]


def test_a_session_ends_with_the_password(world: World, sign_in: Callable[[Any], Client]) -> None:
    person = make_user("chief@serai.example", is_staff=True, groups=("administrator",))
    here, there = sign_in(person), sign_in(person)
    body = {"old_password": PASSWORD, "new_password1": "four wooden spoons", "new_password2": "four wooden spoons"}
    assert here.post("/admin/password_change/", body).status_code == 302
    assert there.get("/admin/").status_code == 302

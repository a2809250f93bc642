"""/products/…: everybody looks; staff and the store that maintains a product write (FEATURES.md C-1 to C-4, C-11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Product
from core.models import AuditEntry
from tests.accounts.factories import make_user
from tests.catalog.factories import make_brand, make_category, make_product, make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store

pytestmark = pytest.mark.django_db


def browser(user: Any = None, **options: Any) -> Client:
    client = Client(**options)
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return browser(make_user("staff@serai.example", name="Stan", is_staff=True, groups=("staff",)))


@pytest.fixture
def shopper() -> Client:
    return browser(make_user("sam@example.com", name="Sam"))


@pytest.fixture
def store() -> Any:
    return make_store("Northlight")


@pytest.fixture
def seller(store) -> Client:
    return browser(store.seller.user)


@pytest.fixture
def lamp(store) -> Product:
    product = make_maintained_product(store, name="Oak lamp", slug="oak-lamp", brand=make_brand("Nordic"))
    make_variant(product, sku="OAK-1")
    return product


def text(answer: Any) -> str:
    return answer.content.decode()


def body_of(product: Product, **changes: object) -> dict[str, object]:
    """What the form of a product's page posts."""
    product.refresh_from_db()
    kept = {"name": product.name, "category": product.category_id, "version": product.version}
    return {**kept, "brand": product.brand_id or "", "model_name": "", "description": product.description, **changes}


# --- looking ----------------------------------------------------------------------------------------------------------


def test_everybody_sees_the_list_and_a_product(lamp, shopper) -> None:
    for client in (browser(), shopper):
        listed = client.get("/products/")
        assert listed.status_code == 200
        assert [row.name for row in listed.context["rows"]] == ["Oak lamp"]
        page = client.get("/products/oak-lamp/")
        assert page.status_code == 200
        assert all(word in text(page) for word in ("Oak lamp", "Nordic", "OAK-1"))
        assert "<textarea" not in text(page)
        assert "/products/oak-lamp/delete" not in text(page)


def test_the_list_is_searched_by_words_of_the_name_and_by_sku(lamp, staff) -> None:
    other = make_product("Pine chair")
    make_variant(other, sku="CHAIR-9")

    def found(words: str) -> list[str]:
        return [row.name for row in staff.get("/products/", {"q": words}).context["rows"]]

    assert (found("oak"), found("chair-9"), found("100%"), found("")) == (
        ["Oak lamp"], ["Pine chair"], [], ["Pine chair", "Oak lamp"],
    )  # fmt: skip
    assert "Nothing is called “&lt;b&gt;”." in text(staff.get("/products/", {"q": "<b>"}))


def test_the_pages_follow_one_another_without_gap(staff) -> None:
    names = [make_product(f"Lamp {number}").name for number in range(30)]
    first = staff.get("/products/")
    second = staff.get(f"/products/?{first.context['next_page']}")
    seen = [row.name for answer in (first, second) for row in answer.context["rows"]]
    assert seen == names[::-1]
    assert second.context["next_page"] == ""
    assert staff.get("/products/", {"after": "nonsense"}).status_code == 200


def test_the_list_costs_the_same_number_of_statements_for_many_products(staff) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert staff.get("/products/").status_code == 200
        return len(seen)

    make_product("First")
    staff.get("/products/")
    few = cost()
    for number in range(12):
        make_product(f"Lamp {number}")
    assert (cost(), few <= 8) == (few, True)


def test_a_draft_is_for_its_store_and_staff(store, seller, staff, shopper) -> None:
    make_maintained_product(store, name="Secret lamp", slug="secret", status="DRAFT")
    twin = browser(make_store("Twin").seller.user)
    statuses = [client.get("/products/secret/").status_code for client in (seller, staff, shopper, twin, browser())]
    assert statuses == [200, 200, 404, 404, 404]
    assert "Secret lamp" not in text(twin.get("/products/"))
    mine = seller.get("/products/", {"mine": "1"})
    assert [row.name for row in mine.context["rows"]] == ["Secret lamp"]


def test_what_people_write_is_shown_as_text(staff) -> None:
    product = make_product("<script>alert(1)</script>", slug="xss", description="<img src=x onerror=alert(1)>")
    for address in ("/products/", "/products/xss/", "/products/xss/delete"):
        page = text(staff.get(address))
        assert "<script>alert" not in page, address
        assert "onerror=alert(1)>" not in page, address
    assert product.name in Product.objects.get().name


# --- writing ----------------------------------------------------------------------------------------------------------

WRITES = [("get", "/products/create/"), ("post", "/products/create/"), ("post", "/products/oak-lamp/"),
          ("get", "/products/oak-lamp/delete"), ("post", "/products/oak-lamp/delete")]  # fmt: skip


@pytest.mark.parametrize(("method", "address"), WRITES)
def test_a_visitor_is_sent_to_sign_in_and_a_shopper_may_not(lamp, shopper, method, address) -> None:
    answer = getattr(browser(), method)(address)
    assert (answer.status_code, "next=" in answer.headers["Location"]) == (302, True)
    assert getattr(shopper, method)(address).status_code == 403
    lamp.refresh_from_db()
    assert (lamp.deleted_at, Product.objects.count()) == (None, 1)


def test_staff_add_a_product_on_the_page(staff) -> None:
    category = make_category("Lamps")
    form = staff.get("/products/create/")
    assert form.status_code == 200
    answer = staff.post("/products/create/", {"name": "Brass lamp", "category": category.pk, "description": "Bright."})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/products/brass-lamp/")
    page = staff.get(answer.headers["Location"])
    assert "“Brass lamp” was added." in text(page)
    assert AuditEntry.objects.get(action="product.create").actor_label == "Stan"


def test_a_store_member_adds_a_product_that_the_store_maintains(store, seller) -> None:
    answer = seller.post("/products/create/", {"name": "Brass lamp", "category": make_category("Lamps").pk})
    assert answer.status_code == 302
    link = Product.objects.get(slug="brass-lamp").store_products.get()
    assert (link.store_id, link.is_maintainer) == (store.pk, True)


def test_who_works_in_two_stores_chooses_among_them(store) -> None:
    second = make_store("Second")
    make_member(second, store.seller.user, "manager")
    client = browser(store.seller.user)
    assert "Second" in text(client.get("/products/create/"))
    body = {"name": "Brass lamp", "category": make_category("Lamps").pk}
    assert client.post("/products/create/", body).status_code == 400
    foreign = make_store("Zenith")
    assert client.post("/products/create/", {**body, "store": foreign.pk}).status_code == 400
    assert Product.objects.count() == 0
    assert client.post("/products/create/", {**body, "store": second.pk}).status_code == 302
    assert Product.objects.get().store_products.get().store_id == second.pk


def test_a_form_with_mistakes_says_where(staff) -> None:
    answer = staff.post("/products/create/", {"name": " ", "category": "01938f2e-7c1a-7b3e-9c55-0242ac120002"})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"name", "category"}
    page = text(answer)
    assert 'aria-describedby="id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert Product.objects.count() == 0


@pytest.mark.parametrize("body", [{}, {"name": "x" * 201}, {"name": "a\x00b"}, {"category": "'; drop table"}])
def test_bad_input_is_a_page_and_no_accident(staff, body) -> None:
    assert staff.post("/products/create/", body).status_code == 400


def test_a_product_may_not_be_called_create(staff) -> None:
    answer = staff.post("/products/create/", {"name": "Create", "category": make_category("Lamps").pk})
    assert answer.headers["Location"] == "/products/create-2/"
    assert staff.get("/products/create-2/").status_code == 200


def test_staff_and_the_maintaining_store_change_a_product(lamp, staff, seller) -> None:
    for client, name in ((staff, "Oak lamp, tall"), (seller, "Oak lamp, short")):
        assert "<textarea" in text(client.get("/products/oak-lamp/"))
        answer = client.post("/products/oak-lamp/", body_of(lamp, name=name))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/products/oak-lamp/")
        lamp.refresh_from_db()
        assert lamp.name == name
    assert AuditEntry.objects.filter(action="product.update").count() == 2


def test_another_store_may_only_look(lamp) -> None:
    twin = make_store("Twin")
    make_item(twin, variant=lamp.variants.get())
    client = browser(twin.seller.user)
    assert "<textarea" not in text(client.get("/products/oak-lamp/"))
    assert client.post("/products/oak-lamp/", body_of(lamp, name="Mine")).status_code == 403
    assert client.post("/products/oak-lamp/delete").status_code == 403
    lamp.refresh_from_db()
    assert (lamp.name, lamp.deleted_at) == ("Oak lamp", None)


def test_the_second_of_two_editors_is_told(lamp, staff, seller) -> None:
    stale = body_of(lamp, name="Second")
    staff.post("/products/oak-lamp/", body_of(lamp, name="First"))
    answer = seller.post("/products/oak-lamp/", stale)
    assert answer.status_code == 400
    assert "Stan" in text(answer)
    lamp.refresh_from_db()
    assert lamp.name == "First"


def test_deleting_asks_first_and_hides(lamp, staff) -> None:
    asked = staff.get("/products/oak-lamp/delete")
    assert "Delete “Oak lamp”?" in text(asked)
    lamp.refresh_from_db()
    assert lamp.deleted_at is None
    answer = staff.post("/products/oak-lamp/delete")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/products/")
    assert staff.get("/products/oak-lamp/").status_code == 404
    assert Product.all_objects.get().deleted_at is not None


def test_the_address_of_deleting_has_no_slash_and_the_other_form_leads_to_it(lamp, staff) -> None:
    answer = staff.get("/products/oak-lamp/delete/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/products/oak-lamp/delete")
    assert staff.get("/products").headers["Location"] == "/products/"


def test_what_open_orders_hold_is_not_deleted(lamp, staff, store) -> None:
    item = make_item(store, variant=lamp.variants.get())
    item.stock_row.reserved = 2
    item.stock_row.save()
    answer = staff.post("/products/oak-lamp/delete")
    assert answer.status_code == 409
    assert "2 pieces are reserved" in text(answer)
    lamp.refresh_from_db()
    assert lamp.deleted_at is None


def test_a_form_without_its_token_is_refused(lamp) -> None:
    person = make_user("chief@serai.example", is_staff=True, groups=("staff",))
    client = browser(person, enforce_csrf_checks=True)
    for address in ("/products/create/", "/products/oak-lamp/", "/products/oak-lamp/delete"):
        assert client.post(address, {"name": "x"}).status_code == 403

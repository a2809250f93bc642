"""Writing products and variants, as sellers and staff do through the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product, ProductAttribute, ProductVariant
from catalog.services import product_restore
from catalog.signals import product_changed
from core.models import AuditEntry
from core.scope import SYSTEM_SCOPE
from marketplace.models import Stock, StoreProduct
from tests.catalog.factories import make_brand, make_category, make_product, make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_store

pytestmark = pytest.mark.django_db
PRODUCTS = "/api/catalog/products/"
VARIANTS = "/api/catalog/product-variants/"


@pytest.fixture
def staff(api_as, make_user):
    return api_as(make_user(groups=("staff",)))


@pytest.fixture
def store(db):
    return make_store("Nika Keys")


@pytest.fixture
def seller(api_as, store):
    return api_as(store.seller.user)


@pytest.fixture
def heard():
    """The product_changed facts that were sent, as (action, changes)."""
    facts = []

    def listen(sender, product, action, changes, **kwargs):
        facts.append((action, changes))

    product_changed.connect(listen)
    yield facts
    product_changed.disconnect(listen)


def test_a_sellers_new_product_is_maintained_by_the_sellers_store(seller, store, heard):
    # Given an attribute
    seller.post("/api/catalog/attributes/", {"name": "Layout"})
    brand = make_brand("Keychron")
    # When the seller adds a product
    body = {
        "name": "K75  keyboard",
        "category": str(make_category("Keyboards").pk),
        "brand": str(brand.pk),
        "description": "<b>Hot</b>-swappable<script>alert(1)</script> & quiet, 1 < 2",
        "attributes": [{"attribute": "layout", "value": "75 %"}],
    }
    answer = seller.post(PRODUCTS, body)
    # Then it is there, in plain text, and the store maintains it
    assert answer.status_code == 201, answer.data
    assert answer.data["slug"] == "k75-keyboard"
    assert answer.data["name"] == "K75 keyboard"
    assert answer.data["description"] == "Hot-swappable & quiet, 1 < 2"
    assert answer.data["brand"]["name"] == "Keychron"
    assert [(line["attribute"], line["value"]) for line in answer.data["attributes"]] == [("layout", "75 %")]
    assert answer.data["version"] == 1
    link = StoreProduct.objects.get(product_id=answer.data["id"])
    assert (link.store_id, link.is_maintainer) == (store.pk, True)
    assert [action for action, _ in heard] == ["created"]
    entry = AuditEntry.objects.get(action="product.create")
    assert entry.store_id == store.pk
    assert entry.changes["attributes.layout"] == [None, "75 %"]


def test_an_edit_writes_what_changed_and_raises_the_version(seller, store, heard):
    product = make_maintained_product(store, name="Old name")
    answer = seller.patch(f"{PRODUCTS}{product.slug}/", {"name": "New name", "version": 1})
    assert answer.status_code == 200, answer.data
    assert (answer.data["name"], answer.data["slug"], answer.data["version"]) == ("New name", product.slug, 2)
    assert AuditEntry.objects.get(action="product.update").changes == {"name": ["Old name", "New name"]}
    assert heard == [("updated", {"name": ["Old name", "New name"]})]


def test_an_edit_without_a_change_writes_nothing(seller, store, heard):
    product = make_maintained_product(store, name="Same")
    assert seller.patch(f"{PRODUCTS}{product.slug}/", {"name": "Same"}).data["version"] == 1
    assert heard == []
    assert not AuditEntry.objects.exists()


def test_a_stale_edit_is_told_who_was_faster(seller, store, staff):
    product = make_maintained_product(store, name="First")
    seller.patch(f"{PRODUCTS}{product.slug}/", {"name": "Second", "version": 1})
    answer = staff.patch(f"{PRODUCTS}{product.slug}/", {"name": "Third", "version": 1})
    assert answer.status_code == 409
    assert answer.data["code"] == "stale_edit"
    assert answer.data["version"] == 2
    assert answer.data["changed_by"] == store.seller.user.name
    product.refresh_from_db()
    assert product.name == "Second"


def test_another_store_cannot_edit_or_delete_a_product_and_does_not_see_a_hidden_one(api_as, store):
    shown, hidden = make_maintained_product(store), make_maintained_product(store, status="DRAFT")
    stranger = api_as(make_store().seller.user)
    assert stranger.patch(f"{PRODUCTS}{shown.slug}/", {"name": "Mine"}).status_code == 403
    assert stranger.delete(f"{PRODUCTS}{shown.slug}/").status_code == 403
    assert stranger.patch(f"{PRODUCTS}{hidden.slug}/", {"name": "Mine"}).status_code == 404
    assert Product.objects.filter(name="Mine").count() == 0
    assert Product.objects.count() == 2


@pytest.mark.parametrize(("who", "status"), [("anonymous", 401), ("shopper", 403), ("packer", 403)])
def test_people_without_the_right_write_no_product(who, status, api, api_as, make_user, store):
    client = {"anonymous": api, "shopper": api_as(make_user()), "packer": api_as(make_member(store).user)}[who]
    category = make_category()
    assert client.post(PRODUCTS, {"name": "Mine", "category": str(category.pk)}).status_code == status
    product = make_maintained_product(store)
    assert client.patch(f"{PRODUCTS}{product.slug}/", {"name": "Mine"}).status_code == status
    assert Product.objects.filter(name="Mine").count() == 0


def test_a_seller_names_only_own_stores_and_must_name_one_of_several(seller, store):
    category = make_category()
    foreign = seller.post(PRODUCTS, {"name": "X", "category": str(category.pk), "store": str(make_store().pk)})
    assert foreign.status_code == 404
    make_store(owner=store.seller.user)
    unclear = seller.post(PRODUCTS, {"name": "X", "category": str(category.pk)})
    assert unclear.status_code == 400
    assert unclear.data["errors"][0] == {
        "pointer": "/store",
        "code": "required",
        "detail": "You work in several stores; say which one.",
    }
    named = seller.post(PRODUCTS, {"name": "X", "category": str(category.pk), "store": str(store.pk)})
    assert named.status_code == 201


def test_a_suspended_seller_edits_nothing(api_as):
    store = make_store(seller_status="SUSPENDED")
    answer = api_as(store.seller.user).post(PRODUCTS, {"name": "X", "category": str(make_category().pk)})
    assert answer.status_code == 403
    assert answer.data["code"] == "seller_suspended"


def test_only_staff_choose_what_is_featured(seller, staff, store):
    product = make_maintained_product(store)
    assert seller.patch(f"{PRODUCTS}{product.slug}/", {"is_featured": True}).status_code == 403
    assert staff.patch(f"{PRODUCTS}{product.slug}/", {"is_featured": True}).data["is_featured"] is True


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"name": "x"}, "/category", "required"),
        ({"category": None, "name": "x"}, "/category", "null"),
        ({"category": "01938f2e-7c1a-7b3e-9c55-0242ac120002", "name": "x"}, "/category", "not_found"),
        ({"brand": "01938f2e-7c1a-7b3e-9c55-0242ac120002"}, "/brand", "not_found"),
        ({"attributes": [{"attribute": "none", "value": "1"}]}, "/attributes/0/attribute", "not_found"),
        ({"attributes": [{"attribute": "none"}]}, "/attributes/0/value", "required"),
        ({"version": 1}, "/version", "unknown_field"),
        ({"slug": "mine"}, "/slug", "unknown_field"),
        ({"id": "01938f2e-7c1a-7b3e-9c55-0242ac120002"}, "/id", "unknown_field"),
    ],
)
def test_bad_products_are_refused_with_the_place_of_the_fault(seller, body, pointer, code):
    if ("category" not in body and code != "required") or pointer.startswith("/attributes"):
        body = {"name": "x", "category": str(make_category().pk), **body}
    answer = seller.post(PRODUCTS, body)
    assert answer.status_code == 400
    assert (answer.data["errors"][0]["pointer"], answer.data["errors"][0]["code"]) == (pointer, code)
    assert Product.objects.count() == 0


def test_a_slug_frees_up_when_its_product_is_deleted_and_a_restore_says_the_conflict(seller, store):
    from core.models import RestoreConflict

    first = make_maintained_product(store, name="K75", slug="k75")
    assert seller.delete(f"{PRODUCTS}k75/").status_code == 204
    second = seller.post(PRODUCTS, {"name": "K75", "category": str(make_category().pk)})
    assert second.data["slug"] == "k75"
    with pytest.raises(RestoreConflict):
        product_restore(scope=SYSTEM_SCOPE, product_id=first.pk)
    assert seller.delete(f"{PRODUCTS}k75/").status_code == 204
    product_restore(scope=SYSTEM_SCOPE, product_id=first.pk)
    assert Product.objects.get(slug="k75").pk == first.pk


def test_a_product_whose_pieces_are_reserved_is_not_deleted(seller, store):
    item = make_item(store, stock=5)
    Stock.objects.filter(item=item).update(reserved=2)
    product = item.variant.product
    answer = seller.delete(f"{PRODUCTS}{product.slug}/")
    assert answer.status_code == 409
    assert (answer.data["code"], answer.data["reserved"]) == ("pieces_reserved", 2)
    assert seller.delete(f"{VARIANTS}{item.variant_id}/").status_code == 409
    Stock.objects.filter(item=item).update(reserved=0)
    assert seller.delete(f"{PRODUCTS}{product.slug}/").status_code == 204
    assert not ProductVariant.objects.filter(pk=item.variant_id).exists()


def test_a_variant_keeps_its_sku_in_capitals_and_no_two_live_ones_share_it(seller, store, heard):
    product = make_maintained_product(store)
    body = {"product": str(product.pk), "sku": "k75-brn-۱", "weight_grams": 950, "length_mm": 360}
    made = seller.post(VARIANTS, body)
    assert made.status_code == 201, made.data
    assert (made.data["sku"], made.data["weight_grams"], made.data["is_active"]) == ("K75-BRN-1", 950, True)
    assert heard[-1][1]["sku"] == [None, "K75-BRN-1"]
    twin = seller.post(VARIANTS, {**body, "sku": "K75-BRN-1"})
    assert twin.status_code == 409
    assert twin.data["errors"][0]["pointer"] == "/sku"
    # And once it is deleted the SKU is free
    assert seller.delete(f"{VARIANTS}{made.data['id']}/").status_code == 204
    assert seller.post(VARIANTS, body).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku", "a b"),
        ("sku", "<x>"),
        ("weight_grams", -1),
        ("weight_grams", 1.5),
        ("weight_grams", "5"),
        ("weight_grams", True),
        ("length_mm", 10**9),
        ("position", 2**40),
    ],
)
def test_bad_measures_and_skus_are_refused(seller, store, field, value):
    product = make_maintained_product(store)
    answer = seller.post(VARIANTS, {"product": str(product.pk), "sku": "OK", field: value})
    assert answer.status_code == 400
    assert answer.data["errors"][0]["pointer"] == f"/{field}"
    assert ProductVariant.objects.count() == 0


def test_a_variants_values_are_replaced_as_a_set(seller, store):
    variant = make_variant(make_maintained_product(store))
    for name in ("Layout", "Switch"):
        seller.post("/api/catalog/attributes/", {"name": name})
    address = f"{VARIANTS}{variant.pk}/"
    both = [{"attribute": "layout", "value": "75 %"}, {"attribute": "switch", "value": "Brown"}]
    seller.patch(address, {"attributes": both})
    answer = seller.patch(address, {"attributes": [{"attribute": "switch", "value": "Red"}]})
    assert [(line["attribute"], line["value"]) for line in answer.data["attributes"]] == [("switch", "Red")]
    assert AuditEntry.objects.filter(action="variant.update").order_by("-pk").first().changes == {
        "attributes.layout": ["75 %", None],
        "attributes.switch": ["Brown", "Red"],
    }
    assert ProductAttribute.objects.count() == 1


def test_hidden_variants_are_seen_by_their_store_alone(api, api_as, seller, store):
    variant = make_variant(make_maintained_product(store), is_active=False)
    address = f"{VARIANTS}{variant.pk}/"
    assert api.get(address).status_code == 404
    assert api_as(make_store().seller.user).get(address).status_code == 404
    assert seller.get(address).status_code == 200
    assert seller.get(f"{VARIANTS}?product={variant.product_id}").data["results"][0]["sku"] == variant.sku


def test_the_list_of_variants_takes_the_same_statements_for_2_and_20_rows(api):
    product = make_product()

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert api.get(f"{VARIANTS}?product={product.pk}").status_code == 200
        return len(queries)

    for _ in range(2):
        make_variant(product)
    few = statements()
    for _ in range(18):
        make_variant(product)
    assert statements() == few == 2


def test_brands_and_attributes_in_use_are_not_deleted(seller, staff, store):
    brand = make_brand()
    product = make_maintained_product(store, brand=brand)
    assert seller.delete(f"/api/catalog/brands/{brand.slug}/").status_code == 403
    assert staff.delete(f"/api/catalog/brands/{brand.slug}/").status_code == 409
    attribute = seller.post("/api/catalog/attributes/", {"name": "Layout", "unit": "%"}).data
    seller.patch(f"{PRODUCTS}{product.slug}/", {"attributes": [{"attribute": "layout", "value": "75"}]})
    assert staff.delete(f"/api/catalog/attributes/{attribute['code']}/").status_code == 409
    product.delete()
    assert staff.delete(f"/api/catalog/brands/{brand.slug}/").status_code == 204
    assert staff.delete(f"/api/catalog/attributes/{attribute['code']}/").status_code == 204


def test_two_attributes_cannot_share_a_code_and_brands_get_numbers(seller):
    assert seller.post("/api/catalog/attributes/", {"name": "Layout"}).data["code"] == "layout"
    assert seller.post("/api/catalog/attributes/", {"name": "Layout"}).status_code == 409
    assert seller.post("/api/catalog/brands/", {"name": "Ducky"}).data["slug"] == "ducky"
    assert seller.post("/api/catalog/brands/", {"name": "Ducky"}).data["slug"] == "ducky-2"


@pytest.mark.parametrize(("address", "statements"), [("/api/catalog/brands/", 1), ("/api/catalog/attributes/", 2)])
def test_words_are_listed_for_everyone_in_few_statements(api, seller, address, statements):
    for number in range(3):
        seller.post(address, {"name": f"Word {number}"})
    with CaptureQueriesContext(connection) as queries:
        assert len(api.get(address).data["results"]) == 3
    assert len(queries) == statements

"""Two people at one store, offer or product: the later save is refused and told who changed what meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Product
from marketplace.models import Store, StoreItem
from marketplace.rules import StoreRole
from tests.admin.test_writing import change_url, form_of
from tests.catalog.factories import make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_member, make_person, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return make_store("Nika Keys", owner=make_person("Nika"))


@pytest.fixture
def mina(store):
    return make_member(store, make_person("Mina"), StoreRole.MANAGER).user


@pytest.fixture
def places(store):
    """The address and one change of each kind of thing that has versions."""
    product = make_maintained_product(store, name="Sofle")
    item = make_item(store, variant=make_variant(product))
    return {
        "store": (f"/api/marketplace/stores/{store.slug}/", {"city": "Oslo"}, {"tagline": "Keys"}, Store, store.pk),
        "offer": (f"/api/marketplace/items/{item.pk}/", {"price_minor": 900}, {"is_active": False}, StoreItem, item.pk),
        "product": (
            f"/api/catalog/products/{product.slug}/",
            {"model_name": "Choc"},
            {"description": "Split"},
            Product,
            product.pk,
        ),
    }


@pytest.mark.parametrize("kind", ["store", "offer", "product"])
@pytest.mark.parametrize("how", ["header", "body"])
def test_a_stale_save_says_who_changed_what_and_when_and_changes_nothing(api_as, store, mina, places, kind, how):
    address, first, second, model, pk = places[kind]
    nika = api_as(store.seller.user)
    made = api_as(mina).patch(address, first)
    assert (made.status_code, made["ETag"]) == (200, '"2"')
    sent = {"headers": {"If-Match": '"1"'}} if how == "header" else {}
    refused = nika.patch(address, second | ({} if sent else {"version": 1}), **sent)
    assert (refused.status_code, refused.data["code"], refused.data["version"]) == (409, "stale_edit", 2)
    (field,) = first
    assert refused.data["changed_by"] == "Mina"
    (change,) = refused.data["changes"]
    assert change["by"] == "Mina"
    assert change["fields"][field][1] == first[field]
    assert change["at"] == refused.data["changed_at"]
    assert refused.data["detail"].startswith("Changed by Mina on ")
    assert model.objects.get(pk=pk).version == 2
    assert nika.patch(address, second, headers={"If-Match": '"2"'}).status_code == 200


def test_the_version_comes_with_the_row_to_those_who_may_edit_it(api, api_as, store, places):
    address = places["store"][0]
    assert api_as(store.seller.user).get(address)["ETag"] == '"1"'
    assert "ETag" not in api.get(address).headers
    assert api_as(store.seller.user).get(places["offer"][0])["ETag"] == '"1"'


def test_two_missed_edits_are_both_told_newest_first(api_as, store, mina, places):
    address = places["store"][0]
    for city in ("Oslo", "Bergen"):
        api_as(mina).patch(address, {"city": city})
    refused = api_as(store.seller.user).patch(address, {"tagline": "Keys", "version": 1})
    told = [change["fields"]["city"] for change in refused.data["changes"]]
    assert told == [["Oslo", "Bergen"], ["Portland", "Oslo"]]


def test_an_edit_of_a_variant_makes_a_save_of_its_product_stale(api_as, store, mina, places):
    address = places["product"][0]
    variant = Product.objects.get(name="Sofle").variants.get()
    api_as(mina).patch(f"/api/catalog/product-variants/{variant.pk}/", {"weight_grams": 777})
    refused = api_as(store.seller.user).patch(address, {"description": "Split", "version": 1})
    assert refused.data["changes"][0]["action"] == "variant.update"
    assert refused.data["changes"][0]["fields"] == {"weight_grams": [500, 777]}


@pytest.mark.parametrize("header", ["7", '"0"', 'W/"1"', '"a"', '"99999999999"'])
def test_a_header_that_is_no_version_is_refused(api_as, store, places, header):
    answer = api_as(store.seller.user).patch(places["store"][0], {"tagline": "Keys"}, headers={"If-Match": header})
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (400, "not_a_version")


def test_any_version_will_do_for_whoever_says_so(api_as, store, mina, places):
    address = places["store"][0]
    api_as(mina).patch(address, {"city": "Oslo"})
    assert api_as(store.seller.user).patch(address, {"tagline": "K"}, headers={"If-Match": "*"}).status_code == 200


@pytest.mark.parametrize("kind", ["store", "offer", "product"])
def test_the_second_administrator_at_a_form_is_told_who_was_faster(api_as, make_user, mina, places, kind):
    # Given an administrator who opened the form, and Mina who changed the row since
    address, first, _, model, pk = places[kind]
    browser = Client()
    browser.force_login(make_user("root@serai.example", name="Root", is_staff=True, is_superuser=True))
    url = change_url(model.objects.get(pk=pk))
    form = form_of(browser, url)
    assert api_as(mina).patch(address, first).status_code == 200
    before = model.objects.values().get(pk=pk)
    # When the form is saved as it was opened
    answer = browser.post(url, form)
    # Then nothing is changed, and the page names her
    assert answer.status_code == 200
    (error,) = answer.context["adminform"].form.non_field_errors()
    (field,) = first
    assert error.startswith("Changed by Mina on ")
    assert field.replace("_", " ") in error
    assert model.objects.values().get(pk=pk) == before

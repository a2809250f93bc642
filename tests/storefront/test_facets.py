"""Facets: what lists and searches are narrowed by, and what each further choice would leave."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Attribute, AttributeOption, Brand, Category, CategoryAttribute, ProductAttribute
from catalog.services import category_attributes_set
from core.scope import SYSTEM_SCOPE
from reviews.models import ProductRating
from storefront import services
from storefront.rules import price_border, price_step
from storefront.selectors import facets
from tests.catalog.factories import make_brand, make_category
from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db

LIST, SEARCH, FACETS = "/api/catalog/products/", "/api/catalog/search/", "/api/catalog/facets/"


@dataclass(frozen=True)
class Shelf:
    category: Category
    brands: dict[str, Brand]


@pytest.fixture
def shelf(on_sale):
    """Boards by two brands in two layouts and two weights; one of them sold out."""
    category = make_category("Boards", slug="boards")
    small = make_category("Small", slug="small", parent=category)
    layout = Attribute.objects.create(code="layout", name="Layout", kind="CHOICE")
    force = Attribute.objects.create(code="force", name="Force", kind="NUMBER", unit="g")
    note = Attribute.objects.create(code="note", name="Note")
    options = {
        code: AttributeOption.objects.create(attribute=layout, code=code, name=f"{code} %", position=number)
        for number, code in enumerate(("65", "75", "96"))
    }
    for number, attribute in enumerate((layout, force)):
        CategoryAttribute.objects.create(category=category, attribute=attribute, is_facet=True, position=number)
    brands = {name: make_brand(name) for name in ("Keychron", "Ducky")}
    for name, brand, code, grams, price, stock in (
        ("One board", "Keychron", "65", "45", 900, 5),
        ("Two board", "Keychron", "75", "45", 1100, 5),
        ("Three board", "Ducky", "65", "100", 2500, 5),
        ("Four board", "Ducky", "96", "9.5", 9000, 0),
    ):
        place = small if code == "65" else category
        product = on_sale(name, brand=brands[brand], category=place, price_minor=price, stock=stock)
        ProductAttribute.objects.create(product=product, attribute=layout, option=options[code], value=code)
        ProductAttribute.objects.create(product=product, attribute=force, value=grams)
        ProductAttribute.objects.create(product=product, attribute=note, value="Free words")
        services.listing_refresh(product_id=product.pk)
    on_sale("Cable", price_minor=900)
    return Shelf(category, brands)


def _count(client, query=""):
    answer = client.get(f"{FACETS}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def _values(found, code):
    (attribute,) = [one for one in found["attributes"] if one["code"] == code]
    return {one["name"]: one["count"] for one in attribute["values"]}


def _named(rows):
    return {row["name"]: row["count"] for row in rows}


def test_a_list_is_counted_by_brand_price_stock_and_attributes(client, shelf):
    found = _count(client, "category=boards")
    assert (found["count"], found["is_capped"]) == (4, False)
    assert _named(found["brands"]) == {"Keychron": 2, "Ducky": 2}
    assert _named(found["categories"]) == {"Small": 2}
    assert found["in_stock"]["count"] == 3
    assert [attribute["code"] for attribute in found["attributes"]] == ["layout", "force"]
    assert list(_values(found, "layout").items()) == [("65 %", 2), ("75 %", 1), ("96 %", 1)]
    assert list(_values(found, "force").items()) == [("9.5", 1), ("45", 2), ("100", 1)]
    assert [(bucket["from_minor"], bucket["to_minor"], bucket["count"]) for bucket in found["prices"]] == [
        (500, 1000, 1), (1000, 2000, 1), (2000, 5000, 1), (5000, 10000, 1),
    ]  # fmt: skip
    everything = _count(client)
    assert (everything["count"], _named(everything["categories"])["Boards"]) == (5, 4)


def test_a_choice_narrows_the_other_facets_and_not_its_own(client, shelf, names):
    ducky = shelf.brands["Ducky"].slug
    found = _count(client, f"category=boards&brand={ducky}")
    assert found["count"] == 2
    assert _named(found["brands"]) == {"Keychron": 2, "Ducky": 2}
    assert _values(found, "layout") == {"65 %": 1, "96 %": 1}
    both = _count(client, f"category=boards&brand={ducky}&attributes=layout:65")
    assert both["count"] == 1
    assert _named(both["brands"]) == {"Keychron": 1, "Ducky": 1}
    assert _values(both, "layout") == {"65 %": 1, "96 %": 1}
    assert names(f"{LIST}?category=boards&brand={ducky}&attributes=layout:65") == ["Three board"]


def test_a_choice_that_leaves_nothing_is_still_shown(client, shelf):
    keychron = shelf.brands["Keychron"].slug
    found = _count(client, f"category=boards&brand={keychron}&attributes=layout:96")
    assert found["count"] == 0
    assert _named(found["brands"]) == {"Keychron": 0, "Ducky": 1}
    assert _values(found, "layout") == {"65 %": 1, "75 %": 1, "96 %": 0}


def test_prices_and_stock_do_not_narrow_their_own_counts(client, shelf):
    found = _count(client, "category=boards&max_price=9.99&available=true")
    assert found["count"] == 1
    assert [bucket["count"] for bucket in found["prices"]] == [1, 1, 1]
    assert found["in_stock"]["count"] == 1
    sold_out = _count(client, "category=boards&available=false")
    assert (sold_out["count"], sold_out["in_stock"]["count"]) == (1, 3)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("attributes=layout:65,layout:75", ["Three board", "Two board", "One board"]),
        ("attributes=layout:65,force:45", ["One board"]),
        ("attributes=layout:65,layout:75,force:45&max_price=10", ["One board"]),
        ("attributes=note:Free words", []),
        ("attributes=none:1", []),
        ("brand=nobody", []),
    ],
)
def test_one_value_of_each_attribute_must_be_there(client, shelf, names, query, expected):
    assert names(f"{LIST}?{query}") == expected
    assert _count(client, query)["count"] == len(expected)


def test_a_search_is_narrowed_and_counted_alike(client, shelf, names):
    ducky = shelf.brands["Ducky"].slug
    assert _count(client, "q=board")["count"] == 4
    found = _count(client, f"q=board&brand={ducky}")
    assert (found["count"], _named(found["brands"])) == (2, {"Keychron": 2, "Ducky": 2})
    assert names(f"{SEARCH}?q=board&brand={ducky}&available=true") == ["Three board"]
    assert names(f"{SEARCH}?q=board&category=small&ordering=price") == ["One board", "Three board"]
    assert names(f"{SEARCH}?q=board&max_price=11&ordering=-price") == ["Two board", "One board"]
    assert client.get(f"{SEARCH}?q=board&category=none").status_code == 400


def test_a_search_in_another_order_pages_on(client, shelf, names):
    first = client.get(f"{SEARCH}?q=board&ordering=name&page_size=3").json()
    assert [card["name"] for card in first["results"]] == ["Four board", "One board", "Three board"]
    assert names(first["next"]) == ["Two board"]


def test_counts_are_exact_up_to_a_number_and_bounded_by_another(client, shelf, monkeypatch):
    monkeypatch.setattr(facets, "EXACT", 1)
    monkeypatch.setattr(facets, "COUNTED", 2)
    found = _count(client, "category=boards")
    assert (found["count"], found["is_capped"]) == (1, True)
    assert all(one["count"] <= 1 for one in found["brands"])


def test_the_nearest_category_says_what_narrows_lists(client, shelf):
    place = [{"attribute": "layout", "is_facet": False, "is_variant_axis": False}]
    category_attributes_set(scope=SYSTEM_SCOPE, category_id=shelf.category.get_children().get().pk, places=place)
    services.listings_refresh_category(category_id=shelf.category.pk)
    assert _values(_count(client, "category=boards"), "layout") == {"75 %": 1, "96 %": 1}


def test_a_plain_list_stays_one_statement_and_facets_a_constant_few(client, shelf):
    def statements(address):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len([one for one in seen if "SAVEPOINT" not in one["sql"]])

    assert statements(f"{LIST}?category=boards") == 1
    assert statements(f"{LIST}?category=boards&attributes=layout:65") == 2
    assert statements(f"{SEARCH}?q=board") == 1
    assert statements(f"{FACETS}?category=boards") == statements(f"{FACETS}?category=boards&attributes=layout:65") <= 8


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("rating=5", "/rating"),
        ("rating=x", "/rating"),
        ("attributes=layout", "/attributes"),
        ("attributes=layout:", "/attributes"),
        ("brand=", "/brand"),
        ("brand=a,,b", "/brand"),
        ("brand=" + ",".join("abcdefghijk"), "/brand"),
        ("attributes=" + ",".join(f"layout:{number}" for number in range(21)), "/attributes"),
        ("category=none", "/category"),
        ("store=none", "/store"),
        ("market=mars", "/market"),
        ("colour=red", "/colour"),
        ("brand=a&brand=b", "/brand"),
    ],
)
@pytest.mark.parametrize("address", [LIST, FACETS])
def test_a_senseless_choice_is_refused(client, address, query, pointer):
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400, answer.content
    assert [problem["pointer"] for problem in answer.json()["errors"]] == [pointer]


def _rated(product, **stars):
    ProductRating.objects.create(product=product, **stars)
    services.listing_refresh(product_id=product.pk)


def test_lists_come_by_rating_where_few_opinions_weigh_little(names, on_sale):
    one, many, _ = (on_sale(name, store=make_store()) for name in ("One", "Many", "None"))
    _rated(one, stars_5=1)
    _rated(many, stars_5=70, stars_4=30)
    assert names(f"{LIST}?ordering=rating") == ["Many", "One", "None"]


def test_a_rating_narrows_to_so_many_stars_and_more(client, names, on_sale):
    _rated(on_sale("Good"), stars_4=3, stars_5=1)
    _rated(on_sale("Fair"), stars_2=2, stars_3=1)
    on_sale("Unknown")
    assert names(f"{LIST}?rating=3") == ["Good"]
    assert names(f"{LIST}?rating=2") == ["Fair", "Good"]
    counts = {row["stars"]: row["count"] for row in _count(client, "rating=4")["ratings"]}
    assert counts == {4: 1, 3: 1, 2: 2, 1: 2}


@pytest.mark.parametrize(
    ("minor", "step"), [(0, 0), (1, 1), (4, 2), (5, 3), (9, 3), (10, 4), (999, 9), (1000, 10), (10**15, 46)]
)
def test_prices_stand_between_borders_of_one_two_five(minor, step):
    assert price_step(minor) == step
    assert price_border(step) <= minor < price_border(step + 1)

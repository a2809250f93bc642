"""Typed attributes: what a value may be, where an attribute applies, and what variants differ in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Category, ProductAttribute
from catalog.rules import number_value
from core.models import AuditEntry
from tests.catalog.factories import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db
ATTRIBUTES = "/api/catalog/attributes/"
CATEGORIES = "/api/catalog/categories/"
PRODUCTS = "/api/catalog/products/"
VARIANTS = "/api/catalog/product-variants/"
COLOURS = [{"name": "Slate", "colour": "#445566"}, {"name": "Trắng", "code": "white", "colour": "#FFFFFF"}]


@pytest.fixture
def staff(api_as, make_user):
    return api_as(make_user(groups=("staff",)))


@pytest.fixture
def attributes(staff):
    """One attribute of each kind."""
    bodies = [
        {"code": "note", "name": "Note"},
        {"code": "force", "name": "Actuation force", "kind": "NUMBER", "unit": "g"},
        {"code": "layout", "name": "Layout", "kind": "CHOICE", "options": [{"name": "65 %"}, {"name": "75 %"}]},
        {"code": "lubed", "name": "Lubricated", "kind": "BOOLEAN"},
        {"code": "colour", "name": "Colour", "kind": "COLOUR", "options": COLOURS},
    ]
    return [staff.post(ATTRIBUTES, body).data for body in bodies]


def _code(answer):
    assert answer.status_code in (400, 409), answer.data
    return [(problem["pointer"], problem["code"]) for problem in answer.data["errors"]]


def _put(staff, category, *places):
    return staff.put(f"{CATEGORIES}{category.slug}/attributes/", {"attributes": list(places)})


@pytest.mark.parametrize(
    ("written", "number"),
    [("12.50", "12.5"), ("007", "7"), ("-0.0", "0"), ("۴۵٫۵", "45.5"), ("−3", "-3"), ("1e3", None), ("12,5", None),
     ("", None), ("NaN", None), ("1.23456", None), ("1234567890123", None)],
)  # fmt: skip
def test_a_number_is_kept_in_one_spelling(written, number):
    assert number_value(written) == number


def test_every_kind_of_value_is_kept_typed_and_shown_readable(staff, attributes):
    product = make_product()
    lines = {"note": "As it is", "force": "45.50", "layout": "75 %", "lubed": "yes", "colour": "white"}
    body = {"attributes": [{"attribute": code, "value": value} for code, value in lines.items()]}
    shown = staff.patch(f"{PRODUCTS}{product.slug}/", body).data["attributes"]
    assert {line["attribute"]: (line["value"], line["option"], line["colour"]) for line in shown} == {
        "note": ("As it is", None, ""),
        "force": ("45.5", None, ""),
        "layout": ("75 %", "75", ""),
        "lubed": ("true", None, ""),
        "colour": ("Trắng", "white", "#ffffff"),
    }


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("force", "light", "not_a_number"),
        ("layout", "80 %", "not_an_option"),
        ("lubed", "perhaps", "not_a_boolean"),
        ("colour", "#445566", "not_an_option"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_at_its_place(staff, attributes, code, value, why):
    product = make_product()
    body = {"attributes": [{"attribute": "note", "value": "x"}, {"attribute": code, "value": value}]}
    assert _code(staff.patch(f"{PRODUCTS}{product.slug}/", body)) == [("/attributes/1/value", why)]
    assert not ProductAttribute.objects.exists()


def test_an_option_is_renamed_for_all_and_does_not_go_while_a_product_has_it(staff, attributes):
    product = make_product()
    staff.patch(f"{PRODUCTS}{product.slug}/", {"attributes": [{"attribute": "layout", "value": "65 %"}]})
    gone = staff.patch(f"{ATTRIBUTES}layout/", {"options": [{"code": "75", "name": "75 %"}]})
    assert (gone.status_code, gone.data["code"]) == (409, "in_use")
    renamed = [{"code": "65", "name": "Sixty-five"}, {"code": "96", "name": "96 %"}]
    options = staff.patch(f"{ATTRIBUTES}layout/", {"options": renamed}).data["options"]
    assert [(option["code"], option["name"]) for option in options] == [("65", "Sixty-five"), ("96", "96 %")]
    client_sees = staff.get(f"{PRODUCTS}{product.slug}/").json()["attributes"]
    assert [line["value"] for line in client_sees] == ["Sixty-five"]
    assert _code(staff.patch(f"{ATTRIBUTES}note/", {"options": [{"name": "x"}]})) == [("/options", "wrong_kind")]
    kind = staff.patch(f"{ATTRIBUTES}layout/", {"kind": "TEXT"})
    assert (kind.status_code, kind.data["code"]) == (409, "in_use")


@pytest.mark.parametrize(
    ("options", "pointer", "why"),
    [
        ([{"name": "Red"}], "/options/0/colour", "not_a_colour"),
        ([{"name": "Red", "colour": "red"}], "/options/0/colour", "not_a_colour"),
        ([*COLOURS, {"name": "slate", "colour": "#000000"}], "/options/2/code", "twice"),
        ([{"name": "\u200b", "colour": "#000000"}], "/options/0/name", "blank"),
    ],
)
def test_a_colour_needs_a_name_and_a_value(staff, options, pointer, why):
    body = {"name": "Colour", "kind": "COLOUR", "options": options}
    assert _code(staff.post(ATTRIBUTES, body)) == [(pointer, why)]
    assert staff.get(ATTRIBUTES).data["results"] == []


def test_an_attribute_applies_where_a_category_says_so_and_below(staff, attributes):
    boards = make_category("Boards")
    small, cables = make_category("Small", parent=boards), make_category("Cables")
    told = _put(staff, boards, {"attribute": "layout", "is_facet": True}, {"attribute": "force"})
    assert [(p["attribute"], p["is_facet"], p["category"]) for p in told.data["results"]] == [
        ("layout", True, boards.slug), ("force", False, boards.slug),
    ]  # fmt: skip
    below = staff.get(f"{CATEGORIES}{small.slug}/attributes/").data["results"]
    assert [place["attribute"] for place in below] == ["layout", "force"]
    line = {"attributes": [{"attribute": "layout", "value": "65 %"}]}
    inside, outside = make_product(category=small), make_product(category=cables)
    assert staff.patch(f"{PRODUCTS}{inside.slug}/", line).status_code == 200
    refused = staff.patch(f"{PRODUCTS}{outside.slug}/", line)
    assert _code(refused) == [("/attributes/0/attribute", "not_applicable")]
    note = {"attributes": [{"attribute": "note", "value": "Applies everywhere"}]}
    assert staff.patch(f"{PRODUCTS}{outside.slug}/", note).status_code == 200


def test_the_nearest_category_decides_and_the_record_says_what_changed(staff, attributes):
    boards = make_category("Boards")
    small = make_category("Small", parent=boards)
    _put(staff, boards, {"attribute": "layout", "is_facet": True})
    own = _put(staff, small, {"attribute": "layout", "is_variant_axis": True})
    assert [(place["is_facet"], place["is_variant_axis"]) for place in own.data["results"]] == [(False, True)]
    _put(staff, small)
    inherited = staff.get(f"{CATEGORIES}{small.slug}/attributes/").data["results"]
    assert [place["category"] for place in inherited] == [boards.slug]
    entries = AuditEntry.objects.filter(action="category.attributes", object_id=str(small.pk)).order_by("pk")
    assert [entry.changes for entry in entries] == [{"layout": [None, "axis"]}, {"layout": ["axis", None]}]


@pytest.mark.parametrize(
    ("place", "field", "why"),
    [
        ({"attribute": "note", "is_facet": True}, "is_facet", "wrong_kind"),
        ({"attribute": "force", "is_variant_axis": True}, "is_variant_axis", "wrong_kind"),
        ({"attribute": "none"}, "attribute", "not_found"),
    ],
)
def test_what_no_list_can_be_narrowed_by_is_refused(staff, attributes, place, field, why):
    assert _code(_put(staff, make_category(), place)) == [(f"/attributes/0/{field}", why)]


def test_variants_differ_in_their_axes_and_in_nothing_else(staff, attributes):
    category = make_category()
    _put(staff, category, {"attribute": "colour", "is_variant_axis": True}, {"attribute": "layout"})
    product = make_product(category=category)
    slate = {"attributes": [{"attribute": "colour", "value": "Slate"}]}
    first = staff.post(VARIANTS, {"product": str(product.pk), "sku": "A-1", **slate})
    assert first.status_code == 201
    twin = staff.post(VARIANTS, {"product": str(product.pk), "sku": "A-2", **slate})
    assert _code(twin) == [("/attributes", "combination_taken")]
    white = {"attributes": [{"attribute": "colour", "value": "white"}]}
    assert staff.post(VARIANTS, {"product": str(product.pk), "sku": "A-2", **white}).status_code == 201
    layout = {"attributes": [{"attribute": "layout", "value": "65 %"}]}
    refused = staff.patch(f"{VARIANTS}{first.data['id']}/", layout)
    assert _code(refused) == [("/attributes/0/attribute", "not_an_axis")]


def test_only_staff_say_what_a_category_has(api_as, make_user, attributes):
    person = api_as(make_user())
    assert _put(person, make_category(), {"attribute": "layout"}).status_code == 403


def test_the_list_of_attributes_costs_the_same_however_long_it_is(staff, attributes):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            assert staff.get(ATTRIBUTES).status_code == 200
        return len(seen)

    few = statements()
    for number in range(6):
        staff.post(ATTRIBUTES, {"name": f"More {number}", "kind": "CHOICE", "options": [{"name": "a"}, {"name": "b"}]})
    assert statements() == few


def test_a_category_is_found_by_the_path_of_its_slugs_also_after_a_move(staff):
    def add(name, parent=None):
        return staff.post(CATEGORIES, {"name": name, "parent": parent}).data

    boards = add("Boards")
    kits = add("Kits", boards["id"])
    small = add("Small", kits["id"])
    music = add("Music")
    assert small["path"] == "boards/kits/small"
    found = staff.get(f"{CATEGORIES}?path=boards/kits/small").data["results"]
    assert [row["id"] for row in found] == [small["id"]]
    staff.patch(f"{CATEGORIES}kits/", {"parent": music["id"]})
    assert staff.get(f"{CATEGORIES}?path=boards/kits/small").data["results"] == []
    assert [row["id"] for row in staff.get(f"{CATEGORIES}?path=music/kits/small").data["results"]] == [small["id"]]
    assert Category.objects.get(pk=kits["id"]).path == "music/kits"
    tree = staff.get(f"{CATEGORIES}tree/").data["results"]
    assert [root["path"] for root in tree] == ["boards", "music"]


def test_a_brand_has_a_page(staff, client):
    made = staff.post(
        "/api/catalog/brands/",
        {"name": "Keychron", "website": "https://keychron.example", "country": "hk", "description": "Boards."},
    ).data
    page = client.get("/api/catalog/brands/keychron/").json()
    assert (page["website"], page["country"], page["logo"]) == ("https://keychron.example", "HK", None)
    address = f"/api/catalog/brands/{made['id']}/"
    assert _code(staff.patch(address, {"website": "javascript:alert(1)"})) == [("/website", "not_a_website")]
    assert _code(staff.patch(address, {"country": "HKG"})) == [("/country", "invalid")]


def test_a_variant_of_an_older_set_keeps_its_free_values(staff):
    """Attributes that no category names apply everywhere, to variants too."""
    staff.post(ATTRIBUTES, {"code": "size", "name": "Size"})
    variant = make_variant()
    body = {"attributes": [{"attribute": "size", "value": "Large"}]}
    assert staff.patch(f"{VARIANTS}{variant.pk}/", body).data["attributes"][0]["value"] == "Large"

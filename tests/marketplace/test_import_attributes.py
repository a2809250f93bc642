"""Attributes in a file of products: read by their kinds before anything is written, and replaced as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.models import Attribute, AttributeOption, CategoryAttribute, Product, ProductAttribute
from marketplace.services.imports.pairs import read_pairs, written
from tests.accounts.factories import client_for
from tests.catalog.factories import make_category, make_variant
from tests.marketplace.factories import make_item, make_maintained_product, make_store
from tests.marketplace.sheets import IMPORTS, read, rows, send, sheet

pytestmark = pytest.mark.django_db
HEADERS = ("sku", "product", "category", "price", "attributes", "variant_attributes")


@pytest.fixture
def store(db):
    """Lamps have a wood, which is a choice, a power in watts, and differ in their cable."""
    lamps = make_category("Lamps", slug="lamps")
    make_category("Chairs", slug="chairs")
    wood = Attribute.objects.create(code="wood", name="Wood", kind="CHOICE")
    for position, code in enumerate(("oak", "pine")):
        AttributeOption.objects.create(attribute=wood, code=code, name=f"Solid {code}", position=position)
    power = Attribute.objects.create(code="power", name="Power", kind="NUMBER", unit="W")
    cable = Attribute.objects.create(code="cable", name="Cable")
    for attribute in (wood, power, cable):
        CategoryAttribute.objects.create(category=lamps, attribute=attribute, is_variant_axis=attribute is cable)
    return make_store("Northlight")


@pytest.fixture
def imported(store, drain_outbox):
    """`imported(rows…)`: check a file, carry it out, and give its rows back as they were checked."""
    seller = client_for(store.seller.user)

    def run(*given: tuple[object, ...]) -> list[dict[str, Any]]:
        batch = send(seller, sheet(*given, headers=HEADERS)).json()["id"]
        drain_outbox()
        checked = rows(seller, batch)
        if read(seller, batch)["rows_rejected"] < len(given):
            assert seller.post(f"{IMPORTS}{batch}/confirm/", {}, format="json").status_code in (200, 202)
            drain_outbox()
            assert read(seller, batch)["rows_failed"] == 0
        return checked

    return run


def values_of(sku: str | None = None) -> dict[str, str]:
    found = ProductAttribute.objects.filter(variant__sku=sku) if sku else ProductAttribute.objects.filter(variant=None)
    return dict(found.values_list("attribute__code", "value"))


def test_new_articles_come_with_their_attributes(imported) -> None:
    imported(
        ("OAK-1", "Oak lamp", "lamps", "90", "wood=Solid Oak; power=7.50", "cable=black"),
        ("OAK-2", "Oak lamp", "", "95", "wood=oak; power=7.5", "cable=white"),
    )
    assert Product.objects.count() == 1
    assert values_of() == {"wood": "oak", "power": "7.5"}
    assert (values_of("OAK-1"), values_of("OAK-2")) == ({"cable": "black"}, {"cable": "white"})


def test_known_articles_change_only_where_the_set_differs(store, imported) -> None:
    product = make_maintained_product(store, name="Oak lamp", category=make_category("Lamps", slug="lamps-2"))
    make_item(store, variant=make_variant(product, sku="OAK-1", name=""), price_minor=9000)
    for code, value in (("power", "7.5"), ("cable", "black")):
        ProductAttribute.objects.create(product=product, attribute=Attribute.objects.get(code=code), value=value)
    CategoryAttribute.objects.all().delete()
    (row,) = imported(("OAK-1", "", "", "", "cable=black; power=7.50", ""))
    assert (row["outcome"], row["changes"]) == ("UNCHANGED", {})
    (row,) = imported(("OAK-1", "", "", "", "power=9", ""))
    assert row["changes"] == {"attributes": ["cable=black; power=7.5", "power=9"]}
    assert values_of() == {"power": "9"}


@pytest.mark.parametrize(
    ("category", "attributes", "variant_attributes", "column", "code"),
    [
        ("lamps", "wood", "", "attributes", "not_pairs"),
        ("lamps", "wood=oak=pine", "", "attributes", "not_an_option"),
        ("lamps", 'wood="oak', "", "attributes", "not_pairs"),
        ("lamps", "; ".join(f"a{number}=1" for number in range(51)), "", "attributes", "too_many"),
        ("lamps", "stone=marble", "", "attributes", "not_found"),
        ("lamps", "wood=teak", "", "attributes", "not_an_option"),
        ("lamps", "wood=oak; wood=pine", "", "attributes", "twice"),
        ("lamps", "power=bright", "", "attributes", "not_a_number"),
        ("chairs", "wood=oak", "", "attributes", "not_applicable"),
        ("lamps", "", "wood=oak", "variant_attributes", "not_an_axis"),
    ],
)
def test_what_an_attribute_cannot_be_is_refused_before_anything_is_written(
    imported, category, attributes, variant_attributes, column, code
) -> None:
    (row,) = imported(("OAK-1", "Oak lamp", category, "90", attributes, variant_attributes))
    assert [(one["column"], one["code"]) for one in row["problems"]] == [(column, code)]
    assert not Product.objects.exists()


def test_two_variants_of_one_product_cannot_be_just_alike(store, drain_outbox) -> None:
    seller = client_for(store.seller.user)
    given = [(f"OAK-{number}", "Oak lamp", "lamps", "90", "", "cable=black") for number in (1, 2)]
    batch = send(seller, sheet(*given, headers=HEADERS)).json()["id"]
    drain_outbox()
    seller.post(f"{IMPORTS}{batch}/confirm/", {}, format="json")
    drain_outbox()
    assert read(seller, batch)["rows_failed"] == 1
    refused = rows(seller, batch)[1]["problems"]
    assert [(one["column"], one["code"]) for one in refused] == [("variant_attributes", "conflict")]


def test_a_cell_says_the_same_values_when_it_is_read_again() -> None:
    values = {"a": "1", "b": 'quoted "so"', "c": "with; marks\nand lines", "d": "x=y"}
    assert dict(read_pairs(written(values))) == values
    assert read_pairs(" layout = 75 ؛ colour=black; ") == [("layout", "75"), ("colour", "black")]

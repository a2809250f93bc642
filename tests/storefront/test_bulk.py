"""The bulk load makes a shop that can be measured, and is safe to run again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Category, Product
from core.services import invariants
from marketplace.models import Store, StoreMember
from sales.models import Order
from storefront.bulk.attributes import CHOICES, attributes_load

pytestmark = pytest.mark.django_db


def _seed(count, **more):
    out = StringIO()
    call_command("seed_bulk", products=count, stdout=out, verbosity=0, **more)
    return out.getvalue()


def test_a_bulk_load_fills_the_shop_and_running_it_again_adds_only_what_is_missing(client):
    _seed(30)
    _seed(30)
    _seed(40)
    assert Product.objects.count() == 40
    assert Category.objects.count() == 125
    listed = client.get("/api/catalog/products/?page_size=100").json()["results"]
    assert len(listed) == 40
    assert client.get("/api/catalog/search/?q=kx000007").json()["count"] == 1
    assert 15 < client.get("/api/catalog/search/?q=amber+cedar").json()["count"] < 40
    below = client.get("/api/catalog/products/?category=bulk-0&page_size=100").json()["results"]
    assert 0 < len(below) < 40
    found = client.get("/api/catalog/facets/?category=bulk-0").json()
    assert {"bulk-layout", "bulk-colour", "bulk-feel"} <= {row["code"] for row in found["attributes"]}


def test_a_bulk_load_breaks_no_invariant():
    _seed(20, stores=3, members=5, orders=30)
    _seed(20, stores=4, members=6, orders=40)
    assert Order.objects.count() == 40
    assert Store.objects.filter(slug__startswith="bulk-small-store-").count() == 4
    assert StoreMember.objects.filter(store__slug="bulk-store-0").count() == 6
    assert [breach for _, check in invariants().values() for breach in check()] == []


def test_the_same_seed_gives_products_the_same_attributes():
    wanted = [[option.code for option in options] for options in attributes_load()]
    assert wanted == [list(CHOICES[name]) for name in sorted(CHOICES)]


def test_a_bulk_load_refuses_production(settings):
    settings.SETTINGS_MODULE = "config.settings.production"
    with pytest.raises(CommandError, match="production"):
        _seed(1)
    assert Product.objects.count() == 0

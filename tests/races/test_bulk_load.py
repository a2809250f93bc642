"""A large load of products by several processes at once."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from catalog.models import Product
from core.services import invariants
from storefront.bulk import products
from storefront.services import rebuild, refresh
from tests.races.harness import FULL

pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FULL, reason="several processes load together: make prove"),
]


def test_a_load_in_several_processes_makes_the_whole_shop(client, monkeypatch):
    for module in (products, rebuild):
        monkeypatch.setattr(module, "MANY", 10)
    monkeypatch.setattr(products, "BATCH", 4)
    monkeypatch.setattr(refresh, "BATCH", 4)
    call_command("seed_bulk", products=30, verbosity=0)
    assert Product.objects.count() == 30
    assert len(client.get("/api/catalog/products/?page_size=100").json()["results"]) == 30
    assert client.get("/api/catalog/search/?q=kx000007").json()["count"] == 1
    with connection.cursor() as cursor:  # those that were dropped for the load are there again
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename = 'storefront_productlisting'")
        assert cursor.fetchone()[0] > 30
    assert [breach for _, check in invariants().values() for breach in check()] == []

"""A little shop: products on sale in the stores of named sellers, with their listings."""

from __future__ import annotations

import pytest

from storefront import services
from tests.catalog.factories import make_product, make_variant
from tests.marketplace.factories import make_item, make_store


@pytest.fixture
def on_sale(db):
    """`on_sale("Name", price_minor=…, stock=…, store=…, **product fields)`: a listed product with one offer."""

    def make(name="", *, price_minor=1000, stock=10, store=None, item=None, **fields):
        product = make_product(name, **fields)
        make_item(
            store or make_store(), variant=make_variant(product), price_minor=price_minor, stock=stock, **(item or {})
        )
        services.listing_refresh(product_id=product.pk)
        return product

    return make


@pytest.fixture
def names(client):
    """`names("/api/…")`: the names of the cards of one page."""
    return lambda address: [card["name"] for card in client.get(address).json()["results"]]

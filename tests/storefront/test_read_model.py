"""The listing follows the facts: what changes is recomputed, what is hidden vanishes everywhere."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from catalog.signals import category_changed, product_changed
from core.models import OutboxMessage
from core.scope import SYSTEM_SCOPE
from marketplace.models import ItemMarketPrice, Stock, StoreItem, StoreMarket
from marketplace.signals import availability_flipped, item_changed, seller_status_changed, store_changed
from markets.services import rate_set
from storefront import services
from storefront.models import ProductListing
from storefront.services import refresh
from tests.catalog.factories import make_category, make_product, make_variant
from tests.marketplace.factories import get_market, make_item, make_store

pytestmark = pytest.mark.django_db

LIST = "/api/catalog/products/"


@pytest.fixture
def shop(on_sale):
    """A product in a sub-category, on sale in one store, at home and in Indonesia."""
    parent = make_category("Keyboards", slug="keyboards")
    category = make_category("Split", parent=parent, slug="split")
    store = make_store("Tehran Keys", also_in=("id",))
    return on_sale("Sofle Choc", category=category, store=store, price_minor=1000, slug="sofle")


@pytest.fixture
def visible(client):
    """Where a shopper meets the product: list, search, suggestions, page."""

    def places(market="intl"):
        found = set()
        if client.get(LIST, {"market": market}).json()["results"]:
            found.add("list")
        if client.get("/api/catalog/search/", {"q": "sofle", "market": market}).json()["results"]:
            found.add("search")
        if client.get("/api/catalog/suggest/", {"q": "sofle", "market": market}).json()["products"]:
            found.add("suggest")
        if client.get("/api/catalog/products/sofle/", {"market": market}).status_code == 200:
            found.add("page")
        return found

    return places


EVERYWHERE = {"list", "search", "suggest", "page"}


def _hide_product(product):
    product.status = "DRAFT"
    product.save()
    product_changed.send(sender=type(product), product=product, action="updated", changes={})


def _delete_product(product):
    product.delete()
    product_changed.send(sender=type(product), product=product, action="deleted", changes={})


def _hide_parent_category(product):
    parent = product.category.parent
    parent.is_active = False
    parent.save()
    category_changed.send(sender=type(parent), category=parent, action="updated")


def _switch_off_variant(product):
    product.variants.update(is_active=False)
    product_changed.send(sender=type(product), product=product, action="updated", changes={})


def _delete_variant(product):
    product.variants.get().delete()
    product_changed.send(sender=type(product), product=product, action="updated", changes={})


def _item_of(product):
    return StoreItem.objects.get(variant__product=product)


def _switch_off_item(product):
    item = _item_of(product)
    item.is_active = False
    item.save()
    item_changed.send(sender=StoreItem, item=item, action="updated", changes={})


def _delete_item(product):
    item = _item_of(product)
    item.delete()
    item_changed.send(sender=StoreItem, item=item, action="deleted", changes={})


def _close_store(product):
    store = _item_of(product).store
    store.status = "PAUSED"
    store.save()
    store_changed.send(sender=type(store), store=store, action="updated")


def _delete_store(product):
    store = _item_of(product).store
    store.delete()
    store_changed.send(sender=type(store), store=store, action="deleted")


def _suspend_seller(product):
    seller = _item_of(product).store.seller
    seller.status = "SUSPENDED"
    seller.save()
    seller_status_changed.send(sender=type(seller), seller=seller)


@pytest.mark.parametrize(
    "hide",
    [
        _hide_product,
        _delete_product,
        _hide_parent_category,
        _switch_off_variant,
        _delete_variant,
        _switch_off_item,
        _delete_item,
        _close_store,
        _delete_store,
        _suspend_seller,
    ],
)
def test_what_is_hidden_suspended_or_deleted_vanishes_everywhere(shop, visible, drain_outbox, hide):
    assert visible() == EVERYWHERE
    with transaction.atomic():
        hide(shop)
    drain_outbox()
    assert visible() == set()
    assert ProductListing.objects.count() == 0


def test_a_store_that_leaves_a_market_is_seen_at_home_only(shop, visible, drain_outbox):
    store = _item_of(shop).store
    assert visible("id") == EVERYWHERE
    with transaction.atomic():
        StoreMarket.objects.get(store=store).delete()
        store_changed.send(sender=type(store), store=store, action="updated")
    drain_outbox()
    assert (visible("id"), visible()) == (set(), EVERYWHERE)


def test_a_store_that_comes_back_shows_its_products_again(shop, visible, drain_outbox):
    for status, places in (("CLOSED", set()), ("OPEN", EVERYWHERE)):
        store = _item_of(shop).store
        store.status = status
        store.save()
        store_changed.send(sender=type(store), store=store, action="updated")
        drain_outbox()
        assert visible() == places


def test_selling_out_flips_the_card(shop, client, drain_outbox):
    item = _item_of(shop)
    Stock.objects.filter(item=item).update(reserved=10)
    availability_flipped.send(sender=Stock, item_ids=[item.pk, item.pk])
    assert OutboxMessage.objects.filter(handled_at=None, task__endswith=".listing_refresh").count() == 1
    drain_outbox()
    assert client.get(LIST).json()["results"][0]["is_available"] is False


def test_a_new_price_reaches_every_market(shop, client, drain_outbox):
    item = _item_of(shop)
    item.price_minor = 2000
    item.save()
    item_changed.send(sender=StoreItem, item=item, action="updated", changes={"price_minor": [1000, 2000]})
    drain_outbox()
    prices = [client.get(LIST, {"market": m}).json()["results"][0]["price"]["minor"] for m in ("intl", "id")]
    assert prices == [2000, 334_000]


def test_a_price_set_by_hand_overrides_the_conversion(shop, client):
    ItemMarketPrice.objects.create(item=_item_of(shop), market=get_market("id"), price_minor=99_900)
    services.listing_refresh(product_id=shop.pk)
    assert client.get(LIST, {"market": "id"}).json()["results"][0]["price"]["minor"] == 99_900


def test_a_new_rate_converts_every_price_anew(shop, client, drain_outbox, monkeypatch):
    monkeypatch.setattr(refresh, "CHUNK", 1)
    item = make_item(make_store(also_in=("id",)), variant=make_variant(make_product()), price_minor=500)
    services.listing_refresh(product_id=item.variant.product_id)
    rate_set(scope=SYSTEM_SCOPE, base="USD", quote="IDR", rate=Decimal(20_000))
    drain_outbox()
    cards = client.get(LIST, {"market": "id"}).json()["results"]
    assert sorted(card["price"]["minor"] for card in cards) == [100_000, 200_000]


def test_a_refresh_keeps_the_row_and_takes_nothing_twice(shop):
    before = list(ProductListing.objects.order_by("pk").values_list("pk", flat=True))
    services.listing_refresh(product_id=shop.pk)
    services.listing_refresh(product_id=shop.pk)
    assert list(ProductListing.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert len(before) == 2


def test_the_raw_upsert_names_every_column_of_the_model():
    columns = {field.column for field in ProductListing._meta.concrete_fields}
    assert set(refresh.COLUMNS) | {"document"} == columns
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute "
            "WHERE attrelid = 'storefront_productlisting'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        types = {name: kind for name, kind in cursor.fetchall() if name != "document"}
    kinds = {"character varying": "text", "timestamp with time zone": "timestamptz"}
    assert {name: kinds.get(kind, kind) for name, kind in types.items()} == refresh.COLUMNS


def test_the_orm_reads_what_the_raw_upsert_wrote(shop):
    row = ProductListing.objects.get(product=shop, market__code="id")
    assert (row.name, row.folded_name, row.price_minor, row.currency) == ("Sofle Choc", "sofle choc", 167_000, "IDR")
    assert (row.category_1, row.category_2, row.category_3) == (shop.category.parent_id, shop.category_id, None)
    assert row.store_ids == [str(_item_of(shop).store_id)]
    assert (row.is_available, row.is_featured, row.listed_at) == (True, False, shop.created_at)


@pytest.mark.parametrize("flags", [[], ["--fresh"]])
def test_a_rebuild_restores_what_was_lost_and_drops_what_is_stale(shop, visible, flags):
    ghost = make_product("Sofle ghost")
    ProductListing.objects.filter(market__code="intl").update(product=ghost, slug="ghost")
    out = StringIO()
    call_command("rebuild_listings", *flags, stdout=out, verbosity=0)
    assert out.getvalue() == "2 listings.\n"
    assert visible() == EVERYWHERE
    assert not ProductListing.objects.filter(product=ghost).exists()


def test_a_fresh_rebuild_builds_its_indexes_again(shop):
    def indexes():
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'storefront_productlisting' ORDER BY 1")
            return cursor.fetchall()

    before = indexes()
    call_command("rebuild_listings", "--fresh", stdout=StringIO(), verbosity=0)
    assert indexes() == before
    assert len(before) > 20

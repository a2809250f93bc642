"""The product list: filters, orders, pages and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Product
from core.api.pagination import cursor_encode
from storefront import services
from tests.catalog.factories import make_category, make_product, make_variant
from tests.marketplace.factories import make_item, make_store

pytestmark = pytest.mark.django_db

LIST = "/api/catalog/products/"


def test_a_card_shows_what_a_shopper_needs(client, on_sale):
    store = make_store("Tehran Keys")
    product = on_sale(
        "Sofle Choc", price_minor=12_900, store=store, item={"compare_at_minor": 15_000}, is_featured=True
    )
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "id": str(product.pk),
                "slug": product.slug,
                "name": "Sofle Choc",
                "brand": None,
                "category": {"id": str(product.category_id), "name": product.category.name},
                "image": None,
                "price": {"amount": "129.00", "currency": "USD", "minor": 12_900},
                "compare_at": {"amount": "150.00", "currency": "USD", "minor": 15_000},
                "is_available": True,
                "is_featured": True,
                "offer_count": 1,
                "item_id": str(store.items.get().pk),
                "rating": {"average": None, "count": 0},
                "stores": [{"slug": store.slug, "name": "Tehran Keys"}],
            }
        ],
    }


def test_the_cheapest_offer_in_stock_is_shown_before_a_cheaper_one_that_is_sold_out(client):
    variant = make_variant(make_product("Planck"))
    for price, stock in ((900, 0), (1100, 5), (1000, 2)):
        make_item(make_store(), variant=variant, price_minor=price, stock=stock)
    services.listing_refresh(product_id=variant.product_id)
    (card,) = client.get(LIST).json()["results"]
    assert (card["price"]["minor"], card["is_available"], card["offer_count"]) == (1000, True, 3)


def test_when_all_is_sold_out_the_cheapest_offer_is_shown_as_such(client):
    variant = make_variant(make_product("Planck"))
    for price in (900, 800):
        make_item(make_store(), variant=variant, price_minor=price, stock=0)
    services.listing_refresh(product_id=variant.product_id)
    (card,) = client.get(LIST).json()["results"]
    assert (card["price"]["minor"], card["is_available"]) == (800, False)


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("newest", ["C", "B", "A"]),
        ("price", ["B", "C", "A"]),
        ("-price", ["A", "C", "B"]),
        ("name", ["A", "B", "C"]),
        ("-name", ["C", "B", "A"]),
    ],
)
def test_lists_come_in_the_order_asked_for(names, on_sale, ordering, expected):
    for name, price in (("A", 300), ("B", 100), ("C", 200)):
        on_sale(name, price_minor=price)
    assert names(f"{LIST}?ordering={ordering}") == expected


def test_a_category_shows_its_whole_subtree_and_nothing_else(names, on_sale):
    root = make_category("Keyboards", slug="keyboards")
    middle = make_category("Split", slug="split", parent=root)
    leaf = make_category("Columnar", slug="columnar", parent=middle)
    deepest = make_category("Choc", slug="choc", parent=leaf)
    for name, category in (("one", root), ("two", middle), ("three", leaf), ("four", deepest)):
        on_sale(name, category=category)
    on_sale("elsewhere")
    assert names(f"{LIST}?category=keyboards") == ["four", "three", "two", "one"]
    assert names(f"{LIST}?category=split") == ["four", "three", "two"]
    assert names(f"{LIST}?category=columnar") == ["four", "three"]
    assert names(f"{LIST}?category=choc&ordering=price") == ["four"]


def test_price_limits_count_in_the_currency_of_the_market(names, on_sale):
    store = make_store(also_in=("vn",))
    for name, price in (("cheap", 1000), ("middle", 1250), ("dear", 2000)):
        on_sale(name, price_minor=price, store=store)
    assert names(f"{LIST}?min_price=10.01&max_price=12.50") == ["middle"]
    assert names(f"{LIST}?min_price=12.5") == ["dear", "middle"]
    assert names(f"{LIST}?market=vn&max_price=263000") == ["cheap"]
    assert names(f"{LIST}?market=vn&min_price=526000") == ["dear"]


def test_available_featured_and_store_narrow_the_list(names, on_sale):
    store = make_store("Tehran Keys")
    on_sale("here", store=store, is_featured=True)
    on_sale("sold out", store=store, stock=0)
    on_sale("other")
    assert names(f"{LIST}?available=true") == ["other", "here"]
    assert names(f"{LIST}?available=false") == ["sold out"]
    assert names(f"{LIST}?featured=true") == ["here"]
    assert names(f"{LIST}?featured=false") == ["other", "sold out"]
    assert names(f"{LIST}?store={store.slug}") == ["sold out", "here"]
    assert names(f"{LIST}?store={store.slug}&available=true&featured=true") == ["here"]


def test_each_market_shows_its_own_products_and_prices(client, on_sale):
    on_sale("both", price_minor=1000, store=make_store(also_in=("id",)))
    on_sale("home only")
    (card,) = client.get(f"{LIST}?market=id").json()["results"]
    assert (card["name"], card["price"]) == ("both", {"amount": "167000", "currency": "IDR", "minor": 167_000})


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("colour=red", "/colour", "unknown_parameter"),
        ("market=mars", "/market", "unknown_market"),
        ("category=nothing", "/category", "unknown_category"),
        ("store=nobody", "/store", "unknown_store"),
        ("available=yes", "/available", "not_a_boolean"),
        ("min_price=cheap", "/min_price", "not_an_amount"),
        ("min_price=NaN", "/min_price", "not_an_amount"),
        ("max_price=-1", "/max_price", "not_an_amount"),
        ("max_price=1e99", "/max_price", "not_an_amount"),
        ("ordering=colour", "/ordering", "unknown_ordering"),
        ("page_size=0", "/page_size", "bad_page_size"),
        ("page_size=101", "/page_size", "bad_page_size"),
        ("after=garbage", "/after", "bad_cursor"),
        (f"after={cursor_encode(['price', 1, '0' * 32])}", "/after", "bad_cursor"),
        (f"after={cursor_encode(['newest', True, '0' * 32])}", "/after", "bad_cursor"),
        (f"after={cursor_encode(['newest', 1 << 61, '0' * 32])}", "/after", "bad_cursor"),
        (f"after={cursor_encode(['newest', 1, 'x'])}", "/after", "bad_cursor"),
        (f"after={cursor_encode(['newest', 1, 7])}", "/after", "bad_cursor"),
        ("after=a&before=b", "/after", "two_cursors"),
        ("market=intl&market=ir", "/market", "unknown_parameter"),
    ],
)
def test_what_makes_no_sense_is_refused_as_a_problem(client, query, pointer, code):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]


def _walk(client, address, direction="next"):
    """All names from `address` on, and the address of the last page."""
    seen = []
    while True:
        page = client.get(address).json()
        seen += [[card["name"] for card in page["results"]]]
        if page[direction] is None:
            return seen, address
        address = page[direction]


@pytest.mark.parametrize("ordering", ["newest", "price", "-price", "sold", "rating", "name", "-name"])
@pytest.mark.parametrize("category", ["", "&category=all"])
def test_walking_the_pages_shows_every_product_once_in_both_directions(client, on_sale, ordering, category):
    # Given products with many ties in price, sales and time
    everything, store = make_category("All", slug="all"), make_store()
    moment = timezone.now()
    for number in range(11):
        created_at = moment - timedelta(microseconds=number // 3)
        on_sale(f"P{number}", price_minor=100 + number // 4, category=everything, store=store, created_at=created_at)
    address = f"{LIST}?ordering={ordering}&page_size=3{category}"
    # When they are walked to the end and back
    forth, last = _walk(client, address)
    back, first = _walk(client, last, "previous")
    # Then each was there once, in the same order
    flat = [name for page in forth for name in page]
    assert sorted(flat) == sorted(f"P{number}" for number in range(11))
    assert [len(page) for page in forth] == [3, 3, 3, 2]
    assert [name for page in reversed(back) for name in page] == flat
    assert client.get(first).json()["previous"] is None


def test_a_page_link_keeps_the_filters_and_names_no_host(client, on_sale):
    for name in ("A", "B"):
        on_sale(name)
    following = client.get(f"{LIST}?page_size=1&available=true").json()["next"]
    assert following.startswith("/api/catalog/products/?page_size=1&available=true&after=")


@pytest.mark.parametrize("query", ["", "&category=all", "&ordering=price", "&available=true", "&max_price=50"])
@pytest.mark.parametrize("size", [1, 24, 100])
def test_a_page_is_one_statement_whatever_its_size(client, on_sale, query, size):
    everything, store = make_category("All", slug="all"), make_store()
    for _ in range(3):
        on_sale(category=everything, store=store)
    with CaptureQueriesContext(connection) as statements:
        page = client.get(f"{LIST}?page_size={size}{query}").json()
    assert len(page["results"]) == min(3, size)
    assert len(statements) == 1


def test_a_list_from_the_cache_needs_no_statement(client, on_sale, settings):
    settings.CATALOG_CACHE_SECONDS = 15
    on_sale(slug="cached-now")
    address = f"{LIST}?page_size=7&ordering=-price&max_price={timezone.now().microsecond}.00"
    first = client.get(address)
    with CaptureQueriesContext(connection) as statements:
        second = client.get(address)
    assert len(statements) == 0
    assert second.content == first.content
    assert second["Cache-Control"] == "public, max-age=15"


def test_an_unchanged_list_is_not_sent_again(client, on_sale):
    on_sale("A")
    etag = client.get(LIST)["ETag"]
    same = client.get(LIST, headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")
    on_sale("B")
    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 200


def test_a_signed_in_answer_is_not_for_shared_caches(client, on_sale):
    answer = client.get(LIST, headers={"Authorization": "Bearer x"})
    assert answer["Cache-Control"] == "private, no-cache"


def test_head_gives_the_headers_only(client, on_sale):
    on_sale("A")
    answer = client.head(LIST)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer["Content-Length"]) == len(client.get(LIST).content)


def test_the_raw_statement_reads_what_the_orm_wrote(client, on_sale):
    product = on_sale("A", price_minor=500)
    product.listings.update(card='{"name": "rewritten"}', price_minor=700)
    assert client.get(f"{LIST}?min_price=7&max_price=7").json()["results"] == [{"name": "rewritten"}]
    assert Product.objects.get(listings__price_minor=700) == product

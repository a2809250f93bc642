"""Search and suggestions: the words people type find the products they mean."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.api.pagination import cursor_encode
from core.text import fold, fold_for_index
from storefront import services
from storefront.models import ProductListing
from storefront.selectors import search
from tests.catalog.factories import make_brand, make_category
from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db

SEARCH = "/api/catalog/search/"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Bàn phím cơ Đà Nẵng", "ban phim co da nang"),
        ("كيبورد ي", "کیبورد ی"),
        ("می‌خواهم", "می خواهم"),
        ("صفحه‌کلید ۶۰٪", "صفحه کلید 60"),
        ("مُکانیکی", "مکانیکی"),
        ("Keychron Q1-Pro (75%)", "keychron q1 pro 75"),
        ("ﬁne ＫＥＹ", "fine key"),
        ("STRASSE straße", "strasse strasse"),
        ("  ", ""),
        ("🙂", ""),
    ],
)
def test_text_is_folded_the_way_searches_compare_it(written, folded):
    assert fold(written) == folded
    assert fold(folded) == folded


def test_a_half_space_is_indexed_in_all_three_spellings():
    assert fold_for_index("صفحه‌کلید مکانیکی") == "صفحه کلید مکانیکی صفحهکلید"


def _names(client, query, **extra):
    return [card["name"] for card in client.get(SEARCH, {"q": query, **extra}).json()["results"]]


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("Bàn phím cơ", ["ban phim", "BÀN PHÍM", "phím"]),
        ("صفحه‌کلید مکانیکی", ["صفحه کلید", "صفحه‌کلید", "صفحهکلید", "مكانيكي"]),
        ("Sofle Choc 60%", ["sofle", "CHOC sofle", "60"]),
    ],
)
def test_a_product_is_found_however_its_name_is_typed(client, on_sale, name, queries):
    on_sale(name)
    on_sale("Something else")
    assert [_names(client, query) for query in queries] == [[name]] * len(queries)


def test_brand_category_and_description_find_a_product_too_but_the_name_counts_most(client, on_sale):
    on_sale("Keycaps", description="Fits every sofle board")
    on_sale("Sofle kit")
    on_sale("Plate", brand=make_brand("Sofle Works"))
    on_sale("Cable", category=make_category("For sofle boards"))
    assert _names(client, "sofle") == ["Sofle kit", "Plate", "Cable", "Keycaps"]


def test_all_words_must_be_there(client, on_sale):
    on_sale("Sofle Choc")
    on_sale("Sofle MX")
    assert _names(client, "sofle mx") == ["Sofle MX"]


def test_a_search_says_how_many_there_are_and_pages_on(client, on_sale):
    store = make_store()
    for number in range(5):
        on_sale(f"Sofle {number}", store=store)
    first = client.get(SEARCH, {"q": "sofle", "page_size": 2}).json()
    assert (first["count"], first["is_capped"], first["is_similar"]) == (5, False, False)
    seen, page = [], first
    while True:
        seen += [card["name"] for card in page["results"]]
        if page["next"] is None:
            break
        page = client.get(page["next"]).json()
    assert sorted(seen) == [f"Sofle {number}" for number in range(5)]


def test_more_hits_than_the_cap_are_said_and_the_best_sellers_are_among_them(client, on_sale, monkeypatch):
    product = on_sale("Sofle best")
    first = ProductListing.objects.get(product=product)
    ProductListing.objects.filter(pk=first.pk).update(rank=30_000)
    _copies(first, 230)
    answer = client.get(SEARCH, {"q": "sofle", "page_size": 100}).json()
    assert (answer["count"], answer["is_capped"]) == (200, True)
    pages = [answer, client.get(answer["next"]).json()]
    assert pages[1]["next"] is None
    names = [card["name"] for page in pages for card in page["results"]]
    assert len(names) == 200
    assert "Sofle best" in names


def _copies(listing, count):
    """`count` more listings that differ in product only, without the trouble of offers."""
    from tests.catalog.factories import make_product

    category = make_category()
    with connection.cursor() as cursor:
        for number in range(count):
            copy = make_product(f"Sofle {number}", category=category)
            cursor.execute(
                "INSERT INTO storefront_productlisting SELECT (jsonb_populate_record(l, jsonb_build_object("
                "'id', gen_random_uuid(), 'product_id', %s, 'rank', 0, 'card', '{\"name\":\"copy\"}'))).* "
                "FROM storefront_productlisting l WHERE id = %s",
                [copy.pk, listing.pk],
            )


def test_misspelt_words_find_what_looks_like_them_and_say_so(client, on_sale):
    on_sale("Keychron Q1")
    on_sale("Bracket")
    answer = client.get(SEARCH, {"q": "keycrhon"}).json()
    assert [card["name"] for card in answer["results"]] == ["Keychron Q1"]
    assert answer["is_similar"] is True


def test_nothing_found_is_an_empty_answer(client, on_sale):
    on_sale("Keychron")
    assert client.get(SEARCH, {"q": "zzzzzz"}).json() == {
        "count": 0,
        "is_capped": False,
        "is_similar": False,
        "next": None,
        "results": [],
    }


@pytest.mark.parametrize("text", ["!!!", "' OR 1=1 --", "a & | ! b:*", "%", "100% _x_", "\\", "'"])
def test_signs_of_query_languages_are_only_text(client, on_sale, text):
    on_sale("Keychron")
    assert client.get(SEARCH, {"q": text}).json()["results"] == []


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({}, "/q"),
        ({"q": "   "}, "/q"),
        ({"q": "x" * 201}, "/q"),
        ({"q": "a", "sort": "price"}, "/sort"),
        ({"q": "a", "market": "mars"}, "/market"),
        ({"q": "a", "after": "garbage"}, "/after"),
        ({"q": "a", "after": cursor_encode([-5])}, "/after"),
        ({"q": "a", "after": cursor_encode([200])}, "/after"),
    ],
)
def test_a_senseless_search_is_refused(client, params, pointer):
    answer = client.get(SEARCH, params)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_search_is_one_statement_and_two_when_nothing_has_the_words(client, on_sale):
    on_sale("Keychron")
    for query, count in (("keychron", 1), ("keycrhon", 2)):
        with CaptureQueriesContext(connection) as statements:
            client.get(SEARCH, {"q": query})
        assert len([one for one in statements if "SAVEPOINT" not in one["sql"]]) == count


def test_a_search_that_takes_too_long_walks_the_best_rows_instead(client, on_sale, monkeypatch):
    # Given a search whose first statement does not end in time
    on_sale("Sofle")
    slow = search._CAPPED.replace("SELECT l.id,", "SELECT (SELECT l.id FROM pg_sleep(1)) AS id,")
    monkeypatch.setattr(search, "_CAPPED", slow)
    # When it is asked, then the fallback answers, and the connection keeps its usual limit
    assert _names(client, "sofle") == ["Sofle"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("15s",)


def test_an_emptied_shop_has_no_hits(client, on_sale):
    product = on_sale("Keychron")
    product.delete()
    services.listing_refresh(product_id=product.pk)
    assert _names(client, "keychron") == []


# Suggestions

SUGGEST = "/api/catalog/suggest/"


def test_suggestions_begin_with_what_was_typed(client, on_sale):
    category = make_category("Sofle boards")
    store = make_store("Sofle House")
    on_sale("Sofle Choc", slug="sofle-choc", category=category, store=store)
    on_sale("Choc Sofle", slug="choc-sofle")
    assert client.get(SUGGEST, {"q": "sof"}).json() == {
        "products": [{"slug": "sofle-choc", "name": "Sofle Choc"}],
        "categories": [{"slug": category.slug, "name": "Sofle boards"}],
        "stores": [{"slug": store.slug, "name": "Sofle House"}],
    }


def test_suggestions_are_few_and_the_best_come_first(client, on_sale):
    store = make_store()
    for number in range(8):
        on_sale(f"Sofle {number}", store=store, is_featured=number == 5, stock=0 if number == 7 else 1)
    names = [row["name"] for row in client.get(SUGGEST, {"q": "SÓFLE"}).json()["products"]]
    assert names == ["Sofle 5", "Sofle 6", "Sofle 4", "Sofle 3", "Sofle 2", "Sofle 1"]


def test_a_percent_sign_suggests_nothing(client, on_sale):
    on_sale("Keychron")
    assert client.get(SUGGEST, {"q": "%"}).json() == {"products": [], "categories": [], "stores": []}


def test_a_suggestion_needs_something_typed(client):
    assert client.get(SUGGEST).status_code == 400
    assert client.get(SUGGEST, {"q": "a", "market": "mars"}).status_code == 400

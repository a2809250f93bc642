"""Search and suggestions: the words people type find the products they mean."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.api.pagination import cursor_encode
from core.text import fold, fold_for_index
from storefront import services
from storefront.models import ProductListing, SearchWord
from storefront.selectors import search
from storefront.selectors.spelling import distance
from storefront.services.rebuild import rebuild_all
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
    assert (answer["is_similar"], answer["corrected"]) == (True, "keychron")


def test_nothing_found_is_an_empty_answer(client, on_sale):
    on_sale("Keychron")
    assert client.get(SEARCH, {"q": "zzzzzz"}).json() == {
        "count": 0,
        "is_capped": False,
        "is_similar": False,
        "corrected": None,
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
        ({"q": "a", "ordering": "best"}, "/ordering"),
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


def test_a_search_is_one_statement_and_a_misspelt_one_three(client, on_sale):
    on_sale("Keychron")
    for query, count in (("keychron", 1), ("keycrhon", 3)):
        with CaptureQueriesContext(connection) as statements:
            client.get(SEARCH, {"q": query})
        assert len([one for one in statements if "SAVEPOINT" not in one["sql"]]) == count


def test_a_search_that_takes_too_long_walks_the_best_rows_instead(client, on_sale, monkeypatch):
    # Given a search whose first statement does not end in time
    on_sale("Sofle")
    slow = "storefront_productlisting l CROSS JOIN pg_sleep(1)"
    monkeypatch.setattr(search, "_LISTINGS", slow)
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


def _suggested(client, text, kind="products", **extra):
    return [row["name"] for row in client.get(SUGGEST, {"q": text, **extra}).json()[kind]]


@pytest.fixture
def known():
    """`known(category or store)`: its words are noted, as its services' facts do."""

    def note(*things):
        for thing in things:
            kind = type(thing).__name__.lower()
            getattr(services, f"{kind}_words_note")(**{f"{kind}_id": thing.pk})

    return note


def test_suggestions_have_a_word_that_begins_as_was_typed(client, on_sale, known):
    category, store = make_category("Sofle boards"), make_store("Sofle House")
    known(category, store)
    on_sale("Sofle Choc", slug="sofle-choc", category=category, store=store)
    on_sale("Choc Sofle", slug="choc-sofle")
    on_sale("Unsofle", slug="unsofle")
    found = client.get(SUGGEST, {"q": "sof"}).json()
    assert [row["slug"] for row in found["products"]] == ["choc-sofle", "sofle-choc"]
    assert found["products"][0]["price"] == {"amount": "10.00", "currency": "USD", "minor": 1000}
    assert found["categories"] == [{"slug": category.slug, "name": "Sofle boards"}]
    assert found["stores"] == [{"slug": store.slug, "name": "Sofle House"}]


@pytest.mark.parametrize("text", ["s", "so", "sof", "sofl", "sofle", "choc so", "sofle choc", "SÓFLE"])
def test_suggestions_come_for_every_length_and_for_words_before(client, on_sale, text):
    on_sale("Sofle Choc")
    on_sale("Kyria")
    assert _suggested(client, text) == ["Sofle Choc"]


def test_what_was_typed_before_the_last_word_must_be_there_too(client, on_sale):
    on_sale("Sofle Choc")
    on_sale("Kyria Choc")
    assert _suggested(client, "kyria ch") == ["Kyria Choc"]
    assert _suggested(client, "corne ch") == []


def test_suggestions_are_few_and_the_best_come_first(client, on_sale):
    store = make_store()
    for number in range(8):
        on_sale(f"Sofle {number}", store=store, is_featured=number == 5, stock=0 if number == 7 else 1)
    assert _suggested(client, "sofle") == ["Sofle 5", "Sofle 6", "Sofle 4", "Sofle 3", "Sofle 2", "Sofle 1"]


@pytest.mark.parametrize(
    ("name", "typed"), [("Bàn phím Hồ Gươm", "phi"), ("کیت کیبورد ۷۵", "كيب"), ("صفحه‌کلید", "صفحهک")]
)
def test_suggestions_do_not_depend_on_how_letters_are_typed(client, on_sale, known, name, typed):
    category, store = make_category(name), make_store(name)
    known(category, store)
    on_sale(name, category=category)
    assert [_suggested(client, typed, kind) for kind in ("products", "categories")] == [[name], [name]]


def test_a_misspelt_word_still_suggests(client, on_sale):
    on_sale("Keychron Q1")
    assert _suggested(client, "keycrhon") == ["Keychron Q1"]
    assert _suggested(client, "keyzzzzz") == []


def test_what_is_hidden_or_renamed_is_not_suggested(client, on_sale, known):
    parent = make_category("Hidden", is_active=False)
    below, store = make_category("Sofle boards", parent=parent), make_store("Sofle House")
    known(below, store)
    assert _suggested(client, "sofle", "categories") == []
    store.name = "Kyria House"
    store.save()
    assert _suggested(client, "sofle", "stores") == []
    product = on_sale("Sofle Choc")
    product.status = "ARCHIVED"
    product.save()
    services.listing_refresh(product_id=product.pk)
    assert _suggested(client, "sofle") == []


def test_a_word_of_many_things_remembers_the_best_and_a_job_looks_again(client, on_sale):
    store = make_store()
    for number in range(26):
        on_sale(f"Sofle {number}", store=store)
    best = ProductListing.objects.order_by("pk").last()
    assert str(best.product_id) not in SearchWord.objects.get(word="sofle", market_code="intl").best
    ProductListing.objects.filter(pk=best.pk).update(rank=90_000)
    services.search_words_refresh()
    row = SearchWord.objects.get(word="sofle", market_code="intl")
    assert (len(row.best), row.best[0]) == (24, str(best.product_id))
    assert _suggested(client, "sofle")[0] == best.name


def test_a_rebuild_makes_the_same_words_and_forgets_what_nothing_has(client, on_sale, known):
    category, store = make_category("Boards"), make_store("Nika Keys")
    on_sale("Sofle Choc", category=category, store=store, brand=make_brand("Foster"))
    known(category, store)
    noted = {(row.kind, row.market_code, row.word): row.best for row in SearchWord.objects.all()}
    SearchWord.objects.create(kind="product", market_code="intl", word="gone")
    rebuild_all(show_progress=False)
    assert {(row.kind, row.market_code, row.word): row.best for row in SearchWord.objects.all()} == noted
    assert {"sofle", "foster", "boards"} <= {word for _, _, word in noted}


def test_suggestions_are_one_statement(client, on_sale):
    on_sale("Keychron")
    with CaptureQueriesContext(connection) as statements:
        client.get(SUGGEST, {"q": "keyc"})
    assert len(statements) == 1


def test_a_percent_sign_suggests_nothing(client, on_sale):
    on_sale("Keychron")
    assert client.get(SUGGEST, {"q": "%"}).json() == {"products": [], "categories": [], "stores": []}


def test_a_suggestion_needs_something_typed(client):
    assert client.get(SUGGEST).status_code == 400
    assert client.get(SUGGEST, {"q": "a", "market": "mars"}).status_code == 400


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("keyboard", "keyboard", 0),
        ("kebyoard", "keyboard", 1),
        ("keybord", "keyboard", 1),
        ("", "ab", 2),
        ("ca", "abc", 3),
    ],
)
def test_a_swap_of_neighbours_is_one_step(one, other, steps):
    assert distance(one, other) == steps == distance(other, one)

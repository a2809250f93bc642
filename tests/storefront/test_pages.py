"""The first HTML of the shop's pages: what it says, in which language, and what it brings along."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
from django.test import Client

from tests.accounts.factories import make_user
from tests.marketplace.factories import make_store

pytestmark = pytest.mark.django_db
HTML = {"Accept": "text/html"}


def page_of(client: Client, path: str, status: int = 200, **options: object) -> str:
    response = client.get(path, headers={**HTML, **options.pop("headers", {})}, **options)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def boot_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="boot">(.*?)</script>', page, re.DOTALL)[1])


def structured_of(page: str) -> list[dict]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_the_first_frame_has_the_language_the_direction_and_the_theme(client):
    client.cookies["theme"] = "dark"
    page = page_of(client, "/fa/")
    assert re.search(r'<html lang="fa" dir="rtl" data-theme="dark">', page)
    assert boot_of(page)["prefix"] == "/fa"


def test_the_address_decides_about_the_language_before_the_cookie_and_the_person(client):
    client.force_login(make_user())
    client.cookies["django_language"] = "vi"
    assert '<html lang="vi"' in page_of(client, "/")
    assert '<html lang="id"' in page_of(client, "/id/search")


@pytest.mark.parametrize(("language", "market"), [("en", "intl"), ("fa", "ir"), ("vi", "vn"), ("id", "id")])
def test_who_has_chosen_no_market_sees_the_one_that_speaks_their_language(client, language, market):
    assert boot_of(page_of(client, "/", headers={"Accept-Language": language}))["market"] == market


def test_a_market_that_was_chosen_stays_chosen_and_an_unknown_one_is_ignored(client):
    client.cookies["market"] = "vn"
    assert boot_of(page_of(client, "/fa/"))["market"] == "vn"
    client.cookies["market"] = "atlantis"
    assert boot_of(page_of(client, "/fa/"))["market"] == "ir"


def test_a_product_page_says_what_it_sells_to_those_who_share_it_and_to_search_engines(client, on_sale):
    product = on_sale("Brass plate", price_minor=2550, description="Cut from one sheet.")
    page = page_of(client, f"/p/{product.slug}")
    assert "<title>Brass plate — Serai</title>" in page
    assert '<meta name="description" content="Cut from one sheet.">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/p/{product.slug}">' in page
    (told,) = structured_of(page)
    assert (told["name"], told["offers"]["lowPrice"], told["offers"]["priceCurrency"]) == (
        "Brass plate",
        "25.50",
        "USD",
    )
    assert told["offers"]["availability"].endswith("InStock")
    assert "<h1 " in page
    assert "25.50 USD" in page


def test_a_page_brings_the_answers_that_the_api_would_give(client, on_sale):
    product = on_sale("Brass plate")
    answers = dict(boot_of(page_of(client, f"/p/{product.slug}"))["answers"])
    address = f"/api/catalog/products/{product.slug}/?market=intl"
    assert answers[address] == client.get(address).json()
    answers = dict(boot_of(page_of(client, "/"))["answers"])
    assert len(answers) == 3
    for address, body in answers.items():
        assert body == client.get(address).json()


def test_an_address_of_another_script_brings_its_answer_under_the_name_that_the_browser_writes(client, on_sale):
    product = on_sale("Phím đơn", slug="phím-đơn")
    answers = dict(boot_of(page_of(client, f"/p/{product.slug}"))["answers"])
    assert answers[f"/api/catalog/products/{quote(product.slug)}/?market=intl"]["name"] == "Phím đơn"


def test_a_name_that_looks_like_markup_stays_a_name(client, on_sale):
    product = on_sale("</script><b>Bold", description='"><img src=x>')
    page = page_of(client, f"/p/{product.slug}")
    assert "<b>Bold" not in page
    assert "<img src=x>" not in page
    answers = dict(boot_of(page)["answers"])
    assert answers[f"/api/catalog/products/{product.slug}/?market=intl"]["name"] == "</script><b>Bold"


@pytest.mark.parametrize(
    "path", ["/p/nothing", "/c/nothing/here", "/s/nobody", "/nowhere", "/fa/nowhere", "/s/x/secrets"]
)
def test_an_address_at_which_nothing_is_answers_404_with_a_page_that_is_not_indexed(client, path):
    page = page_of(client, path, status=404)
    assert '<meta name="robots" content="noindex">' in page
    assert 'id="boot"' in page


def test_a_program_that_asks_for_an_unknown_address_gets_a_problem(client):
    answer = client.get("/nowhere", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert client.post("/nowhere").status_code == 404


def test_nothing_is_loaded_from_elsewhere_and_no_script_runs_that_the_page_did_not_name(client, on_sale):
    response = client.get(f"/p/{on_sale('Plate').slug}", headers=HTML)
    policy, page = response["Content-Security-Policy"], response.content.decode()
    nonce = re.search(r"'nonce-([\w-]{16,})'", policy)[1]
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag in re.findall(
        r"<script (?!type=\"application/)[^>]*>|<link rel=\"(?:stylesheet|modulepreload)\"[^>]*>", page
    ):
        assert f'nonce="{nonce}"' in tag
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!127\.0\.0\.1)", page)
    assert " style=" not in page
    assert nonce not in client.get("/", headers=HTML)["Content-Security-Policy"]


def test_a_page_is_sent_small_to_those_who_can_unpack_it(client, on_sale):
    on_sale("Plate")
    plain = client.get("/", headers=HTML)
    zipped = client.get("/", headers={**HTML, "Accept-Encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert len(zipped.content) < len(plain.content) / 2
    assert "Accept-Encoding" in zipped["Vary"]


def test_a_page_is_kept_by_nobody_else(client):
    assert client.get("/", headers=HTML)["Cache-Control"] == "private, no-cache"


def test_a_page_says_who_looks_at_it(client):
    assert boot_of(page_of(client, "/"))["person"] is None
    user = make_user()
    client.force_login(user)
    assert boot_of(page_of(client, "/"))["person"] == {
        "id": str(user.pk),
        "name": user.name,
        "is_seller": False,
        "is_staff": False,
    }


def test_a_list_that_is_filtered_begins_with_what_its_address_asks_for(client, on_sale):
    store = make_store()
    on_sale("Cheap", store=store, price_minor=100)
    on_sale("Dear", store=store, price_minor=9900)
    answers = dict(boot_of(page_of(client, f"/s/{store.slug}?sort=-price&available=true"))["answers"])
    address = f"/api/catalog/products/?available=true&market=intl&ordering=-price&store={store.slug}"
    assert [card["name"] for card in answers[address]["results"]] == ["Dear", "Cheap"]


@pytest.mark.parametrize("path", ["/search?q=x&sort=sideways", "/search?q=x&rating=9", "/search?q=x&after=???"])
def test_an_address_that_the_api_refuses_still_shows_the_page(client, path):
    assert 'id="boot"' in page_of(client, path)


def test_a_page_asks_the_database_as_often_for_many_products_as_for_few(client, on_sale, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(30) as counted:
            page_of(client, "/")
        return len(counted)

    on_sale("First")
    few = queries()
    for number in range(8):
        on_sale(f"Product {number}")
    assert queries() == few


def test_without_a_bundle_the_page_says_how_to_build_it(client, settings, tmp_path):
    settings.STOREFRONT_BUNDLE = tmp_path
    assert "make shop" in page_of(client, "/", status=503)

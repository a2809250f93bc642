"""The product page: variants, the offer of each store in the market, and who sees what."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Attribute, ProductAttribute, ProductImage
from marketplace.models import ItemMarketPrice, StoreItem
from storefront import services
from tests.catalog.factories import make_brand, make_category, make_product, make_variant, picture
from tests.marketplace.factories import get_market, make_item, make_maintained_product, make_person, make_store

pytestmark = pytest.mark.django_db


def _address(product):
    return f"/api/catalog/products/{product.slug}/"


def test_the_page_shows_everything_about_a_product(client):
    # Given a product of a brand, deep in the tree, with an attribute, a picture and two stores' offers
    root = make_category("Keyboards")
    product = make_product("Sofle", category=make_category("Split", parent=root), brand=make_brand("Foster"))
    variant = make_variant(product, sku="SOF-1", name="Black")
    layout = Attribute.objects.create(code="layout", name="Layout")
    ProductAttribute.objects.create(product=product, attribute=layout, value="split")
    ProductAttribute.objects.create(product=product, variant=variant, attribute=layout, value="60 keys")
    file = ContentFile(picture(), name="sofle.png")
    image = ProductImage.objects.create(product=product, alt_text="From above", file=file)
    dear = make_item(make_store("Dear"), variant=variant, price_minor=2000, stock=50)
    cheap = make_item(make_store("Cheap"), variant=variant, price_minor=1500, stock=2, compare_at_minor=1800)
    # When the page is read
    page = client.get(_address(product)).json()
    # Then it is all there, the best offer first
    money = {"amount": "15.00", "currency": "USD", "minor": 1500}
    assert (page["name"], page["market"], page["currency"], page["brand"]["name"]) == ("Sofle", "intl", "USD", "Foster")
    assert [category["name"] for category in page["categories"]] == ["Keyboards", "Split"]
    assert (page["price"], page["item_id"], page["is_available"]) == (money, str(cheap.pk), True)
    assert [(line["code"], line["name"], line["value"]) for line in page["attributes"]] == [
        ("layout", "Layout", "split")
    ]
    (shown,) = page["images"]
    assert (shown["url"], shown["alt_text"], shown["variant_id"]) == (image.file.url, "From above", None)
    assert (shown["srcset"], shown["width"], shown["focal_x"]) == ("", 40, 50)
    (shown,) = page["variants"]
    assert (shown["sku"], shown["weight_grams"], shown["attributes"][0]["value"]) == ("SOF-1", 500, "60 keys")
    assert [offer["item_id"] for offer in shown["offers"]] == [str(cheap.pk), str(dear.pk)]
    assert shown["offers"][0] == {
        "item_id": str(cheap.pk),
        "price": money,
        "compare_at": {"amount": "18.00", "currency": "USD", "minor": 1800},
        "lowest_30_days": None,
        "is_available": True,
        "left": 2,
        "store": {
            "id": str(cheap.store_id),
            "slug": cheap.store.slug,
            "name": "Cheap",
            "city": "Portland",
            "country": "US",
            "handling_days": 1,
            "holiday": None,
        },
    }
    assert shown["offers"][1]["left"] is None


def test_the_page_answers_by_id_with_and_without_a_slash(client):
    item = make_item()
    product = item.variant.product
    by_slug = client.get(_address(product))
    assert client.get(f"/api/products/{product.pk}/").content == by_slug.content
    assert client.get(f"/api/products/{product.pk}").content == by_slug.content


def test_a_slug_in_another_script_works(client):
    product = make_product("صفحه کلید", slug="صفحه-کلید")
    make_item(variant=make_variant(product))
    assert client.get(_address(product)).json()["slug"] == "صفحه-کلید"


def test_each_market_has_its_own_price_and_stores(client):
    product = make_product("Sofle")
    variant = make_variant(product)
    abroad = make_item(make_store("Abroad", also_in=("id", "vn")), variant=variant, price_minor=1000)
    make_item(make_store("Home"), variant=variant, price_minor=900)
    local = make_item(make_store("Local", market="id"), variant=variant, price_minor=150_000)
    ItemMarketPrice.objects.create(item=abroad, market=get_market("vn"), price_minor=199_000)
    read = lambda market: client.get(_address(product), {"market": market}).json()  # noqa: E731
    offers = lambda page: [(o["item_id"], o["price"]["minor"]) for o in page["variants"][0]["offers"]]  # noqa: E731
    assert offers(read("id")) == [(str(local.pk), 150_000), (str(abroad.pk), 167_000)]
    assert offers(read("vn")) == [(str(abroad.pk), 199_000)]
    assert client.get(_address(product), {"market": "ir"}).status_code == 404


def test_the_page_shows_a_new_price_at_once(client):
    item = make_item(price_minor=1000)
    StoreItem.objects.filter(pk=item.pk).update(price_minor=1100)
    assert client.get(_address(item.variant.product)).json()["price"]["minor"] == 1100


@pytest.mark.parametrize("offers", [1, 5])
def test_the_page_is_three_statements_whatever_is_on_it(client, offers):
    variant = make_variant()
    for _ in range(offers):
        make_item(make_store(), variant=variant)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(_address(variant.product)).status_code == 200
    assert len(statements) == 3


@pytest.mark.parametrize(
    "path", ["/api/catalog/products/nothing/", "/api/products/01938f2e-7c1a-7b3e-9c55-0242ac120002/"]
)
def test_what_is_not_there_is_a_404(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_unknown_market_or_parameter_is_refused(client):
    product = make_item().variant.product
    assert client.get(_address(product), {"market": "mars"}).json()["code"] == "unknown_market"
    assert client.get(_address(product), {"lang": "fa"}).json()["errors"][0]["code"] == "unknown_parameter"


def test_a_product_without_offers_is_seen_by_its_maintainers_only(client, bearer, make_user):
    owner = make_person()
    product = make_maintained_product(make_store(owner=owner))
    staff = make_user("staff@example.com", groups=("staff",))
    stranger = make_store().seller.user
    assert client.get(_address(product)).status_code == 404
    assert client.get(_address(product), headers=bearer(stranger)).status_code == 404
    assert client.get(_address(product), headers=bearer(staff)).status_code == 200
    seen = client.get(_address(product), headers=bearer(owner))
    assert (seen.status_code, seen.json()["price"], seen["Cache-Control"]) == (200, None, "private, no-cache")


def test_credentials_that_do_not_hold_are_a_401_where_they_would_decide(client):
    product = make_maintained_product(make_store())
    answer = client.get(_address(product), headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_what_is_no_longer_sold_says_so_and_shows_what_else_there_is(client, on_sale):
    category = make_category("Boards")
    gone, *others = (on_sale(name, category=category) for name in ("Gone", "Fjord", "Delta"))
    gone.status = "ARCHIVED"
    gone.save()
    services.listing_refresh(product_id=gone.pk)
    with CaptureQueriesContext(connection) as statements:
        page = client.get(_address(gone)).json()
    assert len(statements) == 3
    assert (page["status"], page["is_active"], page["is_available"], page["price"]) == ("ARCHIVED", False, False, None)
    assert page["variants"] == []
    assert {card["name"] for card in page["alternatives"]} == {"Fjord", "Delta"}
    assert client.get(_address(others[0])).json()["alternatives"] == []
    category.is_active = False
    category.save()
    assert client.get(_address(gone)).status_code == 404

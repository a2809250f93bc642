"""The hand-written schema says what the answers are."""

import jsonschema
import pytest
from drf_spectacular.generators import SchemaGenerator

from storefront.api.schema import COMPONENTS, OPERATIONS
from tests.catalog.factories import make_brand, make_category

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


def _check(answer, component):
    assert answer.status_code == 200
    schema = {"$ref": f"#/components/schemas/{component}", "components": {"schemas": COMPONENTS}}
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(answer.json())] == []


def test_answers_of_every_hot_read_fit_their_schema(client, on_sale):
    product = on_sale(
        "Sofle", item={"compare_at_minor": 5000}, brand=make_brand(), slug="sofle", category=make_category()
    )
    on_sale("Bare", stock=0)
    _check(client.get("/api/catalog/products/?page_size=1"), "ProductListPage")
    _check(client.get("/api/catalog/products/?ordering=price"), "ProductListPage")
    _check(client.get("/api/catalog/search/?q=sofle"), "ProductSearchPage")
    _check(client.get("/api/catalog/search/?q=nothing"), "ProductSearchPage")
    _check(client.get("/api/catalog/suggest/?q=so"), "ProductSuggestions")
    _check(client.get("/api/catalog/facets/?q=sofle"), "ProductFacets")
    _check(client.get("/api/catalog/facets/"), "ProductFacets")
    _check(client.get("/api/catalog/products/sofle/"), "ProductPage")
    _check(client.get(f"/api/products/{product.pk}"), "ProductPage")


def test_the_document_has_every_hot_read_and_the_writes_beside_them(document):
    for path in OPERATIONS:
        assert document["paths"][path]["get"]["operationId"] == OPERATIONS[path]["operationId"]
        assert set(document["paths"][path]["get"]["responses"]) >= {"200", "400"}
    assert set(document["paths"]["/api/catalog/products/"]) == {"get", "post"}
    assert set(document["paths"]["/api/catalog/products/{slug}/"]) == {"get", "patch", "delete"}


def test_the_parameters_are_those_the_views_accept(document):
    from storefront.api import parameters

    def names(path):
        return {p["name"] for p in document["paths"][path]["get"]["parameters"] if p["in"] == "query"}

    assert names("/api/catalog/products/") == parameters.LIST_PARAMETERS
    assert names("/api/catalog/search/") == parameters.SEARCH_PARAMETERS
    assert names("/api/catalog/facets/") == parameters.FACET_PARAMETERS
    assert names("/api/catalog/suggest/") == parameters.SUGGEST_PARAMETERS
    assert names("/api/products/{id}/") == parameters.PAGE_PARAMETERS


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/catalog/search/", "/api/catalog/suggest/", "/api/catalog/facets/"])
def test_a_read_is_only_a_read(client, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_a_write_to_the_same_address_reaches_the_catalogue(api):
    assert api.post("/api/catalog/products/", {"name": "X"}).status_code == 401
    assert api.delete("/api/catalog/products/nothing/").status_code == 401

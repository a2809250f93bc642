"""The OpenAPI entries of the hot reads, by hand; tests/storefront/test_contract.py holds answers against them."""

from __future__ import annotations

from typing import Any

from catalog.states import AttributeKind, ProductStatus
from core.api.filters import MAX_PARAMETER
from core.api.pagination import MAX_CURSOR, MAX_PAGE_SIZE
from core.money import CURRENCIES
from storefront.rules import COUNTED, DEFAULT_SORT, EXACT, MOST_BRANDS, MOST_VALUES, RELEVANCE, SEARCH_LIMIT, SORTS

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
ID: Schema = {"type": "string", "format": "uuid"}
SRCSET: Schema = {**TEXT, "description": "The sizes there are, as `srcset` wants them; empty while they are made."}


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


MONEY = _object(
    amount={"type": "string", "example": "129.00"},
    currency={"type": "string", "enum": sorted(CURRENCIES)},
    minor={"type": "integer", "description": "Minor units; the number that counts.", "example": 12900},
)
RATING = _object(average=_or_null({"type": "number"}), count=WHOLE)
NAMED = _object(slug=TEXT, name={"type": "string", "example": "Sofle Choc"})
PLACE = _object(id=ID, slug=TEXT, name=TEXT)
CARD = _object(
    id=ID,
    slug={"type": "string", "example": "sofle-choc"},
    name={"type": "string", "example": "Sofle Choc"},
    brand=_or_null(TEXT),
    category=_object(id=ID, name=TEXT),
    image=_or_null(_object(url=TEXT, srcset=SRCSET, alt_text=TEXT)),
    price=_ref("ShopMoney"),
    compare_at=_or_null(_ref("ShopMoney")),
    is_available=FLAG,
    is_featured=FLAG,
    offer_count=WHOLE,
    item_id={**ID, "description": "The offer shown: add this to the cart."},
    rating=_ref("ShopRating"),
    stores=_list(_ref("ShopName")),
)
LIST = _object(
    next={**_or_null(TEXT), "description": "Address of the next page.", "example": "/api/catalog/products/?after=WyJ"},
    previous={**_or_null(TEXT), "example": None},
    results=_list(_ref("ProductCard")),
)
SEARCH = _object(
    count={"type": "integer", "description": f"Exact up to {SEARCH_LIMIT}, in another order up to {COUNTED}."},
    is_capped={"type": "boolean", "description": "There are more than these; the best are shown."},
    is_similar={"type": "boolean", "description": "Nothing has these words; the results only look like them."},
    corrected={**_or_null(TEXT), "description": "The words that were looked for instead.", "example": None},
    next=_or_null(TEXT),
    results=_list(_ref("ProductCard")),
)
COUNT: dict[str, Schema] = {
    "count": {"type": "integer", "description": f"Exact up to {EXACT}."},
    "is_capped": {"type": "boolean", "description": f"There are more than {EXACT}."},
}
FACETS = _object(
    **COUNT,
    categories=_list(_object(slug=TEXT, name=TEXT, **COUNT)),
    brands=_list(_object(slug=TEXT, name=TEXT, **COUNT)),
    prices=_list(_object(from_minor=WHOLE, to_minor={**WHOLE, "description": "Not inside."}, **COUNT)),
    ratings=_list(_object(stars={**WHOLE, "description": "So many and more."}, **COUNT)),
    in_stock=_object(**COUNT),
    attributes=_list(
        _object(
            code=TEXT,
            name=TEXT,
            kind={"type": "string", "enum": list(AttributeKind.values)},
            unit=TEXT,
            values=_list(_object(value=TEXT, name=TEXT, colour=TEXT, **COUNT)),
        )
    ),
)
SUGGESTED = _object(
    slug=TEXT, name=TEXT, image=_or_null(_object(url=TEXT, srcset=SRCSET, alt_text=TEXT)), price=_ref("ShopMoney")
)
SUGGESTIONS = _object(
    products=_list(_ref("ProductSuggestion")), categories=_list(_ref("ShopName")), stores=_list(_ref("ShopName"))
)
ATTRIBUTE = _object(
    code=TEXT,
    name=TEXT,
    kind={"type": "string", "enum": list(AttributeKind.values)},
    value=TEXT,
    unit=TEXT,
    option={**_or_null(TEXT), "description": "The code of the value of a choice or colour."},
    colour={**TEXT, "description": "Of colours: such as #1f6feb."},
)
PERCENT: Schema = {"type": "integer", "minimum": 0, "maximum": 100}
IMAGE = _object(
    url=TEXT,
    srcset=SRCSET,
    alt_text=TEXT,
    variant_id=_or_null(ID),
    width=WHOLE,
    height=WHOLE,
    focal_x={**PERCENT, "description": "What must stay in view when it is cropped, in percent."},
    focal_y=PERCENT,
)
OFFER = _object(
    item_id=ID,
    price=_ref("ShopMoney"),
    compare_at=_or_null(_ref("ShopMoney")),
    lowest_30_days={
        **_or_null(_ref("ShopMoney")),
        "description": "The lowest price of the 30 days before this one began; null when it is the first.",
    },
    is_available=FLAG,
    left={**_or_null(WHOLE), "description": "How many are left, where it is few."},
    store=_object(
        id=ID,
        slug=TEXT,
        name=TEXT,
        city=TEXT,
        country=TEXT,
        handling_days=WHOLE,
        holiday={
            **_or_null(_object(ends_at={"type": "string", "format": "date-time"}, message=TEXT)),
            "description": "While the store is away: when it is back.",
        },
    ),
)
VARIANT = _object(
    id=ID,
    sku=TEXT,
    name=TEXT,
    weight_grams=WHOLE,
    length_mm=WHOLE,
    width_mm=WHOLE,
    height_mm=WHOLE,
    attributes=_list(_ref("ProductPageAttribute")),
    offers=_list(_ref("ProductOffer")),
)
PRODUCT = _object(
    id=ID,
    slug=TEXT,
    name=TEXT,
    description=TEXT,
    model_name=TEXT,
    is_featured=FLAG,
    is_active={**FLAG, "description": "Whether it is live."},
    status={"type": "string", "enum": list(ProductStatus.values)},
    version={"type": "integer", "description": "Send it back with an edit; a stale edit is refused."},
    brand=_or_null(_ref("ShopPlace")),
    market=TEXT,
    currency={"type": "string", "enum": sorted(CURRENCIES)},
    rating=_ref("ShopRating"),
    categories={**_list(_ref("ShopPlace")), "description": "From the root to the product's own category."},
    price=_or_null(_ref("ShopMoney")),
    compare_at=_or_null(_ref("ShopMoney")),
    item_id=_or_null(ID),
    is_available=FLAG,
    variants=_list(_ref("ProductPageVariant")),
    attributes=_list(_ref("ProductPageAttribute")),
    images=_list(IMAGE),
    alternatives={
        **_list(_ref("ProductCard")),
        "description": "Of a product that is no longer sold: what else there is.",
    },
)
COMPONENTS: dict[str, Schema] = {
    "ShopMoney": MONEY,
    "ShopRating": RATING,
    "ShopName": NAMED,
    "ShopPlace": PLACE,
    "ProductCard": CARD,
    "ProductListPage": LIST,
    "ProductSearchPage": SEARCH,
    "ProductFacets": FACETS,
    "ProductSuggestion": SUGGESTED,
    "ProductSuggestions": SUGGESTIONS,
    "ProductPageAttribute": ATTRIBUTE,
    "ProductOffer": OFFER,
    "ProductPageVariant": VARIANT,
    "ProductPage": PRODUCT,
}


def _query(name: str, description: str, schema: Schema, *, is_required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": is_required, "description": description, "schema": schema}


_AMOUNT: Schema = {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,4})?$", "example": "12.50"}
_SHORT: Schema = {"type": "string", "minLength": 1, "maxLength": 200}
_NAME, _PAIR = "[^,]+", "[^,:]+:[^,]+"


def _names(name: str, most: int) -> Schema:
    pattern = f"^{name}(,{name}){{0,{most - 1}}}$"
    return {"type": "string", "minLength": 1, "maxLength": MAX_PARAMETER, "pattern": pattern}


_MARKET = _query("market", "Code of the market: its currency is shown.", {**_SHORT, "example": "intl"})
_SIZE = _query("page_size", "Rows per page.", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE})
_CURSOR: Schema = {"type": "string", "maxLength": MAX_CURSOR}
_AFTER = _query("after", "The cursor in `next` of the page before.", _CURSOR)
_WORDS = _query("q", "What to look for.", {**_SHORT, "example": "split keyboard"}, is_required=True)


_FILTERS = [
    _MARKET,
    _query("category", "Slug of a category; its subtree is included.", {**_SHORT, "example": "keyboards"}),
    _query("store", "Slug of a store.", _SHORT),
    _query("min_price", "In the market's currency.", _AMOUNT),
    _query("max_price", "In the market's currency.", _AMOUNT),
    _query("available", "Whether it can be bought now.", FLAG),
    _query("featured", "Whether it is featured.", FLAG),
    _query(
        "brand",
        "Slugs of brands between commas: one of them.",
        {**_names(_NAME, MOST_BRANDS), "example": "keychron,ducky"},
    ),
    _query("rating", "So many stars and more.", {"type": "integer", "minimum": 1, "maximum": 4}),
    _query(
        "attributes",
        "Codes with values between commas: one value of each code.",
        {**_names(_PAIR, MOST_VALUES), "example": "layout:65,layout:75,colour:slate"},
    ),
]


def _operation(
    operation_id: str, summary: str, component: str, parameters: list[Schema], description: str = ""
) -> Schema:
    return {
        "operationId": operation_id,
        "summary": summary,
        "description": description,
        "tags": ["Catalog"],
        "parameters": parameters,
        "security": [{}],
        "responses": {
            "200": {
                "description": "The answer, with an ETag.",
                "content": {"application/json": {"schema": _ref(component)}},
            }
        },
    }


def _in_path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


OPERATIONS: dict[str, Schema] = {
    "/api/catalog/products/": _operation(
        "catalog_products_list",
        "Products on sale in a market",
        "ProductListPage",
        [
            *_FILTERS,
            _query("ordering", "Order of the list.", {"type": "string", "enum": list(SORTS), "default": DEFAULT_SORT}),
            _AFTER,
            _query("before", "The cursor in `previous`.", _CURSOR),
            _SIZE,
        ],
        "Answers to anonymous readers may be some seconds old; the cart reads prices and stock anew.",
    ),
    "/api/catalog/products/{slug}/": _operation(
        "catalog_products_retrieve",
        "A product with its variants and the offer of each store",
        "ProductPage",
        [_in_path("slug", TEXT), _MARKET],
    ),
    "/api/products/{id}/": _operation(
        "products_retrieve", "The same by id", "ProductPage", [_in_path("id", ID), _MARKET]
    ),
    "/api/products/{id}": _operation(
        "products_retrieve_bare", "The same, without the slash", "ProductPage", [_in_path("id", ID), _MARKET]
    ),
    "/api/catalog/search/": _operation(
        "catalog_search",
        "Search products by words",
        "ProductSearchPage",
        [
            _WORDS,
            *_FILTERS,
            _query(
                "ordering",
                "Order of the hits.",
                {"type": "string", "enum": [RELEVANCE, *SORTS], "default": RELEVANCE},
            ),
            _AFTER,
            _SIZE,
        ],
        f"The best {SEARCH_LIMIT} by availability and sales, ranked by how well they fit; "
        f"in another order the best {COUNTED}.",
    ),
    "/api/catalog/facets/": _operation(
        "catalog_facets",
        "What a list or a search can be narrowed by, with counts",
        "ProductFacets",
        [{**_WORDS, "required": False}, *_FILTERS],
        f"What is chosen of a facet does not narrow the facet's own counts. At most {COUNTED} products are counted.",
    ),
    "/api/catalog/suggest/": _operation(
        "catalog_suggest", "What begins like this", "ProductSuggestions", [_WORDS, _MARKET]
    ),
}


def add_catalogue_reads(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """A post-processing hook of drf-spectacular: the plain views, which it cannot see."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(COMPONENTS)
    paths = result.setdefault("paths", {})
    for path, operation in OPERATIONS.items():
        paths.setdefault(path, {})["get"] = {**operation, "responses": dict(operation["responses"])}
    return result

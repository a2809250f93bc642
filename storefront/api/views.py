"""The hot reads of the shop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import HttpRequest

from core.api.filters import refuse_unknown
from core.api.pagination import cursor_encode, link, page_size_of
from core.api.renderers import json_bytes
from core.errors import NotFound
from markets.selectors import market_get, unknown_market
from storefront.api import parameters
from storefront.api.drafts import may_see_draft
from storefront.api.plain import cached, has_credentials, hot_read
from storefront.selectors.conditions import Filters
from storefront.selectors.detail import product_page
from storefront.selectors.facets import facets_of
from storefront.selectors.listing import products_page, unknown_name
from storefront.selectors.search import Search, products_search, words_of_query
from storefront.selectors.suggest import suggestions


def _product_list(request: HttpRequest) -> bytes:
    params = request.GET
    query = parameters.list_query(params)
    page = products_page(query)
    if not page.cards:
        _refuse_unknown_names(query)
    has_next = page.has_more if not query.is_backwards else page.last is not None
    has_previous = page.has_more if query.is_backwards else page.first is not None and query.cursor is not None
    following = previous = None
    if has_next and page.last:
        following = link(request.path, params, after=parameters.cursor_text(page.last, query.sort))
    if has_previous and page.first:
        previous = link(request.path, params, before=parameters.cursor_text(page.first, query.sort))
    return _spliced({"next": following, "previous": previous}, page.cards)


def _product_search(request: HttpRequest) -> bytes:
    params = request.GET
    refuse_unknown(params, parameters.SEARCH_PARAMETERS)
    order = parameters.search_order(params)
    search = Search(
        words=words_of_query(parameters.text_of(params)),
        filters=Filters(**parameters.filters_of(params)),
        order=order,
        size=page_size_of(params, parameters.PAGE_SIZE),
        offset=parameters.offset_of(params, order),
    )
    hits = products_search(search)
    if not hits.cards:
        _refuse_unknown_names(search.filters)
    after = cursor_encode([search.offset + search.size])
    head = {
        "count": hits.count,
        "is_capped": hits.is_capped,
        "is_similar": hits.is_similar,
        "corrected": hits.corrected,
        "next": link(request.path, params, after=after) if hits.has_more else None,
    }
    return _spliced(head, hits.cards)


def _product_facets(request: HttpRequest) -> bytes:
    filters, text = parameters.facet_query(request.GET)
    found = facets_of(filters=filters, words=words_of_query(text))
    if not found["count"]:
        _refuse_unknown_names(filters)
    return json_bytes(found)


def _refuse_unknown_names(filters: Filters) -> None:
    """An empty answer may come of a name that nothing has. Raises Invalid."""
    unknown = unknown_name(filters)
    if unknown:
        value = getattr(filters, unknown)
        raise unknown_market(value) if unknown == "market" else parameters.unknown_value(unknown, value)


def _spliced(head: Mapping[str, object], cards: list[str]) -> bytes:
    """The head and the finished cards, which are never parsed on the way."""
    return b'%b,"results":[%b]}' % (json_bytes(head)[:-1], ",".join(cards).encode())


def _suggest(request: HttpRequest) -> bytes:
    params = request.GET
    refuse_unknown(params, parameters.SUGGEST_PARAMETERS)
    market = parameters.market_of(params)
    found = suggestions(text=parameters.text_of(params), market=market)
    if not found.products:
        market_get(market)
    return json_bytes({"products": found.products, "categories": found.categories, "stores": found.stores})


def _product(request: HttpRequest, slug: str | None = None, product_id: UUID | None = None) -> bytes:
    refuse_unknown(request.GET, parameters.PAGE_PARAMETERS)
    market = parameters.market_of(request.GET)
    page = product_page(market=market, slug=slug, product_id=product_id)
    if page is None and has_credentials(request):
        page = product_page(market=market, slug=slug, product_id=product_id, is_draft=True)
        if page is not None and not may_see_draft(request, page["id"]):
            page = None
    if page is None:
        market_get(market)
        raise NotFound
    return json_bytes(page)


@hot_read
def product_list(request: HttpRequest) -> bytes:
    return cached(request, partial(_product_list, request), limit="catalogue")


@hot_read
def product_search(request: HttpRequest) -> bytes:
    return cached(request, partial(_product_search, request), limit="search")


@hot_read
def product_facets(request: HttpRequest) -> bytes:
    return cached(request, partial(_product_facets, request))


@hot_read
def suggest(request: HttpRequest) -> bytes:
    return cached(request, partial(_suggest, request), limit="search")


@hot_read
def product_detail(request: HttpRequest, slug: str | None = None, product_id: UUID | None = None) -> bytes:
    if has_credentials(request):
        return _product(request, slug, product_id)
    return cached(request, partial(_product, request, slug, product_id))

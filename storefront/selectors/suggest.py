"""What the search box proposes while somebody types: products, categories and shops with a word that begins so.

One look at a small table of words (`SearchWord`), never the ranked search: a word knows its best things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
from django.db.models import Exists, OuterRef

from catalog.models import Category
from core import db
from core.text import fold, fold_for_index
from marketplace.models import Store
from marketplace.states import SellerStatus, StoreStatus
from storefront.models import ProductListing
from storefront.selectors import sql
from storefront.selectors.spelling import correction

LIMIT = 6
WORDS = 8  # words that begin so and are looked at, the most used first
LOOKED_AT = 300  # of longer beginnings, so many in no order
SHORT = 3  # beginnings up to here have an index in the order of use
LEAST_TO_CORRECT = 4
LAST = chr(0x10FFFF)  # after every letter


@dataclass
class Suggestions:
    """Up to six of each kind, as `storefront.api.schema.SUGGESTIONS` shows them."""

    products: list[dict[str, Any]] = field(default_factory=list)
    categories: list[dict[str, str]] = field(default_factory=list)
    stores: list[dict[str, str]] = field(default_factory=list)


def suggestions(*, text: str, market: str) -> Suggestions:
    """One statement; two more where no product has such a word, to try the spelling."""
    words = fold(text).split()
    if not words:
        return Suggestions()
    if not db.is_postgres():
        return _elsewhere(words, market)
    found = _known(words, market)
    if not found.products and len(words[-1]) >= LEAST_TO_CORRECT:
        better = correction(words=words[-1], market=market)
        if better:
            found.products = _known([*words[:-1], better], market).products
    return found


def _known(words: list[str], market: str) -> Suggestions:
    *others, begun = words
    params: dict[str, str] = {"market": market, "begun": begun}
    if len(begun) > SHORT:
        params["beyond"] = begun + LAST
    if others:
        params["others"] = " ".join(others)
    found = Suggestions()
    for kind, slug, name, extra, _place in db.fetch_all(_statement(min(len(begun), SHORT + 1), bool(others)), params):
        if kind == "products":
            found.products.append(_product(slug, name, extra))
        elif _has(name, words):
            getattr(found, kind).append({"slug": slug, "name": name})
    found.categories, found.stores = found.categories[:LIMIT], found.stores[:LIMIT]
    return found


@cache
def _statement(length: int, has_others: bool) -> str:
    """One text for each length up to `SHORT`, with an index of its own, and one for longer: each is prepared."""
    words = " UNION ALL ".join(f"({_words(kind, market, length)})" for kind, market in _KINDS)
    others = "AND l.document @@ plainto_tsquery('simple', %(others)s) " if has_others else ""
    return (
        f"WITH w AS MATERIALIZED ({words}), "  # noqa: S608
        "things AS MATERIALIZED (SELECT DISTINCT kind, b::uuid AS thing FROM w, unnest(w.best) b) "
        "(SELECT 'products', l.slug, l.name, l.card, best.place FROM (SELECT l.id, "
        "row_number() OVER (ORDER BY l.rank DESC, l.id DESC) AS place FROM things t "
        "JOIN storefront_productlisting l ON l.product_id = t.thing AND l.market_code = %(market)s "
        f"WHERE t.kind = 'product' {others}ORDER BY l.rank DESC, l.id DESC LIMIT {LIMIT}) best "
        "JOIN storefront_productlisting l USING (id)) "
        "UNION ALL (SELECT 'categories', c.slug, c.name, '', c.level FROM things t "
        "JOIN catalog_category c ON c.id = t.thing WHERE t.kind = 'category' AND c.deleted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM catalog_category a WHERE a.tree_id = c.tree_id AND a.lft <= c.lft "
        "AND a.rght >= c.rght AND NOT a.is_active AND a.deleted_at IS NULL)) "
        "UNION ALL (SELECT 'stores', s.slug, s.name, '', 0 FROM things t "
        "JOIN marketplace_store s ON s.id = t.thing JOIN marketplace_seller e ON e.id = s.seller_id "
        f"WHERE t.kind = 'store' AND {sql.STORE_SELLS}) ORDER BY 1, 5, 3"
    )


_KINDS = (("product", "%(market)s"), ("category", "''"), ("store", "''"))


def _words(kind: str, market: str, length: int) -> str:
    """Words of one kind that begin so: the most used, and the very word itself where it is one."""
    here = (
        "SELECT kind, best, uses FROM storefront_searchword "  # noqa: S608
        f"WHERE kind = '{kind}' AND market_code = {market} "
    )
    if length > SHORT:
        begun = f"{here} AND word ~>=~ %(begun)s AND word ~<~ %(beyond)s LIMIT {LOOKED_AT}"
        return f"SELECT kind, best FROM ({begun}) b ORDER BY uses DESC LIMIT {WORDS}"  # noqa: S608
    begun = f"{here} AND left(word, {length}) = %(begun)s ORDER BY uses DESC LIMIT {WORDS}"
    exact = f"SELECT kind, best FROM ({here} AND word = %(begun)s) x"  # noqa: S608
    return f"SELECT kind, best FROM ({begun}) b UNION {exact}"  # noqa: S608


def _product(slug: str, name: str, card: str) -> dict[str, Any]:
    shown = orjson.loads(card)
    return {"slug": slug, "name": name, "image": shown.get("image"), "price": shown.get("price")}


def _has(name: str, words: list[str]) -> bool:
    """Whether a thing still has the words: it may have been renamed since they were noted."""
    own = fold_for_index(name).split()
    return any(word.startswith(words[-1]) for word in own) and all(word in own for word in words[:-1])


def _elsewhere(words: list[str], market: str) -> Suggestions:
    """Without PostgreSQL: the names themselves, folded as they are read."""
    found = Suggestions()
    listings = ProductListing.objects.filter(market_code=market, folded_name__contains=words[-1])
    for slug, name, card in listings.order_by("-rank", "-pk").values_list("slug", "name", "card"):
        if _has(name, words) and len(found.products) < LIMIT:
            found.products.append(_product(slug, name, card))
    found.categories = list(_named(_categories(), words))
    stores = Store.objects.filter(
        status=StoreStatus.OPEN, seller__status=SellerStatus.APPROVED, seller__deleted_at=None
    )
    found.stores = list(_named(stores.order_by("name", "pk").values_list("slug", "name"), words))
    return found


def _categories() -> Any:
    hidden = Category.objects.filter(
        is_active=False, tree_id=OuterRef("tree_id"), lft__lte=OuterRef("lft"), rght__gte=OuterRef("rght")
    )
    return Category.objects.exclude(Exists(hidden)).order_by("level", "name").values_list("slug", "name")


def _named(rows: Any, words: list[str]) -> Iterator[dict[str, str]]:
    matches = [{"slug": slug, "name": name} for slug, name in rows if _has(name, words)]
    yield from matches[:LIMIT]

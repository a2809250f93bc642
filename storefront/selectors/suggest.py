"""What the search box proposes while somebody types: products, categories and shops that begin so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from catalog.models import Category
from core.text import fold, like_escape
from marketplace.models import Store
from marketplace.states import SellerStatus, StoreStatus
from storefront.selectors import sql

LIMIT = 6
LOOKED_AT = 200  # of the names that begin so, in alphabetical order; the best of them are proposed


@dataclass(frozen=True)
class Suggestions:
    products: list[dict[str, str]]  # slug, name
    categories: list[dict[str, str]]
    stores: list[dict[str, str]]


_PRODUCTS = (
    "SELECT slug, name FROM (SELECT l.slug, l.name, l.rank, l.id FROM storefront_productlisting l "  # noqa: S608
    f"WHERE l.market_id = {sql.MARKET_ID} AND l.folded_name LIKE %(prefix)s ESCAPE '\\' "
    f"ORDER BY l.folded_name LIMIT {LOOKED_AT}) t ORDER BY t.rank DESC, t.id DESC LIMIT {LIMIT}"
)


def suggestions(*, text: str, market: str) -> Suggestions:
    """Up to six of each kind. The prefix is a literal, so that the index on folded names serves it."""
    prefix = fold(text)
    if not prefix:
        return Suggestions([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(_PRODUCTS, {"market": market, "prefix": like_escape(prefix) + "%"})
        products = _named(cursor.fetchall())
    begins = {"name__istartswith": " ".join(text.split())}
    categories = Category.objects.filter(is_active=True, **begins).order_by("level", "name", "pk")
    stores = Store.objects.filter(
        status=StoreStatus.OPEN, seller__status=SellerStatus.APPROVED, seller__deleted_at=None, **begins
    ).order_by("name", "pk")
    return Suggestions(
        products=products,
        categories=_named(categories.values_list("slug", "name")[:LIMIT]),
        stores=_named(stores.values_list("slug", "name")[:LIMIT]),
    )


def _named(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"slug": slug, "name": name} for slug, name in rows]

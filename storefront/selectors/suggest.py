"""What the search box proposes while somebody types: products, categories and shops that begin so."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection

from core.text import fold, like_escape
from storefront.selectors import sql

LIMIT = 6
LOOKED_AT = 200  # of the names that begin so, in alphabetical order; the best of them are proposed


@dataclass(frozen=True)
class Suggestions:
    """Slug and name of up to six of each kind."""

    products: list[dict[str, str]] = field(default_factory=list)
    categories: list[dict[str, str]] = field(default_factory=list)
    stores: list[dict[str, str]] = field(default_factory=list)


_PRODUCTS = (
    "SELECT 'products' AS kind, slug, name, -rank AS place FROM "  # noqa: S608
    "(SELECT l.slug, l.name, l.rank, l.id FROM storefront_productlisting l "
    "WHERE l.market_code = %(market)s AND l.folded_name LIKE %(folded)s ESCAPE '\\' "
    f"ORDER BY l.folded_name LIMIT {LOOKED_AT}) t ORDER BY t.rank DESC, t.id DESC LIMIT {LIMIT}"
)
_CATEGORIES = (
    "SELECT 'categories', c.slug, c.name, c.level FROM catalog_category c "  # noqa: S608
    "WHERE c.is_active AND c.deleted_at IS NULL AND lower(c.name) LIKE %(typed)s ESCAPE '\\' "
    f"ORDER BY c.level, c.name LIMIT {LIMIT}"
)
_STORES = (
    "SELECT 'stores', s.slug, s.name, 0 FROM marketplace_store s "  # noqa: S608
    "JOIN marketplace_seller e ON e.id = s.seller_id "
    f"WHERE {sql.STORE_SELLS} AND lower(s.name) LIKE %(typed)s ESCAPE '\\' ORDER BY s.name LIMIT {LIMIT}"
)
_ALL = " UNION ALL ".join(f"SELECT * FROM ({part}) u" for part in (_PRODUCTS, _CATEGORIES, _STORES))  # noqa: S608


def suggestions(*, text: str, market: str) -> Suggestions:
    """One statement. The prefix is a literal, so that the index on folded names serves it."""
    folded = fold(text)
    found = Suggestions()
    if not folded:
        return found
    params = {
        "market": market,
        "folded": like_escape(folded) + "%",
        "typed": like_escape(" ".join(text.lower().split())) + "%",
    }
    with connection.cursor() as cursor:
        cursor.execute(_ALL, params)
        for kind, slug, name, _ in cursor.fetchall():
            getattr(found, kind).append({"slug": slug, "name": name})
    return found

"""What a store takes out: its articles as a sheet that can be imported again, and the history of its stock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.models import Product
from core import audit
from core.db import atomic
from core.money import Money
from core.scope import ActingScope
from core.tables import LIMITS, TableTooLarge, table_bytes
from marketplace.models import StockMovement, Store, StoreItem, StoreProduct
from marketplace.rules import CATALOG_EDIT, STOCK_EDIT
from marketplace.services.common import store_reach
from marketplace.services.imports.columns import COLUMNS
from marketplace.services.imports.pairs import written

CHUNK = 1_000
MOVEMENT_COLUMNS = ("moved_at", "sku", "product", "change", "balance", "reason", "note", "by")


@atomic
def articles_export(*, scope: ActingScope, store_id: UUID, kind: str) -> bytes:
    """Every offer of a store with its product, price and stock, under the columns of an import. Of articles that
    another store keeps only the offer's own columns are filled, so that the sheet can come back as it is.

    Raises NotAuthenticated, NotFound, NotAllowed, TableTooLarge.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=CATALOG_EDIT)
    items = StoreItem.objects.filter(store=store).order_by("pk")
    items = items.select_related("stock_row", "variant__product__category", "variant__product__brand")
    items = items.prefetch_related("variant__product__attribute_values__attribute")
    maintained = set(StoreProduct.objects.filter(store=store, is_maintainer=True).values_list("product_id", flat=True))
    rows = (_article(item, item.variant.product_id in maintained) for item in _within_limits(items))
    content = table_bytes(kind, list(COLUMNS), rows, sheet="products")
    _note(scope, store, "export.articles")
    return content


def _article(item: StoreItem, is_own: bool) -> list[Any]:
    variant, stock = item.variant, item.stock_row
    product = variant.product
    values: dict[str, Any] = {
        "sku": variant.sku,
        "price": item.price.decimal,
        "compare_at": None if item.compare_at_minor is None else Money(item.compare_at_minor, item.currency).decimal,
        "stock": stock.stock,
        "low_stock": stock.low_stock_threshold,
        "active": item.is_active,
    }
    if is_own:
        values |= {
            "product": product.name,
            "product_slug": product.slug,
            "variant": variant.name,
            "category": product.category.slug,
            "brand": product.brand.slug if product.brand else None,
            "model": product.model_name,
            "description": product.description,
        }
        values |= {
            "attributes": _attributes(product, None),
            "variant_attributes": _attributes(product, variant.pk),
        }
        values |= {name: getattr(variant, name) for name in ("weight_grams", "length_mm", "width_mm", "height_mm")}
    return [values.get(name) for name in COLUMNS]


def _attributes(product: Product, variant_id: UUID | None) -> str | None:
    """The cell of what a product has, or one of its variants."""
    rows = [row for row in product.attribute_values.all() if row.variant_id == variant_id]
    return written({row.attribute.code: row.value for row in rows}) or None


@atomic
def movements_export(*, scope: ActingScope, store_id: UUID, kind: str) -> bytes:
    """The stock history of a store, newest first. Raises as articles_export."""
    store = store_reach(scope=scope, store_id=store_id, permission=STOCK_EDIT)
    moves = StockMovement.objects.filter(stock__item__store=store).order_by("-pk")
    moves = moves.select_related("stock__item__variant__product")
    rows = (
        [
            move.created_at,
            move.stock.item.variant.sku,
            move.stock.item.variant.product.name,
            move.delta,
            move.balance,
            move.get_reason_display(),
            move.note,
            move.actor_label,
        ]
        for move in _within_limits(moves)
    )
    content = table_bytes(kind, MOVEMENT_COLUMNS, rows, sheet="stock")
    _note(scope, store, "export.movements")
    return content


def _within_limits(rows: QuerySet[Any]) -> Iterator[Any]:
    """The rows, unless they are more than a file may hold. Raises TableTooLarge."""
    if rows.order_by()[: LIMITS.rows + 1].count() > LIMITS.rows:
        detail = _("A file holds at most %(count)d rows. Take them out of the lists of the admin, by filters.")
        raise TableTooLarge("too_many_rows", detail % {"count": LIMITS.rows})
    yield from rows.iterator(chunk_size=CHUNK)


def _note(scope: ActingScope, store: Store, action: str) -> None:
    audit.record(actor=scope.actor, action=action, row=store, store_id=store.pk)

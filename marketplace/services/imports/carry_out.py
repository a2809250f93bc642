"""Doing what a row of a file says, through the services of the catalogue and the marketplace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from catalog.models import Product, ProductVariant
from catalog.services import product_create, product_update, variant_create, variant_update
from core.scope import ActingScope
from marketplace.models import MovementReason, StoreItem
from marketplace.services.imports.shelf import Shelf
from marketplace.services.imports.verdicts import Verdict
from marketplace.services.items import item_create, item_update
from marketplace.services.stock import stock_adjust

NOTE = "Imported"


def carry_out(*, scope: ActingScope, shelf: Shelf, verdict: Verdict, sku: str) -> None:
    """Write the product, its variant, the offer and its stock, as far as they differ. Raises DomainError."""
    product = _product(scope, shelf.store.pk, verdict)
    variant = _variant(scope, product, verdict, sku)
    item = _item(scope, shelf.store.pk, variant, verdict)
    variant.product = product
    shelf.keep(product, variant, item)
    for owner, values in ((None, verdict.product_values), (variant.pk, verdict.variant_values)):
        if "attributes" in values:
            shelf.attributes[product.pk, owner] = {line["attribute"]: line["value"] for line in values["attributes"]}


def _product(scope: ActingScope, store_id: UUID, verdict: Verdict) -> Product:
    if verdict.product is None:
        return product_create(scope=scope, store_id=store_id, **verdict.product_values)
    if not verdict.product_values:
        return verdict.product
    return product_update(scope=scope, product_id=verdict.product.pk, **verdict.product_values)


def _variant(scope: ActingScope, product: Product, verdict: Verdict, sku: str) -> ProductVariant:
    if verdict.variant is None:
        return variant_create(scope=scope, product_id=product.pk, sku=sku, **verdict.variant_values)
    if not verdict.variant_values:
        return verdict.variant
    return variant_update(scope=scope, variant_id=verdict.variant.pk, **verdict.variant_values)


def _item(scope: ActingScope, store_id: UUID, variant: ProductVariant, verdict: Verdict) -> StoreItem | None:
    values, stock = verdict.item_values, dict(verdict.stock_values)
    if verdict.item is None:
        if "price_minor" not in values:
            return None
        return item_create(scope=scope, store_id=store_id, variant_id=variant.pk, **values, **stock)
    item, counted = verdict.item, stock.pop("stock", None)
    changes: dict[str, Any] = {**values, **stock}
    if changes:
        item = item_update(scope=scope, item_id=item.pk, **changes)
    if counted is not None:
        stock_adjust(scope=scope, item_id=item.pk, stock=counted, reason=MovementReason.ADJUST, note=NOTE)
    return StoreItem.objects.select_related("stock_row").get(pk=item.pk)

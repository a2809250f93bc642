"""What one row of a file would do to the store, found out without doing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.models import Product, ProductVariant
from catalog.services import AttributeValue
from core.errors import FieldProblem
from core.money import Money
from marketplace.models import StoreItem
from marketplace.services.imports.columns import ParsedRow
from marketplace.services.imports.pairs import written
from marketplace.services.imports.shelf import ATTRIBUTES, Shelf, path_key
from marketplace.states import RowOutcome

PRODUCT_FIELDS = {"product": "name", "category": "category_id", "brand": "brand_id", "model": "model_name"}
PRODUCT_FIELDS["description"] = "description"
VARIANT_FIELDS = {"variant": "name", **{name: name for name in ("weight_grams", "length_mm", "width_mm", "height_mm")}}
ITEM_FIELDS = {"price": "price_minor", "compare_at": "compare_at_minor", "active": "is_active"}
WORDS = ("category", "brand")  # shown by name, written by id
STOCK_FIELDS = {"stock": "stock", "low_stock": "low_stock_threshold"}


@dataclass
class Verdict:
    """`product`, `variant` and `item` are what is there already; the dictionaries are what is to be written."""

    outcome: str
    product: Product | None = None
    variant: ProductVariant | None = None
    item: StoreItem | None = None
    product_values: dict[str, Any] = field(default_factory=dict)
    variant_values: dict[str, Any] = field(default_factory=dict)
    item_values: dict[str, Any] = field(default_factory=dict)
    stock_values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, list[Any]] = field(default_factory=dict)


def judge(row: ParsedRow, shelf: Shelf, *, leader: str = "") -> Verdict:
    """Compare a row with what the store has. Its problems are added to `row.problems`.

    `leader` is the outcome of the earlier row that makes this row's product, where there is one.
    """
    values = dict(row.values)
    _find_words(row, values, shelf)
    variant = shelf.variants.get(values.get("sku", ""))
    product = variant.product if variant is not None else _own_product(row, values, shelf)
    item = shelf.items.get(variant.pk) if variant is not None else None
    verdict = Verdict(RowOutcome.REJECTED, product, variant, item)
    if variant is not None and variant.product_id not in shelf.maintained:
        _refuse_foreign(row, item)
    elif variant is not None and values.get("product_slug", variant.product.slug) != variant.product.slug:
        row.refuse("product_slug", "other_product", _("The article with this SKU belongs to another product."))
    _read_attributes(row, values, product, shelf)
    if variant is None:
        _check_new(row, values, product, leader)
    _check_prices(row, values, item)
    _check_stock(row, values, item)
    if row.problems:
        return verdict
    _fill(verdict, row, values, shelf)
    is_new = variant is None or (item is None and verdict.item_values)
    verdict.outcome = RowOutcome.NEW if is_new else RowOutcome.CHANGED if verdict.changes else RowOutcome.UNCHANGED
    return verdict


def _own_product(row: ParsedRow, values: dict[str, Any], shelf: Shelf) -> Product | None:
    found = shelf.own_products(values)
    if len(found) > 1:
        row.refuse(
            "product", "ambiguous", _("Several of your products have this name. Give the slug of the one meant.")
        )
    if not found and "product_slug" in values:
        row.refuse("product_slug", "not_found", _("You have no such product. Leave this empty for a new one."))
    return found[0] if len(found) == 1 else None


def _find_words(row: ParsedRow, values: dict[str, Any], shelf: Shelf) -> None:
    """Put the ids of category and brand in place of what the file calls them."""
    found: tuple[tuple[str, dict[str, list[UUID]]], ...] = (("category", shelf.categories), ("brand", shelf.brands))
    for column, index in found:
        if column not in values:
            continue
        ids = index.get(path_key(values[column]), [])
        if len(ids) == 1:
            values[column] = ids[0]
        elif ids:
            row.refuse(
                column, "ambiguous", _("Several have this name. Give the slug, or the path: Guitars > Electric.")
            )
        elif column == "category":
            row.refuse(column, "not_found", _("There is no such category, or products may not be put there."))
        else:
            row.refuse(column, "not_found", _("There is no such brand. Add it first."))


def _read_attributes(row: ParsedRow, values: dict[str, Any], product: Product | None, shelf: Shelf) -> None:
    """Put what the attributes come to in place of what the file says of them."""
    if _is_refused(row, "category"):
        return
    category_id = values.get("category", product.category_id if product is not None else None)
    for column in ATTRIBUTES & values.keys():
        pairs = values[column]
        if category_id is None:  # that of the row which makes the product: known when this one is carried out
            values[column] = dict(pairs)
            continue
        found = shelf.read_attributes(category_id, pairs, is_variant=column == "variant_attributes")
        if isinstance(found, FieldProblem):
            code = pairs[int(found.pointer.split("/")[2])][0]
            row.refuse(column, found.code, f"{code}: {found.detail}")
        else:
            values[column] = found


def _refuse_foreign(row: ParsedRow, item: StoreItem | None) -> None:
    """The page of an article that another store keeps cannot be written here; one's own offer of it can."""
    own = {"sku", *ITEM_FIELDS, *STOCK_FIELDS}
    if item is None:
        detail = _("Another store keeps the article with this SKU. Make an offer on its page instead.")
        row.refuse("sku", "other_store", detail)
        return
    for column in row.values.keys() - own:
        row.refuse(column, "other_store", _("Another store keeps this article’s page; only your offer can be changed."))


def _check_new(row: ParsedRow, values: dict[str, Any], product: Product | None, leader: str) -> None:
    is_led = leader not in ("", RowOutcome.REJECTED)
    if product is None and leader == RowOutcome.REJECTED and "category" not in row.values:
        row.refuse("category", "leader_rejected", _("The earlier row that makes this product was rejected."))
    needed = ["price"] if product is not None or is_led else ["product", "category", "price"]
    for column in needed:
        if column not in values and not _is_refused(row, column):
            row.refuse(column, "required", _("A new article needs this."))


def _check_prices(row: ParsedRow, values: dict[str, Any], item: StoreItem | None) -> None:
    price = values.get("price", item.price_minor if item else None)
    former = values.get("compare_at", item.compare_at_minor if item else None)
    if price is not None and former is not None and former <= price:
        column = "compare_at" if "compare_at" in values else "price"
        row.refuse(column, "not_above_price", _("The former price is higher than the price."))


def _check_stock(row: ParsedRow, values: dict[str, Any], item: StoreItem | None) -> None:
    if item is not None and values.get("stock", item.stock_row.stock) < item.stock_row.reserved:
        detail = _("%(count)d pieces are reserved by open orders; the stock cannot sink below that.")
        row.refuse("stock", "reserved", detail % {"count": item.stock_row.reserved})
    needs_offer = values.keys() & {*ITEM_FIELDS, *STOCK_FIELDS}
    if item is None and needs_offer and "price" not in values and not _is_refused(row, "price"):
        row.refuse("price", "required", _("A new article needs this."))


def _is_refused(row: ParsedRow, column: str) -> bool:
    return any(problem["column"] == column for problem in row.problems)


def _fill(verdict: Verdict, row: ParsedRow, values: dict[str, Any], shelf: Shelf) -> None:
    """What is to be written: everything of a new row, what differs of a known one."""
    stock = verdict.item.stock_row if verdict.item is not None else None
    parts: tuple[tuple[dict[str, str], Any, dict[str, Any]], ...] = (
        (PRODUCT_FIELDS, verdict.product, verdict.product_values),
        (VARIANT_FIELDS, verdict.variant, verdict.variant_values),
        (ITEM_FIELDS, verdict.item, verdict.item_values),
        (STOCK_FIELDS, stock, verdict.stock_values),
    )
    currency = shelf.store.home_market.currency
    for fields, present, target in parts:
        for column in fields.keys() & values.keys():
            old = getattr(present, fields[column]) if present is not None else None
            if present is None or old != values[column]:
                target[fields[column]] = values[column]
                before = _shown(column, old if column not in WORDS else _word(present, column), currency)
                verdict.changes[column] = [before, _shown(column, row.values[column], currency)]
    _fill_attributes(verdict, values, shelf)


def _fill_attributes(verdict: Verdict, values: dict[str, Any], shelf: Shelf) -> None:
    """The whole set where it differs: it replaces what is there."""
    product, variant = verdict.product, verdict.variant
    for column, is_known, owner, target in (
        ("attributes", product is not None, None, verdict.product_values),
        ("variant_attributes", variant is not None, variant.pk if variant else None, verdict.variant_values),
    ):
        if column not in values:
            continue
        old = shelf.attributes.get((product.pk, owner), {}) if product is not None and is_known else {}
        if old != values[column]:
            target["attributes"] = [
                AttributeValue(attribute=code, value=value) for code, value in values[column].items()
            ]
            verdict.changes[column] = [written(old) if is_known else None, written(values[column])]


def _word(present: Product | None, column: str) -> str | None:
    """The name of a product's present category or brand."""
    found = getattr(present, column) if present is not None else None
    return str(found) if found is not None else None


def _shown(column: str, value: Any, currency: str) -> Any:
    if value is not None and column in ("price", "compare_at"):
        return Money(value, currency).amount
    return value

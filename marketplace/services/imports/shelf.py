"""What a store has of the articles that some rows name, read at once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from catalog.models import Brand, Product, ProductAttribute, ProductVariant
from catalog.selectors import categories_visible_to
from catalog.services import AttributeValue, attribute_values_read
from core.errors import FieldProblem, Invalid
from core.scope import ActingScope
from marketplace.models import Store, StoreItem, StoreProduct

ATTRIBUTES = {"attributes", "variant_attributes"}  # columns
PATH_MARKS = (">", "/", "›")


@dataclass
class Shelf:
    """By SKU the live variants of the whole house and the store's own offers; by slug and by name the products that the
    store maintains; by slug, name and path the categories the person may choose."""

    store: Store
    variants: dict[str, ProductVariant] = field(default_factory=dict)
    items: dict[UUID, StoreItem] = field(default_factory=dict)
    maintained: set[UUID] = field(default_factory=set)
    products: dict[str, list[Product]] = field(default_factory=dict)
    categories: dict[str, list[UUID]] = field(default_factory=dict)
    brands: dict[str, list[UUID]] = field(default_factory=dict)
    # What products (variant None) and their variants have, by attribute code; what rows say of them, once per saying.
    attributes: dict[tuple[UUID, UUID | None], dict[str, str]] = field(default_factory=dict)
    readings: dict[tuple[Any, ...], dict[str, str] | FieldProblem] = field(default_factory=dict)

    def read_attributes(
        self, category_id: UUID, pairs: Sequence[tuple[str, str]], *, is_variant: bool
    ) -> dict[str, str] | FieldProblem:
        """What these pairs come to in the category, or what is wrong with one of them."""
        key = (category_id, is_variant, *pairs)
        if key not in self.readings:
            lines = [AttributeValue(attribute=code, value=value) for code, value in pairs]
            try:
                self.readings[key] = attribute_values_read(category_id=category_id, values=lines, is_variant=is_variant)
            except Invalid as refusal:
                self.readings[key] = refusal.problems[0]
        return self.readings[key]

    def own_products(self, values: dict[str, Any]) -> list[Product]:
        """The store's own products of this slug, where one is given, else of this name."""
        key = f"slug:{values['product_slug']}" if "product_slug" in values else f"name:{values.get('product', '')}"
        return self.products.get(key, [])

    def keep(self, product: Product, variant: ProductVariant, item: StoreItem | None) -> None:
        """Note what a row has just made or changed, for the rows that follow."""
        self.maintained.add(product.pk)
        self.keep_product(product)
        self.variants[variant.sku] = variant
        if item is not None:
            self.items[variant.pk] = item

    def keep_product(self, product: Product) -> None:
        for key in (f"slug:{product.slug}", f"name:{product.name}"):
            known = self.products.setdefault(key, [])
            known[:] = [*(row for row in known if row.pk != product.pk), product]


class Vocabulary:
    """Categories and brands by every name a file may call them; read once for many rows."""

    def __init__(self, scope: ActingScope) -> None:
        self.categories = _categories(scope)
        self.brands: dict[str, list[UUID]] = {}
        for pk, name, slug in Brand.objects.values_list("pk", "name", "slug"):
            _keep(self.brands, pk, slug, name)


def _categories(scope: ActingScope) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    names: dict[UUID, str] = {}
    rows = categories_visible_to(scope=scope).order_by("tree_id", "lft")  # parents before their children
    for pk, parent, name, slug in rows.values_list("pk", "parent_id", "name", "slug"):
        names[pk] = f"{names[parent]}>{name}" if parent in names else name
        _keep(found, pk, slug, name, names[pk])
    return found


def _keep(index: dict[str, list[UUID]], pk: UUID, *keys: str) -> None:
    for key in {key.casefold() for key in keys}:
        index.setdefault(key, []).append(pk)


def path_key(text: str) -> str:
    """`Guitars > Electric` as the index has it."""
    for mark in PATH_MARKS:
        if mark in text:
            return ">".join(part.strip() for part in text.split(mark)).casefold()
    return text.casefold()


def shelf_of(*, store: Store, values: Iterable[dict[str, Any]], words: Vocabulary) -> Shelf:
    """What the store has of the articles that these rows name: at most five statements, however many rows."""
    rows = list(values)
    shelf = Shelf(store, categories=words.categories, brands=words.brands)
    skus = {row["sku"] for row in rows if "sku" in row}
    for variant in ProductVariant.objects.filter(sku__in=skus).select_related(*_with_words("product__")):
        shelf.variants[variant.sku] = variant
    offered = StoreItem.objects.filter(store=store, variant__sku__in=skus).select_related("stock_row")
    shelf.items = {item.variant_id: item for item in offered}
    links = StoreProduct.objects.filter(store=store, is_maintainer=True, product__deleted_at=None)
    asked = {variant.product_id for variant in shelf.variants.values()}
    shelf.maintained = set(links.filter(product_id__in=asked).values_list("product_id", flat=True))
    names = {row["product"] for row in rows if "product" in row}
    slugs = {row["product_slug"] for row in rows if "product_slug" in row}
    own = Product.objects.filter(pk__in=links.values("product_id")).select_related(*_with_words(""))
    for product in own.filter(Q(name__in=names) | Q(slug__in=slugs)):
        shelf.maintained.add(product.pk)
        shelf.keep_product(product)
    if any(row.keys() & ATTRIBUTES for row in rows):
        shelf.attributes = _attributes_of(shelf.maintained)
    return shelf


def _attributes_of(product_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID | None], dict[str, str]]:
    found: dict[tuple[UUID, UUID | None], dict[str, str]] = {}
    rows = ProductAttribute.objects.filter(product__in=product_ids)
    for product_id, variant_id, code, value in rows.values_list("product_id", "variant_id", "attribute__code", "value"):
        found.setdefault((product_id, variant_id), {})[code] = value
    return found


def _with_words(path: str) -> list[str]:
    return [f"{path}category", f"{path}brand", *([path.removesuffix("__")] if path else [])]

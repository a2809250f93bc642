"""Reads of the catalogue, and who may see which rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from catalog.models import (
    Attribute,
    AttributeOption,
    Brand,
    Category,
    CategoryAttribute,
    Product,
    ProductAttribute,
    ProductImage,
    ProductVariant,
)
from catalog.rules import is_editor, policy
from catalog.states import ProductStatus
from core.errors import NotFound
from core.models import BaseModel
from core.scope import ActingScope

M = TypeVar("M", bound=BaseModel)


def categories_visible_to(*, scope: ActingScope) -> QuerySet[Category]:
    """Live categories; those that are hidden, or stand below a hidden one, only for staff."""
    rows = Category.objects.all()
    if is_editor(scope):
        return rows
    hidden_above = Category.objects.filter(
        is_active=False, tree_id=OuterRef("tree_id"), lft__lte=OuterRef("lft"), rght__gte=OuterRef("rght")
    )
    return rows.exclude(Exists(hidden_above))


def category_get(*, scope: ActingScope, key: str) -> Category:
    """A category by id or slug. Raises NotFound."""
    return _by_key(categories_visible_to(scope=scope), key)


def category_descendants(*, category: Category) -> QuerySet[Category]:
    """The live subtree, the category itself included; mptt's own walk would show deleted rows."""
    rows: QuerySet[Category] = category.get_descendants(include_self=True).filter(deleted_at=None)
    return rows


def attributes_assigned(attribute_ids: Collection[UUID]) -> set[UUID]:
    """Those of these attributes that some live category names."""
    rows = CategoryAttribute.objects.filter(attribute__in=attribute_ids, category__deleted_at=None)
    return set(rows.values_list("attribute_id", flat=True))


def attributes_of_category(category_id: UUID) -> dict[UUID, CategoryAttribute]:
    """What products of this category have, by attribute, in the order shown: its own, then those from above.

    The nearest category counts. Two statements, with attribute and category loaded.
    """
    category = Category.all_objects.filter(pk=category_id).first()
    if category is None:
        return {}
    above = Category.objects.filter(tree_id=category.tree_id, lft__lte=category.lft, rght__gte=category.rght)
    rows = CategoryAttribute.objects.filter(category__in=above, attribute__deleted_at=None)
    found: dict[UUID, CategoryAttribute] = {}
    for row in rows.select_related("attribute", "category").order_by("-category__level", "position", "pk"):
        found.setdefault(row.attribute_id, row)
    return found


def attributes_detailed(rows: QuerySet[Attribute]) -> QuerySet[Attribute]:
    """With their options in order, in one statement more."""
    options = AttributeOption.objects.order_by("position", "pk")
    return rows.prefetch_related(Prefetch("options", options, to_attr="own_options"))


def brand_get(*, key: str) -> Brand:
    """A brand by id or slug. Raises NotFound."""
    return _by_key(Brand.objects.all(), key)


def attribute_get(*, key: str) -> Attribute:
    """An attribute by id or code, with its options. Raises NotFound."""
    return _by_key(attributes_detailed(Attribute.objects.all()), key, "code")


def products_visible_to(*, scope: ActingScope) -> QuerySet[Product]:
    """Published products, all of them for staff, and hidden ones for the store that maintains them."""
    rows = Product.objects.all()
    if is_editor(scope):
        return rows
    published = Q(status=ProductStatus.LIVE)
    return rows.filter(published | Q(pk__in=policy().maintained(scope=scope)) if scope.stores else published)


def products_managed_by(*, scope: ActingScope) -> QuerySet[Product]:
    """What the person may edit, in every status: what the person's stores maintain, all of it for staff."""
    rows = Product.objects.select_related("category", "brand")
    return rows if is_editor(scope) else rows.filter(pk__in=policy().maintained(scope=scope))


def product_get(*, scope: ActingScope, key: str) -> Product:
    """A product by id or slug. Raises NotFound."""
    return _by_key(products_visible_to(scope=scope), key)


def products_listed(
    *, scope: ActingScope, words: str = "", only_maintained: bool = False, after: UUID | None = None
) -> QuerySet[Product]:
    """Products the person sees, newest first, with category, brand and their first picture (`cover`).

    `words` are looked for in the name, or are an exact SKU; `after` is the key of the last one seen.
    """
    rows = products_visible_to(scope=scope)
    if only_maintained:
        rows = rows.filter(pk__in=policy().maintained(scope=scope))
    if words:
        of_sku = ProductVariant.objects.filter(sku=words.upper()).values("product_id")
        rows = rows.filter(Q(name__icontains=words) | Q(pk__in=of_sku))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    cover = ProductImage.objects.order_by("position", "pk")[:1]
    return (
        rows.select_related("category", "brand")
        .prefetch_related(Prefetch("images", cover, to_attr="cover"))
        .order_by("-pk")
    )


def product_detail(*, product_id: UUID) -> Product:
    """A product with brand, category, attribute values, variants and images: at most five statements."""
    values = ProductAttribute.objects.select_related("attribute", "option").order_by("attribute__name", "pk")
    return (
        Product.objects.select_related("brand", "category")
        .prefetch_related(
            Prefetch("attribute_values", values.filter(variant=None), to_attr="own_values"),
            Prefetch("variants", variants_detailed(ProductVariant.objects.all()).order_by("position", "pk")),
            Prefetch("images", ProductImage.objects.order_by("position", "pk")),
        )
        .get(pk=product_id)
    )


def variants_visible_to(*, scope: ActingScope) -> QuerySet[ProductVariant]:
    """Variants on sale; hidden ones, and those of hidden products, only for the maintainer and staff."""
    rows = ProductVariant.objects.filter(product__deleted_at=None)
    if is_editor(scope):
        return rows
    published = Q(is_active=True, product__status=ProductStatus.LIVE)
    return rows.filter(published | Q(product_id__in=policy().maintained(scope=scope)) if scope.stores else published)


def variants_detailed(rows: QuerySet[ProductVariant]) -> QuerySet[ProductVariant]:
    """With their attribute values, in one statement more."""
    values = ProductAttribute.objects.select_related("attribute", "option").order_by("attribute__name", "pk")
    return rows.prefetch_related(Prefetch("attribute_values", values, to_attr="own_values"))


def variant_get(*, scope: ActingScope, variant_id: UUID) -> ProductVariant:
    """Raises NotFound."""
    found = variants_visible_to(scope=scope).select_related("product").filter(pk=variant_id).first()
    if found is None:
        raise NotFound
    return found


def variant_detail(*, variant_id: UUID) -> ProductVariant:
    """A variant with its attribute values."""
    return variants_detailed(ProductVariant.objects.all()).get(pk=variant_id)


def images_of(*, product: Product) -> QuerySet[ProductImage]:
    """The gallery, cover first."""
    return ProductImage.objects.filter(product=product).order_by("position", "pk")


def srcset(renditions: Mapping[str, str]) -> str:
    """The sizes of a picture as `srcset` wants them; empty while they are made."""
    sizes = sorted((int(width), name) for width, name in renditions.items())
    return ", ".join(f"{default_storage.url(name)} {width}w" for width, name in sizes)


def _by_key(rows: QuerySet[M], key: str, field: str = "slug") -> M:
    try:
        wanted = Q(pk=UUID(key))
    except ValueError:
        wanted = Q(**{field: key})
    found = rows.filter(wanted).first() if "\x00" not in key else None
    if found is None:
        raise NotFound
    return found

"""The smallest valid rows of the catalogue."""

from __future__ import annotations

import itertools
from io import BytesIO

from PIL import Image

from catalog.models import Brand, Category, Product, ProductVariant
from catalog.states import ProductStatus

_numbers = itertools.count(1)


def make_category(
    name: str = "", *, parent: Category | None = None, slug: str = "", is_active: bool = True
) -> Category:
    number = next(_numbers)
    name = name or f"Category {number}"
    slug = slug or f"category-{number}"
    path = f"{parent.path}/{slug}" if parent is not None else slug
    return Category.objects.create(name=name, slug=slug, path=path, parent=parent, is_active=is_active)


def make_brand(name: str = "") -> Brand:
    number = next(_numbers)
    return Brand.objects.create(name=name or f"Brand {number}", slug=f"brand-{number}")


def make_product(name: str = "", *, category: Category | None = None, slug: str = "", **fields: object) -> Product:
    """A live product without variants; `make_variant` adds one."""
    number = next(_numbers)
    return Product.objects.create(
        name=name or f"Product {number}",
        slug=slug or f"product-{number}",
        category=category or make_category(),
        **{"status": ProductStatus.LIVE, **fields},
    )


def make_variant(product: Product | None = None, *, sku: str = "", **fields: object) -> ProductVariant:
    """A SKU of half a kilogram in a box of 20 × 10 × 5 cm."""
    size = {"weight_grams": 500, "length_mm": 200, "width_mm": 100, "height_mm": 50}
    return ProductVariant.objects.create(
        product=product or make_product(), sku=sku or f"SKU-{next(_numbers)}", **{**size, **fields}
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """The bytes of a one-coloured picture."""
    file = BytesIO()
    Image.new("RGB", size, (200, 80, 30)).save(file, kind, **options)
    return file.getvalue()

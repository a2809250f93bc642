"""Writes of the catalogue: one function per thing that happens."""

from catalog.services.attributes import AttributeValue, attribute_values_read
from catalog.services.brands import brand_create, brand_delete, brand_update
from catalog.services.categories import (
    category_create,
    category_delete,
    category_move,
    category_restore,
    category_update,
)
from catalog.services.emblems import brand_logo_clear, brand_logo_set, category_image_clear, category_image_set
from catalog.services.images import (
    image_add,
    image_delete,
    image_restore,
    image_sizes_make,
    image_update,
    images_order,
)
from catalog.services.places import AttributePlace, category_attributes_set
from catalog.services.products import product_create, product_delete, product_restore, product_update
from catalog.services.publication import (
    MOST_OBJECTIONS,
    REVIEWED_FIELDS,
    Objection,
    product_approve,
    product_archive,
    product_return,
    product_submit,
    product_withdraw,
)
from catalog.services.sweep import orphan_pictures_delete
from catalog.services.variants import variant_create, variant_delete, variant_restore, variant_update
from catalog.services.vocabulary import (
    MOST_OPTIONS,
    OptionText,
    attribute_create,
    attribute_delete,
    attribute_update,
)
from core.media import picture_reencode

__all__ = [
    "MOST_OBJECTIONS",
    "MOST_OPTIONS",
    "REVIEWED_FIELDS",
    "AttributePlace",
    "AttributeValue",
    "Objection",
    "OptionText",
    "attribute_create",
    "attribute_delete",
    "attribute_update",
    "attribute_values_read",
    "brand_create",
    "brand_delete",
    "brand_logo_clear",
    "brand_logo_set",
    "brand_update",
    "category_attributes_set",
    "category_create",
    "category_delete",
    "category_image_clear",
    "category_image_set",
    "category_move",
    "category_restore",
    "category_update",
    "image_add",
    "image_delete",
    "image_restore",
    "image_sizes_make",
    "image_update",
    "images_order",
    "orphan_pictures_delete",
    "picture_reencode",
    "product_approve",
    "product_archive",
    "product_create",
    "product_delete",
    "product_restore",
    "product_return",
    "product_submit",
    "product_update",
    "product_withdraw",
    "variant_create",
    "variant_delete",
    "variant_restore",
    "variant_update",
]

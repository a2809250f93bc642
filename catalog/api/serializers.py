"""What goes in and out of the catalogue's API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import Category
from catalog.selectors import srcset
from catalog.services import MOST_OBJECTIONS, MOST_OPTIONS, REVIEWED_FIELDS
from catalog.states import AttributeKind, ProductStatus
from core.api.serializers import Input, Output, WholeNumberField

LONGEST_TEXT = 20_000
FOCAL = "What must stay in view when it is cropped, in percent."
LARGEST_MEASURE = 1_000_000  # grams or millimetres


@extend_schema_field({"type": ["string", "null"]})
class PictureField(serializers.Field[Any, Any, Any, Any]):
    """The address of a stored picture, or null."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> str | None:
        return str(value.url) if value else None


@extend_schema_field({"type": "string"})
class SrcsetField(serializers.Field[Any, Any, Any, Any]):
    """The sizes of a picture as `srcset` wants them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["read_only"] = True
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> str:
        return srcset(value)


class CategoryInput(Input):
    name = serializers.CharField(max_length=120)
    parent = serializers.UUIDField(  # type: ignore[assignment]
        required=False, allow_null=True, help_text="The category above; null for a root."
    )
    description = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False, help_text="False hides the whole subtree.")


class CategoryChangeInput(CategoryInput):
    name = serializers.CharField(max_length=120, required=False)


class CategoryOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    path = serializers.CharField(help_text="The slugs from the root down.")
    image = PictureField(help_text="The address of its picture.")
    parent = serializers.UUIDField(source="parent_id", allow_null=True)  # type: ignore[assignment]
    level = serializers.IntegerField(help_text="0 for a root.")
    is_active = serializers.BooleanField()


class CategoryNodeOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    path = serializers.CharField(help_text="The slugs from the root down.")
    image = PictureField(help_text="The address of its picture.")
    name = serializers.CharField()
    level = serializers.IntegerField()
    is_active = serializers.BooleanField()
    children = serializers.ListField(
        child=serializers.DictField(), help_text="Nodes of the same shape, in the order of their names."
    )


class CategoryTreeOutput(Output):
    results = CategoryNodeOutput(many=True)


def category_tree(rows: list[Category]) -> list[dict[str, Any]]:
    """Nest categories given in tree order; a node whose parent is not among them is left out."""
    nodes: dict[Any, dict[str, Any]] = {}
    roots: list[dict[str, Any]] = []
    for row in rows:
        above = roots if row.parent_id is None else nodes.get(row.parent_id, {}).get("children")
        if above is None:
            continue
        nodes[row.pk] = {
            "id": row.pk,
            "slug": row.slug,
            "path": row.path,
            "image": row.image.url if row.image else None,
            "name": row.name,
            "level": row.level,
            "is_active": row.is_active,
            "children": [],
        }
        above.append(nodes[row.pk])
    return roots


class BrandInput(Input):
    name = serializers.CharField(max_length=120)
    description = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    website = serializers.CharField(max_length=200, required=False, allow_blank=True)
    country = serializers.RegexField(
        r"^([A-Za-z]{2})?$", required=False, allow_blank=True, help_text="Where it comes from: ISO 3166, two letters."
    )


class BrandChangeInput(BrandInput):
    name = serializers.CharField(max_length=120, required=False)


class BrandOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    logo = PictureField(help_text="The address of its logo.")
    website = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True)


class OptionInput(Input):
    name = serializers.CharField(max_length=80)
    code = serializers.SlugField(
        max_length=60, allow_unicode=True, required=False, help_text="Made from the name where none is given."
    )
    colour = serializers.CharField(max_length=7, required=False, help_text="Of colours: such as #1f6feb.")


class OptionOutput(Output):
    code = serializers.CharField()
    name = serializers.CharField()
    colour = serializers.CharField(allow_blank=True)


class AttributePlaceInput(Input):
    attribute = serializers.SlugField(max_length=60, help_text="The code of an attribute.")
    is_facet = serializers.BooleanField(default=False, help_text="Shoppers narrow lists by it; not for texts.")
    is_variant_axis = serializers.BooleanField(default=False, help_text="Variants differ in it; choices and colours.")


class PlacesInput(Input):
    attributes: Any = serializers.ListSerializer(
        child=AttributePlaceInput(), max_length=50, help_text="In the order they are shown; replaces the whole set."
    )


class PlaceOutput(Output):
    attribute = serializers.CharField(source="attribute.code")
    name = serializers.CharField(source="attribute.name")
    kind = serializers.ChoiceField(source="attribute.kind", choices=AttributeKind.choices)
    unit = serializers.CharField(source="attribute.unit", allow_blank=True)
    is_facet = serializers.BooleanField()
    is_variant_axis = serializers.BooleanField()
    category = serializers.CharField(source="category.slug", help_text="The category that says so.")


class PlacesOutput(Output):
    results = PlaceOutput(many=True)


class AttributeInput(Input):
    name = serializers.CharField(max_length=80)
    code = serializers.SlugField(max_length=60, required=False, help_text="Made from the name where none is given.")
    kind = serializers.ChoiceField(choices=AttributeKind.choices, required=False)
    unit = serializers.CharField(max_length=16, required=False, allow_blank=True, help_text="Of numbers.")
    options: Any = serializers.ListSerializer(
        child=OptionInput(), required=False, max_length=MOST_OPTIONS, help_text="Of choices and colours, in order."
    )


class AttributeChangeInput(AttributeInput):
    name = serializers.CharField(max_length=80, required=False)
    code = None  # type: ignore[assignment]


class AttributeOutput(Output):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=AttributeKind.choices)
    unit = serializers.CharField(allow_blank=True)
    options = OptionOutput(source="own_options", many=True)


class ValueInput(Input):
    attribute = serializers.SlugField(max_length=60, help_text="The code of an attribute.")
    value = serializers.CharField(max_length=160, help_text="Of a choice or colour: the code or name of an option.")


class ValueOutput(Output):
    attribute = serializers.CharField(source="attribute.code")
    name = serializers.CharField(source="attribute.name")
    kind = serializers.ChoiceField(source="attribute.kind", choices=AttributeKind.choices)
    unit = serializers.CharField(source="attribute.unit", allow_blank=True)
    value = serializers.CharField(source="shown")
    option = serializers.CharField(source="option.code", allow_null=True, default=None)
    colour = serializers.CharField(allow_blank=True)


class VariantChangeInput(Input):
    sku = serializers.CharField(max_length=64, required=False, help_text="Kept in capitals; unique.")
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    weight_grams = WholeNumberField(min_value=0, max_value=LARGEST_MEASURE, required=False)
    length_mm = WholeNumberField(min_value=0, max_value=LARGEST_MEASURE, required=False)
    width_mm = WholeNumberField(min_value=0, max_value=LARGEST_MEASURE, required=False)
    height_mm = WholeNumberField(min_value=0, max_value=LARGEST_MEASURE, required=False)
    position = WholeNumberField(min_value=0, max_value=32_767, required=False)
    is_active = serializers.BooleanField(required=False)
    attributes: Any = serializers.ListSerializer(
        child=ValueInput(), required=False, max_length=50, help_text="Replaces the whole set."
    )


class VariantInput(VariantChangeInput):
    product = serializers.UUIDField()
    sku = serializers.CharField(max_length=64, help_text="Kept in capitals; unique.")


class VariantOutput(Output):
    id = serializers.UUIDField()
    product = serializers.UUIDField(source="product_id")
    sku = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    weight_grams = serializers.IntegerField()
    length_mm = serializers.IntegerField()
    width_mm = serializers.IntegerField()
    height_mm = serializers.IntegerField()
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()
    attributes = ValueOutput(source="own_values", many=True)


class ImageInput(Input):
    file = serializers.FileField(
        allow_empty_file=True, help_text="JPEG, PNG or WebP; at most 24 million pixels, 8,000 a side."
    )
    alt_text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    variant = serializers.UUIDField(required=False, allow_null=True)
    position = serializers.IntegerField(min_value=0, max_value=32_767, required=False)
    focal_x = serializers.IntegerField(min_value=0, max_value=100, required=False, help_text=FOCAL)
    focal_y = serializers.IntegerField(min_value=0, max_value=100, required=False, help_text=FOCAL)


class EmblemInput(Input):
    file = serializers.FileField(
        allow_empty_file=True, help_text="JPEG, PNG or WebP; at most 24 million pixels, 8,000 a side."
    )


class ImageOrderInput(Input):
    images = serializers.ListField(
        child=serializers.UUIDField(), max_length=100, help_text="Every picture of the product; the first is the cover."
    )


class ImageChangeInput(Input):
    alt_text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    variant = serializers.UUIDField(required=False, allow_null=True)
    position = WholeNumberField(min_value=0, max_value=32_767, required=False)
    focal_x = WholeNumberField(min_value=0, max_value=100, required=False, help_text=FOCAL)
    focal_y = WholeNumberField(min_value=0, max_value=100, required=False, help_text=FOCAL)


class ImageOutput(Output):
    id = serializers.UUIDField()
    url = serializers.CharField(source="file.url")
    srcset = SrcsetField(source="renditions", help_text="The sizes there are; empty while they are made.")
    alt_text = serializers.CharField(allow_blank=True)
    variant = serializers.UUIDField(source="variant_id", allow_null=True)
    position = serializers.IntegerField()
    focal_x = serializers.IntegerField()
    focal_y = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ObjectionInput(Input):
    field = serializers.ChoiceField(choices=REVIEWED_FIELDS)
    reason = serializers.CharField(max_length=500)


class ReturnInput(Input):
    objections: Any = serializers.ListSerializer(
        child=ObjectionInput(), min_length=1, max_length=MOST_OBJECTIONS, help_text="What should be changed, and why."
    )


class StepInput(Input):
    version = WholeNumberField(
        min_value=1, max_value=2_147_483_647, required=False, help_text="The version you read; another one is a 409."
    )


class ObjectionOutput(Output):
    field = serializers.CharField()
    reason = serializers.CharField()


class ManagedProductOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=ProductStatus.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)
    changed_live_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when changes to what is on sale wait for staff to look at them."
    )
    objections = ObjectionOutput(many=True)
    category = serializers.CharField(source="category.name")
    brand = serializers.CharField(source="brand.name", allow_null=True, default=None)
    is_featured = serializers.BooleanField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ProductChangeInput(Input):
    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    model_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    brand = serializers.UUIDField(required=False, allow_null=True)
    category = serializers.UUIDField(required=False)
    is_featured = serializers.BooleanField(required=False, help_text="Staff only.")
    attributes: Any = serializers.ListSerializer(
        child=ValueInput(), required=False, max_length=50, help_text="Replaces the whole set."
    )
    version = WholeNumberField(
        min_value=1, max_value=2_147_483_647, required=False, help_text="The version you read; another one is a 409."
    )


class ProductInput(ProductChangeInput):
    name = serializers.CharField(max_length=200)
    category = serializers.UUIDField()
    store = serializers.UUIDField(
        required=False, help_text="The store that maintains it; may be left out by those who work in one store."
    )
    is_draft = serializers.BooleanField(
        required=False, help_text="Keep it off sale until it is submitted. Always so where staff review products."
    )
    version = None  # type: ignore[assignment]


class ProductOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    model_name = serializers.CharField(allow_blank=True)
    brand = BrandOutput(allow_null=True)
    category = CategoryOutput()
    status = serializers.ChoiceField(choices=ProductStatus.choices)
    is_active = serializers.BooleanField(help_text="Whether it is live.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    changed_live_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when changes to what is on sale wait for staff to look at them."
    )
    objections = ObjectionOutput(many=True)
    is_featured = serializers.BooleanField()
    version = serializers.IntegerField()
    attributes = ValueOutput(source="own_values", many=True)
    variants = VariantOutput(many=True)
    images = ImageOutput(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()

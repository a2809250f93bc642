"""What can be sold: categories, brands, products, variants (SKU), attributes, images. Knows no store."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey

from catalog.states import AttributeKind, ProductStatus
from core.models import BaseModel


class Category(BaseModel, MPTTModel):
    """A node of the category tree. Every tree write takes one advisory lock (`services.category_…`)."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, allow_unicode=True)
    path = models.CharField(max_length=600, blank=True, default="", editable=False)  # slugs from the root, with "/"
    description = models.TextField(blank=True, default="")
    image = models.ImageField(upload_to="categories/", blank=True)
    parent = TreeForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    is_active = models.BooleanField(default=True)

    tree = TreeManager()  # type: ignore[django-manager-missing]

    class MPTTMeta:
        order_insertion_by = ["name"]

    class Meta(BaseModel.Meta):
        verbose_name_plural = "categories"
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["tree_id"], condition=Q(is_active=False, deleted_at=None), name="category_hidden"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(deleted_at=None), name="category_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Brand(BaseModel):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, allow_unicode=True)
    description = models.TextField(blank=True, default="")
    logo = models.ImageField(upload_to="brands/", blank=True)
    website = models.URLField(max_length=200, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")  # ISO 3166: where it comes from

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(deleted_at=None), name="brand_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Attribute(BaseModel):
    """A named property of products or variants: layout, switch type, scale length.

    Where no category names it, it applies everywhere; else in the subtrees of those that do (`CategoryAttribute`).
    """

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=AttributeKind, default=AttributeKind.TEXT)
    unit = models.CharField(max_length=16, blank=True, default="")

    class Meta(BaseModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(deleted_at=None), name="attribute_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class AttributeOption(BaseModel):
    """One of the values that a choice or a colour may have. The code is what addresses carry, the name what is read."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="options", db_index=False)
    code = models.SlugField(max_length=60, allow_unicode=True)
    name = models.CharField(max_length=80)
    colour = models.CharField(max_length=7, blank=True, default="")  # "#rrggbb", of colours only
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(BaseModel.Meta):
        verbose_name = "attribute option"
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["attribute", "position", "id"], name="option_of_attribute"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attribute", "code"], condition=Q(deleted_at=None), name="option_code_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CategoryAttribute(BaseModel):
    """That products of a category and its subtree have an attribute; the nearest category above a product counts."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="attributes", db_index=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="categories")
    is_facet = models.BooleanField(default=False)  # shoppers narrow lists by it
    is_variant_axis = models.BooleanField(default=False)  # variants of one product differ in it
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(BaseModel.Meta):
        verbose_name = "category attribute"
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["category", "position", "id"], name="attribute_of_category"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "attribute"], condition=Q(deleted_at=None), name="category_attribute_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.attribute_id}"


class Product(BaseModel):
    """Something for sale, whoever sells it; stores make offers for its variants."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, allow_unicode=True)
    description = models.TextField(blank=True, default="")
    model_name = models.CharField(max_length=80, blank=True, default="")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="products")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    status = models.CharField(max_length=16, choices=ProductStatus, default=ProductStatus.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Since when what a store changed on sale waits for staff to look at it; never where they do not review.
    changed_live_at = models.DateTimeField(null=True, blank=True, editable=False)
    objections = models.JSONField(default=list, blank=True, editable=False)  # why it came back: [{field, reason}]
    is_featured = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)  # grows with every edit; stale edits are refused

    class Meta(BaseModel.Meta):
        indexes = [
            *BaseModel.Meta.indexes,
            models.Index(fields=["category", "-id"], name="product_of_category"),
            models.Index(
                fields=["submitted_at", "id"], condition=Q(status=ProductStatus.IN_REVIEW), name="product_to_review"
            ),
            models.Index(
                fields=["changed_live_at", "id"], condition=Q(changed_live_at__isnull=False), name="product_to_look_at"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(deleted_at=None), name="product_slug_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.status == ProductStatus.LIVE


class ProductVariant(BaseModel):
    """A SKU of a product. Weight in grams, lengths in millimetres, of the packed article."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=64)
    name = models.CharField(max_length=120, blank=True, default="")
    weight_grams = models.PositiveIntegerField(default=0)
    length_mm = models.PositiveIntegerField(default=0)
    width_mm = models.PositiveIntegerField(default=0)
    height_mm = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta(BaseModel.Meta):
        verbose_name = "product variant"
        constraints = [
            models.UniqueConstraint("sku", condition=Q(deleted_at=None), name="variant_sku_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}".strip()


class ProductAttribute(BaseModel):
    """The value of an attribute for a product, or for one variant of it.

    `value` is plain text, a number without needless zeros, `true` or `false`, or the code of the `option`.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="attribute_values")
    variant = models.ForeignKey(
        ProductVariant, on_delete=models.CASCADE, null=True, blank=True, related_name="attribute_values"
    )
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="values")
    option = models.ForeignKey(AttributeOption, on_delete=models.PROTECT, null=True, blank=True, related_name="values")
    value = models.CharField(max_length=160)

    class Meta(BaseModel.Meta):
        verbose_name = "product attribute"
        constraints = [
            models.UniqueConstraint(
                fields=["product", "attribute"],
                condition=Q(deleted_at=None, variant=None),
                name="product_attribute_unique",
            ),
            models.UniqueConstraint(
                fields=["variant", "attribute"],
                condition=Q(deleted_at=None, variant__isnull=False),
                name="variant_attribute_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute_id}: {self.value}"

    @property
    def shown(self) -> str:
        """The value as people read it. The option must be loaded."""
        return self.option.name if self.option is not None else self.value

    @property
    def colour(self) -> str:
        return self.option.colour if self.option is not None else ""


class ProductImage(BaseModel):
    """A picture of a product, re-encoded on upload; the lowest position is the cover."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    variant = models.ForeignKey(ProductVariant, on_delete=models.SET_NULL, null=True, blank=True, related_name="images")
    file = models.ImageField(upload_to="products/", width_field="width", height_field="height")
    alt_text = models.CharField(max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    focal_x = models.PositiveSmallIntegerField(default=50)  # what must stay in view when it is cropped, in percent
    focal_y = models.PositiveSmallIntegerField(default=50)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    renditions = models.JSONField(default=dict, blank=True, editable=False)  # width → name of a smaller file
    checksum = models.CharField(max_length=64, blank=True, default="", editable=False)  # SHA-256 of what was sent

    class Meta(BaseModel.Meta):
        verbose_name = "product image"
        indexes = [*BaseModel.Meta.indexes, models.Index(fields=["product", "position"], name="image_of_product")]
        constraints = [
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="image_focal_point_inside"),
        ]

    def __str__(self) -> str:
        return self.alt_text or str(self.file)

import core.ids
import django.db.models.deletion
import django.utils.timezone
import mptt.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("code", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TEXT", "Text"),
                            ("NUMBER", "Number"),
                            ("CHOICE", "Choice"),
                            ("BOOLEAN", "Yes or no"),
                            ("COLOUR", "Colour"),
                        ],
                        default="TEXT",
                        max_length=8,
                    ),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=16)),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="catalog_att_deleted_9e2e95_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("code",), name="attribute_code_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttributeOption",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("code", models.SlugField(allow_unicode=True, max_length=60)),
                ("name", models.CharField(max_length=80)),
                ("colour", models.CharField(blank=True, default="", max_length=7)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "attribute",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="catalog.attribute",
                    ),
                ),
            ],
            options={
                "verbose_name": "attribute option",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="catalog_att_deleted_1c3a93_idx"),
                    models.Index(fields=["attribute", "position", "id"], name="option_of_attribute"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("attribute", "code"),
                        name="option_code_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(allow_unicode=True, max_length=140)),
                ("description", models.TextField(blank=True, default="")),
                ("logo", models.ImageField(blank=True, upload_to="brands/")),
                ("website", models.URLField(blank=True, default="")),
                ("country", models.CharField(blank=True, default="", max_length=2)),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="catalog_bra_deleted_10ab91_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("slug",), name="brand_slug_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(allow_unicode=True, max_length=140)),
                ("path", models.CharField(blank=True, default="", editable=False, max_length=600)),
                ("description", models.TextField(blank=True, default="")),
                ("image", models.ImageField(blank=True, upload_to="categories/")),
                ("is_active", models.BooleanField(default=True)),
                ("lft", models.PositiveIntegerField(editable=False)),
                ("rght", models.PositiveIntegerField(editable=False)),
                ("tree_id", models.PositiveIntegerField(db_index=True, editable=False)),
                ("level", models.PositiveIntegerField(editable=False)),
                (
                    "parent",
                    mptt.fields.TreeForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "categories",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="catalog_cat_deleted_0d21c5_idx"),
                    models.Index(
                        condition=models.Q(("deleted_at", None), ("is_active", False)),
                        fields=["tree_id"],
                        name="category_hidden",
                    ),
                    models.Index(fields=["tree_id", "lft"], name="catalog_category_tree_id_lc185"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("slug",), name="category_slug_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CategoryAttribute",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("is_facet", models.BooleanField(default=False)),
                ("is_variant_axis", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "attribute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="categories", to="catalog.attribute"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attributes",
                        to="catalog.category",
                    ),
                ),
            ],
            options={
                "verbose_name": "category attribute",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="catalog_cat_deleted_d37c41_idx"),
                    models.Index(fields=["category", "position", "id"], name="attribute_of_category"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("category", "attribute"),
                        name="category_attribute_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(allow_unicode=True, max_length=220)),
                ("description", models.TextField(blank=True, default="")),
                ("model_name", models.CharField(blank=True, default="", max_length=80)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("IN_REVIEW", "In review"),
                            ("LIVE", "Live"),
                            ("ARCHIVED", "Archived"),
                        ],
                        default="DRAFT",
                        max_length=16,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("changed_live_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("objections", models.JSONField(blank=True, default=list, editable=False)),
                ("is_featured", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="catalog.brand",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="products", to="catalog.category"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="catalog_pro_deleted_4b2efe_idx"),
                    models.Index(fields=["category", "-id"], name="product_of_category"),
                    models.Index(
                        condition=models.Q(("status", "IN_REVIEW")),
                        fields=["submitted_at", "id"],
                        name="product_to_review",
                    ),
                    models.Index(
                        condition=models.Q(("changed_live_at__isnull", False)),
                        fields=["changed_live_at", "id"],
                        name="product_to_look_at",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("slug",), name="product_slug_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductVariant",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("sku", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                ("weight_grams", models.PositiveIntegerField(default=0)),
                ("length_mm", models.PositiveIntegerField(default=0)),
                ("width_mm", models.PositiveIntegerField(default=0)),
                ("height_mm", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "product variant",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="catalog_pro_deleted_7d5e35_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("sku"), condition=models.Q(("deleted_at", None)), name="variant_sku_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductImage",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("file", models.ImageField(height_field="height", upload_to="products/", width_field="width")),
                ("alt_text", models.CharField(blank=True, default="", max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("focal_x", models.PositiveSmallIntegerField(default=50)),
                ("focal_y", models.PositiveSmallIntegerField(default=50)),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("renditions", models.JSONField(blank=True, default=dict, editable=False)),
                ("checksum", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="images", to="catalog.product"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="images",
                        to="catalog.productvariant",
                    ),
                ),
            ],
            options={
                "verbose_name": "product image",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="catalog_pro_deleted_c16112_idx"),
                    models.Index(fields=["product", "position"], name="image_of_product"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)),
                        name="image_focal_point_inside",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductAttribute",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("value", models.CharField(max_length=160)),
                (
                    "attribute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="catalog.attribute"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="catalog.attributeoption",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attribute_values",
                        to="catalog.product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attribute_values",
                        to="catalog.productvariant",
                    ),
                ),
            ],
            options={
                "verbose_name": "product attribute",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="catalog_pro_deleted_26cc78_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("variant", None)),
                        fields=("product", "attribute"),
                        name="product_attribute_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("variant__isnull", False)),
                        fields=("variant", "attribute"),
                        name="variant_attribute_unique",
                    ),
                ],
            },
        ),
    ]

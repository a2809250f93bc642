"""Kinds and options of attributes, which category has which, pages of brands, paths of categories, picture sizes."""

import core.ids
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_product_status_tighten"),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "attribute option",
                "abstract": False,
                "default_manager_name": "objects",
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
            ],
            options={
                "verbose_name": "category attribute",
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="attribute",
            name="kind",
            field=models.CharField(
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
        migrations.AddField(
            model_name="brand",
            name="country",
            field=models.CharField(blank=True, default="", max_length=2),
        ),
        migrations.AddField(
            model_name="brand",
            name="logo",
            field=models.ImageField(blank=True, upload_to="brands/"),
        ),
        migrations.AddField(
            model_name="brand",
            name="website",
            field=models.URLField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="category",
            name="path",
            field=models.CharField(blank=True, default="", editable=False, max_length=600),
        ),
        migrations.AddField(
            model_name="productimage",
            name="checksum",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="productimage",
            name="focal_x",
            field=models.PositiveSmallIntegerField(default=50),
        ),
        migrations.AddField(
            model_name="productimage",
            name="focal_y",
            field=models.PositiveSmallIntegerField(default=50),
        ),
        migrations.AddField(
            model_name="productimage",
            name="renditions",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddConstraint(
            model_name="productimage",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)), name="image_focal_point_inside"
            ),
        ),
        migrations.AddField(
            model_name="attributeoption",
            name="attribute",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="options",
                to="catalog.attribute",
            ),
        ),
        migrations.AddField(
            model_name="productattribute",
            name="option",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="values",
                to="catalog.attributeoption",
            ),
        ),
        migrations.AddField(
            model_name="categoryattribute",
            name="attribute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="categories", to="catalog.attribute"
            ),
        ),
        migrations.AddField(
            model_name="categoryattribute",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attributes",
                to="catalog.category",
            ),
        ),
        migrations.AddIndex(
            model_name="attributeoption",
            index=models.Index(fields=["deleted_at", "updated_at"], name="catalog_att_deleted_1c3a93_idx"),
        ),
        migrations.AddIndex(
            model_name="attributeoption",
            index=models.Index(fields=["attribute", "position", "id"], name="option_of_attribute"),
        ),
        migrations.AddConstraint(
            model_name="attributeoption",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)), fields=("attribute", "code"), name="option_code_unique"
            ),
        ),
        migrations.AddIndex(
            model_name="categoryattribute",
            index=models.Index(fields=["deleted_at", "updated_at"], name="catalog_cat_deleted_d37c41_idx"),
        ),
        migrations.AddIndex(
            model_name="categoryattribute",
            index=models.Index(fields=["category", "position", "id"], name="attribute_of_category"),
        ),
        migrations.AddConstraint(
            model_name="categoryattribute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("category", "attribute"),
                name="category_attribute_unique",
            ),
        ),
    ]

"""What lists are narrowed by and sorted by rating with, and the words that suggestions look up."""

import core.fields
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_category_paths"),
        ("markets", "0002_seed_markets"),
        ("storefront", "0004_market_code"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("product", "Product"), ("category", "Category"), ("store", "Store")], max_length=8
                    ),
                ),
                ("market_code", models.CharField(blank=True, default="", max_length=16)),
                ("word", models.CharField(max_length=40)),
                ("uses", models.PositiveIntegerField(default=1)),
                ("best", core.fields.TextListField(blank=True, default=list)),
                ("refreshed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "search word",
            },
        ),
        migrations.AddField(
            model_name="productlisting",
            name="facets",
            field=core.fields.TextListField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="productlisting",
            name="rating_score",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(fields=["market", "-rating_score", "-id"], name="listing_rating"),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(fields=["market", "category_1", "-rating_score", "-id"], name="listing_rating_1"),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(fields=["market", "category_2", "-rating_score", "-id"], name="listing_rating_2"),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(fields=["market", "category_3", "-rating_score", "-id"], name="listing_rating_3"),
        ),
        migrations.AddIndex(
            model_name="productlisting",
            index=models.Index(fields=["market", "category_4", "-rating_score", "-id"], name="listing_rating_4"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                models.F("kind"),
                models.F("market_code"),
                django.db.models.functions.text.Left("word", 1),
                models.OrderBy(models.F("uses"), descending=True),
                name="search_word_1",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                models.F("kind"),
                models.F("market_code"),
                django.db.models.functions.text.Left("word", 2),
                models.OrderBy(models.F("uses"), descending=True),
                name="search_word_2",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                models.F("kind"),
                models.F("market_code"),
                django.db.models.functions.text.Left("word", 3),
                models.OrderBy(models.F("uses"), descending=True),
                name="search_word_3",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                condition=models.Q(("uses__gte", 24)), fields=["refreshed_at", "id"], name="search_word_full"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.UniqueConstraint(fields=("kind", "market_code", "word"), name="search_word_unique"),
        ),
    ]

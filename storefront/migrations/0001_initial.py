import core.fields
import core.ids
import core.money
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_initial"),
        ("markets", "0001_initial"),
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
                "indexes": [
                    models.Index(
                        models.F("kind"),
                        models.F("market_code"),
                        django.db.models.functions.text.Left("word", 1),
                        models.OrderBy(models.F("uses"), descending=True),
                        name="search_word_1",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("market_code"),
                        django.db.models.functions.text.Left("word", 2),
                        models.OrderBy(models.F("uses"), descending=True),
                        name="search_word_2",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("market_code"),
                        django.db.models.functions.text.Left("word", 3),
                        models.OrderBy(models.F("uses"), descending=True),
                        name="search_word_3",
                    ),
                    models.Index(
                        condition=models.Q(("uses__gte", 24)), fields=["refreshed_at", "id"], name="search_word_full"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "market_code", "word"), name="search_word_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductListing",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("market_code", models.CharField(default="", max_length=16)),
                ("slug", models.CharField(max_length=220)),
                ("name", models.CharField(max_length=200)),
                ("folded_name", models.CharField(default="", max_length=400)),
                ("brand_id", models.UUIDField(null=True)),
                ("category_1", models.UUIDField(null=True)),
                ("category_2", models.UUIDField(null=True)),
                ("category_3", models.UUIDField(null=True)),
                ("category_4", models.UUIDField(null=True)),
                ("currency", core.money.CurrencyField()),
                ("price_minor", models.BigIntegerField()),
                ("compare_at_minor", models.BigIntegerField(null=True)),
                ("is_available", models.BooleanField(default=False)),
                ("offer_count", models.PositiveIntegerField(default=0)),
                ("store_ids", models.JSONField(default=list)),
                ("facets", core.fields.TextListField(blank=True, default=list)),
                ("rating_basis_points", models.PositiveIntegerField(default=0)),
                ("rating_score", models.PositiveIntegerField(default=0)),
                ("review_count", models.PositiveIntegerField(default=0)),
                ("sold_count", models.PositiveIntegerField(default=0)),
                ("is_featured", models.BooleanField(default=False)),
                ("rank", models.IntegerField(default=0)),
                ("listed_at", models.DateTimeField()),
                ("card", models.TextField()),
                ("words", models.TextField(default="")),
                ("document", django.contrib.postgres.search.SearchVectorField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "market",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="catalog.product",
                    ),
                ),
            ],
            options={
                "verbose_name": "product listing",
                "indexes": [
                    models.Index(fields=["market", "-listed_at", "-id"], name="listing_newest"),
                    models.Index(fields=["market", "price_minor", "id"], name="listing_price"),
                    models.Index(fields=["market", "-sold_count", "-id"], name="listing_sold"),
                    models.Index(fields=["market", "-rating_score", "-id"], name="listing_rating"),
                    models.Index(fields=["market_code", "-rank", "-id"], name="listing_rank"),
                    models.Index(
                        condition=models.Q(("is_featured", True)),
                        fields=["market", "-listed_at", "-id"],
                        name="listing_featured",
                    ),
                    models.Index(fields=["market", "category_1", "-listed_at", "-id"], name="listing_newest_1"),
                    models.Index(fields=["market", "category_2", "-listed_at", "-id"], name="listing_newest_2"),
                    models.Index(fields=["market", "category_3", "-listed_at", "-id"], name="listing_newest_3"),
                    models.Index(fields=["market", "category_4", "-listed_at", "-id"], name="listing_newest_4"),
                    models.Index(fields=["market", "category_1", "price_minor", "id"], name="listing_price_1"),
                    models.Index(fields=["market", "category_2", "price_minor", "id"], name="listing_price_2"),
                    models.Index(fields=["market", "category_3", "price_minor", "id"], name="listing_price_3"),
                    models.Index(fields=["market", "category_4", "price_minor", "id"], name="listing_price_4"),
                    models.Index(fields=["market", "category_1", "-sold_count", "-id"], name="listing_sold_1"),
                    models.Index(fields=["market", "category_2", "-sold_count", "-id"], name="listing_sold_2"),
                    models.Index(fields=["market", "category_3", "-sold_count", "-id"], name="listing_sold_3"),
                    models.Index(fields=["market", "category_4", "-sold_count", "-id"], name="listing_sold_4"),
                    models.Index(fields=["market", "category_1", "-rating_score", "-id"], name="listing_rating_1"),
                    models.Index(fields=["market", "category_2", "-rating_score", "-id"], name="listing_rating_2"),
                    models.Index(fields=["market", "category_3", "-rating_score", "-id"], name="listing_rating_3"),
                    models.Index(fields=["market", "category_4", "-rating_score", "-id"], name="listing_rating_4"),
                ],
                "constraints": [models.UniqueConstraint(fields=("product", "market"), name="listing_unique")],
            },
        ),
    ]

import core.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("catalog", "0001_initial"),
        ("marketplace", "0001_initial"),
        ("sales", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProductRating",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("stars_1", models.PositiveIntegerField(default=0)),
                ("stars_2", models.PositiveIntegerField(default=0)),
                ("stars_3", models.PositiveIntegerField(default=0)),
                ("stars_4", models.PositiveIntegerField(default=0)),
                ("stars_5", models.PositiveIntegerField(default=0)),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rating_row", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "product rating",
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("rating", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True, default="")),
                (
                    "status",
                    models.CharField(
                        choices=[("PUBLISHED", "Published"), ("HIDDEN", "Hidden by moderation")],
                        default="PUBLISHED",
                        max_length=12,
                    ),
                ),
                ("moderation_reason", models.CharField(blank=True, default="", max_length=500)),
                ("helpful_count", models.PositiveIntegerField(default=0)),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("reply", models.TextField(blank=True, default="")),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order_item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="sales.orderitem",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="catalog.product",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="marketplace.store",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="reviews_rev_deleted_10ef2e_idx"),
                    models.Index(fields=["product", "-id"], name="review_newest"),
                    models.Index(fields=["product", "-helpful_count", "-id"], name="review_helpful"),
                    models.Index(fields=["product", "-rating", "-id"], name="review_rating"),
                    models.Index(fields=["store", "-id"], name="review_of_store"),
                    models.Index(fields=["author", "-id"], name="review_of_author"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("order_item", "author"),
                        name="review_one_per_line_and_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rating__gte", 1), ("rating__lte", 5)), name="review_one_to_five_stars"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewImage",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("file", models.ImageField(height_field="height", upload_to="reviews/", width_field="width")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="images", to="reviews.review"
                    ),
                ),
            ],
            options={
                "verbose_name": "review picture",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="reviews_rev_deleted_d4c1a0_idx")],
            },
        ),
        migrations.CreateModel(
            name="ReviewReport",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("spam", "Advertising or spam"),
                            ("offensive", "Insults or hate"),
                            ("personal", "Names or addresses of people"),
                            ("unrelated", "Not about the product or the shop"),
                            ("untrue", "Untrue or paid for"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("UPHELD", "Upheld: the review was hidden"),
                            ("DISMISSED", "Dismissed: the review stays"),
                        ],
                        default="OPEN",
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reporter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "verbose_name": "review report",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="reviews_rev_deleted_970151_idx"),
                    models.Index(condition=models.Q(("status", "OPEN")), fields=["review"], name="review_report_open"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("review", "reporter"),
                        name="review_one_report_per_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewVote",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "review",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="reviews.review",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_votes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "helpful vote",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("review", "user"),
                        name="review_one_vote_per_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreRating",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("stars_1", models.PositiveIntegerField(default=0)),
                ("stars_2", models.PositiveIntegerField(default=0)),
                ("stars_3", models.PositiveIntegerField(default=0)),
                ("stars_4", models.PositiveIntegerField(default=0)),
                ("stars_5", models.PositiveIntegerField(default=0)),
                (
                    "store",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rating_row", to="marketplace.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "store rating",
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
    ]

import core.ids
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="City",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("country", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=80)),
                ("latitude", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=9)),
                ("longitude", models.DecimalField(decimal_places=6, default=Decimal("0"), max_digits=9)),
            ],
            options={
                "verbose_name_plural": "cities",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="shipping_ci_deleted_348cb1_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("country", "key"), name="city_key_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShippingService",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("courier", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=80)),
                ("code", models.SlugField(max_length=40)),
                ("base_price_minor", models.BigIntegerField()),
                ("price_per_kg_minor", models.BigIntegerField(default=0)),
                ("price_per_km_minor", models.BigIntegerField(default=0)),
                ("volume_factor", models.PositiveIntegerField(default=5000)),
                ("min_days", models.PositiveSmallIntegerField(default=1)),
                ("max_days", models.PositiveSmallIntegerField(default=3)),
                ("max_weight_grams", models.PositiveIntegerField(default=30000)),
                ("tracking_url", models.CharField(blank=True, default="", max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipping_services",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "verbose_name": "shipping service",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="shipping_sh_deleted_d61e2f_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("code",), name="shipping_code_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("base_price_minor__gte", 0), ("price_per_kg_minor__gte", 0), ("price_per_km_minor__gte", 0)
                        ),
                        name="shipping_prices_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("volume_factor__gt", 0)), name="shipping_volume_factor_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_days__gte", models.F("min_days"))), name="shipping_days_in_order"
                    ),
                ],
            },
        ),
    ]

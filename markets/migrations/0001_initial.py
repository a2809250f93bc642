import core.ids
import core.money
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Market",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("code", models.SlugField(max_length=16)),
                ("name", models.CharField(max_length=80)),
                ("currency", core.money.CurrencyField()),
                ("countries", models.JSONField(default=list)),
                ("default_language", models.CharField(default="en", max_length=8)),
                ("tax_name", models.CharField(blank=True, default="", max_length=40)),
                ("tax_basis_points", models.PositiveIntegerField(default=0)),
                ("rounding_step_minor", models.PositiveIntegerField(default=1)),
                ("gateways", models.JSONField(default=list)),
                ("default_distance_km", models.PositiveIntegerField(default=500)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="markets_mar_deleted_20724f_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("code",), name="market_code_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rounding_step_minor__gt", 0)), name="market_step_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("base", core.money.CurrencyField()),
                ("quote", core.money.CurrencyField()),
                ("rate", models.DecimalField(decimal_places=12, max_digits=24)),
                ("valid_from_at", models.DateTimeField()),
                ("source", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "verbose_name": "exchange rate",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("base", "quote", "valid_from_at"), name="exchange_rate_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", Decimal("0"))), name="exchange_rate_positive"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exchangerate",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4e0aa24e43d981489d431535b3d2a2b5ae75ae64",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_303b0",
                    table="markets_exchangerate",
                    when="BEFORE",
                ),
            ),
        ),
    ]

import core.ids
import core.money
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sales", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempt_number", models.PositiveSmallIntegerField(default=1)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("CREATED", "Created"),
                            ("SENT", "Waiting at the gateway"),
                            ("VERIFYING", "Being confirmed"),
                            ("UNKNOWN", "Not known yet"),
                            ("CAPTURED", "Captured"),
                            ("FAILED", "Failed"),
                            ("CANCELLED", "Cancelled"),
                            ("EXPIRED", "Expired"),
                            ("MISMATCH", "Captured with another amount or currency"),
                            ("SURPLUS", "Captured although nothing was owed"),
                        ],
                        default="CREATED",
                        max_length=16,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", core.money.CurrencyField()),
                ("gateway", models.CharField(blank=True, default="", max_length=32)),
                ("gateway_reference", models.CharField(blank=True, max_length=128, null=True)),
                ("redirect_url", models.CharField(blank=True, default="", max_length=500)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("settles_order", models.BooleanField(default=False)),
                ("captured_minor", models.BigIntegerField(default=0)),
                ("captured_currency", core.money.CurrencyField(blank=True, null=True)),
                ("refunded_minor", models.BigIntegerField(default=0)),
                ("captured_at", models.DateTimeField(blank=True, null=True)),
                ("is_manual", models.BooleanField(default=False)),
                ("failure_code", models.CharField(blank=True, default="", max_length=64)),
                ("next_query_at", models.DateTimeField(blank=True, null=True)),
                ("queries", models.PositiveSmallIntegerField(default=0)),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="sales.order",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["SENT", "VERIFYING", "UNKNOWN"])),
                        fields=["next_query_at"],
                        name="payment_to_reconcile",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="payment_amount_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refunded_minor__gte", 0), ("refunded_minor__lte", models.F("captured_minor"))
                        ),
                        name="payment_refunds_within_captured",
                    ),
                    models.UniqueConstraint(fields=("order", "attempt_number"), name="payment_attempt_unique"),
                    models.UniqueConstraint(fields=("gateway", "gateway_reference"), name="payment_reference_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("settles_order", True)),
                        fields=("order",),
                        name="payment_one_capture_per_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("gateway", models.CharField(max_length=32)),
                ("event_key", models.CharField(max_length=128)),
                ("gateway_reference", models.CharField(blank=True, default="", max_length=128)),
                ("body", models.BinaryField(max_length=1048576)),
                ("headers", models.JSONField(default=dict)),
                ("claim", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "webhook event",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("gateway", "event_key"), name="webhook_event_unique")],
            },
        ),
        migrations.CreateModel(
            name="WebhookProcessing",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("applied", "Applied"),
                            ("ignored", "Ignored"),
                            ("failed", "Failed"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="processing",
                        to="payments.webhookevent",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="payments.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook processing",
                "verbose_name_plural": "webhook processing",
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("REQUESTED", "Requested"),
                            ("EXECUTING", "At the gateway"),
                            ("SUCCEEDED", "Refunded"),
                            ("FAILED", "Refused by the gateway"),
                        ],
                        default="REQUESTED",
                        max_length=12,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", core.money.CurrencyField()),
                ("cause", models.CharField(max_length=32)),
                ("gateway_reference", models.CharField(blank=True, default="", max_length=128)),
                ("failure_code", models.CharField(blank=True, default="", max_length=64)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("next_query_at", models.DateTimeField(blank=True, null=True)),
                ("queries", models.PositiveSmallIntegerField(default=0)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.payment"
                    ),
                ),
                (
                    "store_order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="sales.storeorder",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "EXECUTING")),
                        fields=["next_query_at"],
                        name="refund_to_reconcile",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="refund_amount_positive"),
                    models.UniqueConstraint(
                        condition=models.Q(("cause", "cancelled")),
                        fields=("payment", "store_order"),
                        name="refund_once_per_cancellation",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cause__in", ["surplus", "mismatch"])),
                        fields=("payment",),
                        name="refund_once_per_surplus",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransactionLog",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("event", models.CharField(max_length=32)),
                ("old_status", models.CharField(blank=True, default="", max_length=16)),
                ("new_status", models.CharField(blank=True, default="", max_length=16)),
                ("cause", models.CharField(blank=True, default="", max_length=64)),
                ("actor_type", models.CharField(default="system", max_length=16)),
                ("actor_id", models.CharField(blank=True, default="", max_length=64)),
                ("actor_label", models.CharField(blank=True, default="", max_length=160)),
                ("data", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, default="", max_length=64)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="payments.payment"
                    ),
                ),
            ],
            options={
                "verbose_name": "transaction log entry",
                "verbose_name_plural": "transaction log",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["payment", "id"], name="log_of_payment")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="webhookevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5eae5490466fb1206307fbeb9fcc1c1d444ab464",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_dafeb",
                    table="payments_webhookevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transactionlog",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="78023ea2e8807b16c52a757c947f68c12dcd8870",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0ec07",
                    table="payments_transactionlog",
                    when="BEFORE",
                ),
            ),
        ),
    ]

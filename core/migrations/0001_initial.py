import core.ids
import core.models.files
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("actor", models.CharField(max_length=80)),
                ("route", models.CharField(max_length=160)),
                ("key", models.CharField(max_length=255)),
                ("fingerprint", models.CharField(max_length=64)),
                ("is_done", models.BooleanField(default=False)),
                ("response_status", models.SmallIntegerField(blank=True, null=True)),
                ("response_body", models.JSONField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("actor", "route", "key"), name="idempotency_key_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="JobHeartbeat",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("is_ok", models.BooleanField(default=True)),
                ("last_error", models.TextField(blank=True, default="")),
                ("runs", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "job heartbeat",
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(max_length=160)),
                ("key", models.CharField(blank=True, max_length=255, null=True)),
                ("arguments", models.JSONField(default=dict)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "outbox message",
                "indexes": [
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("dead_at", None), ("handled_at", None)),
                        name="outbox_due",
                    ),
                    models.Index(
                        models.F("dead_at"), condition=models.Q(("dead_at__isnull", False)), name="outbox_dead"
                    ),
                    models.Index(
                        models.F("handled_at"), condition=models.Q(("handled_at__isnull", False)), name="outbox_handled"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key__isnull", False)), fields=("key",), name="outbox_key_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivateFile",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("kind", models.CharField(max_length=40)),
                ("owner_id", models.UUIDField(blank=True, null=True)),
                ("store_id", models.UUIDField(blank=True, null=True)),
                ("store_permission", models.CharField(blank=True, default="", max_length=40)),
                ("name", models.CharField(max_length=160)),
                ("content_type", models.CharField(max_length=100)),
                (
                    "file",
                    models.FileField(max_length=160, storage=core.models.files.private_storage, upload_to="unused"),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "private file",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="core_privat_deleted_b297a1_idx"),
                    models.Index(fields=["owner_id", "kind"], name="private_file_of_owner"),
                    models.Index(fields=["expires_at"], name="private_file_expiry"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("owner_id__isnull", False), ("store_id__isnull", False), _connector="OR"),
                        name="private_file_has_readers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RateTry",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("used", models.IntegerField()),
                ("next_at", models.FloatField(db_index=True)),
            ],
            options={
                "verbose_name": "rate try",
                "verbose_name_plural": "rate tries",
            },
        ),
        migrations.CreateModel(
            name="RateWindow",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("allowed", models.IntegerField()),
                ("used", models.IntegerField()),
                ("expires_at", models.FloatField(db_index=True)),
            ],
            options={
                "verbose_name": "rate window",
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("actor_type", models.CharField(max_length=16)),
                ("actor_id", models.CharField(blank=True, default="", max_length=64)),
                ("actor_label", models.CharField(blank=True, default="", max_length=160)),
                ("action", models.CharField(max_length=64)),
                ("object_type", models.CharField(max_length=64)),
                ("object_id", models.CharField(max_length=64)),
                ("object_label", models.CharField(blank=True, default="", max_length=200)),
                ("store_id", models.UUIDField(blank=True, null=True)),
                ("changes", models.JSONField(default=dict)),
                ("request_id", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["object_type", "object_id", "created_at"], name="audit_object"),
                    models.Index(fields=["store_id", "created_at"], name="audit_store"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6b2652b5bb5129424469034ae53d5116f56d3e42",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_97da0",
                    table="core_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]

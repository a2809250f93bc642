import core.ids
import core.money
import django.db.models.deletion
import django.utils.timezone
import marketplace.models.stock
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("catalog", "0001_initial"),
        ("core", "0001_initial"),
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seller",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=160)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Getting ready"),
                            ("PENDING", "Waiting for approval"),
                            ("RETURNED", "Sent back for changes"),
                            ("APPROVED", "Approved"),
                            ("SUSPENDED", "Suspended"),
                            ("CLOSED", "Closed"),
                        ],
                        default="PENDING",
                        max_length=16,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sellers", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_95bf36_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("user",), name="seller_one_per_user"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Store",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(allow_unicode=True, max_length=140)),
                ("tagline", models.CharField(blank=True, default="", max_length=160)),
                ("description", models.TextField(blank=True, default="")),
                (
                    "status",
                    models.CharField(
                        choices=[("OPEN", "Open"), ("PAUSED", "Paused: offers are hidden"), ("CLOSED", "Closed")],
                        default="OPEN",
                        max_length=16,
                    ),
                ),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=16)),
                ("address_line", models.CharField(blank=True, default="", max_length=200)),
                ("city", models.CharField(blank=True, default="", max_length=80)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("postal_code", models.CharField(blank=True, default="", max_length=20)),
                ("website", models.URLField(blank=True, default="")),
                ("branch_name", models.CharField(blank=True, default="", max_length=120)),
                ("branch_code", models.CharField(blank=True, default="", max_length=40)),
                ("branch_manager", models.CharField(blank=True, default="", max_length=160)),
                ("business_licence", models.CharField(blank=True, default="", max_length=80)),
                ("tax_number", models.CharField(blank=True, default="", max_length=80)),
                ("logo", models.ImageField(blank=True, default="", max_length=200, upload_to="stores/%Y/%m")),
                ("primary_color", models.CharField(blank=True, default="", max_length=7)),
                ("secondary_color", models.CharField(blank=True, default="", max_length=7)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("opening_hours", models.JSONField(blank=True, default=dict)),
                ("facebook_url", models.URLField(blank=True, default="")),
                ("instagram_url", models.URLField(blank=True, default="")),
                ("whatsapp_number", models.CharField(blank=True, default="", max_length=16)),
                ("handling_days", models.PositiveSmallIntegerField(default=1)),
                ("low_stock_threshold", models.PositiveIntegerField(blank=True, null=True)),
                ("low_stock_mails", models.BooleanField(default=True)),
                ("policy_versions", models.JSONField(default=dict, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "home_market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="home_stores", to="markets.market"
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stores", to="marketplace.seller"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_edab64_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("slug",), name="store_slug_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreItem",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("currency", core.money.CurrencyField()),
                ("price_minor", models.BigIntegerField()),
                ("compare_at_minor", models.BigIntegerField(blank=True, null=True)),
                ("prior_lowest_minor", models.BigIntegerField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="marketplace.store"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="catalog.productvariant"
                    ),
                ),
            ],
            options={
                "verbose_name": "store item",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_a46a65_idx"),
                    models.Index(fields=["store", "-id"], name="item_of_store"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("store", "variant"), name="store_item_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_minor__gt", 0)), name="store_item_price_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compare_at_minor", None),
                            ("compare_at_minor__gt", models.F("price_minor")),
                            _connector="OR",
                        ),
                        name="store_item_compare_above_price",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stock",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("stock", models.IntegerField(default=0)),
                ("reserved", models.IntegerField(default=0)),
                (
                    "low_stock_threshold",
                    models.PositiveIntegerField(default=marketplace.models.stock.default_threshold),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stock_row",
                        to="marketplace.storeitem",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "stock",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0), ("stock__gte", models.F("reserved"))),
                        name="stock_reserved_within_stock",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("code", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("description", models.TextField(blank=True, default="")),
                ("needs_file", models.BooleanField(default=False)),
                ("is_required", models.BooleanField(default=True)),
                ("is_active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "market",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_250b30_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("code",), name="requirement_code_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementAnswer",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("text", models.CharField(blank=True, default="", max_length=400)),
                (
                    "status",
                    models.CharField(
                        choices=[("SUBMITTED", "Handed in"), ("ACCEPTED", "Accepted"), ("RETURNED", "Sent back")],
                        default="SUBMITTED",
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.privatefile",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="marketplace.requirement",
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="marketplace.seller",
                    ),
                ),
            ],
            options={
                "verbose_name": "requirement answer",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_202d12_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("seller", "requirement"),
                        name="requirement_answer_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SellerDecision",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("submitted", "Handed in"),
                            ("approved", "Approved"),
                            ("returned", "Sent back"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("fields", models.JSONField(default=list)),
                ("actor_type", models.CharField(max_length=16)),
                ("actor_id", models.CharField(blank=True, default="", max_length=64)),
                ("actor_label", models.CharField(blank=True, default="", max_length=160)),
                (
                    "seller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="marketplace.seller",
                    ),
                ),
            ],
            options={
                "verbose_name": "seller decision",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["seller", "-id"], name="decision_of_seller")],
            },
        ),
        migrations.CreateModel(
            name="StockMovement",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("delta", models.IntegerField()),
                ("balance", models.IntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("receive", "Goods received"),
                            ("adjust", "Counted"),
                            ("sale", "Sold"),
                            ("restock", "Back on the shelf after a cancellation"),
                            ("return", "Returned by the shopper"),
                            ("write_off", "Written off"),
                        ],
                        max_length=16,
                    ),
                ),
                ("source_type", models.CharField(max_length=32)),
                ("source_id", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("actor_type", models.CharField(max_length=16)),
                ("actor_id", models.CharField(blank=True, default="", max_length=64)),
                ("actor_label", models.CharField(blank=True, default="", max_length=160)),
                (
                    "stock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="marketplace.stock"
                    ),
                ),
            ],
            options={
                "verbose_name": "stock movement",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stock", "reason", "source_type", "source_id"), name="stock_movement_once_per_cause"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delta", 0), _negated=True), name="stock_movement_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductImport",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("CHECKING", "Being checked"),
                            ("READY", "Checked: waiting for your word"),
                            ("RUNNING", "Being imported"),
                            ("DONE", "Imported"),
                            ("STOPPED", "Stopped"),
                        ],
                        default="CHECKING",
                        max_length=16,
                    ),
                ),
                ("file_name", models.CharField(blank=True, default="", max_length=160)),
                ("file_hash", models.CharField(max_length=64)),
                ("headers", models.JSONField(default=list)),
                ("is_current", models.BooleanField(default=True)),
                ("is_partial", models.BooleanField(default=False)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_checked", models.PositiveIntegerField(default=0)),
                ("rows_new", models.PositiveIntegerField(default=0)),
                ("rows_changed", models.PositiveIntegerField(default=0)),
                ("rows_unchanged", models.PositiveIntegerField(default=0)),
                ("rows_rejected", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("rows_failed", models.PositiveIntegerField(default=0)),
                ("stop_reason", models.CharField(blank=True, default="", max_length=200)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="product_imports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="marketplace.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "product import",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_5b9fe2_idx"),
                    models.Index(fields=["store", "-id"], name="import_of_store"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("is_current", True)),
                        fields=("store", "file_hash"),
                        name="product_import_once_per_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreFollow",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followers", to="marketplace.store"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "store follow",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_e66226_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("user", "store"), name="store_follow_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreHoliday",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("message", models.CharField(blank=True, default="", max_length=300)),
                ("hides_offers", models.BooleanField(default=False)),
                ("has_paused", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Planned"),
                            ("RUNNING", "Running"),
                            ("OVER", "Over"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="PLANNED",
                        max_length=16,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="marketplace.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "store holiday",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_a68f7c_idx"),
                    models.Index(
                        condition=models.Q(("status", "PLANNED")), fields=["starts_at"], name="holiday_planned"
                    ),
                    models.Index(condition=models.Q(("status", "RUNNING")), fields=["ends_at"], name="holiday_running"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("status", "RUNNING")),
                        fields=("store",),
                        name="holiday_one_running",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("status", "PLANNED")),
                        fields=("store",),
                        name="holiday_one_planned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="holiday_ends_after_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreInvitation",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("manager", "Manager"), ("fulfilment", "Fulfilment")],
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("SENT", "Sent"), ("ACCEPTED", "Accepted"), ("WITHDRAWN", "Withdrawn")],
                        default="SENT",
                        max_length=16,
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="marketplace.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "store invitation",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_f835cd_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("status", "SENT")),
                        fields=("store", "email"),
                        name="invitation_one_open_per_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StockSubscription",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stock_subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="marketplace.storeitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "stock subscription",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_498b03_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("told_at", None)),
                        fields=("item", "user"),
                        name="stock_subscription_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("price_minor", models.BigIntegerField()),
                ("currency", core.money.CurrencyField()),
                (
                    "market",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="price_changes",
                        to="marketplace.storeitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "price change",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["item", "-created_at"], name="price_change_of_item")],
            },
        ),
        migrations.CreateModel(
            name="ItemMarketPrice",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("price_minor", models.BigIntegerField()),
                ("prior_lowest_minor", models.BigIntegerField(blank=True, null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="markets.market"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="market_prices",
                        to="marketplace.storeitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "market price",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_ffb9dc_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("item", "market"),
                        name="item_market_price_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_minor__gt", 0)), name="item_market_price_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreMarket",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="markets.market"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extra_markets",
                        to="marketplace.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "store market",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_60ea78_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("store", "market"), name="store_market_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreMember",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("manager", "Manager"), ("fulfilment", "Fulfilment")],
                        max_length=16,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="marketplace.store"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "store member",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_6ae5de_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("store", "user"), name="store_member_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StorePolicy",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("returns", "Returns"), ("shipping", "Delivery"), ("privacy", "Privacy")],
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True, default="")),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="marketplace.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "store policy",
                "verbose_name_plural": "store policies",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("store", "kind", "version"), name="store_policy_version_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreProduct",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("is_maintainer", models.BooleanField(default=False)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="store_products", to="catalog.product"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="store_products",
                        to="marketplace.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "store product",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_4d0e69_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("store", "product"),
                        name="store_product_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("is_maintainer", True)),
                        fields=("product",),
                        name="store_product_one_maintainer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreStanding",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("rating_hundredths", models.PositiveIntegerField(default=0)),
                ("rating_count", models.PositiveIntegerField(default=0)),
                ("parcels_count", models.PositiveIntegerField(default=0)),
                ("parcels_on_time_count", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "store",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="marketplace.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "store standing",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("parcels_on_time_count__lte", models.F("parcels_count"))),
                        name="standing_on_time_within_sent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                ("leader", models.PositiveIntegerField(null=True)),
                ("cells", models.JSONField(default=list)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("PENDING", "Not checked yet"),
                            ("NEW", "New"),
                            ("CHANGED", "Changed"),
                            ("UNCHANGED", "Unchanged"),
                            ("REJECTED", "Rejected"),
                        ],
                        default="PENDING",
                        max_length=16,
                    ),
                ),
                ("problems", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                ("is_done", models.BooleanField(default=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="marketplace.productimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "import row",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="marketplace_deleted_1ecee5_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("batch", "number"), name="import_row_number"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sellerdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4cc32e5878760d1846e4b83f9fdb2319c3a4d969",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e22ba",
                    table="marketplace_sellerdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stockmovement",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1b285c3d7628beee87feffc3f813e2cec8103e9d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_66e9c",
                    table="marketplace_stockmovement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pricechange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eddf536236c860694c8d4d1e13930eab4407e310",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_89323",
                    table="marketplace_pricechange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storepolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9e92292ca1422c69bfc19bd8ed99ff8970e7dcf0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_13be5",
                    table="marketplace_storepolicy",
                    when="BEFORE",
                ),
            ),
        ),
    ]

import core.ids
import core.money
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("catalog", "0001_initial"),
        ("marketplace", "0001_initial"),
        ("markets", "0001_initial"),
        ("shipping", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Coupon",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("code", models.CharField(max_length=40)),
                ("percent_basis_points", models.PositiveIntegerField(default=0)),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("minimum_minor", models.BigIntegerField(default=0)),
                ("max_uses", models.PositiveIntegerField(default=1000000)),
                ("used", models.PositiveIntegerField(default=0)),
                ("is_once_per_person", models.BooleanField(default=True)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
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
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coupons",
                        to="marketplace.store",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="sales_coupo_deleted_ce25ba_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("code",), name="coupon_code_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used__lte", models.F("max_uses"))), name="coupon_used_within_max"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_minor", 0),
                                ("percent_basis_points__gt", 0),
                                ("percent_basis_points__lte", 10000),
                            ),
                            models.Q(("amount_minor__gt", 0), ("market__isnull", False), ("percent_basis_points", 0)),
                            _connector="OR",
                        ),
                        name="coupon_percent_or_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cart",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("token_hash", models.CharField(blank=True, max_length=64, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "market",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "coupon",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sales.coupon",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="sales_cart_deleted_197bcf_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("user__isnull", False)),
                        fields=("user",),
                        name="cart_one_per_user",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("token_hash__isnull", False)),
                        fields=("token_hash",),
                        name="cart_token_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.CharField(max_length=16)),
                ("currency", core.money.CurrencyField()),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PENDING", "Waiting for payment"),
                            ("PAID", "Paid"),
                            ("PROCESSING", "Being prepared"),
                            ("SHIPPED", "On its way"),
                            ("DELIVERED", "Delivered"),
                            ("COMPLETED", "Completed"),
                            ("CANCEL_REQUESTED", "Cancellation requested"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="PENDING",
                        max_length=20,
                    ),
                ),
                ("contact_name", models.CharField(max_length=160)),
                ("contact_email", models.CharField(blank=True, default="", max_length=254)),
                ("contact_phone", models.CharField(blank=True, default="", max_length=16)),
                ("shipping_address", models.JSONField(default=dict)),
                ("rates", models.JSONField(default=dict)),
                ("goods_minor", models.BigIntegerField()),
                ("discount_minor", models.BigIntegerField(default=0)),
                ("shipping_minor", models.BigIntegerField(default=0)),
                ("tax_minor", models.BigIntegerField(default=0)),
                ("total_minor", models.BigIntegerField()),
                ("coupon_code", models.CharField(blank=True, default="", max_length=40)),
                ("payment_method", models.CharField(blank=True, default="", max_length=32)),
                ("payment_deadline_at", models.DateTimeField(blank=True, null=True)),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("shopper", "Cancelled by the shopper"),
                            ("seller", "Cancelled by the store"),
                            ("staff", "Cancelled by the platform"),
                            ("expired", "Not paid in time"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="markets.market",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["user", "-id"], name="order_of_user"),
                    models.Index(
                        condition=models.Q(("status", "PENDING")),
                        fields=["payment_deadline_at"],
                        name="order_waiting_for_payment",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="order_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("goods_minor"), "-", models.F("discount_minor")
                                    ),
                                    "+",
                                    models.F("shipping_minor"),
                                ),
                            )
                        ),
                        name="order_total_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_minor__gte", 0),
                            ("goods_minor__gte", 0),
                            ("shipping_minor__gte", 0),
                            ("total_minor__gte", 0),
                        ),
                        name="order_amounts_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CouponRedemption",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("person", models.CharField(max_length=64)),
                ("is_once_per_person", models.BooleanField()),
                ("reverted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redemptions", to="sales.coupon"
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="redemption", to="sales.order"
                    ),
                ),
            ],
            options={
                "verbose_name": "coupon redemption",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_once_per_person", True), ("reverted_at", None)),
                        fields=("coupon", "person"),
                        name="coupon_once_per_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoreOrder",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.CharField(max_length=20)),
                ("store_name", models.CharField(max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PENDING", "Waiting for payment"),
                            ("PAID", "Paid"),
                            ("PROCESSING", "Being prepared"),
                            ("SHIPPED", "On its way"),
                            ("DELIVERED", "Delivered"),
                            ("COMPLETED", "Completed"),
                            ("CANCEL_REQUESTED", "Cancellation requested"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="PENDING",
                        max_length=20,
                    ),
                ),
                ("currency", core.money.CurrencyField()),
                ("goods_minor", models.BigIntegerField()),
                ("discount_minor", models.BigIntegerField(default=0)),
                ("shipping_minor", models.BigIntegerField(default=0)),
                ("tax_minor", models.BigIntegerField(default=0)),
                ("total_minor", models.BigIntegerField()),
                ("courier", models.CharField(blank=True, default="", max_length=80)),
                ("shipping_name", models.CharField(blank=True, default="", max_length=80)),
                ("min_days", models.PositiveSmallIntegerField(default=0)),
                ("max_days", models.PositiveSmallIntegerField(default=0)),
                ("weight_grams", models.PositiveIntegerField(default=0)),
                ("tracking_number", models.CharField(blank=True, default="", max_length=80)),
                ("policies", models.JSONField(default=dict, null=True)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("shopper", "Cancelled by the shopper"),
                            ("seller", "Cancelled by the store"),
                            ("staff", "Cancelled by the platform"),
                            ("expired", "Not paid in time"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_orders",
                        to="sales.order",
                    ),
                ),
                (
                    "shipping_service",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shipping.shippingservice",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_orders",
                        to="marketplace.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "store order",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["store", "-id"], name="store_order_of_store"),
                    models.Index(fields=["store", "status", "-id"], name="store_order_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="store_order_number_unique"),
                    models.UniqueConstraint(fields=("order", "store"), name="store_order_one_per_store"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("goods_minor"), "-", models.F("discount_minor")
                                    ),
                                    "+",
                                    models.F("shipping_minor"),
                                ),
                            )
                        ),
                        name="store_order_total_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("product_name", models.CharField(max_length=200)),
                ("product_slug", models.CharField(max_length=220)),
                ("variant_name", models.CharField(blank=True, default="", max_length=120)),
                ("sku", models.CharField(max_length=64)),
                ("image_url", models.CharField(blank=True, default="", max_length=300)),
                ("quantity", models.PositiveIntegerField()),
                ("currency", core.money.CurrencyField()),
                ("unit_minor", models.BigIntegerField()),
                ("discount_minor", models.BigIntegerField(default=0)),
                ("tax_minor", models.BigIntegerField(default=0)),
                ("total_minor", models.BigIntegerField()),
                ("store_currency", core.money.CurrencyField()),
                ("store_unit_minor", models.BigIntegerField()),
                ("weight_grams", models.PositiveIntegerField(default=0)),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="marketplace.storeitem",
                    ),
                ),
                (
                    "stock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="marketplace.stock",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.productvariant"
                    ),
                ),
                (
                    "store_order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="sales.storeorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "order item",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["store_order"], name="order_item_of_store_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total_minor",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("quantity"), "*", models.F("unit_minor")
                                    ),
                                    "-",
                                    models.F("discount_minor"),
                                ),
                            )
                        ),
                        name="order_item_total_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_minor__gte", 0),
                            ("quantity__gt", 0),
                            ("total_minor__gte", 0),
                            ("unit_minor__gt", 0),
                        ),
                        name="order_item_amounts_sound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("HELD", "Held"),
                            ("CONSUMED", "Sold"),
                            ("RELEASED", "Released"),
                            ("EXPIRED", "Expired"),
                        ],
                        default="HELD",
                        max_length=12,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reservations", to="sales.order"
                    ),
                ),
                (
                    "order_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reservation", to="sales.orderitem"
                    ),
                ),
                (
                    "stock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="marketplace.stock",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(condition=models.Q(("status", "HELD")), fields=["order"], name="reservation_held"),
                    models.Index(
                        condition=models.Q(("status", "HELD")), fields=["stock"], name="reservation_held_by_stock"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="reservation_quantity_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("currency", core.money.CurrencyField()),
                ("seen_minor", models.BigIntegerField(blank=True, null=True)),
                (
                    "cart",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="sales.cart",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wishes",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("cart", "product"), name="wish_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CartItem",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField()),
                ("seen_minor", models.BigIntegerField()),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="sales.cart"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="marketplace.storeitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "cart item",
                "abstract": False,
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)), fields=("cart", "item"), name="cart_item_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 999)),
                        name="cart_item_quantity_range",
                    ),
                ],
            },
        ),
    ]

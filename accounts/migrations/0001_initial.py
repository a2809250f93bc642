import core.ids
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(blank=True, max_length=254, null=True)),
                ("phone", models.CharField(blank=True, max_length=16, null=True)),
                ("username", models.CharField(blank=True, max_length=40, null=True)),
                ("name", models.CharField(blank=True, default="", max_length=160)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False)),
                ("email_confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("phone_confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("is_pending", models.BooleanField(default=False)),
                ("deactivated_at", models.DateTimeField(blank=True, null=True)),
                ("sessions_version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="user_email_unique"),
                    models.UniqueConstraint(fields=("phone",), name="user_phone_unique"),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("username"), name="user_username_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email__isnull", False), ("phone__isnull", False), _connector="OR"),
                        name="user_has_email_or_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_active", True), ("is_pending", True), _negated=True),
                        name="user_pending_is_inactive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("label", models.CharField(blank=True, default="", max_length=40)),
                ("recipient", models.CharField(max_length=160)),
                ("phone", models.CharField(blank=True, default="", max_length=16)),
                ("line1", models.CharField(max_length=200)),
                ("line2", models.CharField(blank=True, default="", max_length=200)),
                ("city", models.CharField(max_length=80)),
                ("region", models.CharField(blank=True, default="", max_length=80)),
                ("postal_code", models.CharField(blank=True, default="", max_length=20)),
                ("country", models.CharField(max_length=2)),
                ("latitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("longitude", models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ("is_default", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addresses",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["deleted_at", "updated_at"], name="accounts_ad_deleted_404f36_idx"),
                    models.Index(fields=["user", "-id"], name="address_of_user"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("is_default", True)),
                        fields=("user",),
                        name="address_one_default",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("target", models.CharField(max_length=254)),
                ("target_key", models.CharField(max_length=64)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("login", "Sign in"),
                            ("contact", "Confirm an e-mail address or phone"),
                            ("sensitive", "Confirm a sensitive step"),
                            ("reset", "Choose a new password"),
                        ],
                        max_length=16,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "one-time code",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="accounts_on_deleted_c6fbc8_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("used_at", None)),
                        fields=("target_key", "purpose"),
                        name="one_time_code_one_live",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfaneWord",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(max_length=8)),
                ("word", models.CharField(max_length=60)),
                ("is_anywhere", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "profane word",
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="accounts_pr_deleted_0b7f50_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("language", "word"),
                        name="profane_word_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("language", models.CharField(blank=True, default="", max_length=8)),
                (
                    "theme",
                    models.CharField(
                        choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")], default="auto", max_length=8
                    ),
                ),
                ("photo", models.ImageField(blank=True, upload_to="people/")),
                ("job_title", models.CharField(blank=True, default="", max_length=80)),
                (
                    "market",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="profile", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("email", models.CharField(max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=16)),
                ("username", models.CharField(blank=True, default="", max_length=40)),
                ("name", models.CharField(blank=True, default="", max_length=160)),
                ("password", models.CharField(max_length=128)),
                ("language", models.CharField(blank=True, default="", max_length=8)),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["deleted_at", "updated_at"], name="accounts_re_deleted_43e92b_idx")],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("secret", models.CharField(blank=True, default="", max_length=255)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("last_step", models.BigIntegerField(default=0)),
                ("recovery_hashes", models.JSONField(blank=True, default=list)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_factor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "second factor",
                "abstract": False,
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("current_hash", models.CharField(max_length=64)),
                ("previous_hash", models.CharField(blank=True, default="", max_length=64)),
                ("rotated_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_reason", models.CharField(blank=True, default="", max_length=24)),
                ("user_agent", models.CharField(blank=True, default="", max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["user", "revoked_at"], name="session_of_user")],
            },
        ),
    ]

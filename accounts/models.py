"""People: users, profiles, addresses, one-time codes, sessions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from core.models import BaseModel, Permanent
from markets.models import Market


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, password: str | None = None, **fields: Any) -> User:
        """A user row with a usable password only if one is given. Use `services.user_register` for people."""
        user = self.model(**fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, *, password: str | None = None, **fields: Any) -> User:
        return self.create_user(password=password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: known by e-mail, phone (E.164) or username, each unique whatever its case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(null=True, blank=True)
    phone = models.CharField(max_length=16, null=True, blank=True)  # E.164, "+989121234567"
    username = models.CharField(max_length=40, null=True, blank=True)
    name = models.CharField(max_length=160, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)  # platform people only; sellers never (DESIGN.md §7)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    phone_confirmed_at = models.DateTimeField(null=True, blank=True)
    is_pending = models.BooleanField(default=False)  # registered, inactive until the address is confirmed
    deactivated_at = models.DateTimeField(null=True, blank=True)
    sessions_version = models.PositiveIntegerField(default=0, editable=False)  # raised to end all browser sessions
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(fields=["phone"], name="user_phone_unique"),
            models.UniqueConstraint(Lower("username"), name="user_username_unique"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_has_email_or_phone"
            ),
            models.CheckConstraint(condition=~Q(is_active=True, is_pending=True), name="user_pending_is_inactive"),
        ]

    def __str__(self) -> str:
        return self.name or self.username or self.email or self.phone or str(self.pk)

    def get_session_auth_hash(self) -> str:
        """What a browser session must still fit: the password, and that nobody has ended all sessions since."""
        base = super().get_session_auth_hash()
        return f"{base}.{self.sessions_version}" if self.sessions_version else base

    @property
    def contact(self) -> str:
        """Where this person is written to: the e-mail, else the phone."""
        return self.email or self.phone or ""


class Profile(Permanent):
    """What a person chose: language, market, theme. Lives as long as its user, who is scrubbed, never deleted."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    language = models.CharField(max_length=8, blank=True, default="")
    market = models.ForeignKey(Market, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    theme = models.CharField(
        max_length=8, default="auto", choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")]
    )
    photo = models.ImageField(upload_to="people/", blank=True)
    job_title = models.CharField(max_length=80, blank=True, default="")  # of people who work here

    def __str__(self) -> str:
        return f"Profile of {self.user}"


class Address(BaseModel):
    """An entry of a person's address book. Exactly one is the default, once there is any."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=40, blank=True, default="")
    recipient = models.CharField(max_length=160)
    phone = models.CharField(max_length=16, blank=True, default="")
    line1 = models.CharField(max_length=200)
    line2 = models.CharField(max_length=200, blank=True, default="")
    city = models.CharField(max_length=80)
    region = models.CharField(max_length=80, blank=True, default="")
    postal_code = models.CharField(max_length=20, blank=True, default="")
    country = models.CharField(max_length=2)  # ISO 3166-1 alpha-2
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta(BaseModel.Meta):
        verbose_name_plural = "addresses"
        indexes = [*BaseModel.Meta.indexes, models.Index(fields=["user", "-id"], name="address_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True, deleted_at=None), name="address_one_default"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.line1}, {self.city}"


class CodePurpose(models.TextChoices):
    LOGIN = "login", _("Sign in")
    CONTACT = "contact", _("Confirm an e-mail address or phone")
    SENSITIVE = "sensitive", _("Confirm a sensitive step")
    RESET = "reset", _("Choose a new password")


class OneTimeCode(BaseModel):
    """A challenge whose code is derived from its id, never stored (DESIGN.md §9).

    `target_key` is a keyed hash of the normalised target; `target` is kept only as long as the code lives.
    """

    target = models.CharField(max_length=254)
    target_key = models.CharField(max_length=64)
    purpose = models.CharField(max_length=16, choices=CodePurpose)
    attempts = models.PositiveSmallIntegerField(default=0)  # counted before comparing (A2)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)  # accepted, or voided by a newer code

    class Meta(BaseModel.Meta):
        verbose_name = "one-time code"
        constraints = [
            models.UniqueConstraint(
                fields=["target_key", "purpose"],
                condition=Q(used_at=None, deleted_at=None),
                name="one_time_code_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} code {self.pk}"


class Session(Permanent):
    """One signed-in device of the API: a family of refresh tokens, of which only the newest works once.

    Hashes only. `previous_hash` lets a lost answer be told from a theft for 10 s (RELIABILITY.md §9.9).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    current_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True, default="")
    rotated_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=24, blank=True, default="")
    user_agent = models.CharField(max_length=200, blank=True, default="")

    class Meta(Permanent.Meta):
        indexes = [models.Index(fields=["user", "revoked_at"], name="session_of_user")]

    def __str__(self) -> str:
        return f"Session {self.pk}"


class SecondFactor(Permanent):
    """The authenticator app of a person (TOTP, RFC 6238). The secret is encrypted; recovery codes are keyed hashes."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=255, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True, blank=True)  # until then nobody is asked for a code
    last_step = models.BigIntegerField(default=0)  # the newest 30 seconds whose code was used: each works once
    recovery_hashes = models.JSONField(default=list, blank=True)

    class Meta(Permanent.Meta):
        verbose_name = "second factor"

    def __str__(self) -> str:
        return f"Second factor of {self.user_id}"


class ProfaneWord(BaseModel):
    """A word that no username or address may hold, spelt as `accounts.validators` compares it; staff add to them."""

    language = models.CharField(max_length=8)
    word = models.CharField(max_length=60)
    is_anywhere = models.BooleanField(default=False)  # also inside another word

    class Meta(BaseModel.Meta):
        verbose_name = "profane word"
        constraints = [
            models.UniqueConstraint(
                fields=["language", "word"], condition=Q(deleted_at=None), name="profane_word_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Registration(BaseModel):
    """What somebody registered with, until the outbox has looked whether the address is known: minutes at most."""

    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=16, blank=True, default="")
    username = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=160, blank=True, default="")
    password = models.CharField(max_length=128)  # hashed
    language = models.CharField(max_length=8, blank=True, default="")

    def __str__(self) -> str:
        return f"Registration {self.pk}"

"""What goes in and out of the accounts API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.identity import ascii_digits, normalise_phone
from accounts.models import CodePurpose, Profile
from core.api.serializers import Input, Output
from markets.models import Market

THEMES = ["auto", "light", "dark"]
COUNTRY = r"^[A-Z]{2}$"


class PasswordField(serializers.CharField):
    """A password: never trimmed, never shown, at most 128 characters so that hashing cannot be made slow."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"max_length": 128, "trim_whitespace": False, "style": {"input_type": "password"}, "write_only": True}
        super().__init__(**kwargs)


class CartTokenInput(Input):
    cart_token = serializers.CharField(
        max_length=128,
        required=False,
        allow_blank=True,
        help_text="The guest cart to take over; the header X-Cart-Token says the same.",
    )


class RegisterInput(CartTokenInput):
    email = serializers.CharField(
        max_length=254, required=False, allow_blank=True, help_text="E-mail or phone is needed."
    )
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, help_text="With its country code.")
    username = serializers.CharField(max_length=40, required=False, allow_blank=True)
    password = PasswordField()
    name = serializers.CharField(max_length=160, required=False, allow_blank=True)


class LoginInput(CartTokenInput):
    identifier = serializers.CharField(max_length=254, help_text="E-mail, phone or username.")
    password = PasswordField()


class CodeRequestInput(Input):
    target = serializers.CharField(max_length=254, help_text="An e-mail address or a phone with its country code.")
    purpose = serializers.ChoiceField(choices=CodePurpose.choices, default=CodePurpose.LOGIN)


class CodeRequestOutput(Output):
    expires_in = serializers.IntegerField(help_text="Seconds the code is valid.")
    resend_in = serializers.IntegerField(help_text="Seconds until another may be asked for.")


class CodeVerifyInput(CartTokenInput):
    target = serializers.CharField(max_length=254)
    code = serializers.CharField(max_length=12, help_text="Six digits, of any script.")
    purpose = serializers.ChoiceField(choices=CodePurpose.choices, default=CodePurpose.LOGIN)


class RefreshInput(Input):
    refresh = serializers.CharField(max_length=2000)


class LogoutInput(Input):
    refresh = serializers.CharField(
        max_length=2000, required=False, help_text="Ends this token's session; without it the bearer's own."
    )


class TokenOutput(Output):
    access = serializers.CharField(help_text="Send as `Authorization: Bearer <access>`.")
    refresh = serializers.CharField(help_text="Exchange once at token/refresh/ for a new pair.")
    token_type = serializers.ChoiceField(choices=["Bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds the access token lives.")


class UserOutput(Output):
    id = serializers.UUIDField()
    email = serializers.EmailField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    username = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_blank=True)


class SignedInOutput(TokenOutput):
    user = UserOutput()


class MeOutput(UserOutput):
    language = serializers.CharField(source="profile.language", allow_blank=True)
    market = serializers.CharField(source="profile.market.code", allow_null=True, default=None)
    theme = serializers.ChoiceField(source="profile.theme", choices=THEMES)
    roles = serializers.SerializerMethodField(help_text="Platform roles, e.g. support.")

    def get_roles(self, user: Any) -> list[str]:
        return sorted(self.context["scope"].roles)


class MeInput(Input):
    name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    market = serializers.SlugRelatedField(
        slug_field="code", queryset=Market.objects.filter(is_active=True), required=False, allow_null=True
    )
    theme = serializers.ChoiceField(choices=Profile._meta.get_field("theme").choices or [], required=False)


class ChangePasswordInput(Input):
    old_password = PasswordField(required=False, allow_blank=True, help_text="Empty when the account has none yet.")
    new_password = PasswordField()


class AddressInput(Input):
    # DRF's base has an attribute of that name.
    label = serializers.CharField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]
    recipient = serializers.CharField(max_length=160)
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True)
    line1 = serializers.CharField(max_length=200)
    line2 = serializers.CharField(max_length=200, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80)
    region = serializers.CharField(max_length=80, required=False, allow_blank=True)
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True)
    country = serializers.RegexField(COUNTRY, help_text="ISO 3166-1 alpha-2, e.g. ID.")
    latitude = serializers.DecimalField(
        max_digits=9, decimal_places=6, min_value=Decimal(-90), max_value=Decimal(90), required=False, allow_null=True
    )
    longitude = serializers.DecimalField(
        max_digits=9, decimal_places=6, min_value=Decimal(-180), max_value=Decimal(180), required=False, allow_null=True
    )
    is_default = serializers.BooleanField(required=False)

    def validate_phone(self, value: str) -> str:
        """E.164, with the country code given."""
        phone = normalise_phone(value) if value else ""
        if phone is None:
            raise serializers.ValidationError("A phone number with its country code.", code="not_a_phone")
        return phone

    def validate_postal_code(self, value: str) -> str:
        return ascii_digits(value)


class AddressChangeInput(AddressInput):
    """The same fields, each as one likes."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class AddressOutput(Output):
    id = serializers.UUIDField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field of that name
    recipient = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    line1 = serializers.CharField()
    line2 = serializers.CharField(allow_blank=True)
    city = serializers.CharField()
    region = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    country = serializers.CharField()
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    is_default = serializers.BooleanField()


class SessionOutput(Output):
    id = serializers.UUIDField()
    user_agent = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField(source="created_at")
    refreshed_at = serializers.DateTimeField(source="rotated_at")
    expires_at = serializers.DateTimeField()
    is_current = serializers.SerializerMethodField()

    def get_is_current(self, session: Any) -> bool:
        return bool(getattr(self.context["request"].auth, "pk", None) == session.pk)

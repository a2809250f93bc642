"""What goes in and out of the accounts API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.devices import device_name
from accounts.identity import ascii_digits, normalise_phone
from accounts.models import CodePurpose, Profile
from core.api.serializers import Input, Output
from core.private_files import private_file_link
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


class RegistrationPendingOutput(Output):
    status = serializers.CharField(help_text="`confirmation_sent`: follow the link of the mail, and the account opens.")


class SecondFactorField(serializers.CharField):
    """The code of an authenticator app, or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "The code of the authenticator app, or a recovery code, where the account has one."
        super().__init__(max_length=16, help_text=help_text, **kwargs)


class LoginInput(CartTokenInput):
    identifier = serializers.CharField(max_length=254, help_text="E-mail, phone or username.")
    password = PasswordField()
    second_factor = SecondFactorField(required=False, allow_blank=True)


class CodeRequestInput(Input):
    target = serializers.CharField(max_length=254, help_text="An e-mail address or a phone with its country code.")
    purpose = serializers.ChoiceField(
        choices=[choice for choice in CodePurpose.choices if choice[0] != CodePurpose.RESET], default=CodePurpose.LOGIN
    )


class CodeRequestOutput(Output):
    expires_in = serializers.IntegerField(help_text="Seconds the code is valid.")
    resend_in = serializers.IntegerField(help_text="Seconds until another may be asked for.")


class CodeVerifyInput(CartTokenInput):
    target = serializers.CharField(max_length=254)
    code = serializers.CharField(max_length=12, help_text="Six digits, of any script.")
    purpose = serializers.ChoiceField(
        choices=[(CodePurpose.LOGIN.value, CodePurpose.LOGIN.label)],
        default=CodePurpose.LOGIN,
        help_text="Codes for other purposes are used where they are asked for.",
    )
    second_factor = SecondFactorField(required=False, allow_blank=True)


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
    photo = serializers.SerializerMethodField(help_text="The address of the photo.")
    job_title = serializers.CharField(source="profile.job_title", allow_blank=True)
    is_email_confirmed = serializers.SerializerMethodField()
    is_phone_confirmed = serializers.SerializerMethodField()
    roles = serializers.SerializerMethodField(help_text="Platform roles, e.g. support.")

    def get_photo(self, user: Any) -> str | None:
        return user.profile.photo.url if user.profile.photo else None

    def get_is_email_confirmed(self, user: Any) -> bool:
        return user.email_confirmed_at is not None

    def get_is_phone_confirmed(self, user: Any) -> bool:
        return user.phone_confirmed_at is not None

    def get_roles(self, user: Any) -> list[str]:
        return sorted(self.context["scope"].roles)


class MeInput(Input):
    name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    market = serializers.SlugRelatedField(
        slug_field="code", queryset=Market.objects.filter(is_active=True), required=False, allow_null=True
    )
    theme = serializers.ChoiceField(choices=Profile._meta.get_field("theme").choices or [], required=False)
    job_title = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="Of staff.")


class PhotoInput(Input):
    file = serializers.FileField(
        allow_empty_file=True, help_text="JPEG, PNG or WebP; at most 24 million pixels, 8,000 a side."
    )


class PhotoOutput(Output):
    photo = serializers.CharField()


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
            raise serializers.ValidationError(_("A phone number with its country code."), code="not_a_phone")
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


class AcceptedOutput(Output):
    status = serializers.CharField(help_text="`accepted`")


class EmailInput(Input):
    email = serializers.CharField(max_length=254)


class PasswordResetConfirmInput(Input):
    uid = serializers.CharField(max_length=80, help_text="The first part of the link.")
    token = serializers.CharField(max_length=200, help_text="The second part of the link.")
    new_password = PasswordField()


class ProofInput(Input):
    """How a person shows that a sensitive step is theirs: the password, or a code requested for `sensitive`."""

    password = PasswordField(required=False, allow_blank=True)
    code = serializers.CharField(max_length=12, required=False, allow_blank=True)


class ContactChangeInput(Input):
    target = serializers.CharField(max_length=254, help_text="The e-mail address, or the phone with its country code.")
    code = serializers.CharField(max_length=12, help_text="The code sent to it for `contact`.")
    password = PasswordField(required=False, allow_blank=True)
    proof_code = serializers.CharField(
        max_length=12, required=False, allow_blank=True, help_text="Instead of the password: a code for `sensitive`."
    )


class SecondFactorCodeInput(Input):
    code = SecondFactorField()


class SecondFactorBeginOutput(Output):
    secret = serializers.CharField(help_text="To type in where a picture cannot be scanned.")
    address = serializers.CharField(help_text="otpauth:// address that apps understand.")
    picture = serializers.CharField(help_text="The address as a QR code: an SVG document.")


class SecondFactorStateOutput(Output):
    is_on = serializers.BooleanField()


class RecoveryCodesOutput(Output):
    recovery_codes = serializers.ListField(child=serializers.CharField(), help_text="Shown this once; each works once.")


class DataExportOutput(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    made_at = serializers.DateTimeField(source="created_at")
    expires_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField(help_text="Opens the file for five minutes.")

    def get_url(self, row: Any) -> str:
        return private_file_link(row)


class SessionOutput(Output):
    id = serializers.UUIDField()
    device = serializers.SerializerMethodField(help_text="The browser and system, or the app, as it names itself.")
    user_agent = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField(source="created_at")
    refreshed_at = serializers.DateTimeField(source="rotated_at")
    expires_at = serializers.DateTimeField()
    is_current = serializers.SerializerMethodField()

    def get_device(self, session: Any) -> str:
        return device_name(session.user_agent)

    def get_is_current(self, session: Any) -> bool:
        return bool(getattr(self.context["request"].auth, "pk", None) == session.pk)

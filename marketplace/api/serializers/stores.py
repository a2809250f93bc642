"""Sellers and stores, in and out."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import Input, Output, WholeNumberField
from core.money import CURRENCIES
from marketplace.api.serializers.common import LARGEST_STOCK, VERSION
from marketplace.models import PolicyKind, Store
from marketplace.rules import STORE_LEGAL
from marketplace.rules.contact import masked
from marketplace.rules.hours import MOST_SPANS, WEEKDAYS, is_open
from marketplace.selectors import holiday_of
from marketplace.services.profile import LEGAL_FIELDS
from marketplace.states import HolidayStatus, SellerStatus, StoreStatus

OWN_FIELDS = (
    "email",
    "phone",
    "address_line",
    "postal_code",
    "branch_code",
    "branch_manager",
    *LEGAL_FIELDS,
    "low_stock_threshold",
    "low_stock_mails",
    "version",
)
_CLOCK: dict[str, Any] = {"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}
_SPAN: dict[str, Any] = {"type": "array", "items": _CLOCK, "minItems": 2, "maxItems": 2}
_DAY: dict[str, Any] = {"type": "array", "items": _SPAN, "maxItems": MOST_SPANS}


def _text(max_length: int, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(max_length=max_length, required=False, allow_blank=True, **kwargs)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": False,
        "properties": dict.fromkeys(WEEKDAYS, _DAY),
        "example": {"mon": [["09:00", "18:00"]], "sat": [["10:00", "14:00"]]},
    }
)
class HoursField(serializers.Field[Any, Any, Any, Any]):
    """Spans by weekday; `rules.hours` says what is wrong with them."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError(_("Expected an object."), code="wrong_type")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class StoreFieldsInput(Input):
    tagline = serializers.CharField(max_length=160, required=False, allow_blank=True)
    description = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=32, required=False, allow_blank=True, help_text="With its country code.")
    address_line = serializers.CharField(max_length=200, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True, help_text="Where parcels leave.")
    country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False, help_text="ISO 3166-1 alpha-2.")
    postal_code = _text(20)
    website = _text(200, help_text="https:// is put before it where that is left out.")
    branch_name = _text(120)
    branch_code = _text(40)
    branch_manager = _text(160)
    business_licence = _text(80, help_text="For the owner only.")
    tax_number = _text(80, help_text="For the owner only.")
    primary_color = _text(7, help_text="Such as #1f6f54; at least 3:1 against both themes.")
    secondary_color = _text(7, help_text="Of text on the primary one: at least 4.5:1.")
    time_zone = serializers.CharField(max_length=64, required=False, help_text="IANA, such as Asia/Jakarta.")
    opening_hours = HoursField(required=False, help_text="By weekday, in the store's time zone; the whole week.")
    facebook_url = _text(200)
    instagram_url = _text(200)
    whatsapp_number = _text(32, help_text="With its country code.")
    handling_days = WholeNumberField(min_value=0, max_value=30, required=False)
    low_stock_threshold = WholeNumberField(
        min_value=0,
        max_value=LARGEST_STOCK,
        required=False,
        allow_null=True,
        help_text="Of new offers that name none; null: the platform's.",
    )
    low_stock_mails = serializers.BooleanField(required=False)
    markets = serializers.ListField(
        child=serializers.SlugField(max_length=16),
        required=False,
        max_length=20,
        help_text="Codes of further markets the store sells in: its consent to be paid in their currencies.",
    )


class StoreInput(StoreFieldsInput):
    name = serializers.CharField(max_length=120)
    market = serializers.SlugField(max_length=16, help_text="The home market; its currency is the store's.")
    slug = serializers.CharField(max_length=140, required=False, help_text="Made from the name where none is given.")


class StoreChangeInput(StoreFieldsInput):
    name = serializers.CharField(max_length=120, required=False)
    slug = serializers.CharField(max_length=140, required=False)
    status = serializers.ChoiceField(choices=StoreStatus.choices, required=False)
    version = WholeNumberField(**VERSION)


class SellerInput(Input):
    name = serializers.CharField(max_length=160)
    store = StoreInput(required=False, help_text="A first store, opened together with the registration.")


class StoreContactOutput(Output):
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    address_line = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    branch_code = serializers.CharField(allow_blank=True)
    branch_manager = serializers.CharField(allow_blank=True)
    business_licence = serializers.CharField(allow_blank=True, help_text="Masked, but for the owner.")
    tax_number = serializers.CharField(allow_blank=True, help_text="Masked, but for the owner.")
    low_stock_threshold = serializers.IntegerField(allow_null=True)
    low_stock_mails = serializers.BooleanField()
    version = serializers.IntegerField()
    permissions = serializers.ListField(child=serializers.CharField(), help_text="What you may do in this store.")


class HolidayOutput(Output):
    """The holiday that runs, else the one that is planned."""

    status = serializers.ChoiceField(choices=HolidayStatus.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(help_text="The end of the last day, in the store's time zone.")
    message = serializers.CharField(allow_blank=True)
    hides_offers = serializers.BooleanField()


class RatingOutput(Output):
    average = serializers.FloatField(allow_null=True, help_text="1 to 5; null while nobody has rated.")
    count = serializers.IntegerField(help_text="How many ratings it is of.")


class PunctualityOutput(Output):
    percent = serializers.FloatField(allow_null=True, help_text="Null while nothing was sent.")
    parcels = serializers.IntegerField(help_text="How many parcels it is of: those sent in the last 90 days.")


class StoreOutput(Output):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    tagline = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=StoreStatus.choices)
    home_market = serializers.CharField(source="home_market.code")
    currency = serializers.ChoiceField(source="home_market.currency", choices=sorted(CURRENCIES))
    markets = serializers.SerializerMethodField(help_text="Every market the store sells in, home first.")
    city = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True)
    handling_days = serializers.IntegerField(help_text="Working days before a parcel leaves.")
    website = serializers.CharField(allow_blank=True)
    branch_name = serializers.CharField(allow_blank=True)
    logo_url = serializers.SerializerMethodField()
    primary_color = serializers.CharField(allow_blank=True)
    secondary_color = serializers.CharField(allow_blank=True)
    time_zone = serializers.CharField()
    opening_hours = HoursField(read_only=True)
    is_open_now = serializers.SerializerMethodField(help_text="By its opening hours; null where it says none.")
    facebook_url = serializers.CharField(allow_blank=True)
    instagram_url = serializers.CharField(allow_blank=True)
    whatsapp_number = serializers.CharField(allow_blank=True)
    is_active = serializers.BooleanField(help_text="Whether its offers can be bought.")
    opened_at = serializers.DateTimeField(source="created_at")
    holiday = serializers.SerializerMethodField()
    rating = serializers.SerializerMethodField()
    shipped_on_time = serializers.SerializerMethodField(help_text="Within the handling days.")
    own = serializers.SerializerMethodField(help_text="For those who work in the store, else null.")

    def get_markets(self, store: Any) -> list[str]:
        """`store` as `selectors.stores_detailed` gives it."""
        return [store.home_market.code, *(row.market.code for row in store.further_markets)]

    def get_logo_url(self, store: Store) -> str | None:
        return store.logo.url if store.logo else None

    def get_is_open_now(self, store: Store) -> bool | None:
        return is_open(store.opening_hours, store.time_zone, timezone.now())

    @extend_schema_field(HolidayOutput(allow_null=True))
    def get_holiday(self, store: Store) -> dict[str, Any] | None:
        row = holiday_of(store)
        return dict(HolidayOutput(row).data) if row is not None else None

    @extend_schema_field(RatingOutput)
    def get_rating(self, store: Store) -> dict[str, Any]:
        standing = getattr(store, "standing", None)
        count = standing.rating_count if standing else 0
        return {"average": standing.rating_hundredths / 100 if standing and count else None, "count": count}

    @extend_schema_field(PunctualityOutput)
    def get_shipped_on_time(self, store: Store) -> dict[str, Any]:
        standing = getattr(store, "standing", None)
        sent = standing.parcels_count if standing else 0
        share = round(100 * standing.parcels_on_time_count / sent, 1) if standing and sent else None
        return {"percent": share, "parcels": sent}

    @extend_schema_field(StoreContactOutput(allow_null=True))
    def get_own(self, store: Store) -> dict[str, Any] | None:
        scope = self.context["scope"]
        held = scope.stores.get(store.pk)
        if held is None and not self.context["sees_all"]:
            return None
        shown = {name: getattr(store, name) for name in OWN_FIELDS}
        if STORE_LEGAL not in (held or ()) and not scope.is_superuser:
            shown |= {name: masked(shown[name]) for name in LEGAL_FIELDS}
        return {**shown, "permissions": sorted(held or ())}


class SellerOutput(Output):
    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=SellerStatus.choices)
    created_at = serializers.DateTimeField()


class RegisteredOutput(Output):
    seller = SellerOutput()
    store = StoreOutput(allow_null=True)


class SellerStoresOutput(SellerOutput):
    stores = StoreOutput(many=True)


class HandleInput(Input):
    name = serializers.CharField(max_length=120, help_text="The name of the store, or an address wished for.")


class HandlesOutput(Output):
    slug = serializers.CharField(help_text="The address that the name would give.")
    is_free = serializers.BooleanField()
    suggestions = serializers.ListField(child=serializers.CharField(), help_text="Three that are free.")


class HolidayInput(Input):
    starts_on = serializers.DateField(help_text="The first day, in the store's time zone.")
    ends_on = serializers.DateField(help_text="The last day.")
    message = serializers.CharField(max_length=300, required=False, allow_blank=True)
    hides_offers = serializers.BooleanField(
        required=False, help_text="Hide the offers meanwhile, instead of saying when parcels leave again."
    )


class PolicyInput(Input):
    text = serializers.CharField(
        max_length=20_000, allow_blank=True, help_text="Empty: the marketplace's own holds again."
    )


class PolicyOutput(Output):
    kind = serializers.ChoiceField(choices=PolicyKind.choices)
    version = serializers.IntegerField(help_text="Orders keep the version they were placed under; 0 is the house's.")
    text = serializers.CharField()
    is_default = serializers.BooleanField(help_text="Whether the marketplace's own text holds.")


class PoliciesOutput(Output):
    results = PolicyOutput(many=True)


class LogoInput(Input):
    file = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG or WebP; kept at 512 pixels a side.")


class MarketOutput(Output):
    code = serializers.CharField()
    name = serializers.CharField()
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    countries = serializers.ListField(child=serializers.CharField(), help_text="ISO 3166-1; empty: everywhere else.")
    default_language = serializers.CharField()
    tax_name = serializers.CharField(allow_blank=True)
    tax_basis_points = serializers.IntegerField(help_text="1000 is 10 %; contained in the prices.")
    rounding_step_minor = serializers.IntegerField(help_text="Converted prices are multiples of this.")


class MarketsOutput(Output):
    results = MarketOutput(many=True)

"""Stores, where they sell, when they are away, what they promise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.adminbase import (
    PairsField,
    RelatedFilter,
    ScopedInline,
    ScopedModelAdmin,
    ServiceForm,
    service_action,
    status_column,
)
from core.errors import Invalid
from core.scope import ADMINISTRATOR, ActingScope, scope_of_request
from marketplace import services
from marketplace.models import (
    Store,
    StoreHoliday,
    StoreMarket,
    StoreMember,
    StorePolicy,
    StoreProduct,
    StoreStanding,
)
from marketplace.rules import STORE_EDIT, STORE_LEGAL
from marketplace.rules.contact import masked
from marketplace.rules.hours import WEEKDAYS
from marketplace.services.profile import LEGAL_FIELDS
from marketplace.states import HolidayStatus
from markets.models import Market


class StoreForm(ServiceForm):
    markets = forms.ModelMultipleChoiceField(
        label=_("Further markets"),
        queryset=Market.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The store agrees to be paid in the currency of each."),
    )

    field_names = {"opening_hours": "hours"}

    hours = PairsField(
        label=_("Opening hours"),
        required=False,
        help_text=_("One “day = times” per line, such as “mon = 09:00-13:00, 14:00-18:00”, in the store’s time zone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spans = self.instance.opening_hours
        self.initial["hours"] = {
            day: ", ".join("-".join(span) for span in spans[day]) for day in WEEKDAYS if day in spans
        }
        others = Market.objects.filter(is_active=True).exclude(pk=self.instance.home_market_id).order_by("code")
        if "markets" in self.fields:
            self.fields["markets"].queryset = others  # type: ignore[attr-defined]
            self.initial["markets"] = list(
                StoreMarket.objects.filter(store=self.instance).values_list("market_id", flat=True)
            )


class MemberInline(ScopedInline):
    model = StoreMember
    fields = ("user", "role", "is_active")
    select_related = ("user",)


@admin.register(Store)
class StoreAdmin(ScopedModelAdmin):
    form = StoreForm
    list_display = ("name", "seller", "home_market", "city", "status_words")
    list_select_related = ("seller", "home_market")
    list_filter = ("status", ("home_market", RelatedFilter))
    search_fields = ("name", "slug")
    inlines = (MemberInline,)
    fields = (
        "name", "slug", "seller", "home_market", "markets", "status", "tagline", "description", "email", "phone",
        "address_line", "city", "postal_code", "country", "website", "branch_name", "branch_code", "branch_manager",
        "primary_color", "secondary_color", "time_zone", "hours", "facebook_url", "instagram_url", "whatsapp_number",
        "handling_days", "low_stock_threshold", "low_stock_mails",
    )  # fmt: skip
    readonly_fields = ("seller", "home_market", "business_licence_words", "tax_number_words")
    store_path = "pk"
    seller_keys = {"view": "", "change": STORE_EDIT}
    writes = frozenset({"change"})
    status_words = status_column()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Licence and tax number in full for the owner, masked for everybody else."""
        scope = scope_of_request(request)
        is_owner = obj is not None and (scope.is_superuser or scope.may(STORE_LEGAL, obj.pk))
        legal = LEGAL_FIELDS if is_owner else tuple(f"{name}_words" for name in LEGAL_FIELDS)
        return (*self.fields, *legal)

    @admin.display(description=_("Business licence"))
    def business_licence_words(self, row: Store) -> str:
        return masked(row.business_licence)

    @admin.display(description=_("Tax number"))
    def tax_number_words(self, row: Store) -> str:
        return masked(row.tax_number)

    def store_of(self, row: Store) -> Any:
        return row.pk

    def update_row(self, scope: ActingScope, row: Store, values: dict[str, Any]) -> Store:
        if "hours" in values:
            days = values.pop("hours").items()
            values["opening_hours"] = {
                day: [span.strip().split("-") for span in spans.split(",")] for day, spans in days
            }
        if "markets" in values:
            values["markets"] = [market.code for market in values["markets"]]
        return services.store_update(scope=scope, store_id=row.pk, **values)


@admin.register(StoreMarket)
class StoreMarketAdmin(ScopedModelAdmin):
    """For reading: a store's markets are chosen on its own page."""

    list_display = ("store", "market", "created_at")
    list_select_related = ("store", "market")
    list_filter = (("market", RelatedFilter),)
    store_path = "store"
    seller_keys = {"view": ""}


@admin.register(StoreProduct)
class StoreProductAdmin(ScopedModelAdmin):
    """For reading: which store keeps which product's page, and which only sells it."""

    list_display = ("product", "store", "is_maintainer")
    list_select_related = ("product", "store")
    list_filter = ("is_maintainer",)
    search_fields = ("product__name",)
    store_path = "store"
    seller_keys = {"view": ""}


class HolidayForm(ServiceForm):
    field_names = {"starts_on": "starts_on", "ends_on": "ends_on"}

    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))


@admin.register(StoreHoliday)
class StoreHolidayAdmin(ScopedModelAdmin):
    """A new one takes the place of the one that is planned, and changes the one that runs."""

    form = HolidayForm
    list_display = ("store", "starts_at", "ends_at", "status_words", "hides_offers", "message")
    list_select_related = ("store",)
    list_filter = ("status",)
    store_path = "store"
    seller_keys = {"view": "", "add": STORE_EDIT, "end": STORE_EDIT}
    staff_verbs = {"end": frozenset({ADMINISTRATOR})}
    writes = frozenset({"add"})
    actions = ("end",)
    status_words = status_column()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("store", "starts_on", "ends_on", "message", "hides_offers")
        return ("store", "starts_at", "ends_at", "message", "hides_offers", "status_words")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> StoreHoliday:
        return services.holiday_set(scope=scope, store_id=values.pop("store").pk, **values)

    @service_action(
        _("Cancel or end"),
        verb="end",
        is_dangerous=True,
        when=lambda row: row.status in (HolidayStatus.PLANNED, HolidayStatus.RUNNING),
    )
    def end(self, scope: ActingScope, row: StoreHoliday) -> None:
        services.holiday_end(scope=scope, store_id=row.store_id)


@admin.register(StorePolicy)
class StorePolicyAdmin(ScopedModelAdmin):
    """Every version of what a store promised; a new one takes effect for the orders that follow."""

    list_display = ("store", "kind", "version", "created_at")
    list_select_related = ("store",)
    list_filter = ("kind",)
    store_path = "store"
    seller_keys = {"view": "", "add": STORE_EDIT}
    writes = frozenset({"add"})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("store", "kind", "text") if obj is None else ("store", "kind", "version", "text", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.get_fields(request, obj)

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> StorePolicy:
        store = values["store"]
        made = services.policy_set(scope=scope, store_id=store.pk, kind=values["kind"], text=values["text"])
        if made is None:
            raise Invalid(_("The store never wrote such a policy, and this text is empty."))
        return made


@admin.register(StoreStanding)
class StoreStandingAdmin(ScopedModelAdmin):
    """For reading: what shoppers' ratings and the parcels sent come to."""

    list_display = (
        "store",
        "rating_hundredths",
        "rating_count",
        "parcels_on_time_count",
        "parcels_count",
        "counted_at",
    )
    list_select_related = ("store",)
    store_path = "store"
    seller_keys = {"view": ""}

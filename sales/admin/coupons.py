"""Coupons of stores and of the platform, and their uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.adminbase import RelatedFilter, ScopedModelAdmin, ServiceForm
from core.errors import NotAllowed
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope, scope_of_request
from marketplace.rules import MARKETING_EDIT
from sales import services
from sales.models import Coupon, CouponRedemption

BASIS_POINTS = 100  # of one percent


class CouponForm(ServiceForm):
    """Either a percentage or an amount in the market's currency."""

    field_names = {"amount_minor": "amount", "minimum_minor": "minimum", "percent_basis_points": "percent"}

    percent = forms.DecimalField(
        label=_("Percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    amount = forms.DecimalField(
        label=_("Or amount"), min_value=0, max_digits=16, required=False, help_text=_("In the market’s currency.")
    )
    minimum = forms.DecimalField(label=_("From a value of goods of"), min_value=0, max_digits=16, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coupon = self.instance
        if coupon._state.adding:
            return
        self.initial["percent"] = coupon.percent_basis_points / BASIS_POINTS if coupon.percent_basis_points else None
        if coupon.market is not None:
            for name in ("amount", "minimum"):
                minor = getattr(coupon, f"{name}_minor")
                self.initial[name] = Money(minor, coupon.market.currency).decimal if minor else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        market = cleaned.get("market") or self.instance.market
        percent, amount = cleaned.get("percent"), cleaned.get("amount")
        if not self.errors and bool(percent) == bool(amount):
            raise forms.ValidationError(_("Give either a percentage or an amount."), code="one_of")
        if (amount or cleaned.get("minimum")) and market is None:
            self.add_error(None, _("An amount needs a market, which names the currency."))
            return cleaned
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end is after the start."))
        return cleaned | self._minors(cleaned, market)

    def changes(self) -> dict[str, Any]:
        """The columns behind the amounts go along when one of them changed."""
        minors = {name: self.cleaned_data[name] for name in ("percent_basis_points", "amount_minor", "minimum_minor")}
        return super().changes() | (minors if {"percent", "amount", "minimum"} & set(self.changed_data) else {})

    def _minors(self, cleaned: dict[str, Any], market: Any) -> dict[str, Any]:
        minors = {"percent_basis_points": int((cleaned.get("percent") or 0) * BASIS_POINTS)}
        for name in ("amount", "minimum"):
            value, minors[f"{name}_minor"] = cleaned.get(name), 0
            if value:
                try:
                    minors[f"{name}_minor"] = Money.parse(value, market.currency).minor
                except ValueError as error:
                    self.add_error(name, str(error))
        return minors

    def _post_clean(self) -> None:
        """The amounts reach the row first, so that its own constraints are judged with them."""
        for name in ("percent_basis_points", "amount_minor", "minimum_minor"):
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


@admin.register(Coupon)
class CouponAdmin(ScopedModelAdmin):
    form = CouponForm
    list_display = ("code", "store", "worth", "used", "max_uses", "ends_at", "is_active")
    list_select_related = ("store", "market")
    list_filter = ("is_active", ("store", RelatedFilter))
    search_fields = ("code",)
    autocomplete_fields = ("store",)
    store_path = "store"
    seller_keys = {"view": MARKETING_EDIT, "add": MARKETING_EDIT, "change": MARKETING_EDIT, "delete": MARKETING_EDIT}
    writes = frozenset({"add", "change", "delete"})

    @admin.display(description=_("Worth"))
    def worth(self, row: Coupon) -> str:
        if row.percent_basis_points:
            return f"{row.percent_basis_points / BASIS_POINTS:g} %"
        return str(Money(row.amount_minor, row.market.currency)) if row.market else ""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        rules = ("percent", "amount", "minimum", "max_uses", "is_once_per_person", "starts_at", "ends_at", "is_active")
        if obj is None:
            return ("store", "code", "market", *rules)
        if not self.may(request, "change", obj):
            return ("store", "code", "market", "worth", "used", "max_uses", "starts_at", "ends_at", "is_active")
        return ("store", "code", "market", "used", *rules)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("store", "code", "market", "used", "worth") if obj is not None else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        if "store" in made.base_fields:
            made.base_fields["store"].required = not scope_of_request(request).has_role(ADMINISTRATOR)
        return made

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> Coupon:
        store = values.pop("store")
        if store is None and not scope.has_role(ADMINISTRATOR):
            raise NotAllowed(_("Coupons of the platform are made by its administrators."))
        return services.coupon_create(scope=scope, store_id=store.pk if store else None, **_columns(values))

    def update_row(self, scope: ActingScope, row: Coupon, values: dict[str, Any]) -> Coupon:
        return services.coupon_update(scope=scope, coupon=row, **_columns(values))

    def delete_row(self, scope: ActingScope, row: Coupon) -> None:
        services.coupon_delete(scope=scope, coupon=row)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("percent", "amount", "minimum")}


@admin.register(CouponRedemption)
class CouponRedemptionAdmin(ScopedModelAdmin):
    list_display = ("created_at", "coupon", "order", "reverted_at")
    list_select_related = ("coupon", "order")
    search_fields = ("coupon__code", "=order__number")
    fields = ("coupon", "order", "is_once_per_person", "created_at", "reverted_at")
    readonly_fields = fields
    hidden_fields = frozenset({"person"})

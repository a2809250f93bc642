"""How the gateways are set up. Administrators look and test; superusers write, and nobody reads a secret again."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from core import formats
from core.adminbase import ScopedModelAdmin, ServiceForm, outside_transaction, service_action
from core.money import Money
from core.scope import ADMINISTRATOR, ActingScope
from payments import services
from payments.gateways.accounts import PROVIDERS, UNUSED_ADDRESSES, Account, capabilities_of, overriding
from payments.models import PaymentConfiguration
from payments.selectors import UNREADABLE, KeptSecret, secrets_kept

BOUNDS = ("minimum", "maximum")
SECRET_LABELS = {
    "zarinpal_access_token": _("Access token of the panel"),
    "vnpay_hash_secret": _("Hash secret"),
    "midtrans_server_key": _("Server key"),
    "stripe_secret_key": _("Secret key"),
    "stripe_webhook_secret": _("Secret of notifications (webhook)"),
}


class ConfigurationForm(ServiceForm):
    """Of a configuration that exists; `form_of` adds the fields of its provider."""

    codes: ClassVar[tuple[str, ...]] = ()
    secrets: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        kept = {one.name: one for one in secrets_kept(self.instance) if one.replaced_at is None} if self.secrets else {}
        for name in self.secrets:
            if name in self.fields:
                self.fields[name].help_text = _said_of(kept.get(name))
        limits = {one.currency: one for one in self.instance.limits.all()} if self.codes else {}
        for code in self.codes:
            self.initial[f"accepts_{code.lower()}"] = not limits or code in limits
            for bound in BOUNDS if code in limits else ():
                minor = getattr(limits[code], f"{bound}_minor")
                self.initial[f"{bound}_{code.lower()}"] = None if minor is None else Money(minor, code).decimal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        limits = {}
        for code in self.codes:
            bounds = [self._minor(cleaned.get(f"{bound}_{code.lower()}"), bound, code) for bound in BOUNDS]
            if cleaned.get(f"accepts_{code.lower()}"):
                limits[code] = tuple(bounds)
        return cleaned | {"limits": limits}

    def _minor(self, value: Any, bound: str, code: str) -> int | None:
        if value is None:
            return None
        try:
            return Money.parse(value, code).minor
        except ValueError as error:
            self.add_error(f"{bound}_{code.lower()}", str(error))
            return None

    def changes(self) -> dict[str, Any]:
        """What the service takes: secrets by name, what is to be cleared, the limits as a whole, and the columns."""
        changed = super().changes()
        parts = {f"{part}_{code.lower()}" for part in ("accepts", *BOUNDS) for code in self.codes}
        cleared = {f"clear_{name}": name for name in self.secrets}
        said: dict[str, Any] = {
            name: value
            for name, value in changed.items()
            if name not in parts and name not in self.secrets and name not in cleared
        }
        said["secrets"] = {name: changed[name] for name in self.secrets if changed.get(name)}
        said["cleared"] = [name for box, name in cleared.items() if changed.get(box)]
        if parts & set(changed):
            said["limits"] = self.cleaned_data["limits"]
        return said


def _said_of(secret: KeptSecret | None) -> SafeString:
    if secret is None:
        return format_html("{}", gettext("Not set."))
    if secret.ending == UNREADABLE:
        return format_html("{}", gettext("It is set, but no key of PAYMENT_SECRET_KEYS opens it. Enter it anew."))
    words = gettext("Set %(when)s. Leave it empty to keep it.") % {"when": formats.moment(secret.since)}
    return format_html('<bdi dir="ltr">•••• {}</bdi> · {}', secret.ending, words)


@cache
def form_of(provider: str) -> type[ConfigurationForm]:
    """The form of a provider's configuration: its secrets, and each currency that its gateway takes."""
    known, codes = PROVIDERS[provider], tuple(sorted(capabilities_of(provider).limits))
    made: dict[str, Any] = {"codes": codes, "secrets": known.secrets}
    for name in known.secrets:
        hidden = forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField", "dir": "ltr"})
        made[name] = forms.CharField(label=SECRET_LABELS[name], required=False, max_length=500, widget=hidden)
        box = format_lazy("{}: {}", _("Take away"), SECRET_LABELS[name])
        made[f"clear_{name}"] = forms.BooleanField(label=box, required=False)
    for code in codes:
        made[f"accepts_{code.lower()}"] = forms.BooleanField(label=code, required=False)
        for bound, words in zip(BOUNDS, (_("smallest amount"), _("largest amount")), strict=True):
            label = format_lazy("{}: {}", code, words)
            made[f"{bound}_{code.lower()}"] = forms.DecimalField(label=label, required=False, max_digits=16)
    return type("ProviderForm", (ConfigurationForm,), made)


@admin.register(PaymentConfiguration)
class PaymentConfigurationAdmin(ScopedModelAdmin):
    form = ConfigurationForm
    list_display = ("provider", "is_active", "is_sandbox", "updated_at")
    ordering = ("provider",)
    writes = frozenset({"add", "change", "delete"})
    staff_verbs = {"test": frozenset({ADMINISTRATOR})}
    hidden_fields = frozenset({"secrets"})
    actions = ("test", "drop_earlier")

    @method_decorator(sensitive_post_parameters())
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(*args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and self.may(request, "change", obj):
            kwargs["form"] = form_of(obj.provider)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            words = _("It begins as a copy of what the environment says, so that nothing changes for shoppers.")
            return [(None, {"fields": ["provider"], "description": words})]
        known = PROVIDERS[obj.provider]
        may_write = self.may(request, "change", obj)
        keys, money = [*known.identifiers], ["shown_limits"]
        if may_write:
            keys += [field for name in known.secrets for field in (name, f"clear_{name}")]
            codes = sorted(capabilities_of(obj.provider).limits)
            money = [f"{part}_{code.lower()}" for code in codes for part in ("accepts", *BOUNDS)]
        ours = [field for name in known.told for field in ([name] if may_write else [])]
        return [
            (None, {"fields": ["provider", "is_active", "is_sandbox", "provider_addresses"]}),
            (_("Keys"), {"fields": [*keys, "shown_secrets"]}),
            (_("Our addresses"), {"fields": [*ours, "own_addresses"]}),
            (_("Currencies and limits"), {"fields": money}),
        ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for _title, options in self.get_fieldsets(request, obj) for name in options["fields"]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ("provider_addresses", "shown_secrets", "own_addresses", "shown_limits")
        return ("provider", *shown) if obj is not None else ()

    # --- what is shown ------------------------------------------------------------------------------------------------

    @admin.display(description=_("Addresses of the provider"))
    def provider_addresses(self, row: PaymentConfiguration) -> SafeString:
        account, given = Account(row.provider, is_sandbox=row.is_sandbox), overriding(row.provider)
        note = gettext("set by the environment, which comes before the sandbox switch")
        lines = [
            (account.address(setting), f" · {setting}: {note}" if setting in given else "")
            for setting in PROVIDERS[row.provider].production
        ]
        return format_html_join("", '<div><bdi dir="ltr">{}</bdi>{}</div>', lines)

    @admin.display(description=_("Addresses in use"))
    def own_addresses(self, row: PaymentConfiguration) -> SafeString:
        known = PROVIDERS[row.provider]
        account = Account(row.provider, chosen={name: getattr(row, name) for name in known.told})
        unused = gettext("not used: nothing is subscribed or linked here")
        lines = [(name, account.told(name) or (unused if name in UNUSED_ADDRESSES else "–")) for name in known.told]
        return format_html_join("", '<div><bdi dir="ltr">{}: {}</bdi></div>', lines)

    @admin.display(description=_("Secrets kept"))
    def shown_secrets(self, row: PaymentConfiguration) -> SafeString | str:
        lines = []
        for one in secrets_kept(row):
            words = gettext("in use since %(when)s") % {"when": formats.moment(one.since)}
            if one.replaced_at is not None:
                words = gettext("replaced %(when)s, still good for notifications") % {
                    "when": formats.moment(one.replaced_at)
                }
            lines.append((one.name, words))
        return format_html_join("", '<div><bdi dir="ltr">{}</bdi>: {}</div>', lines) if lines else "–"

    @admin.display(description=_("Currencies and limits"))
    def shown_limits(self, row: PaymentConfiguration) -> SafeString:
        own = capabilities_of(row.provider).limits
        chosen = {one.currency: one for one in row.limits.all()}
        lines = []
        for code in sorted(chosen or own):
            bounds = [own[code].smallest, own[code].largest]
            if code in chosen:
                given = (chosen[code].minimum_minor, chosen[code].maximum_minor)
                bounds = [
                    standard if minor is None else Money(minor, code)
                    for standard, minor in zip(bounds, given, strict=True)
                ]
            lines.append((code, formats.money(bounds[0]), formats.money(bounds[1])))
        return format_html_join("", "<div>{}: {} – {}</div>", lines)

    # --- what is done -------------------------------------------------------------------------------------------------

    def create_row(self, scope: ActingScope, values: dict[str, Any]) -> PaymentConfiguration:
        return services.configuration_create(scope=scope, provider=values["provider"])

    def update_row(self, scope: ActingScope, row: PaymentConfiguration, values: dict[str, Any]) -> PaymentConfiguration:
        return services.configuration_update(scope=scope, configuration_id=row.pk, **values)

    def delete_row(self, scope: ActingScope, row: PaymentConfiguration) -> None:
        services.configuration_delete(scope=scope, configuration_id=row.pk)

    def restore_row(self, scope: ActingScope, row: PaymentConfiguration) -> None:
        services.configuration_restore(scope=scope, configuration_id=row.pk)

    @service_action(_("Test connection"), verb="test")
    @outside_transaction
    def test(self, scope: ActingScope, row: PaymentConfiguration) -> str:
        return services.configuration_test(scope=scope, configuration_id=row.pk)

    @service_action(
        _("Drop earlier secrets"),
        verb="drop_earlier",
        is_dangerous=True,
        when=lambda row: row.secrets.exclude(replaced_at=None).exists(),
    )
    def drop_earlier(self, scope: ActingScope, row: PaymentConfiguration) -> None:
        services.earlier_secrets_drop(scope=scope, configuration_id=row.pk)

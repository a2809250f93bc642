"""Forms of the account pages. They check what a form can; the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from markets.models import Market

LONGEST_PASSWORD = 128


class ServiceForm(forms.Form):
    """A form that shows what a service refused, at the field where it knows it."""

    names: dict[str, str] = {}  # of the service's input → fields of the form, where they differ

    def refuse(self, error: DomainError) -> None:
        shown = False
        for problem in error.problems:
            name = problem.pointer.strip("/")
            name = self.names.get(name, name)
            if name in self.fields:
                self.add_error(name, str(problem.detail))
                shown = True
        if not shown:
            self.add_error(None, str(error))


def _password(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST_PASSWORD, strip=False, widget=widget)


class RegisterForm(ServiceForm):
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=160, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = _password(_("Password"), "new-password")


class LoginForm(ServiceForm):
    identifier = forms.CharField(
        label=_("E-mail, phone or username"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"}),
    )
    password = _password(_("Password"), "current-password")
    second_factor = forms.CharField(
        label=_("Code of your authenticator app"),
        help_text=_("Only if you use one. A recovery code works as well."),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


class EmailForm(ServiceForm):
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    names = {"target": "email"}


class NewPasswordForm(ServiceForm):
    new_password = _password(_("New password"), "new-password")


class ProfileForm(ServiceForm):
    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    market = forms.ModelChoiceField(
        label=_("Market"), required=False, queryset=Market.objects.none(), empty_label=_("As the shop says")
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("auto", _("As the device says")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    names = {"file": "photo"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, market = self.fields["language"], self.fields["market"]
        language.choices = [("", _("As the browser says")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        market.queryset = Market.objects.filter(is_active=True).order_by("code")  # type: ignore[attr-defined]


class ProofForm(ServiceForm):
    password = _password(_("Password"), "current-password")

"""The one admin site, for staff and for sellers (DESIGN.md §7)."""

from __future__ import annotations

import functools
import re
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page
from jazzmin.settings import THEMES

from accounts.identity import identifier_key
from accounts.services import password_change, second_factor_check
from core import limits
from core.adminbase.access import ScopedAccess
from core.errors import DomainError
from core.scope import scope_of, scope_of_request

_IMPORT = re.compile(r"@import\s+url\([^)]*\);?")


@cache
def theme_css(name: str) -> str:
    """A theme of Jazzmin's by name; the plain one where there is none of that name."""
    chosen = name if name in THEMES else "default"
    found = finders.find(THEMES[chosen])
    if not isinstance(found, str):
        return ""
    return _IMPORT.sub("", Path(found).read_text(encoding="utf-8"))


def may_enter(user: Any) -> bool:
    """Superusers, staff with a platform role, and active members of a store."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    scope = scope_of(user)
    return (user.is_staff and scope.is_staff) or scope.is_seller


class SignInForm(AuthenticationForm):
    """Any identifier a person has; who works neither here nor in a store is told so, after the right password."""

    second_factor = forms.CharField(
        label=_("Code of your authenticator app, if you use one"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("E-mail, phone or username")

    def clean(self) -> dict[str, Any]:
        """Tries are counted before the password is looked at; the authenticator app is asked for after it."""
        try:
            identity = identifier_key(self.cleaned_data.get("username", ""))
            tried = limits.attempt("staff-login", self.request, identity=identity)
            cleaned: dict[str, Any] = super().clean()
            second_factor_check(user=self.get_user(), code=cleaned.get("second_factor", ""))
        except DomainError as error:
            raise ValidationError(str(error), code=error.code) from error
        tried.succeeded()
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not may_enter(user):
            raise ValidationError(_("This account works neither for Serai nor for a store."), code="not_allowed")


class ServicePasswordChangeForm(PasswordChangeForm):
    """Changes the password by the service, which also ends the person's sessions of the API."""

    def save(self, commit: bool = True) -> Any:
        self.user = password_change(
            scope=scope_of(self.user),
            old_password=self.cleaned_data["old_password"],
            new_password=self.cleaned_data["new_password1"],
            session=None,
        )
        return self.user


class ScopedAutocomplete(AutocompleteJsonView):
    """Suggestions through the same scope as the field they are for."""

    def get_queryset(self) -> QuerySet[Any]:
        page = self.model_admin
        if not isinstance(page, ScopedAccess):
            return super().get_queryset()
        rows = page.choices(self.request, self.source_field)
        if isinstance(page.list_select_related, tuple):
            rows = rows.select_related(*page.list_select_related)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        rows, needs_distinct = page.get_search_results(self.request, rows, self.term)
        return rows.distinct() if needs_distinct else rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """The name a row has on its own page, rather than the bare text of the model."""
        row = super().serialize_result(obj, to_field_name)
        return {**row, "text": self.model_admin.row_label(obj)} if isinstance(self.model_admin, ScopedAccess) else row

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        """The person must see the model that is suggested, and the one whose field asks."""
        asking = site._registry.get(self.source_field.model) if (site := self.admin_site) is not None else None
        return bool(
            super().has_perm(request, obj) and asking is not None and asking.has_view_or_change_permission(request)
        )


class SeraiAdminSite(AdminSite):
    site_header = "Serai"
    site_title = "Serai"
    login_form = SignInForm
    site_url = "/"
    index_title = _("Dashboard")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # Django's deletes for good; ours hides and can be undone.

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_active:
            return False
        if getattr(user, "is_superuser", False):
            return True
        scope = scope_of_request(request)
        return (bool(getattr(user, "is_staff", False)) and scope.is_staff) or scope.is_seller

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        view: Any = ScopedAutocomplete.as_view(admin_site=self)
        response: HttpResponse = view(request)
        return response

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        view = PasswordChangeView.as_view(
            form_class=ServicePasswordChangeForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name
        return view(request)

    def theme(self, request: HttpRequest) -> HttpResponse:
        """The Bootswatch theme that the environment names, without its call for fonts of another host."""
        response = HttpResponse(theme_css(str(settings.ADMIN_THEME)), content_type="text/css")
        patch_cache_control(response, public=True, max_age=3600)
        return response

    def get_urls(self) -> list[Any]:
        # The apps' admin modules need this site first.
        from accounts.admin.console import users_console
        from sales.admin.console import orders_console
        from storefront.admin.console import products_console

        consoles = {"orders": orders_console, "products": products_console, "users": users_console}
        own = [
            *(
                re_path(rf"^{name}/?$", self.admin_view(functools.partial(console, self)), name=name)
                for name, console in consoles.items()
            ),
            path("theme.css", conditional_page(self.theme), name="theme"),
        ]
        return [*own, *super().get_urls()]

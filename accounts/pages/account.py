"""One's own account: profile, devices, a copy of the data, closing it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts import selectors, services
from accounts.devices import device_name
from accounts.pages.common import Page, to_sign_in
from accounts.pages.forms import ProfileForm, ProofForm
from core import limits
from core.errors import DomainError
from core.private_files import private_file_link

DEVICES = 20


class SignedInPage(Page):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return super().dispatch(request, *args, **kwargs)


class AccountPage(SignedInPage):
    template = "account"

    def get(self, request: HttpRequest) -> HttpResponse:
        user = selectors.user_with_profile(user_id=self.scope.require_user())
        profile = user.profile
        initial = {"name": user.name, "language": profile.language, "market": profile.market, "theme": profile.theme}
        return self.show(form=ProfileForm(initial=initial), **self._facts(user))

    def post(self, request: HttpRequest) -> HttpResponse:
        user = selectors.user_with_profile(user_id=self.scope.require_user())
        if "sign_out_others" in request.POST:
            mine = services.browser_session_of(user=request.user)
            user = services.sessions_sign_out_others(scope=self.scope, keep=mine.pk if mine else None)
            update_session_auth_hash(request, user)
            return redirect("account")
        form = ProfileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(status=400, form=form, **self._facts(user))
        changes = dict(form.cleaned_data)
        photo = changes.pop("photo")
        try:
            if photo:
                limits.spend("upload", identity=str(user.pk))
                services.photo_set(
                    user_id=user.pk, raw=photo.read(), name=photo.name, content_type=photo.content_type or ""
                )
            services.me_update(user_id=user.pk, changes=changes)
        except DomainError as error:
            return self.show_refused(form, error, **self._facts(user))
        return redirect("account")

    def _facts(self, user: Any) -> dict[str, Any]:
        sessions = selectors.sessions_visible_to(scope=self.scope).order_by("-rotated_at")[:DEVICES]
        exports = selectors.data_exports(scope=self.scope).order_by("-pk")[:5]
        return {
            "person": user,
            "devices": [{"name": device_name(row.user_agent), "at": row.rotated_at} for row in sessions],
            "exports": [{"name": row.name, "url": private_file_link(row), "at": row.created_at} for row in exports],
        }


class ExportPage(SignedInPage):
    """POST has a copy of one's data made."""

    http_method_names = ["post", "options"]
    template = "account"

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            limits.spend("data-export", identity=str(self.scope.require_user()))
            services.data_export_request(scope=self.scope)
        except DomainError as error:
            return self.show(status=429, template="refused", problem=str(error))
        return redirect("account")


class DeactivatePage(SignedInPage):
    template = "deactivate"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ProofForm())

    @method_decorator(sensitive_post_parameters("password"))
    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProofForm(request.POST)
        if not form.is_valid():
            return self.show(status=400, form=form)
        try:
            services.account_deactivate(scope=self.scope, **form.cleaned_data)
        except DomainError as error:
            return self.show_refused(form, error)
        logout(request)
        return self.show(template="deactivated")

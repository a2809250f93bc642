"""The page behind the link of an invitation: join as the person one is, or as somebody new."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import services as accounts
from accounts.errors import CredentialsRefused
from accounts.identity import identifier_key
from accounts.models import User
from accounts.selectors import user_by_field
from core import limits
from core.errors import DomainError, NotFound
from core.scope import ActingScope, scope_of, scope_of_request
from marketplace import services
from marketplace.models import StoreInvitation

LONGEST_PASSWORD = 128


class NewPersonForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class KnownPersonForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    second_factor = forms.CharField(
        label=_("Code of your authenticator app"),
        help_text=_("Only if you use one. A recovery code works as well."),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST joins and leads to the console. A link that does not work any more says why."""
    try:
        row = services.invitation_read(token=token)
    except DomainError as refused:
        status = 404 if isinstance(refused, NotFound) else 410
        return _page(request, {"refused": refused}, status=status)
    scope = scope_of_request(request)
    form = _form_for(request, row, scope)
    problem = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _joined(request, token, row, form, scope)
        except DomainError as refused:
            problem = _show(form, refused)
    context = {"invitation": row, "store": row.store, "form": form, "problem": problem, "is_signed_in": form is None}
    return _page(request, context, status=400 if request.method == "POST" else 200)


def _form_for(request: HttpRequest, row: StoreInvitation, scope: ActingScope) -> forms.Form | None:
    """What the page asks for; nothing of somebody who is signed in."""
    if scope.is_authenticated:
        return None
    kind = NewPersonForm if user_by_field(field="email", value=row.email) is None else KnownPersonForm
    return kind(request.POST if request.method == "POST" else None)


def _joined(
    request: HttpRequest, token: str, row: StoreInvitation, form: forms.Form | None, scope: ActingScope
) -> HttpResponse:
    given: dict[str, Any] = dict(form.cleaned_data) if form is not None else {}
    if isinstance(form, KnownPersonForm):
        scope = scope_of(_proved(request, row, given))
        given = {}
    member = services.invitation_accept(token=token, scope=scope, **given)
    if not request.user.is_authenticated:
        login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponseRedirect(reverse("admin:index"))


def _proved(request: HttpRequest, row: StoreInvitation, given: dict[str, Any]) -> User:
    """The person invited, who signs in here as anywhere: tries are counted, the authenticator app is asked for."""
    tried = limits.attempt("login", request, identity=identifier_key(row.email))
    try:
        user = accounts.password_prove(identifier=row.email, **given)
    except CredentialsRefused as refused:
        raise DomainError(str(_("This is not the password of that account."))) from refused
    tried.succeeded()
    return user


def _show(form: forms.Form | None, refused: DomainError) -> str:
    """The refusal at its fields; the sentence itself where it belongs to none."""
    fields = [(problem.pointer.strip("/"), problem.detail) for problem in refused.problems]
    if form is None or not any(name in form.fields for name, _words in fields):
        return str(refused)
    for name, words in fields:
        form.add_error(name if name in form.fields else None, str(words))
    return ""


def _page(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    """The address is a key, so it goes neither into a cache nor into a Referer."""
    response = render(
        request, "marketplace/invitation.html", {**context, "site_name": settings.SITE_NAME}, status=status
    )
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response

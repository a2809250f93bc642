"""Getting in and out: register, sign in, confirm an address, a forgotten password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts import services
from accounts.errors import LinkExpired, LinkInvalid, LinkUsed
from accounts.identity import identifier_key
from accounts.pages.common import Page, next_of
from accounts.pages.forms import EmailForm, LoginForm, NewPasswordForm, RegisterForm
from core import limits
from core.errors import DomainError

BACKEND = "accounts.backends.IdentifierBackend"


class RegisterPage(Page):
    template = "register"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("account") if request.user.is_authenticated else self.show(form=RegisterForm())

    @method_decorator(sensitive_post_parameters("password"))
    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegisterForm(request.POST)
        if not form.is_valid():
            return self.show(status=400, form=form)
        try:
            limits.spend("register", request)
            if settings.ACCOUNTS_EMAIL_CONFIRMATION == "required":
                services.registration_open(**form.cleaned_data)
                return redirect("email-confirmation-sent")
            user = services.user_register(**form.cleaned_data)
        except DomainError as error:
            return self.show_refused(form, error)
        login(request, user, backend=BACKEND)
        return HttpResponseRedirect(next_of(request, "account"))


class LoginPage(Page):
    template = "login"

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(next_of(request, "account"))
        return self.show(form=LoginForm(), next=request.GET.get("next", ""))

    @method_decorator(sensitive_post_parameters("password", "second_factor"))
    def post(self, request: HttpRequest) -> HttpResponse:
        form = LoginForm(request.POST)
        wanted = request.POST.get("next", "")
        if not form.is_valid():
            return self.show(status=400, form=form, next=wanted)
        try:
            tried = limits.attempt("login", request, identity=identifier_key(form.cleaned_data["identifier"]))
            user = services.password_prove(**form.cleaned_data)
        except DomainError as error:
            return self.show_refused(form, error, next=wanted)
        tried.succeeded()
        login(request, user, backend=BACKEND)
        return HttpResponseRedirect(next_of(request, "account"))


class LogoutPage(Page):
    """GET asks, POST does it: a link of another site signs nobody out."""

    template = "logout"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show() if request.user.is_authenticated else redirect("login-page")

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("home")


class ActivatePage(Page):
    """The link of the mail: the address is confirmed, the account open, and the person signed in."""

    def get(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
        try:
            limits.spend("link", request)
            user = services.email_confirm(uid=uidb64, token=token)
        except LinkInvalid as error:
            reason = {LinkUsed: "used", LinkExpired: "expired"}.get(type(error), "invalid")
            return HttpResponseRedirect(f"{redirect('activation-invalid').url}?reason={reason}")
        except DomainError as error:
            form = EmailForm()
            return self.show_refused(form, error, template="activation_invalid", reason="")
        login(request, user, backend=BACKEND)
        return redirect("activation-success")


class ConfirmationSentPage(Page):
    template = "email_confirmation_sent"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=EmailForm(), hours=settings.ACTIVATION_LINK_HOURS)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send another link; the answer says the same for every address."""
        form = EmailForm(request.POST)
        if not form.is_valid():
            return self.show(status=400, form=form, hours=settings.ACTIVATION_LINK_HOURS)
        try:
            limits.spend("mail-confirmation", request, identity=identifier_key(form.cleaned_data["email"]))
            services.email_confirmation_request(**form.cleaned_data)
        except DomainError as error:
            return self.show_refused(form, error, hours=settings.ACTIVATION_LINK_HOURS)
        return redirect("email-confirmation-sent")


class ActivationSuccessPage(Page):
    template = "activation_success"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()


class ActivationInvalidPage(Page):
    """Why a link did not work, and where to get another."""

    template = "activation_invalid"

    def get(self, request: HttpRequest) -> HttpResponse:
        reason = request.GET.get("reason", "")
        return self.show(form=EmailForm(), reason=reason if reason in ("used", "expired") else "invalid")


class PasswordResetPage(Page):
    template = "password_reset"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=EmailForm(), is_sent="sent" in request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EmailForm(request.POST)
        if not form.is_valid():
            return self.show(status=400, form=form)
        try:
            limits.spend("password-reset", request, identity=identifier_key(form.cleaned_data["email"]))
            services.password_reset_request(**form.cleaned_data)
        except DomainError as error:
            return self.show_refused(form, error)
        return HttpResponseRedirect(f"{redirect('password-reset').url}?sent")


class PasswordResetConfirmPage(Page):
    template = "password_reset_confirm"

    def get(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
        try:
            services.password_reset_check(uid=uidb64, token=token)
        except LinkInvalid as error:
            return self.show(status=400, form=None, problem=str(error))
        return self.show(form=NewPasswordForm())

    @method_decorator(sensitive_post_parameters("new_password"))
    def post(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
        form = NewPasswordForm(request.POST)
        if not form.is_valid():
            return self.show(status=400, form=form)
        try:
            limits.spend("link", request)
            services.password_reset_confirm(uid=uidb64, token=token, **form.cleaned_data)
        except LinkInvalid as error:
            return self.show(status=400, form=None, problem=str(error))
        except DomainError as error:
            return self.show_refused(form, error)
        return HttpResponseRedirect(f"{redirect('login-page').url}?changed")

"""Addresses of the account pages: at the top, and the same below /account/, whose names begin with "account-"."""

from __future__ import annotations

from django.urls import URLPattern, path

from accounts import pages


def _entrance(prefix: str) -> list[URLPattern]:
    return [
        path("register/", pages.RegisterPage.as_view(), name=f"{prefix}register-page"),
        path("login/", pages.LoginPage.as_view(), name=f"{prefix}login-page"),
        path("logout/", pages.LogoutPage.as_view(), name=f"{prefix}logout-page"),
        path("activate/<str:uidb64>/<str:token>/", pages.ActivatePage.as_view(), name=f"{prefix}activate"),
        path("email-confirmation-sent/", pages.ConfirmationSentPage.as_view(), name=f"{prefix}email-confirmation-sent"),
        path("activation-success/", pages.ActivationSuccessPage.as_view(), name=f"{prefix}activation-success"),
        path("activation-invalid/", pages.ActivationInvalidPage.as_view(), name=f"{prefix}activation-invalid"),
        path("deactivate/", pages.DeactivatePage.as_view(), name=f"{prefix}deactivate"),
        path("password-reset/", pages.PasswordResetPage.as_view(), name=f"{prefix}password-reset"),
        path(
            "password-reset/<str:uidb64>/<str:token>/",
            pages.PasswordResetConfirmPage.as_view(),
            name=f"{prefix}password-reset-confirm",
        ),
    ]


top = _entrance("")
below = [
    path("", pages.AccountPage.as_view(), name="account"),
    path("export/", pages.ExportPage.as_view(), name="account-export"),
    *_entrance("account-"),
]
legacy = [
    path("login/", pages.LoginPage.as_view(), name="accounts-login"),
    path("logout/", pages.LogoutPage.as_view(), name="accounts-logout"),
]

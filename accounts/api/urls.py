"""Addresses of accounts, below /api/."""

from __future__ import annotations

from django.urls import path

from accounts.api import care, views

urlpatterns = [
    path("accounts/register/", views.RegisterView.as_view(), name="register"),
    path("accounts/login/", views.LoginView.as_view(), name="login"),
    path("accounts/otp/request/", views.CodeRequestView.as_view(), name="otp-request"),
    path("accounts/otp/verify/", views.CodeVerifyView.as_view(), name="otp-verify"),
    path("accounts/token/refresh/", views.TokenRefreshView.as_view(), name="token-refresh"),
    path("accounts/logout/", views.LogoutView.as_view(), name="logout"),
    path("accounts/browser-session/", views.BrowserSessionView.as_view(), name="browser-session"),
    path("accounts/me/", views.MeView.as_view(), name="me"),
    path("accounts/change-password/", views.ChangePasswordView.as_view(), name="change-password"),
    path("accounts/me/photo/", care.PhotoView.as_view(), name="photo"),
    path("accounts/email-confirmation/", care.EmailConfirmationView.as_view(), name="email-confirmation"),
    path("accounts/password-reset/", care.PasswordResetView.as_view(), name="api-password-reset"),
    path(
        "accounts/password-reset/confirm/", care.PasswordResetConfirmView.as_view(), name="api-password-reset-confirm"
    ),
    path("accounts/contact/", care.ContactView.as_view(), name="contact"),
    path("accounts/second-factor/", care.SecondFactorView.as_view(), name="second-factor"),
    path("accounts/second-factor/removal/", care.SecondFactorRemovalView.as_view(), name="second-factor-removal"),
    path("accounts/second-factor/confirm/", care.SecondFactorConfirmView.as_view(), name="second-factor-confirm"),
    path("accounts/deactivate/", care.DeactivateView.as_view(), name="api-deactivate"),
    path("accounts/export/", care.DataExportView.as_view(), name="data-export"),
    path("accounts/erase/", care.EraseView.as_view(), name="erase"),
    path("accounts/addresses/", views.AddressListView.as_view(), name="addresses"),
    path("accounts/addresses/<uuid:address_id>/", views.AddressView.as_view(), name="address"),
    path("accounts/sessions/", views.SessionListView.as_view(), name="sessions"),
    path("accounts/sessions/<uuid:session_id>/", views.SessionView.as_view(), name="session"),
]

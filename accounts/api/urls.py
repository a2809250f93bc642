"""Addresses of accounts, below /api/."""

from __future__ import annotations

from django.urls import path

from accounts.api import views

urlpatterns = [
    path("accounts/register/", views.RegisterView.as_view(), name="register"),
    path("accounts/login/", views.LoginView.as_view(), name="login"),
    path("accounts/otp/request/", views.CodeRequestView.as_view(), name="otp-request"),
    path("accounts/otp/verify/", views.CodeVerifyView.as_view(), name="otp-verify"),
    path("accounts/token/refresh/", views.TokenRefreshView.as_view(), name="token-refresh"),
    path("accounts/logout/", views.LogoutView.as_view(), name="logout"),
    path("accounts/me/", views.MeView.as_view(), name="me"),
    path("accounts/change-password/", views.ChangePasswordView.as_view(), name="change-password"),
    path("accounts/addresses/", views.AddressListView.as_view(), name="addresses"),
    path("accounts/addresses/<uuid:address_id>/", views.AddressView.as_view(), name="address"),
    path("accounts/sessions/", views.SessionListView.as_view(), name="sessions"),
    path("accounts/sessions/<uuid:session_id>/", views.SessionView.as_view(), name="session"),
]

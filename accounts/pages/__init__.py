"""The pages of accounts: getting in, and one's own account. On the services and limits of the API."""

from accounts.pages.account import AccountPage, DeactivatePage, ExportPage
from accounts.pages.entrance import (
    ActivatePage,
    ActivationInvalidPage,
    ActivationSuccessPage,
    ConfirmationSentPage,
    LoginPage,
    LogoutPage,
    PasswordResetConfirmPage,
    PasswordResetPage,
    RegisterPage,
)

__all__ = [
    "AccountPage",
    "ActivatePage",
    "ActivationInvalidPage",
    "ActivationSuccessPage",
    "ConfirmationSentPage",
    "DeactivatePage",
    "ExportPage",
    "LoginPage",
    "LogoutPage",
    "PasswordResetConfirmPage",
    "PasswordResetPage",
    "RegisterPage",
]

"""Accounts: confirmation, links, the second factor."""

from __future__ import annotations

from config.settings.base import DEBUG, DEVELOPMENT_SECRET
from config.settings.env import Reader

_env = Reader("Accounts")

ACCOUNTS_EMAIL_CONFIRMATION = _env.choice(
    "ACCOUNTS_EMAIL_CONFIRMATION",
    "optional" if DEBUG else "required",
    "Whether a new account must confirm its e-mail address before it may sign in; registering then tells nobody who "
    "has an account.",
    choices=["optional", "required"],
)
ACTIVATION_LINK_HOURS = _env.integer("ACTIVATION_LINK_HOURS", 48, "Hours a confirmation link works.", low=1, high=720)
PASSWORD_RESET_MINUTES = _env.integer(
    "PASSWORD_RESET_MINUTES", 60, "Minutes a link to choose a new password works.", low=5, high=1440
)
SECOND_FACTOR_KEYS = _env.words(
    "SECOND_FACTOR_KEYS",
    [],
    "Secrets that encrypt the secrets of authenticator apps, 32 random characters or more each. The first encrypts, "
    "all decrypt: put a new one in front to rotate.",
) or ([DEVELOPMENT_SECRET + "-factors"] if DEBUG else [])
DATA_EXPORT_KEEP_DAYS = _env.integer("DATA_EXPORT_KEEP_DAYS", 7, "Days a person's data export is kept.", low=1, high=90)
PROFANITY_CACHE_SECONDS = 60.0  # how long a process remembers the words of the database

"""Headers, cookies, cross-origin rules and tokens (RELIABILITY.md §8)."""

from __future__ import annotations

from datetime import timedelta

from config.settings.base import DEBUG, DEVELOPMENT_SECRET
from config.settings.env import Reader

_env = Reader("Security")

CORS_ALLOWED_ORIGINS = _env.words("CORS_ALLOWED_ORIGINS", [], "Exact origins whose pages may call the API.")
CSRF_TRUSTED_ORIGINS = _env.words("CSRF_TRUSTED_ORIGINS", [], "Exact origins trusted for forms.")
CORS_ALLOW_HEADERS = ["authorization", "content-type", "idempotency-key", "x-request-id", "x-cart-token"]
CORS_EXPOSE_HEADERS = ["x-request-id", "idempotent-replayed", "retry-after", "ratelimit"]
CORS_PREFLIGHT_MAX_AGE = 600

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "core.pages.csrf_failure"

JWT_SIGNING_KEY = _env.text(
    "JWT_SIGNING_KEY",
    DEVELOPMENT_SECRET + "-tokens",
    "Signs access and refresh tokens; at least 32 random characters, not the DJANGO_SECRET_KEY.",
    secret=True,
    shown="",
)
_access_minutes = _env.integer(
    "SIMPLE_JWT_ACCESS_LIFETIME_MIN", 30, "Minutes an access token lives (10 advised in production).", low=1, high=1440
)
_refresh_days = _env.integer("SIMPLE_JWT_REFRESH_LIFETIME_DAYS", 7, "Days a refresh token lives.", low=1, high=90)
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=_access_minutes),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=_refresh_days),
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "ALGORITHM": "HS256",
    "AUDIENCE": "serai",
    "ISSUER": "serai",
    "LEEWAY": 30,
    "USER_ID_CLAIM": "sub",
}
OTP_PEPPER = _env.text(
    "OTP_PEPPER",
    DEVELOPMENT_SECRET + "-codes",
    "Keys the one-time codes; at least 32 random characters.",
    secret=True,
    shown="",
)
OTP_FIXED_CODE = _env.text(
    "OTP_FIXED_CODE", "111111" if DEBUG else "", "Every one-time code, for the demo. Only with DJANGO_DEBUG.", shown=""
)
OTP_LIFETIME_SECONDS = _env.integer("OTP_LIFETIME_SECONDS", 300, "Seconds a one-time code is valid.", low=30, high=900)
OTP_RESEND_SECONDS = _env.integer("OTP_RESEND_SECONDS", 60, "Seconds between two codes for one target.", high=3600)
EXTRA_SECURE = _env.boolean("SECURE_SSL", True, "Production only: redirect to https and mark cookies Secure.")

# The shop and the API. The admin and the API documents carry their own policy (core.middleware.EdgeMiddleware).
CSP_API = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
CSP_PAGES = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
CSP_ADMIN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
CSP_DOCS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

"""Production: the same, refusing every insecure value with one line each."""

import re

from config.settings.env import is_public_ipv4, problem, stop_on_problems

# isort: split
from config.settings.admin import *
from config.settings.api import *
from config.settings.base import *
from config.settings.celery import *
from config.settings.database import *
from config.settings.limits import *
from config.settings.logs import *
from config.settings.mail import *
from config.settings.people import *
from config.settings.security import *
from config.settings.shop import *
from config.settings.storage import *

if DEBUG:
    problem("DJANGO_DEBUG is on; set DJANGO_DEBUG=false")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only"):
    problem("DJANGO_SECRET_KEY needs at least 50 random characters")
if len(JWT_SIGNING_KEY) < 32 or JWT_SIGNING_KEY == SECRET_KEY or JWT_SIGNING_KEY.startswith("development-only"):
    problem("JWT_SIGNING_KEY needs at least 32 random characters and differs from DJANGO_SECRET_KEY")
if len(OTP_PEPPER) < 32 or OTP_PEPPER in (SECRET_KEY, JWT_SIGNING_KEY) or OTP_PEPPER.startswith("development-only"):
    problem("OTP_PEPPER needs at least 32 random characters of its own")
if not SECOND_FACTOR_KEYS or any(len(key) < 32 or key.startswith("development-only") for key in SECOND_FACTOR_KEYS):
    problem("SECOND_FACTOR_KEYS needs at least one secret of 32 random characters or more")
if not FINANCE_SECRET_KEYS or any(len(key) < 32 or key.startswith("development-only") for key in FINANCE_SECRET_KEYS):
    problem("FINANCE_SECRET_KEYS needs at least one secret of 32 random characters or more")
_other_secrets = {SECRET_KEY, JWT_SIGNING_KEY, OTP_PEPPER, *SECOND_FACTOR_KEYS, *FINANCE_SECRET_KEYS}
if any(key.startswith("development-only") or key in _other_secrets for key in PAYMENT_SECRET_KEYS):
    problem("PAYMENT_SECRET_KEYS needs random secrets of its own")
if OTP_FIXED_CODE:
    problem("OTP_FIXED_CODE is for the demo; leave it empty")
if not ALLOWED_HOSTS or any(host == "*" or host.startswith(".") for host in ALLOWED_HOSTS):
    problem("ALLOWED_HOSTS needs exact host names, no * and no leading dot")
if DB_ENGINE != "postgres":
    problem(f"DB_ENGINE={DB_ENGINE} is for development; set DB_ENGINE=postgres or DATABASE_URL")
if not REDIS_URL:
    problem("REDIS_URL is missing")
if not EMAIL_URL:
    problem("EMAIL_URL is missing: mails would only be written to files")
if LIMITS_PROFILE != "normal":
    problem("LIMITS_PROFILE=raised is for tests and benchmarks; set it to normal")
if SANDBOX_GATEWAY_ENABLED:
    problem("SANDBOX_GATEWAY_ENABLED is on: anybody could approve payments; set it to false")
# Whether or not the environment has the keys: a payment configuration in the database may bring them.
_gateways: dict[str, str] = {
    "ZARINPAL_BASE_URL": ZARINPAL_BASE_URL,
    "ZARINPAL_GRAPHQL_URL": ZARINPAL_GRAPHQL_URL,
    "VNPAY_PAY_URL": VNPAY_PAY_URL,
    "VNPAY_API_URL": VNPAY_API_URL,
    "MIDTRANS_SNAP_URL": MIDTRANS_SNAP_URL,
    "MIDTRANS_CORE_URL": MIDTRANS_CORE_URL,
    "IRIS_URL": IRIS_URL,
    "STRIPE_API_URL": STRIPE_API_URL,
}
if ZARINPAL_MERCHANT_ID:
    _gateways |= {"ZARINPAL_CALLBACK_URL": ZARINPAL_CALLBACK_URL}
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ZARINPAL_MERCHANT_ID):
        problem("ZARINPAL_MERCHANT_ID is not a UUID in lower case, as Zarinpal gives it")
if VNPAY_TMN_CODE:
    if len(VNPAY_HASH_SECRET) < 16:
        problem("VNPAY_HASH_SECRET has fewer than 16 characters")
    if not is_public_ipv4(VNPAY_SERVER_ADDRESS):
        problem("VNPAY_SERVER_ADDRESS is not this server's public IPv4 address")
if MIDTRANS_SERVER_KEY and MIDTRANS_SERVER_KEY.startswith("SB-") != (".sandbox." in MIDTRANS_CORE_URL):
    problem("MIDTRANS_SERVER_KEY is of another environment than MIDTRANS_CORE_URL: keys of the sandbox begin with SB-")
if STRIPE_SECRET_KEY and "_test_" in STRIPE_SECRET_KEY and not GATEWAY_SANDBOXES_ALLOWED:
    problem(
        "STRIPE_SECRET_KEY is a test key, with which orders are paid without money; GATEWAY_SANDBOXES_ALLOWED admits it"
    )
for _name, _url in _gateways.items():
    if not _url.startswith("https://"):
        problem(f"{_name} must start with https://")
    if re.match(r"https://([a-z]+\.)?sandbox\.", _url) and not GATEWAY_SANDBOXES_ALLOWED:
        problem(f"{_name} is a sandbox, where orders are paid without money; GATEWAY_SANDBOXES_ALLOWED admits it")
if not SITE_URL.startswith("https://"):
    problem("SITE_URL must start with https://")
if any("*" in origin or not origin.startswith("https://") for origin in CORS_ALLOWED_ORIGINS):
    problem("CORS_ALLOWED_ORIGINS needs exact https:// origins")

SECURE_SSL_REDIRECT = EXTRA_SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
WHITENOISE_USE_FINDERS = False

stop_on_problems()

"""What every environment shares. Values come from the environment through `env`."""

from __future__ import annotations

from pathlib import Path

from config.settings.env import VARIABLES, Reader

BASE_DIR = Path(__file__).resolve().parent.parent.parent
STATE_DIR = BASE_DIR / ".serai"
ENVIRONMENT_VARIABLES = VARIABLES  # manage.py env_example writes .env.example from it

_env = Reader("The application")

DEBUG = _env.boolean("DJANGO_DEBUG", True, "Development mode. Production refuses to start with it.", aliases=["DEBUG"])
DEVELOPMENT_SECRET = "development-only-key-that-production-refuses-0123456789"  # noqa: S105
SECRET_KEY = _env.text(
    "DJANGO_SECRET_KEY",
    DEVELOPMENT_SECRET,
    "Signs sessions and links. At least 50 random characters in production.",
    secret=True,
    aliases=["SECRET_KEY", "SESSION_SECRET"],
    shown="",
)
ALLOWED_HOSTS = _env.words(
    "ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"], "Exact host names this site answers to."
)
SITE_URL = _env.url(
    "SITE_URL",
    "http://127.0.0.1:8000",
    "The address people use; links in mails start with it.",
    schemes=["http", "https"],
).rstrip("/")
SITE_NAME = _env.text("SITE_NAME", "Serai", "The name of the marketplace in pages and mails.")
TRUSTED_PROXY_COUNT = _env.integer(
    "TRUSTED_PROXY_COUNT", 0, "How many proxies of ours stand in front; decides which client address is believed."
)
APP_RELEASE = _env.text("APP_RELEASE", "dev", "The version that logs and /livez report.")

INSTALLED_APPS = [
    "jazzmin",
    "config.apps.SeraiAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "mptt",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "channels",
    "django_celery_beat",
    "core",
    "markets",
    "accounts",
    "catalog",
    "marketplace",
    "finance",
    "shipping",
    "sales",
    "payments",
    "reviews",
    "storefront",
    "notifications",
    "config.apps.HouseConfig",  # the commands of the top layer
]

# Those marked "pages" let requests without a session cookie under /api/ pass untouched (core.middleware).
MIDDLEWARE = [
    "core.middleware.EdgeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "core.middleware.PageSecurityMiddleware",
    "core.middleware.PageSessionMiddleware",
    "core.middleware.PageCommonMiddleware",
    "core.middleware.PageCsrfMiddleware",
    "core.middleware.PageAuthenticationMiddleware",
    "accounts.middleware.AdoptedSessionMiddleware",
    "core.middleware.PageLanguageMiddleware",
    "core.middleware.PageMessageMiddleware",
    "core.middleware.PageFrameMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.IdentifierBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "/admin/login/"
LOGIN_REDIRECT_URL = "/admin/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fa", "فارسی"), ("vi", "Tiếng Việt"), ("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
MARKET_LANGUAGES_SECONDS = 60.0  # how long a process remembers which language a market speaks
USE_TZ = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # the admin posts a field per row of its inlines
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# core.scope asks this function who is acting; marketplace knows stores, core does not.
SERAI_SCOPE_RESOLVER = "marketplace.scope.scope_resolve"
# core.language asks this function which language a person reads; accounts knows profiles, core does not.
SERAI_LANGUAGE_RESOLVER = "accounts.selectors.language_resolve"
# catalog asks this class which stores may write what; marketplace knows stores, catalog does not.
SERAI_CATALOGUE_POLICY = "marketplace.services.catalogue.StorePolicy"

# auth.W004: the address is unique by Lower("email"), which the check does not see; addresses are stored in lower case.
# security.W001 to W003 look for Django's own class names in MIDDLEWARE; ours are subclasses of them, and
# core.checks (serai.E017) makes sure that they are there.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W001", "security.W002", "security.W003"]

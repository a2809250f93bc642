"""Tests: the development settings with cheap hashing, mails in memory and no caching of answers."""

from config.settings.dev import *

DEBUG = False
SECRET_KEY = "test-" * 12
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "notifications.sms.MemoryBackend"
OTP_FIXED_CODE = ""
OTP_RESEND_SECONDS = 0
LIMITS_PROFILE = "raised"  # the limits have tests of their own
CATALOG_CACHE_SECONDS = 0
MARKET_LANGUAGES_SECONDS = float("inf")  # statements are counted
PAYMENT_CONFIGURATION_SECONDS = float("inf")  # likewise
SANDBOX_GATEWAY_ENABLED = True
WHITENOISE_AUTOREFRESH = True  # a client of a test looks for the file it is asked for, and lists none
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
LOGGING["root"]["level"] = "WARNING"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

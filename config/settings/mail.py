"""Mail and text messages."""

from __future__ import annotations

import environ

from config.settings.base import STATE_DIR
from config.settings.env import Reader

_env = Reader("Mail and text messages")

EMAIL_URL = _env.url(
    "EMAIL_URL",
    "",
    "The mail server, smtp://user:password@host:587 (smtp+tls, smtp+ssl); empty: files under MAIL_DIR.",
    schemes=["smtp", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail"],
    secret=True,
)
MAIL_DIR = _env.text("MAIL_DIR", "", "Where mails are written as files without EMAIL_URL; empty: .serai/mail.")
DEFAULT_FROM_EMAIL = _env.text("DEFAULT_FROM_EMAIL", "Serai <hello@serai.example>", "The sender of every mail.")
MAIL_ID_DOMAIN = _env.text("MAIL_ID_DOMAIN", "serai.example", "The right side of every Message-ID.")
SMS_BACKEND = _env.text("SMS_BACKEND", "notifications.sms.FileBackend", "The dotted name of the text message sender.")
SMS_HTTP_URL = _env.url("SMS_HTTP_URL", "", "Where HttpBackend posts to.", schemes=["http", "https"], secret=True)
SMS_HTTP_TEMPLATE = _env.text(
    "SMS_HTTP_TEMPLATE",
    '{"to": "$to", "text": "$text", "id": "$id"}',
    "What HttpBackend posts: JSON or name=value pairs; $to, $text and $id are filled in, escaped for either.",
)
SMS_HTTP_AUTHORIZATION = _env.text(
    "SMS_HTTP_AUTHORIZATION", "", "The Authorization header of HttpBackend, such as Bearer …", secret=True
)
SMS_TIMEOUT_SECONDS = _env.integer(
    "SMS_TIMEOUT_SECONDS", 8, "Seconds a text message provider may take.", low=1, high=60
)
SMS_DIR = _env.text("SMS_DIR", "", "Where text messages are written as files; empty: .serai/sms.") or str(
    STATE_DIR / "sms"
)

if EMAIL_URL:
    _config = environ.Env.email_url_config(EMAIL_URL)
    EMAIL_BACKEND = _config["EMAIL_BACKEND"]
    EMAIL_HOST = _config.get("EMAIL_HOST") or "localhost"
    EMAIL_PORT = _config.get("EMAIL_PORT") or 25
    EMAIL_HOST_USER = _config.get("EMAIL_HOST_USER") or ""
    EMAIL_HOST_PASSWORD = _config.get("EMAIL_HOST_PASSWORD") or ""
    EMAIL_USE_TLS = _config.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _config.get("EMAIL_USE_SSL", False)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR or str(STATE_DIR / "mail")
EMAIL_TIMEOUT = 10

"""System checks for a production configuration (RELIABILITY.md §8); run by `manage.py check --deploy`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from rest_framework.settings import api_settings

from core.api.permissions import DenyAll

Rule = Callable[[], bool]
PAGE_GUARDS = {
    f"core.middleware.{name}" for name in ("PageSecurityMiddleware", "PageCsrfMiddleware", "PageFrameMiddleware")
}

RULES: list[tuple[str, str, Rule]] = [
    ("serai.E001", "The default API permission must be DenyAll.", lambda: _permissions() == [DenyAll]),
    ("serai.E002", "The cache must not live in one process.", lambda: "LocMem" not in settings.CACHES["default"]["BACKEND"]),
    ("serai.E003", "The channel layer must not live in one process.", lambda: "InMemory" not in _layer()),
    ("serai.E004", "JWT_SIGNING_KEY must differ from SECRET_KEY.", lambda: settings.SIMPLE_JWT["SIGNING_KEY"] != settings.SECRET_KEY),
    ("serai.E005", "JWT_SIGNING_KEY must have 32 characters or more.", lambda: len(str(settings.SIMPLE_JWT["SIGNING_KEY"])) >= 32),
    ("serai.E006", "Tokens need an audience and an issuer.", lambda: bool(settings.SIMPLE_JWT["AUDIENCE"] and settings.SIMPLE_JWT["ISSUER"])),
    ("serai.E007", "Cross-origin requests must not be open to all.", lambda: not getattr(settings, "CORS_ALLOW_ALL_ORIGINS", False)),
    ("serai.E008", "The database must be PostgreSQL.", lambda: _database()["ENGINE"] == "core.postgres"),
    ("serai.E009", "Database connections must be checked before use.", lambda: bool(_database().get("CONN_HEALTH_CHECKS"))),
    ("serai.E010", "Database sessions need lock and statement time-outs.", lambda: "lock_timeout" in str(_database().get("OPTIONS", {}))),
    ("serai.E011", "Celery must acknowledge late and requeue when a worker is lost.", lambda: settings.CELERY_TASK_ACKS_LATE and settings.CELERY_TASK_REJECT_ON_WORKER_LOST),
    ("serai.E012", "The sandbox gateway must be off.", lambda: not settings.SANDBOX_GATEWAY_ENABLED),
    ("serai.E013", "The fixed one-time code must be empty.", lambda: not settings.OTP_FIXED_CODE),
    ("serai.E014", "Requests must not be atomic as a whole.", lambda: not _database().get("ATOMIC_REQUESTS", False)),
    ("serai.E015", "EdgeMiddleware (request id, policy headers) must come first.", lambda: settings.MIDDLEWARE[0] == "core.middleware.EdgeMiddleware"),
    ("serai.E016", "OUTBOX_LEASE_SECONDS must exceed the time limit of a task.", lambda: settings.OUTBOX_LEASE_SECONDS > settings.CELERY_TASK_TIME_LIMIT),
    ("serai.E017", "Security, CSRF and framing middleware must be on.", lambda: set(settings.MIDDLEWARE) >= PAGE_GUARDS),
]  # fmt: skip


def _permissions() -> list[Any]:
    return list(api_settings.DEFAULT_PERMISSION_CLASSES)


def _layer() -> str:
    return str(settings.CHANNEL_LAYERS["default"]["BACKEND"])


def _database() -> dict[str, Any]:
    return dict(settings.DATABASES["default"])


@register(deploy=True)
def production_rules(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    return [Error(text, id=code) for code, text, holds in RULES if not holds()]

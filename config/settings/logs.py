"""Structured logs: one JSON object a line, with the request id, without personal data."""

from __future__ import annotations

from typing import Any

import orjson
import structlog

from config.settings.env import Reader
from core.context import add_request_id

_env = Reader("Logs")

LOG_LEVEL = _env.choice("LOG_LEVEL", "info", "How much is logged.", choices=["debug", "info", "warning", "error"])
LOG_FORMAT = _env.choice("LOG_FORMAT", "json", "How log lines look.", choices=["json", "plain"])

_SHARED = [
    add_request_id,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.format_exc_info,
]


def _json(event: Any, **options: Any) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


_RENDER: Any = (
    structlog.processors.JSONRenderer(serializer=_json)
    if LOG_FORMAT == "json"
    else structlog.dev.ConsoleRenderer(colors=False)
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _RENDER],
        },
        "line": {"format": "%(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
        "lines": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL.upper()},
    "loggers": {
        # One finished line per request (core.middleware): the edge is hot.
        "serai.request": {"handlers": ["lines"], "level": LOG_LEVEL.upper(), "propagate": False},
        "django.server": {"handlers": ["stderr"], "propagate": False},
        "django.request": {"level": "ERROR"},
        # Its library tells in every line what the API was told: accounts among it.
        "stripe": {"level": "WARNING"},
        "uvicorn.access": {"handlers": [], "propagate": False},
        "uvicorn": {"handlers": ["stderr"], "propagate": False},
        "httpx": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
    },
}

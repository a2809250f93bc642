"""The request id of the work at hand, for logs, audit entries and answers."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    return _request_id.get()


def request_id_set(value: str) -> None:
    _request_id.set(value)


def add_request_id(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor: every line of a request carries its id."""
    event["request_id"] = _request_id.get()
    return event

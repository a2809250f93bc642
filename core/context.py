"""The request id of the work at hand, for logs, audit entries and answers."""

from __future__ import annotations

from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    return _request_id.get()


def request_id_set(value: str) -> None:
    _request_id.set(value)

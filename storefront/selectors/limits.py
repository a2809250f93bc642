"""Statements whose cost depends on the words in them: literals that the planner sees, under a time limit."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection, transaction

from core import db

TIMEOUT_MS = 250  # longer, and the words are common apart and rare together
TIMED_OUT = "57014"  # query_canceled


def limited(
    text: str, params: dict[str, Any], timeout_ms: int = TIMEOUT_MS, options: dict[str, str] | None = None
) -> list[tuple[Any, ...]]:
    """All rows, never prepared. Raises OperationalError after `timeout_ms`."""
    if not connection.in_atomic_block:
        return db.fetch_limited(text, params, timeout_ms=timeout_ms, options=options)
    with transaction.atomic():  # so that a time-out does not undo the caller's transaction
        return db.fetch_limited(text, params, timeout_ms=timeout_ms, options=options)


def raise_unless_timed_out(error: OperationalError) -> None:
    if getattr(error.__cause__, "sqlstate", "") != TIMED_OUT:
        raise error

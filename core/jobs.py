"""Beat jobs with a heartbeat: `@job` makes a Celery task of a function and records when it ran and how it ended."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from celery import shared_task

from core.services import heartbeat_record, heartbeat_start


def job(function: Callable[[], None]) -> Any:
    """A beat job: one service call, safe to run twice at once (RELIABILITY.md I-35)."""
    name = f"{function.__module__}.{function.__name__}"

    @functools.wraps(function)
    def run() -> None:
        heartbeat_start(name=name)
        try:
            function()
        except Exception as error:
            heartbeat_record(name=name, error=f"{type(error).__name__}: {error}")
            raise
        heartbeat_record(name=name)

    return shared_task(name=name)(run)

"""A clock that stands where the story is, so that services write history with the times of history.

The alternative, to write now and to shift every timestamp afterwards, would have to rewrite journals, which the
database rightly refuses. Only the process that loads the demo sees this clock, and only while it loads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

_TICK = timedelta(microseconds=1)


class StoryClock:
    """`now` is aware UTC. Each reading is a tick later than the one before; a new chapter may begin earlier."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def read(self) -> datetime:
        self.now += _TICK
        return self.now

    def move_to(self, moment: datetime) -> None:
        self.now = moment

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Django's `timezone.now`, and the defaults of model fields that are it, read this clock meanwhile."""
        real = timezone.now
        fields = [field for model in apps.get_models() for field in model._meta.fields if field.default is real]
        try:
            timezone.now = self.read
            for field in fields:
                _default_set(field, self.read)
            yield
        finally:
            timezone.now = real
            for field in fields:
                _default_set(field, real)


def _default_set(field: models.Field[Any, Any], default: Callable[[], datetime]) -> None:
    field.default = default
    field.__dict__.pop("_get_default", None)  # Django keeps what it made of the default


def utc_now() -> datetime:
    """The real time, whatever the story says."""
    return datetime.now(UTC)

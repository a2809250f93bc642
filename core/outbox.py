"""Work that must happen after a commit: one row per piece of work, done when its handler has run.

A service marked with `handler` is a handler; `enqueue` writes its row inside the transaction that makes the fact true;
the relay (`core.relay`) wakes a worker; `handle` runs it. RELIABILITY.md §9.4.
"""

from __future__ import annotations

import inspect
import logging
import typing
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from core import metrics
from core.models import OutboxMessage

log = logging.getLogger(__name__)

H = TypeVar("H", bound=Callable[..., None])
LOCAL, FOREIGN = "local", "foreign"
LEASE = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
MAX_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(hours=1)
_CASTS: dict[Any, Callable[[str], Any]] = {UUID: UUID, int: int, str: str}


class NotAHandler(Exception):
    """The named function does not exist or carries no mark: a removed version left the row behind."""


def handler(kind: str) -> Callable[[H], H]:
    """Mark a service that the outbox may run.

    LOCAL: inside the transaction that closes the row, so exactly once.
    FOREIGN: it talks to the outside, so it runs outside any transaction, at least once, under a lease.
    """
    if kind not in (LOCAL, FOREIGN):
        raise ValueError(kind)

    def mark(service: H) -> H:
        service.outbox_kind = kind  # type: ignore[attr-defined]
        return service

    return mark


def message(service: Callable[..., None], *, key: str | None = None, **arguments: UUID | str | int) -> OutboxMessage:
    """The unsaved row for `service(**arguments)`, for callers that insert several rows at once."""
    if not hasattr(service, "outbox_kind"):
        raise TypeError(f"{service!r} is not marked with @outbox.handler")
    inspect.signature(service).bind(**arguments)
    return OutboxMessage(
        task=f"{service.__module__}.{service.__qualname__}",
        key=key,
        arguments={name: str(value) for name, value in arguments.items()},
    )


def enqueue(service: Callable[..., None], *, key: str | None = None, **arguments: UUID | str | int) -> None:
    """Run `service(**arguments)` after this transaction commits. A `key` is accepted once, for ever."""
    enqueue_many([message(service, key=key, **arguments)])


def enqueue_many(messages: list[OutboxMessage]) -> None:
    """Insert several rows in one statement; those whose key exists already are left out."""
    if not connection.in_atomic_block:
        raise RuntimeError("enqueue() belongs inside the transaction that makes the fact true.")
    if messages:
        OutboxMessage.objects.bulk_create(messages, ignore_conflicts=any(row.key for row in messages))


def handle(message_id: int) -> bool:
    """Run one row's handler, unless it is done or somebody else has it. True when it was handled now."""
    now = timezone.now()
    todo = OutboxMessage.objects.filter(pk=message_id, handled_at=None, dead_at=None)
    free = todo.filter(Q(leased_until=None) | Q(leased_until__lt=now))
    if not free.update(attempts=F("attempts") + 1, leased_until=now + LEASE, due_at=now + LEASE):
        return False
    row = todo.get()
    started = timezone.now()
    try:
        done = _run(row)
    except Exception as error:
        log.exception("outbox handler failed", extra={"handler": row.task, "attempt": row.attempts})
        _record_failure(row, error)
        metrics.OUTBOX_HANDLED.labels(row.task, "failed").inc()
        return False
    metrics.OUTBOX_HANDLED.labels(row.task, "handled").inc()
    metrics.OUTBOX_SECONDS.labels(row.task).observe((timezone.now() - started).total_seconds())
    return done


def _run(row: OutboxMessage) -> bool:
    service = _service(row.task)
    arguments = _arguments(service, row.arguments)
    todo = OutboxMessage.objects.filter(pk=row.pk, handled_at=None, dead_at=None)
    if service.outbox_kind == FOREIGN:  # type: ignore[attr-defined]
        service(**arguments)
        return bool(todo.update(handled_at=timezone.now(), leased_until=None, last_error=""))
    with transaction.atomic():
        if not todo.select_for_update(skip_locked=True, no_key=True).exists():
            return False
        service(**arguments)
        return bool(todo.update(handled_at=timezone.now(), leased_until=None, last_error=""))


def _service(name: str) -> Callable[..., None]:
    try:
        service: Callable[..., None] = import_string(name)
    except ImportError as error:
        raise NotAHandler(f"{name} does not exist") from error
    if not hasattr(service, "outbox_kind"):
        raise NotAHandler(f"{name} is not marked as a handler")
    return service


def _arguments(service: Callable[..., None], stored: dict[str, str]) -> dict[str, Any]:
    """The stored text as the types the handler declares: UUID, int or str."""
    hints = typing.get_type_hints(service)
    return {name: _CASTS.get(hints.get(name), str)(value) for name, value in stored.items()}


def _record_failure(row: OutboxMessage, error: Exception) -> None:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**row.attempts)
    now = timezone.now()
    OutboxMessage.objects.filter(pk=row.pk, handled_at=None).update(
        last_error=f"{type(error).__name__}: {error}"[:2000],
        leased_until=None,
        due_at=now + wait,
        dead_at=now if row.attempts >= MAX_ATTEMPTS else None,
    )


def replay(messages: list[OutboxMessage]) -> int:
    """Give dead letters a new life. Returns how many were dead."""
    return OutboxMessage.objects.filter(pk__in=[row.pk for row in messages], dead_at__isnull=False).update(
        dead_at=None, attempts=0, leased_until=None, due_at=timezone.now()
    )


def drain(limit: int = 10_000) -> int:
    """Run everything that is due in this process: SQLite trials, tests, and the end of the demo seeding."""
    handled = 0
    while handled < limit:
        due = list(
            OutboxMessage.objects.filter(handled_at=None, dead_at=None, due_at__lte=timezone.now())
            .order_by("due_at", "pk")
            .values_list("pk", flat=True)[:200]
        )
        if not due:
            break
        handled += sum(handle(pk) for pk in due)
    return handled

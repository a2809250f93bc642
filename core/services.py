"""Housekeeping: heartbeats, purges, the invariant check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from core.models import IdempotencyKey, JobHeartbeat, OutboxMessage

OUTBOX_KEEP = timedelta(days=30)
IDEMPOTENCY_KEEP = timedelta(days=7)
PURGE_BATCH = 5_000


def heartbeat_start(*, name: str) -> None:
    JobHeartbeat.objects.update_or_create(name=name, defaults={"started_at": timezone.now()})


def heartbeat_record(*, name: str, error: str = "") -> None:
    """Note that a job or process has just done a round."""
    changed = JobHeartbeat.objects.filter(name=name).update(
        finished_at=timezone.now(), is_ok=not error, last_error=error[:2000], runs=F("runs") + 1
    )
    if not changed:
        JobHeartbeat.objects.update_or_create(
            name=name,
            defaults={"finished_at": timezone.now(), "is_ok": not error, "last_error": error[:2000], "runs": 1},
        )


def outbox_purge() -> int:
    """Delete outbox rows handled over 30 days ago, in batches. Keyed rows stay: a key is accepted once, for ever."""
    return _purge_outbox(timezone.now() - OUTBOX_KEEP)


def _purge_outbox(before: object) -> int:
    purged = 0
    while True:
        batch = OutboxMessage.objects.filter(handled_at__lt=before, key=None).values_list("pk", flat=True)[:PURGE_BATCH]
        count, _ = OutboxMessage.objects.filter(pk__in=list(batch)).delete()
        purged += count
        if count < PURGE_BATCH:
            return purged


def idempotency_purge() -> int:
    """Delete idempotency keys older than 7 days."""
    count, _ = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - IDEMPOTENCY_KEEP).delete()
    return count


@dataclass(frozen=True)
class Breach:
    """One row that breaks an invariant: its code (S1, O1, …), the row and what is wrong."""

    code: str
    row: str
    detail: str


InvariantCheck = Callable[[], list[Breach]]
_checks: dict[str, tuple[str, InvariantCheck]] = {}


def invariant(code: str, title: str) -> Callable[[InvariantCheck], InvariantCheck]:
    """Register a recomputation of one invariant over the whole database (DESIGN.md §4)."""

    def register(check: InvariantCheck) -> InvariantCheck:
        _checks[code] = (title, check)
        return check

    return register


def invariants() -> dict[str, tuple[str, InvariantCheck]]:
    return dict(sorted(_checks.items()))


class InvariantsBroken(Exception):
    """At least one invariant does not hold."""


def invariants_check() -> None:
    """Raises InvariantsBroken with the rows; used by the nightly job."""
    breaches = [breach for _, check in invariants().values() for breach in check()]
    if breaches:
        raise InvariantsBroken("; ".join(f"{b.code} {b.row}: {b.detail}" for b in breaches[:20]))

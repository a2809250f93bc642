"""The relay: claims due outbox rows and wakes a Celery worker for each. Waking is not trying: it is never counted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event

from django.db import OperationalError, close_old_connections, transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from core.services import heartbeat_record

log = logging.getLogger(__name__)

POLL_SECONDS = 0.15
WAKE_AGAIN = timedelta(seconds=5)  # a wake-up that was lost (broker flushed, worker killed) is given again
LONGEST_PAUSE_SECONDS = 5.0
HEARTBEAT_SECONDS = 10.0

Wake = Callable[[int, str], None]


def claim(limit: int = 100) -> list[tuple[int, str]]:
    """The ids and handler names of due rows, made due again a little later so that two relays share the work."""
    now = timezone.now()
    with transaction.atomic():
        due = list(
            OutboxMessage.objects.filter(handled_at=None, dead_at=None, due_at__lte=now)
            .order_by("due_at")
            .select_for_update(skip_locked=True, no_key=True)
            .values_list("pk", "task")[:limit]
        )
        if due:
            OutboxMessage.objects.filter(pk__in=[pk for pk, _ in due]).update(due_at=now + WAKE_AGAIN)
    return due


def relay_once(wake: Wake, limit: int = 100) -> int:
    """Claim, commit, then wake a worker for each row."""
    due = claim(limit)
    for pk, name in due:
        wake(pk, name)
    return len(due)


def wake_worker(pk: int, name: str) -> None:
    from core.tasks import handle

    handle.apply_async([pk], shadow=name, retry=False)


def wake_inline(pk: int, name: str) -> None:
    """Run the row here: a single-process trial without a broker."""
    outbox.handle(pk)


def run(stop: Event, *, wake: Wake = wake_worker) -> None:
    """Relay until `stop` is set. A broker or database that is away only slows it down."""
    pause, beat_at = POLL_SECONDS, 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= beat_at:
                close_old_connections()
                heartbeat_record(name="core.relay")
                beat_at = time.monotonic() + HEARTBEAT_SECONDS
            claimed = relay_once(wake)
        except (OperationalError, OSError, outbox_broker_errors()) as error:
            log.warning("relay cannot reach its database or broker", extra={"reason": str(error)[:200]})
            close_old_connections()
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)
        else:
            pause = POLL_SECONDS if claimed < 100 else 0.0
        stop.wait(pause)


def outbox_broker_errors() -> type[Exception]:
    """What kombu raises when no broker can be reached."""
    from kombu.exceptions import OperationalError as BrokerError

    return BrokerError

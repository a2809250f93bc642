"""The relay: claims due outbox rows and wakes Celery workers for them. Waking is not trying: it is never counted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
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
BATCH = 100
BUNDLE = 10  # rows of one wake-up while it is behind: a task's own work is as much as that of a small handler
AHEAD = 200  # rows in the broker's queue: others wait in the table, else each would be given again and again
HEARTBEAT_SECONDS = 10.0

Row = tuple[int, str]  # id, and its handler's name
Wake = Callable[[list[Row]], None]
Room = Callable[[], int]


def claim(limit: int = BATCH) -> list[Row]:
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


@dataclass
class Relay:
    """Wakes for what is due; once it is behind, for bundles of rows and only for as many as the queue has room for."""

    wake: Wake
    room: Room
    is_behind: bool = False

    def once(self) -> int:
        """Claim, commit, then wake a worker for each row or bundle of rows; how many rows."""
        limit = min(BATCH, self.room()) if self.is_behind else BATCH
        due = claim(limit) if limit > 0 else []
        size = BUNDLE if self.is_behind else 1
        for start in range(0, len(due), size):
            self.wake(due[start : start + size])
        self.is_behind = len(due) >= limit
        return len(due)


def wake_worker(rows: list[Row]) -> None:
    """Give the rows to a worker, in the logs under their handlers' names."""
    from core.tasks import handle

    handle.apply_async([pk for pk, _ in rows], shadow=", ".join(sorted({name for _, name in rows})), retry=False)


def wake_inline(rows: list[Row]) -> None:
    """Run the rows here: a single-process trial without a broker."""
    for pk, _ in rows:
        outbox.handle(pk)


def room_in_queue(name: str = "") -> int:
    """How many rows a queue of the broker, by default Celery's, takes now, if each wake-up in it has a bundle of them.

    Raises what kombu raises without a broker.
    """
    from celery import current_app
    from kombu.exceptions import ChannelError

    with current_app.pool.acquire(block=True) as connection:
        connection.ensure_connection(max_retries=1)
        try:
            name = name or current_app.conf.task_default_queue
            queue = connection.default_channel.queue_declare(name, passive=True)
        except (ChannelError, *connection.channel_errors):
            return AHEAD  # no worker has declared it yet
        except connection.connection_errors as error:
            raise outbox_broker_errors()(str(error)) from error
    return AHEAD - BUNDLE * int(queue.message_count)


def room_inline() -> int:
    """A row that is run here waits for nobody."""
    return BATCH


def run(stop: Event, *, wake: Wake = wake_worker, room: Room = room_in_queue) -> None:
    """Relay until `stop` is set. A broker or database that is away only slows it down."""
    relay, pause, beat_at = Relay(wake, room), POLL_SECONDS, 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= beat_at:
                close_old_connections()
                heartbeat_record(name="core.relay")
                beat_at = time.monotonic() + HEARTBEAT_SECONDS
            claimed = relay.once()
        except (OperationalError, OSError, outbox_broker_errors()) as error:
            log.warning("relay cannot reach its database or broker", extra={"reason": str(error)[:200]})
            close_old_connections()
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)
        else:
            pause = 0.0 if claimed == BATCH else POLL_SECONDS
        stop.wait(pause)


def outbox_broker_errors() -> type[Exception]:
    """What kombu raises when no broker can be reached."""
    from kombu.exceptions import OperationalError as BrokerError

    return BrokerError

"""The relay: claims due outbox rows and wakes a Celery worker for each. Waking is not trying: it is never counted."""

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
AHEAD = 100  # wake-ups in the broker's queue: others wait in the table, else each would be given again and again
HEARTBEAT_SECONDS = 10.0

Wake = Callable[[int, str], None]
Room = Callable[[], int]


def claim(limit: int = BATCH) -> list[tuple[int, str]]:
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
    """Wakes for what is due; once it is behind, only for as much as the queue has room for."""

    wake: Wake
    room: Room
    is_behind: bool = False

    def once(self) -> int:
        """Claim, commit, then wake a worker for each row; how many."""
        limit = min(BATCH, self.room()) if self.is_behind else BATCH
        due = claim(limit) if limit > 0 else []
        for pk, name in due:
            self.wake(pk, name)
        self.is_behind = len(due) >= limit
        return len(due)


def wake_worker(pk: int, name: str) -> None:
    from core.tasks import handle

    handle.apply_async([pk], shadow=name, retry=False)


def wake_inline(pk: int, name: str) -> None:
    """Run the row here: a single-process trial without a broker."""
    outbox.handle(pk)


def room_in_queue(name: str = "") -> int:
    """How many wake-ups a queue of the broker, by default Celery's, takes now. Raises what kombu raises without one."""
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
    return AHEAD - int(queue.message_count)


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

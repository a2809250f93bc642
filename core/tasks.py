"""The one task that runs outbox handlers, and the beat jobs of core."""

from __future__ import annotations

import time

from celery import shared_task

from core import outbox, services
from core.jobs import job
from core.limits import windows
from core.private_files import private_files_purge as expired_files_remove
from core.relay import WAKE_AGAIN


@shared_task(name="core.outbox.handle")
def handle(*message_ids: int) -> None:
    """Run outbox rows, one after the other; each row itself counts attempts and failures.

    Those whose turn does not come within WAKE_AGAIN are left: the relay has given them to others by then.
    """
    until = time.monotonic() + WAKE_AGAIN.total_seconds()
    for message_id in message_ids:
        if time.monotonic() > until:
            break
        outbox.handle(message_id)


@job
def outbox_purge() -> None:
    services.outbox_purge()


@job
def limits_purge() -> None:
    windows.purge()


@job
def idempotency_purge() -> None:
    services.idempotency_purge()


@job
def invariants_check() -> None:
    services.invariants_check()


@job
def private_files_purge() -> None:
    expired_files_remove()

"""Many at once: real threads, each with a database connection of its own."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from django.db import DatabaseError, connection

from core.services import invariants

T = TypeVar("T")

FULL = os.environ.get("SERAI_PROVE", "") == "1"
prove = pytest.mark.skipif(not FULL, reason="takes long: make prove")
CONNECTIONS = 64 if FULL else 16
START_SECONDS, END_SECONDS = 30, 90
DEADLOCK = "40P01"  # SQLSTATE deadlock_detected


def rounds(full: int, reduced: int) -> int:
    """`full` with SERAI_PROVE=1 (make prove), else `reduced`."""
    return full if FULL else reduced


def race(calls: Sequence[Callable[[], T]], *, threads: int = CONNECTIONS) -> list[T | Exception]:
    """Run all calls on so many connections that start together; what each returned or raised, in their order.

    A thread takes the next call as soon as it is free. Fails, not skips, on a database without row locks.
    """
    assert connection.vendor == "postgresql", "Races are decided on PostgreSQL only."
    threads = min(threads, len(calls))
    start = threading.Barrier(threads)
    waiting = iter(enumerate(calls))
    taking = threading.Lock()
    ended: dict[int, T | Exception] = {}

    def run() -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=START_SECONDS)
            while True:
                with taking:
                    number, call = next(waiting, (-1, None))
                if call is None:
                    return
                try:
                    ended[number] = call()
                except Exception as error:  # noqa: BLE001  # told to the caller
                    ended[number] = error
        finally:
            connection.close()

    runners = [threading.Thread(target=run, daemon=True) for _ in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(timeout=END_SECONDS)
    assert len(ended) == len(calls), f"{len(calls) - len(ended)} of {len(calls)} never came back"
    return [ended[number] for number in range(len(calls))]


class Together:
    """What lies between a naive look and its act: `wait()` returns when so many have looked.

    A slow server brings them together by chance, this does so always. Fails when nobody else comes.
    """

    def __init__(self, people: int = 2) -> None:
        self.missing = people
        self.changed = threading.Condition()

    def wait(self) -> None:
        with self.changed:
            self.missing -= 1
            self.changed.notify_all()
            assert self.changed.wait_for(lambda: self.missing <= 0, timeout=START_SECONDS), "nobody else has looked"


def at_once(work: Callable[[int], T], count: int) -> list[T]:
    """Run `work(0) … work(count - 1)` in as many threads that start together; their results in that order.

    The first exception of any of them is raised.
    """
    results = race([lambda number=number: work(number) for number in range(count)], threads=count)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results  # type: ignore[return-value]  # no exception is left in it


def sqlstates(results: Sequence[Any]) -> Counter[str]:
    """How often the database refused, by SQLSTATE; anything else that was raised is raised again."""
    found: Counter[str] = Counter()
    for result in results:
        if isinstance(result, DatabaseError):
            found[getattr(result.__cause__, "sqlstate", "") or type(result).__name__] += 1
        elif isinstance(result, Exception):
            raise result
    return found


def deadlocks() -> int:
    """Deadlocks that PostgreSQL has counted in this database. Sessions report when they are idle or end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def breaches() -> list[str]:
    """The rows that break an invariant: what `manage.py check_invariants` prints."""
    return [f"{row.code} {row.row}: {row.detail}" for _, check in invariants().values() for row in check()]

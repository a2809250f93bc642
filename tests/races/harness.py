"""Many at once: real threads, each with a database connection of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")

FULL = os.environ.get("SERAI_PROVE", "") == "1"


def rounds(full: int, reduced: int) -> int:
    """`full` with SERAI_PROVE=1 (make prove), else `reduced`."""
    return full if FULL else reduced


def at_once(work: Callable[[int], T], count: int) -> list[T]:
    """Run `work(0) … work(count - 1)` in as many threads that start together; their results in that order.

    The first exception of any of them is raised. Fails, not skips, on a database without row locks.
    """
    assert connection.vendor == "postgresql", "Races are decided on PostgreSQL only."
    start = threading.Barrier(count)
    results: dict[int, T] = {}
    errors: list[BaseException] = []

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results[number] = work(number)
        except BaseException as error:  # noqa: BLE001  # told to the test below
            errors.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    if errors:
        raise next((error for error in errors if not isinstance(error, threading.BrokenBarrierError)), errors[0])
    assert len(results) == count, f"{count - len(results)} of {count} never came back"
    return [results[number] for number in range(count)]

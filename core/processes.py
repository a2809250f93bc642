"""Several processes of this project at work on one database, for loads by the hundred thousand.

Each has a connection of its own, so what they are asked to do lies outside the transaction of whoever asks.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import django
from django.db import connection

Job = TypeVar("Job")
Done = TypeVar("Done")
AHEAD = 2  # jobs that wait per process, so that none is idle


def cores() -> int:
    """How many processes can work at the same time here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes on the database of this one. What is still to be done when the block ends is dropped."""
    pool = ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(connection.settings_dict["NAME"],)
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def in_order(
    pool: ProcessPoolExecutor, function: Callable[[Job], Done], jobs: Iterable[Job], count: int
) -> Iterator[Done]:
    """What a function of a module makes of each job, in the order of the jobs, with few of them under way."""
    waiting: deque[Future[Done]] = deque()
    for job in jobs:
        waiting.append(pool.submit(function, job))
        if len(waiting) >= count * AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin(database: str) -> None:
    django.setup()
    connection.settings_dict["NAME"] = database

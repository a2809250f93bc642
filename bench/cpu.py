"""CPU time of server processes and database backends, from /proc (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg

_TICKS = os.sysconf("SC_CLK_TCK")
_BACKENDS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type IN ('client backend', 'parallel worker')"
)


@dataclass(frozen=True)
class Used:
    """CPU milliseconds of the server's processes and of PostgreSQL's backends."""

    server_ms: float
    database_ms: float

    @property
    def total_ms(self) -> float:
        return self.server_ms + self.database_ms

    def per(self, count: int) -> Used:
        return Used(self.server_ms / count, self.database_ms / count)


class Meter:
    """Reads what the processes of one server and the backends of its database have used."""

    def __init__(self, database_url: str) -> None:
        self._watch = psycopg.connect(database_url, autocommit=True)
        self._first: tuple[dict[int, float], dict[int, float]] = ({}, {})

    def start(self, pids: Iterable[int]) -> None:
        self._first = (_used(pids), _used(self._backends()))

    def stop(self, pids: Iterable[int]) -> Used:
        """Since `start`; a process that began in between counts whole."""
        server, database = _used(pids), _used(self._backends())
        return Used(_difference(self._first[0], server), _difference(self._first[1], database))

    def close(self) -> None:
        self._watch.close()

    def _backends(self) -> list[int]:
        return [pid for (pid,) in self._watch.execute(_BACKENDS).fetchall()]


def _used(pids: Iterable[int]) -> dict[int, float]:
    """Milliseconds of user and system time by process; those that have ended are left out."""
    found = {}
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[pid] = (int(fields[11]) + int(fields[12])) * 1000 / _TICKS
    return found


def _difference(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def resident_mib(pid: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0

"""Counters in the database: fixed windows, and tries that wait. One statement each, committed at once."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from core.db import is_postgres
from core.limits.rules import Rate, Tries

# Counts all or, when one is full, none. A rival that fills one in between makes the last line refuse that one, so no
# window ever holds more than it may.
_COUNT = """
WITH given (name, allowed, expires_at) AS (VALUES {rows})
INSERT INTO core_ratewindow (name, allowed, used, expires_at)
SELECT name, allowed, 1, expires_at FROM given WHERE NOT EXISTS (
    SELECT 1 FROM core_ratewindow w JOIN given g ON g.name = w.name WHERE w.used >= g.allowed
) ORDER BY name
ON CONFLICT (name) DO UPDATE SET used = core_ratewindow.used + 1 WHERE core_ratewindow.used < excluded.allowed
RETURNING name
"""
# After the free tries each has to wait twice as long as the one before; a quiet window starts anew. Free tries never
# wait: the clocks of two processes may differ.
_TRY = """
INSERT INTO core_ratetry (name, used, next_at) VALUES (%(name)s, 1, %(now)s)
ON CONFLICT (name) DO UPDATE SET
    used = CASE WHEN core_ratetry.next_at <= %(now)s - %(seconds)s THEN 1 ELSE core_ratetry.used + 1 END,
    next_at = %(now)s + CASE
        WHEN core_ratetry.next_at <= %(now)s - %(seconds)s OR core_ratetry.used + 1 < %(free)s THEN 0
        WHEN core_ratetry.used + 1 - %(free)s >= %(powers)s THEN %(longest)s
        ELSE %(first)s * (1 << (core_ratetry.used + 1 - %(free)s)) END
WHERE core_ratetry.next_at <= %(now)s OR core_ratetry.used < %(free)s
RETURNING used
"""


@dataclass(frozen=True)
class Window:
    """One counter: `name` without its window, and how often it may count there."""

    name: str
    rate: Rate


def count(windows: Sequence[Window]) -> int:
    """Count one in every window; 0 when all had room, else the seconds until the fullest has room again."""
    now = time.time()
    rows: list[str] = []
    values: list[str | float] = []
    ends: dict[str, int] = {}
    cast = "(%s::text, %s::int, %s::float8)" if is_postgres() else "(%s, %s, %s)"
    for window in windows:
        number = int(now // window.rate.seconds)
        name = f"{window.name}:{number}"
        ends[name] = (number + 1) * window.rate.seconds
        rows.append(cast)
        values += [name, window.rate.count, ends[name]]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(rows=", ".join(rows)), values)
        counted = {name for (name,) in cursor.fetchall()}
        if len(counted) == len(windows):
            return 0
        full = _full(cursor, {name: window.rate.count for name, window in zip(ends, windows, strict=True)})
    return max(1, int(max(ends[name] for name in full or ends) - now) + 1)


def give_back(windows: Sequence[Window]) -> None:
    """Take one off every window again: what was counted turned out not to count."""
    now = time.time()
    names = [f"{window.name}:{int(now // window.rate.seconds)}" for window in windows]
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        sql = "UPDATE core_ratewindow SET used = used - 1 WHERE used > 0 AND name IN "
        cursor.execute(f"{sql}({marks})", names)


def _full(cursor: object, allowed: dict[str, int]) -> list[str]:
    marks = ", ".join(["%s"] * len(allowed))
    sql = f"SELECT name, used FROM core_ratewindow WHERE name IN ({marks})"  # noqa: S608  only marks
    cursor.execute(sql, list(allowed))  # type: ignore[attr-defined]
    return [name for name, used in cursor.fetchall() if used >= allowed[name]]  # type: ignore[attr-defined]


def try_once(name: str, tries: Tries) -> tuple[int, int]:
    """Spend a try: (how many so far, 0), or (0, the seconds to wait) when it comes too soon."""
    now = time.time()
    values: dict[str, str | float] = {
        "name": name,
        "now": now,
        "seconds": tries.seconds,
        "free": tries.free,
        "first": tries.first,
        "longest": tries.longest,
        "powers": math.ceil(math.log2(max(1, tries.longest / tries.first))),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TRY, values)
        row = cursor.fetchone()
        if row is not None:
            return int(row[0]), 0
        cursor.execute("SELECT next_at FROM core_ratetry WHERE name = %s", [name])
        found = cursor.fetchone()
    return 0, max(1, int(found[0] - now) + 1) if found else 1


def forget_tries(name: str) -> None:
    """The next try is the first again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_ratetry WHERE name = %s", [name])


def purge() -> int:
    """Remove windows that are over and tries that nobody has made for a day. Returns how many."""
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_ratewindow WHERE expires_at < %s", [now])
        purged = int(cursor.rowcount)
        cursor.execute("DELETE FROM core_ratetry WHERE next_at < %s", [now - 86_400])
        return purged + int(cursor.rowcount)

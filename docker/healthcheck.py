"""The image's health checks: `web` asks /livez, `beat` and `relay` read how long ago they left a mark.

Exit code 0: healthy. 1: not, with the reason in one line.
"""

from __future__ import annotations

import os
import sys
from urllib.request import Request, urlopen

import psycopg

TIMEOUT_SECONDS = 4
LIVEZ = "http://127.0.0.1:8000/livez"

# Seconds since the mark, and how many are too many. Beat writes its marks every three minutes.
MARKS = {
    "beat": ("SELECT extract(epoch FROM now() - max(last_run_at)) FROM django_celery_beat_periodictask", 600),
    "relay": (
        "SELECT extract(epoch FROM now() - max(finished_at)) FROM core_jobheartbeat WHERE name = 'core.relay'",
        120,
    ),
}


def web_problem() -> str | None:
    """What is wrong with the web process of this container, or None."""
    # The site answers to its own names only, so the question carries the first of them.
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip() or "127.0.0.1"
    try:
        with urlopen(Request(LIVEZ, headers={"Host": host}), timeout=TIMEOUT_SECONDS) as answer:
            return None if answer.status == 200 else f"/livez answered {answer.status}"
    except OSError as error:  # refused, timed out, or an HTTP error status
        return f"/livez: {error}"


def mark_problem(process: str) -> str | None:
    """What is wrong with a process that serves no address, by the age of its last mark in the database, or None."""
    statement, limit_seconds = MARKS[process]
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=TIMEOUT_SECONDS) as connection:
            row = connection.execute(statement).fetchone()
    except psycopg.Error as error:
        return f"database: {error}"
    if row is None or row[0] is None:
        return f"{process} has left no mark yet"
    return f"{process} left its last mark {row[0]:.0f} s ago" if row[0] > limit_seconds else None


def main(process: str) -> int:
    problem = web_problem() if process == "web" else mark_problem(process)
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

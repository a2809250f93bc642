"""A program's own memory: one SQLite file, one connection, one thread; and the faults that are scripted in it.

Everything here is synchronous and is only called from the event loop, so each method is atomic towards the others.
Moments are unix seconds.
"""

import json
import sqlite3
from typing import Any

Row = dict[str, Any]

_FAULTS = """
CREATE TABLE IF NOT EXISTS scripted_fault (
  id INTEGER PRIMARY KEY, reference TEXT, stage TEXT NOT NULL, kind TEXT NOT NULL,
  uses_left INTEGER, details TEXT NOT NULL
);
"""


class Book:
    """Rows in, rows out. `schema` creates the tables that a program needs beside its faults."""

    schema = ""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")  # survives a killed process; a lost power cord is not our test
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.executescript(self.schema + _FAULTS)

    def close(self) -> None:
        """Write everything back and let the file go."""
        self._db.close()

    def _one(self, sql: str, *values: object) -> Row | None:
        row = self._db.execute(sql, values).fetchone()
        return None if row is None else dict(row)

    def _all(self, sql: str, *values: object) -> list[Row]:
        return [dict(row) for row in self._db.execute(sql, values)]

    def _add(self, table: str, row: Row) -> Row:
        """Insert a row and return it as it is stored."""
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING *"
        added = self._one(sql, *row.values())
        assert added is not None
        return added

    # Faults

    def fault_add(self, fault: Row) -> int:
        """Remember a scripted fault; returns its id."""
        cursor = self._db.execute(
            "INSERT INTO scripted_fault (reference, stage, kind, uses_left, details) VALUES (?, ?, ?, ?, ?)",
            (fault["reference"], fault["stage"], fault["kind"], fault["uses"], json.dumps(fault["details"])),
        )
        return int(cursor.lastrowid or 0)

    def fault_take(self, stages: tuple[str, ...], reference: str | None) -> Row | None:
        """The oldest fault scripted for one of these stages and this reference (or for any), used up by one."""
        marks = ", ".join("?" * len(stages))
        row = self._one(
            f"SELECT * FROM scripted_fault WHERE stage IN ({marks}) AND (reference IS NULL OR reference = ?)"
            " ORDER BY reference IS NULL, id LIMIT 1",
            *stages,
            reference,
        )
        if row is None:
            return None
        if row["uses_left"] == 1:
            self._db.execute("DELETE FROM scripted_fault WHERE id = ?", (row["id"],))
        elif row["uses_left"] is not None:
            self._db.execute("UPDATE scripted_fault SET uses_left = uses_left - 1 WHERE id = ?", (row["id"],))
        return row | {"details": json.loads(row["details"])}

    def faults(self) -> list[Row]:
        """What is still scripted, oldest first."""
        rows = self._all("SELECT * FROM scripted_fault ORDER BY id")
        return [row | {"details": json.loads(row["details"])} for row in rows]

    def faults_clear(self) -> None:
        """Forget every scripted fault."""
        self._db.execute("DELETE FROM scripted_fault")

"""Sessions and refunds of the simulated terminal. Amounts are Rials, moments unix seconds."""

import secrets
import string
import time
from collections.abc import Sequence

from simulators.common.book import Book, Row

_ALPHABET = string.ascii_letters + string.digits
_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
  id INTEGER PRIMARY KEY AUTOINCREMENT, authority TEXT NOT NULL UNIQUE,
  amount INTEGER NOT NULL CHECK (amount > 0), description TEXT NOT NULL, callback_url TEXT NOT NULL,
  merchant_reference TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'CREATED'
    CHECK (state IN ('CREATED', 'IN_BANK', 'PAID', 'VERIFIED', 'FAILED', 'REVERSED')),
  created_at REAL NOT NULL, paid_at REAL, settle_at REAL, ref_id INTEGER
);
CREATE INDEX IF NOT EXISTS session_unverified ON session (paid_at) WHERE state = 'PAID';
CREATE TABLE IF NOT EXISTS wage (
  session_id INTEGER NOT NULL REFERENCES session, iban TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
  description TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS wage_of ON wage (session_id);
CREATE TABLE IF NOT EXISTS refund (
  id TEXT PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session, amount INTEGER NOT NULL CHECK (amount > 0),
  description TEXT NOT NULL, is_done INTEGER NOT NULL, created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS refund_of ON refund (session_id);
"""


class Store(Book):
    """Rows in, rows out; what may happen to them is decided in terminal.py."""

    schema = _SCHEMA

    def session(self, authority: str) -> Row | None:
        """One session by its authority."""
        return self._one("SELECT * FROM session WHERE authority = ?", authority)

    def session_by_id(self, session_id: str) -> Row | None:
        """One session by the number that the panel shows."""
        return self._one("SELECT * FROM session WHERE id = ?", session_id)

    def session_add(self, fields: Row) -> Row:
        """A new session with a new authority; sandbox authorities begin with S."""
        authority = "S" + "".join(secrets.choice(_ALPHABET) for _ in range(35))
        return self._add("session", fields | {"authority": authority, "created_at": time.time()})

    def wages_add(self, session: Row, wages: Sequence[Row]) -> None:
        """What of a session goes to other accounts."""
        for wage in wages:
            self._add("wage", {"session_id": session["id"], **wage})

    def wages(self, session_id: int) -> list[Row]:
        """What of a session goes to other accounts, in the order it was asked for."""
        return self._all("SELECT iban, amount, description FROM wage WHERE session_id = ? ORDER BY rowid", session_id)

    def session_set(self, authority: str, **fields: object) -> Row:
        """Write the named columns and return the row as it is now."""
        assignments = ", ".join(f"{name} = ?" for name in fields)
        row = self._one(
            f"UPDATE session SET {assignments} WHERE authority = ? RETURNING *", *fields.values(), authority
        )
        assert row is not None
        return row

    def sessions(self, *, description: str | None = None, limit: int = 100, offset: int = 0) -> list[Row]:
        """The newest sessions, newest first; `description` is a part of theirs."""
        return self._all(
            "SELECT * FROM session WHERE ? IS NULL OR instr(description, ?) > 0 ORDER BY id DESC LIMIT ? OFFSET ?",
            description,
            description,
            limit,
            offset,
        )

    def unverified(self) -> list[Row]:
        """The last hundred that were paid and never verified."""
        return self._all("SELECT * FROM session WHERE state = 'PAID' ORDER BY paid_at DESC LIMIT 100")

    def refunded(self, session_id: int) -> int:
        """Rials given back, or on their way."""
        row = self._one("SELECT COALESCE(SUM(amount), 0) AS total FROM refund WHERE session_id = ?", session_id)
        return int(row["total"]) if row else 0

    def refund_add(self, session: Row, *, amount: int, description: str, is_done: bool) -> Row:
        """A refund of a session."""
        fields = {"id": secrets.token_hex(8), "session_id": session["id"], "amount": amount}
        return self._add("refund", fields | {"description": description, "is_done": is_done, "created_at": time.time()})

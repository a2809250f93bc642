"""Sessions, refunds, events and stored answers of the simulated account. Amounts are smallest units, moments unix
seconds."""

import json
import time

from simulators.common.book import Row
from simulators.common.deliveries import DELIVERIES, DeliveryBook

_SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
  id TEXT PRIMARY KEY, intent TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL,
  name TEXT NOT NULL, reference TEXT NOT NULL, metadata TEXT NOT NULL, intent_metadata TEXT NOT NULL,
  transfer_group TEXT NOT NULL, success_url TEXT NOT NULL, cancel_url TEXT NOT NULL, expires_at REAL NOT NULL,
  status TEXT NOT NULL DEFAULT 'open', payment_status TEXT NOT NULL DEFAULT 'unpaid',
  intent_status TEXT NOT NULL DEFAULT 'requires_payment_method', received INTEGER NOT NULL DEFAULT 0,
  paid_in TEXT NOT NULL DEFAULT '', failure TEXT NOT NULL DEFAULT '', settle_at REAL
);
CREATE TABLE IF NOT EXISTS refund (
  id TEXT PRIMARY KEY, intent TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, metadata TEXT NOT NULL,
  status TEXT NOT NULL, turns_into TEXT NOT NULL DEFAULT '', due_at REAL, created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS refund_of ON refund (intent);
CREATE TABLE IF NOT EXISTS transfer (
  id TEXT PRIMARY KEY, amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL, destination TEXT NOT NULL,
  transfer_group TEXT NOT NULL, metadata TEXT NOT NULL, description TEXT NOT NULL, created_at REAL NOT NULL,
  reversed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS dispute (
  id TEXT PRIMARY KEY, intent TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL,
  reason TEXT NOT NULL, status TEXT NOT NULL, moves TEXT NOT NULL, created_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS charged (intent TEXT PRIMARY KEY, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
  key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL
);
"""


class Store(DeliveryBook):
    """Rows in, rows out; what may happen to them is decided in account.py."""

    schema = _SCHEMA + DELIVERIES

    def session(self, session_id: str) -> Row | None:
        """One session."""
        return self._one("SELECT * FROM session WHERE id = ?", session_id)

    def session_of_intent(self, intent: str) -> Row | None:
        """The session of a PaymentIntent."""
        return self._one("SELECT * FROM session WHERE intent = ?", intent)

    def sessions(self) -> list[Row]:
        """All sessions, the newest first."""
        return self._all("SELECT * FROM session ORDER BY rowid DESC LIMIT 500")

    def session_add(self, fields: Row) -> Row:
        """A new session."""
        return self._add("session", fields)

    def session_set(self, session_id: str, **fields: object) -> Row:
        """Write the named columns and return the row as it is now."""
        assignments = ", ".join(f"{name} = ?" for name in fields)
        row = self._one(f"UPDATE session SET {assignments} WHERE id = ? RETURNING *", *fields.values(), session_id)
        assert row is not None
        return row

    def sessions_due(self, now: float) -> list[Row]:
        """Those that settle or expire by now."""
        return self._all(
            "SELECT * FROM session WHERE settle_at <= ? OR (status = 'open' AND expires_at <= ?)", now, now
        )

    def refunds(self, intent: str) -> list[Row]:
        """The refunds of a PaymentIntent, the latest first as Stripe lists them."""
        return self._all("SELECT * FROM refund WHERE intent = ? ORDER BY rowid DESC", intent)

    def refund_add(self, fields: Row) -> Row:
        """A new refund."""
        metadata = json.dumps(fields["metadata"])
        return self._add("refund", fields | {"metadata": metadata, "created_at": time.time()})

    def refund_set(self, refund_id: str, **fields: object) -> Row:
        """Move a refund on."""
        assignments = ", ".join(f"{name} = ?" for name in fields)
        row = self._one(f"UPDATE refund SET {assignments} WHERE id = ? RETURNING *", *fields.values(), refund_id)
        assert row is not None
        return row

    def charge_keep(self, intent: str) -> None:
        """Note when a PaymentIntent took its money."""
        self._db.execute("INSERT OR IGNORE INTO charged VALUES (?, ?)", (intent, time.time()))

    def charged(self, since: float, until: float) -> list[Row]:
        """The sessions whose money came in a stretch of time with the moment of each, the latest first as Stripe lists
        them."""
        return self._all(
            "SELECT s.*, c.created_at AS charged_at FROM session s JOIN charged c ON c.intent = s.intent"
            " WHERE c.created_at >= ? AND c.created_at < ? ORDER BY c.created_at DESC, s.id",
            since,
            until,
        )

    def refunds_made(self, since: float, until: float) -> list[Row]:
        """All refunds of a stretch of time, the latest first."""
        return self._all(
            "SELECT * FROM refund WHERE created_at >= ? AND created_at < ? ORDER BY created_at DESC, id", since, until
        )

    def session_forget(self, session: Row) -> None:
        """As if it had never been: a session with its refunds."""
        for table in ("refund", "charged", "session"):
            self._db.execute(f"DELETE FROM {table} WHERE intent = ?", (session["intent"],))

    def transfers(self, group: str) -> list[Row]:
        """The transfers of a group, the latest first; of every group without one."""
        return self._all("SELECT * FROM transfer WHERE ? IN ('', transfer_group) ORDER BY rowid DESC", group)

    def transfer_add(self, fields: Row) -> Row:
        """A new transfer."""
        metadata = json.dumps(fields["metadata"])
        return self._add("transfer", fields | {"metadata": metadata, "created_at": time.time()})

    def transfer_reverse(self, transfer_id: str, amount: int) -> Row:
        """So much of it has come back."""
        row = self._one("UPDATE transfer SET reversed = ? WHERE id = ? RETURNING *", amount, transfer_id)
        assert row is not None
        return row

    def dispute(self, dispute_id: str) -> Row | None:
        """One dispute."""
        return self._one("SELECT * FROM dispute WHERE id = ?", dispute_id)

    def disputes(self, intent: str) -> list[Row]:
        """The disputes of a PaymentIntent, the latest first."""
        return self._all("SELECT * FROM dispute WHERE intent = ? ORDER BY rowid DESC", intent)

    def dispute_add(self, fields: Row) -> Row:
        """A new dispute."""
        return self._add("dispute", fields | {"created_at": time.time()})

    def dispute_set(self, dispute_id: str, *, status: str, moves: str) -> Row:
        """Move a dispute on."""
        row = self._one("UPDATE dispute SET status = ?, moves = ? WHERE id = ? RETURNING *", status, moves, dispute_id)
        assert row is not None
        return row

    def refunds_due(self, now: float) -> list[Row]:
        """Those that turn into something else by now."""
        return self._all("SELECT * FROM refund WHERE due_at <= ?", now)

    def next_moment(self) -> float | None:
        """When the clock has to look again."""
        sql = (
            "SELECT MIN(at) AS at FROM (SELECT MIN(settle_at) AS at FROM session"
            " UNION ALL SELECT MIN(expires_at) FROM session WHERE status = 'open'"
            " UNION ALL SELECT MIN(due_at) FROM refund)"
        )
        row = self._one(sql)
        moments = [at for at in (super().next_moment(), row["at"] if row else None) if at is not None]
        return min(moments, default=None)

    def answer(self, key: str) -> Row | None:
        """The answer that was stored under an idempotency key."""
        return self._one("SELECT * FROM answer WHERE key = ?", key)

    def answer_keep(self, key: str, request: str, status: int, body: bytes) -> None:
        """Store the first answer of a key."""
        self._db.execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)", (key, request, status, body))

"""Payouts, the answers under idempotency keys, and the deposit. Amounts are rupiah, moments unix seconds."""

import time

from simulators.common.book import Row
from simulators.common.deliveries import DeliveryBook

PAYOUTS = """
CREATE TABLE IF NOT EXISTS payout (
  reference_no TEXT PRIMARY KEY, key TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL, bank TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0), notes TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'queued',
  error_code TEXT NOT NULL DEFAULT '', created_at REAL NOT NULL, updated_at REAL NOT NULL, due_at REAL
);
CREATE TABLE IF NOT EXISTS keyed_answer (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS deposit (id INTEGER PRIMARY KEY CHECK (id = 1), balance INTEGER NOT NULL);
"""


class PayoutBook(DeliveryBook):
    """A book with payouts in it; what may happen to them is decided in payouts.py."""

    def payout(self, reference_no: str) -> Row | None:
        """A payout by its reference."""
        return self._one("SELECT * FROM payout WHERE reference_no = ?", reference_no)

    def payouts(self) -> list[Row]:
        """All payouts, the newest first."""
        return self._all("SELECT * FROM payout ORDER BY rowid DESC LIMIT 500")

    def payouts_between(self, first: float, last: float) -> list[Row]:
        """Those that were created from `first` until before `last`."""
        return self._all("SELECT * FROM payout WHERE created_at >= ? AND created_at < ? ORDER BY rowid", first, last)

    def payouts_due(self, now: float) -> list[Row]:
        """Those with which the bank goes on by now."""
        return self._all("SELECT * FROM payout WHERE due_at <= ? ORDER BY rowid", now)

    def payout_add(self, fields: Row) -> Row:
        """A new payout."""
        now = time.time()
        return self._add("payout", fields | {"created_at": now, "updated_at": now})

    def payout_set(self, reference_no: str, **fields: object) -> Row:
        """Write the named columns and return the row as it is now."""
        fields["updated_at"] = time.time()
        assignments = ", ".join(f"{name} = ?" for name in fields)
        values = (*fields.values(), reference_no)
        row = self._one(f"UPDATE payout SET {assignments} WHERE reference_no = ? RETURNING *", *values)
        assert row is not None
        return row

    def answer_of(self, key: str) -> Row | None:
        """What was answered under a key."""
        return self._one("SELECT * FROM keyed_answer WHERE key = ?", key)

    def answer_keep(self, key: str, fingerprint: str, status: int, body: bytes) -> None:
        """Answer a key for ever like this."""
        self._add("keyed_answer", {"key": key, "fingerprint": fingerprint, "status": status, "body": body})

    def answers_forget(self) -> None:
        """A day has passed: no key is known any more."""
        self._db.execute("DELETE FROM keyed_answer")

    def balance(self, default: int) -> int:
        """What lies in the deposit; `default` at first."""
        row = self._one("SELECT balance FROM deposit")
        return default if row is None else int(row["balance"])

    def balance_set(self, balance: int) -> None:
        """Top it up, or take from it."""
        self._db.execute("INSERT OR REPLACE INTO deposit (id, balance) VALUES (1, ?)", (balance,))

    def next_moment(self) -> float | None:
        """When the clock has to look again."""
        row = self._one("SELECT MIN(due_at) AS at FROM payout WHERE due_at IS NOT NULL")
        moments = [at for at in (super().next_moment(), row["at"] if row else None) if at is not None]
        return min(moments, default=None)

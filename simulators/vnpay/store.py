"""Transactions and refunds of the simulated terminal. Amounts are dong times 100, moments unix seconds."""

import time

from simulators.common.book import Row
from simulators.common.deliveries import DELIVERIES, DeliveryBook

_SCHEMA = """
CREATE TABLE IF NOT EXISTS purchase (
  txn_ref TEXT PRIMARY KEY, amount INTEGER NOT NULL CHECK (amount > 0), order_info TEXT NOT NULL,
  return_url TEXT NOT NULL, create_date TEXT NOT NULL, expires_at REAL NOT NULL,
  response_code TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '01',
  number TEXT NOT NULL DEFAULT '0', paid_at REAL, settle_at REAL
);
CREATE TABLE IF NOT EXISTS refund (
  number TEXT PRIMARY KEY, request_id TEXT NOT NULL, txn_ref TEXT NOT NULL REFERENCES purchase,
  amount INTEGER NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, created_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS refund_of ON refund (txn_ref);
CREATE TABLE IF NOT EXISTS request (request_id TEXT PRIMARY KEY, at REAL NOT NULL);
"""


class Store(DeliveryBook):
    """Rows in, rows out; what may happen to them is decided in terminal.py."""

    schema = _SCHEMA + DELIVERIES

    def purchase(self, txn_ref: str) -> Row | None:
        """One purchase by the merchant's reference."""
        return self._one("SELECT * FROM purchase WHERE txn_ref = ?", txn_ref)

    def purchases(self) -> list[Row]:
        """All purchases, the newest first."""
        return self._all("SELECT * FROM purchase ORDER BY rowid DESC LIMIT 500")

    def purchase_add(self, fields: Row) -> Row:
        """A new purchase."""
        return self._add("purchase", fields)

    def purchase_set(self, txn_ref: str, **fields: object) -> Row:
        """Write the named columns and return the row as it is now."""
        assignments = ", ".join(f"{name} = ?" for name in fields)
        row = self._one(f"UPDATE purchase SET {assignments} WHERE txn_ref = ? RETURNING *", *fields.values(), txn_ref)
        assert row is not None
        return row

    def purchases_due(self, now: float) -> list[Row]:
        """Open ones whose late yes or end has come."""
        return self._all("SELECT * FROM purchase WHERE status = '01' AND COALESCE(settle_at, expires_at) <= ?", now)

    def next_moment(self) -> float | None:
        """When the clock has to look again."""
        row = self._one("SELECT MIN(COALESCE(settle_at, expires_at)) AS at FROM purchase WHERE status = '01'")
        moments = [at for at in (super().next_moment(), row["at"] if row else None) if at is not None]
        return min(moments, default=None)

    def request_is_new(self, request_id: str) -> bool:
        """Remember the id of a call; False when it was used before."""
        added = self._one(
            "INSERT INTO request VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING request_id", request_id, time.time()
        )
        return added is not None

    def refunds(self, txn_ref: str) -> list[Row]:
        """The refunds of a purchase, the latest last."""
        return self._all("SELECT * FROM refund WHERE txn_ref = ? ORDER BY created_at, rowid", txn_ref)

    def refund_add(self, fields: Row) -> Row:
        """A new refund."""
        return self._add("refund", fields | {"created_at": time.time()})

    def refund_set(self, number: str, status: str) -> None:
        """Move a refund on."""
        self._db.execute("UPDATE refund SET status = ? WHERE number = ?", (status, number))

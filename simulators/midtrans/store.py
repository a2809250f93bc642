"""Pages, transactions and refunds of the simulated merchant. Amounts are rupiah, moments unix seconds."""

import time

from simulators.common.book import Row
from simulators.common.deliveries import DELIVERIES
from simulators.midtrans.payout_book import PAYOUTS, PayoutBook

_SCHEMA = """
CREATE TABLE IF NOT EXISTS snap (
  order_id TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, asked INTEGER NOT NULL CHECK (asked > 0), name TEXT NOT NULL,
  finish_url TEXT NOT NULL, notify_urls TEXT NOT NULL, expires_at REAL NOT NULL,
  transaction_id TEXT NOT NULL DEFAULT '', gross_amount INTEGER NOT NULL DEFAULT 0,
  currency TEXT NOT NULL DEFAULT 'IDR',
  payment_type TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '', fraud TEXT NOT NULL DEFAULT '',
  begun_at REAL, settled_at REAL, due_at REAL
);
CREATE TABLE IF NOT EXISTS refund (
  refund_key TEXT NOT NULL, order_id TEXT NOT NULL REFERENCES snap, number INTEGER NOT NULL, amount INTEGER NOT NULL,
  reason TEXT NOT NULL, created_at REAL NOT NULL, PRIMARY KEY (order_id, refund_key)
);
"""


class Store(PayoutBook):
    """Rows in, rows out; what may happen to them is decided in merchant.py."""

    schema = _SCHEMA + PAYOUTS + DELIVERIES

    def snap(self, order_id: str) -> Row | None:
        """A page with its transaction, by the merchant's reference or the transaction's own id."""
        return self._one(
            "SELECT * FROM snap WHERE order_id = ? OR (transaction_id = ? AND transaction_id != '')", order_id, order_id
        )

    def snap_of_token(self, token: str) -> Row | None:
        """The page that a token opens."""
        return self._one("SELECT * FROM snap WHERE token = ?", token)

    def snaps(self) -> list[Row]:
        """All pages, the newest first."""
        return self._all("SELECT * FROM snap ORDER BY rowid DESC LIMIT 500")

    def snap_put(self, fields: Row) -> Row:
        """A new page; one that was opened under this reference before is gone."""
        self._db.execute("DELETE FROM snap WHERE order_id = ?", (fields["order_id"],))
        return self._add("snap", fields)

    def snap_set(self, order_id: str, **fields: object) -> Row:
        """Write the named columns and return the row as it is now."""
        assignments = ", ".join(f"{name} = ?" for name in fields)
        row = self._one(f"UPDATE snap SET {assignments} WHERE order_id = ? RETURNING *", *fields.values(), order_id)
        assert row is not None
        return row

    def snaps_due(self, now: float) -> list[Row]:
        """Those that settle or end by now."""
        return self._all(
            "SELECT * FROM snap WHERE due_at <= ? OR (status = 'pending' AND due_at IS NULL AND expires_at <= ?)",
            now,
            now,
        )

    def next_moment(self) -> float | None:
        """When the clock has to look again."""
        row = self._one(
            "SELECT MIN(COALESCE(due_at, expires_at)) AS at FROM snap WHERE due_at IS NOT NULL OR status = 'pending'"
        )
        moments = [at for at in (super().next_moment(), row["at"] if row else None) if at is not None]
        return min(moments, default=None)

    def refunds(self, order_id: str) -> list[Row]:
        """The refunds of a transaction, the latest last."""
        return self._all("SELECT * FROM refund WHERE order_id = ? ORDER BY number", order_id)

    def refunds_drop(self, order_id: str, key: str) -> None:
        """Forget those whose key begins so."""
        self._db.execute("DELETE FROM refund WHERE order_id = ? AND refund_key LIKE ? || '%'", (order_id, key))

    def refund_add(self, fields: Row) -> Row:
        """A new refund."""
        row = self._one("SELECT COALESCE(MAX(number), 4000) + 1 AS next FROM refund")
        number = row["next"] if row else 1
        return self._add("refund", fields | {"number": number, "created_at": time.time()})

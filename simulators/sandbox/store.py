"""The gateway's own memory: payments, refunds, and the notifications on their way. Moments are unix seconds."""

import secrets
import time

from simulators.common.book import Row
from simulators.common.deliveries import DELIVERIES, DeliveryBook

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payment (
  id TEXT PRIMARY KEY, merchant_reference TEXT NOT NULL UNIQUE,
  amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL, description TEXT NOT NULL,
  return_url TEXT NOT NULL, notify_url TEXT NOT NULL,
  created_at REAL NOT NULL, expires_at REAL NOT NULL, changed_at REAL NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'captured', 'declined', 'cancelled', 'expired')),
  reason TEXT NOT NULL DEFAULT '', settle_at REAL,
  captured_amount INTEGER, captured_currency TEXT, captured_at REAL, verified_at REAL,
  CHECK ((status = 'captured') = (captured_amount IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS payment_expiring ON payment (expires_at) WHERE status = 'pending' AND settle_at IS NULL;
CREATE INDEX IF NOT EXISTS payment_settling ON payment (settle_at) WHERE status = 'pending' AND settle_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS refund (
  refund_reference TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, payment_id TEXT NOT NULL REFERENCES payment,
  amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL, reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
  created_at REAL NOT NULL, changed_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS refund_of ON refund (payment_id);
"""


class Store(DeliveryBook):
    """Rows in, rows out; what may happen to them is decided in gateway.py."""

    schema = _SCHEMA + DELIVERIES

    # Payments

    def payment(self, payment_id: str) -> Row | None:
        """One payment by the gateway's id."""
        return self._one("SELECT * FROM payment WHERE id = ?", payment_id)

    def payment_by_reference(self, merchant_reference: str) -> Row | None:
        """One payment by the merchant's own reference."""
        return self._one("SELECT * FROM payment WHERE merchant_reference = ?", merchant_reference)

    def payments(self, limit: int) -> list[Row]:
        """The newest payments, newest first."""
        return self._all("SELECT * FROM payment ORDER BY created_at DESC, id DESC LIMIT ?", limit)

    def payment_add(self, fields: Row) -> Row:
        """Insert a pending payment and return it with its new id."""
        now = time.time()
        row = fields | {"id": "pay_" + secrets.token_urlsafe(18), "created_at": now, "changed_at": now}
        return self._add("payment", row)

    def payment_set(self, payment_id: str, **fields: object) -> Row:
        """Write the named columns and return the row as it is now."""
        values = fields | {"changed_at": time.time()}
        assignments = ", ".join(f"{name} = ?" for name in values)
        row = self._one(f"UPDATE payment SET {assignments} WHERE id = ? RETURNING *", *values.values(), payment_id)
        assert row is not None
        return row

    def payments_to_settle(self, now: float) -> list[Row]:
        """Late approvals whose time has come."""
        return self._all(
            "SELECT * FROM payment WHERE status = 'pending' AND settle_at IS NOT NULL AND settle_at <= ?", now
        )

    def payments_to_expire(self, now: float) -> list[Row]:
        """Pending payments past their expiry; one that the bank is working on does not expire."""
        return self._all(
            "SELECT * FROM payment WHERE status = 'pending' AND settle_at IS NULL AND expires_at <= ?", now
        )

    # Refunds

    def refund(self, refund_reference: str) -> Row | None:
        """One refund by the merchant's own reference."""
        return self._one("SELECT * FROM refund WHERE refund_reference = ?", refund_reference)

    def refunded(self, payment_id: str) -> int:
        """What has been given back, or may still be: failed refunds do not count."""
        row = self._one(
            "SELECT COALESCE(SUM(amount), 0) AS total FROM refund WHERE payment_id = ? AND status <> 'failed'",
            payment_id,
        )
        return int(row["total"]) if row else 0

    def refund_add(self, fields: Row) -> Row:
        """Insert a refund and return it."""
        now = time.time()
        row = fields | {"id": "ref_" + secrets.token_urlsafe(18), "created_at": now, "changed_at": now}
        return self._add("refund", row)

    def refund_set(self, refund_reference: str, status: str) -> Row | None:
        """Move a pending refund to its end; None when it is not pending."""
        return self._one(
            "UPDATE refund SET status = ?, changed_at = ? WHERE refund_reference = ? AND status = 'pending'"
            " RETURNING *",
            status,
            time.time(),
            refund_reference,
        )

    def movements(self, since: float, until: float, *, after: int, limit: int) -> list[Row]:
        """What was captured and given back in a stretch of time, the oldest first."""
        return self._all(
            "SELECT * FROM ("
            " SELECT 'payment' AS kind, id, merchant_reference, '' AS refund_reference, captured_amount AS amount,"
            " captured_currency AS currency, captured_at AS at FROM payment WHERE status = 'captured'"
            " UNION ALL SELECT 'refund', r.id, p.merchant_reference, r.refund_reference, r.amount, r.currency,"
            " r.changed_at FROM refund r JOIN payment p ON p.id = r.payment_id WHERE r.status = 'succeeded')"
            " WHERE at >= ? AND at < ? ORDER BY at, id LIMIT ? OFFSET ?",
            since,
            until,
            limit,
            after,
        )

    def payment_forget(self, payment_id: str) -> None:
        """As if it had never been: a payment with its refunds and notifications."""
        for table, column in (("delivery", "payment_id"), ("refund", "payment_id"), ("payment", "id")):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (payment_id,))

    def next_moment(self) -> float | None:
        """When the clock has to look again: the nearest delivery, late approval or expiry."""
        row = self._one(
            "SELECT MIN(at) AS at FROM ("
            " SELECT MIN(due_at) AS at FROM delivery WHERE state = 'waiting'"
            " UNION ALL SELECT MIN(settle_at) FROM payment WHERE status = 'pending' AND settle_at IS NOT NULL"
            " UNION ALL SELECT MIN(expires_at) FROM payment WHERE status = 'pending' AND settle_at IS NULL)"
        )
        return None if row is None else row["at"]

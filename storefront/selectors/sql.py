"""What the raw statements share: a market by its code, keys as the database stores them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from core.db import is_postgres

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# The id of the active market of code %(market)s; null when there is none, so that nothing is found.
MARKET_ID = "(SELECT id FROM markets_market WHERE code = %(market)s AND is_active AND deleted_at IS NULL)"

# Stores that sell: open, of an approved seller. Aliases: s the store, e the seller.
STORE_SELLS = "s.status = 'OPEN' AND s.deleted_at IS NULL AND e.status = 'APPROVED' AND e.deleted_at IS NULL"


def key(value: UUID) -> Any:
    """A UUID as a parameter: SQLite stores its 32 digits."""
    return value if is_postgres() else value.hex


def uuid_of(value: Any) -> UUID:
    """A UUID as a raw statement gave it."""
    return value if isinstance(value, UUID) else UUID(str(value))


def microseconds(moment: datetime | str) -> int:
    """Whole microseconds since 1970, without a float on the way (HOTPATHS.md §7)."""
    if isinstance(moment, str):  # SQLite
        moment = datetime.fromisoformat(moment)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH) // MICROSECOND


def moment(microseconds_since_1970: int) -> Any:
    """The parameter for a moment given in microseconds since 1970. Raises OverflowError."""
    value = EPOCH + timedelta(microseconds=microseconds_since_1970)
    return value if is_postgres() else connection.ops.adapt_datetimefield_value(value)

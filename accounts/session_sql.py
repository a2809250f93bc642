"""Who calls, as one prepared statement: every authenticated request runs it (HOTPATHS.md §5).

The columns come from the models, so a new field needs no change here. PostgreSQL only; `selectors` has the same for
SQLite.
"""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from accounts.models import Session, User
from core.db import fetch_all


@cache
def _statement() -> tuple[str, list[str], list[str]]:
    user = [field for field in User._meta.concrete_fields if field.column]
    session = [field for field in Session._meta.concrete_fields if field.column]
    columns = [f"u.{field.column}" for field in user] + [f"s.{field.column}" for field in session]
    sql = (
        f"SELECT {', '.join(columns)} "  # noqa: S608  names of our own columns
        f"FROM {Session._meta.db_table} s JOIN {User._meta.db_table} u ON u.id = s.user_id "
        "WHERE s.id = %s AND s.user_id = %s AND s.revoked_at IS NULL AND s.expires_at > statement_timestamp() "
        "AND u.is_active"
    )
    return sql, [field.attname for field in user], [field.attname for field in session]


def session_read(*, session_id: UUID, user_id: UUID) -> Session | None:
    """The live session of an active user, with the user; None when there is none."""
    sql, of_user, of_session = _statement()
    rows = fetch_all(sql, [session_id, user_id])
    if not rows:
        return None
    values = rows[0]
    session = Session.from_db(DEFAULT_DB_ALIAS, of_session, values[len(of_user) :])
    session.user = User.from_db(DEFAULT_DB_ALIAS, of_user, values[: len(of_user)])
    return session

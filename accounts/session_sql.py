"""Who calls, as one prepared statement: every authenticated request runs it (HOTPATHS.md §5).

The columns come from the models, so a new field needs no change here. PostgreSQL only; `selectors` has the same for
SQLite.
"""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from accounts.models import Profile, Session, User
from core.db import fetch_all


@cache
def _statement() -> tuple[str, list[list[str]]]:
    models = {"u": User, "p": Profile, "s": Session}
    fields = {
        alias: [field for field in model._meta.concrete_fields if field.column] for alias, model in models.items()
    }
    columns = [f"{alias}.{field.column}" for alias, own in fields.items() for field in own]
    sql = (
        f"SELECT {', '.join(columns)} "  # noqa: S608  names of our own columns
        f"FROM {Session._meta.db_table} s JOIN {User._meta.db_table} u ON u.id = s.user_id "
        f"LEFT JOIN {Profile._meta.db_table} p ON p.user_id = u.id "
        "WHERE s.id = %s AND s.user_id = %s AND s.revoked_at IS NULL AND s.expires_at > statement_timestamp() "
        "AND u.is_active"
    )
    return sql, [[field.attname for field in own] for own in fields.values()]


def session_read(*, session_id: UUID, user_id: UUID) -> Session | None:
    """The live session of an active user, with the user and what they chose; None when there is none."""
    sql, (of_user, of_profile, of_session) = _statement()
    rows = fetch_all(sql, [session_id, user_id])
    if not rows:
        return None
    values, ends = rows[0], (len(of_user), len(of_user) + len(of_profile))
    session = Session.from_db(DEFAULT_DB_ALIAS, of_session, values[ends[1] :])
    session.user = User.from_db(DEFAULT_DB_ALIAS, of_user, values[: ends[0]])
    if values[ends[0]] is not None:
        session.user.profile = Profile.from_db(DEFAULT_DB_ALIAS, of_profile, values[ends[0] : ends[1]])
    return session

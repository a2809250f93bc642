"""Who a buyer is, for rules that count people."""

from __future__ import annotations

from uuid import UUID

from accounts.identity import keyed_hash


def person_key(*, user_id: UUID | None, email: str = "", phone: str = "") -> str:
    """The user's id, or a keyed hash of a guest's contact, so that one person counts once."""
    return str(user_id) if user_id else keyed_hash(email.lower() or phone)

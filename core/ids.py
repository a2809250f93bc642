"""Identifiers: time-ordered keys for rows, short codes for people."""

from __future__ import annotations

import secrets
from uuid import UUID

import uuid6

# Crockford's base 32: no I, L, O, U, so a number read over the phone is not misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorts by creation time, cannot be guessed."""
    return uuid6.uuid7()


def new_number(prefix: str) -> str:
    """A number people read out, e.g. `S-7K3M-9QXD`: 40 random bits, so orders cannot be counted or guessed."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{code[:4]}-{code[4:]}"


def new_token() -> str:
    """An unguessable token of 32 random bytes, safe in addresses."""
    return secrets.token_urlsafe(32)

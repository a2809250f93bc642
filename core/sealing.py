"""Secrets at rest: Fernet (AES-128-CBC with HMAC-SHA256) under keys from the environment.

Several keys may be listed: the first seals, all open. So a key is rotated by putting a new one in front, sealing what
is stored anew, and taking the old one away.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CannotOpen(Exception):
    """No key of the environment fits: an operator has dropped one too early, or the text was tampered with."""


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def seal(text: str, keys: Sequence[str]) -> str:
    """The text, sealed with the first key."""
    return _fernet(keys[0]).encrypt(text.encode()).decode()


def unseal(sealed: str, keys: Sequence[str]) -> str:
    """The text again. Raises CannotOpen."""
    try:
        return MultiFernet([_fernet(key) for key in keys]).decrypt(sealed.encode()).decode() if keys else _no_key()
    except InvalidToken as error:
        raise CannotOpen from error


def seal_anew(sealed: str, keys: Sequence[str]) -> str | None:
    """The same text under the first key; None when that is what sealed it. Raises CannotOpen."""
    try:
        if keys:
            _fernet(keys[0]).decrypt(sealed.encode())
            return None
    except InvalidToken:
        pass
    return seal(unseal(sealed, keys), keys)


def _no_key() -> str:
    raise CannotOpen

"""Access and refresh tokens: simplejwt's, bound to a session. Nothing here touches the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from accounts.errors import TokenRefused

SESSION_CLAIM, USER_CLAIM = "sid", "sub"
MAX_TOKEN = 2_000


@dataclass(frozen=True)
class TokenPair:
    """What a client gets: both tokens in their encoded form, and the access token's life in seconds."""

    access: str
    refresh: str
    expires_in: int
    refresh_hash: str


@dataclass(frozen=True)
class TokenClaims:
    """What a verified token says. `jti_hash` is the SHA-256 of its id in hex, as sessions store it."""

    session_id: UUID
    user_id: UUID
    jti_hash: str


def pair_for(*, user_id: UUID, session_id: UUID) -> TokenPair:
    """A fresh pair. Only `refresh_hash` is ever stored."""
    access, refresh = AccessToken(), RefreshToken()
    for token in (access, refresh):
        token[USER_CLAIM] = str(user_id)
        token[SESSION_CLAIM] = str(session_id)
    seconds = int(access.lifetime.total_seconds())
    return TokenPair(str(access), str(refresh), seconds, _sha256(refresh["jti"]))


def read_access(text: str) -> TokenClaims:
    """Raises TokenRefused: signature, algorithm, audience, issuer, expiry and kind are checked."""
    return _read(AccessToken, text)


def read_refresh(text: str) -> TokenClaims:
    """Raises TokenRefused likewise."""
    return _read(RefreshToken, text)


def token_family(text: str) -> str:
    """The session that a refresh token says it belongs to, for counting only; "" when it says none that is an id."""
    if not text.isascii() or len(text) > MAX_TOKEN:
        return ""
    try:
        return str(UUID(RefreshToken(text, verify=False)[SESSION_CLAIM]))  # type: ignore[arg-type]  # as below
    except (TokenError, KeyError, ValueError, TypeError, AttributeError):
        return ""


def _read(kind: type[Token], text: str) -> TokenClaims:
    if not text.isascii() or len(text) > MAX_TOKEN:
        raise TokenRefused
    try:
        token = kind(text)  # type: ignore[arg-type]  # the stubs ask for a Token; the library takes the text
        return TokenClaims(UUID(token[SESSION_CLAIM]), UUID(token[USER_CLAIM]), _sha256(token["jti"]))
    except (TokenError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise TokenRefused from error


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

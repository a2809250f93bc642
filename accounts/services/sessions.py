"""Sessions of API clients: a family of refresh tokens, of which only the newest works, once (RELIABILITY.md §9.9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now
from django.utils import timezone

from accounts.errors import AlreadyRotated, TokenRefused
from accounts.models import Session, User
from accounts.services import tokens
from accounts.services.tokens import TokenPair
from accounts.signals import user_signed_in
from core import audit
from core.db import atomic
from core.errors import NotFound
from core.scope import SYSTEM, ActingScope

LOST_ANSWER = timedelta(seconds=10)  # within this a predecessor is a second tab, after it a theft


@atomic
def session_start(*, user: User, user_agent: str = "", cart_token: str = "") -> TokenPair:
    """Sign a person in on a device. `cart_token` names the guest cart to take over, or is empty."""
    session = Session(user=user, user_agent=user_agent[:200], expires_at=timezone.now() + _refresh_lifetime())
    pair = tokens.pair_for(user_id=user.pk, session_id=session.pk)
    session.current_hash = pair.refresh_hash
    session.save(force_insert=True)
    user.last_login = session.created_at
    user.save(update_fields=["last_login"])
    user_signed_in.send(sender=User, user=user, cart_token=cart_token)
    return pair


def session_refresh(*, refresh: str) -> TokenPair:
    """Exchange a refresh token for a new pair; it works once.

    Raises TokenRefused; AlreadyRotated within 10 s of the exchange. A later reuse ends the whole session.
    """
    claims = tokens.read_refresh(refresh)
    pair = tokens.pair_for(user_id=claims.user_id, session_id=claims.session_id)
    if _rotate(claims, pair.refresh_hash):
        return pair
    known = Session.objects.filter(pk=claims.session_id, revoked_at=None, user__is_active=True, expires_at__gt=Now())
    if known.filter(previous_hash=claims.jti_hash, rotated_at__gt=Now() - LOST_ANSWER).exists():
        raise AlreadyRotated
    session = known.select_related("user").first()
    if session is not None:
        _revoke_stolen(session)
    raise TokenRefused


@atomic
def _rotate(claims: tokens.TokenClaims, new_hash: str) -> bool:
    """One conditional UPDATE decides who exchanged the token.

    Every condition on the session stands on the updated row itself: PostgreSQL checks those again after waiting for
    a rival, which it does not do inside a subquery on the same table.
    """
    active = User.objects.filter(pk=OuterRef("user_id"), is_active=True)
    return bool(
        Session.objects.filter(
            Exists(active),
            pk=claims.session_id,
            user_id=claims.user_id,
            current_hash=claims.jti_hash,
            revoked_at=None,
            expires_at__gt=Now(),
        ).update(
            previous_hash=F("current_hash"),
            current_hash=new_hash,
            rotated_at=Now(),
            expires_at=Now() + _refresh_lifetime(),
            updated_at=Now(),
        )
    )


@atomic
def _revoke_stolen(session: Session) -> None:
    if _revoke(pk=session.pk, reason="token_reuse"):
        audit.record(
            actor=SYSTEM, action="session.revoke_reused", row=session, changes={"user": [None, str(session.user_id)]}
        )


def session_end(*, session_id: UUID) -> None:
    """Sign out of one session. Ending an ended one is not an error."""
    _revoke(pk=session_id, reason="logout")


def session_end_by_refresh(*, refresh: str) -> None:
    """Sign out with a refresh token of the session, also an exchanged one. Raises TokenRefused."""
    session_end(session_id=tokens.read_refresh(refresh).session_id)


def session_revoke(*, scope: ActingScope, session_id: UUID) -> None:
    """End one of one's own sessions. Raises NotFound."""
    if not _revoke(pk=session_id, user_id=scope.require_user(), reason="by_owner"):
        raise NotFound


def sessions_revoke(*, user: User, reason: str, keep: UUID | None = None) -> int:
    """End all sessions of a person but `keep`. Returns how many were live."""
    live = Session.objects.filter(user=user, revoked_at=None)
    if keep is not None:
        live = live.exclude(pk=keep)
    return live.update(revoked_at=Now(), revoked_reason=reason, updated_at=Now())


@atomic
def sessions_sign_out_others(*, scope: ActingScope, keep: UUID | None = None) -> User:
    """End every other session of one's own, of the API and of browsers. A browser that asks takes the returned user
    for its session to go on."""
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())
    sessions_revoke(user=user, reason="by_owner", keep=keep)
    browsers_sign_out(user=user)
    audit.record(actor=scope.actor, action="user.sign_out_others", row=user)
    return user


def browsers_sign_out(*, user: User) -> None:
    """End all browser sessions of a person."""
    user.sessions_version += 1
    user.save(update_fields=["sessions_version", "updated_at"])


def _revoke(*, reason: str, **which: Any) -> bool:
    live = Session.objects.filter(revoked_at=None, **which)
    return bool(live.update(revoked_at=Now(), revoked_reason=reason, updated_at=Now()))


def _refresh_lifetime() -> timedelta:
    return cast(timedelta, settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"])

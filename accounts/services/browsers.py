"""Browsers that are signed in by a session of the API: its id is kept in Django's session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.db.models.functions import Now
from django.utils import timezone

from accounts import selectors
from accounts.models import Session
from accounts.services.sessions import session_end
from core.scope import scope_of

BACKEND = "accounts.backends.IdentifierBackend"
ADOPTED = "adopted_session"  # in Django's session: the id of the row
_NOTED_EVERY = timedelta(hours=1)  # how exactly "last used" is known


def browser_sign_in(*, request: Any, session: Session) -> None:
    """Sign this browser in by a live session; one that it had adopted before ends.

    Shoppers stay signed in as with a refresh token, those who may open the admin as long as the cookie always lasted.
    """
    before = request.session.get(ADOPTED)
    login(request, session.user, backend=BACKEND)
    request.session[ADOPTED] = str(session.pk)
    scope = scope_of(session.user)
    seconds = settings.SESSION_COOKIE_AGE
    if not (scope.is_staff or scope.is_seller or session.user.is_staff):
        seconds = int(cast(timedelta, settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]).total_seconds())
    request.session.set_expiry(seconds)
    _lives_on(session, seconds)
    if before and before != str(session.pk):
        session_end(session_id=UUID(before))


def browser_person(*, request: Any, user: Any) -> Any:
    """The person of a browser, with the adopted session; nobody, and no Django session, once that one has ended."""
    adopted = request.session.get(ADOPTED) if user.is_authenticated else None
    if adopted is None:
        return user
    session = selectors.session_for_access(session_id=UUID(adopted), user_id=user.pk)
    if session is None:
        request.session.flush()
        return AnonymousUser()
    if timezone.now() - session.rotated_at > _NOTED_EVERY and not session.previous_hash:
        _lives_on(session, request.session.get_expiry_age())
        request.session.modified = True  # the cookie is sent again, with its new end
    person: Any = session.user
    person.browser_session = session
    return person


def browser_session_of(*, user: Any) -> Session | None:
    """The session that the browser of this request has adopted; None for one that signed in by a page of ours."""
    found: Session | None = getattr(user, "browser_session", None)
    return found


def browser_session_end(*, request: Any) -> None:
    """End the adopted session, if there is one: this browser signs out."""
    adopted = request.session.get(ADOPTED)
    if adopted:
        session_end(session_id=UUID(adopted))


def _lives_on(session: Session, seconds: int) -> None:
    """It was used now, and ends with the cookie."""
    live = Session.objects.filter(pk=session.pk, revoked_at=None)
    live.update(rotated_at=Now(), expires_at=Now() + timedelta(seconds=seconds), updated_at=Now())

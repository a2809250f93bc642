"""Reads of people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower, Now
from django.db.models.lookups import Exact

from accounts.identity import keyed_hash, normalise_email, normalise_phone, normalise_target, normalise_text
from accounts.models import Address, OneTimeCode, Profile, Session, User
from accounts.session_sql import session_read
from core.db import is_postgres
from core.errors import NotFound
from core.language import languages
from core.models import PrivateFile
from core.scope import ActingScope
from markets.selectors import language_of_market

EXPORT_KIND = "data-export"


def user_by_identifier(*, identifier: str) -> User | None:
    """The user with this e-mail, phone or username, active or not."""
    if "\x00" in identifier or len(identifier) > 254:
        return None
    email = normalise_email(identifier) if "@" in identifier else None
    if email:
        return user_by_field(field="email", value=email)
    phone = normalise_phone(identifier)
    if phone:
        return user_by_field(field="phone", value=phone)
    return user_by_field(field="username", value=normalise_text(identifier).lower())


def user_by_field(*, field: str, value: str) -> User | None:
    """The user whose `email`, `phone` or `username` is this normalised value, by the unique index of that field."""
    lookup: Any = {"phone": value} if field == "phone" else Exact(Lower(field), value)
    found = User.objects.filter(**lookup) if isinstance(lookup, dict) else User.objects.filter(lookup)
    return found.first()


def user_by_target(*, target: str) -> User | None:
    """The user with this normalised e-mail or phone."""
    return user_by_field(field="email" if "@" in target else "phone", value=target)


def user_with_profile(*, user_id: UUID) -> User:
    """The user with profile and market in one statement."""
    return User.objects.select_related("profile__market").get(pk=user_id)


def profile_of(*, user_id: UUID) -> Profile:
    """What the person chose. Everyone registered through the services has one."""
    return Profile.objects.get(user_id=user_id)


def language_resolve(*, user: Any, wish: str, market: str) -> str:
    """The language a caller reads: as chosen in the profile, else as the request wishes, else as its market speaks.

    `market` is the code of the request's market, "" for that of the profile or the default one.
    """
    profile = getattr(user, "profile", None)
    if profile is not None and profile.language in languages():
        return str(profile.language)
    return wish or language_of_market(market or (profile.market_id if profile is not None else None))


def addresses_visible_to(*, scope: ActingScope) -> QuerySet[Address]:
    """One's own address book."""
    return Address.objects.filter(user_id=scope.require_user())


def address_get(*, scope: ActingScope, address_id: UUID) -> Address:
    """Raises NotFound."""
    found = addresses_visible_to(scope=scope).filter(pk=address_id).first()
    if found is None:
        raise NotFound
    return found


def sessions_visible_to(*, scope: ActingScope) -> QuerySet[Session]:
    """One's own live sessions, of the API and of the browsers that adopted one."""
    return Session.objects.filter(user_id=scope.require_user(), revoked_at=None, expires_at__gt=Now())


def data_exports(*, scope: ActingScope) -> QuerySet[PrivateFile]:
    """The copies of one's data that can still be fetched."""
    mine = PrivateFile.objects.filter(owner_id=scope.require_user(), kind=EXPORT_KIND)
    return mine.filter(expires_at__gt=Now())


def session_for_access(*, session_id: UUID, user_id: UUID) -> Session | None:
    """The live session of an active user, with the user: one statement, on every authenticated request."""
    if is_postgres():
        return session_read(session_id=session_id, user_id=user_id)
    live = Session.objects.select_related("user__profile").filter(
        pk=session_id, user_id=user_id, revoked_at=None, expires_at__gt=Now(), user__is_active=True
    )
    return live.order_by().first()


def one_time_code_live(*, target: str, purpose: str) -> OneTimeCode | None:
    """The code that waits to be entered for a target as a person types it. Raises Invalid for no target."""
    key = keyed_hash(normalise_target(target))
    return OneTimeCode.objects.filter(target_key=key, purpose=purpose, used_at=None, expires_at__gt=Now()).first()

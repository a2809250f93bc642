"""Signed links of mails: to confirm an e-mail address, to choose a new password."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts.errors import LinkExpired, LinkInvalid
from accounts.identity import keyed_hash
from accounts.models import User

ACTIVATION, RESET = "activation", "password-reset"


def activation_url(user: User) -> str:
    """The address that confirms the e-mail address."""
    return _url("activate", user, ACTIVATION)


def reset_url(user: User) -> str:
    """The address where a new password is chosen."""
    return _url("password-reset-confirm", user, RESET)


def _url(route: str, user: User, kind: str) -> str:
    return settings.SITE_URL + reverse(route, args=[uid_of(user), token_for(user, kind)])


def uid_of(user: User) -> str:
    return urlsafe_base64_encode(str(user.pk).encode())


def user_id_of(uid: str) -> UUID:
    """Raises LinkInvalid."""
    try:
        return UUID(urlsafe_base64_decode(uid).decode())
    except (ValueError, UnicodeDecodeError) as error:
        raise LinkInvalid from error


def token_for(user: User, kind: str) -> str:
    return signing.TimestampSigner(salt=f"accounts.{kind}").sign(_state(user, kind))


def token_check(user: User, kind: str, token: str) -> None:
    """Raises LinkInvalid for a token that is not of this user as it is now, LinkExpired for one that is too old."""
    age = (
        timedelta(hours=settings.ACTIVATION_LINK_HOURS)
        if kind == ACTIVATION
        else timedelta(minutes=settings.PASSWORD_RESET_MINUTES)
    )
    signer = signing.TimestampSigner(salt=f"accounts.{kind}")
    try:
        state = signer.unsign(token)
    except signing.BadSignature as error:
        raise LinkInvalid from error
    if not constant_time_compare(state, _state(user, kind)):
        raise LinkInvalid
    try:
        signer.unsign(token, max_age=age)
    except signing.SignatureExpired as error:
        raise LinkExpired from error


def _state(user: User, kind: str) -> str:
    """What a link hangs on: another address or password makes it void; a reset also a sign-in, so it works once."""
    moment = user.last_login.isoformat() if kind == RESET and user.last_login else ""
    return keyed_hash(f"{user.pk}|{user.email}|{user.password}|{moment}")[:32]

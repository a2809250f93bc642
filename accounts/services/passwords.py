"""A forgotten password: a link by mail, and a new password that ends every session."""

from __future__ import annotations

from accounts import links
from accounts.errors import LinkInvalid
from accounts.identity import normalise_target
from accounts.models import CodePurpose, User
from accounts.services.codes import one_time_code_request
from accounts.services.people import password_check
from accounts.services.sessions import sessions_revoke
from accounts.signals import account_changed
from core import audit
from core.db import atomic
from core.scope import Actor


def password_reset_request(*, email: str) -> None:
    """Ask for a link at an address, known or not: the same rows are written for both, and only a known one gets mail.

    Raises Invalid for what is no address, TooManyRequests before the pause is over.
    """
    one_time_code_request(target=normalise_target(email), purpose=CodePurpose.RESET)


def password_reset_check(*, uid: str, token: str) -> User:
    """Whose link this is. Raises LinkInvalid, LinkExpired."""
    user = User.objects.filter(pk=links.user_id_of(uid), is_active=True).first()
    if user is None:
        raise LinkInvalid
    links.token_check(user, links.RESET, token)
    return user


@atomic
def password_reset_confirm(*, uid: str, token: str, new_password: str) -> User:
    """Set the password that was forgotten; all sessions end, of the API and of browsers, and a mail says so.

    Raises LinkInvalid, LinkExpired, Invalid (weak password).
    """
    user = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk=links.user_id_of(uid)).first()
    if user is None or not user.is_active:
        raise LinkInvalid
    links.token_check(user, links.RESET, token)
    password_check(password=new_password, user=user, pointer="/new_password")
    user.set_password(new_password)
    user.save(update_fields=["password", "updated_at"])
    sessions_revoke(user=user, reason="password_reset")
    actor = Actor("user", str(user.pk), str(user))
    audit.record(actor=actor, action="user.password_reset", row=user, changes={"password": ["•••", "•••"]})
    account_changed.send(sender=User, user=user, what="password_changed", to="")
    return user

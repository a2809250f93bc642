"""People: registration, sign-in by password, what a person may change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts import selectors
from accounts.errors import AlreadyRegistered, CredentialsRefused, WrongPassword
from accounts.identity import normalise_email, normalise_phone, normalise_username
from accounts.models import Profile, Session, User
from accounts.services.sessions import session_start, sessions_revoke
from accounts.services.tokens import TokenPair
from accounts.signals import user_registered
from core import audit, language
from core.db import atomic, savepoint
from core.errors import FieldProblem, Invalid
from core.scope import ActingScope

FRESH_SIGN_IN_MINUTES = 10


@atomic
def user_register(
    *, email: str = "", phone: str = "", username: str = "", password: str | None = None, name: str = ""
) -> User:
    """An account with its profile. E-mail or phone is needed; a username may be added.

    Raises Invalid for a malformed identifier or a weak password, AlreadyRegistered when one of them is taken.
    """
    fields = _identifiers(email=email, phone=phone, username=username)
    user = User(**fields, name=name.strip())
    if password is None:
        user.set_unusable_password()
    else:
        password_check(password=password, user=user, pointer="/password")
        user.set_password(password)
    try:
        with savepoint():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyRegistered(problems=_taken(fields)) from error
    Profile.objects.create(user=user, language=language.chosen())
    user_registered.send(sender=User, user=user)
    return user


@atomic
def person_register(*, user_agent: str = "", cart_token: str = "", **fields: Any) -> tuple[User, TokenPair]:
    """Open an account as `user_register` does, and sign it in."""
    user = user_register(**fields)
    return user, session_start(user=user, user_agent=user_agent, cart_token=cart_token)


def _identifiers(*, email: str, phone: str, username: str) -> dict[str, str | None]:
    """The identifiers in their one spelling, None for one that is not given. Raises Invalid."""
    given = {
        "email": (email, normalise_email, "An e-mail address such as mina@example.com."),
        "phone": (phone, normalise_phone, "A phone number with its country code, such as +989121234567."),
        "username": (username, normalise_username, "3 to 40 letters, digits, dots, dashes; a letter first."),
    }
    found = {field: normalise(text) if text else None for field, (text, normalise, _) in given.items()}
    problems = [
        FieldProblem(f"/{field}", f"not_a_{field}", hint)
        for field, (text, _, hint) in given.items()
        if text and found[field] is None
    ]
    if not problems and not found["email"] and not found["phone"]:
        problems = [FieldProblem("/email", "required", "Give an e-mail address or a phone number.")]
    if problems:
        raise Invalid("The request has wrong or missing values.", problems=problems)
    return found


def _taken(fields: dict[str, str | None]) -> list[FieldProblem]:
    return [
        FieldProblem(f"/{field}", "taken", f"This {field} belongs to an account.")
        for field, value in fields.items()
        if value and selectors.user_by_field(field=field, value=value) is not None
    ]


def password_check(*, password: str, user: User, pointer: str) -> None:
    """Raises Invalid with one problem per rule that the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems = [FieldProblem(pointer, one.code or "invalid", " ".join(one.messages)) for one in error.error_list]
        raise Invalid("This password is too easy to guess.", problems=problems) from error


def password_sign_in(
    *, identifier: str, password: str, user_agent: str = "", cart_token: str = ""
) -> tuple[User, TokenPair]:
    """Raises CredentialsRefused, the same for a wrong password and for nobody, after the same time (A3)."""
    user = authenticate(None, username=identifier, password=password)
    if not isinstance(user, User):
        raise CredentialsRefused
    return user, session_start(user=user, user_agent=user_agent, cart_token=cart_token)


@atomic
def password_change(*, scope: ActingScope, old_password: str, new_password: str, session: Session | None) -> User:
    """Set a new password and end every session but `session`. Raises WrongPassword, Invalid.

    A person without a password (signed in by code) needs a session younger than 10 minutes instead of the old one.
    """
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())
    if not _proves_identity(user, old_password, session):
        raise WrongPassword(problems=[FieldProblem("/old_password", "wrong_password", "This is not your password.")])
    password_check(password=new_password, user=user, pointer="/new_password")
    user.set_password(new_password)
    user.save(update_fields=["password", "updated_at"])
    sessions_revoke(user=user, reason="password_change", keep=session.pk if session else None)
    audit.record(actor=scope.actor, action="user.password_change", row=user, changes={"password": ["•••", "•••"]})
    return user


def _proves_identity(user: User, old_password: str, session: Session | None) -> bool:
    if user.has_usable_password():
        return user.check_password(old_password)
    age = timezone.now() - session.created_at if session else None
    return age is not None and age.total_seconds() < FRESH_SIGN_IN_MINUTES * 60


@atomic
def me_update(*, user_id: UUID, changes: dict[str, Any]) -> None:
    """Change `name`, `language`, `market` (a Market or None), `theme`; keys that are absent stay as they are."""
    if "name" in changes:
        User.objects.filter(pk=user_id).update(name=changes["name"].strip(), updated_at=timezone.now())
    chosen = {field: changes[field] for field in ("language", "market", "theme") if field in changes}
    if chosen:
        profile = selectors.profile_of(user_id=user_id)
        for field, value in chosen.items():
            setattr(profile, field, value)
        profile.save(update_fields=[*chosen, "updated_at"])

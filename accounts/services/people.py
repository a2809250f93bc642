"""People: registration, sign-in by password, what a person may change."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.errors import AlreadyRegistered, CredentialsRefused, WrongPassword
from accounts.identity import normalise_email, normalise_phone, normalise_username
from accounts.models import Profile, Session, User
from accounts.services.second_factor import second_factor_check
from accounts.services.sessions import session_start, sessions_revoke
from accounts.services.tokens import TokenPair
from accounts.signals import account_changed, user_registered
from accounts.validators import holds_profanity
from core import audit, language
from core.db import atomic, savepoint
from core.errors import FieldProblem, Invalid
from core.media import picture_reencode
from core.scope import ActingScope

FRESH_SIGN_IN_MINUTES = 10
PHOTO_SIDE = 512  # pixels


@atomic
def user_register(
    *,
    email: str = "",
    phone: str = "",
    username: str = "",
    password: str | None = None,
    name: str = "",
    is_pending: bool = False,
) -> User:
    """An account with its profile. E-mail or phone is needed; a username may be added. A pending one opens when its
    e-mail address is confirmed.

    Raises Invalid for a malformed identifier or a weak password, AlreadyRegistered when one of them is taken.
    """
    fields = identifiers_of(email=email, phone=phone, username=username)
    user = User(**fields, name=name.strip(), is_active=not is_pending, is_pending=is_pending)
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


def identifiers_of(*, email: str, phone: str, username: str) -> dict[str, str | None]:
    """The identifiers in their one spelling, None for one that is not given. Raises Invalid."""
    given = {
        "email": (email, normalise_email, _("An e-mail address such as mina@example.com.")),
        "phone": (phone, normalise_phone, _("A phone number with its country code, such as +989121234567.")),
        "username": (username, normalise_username, _("3 to 40 letters, digits, dots, dashes; a letter first.")),
    }
    found = {field: normalise(text) if text else None for field, (text, normalise, _) in given.items()}
    problems = [
        FieldProblem(f"/{field}", f"not_a_{field}", hint)
        for field, (text, _, hint) in given.items()
        if text and found[field] is None
    ]
    if found["username"] and holds_profanity(found["username"]):
        problems.append(FieldProblem("/username", "profanity", _("Choose other words.")))
    if not problems and not found["email"] and not found["phone"]:
        problems = [FieldProblem("/email", "required", _("Give an e-mail address or a phone number."))]
    if problems:
        raise Invalid(_("The request has wrong or missing values."), problems=problems)
    return found


def _taken(fields: dict[str, str | None]) -> list[FieldProblem]:
    return [
        FieldProblem(f"/{field}", "taken", _("This belongs to an account already."))
        for field, value in fields.items()
        if value and selectors.user_by_field(field=field, value=value) is not None
    ]


def password_check(*, password: str, user: User, pointer: str) -> None:
    """Raises Invalid with one problem per rule that the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems = [FieldProblem(pointer, one.code or "invalid", " ".join(one.messages)) for one in error.error_list]
        raise Invalid(_("This password is too easy to guess."), problems=problems) from error


def password_prove(*, identifier: str, password: str, second_factor: str = "") -> User:
    """Whose password this is.

    Raises CredentialsRefused, the same for a wrong password and for nobody, after the same time (A3); then
    SecondFactorRequired or SecondFactorRefused for whoever has an authenticator app.
    """
    user = authenticate(None, username=identifier, password=password)
    if not isinstance(user, User):
        raise CredentialsRefused
    second_factor_check(user=user, code=second_factor)
    return user


def password_sign_in(
    *, identifier: str, password: str, second_factor: str = "", user_agent: str = "", cart_token: str = ""
) -> tuple[User, TokenPair]:
    """Sign in on a device of the API. Raises as password_prove."""
    user = password_prove(identifier=identifier, password=password, second_factor=second_factor)
    return user, session_start(user=user, user_agent=user_agent, cart_token=cart_token)


@atomic
def password_change(*, scope: ActingScope, old_password: str, new_password: str, session: Session | None) -> User:
    """Set a new password and end every session but `session`. Raises WrongPassword, Invalid.

    A person without a password (signed in by code) needs a session younger than 10 minutes instead of the old one.
    """
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())
    if not _proves_identity(user, old_password, session):
        raise WrongPassword(problems=[FieldProblem("/old_password", "wrong_password", _("This is not your password."))])
    password_check(password=new_password, user=user, pointer="/new_password")
    user.set_password(new_password)
    user.save(update_fields=["password", "updated_at"])
    sessions_revoke(user=user, reason="password_change", keep=session.pk if session else None)
    audit.record(actor=scope.actor, action="user.password_change", row=user, changes={"password": ["•••", "•••"]})
    account_changed.send(sender=User, user=user, what="password_changed", to="")
    return user


def _proves_identity(user: User, old_password: str, session: Session | None) -> bool:
    if user.has_usable_password():
        return user.check_password(old_password)
    age = timezone.now() - session.created_at if session else None
    return age is not None and age.total_seconds() < FRESH_SIGN_IN_MINUTES * 60


@atomic
def me_update(*, user_id: UUID, changes: dict[str, Any]) -> None:
    """Change `name`, `language`, `market` (a Market or None), `theme`, `job_title`; absent keys stay as they are."""
    if "name" in changes:
        User.objects.filter(pk=user_id).update(name=changes["name"].strip(), updated_at=timezone.now())
    chosen = {field: changes[field] for field in ("language", "market", "theme", "job_title") if field in changes}
    if chosen:
        profile = selectors.profile_of(user_id=user_id)
        for field, value in chosen.items():
            setattr(profile, field, value)
        profile.save(update_fields=[*chosen, "updated_at"])


def photo_set(*, user_id: UUID, raw: bytes, name: str = "", content_type: str = "") -> str:
    """Store a person's photo anew, without whatever the file carried; the address of it. Raises BadPicture."""
    picture = picture_reencode(raw, name=name, content_type=content_type, side=PHOTO_SIDE)
    profile = selectors.profile_of(user_id=user_id)
    stored = profile.photo.storage.save(f"people/{uuid4()}.webp", ContentFile(picture.content))
    try:
        _photo_point(user_id, stored)
    except BaseException:
        profile.photo.storage.delete(stored)
        raise
    return str(profile.photo.storage.url(stored))


def photo_remove(*, user_id: UUID) -> None:
    """Show no photo. Removing none is no error."""
    _photo_point(user_id, "")


@atomic
def _photo_point(user_id: UUID, stored: str) -> None:
    profile = Profile.objects.select_for_update(no_key=True, of=("self",)).get(user_id=user_id)
    before, storage = str(profile.photo.name or ""), profile.photo.storage
    Profile.objects.filter(pk=profile.pk).update(photo=stored, updated_at=timezone.now())
    if before:
        transaction.on_commit(lambda: storage.delete(before), robust=True)  # lost, it leaves an orphan, no wrong row

"""Accounts that begin with a confirmed e-mail address, and the links that confirm one."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone, translation

from accounts import links, selectors
from accounts.errors import LinkInvalid, LinkUsed
from accounts.identity import normalise_email
from accounts.models import CodePurpose, Registration, User
from accounts.services.codes import one_time_code_request
from accounts.services.people import identifiers_of, password_check, user_register
from accounts.signals import email_confirmation_wanted, email_confirmed, registration_repeated
from core import audit, language, outbox
from core.db import atomic
from core.outbox import LOCAL
from core.scope import Actor


@atomic
def registration_open(*, password: str, email: str = "", phone: str = "", username: str = "", name: str = "") -> None:
    """Register where the e-mail address must be confirmed first. Whoever asks learns nothing about accounts (A3): the
    answer is the same, and what is true stands in the mail.

    A known account gets a notice; one that still waits is begun anew with what is given now, for only who reads the
    mail can confirm it. A username or phone that somebody has is left out. Raises Invalid for what is malformed.
    """
    fields = identifiers_of(email=email, phone=phone, username=username)
    password_check(password=password, user=User(**fields, name=name), pointer="/password")
    if not fields["email"]:
        one_time_code_request(target=str(fields["phone"]), purpose=CodePurpose.LOGIN)  # it makes the account
        return
    row = Registration.objects.create(
        email=fields["email"],
        phone=fields["phone"] or "",
        username=fields["username"] or "",
        name=name.strip(),
        password=make_password(password),
        language=language.current(),
    )
    outbox.enqueue(registration_finish, registration_id=row.pk)


@outbox.handler(LOCAL)
def registration_finish(*, registration_id: UUID) -> None:
    """Look whether the address is known, which the request did not, so that its time tells nothing either."""
    row = Registration.objects.filter(pk=registration_id).first()
    if row is None:
        return
    found = selectors.user_by_field(field="email", value=row.email)
    known = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk) if found else None
    with translation.override(row.language):
        if known is None:
            known = user_register(
                **_free({"email": row.email, "phone": row.phone, "username": row.username}),
                name=row.name,
                is_pending=True,
            )
            _begin(known, row)
        elif known.is_pending:
            _begin(known, row)
            email_confirmation_wanted.send(sender=User, user=known)
        else:
            registration_repeated.send(sender=User, user=known)
    row.hard_delete()


def _begin(user: User, row: Registration) -> None:
    user.name, user.password = row.name, row.password
    user.save(update_fields=["name", "password", "updated_at"])


def _free(fields: dict[str, str]) -> dict[str, str]:
    """The identifiers that nobody has."""
    return {
        name: value
        for name, value in fields.items()
        if value and (name == "email" or selectors.user_by_field(field=name, value=value) is None)
    }


@atomic
def email_confirmation_request(*, email: str) -> None:
    """Send another link to an address that waits to be confirmed; nothing for any other."""
    address = normalise_email(email)
    user = selectors.user_by_field(field="email", value=address) if address else None
    if user is not None and user.email_confirmed_at is None and (user.is_active or user.is_pending):
        email_confirmation_wanted.send(sender=User, user=user)


@atomic
def email_confirm(*, uid: str, token: str) -> User:
    """The owner of the address followed the link: it is confirmed and the account is open.

    Raises LinkUsed, LinkExpired, LinkInvalid.
    """
    user = _locked(links.user_id_of(uid))
    if not user.is_active and not user.is_pending:
        raise LinkInvalid
    if user.email_confirmed_at is not None:
        links.token_check(user, links.ACTIVATION, token)
        raise LinkUsed
    links.token_check(user, links.ACTIVATION, token)
    was_pending = user.is_pending
    user.email_confirmed_at = timezone.now()
    user.is_active, user.is_pending = True, False
    user.save(update_fields=["email_confirmed_at", "is_active", "is_pending", "updated_at"])
    actor = Actor("user", str(user.pk), str(user))
    audit.record(actor=actor, action="user.confirm_email", row=user)
    email_confirmed.send(sender=User, user=user, was_pending=was_pending)
    return user


def _locked(user_id: UUID) -> User:
    """Raises LinkInvalid."""
    user = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk=user_id).first()
    if user is None:
        raise LinkInvalid
    return user

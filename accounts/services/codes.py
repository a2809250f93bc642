"""One-time codes: asked for, counted, compared, used once (RELIABILITY.md §9.9, M-17)."""

from __future__ import annotations

import hmac
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.errors import AlreadyRegistered, CodeRefused
from accounts.identity import ascii_digits, keyed_hash, normalise_target, normalise_text, one_time_code_of
from accounts.models import CodePurpose, OneTimeCode, User
from accounts.services.people import user_register
from accounts.services.second_factor import second_factor_check
from accounts.services.sessions import session_start
from accounts.services.tokens import TokenPair
from accounts.signals import one_time_code_created
from core.db import advisory_lock, atomic
from core.errors import TooManyRequests

MAX_TRIES = 5
KEEP = timedelta(days=1)
PRUNE_BATCH = 5_000


@atomic
def one_time_code_request(*, target: str, purpose: CodePurpose = CodePurpose.LOGIN) -> OneTimeCode:
    """A new code for an e-mail address or phone number, known or not; older ones of the purpose are void.

    Raises Invalid for no target, TooManyRequests before OTP_RESEND_SECONDS have passed.
    """
    address = normalise_target(target)
    key = keyed_hash(address)
    advisory_lock(f"one-time-code:{key}")  # two requests at once: the second sees the first's row and waits its pause
    _refuse_soon(key, purpose)
    OneTimeCode.objects.filter(target_key=key, purpose=purpose, used_at=None).update(used_at=Now(), updated_at=Now())
    code = OneTimeCode.objects.create(
        target=address,
        target_key=key,
        purpose=purpose,
        expires_at=Now() + timedelta(seconds=settings.OTP_LIFETIME_SECONDS),  # the database's clock
    )
    code.refresh_from_db(fields=["expires_at"])
    one_time_code_created.send(sender=OneTimeCode, code=code)
    return code


def _refuse_soon(key: str, purpose: CodePurpose) -> None:
    pause = timedelta(seconds=settings.OTP_RESEND_SECONDS)
    newest = OneTimeCode.objects.filter(target_key=key, purpose=purpose).order_by("-pk").first()
    if newest is None:
        return
    wait = (newest.created_at + pause - timezone.now()).total_seconds()
    if wait > 0:
        raise TooManyRequests(
            _("A code was sent a moment ago. Wait before asking for another."),
            extra={"retry_after_seconds": int(wait) + 1},
        )


def one_time_code_verify(
    *,
    target: str,
    code: str,
    purpose: CodePurpose = CodePurpose.LOGIN,
    second_factor: str = "",
    user_agent: str = "",
    cart_token: str = "",
) -> tuple[User, TokenPair]:
    """Sign in with a code; a target without an account gets one.

    Raises Invalid for no target, SecondFactorRequired or SecondFactorRefused for whoever has an authenticator app (the
    code stays good for another try), CodeRefused for everything else. Must not run inside a transaction: the count of a
    try is committed before anything is compared, so that no rollback gives it back.
    """
    address = normalise_target(target)
    challenge_id = one_time_code_count_try(target_key=keyed_hash(address), purpose=purpose)
    given = ascii_digits(normalise_text(code))
    if not hmac.compare_digest(one_time_code_of(challenge_id or _NOBODY).encode(), given.encode()) or not challenge_id:
        raise CodeRefused
    known = selectors.user_by_target(target=address)
    if known is not None:
        second_factor_check(user=known, code=second_factor)
    return _sign_in(challenge_id, address, user_agent, cart_token)


_NOBODY = UUID(int=0)


@transaction.atomic(durable=True)
def one_time_code_count_try(*, target_key: str, purpose: CodePurpose) -> UUID | None:
    """Spend one of the five tries of the live code; the code's id, or None when there is no try left to spend."""
    live = OneTimeCode.objects.filter(
        target_key=target_key, purpose=purpose, used_at=None, attempts__lt=MAX_TRIES, expires_at__gt=Now()
    )
    pk = live.values_list("pk", flat=True).first()
    if pk is None or not live.filter(pk=pk).update(attempts=F("attempts") + 1, updated_at=Now()):
        return None
    return pk


@atomic
def _sign_in(challenge_id: UUID, address: str, user_agent: str, cart_token: str) -> tuple[User, TokenPair]:
    if not OneTimeCode.objects.filter(pk=challenge_id, used_at=None).update(used_at=Now(), updated_at=Now()):
        raise CodeRefused  # somebody with the same code was faster
    user = selectors.user_by_target(target=address) or _register(address)
    if not user.is_active and not user.is_pending:
        raise CodeRefused
    _confirm(user, address)
    return user, session_start(user=user, user_agent=user_agent, cart_token=cart_token)


def _register(address: str) -> User:
    try:
        return user_register(email=address) if "@" in address else user_register(phone=address)
    except AlreadyRegistered:  # registered between our look and our insert
        found = selectors.user_by_target(target=address)
        if found is None:
            raise
        return found


def _confirm(user: User, address: str) -> None:
    """Whoever enters a code reads the mail or the phone it was sent to."""
    field = "email_confirmed_at" if "@" in address else "phone_confirmed_at"
    if user.is_pending:
        user.is_active, user.is_pending = True, False
        user.set_unusable_password()  # whoever chose it has not shown that the address is theirs
        user.save(update_fields=["is_active", "is_pending", "password", "updated_at"])
    if getattr(user, field) is None:
        setattr(user, field, timezone.now())
        user.save(update_fields=[field, "updated_at"])


def one_time_codes_prune() -> int:
    """Blank the address of codes that are used or expired, and delete those older than a day. Returns the deleted."""
    over = Q(used_at__isnull=False) | Q(expires_at__lte=Now())
    OneTimeCode.all_objects.filter(over).exclude(target="").update(target="", updated_at=Now())
    pruned = 0
    while True:
        old = OneTimeCode.all_objects.filter(created_at__lt=timezone.now() - KEEP).values_list("pk", flat=True)
        count, _ = OneTimeCode.all_objects.filter(pk__in=list(old[:PRUNE_BATCH])).hard_delete()
        pruned += count
        if count < PRUNE_BATCH:
            return pruned

"""The authenticator app (TOTP, RFC 6238): set up, asked for at sign-in, taken off; recovery codes used once."""

from __future__ import annotations

import hmac
import secrets
import time
from uuid import UUID

import pyotp
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import SecondFactorRefused, SecondFactorRequired
from accounts.identity import ascii_digits, keyed_hash, normalise_text
from accounts.models import SecondFactor, User
from accounts.signals import account_changed
from core import audit, sealing
from core.db import atomic
from core.errors import Conflict
from core.scope import ActingScope

STEP_SECONDS = 30
RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def _secret_of(factor: SecondFactor) -> str:
    """Raises SecondFactorRefused when no key of the settings fits: an operator has dropped one too early."""
    try:
        return sealing.unseal(factor.secret, settings.SECOND_FACTOR_KEYS)
    except sealing.CannotOpen as error:
        raise SecondFactorRefused from error


@atomic
def second_factor_begin(*, scope: ActingScope) -> tuple[str, str]:
    """A new secret for the person's app: (base32, otpauth address). It counts once a code of it was entered.

    Raises Conflict while one is in use.
    """
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=scope.require_user())
    factor = SecondFactor.objects.filter(user=user).first() or SecondFactor(user=user)
    if factor.confirmed_at is not None:
        raise Conflict(_("An authenticator app is in use already. Take it off first."))
    secret = pyotp.random_base32(32)
    factor.secret = sealing.seal(secret, settings.SECOND_FACTOR_KEYS)
    factor.save()
    return secret, pyotp.TOTP(secret).provisioning_uri(name=user.contact, issuer_name=settings.SITE_NAME)


@atomic
def second_factor_confirm(*, scope: ActingScope, code: str) -> list[str]:
    """From now on sign-in asks for the app. Returns the recovery codes, which are shown this once.

    Raises SecondFactorRefused, Conflict.
    """
    factor = _locked(scope.require_user())
    if factor is None or not factor.secret or factor.confirmed_at is not None:
        raise Conflict(_("Begin with a new secret first."))
    if not _use_step(factor, code):
        raise SecondFactorRefused
    codes = ["".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    factor.recovery_hashes = [keyed_hash(one) for one in codes]
    factor.confirmed_at = timezone.now()
    factor.save()
    audit.record(actor=scope.actor, action="user.second_factor_on", row=factor.user)
    account_changed.send(sender=User, user=factor.user, what="second_factor_on", to="")
    return [f"{one[:5]}-{one[5:]}" for one in codes]


@atomic
def second_factor_remove(*, scope: ActingScope, code: str) -> None:
    """Sign in without the app again; proved by one of its codes or a recovery code. Raises SecondFactorRefused."""
    factor = _locked(scope.require_user())
    if factor is None or factor.confirmed_at is None:
        return
    if not _use(factor, code):
        raise SecondFactorRefused
    _take_off(factor)
    audit.record(actor=scope.actor, action="user.second_factor_off", row=factor.user)
    account_changed.send(sender=User, user=factor.user, what="second_factor_off", to="")


def _take_off(factor: SecondFactor) -> None:
    factor.secret, factor.confirmed_at, factor.recovery_hashes = "", None, []
    factor.save()


def second_factor_is_on(*, user_id: UUID) -> bool:
    return SecondFactor.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()


def second_factor_check(*, user: User, code: str) -> None:
    """At sign-in, after the password or the one-time code was right: nothing without an app.

    Raises SecondFactorRequired without a code, SecondFactorRefused for a wrong one.
    """
    if not second_factor_is_on(user_id=user.pk):
        return
    if not code:
        raise SecondFactorRequired
    with atomic():
        factor = _locked(user.pk)
        is_right = factor is not None and _use(factor, code)
    if not is_right:
        raise SecondFactorRefused


def _locked(user_id: UUID) -> SecondFactor | None:
    rows = SecondFactor.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    return rows.filter(user_id=user_id).first()


def _use(factor: SecondFactor, code: str) -> bool:
    return _use_step(factor, code) or _use_recovery(factor, code)


def _use_step(factor: SecondFactor, code: str) -> bool:
    """Whether it is the code of now, or of the step before or after; no step counts twice (RFC 6238 §5.2)."""
    given = ascii_digits(normalise_text(code)).replace(" ", "")
    totp = pyotp.TOTP(_secret_of(factor))
    now = int(time.time()) // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        is_right = hmac.compare_digest(totp.generate_otp(step).encode(), given.encode())
        if is_right and step > factor.last_step:
            factor.last_step = step
            factor.save(update_fields=["last_step", "updated_at"])
            return True
    return False


def _use_recovery(factor: SecondFactor, code: str) -> bool:
    digest = keyed_hash(normalise_text(code).lower().replace("-", "").replace(" ", ""))
    if digest not in factor.recovery_hashes:
        return False
    factor.recovery_hashes = [one for one in factor.recovery_hashes if one != digest]
    factor.save(update_fields=["recovery_hashes", "updated_at"])
    return True

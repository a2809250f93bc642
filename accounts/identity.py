"""Identifiers as people type them, normalised so that equal ones compare equal (RELIABILITY.md §5.1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from uuid import UUID

import phonenumbers
import pyotp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.errors import FieldProblem, Invalid

# A letter first and no "@", so that a username is never taken for a phone number or an e-mail address.
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")


def ascii_digits(text: str) -> str:
    """Digits of any script as 0-9: "٠٩" is "09"."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def normalise_text(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def normalise_email(text: str) -> str | None:
    """The e-mail in lower case, or None when it is not one."""
    candidate = normalise_text(text).lower()
    if not candidate.isascii() or len(candidate) > 254:
        return None
    try:
        validate_email(candidate)
    except ValidationError:
        return None
    return candidate


def normalise_phone(text: str, region: str | None = None) -> str | None:
    """The number in E.164 (ITU-T), or None. Without a leading + it is read in `region` (ISO 3166-1)."""
    candidate = ascii_digits(normalise_text(text))
    try:
        number = phonenumbers.parse(candidate, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_username(text: str) -> str | None:
    """The username in lower case, or None when it is not one: 3 to 40 ASCII characters, a letter first."""
    candidate = normalise_text(text).lower()
    return candidate if _USERNAME.fullmatch(candidate) else None


def normalise_target(text: str) -> str:
    """An e-mail or phone for a one-time code. Raises Invalid."""
    found = normalise_email(text) if "@" in text else normalise_phone(text)
    if found is None:
        raise Invalid(
            _("That is neither an e-mail address nor a phone number with its country code."),
            problems=[FieldProblem("/target", "not_a_target", _("An e-mail address, or a phone like +989121234567."))],
        )
    return found


def identifier_key(text: str) -> str:
    """Whatever a person signs in with in its one spelling, for counting: what is no identifier stands for itself."""
    found = normalise_email(text) if "@" in text else normalise_phone(text)
    return found or normalise_text(text).lower()


def keyed_hash(text: str) -> str:
    """HMAC-SHA256 of a personal value: comparable, not reversible without the pepper."""
    return hmac.new(settings.OTP_PEPPER.encode(), text.encode(), hashlib.sha256).hexdigest()


def one_time_code_of(challenge_id: UUID) -> str:
    """The six digits of a challenge (HOTP, RFC 4226), derived from its id and the pepper, stored nowhere.

    With DEBUG, OTP_FIXED_CODE stands for every code.
    """
    if settings.DEBUG and settings.OTP_FIXED_CODE:
        return str(settings.OTP_FIXED_CODE)
    secret = hmac.new(settings.OTP_PEPPER.encode(), challenge_id.bytes, hashlib.sha256).digest()
    return pyotp.HOTP(base64.b32encode(secret).decode().rstrip("=")).at(0)

"""Addresses a store shows: links to the web, and numbers that tell no secret to those who need not know them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

_is_address = URLValidator(schemes=["https", "http"])
SITES = {"facebook_url": ("facebook.com", "fb.com"), "instagram_url": ("instagram.com",)}
SHOWN_DIGITS = 4


def link_cleaned(text: str, *, field: str) -> str:
    """A web address with its scheme, `https` where none is given. Raises ValueError with what is wrong in words."""
    candidate = text.strip()
    if not candidate:
        return ""
    if "://" not in candidate:
        candidate = f"https://{candidate}"
    try:
        _is_address(candidate)
        parts = urlsplit(candidate)
    except (ValidationError, ValueError) as error:
        raise ValueError(_("This is not a web address.")) from error
    if parts.username or parts.password:
        raise ValueError(_("A web address holds no name and no password."))
    host = (parts.hostname or "").lower()
    wanted = SITES.get(field, ())
    if wanted and not any(host == site or host.endswith(f".{site}") for site in wanted):
        raise ValueError(_("This address is on %(host)s, not on %(site)s.") % {"host": host, "site": wanted[0]})
    return candidate


def masked(text: str) -> str:
    """All but the last four characters as bullets."""
    return (
        "•" * max(0, len(text) - SHOWN_DIGITS) + text[-SHOWN_DIGITS:] if len(text) > SHOWN_DIGITS else "•" * len(text)
    )

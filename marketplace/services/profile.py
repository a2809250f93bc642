"""What a store says of itself: each field checked and normalised before it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.identity import normalise_email, normalise_phone
from catalog.errors import Taken
from catalog.rules import clean_name, plain_text, slug_is_free, slug_of
from marketplace.models import Store
from marketplace.rules.colours import colour_cleaned, colour_problem
from marketplace.rules.contact import link_cleaned
from marketplace.rules.hours import hours_cleaned, is_time_zone
from marketplace.selectors import handles_free
from marketplace.services.common import invalid

LEGAL_FIELDS = ("business_licence", "tax_number")
PROFILE_FIELDS = (
    "name",
    "slug",
    "tagline",
    "description",
    "email",
    "phone",
    "address_line",
    "city",
    "postal_code",
    "country",
    "website",
    "branch_name",
    "branch_code",
    "branch_manager",
    *LEGAL_FIELDS,
    "primary_color",
    "secondary_color",
    "time_zone",
    "opening_hours",
    "facebook_url",
    "instagram_url",
    "whatsapp_number",
    "handling_days",
    "low_stock_threshold",
    "low_stock_mails",
)
_LINES = (
    "name",
    "tagline",
    "address_line",
    "city",
    "postal_code",
    "branch_name",
    "branch_code",
    "branch_manager",
    *LEGAL_FIELDS,
)
_LINKS = ("website", "facebook_url", "instagram_url")
_COLOURS = ("primary_color", "secondary_color")


def profile_cleaned(values: dict[str, Any], pointer: str = "") -> dict[str, Any]:
    """The values as they are stored. `pointer` says where in the request the store stands. Raises Invalid."""
    kept = {name: clean_name(value) if name in _LINES else value for name, value in values.items()}
    if kept.get("name") == "":
        raise invalid(f"{pointer}/name", "blank", _("A store needs a name."))
    if "description" in kept:
        kept["description"] = plain_text(kept["description"])
    if "country" in kept:
        kept["country"] = kept["country"].upper()
    if "slug" in kept:
        kept["slug"] = slug_cleaned(kept["slug"], pointer)
    if "time_zone" in kept and not is_time_zone(kept["time_zone"]):
        raise invalid(
            f"{pointer}/time_zone", "not_found", _("There is no such time zone; it is one such as Asia/Jakarta.")
        )
    for name in _LINKS:
        _apply(kept, name, pointer, partial(link_cleaned, field=name))
    for name in _COLOURS:
        _apply(kept, name, pointer, colour_cleaned)
    _apply(kept, "opening_hours", pointer, hours_cleaned)
    return kept | _contact(kept, pointer)


def _apply(kept: dict[str, Any], name: str, pointer: str, clean: Callable[[Any], Any]) -> None:
    if name not in kept:
        return
    try:
        kept[name] = clean(kept[name])
    except ValueError as error:
        raise invalid(f"{pointer}/{name}", "invalid", str(error)) from error


def check_colours(store: Store, pointer: str = "") -> None:
    """Raises Invalid where the store's colours, as they now stand, cannot be read."""
    problem = colour_problem(store.primary_color, store.secondary_color)
    if problem is not None:
        name, words = problem
        raise invalid(f"{pointer}/{name}", "low_contrast", words)


def slug_cleaned(slug: str, pointer: str = "") -> str:
    """Raises Invalid for a word that is an address of the house, or nothing."""
    wanted = slug_of(slug, max_length=140, fallback="")
    if not wanted or not slug_is_free(wanted, ()):
        raise invalid(f"{pointer}/slug", "reserved", _("This address cannot be used."))
    return wanted


def handle_taken(slug: str) -> Taken:
    """The refusal of a handle that another store has, with three that are free."""
    refusal = Taken("slug", _("Another store has the address “%(slug)s” already.") % {"slug": slug})
    refusal.extra = {"suggestions": handles_free(name=slug)}
    return refusal


def _contact(values: dict[str, Any], pointer: str) -> dict[str, Any]:
    kept = {}
    kinds = (("email", normalise_email), ("phone", normalise_phone), ("whatsapp_number", normalise_phone))
    for name, normalise in kinds:
        if values.get(name):
            kept[name] = normalise(values[name])
            if kept[name] is None:
                raise invalid(f"{pointer}/{name}", "invalid", _contact_problem(name))
    return kept


def _contact_problem(name: str) -> str:
    if name == "email":
        return _("This is not a valid email.")
    return _("This is not a valid phone number with its country code, such as +989121234567.")

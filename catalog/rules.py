"""Pure rules of the catalogue: slugs, texts, SKUs, and the question who may write what."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from functools import cache
from typing import Any, Protocol
from uuid import UUID

import nh3
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import slugify

from core.scope import ADMINISTRATOR, STAFF, ActingScope

MAX_CATEGORY_LEVELS = 4  # storefront.ProductListing has a column per level
# Words that are or may become addresses beside a slug.
RESERVED_SLUGS = frozenset(
    [
        "add",
        "admin",
        "all",
        "api",
        "cart",
        "checkout",
        "create",
        "delete",
        "edit",
        "images",
        "items",
        "me",
        "mine",
        "new",
        "none",
        "null",
        "search",
        "suggest",
        "tree",
        "undefined",
        "update",
        "variants",
    ]
)
_UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,12})(\.(?P<decimals>[0-9]{1,4}))?")
_SKU = re.compile(r"[A-Z0-9][A-Z0-9._/+-]{0,63}")
# Zero-width and direction characters that make equal-looking names differ; ZWNJ and ZWJ are needed by Persian.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


def clean_name(text: str) -> str:
    """One line in NFC, without invisible direction and zero-width characters."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def plain_text(text: str) -> str:
    """The text without any markup: tags are dropped, with the content of scripts; what remains is plain text."""
    for _ in range(5):
        cleaned = html.unescape(nh3.clean(text, tags=set()))
        if cleaned == text:
            break
        text = cleaned
    else:
        text = nh3.clean(text, tags=set())
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE).strip()


def clean_sku(text: str) -> str | None:
    """The SKU in capitals and ASCII digits, or None when it has other characters than A-Z 0-9 . _ / + -."""
    folded = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in unicodedata.normalize("NFKC", text)
    )
    candidate = folded.strip().upper()
    return candidate if _SKU.fullmatch(candidate) else None


def number_value(text: str) -> str | None:
    """A decimal in ASCII digits without needless zeros; None for what is none, or has over 12 digits or 4 decimals."""
    folded = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in unicodedata.normalize("NFKC", text))
    found = _NUMBER.fullmatch(folded.strip().replace("−", "-").replace("٫", "."))
    if found is None:
        return None
    sign, whole, decimals = found["sign"], found["whole"].lstrip("0") or "0", (found["decimals"] or "").rstrip("0")
    number = f"{whole}.{decimals}" if decimals else whole
    return f"{sign}{number}" if number != "0" else number


def boolean_value(text: str) -> str | None:
    """`true` or `false`, also from yes and no in whatever case; None for what is neither."""
    return {"true": "true", "yes": "true", "false": "false", "no": "false"}.get(text.strip().lower())


def slug_of(name: str, *, max_length: int, fallback: str) -> str:
    """A slug in the script of the name. Leaves room for a suffix; `fallback` where no letter or digit remains."""
    return slugify(unicodedata.normalize("NFKC", name), allow_unicode=True)[: max_length - 8].strip("-_") or fallback


def slug_is_free(slug: str, taken: Collection[str]) -> bool:
    """False for a word that is an address, for what reads like an id, and for slugs in use."""
    return slug not in RESERVED_SLUGS and not _UUID.fullmatch(slug) and slug not in taken


def is_editor(scope: ActingScope) -> bool:
    """Platform people who edit the whole catalogue."""
    return scope.has_role(ADMINISTRATOR, STAFF)


class CataloguePolicy(Protocol):
    """What the catalogue asks about stores, which it does not know. `settings.SERAI_CATALOGUE_POLICY` answers."""

    def maintainer(self, *, scope: ActingScope, store_id: UUID | None) -> UUID | None:
        """The store that will maintain a new product of this person; None for the platform's own.

        Raises NotFound, NotAllowed, Invalid.
        """

    def maintainer_set(self, *, product_id: UUID, store_id: UUID) -> None:
        """Note who maintains a product that was just made."""

    def stores_named(self, *, store_ids: Collection[UUID]) -> list[tuple[UUID, str]]:
        """These stores with their names, for a person to choose from."""

    def may_edit(self, *, scope: ActingScope, product_id: UUID) -> bool:
        """Whether the person belongs to the maintaining store and may edit its catalogue."""

    def maintained(self, *, scope: ActingScope) -> Any:
        """A queryset of the ids of the products that stores of this person maintain."""

    def check_vocabulary_writer(self, *, scope: ActingScope) -> None:
        """Raises NotAllowed unless the person may add categories, brands and attributes."""

    def check_deletable(self, *, variant_ids: Collection[UUID]) -> None:
        """Raises Conflict while open orders hold pieces of these variants."""


@cache
def policy() -> CataloguePolicy:
    """The policy that settings name."""
    made: CataloguePolicy = import_string(settings.SERAI_CATALOGUE_POLICY)()
    return made

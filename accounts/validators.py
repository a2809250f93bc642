"""Words that nobody should read in a username or an address: a list per language, which staff extend."""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from accounts.models import ProfaneWord

# Letters that stand for others: Arabic ones that Persian keyboards mix up, and digits that play letters.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ـ": None, "\u200c": None, "\u200d": None})
_PLAYED = str.maketrans("0134578@$", "oieastbas")
_REPEATED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[^\W_]+(?:[@$][^\W_]+)*")


def normalise_word(text: str) -> str:
    """A word as it is compared: composed, lower case, one spelling per letter. Accents stay: in Vietnamese they make
    the difference."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS))


@dataclass
class _Words:
    pattern: re.Pattern[str] | None = None
    until: float = 0.0


@dataclass
class _Memory:
    words: _Words = field(default_factory=_Words)


_memory = _Memory()


def _pattern() -> re.Pattern[str] | None:
    """One expression for all words of the database, made anew every minute."""
    if _memory.words.until <= time.monotonic():
        rows = ProfaneWord.objects.order_by("word").values_list("word", "is_anywhere")
        parts = [re.escape(word) if anywhere else rf"\b{re.escape(word)}\b" for word, anywhere in rows]
        compiled = re.compile("|".join(parts)) if parts else None
        _memory.words = _Words(compiled, time.monotonic() + settings.PROFANITY_CACHE_SECONDS)
    return _memory.words.pattern


def forget_words() -> None:
    """This process reads the list again at the next look; the others within a minute."""
    _memory.words = _Words()


def holds_profanity(text: str) -> bool:
    """Whether one of the words stands in the text; inside another word only where the list says so."""
    pattern = _pattern()
    if pattern is None or not text:
        return False
    plain = normalise_word(text)
    words = " ".join(_WORD.findall(plain.replace("_", " ")))
    played = " ".join(word.strip("0123456789").translate(_PLAYED) for word in words.split())
    short = _REPEATED.sub(r"\1", played)
    return any(pattern.search(version) for version in (words, played, short))


@deconstructible
class NoProfanityValidator:
    """Refuses texts with words of the list. The message does not repeat them."""

    code = "profanity"

    def __call__(self, value: str) -> None:
        if holds_profanity(value):
            raise ValidationError(_("Choose other words."), code=self.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoProfanityValidator)

    def __hash__(self) -> int:
        return hash(NoProfanityValidator)

"""Text as searches compare it: the same word however it was typed."""

from __future__ import annotations

import unicodedata

# After compatibility decomposition: Arabic letters that Persian keyboards mix up, and what marks cannot undo.
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "đ": "d",
        "ø": "o",
        "ł": "l",
        "ı": "i",
        "ـ": None,  # tatweel only stretches a word
    }
)
HALF_SPACE = "\u200c"


def fold(text: str) -> str:
    """Lower case words without accents or vowel marks, separated by single spaces.

    Persian ی/ي and ک/ك become one letter, digits become ASCII, a half-space becomes a space; Vietnamese loses its
    accents ("Bàn phím" → "ban phim"); everything that is neither letter nor digit separates words.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return " ".join("".join(_plain(character) for character in decomposed).split())


def _plain(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else " "
    category = unicodedata.category(character)
    if category == "Mn":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character if category[0] in "LN" else " "


def fold_for_index(text: str) -> str:
    """`fold`, and each word with half-spaces once more written together: people type all three spellings."""
    folded = fold(text)
    joined = [fold(word.replace(HALF_SPACE, "")) for word in text.split() if HALF_SPACE in word.strip(HALF_SPACE)]
    return " ".join([folded, *joined]).strip()


def like_escape(text: str) -> str:
    r"""`text` for a LIKE pattern with ESCAPE '\': its % and _ mean themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

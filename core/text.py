"""Text as searches compare it: the same word however it was typed."""

from __future__ import annotations

import unicodedata

# After compatibility decomposition: Arabic letters that Persian keyboards mix up, and what marks cannot undo.
_LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "đ": "d",
    "ø": "o",
    "ł": "l",
    "ı": "i",
    "ـ": "",  # tatweel only stretches a word
}
HALF_SPACE = "\u200c"


def fold(text: str) -> str:
    """Lower case words without accents or vowel marks, separated by single spaces.

    Persian ی/ي and ک/ك become one letter, digits become ASCII, a half-space becomes a space; Vietnamese loses its
    accents ("Bàn phím" → "ban phim"); everything that is neither letter nor digit separates words.
    """
    return " ".join(unicodedata.normalize("NFKD", text.casefold()).translate(_FOLDED).split())


class _Folded(dict[int, str]):
    """What each character of a decomposed text becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = plain = _LETTERS[character] if character in _LETTERS else _plain(character)
        return plain


_FOLDED = _Folded()


def _plain(character: str) -> str:
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

"""The fonts of documents: Archivo for Latin with Vietnamese, Vazirmatn for Persian (fonts/, SIL Open Font License).

A shaped glyph, such as a letter in the middle of a word, has no character of its own. It gets a code in the private
planes that is made of the glyph and the text it stands for, so it is the same in every process, and the document says
what that text is: it can be selected and searched.
"""

from __future__ import annotations

import functools
import zlib
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

FOLDER = Path(__file__).parent / "fonts"
LATIN, PERSIAN = "Archivo", "Vazirmatn"
_PRIVATE, _PRIVATE_CODES = 0xF0000, 0x1FFFE  # planes 15 and 16


class Font(TTFont):
    """A font that draws glyphs by their number and keeps the text they stand for."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(FOLDER / f"{name}.ttf"))
        self.shaper = uharfbuzz.Font(self.hbFace)
        self.scale = 1000 / self.hbFace.upem
        self.spoken: dict[int, str] = {}  # what the private codes stand for
        self._slots = _PRIVATE_CODES // self.hbFace.glyph_count
        self._nominal: dict[int, int] = dict(self.face.charToGlyph)
        self.question = self._nominal[ord("?")]

    def has(self, character: str) -> bool:
        return ord(character) in self._nominal

    def character(self, glyph: int, text: str) -> str:
        """The character that draws a glyph which stands for a text."""
        if len(text) == 1 and self._nominal.get(ord(text)) == glyph:
            return text
        code = _PRIVATE + glyph * self._slots + zlib.crc32(text.encode()) % self._slots
        if code not in self.spoken:
            self.face.charWidths[code] = self.shaper.get_glyph_h_advance(glyph) * self.scale
            self.face.charToGlyph[code] = glyph
            self.spoken[code] = text
        return chr(code)

    def width(self, character: str) -> float:
        return float(self.face.charWidths[ord(character)])

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # ReportLab calls it
        """As ReportLab does it, and then what the private codes stand for."""
        subsets = list(self.state[doc].subsets)
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = self._words_of(name, subset)

    def _words_of(self, name: str, subset: list[int]) -> str:
        """The map from codes to text (Adobe Technical Note 5411); a hundred entries to a block."""
        texts = [self.spoken.get(code, chr(code)).encode("utf-16-be").hex().upper() for code in subset]
        entries = [f"<{place:02X}> <{text}>" for place, text in enumerate(texts)]
        blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
                f"/CMapName /{name} def /CMapType 2 def",
                f"1 begincodespacerange <00> <{len(subset) - 1:02X}> endcodespacerange",
                *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        )


@functools.cache
def font(family: str, weight: str) -> Font:
    """A font by family and weight ("Regular" or "Bold"), read once per process."""
    made = Font(f"{family}-{weight}")
    pdfmetrics.registerFont(made)
    return made


def stack(*, is_persian: bool, is_bold: bool) -> tuple[Font, ...]:
    """The fonts to ask for a character, the reader's own first."""
    weight = "Bold" if is_bold else "Regular"
    families = (PERSIAN, LATIN) if is_persian else (LATIN, PERSIAN)
    return tuple(font(family, weight) for family in families)

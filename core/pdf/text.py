"""One line of text: in which order its parts are seen (UAX 9), from which font, with which glyphs (HarfBuzz).

ReportLab's own `bidi` extra needs a package that is not to be had (docs/dependencies.md), and its shaping forgets what
the glyphs stand for; so lines are set here, and ReportLab draws them.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import uharfbuzz
from bidi import algorithm
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr

from core.pdf.fonts import Font, stack

_CONTROLS = {ord(character): None for character in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_FOLDED = {ord("ي"): "ی", ord("ك"): "ک"}  # Arabic letters that Persian writes otherwise
_FEATURES = {"kern": True, "liga": True}


@dataclass(frozen=True)
class Piece:
    """Glyphs of one font, from left to right; `width` in thousandths of the size."""

    font: Font
    text: ShapedStr
    width: float


@dataclass(frozen=True)
class Line:
    """What is seen of a text, from left to right."""

    pieces: tuple[Piece, ...]

    def width(self, size: float) -> float:
        return sum(piece.width for piece in self.pieces) * size / 1000


def plain(text: str) -> str:
    """One line, without what cannot be seen: direction is ours to say."""
    words = unicodedata.normalize("NFC", text).translate(_CONTROLS).translate(_FOLDED).split()
    return "".join(character for character in " ".join(words) if character.isprintable() or _joins(character))


def _joins(character: str) -> bool:
    return character in "\u200c\u200d"


@functools.lru_cache(maxsize=2_048)
def line_of(
    text: str, *, is_rtl: bool, is_persian: bool = False, is_bold: bool = False, is_figures: bool = False
) -> Line:
    """Set a text as one line. `is_rtl` is the direction of its paragraph; `is_figures`: Latin digits of one width
    (Persian ones that are set so fall apart)."""
    fonts = stack(is_persian=is_persian, is_bold=is_bold)
    features = {**_FEATURES, "tnum": True} if is_figures and not is_persian else _FEATURES
    pieces: list[Piece] = []
    words = plain(text)
    for part, goes_left in [(words, False)] if is_figures else _seen(words, is_rtl=is_rtl):
        by_font = _by_font(part, fonts)
        for font, words in reversed(by_font) if goes_left else by_font:
            pieces.append(_shaped(font, words, goes_left, features))
    return Line(tuple(pieces))


def wrapped(text: str, size: float, width: float, **how: bool) -> list[Line]:
    """A text in lines of at most `width` points; a word that is longer is broken."""
    lines: list[str] = []
    for word in plain(text).split(" "):
        if lines and line_of(f"{lines[-1]} {word}", **how).width(size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _broken(word, size, width, **how)
    return [line_of(line, **how) for line in lines]


def _broken(word: str, size: float, width: float, **how: bool) -> Iterator[str]:
    rest = word
    while len(rest) > 1 and line_of(rest, **how).width(size) > width:
        fits = len(rest) - 1
        while fits > 1 and line_of(rest[:fits], **how).width(size) > width:
            fits -= 1
        yield rest[:fits]
        rest = rest[fits:]
    yield rest


def _seen(text: str, *, is_rtl: bool) -> list[tuple[str, bool]]:
    """The parts of a line as they are seen from left to right, each in the order it is read, with its direction."""
    if not text:
        return []
    units = _units(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = (1, "R") if is_rtl else (0, "L")
    algorithm.get_embedding_levels("".join(unit[0] for unit in units), storage)
    for place, character in enumerate(storage["chars"]):
        character["place"] = place
    for step in (
        algorithm.explicit_embed_and_overrides,
        algorithm.resolve_weak_types,
        algorithm.resolve_neutral_types,
        algorithm.resolve_implicit_levels,
        algorithm.reorder_resolved_levels,
    ):
        step(storage, False)
    parts = []
    for level, group in itertools.groupby(storage["chars"], key=lambda character: character["level"]):
        places = [character["place"] for character in group]
        goes_left = bool(level % 2)
        parts.append(("".join(units[place] for place in sorted(places)), goes_left))
    return parts


def _units(text: str) -> list[str]:
    """Characters with the joiners and accents that belong to them; the algorithm would drop joiners."""
    units: list[str] = []
    for character in text:
        if units and (_joins(character) or unicodedata.combining(character)):
            units[-1] += character
        else:
            units.append(character)
    return units


def _by_font(text: str, fonts: Sequence[Font]) -> list[tuple[Font, str]]:
    """A text in stretches of one font: the first that has the character; spaces and marks stay with what is before."""
    found: list[tuple[Font, str]] = []
    for character in text:
        last = found[-1][0] if found else None
        stays = last is not None and (character == " " or _joins(character) or unicodedata.combining(character))
        font = last if stays and last else next((one for one in fonts if one.has(character)), fonts[0])
        if font is last:
            found[-1] = (font, found[-1][1] + character)
        else:
            found.append((font, character))
    return found


def _shaped(font: Font, text: str, goes_left: bool, features: dict[str, bool]) -> Piece:
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if goes_left else "ltr"
    uharfbuzz.shape(font.shaper, buffer, features)
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    characters, shapes, said = "", [], set()
    for info, position in glyphs:
        start, glyph, advance = info.cluster, info.codepoint, position.x_advance
        if not glyph:  # no font of ours has it: a question mark is seen, and what it stands for can be copied
            glyph = font.question
            advance = font.shaper.get_glyph_h_advance(glyph)
        words = "" if start in said else text[start : ends[start]]
        said.add(start)
        character = font.character(glyph, words)
        characters += character
        x, y = position.x_offset * font.scale, position.y_offset * font.scale
        shapes.append(ShapeData(start, advance * font.scale, 0, x, y, font.width(character)))
    return Piece(font, ShapedStr(characters, shapeData=shapes), sum(shape.x_advance for shape in shapes))

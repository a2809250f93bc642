"""Words for colours, woods and finishes in the languages of the shops, and what they look like."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

PAINT, WOOD, BURST, METAL, CLEAR = "paint", "wood", "burst", "metal", "clear"


@dataclass(frozen=True)
class Finish:
    """What a surface is: the English word for it, its colour (#rrggbb) and how it takes the light."""

    word: str
    colour: str
    surface: str = PAINT


_LOOKS: tuple[tuple[str, str, str, str], ...] = (
    # what is written (first match counts), in English, colour, surface
    ("tobacco burst|burst gelap", "tobacco burst", "#7a3f1c", BURST),
    ("burst|آفتابی", "sunburst", "#c4682a", BURST),
    ("smoked|hun khói", "smoked wood", "#6b5442", WOOD),
    ("unfinished", "unfinished wood", "#d8bd92", WOOD),
    ("raw aluminium|aluminium", "aluminium", "#aeb3b6", METAL),
    ("walnut|گردو|óc chó", "walnut", "#6c4a33", WOOD), ("gỗ gụ|gụ", "gụ wood", "#7b4328", WOOD),
    ("gỗ hương", "hương wood", "#9c4f32", WOOD), ("gỗ mít", "jackwood", "#cf9b45", WOOD),
    ("gỗ lim", "lim wood", "#5d3a2a", WOOD), ("gỗ xoan", "neem wood", "#b57f52", WOOD),
    ("oak", "oak", "#c19a6b", WOOD), ("maple", "maple", "#debe92", WOOD), ("cherry", "cherry", "#964e36", WOOD),
    ("alder", "alder", "#c58d62", WOOD), ("راش|beech", "beech", "#d3a779", WOOD),
    ("jati|teak", "teak", "#a06a3c", WOOD),
    ("bamboo|tre ", "bamboo", "#d6ba78", WOOD), ("gỗ|چوب|kayu", "wood", "#9d6b43", WOOD),
    ("cedar|سرو", "cedar", "#a9653b", WOOD), ("spruce|کاج", "spruce", "#e0bd83", WOOD),
    ("natural|طبیعی", "natural", "#cea068", WOOD), ("cork", "cork", "#c49a68", PAINT),
    ("gốm|men lam", "glazed blue", "#3a5f9a", PAINT), ("men ngọc", "celadon", "#8fbfa5", PAINT),
    ("men nâu|nâu|قهوه", "brown", "#6a4330", PAINT), ("عنابی", "maroon", "#6d2230", PAINT),
    ("black|hitam|đen|مشکی", "black", "#2b2d31", PAINT), ("گرافیت|graphite", "graphite", "#484c54", PAINT),
    ("slate", "slate", "#4a5662", PAINT), ("grey|xám|خاکستری", "grey", "#80868e", PAINT),
    ("silver|bạc|نقره|thép|steel", "silver", "#b0b6be", METAL), ("white|putih|trắng|سفید", "white", "#ece9e2", PAINT),
    ("bone|کرم", "bone", "#e2dac8", PAINT), ("red|merah|đỏ|قرمز", "red", "#b2342e", PAINT),
    ("زرشکی|bordeaux", "bordeaux", "#74222f", PAINT), ("orange|jingga|cam", "orange", "#e07a2c", PAINT),
    ("butterscotch", "butterscotch", "#d49e4c", WOOD), ("مسی|copper", "copper", "#b8734a", METAL),
    ("gold|طلایی", "gold", "#c8a048", METAL), ("kuning|vàng", "yellow", "#dcae3a", PAINT),
    ("terracotta", "terracotta", "#ba6648", PAINT), ("sand", "sand", "#cebc94", PAINT),
    ("sea green|seafoam", "sea green", "#7fb8a0", PAINT), ("moss|xanh rêu|lumut", "moss", "#5c7048", PAINT),
    ("bottle green|hijau|سبز|green", "green", "#466f54", PAINT), ("زیتونی|olive", "olive", "#707642", PAINT),
    ("biru telur", "robin-egg blue", "#86b7bb", PAINT), ("biru malam|سرمه", "midnight blue", "#243460", PAINT),
    ("فیروزه|turquoise", "turquoise", "#2c969c", PAINT), ("indigo", "indigo", "#3a3c78", PAINT),
    ("blue|biru|آبی|xanh", "blue", "#2f6294", PAINT), ("violet|ungu|بنفش", "violet", "#70549c", PAINT),
    ("thau|brass|sáng bóng", "brass", "#c9a14e", METAL), ("cổ", "aged bronze", "#8d6d40", METAL),
    ("thô", "raw bronze", "#a8803f", METAL), ("شفاف|trong|clear", "clear", "#c9d6da", CLEAR),
)  # fmt: skip
_TABLE = tuple((tuple(words.split("|")), Finish(word, colour, kind)) for words, word, colour, kind in _LOOKS)
_ENGLISH = {finish.word: finish for _, finish in reversed(_TABLE)}
_OTHERS = tuple(
    Finish(word, colour)
    for word, colour in (
        ("blue-grey", "#5c6c80"), ("clay", "#8a6852"), ("sage", "#6a8070"),
        ("mauve", "#967486"), ("straw", "#a88e64"), ("steel blue", "#545c6e"),
    )
)  # fmt: skip


def said_finish(text: str) -> Finish | None:
    """The finish that a name says, in whatever language; None when it says none."""
    lowered = f"{text.lower()} "
    if text.lower() in _ENGLISH:
        return _ENGLISH[text.lower()]
    return next((finish for words, finish in _TABLE if any(word in lowered for word in words)), None)


def finish_of(*texts: str) -> Finish:
    """What the first text that says a finish says, else one of six that stays with the last text."""
    said = next((found for text in texts if (found := said_finish(text)) is not None), None)
    return said or _OTHERS[stable(texts[-1]) % len(_OTHERS)]


def colour_of(text: str) -> str:
    """The colour (#rrggbb) that a variant's name says, else one that stays with the name."""
    return finish_of(text).colour


def colour_word(text: str) -> str | None:
    """The English word for the colour that a variant's name says."""
    said = said_finish(text)
    return said.word[0].upper() + said.word[1:] if said is not None else None


def stable(text: str) -> int:
    """A number that stays with a text, in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])

"""The mark of a shop or a brand: two strokes from its initials on a grid of 24 units."""

from __future__ import annotations

from config.demo.pictures.colours import stable
from config.demo.pictures.paper import box

ACCENTS = ("#E84D10", "#2F6294", "#3F6A50", "#B2342E", "#70549C", "#8A6A3C", "#2C969C", "#74222F")
INK, PAPER = "#151817", "#F3F4F2"
STROKES = (
    "M6 18V6h12", "M6 6v12h12", "M6 18L12 6l6 12", "M6 6l6 12 6-12", "M6 6h12L6 18h12", "M18 6H6v12h12",
    "M6 18V6l12 12V6", "M6 6h9a3 3 0 0 1 0 6H6", "M6 12a6 6 0 0 1 12 0", "M6 12a6 6 0 0 0 12 0", "M12 6v12", "M6 12h12",
    "M6 6l12 12", "M18 6L6 18", "M6 6c6 0 12 6 12 12", "M18 6C12 6 6 12 6 18",
)  # fmt: skip


def mark_drawn(name: str) -> str:
    """A document of its own: a square in ink, one stroke for each initial, the second in the accent of the name.

    Both keep to the same stroke for the same letter, in any script; a name of one word takes its last letter too.
    """
    words = [word for word in name.replace("&", " ").split() if word]
    first, second = (words[0][0], words[1][0]) if len(words) > 1 else (name[0], name[-1])
    one = stable(first.lower()) % len(STROKES)
    two = stable(second.lower() + "second") % len(STROKES)
    if two == one:
        two = (two + 5) % len(STROKES)
    accent = ACCENTS[stable(name) % len(ACCENTS)]
    lines = "".join(
        f'<path d="{STROKES[number]}" stroke="{colour}"/>' for number, colour in ((one, PAPER), (two, accent))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24">'
        f'<path class="rim" d="{box(0.5, 0.5, 23, 23, 2)}" fill="{INK}" stroke="#8A918D"/>'
        f'<g fill="none" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    )

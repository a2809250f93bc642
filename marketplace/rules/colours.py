"""A store's colours, and whether people can read them (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
# The surfaces of the light and the dark theme (static/css/house.css).
SURFACES = {"light": "#ffffff", "dark": "#171b1a"}
_HEX = re.compile(r"#[0-9a-f]{6}")


def colour_cleaned(text: str) -> str:
    """`#1f6f54` in lower case; empty stays empty. Raises ValueError with what is wrong in words."""
    candidate = text.strip().lower()
    if candidate and not _HEX.fullmatch(candidate):
        raise ValueError(_("Write a colour as # and six digits, such as #1f6f54."))
    return candidate


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour_problem(primary: str, secondary: str) -> tuple[str, str] | None:
    """The field and the sentence, where the colours cannot be read.

    The primary colour marks the store's header in both themes: 3:1 against each surface. The secondary is the colour of
    text on the primary: 4.5:1.
    """
    if secondary and not primary:
        return "primary_color", _("The secondary colour is that of text on the primary one: choose that first.")
    if not primary:
        return None
    for theme, surface in SURFACES.items():
        ratio = contrast(primary, surface)
        if ratio < MARK_CONTRAST:
            words = {"theme": _("light") if theme == "light" else _("dark"), "ratio": f"{ratio:.2f}", "wanted": "3:1"}
            text = _("On the %(theme)s page this colour has a contrast of %(ratio)s:1; it needs %(wanted)s.")
            return "primary_color", text % words
    if secondary and (ratio := contrast(primary, secondary)) < TEXT_CONTRAST:
        text = _("Text in this colour on the primary one has a contrast of %(ratio)s:1; it needs %(wanted)s.")
        return "secondary_color", text % {"ratio": f"{ratio:.2f}", "wanted": "4.5:1"}
    return None

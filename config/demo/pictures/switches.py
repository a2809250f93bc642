"""Switches: whole, taken apart, and from below where the pins are counted."""

from __future__ import annotations

from config.demo.pictures.paper import Sheet, around, box, dark, light, line, n, oval, poly
from config.demo.pictures.subject import Drawn, Subject

STEMS = {  # by the kind of switch: colour and word
    "Silent tactile": ("#c58fa6", "rose"), "Silent": ("#8fb3c9", "pale blue"), "Hall": ("#8f7cc0", "violet"),
    "Low-profile": ("#5fa08f", "sea green"), "Tactile": ("#c9814a", "amber"), "Clicky": ("#4a86b8", "blue"),
    "Linear": ("#c0453c", "red"), "Mixed": ("#d8a13c", "yellow"),
}  # fmt: skip
HOUSINGS = (
    ("#24272b", "#2f343a", "black"), ("#2a3a55", "#22262c", "midnight"), ("#dfe3e2", "#2d3135", "clear over black"),
    ("#e7e0cf", "#d9d1bd", "milky"), ("#54616b", "#2d3338", "smoke"),
)  # fmt: skip
GOLD = "#c99d4a"


class Parts:
    """The colours of one switch; the same type has the same family of stems, shaded by the product."""

    def __init__(self, subject: Subject) -> None:
        kind = subject.of("switch_type")
        stem, self.stem_word = next((look for word, look in STEMS.items() if word in kind), STEMS["Linear"])
        self.stem = (stem, light(stem, 0.18), dark(stem, 0.16))[subject.seed % 3]
        self.top, self.bottom, self.word = subject.pick(HOUSINGS, salt=5)
        self.is_low, self.pins = "Low-profile" in kind, 5 if subject.of("pins") == "5" else 3
        self.has_contacts = "Contactless" not in subject.of("pins")
        self.kind = (kind or "Linear").lower()

    @property
    def text(self) -> str:
        legs = f"{self.pins} pins" if self.has_contacts else "no contacts"
        return f"{self.kind} switch with a {self.stem_word} stem in a {self.word} housing, {legs}"


def switch_whole(subject: Subject) -> Drawn:
    if subject.says("Ring"):
        return _ring(subject)
    parts, sheet = Parts(subject), Sheet()
    shift = 50 if parts.is_low else 0
    sheet.ground(404, 666, 190, 20)
    _pins(sheet, parts, 586)
    _bottom(sheet, parts, 452 + shift, 586)
    _stem(sheet, parts.stem, 176 + shift * 2, 300 + shift)
    _top(sheet, parts, 286 + shift, 456 + shift)
    return Drawn(sheet, f"{parts.text}, seen from the front")


def switch_apart(subject: Subject) -> Drawn:
    """Stem, spring and the two halves of the housing above one another."""
    parts, sheet = Parts(subject), Sheet()
    sheet.ground(404, 754, 170, 16)
    sheet.begin('transform="translate(400 0)scale(.84 1)translate(-400 0)"')
    _top(sheet, parts, 56, 186)
    _stem(sheet, parts.stem, 222, 330)
    sheet.fill(box(312, 322, 176, 52, 8), parts.stem)
    sheet.shade(box(312, 322, 176, 52, 8))
    for x in (318, 462):
        sheet.fill(box(x, 366, 20, 40, 4), dark(parts.stem, 0.2))
    _spring(sheet, 400, 402, 520, 8)
    _pins(sheet, parts, 676)
    _bottom(sheet, parts, 548, 676)
    sheet.end()
    return Drawn(sheet, f"{parts.text}, taken apart: upper housing, stem, spring, lower housing")


def switch_below(subject: Subject) -> Drawn:
    parts, sheet = Parts(subject), Sheet()
    d = box(190, 194, 420, 420, 30)
    sheet.body(d, parts.bottom)
    inner = box(216, 220, 368, 368, 20)
    sheet.fill(inner, light(parts.bottom, 0.08))
    sheet.stroke(inner, dark(parts.bottom, 0.5), 4)
    for x in (186, 592):
        sheet.fill(box(x, 300, 22, 60, 5) + box(x, 450, 22, 60, 5), dark(parts.bottom, 0.3))
    _post(sheet, 400, 404, 66, parts.bottom)
    if parts.pins == 5:
        for x in (244, 556):
            _post(sheet, x, 404, 30, parts.bottom)
    if parts.has_contacts:
        for x, y in ((288, 296), (478, 250)):
            sheet.fill(oval(x + 4, y + 8, 24), "#000", opacity=0.35)
            sheet.fill(box(x - 26, y - 9, 52, 18, 4), sheet.metal(GOLD))
            sheet.stroke(box(x - 26, y - 9, 52, 18, 4), dark(GOLD, 0.5), 2)
    else:
        sheet.fill(oval(400, 404, 30), "#5b5f66")
    return Drawn(sheet, f"{parts.text}, seen from below")


def _post(sheet: Sheet, x: float, y: float, radius: float, colour: str) -> None:
    sheet.fill(oval(x + 5, y + 10, radius), "#000", opacity=0.35)
    sheet.fill(oval(x, y, radius), light(colour, 0.16))
    sheet.shade(oval(x, y, radius), 0.3)
    sheet.stroke(oval(x, y, radius), light(colour, 0.35), 2, opacity=0.7)


def _top(sheet: Sheet, parts: Parts, upper: float, lower: float) -> None:
    """The upper housing: it narrows upwards, with a window for the light."""
    d = poly(((262, upper), (538, upper), (574, upper + 40), (592, lower), (208, lower), (226, upper + 40)))
    sheet.rim(d, parts.top)
    sheet.fill(d, parts.top)
    sheet.fill(poly(((262, upper), (538, upper), (574, upper + 40), (226, upper + 40))), light(parts.top, 0.22))
    sheet.shade(d, 0.3)
    sheet.fill(box(322, upper - 5, 156, 18, 5), dark(parts.top, 0.55))
    window = poly(((322, upper + 66), (478, upper + 66), (486, lower - 20), (314, lower - 20)))
    sheet.fill(window, dark(parts.top, 0.35))
    sheet.fill(poly(((336, upper + 74), (420, upper + 74), (400, lower - 28), (328, lower - 28))), "#fff", opacity=0.16)
    for x in (246, 520):
        sheet.fill(box(x, lower - 52, 34, 52, 5), dark(parts.top, 0.4))
        sheet.stroke(f"M{x} {n(lower - 52)}h34", light(parts.top, 0.4), 2, opacity=0.7)


def _bottom(sheet: Sheet, parts: Parts, upper: float, lower: float) -> None:
    d = poly(((196, upper), (604, upper), (604, upper + 26), (584, upper + 34), (566, lower), (234, lower),
              (216, upper + 34), (196, upper + 26)))  # fmt: skip
    sheet.rim(d, parts.bottom)
    sheet.fill(d, parts.bottom)
    sheet.shade(d, 0.3)
    sheet.fill(box(196, upper, 408, 26, 3), light(parts.bottom, 0.16))
    sheet.fill(box(196, upper + 26, 408, 5), "#000", opacity=0.3)
    for x in (240, 510):
        sheet.fill(box(x, upper - 8, 50, 66, 6), light(parts.bottom, 0.1))
        sheet.stroke(box(x, upper - 8, 50, 66, 6), dark(parts.bottom, 0.5), 2.4)
    sheet.fill(box(330, upper + 52, 140, lower - upper - 70, 8), dark(parts.bottom, 0.3))


def _pins(sheet: Sheet, parts: Parts, upper: float) -> None:
    """The post in the middle, two contacts, and with five pins two more of plastic."""
    if parts.has_contacts:
        for x in (300, 470):
            d = poly(
                ((x, upper - 4), (x + 18, upper - 4), (x + 16, upper + 66), (x + 9, upper + 78), (x + 2, upper + 66))
            )
            sheet.stroke(d, dark(GOLD, 0.5), 3)
            sheet.fill(d, sheet.metal(GOLD, across=(0, 0, 1, 0)))
    middle = box(366, upper - 8, 68, 66, 12)
    sheet.rim(middle, parts.bottom)
    sheet.fill(middle, light(parts.bottom, 0.08))
    sheet.shade(middle, 0.4)
    for x in (244, 526) if parts.pins == 5 else ():
        d = box(x, upper - 8, 32, 52, 9)
        sheet.rim(d, parts.bottom)
        sheet.fill(d, light(parts.bottom, 0.1))
        sheet.shade(d, 0.4)


def _stem(sheet: Sheet, colour: str, upper: float, lower: float) -> None:
    """The cross that carries the cap, seen from the front."""
    base = box(330, upper + (lower - upper) * 0.56, 140, (lower - upper) * 0.5, 8)
    sheet.rim(base, colour)
    sheet.fill(base, dark(colour, 0.14))
    sheet.shade(base)
    cross = box(376, upper, 48, lower - upper - 20, 4) + box(344, upper + 4, 112, (lower - upper) * 0.55, 4)
    sheet.rim(cross, colour)
    sheet.fill(cross, colour)
    sheet.fill(box(344, upper + 4, 112, 16, 4), light(colour, 0.4))
    sheet.fill(box(376, upper, 48, lower - upper - 20, 4), light(colour, 0.14))
    sheet.fill(box(410, upper + 6, 14, lower - upper - 30, 3), dark(colour, 0.2), opacity=0.7)


def _spring(sheet: Sheet, x: float, upper: float, lower: float, turns: int) -> None:
    step = (lower - upper) / turns
    for i in range(turns):
        y = upper + i * step
        sheet.stroke(line(((x + 52, y), (x - 52, y + step * 0.6))), "#5c6166", 8)
        sheet.stroke(line(((x - 52, y + step * 0.6), (x + 52, y + step))), "#7c8288", 9)
        sheet.stroke(line(((x - 52, y + step * 0.6), (x + 52, y + step))), "#e3e6e8", 3.4)


def _ring(subject: Subject) -> Drawn:
    """Many kinds of switches on one ring, from above."""
    sheet, looks = Sheet(), list(STEMS.values())
    sheet.stroke(oval(407, 413, 258), "#0e1211", 17, opacity=0.2)
    sheet.stroke(oval(400, 400, 258), "#6d7378", 15)
    sheet.stroke(oval(400, 400, 258), "#c3c8cc", 9)
    for i in range(12):
        x, y = around(400, 400, 258, i * 30 - 90)
        sheet.begin(f'transform="rotate({i * 30} {n(x)} {n(y)})"')
        housing, _, _ = HOUSINGS[i % len(HOUSINGS)]
        d = box(x - 50, y - 50, 100, 100, 14)
        sheet.body(d, housing, shadow=False)
        sheet.fill(box(x - 30, y - 30, 60, 60, 8), dark(housing, 0.3))
        stem = looks[(i + subject.seed) % len(looks)][0]
        sheet.fill(box(x - 9, y - 24, 18, 48, 3) + box(x - 24, y - 9, 48, 18, 3), stem)
        sheet.end()
    return Drawn(sheet, "a ring of sample switches with stems of many colours, seen from above")

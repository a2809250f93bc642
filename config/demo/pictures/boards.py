"""Keyboards: kits with caps on them, split ones, seen from above and from the side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from config.demo.pictures.colours import METAL, WOOD, Finish, finish_of
from config.demo.pictures.layouts import Key, Layout, grid, layout_of
from config.demo.pictures.paper import Sheet, box, dark, is_dark, light, line, mix, n, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject


@dataclass(frozen=True)
class Caps:
    """The colours of letters, modifiers and accents, and the words for the first and the last."""

    letters: str
    modifiers: str
    accents: str
    word: str
    accent_word: str

    def colour(self, role: str) -> str:
        return {"letter": self.letters, "modifier": self.modifiers, "accent": self.accents}[role]


ON_DARK = (
    Caps("#e4dccb", "#a9a79f", "#e2682a", "bone and grey", "orange"),
    Caps("#dfe1e0", "#8d979c", "#d9a441", "white and grey", "yellow"),
    Caps("#e9e2d2", "#6f8a83", "#c9583f", "cream and sea green", "coral"),
    Caps("#d9d3c6", "#5b6b86", "#d8894a", "stone and blue", "apricot"),
)
ON_LIGHT = (
    Caps("#3b4045", "#2a2d31", "#e2682a", "dark grey", "orange"),
    Caps("#eee9dd", "#8c6f5a", "#b8442f", "ivory and brown", "red"),
    Caps("#ece8de", "#7d8f9b", "#274d77", "ivory and blue-grey", "navy"),
    Caps("#4a4f4d", "#39403d", "#d9a441", "graphite", "yellow"),
    Caps("#e9e4d6", "#8a9a76", "#4c6a4a", "cream and sage", "green"),
)


def caps_for(subject: Subject, case: Finish) -> Caps:
    return subject.pick(ON_DARK if is_dark(case.colour) else ON_LIGHT, salt=3)


def keys_drawn(
    sheet: Sheet, keys: Iterable[Key], caps: Caps, *, left: float, top: float, unit: float, radius: float = 0.13
) -> None:
    """Each size is drawn once and used where its keys are: skirt, lit top, and a little more light above."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        made = _cap(sheet, key.width, key.height, unit, radius)
        place = f'<use href="#{made}" x="{n(left + key.x * unit)}" y="{n(top + key.y * unit)}"/>'
        groups.setdefault(caps.colour(key.role), []).append(place)
    for colour, places in groups.items():
        sheet.raw(f'<g fill="{colour}">{"".join(places)}</g>')


def _cap(sheet: Sheet, width: float, height: float, unit: float, radius: float) -> str:
    gap = unit * 0.035
    w, h = width * unit - 2 * gap, height * unit - 2 * gap
    side, upper, lower = unit * 0.13, unit * 0.07, unit * 0.2
    r = unit * radius
    skirt, top = box(gap, gap, w, h, r), box(gap + side, gap + upper, w - 2 * side, h - upper - lower, r * 0.95)
    lit = sheet.ramp((0, "#fff", 0.3), (0.5, "#fff", 0.1), (1, "#fff", 0.02), across=(0, 0, 0.6, 1))
    return sheet.define(
        f"cap{width}x{height}@{unit}",
        f'<g id="{{id}}"><path d="{skirt}"/><path d="{skirt}" fill="#000" opacity=".27"/>'
        f'<path d="{box(gap, gap + h - lower, w, lower, r)}" fill="#000" opacity=".13"/>'
        f'<path d="{top}"/><path d="{top}" fill="{lit}"/></g>',
    )


def case_drawn(sheet: Sheet, d: str, finish: Finish, area: tuple[float, float, float, float], seed: int) -> None:
    """A case from above: wood with its grain, metal with a soft shine, lacquer plain."""
    x, y, width, height = area
    paint = finish.colour
    if finish.surface == METAL:
        paint = sheet.ramp(
            (0, light(finish.colour, 0.3), 1), (0.5, finish.colour, 1), (1, dark(finish.colour, 0.25), 1),
            across=(0, 0, 1, 1),
        )  # fmt: skip
    sheet.body(d, finish.colour, paint=paint, sheen=0.2)
    if finish.surface == WOOD:
        sheet.grain(d, finish.colour, area=area, seed=seed, upright=False)
    sheet.stroke(f"M{n(x + 22)} {n(y + 3.5)}h{n(width - 44)}", "#fff", 2.4, opacity=0.4)
    sheet.stroke(f"M{n(x + 22)} {n(y + height - 4)}h{n(width - 44)}", "#000", 3, opacity=0.25)


def board_form(subject: Subject) -> Layout:
    if "Ortho" in subject.of("standard"):
        return grid("40 % ortholinear", 12, 4)
    return layout_of(subject.of("layout") or subject.name, iso=subject.of("standard") == "ISO")


def board_above(subject: Subject) -> Drawn:
    form, case = board_form(subject), subject.finish("case")
    caps, has_knob = caps_for(subject, case), form.word in ("75 %", "65 %") and subject.seed % 2 == 0
    sheet = Sheet()
    unit = min(42.0, 690 / (form.width + 1))
    width, height = form.width * unit, form.height * unit
    left, top = 400 - width / 2, 404 - height / 2
    rim = unit * (0.55 if form.width > 14 else 0.75)
    brow = rim + (unit * 0.55 if case.surface == WOOD or form.word == "40 %" else 0)
    area = (left - rim, top - brow, width + 2 * rim, height + brow + rim)
    _plug(sheet, left + unit * (2 + subject.seed % 3), area[1], unit)
    case_drawn(sheet, box(*area, unit * 0.42), case, area, subject.seed)
    well = "".join(box(left + x * unit - 5, top - 5, (end - x) * unit + 10, height + 10, 7) for x, end in _blocks(form))
    sheet.fill(well, "#15181a" if "Brass" not in subject.of("plate") else "#957237")
    sheet.fill(well, sheet.ramp((0, "#000", 0.55), (0.12, "#000", 0.1), (1, "#000", 0)))
    sheet.stroke(f"M{n(left)} {n(top + height + 6)}h{n(width)}", "#fff", 1.6, opacity=0.3)
    keys = [key for key in form.keys if not (has_knob and _is_corner(key, form))]
    keys_drawn(sheet, keys, caps, left=left, top=top, unit=unit)
    if has_knob:
        knob = "#c69a4c" if "Brass" in subject.of("plate") else light(caps.modifiers, 0.1)
        sheet.knob(left + (form.width - 0.5) * unit, top + unit / 2, unit * 0.43, knob, 215 + subject.seed % 90)
    knob_text = " and a knob" if has_knob else ""
    iso = " with the tall ISO Enter" if subject.of("standard") == "ISO" else ""
    text = f"{form.word} keyboard in {case.word}{iso}, {caps.word} caps with {caps.accent_word} accents{knob_text}"
    return Drawn(sheet, f"{text}, seen from above")


def _blocks(form: Layout) -> list[tuple[float, float]]:
    """Where the case opens: large boards have an opening for each block of keys."""
    ends = [(0.0, 15.0), (15.25, 18.25), (18.5, 22.5)]
    return [block for block in ends if block[1] <= form.width] if form.width > 17 else [(0.0, form.width)]


def _is_corner(key: Key, form: Layout) -> bool:
    return key.y < 0.5 and key.x + key.width > form.width - 0.1


def _plug(sheet: Sheet, x: float, y: float, unit: float) -> None:
    """The hole for the cable, seen as the lip of the socket behind the case."""
    sheet.fill(box(x, y - 5, unit * 0.9, 12, 4), sheet.metal("#8f959b"))


def board_close(subject: Subject) -> Drawn:
    drawn = board_above(subject)
    form = board_form(subject)
    unit = min(42.0, 690 / (form.width + 1))
    focus = (400 + form.width * unit / 2 - 3.6 * unit, 404 - form.height * unit / 2 + 2.6 * unit, 103 / unit)
    return Drawn(drawn.sheet, f"the upper right corner of the {drawn.text.removesuffix(', seen from above')}", focus)


def board_side(subject: Subject) -> Drawn:
    """The profile: how high it is in front and behind, and the slope of the rows of caps."""
    form, case = board_form(subject), subject.finish("case")
    caps, sheet = caps_for(subject, case), Sheet()
    rows = round(form.height)
    unit, angle = 560 / rows if rows > 4 else 128, 0.075 + subject.seed % 4 * 0.016
    length = rows * unit
    left, floor = 400 - length / 2 - 18, 560.0
    right, front = left + length + 36, 64.0
    back = front + length * angle + 20
    sheet.ground(404, floor + 6, length * 0.56, 18)
    outline = smooth(
        [(left, floor - front + 14), (left, floor - front + 14), (left + 14, floor - front), (left + 14, floor - front),
         (right - 14, floor - back), (right - 14, floor - back), (right, floor - back + 16),
         (right, floor - back + 16), (right - 16, floor - 10), (right - 16, floor - 10), (left + 26, floor - 10),
         (left + 26, floor - 10)],
    )  # fmt: skip
    for number in range(rows):
        x, rise = left + 22 + number * unit, number * unit * angle * 1.03
        _cap_side(sheet, x, floor - front - rise + 6, unit, caps.modifiers if number else caps.letters, number, rows)
    sheet.body(outline, case.colour, shadow=False, sheen=0.2)
    if case.surface == WOOD:
        sheet.grain(
            outline, case.colour, area=(left, floor - back, right - left, back), seed=subject.seed, upright=False
        )
    if "rass" in subject.of("case") or "Brass" in subject.of("plate"):
        sheet.stroke(line(((left + 30, floor - 30), (right - 26, floor - 34))), "#d2a85a", 7)
    for x in (left + 44, right - 70):
        sheet.fill(box(x, floor - 11, 34, 13, 4), "#26292b")
        sheet.stroke(box(x, floor - 11, 34, 13, 4), "#7d8386", 1.6)
    return Drawn(sheet, f"{form.word} keyboard in {case.word}, seen from its side")


def _cap_side(sheet: Sheet, x: float, foot: float, unit: float, colour: str, number: int, rows: int) -> None:
    """A cap of the sculpted profile: rows lean towards the hands."""
    tilt = (number - (rows - 1) / 2) * 2.6
    height = 66 + abs(tilt) * 1.4
    d = poly(
        (
            (x + 4, foot),
            (x + 15, foot - height + tilt),
            (x + unit - 17, foot - height - tilt * 0.5),
            (x + unit - 5, foot),
        )
    )
    sheet.stroke(d, dark(colour, 0.7), 5, opacity=0.5)
    sheet.raw(
        f'<path d="{d}" fill="{colour}" stroke="{light(colour, 0.4)}" stroke-width="2.5" stroke-linejoin="round"/>'
    )
    sheet.shade(d, 0.24)


# --- split ------------------------------------------------------------------------------------------------------------

STAGGER = (0.5, 0.42, 0.12, 0.0, 0.14, 0.22)  # how far each column stands back, from the outer to the inner


def split_above(subject: Subject) -> Drawn:
    case, sheet = subject.finish("case"), Sheet()
    caps, is_straight = caps_for(subject, case), "Ortho" in subject.of("standard")
    rows = 5 if "64" in subject.of("layout") else 4
    for side in (0, 1):
        sheet.begin(f'transform="translate({800 * side} 0)scale({1 - 2 * side} 1)rotate(9 210 400)"')
        _half(sheet, subject, case, caps, rows, is_straight)
        sheet.end()
    count = subject.of("layout").partition(", ")[2] or "58 keys"
    return Drawn(sheet, f"split keyboard with {count} in {case.word}, {caps.word} caps, both halves from above")


def _half(sheet: Sheet, subject: Subject, case: Finish, caps: Caps, rows: int, is_straight: bool) -> None:
    unit, left = 48.0, 50.0
    top = 410 - rows * unit / 2 - 40
    bottom = top + rows * unit
    stagger = tuple(0.0 for _ in STAGGER) if is_straight else STAGGER
    right = left + 6 * unit
    corners = [(left - 16, top + stagger[0] * unit - 18), (left + 2 * unit, top + stagger[1] * unit - 20),
               (left + 3.4 * unit, top - 20), (right + 16, top + stagger[5] * unit - 18), (right + 30, bottom + 40),
               (right + 34, bottom + 118), (left + 4 * unit, bottom + 84), (left - 16, bottom + 34)]  # fmt: skip
    d = smooth([point for corner in corners for point in (corner, corner)])
    area = (left - 20, top - 24, 6 * unit + 60, rows * unit + 150)
    sheet.body(d, case.colour, sheen=0.2)
    if case.surface == WOOD:
        sheet.grain(d, case.colour, area=area, seed=subject.seed, upright=False)
    keys = [
        Key(column, row + stagger[column], 1, 1, "modifier" if column == 0 else "letter")
        for column in range(6)
        for row in range(rows)
    ]
    keys += [Key(3 + i, rows + 0.3 + i * 0.22, 1, 1, ("modifier", "modifier", "accent")[i]) for i in range(3)]
    keys.append(Key(6.02, rows + 0.35, 0.7, 1.5, "accent")) if rows == 5 else None
    for key in keys:
        sheet.fill(
            box(left + key.x * unit - 3, top + key.y * unit - 3, key.width * unit + 6, key.height * unit + 6, 6),
            "#17191b",
        )
    keys_drawn(sheet, keys, caps, left=left, top=top, unit=unit)
    sheet.screw(left + 1.5 * unit, bottom + 0.75 * unit + 22, 6)


# --- what lies inside -------------------------------------------------------------------------------------------------


def plate_above(subject: Subject) -> Drawn:
    """A plate with its cut-outs, a sheet of foam, or films."""
    if subject.says("film"):
        return _films(subject)
    sheet, is_foam = Sheet(), "oron" in subject.of("material") or subject.says("foam", "فوم")
    finish = Finish("grey", "#7d858b") if is_foam else finish_of(subject.of("material"), subject.name)
    form = layout_of(subject.choice or subject.of("fits"), iso="ISO" in subject.choice)
    if form.word == "60 %" and "65" in subject.of("fits"):
        form = layout_of("65", iso="ISO" in subject.choice)
    unit = 690 / form.width
    left, top = 400 - form.width * unit / 2, 404 - form.height * unit / 2
    d = box(left - 14, top - 14, form.width * unit + 28, form.height * unit + 28, 10)
    holes = "".join(
        box(left + (key.x + key.width / 2) * unit - unit * 0.37, top + (key.y + key.height / 2) * unit - unit * 0.37,
            unit * 0.74, unit * 0.74)
        for key in form.keys
    )  # fmt: skip
    whole = d + holes
    sheet.shadow(d, drop=(5, 10), blur=8)
    sheet.rim(d, finish.colour)
    paint = finish.colour if is_foam else sheet.ramp(
        (0, light(finish.colour, 0.5), 1), (0.4, finish.colour, 1), (0.55, light(finish.colour, 0.3), 1),
        (1, dark(finish.colour, 0.3), 1), across=(0, 0, 1, 1))  # fmt: skip
    sheet.fill(whole, paint, more=' fill-rule="evenodd"')
    sheet.stroke(holes, dark(finish.colour, 0.5), 2, opacity=0.7)
    what = "foam sheet" if is_foam else "plate"
    return Drawn(sheet, f"{form.word} {what} in {finish.word} with a cut-out for every switch, seen from above")


def _films(subject: Subject) -> Drawn:
    sheet = Sheet()
    for i in range(12):
        x, y = 165 + i % 4 * 160 + i // 4 * 8, 200 + i // 4 * 170
        turn = (subject.seed >> i) % 24 - 12
        sheet.begin(f'transform="rotate({turn} {x} {y})"')
        d = box(x - 58, y - 58, 116, 116, 8)
        hole = box(x - 38, y - 38, 76, 76, 6)
        sheet.fill(d + hole, "#9cc3cc", opacity=0.75, more=' fill-rule="evenodd"')
        sheet.rim(d, "#8fb6c0", width=3)
        sheet.stroke(hole, mix("#8fb6c0", "#ffffff", 0.5), 2.5)
        sheet.end()
    return Drawn(sheet, "twelve thin clear films for switches, laid out")


def stabiliser_whole(subject: Subject) -> Drawn:
    """Two housings with their stems and the wire between them."""
    finish = finish_of(subject.choice, subject.name, subject.name)
    if subject.says("Gold"):
        wire, housing, word = "#d2a44a", "#2d3034", "black with a gold wire"
    else:
        wire, housing, word = "#b9bec4", finish.colour, f"{finish.word} with a steel wire"
    sheet = Sheet()
    for size, y in ((150.0, 285.0), (255.0, 545.0)):
        _stabiliser(sheet, y, size, wire, housing)
    return Drawn(sheet, f"a pair of screw-in stabilisers, {word}, for 2u and 6.25u keys")


def _stabiliser(sheet: Sheet, y: float, reach: float, wire: str, housing: str) -> None:
    bent = line(((400 - reach, y - 10), (400 - reach, y + 92), (400 + reach, y + 92), (400 + reach, y - 10)))
    sheet.stroke(bent, "#0e1211", 12, opacity=0.25, more=' transform="translate(6 12)"')
    sheet.stroke(bent, dark(wire, 0.45), 13)
    sheet.stroke(bent, wire, 9)
    sheet.stroke(bent, light(wire, 0.6), 2.5)
    for x in (400 - reach, 400 + reach):
        d = box(x - 48, y - 66, 96, 140, 12)
        sheet.body(d, housing)
        sheet.fill(box(x - 33, y - 52, 66, 92, 8), dark(housing, 0.5))
        stem = box(x - 26, y - 46, 52, 70, 7)
        sheet.fill(stem, light(housing, 0.5))
        sheet.shade(stem)
        sheet.fill(box(x - 5, y - 32, 10, 42, 2) + box(x - 17, y - 16, 34, 10, 2), dark(housing, 0.6))
        sheet.screw(x, y + 58, 9)
        sheet.fill(oval(x, y - 58, 3), dark(housing, 0.6))


def stabiliser_close(subject: Subject) -> Drawn:
    drawn = stabiliser_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (400, 272, 1.95))


def plate_close(subject: Subject) -> Drawn:
    drawn = plate_above(subject)
    return Drawn(drawn.sheet, f"a corner of a {drawn.text.removesuffix(', seen from above')}", (222, 400, 2.2))


def split_close(subject: Subject) -> Drawn:
    drawn = split_above(subject)
    return Drawn(
        drawn.sheet, f"the left half of a {drawn.text.removesuffix(', both halves from above')}", (225, 410, 1.75)
    )

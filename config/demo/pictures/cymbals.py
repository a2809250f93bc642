"""Cymbals, sticks and practice pads."""

from __future__ import annotations

from config.demo.pictures.colours import finish_of
from config.demo.pictures.paper import Sheet, around, box, dark, light, line, n, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

BRONZE = {"sáng": ("#d6ac58", "brilliant"), "thô": ("#a98243", "raw"), "cổ": ("#8a6a3c", "aged")}


def cymbal_whole(subject: Subject) -> Drawn:
    if subject.says("Felts"):
        return _felts()
    sheet = Sheet()
    colour, word = next((look for key, look in BRONZE.items() if key in subject.choice.lower()), BRONZE["thô"])
    size = 175 + 5.6 * subject.number("diameter", 16)
    if subject.says("hi-hat"):
        _plate(sheet, 450, 470, size * 0.94, dark(colour, 0.12))
        _plate(sheet, 360, 350, size * 0.94, colour)
        name = "pair of hi-hat cymbals"
    else:
        _plate(sheet, 400, 400, size, colour, scarred=subject.says("Ride"))
        name = "ride cymbal" if subject.says("Ride") else "crash cymbal"
    return Drawn(
        sheet, f"{subject.of('diameter')} inch {name} of {subject.of('alloy')}, {word} finish, seen from above"
    )


def cymbal_close(subject: Subject) -> Drawn:
    drawn = cymbal_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text.removesuffix(', seen from above')}", (330, 330, 2.1))


def _plate(sheet: Sheet, x: float, y: float, radius: float, colour: str, *, scarred: bool = False) -> None:
    d = oval(x, y, radius)
    sheet.body(d, colour, sheen=0.12)
    for turn, strength in ((-38, 0.6), (142, 0.42), (60, 0.16)):  # light falls in wedges on lathed metal
        a, b = around(x, y, radius, turn - 15), around(x, y, radius, turn + 15)
        wedge = f"M{n(x)} {n(y)}L{n(a[0])} {n(a[1])}A{n(radius)} {n(radius)} 0 0 1 {n(b[0])} {n(b[1])}z"
        ends = ((0.5, 0), (0.5, 1)) if abs(turn) == 38 or turn == 142 else ((0, 0.5), (1, 0.5))
        paint = sheet.ramp(
            (0, "#fff5d6", 0), (0.5, "#fff5d6", strength), (1, "#fff5d6", 0), across=(*ends[0], *ends[1])
        )
        sheet.fill(wedge, paint)
    for i in range(3, 26):
        sheet.stroke(
            oval(x, y, radius * i / 26.5),
            dark(colour, 0.45) if i % 3 else light(colour, 0.5),
            1.3 + i % 4 * 0.5,
            opacity=0.3,
        )
    if scarred:
        for i in range(26):
            at = around(x, y, radius * (0.34 + (i * 17 % 11) / 19), i * 47)
            sheet.fill(oval(*at, 11, 8), dark(colour, 0.5), opacity=0.14)
    bell = oval(x, y, radius * 0.2)
    sheet.fill(
        bell,
        sheet.glow(
            (0, light(colour, 0.7), 1), (0.6, colour, 1), (1, dark(colour, 0.35), 1), at=(0.36, 0.32), radius=0.75
        ),
    )
    sheet.fill(oval(x, y, radius * 0.032), "#1c1710")


def _felts() -> Drawn:
    sheet = Sheet()
    for i in range(8):
        x, y = 190 + i % 4 * 140, 240 + i // 4 * 150
        sheet.body(oval(x, y, 58), ("#8f8a80", "#b2342e", "#3d4246", "#c9bfa8")[i % 4])
        sheet.fill(oval(x, y, 15), "#17191b")
    for i in range(4):
        sheet.body(box(160 + i * 140, 500, 56, 130, 16), "#26292c")
        sheet.fill(oval(188 + i * 140, 508, 22, 9), "#5d6266")
    return Drawn(sheet, "eight felts and four sleeves for cymbal stands, laid out")


# --- sticks -----------------------------------------------------------------------------------------------------------

WOODS = {"Hickory": "#d3a56c", "Maple": "#e6cb9c", "Laminated bamboo": "#d8b868"}


def sticks_whole(subject: Subject) -> Drawn:
    if subject.of("diameter"):
        return _practice(subject)
    sheet, tip = Sheet(), subject.of("tip")
    colour = WOODS.get(subject.of("wood"), "#2b2d31")
    count = 6 if subject.says("Three", "Ba ", "twelve") else 2
    for i in range(count):
        shift = (i - (count - 1) / 2) * (130 if count == 2 else 84)
        sheet.begin(f'transform="translate({n(shift * 0.8)} {n(shift * 0.5)})rotate(42 400 400)"')
        _stick(sheet, colour, tip, is_brush="brush" in subject.name.lower(), width=30 - 3 * subject.says("7A"))
        sheet.end()
    kind = (
        "brushes of nylon"
        if "rush" in subject.name
        else "mallets with wool felt heads"
        if "felt" in tip
        else f"drum sticks of {subject.of('wood').lower()} with {tip.lower()} tips"
    )
    return Drawn(sheet, f"{'a pair' if count == 2 else 'three pairs'} of {kind}")


def _stick(sheet: Sheet, colour: str, tip: str, *, is_brush: bool, width: float) -> None:
    h = width / 2
    if is_brush:
        fan = poly(((392, 330), (408, 330), (448, 60), (352, 60)))
        sheet.fill(fan, "#c9ced2", opacity=0.35)
        for i in range(11):
            sheet.stroke(line(((395 + i, 330), (352 + i * 9.6, 60 + abs(i - 5) * 3))), "#c3c8cc", 2.2)
        d = box(384, 320, 32, 420, 14)
    elif "felt" in tip:
        d = box(400 - h * 0.7, 160, h * 1.4, 580, h * 0.7)
    else:
        d = smooth(
            [
                (400, 60),
                (400 - h * 0.62, 72),
                (400 - h * 0.55, 98),
                (400 - h * 0.4, 112),
                (400 - h, 260),
                (400 - h, 700),
                (400, 742),
                (400 + h, 700),
                (400 + h, 260),
                (400 + h * 0.4, 112),
                (400 + h * 0.55, 98),
                (400 + h * 0.62, 72),
            ]
        )
    sheet.body(
        d,
        colour,
        paint=sheet.ramp(
            (0, dark(colour, 0.2), 1),
            (0.3, light(colour, 0.4), 1),
            (0.65, colour, 1),
            (1, dark(colour, 0.4), 1),
            across=(0, 0, 1, 0),
        ),
        sheen=0,
    )
    if "felt" in tip:
        sheet.body(
            smooth([(400, 66), (346, 100), (344, 164), (400, 196), (456, 164), (454, 100)]), "#ece5d4", shadow=False
        )
    elif not is_brush:
        sheet.fill(box(400 - h, 560, width, 12), dark(colour, 0.5), opacity=0.4)


def _practice(subject: Subject) -> Drawn:
    finish, sheet = finish_of(subject.choice, subject.name), Sheet()
    sheet.body(oval(400, 400, 300), "#8b6a44")
    sheet.body(oval(400, 394, 286), finish.colour, shadow=False, sheen=0.18)
    sheet.stroke(oval(400, 394, 240), dark(finish.colour, 0.35), 4)
    sheet.stroke(oval(400, 396, 240), light(finish.colour, 0.4), 2, opacity=0.5)
    sheet.fill(oval(400, 394, 40), dark(finish.colour, 0.2))
    return Drawn(sheet, f"{subject.of('diameter')} inch practice pad in {finish.word} rubber, seen from above")


def sticks_close(subject: Subject) -> Drawn:
    drawn = sticks_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (540, 250, 2))

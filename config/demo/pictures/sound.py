"""Pedals and amplifiers: as many knobs as the specification has controls, each at an angle of its own."""

from __future__ import annotations

import re

from config.demo.pictures.colours import METAL, Finish
from config.demo.pictures.paper import Sheet, around, box, dark, is_dark, light, line, n, oval, poly
from config.demo.pictures.subject import Drawn, Subject

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _controls(subject: Subject) -> int:
    words = subject.of("controls").split(", ")
    extra = 2 if "three bands" in subject.of("controls").lower() else 0
    return min(6, len(words) + extra)


def pedal_whole(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), subject.finish()
    is_switcher, knobs = subject.says("Switcher"), _controls(subject)
    wide = 250 if not is_switcher and knobs < 4 else 300
    if is_switcher:
        wide = 560
    left, top, tall = 400 - wide / 2, 150 if not is_switcher else 260, 500 if not is_switcher else 300
    for y in (top + tall * 0.28,):
        for x, side in ((left - 34, -1), (left + wide - 6, 1)):
            sheet.fill(box(x, y, 40, 46, 6), sheet.metal(across=(0, 0, 0, 1)))
            sheet.stroke(box(x, y, 40, 46, 6), "#4d5256", 2)
            sheet.fill(box(x + (0 if side < 0 else 26), y + 4, 14, 38, 4), sheet.metal("#83898e"))
    body = box(left, top, wide, tall, 26)
    paint = _enamel(sheet, finish)
    sheet.body(box(left, top + 12, wide, tall, 26), dark(finish.colour, 0.42))
    sheet.body(body, finish.colour, paint=paint, shadow=False, sheen=0.2)
    sheet.stroke(box(left + 8, top + 8, wide - 16, tall - 16, 19), "#fff", 2, opacity=0.25)
    for x in (left + 20, left + wide - 20):
        for y in (top + 20, top + tall - 20):
            sheet.screw(x, y, 7)
    ink = "#f3efe4" if is_dark(finish.colour) else "#1f2426"
    if is_switcher:
        _loops(sheet, left, wide, top, tall)
    else:
        _front(sheet, subject, finish, ink, (left, top, wide, tall))
    count = f"{NUMBERS[knobs]} knobs" if not is_switcher else "three foot switches"
    circuit = re.split(",", subject.of("circuit"))[0]
    return Drawn(
        sheet,
        f"{circuit[0].lower()}{circuit[1:]} pedal in {finish.word} with {count}, seen from above"
        if circuit
        else f"pedal in {finish.word}",
    )


def _enamel(sheet: Sheet, finish: Finish) -> str:
    if finish.surface != METAL:
        return finish.colour
    return sheet.ramp(
        (0, light(finish.colour, 0.45), 1),
        (0.3, finish.colour, 1),
        (0.5, light(finish.colour, 0.3), 1),
        (0.75, dark(finish.colour, 0.12), 1),
        (1, light(finish.colour, 0.15), 1),
        across=(0, 0, 1, 0.35),
    )


def _front(sheet: Sheet, subject: Subject, finish: Finish, ink: str, area: tuple[float, float, float, float]) -> None:
    left, top, wide, tall = area
    knobs = _controls(subject)
    colour = subject.pick(("#1f2225", "#efe8d8", "#8a1f1f", "#2c3e50", "#c7a35a"), salt=2)
    if colour.lower() == finish.colour.lower() or (not is_dark(finish.colour) and not is_dark(colour)):
        colour = "#22262a"
    if is_dark(finish.colour) and is_dark(colour):
        colour = "#efe8d8"
    places = {
        3: ((0.25, 0.15), (0.75, 0.15), (0.5, 0.31)), 4: ((0.26, 0.14), (0.74, 0.14), (0.26, 0.32), (0.74, 0.32)),
    }.get(knobs, tuple((0.25 + 0.25 * i, 0.16) for i in range(knobs)))  # fmt: skip
    for i, (x, y) in enumerate(places):
        at = left + wide * x, top + tall * y + 8
        for tick in range(7):
            a, b = around(*at, 46, 150 + tick * 40), around(*at, 51, 150 + tick * 40)
            sheet.stroke(line((a, b)), ink, 2.4, opacity=0.65)
        sheet.knob(*at, 37, colour, 150 + (subject.seed >> (i * 4)) % 240)
    _plate_name(sheet, subject, ink, left, top + tall * 0.46, wide)
    lamp = 400, top + tall * 0.66
    sheet.fill(oval(*lamp, 13), "#3c4144")
    sheet.fill(oval(*lamp, 9), sheet.glow((0, "#ffd9c4", 1), (0.5, "#ff5a2a", 1), (1, "#b3260a", 1), at=(0.4, 0.35)))
    sheet.fill(oval(*lamp, 30), sheet.glow((0, "#ff6b35", 0.45), (1, "#ff6b35", 0)))
    _switch(sheet, 400, top + tall * 0.82)


def _plate_name(sheet: Sheet, subject: Subject, ink: str, left: float, y: float, wide: float) -> None:
    """In the place of words, a drawing of what it does to the wave."""
    x, end, kind = left + 34, left + wide - 34, subject.of("circuit").lower()
    if any(word in kind for word in ("fuzz", "clip", "over", "dist")):
        edge = 5 if "hard" in kind or "fuzz" in kind else 16
        step = (end - x) / 4
        d = f"M{n(x)} {n(y + 46)}"
        for way in (-64, 64, -64, 64):
            d += f"q{edge} {way} {edge * 2} {way}h{n(step - 3 * edge)}q{edge} 0 {edge} {-way}"
        sheet.stroke(d, ink, 5, opacity=0.9)
    elif any(word in kind for word in ("delay", "spring", "hall")):
        for i in range(9):
            h = 62 * 0.76**i
            at = x + 6 + i * (end - x - 12) / 8
            sheet.stroke(f"M{n(at)} {n(y + 62)}v{n(-h)}", ink, 6, opacity=0.95 - i * 0.07)
    else:
        step = (end - x) / 6
        for shift in (0, 14) if "chorus" in kind or "tremolo" in kind else (0,):
            d = f"M{n(x)} {n(y + 38 + shift)}q{n(step / 2)}-44 {n(step)} 0" + f"t{n(step)} 0" * 5
            sheet.stroke(d, ink, 5, opacity=0.9 if not shift else 0.45)


def _switch(sheet: Sheet, x: float, y: float) -> None:
    sheet.fill(oval(x + 4, y + 9, 40), "#000", opacity=0.35)
    sheet.fill(oval(x, y, 39), sheet.metal("#9aa0a5", across=(0, 0, 1, 1)))
    sheet.stroke(oval(x, y, 39), "#54595d", 2)
    sheet.fill(
        oval(x, y - 2, 26),
        sheet.glow((0, "#fafbfb", 1), (0.55, "#c0c5c9", 1), (1, "#74797e", 1), at=(0.36, 0.3), radius=0.7),
    )


def _loops(sheet: Sheet, left: float, wide: float, top: float, tall: float) -> None:
    for i in range(3):
        x = left + wide * (0.2 + 0.3 * i)
        _switch(sheet, x, top + tall * 0.68)
        sheet.fill(oval(x, top + tall * 0.36, 12), "#33383b")
        sheet.fill(oval(x, top + tall * 0.36, 8), "#ff6b35" if i != 1 else "#6b3a2a")


def pedal_close(subject: Subject) -> Drawn:
    drawn = pedal_whole(subject)
    return Drawn(drawn.sheet, f"the upper part of a {drawn.text.removesuffix(', seen from above')}", (400, 300, 2))


def pedal_back(subject: Subject) -> Drawn:
    """The end where the cables go in."""
    sheet, finish = Sheet(), subject.finish()
    sheet.ground(404, 560, 260, 20)
    d = box(170, 300, 460, 250, 22)
    sheet.body(d, finish.colour, paint=_enamel(sheet, finish), shadow=False, sheen=0.3)
    for x in (240, 560):
        sheet.fill(oval(x, 430, 52), sheet.metal(across=(0, 0, 1, 1)))
        sheet.fill(oval(x, 430, 36), "#5c6165")
        sheet.fill(oval(x, 430, 24), "#0f1011")
    sheet.fill(oval(400, 400, 34), "#1c1e20")
    sheet.fill(oval(400, 400, 22), "#3f4447")
    sheet.fill(oval(400, 400, 8), "#d6dadc")
    for x in (300, 360, 440, 500):
        sheet.fill(oval(x, 288, 25, 20), "#22262a") if x in (300, 500) else None
    return Drawn(sheet, f"the back of a pedal in {finish.word} with two sockets and the power inlet")


# --- amplifiers -------------------------------------------------------------------------------------------------------

CLOTHS = (("#8d7a58", "#a8946c"), ("#3b3a38", "#55534f"), ("#b9b3a4", "#cfcabc"), ("#5b4a3a", "#776350"))


def amplifier_whole(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), subject.finish()
    inches, is_tube = subject.number("speaker", 8), "None" not in subject.of("valves")
    half, top = 180 + inches * 9, 560 - inches * 31
    bottom, left = 690.0, 400 - (180 + inches * 9)
    sheet.ground(404, bottom + 14, half * 1.04, 18)
    for x in (left + 40, left + 2 * half - 84):
        sheet.fill(box(x, bottom - 4, 44, 20, 6), "#1b1d1f")
    handle = f"M{n(400 - 90)} {n(top + 4)}q0-34 30-34h120q30 0 30 34"
    sheet.stroke(handle, "#8d959b", 21)
    sheet.stroke(handle, "#26221f", 16)
    body = box(left, top, 2 * half, bottom - top, 24)
    sheet.body(body, finish.colour, shadow=False, sheen=0.22)
    sheet.stroke(box(left + 7, top + 7, 2 * half - 14, bottom - top - 14, 18), "#fff", 2, opacity=0.2)
    panel = box(left + 26, top + 24, 2 * half - 52, 84, 8)
    sheet.fill(panel, sheet.metal("#c3a566") if is_tube else "#1d2023")
    knobs = _controls(subject)
    for i in range(knobs):
        x = left + 84 + i * (2 * half - 200) / max(1, knobs - 1)
        sheet.knob(x, top + 66, 23, "#efe6d2" if not is_tube else "#25211f", 150 + (subject.seed >> (i * 4)) % 240)
    lamp = (left + 2 * half - 58, top + 66)
    sheet.fill(oval(*lamp, 24), sheet.glow((0, "#ff6b35", 0.5), (1, "#ff6b35", 0)))
    sheet.fill(oval(*lamp, 9), "#ff7a45")
    _grille(sheet, subject, left + 26, top + 126, 2 * half - 52, bottom - top - 154, inches)
    for x in (left, left + 2 * half):
        for y in (top, bottom):
            sheet.fill(_corner(x, y, 1 if x == left else -1, 1 if y == top else -1), sheet.metal("#a7adb1"))
    speaker = subject.of("speaker")
    kind = "valve combo" if is_tube else "practice amplifier"
    return Drawn(
        sheet,
        f"{subject.of('power')} watt {kind} in {finish.word} with a {speaker} speaker and {NUMBERS[knobs]} knobs, "
        "seen from the front",
    )


def _corner(x: float, y: float, right: int, down: int) -> str:
    """The metal on a corner; `right` and `down` are 1 or -1: where the box lies from it."""
    points = ((0, 40), (0, 12), (12, 0), (40, 0), (34, 14), (14, 34))
    return poly([(x + right * a, y + down * b) for a, b in points])


def _grille(sheet: Sheet, subject: Subject, x: float, y: float, width: float, height: float, inches: float) -> None:
    ground, thread = subject.pick(CLOTHS, salt=6)
    d = box(x, y, width, height, 10)
    weave = sheet.define(
        f"weave{ground}",
        f'<pattern id="{{id}}" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0h10v10h-10z" fill="{ground}"/>'
        f'<path d="M0 2.5h5M5 7.5h5M2.5 5v5M7.5 0v5" stroke="{thread}" stroke-width="2.4"/></pattern>',
    )
    sheet.fill(d, f"url(#{weave})")
    cone = oval(x + width / 2, y + height / 2, min(width * 0.42, height * 0.45, inches * 19))
    sheet.fill(
        cone,
        sheet.glow(
            (0, "#000", 0.5),
            (0.28, "#000", 0.28),
            (0.3, "#000", 0.5),
            (0.86, "#000", 0.3),
            (0.9, "#000", 0.62),
            (1, "#000", 0.4),
        ),
    )
    sheet.fill(d, sheet.ramp((0, "#000", 0.4), (0.1, "#000", 0), (1, "#000", 0.16)))
    sheet.stroke(d, "#d8c89c", 4)
    sheet.fill(box(x + 22, y + height - 50, 92, 26, 6), "#e9e2d0", opacity=0.85)


def amplifier_close(subject: Subject) -> Drawn:
    drawn = amplifier_whole(subject)
    inches = subject.number("speaker", 8)
    focus = (400 - (180 + inches * 9) * 0.35, 560 - inches * 31 + 120, 2.1)
    return Drawn(drawn.sheet, f"the controls of a {drawn.text.removesuffix(', seen from the front')}", focus)


def amplifier_back(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), subject.finish()
    inches = subject.number("speaker", 8)
    half, top = 180 + inches * 9, 560 - inches * 31
    sheet.ground(404, 704, half * 1.04, 18)
    sheet.body(box(400 - half, top, 2 * half, 690 - top, 24), finish.colour, shadow=False, sheen=0.24)
    sheet.fill(box(430 - half, top + 110, 2 * half - 60, 690 - top - 150, 8), "#17191a")
    radius = min(half * 0.62, (690 - top) * 0.32)
    cy = (top + 110 + 660) / 2
    sheet.fill(oval(400, cy, radius), sheet.metal("#6a6f74", across=(0, 0, 1, 1)))
    for i in range(6):
        a, b = around(400, cy, radius * 0.45, i * 60), around(400, cy, radius * 0.9, i * 60)
        sheet.stroke(line((a, b)), "#3b3f42", 16)
    sheet.fill(oval(400, cy, radius * 0.48), sheet.metal("#8d9398", across=(0, 0, 1, 1)))
    panel = poly(((440 - half, top + 30), (360 + half, top + 30), (360 + half, top + 92), (440 - half, top + 92)))
    sheet.fill(panel, "#2a2d30")
    for i in range(4):
        sheet.fill(oval(480 - half + i * 70, top + 61, 17), sheet.metal(across=(0, 0, 1, 1)))
        sheet.fill(oval(480 - half + i * 70, top + 61, 9), "#0f1011")
    return Drawn(sheet, f"the open back of an amplifier in {finish.word} with its loudspeaker")

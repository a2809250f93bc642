"""Cables: coiled, straight, for instruments; plugs as the specification names them."""

from __future__ import annotations

from config.demo.pictures.colours import Finish, finish_of
from config.demo.pictures.paper import Sheet, box, dark, light, n, oval, smooth
from config.demo.pictures.subject import Drawn, Subject

CHROME, GOLD = "#b9bec4", "#c99d4a"


def cable_whole(subject: Subject) -> Drawn:
    finish = finish_of(subject.choice, subject.of("material"), subject.name, subject.name)
    if "straps" in subject.of("contents"):
        return _ties(finish)
    if "6.35" in subject.of("plug"):
        return _patch(finish, subject) if "leads" in subject.of("contents") else _instrument(finish, subject)
    if subject.of("coil") in ("", "None"):
        return _straight(subject, finish)
    return _coiled(subject, finish)


def cable_close(subject: Subject) -> Drawn:
    drawn = cable_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (350, 340, 1.9))


def cord(sheet: Sheet, d: str, colour: str, width: float, *, is_braided: bool = True) -> None:
    """A round cord along a way: edge, body, light on its upper side, and the weave."""
    sheet.rim_stroke(d, colour, width)
    sheet.stroke(d, colour, width)
    if is_braided:
        sheet.dashes(d, dark(colour, 0.35), width * 0.8, "2 6", opacity=0.5)
    sheet.stroke(d, light(colour, 0.6), width * 0.22, opacity=0.6, more=' transform="translate(-2 -3)"')


def _coiled(subject: Subject, finish: Finish) -> Drawn:
    sheet, plugs = Sheet(), subject.of("plug").split(", ")
    turns = 14 if not subject.of("coil").startswith("1 ") else 10
    lead = smooth([(190, 420), (110, 420), (96, 540), (190, 620), (330, 640)], closed=False)
    tail = smooth([(610, 420), (690, 420), (706, 300), (640, 210), (500, 190)], closed=False)
    sheet.shadow(box(186, 330, 428, 180, 40), opacity=0.26)
    for d in (lead, tail):
        cord(sheet, d, finish.colour, 17)
    step = 420 / turns
    for i in range(turns + 1):
        x = 190 + i * step
        loop = f"M{n(x)} {n(424)}c-6-120 34-130 34-8s-6 112-26 104"
        back = f"M{n(x + 8)} 520c-18-4-12-80-8-100"
        sheet.stroke(back, dark(finish.colour, 0.45), 15)
        sheet.rim_stroke(loop, finish.colour, 19)
        sheet.stroke(loop, finish.colour, 18)
        sheet.stroke(f"M{n(x + 4)} 392c4-44 16-52 22-30", light(finish.colour, 0.65), 5, opacity=0.75)
    if "GX16" in plugs:
        _aviator(sheet, 640, 420)
    _plug(sheet, 330, 640, plugs[0], 0, finish)
    _plug(sheet, 500, 190, plugs[min(1, len(plugs) - 1)], 180, finish)
    ends = " and ".join(dict.fromkeys(plugs[:2]))
    aviator = " and an aviator connector" if "GX16" in plugs else ""
    return Drawn(sheet, f"coiled cable in {finish.word} with {ends} plugs{aviator}")


def _aviator(sheet: Sheet, x: float, y: float) -> None:
    for at, width, height in ((x - 64, 60, 58), (x - 4, 26, 70), (x + 22, 62, 58)):
        d = box(at, y - height / 2, width, height, 7)
        sheet.rim(d, "#8d9398")
        sheet.fill(d, sheet.metal())
    for i in range(4):
        sheet.stroke(f"M{n(x - 54 + i * 12)} {n(y - 25)}v50", "#6a7075", 2.4)


def _plug(sheet: Sheet, x: float, y: float, kind: str, turn: float, finish: Finish) -> None:
    """A plug whose cable comes in at x, y; it points to the right, then is turned."""
    sheet.begin(f'transform="rotate({n(turn)} {n(x)} {n(y)})"')
    sheet.fill(box(x + 4, y - 20, 150, 56, 10), "#000", opacity=0.2)
    if "USB" in kind:
        width, height = (52, 26) if "C" in kind else (66, 40)
        tip = box(x + 104, y - height / 2, width, height, 10 if "C" in kind else 2)
        sheet.rim(tip, CHROME, width=2)
        sheet.fill(tip, sheet.metal())
        shell = box(x + 8, y - 27, 104, 54, 9)
        sheet.body(shell, "#3a3f44", shadow=False, sheen=0.35)
        if "A" in kind.split("-")[-1]:
            sheet.fill(box(x + 128, y - 11, 10, 9) + box(x + 128, y + 3, 10, 9), "#3a3f44")
    elif "TRRS" in kind:
        sheet.fill(box(x + 60, y - 7, 96, 14, 6), sheet.metal(GOLD))
        for at in (84, 106, 128):
            sheet.fill(box(x + at, y - 7, 4, 14), "#22252a")
        sheet.body(box(x + 4, y - 18, 66, 36, 8), "#3a3f44", shadow=False)
    elif "DIN" in kind:
        sheet.body(box(x + 4, y - 34, 84, 68, 10), "#3a3f44", shadow=False, sheen=0.35)
        tip = box(x + 84, y - 30, 50, 60, 6)
        sheet.rim(tip, CHROME, width=2)
        sheet.fill(tip, sheet.metal())
    else:
        jack(sheet, x, y)
    sheet.fill(box(x - 22, y - 13, 32, 26, 5), dark(finish.colour, 0.25))
    sheet.end()


def jack(sheet: Sheet, x: float, y: float) -> None:
    """The 6.35 mm plug: sleeve, ring of black, tip."""
    tip = f"M{n(x + 84)} {n(y - 11)}h66l10 5 10-5 10 8v6l-10 8-10-5-10 5h-66z"
    sheet.rim(tip, CHROME, width=2)
    sheet.fill(tip, sheet.metal())
    sheet.fill(box(x + 146, y - 11, 5, 22), "#1d1f21")
    barrel = box(x, y - 23, 92, 46, 8)
    sheet.rim(barrel, "#5c6268", width=2)
    sheet.fill(barrel, sheet.metal("#7a8086"))
    for i in range(5):
        sheet.stroke(f"M{n(x + 14 + i * 9)} {n(y - 20)}v40", "#3d4246", 2.4)


def _straight(subject: Subject, finish: Finish) -> Drawn:
    sheet, plugs = Sheet(), subject.of("plug").split(", ")
    is_printed = "cotton" in subject.of("material").lower()
    way = smooth(
        [(250, 190), (520, 180), (660, 270), (560, 360), (240, 380), (150, 470), (260, 560), (470, 590)], closed=False
    )
    sheet.stroke(way, "#0e1211", 22, opacity=0.2, more=' transform="translate(8 14)"')
    cord(sheet, way, finish.colour, 21, is_braided=not is_printed)
    if is_printed:
        colour = "#f0dfbb"
        sheet.dashes(way, colour, 9, "14 10" if subject.says("Parang") else "1 18", opacity=0.9, cap="round")
    for d in ("M226 470h52", "M596 238h46"):
        sheet.stroke(d, "#1f2225", 0.1)
    _plug(sheet, 250, 190, plugs[0], 180, finish)
    _plug(sheet, 470, 590, plugs[min(1, len(plugs) - 1)], 0, finish)
    cover = "a printed cotton sleeve" if is_printed else "a braided sleeve"
    return Drawn(sheet, f"straight cable in {finish.word} with {cover}, {' and '.join(dict.fromkeys(plugs[:2]))} plugs")


def _instrument(finish: Finish, subject: Subject) -> Drawn:
    """Coiled by hand, as it hangs on a hook."""
    sheet, colour = Sheet(), "#2b2d31"
    sheet.stroke(oval(408, 386, 205), "#0e1211", 70, opacity=0.2)
    for i in range(5):
        d = oval(400 + (i % 2) * 8 - 4, 370 + (i % 3) * 7 - 7, 170 + i * 18)
        sheet.rim_stroke(d, colour, 15)
        sheet.stroke(d, colour, 15)
        sheet.stroke(d, light(colour, 0.5), 3, opacity=0.55, more=' transform="translate(-2 -3)"')
    for way, x, y, turn in (
        (smooth([(210, 480), (230, 560), (310, 620), (400, 640)], closed=False), 400, 640, 0),
        (smooth([(590, 480), (590, 560), (520, 600), (420, 570)], closed=False), 420, 570, 190),
    ):
        sheet.rim_stroke(way, colour, 15)
        sheet.stroke(way, colour, 15)
        sheet.begin(f'transform="rotate({turn} {x} {y})"')
        jack(sheet, x, y)
        sheet.end()
    band = box(368, 120, 64, 130, 10)
    sheet.body(band, "#b8442f", shadow=False)
    return Drawn(sheet, f"instrument cable in black, {subject.choice or 'coiled'}, with 6.35 mm plugs")


def _patch(finish: Finish, subject: Subject) -> Drawn:
    sheet = Sheet()
    for i in range(6):
        y = 170 + i * 94
        d = f"M230 {y}c90-46 250 46 340 0"
        sheet.stroke(d, "#0e1211", 14, opacity=0.2, more=' transform="translate(6 10)"')
        sheet.rim_stroke(d, "#26282c", 15)
        sheet.stroke(d, "#26282c", 15)
        sheet.stroke(d, "#8d9398", 3, opacity=0.6, more=' transform="translate(-1 -3)"')
        for x in (150, 566):
            head = box(x, y - 28, 84, 56, 10)
            sheet.rim(head, "#7a8086", width=2)
            sheet.fill(head, sheet.metal("#8d9398", across=(0, 0, 1, 1)))
            sheet.fill(oval(x + 42, y, 15), sheet.metal(GOLD, across=(0, 0, 1, 1)))
    return Drawn(sheet, "six short patch leads with flat plugs, laid out")


def _ties(finish: Finish) -> Drawn:
    sheet = Sheet()
    for i in range(5):
        y = 190 + i * 104
        tone = ("#7a4a2b", "#5c3520", "#8f5c36", "#6a3f26", "#a06a3c")[i]
        d = smooth(
            [
                (150, y),
                (150, y),
                (420, y - 14),
                (640, y + 4),
                (640, y + 4),
                (656, y + 26),
                (640, y + 48),
                (640, y + 48),
                (420, y + 34),
                (150, y + 48),
                (150, y + 48),
            ]
        )
        sheet.shadow(d, drop=(5, 8), blur=6, opacity=0.2)
        sheet.body(d, tone, shadow=False)
        sheet.dashes(f"M166 {y + 9}q240-14 460 4M166 {y + 40}q240-14 460 4", "#e8d3a8", 2, "7 5", opacity=0.8)
        for x in (190, 606):
            sheet.fill(oval(x, y + 24, 13), sheet.metal(GOLD, across=(0, 0, 1, 1)))
    return Drawn(sheet, "five cable ties of brown leather with brass snaps, laid out")

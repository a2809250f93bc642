"""Tools and care: each thing by the words of its name, for a kind holds jars and files alike."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.pictures import felts
from config.demo.pictures.colours import WOOD, finish_of
from config.demo.pictures.paper import Sheet, box, dark, light, line, n, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

STEEL, BRASS, PEAR = "#b9bec4", "#c9a14e", "#b98552"


def tool_whole(subject: Subject) -> Drawn:
    return next((make for words, make in _TOOLS if subject.says(*words)), _jar)(subject)


def tool_close(subject: Subject) -> Drawn:
    drawn = tool_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (330, 380, 1.8))


def _jar(subject: Subject) -> Drawn:
    """A low tin with its lid beside it."""
    sheet, wax = Sheet(), "#e3b95c"
    sheet.ground(404, 610, 280, 30)
    side = "M170 400v150a190 60 0 0 0 380 0v-150z"
    sheet.rim(side, STEEL)
    sheet.fill(side, sheet.metal("#a9afb4", across=(0, 0, 1, 0)))
    sheet.fill("M170 440v70a190 60 0 0 0 380 0v-70a190 60 0 0 1-380 0z", "#5f7a4a")
    sheet.fill(
        "M170 440v70a190 60 0 0 0 380 0v-70a190 60 0 0 1-380 0z",
        sheet.ramp((0, "#000", 0.3), (0.3, "#fff", 0.25), (1, "#000", 0.4), across=(0, 0, 1, 0)),
    )
    sheet.fill(oval(360, 400, 190, 60), sheet.metal("#8d9398"))
    sheet.fill(oval(360, 404, 172, 51), wax)
    sheet.fill(
        oval(360, 404, 172, 51),
        sheet.glow((0, "#fff", 0.6), (0.7, "#fff", 0), (1, "#7a5312", 0.4), at=(0.35, 0.3), radius=0.7),
    )
    sheet.stroke("M270 400q60-30 120 0t90 6", "#c7963a", 7, opacity=0.6)
    lid = oval(560, 300, 150, 110)
    sheet.shadow(lid)
    sheet.rim(lid, STEEL)
    sheet.fill(lid, sheet.metal("#a9afb4", across=(0, 0, 1, 1)))
    sheet.fill(oval(560, 296, 118, 84), "#5f7a4a")
    sheet.fill(oval(560, 296, 50, 36), "#e8dfc6")
    return Drawn(
        sheet,
        f"open tin of {subject.of('contents').lower().split(',')[0] or 'polish'}, {subject.choice}, its lid beside it",
    )


def _bottle(subject: Subject) -> Drawn:
    sheet, glass = Sheet(), "#7a4a1e"
    sheet.ground(404, 690, 150, 20)
    d = smooth(
        [
            (352, 220),
            (352, 220),
            (352, 280),
            (280, 350),
            (270, 400),
            (270, 660),
            (270, 660),
            (290, 690),
            (290, 690),
            (510, 690),
            (510, 690),
            (530, 660),
            (530, 660),
            (530, 400),
            (520, 350),
            (448, 280),
            (448, 220),
            (448, 220),
        ]
    )
    sheet.rim(d, glass)
    sheet.fill(
        d,
        sheet.ramp(
            (0, dark(glass, 0.3), 1),
            (0.3, light(glass, 0.2), 1),
            (0.7, glass, 1),
            (1, dark(glass, 0.5), 1),
            across=(0, 0, 1, 0),
        ),
    )
    sheet.fill(box(300, 350, 20, 310, 10), "#fff", opacity=0.35)
    sheet.body(box(340, 130, 120, 100, 12), "#26282b", shadow=False)
    for i in range(9):
        sheet.stroke(f"M{352 + i * 12} 140v80", "#4a4e52", 3)
    sheet.fill(box(270, 430, 260, 170), "#ece5d2")
    sheet.fill(
        box(270, 430, 260, 170),
        sheet.ramp((0, "#000", 0.25), (0.3, "#fff", 0.3), (1, "#000", 0.3), across=(0, 0, 1, 0)),
    )
    sheet.stroke("M400 570c0-60-40-60-40-104 40 0 40 40 40 104 0-70 40-70 44-110-44 0-44 50-44 110", "#5f7a4a", 6)
    return Drawn(sheet, f"brown glass bottle of linseed oil, {subject.choice}")


def _syringe(subject: Subject) -> Drawn:
    sheet, is_graphite = Sheet(), subject.says("Graphite")
    grease = "#3a3d40" if is_graphite else "#efe9da"
    accent = finish_of(subject.choice, "blue").colour if subject.choice == "Violet" else "#2f6294"
    sheet.begin('transform="rotate(-34 400 400)"')
    sheet.shadow(box(150, 350, 480, 100, 16))
    sheet.body(box(60, 384, 120, 32, 6), accent, shadow=False)
    sheet.body(box(48, 340, 24, 120, 10), accent, shadow=False)
    sheet.body(box(150, 330, 24, 140, 10), "#cfd8dc", shadow=False)
    barrel = box(170, 348, 400, 104, 16)
    sheet.rim(barrel, "#cfd8dc")
    sheet.fill(barrel, "#dfe7ea", opacity=0.75)
    sheet.fill(box(236, 356, 328, 88, 12), grease)
    sheet.fill(box(206, 354, 34, 92, 8), "#26292c")
    sheet.fill(barrel, sheet.ramp((0, "#fff", 0.55), (0.35, "#fff", 0.05), (1, "#000", 0.3)))
    for i in range(9):
        sheet.stroke(f"M{280 + i * 30} 446v-{26 if i % 3 == 0 else 14}", "#33383c" if not is_graphite else "#e8ebec", 3)
    sheet.body(poly(((570, 372), (620, 386), (620, 414), (570, 428))), accent, shadow=False)
    sheet.fill(box(620, 394, 120, 12, 3), sheet.metal())
    sheet.end()
    return Drawn(sheet, f"syringe of {'graphite' if is_graphite else 'clear'} grease, {subject.choice}")


def _brushes(subject: Subject) -> Drawn:
    sheet = Sheet()
    for x, width, handle in ((190, 26, "#b2342e"), (300, 20, "#2b2d31")):
        sheet.body(poly(((x - 9, 700), (x - width / 2, 360), (x + width / 2, 360), (x + 9, 700))), handle)
        sheet.fill(box(x - width / 2 - 3, 250, width + 6, 120, 4), sheet.metal(across=(0, 0, 1, 0)))
        tuft = smooth(
            [
                (x - width / 2, 252),
                (x - width / 2, 252),
                (x - width / 2 - 6, 170),
                (x, 110),
                (x + width / 2 + 6, 170),
                (x + width / 2, 252),
                (x + width / 2, 252),
            ]
        )
        sheet.body(tuft, "#8a6038", shadow=False)
    for side in (-1, 1):
        sheet.body(
            smooth(
                [
                    (430 + side * 6, 110),
                    (430 + side * 26, 300),
                    (430 + side * 16, 640),
                    (430 + side * 4, 700),
                    (430 + side * 4, 640),
                    (430 + side * 10, 300),
                ]
            ),
            STEEL,
        )
    holder = box(520, 160, 190, 470, 20)
    sheet.body(holder, "#3a3f44")
    for i in range(8):
        x, y = 540 + i % 2 * 80, 186 + i // 2 * 108
        sheet.fill(box(x, y, 70, 84, 10), "#1d2023")
        sheet.fill(
            box(x + 29, y + 22, 12, 40, 2) + box(x + 15, y + 36, 40, 12, 2), ("#c0453c", "#4a86b8", "#d8a13c")[i % 3]
        )
    return Drawn(sheet, "two brushes, tweezers and a tray of stems for lubricating switches, laid out")


def _station(subject: Subject) -> Drawn:
    finish, sheet = subject.finish("material"), Sheet()
    is_tray = subject.says("Tray")
    d = box(140, 140, 520, 520, 22)
    colour = "#c9d6da" if is_tray or subject.says("Akrilik") else finish.colour
    sheet.body(d, colour, sheen=0.2)
    if finish.surface == WOOD and colour == finish.colour:
        sheet.grain(d, colour, area=(140, 140, 520, 520), seed=subject.seed, upright=False)
    side, gap = (10, 48.0) if is_tray else (6, 80.0)
    size = gap * 0.78
    for i in range(side * side):
        x, y = 160 + i % side * gap, 160 + i // side * gap
        hole = f"M{n(x)} {n(y)}h{n(size)}v{n(size)}h{n(-size)}z"
        sheet.raw(f'<path d="{hole}" fill="{dark(colour, 0.6)}"/>') if not is_tray else None
        if (i * 7 + subject.seed) % 3 and not is_tray:
            stem = box(x + size * 0.42, y + size * 0.14, size * 0.16, size * 0.72)
            sheet.fill(stem, ("#c0453c", "#e7e0cf", "#4a86b8")[i % 3])
        elif is_tray and (i * 13 + subject.seed) % 5:
            sheet.raw(f'<path d="{hole}" fill="{("#e4dccb", "#8d979c", "#e2682a", "#3b4045")[(i * 7) % 4]}"/>')
    stuff = finish.word if colour == finish.colour else "clear acrylic"
    if is_tray:
        return Drawn(sheet, "stackable tray filled with keycaps, seen from above")
    return Drawn(
        sheet,
        f"station for lubricating 36 switches in {stuff}, seen from above",
    )


def _puller(subject: Subject) -> Drawn:
    """Wire loops for caps; with two ends, blades for switches."""
    sheet, is_steel = Sheet(), "tainless" in subject.of("material")
    handle = "#2f3438" if not is_steel else STEEL
    for side in (-1, 1):
        d = smooth(
            [
                (400 + side * 30, 330),
                (400 + side * 46, 420),
                (400 + side * 120, 520),
                (400 + side * 128, 620),
                (400 + side * 88, 690),
                (400 + side * 40, 690),
            ],
            closed=False,
        )
        sheet.stroke(d, "#0e1211", 13, opacity=0.2, more=' transform="translate(7 12)"')
        sheet.rim_stroke(d, "#8d9398", 9)
        sheet.stroke(d, "#c9ced2", 9)
    sheet.body(
        smooth([(340, 120), (400, 90), (460, 120), (470, 240), (450, 350), (400, 370), (350, 350), (330, 240)]),
        handle,
        paint=sheet.metal(STEEL, across=(0, 0, 1, 0)) if is_steel else handle,
        sheen=0.35,
    )
    if is_steel:
        sheet.fill(oval(400, 200, 34, 56), dark(STEEL, 0.5))
        return Drawn(sheet, "puller of stainless steel for switches and keycaps")
    for i in range(5):
        sheet.stroke(f"M362 {170 + i * 36}h76", "#15181a", 8)
    return Drawn(sheet, "wire keycap puller with a dark grip")


def _opener(subject: Subject) -> Drawn:
    finish, sheet = finish_of(subject.choice, subject.name), Sheet()
    sheet.body(box(220, 240, 360, 370, 40), dark(finish.colour, 0.35))
    sheet.body(box(220, 214, 360, 370, 40), finish.colour, shadow=False, sheen=0.4)
    sheet.fill(box(284, 278, 232, 232, 16), dark(finish.colour, 0.6))
    for x, y in ((306, 272), (440, 272), (306, 470), (440, 470)):
        sheet.fill(box(x, y, 54, 46, 6), light(finish.colour, 0.25))
        sheet.shade(box(x, y, 54, 46, 6), 0.35)
    sheet.stroke(box(232, 226, 336, 346, 32), "#fff", 2.4, opacity=0.35)
    return Drawn(sheet, f"switch opener of aluminium anodised in {finish.word}, seen from above")


def _springs(subject: Subject) -> Drawn:
    sheet = Sheet()
    for number in range(4):
        x, height = 190 + number * 140, 250 + number * 70
        top = 660 - height
        tone = (STEEL, BRASS, STEEL, "#b8734a")[number]
        turns = 9 + number * 2
        step = height / turns
        sheet.stroke(f"M{x + 10} {top + 14}v{height}", "#0e1211", 84, opacity=0.14)
        front = "".join(
            f"M{x - 40} {n(top + i * step + step * 0.5)}L{x + 40} {n(top + i * step + step)}" for i in range(turns)
        )
        back = "".join(f"M{x + 40} {n(top + i * step)}L{x - 40} {n(top + i * step + step * 0.5)}" for i in range(turns))
        sheet.stroke(back, dark(tone, 0.5), 8)
        sheet.rim_stroke(front, tone, 7)
        sheet.stroke(front, tone, 9)
        sheet.stroke(front, light(tone, 0.75), 3)
    return Drawn(sheet, f"four switch springs of rising length, steel and gold, {subject.choice}")


def _feet(subject: Subject) -> Drawn:
    sheet = Sheet()
    high = 60 if "12" in subject.choice else 36
    for x, y in ((270, 280), (530, 280), (270, 530), (530, 530)):
        side = f"M{x - 96} {y}v{high}a96 34 0 0 0 192 0v{-high}z"
        sheet.shadow(side, drop=(8, 14), blur=8, opacity=0.2)
        sheet.rim(side, BRASS)
        sheet.fill(side, sheet.metal(BRASS, across=(0, 0, 1, 0)))
        sheet.fill(oval(x, y, 96, 34), light(BRASS, 0.35))
        sheet.stroke(oval(x, y, 96, 34), light(BRASS, 0.7), 2.4)
        sheet.fill(oval(x, y, 26, 9), dark(BRASS, 0.6))
    return Drawn(sheet, f"four turned feet of brass, {subject.choice} high")


def _winder(subject: Subject) -> Drawn:
    sheet, nylon = Sheet(), "#2f4a5c"
    sheet.begin('transform="rotate(-30 400 400)"')
    sheet.body(box(180, 350, 360, 64, 32), nylon)
    sheet.body(box(476, 300, 150, 120, 20), nylon, shadow=False)
    sheet.fill(box(520, 280, 66, 50, 6), "#14181b")
    sheet.body(oval(214, 382, 62), light(nylon, 0.15))
    sheet.fill(oval(214, 382, 20), sheet.metal(across=(0, 0, 1, 1)))
    sheet.fill(poly(((596, 410), (700, 440), (690, 470), (590, 440))), sheet.metal())
    sheet.end()
    return Drawn(sheet, "string winder of dark nylon with a cutter")


def _lever(subject: Subject) -> Drawn:
    sheet, carbon = Sheet(), "#26292c"
    sheet.begin('transform="rotate(-32 400 400)"')
    shaft = box(150, 376, 500, 44, 20)
    sheet.body(shaft, carbon, sheen=0.4)
    sheet.dashes("M190 398h330", "#4a4f54", 34, "6 6", opacity=0.55)
    sheet.body(smooth([(60, 398), (80, 366), (190, 370), (210, 398), (190, 426), (80, 430)]), "#5a3a26", shadow=False)
    head = poly(((640, 350), (700, 350), (706, 500), (634, 500)))
    sheet.rim(head, STEEL)
    sheet.fill(head, sheet.metal(across=(0, 0, 1, 0)))
    sheet.fill(box(650, 480, 40, 30, 3), "#1b1d1f")
    sheet.end()
    return Drawn(sheet, f"piano tuning lever of carbon fibre with a stainless head, {subject.choice.lower()}")


def _handled(subject: Subject) -> Drawn:
    """A blade in a wooden handle, or several: files, needles."""
    sheet, count = Sheet(), 6 if subject.says("Slotting") else 3 if subject.says("Needles") else 1
    for i in range(count):
        x = 400 + (i - (count - 1) / 2) * (100 if count > 3 else 170)
        wide = 22 if count > 3 else 26 if count == 3 else 60
        shift = (i % 2) * 18 if count > 1 else 0
        blade = (
            box(x - wide * 0.35, 90 + shift, wide * 0.7, 350, 4)
            if not subject.says("Needles")
            else poly(((x - 5, 430), (x, 110), (x + 5, 430)))
        )
        sheet.shadow(blade, drop=(6, 10), blur=7, opacity=0.25)
        sheet.rim(blade, STEEL)
        sheet.fill(blade, sheet.metal("#9aa0a6", across=(0, 0, 1, 0)))
        if not subject.says("Needles"):
            sheet.dashes(f"M{n(x)} 120v270", "#4d5256", wide * 0.6, "2 5", opacity=0.6)
        sheet.fill(box(x - wide * 0.5, 420 + shift, wide, 40, 4), sheet.metal(BRASS, across=(0, 0, 1, 0)))
        handle = smooth(
            [
                (x - wide * 0.5, 456 + shift),
                (x - wide * 0.9, 540),
                (x - wide * 0.7, 660),
                (x, 712),
                (x + wide * 0.7, 660),
                (x + wide * 0.9, 540),
                (x + wide * 0.5, 456 + shift),
            ]
        )
        sheet.body(handle, PEAR)
        sheet.grain(
            handle, PEAR, area=(x - wide, 450, 2 * wide, 270), seed=subject.seed + i, upright=True
        ) if count < 4 else None
    what = {6: "six nut files of graded width", 3: "three voicing needles", 1: "crowning file with diamond faces"}[
        count
    ]
    return Drawn(sheet, f"{what} in handles of pear wood, laid out")


def _ruler(subject: Subject) -> Drawn:
    sheet = Sheet()
    if subject.says("Rocker"):
        d = poly(((180, 300), (620, 240), (660, 500), (220, 590)))
        sheet.body(d, STEEL, paint=sheet.metal("#a7adb2", across=(0, 0, 1, 1)), sheen=0.1)
        sheet.stroke(line(((180, 300), (620, 240), (660, 500), (220, 590), (180, 300))), "#fff", 3, opacity=0.6)
        sheet.fill(oval(410, 410, 44), dark(STEEL, 0.55))
        return Drawn(sheet, "fret rocker of tool steel with four straight edges")
    if subject.says("Radius"):
        for i in range(9):
            x, y = 150 + i % 3 * 180, 170 + i // 3 * 170
            d = f"M{x} {y + 20}q70-{28 - i * 2} 140 0v110h-140z"
            sheet.body(d, STEEL, paint=sheet.metal("#a7adb2", across=(0, 0, 1, 1)), sheen=0.1)
            sheet.fill(oval(x + 70, y + 92, 12), dark(STEEL, 0.6))
        return Drawn(sheet, "nine radius gauges of stainless steel, laid out")
    sheet.begin('transform="rotate(-14 400 400)"')
    d = box(80, 320, 640, 150, 10)
    sheet.body(d, STEEL, paint=sheet.metal("#b3b9be", across=(0, 0, 1, 1)), sheen=0.1)
    marks = "".join(f"M{100 + i * 12} 320v{40 if i % 10 == 0 else 28 if i % 5 == 0 else 16}" for i in range(51))
    lower = "".join(f"M{100 + i * 18} 470v-{36 if i % 8 == 0 else 16}" for i in range(34))
    sheet.stroke(marks + lower, "#25292c", 2.4)
    sheet.fill(oval(690, 395, 12), "#3a3f43")
    sheet.end()
    return Drawn(sheet, "string action ruler of stainless steel with scales on both edges")


def _neck_rest(subject: Subject) -> Drawn:
    sheet, ash, cork = Sheet(), "#d8bd8e", "#c49a68"
    sheet.ground(404, 650, 270, 22)
    d = poly(((150, 330), (290, 330), (400, 450), (510, 330), (650, 330), (610, 640), (190, 640)))
    sheet.body(d, ash, shadow=False)
    sheet.grain(d, ash, area=(150, 330, 500, 310), seed=subject.seed, upright=False)
    v = line(((276, 326), (400, 462), (524, 326)))
    sheet.rim_stroke(v, cork, 34)
    sheet.stroke(v, cork, 34)
    sheet.dashes(v, "#8a6238", 26, "2 17", opacity=0.55)
    return Drawn(sheet, "neck rest of ash, its notch lined with cork")


_TOOLS: tuple[tuple[tuple[str, ...], Callable[[Subject], Drawn]], ...] = (
    (("Feet",), _feet), (("Brush Kit",), _brushes), (("Stasiun", "Tray"), _station), (("Pemutar",), _winder),
    (("ابزار", "Kìm"), _puller), (("Opener",), _opener), (("Spring",), _springs), (("Grease", "Sauce"), _syringe),
    (("Dầu",), _bottle), (("Lever",), _lever), (("Needles", "File"), _handled),
    (("Rocker", "Radius", "Ruler"), _ruler), (("Neck Rest",), _neck_rest), (("Felt Strip",), felts.roll),
    (("Bushing",), felts.folded), (("Humidity",), felts.strips), (("Mute",), felts.wedges), (("Castor",), felts.cups),
    (("Cover",), felts.cover),
)  # fmt: skip

"""What holds and protects: wrist rests, desk mats, boxes, pouches, bags, pedalboards."""

from __future__ import annotations

from config.demo.pictures.colours import WOOD, Finish, finish_of
from config.demo.pictures.paper import Sheet, box, dark, light, line, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

BRASS = "#c9a14e"
LENGTHS = {"60": 500, "65": 560, "75": 590, "TKL": 680}


def case_whole(subject: Subject) -> Drawn:
    for words, make in (
        (("Mat",), _mat), (("Rest", "Kê tay", "زیرمچی"), _rest), (("Kotak",), _box), (("Pedalboard",), _pedalboard),
        (("Travel", "Túi"), _pouch), (("trống",), _drum_bags), (("جعبه",), _hard),
    ):  # fmt: skip
        if subject.says(*words):
            return make(subject)
    return _bag(subject)


def case_close(subject: Subject) -> Drawn:
    drawn = case_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (310, 400, 2))


def _stitches(sheet: Sheet, d: str, colour: str) -> None:
    sheet.dashes(d, colour, 2.4, "9 6", opacity=0.85)


def _rest(subject: Subject) -> Drawn:
    finish, sheet = subject.finish("material"), Sheet()
    wide = next((size for word, size in LENGTHS.items() if word in subject.choice), 600)
    left, x = 400 - wide / 2, 400 + wide / 2
    top = box(left, 330, wide, 118, 30)
    sheet.shadow(box(left, 334, wide, 150, 30))
    sheet.body(box(left, 356, wide, 122, 30), dark(finish.colour, 0.3), shadow=False)
    sheet.body(top, finish.colour, shadow=False, sheen=0.24)
    is_leather = "eather" in subject.of("material")
    if finish.surface == WOOD:
        sheet.grain(top, finish.colour, area=(left, 330, wide, 118), seed=subject.seed, upright=False)
    elif finish.word == "cork":
        for i in range(70):
            at = left + 14 + (i * 97 + subject.seed) % (wide - 28), 340 + (i * 61) % 98
            sheet.fill(oval(*at, 5, 3), ("#8a6238", "#e2bd8c", "#6f4c2a")[i % 3], opacity=0.5)
    if is_leather:
        _stitches(sheet, box(left + 14, 344, wide - 28, 90, 20), light(finish.colour, 0.6))
    sheet.stroke(line(((left + 30, 337), (x - 30, 337))), "#fff", 3, opacity=0.4)
    size = f", {subject.choice} wide" if "%" in subject.choice or subject.choice == "TKL" else ""
    return Drawn(sheet, f"wrist rest in {finish.word}{' leather' if is_leather else ''}{size}, seen from above")


def _mat(subject: Subject) -> Drawn:
    finish, sheet = finish_of(subject.choice, subject.name), Sheet()
    d = box(60, 236, 680, 330, 18)
    sheet.body(d, finish.colour, sheen=0.1)
    sheet.begin(sheet.clip(d))
    for x, y, rx, ry in (
        (190, 330, 92, 46),
        (420, 470, 130, 62),
        (610, 310, 74, 40),
        (300, 520, 60, 26),
        (650, 500, 56, 34),
    ):
        for step in range(3):
            tone = light(finish.colour, 0.16 + step * 0.2)
            k = 1 - step * 0.3
            island = smooth(
                [
                    (x - rx * k, y),
                    (x - rx * 0.4 * k, y - ry * k),
                    (x + rx * 0.5 * k, y - ry * 0.8 * k),
                    (x + rx * k, y + ry * 0.2 * k),
                    (x + rx * 0.2 * k, y + ry * k),
                    (x - rx * 0.6 * k, y + ry * 0.7 * k),
                ]
            )
            sheet.fill(island, tone)
    sheet.end()
    _stitches(sheet, box(68, 244, 664, 314, 13), light(finish.colour, 0.5))
    return Drawn(
        sheet, f"desk mat in {finish.word} with a pattern of islands, {subject.of('length')} cm long, seen from above"
    )


def _box(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), subject.finish("material")
    top, front = poly(((190, 330), (300, 250), (640, 250), (560, 330))), box(190, 330, 370, 250, 6)
    side = poly(((560, 330), (640, 250), (640, 490), (560, 580)))
    sheet.ground(420, 588, 250, 20)
    for d, colour, upright in (
        (side, dark(finish.colour, 0.35), True),
        (top, light(finish.colour, 0.2), False),
        (front, finish.colour, False),
    ):
        sheet.rim(d, colour)
        sheet.fill(d, colour)
        sheet.grain(d, colour, area=(190, 250, 450, 330), seed=subject.seed, upright=upright)
    sheet.shade(front, 0.2)
    sheet.stroke(line(((190, 392), (560, 392), (640, 308))), dark(finish.colour, 0.6), 4)
    sheet.fill(box(352, 376, 46, 40, 6), sheet.metal(BRASS, across=(0, 0, 1, 1)))
    return Drawn(sheet, f"lidded cable box of {finish.word} with a brass clasp")


def _pouch(subject: Subject) -> Drawn:
    """A sleeve for a keyboard: cloth or felt, a flap with a strap."""
    sheet = Sheet()
    is_indigo = subject.says("chàm")
    cloth = "#2f3f74" if is_indigo else "#7d8288"
    trim = "#8a5a34" if not is_indigo else "#d8c9a6"
    wide = 560 if "60" in subject.choice else 620 if subject.choice.strip() == "75 %" else 680
    left = 400 - wide / 2
    sheet.body(box(left, 280, wide, 270, 26), cloth, sheen=0.16)
    if is_indigo:
        for i in range(9):
            x = left + 36 + i * (wide - 60) / 9
            sheet.stroke(f"M{x:.0f} 500l16-18 16 18-16 18z", "#cfd6ea", 3, opacity=0.7)
    else:
        sheet.begin(sheet.clip(box(left, 280, wide, 270, 26)))
        for i in range(44):
            x, y = left + (i * 83) % wide, 290 + (i * 47) % 250
            sheet.stroke(f"M{x:.0f} {y}l{7 - i % 13} {4 + i % 5}", "#fff", 2, opacity=0.24)
        sheet.end()
    flap = smooth(
        [
            (left, 280),
            (left, 280),
            (left, 380),
            (left, 380),
            (left + 40, 420),
            (400, 436),
            (left + wide - 40, 420),
            (left + wide, 380),
            (left + wide, 380),
            (left + wide, 280),
            (left + wide, 280),
        ]
    )
    sheet.body(flap, light(cloth, 0.1) if is_indigo else trim, shadow=False, sheen=0.2)
    _stitches(
        sheet,
        smooth(
            [(left + 14, 372), (left + 46, 406), (400, 420), (left + wide - 46, 406), (left + wide - 14, 372)],
            closed=False,
        ),
        "#efe2c4",
    )
    sheet.body(box(376, 396, 48, 100, 10), dark(trim, 0.2), shadow=False)
    sheet.fill(oval(400, 474, 14), sheet.metal(BRASS, across=(0, 0, 1, 1)))
    what = "pouch of indigo hemp" if is_indigo else "travel case of grey felt with a leather flap"
    return Drawn(sheet, f"{what} for keyboards of {subject.choice or subject.of('fits')}, closed")


def _bag(subject: Subject) -> Drawn:
    """A gig bag that shows the body inside: wide below, slim above."""
    sheet = Sheet()
    colour = subject.pick(("#34383d", "#3d4650", "#41403c"))
    is_bass, is_thin = subject.says("Bas"), subject.says("Thin")
    d = smooth(
        [
            (340, 70),
            (460, 70),
            (474, 100),
            (486, 330),
            (540, 400),
            (548, 470),
            (566, 560),
            (580, 660),
            (520, 726),
            (400, 736),
            (280, 726),
            (220, 660),
            (234, 560),
            (252, 470),
            (260, 400),
            (314, 330),
            (326, 100),
        ]
    )
    sheet.begin(f'transform="rotate(14 400 400)scale({0.94 if not is_bass else 0.9} .96)translate(24 24)"')
    sheet.body(d, colour, sheen=0.3)
    inner = smooth(
        [
            (352, 92),
            (448, 92),
            (456, 110),
            (468, 340),
            (522, 408),
            (530, 476),
            (548, 564),
            (558, 650),
            (508, 706),
            (400, 714),
            (292, 706),
            (242, 650),
            (252, 564),
            (270, 476),
            (278, 408),
            (332, 340),
            (344, 110),
        ]
    )
    sheet.stroke(inner, "#101214", 7)
    sheet.dashes(inner, "#a9afb4", 4, "3 4")
    pocket = box(300, 470, 200, 190, 22)
    sheet.fill(pocket, dark(colour, 0.16))
    sheet.stroke(pocket, light(colour, 0.3), 3)
    sheet.stroke("M316 506h168", "#a9afb4", 4)
    sheet.fill(box(470, 500, 12, 34, 4), sheet.metal())
    sheet.stroke("M262 420q-52 40-30 120", "#15171a", 20)
    sheet.stroke("M262 420q-52 40-30 120", light(colour, 0.22), 14)
    if not is_thin:
        sheet.stroke("M372 250h56", "#15171a", 26)
        sheet.stroke("M372 250h56", light(colour, 0.25), 18)
    sheet.end()
    what = "thin gig bag" if is_thin else "padded bag"
    return Drawn(
        sheet,
        f"{what} for a {'bass' if is_bass else 'guitar'} of dark polyester, seen from the front",
    )


def _hard(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), finish_of(subject.choice, subject.name)
    d = smooth(
        [
            (356, 60),
            (444, 60),
            (456, 90),
            (460, 380),
            (530, 480),
            (552, 580),
            (520, 690),
            (400, 734),
            (280, 690),
            (248, 580),
            (270, 480),
            (340, 380),
            (344, 90),
        ]
    )
    sheet.begin('transform="rotate(14 400 400)"')
    sheet.body(d, finish.colour, sheen=0.4)
    sheet.stroke(smooth([(366, 84), (366, 400), (300, 500), (286, 590)], closed=False), "#fff", 10, opacity=0.25)
    for y, x in ((200, 456), (520, 544), (660, 530)):
        sheet.fill(box(x - 22, y, 36, 30, 5), sheet.metal(BRASS))
    sheet.stroke("M470 330q34 40 0 90", "#15171a", 18)
    sheet.stroke("M470 330q34 40 0 90", "#8a5a34", 12)
    sheet.end()
    return Drawn(sheet, f"hard case for a setar in {finish.word} fibreglass with brass catches, closed")


def _drum_bags(subject: Subject) -> Drawn:
    sheet, colour = Sheet(), "#33383d"
    sheet.ground(404, 690, 320, 20)
    for x, y, radius, height in (
        (270, 420, 150, 240),
        (560, 480, 120, 180),
        (520, 330, 96, 120),
        (330, 250, 82, 100),
        (440, 560, 104, 100),
    ):
        side = f"M{x - radius} {y}v{height}a{radius} {radius * 0.24:.0f} 0 0 0 {2 * radius} 0v{-height}z"
        sheet.rim(side, colour)
        sheet.fill(side, colour)
        sheet.fill(
            side,
            sheet.ramp(
                (0, "#000", 0.3), (0.25, "#fff", 0.24), (0.5, "#fff", 0), (1, "#000", 0.45), across=(0, 0, 1, 0)
            ),
        )
        top = oval(x, y, radius, radius * 0.24)
        sheet.fill(top, light(colour, 0.16))
        sheet.stroke(top, "#a9afb4", 3)
        sheet.stroke(f"M{x - 40} {y + 4}q40 34 80 0", "#15171a", 13)
        sheet.stroke(f"M{x - 40} {y + 4}q40 34 80 0", light(colour, 0.3), 8)
    return Drawn(sheet, "five padded drum bags in dark grey, stacked")


def _pedalboard(subject: Subject) -> Drawn:
    sheet, birch = Sheet(), Finish("birch", "#d9b98a", WOOD)
    wide = 700 if subject.says("Ten") else 520
    left = 400 - wide / 2
    sheet.shadow(box(left, 240, wide, 330, 20))
    for x in (left, left + wide - 34):
        d = box(x, 236, 34, 338, 10)
        sheet.body(d, birch.colour, shadow=False)
        sheet.grain(d, birch.colour, area=(x, 236, 34, 338), seed=subject.seed, upright=True)
    for i in range(4):
        rail = box(left + 30, 252 + i * 84, wide - 60, 54, 6)
        sheet.rim(rail, "#8d9398", width=2.4)
        sheet.fill(rail, sheet.metal("#a2a8ad"))
        sheet.fill(box(left + 40, 264 + i * 84, wide - 80, 30, 4), "#26292c", opacity=0.8)
    return Drawn(
        sheet,
        f"birch pedalboard with four aluminium rails for {subject.choice.lower() or 'six pedals'}, seen from above",
    )

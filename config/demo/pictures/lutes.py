"""Iranian instruments: setar, tar and daf; and what goes with strings: sets, picks, straps, stands, tuners, capos."""

from __future__ import annotations

from config.demo.pictures.colours import finish_of
from config.demo.pictures.paper import Sheet, around, box, dark, light, line, n, oval, poly, rim_of, smooth
from config.demo.pictures.subject import Drawn, Subject

MULBERRY, WALNUT, GUT = "#b9793f", "#5d3b26", "#efe3c6"
BRASS, STEEL = "#c9a14e", "#c3c7ca"


def lute_whole(subject: Subject) -> Drawn:
    if subject.of("diameter"):
        return _daf(subject)
    sheet, has_skin = Sheet(), "skin" in subject.of("body")
    turn = "translate(372 404)rotate(24)"
    bowl = smooth(_TAR if has_skin else _SETAR)
    neck = box(-13, -330, 26, 460)
    sheet.shadow(bowl + neck, turn=turn, drop=(12, 20), blur=12)
    sheet.begin(f'transform="{turn}"')
    _long_neck(sheet, subject, 116 if has_skin else 150)
    sheet.rim(bowl, MULBERRY, width=3.6)
    sheet.fill(bowl, MULBERRY)
    sheet.grain(bowl, MULBERRY, area=(-120, 80, 240, 300), seed=subject.seed, upright=True)
    sheet.shade(bowl, 0.3)
    if has_skin:
        for skin in (oval(0, 158, 52, 46), oval(0, 292, 82, 70)):
            sheet.fill(skin, GUT)
            sheet.fill(
                skin, sheet.glow((0, "#fff", 0.5), (0.7, "#fff", 0), (1, "#8a6a3c", 0.5), at=(0.4, 0.35), radius=0.65)
            )
            sheet.stroke(skin, dark(MULBERRY, 0.4), 3)
    else:
        holes = "".join(oval(x, y, 3) for x, y in ((0, 196), (-14, 208), (14, 208), (0, 220), (-8, 236), (8, 236)))
        sheet.fill(holes, "#2b1a10")
    if subject.says("خاتم"):
        sheet.dashes(bowl, "#f0e6cf", 9, "5 6")
        sheet.dashes(bowl, "#2a5a52", 3, "5 6")
    sheet.fill(box(-24, 300, 48, 9, 3), dark(WALNUT, 0.3))
    for i in range(int(subject.number("courses", 4))):
        x = -7 + 14 * i / max(1, subject.number("courses", 4) - 1)
        sheet.stroke(line(((x, -318), (x * 1.3, 304))), "#efe9d8", 1.3, opacity=0.9)
    sheet.end()
    inlay = " with khatam inlay" if subject.says("خاتم") else ""
    what = (
        "tar with a double bowl of mulberry under lambskin"
        if has_skin
        else f"setar with a pear-shaped mulberry bowl{inlay}"
    )
    return Drawn(sheet, f"{what}, walnut neck with {subject.of('frets')} gut frets, from head to body")


_SETAR = (
    (0, 92), (-26, 116), (-64, 184), (-88, 254), (-80, 322), (-38, 362), (0, 368), (38, 362), (80, 322), (88, 254),
    (64, 184), (26, 116),
)  # fmt: skip
_TAR = (
    (0, 96), (-50, 104), (-78, 148), (-66, 198), (-50, 218), (-84, 244), (-112, 294), (-96, 350), (-44, 378), (0, 380),
    (44, 378), (96, 350), (112, 294), (84, 244), (50, 218), (66, 198), (78, 148), (50, 104),
)  # fmt: skip


def _long_neck(sheet: Sheet, subject: Subject, end: float) -> None:
    for i in range(int(subject.number("courses", 4))):
        side = 1 if i % 2 else -1
        y = -360 + i // 2 * 26 + (10 if side > 0 else 0)
        peg = poly(
            (
                (side * 8, y - 4),
                (side * 34, y - 7),
                (side * 40, y - 10),
                (side * 40, y + 10),
                (side * 34, y + 7),
                (side * 8, y + 4),
            )
        )
        sheet.rim(peg, WALNUT, width=2)
        sheet.fill(peg, WALNUT)
    neck = poly(((-11, -388), (11, -388), (13, -316), (14, end), (-14, end), (-13, -316)))
    sheet.rim(neck, WALNUT)
    sheet.fill(neck, WALNUT)
    sheet.fill(neck, sheet.ramp((0, "#fff", 0.25), (0.5, "#fff", 0), (1, "#000", 0.3), across=(0, 0, 1, 0)))
    frets = int(subject.number("frets", 25))
    ties = "".join(
        f"M-13 {n(-316 + (end + 300) * (1 - 2 ** (-i / 16)) * 1.5)}h26"
        for i in range(1, frets)
        if 1.5 * (1 - 2 ** (-i / 16)) < 1
    )
    sheet.raw(f'<path d="{ties}" stroke="{GUT}" stroke-width="2.6" opacity=".85"/>')
    sheet.fill(box(-13, -320, 26, 6, 1), GUT)


def _daf(subject: Subject) -> Drawn:
    """A wide frame drum with rings inside its frame."""
    sheet, wood = Sheet(), "#a06a3c"
    is_plain = subject.says("مصنوعی")
    skin = "#f3f1ea" if is_plain else "#e4cfa4"
    sheet.body(oval(400, 400, 296), wood)
    sheet.fill(oval(400, 400, 280), skin)
    sheet.fill(
        oval(400, 400, 280),
        sheet.glow((0, "#fff", 0.5), (0.6, "#fff", 0), (1, "#6b4a22", 0.42), at=(0.38, 0.34), radius=0.7),
    )
    if not is_plain:
        for x, y, r in ((330, 470, 130), (480, 330, 110), (440, 500, 80)):
            sheet.fill(oval(x, y, r, r * 0.7), "#b98f56", opacity=0.13)
    pins = "".join(oval(*around(400, 400, 288, i * 15), 4) for i in range(24))
    sheet.fill(pins, sheet.metal(BRASS))
    return Drawn(
        sheet,
        f"daf of {'synthetic skin' if is_plain else 'goatskin'} on a willow frame, {subject.of('diameter')} inches",
    )


def lute_close(subject: Subject) -> Drawn:
    drawn = lute_whole(subject)
    focus = (490, 280, 2.2) if subject.of("diameter") else (270, 620, 2.1)
    return Drawn(drawn.sheet, f"close up: {drawn.text.removesuffix(', from head to body')}", focus)


# --- strings and what goes with them ----------------------------------------------------------------------------------


def strings_whole(subject: Subject) -> Drawn:
    for words, make in (
        (("Pick",), _picks), (("Strap",), _strap), (("پایهٔ",), _stand), (("تیونر",), _tuner), (("کاپو",), _capo),
    ):  # fmt: skip
        if subject.says(*words):
            return make(subject)
    return _set(subject)


def strings_close(subject: Subject) -> Drawn:
    drawn = strings_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (370, 400, 1.8))


def _set(subject: Subject) -> Drawn:
    """A coiled set on its card: wound strings are thick and warm, plain ones thin and bright."""
    sheet, winding = Sheet(), subject.of("winding")
    nylon, bronze = "ylon" in winding, "ronze" in winding
    colour = "#b98242" if bronze else "#dfe2e0" if nylon else "#a4a9ad"
    card = subject.pick(("#2f4a5c", "#7a3a30", "#3f5a45", "#b98a3e", "#4a3f66", "#23262a"), salt=4)
    d = box(170, 150, 460, 500, 14)
    sheet.begin('transform="rotate(-6 400 400)"')
    sheet.body(d, card, sheen=0.14)
    sheet.fill(box(170, 150, 460, 84, 14), light(card, 0.16))
    sheet.fill(box(200, 182, 120, 18, 9), "#f2ede0", opacity=0.85)
    sheet.fill(box(340, 182, 60, 18, 9), "#f2ede0", opacity=0.45)
    sheet.fill(oval(400, 440, 182), dark(card, 0.35))
    count = min(6, int(subject.number("courses", 6)))
    for i in range(count):
        radius, width = 170 - i * 15, 6.5 - i * 0.85
        tone = colour if i < (count + 1) // 2 or bronze else "#d6dadc"
        sheet.stroke(oval(400 + i % 3 - 1, 440 + i % 2, radius), dark(tone, 0.5), width + 2)
        sheet.stroke(oval(400 + i % 3 - 1, 440 + i % 2, radius), tone, width)
        ball = around(400, 440, radius, 40 + i * 34)
        sheet.fill(oval(*ball, 8), sheet.metal(BRASS))
        sheet.fill(oval(*ball, 3), "#3b2c12")
    sheet.fill(box(388, 268, 24, 96, 6), "#c0453c")
    sheet.end()
    return Drawn(
        sheet,
        f"a set of {subject.of('courses')} strings, {winding.lower()}, {subject.of('gauge').lower()}, coiled",
    )


def _picks(subject: Subject) -> Drawn:
    sheet = Sheet()
    for i, (x, y, turn) in enumerate(((280, 280, -24), (520, 270, 18), (290, 520, 12), (530, 530, -14))):
        colour = ("#4a3524", "#7a5a38", "#2d231d", "#a58458")[i]
        d = smooth(
            [
                (x, y + 118),
                (x - 40, y + 60),
                (x - 92, y - 50),
                (x - 60, y - 92),
                (x, y - 100),
                (x + 60, y - 92),
                (x + 92, y - 50),
                (x + 40, y + 60),
            ]
        )
        sheet.begin(f'transform="rotate({turn} {x} {y})"')
        sheet.shadow(d, drop=(6, 10), blur=8, opacity=0.25)
        sheet.body(d, colour, shadow=False, sheen=0.4)
        sheet.grain(d, colour, area=(x - 95, y - 100, 190, 220), seed=i + 3, upright=True)
        sheet.end()
    return Drawn(sheet, "four picks of dark buffalo horn, laid out")


def _strap(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), finish_of(subject.choice, subject.name)
    way = smooth([(190, 640), (250, 300), (400, 190), (550, 300), (610, 640)], closed=False)
    sheet.stroke(way, "#0e1211", 86, opacity=0.22, more=' transform="translate(9 16)"')
    for colour, width in ((rim_of(finish.colour), 94), (dark(finish.colour, 0.3), 87), (finish.colour, 78)):
        rim = ' class="rim"' if width == 94 else ""
        sheet.raw(f'<path d="{way}"{rim} fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="butt"/>')
    for width, dash, colour in ((46, "14 22", light(finish.colour, 0.6)), (18, "8 28", "#e8c069")):
        sheet.dashes(way, colour, width, dash)
    for x, turn in ((190, 8), (610, -8)):
        sheet.begin(f'transform="rotate({turn} {x} 640)"')
        end = smooth(
            [(x - 46, 610), (x - 46, 610), (x - 40, 700), (x, 734), (x + 40, 700), (x + 46, 610), (x + 46, 610)]
        )
        sheet.body(end, "#5c3a24", shadow=False)
        sheet.fill(oval(x, 696, 9), "#1a120c")
        sheet.end()
    return Drawn(sheet, f"woven ikat strap in {finish.word} with leather ends")


def _stand(subject: Subject) -> Drawn:
    sheet, tube = Sheet(), "#3a3e42"
    sheet.ground(404, 690, 250, 16)
    for d in (
        line(((400, 420), (180, 680))),
        line(((400, 420), (620, 680))),
        line(((400, 150), (400, 640))),
        line(((300, 540), (500, 540))),
    ):
        sheet.stroke(d, dark(tube, 0.6), 26)
        sheet.raw(f'<path d="{d}" class="rim" fill="none" stroke="#8d959b" stroke-width="22"/>')
        sheet.stroke(d, tube, 17)
        sheet.stroke(d, "#fff", 3, opacity=0.3, more=' transform="translate(-3 -2)"')
    for d in ("M330 170q0 50 70 50t70-50", "M300 540q-26 0-26-50", "M500 540q26 0 26-50"):
        sheet.stroke(d, "#8d959b", 32)
        sheet.stroke(d, "#1f2225", 27)
        sheet.stroke(d, "#fff", 5, opacity=0.16)
    sheet.screw(400, 420, 17)
    return Drawn(sheet, "folding guitar stand in black steel with foam on its arms")


def _tuner(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), finish_of(subject.choice, subject.name)
    sheet.body(box(330, 470, 140, 170, 26), dark(finish.colour, 0.2))
    sheet.fill(box(352, 560, 96, 90, 12), "#1d1f22")
    sheet.fill(oval(400, 470, 40), sheet.metal())
    sheet.body(box(170, 170, 460, 290, 46), finish.colour)
    sheet.fill(box(204, 204, 392, 196, 22), "#10161a")
    for i in range(11):
        x, y = around(400, 470, 210, -150 + i * 12)
        colour = "#6ccb97" if i == 5 else "#e3b24f" if 3 <= i <= 7 else "#5a6a72"
        sheet.fill(oval(x, y, 10 if i == 5 else 7), colour)
    sheet.stroke(line(((400, 392), around(400, 470, 190, -96))), "#f3f5f4", 6)
    sheet.fill(oval(400, 428, 13), light(finish.colour, 0.3))
    return Drawn(sheet, f"clip-on tuner in {finish.word} with its needle near the middle")


def _capo(subject: Subject) -> Drawn:
    sheet, finish = Sheet(), finish_of(subject.choice, subject.name)
    lower = smooth(
        [(200, 470), (260, 440), (380, 470), (480, 560), (560, 680), (520, 700), (420, 600), (320, 540), (210, 520)]
    )
    upper = smooth(
        [
            (170, 330),
            (200, 290),
            (560, 270),
            (610, 320),
            (600, 400),
            (640, 560),
            (600, 570),
            (540, 430),
            (500, 360),
            (200, 372),
        ]
    )
    sheet.shadow(lower + upper)
    for d in (lower, upper):
        sheet.body(d, finish.colour, shadow=False, sheen=0.34)
    sheet.fill(box(182, 368, 300, 30, 14), "#22252a")
    sheet.fill(box(210, 440, 150, 24, 12), "#22252a")
    for i in range(6):
        sheet.stroke(line(((470 + i * 11, 420 + i * 16), (520 + i * 9, 410 + i * 15))), "#d4d8da", 6)
    sheet.screw(540, 400, 20)
    return Drawn(sheet, f"spring capo in {finish.word}")

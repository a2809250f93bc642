"""Drums: kits, snares, and what is shaken, struck or pressed with a foot."""

from __future__ import annotations

from config.demo.pictures.colours import METAL, WOOD, Finish, finish_of
from config.demo.pictures.paper import Sheet, around, box, dark, light, line, n, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

CHROME, HEAD, HICKORY = "#c2c6ca", "#f1efe8", "#d3a56c"


def drum_whole(subject: Subject) -> Drawn:
    if subject.category == "drum-kits":
        return _kit(subject)
    for word, make in (
        ("Tambourine", _tambourine),
        ("Shaker", _shakers),
        ("Key", _key),
        ("Pedal", _foot),
        ("Cajon", _cajon),
    ):
        if subject.says(word):
            return make(subject)
    return _snare(subject)


def drum_close(subject: Subject) -> Drawn:
    drawn = drum_whole(subject)
    return Drawn(drawn.sheet, f"close up: {drawn.text}", (330, 380, 1.8))


def shell(
    sheet: Sheet,
    x: float,
    y: float,
    radius: float,
    height: float,
    finish: Finish,
    *,
    lugs: int = 7,
    lean: float = 0.27,
    seed: int = 0,
) -> None:
    """A drum that stands: its upper head seen a little from above, hoops, lugs and rods."""
    ry = radius * lean
    low = y + height
    side = f"M{n(x - radius)} {n(y)}v{n(height)}a{n(radius)} {n(ry)} 0 0 0 {n(2 * radius)} 0v{n(-height)}z"
    sheet.rim(side, finish.colour)
    sheet.fill(side, finish.colour)
    if finish.surface == WOOD:
        sheet.grain(side, finish.colour, area=(x - radius, y, radius * 2, height + ry), seed=seed, upright=True)
    if finish.surface == METAL:
        sheet.fill(
            side,
            sheet.ramp(
                (0, "#000", 0.3),
                (0.2, "#fff", 0.45),
                (0.38, "#000", 0.1),
                (0.6, "#fff", 0.25),
                (0.8, "#000", 0.2),
                (1, "#000", 0.45),
                across=(0, 0, 1, 0),
            ),
        )
    else:
        sheet.fill(
            side,
            sheet.ramp(
                (0, "#000", 0.28), (0.22, "#fff", 0.34), (0.42, "#fff", 0), (1, "#000", 0.5), across=(0, 0, 1, 0)
            ),
        )
    for i in range(lugs):
        at, down = around(x, 0, radius * 0.985, 18 + i * 144 / (lugs - 1))
        depth = down * lean
        rod = max(3.0, radius * 0.022)
        sheet.stroke(line(((at, y + depth + 4), (at, low + depth - 4))), "#eceff0", rod, opacity=0.9)
        sheet.fill(
            box(at - rod * 1.9, (y + low) / 2 + depth - height * 0.16, rod * 3.8, height * 0.32, rod * 1.4),
            sheet.metal(across=(0, 0, 1, 0)),
        )
    for edge, thick in ((low, 11), (y, 13)):
        hoop = f"M{n(x - radius)} {n(edge)}a{n(radius)} {n(ry)} 0 0 0 {n(2 * radius)} 0"
        sheet.stroke(hoop, "#565b60", thick * radius / 200 + 3)
        sheet.stroke(hoop, "#d9dddf", thick * radius / 200)
        sheet.stroke(hoop, "#fff", 2, opacity=0.6)
    top = oval(x, y, radius, ry)
    sheet.stroke(top, "#6a6f74", 12 * radius / 200 + 2)
    sheet.stroke(top, "#dfe2e4", 10 * radius / 200)
    sheet.fill(top, HEAD)
    sheet.fill(top, sheet.glow((0, "#fff", 0.8), (0.7, "#fff", 0), (1, "#77736a", 0.35), at=(0.36, 0.3), radius=0.75))


def _snare(subject: Subject) -> Drawn:
    finish, sheet = finish_of(subject.choice, subject.of("shell"), subject.name), Sheet()
    height = 150 + 12 * subject.number("depth", 6)
    sheet.ground(404, 574, 270, 46)
    shell(sheet, 400, 320, 262, height, finish, lugs=6, seed=subject.seed)
    sheet.fill(box(378, 440, 44, 96, 8), sheet.metal(across=(0, 0, 1, 0)))
    sheet.fill(box(362, 470, 76, 22, 8), sheet.metal("#8d9398"))
    size = f"{subject.of('diameter')} by {subject.of('depth')} inch "
    return Drawn(sheet, f"{size}snare drum with a shell in {finish.word} and chrome hoops")


def _kit(subject: Subject) -> Drawn:
    """From the audience: bass drum in front, toms on it, floor tom to the right, snare to the left."""
    finish, sheet = finish_of(subject.choice, subject.name), Sheet()
    sizes = [int(part.split()[0]) for part in subject.of("pieces").split(", ")]
    bass, rest = sizes[0], sizes[1:-1]
    floor, toms = (rest[0], rest[1:]) if rest else (14, [])
    sheet.ground(404, 716, 330, 22)
    for x, leg in ((594, 706), (676, 700), (130, 706), (210, 706), (170, 714)):
        top = 520 if x > 400 else 500
        sheet.stroke(line(((x if x > 400 else 170, top), (x, leg))), "#6a6f74", 8)
        sheet.stroke(line(((x if x > 400 else 170, top), (x, leg))), "#d8dcde", 5)
    shell(sheet, 172, 440, 92, 66, finish, lugs=5, seed=subject.seed)
    shell(sheet, 632, 420, floor * 6.6, floor * 11.5, finish, lugs=5, seed=subject.seed + 1)
    radius = bass * 9.2
    centre = 716 - radius
    for i, size in enumerate(toms):
        at = 400 + (i - (len(toms) - 1) / 2) * 180
        sheet.stroke(line(((400, centre - radius + 16), (at, centre - radius - 30))), "#9da3a8", 13)
        width = size * 7.2
        shell(sheet, at, centre - radius - 50 - width * 0.9, width, width * 0.95, finish, lugs=4, seed=subject.seed + i)
    _bass(sheet, 400, centre, radius, finish)
    pieces = len(sizes)
    return Drawn(sheet, f"{pieces}-piece drum kit in {finish.word} with a {bass} inch bass drum, seen from the front")


def _bass(sheet: Sheet, x: float, y: float, radius: float, finish: Finish) -> None:
    for side in (-1, 1):
        sheet.stroke(line(((x + side * radius * 0.8, y + radius * 0.4), (x + side * (radius + 40), 714))), "#8d9398", 9)
    hoop = oval(x, y, radius)
    sheet.rim(hoop, finish.colour)
    sheet.fill(hoop, dark(finish.colour, 0.12))
    sheet.shade(hoop, 0.3)
    head = oval(x, y, radius * 0.9)
    sheet.fill(head, "#e9e6dd")
    sheet.fill(head, sheet.glow((0, "#fff", 0.7), (0.65, "#fff", 0), (1, "#5d5a52", 0.4), at=(0.36, 0.3), radius=0.75))
    sheet.stroke(head, dark(finish.colour, 0.5), 3)
    sheet.fill(oval(x + radius * 0.46, y + radius * 0.42, radius * 0.19), "#1d1e20")
    sheet.stroke(oval(x + radius * 0.46, y + radius * 0.42, radius * 0.19), "#b9bec2", 4)
    sheet.stroke(oval(x, y, radius * 0.5), finish.colour, 5, opacity=0.7)
    for i in range(8):
        at = around(x, y, radius * 0.955, i * 45 + 22)
        sheet.fill(oval(*at, radius * 0.055), sheet.metal(across=(0, 0, 1, 1)))


def _tambourine(subject: Subject) -> Drawn:
    sheet = Sheet()
    ring = oval(400, 400, 290) + oval(400, 400, 236)
    sheet.stroke(oval(409, 416, 263), "#0e1211", 56, opacity=0.22)
    sheet.rim(oval(400, 400, 290), HICKORY)
    sheet.fill(ring, HICKORY, more=' fill-rule="evenodd"')
    sheet.fill(
        ring,
        sheet.ramp((0, "#fff", 0.35), (0.5, "#fff", 0), (1, "#000", 0.35), across=(0, 0, 1, 1)),
        more=' fill-rule="evenodd"',
    )
    sheet.stroke(oval(400, 400, 236), dark(HICKORY, 0.5), 3)
    for i in range(16):
        x, y = around(400, 400, 263, i * 22.5 + 11)
        sheet.begin(f'transform="rotate({i * 22.5 + 11:g} {n(x)} {n(y)})"')
        sheet.fill(box(x - 16, y - 42, 32, 84, 4), "#2b1f16")
        for shift in (-8, 8):
            sheet.fill(oval(x + shift, y, 5, 36), sheet.metal())
        sheet.end()
    return Drawn(sheet, f"{subject.of('diameter')} inch tambourine of ash with sixteen pairs of steel jingles")


def _shakers(subject: Subject) -> Drawn:
    count = 6 if subject.says("six") else 2
    sheet, colours = Sheet(), ("#b2342e", "#2f6294", "#d9a441", "#466f54", "#70549c", "#2b2d31")
    places = (
        ((290, 400), (520, 420)) if count == 2 else tuple((190 + i % 3 * 210, 290 + i // 3 * 250) for i in range(6))
    )
    size = 150 if count == 2 else 96
    for i, (x, y) in enumerate(places):
        d = smooth(
            [
                (x, y - size * 1.28),
                (x - size * 0.7, y - size * 0.4),
                (x - size * 0.86, y + size * 0.4),
                (x, y + size),
                (x + size * 0.86, y + size * 0.4),
                (x + size * 0.7, y - size * 0.4),
            ]
        )
        sheet.begin(f'transform="rotate({(-14, 12, 8)[i % 3]} {x} {y})"')
        sheet.body(d, colours[i], sheen=0.3)
        sheet.fill(oval(x - size * 0.3, y - size * 0.5, size * 0.16, size * 0.3), "#fff", opacity=0.5)
        sheet.end()
    return Drawn(sheet, f"{'six' if count == 6 else 'two'} egg shakers in bright colours")


def _key(subject: Subject) -> Drawn:
    sheet, brass = Sheet(), "#c9a14e"
    d = smooth(
        [
            (170, 210),
            (230, 170),
            (400, 200),
            (570, 170),
            (630, 210),
            (610, 280),
            (470, 300),
            (450, 330),
            (450, 330),
            (450, 620),
            (450, 620),
            (350, 620),
            (350, 620),
            (350, 330),
            (350, 330),
            (330, 300),
            (190, 280),
        ]
    )
    sheet.body(d, brass, paint=sheet.metal(brass, across=(0, 0, 1, 0)))
    sheet.fill(box(372, 590, 56, 30), "#3b2c12")
    sheet.fill(oval(230, 226, 20) + oval(570, 226, 20), dark(brass, 0.5))
    return Drawn(sheet, "drum key of polished brass")


def _foot(subject: Subject) -> Drawn:
    """A bass drum pedal from the side; a double one has its twin behind."""
    sheet, is_double = Sheet(), subject.says("đôi")
    sheet.ground(404, 676, 300, 18)
    for shift in (130, 0) if is_double else (50,):
        sheet.begin(f'transform="translate({shift - 60} {-22 if shift == 130 else 0})"')
        board = poly(((120, 630), (420, 520), (446, 546), (140, 660)))
        sheet.fill(box(96, 646, 430, 20, 8), sheet.metal("#8d9398"))
        sheet.rim(board, CHROME)
        sheet.fill(board, sheet.metal(CHROME, across=(0, 0, 1, 0.4)))
        for i in range(6):
            sheet.stroke(line(((170 + i * 40, 618 - i * 15), (186 + i * 40, 634 - i * 15))), "#5d6368", 6)
        post = poly(((452, 656), (470, 300), (500, 300), (524, 656)))
        sheet.rim(post, "#9ea4a9")
        sheet.fill(post, sheet.metal("#9ea4a9", across=(0, 0, 1, 0)))
        for d, width in ((line(((484, 330), (560, 150))), 11), (line(((436, 530), (482, 340))), 12)):
            sheet.stroke(d, "#4d5256", width + 4)
            sheet.stroke(
                d, "#dfe3e5", width, more=' stroke-dasharray="9 7" stroke-linecap="butt"' if width == 12 else ""
            )
        sheet.fill(oval(484, 326, 40), sheet.metal("#a7adb2"))
        sheet.fill(oval(484, 326, 14), "#43484c")
        beater = smooth([(540, 120), (590, 100), (626, 140), (606, 192), (556, 190)])
        sheet.body(beater, "#e8e0cc", shadow=False)
        sheet.end()
    return Drawn(sheet, f"{'double' if is_double else 'single'} bass drum pedal in silver with a felt beater")


def _cajon(subject: Subject) -> Drawn:
    sheet, ash, birch = Sheet(), "#cf9f64", "#e0c294"
    sheet.ground(400, 708, 240, 18)
    front, side = (
        poly(((210, 190), (520, 214), (520, 700), (210, 690))),
        poly(((520, 214), (620, 180), (620, 660), (520, 700))),
    )
    top = poly(((210, 190), (310, 160), (620, 180), (520, 214)))
    for d, colour in ((side, dark(birch, 0.3)), (top, light(birch, 0.25)), (front, ash)):
        sheet.rim(d, colour)
        sheet.fill(d, colour)
    sheet.grain(front, ash, area=(205, 185, 320, 520), seed=subject.seed, upright=True)
    sheet.shade(front, 0.16)
    for x, y in ((230, 214), (500, 236), (230, 450), (500, 460), (230, 668), (500, 678)):
        sheet.screw(x, y, 7)
    sheet.fill(oval(570, 420, 22, 54), "#2b1c10")
    pad = poly(((240, 184), (322, 158), (592, 176), (508, 206)))
    sheet.fill(pad, "#2b2d31")
    sheet.shade(pad, 0.2)
    return Drawn(sheet, "cajon of birch with an ash front and a seat pad")

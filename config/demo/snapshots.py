"""What buyers photograph: a flat raster silhouette per kind and colour, for reviews take in no drawings (SVG)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 800
_FINE = 2  # drawn twice as large, then halved, for smooth edges

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw


def snapshot_bytes(kind: str, colour: str) -> bytes:
    """A WebP of 800 × 800 pixels, a few kilobytes: the silhouette on a soft ground of its own hue (#rrggbb)."""
    size = SIDE * _FINE
    red, green, blue = bytes.fromhex(colour[1:])
    body = (red, green, blue)
    ground = _mix(body, (250, 249, 246), 0.86)
    image = Image.new("RGB", (size, size), ground)
    draw = ImageDraw.Draw(image)
    _ellipse(draw, (140, 610, 660, 672), _mix(ground, (60, 56, 50), 0.16))
    _KINDS[kind](draw, body)
    target = BytesIO()
    image.reduce(_FINE).save(target, "WEBP", quality=70, method=2)
    return target.getvalue()


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _dark(colour: Colour) -> Colour:
    return _mix(colour, (0, 0, 0), 0.42)


def _light(colour: Colour) -> Colour:
    return _mix(colour, (255, 255, 255), 0.55)


def _scaled(box: Box) -> list[float]:
    return [value * _FINE for value in box]


def _rect(draw: Draw, box: Box, fill: Colour, radius: float = 10) -> None:
    draw.rounded_rectangle(_scaled(box), radius * _FINE, fill=fill)


def _ellipse(draw: Draw, box: Box, fill: Colour) -> None:
    draw.ellipse(_scaled(box), fill=fill)


def _polygon(draw: Draw, points: list[tuple[float, float]], fill: Colour) -> None:
    draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=fill)


def _caps(draw: Draw, left: float, top: float, columns: int, rows: int, pitch: float, colour: Colour) -> None:
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * pitch, top + row * pitch
            is_accent = (row, column) in ((0, 0), (rows - 1, columns - 1))
            _rect(draw, (x, y, x + pitch - 6, y + pitch - 6), _dark(colour) if is_accent else _light(colour), 6)


def _keyboard(draw: Draw, colour: Colour) -> None:
    _rect(draw, (90, 270, 710, 560), _dark(colour), 26)
    _rect(draw, (90, 262, 710, 545), colour, 26)
    _caps(draw, 118, 290, 13, 5, 43.6, colour)
    _rect(draw, (250, 464, 510, 502), _light(colour), 6)


def _split(draw: Draw, colour: Colour) -> None:
    for left in (80, 420):
        _rect(draw, (left, 290, left + 300, 570), _dark(colour), 24)
        _rect(draw, (left, 282, left + 300, 556), colour, 24)
        _caps(draw, left + 24, 306, 6, 5, 43, colour)


def _switch(draw: Draw, colour: Colour) -> None:
    _polygon(draw, [(250, 420), (550, 420), (590, 610), (210, 610)], _dark(colour))
    _polygon(draw, [(280, 300), (520, 300), (560, 430), (240, 430)], colour)
    _rect(draw, (370, 190, 430, 310), _light(colour), 4)
    _rect(draw, (330, 225, 470, 268), _light(colour), 4)
    for x in (330, 460):
        _rect(draw, (x, 605, x + 14, 672), (186, 150, 90), 4)


def _keycaps(draw: Draw, colour: Colour) -> None:
    for index in range(16):
        x, y = 150 + index % 4 * 128, 160 + index // 4 * 116
        _rect(draw, (x, y, x + 108, y + 100), _dark(colour) if index == 0 else colour, 16)
        _rect(draw, (x + 16, y + 8, x + 92, y + 74), _light(colour), 12)


def _stabiliser(draw: Draw, colour: Colour) -> None:
    draw.line(_scaled((180, 470, 620, 470)), fill=(186, 150, 90), width=14 * _FINE)
    for x in (170, 560):
        _rect(draw, (x, 330, x + 80, 620), colour, 10)
        _rect(draw, (x + 22, 280, x + 58, 400), _light(colour), 6)


def _plate(draw: Draw, colour: Colour) -> None:
    _rect(draw, (100, 290, 700, 560), colour, 14)
    for row in range(4):
        for column in range(12):
            x, y = 128 + column * 46, 316 + row * 58
            _rect(draw, (x, y, x + 32, y + 38), _light(colour), 4)


def _cable(draw: Draw, colour: Colour) -> None:
    for turn in range(11):
        x = 190 + turn * 34
        draw.arc(_scaled((x, 330, x + 90, 520)), 0, 360, fill=colour if turn % 2 else _dark(colour), width=15 * _FINE)
    draw.arc(_scaled((90, 400, 290, 640)), 90, 270, fill=colour, width=16 * _FINE)
    _rect(draw, (600, 395, 700, 455), (150, 152, 158), 10)


def _tool(draw: Draw, colour: Colour) -> None:
    _rect(draw, (180, 440, 460, 520), colour, 36)
    _rect(draw, (440, 462, 630, 498), (168, 172, 178), 8)
    _polygon(draw, [(620, 455), (680, 480), (620, 505)], (140, 144, 150))
    _rect(draw, (210, 300, 590, 390), _light(colour), 22)


def _case(draw: Draw, colour: Colour) -> None:
    _rect(draw, (340, 210, 460, 300), _dark(colour), 30)
    _rect(draw, (362, 232, 438, 300), _mix(colour, (250, 249, 246), 0.86), 20)
    _rect(draw, (110, 270, 690, 620), colour, 34)
    _rect(draw, (110, 430, 690, 446), _dark(colour), 2)
    for x in (220, 540):
        _rect(draw, (x, 412, x + 44, 470), (196, 166, 96), 6)


def _strung(draw: Draw, colour: Colour, *, waist: float, hole: bool, long_neck: bool) -> None:
    top = 70 if long_neck else 120
    _rect(draw, (382, top, 418, 470), (96, 66, 46), 4)
    _rect(draw, (368, top - 30, 432, top + 50), _dark(colour), 10)
    _ellipse(draw, (400 - waist * 0.8, 350, 400 + waist * 0.8, 520), colour)
    _ellipse(draw, (400 - waist, 440, 400 + waist, 690), colour)
    if hole:
        _ellipse(draw, (352, 452, 448, 548), (46, 34, 28))
    else:
        for y in (470, 530):
            _rect(draw, (345, y, 455, y + 28), (40, 40, 44), 6)
    _rect(draw, (350, 605, 450, 622), (60, 44, 34), 4)


def _guitar(draw: Draw, colour: Colour) -> None:
    _strung(draw, colour, waist=140, hole=False, long_neck=False)
    _ellipse(draw, (270, 340, 350, 470), colour)


def _bass(draw: Draw, colour: Colour) -> None:
    _strung(draw, colour, waist=128, hole=False, long_neck=True)


def _acoustic(draw: Draw, colour: Colour) -> None:
    _strung(draw, colour, waist=165, hole=True, long_neck=False)


def _setar(draw: Draw, colour: Colour) -> None:
    _rect(draw, (390, 80, 410, 500), (92, 62, 44), 3)
    _ellipse(draw, (318, 440, 482, 690), colour)
    _ellipse(draw, (342, 480, 458, 670), _light(colour))


def _drum(draw: Draw, colour: Colour) -> None:
    _ellipse(draw, (190, 540, 610, 660), _dark(colour))
    draw.rectangle(_scaled((190, 340, 610, 600)), fill=colour)
    _ellipse(draw, (190, 280, 610, 400), (240, 238, 232))
    for x in (240, 340, 450, 550):
        _rect(draw, (x, 390, x + 12, 620), (190, 192, 196), 3)


def _cymbal(draw: Draw, colour: Colour) -> None:
    _ellipse(draw, (120, 340, 680, 520), (196, 158, 84))
    _ellipse(draw, (170, 358, 630, 500), (210, 174, 102))
    _ellipse(draw, (330, 370, 470, 440), (186, 148, 76))
    _rect(draw, (394, 400, 406, 660), _dark(colour), 3)


def _sticks(draw: Draw, colour: Colour) -> None:
    for shift in (0, 90):
        draw.line(_scaled((210 + shift, 640, 520 + shift, 190)), fill=(206, 166, 112), width=22 * _FINE)
        _ellipse(draw, (502 + shift, 160, 540 + shift, 216), _dark((206, 166, 112)))
    _rect(draw, (250, 560, 470, 600), colour, 8)


def _pedal(draw: Draw, colour: Colour) -> None:
    _rect(draw, (250, 170, 550, 650), _dark(colour), 26)
    _rect(draw, (250, 160, 550, 636), colour, 26)
    for x, y in ((290, 200), (440, 200), (365, 290)):
        _ellipse(draw, (x, y, x + 74, y + 74), (48, 46, 50))
        _rect(draw, (x + 34, y + 6, x + 40, y + 36), (240, 238, 232), 2)
    _rect(draw, (310, 400, 490, 450), _light(colour), 8)
    _ellipse(draw, (356, 510, 444, 598), (188, 190, 196))


def _amplifier(draw: Draw, colour: Colour) -> None:
    _rect(draw, (150, 220, 650, 660), colour, 24)
    _rect(draw, (180, 320, 620, 630), _mix(colour, (120, 116, 108), 0.6), 14)
    _ellipse(draw, (280, 350, 520, 600), _dark(colour))
    for x in range(210, 590, 62):
        _ellipse(draw, (x, 252, x + 34, 286), (236, 232, 222))


def _strings(draw: Draw, colour: Colour) -> None:
    _rect(draw, (200, 210, 600, 640), colour, 14)
    _ellipse(draw, (270, 290, 530, 550), _light(colour))
    for inset in range(6):
        edge = 286 + inset * 12
        draw.arc(_scaled((edge, edge + 18, 800 - edge, 818 - edge)), 0, 360, fill=_dark(colour), width=2 * _FINE)


_KINDS: dict[str, Callable[[Draw, Colour], None]] = {
    "keyboard": _keyboard, "split": _split, "switch": _switch, "keycaps": _keycaps, "stabiliser": _stabiliser,
    "plate": _plate, "cable": _cable, "tool": _tool, "case": _case, "guitar": _guitar, "bass": _bass,
    "acoustic": _acoustic, "setar": _setar, "drum": _drum, "cymbal": _cymbal, "sticks": _sticks, "pedal": _pedal,
    "amplifier": _amplifier, "strings": _strings,
}  # fmt: skip

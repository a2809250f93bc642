"""A sheet of 800 × 800 units to draw on: every shape is the `d` of a path, so one outline can be filled, shaded,
given its rim and cast its shadow. Light comes from above left."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

SIDE = 800
MOST_BYTES = 14_000
DARK_PLATE = "#3A413E"  # the tone behind pictures in the dark theme
RIM_CONTRAST = 2.3
_PATH = re.compile(r'd="M[^"]*"')

Point = tuple[float, float]
Stop = tuple[float, str, float]  # place from 0 to 1, colour, opacity

# --- colours ----------------------------------------------------------------------------------------------------------


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def dark(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#0b0a0c", share)


def light(colour: str, share: float = 0.35) -> str:
    return mix(colour, "#ffffff", share)


def contrast(one: str, other: str) -> float:
    """By the formula of WCAG 2.2: from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rim_of(colour: str) -> str:
    """The body's own colour, lightened until it stands out from the dark plate."""
    share = 0.3
    while contrast(mix(colour, "#ffffff", share), DARK_PLATE) < RIM_CONTRAST or _luminance(
        mix(colour, "#ffffff", share)
    ) < _luminance(DARK_PLATE):
        share += 0.05
    return mix(colour, "#ffffff", share)


def is_dark(colour: str) -> bool:
    return _luminance(colour) < 0.18


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- outlines ---------------------------------------------------------------------------------------------------------


def n(value: float) -> str:
    """A number as short as it can be."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    if not radius:
        return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h{n(-width)}z"
    r = min(radius, width / 2, height / 2)
    a = f"a{n(r)} {n(r)} 0 0 1"
    return (
        f"M{n(x + r)} {n(y)}h{n(width - 2 * r)}{a} {n(r)} {n(r)}v{n(height - 2 * r)}{a} {n(-r)} {n(r)}"
        f"h{n(2 * r - width)}{a} {n(-r)} {n(-r)}v{n(2 * r - height)}{a} {n(r)} {n(-r)}z"
    )


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Around a centre; a circle when only one radius is given."""
    ry = rx if ry is None else ry
    a = f"a{n(rx)} {n(ry)} 0 1 1"
    return f"M{n(x - rx)} {n(y)}{a} {n(2 * rx)} 0{a} {n(-2 * rx)} 0z"


def poly(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + "z"


def line(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points)


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """A soft curve through the points (Catmull-Rom); a point given twice is a corner."""
    count = len(points)
    d = [f"M{n(points[0][0])} {n(points[0][1])}"]
    for i in range(count if closed else count - 1):
        before, start = points[i - 1] if closed or i else points[i], points[i]
        end = points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else end
        if start == end:
            continue
        d.append(
            f"C{n(start[0] + (end[0] - before[0]) / 6)} {n(start[1] + (end[1] - before[1]) / 6)} "
            f"{n(end[0] - (after[0] - start[0]) / 6)} {n(end[1] - (after[1] - start[1]) / 6)} {n(end[0])} {n(end[1])}"
        )
    return "".join(d) + ("z" if closed else "")


def around(x: float, y: float, radius: float, degrees: float) -> Point:
    """A point of a circle; 0 is to the right, 90 is down."""
    return x + radius * math.cos(math.radians(degrees)), y + radius * math.sin(math.radians(degrees))


# --- the sheet --------------------------------------------------------------------------------------------------------


class Sheet:
    """Collects shapes in the order they are painted; gradients are shared when they are alike."""

    def __init__(self) -> None:
        self._defs: dict[str, str] = {}
        self._shapes: list[str] = []
        self._groups = 0

    def svg(self, *, focus: tuple[float, float, float] | None = None) -> str:
        """The document. `focus` is a centre and how many times nearer the eye comes to it."""
        shapes = "".join(self._shapes) + "</g>" * self._groups
        if focus is not None:
            x, y, scale = focus
            shapes = f'<g transform="translate(400 400)scale({scale:g})translate({n(-x)} {n(-y)})">{shapes}</g>'
        defs = f"<defs>{''.join(self._defs.values())}</defs>" if self._defs else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" '
            f'viewBox="0 0 {SIDE} {SIDE}" stroke-linecap="round" stroke-linejoin="round">{_shared(defs + shapes)}</svg>'
        )

    def raw(self, shape: str) -> None:
        self._shapes.append(shape)

    def define(self, key: str, make: str) -> str:
        """A definition with `{id}` in its place; its id."""
        if key not in self._defs:
            self._defs[key] = make.replace("{id}", f"d{len(self._defs)}")
        return self._defs[key].split('id="', 1)[1].split('"', 1)[0]

    def ramp(self, *stops: Stop, across: Sequence[float] = (0, 0, 0, 1)) -> str:
        """A paint from one corner of a shape's box to another, given as x1 y1 x2 y2 from 0 to 1."""
        x1, y1, x2, y2 = across
        body = f'x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}">{_stops(stops)}'
        return self._paint("linearGradient", body)

    def glow(self, *stops: Stop, at: Point = (0.5, 0.5), radius: float = 0.5) -> str:
        """A round paint in a shape's box."""
        body = f'cx="{at[0]:g}" cy="{at[1]:g}" r="{radius:g}">{_stops(stops)}'
        return self._paint("radialGradient", body)

    def _paint(self, kind: str, body: str) -> str:
        made = self.define(kind + body, f'<{kind} id="{{id}}" {body}</{kind}>')
        return f"url(#{made})"

    def fill(self, d: str, paint: str, *, opacity: float = 1, more: str = "") -> None:
        faint = "" if opacity == 1 else f' opacity="{opacity:g}"'
        self.raw(f'<path d="{d}" fill="{paint}"{faint}{more}/>')

    def stroke(self, d: str, paint: str, width: float, *, opacity: float = 1, more: str = "") -> None:
        faint = "" if opacity == 1 else f' opacity="{opacity:g}"'
        self.raw(f'<path d="{d}" fill="none" stroke="{paint}" stroke-width="{n(width)}"{faint}{more}/>')

    def dashes(self, d: str, paint: str, width: float, pattern: str, *, opacity: float = 1, cap: str = "butt") -> None:
        """A broken line: stitches, weaves, teeth. `pattern` is lengths of dashes and gaps."""
        more = f' stroke-dasharray="{pattern}" stroke-linecap="{cap}"'
        self.stroke(d, paint, width, opacity=opacity, more=more)

    def shadow(self, d: str, *, drop: Point = (9, 18), blur: float = 13, opacity: float = 0.34, turn: str = "") -> None:
        """The one soft shadow: the outline itself, moved away from the light."""
        key = f"b{blur}"
        made = (
            '<filter id="{id}" x="-30%" y="-30%" width="160%" height="160%">'
            f'<feGaussianBlur stdDeviation="{n(blur)}"/></filter>'
        )
        turned = f' transform="{turn}"' if turn else ""
        self.raw(
            f'<g transform="translate({n(drop[0])} {n(drop[1])})" opacity="{opacity:g}" fill="#0e1211" '
            f'filter="url(#{self.define(key, made)})"><path d="{d}"{turned}/></g>'
        )

    def ground(self, x: float, y: float, rx: float, ry: float = 26) -> None:
        """The shadow of something that stands: an oval on the floor."""
        self.shadow(oval(x, y, rx, ry), drop=(6, 4), blur=min(13, ry / 2), opacity=0.42)

    def rim(self, d: str, colour: str, *, width: float = 3) -> None:
        """A dark hairline for the light plate and, inside it, the light one for the dark plate."""
        self.raw(
            f'<path d="{d}" fill="none" stroke="{dark(colour, 0.72)}" stroke-width="{n(width + 1.6)}" '
            f'stroke-opacity=".5"/>'
            f'<path d="{d}" class="rim" fill="none" stroke="{rim_of(colour)}" stroke-width="{n(width)}"/>'
        )

    def rim_stroke(self, d: str, colour: str, width: float) -> None:
        """The two edges of something drawn as one line."""
        self.stroke(d, dark(colour, 0.72), width + 7.4, opacity=0.5)
        self.stroke(d, rim_of(colour), width + 5.4, more=' class="rim"')

    def body(self, d: str, colour: str, *, paint: str = "", sheen: float = 0.26, shadow: bool = True) -> None:
        """A solid thing: shadow, rim, fill, and light from above left."""
        if shadow:
            self.shadow(d)
        self.rim(d, colour)
        self.fill(d, paint or colour)
        self.shade(d, sheen)

    def shade(self, d: str, sheen: float = 0.26) -> None:
        self.fill(
            d,
            self.ramp((0, "#fff", sheen), (0.45, "#fff", 0), (0.6, "#000", 0), (1, "#000", sheen), across=(0, 0, 1, 1)),
        )

    def begin(self, attributes: str) -> None:
        """Open a group, to be closed by `end`."""
        self._groups += 1
        self.raw(f"<g {attributes}>")

    def end(self) -> None:
        self._groups -= 1
        self.raw("</g>")

    def clip(self, d: str) -> str:
        """The attribute that keeps a group inside an outline."""
        made = self.define("clip" + d, f'<clipPath id="{{id}}"><path d="{d}"/></clipPath>')
        return f'clip-path="url(#{made})"'

    def metal(self, colour: str = "#b9bec4", *, across: Sequence[float] = (0, 0, 0, 1)) -> str:
        """The paint of something polished."""
        return self.ramp(
            (0, light(colour, 0.55), 1),
            (0.35, colour, 1),
            (0.5, dark(colour, 0.35), 1),
            (0.7, light(colour, 0.25), 1),
            (1, dark(colour, 0.3), 1),
            across=across,
        )

    def knob(self, x: float, y: float, radius: float, colour: str, degrees: float) -> None:
        """A round control whose pointer stands at an angle; 0 is to the right, 90 is down."""
        self.fill(oval(x + radius * 0.1, y + radius * 0.2, radius * 1.08), "#000", opacity=0.28)
        self.fill(oval(x, y, radius), dark(colour, 0.45))
        self.fill(oval(x, y - radius * 0.06, radius * 0.92), colour)
        self.fill(oval(x, y - radius * 0.06, radius * 0.76), self.ramp((0, light(colour, 0.3), 1), (1, colour, 1)))
        mark = "#f4f1ea" if is_dark(colour) else "#222526"
        tip, root = around(x, y - radius * 0.06, radius * 0.86, degrees), around(x, y, radius * 0.3, degrees)
        self.stroke(line((root, tip)), mark, max(2.2, radius * 0.13))

    def screw(self, x: float, y: float, radius: float = 7) -> None:
        self.fill(oval(x, y, radius), self.metal(across=(0, 0, 1, 1)))
        self.stroke(line(((x - radius * 0.5, y - radius * 0.3), (x + radius * 0.5, y + radius * 0.3))), "#4a4d50", 1.6)

    def grain(self, d: str, colour: str, *, area: tuple[float, float, float, float], seed: int, upright: bool) -> None:
        """The lines of wood inside an outline; `area` is the box they run through."""
        x, y, width, height = area
        lines = []
        count = 7
        for i in range(count):
            k = (seed * 37 + i * 53) % 29 / 29
            if upright:
                at = x + width * (i + 0.3 + 0.5 * k) / count
                bend = width * (0.05 * k - 0.025)
                lines.append(
                    f"M{n(at)} {n(y)}C{n(at + bend)} {n(y + height * 0.35)} {n(at - bend * 1.6)} "
                    f"{n(y + height * 0.6)} {n(at + bend)} {n(y + height)}"
                )
            else:
                at = y + height * (i + 0.3 + 0.5 * k) / count
                bend = height * (0.09 * k - 0.045)
                lines.append(
                    f"M{n(x)} {n(at)}C{n(x + width * 0.35)} {n(at + bend)} {n(x + width * 0.6)} "
                    f"{n(at - bend * 1.6)} {n(x + width)} {n(at + bend)}"
                )
        self.begin(f'{self.clip(d)} fill="none" stroke="{dark(colour, 0.55)}"')
        self.raw(f'<path d="{"".join(lines[::2])}" stroke-width="1.6" opacity=".34"/>')
        self.raw(f'<path d="{"".join(lines[1::2])}" stroke-width="4.2" opacity=".16"/>')
        self.end()


def _shared(text: str) -> str:
    """The same picture, shorter: an outline that is drawn more than once is written once and used from there."""
    text = _PATH.sub(lambda found: found.group().replace(" -", "-"), text)
    counts = Counter(_PATH.findall(text))
    twice = {d: f"p{number}" for number, (d, count) in enumerate(counts.items()) if count > 1 and len(d) > 40}
    outlines = "".join(f'<path id="{name}" {d}/>' for d, name in twice.items())

    def use(found: re.Match[str]) -> str:
        d = found.group(1)
        return f'<use href="#{twice[d]}"' if d in twice else found.group()

    text = re.sub(r'<path (d="[^"]*")', use, text)
    return f"<defs>{outlines}</defs>{text}" if outlines else text


def _stops(stops: Iterable[Stop]) -> str:
    return "".join(
        f'<stop offset="{at:g}" stop-color="{colour}"' + ("/>" if opacity == 1 else f' stop-opacity="{opacity:g}"/>')
        for at, colour, opacity in stops
    )

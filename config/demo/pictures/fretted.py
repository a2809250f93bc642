"""Guitars and basses: outline, finish, pickups, frets and head, from the specification."""

from __future__ import annotations

import re
from dataclasses import dataclass

from config.demo.pictures import outlines
from config.demo.pictures.colours import BURST, METAL, WOOD, Finish, finish_of, said_finish
from config.demo.pictures.paper import Point, Sheet, box, dark, is_dark, light, line, mix, n, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

BRIDGE = 250.0  # where the strings end; the middle of the sheet is 0, 0 and the neck goes up
HEEL = 50.0
CHROME, STEEL = "#c2c6ca", "#d9dcdd"
BOARDS = {"Maple": "#dcb97e", "Ebony": "#25211f", "Rocklite": "#3a2a22"}
TURN = 24


@dataclass(frozen=True)
class Form:
    """`word` names the outline; `head`: one row of pegs, two, or slotted."""

    word: str
    outline: tuple[Point, ...]
    head: str


FORMS = {
    "double": Form("double-cutaway", outlines.DOUBLE, "row"), "single": Form("single-cutaway", outlines.SINGLE, "row"),
    "carved": Form("carved single-cutaway", outlines.CARVED, "two"), "offset": Form("offset", outlines.OFFSET, "row"),
    "pointed": Form("pointed double-cutaway", outlines.POINTED, "row"),
    "round": Form("small rounded", outlines.ROUND, "two"),
    "acoustic": Form("acoustic", outlines.ACOUSTIC, "two"), "parlour": Form("parlour", outlines.PARLOUR, "slotted"),
    "dreadnought": Form("dreadnought", outlines.DREADNOUGHT, "two"),
    "classical": Form("classical", outlines.ACOUSTIC, "slotted"),
}  # fmt: skip


def form_of(subject: Subject) -> Form:
    if subject.kind == "acoustic":
        word = next((w for w in ("Parlour", "Dreadnought") if w in subject.name), "")
        nylon = subject.number("scale", 648) == 650
        return FORMS[word.lower() or ("classical" if nylon else "acoustic")]
    scale, pickups = subject.number("scale", 648), subject.of("pickups").split(",")[0]
    if subject.kind == "bass":
        return FORMS["round" if scale < 800 else "offset" if pickups in ("JJ", "PJ") else "double"]
    if scale > 660:
        return FORMS["pointed"]
    if pickups.startswith("HH"):
        return FORMS["carved"]
    return FORMS["single" if pickups == "SS" else "double"]


class Luthier:
    """Draws one instrument in its own coordinates; the caller has turned the sheet."""

    def __init__(self, sheet: Sheet, subject: Subject) -> None:
        self.sheet, self.subject, self.form = sheet, subject, form_of(subject)
        self.is_acoustic, self.is_bass = subject.kind == "acoustic", subject.kind == "bass"
        self.finish = self._finish()
        mm = subject.number("scale", 864 if self.is_bass else 648)
        self.scale = 545 * mm / 864 if self.is_bass else 478 * mm / 648
        self.bridge = BRIDGE - 8 if self.is_acoustic else BRIDGE
        self.nut = self.bridge - self.scale
        self.strings = int(subject.number("courses", 4 if self.is_bass else 6))
        self.frets = int(subject.number("frets", 20))
        self.half = (12.5 if self.is_bass else 12) + (2.5 if self.form.word == "classical" or self.strings == 5 else 0)
        d = subject.of("fingerboard")
        self.board = BOARDS.get(d, "#4a3024")
        self.neck = "#d8b27a" if "Maple" in subject.of("neck") else "#7d4c30"
        self.top = 18 if self.is_acoustic else HEEL

    def _finish(self) -> Finish:
        if self.is_acoustic:
            said = said_finish(self.subject.choice)
            if said is None or said.word == "natural":
                return Finish("natural spruce", "#dcb476", WOOD)
            return said
        return finish_of(self.subject.choice, self.subject.name, self.subject.name)

    @property
    def outline(self) -> str:
        return smooth([(x, y + self.top) for x, y in self.form.outline])

    def all(self) -> None:
        self._head()
        self._body()
        self._neck()
        if self.is_acoustic:
            self._sound_hole()
        else:
            self._electrics()
        self._bridge()
        self._fingerboard()
        self._stringing()

    # --- body

    def _body(self) -> None:
        sheet, finish, d = self.sheet, self.finish, self.outline
        colour, paint = finish.colour, finish.colour
        if finish.surface == BURST:
            edge = dark(colour, 0.72)
            paint = sheet.glow(
                (0, "#e9a84c", 1), (0.45, mix("#e9a84c", colour, 0.55), 1), (0.74, colour, 1), (1, edge, 1),
                at=(0.5, 0.56), radius=0.66,
            )  # fmt: skip
        elif finish.surface == METAL:
            paint = sheet.ramp(
                (0, light(colour, 0.4), 1), (0.5, colour, 1), (1, dark(colour, 0.3), 1), across=(0, 0, 1, 1)
            )
        side = self.subject.material("body")
        sheet.rim(
            d, dark(side.colour, 0.2) if self.is_acoustic and side else colour, width=6 if self.is_acoustic else 3.4
        )
        sheet.fill(d, paint)
        if finish.surface in (WOOD, BURST):
            area = (-145, self.top - 30, 290, 390)
            sheet.grain(d, colour, area=area, seed=self.subject.seed, upright=True)
        sheet.shade(d, 0.24)
        if self.is_acoustic:
            sheet.stroke(d, "#f0e3c4", 3.2, opacity=0.85)
            return
        sheet.begin(sheet.clip(d))
        sheet.stroke(d, "#fff", 9, opacity=0.2, more=' transform="translate(3 4)"')
        sheet.stroke(d, "#000", 12, opacity=0.2, more=' transform="translate(-3 -4)"')
        sheet.end()
        if self.form.word.startswith("carved"):
            sheet.stroke(d, "#efe2c2", 3.4)

    def _sound_hole(self) -> None:
        sheet, y = self.sheet, self.top + 110
        rosette = dark(self.finish.colour, 0.45)
        sheet.stroke(oval(0, y, 50), rosette, 7, opacity=0.75)
        sheet.stroke(oval(0, y, 50), light(self.finish.colour, 0.4), 1.6)
        sheet.fill(oval(0, y, 41), "#1d1511")
        sheet.fill(oval(0, y, 41), sheet.ramp((0, "#000", 0.5), (1, "#8a6038", 0.35)))
        if self.form.word not in ("classical", "parlour"):
            guard = smooth(
                [
                    (40, y - 34),
                    (54, y + 2),
                    (40, y + 40),
                    (52, y + 78),
                    (90, y + 86),
                    (92, y + 40),
                    (66, y - 10),
                    (50, y - 40),
                ]
            )
            sheet.fill(guard, "#2c1a14", opacity=0.92)
            sheet.shade(guard, 0.2)

    def _electrics(self) -> None:
        """Pick guard, pickups by their letters from the neck to the bridge, knobs."""
        sheet, letters = self.sheet, self._letters()
        if self.form.word.startswith(("double", "offset", "single")):
            self._guard()
        last = self.nut + self.scale * (1 - 2 ** (-self.frets / 12))
        first, end = last + 24, self.bridge - 34
        for place, letter in enumerate(letters):
            y = (
                first + (end - first) * (place / max(1, len(letters) - 1))
                if len(letters) > 1
                else (first + end) / 2 - 4
            )
            self._pickup(letter, y, is_last=place == len(letters) - 1)
        knobs = (
            ((84, 236), (92, 270), (64, 288))
            if not self.form.word.startswith("carved")
            else ((82, 214), (98, 246), (66, 244), (84, 276))
        )
        for x, y in knobs[: 3 if self.is_bass else 4]:
            colour = "#2b2d31" if self.finish.word in ("white", "sea green", "robin-egg blue") else CHROME
            sheet.knob(x, self.top + y - 2, 10, "#c9a04a" if self.form.word.startswith("carved") else colour, 240)

    def _letters(self) -> str:
        text = self.subject.of("pickups").split(",")[0]
        return "H" if "humbucker" in text else re.sub("[^SHPJ]", "", text) or "HH"

    def _guard(self) -> None:
        y = self.top
        colour = "#f1eee5" if is_dark(self.finish.colour) or self.finish.surface == BURST else "#26282b"
        if self.form.word.startswith("single"):
            points = [
                (-26, 40),
                (-84, 58),
                (-98, 110),
                (-84, 150),
                (-70, 172),
                (-20, 178),
                (28, 176),
                (52, 150),
                (56, 112),
                (30, 92),
            ]
        else:
            points = [(-28, 62), (-74, 46), (-96, 66), (-90, 120), (-80, 160), (-86, 206), (-40, 214), (14, 232),
                      (70, 296),
                      (108, 282), (112, 240), (92, 186), (82, 140), (88, 96), (76, 80), (44, 98), (24, 92)]  # fmt: skip
        d = smooth([(x, at + y) for x, at in points])
        self.sheet.fill(d, "#000", opacity=0.3, more=' transform="translate(1 3)"')
        self.sheet.fill(d, colour)
        self.sheet.shade(d, 0.1)
        self.sheet.stroke(d, mix(colour, "#888888", 0.5), 1.6)

    def _pickup(self, letter: str, y: float, *, is_last: bool) -> None:
        sheet, ring = self.sheet, "#1e2022"
        if letter == "P":
            for x, at in ((-17, y - 12), (17, y + 8)):
                self._coil(x, at, 34, 20, 2, ring)
            return
        turn = f'transform="rotate({-7 if letter == "S" and is_last and not self.is_bass else 0} 0 {n(y)})"'
        sheet.begin(turn)
        if letter == "H":
            sheet.fill(box(-35, y - 19, 70, 38, 4), "#131415")
            cover = self.form.word.startswith("carved") and not is_dark(self.finish.colour)
            self._coil(0, y - 8, 60, 15, 6, CHROME if cover else ring)
            self._coil(0, y + 8, 60, 15, 6, CHROME if cover else "#2f3134")
        else:
            white = is_dark(self.finish.colour) and not self.is_bass
            self._coil(0, y, 70 if self.is_bass else 60, 19, 8 if self.is_bass else 6, "#ece8dd" if white else ring)
        sheet.end()

    def _coil(self, x: float, y: float, width: float, height: float, poles: int, colour: str) -> None:
        d = box(x - width / 2, y - height / 2, width, height, height * 0.45)
        self.sheet.fill(d, colour)
        self.sheet.shade(d, 0.3)
        self.sheet.stroke(d, dark(colour, 0.5), 1.4)
        step = (width - 14) / max(1, poles - 1)
        tone = "#5a5e62" if colour in (CHROME, "#ece8dd") else STEEL
        dots = f' stroke-dasharray="0 {n(step)}"'
        self.sheet.stroke(f"M{n(x - width / 2 + 7)} {n(y)}h{n(width - 13.9)}", tone, 4.2, more=dots)

    def _bridge(self) -> None:
        sheet, y = self.sheet, self.bridge
        if self.is_acoustic:
            d = smooth(
                [
                    (-56, y + 8),
                    (-56, y - 6),
                    (-30, y - 12),
                    (30, y - 12),
                    (56, y - 6),
                    (56, y + 8),
                    (30, y + 14),
                    (-30, y + 14),
                ]
            )
            sheet.fill(d, "#000", opacity=0.3, more=' transform="translate(2 5)"')
            sheet.fill(d, "#33211a")
            sheet.shade(d)
            sheet.fill(box(-30, y - 5, 60, 4, 2), "#f3ead6")
            return
        brass = "brass" in self.subject.of("bridge")
        width, height = (52, 46) if self.is_bass else (46, 30)
        d = box(-width / 2, y - 8, width, height, 4)
        sheet.fill(d, "#000", opacity=0.35, more=' transform="translate(2 4)"')
        sheet.fill(d, sheet.metal("#c9a04a" if brass else CHROME, across=(0, 0, 1, 1)))
        sheet.stroke(d, "#4d5154", 1.4)
        step = (width - 8) / self.strings
        saddles = "".join(
            box(-width / 2 + 4.8 + i * step, y - 4, step - 1.6, height * 0.5) for i in range(self.strings)
        )
        sheet.fill(saddles, light(CHROME, 0.5))
        if "Vibrato" in self.subject.of("bridge"):
            sheet.stroke(f"M20 {n(y + 8)}q40 8 46-20l10-84", "#70757a", 5.4)
            sheet.stroke(f"M20 {n(y + 8)}q40 8 46-20l10-84", "#e2e5e7", 2.6)

    # --- neck and head

    def _at(self, fret: float) -> float:
        return self.nut + self.scale * (1 - 2 ** (-fret / 12))

    def _half_at(self, y: float) -> float:
        return self.half + 6 * (y - self.nut) / self.scale * 1.1

    @property
    def _end(self) -> float:
        return self._at(self.frets) + 9

    def _neck(self) -> None:
        end, half = self._end, self._half_at(self._end)
        d = poly(
            (
                (-self.half - 1.5, self.nut - 6),
                (self.half + 1.5, self.nut - 6),
                (half + 2, end - 4),
                (-half - 2, end - 4),
            )
        )
        self.sheet.rim(d, self.neck)
        self.sheet.fill(d, self.neck)

    def _fingerboard(self) -> None:
        sheet, end, half = self.sheet, self._end, self._half_at(self._end)
        d = poly(((-self.half, self.nut), (self.half, self.nut), (half, end), (-half, end)))
        sheet.fill(d, "#000", opacity=0.3, more=' transform="translate(2 3)"')
        sheet.fill(d, self.board)
        sheet.fill(d, sheet.ramp((0, "#fff", 0.16), (0.5, "#fff", 0), (1, "#000", 0.25), across=(0, 0, 1, 0)))
        wires = "".join(
            f"M{n(-self._half_at(y))} {n(y)}h{n(2 * self._half_at(y))}" for y in map(self._at, range(1, self.frets + 1))
        )
        sheet.raw(f'<path d="{wires}" stroke="#d5d8d9" stroke-width="1.7"/>')
        marks = [fret for fret in (3, 5, 7, 9, 12, 15, 17, 19, 21) if fret <= self.frets]
        spots = "".join(
            oval(x, (self._at(fret) + self._at(fret - 1)) / 2, 2.6)
            for fret in marks
            for x in ((-6, 6) if fret == 12 else (0,))
        )
        if self.form.word != "classical":
            sheet.fill(spots, "#2a2320" if self.board == BOARDS["Maple"] else "#f0ebdf")
        sheet.fill(box(-self.half, self.nut - 4, 2 * self.half, 5, 1), "#f3ead6")

    def _head(self) -> None:
        sheet, y, h = self.sheet, self.nut, self.half
        colour = self.neck if self.form.head == "row" else dark(self.neck, 0.3) if self.is_acoustic else "#1d1b1c"
        if self.form.head == "row":
            length = 124 if self.strings >= 6 else 104 + 12 * (self.strings - 4)
            d = smooth([(-h - 1, y), (-h - 1, y), (-h - 8, y - 20), (-h - 15, y - 36), (-h - 9, y - length + 8),
                        (2, y - length - 14), (22, y - length + 2), (16, y - length + 34),
                        (h + 12, y - 44), (h + 1, y - 8), (h + 1, y)])  # fmt: skip
            pegs = [
                (-h - 14 + 1.2 * i, y - 32 - i * (length - 44) / (self.strings - 1), -1) for i in range(self.strings)
            ]
        else:
            d = smooth([(-h - 1, y), (-h - 1, y), (-27, y - 26), (-27, y - 26), (-30, y - 108), (-30, y - 108),
                        (0, y - 116), (30, y - 108),
                        (30, y - 108), (27, y - 26), (27, y - 26), (h + 1, y), (h + 1, y)])  # fmt: skip
            left = (self.strings + 1) // 2
            pegs = [(-28, y - 34 - i * 29, -1) for i in range(left)]
            pegs += [(28, y - 34 - i * 29, 1) for i in range(self.strings - left)]
        for x, at, side in pegs:
            button = box(x + (6 if side > 0 else -20), at - 6, 14, 12, 4)
            sheet.rim(button, "#8e9398", width=2)
            sheet.fill(button, sheet.metal(CHROME))
        sheet.rim(d, colour)
        sheet.fill(d, colour)
        sheet.shade(d)
        self._posts(pegs)

    def _posts(self, pegs: list[tuple[float, float, int]]) -> None:
        if self.form.head == "slotted":
            for slot in (-19, 9):
                self.sheet.fill(box(slot, self.nut - 100, 10, 72, 5), "#150f0c")
            return
        for x, at, side in pegs:
            self.sheet.fill(oval(x - side * 9, at, 5), self.sheet.metal(CHROME, across=(0, 0, 1, 1)))

    def _stringing(self) -> None:
        top, low = self.half - 3.0, 20.0 if self.is_bass else 18.0
        count = self.strings
        ways = ((-top + 2 * top * i / (count - 1), -low + 2 * low * i / (count - 1)) for i in range(count))
        self.sheet.begin('fill="none" stroke="#e9e9e4" opacity=".85"')
        for number, (x, end) in enumerate(ways):
            width = max(0.8, (2.4 if self.is_bass else 1.7) - number * 0.2)
            self.sheet.raw(f'<path d="{line(((x, self.nut - 2), (end, self.bridge)))}" stroke-width="{n(width)}"/>')
        self.sheet.end()


def _drawn(subject: Subject) -> tuple[Sheet, Luthier]:
    sheet = Sheet()
    mirrored = -1 if subject.of("handed") == "Left" else 1
    turn = f"translate({400 - 22 * mirrored} 396)scale({0.96 * mirrored:g} .96)rotate({TURN})"
    luthier = Luthier(sheet, subject)
    lean = box(-luthier.half - 2, luthier.nut - 100, 2 * luthier.half + 4, luthier.scale)
    sheet.shadow(luthier.outline + lean, turn=turn, drop=(12, 20), blur=12)
    sheet.begin(f'transform="{turn}"')
    luthier.all()
    sheet.end()
    return sheet, luthier


def _text(subject: Subject, luthier: Luthier) -> str:
    kind = {"bass": "bass", "acoustic": "guitar"}.get(subject.kind, "electric guitar")
    hand = "left-handed " if subject.of("handed") == "Left" else ""
    count = f"{luthier.strings}-string " if luthier.is_bass else ""
    pickups = subject.of("pickups").split(",")[0]
    board = subject.of("fingerboard").lower()
    tail = f", {pickups} pickups" if pickups and not luthier.is_acoustic else ""
    return f"{hand}{count}{luthier.form.word} {kind} in {luthier.finish.word}, {board} fingerboard{tail}"


def strung_whole(subject: Subject) -> Drawn:
    sheet, luthier = _drawn(subject)
    return Drawn(sheet, f"{_text(subject, luthier)}, from head to body")


def strung_close(subject: Subject) -> Drawn:
    sheet, luthier = _drawn(subject)
    side = -1 if subject.of("handed") == "Left" else 1
    return Drawn(sheet, f"the body of a {_text(subject, luthier)}", (400 - side * 98, 548, 1.95))


def strung_head(subject: Subject) -> Drawn:
    sheet, luthier = _drawn(subject)
    side = -1 if subject.of("handed") == "Left" else 1
    return Drawn(sheet, f"the head of a {_text(subject, luthier)}", (400 + side * 100, 134, 3.1))

"""Felt, cloth, rubber and cups for pianos."""

from __future__ import annotations

from config.demo.pictures.colours import finish_of
from config.demo.pictures.paper import Sheet, box, dark, light, line, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

RED, GREEN, CREAM, WALNUT = "#8a2f38", "#3f6a50", "#e9e2cf", "#6c4a33"


def roll(subject: Subject) -> Drawn:
    """A strip wound up, its end lying on the floor."""
    sheet = Sheet()
    sheet.ground(420, 610, 290, 26)
    tail = poly(((330, 560), (690, 560), (720, 600), (340, 612)))
    sheet.body(tail, CREAM, shadow=False)
    side = "M150 400v120a170 90 0 0 0 340 0v-120z"
    sheet.body(side, CREAM, shadow=False)
    sheet.fill(side, sheet.ramp((0, "#000", 0.12), (0.3, "#fff", 0.3), (1, "#000", 0.25), across=(0, 0, 1, 0)))
    sheet.body(oval(320, 400, 170, 90), light(CREAM, 0.3), shadow=False, sheen=0.1)
    for i in range(7):
        k = 1 - i * 0.135
        sheet.stroke(oval(320 + i * 1.5, 400, 164 * k, 86 * k), dark(CREAM, 0.35), 3, opacity=0.7)
    return Drawn(sheet, f"roll of cream wool felt for hammers, {subject.choice.lower()}")


def folded(subject: Subject) -> Drawn:
    sheet = Sheet()
    for i, (colour, dx) in enumerate(((dark(RED, 0.2), 26), (RED, 12), (light(RED, 0.08), 0))):
        y = 500 - i * 90
        d = smooth(
            [
                (160 + dx, y),
                (160 + dx, y),
                (600 + dx, y - 30),
                (640 + dx, y + 10),
                (620 + dx, y + 74),
                (620 + dx, y + 74),
                (180 + dx, y + 100),
                (140 + dx, y + 60),
            ]
        )
        sheet.body(d, colour, shadow=i == 0, sheen=0.18)
        sheet.stroke(line(((176 + dx, y + 84), (612 + dx, y + 58))), light(colour, 0.4), 3, opacity=0.6)
    sheet.dashes("M180 338l420-28M190 360l420-28M200 382l410-28", "#fff", 2, "5 5", opacity=0.22)
    return Drawn(sheet, f"folded bushing cloth in deep red wool, {subject.choice} thick")


def strips(subject: Subject) -> Drawn:
    sheet = Sheet()
    for i in range(4):
        y = 170 + i * 124
        d = box(110, y, 580, 84, 40)
        sheet.shadow(d, drop=(6, 10), blur=7, opacity=0.22)
        sheet.body(d, "#7f9aa8", shadow=False, sheen=0.3)
        sheet.dashes(f"M160 {y + 42}h480", "#dfe9ee", 54, "3 20", opacity=0.4)
        for x in (110, 640):
            sheet.fill(box(x, y, 50, 84, 24), dark("#7f9aa8", 0.3))
    return Drawn(sheet, f"four humidity buffer strips in wool sleeves, for {subject.choice.lower()} pianos")


def wedges(subject: Subject) -> Drawn:
    sheet = Sheet()
    for i in range(5):
        x = 140 + i * 118
        d = poly(
            ((x, 520 - i % 2 * 40), (x + 84, 520 - i % 2 * 40), (x + 52, 250 - i % 2 * 40), (x + 32, 250 - i % 2 * 40))
        )
        sheet.shadow(d, drop=(7, 12), blur=8, opacity=0.24)
        sheet.body(d, ("#33373b", CREAM, "#33373b", RED, "#33373b")[i], shadow=False, sheen=0.35)
        sheet.stroke(line(((x + 42, 244 - i % 2 * 40), (x + 42, 170 - i % 2 * 40))), "#9aa0a6", 7)
    sheet.body(box(130, 590, 560, 60, 12), RED, sheen=0.15)
    return Drawn(sheet, "five mutes of rubber and felt and one long felt strip, laid out")


def cups(subject: Subject) -> Drawn:
    count = 4 if "four" in subject.choice else 3
    sheet = Sheet()
    places = ((260, 270), (540, 270), (260, 540), (540, 540)) if count == 4 else ((400, 260), (250, 520), (550, 520))
    for x, y in places:
        d = oval(x, y, 124)
        sheet.body(d, WALNUT, sheen=0.2)
        sheet.grain(d, WALNUT, area=(x - 124, y - 124, 248, 248), seed=subject.seed, upright=False)
        sheet.fill(oval(x, y, 82), dark(WALNUT, 0.45))
        sheet.fill(oval(x, y + 4, 76), "#c49a68")
        sheet.fill(oval(x, y + 4, 76), sheet.ramp((0, "#000", 0.45), (0.4, "#000", 0.05), (1, "#fff", 0.15)))
    return Drawn(sheet, f"{'four' if count == 4 else 'three'} castor cups of walnut lined with cork, seen from above")


def cover(subject: Subject) -> Drawn:
    """A long cloth that lies over the keys of a piano, one corner turned back."""
    sheet, finish = Sheet(), finish_of(subject.choice, subject.name)
    keys = box(70, 330, 660, 190, 6)
    sheet.body(keys, "#efece2", sheen=0.08)
    for i in range(1, 26):
        sheet.stroke(f"M{70 + i * 25.4:.0f} 330v190", "#b9b5a8", 1.6)
    for i in range(25):
        if i % 7 not in (2, 6):
            sheet.fill(box(70 + i * 25.4 + 17, 330, 16, 116, 3), "#1d1e20")
    cloth = smooth(
        [
            (60, 310),
            (60, 310),
            (480, 304),
            (560, 306),
            (560, 306),
            (440, 540),
            (440, 540),
            (250, 548),
            (62, 540),
            (62, 540),
        ]
    )
    sheet.body(cloth, finish.colour, sheen=0.16)
    sheet.body(poly(((560, 306), (440, 540), (418, 372))), light(finish.colour, 0.22), shadow=False)
    sheet.dashes("M74 526q180 8 352 0M74 322h460", light(finish.colour, 0.55), 2.4, "9 6")
    return Drawn(sheet, f"keyboard cover of {finish.word} wool felt, folded back over piano keys")

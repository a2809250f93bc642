"""Keycaps: sets laid flat, accent packs, single caps."""

from __future__ import annotations

from config.demo.pictures.boards import ON_DARK, ON_LIGHT, Caps, keys_drawn
from config.demo.pictures.colours import finish_of, said_finish, stable
from config.demo.pictures.layouts import Key, grid, layout_of
from config.demo.pictures.paper import Sheet, around, box, dark, is_dark, light, mix, oval, poly, smooth
from config.demo.pictures.subject import Drawn, Subject

SETS = (  # by words of the name; the others take one by chance
    ("Oyster", Caps("#ddd8cf", "#9aa3a5", "#d8a08c", "oyster and grey", "shell pink")),
    ("Snow", Caps("#eef0ef", "#cdd8de", "#7fa9c4", "white and ice", "pale blue")),
    ("Slush", Caps("#b9c3c8", "#7f8d95", "#4f6a7a", "grey", "wet blue")),
    ("Midnight Sun", Caps("#232a4a", "#171c33", "#e9a23b", "midnight blue", "sun yellow")),
    ("Lupin", Caps("#c9b7dd", "#6a4f96", "#7d9b62", "lilac and violet", "leaf green")),
    ("Granite", Caps("#7c8084", "#55595d", "#c96f4a", "granite", "rust")),
    ("Tin Roof", Caps("#a9b2b6", "#6f7a80", "#a3452f", "tin grey", "rust red")),
    ("Birch", Caps("#ebe5d8", "#5f5a52", "#b8442f", "birch white and bark", "red")),
    ("Persian Night", Caps("#1f3b57", "#152838", "#d0a545", "deep blue", "gold")),
    ("Fog", Caps("#d5dadb", "#a6b0b4", "#6d8793", "fog grey", "slate blue")),
    ("lam", Caps("#e8ebe9", "#3a5f9a", "#2a4678", "glazed white and blue", "cobalt")),
    ("ngọc", Caps("#cfe0d3", "#8fbfa5", "#5e957b", "celadon", "jade")),
    ("nâu", Caps("#d8c4a8", "#6a4330", "#a5612f", "sand and brown glaze", "amber")),
)


def _look(subject: Subject) -> Caps:
    text = f"{subject.choice} {subject.name}"
    named = next((caps for word, caps in SETS if word.lower() in text.lower()), None)
    if named is not None:
        return named
    said = said_finish(subject.choice)
    if said is None:
        return (*ON_DARK, *ON_LIGHT)[subject.seed % 9]
    if subject.choice.startswith("مشکی روی"):
        return Caps("#e8e0cd", "#c9bfa8", "#2b2d31", "cream", "black")
    if subject.choice.startswith("کرم روی"):
        return Caps("#2b2d31", "#1f2124", "#e2dac8", "black", "cream")
    return Caps(said.colour, mix(said.colour, "#50565c", 0.35), "#e2682a", said.word, "orange")


def set_flat(subject: Subject) -> Drawn:
    """The kit as it is laid out: what it covers is what is seen."""
    if subject.of("keys") in ("1", "12"):
        return single_whole(subject)
    caps, sheet = _look(subject), Sheet()
    keys, width, height = _kit(subject)
    unit = 720 / width
    left, top = 400 - width * unit / 2, 404 - height * unit / 2
    shape = "".join(
        box(left + k.x * unit + 1, top + k.y * unit + 1, k.width * unit - 2, k.height * unit - 2) for k in _runs(keys)
    )
    sheet.shadow(shape, drop=(4, 8), blur=6, opacity=0.4)
    sheet.rim(shape, caps.modifiers, width=2.4)
    keys_drawn(sheet, keys, caps, left=left, top=top, unit=unit, radius=0.2 if _is_round(subject) else 0.13)
    kit = "small kit" if subject.says("Small boards") else "ortholinear kit" if subject.says("Ortho") else "kit"
    count = f", {subject.of('keys')} keys" if subject.of("keys") and kit == "kit" else ""
    text = f"{subject.of('profile')} keycaps in {caps.word} with {caps.accent_word} accents, the {kit} laid flat{count}"
    return Drawn(sheet, text)


def _is_round(subject: Subject) -> bool:
    return subject.of("profile") in ("XDA", "DSA", "SA", "KAT")


def _runs(keys: list[Key]) -> list[Key]:
    """Keys that touch, as one: the shadow and the rim lie around the rows."""
    runs: list[Key] = []
    for key in keys:
        last = runs[-1] if runs else None
        if last and last.y == key.y and last.height == key.height and abs(last.x + last.width - key.x) < 0.01:
            runs[-1] = Key(last.x, last.y, last.width + key.width, last.height, last.role)
        else:
            runs.append(key)
    return runs


def _kit(subject: Subject) -> tuple[list[Key], float, float]:
    if subject.says("Spacebars"):
        bars = [Key(0, i * 1.3, width, 1, ("letter", "modifier", "accent")[i]) for i, width in enumerate((7, 6.25, 6))]
        return [*bars, Key(0, 3.9, 3, 1, "letter"), Key(3.3, 3.9, 2.75, 1, "modifier")], 7, 5
    if subject.says("Small boards"):
        base = layout_of("60")
    elif subject.says("Ortho"):
        base = grid("ortho", 12, 4)
    else:
        base = layout_of("TKL" if "TKL" in subject.of("covers") and "ull" not in subject.of("covers") else "Full")
    keys, below = list(base.keys), base.height + 0.5
    extras = [1.5, 1.5, 1, 1, 1.75, 2, 1, 1, 6 if base.width > 14 else 2]
    if subject.says("ISO", "Nordic") or "ISO" in subject.of("covers"):
        extras = [1.25, 1, 1, *extras]
    x = 0.0
    for number, size in enumerate(extras):
        if x + size <= base.width:
            keys.append(Key(x, below, size, 1, ("modifier", "modifier", "accent")[number % 3]))
            x += size + 0.25
    return keys, base.width, below + 1


# --- single caps ------------------------------------------------------------------------------------------------------


def single_whole(subject: Subject) -> Drawn:
    if subject.of("keys") == "12":
        return _pack(subject)
    finish, sheet = finish_of(subject.choice, subject.name), Sheet()
    sheet.shadow(box(196, 190, 408, 430, 60), drop=(14, 26), blur=16)
    _sculpted(sheet, 400, 404, 408, finish.colour)
    glaze = light(finish.colour, 0.5)
    if subject.says("Lighthouse"):
        bands = "#b2342e" if not is_dark(finish.colour) else dark(finish.colour, 0.15)
        sheet.fill("M376 280h48l16 196h-80z", "#f3ede0")
        sheet.fill("M373 322h54l5 46h-64zM365 414h70l4 46h-78z", bands)
        sheet.stroke("M376 280h48l16 196h-80z", dark(bands, 0.3), 3)
        sheet.fill(box(372, 252, 56, 30, 6), "#e9b84a")
        sheet.fill("M366 254l34-30 34 30z", "#2b2d31")
        motif = "with a lighthouse on it"
    else:
        coil = [around(400, 388, 122 - step * 7.4, step * 48 - 70) for step in range(15)]
        curve = smooth(coil, closed=False)
        sheet.stroke(curve, dark(finish.colour, 0.5), 32)
        sheet.stroke(curve, glaze, 23)
        sheet.dashes(curve, dark(finish.colour, 0.2), 23, "2.5 9", opacity=0.7)
        x, y = coil[0]
        sheet.fill(poly(((x - 8, y - 26), (x + 14, y - 62), (x + 22, y - 22))), glaze)
        sheet.fill(oval(x - 4, y, 34, 25), glaze)
        sheet.stroke(oval(x - 4, y, 34, 25), dark(finish.colour, 0.5), 4)
        sheet.fill(oval(x - 12, y - 6, 6), "#1c1d20")
        motif = "with a dragon coiled on it"
    return Drawn(sheet, f"a single resin keycap in {finish.word}, {motif}, seen from above")


def _sculpted(sheet: Sheet, x: float, y: float, size: float, colour: str) -> None:
    """One cap from above, large enough to show its four flanks."""
    h = size / 2
    skirt, top = (
        box(x - h, y - h, size, size * 1.04, size * 0.13),
        box(x - h * 0.7, y - h * 0.8, size * 0.7, size * 0.76, size * 0.1),
    )
    sheet.rim(skirt, colour)
    sheet.fill(skirt, dark(colour, 0.3))
    sheet.begin(sheet.clip(skirt))
    sheet.fill(f"M{x - h} {y - h}L{x - h * 0.7} {y - h * 0.8}V{y + h * 0.7}L{x - h} {y + h}z", "#fff", opacity=0.16)
    sheet.fill(f"M{x - h} {y + h}L{x - h * 0.7} {y + h * 0.7}H{x + h * 0.7}L{x + h} {y + h}z", "#000", opacity=0.22)
    sheet.end()
    sheet.fill(top, colour)
    sheet.fill(top, sheet.ramp((0, "#fff", 0.42), (0.5, "#fff", 0.06), (1, "#000", 0.12), across=(0, 0, 1, 1)))
    sheet.stroke(top, light(colour, 0.4), 2, opacity=0.7)


def _pack(subject: Subject) -> Drawn:
    finish, sheet = finish_of(subject.choice, subject.name), Sheet()
    for i in range(12):
        x, y = 160 + i % 4 * 160, 236 + i // 4 * 168
        colour = mix(
            finish.colour,
            ("#ffd38a", "#3a1d12", "#f6efe2")[i % 3],
            (0.0, 0.22, 0.45, 0.12)[(i + stable(subject.name)) % 4],
        )
        sheet.shadow(box(x - 62, y - 62, 124, 128, 18), drop=(6, 10), blur=7, opacity=0.25)
        _sculpted(sheet, x, y, 128, colour)
    return Drawn(sheet, f"twelve accent keycaps in shades of {finish.word}, laid flat")


def set_close(subject: Subject) -> Drawn:
    drawn = set_flat(subject)
    if subject.of("keys") in ("1", "12"):
        return Drawn(drawn.sheet, f"close up: {drawn.text}", (330, 330, 1.7))
    return Drawn(drawn.sheet, f"the left part of {drawn.text}", (206, 396, 2.3))

"""Where the keys of a keyboard are, in key units of 19.05 mm: rows of widths, a negative number is a gap."""

from __future__ import annotations

from dataclasses import dataclass

NUMBER = [1.0] * 13 + [2]
TOP = [1.5] + [1.0] * 12 + [1.5]
HOME = [1.75] + [1.0] * 11 + [2.25]
SHIFT = [2.25] + [1.0] * 10 + [2.75]
FOOT = [1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1.25, 1.25]
FUNCTION = [1, -1, 1, 1, 1, 1, -0.5, 1, 1, 1, 1, -0.5, 1, 1, 1, 1]
SHIFT_SHORT = [2.25] + [1.0] * 10 + [1.75]
FOOT_ARROWS = [1.25, 1.25, 1.25, 6.25, 1, 1, 1, 1, 1, 1]

NAVIGATION: tuple[list[float], ...] = ([1, 1, 1], [1, 1, 1], [1, 1, 1], [], [-1, 1], [1, 1, 1])
PAD: tuple[list[float], ...] = ([], [1, 1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], [2, 1])


@dataclass(frozen=True)
class Key:
    """The left upper corner and the size. `role`: letter, modifier, accent."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True)
class Layout:
    """`word` is how people call the form; width and height in key units."""

    word: str
    keys: tuple[Key, ...]
    width: float
    height: float


def layout_of(text: str, *, iso: bool = False) -> Layout:
    """The form that a specification names: 40 %, 60 %, 65 %, 75 %, TKL, Full size."""
    for word, make in _FORMS.items():
        if word in text:
            return make(iso)
    return _FORMS["60"](iso)


def grid(word: str, columns: int, rows: int) -> Layout:
    """Ortholinear: every key one unit, but for the bar in the middle of the last row."""
    keys = []
    for row in range(rows):
        for column in range(columns):
            is_edge = row == rows - 1 or column in (0, columns - 1)
            if row == rows - 1 and column in (columns // 2 - 1, columns // 2):
                if column == columns // 2 - 1:
                    keys.append(Key(column, row, 2, 1, "letter"))
                continue
            accent = (row, column) in ((0, 0), (2, columns - 1))
            keys.append(Key(column, row, 1, 1, "accent" if accent else "modifier" if is_edge else "letter"))
    return Layout(word, tuple(keys), columns, rows)


def _forty(iso: bool) -> Layout:
    rows = [[1.0] * 12, [1.25] + [1.0] * 9 + [1.75], [1.75] + [1.0] * 9 + [1.25], [1.25, 1, 1, 2.25, 2.75, 1, 1, 1.75]]
    return _rows("40 %", rows, width=12)


def _sixty(iso: bool) -> Layout:
    return _entered(_rows("60 %", _main(iso), width=15), iso, 1)


def _sixty_five(iso: bool) -> Layout:
    main = _main(iso)
    rows = [[*row, 1] for row in main[:3]] + [[*main[3][:-1], 1.75, 1, 1], FOOT_ARROWS]
    return _entered(_rows("65 %", rows, width=16), iso, 1)


def _seventy_five(iso: bool) -> Layout:
    main = _main(iso)
    function = [1, -0.5, 1, 1, 1, 1, -0.5, 1, 1, 1, 1, -0.5, 1, 1, 1, 1, -0.75, 1]
    rows = [[*row, -0.25, 1] for row in main[:3]]
    rows += [[*main[3][:-1], 1.75, -1.25, 1], [1.25, 1.25, 1.25, 6.25, 1, 1, 1]]
    whole = _rows("75 %", [function, *rows], width=16.25, gap=0.25)
    arrows = [Key(14.25, 4.4, 1, 1, "modifier"), *(Key(13.25 + i, 5.4, 1, 1, "modifier") for i in range(3))]
    return _entered(Layout("75 %", (*whole.keys, *arrows), 16.25, 6.4), iso, 2.25)


def _tenkeyless(iso: bool) -> Layout:
    return _joined("tenkeyless", iso, [(15.25, NAVIGATION)], width=18.25)


def _full(iso: bool) -> Layout:
    whole = _joined("full-size", iso, [(15.25, NAVIGATION), (18.5, PAD)], width=22.5)
    tall = [Key(21.5, 2.25, 1, 2, "modifier"), Key(21.5, 4.25, 1, 2, "accent")]
    return Layout(whole.word, (*whole.keys, *tall), whole.width, whole.height)


def _entered(layout: Layout, iso: bool, y: float) -> Layout:
    """With the tall Enter of ISO, whose upper part is wider, from the row at `y`."""
    if not iso:
        return layout
    enter = (Key(13.5, y, 1.5, 1, "accent"), Key(13.75, y, 1.25, 2, "accent"))
    return Layout(layout.word, (*layout.keys, *enter), layout.width, layout.height)


_FORMS = {"40": _forty, "60": _sixty, "65": _sixty_five, "75": _seventy_five, "TKL": _tenkeyless, "Full": _full}


def _main(iso: bool) -> list[list[float]]:
    """The five rows of the block; with ISO a short left Shift and the tall Enter across two rows."""
    if not iso:
        return [NUMBER, TOP, HOME, SHIFT, FOOT]
    return [NUMBER, [*TOP[:-1], -1.5], [1.75] + [1.0] * 12 + [-1.25], [1.25, 1] + [1.0] * 10 + [2.75], FOOT]


def _joined(word: str, iso: bool, blocks: list[tuple[float, tuple[list[float], ...]]], *, width: float) -> Layout:
    whole = _rows(word, [FUNCTION, *_main(iso)], width=15, gap=0.25)
    keys = list(whole.keys)
    for left, rows in blocks:
        keys += _rows(word, list(rows), width=4, gap=0.25, left=left, role="modifier").keys
    return _entered(Layout(word, tuple(keys), width, 6.25), iso, 2.25)


def _rows(
    word: str, rows: list[list[float]], *, width: float, gap: float = 0, left: float = 0, role: str = ""
) -> Layout:
    """`gap` stands below the first row; without a role, letters are what is one unit wide inside the block."""
    keys = []
    for number, row in enumerate(rows):
        x, y = left, number + (gap if number else 0)
        for place, size in enumerate(row):
            if size > 0:
                keys.append(Key(x, y, size, 1, role or _role(number, place, size, x, len(rows))))
            x += abs(size)
    return Layout(word, tuple(keys), width, len(rows) + gap)


def _role(number: int, place: int, size: float, x: float, rows: int) -> str:
    if number == 0 and place == 0:
        return "accent"
    if size == 2.25 and x > 10:
        return "accent"
    if size >= 5 or (number == rows - 1 and 2 <= size < 5):
        return "letter"
    is_block = size == 1 and x < 13.6 and number < rows - 1
    has_functions = rows > 5 and number == 0
    return "letter" if is_block and not (has_functions and 5.5 < x < 9.5) else "modifier"

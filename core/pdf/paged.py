"""Documents of as many pages as they need: columns that begin again on each page, and a line at its foot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import formats, language
from core.pdf.sheets import GREY, INK, Align, Sheet
from core.pdf.text import Line

MARGIN = 48.0
_FOOT = 30.0  # from the lower edge
_SMALLEST = 5.0  # points, of an amount that is too wide for its column


@dataclass(frozen=True)
class Column:
    """`width` in points; the one of none takes what is left. Figures end together, texts begin together."""

    title: str
    width: float = 0
    is_figures: bool = True


@dataclass(frozen=True)
class Cell:
    """A text, and smaller below it what explains it."""

    text: str
    below: str = ""


class Paged(ABC):
    """A document in the active language. `content` draws it from `self.y` on downwards."""

    title = ""
    foot = ""
    is_landscape = False
    size, leading = 9.0, 13.0

    sheet: Sheet
    y: float

    @abstractmethod
    def content(self) -> None:
        """Draw all of it, one piece below the other."""

    def draw(self) -> bytes:
        """Drawn twice: the first time tells how many pages there are."""
        self._pages = 0
        for _time in range(2):
            self.sheet = Sheet(
                title=self.title,
                is_rtl=language.is_right_to_left(),
                is_persian=language.current() == "fa",
                is_landscape=self.is_landscape,
            )
            self._page, self.y = 1, MARGIN
            self.content()
            self._close_page()
            self._pages = self._page
        return self.sheet.finish()

    @property
    def left(self) -> float:
        return MARGIN

    @property
    def right(self) -> float:
        return self.sheet.width - MARGIN

    @property
    def width(self) -> float:
        return self.right - self.left

    def need(self, height: float, again: Callable[[], None] | None = None) -> None:
        """Begin another page where less than `height` is left, and draw there first what belongs on each."""
        if self.y + height <= self.sheet.height - _FOOT - 24:
            return
        self._close_page()
        self.sheet.next_page()
        self._page += 1
        self.y = MARGIN
        if again is not None:
            again()

    def _close_page(self) -> None:
        y = self.sheet.height - _FOOT
        count = {"page": formats.digits(self._page), "pages": formats.digits(self._pages)}
        self.sheet.rule(self.left, y - 14, self.width)
        self.sheet.text(self.left, y, self.foot, size=7.5, colour=GREY)
        words = _("Page %(page)s of %(pages)s") % count
        self.sheet.text(self.right, y, words, size=7.5, colour=GREY, align=Align.END)

    # --- tables -------------------------------------------------------------------------------------------------------

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Draw rows under their headings; a row is never torn apart."""
        left = self.width - sum(column.width for column in columns)
        widths = [column.width or left for column in columns]

        def head() -> None:
            self._row(columns, widths, [Cell(column.title) for column in columns], is_head=True)
            self.sheet.rule(self.left, self.y - self.leading + 5, self.width, thickness=0.9, colour=INK)
            self.y += 6

        self.need(5 * self.leading)
        head()
        for row in rows:
            self.need(self._height(columns, widths, row), head)
            self._row(columns, widths, row)
            self.sheet.rule(self.left, self.y - self.leading + 5, self.width)
            self.y += 6

    def _height(self, columns: Sequence[Column], widths: Sequence[float], row: Sequence[Cell]) -> float:
        counts = [1]
        for column, width, cell in zip(columns, widths, row, strict=True):
            if not column.is_figures:
                counts.append(len(self._lines(cell.text, width)) + len(self._lines(cell.below, width)))
        return max(counts) * self.leading + 6

    def _lines(self, text: str, width: float) -> list[object]:
        return list(self.sheet.lines(text, size=self.size, width=width - 8)) if text else []

    def _row(
        self, columns: Sequence[Column], widths: Sequence[float], row: Sequence[Cell], *, is_head: bool = False
    ) -> None:
        x, deepest = self.left, self.y + self.leading
        colour, size = (GREY, 7.5) if is_head else (INK, self.size)
        for column, width, cell in zip(columns, widths, row, strict=True):
            if column.is_figures:
                self._figure(x + width, cell.text, width - 4, size, colour, is_words=is_head)
            else:
                y = self.y
                if cell.text:
                    y = self.sheet.paragraph(
                        x, y, cell.text, width=width - 8, size=size, leading=self.leading, colour=colour
                    )
                if cell.below:
                    y = self.sheet.paragraph(
                        x,
                        y - 1,
                        cell.below,
                        width=width - 8,
                        size=self.size - 1.5,
                        leading=self.leading - 2,
                        colour=GREY,
                    )
                deepest = max(deepest, y)
            x += width
        self.y = deepest

    def _figure(self, x: float, text: str, width: float, size: float, colour: str, *, is_words: bool) -> None:
        line = self.sheet.set(text, is_figures=not is_words)
        while line.width(size) > width and size > _SMALLEST:
            size -= 0.5
        self.sheet.text(x, self.y, line, size=size, colour=colour, align=Align.END)

    # --- pairs --------------------------------------------------------------------------------------------------------

    def pairs(
        self, x: float, width: float, pairs: Iterable[tuple[str, str | Line]], *, is_last_bold: bool = False
    ) -> None:
        """A label and a value on each line, the value at the end of `width`."""
        listed = list(pairs)
        for place, (label, value) in enumerate(listed):
            is_bold = is_last_bold and place == len(listed) - 1
            if is_bold:
                self.sheet.rule(x, self.y - self.leading + 4, width, thickness=0.9, colour=INK)
                self.y += 4
            self.sheet.text(x, self.y, label, size=self.size, colour=INK if is_bold else GREY, is_bold=is_bold)
            line = value if isinstance(value, Line) else self.sheet.set(value, is_bold=is_bold)
            size = self.size + (1.5 if is_bold else 0)
            while line.width(size) > width * 0.7 and size > _SMALLEST:
                size -= 0.5
            self.sheet.text(x + width, self.y, line, size=size, align=Align.END)
            self.y += self.leading + 1

"""Pages to draw on, measured from where reading begins: left, or right in languages that are written from there."""

from __future__ import annotations

import io
from enum import StrEnum

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.pdf.fonts import stack
from core.pdf.text import Line, line_of, wrapped

INK, GREY, RULE = "#151817", "#5c635d", "#d6d9d5"


class Align(StrEnum):
    START = "start"
    END = "end"


class Sheet:
    """An A4 document. Points; `x` grows in the direction of reading, `y` downwards from the top of the page.

    The same calls draw the same bytes: no date, no identifier, no outside address is in the file.
    """

    def __init__(self, *, title: str, is_rtl: bool, is_persian: bool, is_landscape: bool = False) -> None:
        self.width: float
        self.height: float
        self.width, self.height = (A4[1], A4[0]) if is_landscape else A4
        self.is_rtl, self.is_persian = is_rtl, is_persian
        self._target = io.BytesIO()
        self._canvas = Canvas(
            self._target,
            pagesize=(self.width, self.height),
            invariant=1,
            pageCompression=1,
            initialFontName=stack(is_persian=is_persian, is_bold=False)[0].fontName,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setCreator("Serai")
        if is_rtl:
            self._canvas.setViewerPreference("Direction", "R2L")

    def set(self, text: str, *, is_bold: bool = False, is_figures: bool = False) -> Line:
        """A line of this document. Figures are read from the left in every language, their sign first."""
        return line_of(
            text,
            is_rtl=self.is_rtl and not is_figures,
            is_persian=self.is_persian,
            is_bold=is_bold,
            is_figures=is_figures,
        )

    def text(
        self,
        x: float,
        y: float,
        text: str | Line,
        *,
        size: float = 9,
        is_bold: bool = False,
        is_figures: bool = False,
        align: Align = Align.START,
        colour: str = INK,
    ) -> None:
        """Draw a line whose baseline is at `y`; `x` is where it starts, or ends."""
        line = text if isinstance(text, Line) else self.set(text, is_bold=is_bold, is_figures=is_figures)
        width = line.width(size)
        left = x if align is Align.START else x - width
        if self.is_rtl:
            left = self.width - left - width
        for piece in line.pieces:
            drawn = self._canvas.beginText(left, self.height - y)
            drawn.setFillColor(HexColor(colour))
            drawn.setFont(piece.font.fontName, size)
            drawn.textLine(piece.text)
            self._canvas.drawText(drawn)
            left += piece.width * size / 1000

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float,
        size: float = 9,
        leading: float = 13,
        is_bold: bool = False,
        colour: str = INK,
    ) -> float:
        """Draw a text in as many lines as it needs; the `y` of the line after it."""
        for line in self.lines(text, size=size, width=width, is_bold=is_bold):
            self.text(x, y, line, size=size, colour=colour)
            y += leading
        return y

    def lines(self, text: str, *, size: float, width: float, is_bold: bool = False) -> list[Line]:
        return wrapped(text, size, width, is_rtl=self.is_rtl, is_persian=self.is_persian, is_bold=is_bold)

    def rule(self, x: float, y: float, width: float, *, thickness: float = 0.6, colour: str = RULE) -> None:
        """A line across, from `x` on."""
        left = self.width - x - width if self.is_rtl else x
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.line(left, self.height - y, left + width, self.height - y)

    def next_page(self) -> None:
        self._canvas.showPage()

    def finish(self) -> bytes:
        self._canvas.save()
        return self._target.getvalue()

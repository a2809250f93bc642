"""Files of ours: no cell of them is a formula, whatever people put into their names (OWASP "CSV injection")."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core.tables.model import QUOTE, begins_like_formula

Cell = str | int | float | Decimal | bool | dt.datetime | dt.date | None
EXACT_DIGITS = 15  # of a number in a spreadsheet; what is longer is written as text
_UNPRINTABLE = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True)
class TableFormat:
    name: str
    content_type: str


FORMATS = {
    "csv": TableFormat("csv", "text/csv; charset=utf-8"),
    "xlsx": TableFormat("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def table_bytes(kind: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Sheet") -> bytes:
    """The file: `kind` is csv (UTF-8 with a BOM, so that Excel reads it) or xlsx (typed, the header row frozen)."""
    return _csv(headers, rows) if kind == "csv" else _xlsx(headers, rows, sheet)


def table_response(kind: str, content: bytes, name: str) -> HttpResponse:
    """The file as a download that nobody keeps in a cache; `name` without its ending."""
    response = HttpResponse(content, content_type=FORMATS[kind].content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_plain(header) for header in headers])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + target.getvalue().encode("utf-8", "replace")


def _plain(cell: Cell) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.astimezone(dt.UTC).isoformat(timespec="seconds")
    if isinstance(cell, str):
        text = cell.translate(_UNPRINTABLE)
        return f"{QUOTE}{text}" if begins_like_formula(text) else text
    return cell


def _xlsx(headers: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> bytes:
    import xlsxwriter  # few processes ever write one

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(name[:31])
        sheets = _Sheet(sheet, book)
        for column, header in enumerate(headers):
            sheets.text(0, column, header, is_header=True)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheets.write(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headers) - 1), 18)
    return target.getvalue()


class _Sheet:
    """A worksheet with the few formats it needs. A text that looks like a formula carries the quote as a property of
    its cell, so it stays text when somebody edits it, and reads as it was written."""

    def __init__(self, sheet: Any, book: Any) -> None:
        self.sheet = sheet
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.quoted = book.add_format({"quote_prefix": True})
        self.quoted_head = book.add_format({"bold": True, "bottom": 1, "quote_prefix": True})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})

    def text(self, row: int, column: int, value: str, *, is_header: bool = False) -> None:
        text = value.translate(_UNPRINTABLE)[:32_767]
        plain, quoted = (self.head, self.quoted_head) if is_header else (None, self.quoted)
        self.sheet.write_string(row, column, text, quoted if begins_like_formula(text) else plain)

    def write(self, row: int, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell)
        elif isinstance(cell, dt.datetime):
            self.sheet.write_datetime(row, column, cell.astimezone(dt.UTC).replace(tzinfo=None), self.moment)
        elif isinstance(cell, dt.date):
            self.sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, int | float | Decimal) and _digits(cell) <= EXACT_DIGITS:
            self.sheet.write_number(row, column, cell)
        else:
            self.text(row, column, str(cell))


def _digits(number: float | Decimal) -> int:
    return sum(character.isdigit() for character in str(number))

"""A file of a stranger as a table: by what it holds, not by what it is called."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.tables import csv_files, xlsx_files
from core.tables.model import LIMITS, BadTable, Limits, Table, TableRow, TableTooLarge


def read_table(raw: bytes, limits: Limits = LIMITS) -> Table:
    """The first sheet of an XLSX workbook, or a CSV file; the first row holds the headers.

    Raises BadTable, TableTooLarge. A row that is broken in itself comes with its `problem`.
    """
    if not raw:
        raise BadTable("empty", _("The file is empty."))
    if len(raw) > limits.file_bytes:
        detail = _("The file has more than %d MB.") % (limits.file_bytes // 1024**2)
        raise TableTooLarge("file_too_large", detail)
    found = xlsx_files.rows(raw, limits) if xlsx_files.is_xlsx(raw) else _csv_rows(raw, limits)
    return _table(found, limits)


def _csv_rows(raw: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    return csv_files.lines(csv_files.decode(raw), limits)


def _table(found: Iterator[tuple[int, list[str]]], limits: Limits) -> Table:
    headers: list[str] = []
    rows: list[TableRow] = []
    for number, cells in found:
        if any("\x00" in cell for cell in cells):
            raise BadTable("nul_character", _("Line %(line)d holds a NUL character.") % {"line": number}, line=number)
        if not any(cell.strip() for cell in cells):
            continue
        if not headers:
            headers = _headers(cells, limits)
            continue
        if len(rows) == limits.rows:
            raise TableTooLarge("too_many_rows", _("The file has more than %d rows.") % limits.rows)
        rows.append(_row(number, cells, len(headers), limits))
    if not headers:
        raise BadTable("empty", _("The file has no rows."))
    return Table(headers, rows)


def _headers(cells: list[str], limits: Limits) -> list[str]:
    headers = [" ".join(cell.split()) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > limits.columns:
        raise TableTooLarge("too_many_columns", _("The file has more than %d columns.") % limits.columns)
    folded = [header.casefold() for header in headers]
    twice = sorted({header for header, name in zip(headers, folded, strict=True) if folded.count(name) > 1})
    if "" in folded:
        place = folded.index("") + 1
        raise BadTable("blank_header", _("Column %d has no name in the first row.") % place, column=place)
    if twice:
        raise BadTable("duplicate_headers", _("These columns stand there twice: %s.") % ", ".join(twice), columns=twice)
    return headers


def _row(number: int, cells: list[str], width: int, limits: Limits) -> TableRow:
    problem = ""
    if any(cell for cell in cells[width:]):
        problem = ngettext(
            "The row has more cells than the %(count)d column.",
            "The row has more cells than the %(count)d columns.",
            width,
        ) % {"count": width}
    kept = cells[:width] + [""] * (width - len(cells))
    if any(len(cell) > limits.cell_characters for cell in kept):
        problem = _("A cell is longer than %d characters.") % limits.cell_characters
        kept = [cell[:200] for cell in kept]
    return TableRow(number, [cell.strip(" ") for cell in kept], problem)

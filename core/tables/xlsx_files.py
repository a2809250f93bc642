"""XLSX of strangers: the archive is judged before anything of it is parsed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from core.tables.model import BadTable, Limits, TableTooLarge

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 1_000
_CHUNK = 256 * 1024  # without a single tag in so many bytes, a text is longer than any cell may be
_LONGEST_MARK = 40
# A document type is the door to entities: a workbook has none. Also as UTF-16 would write it.
_FORBIDDEN = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, OSError, EOFError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip


def is_xlsx(raw: bytes) -> bool:
    return raw.startswith((ZIP, OLE))


def rows(raw: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first sheet with its number. Raises BadTable, TableTooLarge."""
    if raw.startswith(OLE):
        raise BadTable("encrypted", _("The workbook is protected by a password, or older than XLSX. Save it anew."))
    try:
        _check_archive(raw, limits)
        yield from _rows_of_first_sheet(raw, limits)
    except _UNREADABLE as error:
        raise BadTable("unreadable", _("The file is not a whole XLSX workbook.")) from error


def _check_archive(raw: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if any(part.flag_bits & 0x1 for part in parts):
            raise BadTable("encrypted", _("The workbook is protected by a password. Save it without one."))
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.unpacked_bytes:
            count = limits.unpacked_bytes // 1024**2
            raise TableTooLarge("unpacked_too_large", _("Unpacked, the workbook has more than %d MB.") % count)
        if len(names) != len(parts) or "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise BadTable("unreadable", _("The file is not a whole XLSX workbook."))
        if any(name.lower().endswith((".bin", ".vba")) and "vba" in name.lower() for name in names):
            raise _macros()
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _check_part(archive, part)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read through one part in pieces: no document type, no macros, no text without end."""
    tail = b""
    with archive.open(part) as file:
        while piece := file.read(_CHUNK):
            window = tail + piece
            if any(mark in window for mark in _FORBIDDEN):
                raise BadTable("entities", _("The workbook declares entities, which no spreadsheet needs."))
            if part.filename == "[Content_Types].xml" and b"macroEnabled" in window:
                raise _macros()
            if len(piece) == _CHUNK and b"<" not in piece:
                raise BadTable("cell_too_long", _("A cell of the workbook is longer than a cell may be."))
            tail = window[-_LONGEST_MARK:]


def _macros() -> BadTable:
    return BadTable("macros", _("The workbook holds macros. Save it as a plain XLSX file."))


def _rows_of_first_sheet(raw: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # a tenth of what a process takes to start; few ever read a workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise BadTable("empty", _("The workbook has no sheet."))
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says about its size is not believed
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > 2 * limits.rows:
                raise TableTooLarge("too_many_rows", _("The sheet has more than %d rows.") % limits.rows)
            yield number, [as_text(value) for value in cells]
    finally:
        book.close()


def as_text(value: Any) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)

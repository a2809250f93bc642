"""CSV as people have it: UTF-8 or UTF-16, Windows code pages, any of the usual separators and line ends."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.tables.model import BadTable, Limits

SEPARATORS = ",;\t|"
_BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),  # begins like UTF-16; nobody's spreadsheet writes it
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_LONG_RUN = 2  # bytes: a word in Arabic script is a run of them, an accent stands alone


def decode(raw: bytes) -> str:
    """The text of a CSV file. Raises BadTable."""
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise BadTable("encoding", _("The file is in no encoding that is known here. Save it as UTF-8.")) from None
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BadTable("nul_character", _("Line %(line)d holds a NUL character.") % {"line": line}, line=line)
    return text


def _encoding(raw: bytes) -> str:
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name
    sample = raw[:4096]
    if sample[1::2].count(0) > len(sample) // 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4:
        return "utf-16-be"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _code_page(raw)
    return "utf-8"


def _code_page(raw: bytes) -> str:
    """Windows-1256 where most high bytes stand together, as letters of a word do; else Windows-1252."""
    runs = _HIGH_RUN.findall(raw)
    together = sum(len(run) for run in runs if len(run) >= _LONG_RUN)
    return "cp1256" if together * 2 > sum(map(len, runs)) else "cp1252"


def lines(text: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on. Raises BadTable for an unbalanced quote or an over-long cell."""
    separator, text, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    started = 1 + skipped
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(str(error), started, limits) from error
        yield started, row
        started = reader.line_num + 1 + skipped


def _broken(reason: str, line: int, limits: Limits) -> BadTable:
    if "field limit" in reason:
        detail = _("A cell in line %(line)d is longer than %(count)d characters.")
        return BadTable("cell_too_long", detail % {"line": line, "count": limits.cell_characters}, line=line)
    if "unexpected end" in reason:
        return BadTable("quotes", _("A quote that opens in line %(line)d is never closed.") % {"line": line}, line=line)
    return BadTable("quotes", _("The quotes in line %(line)d do not match.") % {"line": line}, line=line)


def _separator(text: str) -> tuple[str, str, int]:
    """The separator, the text without Excel's own `sep=;` line, and how many lines that took."""
    first, _mark, rest = text.partition("\n")
    head = first.strip()
    if head[:4].lower() == "sep=" and len(head) == len("sep=;") and head[4] in SEPARATORS:
        return head[4], rest, 1
    outside = "".join(first.split('"')[::2])  # what stands between quotes separates nothing
    counts = {mark: outside.count(mark) for mark in SEPARATORS}
    best = max(counts, key=lambda mark: counts[mark])
    return (best if counts[best] else ","), text, 0

"""What a table is, how large it may be, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import FieldProblem, Invalid, TooLarge

# What spreadsheets take for the beginning of a formula, also in the full-width forms of East Asian keyboards.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTE = "'"


@dataclass(frozen=True)
class Limits:
    """The largest file that is looked at (RELIABILITY.md §5.6)."""

    file_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 100 * 1024 * 1024
    rows: int = 20_000
    columns: int = 100
    cell_characters: int = 32_767  # what Excel itself can hold


LIMITS = Limits()


@dataclass(frozen=True)
class TableRow:
    """`number` is the row as the spreadsheet shows it, or the line of a CSV file; as many cells as there are headers.
    `problem` says why the row itself is broken."""

    number: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    headers: list[str]
    rows: list[TableRow] = field(default_factory=list)


class BadTable(Invalid):
    """The file as a whole cannot be read; `code` of the one problem says why."""

    title = _("The file cannot be read as a table.")

    def __init__(self, code: str, detail: str, **extra: Any) -> None:
        super().__init__(detail, problems=[FieldProblem("/file", code, detail)], extra=extra)


class TableTooLarge(TooLarge):
    """More bytes, rows or columns than are looked at."""

    def __init__(self, code: str, detail: str, **extra: Any) -> None:
        super().__init__(detail, problems=[FieldProblem("/file", code, detail)], extra=extra)


def begins_like_formula(text: str) -> bool:
    """Whether a spreadsheet may take this text for a formula: on the way out every such text is neutralised."""
    return text.startswith(_FORMULA_MARKS)


def looks_like_formula(text: str) -> bool:
    """As `begins_like_formula`, but a plain number such as -3 or +12.5, which people do type, is none."""
    is_number = text[:1] in ("+", "-") and text.isascii() and text[1:].replace(".", "", 1).isdecimal()
    return begins_like_formula(text) and not is_number


def unquoted(text: str) -> str:
    """The text without the quote that an export puts before what looks like a formula."""
    return text[1:] if text.startswith(QUOTE) and begins_like_formula(text[1:]) else text

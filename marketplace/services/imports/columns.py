"""The columns of a product file: how each is called, and what its cells mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.rules import clean_name, clean_sku, plain_text
from core.money import Money, currency
from core.tables import looks_like_formula, unquoted
from marketplace.services.imports.pairs import read_pairs

LARGEST_NUMBER = 1_000_000
LARGEST_MINOR = 10**15
LONGEST_AMOUNT = 24
MOST_PAIRS = 50
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(\{mark}\d{{3}})+") for mark in ".,"}
_TRUE, _FALSE = {"true", "yes", "y", "1", "x", "on"}, {"false", "no", "n", "0", "off"}


class BadCell(ValueError):
    """A cell that cannot mean anything; the text says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


Reader = Callable[[str, str], Any]  # the cell and the store's currency → its value; raises BadCell


def _text(longest: int, clean: Callable[[str], str]) -> Reader:
    def read(cell: str, code: str) -> str:
        cleaned = clean(cell)
        if len(cleaned) > longest:
            raise BadCell("too_long", _("At most %(count)d characters.") % {"count": longest})
        return cleaned

    return read


def _sku(cell: str, code: str) -> str:
    cleaned = clean_sku(cell)
    if cleaned is None:
        raise BadCell("not_a_sku", _("Up to 64 of A-Z, 0-9 and . _ / + -, beginning with a letter or digit."))
    return cleaned


def _whole(cell: str, code: str) -> int:
    digits = _ascii_digits(cell)
    if not re.fullmatch(r"\d{1,9}", digits) or int(digits) > LARGEST_NUMBER:
        raise BadCell("not_a_number", _("A whole number from 0 to %(most)d.") % {"most": LARGEST_NUMBER})
    return int(digits)


def _flag(cell: str, code: str) -> bool:
    word = cell.casefold()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise BadCell("not_a_flag", _("Yes or no."))


def _pairs(cell: str, code: str) -> list[tuple[str, str]]:
    try:
        pairs = read_pairs(cell)
    except ValueError:
        raise BadCell("not_pairs", _("Write it as code=value, with ; in between: layout=75; colour=black.")) from None
    if len(pairs) > MOST_PAIRS:
        raise BadCell("too_many", _("At most %(count)d attributes.") % {"count": MOST_PAIRS})
    return pairs


def amount_minor(cell: str, code: str) -> int:
    """The minor units of an amount as people type it in the currency `code`: 1,250.00 or 1.250,00 or ۱۲۵۰.
    Raises BadCell."""
    text = re.sub(r"[\s'’٬]", "", _ascii_digits(cell)).replace("٫", ".")
    if len(text) > LONGEST_AMOUNT or not re.fullmatch(r"[\d.,]*\d[\d.,]*", text):
        raise BadCell("not_an_amount", _("An amount above zero, such as 12.50."))
    try:
        minor = Money.parse(Decimal(_with_point(text, currency(code).exponent)), code).minor
    except (ValueError, ArithmeticError):
        detail = _("An amount in %(currency)s with at most %(count)d decimals.")
        raise BadCell("not_an_amount", detail % {"currency": code, "count": currency(code).exponent}) from None
    if not 0 < minor <= LARGEST_MINOR:
        raise BadCell("out_of_range", _("An amount above zero, such as 12.50."))
    return minor


def _with_point(text: str, decimals: int) -> str:
    """The last separator is the decimal one, unless it stands as thousands are grouped."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    mark = text[last]
    other = "," if mark == "." else "."
    whole = text.replace(other, "") if _GROUPED[other].fullmatch(text[:last]) or other not in text else text
    if _GROUPED[mark].fullmatch(whole) and (mark == "," or decimals == 0):
        return whole.replace(mark, "")
    return whole.replace(mark, ".")


def _ascii_digits(text: str) -> str:
    return "".join(str(int(mark)) if mark.isdecimal() else mark for mark in text.strip())


@dataclass(frozen=True)
class Column:
    """`aliases` are other headers that people give the same column."""

    name: str
    read: Reader
    example: str
    aliases: tuple[str, ...] = ()


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("sku", _sku, "LAMP-OAK-1"),
        Column("product", _text(200, clean_name), "Oak desk lamp", ("product_name", "name", "title")),
        Column("product_slug", _text(220, clean_name), "", ("slug",)),
        Column("variant", _text(120, clean_name), "Warm white", ("variant_name",)),
        Column("category", _text(200, clean_name), "desk-lamps"),
        Column("brand", _text(120, clean_name), "Northlight"),
        Column("model", _text(80, clean_name), "NL-3", ("model_name",)),
        Column("description", _text(20_000, plain_text), "A lamp of solid oak."),
        Column("attributes", _pairs, ""),
        Column("variant_attributes", _pairs, ""),
        Column("price", amount_minor, "89.00"),
        Column("compare_at", amount_minor, "99.00", ("former_price",)),
        Column("stock", _whole, "12", ("stock_quantity", "quantity")),
        Column("low_stock", _whole, "3", ("low_stock_threshold",)),
        Column("active", _flag, "yes", ("is_active",)),
        Column("weight_grams", _whole, "1200", ("weight",)),
        Column("length_mm", _whole, "300"),
        Column("width_mm", _whole, "180"),
        Column("height_mm", _whole, "450"),
    )
}
_BY_HEADER = {alias: column.name for column in COLUMNS.values() for alias in (column.name, *column.aliases)}


def column_of(header: str) -> str:
    """The column a header means; "" for one that is not known here."""
    return _BY_HEADER.get("_".join(header.casefold().split()), "")


def unknown_headers(headers: Sequence[str]) -> list[str]:
    return [header for header in headers if not column_of(header)]


def doubled_columns(headers: Sequence[str]) -> list[str]:
    """Columns that two headers mean, such as Name and Product."""
    names = [name for name in map(column_of, headers) if name]
    return sorted({name for name in names if names.count(name) > 1})


@dataclass
class ParsedRow:
    """The cells of a row that are not empty, as values; what is wrong with the others; what is remarkable."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, column: str, code: str, detail: str) -> None:
        self.problems.append({"column": column, "code": code, "detail": detail})


def parse_row(headers: Sequence[str], cells: Sequence[str], currency_code: str) -> ParsedRow:
    """Read each cell by its column. What looks like a formula stays the text it is, with a note."""
    row = ParsedRow()
    for header, cell in zip(headers, cells, strict=False):
        name = column_of(header)
        if not name or not cell:
            continue
        text = unquoted(cell)
        if looks_like_formula(text):
            row.notes.append({"column": name, "code": "formula", "detail": _("Kept as text, not run as a formula.")})
        try:
            row.values[name] = COLUMNS[name].read(text, currency_code)
        except BadCell as bad:
            row.refuse(name, bad.code, bad.detail)
    if "sku" not in row.values and not any(problem["column"] == "sku" for problem in row.problems):
        row.refuse("sku", "required", _("Every row needs a SKU: it says which article is meant."))
    return row

"""Files of strangers, row by row of RELIABILITY.md §5.6; and files of ours, in which no cell is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from core.errors import DomainError
from core.tables import BadTable, Limits, TableTooLarge, looks_like_formula, read_table, table_bytes, unquoted

HEADERS = ["SKU", "Name"]
NOON = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
SMALL = Limits(file_bytes=10_000, unpacked_bytes=200_000, rows=3, columns=4, cell_characters=50)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(raw: bytes, changes: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with some parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w", compression) as made:
        for name in source.namelist():
            if name not in changes:
                made.writestr(name, source.read(name))
        for name, content in changes.items():
            made.writestr(name, content)
    return target.getvalue()


def cells(raw: bytes) -> list[list[str]]:
    table = read_table(raw)
    return [table.headers, *(row.cells for row in table.rows)]


def refusal(raw: bytes, limits: Limits = SMALL) -> str:
    with pytest.raises(DomainError) as caught:
        read_table(raw, limits)
    assert isinstance(caught.value, BadTable | TableTooLarge)
    (problem,) = caught.value.problems
    assert problem.pointer == "/file"
    return problem.code


# --- reading CSV ------------------------------------------------------------------------------------------------------

PERSIAN = "SKU,Name\nA-1,کیبورد چوبی\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_persian_text_reads_the_same_in_every_encoding_people_save_in(encoding: str) -> None:
    text = PERSIAN.replace("ی", "ي").replace("ک", "ك")  # code page 1256 has only the Arabic letters
    assert cells(text.encode(encoding)) == [HEADERS, ["A-1", "كيبورد چوبي"]]


def test_a_western_code_page_is_told_from_a_persian_one() -> None:
    assert cells("SKU,Name\nA-1,Café crème\n".encode("cp1252")) == [HEADERS, ["A-1", "Café crème"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found_out(separator: str, newline: str) -> None:
    text = newline.join([separator.join(HEADERS), separator.join(["A-1", '"one\ntwo, three; four"']), ""])
    assert cells(text.encode()) == [HEADERS, ["A-1", "one\ntwo, three; four"]]


def test_the_separator_line_of_excel_is_understood() -> None:
    assert cells(b"sep=;\r\nSKU;Name\r\nA-1;Lamp, tall\r\n") == [HEADERS, ["A-1", "Lamp, tall"]]


def test_a_separator_inside_a_quoted_header_does_not_count() -> None:
    assert read_table(b'SKU;"a,b,c,d"\nA-1;x\n').headers == ["SKU", "a,b,c,d"]


def test_an_open_quote_is_named_by_the_line_it_opens_in() -> None:
    with pytest.raises(BadTable, match="opens in line 3 is never closed"):
        read_table(b'SKU,Name\nA-1,fine\nA-2,"open\nA-3,x\n')
    with pytest.raises(BadTable, match="quotes in line 2 do not match"):
        read_table(b'SKU,Name\nA-1,"a"b"\n')


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"SKU,Name\nA\x00-1,x\n", "nul_character"),
        (b"SKU,Name,sku\n", "duplicate_headers"),
        (b"SKU,,Name\n", "blank_header"),
        (b"a,b,c,d,e\n", "too_many_columns"),
        (b"SKU\n1\n2\n3\n4\n", "too_many_rows"),
        (b"SKU\n" + b"x" * 10_001, "file_too_large"),
        (b"\xff\xfe\x00\x00SKU", "encoding"),
    ],
)
def test_what_is_no_table_is_refused_by_name(raw: bytes, code: str) -> None:
    assert refusal(raw) == code


def test_a_broken_row_keeps_its_number_and_says_why_while_the_others_are_read() -> None:
    table = read_table(b"SKU,Name\nA-1,one\nA-2,two,three\n\nA-3," + b"x" * 60 + b"\n", SMALL)
    assert [(row.number, bool(row.problem)) for row in table.rows] == [(2, False), (3, True), (5, True)]
    assert table.rows[1].problem == "The row has more cells than the 2 columns."
    assert table.rows[2].problem == "A cell is longer than 50 characters."


def test_short_rows_are_filled_up() -> None:
    assert cells(b"SKU,Name,\nA-1\n") == [HEADERS, ["A-1", ""]]


def test_the_largest_file_allowed_is_read_in_little_time() -> None:
    raw = b"SKU,Name\n" + b"".join(b"A-%d,Lamp number %d\n" % (n, n) for n in range(20_000))
    assert len(read_table(raw).rows) == 20_000
    assert refusal(raw + b"A-x,one more\n", Limits()) == "too_many_rows"


# --- reading XLSX -----------------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_read_as_people_typed_them() -> None:
    raw = workbook(["SKU", "Name", "Price", "Since", "On"], ["A-1", "Lamp", 12.5, dt.date(2026, 11, 1), True])
    assert cells(raw)[1] == ["A-1", "Lamp", "12.5", "2026-11-01", "true"]
    assert cells(workbook(["SKU"], [7.0], [None], [1234567890123]))[1:] == [["7"], ["1234567890123"]]


def test_a_formula_is_not_run() -> None:
    assert cells(workbook(["SKU", "Name"], ["A-1", "=1+1"]))[1] == ["A-1", ""]  # no spreadsheet has computed it yet


BOMB = b"<worksheet>" + b"<a/>" * 60_000 + b"</worksheet>"


def test_a_zip_bomb_is_refused_by_the_sizes_in_its_directory() -> None:
    raw = repacked(workbook(HEADERS), {"xl/worksheets/sheet2.xml": BOMB})
    assert len(raw) < 10_000
    assert refusal(raw) == "unpacked_too_large"


def test_a_part_that_lies_about_its_size_is_not_read_further_than_it_says() -> None:
    raw = repacked(workbook(HEADERS), {"xl/worksheets/sheet2.xml": BOMB})
    lying = raw.replace(len(BOMB).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != raw
    assert refusal(lying) == "unreadable"


def test_macros_are_refused() -> None:
    assert refusal(repacked(workbook(HEADERS), {"xl/vbaProject.bin": b"code"})) == "macros"
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal(repacked(workbook(HEADERS), {"[Content_Types].xml": types})) == "macros"


ENTITY = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", ""), ("utf-16-le", ""), ("utf-16-be", "")])
def test_external_entities_are_refused_before_an_xml_parser_sees_them(encoding: str, said: str) -> None:
    content = ENTITY.format(said).encode(encoding)
    assert refusal(repacked(workbook(HEADERS), {"xl/sharedStrings.xml": content})) == "entities"


def test_a_password_is_refused() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600) == "encrypted"
    raw = bytearray(workbook(HEADERS))
    place = raw.index(b"PK\x01\x02")  # the directory says that a part is encrypted
    raw[place + 8] |= 1
    assert refusal(bytes(raw)) == "encrypted"


def test_one_enormous_cell_is_refused_before_parsing() -> None:
    sheet = b"<worksheet><sheetData><row><c t='inlineStr'><is><t>" + b"x" * 50_000_000 + b"</t></is></c></row>"
    raw = repacked(workbook(HEADERS), {"xl/worksheets/sheet1.xml": sheet + b"</sheetData></worksheet>"})
    assert len(raw) < 100_000
    assert refusal(raw, Limits()) == "cell_too_long"


def test_a_sheet_that_claims_two_million_rows_costs_what_it_holds() -> None:
    raw = workbook(HEADERS, ["A-1", "Lamp"])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    claimed = sheet.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    assert claimed != sheet
    assert cells(repacked(raw, {"xl/worksheets/sheet1.xml": claimed})) == [HEADERS, ["A-1", "Lamp"]]


def test_too_many_columns_and_rows_of_a_workbook_are_refused() -> None:
    assert refusal(workbook([f"c{n}" for n in range(101)]), Limits()) == "too_many_columns"
    assert refusal(workbook(["SKU"], *([n] for n in range(4)))) == "too_many_rows"


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"PK\x03\x04 and nothing more", workbook(HEADERS)[:900]])
def test_half_an_archive_is_refused(raw: bytes) -> None:
    assert refusal(raw) == "unreadable"


def test_an_archive_of_something_else_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refusal(target.getvalue()) == "unreadable"


# --- writing ----------------------------------------------------------------------------------------------------------

DANGEROUS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", '=HYPERLINK("http://x.example","y")']


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_csv_file_begins_like_a_formula_headers_included(text: str) -> None:
    raw = table_bytes("csv", [text, "Name"], [[text, "plain"], ["plain", f"  {text}"]])
    for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
        assert all(cell[:1] not in "=+-@\t\r＝" for cell in row if cell)
    assert [unquoted(cell) for cell in read_table(raw).rows[0].cells] == [text, "plain"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_workbook_is_a_formula_headers_included(text: str) -> None:
    raw = table_bytes("xlsx", [text, "http://x.example"], [[text, "mailto:a@x.example"]])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f" not in sheet
        assert not any("rels" in name and "sheet1" in name for name in archive.namelist())  # no hyperlink either
    found = load_workbook(io.BytesIO(raw)).active
    assert {cell.data_type for row in found.iter_rows() for cell in row} == {"s"}
    assert {found["A1"].quotePrefix, found["A2"].quotePrefix} == {True}
    assert found["A2"].value.replace("_x000D_", "\r") == text


def test_a_workbook_has_typed_numbers_and_dates_and_a_frozen_header() -> None:
    raw = table_bytes("xlsx", ["n", "m", "d", "b", "s"], [[3, Decimal("12.50"), NOON, True, "007"]])
    sheet = load_workbook(io.BytesIO(raw)).active
    values = [cell.value for cell in sheet[2]]
    assert values == [3, 12.5, NOON.replace(tzinfo=None), True, "007"]
    assert sheet.freeze_panes == "A2"


def test_a_long_number_keeps_its_digits() -> None:
    raw = table_bytes("xlsx", ["n"], [[123456789012345678]])
    assert load_workbook(io.BytesIO(raw)).active["A2"].value == "123456789012345678"


def test_plain_negative_numbers_are_no_formulas_on_the_way_in() -> None:
    assert [looks_like_formula(text) for text in ("-3", "+12.5", "-3dB", "=3", "text")] == [
        False, False, True, True, False,
    ]  # fmt: skip

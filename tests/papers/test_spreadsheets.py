from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from papers.content import CellValue, Column, ColumnKind, Table
from papers.spreadsheets import csv_bytes, escaped, sheet_name, xlsx_bytes
from tests.costs import cost_of
from tests.papers.samples import HOSTILE_EDGES, HOSTILE_TEXTS

COLUMNS = (
    Column("Name", width=32),
    Column("Born", ColumnKind.DATE, 12),
    Column("Registered (UTC)", ColumnKind.DATETIME, 18),
    Column("Number", ColumnKind.INTEGER, 8),
)
ROW = ("محمد الخميس", date(1980, 2, 29), datetime(2024, 2, 28, 9, 30, tzinfo=UTC), -7)


def table(*rows: tuple[CellValue, ...], language: str = "en", title: str = "Registrations") -> Table:
    return Table(title, language, COLUMNS, rows)


def sheet_of(file: bytes) -> Any:
    return load_workbook(io.BytesIO(file)).active


def single(kind: ColumnKind, value: CellValue) -> Any:
    return sheet_of(xlsx_bytes(Table("t", "en", (Column("c", kind),), ((value,),)))).cell(2, 1)


def test_csv_is_read_back_as_written() -> None:
    file = csv_bytes(table(ROW, ('a, "b"\nc', None, None, None)))

    assert file.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""))) == [
        ["Name", "Born", "Registered (UTC)", "Number"],
        ["محمد الخميس", "1980-02-29", "2024-02-28 09:30", "-7"],
        ['a, "b"\nc', "", "", ""],
    ]


def test_xlsx_holds_texts_real_dates_and_numbers() -> None:
    sheet = sheet_of(xlsx_bytes(table(ROW, (None, None, None, None))))

    assert [cell.value for cell in sheet[1]] == ["Name", "Born", "Registered (UTC)", "Number"]
    assert [cell.value for cell in sheet[2]] == [
        "محمد الخميس",
        datetime(1980, 2, 29),
        datetime(2024, 2, 28, 9, 30),
        -7,
    ]
    assert [cell.number_format for cell in sheet[2]] == ["General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0"]


def test_xlsx_freezes_and_filters_its_header_and_keeps_widths() -> None:
    sheet = sheet_of(xlsx_bytes(table(ROW, ROW)))

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet.dimensions == "A1:D3"
    assert sheet["A1"].font.bold is True
    assert sheet.column_dimensions["A"].width == pytest.approx(32, abs=1)


@pytest.mark.parametrize(("language", "expected"), [("ar", True), ("ar-JO", True), ("en", False), ("fr", False)])
def test_xlsx_runs_right_to_left_for_arabic(language: str, expected: bool) -> None:
    assert bool(sheet_of(xlsx_bytes(table(ROW, language=language))).sheet_view.rightToLeft) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+962 6 555 0100", "'+962 6 555 0100"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\n=1"),
        ("\x00=1", "'=1"),
        ("\u2066=1\u2069", "'=1"),
        ("\u202e=1", "'=1"),
        ("a=1", "a=1"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_escaped(text: str, expected: str) -> None:
    cell = single(ColumnKind.TEXT, text)
    rows = list(csv.reader(io.StringIO(csv_bytes(table((text,) * 4)).decode("utf-8-sig"), newline="")))

    assert escaped(text) == expected
    # A workbook says that the cell is text, so nothing is put in front of what was typed.
    as_typed = expected.removeprefix("'")
    assert (cell.value, cell.data_type, cell.hyperlink) == (as_typed, "s", None)
    assert bool(cell.quotePrefix) is (as_typed != expected)
    assert rows[1] == [re.sub(r"([\n\t])=", r"\1'=", expected)] * 4


@pytest.mark.parametrize("read_with", [",", ";", "\t"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("begins", [*"=+-@", "\t="])
@pytest.mark.parametrize("parts", [*";,\t|\n", "\r\n", ';"', ',""'])
def test_no_cell_is_run_whatever_separator_the_file_is_read_with(
    parts: str, begins: str, language: str, read_with: str
) -> None:
    """As Excel reads it: a quote in the middle of a cell is a letter, so what comes after it is not held together."""
    file = csv_bytes(table((f"a{parts}{begins}1+1", "x, y; z", None, None), language=language)).decode("utf-8-sig")

    for row in csv.reader(io.StringIO(file, newline=""), delimiter=read_with):
        for cell in row:
            assert not cell.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r"))


def test_headings_and_titles_are_escaped_too() -> None:
    hostile = Table("=1+1", "en", (Column("=1+1"),), ())

    heading = sheet_of(xlsx_bytes(hostile)).cell(1, 1)
    assert (heading.value, heading.data_type, bool(heading.quotePrefix)) == ("=1+1", "s", True)
    assert csv_bytes(hostile) == "\ufeff'=1+1\r\n".encode()


@pytest.mark.parametrize("text", ["<r><t>rich</t></r>", "a & b < c", " spaces ", "two\nlines", "x" * 32_767])
def test_xlsx_keeps_text_that_looks_like_its_own_markup(text: str) -> None:
    assert single(ColumnKind.TEXT, text).value == text


def test_xlsx_keeps_text_that_looks_like_an_escaped_character() -> None:
    # openpyxl leaves the decoding, which Excel does, to its caller.
    assert unescape(single(ColumnKind.TEXT, "_x000D_ and _x41").value) == "_x000D_ and _x41"


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, *HOSTILE_EDGES])
def test_tables_survive_hostile_text(text: str) -> None:
    hostile = Table(text, "ar", (Column(text), Column(text, ColumnKind.DATE)), ((text, text),))

    sheet = sheet_of(xlsx_bytes(hostile))
    rows = list(csv.reader(io.StringIO(csv_bytes(hostile).decode("utf-8-sig"), newline="")))

    held = escaped(text)
    cells = [sheet.cell(row, column) for row in (1, 2) for column in (1, 2)]
    assert [cell.value or "" for cell in cells] == [held.removeprefix("'")] * 4
    assert {cell.data_type for cell in cells if cell.value} <= {"s"}
    assert [[cell.replace("'", "") for cell in row] for row in rows] == [[held.replace("'", "")] * 2] * 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (ColumnKind.DATE, "to be announced", "to be announced"),
        (ColumnKind.DATE, date(1850, 1, 1), "1850-01-01"),
        (ColumnKind.INTEGER, 1_234_567_890_123_456, "1234567890123456"),
        (ColumnKind.INTEGER, "=1", "=1"),
        (ColumnKind.TEXT, 42, "42"),
        (ColumnKind.TEXT, "x" * 40_000, "x" * 32_767),
    ],
)
def test_xlsx_writes_what_does_not_fit_its_column_as_text(kind: ColumnKind, value: CellValue, expected: str) -> None:
    cell = single(kind, value)

    assert (cell.value, cell.data_type) == (expected, "s")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Registrations: TIN-API [2024]", "Registrations TIN-API 2024"),
        ("'quoted'", "quoted"),
        ("", "Sheet1"),
        ("History", "Sheet1"),
        ("المسجلون في اجتماع فريق الخبراء المعني بالتكنولوجيا", "المسجلون في اجتماع فريق الخبراء"),
        ("\ud800\x00", "\ufffd"),
    ],
)
def test_sheet_name_is_one_that_excel_accepts(title: str, expected: str) -> None:
    assert sheet_name(title) == expected
    assert sheet_of(xlsx_bytes(table(ROW, title=title))).title == expected


def test_tables_without_rows_or_columns_open() -> None:
    assert sheet_of(xlsx_bytes(table())).max_row == 1
    assert sheet_of(xlsx_bytes(Table("t", "en", ()))).max_row == 1
    assert csv_bytes(Table("t", "en", ())) == b"\xef\xbb\xbf\r\n"


def test_a_row_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError):
        xlsx_bytes(table(("only one",)))


def test_a_thousand_rows_of_twenty_columns_take_a_fraction_of_a_second() -> None:
    columns = tuple(Column(f"Column {number}") for number in range(20))
    rows = tuple(tuple(f"قيمة value {row} {number}" for number in range(20)) for row in range(1_000))

    assert cost_of(lambda: xlsx_bytes(Table("t", "ar", columns, rows)), times=3) < 0.5


@pytest.mark.parametrize(("language", "separator"), [("fr", ";"), ("en", ","), ("ar", ",")])
def test_csv_has_the_separator_of_its_language(language: str, separator: str) -> None:
    written = csv_bytes(table(("a, b", "c; d", "=1", "é"), language=language)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=separator))[1] == ["a, b", "c; d", "'=1", "é"]

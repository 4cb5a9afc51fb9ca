"""Tables as CSV and XLSX, safe to open in Excel and LibreOffice, in both directions of writing.

A spreadsheet would run text that begins with = + - @, a tab or a line break as a formula, and what people typed into a
public form must never run on the machine of an assistant. In CSV such text gets an apostrophe in front, also where a
cell would begin if the file were read with another separator than its own; the cell of a workbook says itself that it
is text, so its value stays what was typed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import escape

from foundation.isolating import without_isolates
from papers.content import CellValue, ColumnKind, Table
from papers.text import clean, direction_of_language

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Read with another separator, a quote stands within a cell and is a letter: line ends then begin rows.
_BEGINS_A_CELL = re.compile(r"(?<=[;,\t|\r\n])\"*(?=[=+\-@\t\r])")
_LONGEST_CELL = 32_767
_LONGEST_SHEET_NAME = 31
_EXACT_INTEGER = 999_999_999_999_999

_HEX_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
# Days count from here: Excel believes in 29 February 1900, so that its count is true from March 1900 on only.
_DAY_ZERO = date(1899, 12, 30)
_DATETIME_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  a sheet knows no zones
_FIRST_MONTH = (1900, 3)
_FORMATS = {
    ColumnKind.TEXT: {"valign": "top"},
    ColumnKind.INTEGER: {"valign": "top", "num_format": "0"},
    ColumnKind.DATE: {"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"},
    ColumnKind.DATETIME: {"valign": "top", "align": "left", "num_format": "yyyy-mm-dd hh:mm"},
}


def csv_bytes(table: Table) -> bytes:
    """The table as UTF-8 with a byte order mark (so that Excel reads Arabic), CRLF, header row.

    Columns are separated by commas, in French by semicolons: each Excel makes columns of those of its own language.
    Dates are ISO 8601, datetimes "YYYY-MM-DD HH:MM".
    """
    _check(table)
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";" if table.language == "fr" else ",")
    writer.writerow([_csv_cell(column.heading) for column in table.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def xlsx_bytes(table: Table) -> bytes:
    """The table as a workbook of one sheet: header frozen and filterable, dates real, right to left where due."""
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    class StreamedSheet(Worksheet):
        """A sheet whose rows are written by `_rows` instead of cell by cell.

        XlsxWriter takes five times as long for its own cells, and it takes a text in ``<r>…</r>`` for its markup.
        """

        rows: Iterable[str] = ()

        def _write_rows(self) -> None:
            self.fh.writelines(self.rows)

    _check(table)
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(sheet_name(table.title), StreamedSheet)
    if direction_of_language(table.language) == "rtl":
        sheet.right_to_left()
    formats = {kind: workbook.add_format(_FORMATS[kind]) for kind in ColumnKind}
    # Stays text also when somebody edits the cell.
    quoted = workbook.add_format({**_FORMATS[ColumnKind.TEXT], "quote_prefix": True})
    heading = workbook.add_format({"bold": True, "valign": "top", "bottom": 1, "text_wrap": True, "quote_prefix": True})
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width, formats[column.kind])
    sheet.freeze_panes(1, 0)
    if table.columns:
        last = (len(table.rows), len(table.columns) - 1)
        sheet.autofilter(0, 0, *last)
        # Tells the sheet how far its rows reach; XlsxWriter knows it from its own cells alone.
        sheet._check_dimensions(0, 0)
        sheet._check_dimensions(*last)
        sheet.rows = _rows(
            table,
            heading._get_xf_index(),
            {kind: cell_format._get_xf_index() for kind, cell_format in formats.items()},
            quoted._get_xf_index(),
        )
    workbook.set_properties({"title": escaped(table.title)[:255]})
    workbook.close()
    return file.getvalue()


def _check(table: Table) -> None:
    """Refuse uneven rows before any file is open, with a ValueError."""
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.columns):
            raise ValueError(f"row {number} has {len(row)} cells for {len(table.columns)} columns")


def _rows(table: Table, heading: int, formats: dict[ColumnKind, int], quoted: int) -> Iterator[str]:
    """The rows of a sheet as SpreadsheetML; `heading`, `formats` and `quoted` are numbers of cell formats."""
    from xlsxwriter.utility import xl_col_to_name

    letters = [xl_col_to_name(number) for number in range(len(table.columns))]
    headings = [
        _text_cell(f"{letter}1", _storable(column.heading), heading)
        for letter, column in zip(letters, table.columns, strict=True)
    ]
    yield f'<row r="1">{"".join(headings)}</row>'
    text_format = formats[ColumnKind.TEXT]
    columns = [
        (letter, column.kind, formats[column.kind]) for letter, column in zip(letters, table.columns, strict=True)
    ]
    for row_number, row in enumerate(table.rows, start=2):
        cells = []
        for (letter, kind, cell_format), value in zip(columns, row, strict=True):
            if value is None or value == "":
                continue
            number = _number(kind, value)
            if number is None:
                text = _storable(value)
                text_kind = quoted if text.startswith(_FORMULA_STARTS) else text_format
                cells.append(_text_cell(f"{letter}{row_number}", text, text_kind))
            else:
                cells.append(f'<c r="{letter}{row_number}" s="{cell_format}"><v>{number}</v></c>')
        yield f'<row r="{row_number}">{"".join(cells)}</row>'


def _text_cell(place: str, text: str, cell_format: int) -> str:
    text = escape(text, quote=False)
    if "_x" in text:
        # Excel reads _x000D_ as a character; spelt so, it stays what somebody typed.
        text = _HEX_ESCAPE.sub(r"_x005F\g<0>", text)
    return f'<c r="{place}" s="{cell_format}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _number(kind: ColumnKind, value: CellValue) -> str | None:
    """The value as a sheet stores numbers and dates; None where it has to be written as text."""
    if kind is ColumnKind.TEXT or isinstance(value, str | None):
        return None
    if kind is ColumnKind.INTEGER:
        return str(int(value)) if isinstance(value, int) and abs(value) <= _EXACT_INTEGER else None
    if not isinstance(value, date) or (value.year, value.month) < _FIRST_MONTH:
        return None
    if not isinstance(value, datetime):
        return str((value - _DAY_ZERO).days)
    moment = value.replace(tzinfo=None) - _DATETIME_ZERO
    return f"{moment.days + moment.seconds / 86_400:.10f}"


def escaped(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula, without characters that a file cannot hold."""
    text = _storable(value)
    return f"'{text}"[:_LONGEST_CELL] if text.startswith(_FORMULA_STARTS) else text


def _storable(value: object) -> str:
    text = str(value)
    if not text.isprintable():
        text = without_isolates(clean(text))
    return text[:_LONGEST_CELL]


def sheet_name(title: str) -> str:
    """The title as Excel accepts it for a sheet: at most 31 characters, none of ``[]:*?/\\``, never empty."""
    name = re.sub(r"[\[\]:*?/\\\s]+", " ", without_isolates(clean(title))).strip(" '")
    name = name[:_LONGEST_SHEET_NAME].rstrip(" '")
    return name if name and name.casefold() != "history" else "Sheet1"


def _csv_cell(value: CellValue) -> str:
    match value:
        case None | "":
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            return escaped(_BEGINS_A_CELL.sub(r"\g<0>'", str(value)))

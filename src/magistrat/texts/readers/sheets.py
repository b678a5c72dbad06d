"""Workbooks: each sheet's values, row by row."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import xlrd
from defusedxml import ElementTree

from magistrat.texts.readers import archive, letters, limits, trouble

MOST_ROWS = 50_000
MOST_SHEETS = 200
_ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read_xlsx(path: str) -> dict[str, Any]:
    """The sheets by openpyxl, values as they were last counted."""
    archive.check(path)
    # openpyxl judges a path by its ending, which a kept content has not.
    with Path(path).open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = [_sheet(sheet.title, sheet.iter_rows(values_only=True)) for sheet in book.worksheets[:MOST_SHEETS]]
    return {"pages": letters.bounded(sheets), "unit": "sheet"}


def read_xls(path: str) -> dict[str, Any]:
    """The sheets of an old workbook.

    :raises Unreadable: under a password or broken.
    """
    try:
        with xlrd.open_workbook(path, on_demand=True, logfile=_Silence()) as book:
            names = book.sheet_names()[:MOST_SHEETS]
            sheets = [_sheet(name, _xls_rows(book, name)) for name in names]
    except xlrd.XLRDError as reason:
        asks = "encrypt" in str(reason).lower() or "password" in str(reason).lower()
        raise trouble.Unreadable(trouble.ENCRYPTED if asks else trouble.BROKEN) from reason
    return {"pages": letters.bounded(sheets), "unit": "sheet"}


def read_ods(path: str) -> dict[str, Any]:
    """The sheets of an OpenDocument workbook."""
    archive.check(path)
    with zipfile.ZipFile(path) as parts:
        root = ElementTree.fromstring(parts.read("content.xml"), forbid_dtd=True)
    tables = list(root.iter(_ODS_TABLE + "table"))[:MOST_SHEETS]
    sheets = [_sheet(table.get(_ODS_TABLE + "name", ""), _ods_rows(table)) for table in tables]
    return {"pages": letters.bounded(sheets), "unit": "sheet"}


class _Silence:
    """Where xlrd writes its remarks."""

    def write(self, text: str) -> None:
        """Nothing is kept."""


def _xls_rows(book: Any, name: str) -> Iterable[Iterable[Any]]:
    sheet = book.sheet_by_name(name)
    for row in range(sheet.nrows):
        yield [_xls_value(cell, book.datemode) for cell in sheet.row(row)]


def _xls_value(cell: Any, mode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, mode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            return cell.value
    return None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR} else cell.value


def _ods_rows(table: Any) -> Iterable[Iterable[Any]]:
    for row in table.iter(_ODS_TABLE + "table-row"):
        yield ["".join(cell.itertext()) for cell in row]


def _sheet(name: str, rows: Iterable[Iterable[Any]]) -> str:
    lines, size = [name], 0
    for number, row in enumerate(rows):
        line = "\t".join(written(value) for value in row).rstrip()
        if line.strip():
            lines.append(line.strip("\t"))
            size += len(line)
        if number > MOST_ROWS or size > limits.MOST_LETTERS_PAGE:
            break
    return letters.tidy("\n".join(lines))


def written(value: Any) -> str:
    """A cell as people write it: days as 21.07.2021, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%d.%m.%Y" if value.time() == dt.time() else "%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, bool):
        return "так" if value else "ні"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(round(value, 10)).replace(".", ",")
    return " ".join(str(value).split())

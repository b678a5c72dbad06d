"""Cells of tables that leave for a spreadsheet: what begins like a formula is given as text; what stands for words not shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from magistrat.rules.moments import local

# With these a spreadsheet begins a formula; the wide signs are taken for the narrow ones by some of them.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"
# What a list says in place of the words of a document that the person may not open, on a page as in a file.
UNSEEN = "Вам цей документ не надано"


def plain(value: Any) -> Any:
    """The value for a cell of XLSX: text that no spreadsheet takes for a formula, without signs that XLSX forbids."""
    if not isinstance(value, str):
        return value
    clean = "".join(sign for sign in value if sign >= " " or sign in "\n\r\t")
    return f"'{clean}" if clean.lstrip(" ").startswith(FORMULA) else clean


def csv_file(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV as Ukrainian spreadsheets open it by a double click: UTF-8 with its mark, semicolons, days as дд.мм.рррр."""
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_written(value) for value in row] for row in rows)
    return (BOM + kept.getvalue()).encode()


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{local(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else plain(value)

"""Reading the workbook row by row: never the whole of it in the memory, formulas and merged cells found, nothing run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from stdnum.ua import edrpou

from magistrat.moving.sheets import SHEETS, Column

# A million cells of text packed well; a bomb grows far beyond.
LARGEST, MOST_GROWTH = 600 * 1024 * 1024, 150
WIDEST, MOST_EMPTY, MOST_MERGED = 60, 5_000, 200
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\t\r\n"), " ")
YES, NO = {"так", "т", "+", "1", "true", "x", "х"}, {"ні", "н", "-", "0", "false", ""}
YEARS = range(1991, 2101)
APOSTROPHES = dict.fromkeys(map(ord, "’ʼ`´‘"), "'")
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_DAY = re.compile(
    r"(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?|(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?"
)


class Unreadable(Exception):
    """The file is no workbook that can be read: why, in Ukrainian."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell of a row."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass
class Row:
    """A row's values by the keys of its columns, with what is wrong in them."""

    sheet: str
    place: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, key: str, words: str) -> None:
        """Note what is wrong in the column."""
        title = next((column.title for column in SHEETS[self.sheet] if column.key == key), "")
        self.faults.append(Fault(self.sheet, self.place, title, words[:400]))

    def __getattr__(self, key: str) -> Any:
        try:
            return self.__dict__["values"][key]
        except KeyError:
            raise AttributeError(key) from None


def folded(text: str) -> str:
    """A name without letter case, with one kind of apostrophe, dash and space."""
    return " ".join(text.translate(DASHES | APOSTROPHES | SPACES).casefold().split())


def rows(stream: BinaryIO) -> Iterator[Row]:
    """All rows with values, sheet by sheet in the order of `SHEETS`; a sheet that is not there has none.

    :raises Unreadable: no workbook, a bomb, no sheet of ours, or a sheet without the columns that it needs.
    """
    _refuse_bomb(stream)
    try:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except Exception as wrong:  # openpyxl raises whatever its parsers meet
        raise Unreadable("Файл не відкривається як книга XLSX.") from wrong
    names = {name.strip().casefold(): name for name in book.sheetnames}
    if not any(title.casefold() in names for title in SHEETS):
        raise Unreadable(f"У книзі немає жодного з аркушів: {', '.join(SHEETS)}.")
    for title in SHEETS:
        if name := names.get(title.casefold()):
            try:
                yield from _sheet(stream, book[name], title)
            except (Unreadable, GeneratorExit):
                raise
            except Exception as wrong:
                raise Unreadable(f"Аркуш «{title}» пошкоджено.") from wrong


def _refuse_bomb(stream: BinaryIO) -> None:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            packed = sum(one.compress_size for one in archive.infolist())
            whole = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as wrong:
        raise Unreadable("Файл не є книгою XLSX.") from wrong
    if whole > LARGEST or whole > max(packed, 1) * MOST_GROWTH:
        raise Unreadable("Книга завелика: розбийте її на кілька.")
    stream.seek(0)


def _sheet(stream: BinaryIO, sheet: Any, title: str) -> Iterator[Row]:
    merged = _merged(stream, sheet)
    # What the sheet says of its own size may be a lie.
    sheet.reset_dimensions()
    columns: dict[int, Column] | None = None
    empty = 0
    for place, cells in enumerate(sheet.iter_rows(max_col=WIDEST), 1):
        if all(cell.value in (None, "") for cell in cells):
            empty += 1
            if empty > MOST_EMPTY:
                return
            continue
        empty = 0
        if columns is None:
            columns = _columns(cells, title)
            continue
        row = Row(title, place)
        for position, column in columns.items():
            row.values[column.key] = _value(row, column, cells[position] if position < len(cells) else None)
        for column in SHEETS[title]:
            row.values.setdefault(column.key, None if column.kind in ("day", "number") else "")
        _note_merged(row, merged)
        yield row


def _columns(cells: Any, title: str) -> dict[int, Column]:
    wanted = {column.title.casefold(): column for column in SHEETS[title]}
    found = {
        place: wanted[name]
        for place, cell in enumerate(cells)
        if (name := _plain(cell.value).rstrip(" *").casefold()) in wanted
    }
    there = [column.key for column in found.values()]
    if missing := [column.title for column in SHEETS[title] if column.is_needed and column.key not in there]:
        raise Unreadable(f"На аркуші «{title}» немає стовпців: {', '.join(missing)}.")
    if twice := {column.title for column in found.values() if there.count(column.key) > 1}:
        raise Unreadable(f"На аркуші «{title}» стовпець повторюється: {', '.join(sorted(twice))}.")
    return found


# --- merged cells ------------------------------------------------------------------------------------


def _merged(stream: BinaryIO, sheet: Any) -> list[tuple[int, int, str]]:
    """First row, last row and name of each merged range; they stand after the rows, so the sheet's text is looked through."""
    found = []
    with zipfile.ZipFile(stream) as archive, archive.open(sheet._worksheet_path) as text:  # noqa: SLF001 - read-only sheets hide merged cells
        left = b""
        while piece := text.read(1 << 20):
            left += piece
            for one in _MERGED.finditer(left):
                name = b"%s%s:%s%s" % one.groups()
                found.append((int(one[2]), int(one[4]), name.decode()))
            left = left[-200:] if not left.endswith(b">") else b""
    return sorted(set(found))[:MOST_MERGED]


def _note_merged(row: Row, merged: list[tuple[int, int, str]]) -> None:
    for first, last, name in merged:
        if first <= row.place <= last:
            row.faults.append(Fault(row.sheet, row.place, "", f"Об'єднані клітинки {name}: роз'єднайте їх."))
            return


# --- values ------------------------------------------------------------------------------------------


def _value(row: Row, column: Column, cell: Any) -> Any:
    value = None if cell is None else cell.value
    kind = "" if cell is None else getattr(cell, "data_type", "")
    if kind == "f" or (isinstance(value, str) and value.startswith("=")):
        row.wrong(column.key, "Формула замість значення: вставте значення.")
        value = None
    elif kind == "e":
        row.wrong(column.key, f"У клітинці {value}: обчислення не вдалося.")
        value = None
    read = {"day": _day, "number": _number, "yes": _yes, "code": _code}.get(column.kind, _text)
    found = read(row, column, value)
    if column.is_needed and found in (None, "") and not any(one.column == column.title for one in row.faults):
        row.wrong(column.key, "Не заповнено.")
    return found


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "так" if value else "ні"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    clean = "".join(sign for sign in str(value).translate(SPACES) if sign >= " ")
    return " ".join(clean.split())


def _text(row: Row, column: Column, value: Any) -> str:
    if isinstance(value, datetime | date):
        row.wrong(column.key, "Програма таблиць перетворила текст на дату: зробіть стовпець текстовим.")
        return ""
    text = _plain(value)
    if len(text) > column.longest:
        row.wrong(column.key, f"Задовгий текст: {len(text)} знаків, можна до {column.longest}.")
        return text[: column.longest]
    return text


def _day(row: Row, column: Column, value: Any) -> date | None:
    found = _read_day(value)
    if found is None and value not in (None, ""):
        row.wrong(column.key, f"Не читається як дата: «{_plain(value)[:40]}»; пишіть дд.мм.рррр.")
    if found is not None and found.year not in YEARS:
        row.wrong(column.key, f"Неможливий рік: {found:%d.%m.%Y}.")
        return None
    return found


def _read_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            # a date whose cell has lost its format
            found = from_excel(value) if 30_000 < value < 80_000 else None
            return found.date() if isinstance(found, datetime) else found
        said = _DAY.fullmatch(_plain(value).translate(DASHES).rstrip("р. "))
        if said is None:
            return None
        parts = (said[3], said[2], said[1]) if said[1] else (said[4], said[5], said[6])
        return date(*map(int, parts))
    except (ValueError, OverflowError):
        return None


def _number(row: Row, column: Column, value: Any) -> int | None:
    text = _plain(value).replace(" ", "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:18]) < 10**12:
        row.wrong(column.key, f"Не читається як номер: «{text[:40]}».")
        return None
    return int(text)


def _yes(row: Row, column: Column, value: Any) -> bool | None:
    text = _plain(value).translate(DASHES).casefold()
    if text in YES or text in NO:
        return None if not text else text in YES
    row.wrong(column.key, f"Пишіть «так» або «ні», а не «{text[:40]}».")
    return None


def _code(row: Row, column: Column, value: Any) -> str:
    text = _plain(value).replace(" ", "")
    if text.isdecimal() and len(text) < 8:
        # numbers lose their leading zeros in a table
        text = text.zfill(8)
    if text and not edrpou.is_valid(text):
        row.wrong(column.key, f"Код {text[:20]} не відповідає контрольній цифрі.")
        return ""
    return text


def letter(sheet: str, title: str) -> str:
    """The letter of a column as the template has it."""
    titles = [column.title for column in SHEETS[sheet]]
    return get_column_letter(titles.index(title) + 1) if title in titles else ""

"""The empty workbook with its instruction and the city's own names, to be filled in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from magistrat.documents.models import Correspondent
from magistrat.documents.queries import registries as books
from magistrat.moving.sheets import SHEETS
from magistrat.organisation import queries as organisation

GUIDE, NAMES = "Інструкція", "Довідники"
INSTRUCTION = (
    "Заповніть аркуші «Кореспонденти», «Номери», «Документи», «Історія»; зайвих аркушів можна не заповнювати.",
    "Один рядок — один документ. Стовпці із зірочкою обов'язкові. Порядок стовпців можна змінювати, назви — ні.",
    "Дати пишіть як дд.мм.рррр. Індекси пишіть у текстовому форматі, інакше програма таблиць перетворить їх на дати.",
    "Не об'єднуйте клітинок і не залишайте формул: вставляйте значення.",
    "Посади пишіть так, як вони звуться в системі; якщо так зветься кілька, додайте в дужках прізвище з ініціалами.",
    "На аркуші «Номери» зазначте останній номер кожного реєстру: система продовжить із наступного й не повторить жодного.",
    "Спочатку система лише перевірить книгу й покаже зауваження за рядками. Ту саму книгу можна надати вдруге: унесене не повториться.",
)
LINES = 5_000


def workbook(on: date) -> io.BytesIO:
    """The sample with the registries, kinds, posts and categories of the city; eight statements."""
    book = Workbook()
    book.remove(book.active)
    _guide(book.create_sheet(GUIDE))
    names = _names(on)
    for title in SHEETS:
        _sheet(book.create_sheet(title), title, names)
    _lists(book.create_sheet(NAMES), names)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def _names(on: date) -> dict[str, list[str]]:
    return {
        "registry": [one.title for one in books.registries() if one.is_open],
        "kind": [one.title for one in books.kinds()],
        "category": [str(label) for _, label in Correspondent.Kind.choices],
        "post": sorted({post.title for post in organisation.posts(on)}),
    }


def _guide(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 110
    sheet.append(["Книга для перенесення обліків"])
    sheet["A1"].font = Font(bold=True, size=14)
    for number, line in enumerate(INSTRUCTION, 1):
        sheet.append([f"{number}. {line}"])
    for title, columns in SHEETS.items():
        sheet.append([])
        sheet.append([f"Аркуш «{title}»"])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for column in columns:
            mark = " (обов'язково)" if column.is_needed else ""
            sheet.append([f"{column.title}{mark}{': ' + column.said if column.said else ''}"])
    for row in sheet.iter_rows(min_col=1, max_col=1):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _sheet(sheet: Any, title: str, names: dict[str, list[str]]) -> None:
    for place, column in enumerate(SHEETS[title], 1):
        letter = get_column_letter(place)
        cell = sheet.cell(1, place, column.title + (" *" if column.is_needed else ""))
        cell.font = Font(bold=True)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "DD.MM.YYYY" if column.kind == "day" else "@"
        offered = {"registry": "A", "kind": "C" if title == "Кореспонденти" else "B"}.get(column.key)
        if offered:
            count = len(names[{"A": "registry", "B": "kind", "C": "category"}[offered]])
            rule = DataValidation(
                type="list", formula1=f"'{NAMES}'!${offered}$2:${offered}${count + 1}", allow_blank=True
            )
            rule.showErrorMessage = False
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{LINES}")
        for line in range(2, 52):
            sheet.cell(line, place).number_format = "DD.MM.YYYY" if column.kind == "day" else "@"
    sheet.freeze_panes = "A2"


def _lists(sheet: Any, names: dict[str, list[str]]) -> None:
    columns: Sequence[tuple[str, Iterable[str]]] = (
        ("Реєстри", names["registry"]), ("Види документів", names["kind"]),
        ("Категорії кореспондентів", names["category"]), ("Посади", names["post"]),
    )  # fmt: skip
    for place, (title, values) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 48
        sheet.cell(1, place, title).font = Font(bold=True)
        for line, value in enumerate(values, 2):
            sheet.cell(line, place, value)

"""Decisions of a sitting as an XLSX workbook."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from magistrat.acts.queries.sitting_decisions import NOTHING_ADOPTED, Decisions, Row
from magistrat.ui.cells import plain

COLUMNS = (
    ("№ питання", 10), ("Заголовок", 70), ("Результат", 22), ("За", 6), ("Проти", 7), ("Утрималися", 11),
    ("Не голосували", 13), ("Номер", 12), ("Дата", 12), ("Стан", 40), ("Чинність", 20), ("Розробник", 40),
    ("Підрозділ", 40), ("Найближчий строк", 16), ("Пункт", 10),
)  # fmt: skip


def workbook(found: Decisions) -> io.BytesIO:
    """A row for each question in the agenda's order."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Рішення засідання")
    for number, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, title) for title, _ in COLUMNS])
    for row in found.rows:
        sheet.append([plain(value) for value in _cells(row)])
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def _bold(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cells(row: Row) -> list[object]:
    outcome, act = row.outcome, row.act
    due = next((one for one in row.dues if one.done_on is None), None)
    return [
        outcome.number,
        row.title,
        outcome.get_result_display(),
        outcome.in_favour,
        outcome.against,
        outcome.abstained,
        outcome.silent,
        act.document.index if act else "",
        act.adopted_on if act else None,
        row.said if row.stage != "done" else "зареєстровано",
        act.get_force_display() if act and row.stage not in NOTHING_ADOPTED else "",
        act.drafter.title if act else "",
        act.drafter.department.name if act else "",
        due.on if due else None,
        due.clause if due else "",
    ]

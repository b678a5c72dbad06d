"""The filtered register as an XLSX workbook, written row by row."""

from __future__ import annotations

import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from magistrat.acts.models import Act
from magistrat.acts.queries import lists
from magistrat.journal.actor import Actor
from magistrat.ui import paging
from magistrat.ui.cells import plain

COLUMNS = (
    ("Номер", 14), ("Дата", 12), ("Вид", 34), ("Заголовок", 70), ("Чинність", 20), ("Діє до", 12), ("Ким припинено", 40),
    ("Розробник", 40), ("Підрозділ", 40), ("Підписав", 30),
)  # fmt: skip
PIECE = 500


def workbook(*, actor: Actor, filters: lists.Filters) -> io.BytesIO:
    """The workbook of the whole filtered register, newest first; one statement, never all rows in the memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Акти")
    for number, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, title) for title, _ in COLUMNS])
    for act in _rows(actor, filters):
        sheet.append([plain(value) for value in _cells(act)])
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def _rows(actor: Actor, filters: lists.Filters) -> Iterator[Act]:
    return (
        lists.register(actor, filters)
        .order_by(*paging.sort(None, lists.ORDERS, lists.NEWEST).fields)
        .iterator(chunk_size=PIECE)
    )


def _bold(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _cells(act: Act) -> list[object]:
    return [
        act.document.index,
        act.adopted_on,
        act.get_kind_display(),
        act.title,
        act.get_force_display(),
        act.in_force_until,
        act.ended_by,
        act.drafter.title,
        act.drafter.department.name,
        act.signed_name,
    ]

"""The log of copying works as XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from magistrat.ui.cells import plain

HEAD = (
    "Дата", "Що копіювали", "Документ", "Аркушів", "Примірників", "Усього аркушів", "Хто замовив", "Мета", "Виконавець",
    "Підрозділ", "Зауваження", "Викреслено",
)  # fmt: skip


def copying(rows: Iterable[Any]) -> bytes:
    """The log, a row a work; what was struck out counts nothing."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Копіювальні роботи")
    sheet.append([_bold(sheet, title) for title in HEAD])
    for row in rows:
        document = row.shown_document.index if row.shown_document else ""
        values = (
            row.done_on, row.what, document, row.sheets, row.copies, 0 if row.struck_at else row.total, row.ordered_by,
            row.purpose, row.entered_by, row.department.name, row.remark, row.struck_because,
        )  # fmt: skip
        sheet.append([plain(value) for value in values])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell

"""Lists of control as XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from magistrat.ui.cells import plain

MOST_ROWS = 20_000
HEAD = (
    "Документ", "Дата", "Кореспондент", "Короткий зміст", "Підстава контролю", "Пункт", "Автор резолюції", "Виконавець",
    "Строк", "Строк за законом", "Стан", "Пунктів", "Знято пунктів", "Знято", "Напис",
)  # fmt: skip


def control(found: Iterable[Any], *, title: str) -> bytes:
    """Documents on control, a row each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Контроль")
    sheet.append([title])
    sheet.append([_bold(sheet, text) for text in HEAD])
    for one in found:
        sheet.append([plain(value) for value in _row(one)])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _row(one: Any) -> tuple[Any, ...]:
    document = one.document
    sender = document.correspondent.name if document.correspondent else ""
    return (
        document.index, document.registered_on, sender, document.summary, one.reason, one.clause,
        one.leader.title if one.leader else "", one.main_executor or "", one.due_on, one.law_due_on, one.get_state_display(),
        one.points_all or None, one.points_off if one.points_all else None,
        one.off_on, one.off_mark,
    )  # fmt: skip


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell

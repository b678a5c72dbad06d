"""Lists of control and of missed terms as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from magistrat.rules.moments import local_date
from magistrat.tasks.queries.explained import Line
from magistrat.ui.cells import UNSEEN, plain

MOST_ROWS = 20_000
HEAD = (
    "Документ", "Дата", "Кореспондент", "Короткий зміст", "Підстава контролю", "Пункт", "Автор резолюції", "Виконавець",
    "Строк", "Строк за законом", "Стан", "Пунктів", "Знято пунктів", "Знято", "Напис",
)  # fmt: skip
POINTS = (
    "Документ", "Дата", "Кореспондент", "Пункт", "Завдання", "Виконавець", "Автор резолюції", "Строк", "Стан", "Виконано",
    "Знято", "Напис",
)  # fmt: skip
EXPLAINED = (
    "Документ", "Дата", "Короткий зміст", "Завдання", "Підрозділ", "Виконавець", "Хто пояснює", "Строк", "Виконано",
    "Пункт регламенту", "Подано", "Ким подано", "Пояснення", "Остаточний строк",
)  # fmt: skip


def control(found: Iterable[Any], *, title: str) -> bytes:
    """Documents on control, a row each."""
    return _book("Контроль", title, HEAD, map(_row, found))


def points(found: Iterable[Any], *, title: str) -> bytes:
    """Points on control by themselves, a row each."""
    return _book("Пункти", title, POINTS, map(_point, found))


def explanations(lines: Iterable[Line], *, title: str) -> bytes:
    """Missed terms, a row for each explanation, one for a term without any; of what the person may not open no words."""
    return _book("Пояснення", title, EXPLAINED, (row for line in lines for row in _explained(line)))


def _book(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.append([title])
    sheet.append([_bold(sheet, text) for text in head])
    for row in rows:
        sheet.append([plain(value) for value in row])
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


def _point(one: Any) -> tuple[Any, ...]:
    document, task = one.control.document, one.task
    sender = document.correspondent.name if document.correspondent else ""
    return (
        document.index, document.registered_on, sender, one.number, task.text, task.executor.title, task.giver.title,
        one.due_on, one.get_state_display(), task.done_on, one.off_on, one.off_mark,
    )  # fmt: skip


def _explained(line: Line) -> list[tuple[Any, ...]]:
    task, document = line.task, line.task.document
    said = (document.summary, task.text) if line.is_seen else (UNSEEN, "")
    common = (
        document.index, document.registered_on, *said, task.department.name, task.executor.title, line.owes.title, task.due_on,
        task.done_on, line.clause,
    )  # fmt: skip
    given: list[tuple[Any, ...]] = [
        (local_date(one.at), one.by, one.text if line.is_seen else UNSEEN, one.final_on) for one in line.given
    ]
    return [(*common, *one) for one in given or [(None, "", "", None)]]


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell

"""Statistics of visas as XLSX."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from magistrat.approvals.queries.statistics import FIGURES, Row
from magistrat.ui.cells import UNSEEN, plain

MOST_ROWS = 20_000


def by_post(rows: Sequence[Row], *, since: date, last: date) -> bytes:
    """Figures by post, a row each."""
    book = Workbook()
    sheet = book.active
    sheet.append([f"Дні візування за посадами, {since:%d.%m.%Y} — {last:%d.%m.%Y}"])
    sheet.append(
        ["Посада", "Підрозділ", "У середньому, днів", "Найдовше, днів", *(title for title, _ in FIGURES.values())]
    )
    for row in rows:
        figures = [count for _, _, count in row.counts]
        sheet.append([plain(row.title), plain(row.department), round(row.average, 2), row.longest, *figures])
    return _bytes(book)


def answers(rows: Iterable[Any], *, seen: Collection[int]) -> bytes:
    """Visas with their days; of papers that the reader may not open no more than the post and the days."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Візи"])
    sheet.append(["Посада", "Проєкт", "Версія", "Відкрито", "Строк", "Відповідь", "Днів", "Що відповіли"])
    for row in rows:
        document = row.step.approval.document
        about = document.summary if document.pk in seen else UNSEEN
        sheet.append([
            plain(row.step.post.title), plain(about), row.version.number, row.opened_at.date(), row.due_on, row.on, row.days,
            row.get_outcome_display(),
        ])  # fmt: skip
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    sheet = book.active
    for row in sheet.iter_rows(min_row=1, max_row=2):
        for cell in row:
            cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 45
    sheet.column_dimensions["B"].width = 45
    sheet.freeze_panes = "B3"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()

"""Reports as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

from magistrat.reports.lines import Line
from magistrat.reports.periods import Period
from magistrat.reports.queries import FIGURES, Row, total
from magistrat.ui.cells import UNSEEN, plain


def execution(*, rows: Sequence[Row], period: Period) -> bytes:
    """The report of execution: figures of the period and of the one before, side by side."""
    book = Workbook()
    sheet = book.active
    sheet.title = period.key
    sheet.append([f"Виконання документів: {period.name} (поруч {period.previous.name})"])
    titles = [title for figure in FIGURES for title in (figure.title, f"{figure.title}, попередній період")]
    sheet.append(["Підрозділ, посада", *titles, "Вчасно, %", "Вчасно, %, попередній період"])
    whole = Row(0, "Разом", total(rows), total(rows, before=True))
    for row in [*rows, whole]:
        values = [
            value for figure in FIGURES for value in (row.figures.get(figure.key, 0), row.before.get(figure.key, 0))
        ]
        sheet.append([plain(row.name), *values, row.share, row.share_before])
    return _bytes(book)


def listed(lines: Iterable[Line], *, title: str) -> bytes:
    """A list that a figure opens, as it stands on the screen."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append(
        [
            "Документ",
            "Дата",
            "Короткий зміст",
            "Завдання, підстава",
            "Виконавець, керівник",
            "Підрозділ",
            "Строк",
            "Виконано",
            "Стан",
        ]
    )
    for line in lines:
        document = line.document
        sheet.append([
            plain(document.index), document.registered_on, plain(line.about) if line.is_seen else UNSEEN,
            plain(line.detail), plain(line.who), plain(line.department), line.due_on, line.done_on, line.state,
        ])  # fmt: skip
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    sheet = book.active
    for row in sheet.iter_rows(min_row=1, max_row=2):
        for cell in row:
            cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 45
    sheet.freeze_panes = "B3"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()

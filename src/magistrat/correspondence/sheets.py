"""The list of registered letters as XLSX, with its sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from magistrat.ui.cells import plain

COLUMNS = (
    ("№ з/п", 7), ("Кому", 44), ("Куди", 54), ("Індекси листів", 24), ("Номер відправлення", 22), ("Маса, г", 10), ("Плата, грн", 12),
)  # fmt: skip


def registered(*, rows: Sequence[Any], on: date, count: int, weight: int, fee: Decimal) -> bytes:
    """Rows are envelopes of the day; sums below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Рекомендовані"
    sheet.append([f"Реєстр рекомендованих листів за {on:%d.%m.%Y}"])
    sheet.append([title for title, _ in COLUMNS])
    for number, one in enumerate(rows, 1):
        who = one.correspondent
        sheet.append([
            number, plain(who.name), plain(who.address), plain(one.indexes), plain(one.tracking), one.weight, one.fee,
        ])  # fmt: skip
    sheet.append([None, f"Усього: {count}", None, None, None, weight, fee])
    for row in (1, 2, sheet.max_row):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    for place, (_, width) in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.freeze_panes = "A3"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()

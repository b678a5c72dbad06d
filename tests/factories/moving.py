"""Workbooks of earlier records."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook

from magistrat.moving.sheets import SHEETS


def book(merge: dict[str, str] | None = None, **sheets: Iterable[dict[str, Any]]) -> bytes:
    """A workbook with these rows by the columns' keys; sheets by their English names below."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        title = {
            "correspondents": "Кореспонденти", "numbers": "Номери", "documents": "Документи", "history": "Історія"
        }[name]  # fmt: skip
        sheet = made.create_sheet(title)
        columns = SHEETS[title]
        sheet.append([column.title + (" *" if column.is_needed else "") for column in columns])
        for row in rows:
            sheet.append([row.get(column.key) for column in columns])
        if merge and name in merge:
            sheet.merge_cells(merge[name])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def row(office: Any, number: int = 700, **changes: Any) -> dict[str, Any]:
    """A document on control as an old book tells it."""
    return {
        "registry": office.incoming.title, "index": f"04.1/26/{number}", "registered_on": date(2026, 2, 3),
        "kind": "Лист", "correspondent": office.sender.name, "their_index": f"01-5/{number}",
        "their_date": date(2026, 2, 2), "summary": "Про ремонт водогону", "addressee": "Міський голова",
        "text": "Розглянути та надати відповідь", "resolved_on": date(2026, 2, 4), "main": "Спеціаліст департаменту",
        "helpers": "Провідний спеціаліст департаменту", "due_on": date(2026, 3, 20),
    } | changes  # fmt: skip

"""The term chip: how near a due day is, in words, with an icon and a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from magistrat.ui import words

SOON_DAYS = 2
DAYS = "день,дні,днів"


@dataclass(frozen=True)
class Chip:
    """What a term chip shows; `level` is one of none, done, late_done, overdue, today, soon, ahead."""

    level: str
    label: str
    icon: str
    due: date | None = None
    clock: str = ""
    clause: str = ""
    text: str = ""
    days: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def due_in_full(self) -> str:
        """понеділок, 9 березня 2026 року"""
        return words.in_full(self.due) if self.due else ""

    @property
    def has_reasons(self) -> bool:
        """Whether there is something to unfold besides the date."""
        return bool(self.clause or self.text or self.days)


def chip(
    due: date | datetime | None,
    *,
    on: date,
    clause: str = "",
    done_on: date | None = None,
    explanation: Mapping[str, Any] | str | None = None,
) -> Chip:
    """The chip of a due day as seen on the day `on`; with `done_on` it says whether that was in time.

    :param explanation: the sentence, or the computed term as stored (`explanation`, `days`, `clause`).
    """
    if due is None:
        return Chip("none", "без строку", "dash")
    last = words.as_day(due)
    level, label, icon = _done(last, done_on) if done_on else _open(last, on)
    told: Mapping[str, Any] = explanation if isinstance(explanation, Mapping) else {"explanation": explanation or ""}
    return Chip(
        level=level,
        label=label,
        icon=icon,
        due=last,
        clock=words.hour(due) if isinstance(due, datetime) else "",
        clause=clause or str(told.get("clause", "")),
        text=str(told.get("explanation", "")),
        days=[_day(row) for row in told.get("days", ())],
    )


def _done(due: date, done_on: date) -> tuple[str, str, str]:
    late = (done_on - due).days
    if late <= 0:
        return "done", f"виконано {words.day(done_on)}", "check"
    return "late_done", f"виконано із запізненням на {words.counted(late, DAYS)}", "alert"


def _open(due: date, on: date) -> tuple[str, str, str]:
    left = (due - on).days
    if left < 0:
        return "overdue", f"прострочено на {words.counted(-left, DAYS)}", "alert"
    if left == 0:
        return "today", "сьогодні", "clock"
    return (
        ("soon" if left <= SOON_DAYS else "ahead"),
        f"ще {words.counted(left, DAYS)}",
        "clock" if left <= SOON_DAYS else "calendar",
    )


def _day(row: Mapping[str, Any]) -> dict[str, Any]:
    """A day of the explanation with a real date, whether it came from the rule or from stored JSON."""
    on = row["date"]
    return {**row, "date": date.fromisoformat(on[:10]) if isinstance(on, str) else on}

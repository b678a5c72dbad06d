"""``magistrat calendar``: which days are worked and by which hours."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from magistrat.cli import arguments, folders
from magistrat.cli.arguments import Misuse
from magistrat.rules import words
from magistrat.rules.calendar import Day

MOST_YEARS = 100
MOST = MOST_YEARS * 366
USAGE = "Використання: magistrat calendar --city МІСТО РРРР-ММ-ДД..РРРР-ММ-ДД [--json]"


def main(argv: Sequence[str]) -> int:
    """Answer ``magistrat calendar``."""
    if set(argv) & {"-h", "--help"}:
        print(USAGE)
        return arguments.DONE
    return arguments.answer(lambda: _show(argv), USAGE)


def _show(argv: Sequence[str]) -> None:
    given = arguments.parse(argv, options=("city",), words=1)
    first, dots, last = given.words[0].partition("..")
    start, end = arguments.day(first), arguments.day(last if dots else first)
    if end < start:
        raise Misuse(f"кінець раніший за початок: {given.words[0]}")
    if (end - start).days > MOST:
        raise Misuse(f"проміжок задовгий: не більше {MOST_YEARS} років")
    calendar = folders.work_calendar(folders.city(given.option("city")))
    days = [calendar.day(start + timedelta(days=number)) for number in range((end - start).days + 1)]
    if "json" in given.flags:
        arguments.show_json({"days": [_facts(day) for day in days]})
    else:
        print("\n".join(f"{words.day_and_weekday(day.date)}: {day.reason}{_hours(day)}" for day in days))


def _facts(day: Day) -> dict[str, Any]:
    return {"date": day.date.isoformat(), "working": day.working, "reason": day.reason, "hours": _intervals(day)}


def _intervals(day: Day) -> list[str]:
    return [f"{words.clock(start)}-{words.clock(end)}" for start, end in day.hours]


def _hours(day: Day) -> str:
    return f", {', '.join(_intervals(day))}" if day.hours else ""

"""A term whose last day was made a day of rest after it had been counted (Cabinet resolution 55, item 171)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from magistrat.rules import words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.counting import ITEM_171
from magistrat.rules.edition import Entry

LAW_254 = "ст. 254 Цивільного кодексу України"


def day_off_rest(calendar: WorkCalendar, day: date, *, before: Entry | None, on: date) -> date:
    """The working day to which a term goes from a day of rest: the next one, of a term before an event the one before it.

    :param before: the entry by which it is counted back from an event, if it is: that is how co-executors inform the main
        one; what else a task is given by is counted on from an event or is a day that somebody has named.
    :param on: nothing is moved into the past: what would be is done on the next working day.
    """
    is_before = before is not None and before.term is not None and before.term.nonworking == "previous"
    if is_before and (earlier := calendar.on_or_previous(day)) >= on:
        return earlier
    return calendar.on_or_next(day)


def explained_off_rest(
    calendar: WorkCalendar, told: Mapping[str, Any], *, day: date, last: date, ground: str
) -> dict[str, Any]:
    """The explanation of a term that was moved from the day of rest, after what was told of it before, day by day.

    :param ground: by what the day was made one of rest.
    """
    rows = [*told.get("days", ())]
    why = f"неробочий день: {ground}"
    if rows and rows[-1]["date"][:10] == day.isoformat():
        rows[-1] = {**rows[-1], "reason": f"{rows[-1]['reason']}; {why}: строк переноситься"}
    else:
        rows.append(_row(day, f"{why}: строк переноситься"))
    step = timedelta(days=1 if last > day else -1)
    on = day + step
    while on != last and last != day:
        rows.append(_row(on, f"не рахується: {calendar.day(on).reason}"))
        on += step
    rows.append(_row(last, _reached(day, last)))
    return {**told, "explanation": told_off_rest(told, day=day, last=last, ground=ground), "days": rows}


def told_off_rest(told: Mapping[str, Any], *, day: date, last: date, ground: str) -> str:
    """The sentences of the explanation, with the one that says from which day of rest the term was moved and by what."""
    said = (
        f"{words.day(day)} — неробочий день: {ground}, тому строк спливає {words.day_and_weekday(last)}"
        f" ({ITEM_171}; {LAW_254})."
    )
    return "\n".join(filter(None, [str(told.get("explanation", "")), said]))


def _reached(day: date, last: date) -> str:
    return f"перший робочий день після неробочого ({LAW_254})" if last > day else "робочий день, що передує неробочому"


def _row(on: date, reason: str) -> dict[str, Any]:
    return {"date": on.isoformat(), "counted": False, "n": None, "reason": reason}

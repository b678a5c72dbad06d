"""Each number, unit, direction, day and hour of every term, and what an arrival is, is changed in a copy: a case must fail."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Any

import pytest

from magistrat.rules import directions
from magistrat.rules import term as terms
from magistrat.rules.calendar import CalendarError, WorkCalendar
from magistrat.rules.city import WEEKDAY_KEYS
from magistrat.rules.form import FormError
from magistrat.rules.terms import due
from tests.cities.editions import FOLDERS, Folder

UNTIL = ("within", "before")
DAYS = ("calendar_days", "working_days")


Mutants = Iterator[tuple[str, dict[str, Any]]]


def mutants(table: Mapping[str, Any]) -> Mutants:
    """Changed copies of a term's table, each with what was changed."""
    yield from other_lengths(table)
    yield from other_arrivals(table)
    yield from other_days(table)
    for key in ("clock", "cutoff"):
        if key in table:
            yield from ((f"{key} {hour}", {**table, key: hour}) for hour in hours_beside(table[key]))


def other_lengths(table: Mapping[str, Any]) -> Mutants:
    """Another number, unit or direction."""
    for key in ("number", "day_of_month", "then_days"):
        if key in table:
            yield from ((f"{key}{by:+}", {**table, key: table[key] + by}) for by in (1, -1))
    for unit in units(table):
        yield f"unit {unit}", {**table, "unit": unit}
    for other in other_directions(table):
        yield f"direction {other}", {**table, "direction": other}


def other_arrivals(table: Mapping[str, Any]) -> Mutants:
    """An arrival taken as a deed of its own date, or shifted where it was not."""
    if table.get("anchor") == "arrival" and not is_clock(table):
        yield "anchor deed", {key: table[key] for key in table if key not in ("shift", "cutoff")} | {"anchor": "deed"}
        yield "shift", {**table, "shift": not table.get("shift", True)}


def other_days(table: Mapping[str, Any]) -> Mutants:
    """Another weekday, week of the month, day or month of the year."""
    if "weekday" in table:
        other = WEEKDAY_KEYS[(WEEKDAY_KEYS.index(table["weekday"]) + 1) % 5]
        yield f"weekday {other}", {**table, "weekday": other}
    weeks = table.get("week_of_month", [])
    weeks = weeks if isinstance(weeks, list) else [weeks]
    for place, week in enumerate(weeks):
        for by in (1, -1):
            yield f"week {week + by}", {**table, "week_of_month": [*weeks[:place], week + by, *weeks[place + 1 :]]}
    for place, day in enumerate(table.get("fixed", [])):
        month, number = int(day[:2]), int(day[3:])
        for moved in (
            (month, number + 1),
            (month, number - 1),
            (month % 12 + 1, number),
            ((month - 2) % 12 + 1, number),
        ):
            other = "{:02}-{:02}".format(*moved)
            yield f"fixed {other}", {**table, "fixed": [*table["fixed"][:place], other, *table["fixed"][place + 1 :]]}


def is_clock(table: Mapping[str, Any]) -> bool:
    """Whether it is counted in minutes or hours: then it is never shifted."""
    return table.get("unit") in terms.CLOCK_UNITS


def units(table: Mapping[str, Any]) -> list[str]:
    """The units that say something else: nothing of days, months or years is the same nothing, and one day that moves
    off a day of rest is one working day.
    """
    if "unit" not in table:
        return []
    others = [unit for unit in terms.UNITS if unit != table["unit"]]
    if table["number"] == 0:
        return [unit for unit in others if (unit in terms.CLOCK_UNITS) is not is_clock(table)]
    if table["number"] == 1 and table["unit"] in DAYS and "nonworking" not in table:
        return [unit for unit in others if unit not in DAYS]
    return others


def other_directions(table: Mapping[str, Any]) -> list[str]:
    """The directions that say something else: a day of the calendar by which something is done is the same either way."""
    if "direction" not in table:
        return []
    others = [direction for direction in terms.DIRECTIONS if direction != table["direction"]]
    if table["direction"] in UNTIL and not has_direction(table):
        return [direction for direction in others if direction not in UNTIL]
    return others


def has_direction(table: Mapping[str, Any]) -> bool:
    """Whether forward and back differ: at once, or on the very day that stays, has no direction."""
    if "unit" not in table:
        return False
    return table["number"] != 0 or (not is_clock(table) and table.get("nonworking") != "stay")


def hours_beside(clock: str) -> list[str]:
    at = timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))
    moved = [at + timedelta(minutes=by) for by in (60, -60)]
    return [
        f"{time(hour=int(m.total_seconds()) // 3600, minute=int(m.total_seconds()) // 60 % 60):%H:%M}" for m in moved
    ]


def survives(table: Mapping[str, Any], cases: list[Mapping[str, Any]], calendar: WorkCalendar) -> bool:
    """Whether every case still holds with this table."""
    try:
        term = terms.read("mutant", "mutant", table)
        for case in cases:
            found = due(term, case["anchor"], calendar)
            if found.due != case["due"] or found.anchor_counted != case.get("counted_from", found.anchor_counted):
                return False
            if (told := tuple(case.get("beside", ()))) and told != directions.beside(term, found.due):
                return False
            if found.applies != case.get("applies", found.applies):
                return False
    except (FormError, CalendarError, OverflowError, ValueError):
        return False
    return True


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_a_case_fails_for_each_change(folder: Folder) -> None:
    cases: dict[str, list[Mapping[str, Any]]] = {}
    for _, case in folder.cases():
        cases.setdefault(case["id"], []).append(case)
    survivors = [
        f"{file} {table['id']}: {change}"
        for file, table in folder.tables()
        if "term" in table
        for change, mutant in mutants(table["term"])
        if survives(mutant, cases.get(table["id"], []), folder.calendar)
    ]
    assert not survivors, "no case tells these changes apart:\n" + "\n".join(survivors)

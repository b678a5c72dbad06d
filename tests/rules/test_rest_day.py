"""A term goes from a day of rest to the working day after it, one before an event to the day before (item 171)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from magistrat.rules import calendar, edition
from magistrat.rules.city import SingleDay
from magistrat.rules.control import co_executor_entry, day_off_rest, explained_off_rest

CITIES = Path(__file__).resolve().parents[2] / "cities"
DAY = date(2026, 3, 20)


@pytest.fixture(scope="module")
def days() -> calendar.WorkCalendar:
    kept = calendar.load((CITIES / "ukraine/calendar.toml").read_text(), (CITIES / "kryvyi-rih/city.toml").read_text())
    return replace(kept, city=replace(kept.city, exceptions=(SingleDay(DAY, False, "розпорядження", None),)))


@pytest.fixture(scope="module")
def ahead() -> edition.Entry | None:
    folder = next(path for path in sorted((CITIES / "kryvyi-rih").iterdir()) if path.is_dir())
    return co_executor_entry(
        edition.load({path.name: path.read_text() for path in folder.glob("*.toml")}), "instruction"
    )


@pytest.mark.parametrize(
    ("is_before", "on", "last"),
    [
        (False, date(2026, 3, 10), date(2026, 3, 23)),
        (True, date(2026, 3, 10), date(2026, 3, 19)),
        (True, date(2026, 3, 19), date(2026, 3, 19)),
        (True, DAY, date(2026, 3, 23)),
    ],
)
def test_to_which_day(days, ahead, is_before, on, last):
    assert ahead is not None
    assert day_off_rest(days, DAY, before=ahead if is_before else None, on=on) == last


@pytest.mark.parametrize(
    ("last", "reasons"),
    [
        (date(2026, 3, 23), ["неробочий день", "не рахується", "не рахується", "перший робочий день"]),
        (date(2026, 3, 19), ["неробочий день", "робочий день, що передує"]),
    ],
)
def test_told_day_by_day(days, last, reasons):
    told = explained_off_rest(days, {"explanation": "Так.", "days": []}, day=DAY, last=last, ground="розпорядження")
    assert told["explanation"].startswith("Так.\n20.03.2026 — неробочий день: розпорядження, тому строк спливає")
    assert [row["reason"].startswith(said) for row, said in zip(told["days"], reasons, strict=True)] == [True] * len(
        reasons
    )


def test_the_day_that_was_counted_last_is_not_told_twice(days):
    counted = {"date": "2026-03-20", "counted": True, "n": 10, "reason": "10-й календарний день"}
    told = explained_off_rest(
        days, {"explanation": "", "days": [counted]}, day=DAY, last=date(2026, 3, 23), ground="розпорядження"
    )
    assert told["days"][0] == counted | {
        "reason": "10-й календарний день; неробочий день: розпорядження: строк переноситься"
    }
    assert [row["date"] for row in told["days"]] == ["2026-03-20", "2026-03-21", "2026-03-22", "2026-03-23"]
    assert counted["reason"] == "10-й календарний день"

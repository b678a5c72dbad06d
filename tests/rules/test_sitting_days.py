"""Days of sittings by clause, for both cities; the tables are worked out by hand on the calendar."""

from __future__ import annotations

from datetime import date, time

import pytest

from magistrat.rules import sitting_days
from magistrat.rules.sitting_days import EXTRAORDINARY, REGULAR
from tests.cities.editions import FOLDERS

KR, DR = "kryvyi-rih", "druzhkivka"
CITY = {folder.path.parent.name: folder for folder in FOLDERS}
# Holidays are worked since 24.03.2022 (law 2136-IX), so every Wednesday of 2026 is a working day.
YEAR_2026 = {
    KR: ["01-21", "02-18", "03-18", "04-15", "05-20", "06-17", "07-15", "08-19", "09-16", "10-21", "11-18", "12-16"],
    DR: ["01-07", "01-21", "02-04", "02-18", "03-04", "03-18", "04-01", "04-15", "05-06", "05-20", "06-03", "06-17",
         "07-01", "07-15", "08-05", "08-19", "09-02", "09-16", "10-07", "10-21", "11-04", "11-18", "12-02", "12-16"],
}  # fmt: skip


@pytest.mark.parametrize("city", [KR, DR])
def test_the_year_2026(city: str) -> None:
    folder = CITY[city]
    found = sitting_days.usual(folder.edition, folder.calendar, date(2026, 1, 1), date(2026, 12, 31))
    assert [f"{one.on:%m-%d}" for one in found] == YEAR_2026[city]
    assert {one.at for one in found} == {None if city == KR else time(14)}
    assert {one.clause for one in found} == {"4.1" if city == KR else "6.12"}
    assert all(f"п. {one.clause}." in one.explanation.lower() for one in found)


# Wednesdays that were days of rest while holidays applied: the sitting is held on the next working day.
MOVED = [
    (DR, date(2020, 1, 1), date(2020, 1, 2)),  # New Year; Thursday is worked
    (DR, date(2019, 5, 1), date(2019, 5, 2)),  # Labour Day; its second day is no holiday since 2018
    (KR, date(2017, 3, 15), date(2017, 3, 15)),
]


@pytest.mark.parametrize(("city", "named", "on"), MOVED)
def test_a_day_of_rest_gives_way_to_the_next_working_day(city: str, named: date, on: date) -> None:
    folder = CITY[city]
    found = sitting_days.usual(folder.edition, folder.calendar, on, on)
    assert [(one.named, one.on, one.is_moved) for one in found] == [(named, on, named != on)]


# kind, day, today, clause of the refusal ("" when it may be appointed)
APPOINTED = [
    (KR, EXTRAORDINARY, date(2026, 12, 10), date(2026, 12, 9), ""),  # Thursday; the day before is Wednesday
    (KR, EXTRAORDINARY, date(2026, 12, 10), date(2026, 12, 10), "4.10"),
    (KR, EXTRAORDINARY, date(2026, 12, 14), date(2026, 12, 11), ""),  # Monday; the working day before is Friday
    (KR, EXTRAORDINARY, date(2026, 12, 14), date(2026, 12, 13), "4.10"),
    (DR, EXTRAORDINARY, date(2026, 12, 10), date(2026, 12, 10), ""),  # 6.16: the same day
    (DR, EXTRAORDINARY, date(2026, 12, 12), date(2026, 12, 12), ""),  # even a Saturday
    (KR, REGULAR, date(2026, 12, 16), date(2026, 12, 15), ""),  # 4.8 is about the order: warned, not refused
]


@pytest.mark.parametrize(("city", "kind", "on", "today", "clause"), APPOINTED)
def test_how_late_a_sitting_may_be_appointed(city: str, kind: str, on: date, today: date, clause: str) -> None:
    folder = CITY[city]
    refusal = sitting_days.refusal(folder.edition, folder.calendar, kind=kind, on=on, today=today)
    assert (refusal.clause if refusal else "") == clause


@pytest.mark.parametrize("city", [KR, DR])
def test_no_sitting_is_appointed_for_the_past(city: str) -> None:
    folder = CITY[city]
    for kind in (REGULAR, EXTRAORDINARY):
        assert sitting_days.refusal(
            folder.edition, folder.calendar, kind=kind, on=date(2026, 12, 1), today=date(2026, 12, 2)
        )


# what is said of a day; the last column names the clauses in order
WARNED = [
    (KR, REGULAR, date(2026, 12, 16), time(10), date(2026, 11, 30), []),
    (KR, REGULAR, date(2026, 12, 9), time(10), date(2026, 11, 20), ["4.1"]),
    (KR, REGULAR, date(2026, 12, 16), time(10), date(2026, 12, 5), ["4.8"]),  # ten days before: Sunday 6, so Friday 4
    (KR, EXTRAORDINARY, date(2026, 12, 9), time(10), date(2026, 12, 5), []),
    (DR, REGULAR, date(2026, 12, 2), time(14), date(2026, 12, 1), []),
    (DR, REGULAR, date(2026, 12, 2), time(10), date(2026, 12, 1), ["6.12"]),
    (DR, REGULAR, date(2026, 12, 9), time(10), date(2026, 12, 1), ["6.12", "6.12"]),
]


@pytest.mark.parametrize(("city", "kind", "on", "at", "today", "clauses"), WARNED)
def test_what_a_day_departs_from(city: str, kind: str, on: date, at: time, today: date, clauses: list[str]) -> None:
    folder = CITY[city]
    said = sitting_days.warnings(folder.edition, folder.calendar, kind=kind, on=on, at=at, today=today)
    assert len(said) == len(clauses)
    assert all(f"п. {clause})" in sentence for sentence, clause in zip(said, clauses, strict=True))


def test_a_day_of_rest_is_warned_of() -> None:
    folder = CITY[DR]
    (said,) = sitting_days.warnings(
        folder.edition, folder.calendar, kind=EXTRAORDINARY, on=date(2026, 12, 12), at=None, today=date(2026, 12, 1)
    )
    assert "субота" in said


@pytest.mark.parametrize("city", [KR, DR])
def test_months_without_a_sitting(city: str) -> None:
    edition = CITY[city].edition
    days = [date(2026, 1, 21), date(2026, 3, 31), date(2026, 12, 16)]
    bare, clause = sitting_days.bare_months(edition, days, date(2026, 1, 1), date(2026, 4, 30))
    assert (bare, clause) == ([date(2026, 2, 1), date(2026, 4, 1)], "4.1" if city == KR else "6.12")

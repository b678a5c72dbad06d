"""Counting by hand: a made-up city works Monday to Friday, 8 to 17, on Friday to 16."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from magistrat.rules import edition, law, term, terms
from magistrat.rules.calendar import CalendarError
from magistrat.rules.terms import Due
from tests.rules.made_up import work_calendar

CALENDAR = work_calendar()
ARRIVAL = {"direction": "within", "event": "receipt", "anchor": "arrival"}
DEED = {"direction": "within", "event": "registration", "anchor": "deed"}
AHEAD = {"direction": "before", "event": "meeting_date", "anchor": "ahead"}


def count(table: dict[str, Any], anchor: str, **more: Any) -> Due:
    at = datetime.fromisoformat(anchor) if "T" in anchor else date.fromisoformat(anchor)
    return terms.due(term.read("control.toml", "1.1", table), at, CALENDAR, **more)


def wd(number: int, kind: dict[str, Any] = DEED, **more: Any) -> dict[str, Any]:
    return {**kind, "number": number, "unit": "working_days", **more}


def cd(number: int, kind: dict[str, Any] = DEED, **more: Any) -> dict[str, Any]:
    return {**kind, "number": number, "unit": "calendar_days", **more}


def months(number: int, kind: dict[str, Any] = DEED, **more: Any) -> dict[str, Any]:
    return {**kind, "number": number, "unit": "months", **more}


@pytest.mark.parametrize(
    ("table", "anchor", "due"),
    [
        # Civil Code 253: from the next day
        (wd(5), "2026-03-06T10:00", "2026-03-13"),
        (cd(10), "2026-03-06T10:00", "2026-03-16"),
        # 254: the last day off a day of rest moves to the next working day
        (cd(8), "2026-03-06T10:00", "2026-03-16"),
        (cd(8, nonworking="previous"), "2026-03-06T10:00", "2026-03-13"),
        (cd(8, nonworking="stay"), "2026-03-06T10:00", "2026-03-14"),
        # holidays and a moved working day of 2021
        (wd(5), "2021-08-20", "2021-08-30"),
        (cd(3), "2021-08-20", "2021-08-25"),
        (cd(8), "2021-08-20", "2021-08-28"),
        # months end on the same number or on the month's last day
        (months(1), "2026-01-30", "2026-03-02"),
        (months(1, nonworking="stay"), "2026-01-31", "2026-02-28"),
        (months(1, nonworking="stay"), "2024-01-31", "2024-02-29"),
        (months(2), "2026-12-31", "2027-03-01"),
        ({**DEED, "number": 1, "unit": "years"}, "2024-02-29", "2025-02-28"),
        # a month and a half is a month and then 15 days
        (months(1, then_days=15), "2026-01-31", "2026-03-16"),
        (months(1, AHEAD, then_days=15), "2026-04-01", "2026-02-13"),
        # before: the working day before
        (cd(7, AHEAD), "2026-05-28", "2026-05-21"),
        (cd(4, AHEAD), "2026-05-28", "2026-05-22"),
        (wd(3, AHEAD), "2026-05-28", "2026-05-25"),
        (wd(4, AHEAD), "2026-05-28", "2026-05-22"),
        (months(1, AHEAD), "2026-03-31", "2026-02-27"),
        (cd(0, AHEAD), "2026-05-30", "2026-05-29"),
        (cd(0, AHEAD), "2026-05-29", "2026-05-29"),
        # the same day
        (cd(0), "2026-05-29", "2026-05-29"),
        (cd(0), "2026-05-30", "2026-06-01"),
        (cd(0, nonworking="stay"), "2026-05-30", "2026-05-30"),
        (months(0), "2026-05-29", "2026-05-29"),
        # from the last occurrence
        ({"direction": "every", "number": 3, "unit": "months"}, "2026-03-16", "2026-06-16"),
        # a city's own exception
        (wd(1), "2024-06-14", "2024-06-18"),
        (wd(1), "2024-06-21", "2024-06-22"),
    ],
)
def test_days_and_months(table: dict[str, Any], anchor: str, due: str) -> None:
    found = count(table, anchor)
    assert (found.due, found.kind) == (date.fromisoformat(due), "date")
    assert found.days[-1].date == found.due


@pytest.mark.parametrize(
    ("anchor", "counted", "due"),
    [
        ("2026-03-04T17:00", "2026-03-04", "2026-03-05"),  # exactly at closing is in time
        ("2026-03-04T17:00:01", "2026-03-05", "2026-03-06"),
        ("2026-03-04T07:00", "2026-03-04", "2026-03-05"),
        ("2026-03-06T16:00", "2026-03-06", "2026-03-09"),  # Friday ends at four
        ("2026-03-06T16:01", "2026-03-09", "2026-03-10"),
        ("2026-03-07T09:00", "2026-03-09", "2026-03-10"),
        ("2026-03-08", "2026-03-09", "2026-03-10"),
        ("2021-04-30T15:30", "2021-05-04", "2021-05-05"),  # a shortened eve, then a long weekend
    ],
)
def test_what_arrives_late_has_come_on_the_next_working_day(anchor: str, counted: str, due: str) -> None:
    found = count(wd(1, ARRIVAL), anchor)
    assert (found.anchor_counted, found.due) == (date.fromisoformat(counted), date.fromisoformat(due))
    # a deed keeps its own date
    own = count(wd(1), anchor).anchor_counted
    assert own == datetime.fromisoformat(anchor).date()


@pytest.mark.parametrize(
    ("table", "anchor", "due"),
    [
        # the clause itself sends the late paper to the next working day: no shift is added
        (wd(0, ARRIVAL, cutoff="16:30"), "2026-03-04T16:30", "2026-03-04"),
        (wd(0, ARRIVAL, cutoff="16:30"), "2026-03-04T16:31", "2026-03-05"),
        (wd(1, ARRIVAL, shift=False), "2026-03-04T16:31", "2026-03-05"),
        (wd(0, ARRIVAL, cutoff="16:30"), "2026-03-06T16:10", "2026-03-09"),  # Friday is over before the cut-off
        (wd(0, ARRIVAL, cutoff="16:30"), "2026-03-07T10:00", "2026-03-09"),
        (wd(1, ARRIVAL, shift=False), "2026-03-07T10:00", "2026-03-09"),
        (wd(1, ARRIVAL, shift=False), "2026-03-06T18:00", "2026-03-09"),
        # before opening: the day that follows the night in which it came, as by the clause's own term
        (wd(0, ARRIVAL), "2026-03-09T06:00", "2026-03-09"),
        (wd(1, ARRIVAL, shift=False), "2026-03-09T06:00", "2026-03-09"),
        (wd(1, ARRIVAL, shift=False), "2026-03-09T07:59", "2026-03-09"),
        (wd(2, ARRIVAL, shift=False), "2026-03-09T06:00", "2026-03-10"),
        (wd(1, ARRIVAL, shift=False), "2026-03-09T08:00", "2026-03-10"),
        (wd(1, ARRIVAL, shift=False), "2026-03-07T06:00", "2026-03-09"),
        (wd(0, ARRIVAL), "2026-03-06T18:00", "2026-03-09"),
    ],
)
def test_a_clause_with_its_own_next_working_day(table: dict[str, Any], anchor: str, due: str) -> None:
    assert count(table, anchor).due == date.fromisoformat(due)


def test_an_exception_for_what_came_late_says_when_it_is_not_for_this_arrival() -> None:
    late = wd(1, ARRIVAL, shift=False)
    assert [count(late, at).applies for at in ("2026-03-09T06:00", "2026-03-09T08:00", "2026-03-09T17:00")] == [
        True,
        False,
        False,
    ]
    assert [count(late, at).applies for at in ("2026-03-09T17:01", "2026-03-08T12:00")] == [True, True]
    by_hour = wd(1, ARRIVAL, shift=False, cutoff="16:30")
    assert [count(by_hour, at).applies for at in ("2026-03-09T16:30", "2026-03-09T16:31")] == [False, True]
    assert count(late, "2026-03-09T08:00").explanation.endswith(terms.NOT_LATE)
    assert terms.NOT_LATE not in count(late, "2026-03-09T06:00").explanation
    assert "надійшло до початку робочого часу" in count(late, "2026-03-09T06:00").explanation
    assert count(wd(1, ARRIVAL), "2026-03-09T08:00").applies


@pytest.mark.parametrize(
    ("table", "anchor", "due"),
    [
        ({**ARRIVAL, "number": 48, "unit": "hours"}, "2026-03-06T18:00", "2026-03-08T18:00"),
        ({**ARRIVAL, "number": 0, "unit": "hours"}, "2026-03-07T18:00", "2026-03-07T18:00"),
        ({**AHEAD, "number": 24, "unit": "hours"}, "2026-03-09T08:00", "2026-03-08T08:00"),
        ({**AHEAD, "number": 10, "unit": "minutes"}, "2026-03-09T12:12", "2026-03-09T12:02"),
        ({**DEED, "number": 24, "unit": "hours"}, "2026-03-28T12:00", "2026-03-29T13:00"),  # the clocks change
        (cd(1, ARRIVAL, clock="09:00"), "2026-03-04T10:00", "2026-03-05T09:00"),
        (cd(1, ARRIVAL, clock="09:00"), "2026-03-06T10:00", "2026-03-09T09:00"),
    ],
)
def test_hours_are_never_shifted_and_an_hour_of_a_day_is_a_moment(table: dict[str, Any], anchor: str, due: str) -> None:
    found = count(table, anchor)
    assert (found.due, found.kind) == (datetime.fromisoformat(due), "moment")


def test_an_hour_that_the_clocks_show_twice_is_told_so() -> None:
    hour = {**DEED, "number": 1, "unit": "hours"}
    found = count(hour, "2026-10-25T03:30")
    assert (found.due, found.anchor_counted) == (datetime(2026, 10, 25, 3, 30), datetime(2026, 10, 25, 3, 30))
    assert found.days[-1].reason == "03:30 (удруге: годинники переведено назад): 1 година після 25.10.2026 03:30"
    assert found.explanation.endswith("Строк спливає 25.10.2026 03:30 (удруге: годинники переведено назад).")
    assert "удруге" not in count(hour, "2026-10-25T02:30").explanation
    assert "удруге" not in count(hour, "2026-10-24T03:30").explanation


def test_an_hour_that_the_clocks_leave_out_is_counted_from_the_next_one_and_told_so() -> None:
    found = count({**DEED, "number": 1, "unit": "hours"}, "2026-03-29T03:30")
    assert (found.anchor, found.anchor_counted) == (datetime(2026, 3, 29, 3, 30), datetime(2026, 3, 29, 4, 30))
    assert found.due == datetime(2026, 3, 29, 5, 30)
    assert [day.reason for day in found.days] == [
        "05:30: 1 година після 29.03.2026 04:30; години 03:30 того дня немає, відлік від 04:30"
    ]
    later = count({**DEED, "number": 48, "unit": "hours"}, "2026-03-29T03:30")
    assert [day.reason for day in later.days] == [
        "години 03:30 того дня немає, відлік від 04:30, години й хвилини не зсуваються",
        "04:30: 48 годин після 29.03.2026 04:30",
    ]


@pytest.mark.parametrize(
    ("table", "anchor", "due"),
    [
        ({"day_of_month": 17}, "2026-03-16", "2026-03-17"),
        ({"day_of_month": 17}, "2026-03-17", "2026-04-17"),
        ({"day_of_month": 17}, "2026-04-20", "2026-05-18"),  # 17 May is a Sunday
        ({"day_of_month": 17, "nonworking": "previous"}, "2026-04-20", "2026-05-15"),
        ({"day_of_month": 31}, "2026-04-01", "2026-04-30"),
        ({"fixed": ["04-30", "10-30"]}, "2026-04-29", "2026-04-30"),
        ({"fixed": ["04-30", "10-30"]}, "2026-04-30", "2026-10-30"),
        ({"fixed": ["10-30", "04-30"]}, "2026-10-30", "2027-04-30"),
        ({"fixed": "02-29"}, "2026-02-01", "2026-03-02"),  # the month's last day, a Saturday
        ({"weekday": "thu"}, "2026-03-05", "2026-03-12"),
        ({"weekday": "thu"}, "2026-03-04", "2026-03-05"),
        ({"weekday": "wed", "week_of_month": 3}, "2026-03-04", "2026-03-18"),
        ({"weekday": "wed", "week_of_month": [1, 3]}, "2026-03-18", "2026-04-01"),
        ({"weekday": "mon", "week_of_month": 5}, "2026-03-31", "2026-06-29"),
    ],
)
def test_the_next_day_of_the_calendar(table: dict[str, Any], anchor: str, due: str) -> None:
    assert count(table, anchor).due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("table", "anchor", "due"),
    [
        ({"weekday": "thu", "clock": "17:00"}, "2026-03-05T16:59", "2026-03-05T17:00"),
        ({"weekday": "thu", "clock": "17:00"}, "2026-03-05T17:00", "2026-03-12T17:00"),
        ({"daily": True, "clock": "14:00"}, "2026-03-05T13:00", "2026-03-05T14:00"),
        ({"daily": True, "clock": "14:00"}, "2026-03-06T14:00", "2026-03-09T14:00"),
        ({"daily": True, "clock": "14:00"}, "2026-03-07T10:00", "2026-03-09T14:00"),
        ({"day_of_month": 7, "clock": "10:00"}, "2026-03-07T09:00", "2026-03-09T10:00"),
    ],
)
def test_the_next_hour_of_the_calendar(table: dict[str, Any], anchor: str, due: str) -> None:
    found = count(table, anchor)
    assert (found.due, found.kind) == (datetime.fromisoformat(due), "moment")


def test_days_say_each_day_once_with_its_number() -> None:
    found = count(wd(2, ARRIVAL), "2021-08-20T16:30", clause="8.12")
    assert [(day.date.day, day.counted, day.n) for day in found.days] == [
        (20, False, None), (21, False, None), (22, False, None), (23, False, None), (24, False, None),
        (25, False, None), (26, True, 1), (27, True, 2),
    ]  # fmt: skip
    assert found.explanation.splitlines()[0] == "П. 8.12. Строк — 2 робочі дні. Надходження: 20.08.2021 16:30."
    assert "п. 171" in found.explanation
    assert "ст. 253" not in found.explanation
    assert found.explanation.splitlines()[-1].startswith(
        "Останній день — 27.08.2021, п'ятниця, до кінця робочого часу (16:00)."
    )


def test_a_clause_of_an_annex_is_cited_as_it_is_printed() -> None:
    found = count({**DEED, "number": 1, "unit": "hours"}, "2026-03-04T10:00", clause="додаток 15, п. 3.1")
    assert found.explanation.startswith("Додаток 15, п. 3.1. Строк — 1 година.")
    assert [day.date for day in found.days] == [date(2026, 3, 4)]


def test_long_terms_say_only_the_days_that_matter() -> None:
    found = count({**DEED, "number": 5, "unit": "years"}, "2026-03-07")
    assert [day.date for day in found.days] == [date(2026, 3, 7), date(2031, 3, 7)]
    found = count(months(1, then_days=15), "2026-01-31")
    assert [(day.date.isoformat(), day.n) for day in found.days] == [
        ("2026-01-31", None),
        ("2026-02-28", 1),
        ("2026-03-15", 15),
        ("2026-03-16", None),
    ]


def test_counts_over_a_holiday_and_moves_from_it() -> None:
    found = count(cd(4), "2021-08-20", preface="За першою редакцією.")
    assert found.days[-2].reason == "4-й календарний день (святковий день: День Незалежності): строк переноситься"
    assert found.explanation.startswith("За першою редакцією.\nСтрок — 4 календарні дні.")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({**DEED, "direction": "at_most", "number": 2, "unit": "months"}, "Не довше ніж 2 місяці"),
        ({**DEED, "direction": "after", "number": 1, "unit": "years"}, "Через 1 рік"),
        ({**DEED, "direction": "at_least", "number": 1, "unit": "months"}, "Строк минає"),
        (months(1, AHEAD, then_days=15), "Не пізніше ніж за 1 місяць і 15 календарних днів до події"),
        ({"direction": "every", "number": 1, "unit": "hours"}, "Повторюється: 1 година"),
        ({"day_of_month": 17}, "Строк — 17 число кожного місяця. Найближчий такий день після: 04.03.2026 08:00."),
        ({"fixed": ["04-30", "10-30"], "clock": "10:00"}, "Строк — щороку: 30 квітня, 30 жовтня о 10:00"),
        ({"weekday": "thu"}, "четвер щотижня"),
        ({"weekday": "wed", "week_of_month": [1, 3]}, "середа (1, 3 у місяці)"),
        ({"daily": True, "clock": "14:00"}, "щодня в робочі дні о 14:00"),
        (cd(0), "Строк — того самого дня"),
        (cd(0, AHEAD), "Не пізніше дня події"),
        ({**ARRIVAL, "number": 0, "unit": "hours"}, "Строк — негайно"),
        ({**AHEAD, "number": 0, "unit": "hours"}, "Строк — негайно"),
        (cd(3, nonworking="stay"), "Останній день — 07.03.2026, субота."),
    ],
)
def test_the_explanation_says_the_length(table: dict[str, Any], said: str) -> None:
    assert said in count(table, "2026-03-04").explanation


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (wd(3), True),
        (cd(3, AHEAD), True),
        ({**DEED, "direction": "at_most", "number": 2, "unit": "months"}, False),
        (cd(3, nonworking="stay"), False),
        ({**DEED, "direction": "after", "number": 2, "unit": "months"}, False),
    ],
)
def test_the_post_is_told_only_of_what_is_handed_in(table: dict[str, Any], said: bool) -> None:
    assert count(table, "2026-03-04").explanation.endswith(terms.POSTED) == said
    assert terms.POSTED.startswith(" Якщо документ надсилають")


def test_a_moment_with_a_zone_is_read_in_kyiv() -> None:
    one = term.read("control.toml", "1.1", wd(1, ARRIVAL))
    late = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
    assert terms.due(one, late, CALENDAR).anchor == datetime(2026, 3, 4, 17, 30)


def test_an_anchor_before_the_calendar() -> None:
    assert count({**DEED, "number": 65, "unit": "years"}, "1956-05-18").due == date(2021, 5, 18)
    with pytest.raises(CalendarError):
        count(wd(1), "2015-12-01")


def test_an_entry_counts_beside_its_laws_and_says_as_a_rule() -> None:
    head = 'city = "t"\nprefix = "T"\ntitle = "Р"\nact = "р"\nin_force_from = 2024-01-01\n'
    entry = (
        '[[{kind}]]\nid = "{id}"\nclause = "1"\nkey = "{kind}"\ncapability = "control"\nmeaning = "М."\nwords = "с"\n'
    )
    rest = 'soft = true\nlaw = ["five"]\n'
    made = (
        'term = { number = 9, unit = "calendar_days", direction = "within", event = "receipt", anchor = "arrival" }\n'
    )
    text = entry.format(kind="deadline", id="1") + rest + made + entry.format(kind="field", id="2")
    read = edition.load({"edition.toml": head, "control.toml": text})
    found = terms.by_entry(read.entry("deadline"), date(2026, 3, 2), CALENDAR, LAWS)
    assert (found.due, found.control) == (date(2026, 3, 11), date(2026, 3, 9))
    assert found.explanation.startswith(f"{terms.SOFT}\nП. 1. Строк — 9 календарних днів.")
    with pytest.raises(KeyError, match="не є строком"):
        terms.by_entry(read.entry("field"), date(2026, 3, 2), CALENDAR)


LAWS = law.load("""
[[law]]
key = "five"
act = "Закон про вигадане"
article = "ст. 7"
date = 1996-10-02
term = { number = 5, unit = "calendar_days", direction = "within", event = "receipt", anchor = "arrival" }
[[law]]
key = "drafts"
act = "Закон про проєкти"
article = "ст. 15"
date = 2011-01-13
[[law.wording]]
until = 2020-10-01
term = { number = 20, unit = "working_days", direction = "before", event = "consideration_date", anchor = "ahead" }
[[law.wording]]
since = 2020-10-01
term = { number = 10, unit = "working_days", direction = "before", event = "consideration_date", anchor = "ahead" }
[[law]]
key = "two_hours"
act = "Закон про поспіх"
article = "ст. 1"
date = 2012-01-01
term = { number = 48, unit = "hours", direction = "within", event = "receipt", anchor = "arrival" }
""")


class TestBesideLaws:
    def test_a_stricter_law_is_named_and_controls(self) -> None:
        found = count(wd(5, ARRIVAL), "2026-03-02T10:00", laws=[LAWS["five"]])
        assert (found.due, found.control) == (date(2026, 3, 9), date(2026, 3, 9))
        found = count(wd(5, ARRIVAL), "2026-03-04T10:00", laws=[LAWS["five"]])
        assert (found.due, found.control) == (date(2026, 3, 11), date(2026, 3, 9))
        said = found.explanation.splitlines()[-1]
        assert said.startswith("Закон суворіший: Закон про вигадане, ст. 7 — 09.03.2026, понеділок.")

    def test_of_several_the_strictest(self) -> None:
        found = count(wd(5, ARRIVAL), "2026-03-04T10:00", laws=[LAWS["five"], LAWS["two_hours"]])
        assert found.control == datetime(2026, 3, 6, 10)
        assert "06.03.2026 10:00" in found.explanation

    def test_a_milder_law_is_not_said(self) -> None:
        found = count(cd(2, ARRIVAL), "2026-03-02T10:00", laws=[LAWS["five"]])
        assert found.by_law is None
        assert "Закон" not in found.explanation

    def test_each_wording_in_its_time(self) -> None:
        table = wd(15, AHEAD)
        assert count(table, "2020-09-30", laws=[LAWS["drafts"]]).by_law is not None
        assert count(table, "2020-10-01", laws=[LAWS["drafts"]]).by_law is None

    def test_a_law_not_yet_made_says_nothing(self) -> None:
        early = law.load(
            '[[law]]\nkey = "x"\nact = "А"\narticle = "1"\ndate = 2030-01-01\n'
            'term = { number = 1, unit = "hours", direction = "within", event = "receipt", anchor = "arrival" }'
        )
        assert count(wd(5), "2026-03-04", laws=[early["x"]]).by_law is None

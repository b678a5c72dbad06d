"""What holds for every term on every day."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import terms
from magistrat.rules.term import Term
from tests.rules.made_up import work_calendar

CALENDAR = work_calendar()
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
DAY_UNITS = st.sampled_from(["calendar_days", "working_days", "months"])
LENGTHS = st.integers(0, 40)


@st.composite
def forward(draw: st.DrawFn) -> Term:
    unit = draw(DAY_UNITS)
    return Term(
        event="receipt",
        anchor=draw(st.sampled_from(["arrival", "deed"])),
        direction=draw(st.sampled_from(["within", "at_most", "after", "at_least", "every"])),
        number=draw(LENGTHS),
        unit=unit,
        then_days=draw(st.integers(0, 20)) if unit == "months" else 0,
    )


@st.composite
def back(draw: st.DrawFn) -> Term:
    return Term("meeting_date", "ahead", "before", draw(LENGTHS), draw(DAY_UNITS), nonworking="previous")


@given(forward(), MOMENTS, MOMENTS)
def test_what_comes_later_ends_no_earlier(term: Term, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert terms.due(term, early, CALENDAR).due <= terms.due(term, late, CALENDAR).due


@given(back(), MOMENTS, MOMENTS)
def test_before_a_later_event_ends_no_earlier(term: Term, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert terms.due(term, early, CALENDAR).due <= terms.due(term, late, CALENDAR).due


@given(forward(), MOMENTS)
def test_a_forward_term_ends_on_a_working_day_not_before_its_anchor(term: Term, at: datetime) -> None:
    due = terms.due(term, at, CALENDAR)
    assert CALENDAR.is_working(due.due)
    assert due.due >= due.anchor_counted >= at.date()


@given(back(), MOMENTS)
def test_a_term_before_an_event_ends_on_a_working_day_not_after_it(term: Term, at: datetime) -> None:
    due = terms.due(term, at, CALENDAR)
    assert CALENDAR.is_working(due.due)
    assert due.due <= at.date()


@given(forward() | back(), MOMENTS)
def test_the_days_lead_from_the_anchor_to_the_end_each_once(term: Term, at: datetime) -> None:
    due = terms.due(term, at, CALENDAR)
    days = [day.date for day in due.days]
    assert (days[0], days[-1]) == (at.date(), due.due)
    assert len(set(days)) == len(days)
    assert days == sorted(days, reverse=term.direction == "before")


@given(forward() | back(), MOMENTS)
def test_as_many_days_are_counted_as_the_term_has(term: Term, at: datetime) -> None:
    if term.unit != "months":
        due = terms.due(term, at, CALENDAR)
        assert [day.n for day in due.days if day.counted] == list(range(1, (term.number or 0) + 1))
        if term.unit == "working_days":
            assert all(CALENDAR.is_working(day.date) for day in due.days if day.counted)


@given(MOMENTS, st.integers(0, 200))
def test_working_days_there_and_back(at: datetime, number: int) -> None:
    start = CALENDAR.on_or_next(at.date())
    end = CALENDAR.add_working(start, number)
    assert CALENDAR.add_working(end, -number) == start
    assert CALENDAR.working_between(start, end) == number


@given(MOMENTS, st.integers(0, 100), st.sampled_from(["hours", "minutes"]))
def test_hours_there_and_back(at: datetime, number: int, unit: str) -> None:
    there = terms.due(Term("receipt", "arrival", "within", number, unit), at, CALENDAR).due
    assert isinstance(there, datetime)
    back_again = terms.due(Term("receipt", "deed", "before", number, unit), there, CALENDAR).due
    # on the night when the clocks go back an hour has two moments, and in spring one has none
    assert abs(back_again - at) in (timedelta(0), timedelta(hours=1))


@given(MOMENTS, st.integers(1, 31))
def test_a_day_of_the_month_is_within_a_month_and_two_long_weekends(at: datetime, day: int) -> None:
    due = terms.due(Term("last_occurrence", "deed", "before", day_of_month=day), at, CALENDAR).due
    assert timedelta(0) < due - at.date() <= timedelta(36)

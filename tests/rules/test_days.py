"""Days without a year: which one is meant, in what has come, in terms to set and in terms to look for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules.days import Bare, in_order, is_bare, named, such

MONDAY = date(2026, 3, 23)
LEAP = date(2027, 8, 31)


@pytest.mark.parametrize(
    ("text", "on", "last", "next_", "nearest"),
    [
        # A term that was missed three days ago, one that comes in three days, and today.
        ("20.03", MONDAY, date(2026, 3, 20), date(2027, 3, 20), date(2026, 3, 20)),
        ("26.03", MONDAY, date(2025, 3, 26), date(2026, 3, 26), date(2026, 3, 26)),
        ("23.03", MONDAY, MONDAY, MONDAY, MONDAY),
        ("2003", MONDAY, date(2026, 3, 20), date(2027, 3, 20), date(2026, 3, 20)),
        ("20-3", MONDAY, date(2026, 3, 20), date(2027, 3, 20), date(2026, 3, 20)),
        ("20.03.", MONDAY, date(2026, 3, 20), date(2027, 3, 20), date(2026, 3, 20)),
        # Over the end of a year: half a year either way.
        ("31.12", date(2026, 1, 12), date(2025, 12, 31), date(2026, 12, 31), date(2025, 12, 31)),
        ("15.01", date(2026, 12, 21), date(2026, 1, 15), date(2027, 1, 15), date(2027, 1, 15)),
        ("22.09", MONDAY, date(2025, 9, 22), date(2026, 9, 22), date(2025, 9, 22)),
        ("21.09", MONDAY, date(2025, 9, 21), date(2026, 9, 21), date(2026, 9, 21)),
        # As far from one as from the other: the day to come.
        ("01.03", LEAP, date(2027, 3, 1), date(2028, 3, 1), date(2028, 3, 1)),
        # A year said leaves no choice.
        ("20.03.2025", MONDAY, *(date(2025, 3, 20),) * 3),
        ("20.03.27", MONDAY, *(date(2027, 3, 20),) * 3),
        ("20032027", MONDAY, *(date(2027, 3, 20),) * 3),
        ("2027-03-20", MONDAY, *(date(2027, 3, 20),) * 3),
    ],
)  # fmt: skip
def test_which_such_day_is_meant(text, on, last, next_, nearest):
    assert tuple(named(text, on, bare) for bare in (Bare.LAST, Bare.NEXT, Bare.NEAREST)) == (last, next_, nearest)


@pytest.mark.parametrize(
    ("on", "bare", "day"),
    [
        (date(2028, 3, 1), Bare.LAST, date(2028, 2, 29)),
        (date(2029, 1, 15), Bare.LAST, date(2028, 2, 29)),
        (date(2027, 5, 4), Bare.NEXT, date(2028, 2, 29)),
        (date(2027, 5, 4), Bare.NEAREST, date(2028, 2, 29)),
    ],
)
def test_a_leap_day_is_of_the_leap_year_beside(on, bare, day):
    assert named("29.02", on, bare) == day


@pytest.mark.parametrize("text", ["29.02", "31.04", "32.01", "0000", "12.13", "31.02.2026"])
@pytest.mark.parametrize("bare", Bare)
def test_what_no_year_near_has_is_no_day(text, bare):
    with pytest.raises(ValueError, match=r"^\d|out of range|must be"):
        named(text, MONDAY, bare)


@pytest.mark.parametrize("text", ["", "завтра", "10", "+10", "5р", "180", "111", "1112026", "20.03.2026.2027"])
def test_other_words_name_no_day(text):
    assert named(text, MONDAY, Bare.LAST) is None
    assert not is_bare(text)


@given(on=st.dates(date(1950, 1, 1), date(2090, 12, 31)), of=st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_a_bare_day_is_on_its_side_and_not_a_year_away(on, of):
    last, following, nearest = (such(of.day, of.month, on, bare) for bare in (Bare.LAST, Bare.NEXT, Bare.NEAREST))
    assert last <= on <= following
    assert (on - last).days < 366 > (following - on).days
    assert nearest in (last, following)
    assert abs((nearest - on).days) <= 183


@pytest.mark.parametrize(
    ("since", "until", "on", "of_past", "of_terms"),
    [
        # Days before and after today: terms of this week, letters of it.
        ("20.03", "25.03", MONDAY, ("20.03.2026", "25.03.2026"), ("20.03.2026", "25.03.2026")),
        ("01.03", "20.03", MONDAY, ("01.03.2026", "20.03.2026"), ("01.03.2026", "20.03.2026")),
        # Over a New Year.
        ("01.12", "31.01", date(2026, 1, 15), ("01.12.2025", "31.01.2026"), ("01.12.2025", "31.01.2026")),
        ("01.12", "31.01", date(2026, 12, 10), ("01.12.2026", "31.01.2027"), ("01.12.2026", "31.01.2027")),
        # A whole year and a past quarter, asked in autumn.
        ("01.01", "31.12", date(2026, 10, 10), ("01.01.2026", "31.12.2026"), ("01.01.2026", "31.12.2026")),
        ("01.01", "31.03", date(2026, 9, 14), ("01.01.2026", "31.03.2026"), ("01.01.2026", "31.03.2026")),
        # The end with a year stays; the other one goes along.
        ("01.12", "31.01.2025", MONDAY, ("01.12.2024", "31.01.2025"), ("01.12.2024", "31.01.2025")),
        ("01.12.2025", "25.03", MONDAY, ("01.12.2025", "25.03.2026"), ("01.12.2025", "25.03.2026")),
        ("01.04.2026", "01.03.2026", MONDAY, ("01.04.2026", "01.03.2026"), ("01.04.2026", "01.03.2026")),
    ],
)  # fmt: skip
def test_a_first_day_comes_before_the_last(since, until, on, of_past, of_terms):
    for bare, expected in ((Bare.LAST, of_past), (Bare.NEAREST, of_terms)):
        first, last = named(since, on, bare), named(until, on, bare)
        assert tuple(f"{day:%d.%m.%Y}" for day in in_order(first, last, texts=(since, until), bare=bare)) == expected


@pytest.mark.parametrize(
    ("since", "until", "on", "bare", "expected"),
    [
        # No year after the first day has the last one: the first is of the year before.
        ("15.03", "29.02", date(2028, 3, 20), Bare.LAST, ("15.03.2027", "29.02.2028")),
        ("01.03", "29.02", date(2029, 3, 10), Bare.LAST, ("01.03.2027", "29.02.2028")),
        ("01.03", "29.02", date(2029, 3, 10), Bare.NEAREST, ("01.03.2027", "29.02.2028")),
        # Neither may be moved: the days stay as read, and nothing is found.
        ("15.03.2028", "29.02", date(2028, 3, 20), Bare.LAST, ("15.03.2028", "29.02.2028")),
        ("29.02", "01.02.2028", date(2027, 10, 1), Bare.NEAREST, ("29.02.2028", "01.02.2028")),
        # Where one can be moved to a leap day, it is.
        ("29.02", "01.02.2029", date(2029, 3, 10), Bare.LAST, ("29.02.2028", "01.02.2029")),
        ("01.03.2027", "29.02", date(2028, 1, 10), Bare.NEAREST, ("01.03.2027", "29.02.2028")),
    ],
)  # fmt: skip
def test_a_leap_day_that_no_other_year_near_has_is_no_error(since, until, on, bare, expected):
    first, last = named(since, on, bare), named(until, on, bare)
    assert tuple(f"{day:%d.%m.%Y}" for day in in_order(first, last, texts=(since, until), bare=bare)) == expected

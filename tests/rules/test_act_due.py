"""Written terms of points, worked out by hand from Tuesday 10 March 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import act_due
from magistrat.rules.act_due import Due

ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("до 01.12.2026", Due("до 01.12.2026", date(2026, 12, 1))),
        ("до 1 грудня 2026 року", Due("до 1 грудня 2026 року", date(2026, 12, 1))),
        ("У строк до 30.09.2026 р.", Due("У строк до 30.09.2026 р.", date(2026, 9, 30))),
        ("не пізніше 05.04.2026", Due("не пізніше 05.04.2026", date(2026, 4, 5))),
        ("протягом 2026 року", Due("протягом 2026 року", date(2026, 12, 31))),
        ("у II кварталі 2026 року", Due("у II кварталі 2026 року", date(2026, 6, 30))),
        # the fifth of the first month after the quarter
        ("щокварталу до 5 числа", Due("щокварталу до 5 числа", date(2026, 4, 5), "quarter", 5)),
        ("щомісяця до 10 числа", Due("щомісяця до 10 числа", date(2026, 4, 10), "month", 10)),
        ("щомісяця до 11 числа", Due("щомісяця до 11 числа", date(2026, 3, 11), "month", 11)),
        ("щомісяця", Due("щомісяця", date(2026, 3, 31), "month", 31)),
        ("щороку до 15 січня", Due("щороку до 15 січня", date(2027, 1, 15), "year", 15)),
        ("негайно", Due("негайно")),
        ("у 10-денний строк", Due("у 10-денний строк")),
        ("протягом 5 робочих днів", Due("протягом 5 робочих днів")),
        ("до 31.02.2026", None),
        ("щокварталу до 5 травня", None),
        ("до завершення робіт", None),
    ],
)
def test_a_written_term_is_understood(words, due):
    assert act_due.read(words, ON) == due


def test_terms_are_found_within_a_text_in_their_places():
    text = "Подати до 15.06.2026 план, а щокварталу до 5 числа – звіт протягом 2026 року."
    found = act_due.find(text, ON)
    assert [text[one.start : one.end] for one in found] == [
        "до 15.06.2026",
        "щокварталу до 5 числа",
        "протягом 2026 року",
    ]


@given(st.dates(date(2026, 3, 11), date(2035, 12, 31)))
def test_what_is_written_is_read_again(day):
    assert act_due.read(act_due.written(day), ON) == Due(act_due.written(day), day)


@given(st.sampled_from(["month", "quarter"]), st.integers(1, 28))
def test_a_repeating_term_is_read_again_and_begins_after_the_day(repeats, day):
    words = act_due.written(ON, repeats, day)
    due = act_due.read(words, ON)
    assert due is not None
    assert due.on is not None
    assert (due.words, due.repeats, due.day, due.on.day) == (words, repeats, day, day)
    assert due.on > ON

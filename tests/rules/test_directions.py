"""What a deed or a state beside the end of a term is, by the term's direction."""

from datetime import date, datetime

import pytest

from magistrat.rules import directions
from magistrat.rules.term import DIRECTIONS, Term

END = date(2026, 3, 10)


def term(direction: str) -> Term:
    return Term(event="registration", anchor="deed", direction=direction, number=5, unit="calendar_days")


@pytest.mark.parametrize(
    ("direction", "eve", "itself", "morrow"),
    [
        ("within", "in_time", "in_time", "late"),
        ("before", "in_time", "in_time", "late"),
        # two months at most: they may all be used
        ("at_most", "allowed", "allowed", "too_long"),
        # a month at least: with its last day it has lasted long enough
        ("at_least", "too_short", "enough", "enough"),
        # a year later: it has come on that very day
        ("after", "too_early", "come", "come"),
        ("every", "not_due", "not_due", "overdue"),
    ],
)
def test_the_day_before_the_day_itself_and_the_day_after(direction: str, eve: str, itself: str, morrow: str) -> None:
    days = [date(2026, 3, 9), END, date(2026, 3, 11)]
    assert [directions.judge(term(direction), END, on) for on in days] == [eve, itself, morrow]
    assert directions.beside(term(direction), END) == (eve, morrow)
    assert directions.beside(term(direction), datetime(2026, 3, 10, 9, 0)) == (eve, morrow)


def test_every_direction_has_its_outcomes() -> None:
    assert sorted(directions.OUTCOMES) == sorted(DIRECTIONS)

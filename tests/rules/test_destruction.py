"""The earliest year of an act of destruction, worked out by hand from KR 10.5.4."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import destruction, storage_term
from magistrat.rules.destruction import NoCounting, Saying
from magistrat.rules.keeping import Keep
from magistrat.rules.storage_term import StorageTerm

SAID = (
    Saying(Keep(until="need_passes"), "10.1.16"),
    Saying(Keep(expert_mark="ЕК"), "10.1.17"),
    Saying(Keep(term=StorageTerm(1), counted_from="meeting_date"), "4.46"),
    Saying(Keep(counted_from="next_year_start"), "10.5.4"),
)


@pytest.mark.parametrize(
    ("closed", "term", "year", "last"),
    [
        # a file of 2004 kept three years: 2005, 2006 and 2007; the term has ended before 1 January 2008
        (2004, "3 роки", 2008, date(2007, 12, 31)),
        (2020, "5 років ЕПК", 2026, date(2025, 12, 31)),
        (2020, "1 рік", 2022, date(2021, 12, 31)),
        (2000, "75 р.", 2076, date(2075, 12, 31)),
    ],
)
def test_after_all_its_years(closed: int, term: str, year: int, last: date) -> None:
    found = destruction.earliest(storage_term.read(term), closed, SAID, "Листування")
    assert (found.year, found.counted_from, found.until) == (year, date(closed + 1, 1, 1), last)
    assert (found.clause, found.expert_review) == ("10.5.4", "ЕПК" in term)
    assert f"не раніше {year} року (п. 10.5.4)" in found.explanation


@pytest.mark.parametrize(
    ("term", "clause", "review", "words"),
    [
        ("Постійно", "10.5.4", False, "Справу «Листування» зберігають постійно"),
        ("ЕК", "10.1.17", True, "рік визначає експертна комісія"),
        ("Доки не мине потреба", "10.1.16", False, "зберігають, доки не мине потреба"),
        ("До ліквідації", "10.5.4", False, "зберігають до ліквідації"),
    ],
)
def test_no_year_where_the_term_does_not_end_by_itself(term: str, clause: str, review: bool, words: str) -> None:
    found = destruction.earliest(storage_term.read(term), 2020, SAID, "Листування")
    assert (found.year, found.counted_from, found.until) == (None, None, None)
    assert (found.clause, found.expert_review) == (clause, review)
    assert words in found.explanation


def test_years_less_the_persons_age() -> None:
    term = storage_term.read("75 років – «В»")
    assert destruction.earliest(term, 2004, SAID, age=60).year == 2020
    for age, reason in ((None, "вкажіть вік"), (75, "від 0 до 74"), (-1, "від 0 до 74")):
        with pytest.raises(ValueError, match=reason):
            destruction.earliest(term, 2004, SAID, age=age)
    with pytest.raises(ValueError, match="вік потрібен лише"):
        destruction.earliest(StorageTerm(5), 2004, SAID, age=60)


@pytest.mark.parametrize("closed", [0, 1799, 2201])
def test_a_year_that_cannot_be_is_refused(closed: int) -> None:
    with pytest.raises(ValueError, match="рік завершення справи"):
        destruction.earliest(StorageTerm(5), closed, SAID)


def test_the_general_list_speaks_where_the_regulation_does_not() -> None:
    acts = destruction.load((Path(__file__).resolve().parents[2] / "cities/ukraine/keeping.toml").read_text("utf-8"))
    found = destruction.earliest(StorageTerm(5), 2020, acts)
    assert ("578/5" in found.clause, found.assumed, "звірте з опублікованим" in found.explanation) == (True, True, True)
    with pytest.raises(NoCounting):
        destruction.earliest(StorageTerm(5), 2020, ())


@given(st.integers(1900, 2100), st.integers(1, 100))
def test_a_longer_term_or_a_later_closing_never_ends_sooner(closed: int, years: int) -> None:
    def year(at: int, kept: int) -> int:
        return destruction.earliest(StorageTerm(kept), at, SAID).year or 0

    assert year(closed, years) < year(closed, years + 1)
    assert year(closed, years) < year(closed + 1, years)

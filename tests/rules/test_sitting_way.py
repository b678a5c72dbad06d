"""The way to a sitting by clause, for both cities; the days are worked out by hand on the calendar of 2026."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magistrat.rules import routing, sitting_late, sitting_way
from magistrat.rules.sitting_days import EXTRAORDINARY, REGULAR
from magistrat.rules.sitting_deeds import Matter, Sitting
from magistrat.rules.sitting_way import Count
from tests.cities.editions import FOLDERS, laws

KR, DR = "kryvyi-rih", "druzhkivka"
COUNT = {folder.path.parent.name: Count(folder.edition, folder.calendar, laws()) for folder in FOLDERS}
BUDGET, PUBLIC, AT_RISK = (frozenset({flag}) for flag in ("budget", "public-information", "service-term-at-risk"))
MID = Sitting(date(2026, 12, 16))  # Wednesday
CALLED = Sitting(date(2026, 12, 10), EXTRAORDINARY)  # Thursday

# city, sitting, deed, clause, last day ("" where the clause names none)
OF_SITTING = [
    (KR, MID, "order", "4.8", "12-04"),  # ten days before is Sunday 6, so Friday
    (KR, MID, "agenda_agreed", "4.23", ""),
    (KR, MID, "members", "4.24", "12-14"),
    (KR, Sitting(date(2026, 3, 18)), "order", "4.8", "03-06"),  # Sunday 8, so Friday 6
    (KR, Sitting(date(2026, 3, 18)), "members", "4.24", "03-16"),
    (KR, CALLED, "order", "4.10", "12-09"),
    (KR, Sitting(date(2026, 12, 14), EXTRAORDINARY), "order", "4.10", "12-11"),  # Monday's eve is Sunday
    (KR, MID, "copies", "4.9", ""),
    (KR, CALLED, "copies", "4.10", "12-09"),
    (KR, MID, "press", "4.33", "12-16"),
    (KR, CALLED, "press", "4.33", "12-10"),
    (DR, CALLED, "website", "6.16", ""),  # the order is not there yet
    (DR, Sitting(date(2026, 12, 10), EXTRAORDINARY, date(2026, 12, 9)), "website", "6.16", "12-09"),
    (DR, Sitting(date(2026, 12, 10), EXTRAORDINARY, date(2026, 12, 10)), "website", "6.16", "12-10"),
    (DR, MID, "agenda_agreed", "6.2", "12-11"),
    (DR, MID, "agenda_to_mayor", "4.14", "12-10"),  # 15, 14, 11, 10: a day before it is agreed with the manager
    (DR, Sitting(date(2026, 12, 2)), "agenda_agreed", "6.2", "11-27"),
    (DR, Sitting(date(2026, 12, 2)), "agenda_to_mayor", "4.14", "11-26"),  # 1, 30, 27, 26
    (DR, CALLED, "agenda_agreed", "6.16", "12-10"),
]
OF_QUESTION = [
    (KR, MID, Matter(), "proposal", "4.7", "12-02"),
    (KR, MID, Matter(flags=BUDGET), "budget", "4.14", "12-01"),
    (KR, MID, Matter(), "publication", "15.7", "12-02"),  # 15, 14, 11, 10, 9, 8, 7, 4, 3, 2
    (KR, MID, Matter(flags=AT_RISK), "publication", "15.7", "12-02"),  # the law's ten working days stay
    (KR, MID, Matter(), "delivery", "4.17", "12-09"),
    (KR, MID, Matter(), "review", "4.21", "12-11"),
    (KR, MID, Matter(delivered_on=date(2026, 12, 3)), "review", "4.21", "12-07"),  # Saturday 5, so Monday
    (KR, MID, Matter(delivered_on=date(2026, 12, 15)), "review", "4.21", "12-16"),  # not after the sitting
    (KR, CALLED, Matter(), "proposal", "4.10", "12-09"),
    (KR, CALLED, Matter(), "review", "4.21", "12-10"),
    # 11 working days of December before the 16th and 14 of November: 30, 27, 26, 25, 24, 23, 20, 19, 18, 17, 16, 13, 12, 11
    (DR, MID, Matter(), "preparation", "4.7", "11-11"),
    (DR, MID, Matter(), "delivery", "4.13", "12-09"),
    (DR, MID, Matter(flags=PUBLIC), "delivery", "4.13", "11-11"),
    (DR, MID, Matter(flags=PUBLIC), "publication", "4.1", "12-02"),
    (DR, CALLED, Matter(), "delivery", "6.16", "12-10"),
    (DR, CALLED, Matter(flags=PUBLIC), "delivery", "6.16", "12-10"),
]
NOT_ASKED = [
    (KR, MID, Matter(), "budget"),
    (KR, MID, Matter(), "preparation"),
    (KR, MID, Matter(has_draft=False), "publication"),
    (KR, CALLED, Matter(), "delivery"),
    (DR, MID, Matter(), "proposal"),
    (DR, MID, Matter(), "publication"),
    (DR, MID, Matter(), "review"),
    (DR, MID, Matter(has_draft=False), "preparation"),
    (DR, CALLED, Matter(), "preparation"),
]


@pytest.mark.parametrize(("city", "sitting", "deed", "clause", "on"), OF_SITTING)
def test_days_of_the_sitting(city: str, sitting: Sitting, deed: str, clause: str, on: str) -> None:
    found = sitting_way.last_of(sitting_way.of_sitting(COUNT[city], sitting), deed)
    assert found is not None
    assert (found.clause, f"{found.on:%m-%d}" if found.on else "") == (clause, on)


@pytest.mark.parametrize(("city", "sitting", "matter", "deed", "clause", "on"), OF_QUESTION)
def test_days_of_a_question(city: str, sitting: Sitting, matter: Matter, deed: str, clause: str, on: str) -> None:
    found = sitting_way.last_of(sitting_way.of_question(COUNT[city], sitting, matter), deed)
    assert found is not None
    assert (found.clause, f"{found.on:%m-%d}") == (clause, on)


@pytest.mark.parametrize(("city", "sitting", "matter", "deed"), NOT_ASKED)
def test_what_no_clause_asks_is_not_asked(city: str, sitting: Sitting, matter: Matter, deed: str) -> None:
    assert sitting_way.last_of(sitting_way.of_question(COUNT[city], sitting, matter), deed) is None


# when the draft came, which clause it missed, and by which clauses it may still be let in
LATE = [
    (KR, Matter(), date(2026, 12, 9), "", []),
    (KR, Matter(), date(2026, 12, 10), "4.17", [("leave", "4.26")]),
    (DR, Matter(), date(2026, 12, 9), "", []),
    (DR, Matter(), date(2026, 12, 10), "4.13", [("leave", "6.10"), ("vote", "6.8")]),
    (DR, Matter(flags=PUBLIC), date(2026, 11, 12), "4.13", [("leave", "6.10"), ("vote", "6.8")]),
    (DR, Matter(roles=frozenset({"finance_head"})), date(2026, 12, 14), "4.13",
     [("leave", "6.9"), ("leave", "6.10"), ("vote", "6.8")]),
    (DR, Matter(flags=frozenset({"permits"})), date(2026, 12, 14), "4.13",
     [("leave", "6.9"), ("leave", "6.10"), ("vote", "6.8")]),
]  # fmt: skip


@pytest.mark.parametrize(("city", "matter", "on", "missed", "ways"), LATE)
def test_who_lets_a_late_draft_in(
    city: str, matter: Matter, on: date, missed: str, ways: list[tuple[str, str]]
) -> None:
    last = sitting_late.missed(sitting_way.of_question(COUNT[city], MID, matter), delivered_on=on)
    assert (last.clause if last else "") == missed
    if last:
        assert [(way.code, way.clause) for way in sitting_late.ways_in(COUNT[city], MID, matter)] == ways


def test_urgent_drafts_of_finance_come_in_until_the_day_before() -> None:
    matter = Matter(roles=frozenset({"finance_head"}))
    assert sitting_late.ways_in(COUNT[DR], MID, matter)[0].until == date(2026, 12, 15)


# KR 15.7: the same working day until 16:30, then the next one; Friday 4 December 2026
PUBLISHED = [
    (datetime(2026, 12, 4, 16, 30), date(2026, 12, 4)),
    (datetime(2026, 12, 4, 16, 31), date(2026, 12, 7)),
    (datetime(2026, 12, 5, 11, 0), date(2026, 12, 7)),
]


@pytest.mark.parametrize(("asked", "on"), PUBLISHED)
def test_a_draft_is_published_the_same_working_day(asked: datetime, on: date) -> None:
    found = sitting_way.published_by(COUNT[KR], asked)
    assert found is not None
    assert found[:2] == (on, "15.7")


def test_a_city_without_the_clause_names_no_day_of_publishing() -> None:
    assert sitting_way.published_by(COUNT[DR], datetime(2026, 12, 4, 12)) is None


def test_the_head_of_the_board_in_the_order_of_days() -> None:
    said = [(last.clause, f"{last.on:%m-%d}") for last in sitting_way.whole(COUNT[KR], MID) if last.on]
    assert said == [
        ("4.14", "12-01"), ("4.7", "12-02"), ("15.7", "12-02"), ("4.8", "12-04"), ("4.17", "12-09"), ("4.21", "12-11"),
        ("4.24", "12-14"), ("4.33", "12-16"),
    ]  # fmt: skip
    said = [(last.clause, f"{last.on:%m-%d}") for last in sitting_way.whole(COUNT[DR], MID)]
    assert said == [
        ("4.7", "11-11"), ("4.13", "11-11"), ("4.1", "12-02"), ("4.13", "12-09"), ("4.14", "12-10"), ("6.2", "12-11"),
    ]  # fmt: skip


FLAGS = sorted({flag for count in COUNT.values() for flag in routing.flags(count.edition)})


@settings(max_examples=80)
@given(
    city=st.sampled_from(sorted(COUNT)),
    sitting=st.builds(
        Sitting, st.dates(date(2021, 10, 1), date(2027, 12, 31)), st.sampled_from([REGULAR, EXTRAORDINARY])
    ),
    flags=st.frozensets(st.sampled_from(FLAGS), max_size=4),
    has_draft=st.booleans(),
    delivered=st.none() | st.integers(0, 60),
)
def test_no_day_is_after_the_sitting_and_each_has_its_clause(
    city: str, sitting: Sitting, flags: frozenset[str], has_draft: bool, delivered: int | None
) -> None:
    count = COUNT[city]
    day = None if delivered is None else date.fromordinal(sitting.on.toordinal() - delivered)
    matter = Matter(flags=flags, has_draft=has_draft, delivered_on=day)
    lasts = [*sitting_way.of_sitting(count, sitting), *sitting_way.of_question(count, sitting, matter)]
    assert lasts
    for last in lasts:
        entry = count.edition.entry(last.key)
        assert (last.entry, last.clause) == (entry.id, entry.clause)
        assert f"п. {entry.clause}" in last.explanation.lower()
        assert last.on is None or last.on <= sitting.on

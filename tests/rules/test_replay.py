"""Recorded deeds judged by another edition; each outcome worked out by hand from the village's clauses.

March 2026: Monday 2 … Friday 6, Monday 9. Urgent: two working days from registration (4.3); registration: the next working
day (2.2); requests: two working days before the term (4.6).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from magistrat.rules import calendar, edition
from magistrat.rules.control import Paper
from magistrat.rules.edition import Edition
from magistrat.rules.replay import Replay
from magistrat.rules.replay_facts import Asked, Deed, Tally, Work
from tests.factories import regulation

TEXTS = dict(regulation.folder().editions[0])
OWN = edition.load(TEXTS)
FILES = regulation.folder().calendar_files
CALENDAR = calendar.load(FILES["calendar.toml"], FILES["city.toml"])
TODAY = date(2026, 3, 20)


def other(*changes: tuple[str, str]) -> Edition:
    text = TEXTS["rules.toml"]
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    return edition.load({**TEXTS, "rules.toml": text})


def days(number: int, event: str) -> str:
    return f'number = {number}, unit = "working_days", direction = "within", event = "{event}"'


URGENT_LONGER = (days(2, "registration"), days(3, "registration"))
URGENT_SHORTER = (days(2, "registration"), days(1, "registration"))


def deed(*works: Work, registered: datetime | None = None, **own: Any) -> Deed:
    said = {
        "kind": "letter",
        "arrived": datetime(2026, 3, 2, 9),
        "registered": date(2026, 3, 2),
        "is_urgent": True,
    } | own
    return Deed(Paper(**said), registered, is_incoming=True, is_own_draft=False, sender="", works=works)


def work(done: date | None, due: date = date(2026, 3, 4), clause: str = "4.3", **more: Any) -> Work:
    return Work(due, clause, more.pop("is_moved", False), done, frozenset({"mayor"}), **more)


def sorts(one: Deed, by: Edition) -> list[tuple[str, str]]:
    return [(found.sort, found.clause) for found in Replay(by, CALENDAR, {}, TODAY).outcomes(one, OWN)]


@pytest.mark.parametrize(
    ("change", "done", "expected"),
    [
        # registered on the 2nd: due on the 4th by two days, on the 5th by three, on the 3rd by one
        (URGENT_LONGER, date(2026, 3, 4), [("other_day", "4.3")]),
        (URGENT_LONGER, date(2026, 3, 5), [("in_time", "4.3")]),
        (URGENT_LONGER, date(2026, 3, 6), [("other_day", "4.3")]),
        (URGENT_SHORTER, date(2026, 3, 3), [("other_day", "4.3")]),
        (URGENT_SHORTER, date(2026, 3, 4), [("late", "4.3")]),
        (URGENT_LONGER, None, [("other_day", "4.3")]),
    ],
)
def test_a_term_counted_by_its_clause_is_counted_anew(change, done, expected):
    assert sorts(deed(work(done)), other(change)) == expected


def test_what_an_author_set_or_moved_later_stands():
    by = other(URGENT_SHORTER)
    assert sorts(deed(work(date(2026, 3, 10), due=date(2026, 3, 10), clause="3.1")), by) == []
    assert sorts(deed(work(date(2026, 3, 10), is_moved=True, clause="")), by) == []


def test_the_same_edition_changes_nothing():
    one = deed(work(None), registered=datetime(2026, 3, 9, 9))
    assert sorts(one, OWN) == []
    assert sorts(one, other(("Термінове виконують", "Негайне виконують"))) == [], "other words, the same days"


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        # arrived on Monday 2 at 9: to be registered by the 3rd, by the other edition by the 4th
        (datetime(2026, 3, 3, 12), [("other_day", "2.2")]),
        (datetime(2026, 3, 4, 12), [("in_time", "2.2")]),
        (datetime(2026, 3, 5, 12), [("other_day", "2.2")]),
    ],
)
def test_registration_is_judged_anew(registered, expected):
    by = other((days(1, "receipt"), days(2, "receipt")))
    assert sorts(deed(registered=registered), by) == expected


@pytest.mark.parametrize(
    ("number", "asked", "expected"),
    [
        # term Friday 13: two working days before is Wednesday 11, four are Monday 9, one is Thursday 12
        (4, date(2026, 3, 10), [("refused", "4.6")]),
        (4, date(2026, 3, 9), []),
        (1, date(2026, 3, 12), [("allowed", "4.6")]),
        (1, date(2026, 3, 11), []),
    ],
)
def test_a_request_is_judged_anew(number, asked, expected):
    ahead = 'number = {}, unit = "working_days", direction = "before", event = "deadline"'
    by = other((ahead.format(2), ahead.format(number)))
    one = deed(work(None, due=date(2026, 3, 13), clause="3.1", asked=(Asked(asked, date(2026, 3, 13)),)))
    assert sorts(one, by) == expected


def test_a_kind_that_must_be_controlled_goes_another_way():
    entry = OWN.entry("control_obligatory")
    kind = entry.values["kinds"][0]
    by = other((f'"{kind}"', '"another_kind"'))
    assert ("routed", entry.clause) in sorts(deed(kind=kind, is_urgent=False), by)


def test_an_edition_without_the_rule_says_so():
    by = other(('key = "registration_day"', 'key = "registration_some_day"'))
    assert sorts(deed(registered=datetime(2026, 3, 9, 9)), by) == [("in_time", "2.2")]


def test_the_tally_counts_documents_by_clause_and_month():
    by, tally = other(URGENT_SHORTER), Tally()
    replay = Replay(by, CALENDAR, {}, TODAY)
    for one in (deed(work(date(2026, 3, 4)), work(date(2026, 3, 4))), deed(is_urgent=False)):
        tally.add(one, replay.outcomes(one, OWN))
    assert (tally.documents, tally.touched, tally.months) == (2, 1, {"2026-03": [2, 1]})
    assert dict(tally.clauses) == {("4.3", "late"): 1}


def test_a_route_of_approval_is_compared_by_its_steps():
    texts = regulation.folder("kryvyi-rih").editions[0]
    own = edition.load(texts)
    file = next(entry.file for entry in own.entries if "letter" in entry.routes)
    text = texts[file].replace('"letter"', '"document"')
    by = edition.load({**texts, file: text})
    one = Deed(Paper("letter", None, date(2026, 3, 2)), None, is_incoming=False, is_own_draft=True, sender="", works=())
    files = regulation.folder("kryvyi-rih").calendar_files
    replay = Replay(by, calendar.load(files["calendar.toml"], files["city.toml"]), {}, TODAY)
    assert [found.sort for found in replay.outcomes(one, own)] == ["routed"]

"""Decisions after the vote: rework, signature, force, what is owed; by hand, clause by clause, then for any days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import act_history, agenda, decisions, orders
from magistrat.rules.act_history import Deed, Life
from tests.cities.editions import FOLDERS

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 20)
KIND = "committee-decision"
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def cities():
    """Edition and calendar by prefix."""
    return {folder.edition.prefix: (folder.edition, folder.calendar) for folder in FOLDERS}


@pytest.mark.parametrize(
    ("prefix", "adopted", "rework", "signature"),
    [
        # The sitting of Wednesday 18 March: two working days for rework, three for signing, both from the sitting.
        ("KR", WEDNESDAY, (FRIDAY, "4.25"), (date(2026, 3, 23), "4.4")),
        # An extraordinary one on Friday: the days go over the week-end.
        ("KR", FRIDAY, (date(2026, 3, 24), "4.25"), (date(2026, 3, 25), "4.4")),
        ("DR", WEDNESDAY, None, None),  # 6.26 gives no term for either
    ],
)
def test_terms_of_rework_and_signature(cities, prefix, adopted, rework, signature):
    edition, calendar = cities[prefix]
    found = decisions.rework_by(edition, calendar, adopted)
    assert (found and (found.on, found.clause)) == rework
    last = orders.sign_by(edition, calendar, KIND, adopted_on=adopted)
    assert (last and (last.on, last.clause)) == signature


@pytest.mark.parametrize(("prefix", "clause"), [("KR", "4.4"), ("DR", "6.26")])
def test_only_what_was_adopted_is_signed(cities, prefix, clause):
    edition, _ = cities[prefix]
    for kind in decisions.COMMITTEE:
        refusal = decisions.adoption_refusal(edition, kind, is_adopted=False)
        assert (refusal.clause, "ще не ухвалено" in refusal.message) == (clause, True)
        assert decisions.adoption_refusal(edition, kind, is_adopted=True) is None
    for kind in ("order", "council-decision"):
        assert decisions.adoption_refusal(edition, kind, is_adopted=False) is None


@pytest.mark.parametrize(("prefix", "clause"), [("KR", "4.25"), ("DR", "6.26")])
def test_by_which_clause_changes_of_the_hall_are_written_in(cities, prefix, clause):
    assert decisions.rework_clause(cities[prefix][0]) == clause


def test_who_stood_in_during_the_sitting_signs_where_the_clause_says_so(cities):
    assert decisions.acting_of_sitting(cities["KR"][0]) is None
    assert decisions.acting_of_sitting(cities["DR"][0]).clause == "6.26"


@pytest.mark.parametrize(
    ("prefix", "said", "since", "waits"),
    [
        ("KR", {}, WEDNESDAY, []),  # by its adoption
        ("KR", {"stated_on": date(2026, 4, 1)}, date(2026, 4, 1), []),  # by its own text
        ("KR", {"is_normative": True}, None, ["4.40"]),
        ("KR", {"is_normative": True, "published_on": FRIDAY}, FRIDAY, []),
        ("KR", {"is_normative": True, "published_on": FRIDAY, "stated_on": THURSDAY}, FRIDAY, []),  # the later of both
        ("KR", {"is_normative": True, "published_on": FRIDAY, "stated_on": date(2026, 4, 1)}, date(2026, 4, 1), []),
        ("KR", {"flags": ["budget-changes"]}, None, ["4.42"]),
        ("KR", {"flags": ["budget-changes"], "consented_on": FRIDAY}, FRIDAY, []),
        ("KR", {"flags": ["budget-changes"], "is_normative": True, "consented_on": FRIDAY}, None, ["4.40"]),
        ("KR", {"flags": ["budget"]}, WEDNESDAY, []),  # money is spent, the budget is not changed
        ("DR", {"is_normative": True}, WEDNESDAY, []),
        ("DR", {"is_normative": True, "stated_on": FRIDAY}, FRIDAY, []),
        ("DR", {"flags": ["budget-changes"]}, WEDNESDAY, []),
    ],
)
def test_since_when_it_has_force(cities, prefix, said, since, waits):
    edition, _ = cities[prefix]
    found = decisions.effect(edition, adopted_on=WEDNESDAY, **({"is_normative": False} | said))
    assert (found.since, [one.clause for one in found.waits]) == (since, waits)


@given(
    adopted=DAYS, is_normative=st.booleans(), flags=st.sets(st.sampled_from(["budget", "budget-changes", "permits"])),
    later=st.lists(st.none() | st.integers(0, 200), min_size=3, max_size=3),
)  # fmt: skip
def test_force_never_comes_before_what_it_waits_for(cities, adopted, is_normative, flags, later):
    published, stated, consented = (None if one is None else adopted + timedelta(days=one) for one in later)
    for edition, _ in cities.values():
        found = decisions.effect(
            edition, adopted_on=adopted, is_normative=is_normative, flags=flags, published_on=published,
            stated_on=stated, consented_on=consented,
        )  # fmt: skip
        assert (found.since is None) == bool(found.waits)
        if found.since is None:
            continue
        assert found.since >= (stated or adopted)
        if edition.get("decision_effect") and is_normative:
            assert published is not None
            assert found.since >= published
        if edition.get("budget_change_commission_consent") and "budget-changes" in flags:
            assert consented is not None
            assert found.since >= consented
        assert found.since in {adopted, published, stated, consented}


@pytest.mark.parametrize(
    ("prefix", "flags", "expected"),
    [
        ("KR", ["permits"], [("permit", FRIDAY, "4.36", True)]),  # two working days, by the drafter
        ("DR", ["permits"], [("permit", THURSDAY, "6.26", False)]),  # the next day, to the drafter by the office
        ("KR", ["budget"], []),
        ("DR", [], []),
    ],
)
def test_what_is_owed_since_adoption(cities, prefix, flags, expected):
    edition, calendar = cities[prefix]
    found = decisions.owed_by_adoption(edition, calendar, kind=KIND, flags=flags, adopted_on=WEDNESDAY)
    assert [(one.kind, one.last.on, one.last.clause, one.is_drafters) for one in found] == expected
    assert decisions.owed_by_adoption(edition, calendar, kind="order", flags=flags, adopted_on=WEDNESDAY) == []


@pytest.mark.parametrize(
    ("prefix", "has_extracts", "expected"),
    [
        ("KR", True, []),  # KR 4.35 sends by the list itself
        ("DR", False, [("author", date(2026, 3, 25), "6.26")]),  # five days after Friday
        ("DR", True, [("author", date(2026, 3, 25), "6.26"), ("extract", date(2026, 3, 23), "6.26")]),
    ],
)
def test_what_is_owed_since_registration(cities, prefix, has_extracts, expected):
    edition, calendar = cities[prefix]
    found = decisions.owed_by_registration(
        edition, calendar, kind=KIND, registered_on=FRIDAY, has_extracts=has_extracts
    )
    assert [(one.kind, one.last.on, one.last.clause) for one in found] == expected


@pytest.mark.parametrize(
    ("prefix", "kind", "deed", "body", "clause"),
    [
        ("KR", KIND, "cancels", "court", None),
        ("KR", KIND, "cancels", "council", None),
        ("KR", KIND, "suspends", "council", "4.44"),  # that is the mayor's (1.8)
        ("KR", "order", "cancels", "council", "6.22"),  # 6.22 names the mayor alone
        # A court may by the law, whatever a regulation says (280/97-ВР, article 59).
        ("KR", "order", "cancels", "court", None),
        ("KR", "personnel-order", "suspends", "court", None),
        ("DR", "order", "cancels", "court", None),
        ("DR", KIND, "cancels", "court", None),
        ("DR", KIND, "suspends", "council", ""),
    ],
)
def test_what_others_may_do_to_it(cities, prefix, kind, deed, body, clause):
    refusal = decisions.outer_refusal(cities[prefix][0], kind, deed, body)
    assert (refusal.clause if refusal else None) == clause


def test_a_decision_stopped_before_it_has_force_waits_and_goes_on():
    stopped, renewed = Deed(THURSDAY, "suspends", "розпорядження № 7"), Deed(FRIDAY, "renews", "розпорядження № 8")
    waiting = act_history.on_day(FRIDAY, Life(None), [stopped])
    assert (waiting.force, waiting.since, waiting.by) == ("suspended", THURSDAY, "розпорядження № 7")
    assert act_history.on_day(WEDNESDAY, Life(None), [stopped]).force == "none"
    assert act_history.on_day(FRIDAY, Life(None), [stopped, renewed]).force == "none"
    numbered = Life(WEDNESDAY)
    assert [act_history.on_day(day, numbered, [stopped, renewed]).force for day in (WEDNESDAY, THURSDAY, FRIDAY)] == [
        "in_force", "suspended", "in_force",
    ]  # fmt: skip


def test_places_of_the_agenda():
    said = ["10", "2", "", "2.1", "1", "№ 3"]
    assert sorted(said, key=agenda.place) == ["1", "2", "2.1", "№ 3", "10", ""]

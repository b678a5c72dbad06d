"""Votes judged by hand-worked cases, and what must hold of every vote."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import edition, provisions, tally
from magistrat.rules.provisions import Provisions
from magistrat.rules.tally import Count, NoProvision, Verdict
from magistrat.rules.voting import BODIES

LAWS = (Path(__file__).resolve().parents[2] / "cities" / "ukraine" / "votes.toml").read_text(encoding="utf-8")
HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'
COMMITTEE, COMMISSION, GROUP = "executive-committee", "attestation-commission", "working-body"


def entry(clause: str, vote: str, meaning: str = "Так.") -> str:
    return (
        f'[[quorum_vote]]\nid = "{clause}"\nclause = "{clause}"\nkey = "k_{clause.replace(".", "_")}"\n'
        f'capability = "sessions"\nactor = []\nmeaning = "{meaning}"\nwords = ""\nvote = {{ {vote} }}\n'
    )


RULES = "".join(
    (
        entry("1.16", f'body = "{COMMITTEE}", recusal = true'),
        entry("1.17", f'body = "{COMMITTEE}", admission = true', "Комітет може допустити їх до голосування."),
        entry("4.3", f'body = "{COMMITTEE}", quorum = "> 1/2"'),
        entry("4.4", f'body = "{COMMITTEE}", majority = "> 1/2", of = "composition"'),
        entry("4.41.2", f'body = "{COMMITTEE}", poll = true, majority = "> 1/2"'),
        entry("5.5", 'body = "council", question = "land", majority = ">= 2/3"'),
        entry("20.14", f'body = "{COMMISSION}", quorum = ">= 3/4", majority = "> 1/2", of = "votes", tie = "adopted"'),
        entry("30.7", f'body = "{GROUP}", quorum = "> 1/2"'),
        entry("30.8", f'body = "{GROUP}", majority = ">= 1/1", of = "votes"'),
    )
)


def said(body: str, rules: str = RULES) -> Provisions:
    return provisions.gather(body, edition.load({"edition.toml": HEAD, "r.toml": rules}), provisions.load(LAWS))


def judge(body: str, count: Count, question: str | None = None) -> Verdict:
    return tally.judge(said(body), count, question)


@pytest.mark.parametrize(
    ("body", "count", "valid", "adopted", "admission", "clause"),
    [
        # half of twelve is not more than half
        (COMMITTEE, Count(12, 6), False, None, False, "4.3"),
        (COMMITTEE, Count(12, 7), True, None, False, "4.3"),
        (COMMITTEE, Count(13, 6), False, None, False, "4.3"),
        # a vote without a quorum adopts nothing, even if all present are for
        (COMMITTEE, Count(12, 6, 0, 6, 0, 0), False, False, False, "4.3"),
        # seven of seven present is a majority of twelve; six of seven is not
        (COMMITTEE, Count(12, 7, 0, 7, 0, 0), True, True, False, "4.4"),
        (COMMITTEE, Count(12, 7, 0, 6, 1, 0), True, False, False, "4.4"),
        (COMMITTEE, Count(12, 12, 0, 6, 6, 0), True, False, False, "4.4"),
        # the recused do not vote, but the composition stays the base
        (COMMITTEE, Count(12, 9, 2, 7, 0, 0), True, True, False, "4.4"),
        (COMMITTEE, Count(12, 9, 2, 6, 0, 1), True, False, False, "4.4"),
        (COMMITTEE, Count(12, 7, 1), True, None, True, "1.17"),
        (COMMITTEE, Count(12, 7, 1, 6, 0, 0), True, False, True, "1.17"),
        (COMMITTEE, Count(12, 6, 1), False, None, False, "4.3"),
        # between sessions only votes for count
        (COMMITTEE, Count(12, None), True, None, False, "4.41.2"),
        (COMMITTEE, Count(12, None, 0, 7), True, True, False, "4.41.2"),
        (COMMITTEE, Count(12, None, 0, 6, 0, 0), True, False, False, "4.41.2"),
        (COMMITTEE, Count(12, None, 5, 7), True, True, False, "4.41.2"),
        (COMMITTEE, Count(12, None, 6, 6), True, False, True, "1.17"),
        # three quarters of eight and of nine
        (COMMISSION, Count(8, 6), True, None, False, "20.14"),
        (COMMISSION, Count(9, 6), False, None, False, "20.14"),
        (COMMISSION, Count(8, 6, 0, 3, 3, 0), True, True, False, "20.14"),
        (COMMISSION, Count(8, 6, 0, 2, 2, 2), True, True, False, "20.14"),
        (COMMISSION, Count(8, 6, 0, 2, 3, 1), True, False, False, "20.14"),
        (COMMISSION, Count(8, 6, 0, 3, 2, 1), True, True, False, "20.14"),
        (GROUP, Count(10, 5), False, None, False, "30.7"),
        (GROUP, Count(10, 6), True, None, False, "30.7"),
        (GROUP, Count(10, 6, 0, 5, 0, 1), True, True, False, "30.8"),
        (GROUP, Count(10, 6, 0, 5, 1, 0), True, False, False, "30.8"),
        (GROUP, Count(10, 6, 0, 0, 0, 6), True, False, False, "30.8"),
    ],
)
def test_by_the_clauses(
    body: str, count: Count, valid: bool, adopted: bool | None, admission: bool, clause: str
) -> None:
    verdict = judge(body, count)
    assert (verdict.valid, verdict.adopted, verdict.needs_admission, verdict.clause) == (
        valid,
        adopted,
        admission,
        clause,
    )
    assert verdict.reason


@pytest.mark.parametrize(
    ("count", "question", "valid", "adopted", "article"),
    [
        (Count(54, 27), None, False, None, "ст. 46, ч. 12"),
        (Count(54, 28), None, True, None, "ст. 46, ч. 12"),
        (Count(54, 40, 0, 27, 13, 0), None, True, False, "ст. 59, ч. 2"),
        (Count(54, 40, 0, 28, 12, 0), None, True, True, "ст. 59, ч. 2"),
        (Count(54, 40, 0, 35, 0, 0), "land", True, False, "ст. 59, ч. 2, абз. 2"),
        (Count(54, 40, 0, 36, 0, 0), "land", True, True, "ст. 59, ч. 2, абз. 2"),
    ],
)
def test_the_council_by_the_law(
    count: Count, question: str | None, valid: bool, adopted: bool | None, article: str
) -> None:
    verdict = tally.judge(said("council", ""), count, question)
    assert (verdict.valid, verdict.adopted) == (valid, adopted)
    assert (
        verdict.clause == f"Закон України від 21.05.1997 № 280/97-ВР «Про місцеве самоврядування в Україні», {article}"
    )


def test_the_regulations_own_sentence_comes_before_the_law() -> None:
    assert judge("council", Count(54, 40, 0, 36), "land").clause == "5.5"


def test_a_sort_of_question_that_nobody_names_is_decided_as_others() -> None:
    verdict = judge(COMMITTEE, Count(12, 12, 0, 7), "land")
    assert (verdict.adopted, verdict.clause) == (True, "4.4")
    assert "Окремої більшості (земельні питання) для такого органу не встановлено" in verdict.reason


def test_a_city_without_polls_names_what_it_does_instead() -> None:
    rules = entry("6.16", f'body = "{COMMITTEE}", instead_of_poll = true', "Скликають позачергове засідання.")
    rules += entry("6.23", f'body = "{COMMITTEE}", majority = "> 1/2"')
    verdict = tally.judge(said(COMMITTEE, rules), Count(12, None, 0, 12))
    assert (verdict.valid, verdict.adopted, verdict.clause) == (False, False, "6.16, 6.23")
    assert "Скликають позачергове засідання (п. 6.16)." in verdict.reason


def test_two_thresholds_for_the_same_are_told() -> None:
    twice = entry("4.5", f'body = "{COMMITTEE}", majority = ">= 2/3"') + entry(
        "4.6", f'body = "{COMMITTEE}", quorum = "> 1/2"'
    )
    found = edition.load({"edition.toml": HEAD, "r.toml": RULES + twice})
    assert list(provisions.faults(found)) == ["r.toml: 4.5: vote.majority: інше, ніж у 4.4"]


@pytest.mark.parametrize("count", [Count(8, 6), Count(8, None)])
def test_a_body_of_which_nothing_is_said(count: Count) -> None:
    with pytest.raises(NoProvision, match="атестаційна комісія"):
        tally.judge(said(COMMISSION, ""), count)


@pytest.mark.parametrize(
    ("body", "count", "reason"),
    [
        (COMMITTEE, Count(0, 0), "жодного члена"),
        (COMMITTEE, Count(-1, 0), "від'ємним: -1"),
        (COMMITTEE, Count(5, -1), "від'ємним"),
        (COMMITTEE, Count(5, 6), "присутніх більше, ніж членів: 6 з 5"),
        (COMMITTEE, Count(5, 4, 5), "більше, ніж присутніх: 5 з 4"),
        (COMMITTEE, Count(5, None, 6), "більше, ніж членів: 6 з 5"),
        (COMMITTEE, Count(5, 4, 1, 3, 1, 0), "голосів більше"),
        (COMMITTEE, Count(5, 4, 0, 5), "голосів більше"),
        (COMMITTEE, Count(5, 4, 0, 2, -1), "від'ємним"),
        (COMMITTEE, Count(5, 4, 0, None, 3), "не вказано голосів за"),
        (COMMITTEE, Count(5, 4, 0, None, None, 3), "не вказано голосів за"),
        (COMMISSION, Count(4, 4, 0, 2), "не вказано голосів проти"),
        (GROUP, Count(4, 4, 0, 2), "не вказано голосів проти"),
    ],
)
def test_numbers_that_cannot_be_are_refused(body: str, count: Count, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        judge(body, count)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    members = draw(st.integers(1, 60))
    present = draw(st.integers(0, members))
    recused = draw(st.integers(0, present))
    in_favour = draw(st.integers(0, present - recused))
    against = draw(st.integers(0, present - recused - in_favour))
    return Count(members, present, recused, in_favour, against, 0)


SAID = {body: said(body) for body in BODIES}
LEAST = {COMMITTEE: (1, 2), "council": (1, 2), GROUP: (1, 2), COMMISSION: (3, 4)}


@given(counts(), st.sampled_from(list(BODIES)))
def test_no_vote_below_a_quorum_is_valid_or_adopts(count: Count, body: str) -> None:
    verdict = tally.judge(SAID[body], count)
    part, whole = LEAST[body]
    present, voting = (count.present or 0) * whole, count.voters * whole
    strict = body != COMMISSION

    def enough(number: int) -> bool:
        return number > part * count.members if strict else number >= part * count.members

    assert verdict.valid is enough(present)
    assert verdict.needs_admission is (enough(present) and not enough(voting))
    if not enough(voting):
        assert verdict.adopted is False


@given(counts(), st.sampled_from(list(BODIES)), st.sampled_from([None, "land"]))
def test_more_votes_for_never_undo_a_decision(count: Count, body: str, question: str | None) -> None:
    more = Count(count.members, count.present, count.recused, (count.in_favour or 0) + 1, count.against, 0)
    if more.in_favour is not None and more.in_favour + (more.against or 0) <= more.voters:
        before, after = (tally.judge(SAID[body], one, question).adopted for one in (count, more))
        assert bool(after) >= bool(before)

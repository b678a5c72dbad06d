"""What holds for both cities' routes, votes and terms, whatever a paper is about, whoever comes, whenever it begins."""

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from magistrat.rules import provisions, routing, tally, terms
from magistrat.rules.edition import Edition
from magistrat.rules.routing import Stage
from magistrat.rules.tally import Count, NoProvision
from magistrat.rules.voting import BODIES
from tests.cities.editions import FOLDERS, Folder, vote_laws

FLAGS = {str(folder): sorted(routing.flags(folder.edition)) for folder in FOLDERS}
KINDS = {str(folder): sorted(routing.kinds(folder.edition)) for folder in FOLDERS}
SAID = {
    (str(folder), body): provisions.gather(body, folder.edition, vote_laws()) for folder in FOLDERS for body in BODIES
}
TERMS = {str(folder): [entry for entry in folder.edition.entries if entry.term] for folder in FOLDERS}
MOMENTS = st.datetimes(datetime(2021, 8, 1), datetime(2026, 6, 30)).map(lambda at: at.replace(second=0, microsecond=0))
CHEAP = settings(max_examples=60, deadline=None)


@st.composite
def papers(draw: st.DrawFn) -> tuple[Edition, str, list[str], str]:
    folder = draw(st.sampled_from(FOLDERS))
    flags = st.sampled_from(FLAGS[str(folder)])
    return folder.edition, draw(st.sampled_from(KINDS[str(folder)])), draw(st.lists(flags, max_size=6)), draw(flags)


def stages(edition: Edition, kind: str, flags: list[str]) -> list[tuple[str, int]]:
    return [_name(stage) for stage in routing.route(edition, kind, flags)]


def _name(stage: Stage) -> tuple[str, int]:
    return stage.entry.id, stage.entry.steps.index(stage.step)


@CHEAP
@given(papers())
def test_every_obligatory_step_is_in_every_route(paper: tuple[Edition, str, list[str], str]) -> None:
    edition, kind, flags, _ = paper
    obligatory = {
        (entry.id, at)
        for entry in edition.entries
        if kind in entry.routes
        for at, step in enumerate(entry.steps)
        if not step.when and not step.unless
    }
    assert obligatory <= set(stages(edition, kind, flags))


@CHEAP
@given(papers())
def test_a_flag_moves_only_its_own_steps(paper: tuple[Edition, str, list[str], str]) -> None:
    edition, kind, flags, flag = paper
    before, after = stages(edition, kind, flags), stages(edition, kind, [*flags, flag])
    steps = {(entry.id, at): step for entry in edition.entries for at, step in enumerate(entry.steps)}
    assert all(flag in steps[name].when for name in set(after) - set(before))
    assert all(flag in steps[name].unless for name in set(before) - set(after))
    assert [name for name in before if name in after] == [name for name in after if name in before]


@st.composite
def votes(draw: st.DrawFn) -> tuple[str, str, Count]:
    members = draw(st.integers(1, 60))
    present = draw(st.integers(0, members))
    in_favour = draw(st.integers(0, present))
    against = draw(st.integers(0, present - in_favour))
    body = draw(st.sampled_from(list(BODIES)))
    return str(draw(st.sampled_from(FOLDERS))), body, Count(members, present, 0, in_favour, against, 0)


@CHEAP
@given(votes(), st.sampled_from([None, "land", "additional-items"]))
def test_no_vote_below_the_quorum_is_valid(vote: tuple[str, str, Count], question: str | None) -> None:
    city, body, count = vote
    try:
        verdict = tally.judge(SAID[city, body], count, question)
    except NoProvision:
        return
    # three quarters for the attestation commission (DR 20.14), more than half for all others (KR 4.3; DR 6.11, 30.7)
    present, members = count.present or 0, count.members
    enough = present * 4 >= members * 3 if body == "attestation-commission" else present * 2 > members
    assert verdict.valid is enough
    assert enough or verdict.adopted is False


@st.composite
def terms_of_cities(draw: st.DrawFn) -> tuple[Folder, terms.Term]:
    folder = draw(st.sampled_from(FOLDERS))
    term = draw(st.sampled_from(TERMS[str(folder)])).term
    assert term is not None
    return folder, term


@settings(max_examples=150, deadline=None)
@given(terms_of_cities(), MOMENTS, MOMENTS)
def test_terms_are_monotone_in_their_anchors(one: tuple[Folder, terms.Term], first: datetime, other: datetime) -> None:
    folder, term = one
    early, late = sorted((first, other))
    assert terms.due(term, early, folder.calendar).due <= terms.due(term, late, folder.calendar).due


@settings(max_examples=150, deadline=None)
@given(terms_of_cities(), MOMENTS)
def test_no_term_in_working_days_ends_on_a_day_off(one: tuple[Folder, terms.Term], at: datetime) -> None:
    folder, term = one
    if term.unit == "working_days" and term.nonworking != "stay":
        due = terms.due(term, at, folder.calendar).due
        assert folder.calendar.is_working(due.date() if isinstance(due, datetime) else due)

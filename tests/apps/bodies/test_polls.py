"""Decisions between meetings (KR 4.41-4.41.4), and the city that has none (DR 6.16)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from magistrat.bodies.actions import polls
from magistrat.bodies.models import Event, Gathering
from magistrat.bodies.queries import composition, halls
from magistrat.bodies.queries import outcomes as ended
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import polls as asking
from magistrat.sittings.models import Question
from tests.factories import sittings

AT = sittings.AT


@pytest.fixture
def asked(committee) -> int:
    """A poll that waits for the mayor's leave: its gathering."""
    head = committee.town.actor("economy_head", sittings.DAY)
    made = asking.ask(
        actor=head, at=AT, title="Про аварію на мережі", department=head.department_id, reason="аварія", key="a-1"
    )
    return made.gathering_id


@pytest.fixture
def allowed(committee, asked) -> int:
    polls.decide(actor=committee.town.actor("mayor"), at=AT, gathering=asked, is_allowed=True, key="m-1")
    return asked


def paper(committee: sittings.Committee, gathering: int, place: int, vote: str = "for", **said: object) -> Event:
    return polls.answer(
        actor=committee.keeper, at=AT, gathering=gathering, member=committee.members[place], vote=vote,
        key=f"p-{place}-{vote}", **said,
    )  # fmt: skip


def test_waits_for_the_mayor_alone(committee, asked):
    assert Message.objects.filter(to_post=committee.town.posts["mayor"], key__contains="asked").exists()
    with pytest.raises(Refusal) as refused:
        paper(committee, asked, 0)
    assert refused.value.clause == "4.41"
    for who in ("affairs_manager", "sittings_exec"):
        with pytest.raises(Refusal) as refused:
            polls.decide(actor=committee.town.actor(who), at=AT, gathering=asked, is_allowed=True, key="x")
        assert (refused.value.is_right, refused.value.clause) == (True, "4.41")
    polls.decide(actor=committee.town.actor("mayor"), at=AT, gathering=asked, is_allowed=False, key="m-1")
    assert halls.gathering(asked).state == "cancelled"


def test_members_are_told_and_answer_each_in_his_own_name(committee, allowed):
    secretary = committee.town.actor("secretary", sittings.DAY)
    member = next(one for one in committee.members if composition.membership(one).person_id == secretary.person_id)
    assert Message.objects.filter(to_person=secretary.person_id, key__contains="allowed").exists()
    polls.answer(actor=secretary, at=AT, gathering=allowed, member=member, vote="against", key="s-1", opinion="Дорого")
    answer = halls.poll_of(halls.gathering(allowed)).answers[member]
    assert (answer.way, answer.on, answer.opinion) == ("own", sittings.DAY, "Дорого")
    other = next(one for one in committee.members if one != member)
    with pytest.raises(Refusal) as refused:
        polls.answer(actor=secretary, at=AT, gathering=allowed, member=other, vote="for", key="s-2")
    assert refused.value.is_right


def test_is_adopted_by_more_than_half_and_dated_by_its_signature(committee, allowed):
    for place in range(8):
        paper(committee, allowed, place, "for" if place < 5 else "against")
    with pytest.raises(Refusal) as refused:
        polls.close(actor=committee.keeper, at=AT, gathering=allowed, key="c-1")
    assert refused.value.clause == "4.41.1"
    paper(committee, allowed, 8, "silent")
    outcome = polls.close(actor=committee.keeper, at=AT, gathering=allowed, key="c-1")
    assert polls.close(actor=committee.keeper, at=AT, gathering=allowed, key="c-1") == outcome
    assert (outcome.result, outcome.in_favour, outcome.against, outcome.silent) == ("adopted", 5, 3, 1)
    assert outcome.clause == "4.41.2"
    assert Question.objects.get(pk=outcome.item).stage == "done"
    signed = date(2026, 3, 20)
    dated = polls.date_by_signature(actor=committee.keeper, at=AT, outcome=outcome.pk, signed_on=signed)
    assert dated.on == signed
    assert Entry.objects.get(code="bodies.poll_dated").clause == "4.41.3"


def test_is_rejected_by_half(committee, allowed):
    for place in range(9):
        paper(committee, allowed, place, "for" if place < 4 else "abstained")
    assert polls.close(actor=committee.keeper, at=AT, gathering=allowed, key="c-1").result == "rejected"


def test_wrong_answer_is_undone_and_the_same_one_written_once(committee, allowed):
    wrong = paper(committee, allowed, 0, "against")
    assert paper(committee, allowed, 0, "against") == wrong
    polls.undo(actor=committee.keeper, at=AT, gathering=allowed, number=wrong.number, key="u-1")
    paper(committee, allowed, 0)
    assert halls.poll_of(halls.gathering(allowed)).count("for") == 1
    assert Event.objects.filter(gathering=allowed, code="member_answered").count() == 2


def test_signature_is_not_of_a_day_ahead_nor_before_the_leave(committee, allowed):
    for day in (sittings.DAY + timedelta(days=1), sittings.DAY - timedelta(days=1)):
        with pytest.raises(Refusal, match="День підпису"):
            paper(committee, allowed, 0, on=day)


def test_one_with_a_conflict_is_not_asked(committee, allowed):
    polls.declare(
        actor=committee.keeper, at=AT, gathering=allowed, member=committee.members[0], reason="родич", key="d-1"
    )
    with pytest.raises(Refusal) as refused:
        paper(committee, allowed, 0)
    assert refused.value.clause == "1.16"


def test_next_sitting_reports_it(committee, allowed):
    for place in range(9):
        paper(committee, allowed, place)
    polls.close(actor=committee.keeper, at=AT, gathering=allowed, key="c-1")
    where = sittings.sitting(committee, on=date(2026, 4, 15))
    assert [one.gathering_id for one in ended.polls_since(sittings.gathering(where))] == [allowed]
    pult = sittings.console(committee, where).open()
    with pytest.raises(Refusal) as refused:
        pult.do("closed")
    assert refused.value.clause == "4.41.4"
    pult.do("poll_reported", polls=[allowed])
    pult.do("closed")
    after = sittings.sitting(committee, on=date(2026, 5, 20))
    Gathering.objects.filter(pk=where.gathering_id).update(closed_at=AT + timedelta(days=28))
    assert ended.polls_since(sittings.gathering(after)) == []


def test_city_without_polls_offers_an_extraordinary_sitting(db):
    made = sittings.committee("druzhkivka")
    head = made.town.actor("finance_head", sittings.DAY)
    with pytest.raises(Refusal) as refused:
        asking.ask(actor=head, at=AT, title="Про аварію", department=head.department_id, reason="аварія", key="a-1")
    assert refused.value.clause == "6.16, 6.23"
    assert "позачергове" in refused.value.message
    assert not Gathering.objects.exists()
    assert sittings.sitting(made, kind="extraordinary").gathering.kind == "extraordinary"


def test_poll_takes_no_steps_of_a_sitting_and_a_sitting_none_of_a_poll(committee, allowed):
    where = sittings.sitting(committee)
    with pytest.raises(Refusal, match="опитують поіменно"):
        sittings.Console(committee, allowed).do("arrived", member=committee.members[0])
    with pytest.raises(Refusal, match="Це засідання"):
        paper(committee, where.gathering_id, 0)

"""Steps of a sitting written down: rights, two secretaries, repeats, outcomes (KR 1.15-1.17, 4.3, 4.4, 4.45; DR 6.8, 6.28)."""

from __future__ import annotations

import pytest

from magistrat.bodies import hooks
from magistrat.bodies.models import Event, Gathering, Outcome
from magistrat.bodies.queries import composition, halls
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.organisation.actions import substitution
from magistrat.organisation.models import Person
from magistrat.rules import hall
from magistrat.rules import hall_events as steps
from magistrat.rules.refusal import Refusal
from tests.factories import sittings

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(committee):
    """An open sitting of nine with three questions: the sitting, its questions, a console."""
    where = sittings.sitting(committee)
    asked = [sittings.question(committee, where, f"Питання {number}", is_undisputed=True).pk for number in (1, 2, 3)]
    return where, asked, sittings.console(committee, where).open()


class TestRecord:
    def test_writes_the_step_its_journal_entry_and_the_number_by_which_others_know(self, committee):
        where = sittings.sitting(committee)
        pult = sittings.console(committee, where)
        pult.do("called")
        event = pult.do("arrived", member=committee.members[2])
        assert (event.number, sittings.gathering(where).last) == (2, 2)
        entry = Entry.objects.get(code="bodies.step_recorded", payload__number=2)
        assert "член прибув" in entry.payload["text"]
        assert entry.payload["step"] == {"member": committee.members[2]}

    def test_knows_members_questions_and_chair_better_than_the_console(self, stage, committee):
        _where, (first, *_), pult = stage
        pult.do("question_begun", first, facts={"title": "Підміна", "is_undisputed": True})
        state = pult.state
        assert state.item(first).facts.title == "Питання 1"
        assert (state.seats, len(state.members), state.chair) == (9, 9, committee.chair)
        with pytest.raises(Refusal, match="Такого питання немає"):
            pult.do("question_begun", 999)

    def test_tells_two_of_one_name_apart(self, committee):
        one, two = (composition.membership(member).person for member in committee.members[:2])
        Person.objects.filter(pk__in=[one.pk, two.pk]).update(surname="Коваль", given="Іван", patronymic="Петрович")
        Person.objects.filter(pk=two.pk).update(patronymic="Павлович")
        pult = sittings.console(committee, sittings.sitting(committee))
        pult.do("called")
        names = [pult.state.name(member) for member in committee.members]
        assert names[:2] == ["Коваль Іван Петрович", "Коваль Іван Павлович"]
        assert len(set(names)) == 9

    def test_refuses_who_does_not_keep_the_minutes(self, stage, committee):
        _, (first, *_), pult = stage
        pult.actor = committee.town.actor("economy_head", sittings.DAY)
        with pytest.raises(Refusal) as refused:
            pult.do("question_begun", first)
        assert (refused.value.is_right, refused.value.clause) == (True, "4.45")

    def test_refuses_what_the_clause_does_not_allow_and_leaves_nothing(self, committee):
        where = sittings.sitting(committee)
        pult = sittings.console(committee, where)
        pult.do("called")
        before = Event.objects.count(), Entry.objects.count()
        with pytest.raises(Refusal) as refused:
            pult.do("opened")
        assert refused.value.clause == "4.3"
        assert (Event.objects.count(), Entry.objects.count()) == before

    def test_of_the_same_key_is_written_once(self, stage):
        where, (first, *_), pult = stage
        one = pult.do("question_begun", first, key="pult-77")
        again = pult.do("question_begun", first, key="pult-77")
        assert one == again
        assert sittings.gathering(where).last == one.number

    def test_is_not_of_a_cancelled_sitting(self, committee):
        where = sittings.sitting(committee)
        Gathering.objects.filter(pk=where.gathering_id).update(state="cancelled")
        with pytest.raises(Refusal, match="скасовано"):
            sittings.console(committee, where).do("called")


class TestChair:
    def test_only_the_mayor_or_who_does_his_duties_presides(self, committee):
        where = sittings.sitting(committee)
        pult = sittings.console(committee, where)
        pult.do("called")
        for member in committee.members:
            pult.do("arrived", member=member)
        with pytest.raises(Refusal) as refused:
            pult.do("opened", chair=committee.members[3])
        assert (refused.value.clause, "Головує" in refused.value.message) == ("1.7", True)
        pult.do("opened")
        assert sittings.gathering(where).state == "open"

    def test_substitute_presides_by_the_mayors_order(self, committee):
        posts = committee.town.posts
        substitution.arrange(
            actor=SYSTEM, at=sittings.AT, absent=posts["mayor"], substitute=posts["first_deputy"], since=sittings.DAY,
            until=None, reason="leave", order="12-р",
        )  # fmt: skip
        where = sittings.sitting(committee)
        pult = sittings.console(committee, where)
        pult.do("called")
        for member in committee.members[1:]:
            pult.do("arrived", member=member)
        pult.do("opened")
        assert pult.state.members[pult.state.chair].role == "deputy"


class TestOutcome:
    def test_is_written_with_its_counts_and_told_in_the_same_deed(self, stage, committee, monkeypatch):
        where, (first, *_), pult = stage
        told = []
        monkeypatch.setattr(hooks, "_outcomes", [*hooks._outcomes, lambda outcome, actor, at: told.append(outcome)])
        pult.do("question_begun", first)
        pult.do("conflict_declared", first, member=committee.members[8], reason="родич заявника")
        pult.vote(first, for_=committee.members[:5], against=committee.members[5:7], abstained=committee.members[7:8])
        pult.do("result", first)
        outcome = Outcome.objects.get(item=first)
        counts = (outcome.in_favour, outcome.against, outcome.abstained, outcome.silent, outcome.recused)
        assert (outcome.result, counts, outcome.clause, outcome.on) == ("adopted", (5, 2, 1, 0, 1), "4.4", sittings.DAY)
        assert "за — 5, потрібно щонайменше 5 із 9" in outcome.explanation
        assert told == [outcome]
        assert where.questions.get(pk=first).stage == "done"

    def test_fails_whole_when_an_upper_app_refuses(self, stage, committee, monkeypatch):
        _where, (first, *_), pult = stage
        pult.voting(first).vote(first, for_=committee.members)

        def refuses(*_: object) -> None:
            raise Refusal("", "ні")

        monkeypatch.setattr(hooks, "_outcomes", [refuses])
        with pytest.raises(Refusal, match="ні"):
            pult.do("result", first)
        assert not Outcome.objects.exists()
        assert pult.state.current == (first,)

    def test_of_a_block_is_one_for_each_question(self, stage, committee):
        _where, asked, pult = stage
        pult.do("vote_of_block", items=asked)
        pult.vote(asked[0], for_=committee.members[:8], abstained=committee.members[8:])
        pult.do("result", asked[0])
        assert list(Outcome.objects.order_by("item").values_list("item", "result", "in_favour")) == [
            (number, "adopted", 8) for number in asked
        ]

    def test_of_what_was_put_off_has_its_reason_and_no_votes(self, stage):
        _where, (first, second, third), pult = stage
        pult.do("postponed", first, reason="немає висновку")
        pult.do("withdrawn", second, reason="відкликав розробник")
        pult.do("question_begun", third)
        pult.do("noted", third)
        found = {one.item: (one.result, one.explanation, one.in_favour) for one in Outcome.objects.all()}
        assert found == {
            first: ("postponed", "немає висновку", None),
            second: ("withdrawn", "відкликав розробник", None),
            third: ("noted", "", None),
        }


class TestTwoSecretaries:
    def test_merge_what_does_not_meet(self, stage, committee):
        where, (first, *_), one = stage
        other = sittings.console(committee, where, "other")
        one.do("question_begun", first)
        other.look()
        known = other.known
        one.vote(first, for_=committee.members[:4])
        other.do("vote_cast", first, after=known, votes={str(committee.members[5]): "against"})
        assert len(one.state.question.votes) == 5

    def test_tell_each_other_what_meets(self, stage, committee):
        where, (first, *_), one = stage
        other = sittings.console(committee, where, "other")
        one.do("question_begun", first)
        other.look()
        known, last = other.known, str(committee.members[8])
        one.do("vote_cast", first, votes={last: "against"})
        with pytest.raises(Refusal, match=r"на іншому пульті: подано голоси .* — проти"):
            other.do("vote_cast", first, after=known, votes=dict.fromkeys(map(str, committee.members), "for"))
        with pytest.raises(Refusal, match="на іншому пульті"):
            other.do("postponed", first, after=known, reason="так")
        assert one.state.question.votes == {committee.members[8]: "against"}

    def test_doing_the_same_write_it_once(self, stage, committee):
        where, (first, *_), one = stage
        other = sittings.console(committee, where, "other")
        one.do("question_begun", first)
        other.look()
        known = other.known
        mine = one.do("vote_cast", first, votes={str(committee.members[0]): "for"})
        theirs = other.do("vote_cast", first, after=known, votes={str(committee.members[0]): "for"})
        assert mine == theirs

    def test_own_steps_sent_late_do_not_stand_in_each_others_way(self, stage, committee):
        """Steps kept in the browser were all made when the console knew the same last number."""
        _where, (first, *_), pult = stage
        known = pult.known
        pult.do("question_begun", first, after=known)
        pult.do("vote_cast", first, after=known, votes=dict.fromkeys(map(str, committee.members), "for"))
        pult.do("result", first, after=known)
        assert Outcome.objects.get().result == "adopted"


class TestUndo:
    def test_keeps_the_step_with_the_one_that_undoes_it(self, stage, committee):
        _where, (first, *_), pult = stage
        pult.do("question_begun", first)
        before = pult.state
        step = pult.do("vote_cast", first, votes={str(committee.members[0]): "against"})
        undo = pult.do("undo", undoes=step.number)
        assert pult.state == before
        assert undo.undoes == step
        assert Entry.objects.filter(code="bodies.step_undone", payload__step={"undoes": step.number}).exists()

    def test_of_the_opening_makes_the_sitting_planned_again(self, committee):
        where = sittings.sitting(committee)
        pult = sittings.console(committee, where).open()
        opening = Event.objects.get(gathering=where.gathering_id, code="opened")
        pult.do("undo", undoes=opening.number)
        assert (sittings.gathering(where).state, sittings.gathering(where).opened_at) == ("planned", None)

    def test_is_refused_after_the_question_is_closed(self, stage, committee):
        _where, (first, *_), pult = stage
        pult.voting(first).vote(first, for_=committee.members)
        closing = pult.do("result", first)
        with pytest.raises(Refusal, match="закритого питання"):
            pult.do("undo", undoes=closing.number)


def test_whole_sitting_of_the_other_city(db):
    """Agenda approved, an additional question by vote, polls offered to nobody (DR 6.8, 6.18, 6.22-6.24)."""
    made = sittings.committee("druzhkivka")
    where = sittings.sitting(made)
    first = sittings.question(made, where, "Про бюджет").pk
    extra = sittings.question(made, where, "Про аварію", lateness="by_vote").pk
    pult = sittings.console(made, where).open(present=6)
    with pytest.raises(Refusal) as refused:
        pult.do("question_begun", extra)
    assert refused.value.clause == "6.8"
    voters = list(map(str, made.members[:6]))
    pult.do("additional_question_voted", extra, votes=dict.fromkeys(voters, "for"))
    for question in (extra, first):
        pult.voting(question).vote(question, for_=made.members[:5], against=made.members[5:6])
        pult.do("result", question)
    pult.do("closed")
    kept = sittings.gathering(where)
    assert (kept.state, kept.closed_at, Outcome.objects.filter(result="adopted").count()) == ("closed", sittings.AT, 2)
    with pytest.raises(Refusal, match="засідання закрито"):
        pult.do("postponed", first, reason="так")


def test_replaying_the_journal_gives_the_same_state(stage, committee):
    """The journal alone holds every step, so the gathering can be made again from it."""
    where, (first, second, third), pult = stage
    pult.do("conflict_declared", first, member=committee.members[8], reason="родич")
    pult.voting(first).vote(first, for_=committee.members[:8])
    wrong = pult.do("vote_cast", first, votes={str(committee.members[0]): "against"})
    pult.do("undo", undoes=wrong.number)
    pult.do("result", first)
    pult.do("vote_of_block", items=[second, third])
    written = Entry.objects.filter(code__startswith="bodies.", payload__has_key="step").order_by("id")
    replayed = [
        steps.Event(one.payload["number"], one.payload["kind"], one.at, one.payload["item"], one.payload["step"])
        for one in written
    ]
    gathering = halls.gathering(where.gathering_id)
    assert hall.fold(halls.setting_of(gathering), replayed) == halls.state_of(gathering)

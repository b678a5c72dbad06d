"""Questions are proposed, changed, excluded and moved (KR 4.6, 4.7; DR 4.2, 6.4)."""

from __future__ import annotations

from datetime import date, time

import pytest

from magistrat.acts.models import Act, Relation
from magistrat.approvals import hooks
from magistrat.approvals.models import Approval
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.models import Post
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import planning, questions
from magistrat.sittings.models import Question
from tests.apps.sittings.conftest import AT, EARLY, KR


@pytest.fixture
def touched(monkeypatch):
    """Which acts drafts change, as the app of acts would tell."""
    said: dict[int, list[str]] = {}
    monkeypatch.setattr(hooks, "_touched", [lambda documents: {one: said[one] for one in documents if one in said}])
    return said


class TestPropose:
    def test_without_a_draft_and_with_one(self, either):
        bare = either.propose("Про зиму")
        running = either.propose("Про весну", document=either.draft("Про весну", agreed=False).pk)
        agreed = either.propose("Про літо", document=either.draft("Про літо").pk)
        assert [one.stage for one in (bare, running, agreed)] == ["proposed", "prepared", "agreed"]
        assert either.deeds(bare) == ["sittings.question_proposed"]

    def test_only_for_the_own_unit_but_the_office_enters_what_came_on_paper(self, either):
        unit = either.actor("other").department_id
        with pytest.raises(Refusal) as refused:
            either.propose(by="head", department=unit)
        assert "іншого виконавчого органу" in refused.value.message
        assert either.propose(by="office", department=unit, proposed_by="за листом управління").department_id == unit

    def test_whom_the_city_calls_its_leader_proposes_for_any_unit(self, either):
        unit, head = either.actor("other").department_id, either.actor("head")
        Post.objects.filter(pk=head.post_id).update(is_leader=True)
        assert either.propose(by="head", department=unit).department_id == unit

    def test_an_executor_has_no_right(self, either):
        with pytest.raises(Refusal) as refused:
            either.propose(by="exec")
        assert refused.value.clause.split(", ")[0] == ("4.6" if either.slug == KR else "4.2")

    def test_no_two_of_one_title_where_the_clause_forbids_it(self, either):
        either.propose("Про бюджет на 2027 рік")
        if either.slug == KR:
            with pytest.raises(Refusal) as refused:
                either.propose("про бюджет на 2027 рік.")
            assert refused.value.clause == "4.7"
            assert either.propose("Про бюджет на 2027 рік", repeat_ground="закон про бюджет").pk
        else:
            assert either.propose("Про бюджет на 2027 рік").pk

    def test_no_two_that_change_one_decision(self, kr, touched):
        first, second = kr.draft("Про зміни"), kr.draft("Про інші зміни")
        touched |= {first.pk: ["від 21.07.2021 № 377"], second.pk: ["від 21.07.2021 № 377"]}
        kr.propose("Про зміни", document=first.pk)
        with pytest.raises(Refusal) as refused:
            kr.propose("Про інші зміни", document=second.pk)
        assert (refused.value.clause, "від 21.07.2021 № 377" in refused.value.message) == ("4.7", True)
        assert Question.objects.count() == 1

    def test_acts_say_what_their_drafts_change(self, kr):
        first, second = kr.draft("Про зміни"), kr.draft("Про інші зміни")
        head = kr.actor("head").post_id
        for draft in (first, second):
            act = Act.objects.create(
                document=draft,
                kind="committee-decision",
                series="",
                title=draft.summary,
                drafter_id=head,
                changed_at=AT,
            )
            Relation.objects.create(
                source=act, kind="changes", named="рішення", named_on=date(2021, 7, 21), named_number="377"
            )
        kr.propose("Про зміни", document=first.pk)
        with pytest.raises(Refusal) as refused:
            kr.propose("Про інші зміни", document=second.pk)
        assert (refused.value.clause, "від 21.07.2021 № 377" in refused.value.message) == ("4.7", True)

    def test_a_draft_that_is_not_the_actors_is_not_attached(self, either):
        draft = either.draft(by="other")
        with pytest.raises(Refusal):
            either.propose(document=draft.pk)


class TestFollow:
    def test_the_last_visa_moves_the_question_on_and_a_recall_moves_it_back(self, either):
        question = either.propose(document=either.draft(agreed=False).pk)
        approval = Approval.objects.get()
        approval.state, approval.flags = "agreed", ["budget", "regulatory"]
        approval.save()
        hooks.tell_agreed(approval, SYSTEM, AT)
        question.refresh_from_db()
        assert (question.stage, question.flags, question.is_regulatory) == ("agreed", ["budget", "regulatory"], True)
        approval.state = "recalled"
        approval.save()
        hooks.tell_returned(approval, SYSTEM, AT, "доопрацювати")
        question.refresh_from_db()
        assert question.stage == "prepared"


class TestExclude:
    def test_with_a_reason_and_its_title_is_free_again(self, either):
        question = either.propose()
        with pytest.raises(Refusal):
            questions.exclude(actor=either.actor("head"), at=AT, question=question.pk, reason="")
        out = questions.exclude(actor=either.actor("head"), at=AT, question=question.pk, reason="не на часі")
        assert (out.stage, out.out_reason) == ("out", "не на часі")
        assert either.propose().pk

    def test_not_by_another_unit(self, either):
        question = either.propose()
        with pytest.raises(Refusal):
            questions.exclude(actor=either.actor("other"), at=AT, question=question.pk, reason="не на часі")


class TestTransfer:
    @pytest.fixture
    def later(self, either):
        return planning.plan(
            actor=either.actor("office"), at=EARLY, on=date(2026, 5, 20), time=time(14), kind="regular"
        )

    def test_the_question_goes_and_its_history_stays(self, either, later):
        question = either.ready()
        moved = questions.transfer(
            actor=either.actor("office"), at=AT, question=question.pk, sitting=later.pk, reason="за дорученням"
        )
        question.refresh_from_db()
        assert (question.stage, question.out_reason) == ("out", "перенесено на засідання 20.05.2026: за дорученням")
        assert (moved.moved_from, moved.stage, moved.document_id) == (question, "reviewed", question.document_id)

    def test_what_was_put_off_in_the_hall_comes_again(self, either, later):
        question = either.ready()
        Question.objects.update(stage="done")
        moved = questions.transfer(
            actor=either.actor("office"), at=AT, question=question.pk, sitting=later.pk, reason="відкладено"
        )
        question.refresh_from_db()
        assert (question.stage, moved.stage) == ("done", "reviewed")

    def test_not_to_the_same_sitting(self, either):
        question = either.propose()
        with pytest.raises(Refusal):
            questions.transfer(
                actor=either.actor("office"), at=AT, question=question.pk, sitting=either.sitting.pk, reason="так"
            )

"""Undoing steps, and two secretaries at one hall."""

from __future__ import annotations

import pytest

from magistrat.rules import hall, hall_together
from magistrat.rules.hall_events import Event
from tests.rules.halls import BEGAN, DR, KR, Hall, facts, votes

ALL = range(1, 7)


class TestUndo:
    def test_of_the_last_step_gives_the_former_state(self):
        stage = Hall(KR, 7, present=6).open().begin()
        before = stage.state
        event = stage.do("vote_cast", 10, votes=votes(for_=[1, 2]))
        stage.do("undo", undoes=event.number)
        assert stage.state == before
        assert [one.code for one in stage.events[-2:]] == ["vote_cast", "undo"]

    def test_of_a_step_on_which_others_rest_names_the_first_of_them(self):
        stage = Hall(KR, 7, present=6).open()
        begun = stage.do("question_begun", 10, facts=facts())
        vote = stage.do("vote_cast", 10, votes=votes(for_=[6]))
        refusal = stage.refusal("undo", undoes=begun.number)
        assert refusal.message == f"Спершу скасуйте пізніший крок: подано голоси (№ {vote.number})."
        assert "подано голоси" in stage.refusal("undo", undoes=arrival(stage, 6)).message
        stage.do("undo", undoes=vote.number)
        stage.do("undo", undoes=begun.number)
        stage.do("undo", undoes=arrival(stage, 6))
        assert (stage.state.current, len(stage.state.present)) == ((), 5)

    def test_of_a_step_in_the_middle_leaves_the_later_ones(self):
        stage = Hall(KR, 7, present=6).open().begin()
        wrong = stage.do("vote_cast", 10, votes=votes(against=[1]))
        stage.do("vote_cast", 10, votes=votes(for_=[2]))
        stage.do("undo", undoes=wrong.number)
        assert stage.state.question.votes == {2: "for"}

    def test_stops_at_a_closed_question(self):
        stage = Hall(KR, 7, present=6).open().begin().vote(for_=ALL)
        stage.close()
        closing = stage.events[-1]
        for number in (closing.number, closing.number - 1, arrival(stage, 6)):
            refusal = stage.refusal("undo", undoes=number)
            assert "закритого питання" in refusal.message or "пізніший крок" in refusal.message
        assert hall.last_undoable(stage.events) is None
        declared = stage.do("conflict_declared", 11, member=6, reason="родич")
        assert hall.last_undoable(stage.events) == declared
        assert stage.refusal("undo", undoes=declared.number) is None

    def test_is_not_undone_and_not_done_twice(self):
        stage = Hall(KR, 7, present=6)
        left = stage.do("left", member=6)
        undo = stage.do("undo", undoes=left.number)
        assert "уже скасовано" in stage.refusal("undo", undoes=left.number).message
        assert "ще раз" in stage.refusal("undo", undoes=undo.number).message
        assert stage.refusal("undo", undoes=999) is not None
        assert stage.refusal("undo") is not None
        assert hall.last_undoable(stage.events).code == "arrived"

    def test_of_a_closed_sitting_is_refused(self):
        stage = Hall(KR, 7, present=6).open()
        stage.do("closed")
        assert "Засідання закрито" in stage.refusal("undo", undoes=2).message
        assert hall.last_undoable(stage.events) is None

    def test_of_the_opening_and_of_a_block(self):
        stage = Hall(KR, 7, present=6).open()
        questions = [{"id": number, "facts": facts(is_undisputed=True)} for number in (10, 11)]
        block = stage.do("vote_of_block", 10, items=questions)
        stage.do("undo", undoes=block.number)
        assert stage.state.current == ()
        stage.do("undo", undoes=block.number - 1)
        assert stage.state.phase == "called"


def arrival(stage: Hall, member: int) -> int:
    return next(one.number for one in stage.events if one.code == "arrived" and one.payload["member"] == member)


def step(code: str, item: int | None = None, **payload: object) -> Event:
    return Event(1, code, BEGAN, item, payload)


# Mine, the other's newer step, whether mine waits until I have seen it.
@pytest.mark.parametrize(
    ("mine", "newer", "waits"),
    [
        (step("arrived", member=1), step("arrived", member=2), False),
        (step("arrived", member=1), step("left", member=1), True),
        (step("arrived", member=1), step("result", 10), False),
        (step("vote_cast", 10, votes=votes(for_=[1])), step("vote_cast", 10, votes=votes(for_=[2])), False),
        (step("vote_cast", 10, votes=votes(for_=[1])), step("vote_cast", 10, votes=votes(for_=[1])), False),
        (step("vote_cast", 10, votes=votes(for_=[1, 2])), step("vote_cast", 10, votes=votes(against=[2])), True),
        (step("vote_cast", 10, votes=votes(for_=[1])), step("arrived", member=2), False),
        (step("vote_cast", 10, votes=votes(for_=[1])), step("undo", undoes=5), True),
        (step("result", 10), step("vote_cast", 10, votes=votes(for_=[2])), True),
        (step("result", 10), step("arrived", member=2), True),
        (step("result", 10), step("conflict_declared", 11, member=2, reason="так"), False),
        (step("result", 10), step("conflict_declared", 10, member=2, reason="так"), True),
        (step("undo", undoes=4), step("arrived", member=2), True),
        (step("speaker_called", 10, member=1, kind="debate"), step("speaker_called", 10, member=2, kind="debate"), True),
        (step("speaker_called", 10, member=1, kind="debate"), step("arrived", member=2), False),
        (step("conflict_declared", 10, member=1, reason="так"), step("conflict_declared", 10, member=2, reason="так"), False),
        (step("conflict_declared", 10, member=1, reason="так"), step("question_begun", 10), True),
        (step("question_begun", 10), step("question_begun", 11), True),
        (step("order_changed", 10), step("order_changed", 11), False),
    ],
)  # fmt: skip
def test_what_one_secretary_must_know_of_the_other(mine, newer, waits):
    assert hall_together.matters(mine, newer) is waits


def test_the_refusal_tells_what_the_other_did():
    stage = Hall(DR, 7, present=6).open().begin()
    newer = [step("vote_cast", 10, votes=votes(against=[2]))]
    mine = step("vote_cast", 10, votes=votes(for_=[1, 2]))
    assert "подано голоси (Член 02 — проти)" in hall_together.refusal(stage.state, mine, newer).message
    newer = [step("question_begun", 10)]
    assert "розпочато питання («Про бюджет»)" in hall_together.refusal(stage.state, mine, newer).message
    newer = [step("left", member=3)]
    assert "член вибув (Член 03)" in hall_together.refusal(stage.state, step("result", 10), newer).message
    assert hall_together.refusal(stage.state, mine, []) is None

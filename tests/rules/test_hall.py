"""Presence, quorum, conflicts of interests, votes and results in the hall: cases by hand (KR 1.15-1.17, 4.3, 4.4; DR 6.11, 6.23)."""

from __future__ import annotations

import pytest

from magistrat.rules import hall
from magistrat.rules.hall_events import CODES
from magistrat.rules.refusal import Refusal
from tests.rules.halls import DR, KR, LAW, Hall, facts, votes

CLAUSES = {KR: ("4.3", "4.4"), DR: ("6.11", "6.23")}
both = pytest.mark.parametrize("slug", [KR, DR])


@both
def test_no_sitting_is_opened_with_half_of_the_composition(slug):
    stage = Hall(slug, 14, present=7)
    refusal = stage.refusal("opened", chair=1, secretary="Секретар")
    assert (refusal.clause, "присутні 7 з 14, потрібно щонайменше 8" in refusal.message) == (CLAUSES[slug][0], True)
    stage.do("arrived", member=8)
    assert stage.refusal("opened", chair=1, secretary="Секретар") is None


@both
def test_the_composition_counts_empty_seats_too(slug):
    stage = Hall(slug, 15, present=7, roll=12)
    assert stage.refusal("opened", chair=1, secretary="Секретар").clause == CLAUSES[slug][0]
    stage.do("arrived", member=8)
    assert stage.open().state.phase == "open"


# For, against, abstained of 9 present; 13 seats, so 7 decide; exactly as the clauses' numbers say.
@both
@pytest.mark.parametrize(
    ("in_favour", "against", "expected"), [(9, 0, "adopted"), (7, 2, "adopted"), (6, 3, "rejected"), (6, 0, "rejected")]
)
def test_more_than_half_of_the_composition_adopts(slug, in_favour, against, expected):
    stage = Hall(slug, 13, present=9).open().begin().announce()
    people = list(range(1, 10))
    stage.vote(
        for_=people[:in_favour],
        against=people[in_favour : in_favour + against],
        abstained=people[in_favour + against :],
    )
    verdict = stage.state.verdict
    assert verdict.adopted == (expected == "adopted")
    assert verdict.clause == CLAUSES[slug][1]
    assert stage.close() == expected


def test_question_without_quorum_is_neither_begun_nor_voted():
    stage = Hall(KR, 13, present=7).open()
    stage.do("left", member=7)
    assert stage.refusal("question_begun", 10, facts=facts()).clause == "4.3"
    stage.do("arrived", member=7)
    stage.begin()
    stage.do("left", member=7)
    assert stage.refusal("vote_cast", 10, votes=votes(for_=[1])).clause == "4.3"
    assert stage.refusal("noted", 10).clause == "4.3"
    stage.do("postponed", 10, reason="немає кворуму")
    assert stage.state.item(10).result.result == "postponed"


def test_everyone_present_is_marked_before_a_question_is_closed():
    stage = Hall(KR, 7, present=5).open().begin().vote(for_=[1, 2, 3, 4])
    assert "Член 05" in stage.refusal("result", 10).message
    assert stage.vote(silent=[5]).close() == "adopted"


def test_a_vote_may_be_corrected_until_the_question_is_closed():
    stage = Hall(KR, 7, present=4).open().begin().vote(for_=[1, 2, 3, 4]).vote(against=[4])
    assert stage.state.question.votes == {1: "for", 2: "for", 3: "for", 4: "against"}
    assert stage.close() == "rejected"
    assert stage.refusal("vote_cast", 10, votes=votes(for_=[4])).message.startswith("Це питання зараз не розглядають")


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"votes": votes(for_=[7])}, "Член 07: відсутній"),
        ({"votes": votes(for_=[99])}, "немає серед членів"),
        ({"votes": {"1": "maybe"}}, "не зрозуміло"),
        ({"votes": {"перший": "for"}}, "не зрозуміло"),
        ({"votes": {}}, "не зрозуміло"),
        ({}, "не зрозуміло"),
    ],
)
def test_impossible_votes_are_refused(payload, said):
    stage = Hall(KR, 7, present=6).open().begin()
    assert said in stage.refusal("vote_cast", 10, **payload).message


class TestConflict:
    def test_is_declared_before_the_question_is_considered(self):
        stage = Hall(KR, 7, present=6).open().begin()
        stage.do("conflict_declared", 10, member=6, reason="родич заявника")
        stage.do("speaker_called", 10, who="Доповідач", kind="report")
        late = stage.refusal("conflict_declared", 10, member=5, reason="пізно")
        assert (late.clause, "до початку розгляду" in late.message) == ("1.15", True)

    def test_may_be_declared_before_its_question_is_begun(self):
        stage = Hall(KR, 7, present=6).open()
        stage.do("conflict_declared", 11, member=6, reason="родич заявника")
        stage.begin(10).vote(10, for_=range(1, 7)).close(10)
        assert stage.begin(11).state.voters == {1, 2, 3, 4, 5}

    @pytest.mark.parametrize(("slug", "clause"), [(KR, "1.16"), (DR, LAW)])
    def test_keeps_the_member_from_voting(self, slug, clause):
        stage = Hall(slug, 7, present=6).open().begin()
        stage.do("conflict_declared", 10, member=6, reason="родич заявника")
        stage.announce()
        assert stage.refusal("vote_cast", 10, votes=votes(for_=[6])).clause == clause
        assert stage.vote(for_=[1, 2, 3, 4], against=[5]).close() == "adopted"
        result = stage.state.item(10).result
        assert (result.ballot.recused, result.ballot.counts["for"]) == ({6}, 4)

    def test_wants_a_reason_for_the_minutes(self):
        stage = Hall(KR, 7, present=6).open().begin()
        assert stage.refusal("conflict_declared", 10, member=6, reason=" ").clause == "1.15"

    def test_of_one_who_is_absent_or_has_declared_it_is_refused(self):
        stage = Hall(KR, 7, present=6).open().begin()
        assert "відсутній" in stage.refusal("conflict_declared", 10, member=7, reason="так").message
        stage.do("conflict_declared", 10, member=6, reason="родич")
        assert "уже повідомив" in stage.refusal("conflict_declared", 10, member=6, reason="так").message


class TestAdmission:
    @staticmethod
    def broken(slug: str) -> Hall:
        """7 of 13 are present; without the one with a conflict there is no quorum."""
        stage = Hall(slug, 13, present=7).open().begin()
        stage.do("conflict_declared", 10, member=7, reason="родич заявника")
        return stage

    @pytest.mark.parametrize(("slug", "clause"), [(KR, "1.17"), (DR, f"{LAW}, абз. 3")])
    def test_without_it_nothing_is_voted(self, slug, clause):
        stage = self.broken(slug)
        assert stage.state.quorum.needs_admission
        if slug == KR:
            assert stage.refusal("vote_cast", 10, votes=votes(for_=range(1, 7))).clause == clause
        assert stage.refusal("voting_announced", 10, text="").clause == clause

    @both
    def test_lets_the_member_vote(self, slug):
        stage = self.broken(slug)
        stage.do("admission_voted", 10, members=[7], votes=votes(for_=range(1, 8)))
        stage.announce().vote(for_=range(1, 8))
        assert stage.close() == "adopted"

    def test_refused_by_the_committee_leaves_the_question_undecided(self):
        stage = self.broken(KR)
        stage.do("admission_voted", 10, members=[7], votes=votes(for_=range(1, 7), against=[7]))
        assert stage.state.quorum.needs_admission
        assert stage.refusal("result", 10).clause == "1.17"
        stage.do("postponed", 10, reason="немає кого голосувати")

    def test_is_not_needed_while_the_quorum_holds(self):
        stage = Hall(KR, 13, present=8).open().begin()
        stage.do("conflict_declared", 10, member=8, reason="родич")
        assert stage.refusal("admission_voted", 10, members=[8], votes=votes(for_=range(1, 9))).clause == "1.17"

    def test_is_of_those_with_a_conflict_only_and_by_all_names(self):
        stage = self.broken(KR)
        assert "конфлікт" in stage.refusal("admission_voted", 10, members=[1], votes=votes(for_=range(1, 8))).message
        assert "Член 07" in stage.refusal("admission_voted", 10, members=[7], votes=votes(for_=range(1, 7))).message


class TestBlock:
    @staticmethod
    def questions(*numbers: int, **said: object) -> list[dict[str, object]]:
        return [{"id": number, "facts": facts(f"Питання {number}", is_undisputed=True, **said)} for number in numbers]

    @both
    def test_is_voted_at_once_and_closes_each(self, slug):
        stage = Hall(slug, 7, present=6).open()
        stage.do("vote_of_block", 10, items=self.questions(10, 11, 12))
        stage.vote(10, for_=[1, 2, 3, 4], against=[5], silent=[6])
        stage.close(10)
        results = [stage.state.item(number).result for number in (10, 11, 12)]
        assert [result.result for result in results] == ["adopted"] * 3
        assert results[0].ballot == results[2].ballot
        assert results[1].block == (10, 11, 12)

    def test_takes_no_question_with_a_conflict(self):
        stage = Hall(KR, 7, present=6).open()
        stage.do("conflict_declared", 11, member=6, reason="родич")
        assert stage.refusal("vote_of_block", 10, items=self.questions(10, 11)).clause == "1.16"
        stage.do("vote_of_block", 10, items=self.questions(10, 12))
        assert "у блоці" in stage.refusal("conflict_declared", 12, member=5, reason="так").message

    @pytest.mark.parametrize("said", [{"has_remarks": True}, {"is_undisputed": False}])
    def test_takes_only_undisputed_questions(self, said):
        stage = Hall(DR, 7, present=6).open()
        items = [self.questions(10)[0], {"id": 11, "facts": facts("Спірне", **({"is_undisputed": True} | said))}]
        assert stage.refusal("vote_of_block", 10, items=items).clause == "6.24"

    def test_takes_two_questions_at_least_and_none_twice_decided(self):
        stage = Hall(KR, 7, present=6).open().begin(10).vote(10, for_=range(1, 7))
        stage.close(10)
        assert "щонайменше два" in stage.refusal("vote_of_block", 11, items=self.questions(11)).message
        assert "вже розглянуто" in stage.refusal("vote_of_block", 10, items=self.questions(10, 11)).message


class TestPresence:
    def test_chair_stays_until_another_presides(self):
        stage = Hall(DR, 7, present=5).open()
        assert stage.refusal("left", member=1).clause == "6.11"
        stage.do("chaired", chair=2)
        stage.do("left", member=1)
        assert stage.state.chair == 2

    def test_who_has_voted_or_speaks_does_not_leave(self):
        stage = Hall(KR, 7, present=6).open().begin()
        stage.do("speaker_called", 10, member=3, kind="debate")
        assert "має слово" in stage.refusal("left", member=3).message
        stage.do("speaker_done", 10)
        stage.vote(for_=[2])
        assert "уже проголосував" in stage.refusal("left", member=2).message
        stage.do("left", member=3)

    def test_late_comer_votes_on_what_is_not_closed_yet(self):
        stage = Hall(KR, 7, present=4).open().begin().vote(for_=[1, 2, 3, 4])
        stage.do("arrived", member=5)
        assert stage.state.missing == {5}
        assert stage.vote(against=[5]).close() == "adopted"
        assert stage.state.item(10).result.present == {1, 2, 3, 4, 5}

    def test_counts_nobody_twice_and_no_stranger(self):
        stage = Hall(KR, 7, present=4)
        assert "уже присутній" in stage.refusal("arrived", member=4).message
        assert "немає серед членів" in stage.refusal("arrived", member=50).message
        assert "відсутній" in stage.refusal("left", member=5).message


def test_every_code_is_judged_in_every_phase():
    """No step breaks on a hall in which it is not possible: it is refused."""
    stages = [Hall(slug, 7, present=present) for slug in (KR, DR) for present in (0, 3, 4, 7)]
    stages += [
        Hall(KR, 7, present=5).open(),
        Hall(DR, 7, present=5).open().begin(),
        Hall(KR, 7, present=5).open().begin().vote(for_=[1]),
    ]
    for stage in stages:
        assert set(hall.steps(stage.state)) == set(CODES) - {"undo"}
        for code in CODES:
            for item in (None, 10):
                stage.refusal(code, item)
    assert hall.steps(hall.State(stages[0].setting))["vote_cast"] is not None


def test_closed_sitting_takes_no_more_steps():
    stage = Hall(KR, 7, present=5).open()
    stage.do("paused", reason="перерва")
    assert "перерву" in stage.refusal("question_begun", 10, facts=facts()).message
    stage.do("resumed")
    stage.do("closed")
    for code in set(CODES) - {"undo"}:
        assert stage.refusal(code, 10, member=1, votes=votes(for_=[1])), code


def test_question_without_its_number_and_unknown_codes_are_not_understood():
    stage = Hall(KR, 7, present=5).open()
    for code, payload in (
        ("question_begun", {"facts": facts()}),
        ("danced", {}),
        ("arrived", {}),
        ("arrived", {"member": "1"}),
    ):
        assert isinstance(stage.refusal(code, **payload), Refusal)


def test_polls_are_reported_before_the_sitting_is_closed():
    stage = Hall(KR, 7)
    stage.events.clear()
    stage.do("called", seats=7, members=[{"id": one, "name": str(one)} for one in range(1, 8)], polls=[3, 4])
    for member in range(1, 6):
        stage.do("arrived", member=member)
    stage.open()
    assert stage.refusal("closed").clause == "4.41.4"
    stage.do("poll_reported", polls=[4])
    assert stage.refusal("poll_reported", polls=[4]) is not None
    stage.do("poll_reported", polls=[3])
    stage.do("closed")

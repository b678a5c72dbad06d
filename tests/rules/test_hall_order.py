"""The order of a sitting where the regulation says it: agenda, additional questions, speeches, amendments (DR 6.8, 6.18-6.24)."""

from __future__ import annotations

import pytest

from magistrat.rules import hall_speeches
from tests.rules.halls import DR, KR, Hall, facts, votes

ALL = range(1, 7)


def hall(slug: str = DR, seats: int = 7, present: int = 6) -> Hall:
    return Hall(slug, seats, present=present).open()


class TestAgenda:
    def test_is_approved_before_the_first_question(self):
        stage = Hall(DR, 7, present=6)
        stage.do("opened", chair=1, secretary="Секретар")
        assert stage.refusal("question_begun", 10, facts=facts()).clause == "6.18"
        stage.do("agenda_voted", votes=votes(for_=[1, 2, 3], against=[4, 5, 6]))
        assert stage.refusal("question_begun", 10, facts=facts()).clause == "6.18"
        stage.do("agenda_voted", votes=votes(for_=[1, 2, 3, 4], against=[5, 6]))
        assert stage.refusal("question_begun", 10, facts=facts()) is None
        assert stage.refusal("agenda_voted", votes=votes(for_=ALL)).clause == "6.18"

    def test_is_not_voted_where_no_clause_wants_it(self):
        stage = hall(KR)
        assert "не передбачає" in stage.refusal("agenda_voted", votes=votes(for_=ALL)).message
        assert stage.refusal("question_begun", 10, facts=facts()) is None

    def test_order_of_questions_changes_between_questions(self):
        stage = hall()
        stage.do("order_changed", 12, before=10, text="за пропозицією члена")
        assert stage.state.moves == ((12, 10),)
        assert "Зазначте" in stage.refusal("order_changed").message
        stage.begin()
        assert "завершіть" in stage.refusal("order_changed", 11, text="так").message


class TestAdditionalQuestion:
    def test_is_included_by_more_than_half_of_the_composition(self):
        stage = hall()
        said = facts("Про аварію", is_additional=True)
        assert stage.refusal("question_begun", 30, facts=said).clause == "6.8"
        stage.do("additional_question_voted", 30, facts=said, votes=votes(for_=[1, 2, 3], against=[4, 5, 6]))
        assert stage.refusal("question_begun", 30, facts=said).clause == "6.8"
        stage.do("additional_question_voted", 30, facts=said, votes=votes(for_=[1, 2, 3, 4], against=[5, 6]))
        assert stage.state.additional[30][-1].verdict.clause == "6.8"
        stage.do("question_begun", 30, facts=said)

    def test_is_voted_by_everyone_present(self):
        stage = hall()
        short = stage.refusal("additional_question_voted", 30, facts=facts(), votes=votes(for_=[1, 2, 3, 4, 5]))
        assert "Член 06" in short.message

    def test_is_not_included_by_vote_where_only_the_mayor_may(self):
        stage = hall(KR)
        assert stage.refusal("additional_question_voted", 30, facts=facts(), votes=votes(for_=ALL)).clause == "4.26"
        assert stage.refusal("question_begun", 30, facts=facts(is_additional=True)).clause == "4.26"


class TestVotingOrder:
    def test_goes_from_discussion_to_the_announced_vote(self):
        stage = hall().begin()
        assert stage.refusal("vote_cast", 10, votes=votes(for_=ALL)).clause == "6.22"
        assert stage.refusal("voting_announced", 10, text="Про бюджет").clause == "6.22"
        stage.do("speaker_called", 10, who="Доповідач", kind="report")
        assert "має Доповідач" in stage.refusal("voting_announced", 10, text="").message
        stage.do("speaker_done", 10)
        stage.do("voting_announced", 10, text="Ухвалити проєкт у цілому")
        assert stage.refusal("speaker_called", 10, who="Інший", kind="debate").clause == "6.22"
        assert stage.refusal("amendment_proposed", 10, by="Член 01", text="так").clause == "6.22"
        assert stage.vote(for_=ALL).close() == "adopted"
        assert stage.state.item(10).formulation == "Ухвалити проєкт у цілому"

    def test_without_discussion_when_nobody_has_remarks(self):
        stage = hall().begin(has_remarks=True)
        assert stage.refusal("discussion_waived", 10).clause == "6.24"
        stage = hall().begin()
        stage.do("discussion_waived", 10)
        assert stage.refusal("speaker_called", 10, who="Хтось", kind="debate").clause == "6.24"
        assert stage.refusal("amendment_proposed", 10, by="Член 01", text="так").clause == "6.24"
        assert stage.refusal("discussion_waived", 10).clause == "6.24"
        stage.do("voting_announced", 10, text="")
        assert stage.vote(for_=ALL).close() == "adopted"

    def test_waiving_is_too_late_once_somebody_has_spoken(self):
        stage = hall().begin()
        stage.do("speaker_called", 10, who="Доповідач", kind="report")
        stage.do("speaker_done", 10)
        assert stage.refusal("discussion_waived", 10).clause == "6.24"
        assert "не передбачає" in hall(KR).begin().refusal("discussion_waived", 10).message

    def test_votes_need_no_announcement_where_no_clause_wants_it(self):
        assert hall(KR).begin().vote(for_=ALL).close() == "adopted"


class TestAmendments:
    @pytest.mark.parametrize("slug", [KR, DR])
    def test_adopted_one_changes_the_decision(self, slug):
        stage = hall(slug).begin()
        stage.do("amendment_proposed", 10, by="Член 02", text="Строк — до 1 травня")
        stage.do("amendment_proposed", 10, by="Член 03", text="Вилучити пункт 4")
        stage.announce()
        assert "поправки" in stage.refusal("vote_cast", 10, votes=votes(for_=ALL)).message
        stage.do("amendment_voted", 10, number=1, votes=votes(for_=[1, 2, 3, 4], against=[5, 6]))
        stage.do("amendment_voted", 10, number=2, votes=votes(for_=[3], against=[1, 2, 4, 5, 6]))
        assert stage.vote(for_=ALL).close() == "changed"
        assert stage.state.item(10).result.changes == "Строк — до 1 травня"

    def test_withdrawn_one_is_not_voted(self):
        stage = hall().begin()
        stage.do("amendment_proposed", 10, by="Член 02", text="Строк — до 1 травня")
        stage.do("amendment_withdrawn", 10, number=1)
        stage.announce()
        assert stage.refusal("amendment_withdrawn", 10, number=1).message == "Усі поправки вже вирішено."
        assert stage.refusal("amendment_voted", 10, number=1, votes=votes(for_=ALL)) is not None
        assert stage.vote(for_=ALL).close() == "adopted"

    def test_rejected_decision_is_rejected_with_all_its_changes(self):
        stage = hall(KR).begin()
        stage.do("amendment_proposed", 10, by="Член 02", text="Строк — до 1 травня")
        stage.do("amendment_voted", 10, number=1, votes=votes(for_=ALL))
        assert stage.vote(for_=[1, 2, 3], against=[4, 5, 6]).close() == "rejected"

    def test_words_of_the_secretary_change_it_too(self):
        """KR 4.25: what members want reworked is written down at the closing."""
        assert hall(KR).begin().vote(for_=ALL).close(changes="Уточнити пункт 2") == "changed"

    def test_of_nobody_or_of_nothing_is_refused(self):
        stage = hall(KR).begin()
        assert "хто вносить" in stage.refusal("amendment_proposed", 10, text="так").message
        assert "зміст" in stage.refusal("amendment_proposed", 10, by="Член 01").message


class TestSpeeches:
    # DR 6.19: a planned question's report 15 minutes, another's 5; co-report, debate, closing word 5; references 3.
    @pytest.mark.parametrize(
        ("kind", "is_main", "minutes"),
        [
            ("report", True, 15),
            ("report", False, 5),
            ("co_report", True, 5),
            ("debate", False, 5),
            ("closing", True, 5),
            ("reference", True, 3),
            ("answers", True, None),
        ],
    )
    def test_are_as_long_as_the_clause_says(self, kind, is_main, minutes):
        stage = hall().begin(is_main=is_main)
        stage.do("speaker_called", 10, who="Доповідач", kind=kind)
        speech = stage.state.question.speaking
        assert speech.limit == (minutes * 60 if minutes else None)
        assert speech.clause == ("6.19" if minutes else "")

    def test_of_a_main_question_are_as_long_as_its_own_regulation_says(self):
        """KR annex 5: «до __ хв» stands in the regulation of the question itself."""
        stage = hall(KR).begin(minutes={"report": 12, "debate": 3})
        stage.do("speaker_called", 10, who="Доповідач", kind="report")
        assert (stage.state.question.speaking.limit, stage.state.question.speaking.clause) == (720, "4.19")
        stage.do("speaker_done", 10, seconds=100)
        stage.do("speaker_called", 10, who="Співдоповідач", kind="co_report")
        assert stage.state.question.speaking.limit is None

    def test_time_runs_out_and_is_seen(self):
        stage = hall().begin()
        stage.do("speaker_called", 10, who="Доповідач", kind="reference")
        began = stage.at
        assert stage.state.question.speaking.left(began) == 180
        stage.do("speaker_done", 10, seconds=200)
        assert stage.state.question.speeches[0].left(began) == -20

    def test_are_two_at_most_in_the_debate(self):
        stage = hall().begin()
        for _ in range(2):
            stage.do("speaker_called", 10, who="Гість Г.Г.", kind="debate")
            assert stage.refusal("speaker_called", 10, who="Інший", kind="debate") is not None
            stage.do("speaker_done", 10)
        assert stage.refusal("speaker_called", 10, who="гість  г.г.", kind="debate").clause == "6.21"
        assert hall_speeches.turns_left(stage.setting, stage.state.question, "Гість Г.Г.") == 0
        assert stage.refusal("speaker_called", 10, who="Гість Г.Г.", kind="reference") is None
        assert stage.refusal("speaker_called", 10, member=2, kind="debate") is None

    def test_have_no_such_limit_where_no_clause_gives_it(self):
        stage = hall(KR).begin()
        for _ in range(4):
            stage.do("speaker_called", 10, member=2, kind="debate")
            stage.do("speaker_done", 10)
        assert hall_speeches.turns_left(stage.setting, stage.state.question, "", 2) is None

    def test_are_given_by_the_chair_where_the_clause_says_so(self):
        assert hall().begin().refusal("speaker_called", 10, kind="debate").clause == "6.20"
        assert hall(KR).begin().refusal("speaker_called", 10, kind="debate").clause == ""

    def test_are_of_somebody_and_for_something(self):
        stage = hall(KR).begin()
        assert "кому" in stage.refusal("speaker_called", 10, kind="debate").message
        assert "для чого" in stage.refusal("speaker_called", 10, who="Хтось", kind="song").message
        assert "відсутній" in stage.refusal("speaker_called", 10, member=7, kind="debate").message
        assert "ніхто" in stage.refusal("speaker_done", 10).message


def test_question_is_put_off_before_and_in_its_turn_but_not_while_it_is_voted():
    stage = hall(KR)
    stage.do("withdrawn", 11, reason="доопрацювання")
    assert stage.refusal("question_begun", 11, facts=facts()).message == "Питання вже розглянуто."
    stage.begin(10).vote(for_=[1])
    assert "голосують" in stage.refusal("postponed", 10, reason="так").message
    assert "завершіть" in stage.refusal("postponed", 12, reason="так").message
    assert "голосують" in stage.refusal("paused").message


def test_information_is_noted_without_a_vote():
    stage = hall(KR).begin()
    assert "причину" in stage.refusal("withdrawn", 10).message
    stage.do("noted", 10)
    assert stage.state.item(10).result.result == "noted"
    assert stage.state.current == ()

"""The agenda formed, ordered, frozen, agreed, given to the mayor (KR 4.7, 4.22, 4.23, 4.48.4; DR 4.14, 6.2)."""

from __future__ import annotations

import pytest

from magistrat.bodies import hooks
from magistrat.bodies.models import Gathering
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import agenda_fixing, agendas, planning
from magistrat.sittings.models import Question
from magistrat.sittings.queries import agendas as read
from tests.apps.sittings.conftest import AT, KR


def titles(prepared) -> list[tuple[str, list[str]]]:
    return [(block.title, [row.title for row in block.rows]) for block in read.shown(prepared.sitting)]


class TestInclude:
    def test_only_reviewed_questions_all_or_none(self, either):
        reviewed, bare = either.ready("Про зиму"), either.propose("Про весну")
        office = {"actor": either.actor("office"), "at": AT, "sitting": either.sitting.pk}
        with pytest.raises(Refusal):
            agendas.include(wanted=[reviewed.pk, bare.pk], **office)
        reviewed.refresh_from_db()
        assert reviewed.stage == "reviewed"
        assert [one.pk for one in agendas.include(wanted=[reviewed.pk], **office)] == [reviewed.pk]

    def test_not_by_the_proposer(self, either):
        question = either.ready()
        with pytest.raises(Refusal):
            agendas.include(actor=either.actor("head"), at=AT, sitting=either.sitting.pk, wanted=[question.pk])

    def test_a_regulatory_draft_only_published(self, either):
        question = either.ready()
        Question.objects.update(is_regulatory=True)
        include = {"actor": either.actor("office"), "at": AT, "sitting": either.sitting.pk, "wanted": [question.pk]}
        with pytest.raises(Refusal) as refused:
            agendas.include(**include)
        assert refused.value.clause == ("4.48.4" if either.slug == KR else "7.7")
        Question.objects.update(published_at=AT)
        assert agendas.include(**include)


class TestOrder:
    def test_by_hand_within_blocks_and_across_them(self, either):
        one, two, three = either.agenda("Про перше", "Про друге", "Про третє")
        office = {"actor": either.actor("office"), "at": AT}
        block = agendas.add_block(sitting=either.sitting.pk, title="Основні питання", **office)
        agendas.place(question=three.pk, to=0, block=block.pk, **office)
        agendas.place(question=two.pk, to=0, block=None, **office)
        assert titles(either) == [("Основні питання", ["Про третє"]), ("", ["Про друге", "Про перше"])]
        agendas.remove_block(block=block.pk, **office)
        assert sorted(titles(either)[0][1]) == ["Про друге", "Про перше", "Про третє"]
        assert one.pk

    def test_by_rule_with_blocks_of_its_own(self, either):
        either.agenda("Про перше", "Про друге", "Про третє")
        Question.objects.filter(title="Про третє").update(is_main=True)
        Question.objects.filter(title="Про перше").update(lateness="allowed", late_by="міський голова")
        agendas.arrange(actor=either.actor("office"), at=AT, sitting=either.sitting.pk, new_blocks=True)
        found = titles(either)
        assert [found[0], found[-1]] == [
            ("Основні планові питання", ["Про третє"]), ("Додатково внесені питання", ["Про перше"]),
        ]  # fmt: skip

    def test_blocks_are_moved_among_themselves(self, either):
        either.agenda("Про перше")
        office = {"actor": either.actor("office"), "at": AT}
        first = agendas.add_block(sitting=either.sitting.pk, title="Перший", **office)
        agendas.add_block(sitting=either.sitting.pk, title="Другий", **office)
        agendas.change_block(block=first.pk, step=1, title="Колишній перший", **office)
        assert [title for title, _ in titles(either)][:2] == ["Другий", "Колишній перший"]


class TestFreeze:
    def test_numbers_and_keeps_the_text_until_it_is_taken_back(self, either):
        sitting = either.frozen("Про зиму", "Про весну")
        assert sitting.agenda_text == "1. Про зиму\n2. Про весну"
        assert list(sitting.questions.order_by("position").values_list("number", flat=True)) == ["1", "2"]
        office = {"actor": either.actor("office"), "at": AT, "sitting": sitting.pk}
        with pytest.raises(Refusal):
            agendas.add_block(title="Новий", **office)
        with pytest.raises(Refusal):
            either.propose("Про літо")
        agenda_fixing.unfreeze(reason="додано питання", **office)
        assert either.propose("Про літо").pk
        assert not sitting.questions.exclude(number="").exists()

    def test_an_empty_agenda_is_not_frozen(self, either):
        with pytest.raises(Refusal):
            agenda_fixing.freeze(actor=either.actor("office"), at=AT, sitting=either.sitting.pk)

    def test_opening_the_hall_freezes_what_nobody_has(self, either):
        either.agenda("Про зиму")
        gathering = Gathering.objects.get()
        gathering.state = "open"
        hooks.tell_turn(gathering, SYSTEM, AT)
        either.sitting.refresh_from_db()
        assert (either.sitting.agenda_text, Question.objects.get().number) == ("1. Про зиму", "1")

    def test_an_opened_sitting_is_prepared_no_more(self, either):
        sitting = either.frozen("Про зиму")
        Gathering.objects.update(state="open", opened_at=AT)
        with pytest.raises(Refusal):
            agenda_fixing.unfreeze(actor=either.actor("office"), at=AT, sitting=sitting.pk, reason="змінити")
        with pytest.raises(Refusal):
            planning.cancel(actor=either.actor("office"), at=AT, sitting=sitting.pk, reason="так")


class TestAgree:
    def test_by_whom_the_clause_names(self, either):
        sitting = either.frozen("Про зиму")
        clause, who, other = ("4.23", "mayor", "manager") if either.slug == KR else ("6.2", "manager", "mayor")
        with pytest.raises(Refusal) as refused:
            agenda_fixing.agree(actor=either.actor(other), at=AT, sitting=sitting.pk)
        assert refused.value.clause == clause
        agreed = agenda_fixing.agree(actor=either.actor(who), at=AT, sitting=sitting.pk)
        assert (agreed.agreed_at, Entry.objects.get(code="sittings.agenda_agreed").clause) == (AT, clause)
        with pytest.raises(Refusal):
            agenda_fixing.agree(actor=either.actor(who), at=AT, sitting=sitting.pk)

    def test_taking_the_agenda_back_voids_the_agreement(self, either):
        sitting = either.agreed("Про зиму")
        found = agenda_fixing.unfreeze(actor=either.actor("office"), at=AT, sitting=sitting.pk, reason="зміни")
        assert found.agreed_at is None

    def test_an_open_agenda_is_not_agreed(self, either):
        either.agenda("Про зиму")
        with pytest.raises(Refusal):
            agenda_fixing.agree(
                actor=either.actor("mayor" if either.slug == KR else "manager"), at=AT, sitting=either.sitting.pk
            )

    def test_the_mayor_is_given_it_where_the_clause_sets_a_day(self, either):
        sitting = either.agreed("Про зиму")
        given = {"actor": either.actor("manager"), "at": AT, "sitting": sitting.pk}
        if either.slug == KR:
            with pytest.raises(Refusal):
                agenda_fixing.give_to_mayor(**given)
        else:
            assert agenda_fixing.give_to_mayor(**given).to_mayor_at == AT
            assert Entry.objects.get(code="sittings.given_to_mayor").clause == "4.14"

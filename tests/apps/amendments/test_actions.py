"""A draft begun, changed with reasons, undone, adopted; each refusal with the same set-up as the success."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from magistrat.amendments import parcel, queries
from magistrat.amendments.actions import adopting, changing, deeds, drafting, undoing
from magistrat.amendments.models import DraftEdition
from magistrat.journal import queries as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation_queries
from magistrat.regulation.models import Edition
from magistrat.rules import cases, places
from magistrat.rules.form import FormError
from magistrat.rules.refusal import Refusal
from tests.apps.amendments.conftest import AT, ON, change
from tests.factories import organisation

SPRING = ON + timedelta(days=14)
DECISION = adopting.Decision("рішення виконавчого комітету", "12", ON)


def urgent(draft: DraftEdition) -> Any:
    draft.refresh_from_db()
    return queries.rules_of_draft(draft).entry("execution_urgent")


def adopt(draft: DraftEdition, who: Actor, **more: Any) -> Edition:
    draft.refresh_from_db()
    said = {"decision": DECISION, "in_force_from": SPRING, "seen": draft.version, "confirmed": True} | more
    return adopting.adopt(actor=who, at=AT, draft=draft.pk, **said)


class TestBegin:
    def test_copies_the_edition_with_its_examples(self, draft: DraftEdition) -> None:
        assert queries.rules_of_draft(draft).entries == regulation_queries.rules_on(ON).entries
        assert "cases/terms.toml" in draft.texts
        assert journal.of_subject(kind="amendments.draftedition", subject=draft.pk)[0].code == "amendments.draft_begun"

    def test_is_refused_without_the_right(self, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            drafting.begin(actor=town.actor("starosta"), at=AT, title="Х", base=regulation_queries.edition_id_on(ON))
        assert refused.value.is_right
        assert not DraftEdition.objects.exists()

    def test_another_citys_files_are_refused(self, draft: DraftEdition, lawyer: Actor) -> None:
        texts = dict(draft.texts)
        texts["edition.toml"] = texts["edition.toml"].replace('city = "verbivka"', 'city = "x"')
        with pytest.raises(Refusal, match="іншого міста"):
            drafting.bring_in(actor=lawyer, at=AT, title="Х", base=draft.base_id, texts=texts)

    def test_what_was_carried_out_is_brought_in_equal(self, draft: DraftEdition, lawyer: Actor) -> None:
        texts = parcel.unpack(parcel.pack(draft.texts))
        again = drafting.bring_in(actor=lawyer, at=AT, title="Х", base=draft.base_id, texts=texts)
        assert again.texts == draft.texts


class TestChange:
    def test_keeps_the_reason_and_what_was(self, draft: DraftEdition, lawyer: Actor) -> None:
        made = change(draft, lawyer, {"term.number": "3"})
        assert urgent(draft).term.number == 3
        assert (made.version, made.reason, made.clause) == (1, "Лист старости", "4.3")
        assert ("number = 2" in made.before, "number = 3" in made.after) == (True, True)
        assert regulation_queries.rules_on(ON).term("execution_urgent").number == 2, (
            "nothing is in force before adoption"
        )

    def test_other_words_are_put_into_the_text(self, draft: DraftEdition, lawyer: Actor) -> None:
        old = urgent(draft).words
        change(draft, lawyer, {"words": old.replace("два робочі дні", "три робочі дні")})
        assert "три робочі дні" in draft.texts["regulation.txt"] or "три робочі дні" in urgent(draft).words
        draft.refresh_from_db()
        assert not queries.report(draft, ON).faults

    @pytest.mark.parametrize(
        ("given", "more", "said"),
        [
            ({"term.number": "два"}, {}, "ціле число"),
            ({"term.number": "2"}, {}, "Жодного значення не змінено"),
            ({"term.number": "3"}, {"reason": "  "}, "Зазначте підставу"),
            ({"term.number": "3"}, {"entry": "9.99"}, "у проєкті немає"),
            ({"term.number": "3"}, {"more": ("at_mots", "4")}, "словнику"),
        ],
    )
    def test_is_refused(self, draft: DraftEdition, lawyer: Actor, given: dict, more: dict, said: str) -> None:
        with pytest.raises((Refusal, FormError), match=said):
            change(draft, lawyer, given, **more)
        draft.refresh_from_db()
        assert (draft.version, draft.changes.count()) == (0, 0)

    def test_the_second_of_two_is_told_what_changed(self, draft: DraftEdition, lawyer: Actor) -> None:
        change(draft, lawyer, {"term.number": "3"}, seen=0)
        with pytest.raises(deeds.Overtaken, match="Лист старости") as refused:
            change(draft, lawyer, {"term.number": "4"}, seen=0)
        assert [one.version for one in refused.value.changes] == [1]
        assert urgent(draft).term.number == 3
        # another rule is nobody's hindrance
        change(draft, lawyer, {"meaning": "Лист реєструють завтра."}, entry="2.2", seen=0)

    def test_is_refused_without_the_right(self, draft: DraftEdition, town: organisation.Town) -> None:
        with pytest.raises(Refusal) as refused:
            change(draft, town.actor("starosta"), {"term.number": "3"})
        assert refused.value.is_right


class TestRight:
    def test_a_right_of_its_own_table_is_given_to_others(self, draft: DraftEdition, lawyer: Actor) -> None:
        place = queries.rights_like(draft, "arrival.receive")[0]
        assert place.id == "arrival.receive@2.2"
        given = {"roles": "records_clerk\nlawyer", "note": "Листи веде канцелярія або землевпорядник."}
        made = change(draft, lawyer, given, entry=place.id)
        draft.refresh_from_db()
        assert queries.rules_of_draft(draft).roles_with("arrival.receive") == {
            "records_clerk",
            "department_clerk",
            "lawyer",
        }
        undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=made.pk)
        draft.refresh_from_db()
        assert queries.rules_of_draft(draft).roles_with("arrival.receive") == {"records_clerk", "department_clerk"}

    def test_a_right_of_nobody_is_refused(self, draft: DraftEdition, lawyer: Actor) -> None:
        with pytest.raises(FormError, match="хоча б одна роль"):
            change(draft, lawyer, {"roles": " "}, entry="arrival.receive@2.2")


class TestUndo:
    def test_gives_back_what_was(self, draft: DraftEdition, lawyer: Actor) -> None:
        before = dict(draft.texts)
        made = change(draft, lawyer, {"term.number": "3"})
        undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=made.pk)
        assert urgent(draft).term.number == 2
        assert queries.rules_of_draft(draft).entries == regulation_queries.rules_on(ON).entries
        assert draft.texts["regulation.txt"] == before["regulation.txt"]
        with pytest.raises(Refusal, match="вже скасовано"):
            undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=made.pk)

    def test_words_of_the_text_come_back_and_an_undoing_is_undone(self, draft: DraftEdition, lawyer: Actor) -> None:
        before = draft.texts["regulation.txt"]
        old = urgent(draft).words
        changing.change_text(actor=lawyer, at=AT, draft=draft.pk, old=old, new="Інші слова", reason="Проба")
        back = undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=draft.changes.get().pk)
        draft.refresh_from_db()
        assert draft.texts["regulation.txt"].split() == before.split()
        undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=back.pk)
        draft.refresh_from_db()
        assert "Інші слова" in draft.texts["regulation.txt"]
        assert draft.version == 3

    def test_a_later_change_of_the_same_comes_first(self, draft: DraftEdition, lawyer: Actor) -> None:
        first = change(draft, lawyer, {"term.number": "3"})
        change(draft, lawyer, {"term.number": "4"})
        with pytest.raises(Refusal, match="ще раз"):
            undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=first.pk)
        assert urgent(draft).term.number == 4

    def test_a_repealed_rule_comes_back(self, draft: DraftEdition, lawyer: Actor) -> None:
        made = changing.repeal_entry(actor=lawyer, at=AT, draft=draft.pk, entry="4.3", reason="Зайве", seen=0)
        draft.refresh_from_db()
        assert queries.rules_of_draft(draft).get("execution_urgent") is None
        assert any("Вилучено правило 4.3" in one for one in queries.report(draft, ON).warnings)
        undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=made.pk)
        assert urgent(draft).term.number == 2

    def test_a_repealed_rule_that_the_checks_name_is_a_warning(self, draft: DraftEdition, lawyer: Actor) -> None:
        draft.texts["checks.toml"] = (
            '[[matter]]\ntitle = "хто виконує"\nsays = ["execution_urgent.actor"]\ncompare = "single"\n'
        )
        draft.save()
        assert not any("хто виконує" in one for one in queries.report(draft, ON).warnings)
        changing.repeal_entry(actor=lawyer, at=AT, draft=draft.pk, entry="4.3", reason="Зайве", seen=0)
        draft.refresh_from_db()
        found = queries.report(draft, ON)
        said = "Правило 4.3 вилучено, тож перевірка регламенту нічого з ним не порівнює: хто виконує."
        assert (found.faults, said in found.warnings) == ((), True)


class TestAdd:
    def table(self, draft: DraftEdition, **more: str) -> dict:
        like = places.place(draft.texts, "4.3").table
        return {**like, "id": "4.3-1", "clause": "4.3-1", "key": "very_urgent", "words": "за один робочий день", **more}

    def add(self, draft: DraftEdition, who: Actor, table: dict, **more: str) -> Any:
        said = {"paragraph": "4.3-1. Дуже термінове виконують за один робочий день.", "after": urgent(draft).words}
        return changing.add_entry(
            actor=who, at=AT, draft=draft.pk, kind="deadline", file="rules.toml", table=table, reason="Потрібно",
            **(said | more),
        )  # fmt: skip

    def test_a_new_rule_with_its_paragraph_and_back(self, draft: DraftEdition, lawyer: Actor) -> None:
        before = dict(draft.texts)
        made = self.add(draft, lawyer, self.table(draft))
        draft.refresh_from_db()
        assert queries.rules_of_draft(draft).entry("very_urgent").term.number == 2
        report = queries.report(draft, ON)
        assert (report.faults, len(report.warnings)) == ((), 1), "a new term has no example"
        undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=made.pk)
        draft.refresh_from_db()
        assert draft.texts["regulation.txt"].split() == before["regulation.txt"].split()

    @pytest.mark.parametrize(
        ("own", "more", "said"),
        [
            ({"key": "execution_urgent"}, {}, "уже є"),
            ({"words": "чого немає"}, {}, "таких слів"),
            ({}, {"after": "чого немає"}, "цих слів"),
            ({"key": "Дуже"}, {}, "не є ключем"),
        ],
    )
    def test_is_refused(self, draft: DraftEdition, lawyer: Actor, own: dict, more: dict, said: str) -> None:
        with pytest.raises(FormError, match=said):
            self.add(draft, lawyer, self.table(draft, **own), **more)
        draft.refresh_from_db()
        assert draft.version == 0


class TestAdopt:
    def test_the_rules_change_on_the_day(self, draft: DraftEdition, lawyer: Actor) -> None:
        change(draft, lawyer, {"term.number": "3"})
        edition = adopt(draft, lawyer)
        assert edition.act == f"рішення виконавчого комітету від {ON:%d.%m.%Y} № 12"
        assert regulation_queries.rules_on(SPRING - timedelta(days=1)).term("execution_urgent").number == 2
        assert regulation_queries.rules_on(SPRING).term("execution_urgent").number == 3
        # the examples that hold no longer are no part of the new edition, the others are
        kept = cases.load(edition.files)
        assert {one.id for one in kept} == {one.id for one in cases.load(draft.texts)} - {"4.3"}
        draft.refresh_from_db()
        assert (draft.state, draft.adopted_id) == ("adopted", edition.pk)
        assert (
            journal.of_subject(kind="amendments.draftedition", subject=draft.pk)[0].code == "amendments.draft_adopted"
        )
        with pytest.raises(Refusal, match="не змінюють"):
            change(draft, lawyer, {"term.number": "5"})

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"in_force_from": ON - timedelta(days=1)}, "не раніше ніж сьогодні"),
            ({"in_force_from": date(2020, 3, 2)}, "не раніше ніж сьогодні"),
            ({"decision": adopting.Decision("рішення", " ", ON)}, "номер рішення"),
            ({"decision": adopting.Decision(" ", "1", ON)}, "яким актом"),
            ({"decision": adopting.Decision("рішення", "1", ON + timedelta(days=1))}, "ще не ухвалено"),
            ({"seen": 0}, "проєкт змінили"),
        ],
    )
    def test_is_refused(self, draft: DraftEdition, lawyer: Actor, more: dict, said: str) -> None:
        change(draft, lawyer, {"term.number": "3"})
        with pytest.raises(Refusal, match=said):
            adopt(draft, lawyer, **more)
        assert Edition.objects.count() == 1

    def test_an_unchanged_draft_is_refused(self, draft: DraftEdition, lawyer: Actor) -> None:
        with pytest.raises(Refusal, match="нічого не змінено"):
            adopt(draft, lawyer)

    def test_a_day_of_another_edition_or_a_base_no_longer_in_force_is_refused(
        self, draft: DraftEdition, lawyer: Actor
    ) -> None:
        change(draft, lawyer, {"term.number": "3"})
        second = drafting.begin(actor=lawyer, at=AT, title="Друга", base=draft.base_id)
        change(second, lawyer, {"term.number": "4"})
        adopt(second, lawyer)
        for since, said in (
            (SPRING, "інша редакція"),
            (SPRING + timedelta(days=1), "не основа проєкту"),
            (SPRING - timedelta(days=1), "пізнішу редакцію"),
        ):
            with pytest.raises(Refusal, match=said):
                adopt(draft, lawyer, in_force_from=since)

    def test_faults_stop_it_and_warnings_must_be_confirmed(self, draft: DraftEdition, lawyer: Actor) -> None:
        words = urgent(draft).words
        changing.change_text(actor=lawyer, at=AT, draft=draft.pk, old=words, new="Інші слова", reason="Проба")
        with pytest.raises(Refusal, match="вад"):
            adopt(draft, lawyer)
        changing.repeal_entry(actor=lawyer, at=AT, draft=draft.pk, entry="4.3", reason="Проба", seen=9)
        with pytest.raises(Refusal, match="застереження"):
            adopt(draft, lawyer, confirmed=False)
        assert adopt(draft, lawyer).in_force_from == SPRING

    def test_is_refused_without_the_right(self, draft: DraftEdition, lawyer: Actor, town: organisation.Town) -> None:
        change(draft, lawyer, {"term.number": "3"})
        with pytest.raises(Refusal) as refused:
            adopt(draft, town.actor("starosta"))
        assert refused.value.is_right


def test_a_dropped_draft_is_not_changed(draft: DraftEdition, lawyer: Actor) -> None:
    drafting.drop(actor=lawyer, at=AT, draft=draft.pk, reason="Не потрібен")
    with pytest.raises(Refusal, match="відкинуто"):
        change(draft, lawyer, {"term.number": "3"})


def test_an_example_that_no_longer_holds_is_shown_with_both_days(draft: DraftEdition, lawyer: Actor) -> None:
    assert queries.report(draft, ON).effects == ()
    change(draft, lawyer, {"term.number": "3"})
    draft.refresh_from_db()
    report = queries.report(draft, ON)
    found = next(one for one in report.effects if one.name == "urgent, over a weekend")
    assert any("слова регламенту лишилися ті самі" in one for one in report.warnings)
    # Thursday 12: Friday 13, Monday 16, and now Tuesday 17
    assert (found.clause, found.old, found.new) == ("4.3", date(2020, 3, 16), date(2020, 3, 17))

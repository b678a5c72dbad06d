"""Extensions, explanations, reminders, January reports, leaders' desks, typical texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from magistrat.documents.actions import corrections
from magistrat.documents.queries import cards, visible
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.organisation import open_work
from magistrat.organisation.models import Department, Field, Holding, Person
from magistrat.outbox.models import Message
from magistrat.regulation.actions import adopt_edition
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, explanations, extensions, long_term, reminders, reviews, typical
from magistrat.tasks.models import Control, Extension, Review, Task
from tests.factories import documents as papers
from tests.factories import tasks as made
from tests.factories.regulation import folder as regulation_folder

pytestmark = pytest.mark.django_db
AT = made.AT
LATER = date(2026, 4, 10)


def ask(office, task, *, at=AT, actor=None, new_due_on=LATER, reason="Чекаємо на висновок"):
    return extensions.ask(actor=actor or office.executor, at=at, task=task.pk, new_due_on=new_due_on, reason=reason)


class TestAskingForAnotherTerm:
    def test_waits_for_those_who_may_decide(self, kryvyi):
        asked = ask(kryvyi, made.task(kryvyi))
        assert (asked.state, asked.old_due_on, asked.clause) == ("asked", made.DUE, "8.13")
        assert [one.pk for one in queries.extensions_waiting(actor=kryvyi.mayor)] == [asked.pk]
        assert queries.extensions_waiting(actor=kryvyi.education) == []

    def test_waits_for_the_mayor_though_the_paper_was_not_his(self, druzhkivka):
        """DR 8.10: he alone changes terms, also of a paper for official use that a deputy decides on."""
        office = druzhkivka
        paper = made.letter(office, addressee=office.deputy.post_id, is_restricted=True)
        task = made.resolved(office, paper, actor=office.deputy).tasks.get()
        assert not visible(office.mayor).filter(pk=paper.pk).exists()
        asked = ask(office, task)
        assert [one.pk for one in queries.extensions_waiting(actor=office.mayor)] == [asked.pk]
        told = Message.objects.filter(key__startswith="tasks.extension_asked").values_list("to_post", flat=True)
        assert set(told) == {office.deputy.post_id, office.mayor.post_id}
        assert extensions.decide(actor=office.mayor, at=AT, extension=asked.pk, granted=True).state == "granted"

    def test_waits_for_the_leader_above_a_head_who_may_not_decide(self, kryvyi):
        """KR 8.13: the head of a body wrote the resolution on what is addressed to him."""
        head = kryvyi.department_head
        paper = made.letter(kryvyi, addressee=head.post_id, is_restricted=True)
        asked = ask(kryvyi, made.resolved(kryvyi, paper, actor=head).tasks.get())
        assert [one.pk for one in queries.extensions_waiting(actor=kryvyi.deputy)] == [asked.pk]
        assert queries.extensions_waiting(actor=kryvyi.first_deputy) == []

    def test_waits_for_him_also_once_the_paper_is_for_official_use(self, kryvyi):
        head = kryvyi.department_head
        paper = made.letter(kryvyi, addressee=head.post_id)
        asked = ask(kryvyi, made.resolved(kryvyi, paper, actor=head).tasks.get())
        card = replace(cards.card_of(paper), is_restricted=True)
        corrections.correct(actor=kryvyi.clerk, at=AT, document_id=paper.pk, card=card, reason="помилка в картці")
        assert [one.pk for one in queries.extensions_waiting(actor=kryvyi.deputy)] == [asked.pk]

    def test_three_working_days_before_and_not_later(self, druzhkivka):
        task = made.task(druzhkivka)
        # The term is Friday the 20th: the third working day before it is Tuesday the 17th.
        with pytest.raises(Refusal) as refused:
            ask(druzhkivka, task, at=made.at_kyiv(2026, 3, 18, 9))
        assert refused.value.clause == "8.10"
        assert ask(druzhkivka, task, at=made.at_kyiv(2026, 3, 17, 9)).asked_on == date(2026, 3, 17)

    def test_until_the_term_itself_and_not_later(self, kryvyi):
        task = made.task(kryvyi)
        with pytest.raises(Refusal) as refused:
            ask(kryvyi, task, at=made.at_kyiv(2026, 3, 21, 9))
        assert refused.value.clause == "8.13"
        ask(kryvyi, task, at=made.at_kyiv(2026, 3, 20, 16))

    def test_refuses_another_no_reason_an_earlier_day_and_twice(self, kryvyi):
        task = made.task(kryvyi)
        with pytest.raises(Refusal, match="лише виконавець"):
            ask(kryvyi, task, actor=kryvyi.second)
        with pytest.raises(Refusal, match="Обґрунтуйте"):
            ask(kryvyi, task, reason=" ")
        with pytest.raises(Refusal, match="пізнішим"):
            ask(kryvyi, task, new_due_on=made.DUE)
        ask(kryvyi, task)
        with pytest.raises(Refusal, match="не розглянуто"):
            ask(kryvyi, task)

    def test_a_leader_may_propose_it_where_the_clause_says_so(self, kryvyi):
        """KR 8.20.10: of points of acts and of instructions."""
        task = made.task(kryvyi, "instruction")
        assert ask(kryvyi, task, actor=kryvyi.deputy).asked_by.startswith("Заступник")
        with pytest.raises(Refusal, match="лише виконавець"):
            ask(kryvyi, made.task(kryvyi), actor=kryvyi.deputy)

    def test_refuses_a_reported_task(self, kryvyi):
        task = made.reported(kryvyi, made.task(kryvyi))
        with pytest.raises(Refusal, match="виконується"):
            ask(kryvyi, task)


class TestDeciding:
    def decide(self, office, asked, actor, **more):
        return extensions.decide(actor=actor, at=AT, extension=asked.pk, **({"granted": True} | more))

    @pytest.mark.parametrize("who", ["mayor", "deputy"])
    def test_any_leader_by_resolution(self, kryvyi, who):
        task = made.task(kryvyi)
        asked = self.decide(kryvyi, ask(kryvyi, task), getattr(kryvyi, who))
        task.refresh_from_db()
        assert (asked.state, task.due_on, task.due_clause, Control.objects.get().due_on) == (
            "granted",
            LATER,
            "8.13",
            LATER,
        )
        assert "20.03.2026" in task.due_explanation["explanation"]

    def test_the_mayor_alone(self, druzhkivka):
        asked = ask(druzhkivka, made.task(druzhkivka))
        with pytest.raises(Refusal) as refused:
            self.decide(druzhkivka, asked, druzhkivka.deputy)
        assert (refused.value.clause, refused.value.is_right) == ("8.10", True)
        assert self.decide(druzhkivka, asked, druzhkivka.mayor).clause == "8.10"

    def test_another_day_than_asked(self, kryvyi):
        task = made.task(kryvyi)
        self.decide(kryvyi, ask(kryvyi, task), kryvyi.mayor, new_due_on=date(2026, 4, 4))
        task.refresh_from_db()
        # A Saturday moves on to Monday.
        assert task.due_on == date(2026, 4, 6)

    def test_refused_with_a_reason_keeps_the_term(self, kryvyi):
        task = made.task(kryvyi)
        asked = ask(kryvyi, task)
        with pytest.raises(Refusal, match="причину"):
            self.decide(kryvyi, asked, kryvyi.mayor, granted=False)
        self.decide(kryvyi, asked, kryvyi.mayor, granted=False, remark="Часу досить")
        task.refresh_from_db()
        assert (task.due_on, Extension.objects.get().state) == (made.DUE, "refused")
        with pytest.raises(Refusal, match="вже розглянуто"):
            self.decide(kryvyi, asked, kryvyi.mayor)

    def test_refuses_a_task_that_was_returned_and_a_day_that_is_not_later(self, kryvyi):
        task = made.task(kryvyi)
        asked = ask(kryvyi, task)
        with pytest.raises(Refusal, match="пізнішим"):
            self.decide(kryvyi, asked, kryvyi.mayor, new_due_on=made.DUE)
        execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не наше")
        with pytest.raises(Refusal, match="вже не виконується"):
            self.decide(kryvyi, asked, kryvyi.mayor)

    def test_the_history_stays(self, kryvyi):
        task = made.task(kryvyi)
        self.decide(kryvyi, ask(kryvyi, task), kryvyi.mayor)
        self.decide(kryvyi, ask(kryvyi, task, new_due_on=date(2026, 5, 11)), kryvyi.deputy)
        assert list(Extension.objects.order_by("id").values_list("old_due_on", "new_due_on")) == [
            (made.DUE, LATER), (LATER, date(2026, 5, 11)),
        ]  # fmt: skip


class TestExplaining:
    late = made.at_kyiv(2026, 3, 23, 9)

    def explain(self, office, task, **more):
        given = {
            "actor": office.executor,
            "at": self.late,
            "text": "Затримка постачання",
            "final_on": date(2026, 3, 27),
        }
        return explanations.explain(task=task.pk, **(given | more))

    def test_goes_to_the_leader(self, kryvyi):
        self.explain(kryvyi, made.task(kryvyi, "mayor_order"))
        entry = Entry.objects.get(code="tasks.explained")
        assert (entry.clause, entry.payload["final_on"]) == ("8.20.9", "2026-03-27")

    @pytest.mark.parametrize("text", ["Затримка постачання", "Затримка постачання. ", "Затримка постачання."])
    def test_its_words_end_before_the_final_day_is_named(self, kryvyi, sign_in, text):
        task = made.task(kryvyi, "mayor_order")
        self.explain(kryvyi, task, text=text)
        said = "Затримка постачання. Остаточний строк — 27.03.2026."
        assert Entry.objects.get(code="tasks.explained").payload["text"].endswith(f": {said}")
        assert Message.objects.get(key__startswith="tasks.explained").body == said
        card = sign_in(kryvyi.department_head).get(f"/dokumenty/{task.document_id}/").content.decode()
        assert f"{said} <span" in card

    def test_goes_to_the_mayor_whoever_wrote_the_resolution(self, druzhkivka):
        paper = made.letter(druzhkivka, addressee=druzhkivka.deputy.post_id)
        task = made.resolved(druzhkivka, paper, actor=druzhkivka.deputy).tasks.get()
        self.explain(druzhkivka, task, final_on=None)
        assert set(self.told()) == {druzhkivka.mayor.post_id, druzhkivka.deputy.post_id}

    def test_goes_to_the_author_whom_the_clause_names(self, kryvyi):
        paper = made.letter(kryvyi, "mayor_order", addressee=kryvyi.deputy.post_id)
        task = made.resolved(kryvyi, paper, actor=kryvyi.deputy).tasks.get()
        self.explain(kryvyi, task)
        assert Message.objects.get(key__startswith="tasks.explained").to_post == kryvyi.deputy.post_id

    @pytest.fixture
    def led(self, kryvyi):
        """The first deputy coordinates the executor's body, though the clause names the secretary before him."""
        leaders = Department.objects.get(is_leadership=True)
        papers.actor("Секретар міської ради", leaders, "council_secretary", is_leader=True)
        water = kryvyi.executor.department_id
        Field.objects.create(leader_id=kryvyi.first_deputy.post_id, department_id=water, since=made.ON)
        return kryvyi

    @pytest.mark.parametrize("is_restricted", [False, True])
    def test_goes_by_the_distribution_of_duties_to_whoever_coordinates_the_body(self, led, is_restricted):
        """KR 8.20.9: and to the mayor, whom it does not name, as the author; a paper for official use opens to nobody by it."""
        paper = made.letter(led, "mayor_order", is_restricted=is_restricted)
        task = made.resolved(led, paper, made.point(led.executor)).tasks.get()
        assert not visible(led.first_deputy).exists()
        self.explain(led, task)
        said = "Затримка постачання. Остаточний строк — 27.03.2026."
        beside = f"Виконавець: {task.executor.title}. Порушений строк — 20.03.2026. Остаточний строк — 27.03.2026."
        assert self.told() == {
            led.first_deputy.post_id: beside if is_restricted else said,
            led.mayor.post_id: said,
        }
        assert visible(led.first_deputy).filter(pk=paper.pk).exists() is not is_restricted

    def test_gives_the_mayor_its_reasons_though_the_paper_was_not_his(self, druzhkivka):
        """DR 8.14: the explanation is written to him; the paper for official use stays closed."""
        paper = made.letter(druzhkivka, addressee=druzhkivka.deputy.post_id, is_restricted=True)
        task = made.resolved(druzhkivka, paper, made.point(druzhkivka.executor), actor=druzhkivka.deputy).tasks.get()
        self.explain(druzhkivka, task, final_on=None)
        told = self.told()[druzhkivka.mayor.post_id]
        assert told == f"Виконавець: {task.executor.title}. Порушений строк — 20.03.2026. Затримка постачання"
        assert not visible(druzhkivka.mayor).filter(pk=paper.pk).exists()

    def test_of_what_the_clause_does_not_name_goes_to_the_author_alone(self, led):
        task = made.resolved(led, made.letter(led), made.point(led.executor)).tasks.get()
        self.explain(led, task, final_on=None)
        assert self.told() == {led.mayor.post_id: "Затримка постачання"}
        assert Entry.objects.get(code="tasks.explained").clause == task.due_clause
        assert not visible(led.first_deputy).exists()

    def test_goes_to_the_author_where_the_leaders_post_is_vacant(self, led):
        Holding.objects.filter(post=led.first_deputy.post_id).delete()
        self.explain(led, made.task(led, "mayor_order"))
        assert list(self.told()) == [led.mayor.post_id]

    def told(self):
        return dict(Message.objects.filter(key__startswith="tasks.explained").values_list("to_post", "body"))

    def test_goes_to_the_author_where_no_one_whom_the_clause_names_coordinates_the_body(self, kryvyi):
        leaders = Department.objects.get(is_leadership=True)
        papers.actor("Секретар міської ради", leaders, "council_secretary", is_leader=True)
        self.explain(kryvyi, made.task(kryvyi, "mayor_order"))
        assert Message.objects.get(key__startswith="tasks.explained").to_post == kryvyi.mayor.post_id

    def test_the_head_may_explain_too(self, kryvyi):
        assert self.explain(kryvyi, made.task(kryvyi, "mayor_order"), actor=kryvyi.department_head).by.startswith(
            "Директор"
        )

    def test_refuses_another_in_time_nothing_and_no_final_day(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        with pytest.raises(Refusal, match="виконавець або"):
            self.explain(kryvyi, task, actor=kryvyi.second)
        with pytest.raises(Refusal, match="не порушено"):
            self.explain(kryvyi, task, at=AT)
        with pytest.raises(Refusal, match="причини"):
            self.explain(kryvyi, task, text="")
        with pytest.raises(Refusal) as refused:
            self.explain(kryvyi, task, final_on=None)
        assert (refused.value.clause, "остаточний" in refused.value.message) == ("8.20.9", True)


class TestReminding:
    def test_once_ahead_on_the_day_and_after(self, kryvyi):
        Person.objects.filter(pk=kryvyi.executor.person_id).update(email="executor@example.org")
        task = made.task(kryvyi)
        for day in (16, 17, 17, 18, 20, 23, 24):
            reminders.remind(at=made.at_kyiv(2026, 3, day, 8))
        told = Message.objects.filter(key__startswith=f"tasks.reminder:{task.pk}:2026-03-20:")
        assert sorted(one.key.split(":", 3)[3] for one in told) == [
            "0",
            "0:mail",
            "3",
            "3:mail",
            "late",
            "late:head",
            "late:mail",
        ]
        assert told.get(key__endswith="late:head").to_post == kryvyi.department_head.post_id

    def test_is_silent_once_reported(self, kryvyi):
        made.reported(kryvyi, made.task(kryvyi))
        reminders.remind(at=made.at_kyiv(2026, 3, 20, 8))
        assert not Message.objects.filter(key__startswith="tasks.reminder").exists()


class TestJanuary:
    def long(self, office):
        resolution = made.resolved(
            office,
            made.letter(office),
            made.point(office.executor, due_on=date(2027, 12, 30)),
            put_on_control=True,
            is_long_term=True,
        )
        return resolution.tasks.get()

    def test_marked_by_a_later_resolution_or_by_those_who_control(self, druzhkivka, sign_in):
        task = made.task(druzhkivka)
        marked = Control.objects.filter(is_long_term=True)
        made.resolved(druzhkivka, task.document, on_blank=True, is_long_term=True)
        assert marked.exists()
        unit = Control.objects.get().unit
        keeper = papers.actor("Спеціаліст загального відділу", unit, "control_specialist")
        client, card = sign_in(keeper), f"/zavdannia/dokument/{task.document_id}/"
        for slug, is_marked in (("ne-dovhostrokovyi", False), ("dovhostrokovyi", True)):
            address = f"/zavdannia/kontrol/{task.document_id}/{slug}/"
            assert address in client.get(card).content.decode()
            assert client.post(address).status_code == 302
            assert marked.exists() is is_marked
        assert Entry.objects.filter(code="tasks.long_term_marked", clause="8.14").count() == 2
        with pytest.raises(Refusal):
            long_term.mark(actor=druzhkivka.executor, at=AT, document=task.document_id, is_long_term=False)

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_refuses_to_mark_what_is_not_put_on_control(self, city):
        office = made.office(city)
        paper = made.letter(office)
        with pytest.raises(Refusal, match="що перебуває на контролі"):
            made.resolved(office, paper, is_long_term=True)
        assert not Task.objects.exists()

    def test_asks_for_the_past_year_until_it_is_told(self, druzhkivka):
        task, january = self.long(druzhkivka), made.at_kyiv(2027, 1, 11, 8)
        assert reminders.remind_of_year(at=made.at_kyiv(2026, 12, 21, 8)) == 0
        assert reminders.remind_of_year(at=january) == 1
        assert "до 01.02.2027 (п. 8.14)" in Message.objects.get(key=f"tasks.year:{task.pk}:2026").subject
        execution.inform(actor=druzhkivka.executor, at=january, task=task.pk, text="За рік зроблено", period="2026")
        assert reminders.remind_of_year(at=january) == 0
        with pytest.raises(Refusal) as refused:
            execution.inform(actor=druzhkivka.executor, at=january, task=task.pk, text="Ще раз", period="2026")
        assert refused.value.clause == "8.14"

    def test_by_the_month_and_the_day_of_the_edition_in_force(self, druzhkivka):
        task, texts = self.long(druzhkivka), dict(regulation_folder("druzhkivka").editions[0])
        texts["control.toml"] = texts["control.toml"].replace(
            'month = 1\nlast_day = "01-31"', 'month = 2\nlast_day = "02-20"'
        )
        adopt_edition(actor=SYSTEM, at=AT, texts=texts, in_force_from=date(2026, 12, 1))
        assert reminders.remind_of_year(at=made.at_kyiv(2027, 1, 11, 8)) == 0
        assert reminders.remind_of_year(at=made.at_kyiv(2027, 2, 8, 8)) == 1
        assert "до 22.02.2027 (п. 8.14)" in Message.objects.get(key=f"tasks.year:{task.pk}:2026").subject

    def test_not_where_the_regulation_has_no_such_rule(self, kryvyi):
        self.long(kryvyi)
        assert reminders.remind_of_year(at=made.at_kyiv(2027, 1, 11, 8)) == 0


class TestDesk:
    def test_an_urgent_paper_lies_on_top(self, kryvyi):
        made.letter(kryvyi, is_urgent=True)
        made.letter(kryvyi)
        assert queries.folder_counts(posts=[kryvyi.mayor.post_id]) == {"urgent": 1, "resolution": 1}
        assert Review.objects.first().clause == "7.9"

    def test_a_state_paper_goes_to_the_mayor_whoever_it_names(self, druzhkivka):
        made.letter(druzhkivka, "president_act", addressee=druzhkivka.deputy.post_id)
        review = Review.objects.get()
        assert (review.leader_id, review.folder, review.clause) == (druzhkivka.mayor.post_id, "urgent", "10.12")

    def test_read_without_a_resolution(self, kryvyi):
        paper = made.letter(kryvyi)
        with pytest.raises(Refusal, match="немає серед"):
            reviews.read(actor=kryvyi.deputy, at=AT, document=paper.pk)
        assert reviews.read(actor=kryvyi.mayor, at=AT, document=paper.pk).done_at == AT
        with pytest.raises(Refusal, match="немає серед"):
            reviews.read(actor=kryvyi.mayor, at=AT, document=paper.pk)

    def test_passed_to_another_leader(self, kryvyi):
        paper = made.letter(kryvyi)
        passed = reviews.pass_to(actor=kryvyi.assistant, at=AT, document=paper.pk, leader=kryvyi.deputy.post_id)
        assert (passed.leader_id, passed.folder) == (kryvyi.deputy.post_id, "resolution")
        assert made.resolved(kryvyi, paper, actor=kryvyi.deputy).author_id == kryvyi.deputy.post_id

    def test_refuses_to_pass_to_no_leader_and_back(self, kryvyi):
        paper = made.letter(kryvyi)
        with pytest.raises(Refusal, match="керівникові"):
            reviews.pass_to(actor=kryvyi.mayor, at=AT, document=paper.pk, leader=kryvyi.executor.post_id)
        reviews.pass_to(actor=kryvyi.mayor, at=AT, document=paper.pk, leader=kryvyi.deputy.post_id)
        with pytest.raises(Refusal, match="уже передавали"):
            reviews.pass_to(actor=kryvyi.deputy, at=AT, document=paper.pk, leader=kryvyi.mayor.post_id)

    def test_outgoing_do_not_lie_there(self, druzhkivka):
        papers.outgoing(druzhkivka)
        assert Review.objects.count() == 0

    def test_open_work_warns_before_a_leave(self, kryvyi):
        made.letter(kryvyi)
        made.task(kryvyi)
        titles = [work.title for work in open_work.of([kryvyi.executor.post_id], date(2026, 3, 23))]
        assert "1 незавершене завдання, з них прострочено 1" in titles
        assert "1 документ чекає на розгляд" in [work.title for work in open_work.of([kryvyi.mayor.post_id], made.ON)]

    def test_open_work_is_also_what_others_wait_for(self, kryvyi):
        """Reports and returned tasks lie on nobody's desk where the post is left or abolished with them."""
        made.reported(kryvyi, made.task(kryvyi))
        returned, ended = made.task(kryvyi), made.task(kryvyi)
        for task in (returned, ended):
            execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не належить до повноважень")
        Control.objects.filter(document=ended.document_id).update(
            state="off", off_at=made.days_later(1), off_on=made.ON
        )
        of = lambda actor: {work.title for work in open_work.of([actor.post_id], made.ON)}  # noqa: E731
        assert of(kryvyi.department_head) == {"1 звіт про виконання чекає на розгляд"}
        assert of(kryvyi.mayor) == {"1 повернуте завдання чекає на передання іншому"}

    def test_load_of_his_people(self, kryvyi):
        made.task(kryvyi)
        figures = queries.load_of(posts=[kryvyi.executor.post_id], on=date(2026, 3, 23))
        assert figures == {kryvyi.executor.post_id: {"open": 1, "overdue": 1, "today": 0}}

    def test_what_he_asked_of_others(self, kryvyi):
        task = made.task(kryvyi)
        assert [one.pk for one in queries.asked_of_others(actor=kryvyi.mayor)] == [task.pk]
        assert [one.pk for one in queries.my_tasks(actor=kryvyi.executor)] == [task.pk]


class TestTypicalTexts:
    def test_his_own_hide_the_common_of_the_same_number(self, kryvyi):
        typical.put_common(actor=SYSTEM, at=AT)
        typical.put_common(actor=SYSTEM, at=AT)
        own = typical.put(actor=kryvyi.assistant, at=AT, number=1, text="Прошу опрацювати", post=kryvyi.mayor.post_id)
        texts = {one.number: one.text for one in queries.typical_texts(post=kryvyi.mayor.post_id)}
        assert (texts[1], texts[5]) == ("Прошу опрацювати", "До відома")
        typical.remove(actor=kryvyi.mayor, at=AT, text=own.pk)
        assert queries.typical_texts(post=kryvyi.mayor.post_id)[0].text == "До виконання"

    def test_refuses_anothers_the_common_and_nothing(self, kryvyi):
        typical.put_common(actor=SYSTEM, at=AT)
        for actor, post, text in (
            (kryvyi.deputy, kryvyi.mayor.post_id, "так"), (kryvyi.mayor, None, "так"), (kryvyi.mayor, kryvyi.mayor.post_id, ""),
        ):  # fmt: skip
            with pytest.raises(Refusal):
                typical.put(actor=actor, at=AT, number=1, text=text, post=post)
        common = queries.typical_texts(post=None)[0]
        with pytest.raises(Refusal):
            typical.remove(actor=kryvyi.mayor, at=AT, text=common.pk)


def test_everything_leaves_a_journal_entry(kryvyi):
    task = made.done(kryvyi, made.task(kryvyi))
    made.submitted(kryvyi, task)
    codes = list(
        Entry.objects.filter(document=task.document_id, code__startswith="tasks.")
        .order_by("id")
        .values_list("code", flat=True)
    )
    assert codes == [
        "tasks.put_on_control", "tasks.resolution_written", "tasks.reported", "tasks.head_accepted", "tasks.done",
        "tasks.case_submitted",
    ]  # fmt: skip
    assert Task.objects.get().judge_id is None

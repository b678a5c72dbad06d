"""Writing resolutions: tasks, grants, control, notices; and who may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from magistrat.documents import queries as documents
from magistrat.documents.actions import annulling
from magistrat.documents.actions.hooks import filing_refusal
from magistrat.journal.models import Entry
from magistrat.organisation.models import Substitution
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import bringing_in, deeds, handing, judging, resolutions, reviews
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, Resolution, Review, Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


class TestWrite:
    def test_gives_a_task_with_its_term_and_leaves_the_desk(self, kryvyi):
        paper = made.letter(kryvyi)
        assert Review.objects.get(document=paper).leader_id == kryvyi.mayor.post_id
        resolution = made.resolved(kryvyi, paper)
        task = resolution.tasks.get()
        assert (task.part, task.state, task.due_on, task.due_clause) == ("main", "given", made.DUE, "8.6")
        assert (task.giver_id, resolution.on_original) == (kryvyi.mayor.post_id, True)
        assert Review.objects.get(document=paper).done_at == AT
        assert resolution.author_printed.startswith("Міський голова Микита")

    def test_is_in_the_journal_and_told(self, kryvyi):
        resolution = made.resolved(kryvyi, made.letter(kryvyi))
        entry = Entry.objects.get(code="tasks.resolution_written")
        assert (entry.document, entry.subject, entry.clause) == (resolution.document_id, resolution.pk, "7.10")
        told = Message.objects.get(key__startswith="tasks.given")
        assert told.to_post == kryvyi.executor.post_id

    def test_opens_the_document_to_the_executor_and_his_heads_alone(self, kryvyi):
        paper = made.letter(kryvyi)
        assert not documents.visible(kryvyi.executor).filter(pk=paper.pk).exists()
        made.resolved(kryvyi, paper)
        for actor in (kryvyi.executor, kryvyi.department_head, kryvyi.deputy):
            assert documents.visible(actor).filter(pk=paper.pk).exists()
        assert not documents.visible(kryvyi.second).filter(pk=paper.pk).exists()

    def test_an_official_use_paper_opens_to_the_named_executor_alone(self, kryvyi):
        paper = made.letter(kryvyi, is_restricted=True)
        made.resolved(kryvyi, paper)
        assert documents.visible(kryvyi.executor).filter(pk=paper.pk).exists()
        assert not documents.visible(kryvyi.department_head).filter(pk=paper.pk).exists()

    def test_the_first_named_is_main_unless_said_otherwise(self, kryvyi):
        paper = made.letter(kryvyi)
        plain = made.point(kryvyi.executor, kryvyi.second, Assignee(kryvyi.education.post_id, "info"))
        parts = {task.executor_id: task.part for task in made.resolved(kryvyi, paper, plain).tasks.all()}
        assert parts == {kryvyi.executor.post_id: "main", kryvyi.second.post_id: "co", kryvyi.education.post_id: "info"}
        said = made.point(kryvyi.executor, Assignee(kryvyi.second.post_id, "main"))
        parts = {task.executor_id: task.part for task in made.resolved(kryvyi, made.letter(kryvyi), said).tasks.all()}
        assert parts == {kryvyi.executor.post_id: "co", kryvyi.second.post_id: "main"}

    def test_the_secretary_types_on_the_leaders_behalf(self, kryvyi):
        resolution = made.resolved(kryvyi, made.letter(kryvyi), actor=kryvyi.assistant)
        assert resolution.author_id == kryvyi.mayor.post_id
        assert resolution.typed_by.startswith("Секретар керівника")
        assert "унесено: Секретар" in Entry.objects.get(code="tasks.resolution_written").payload["text"]

    def test_the_head_of_a_body_writes_on_what_is_addressed_to_him(self, kryvyi):
        paper = made.letter(kryvyi, addressee=kryvyi.department_head.post_id)
        assert made.resolved(kryvyi, paper, actor=kryvyi.department_head).tasks.get().due_on == made.DUE

    @pytest.mark.parametrize("who", ["executor", "clerk", "control"])
    def test_refuses_one_without_the_right(self, kryvyi, who):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, made.point(kryvyi.executor, kryvyi.control), put_on_control=True)
        with pytest.raises(Refusal) as refused:
            made.resolved(kryvyi, paper, actor=getattr(kryvyi, who))
        assert (refused.value.clause, refused.value.is_right) == ("7.10", True)

    def test_refuses_a_leader_who_may_not_see_it(self, kryvyi):
        with pytest.raises(Refusal, match="не надано"):
            made.resolved(kryvyi, made.letter(kryvyi), actor=kryvyi.first_deputy)

    def test_refuses_an_annulled_document(self, druzhkivka):
        paper = made.letter(druzhkivka)
        annulling.annul(actor=druzhkivka.records_head, at=AT, document_id=paper.pk, reason="двічі")
        with pytest.raises(Refusal) as refused:
            made.resolved(druzhkivka, paper)
        assert refused.value.clause == "8.2"

    def test_refuses_no_words_and_nobody_named(self, kryvyi):
        paper = made.letter(kryvyi)
        with pytest.raises(Refusal, match="зміст"):
            made.resolved(kryvyi, paper, text=" ")
        with pytest.raises(Refusal, match="виконавця"):
            resolutions.write(actor=kryvyi.mayor, at=AT, draft=made.draft(paper))

    def test_refuses_a_day_that_has_passed(self, kryvyi):
        with pytest.raises(Refusal, match="минув"):
            made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, due_on=date(2026, 3, 9)))

    def test_refuses_a_post_that_is_no_more(self, kryvyi):
        from magistrat.organisation.models import Post

        Post.objects.filter(pk=kryvyi.executor.post_id).update(until=date(2026, 3, 1))
        with pytest.raises(Refusal, match="штатному розписі"):
            made.resolved(kryvyi, made.letter(kryvyi))

    def test_a_failure_half_way_leaves_nothing(self, kryvyi, monkeypatch):
        paper = made.letter(kryvyi)
        monkeypatch.setattr("magistrat.tasks.actions.watching.begin", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            made.resolved(kryvyi, paper)
        assert not Resolution.objects.exists()
        assert not Task.objects.exists()
        assert Review.objects.get(document=paper).done_at is None


class TestTerms:
    def test_urgent_from_registration(self, kryvyi):
        task = made.resolved(
            kryvyi, made.letter(kryvyi, is_urgent=True), made.point(kryvyi.executor, due_on=None)
        ).tasks.get()
        assert (task.due_on, task.due_clause) == (date(2026, 3, 17), "8.12")
        assert len(task.due_explanation["days"]) >= 5

    def test_urgent_from_arrival(self, druzhkivka):
        came = made.at_kyiv(2026, 3, 6, 16, 30)
        paper = made.letter(druzhkivka, is_urgent=True, arrived_at=came)
        task = made.resolved(druzhkivka, paper, made.point(druzhkivka.executor, due_on=None)).tasks.get()
        # Friday's office closes at 16:00, so it came on Monday the 9th.
        assert (task.due_on, task.due_clause) == (date(2026, 3, 18), "10.21")

    def test_none_given_is_thirty_days(self, druzhkivka):
        task = made.resolved(
            druzhkivka, made.letter(druzhkivka), made.point(druzhkivka.executor, due_on=None)
        ).tasks.get()
        assert (task.due_on, task.due_clause) == (date(2026, 4, 9), "10.21")

    def test_none_given_asks_the_author(self, kryvyi):
        with pytest.raises(Refusal) as refused:
            made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, due_on=None))
        assert refused.value.clause == "8.12"

    def test_the_documents_own_term(self, kryvyi):
        paper = made.letter(kryvyi, stated_due_on=date(2026, 3, 25))
        task = made.resolved(kryvyi, paper, made.point(kryvyi.executor, due_on=None)).tasks.get()
        assert (task.due_on, "в самому документі" in task.due_explanation["explanation"]) == (date(2026, 3, 25), True)

    def test_only_the_mayor_sets_what_a_higher_body_left_out(self, druzhkivka):
        paper = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.deputy.post_id)
        with pytest.raises(Refusal) as refused:
            made.resolved(druzhkivka, paper, actor=druzhkivka.deputy)
        assert refused.value.clause == "8.3"
        own = made.letter(druzhkivka, "ministry_letter")
        assert made.resolved(druzhkivka, own).tasks.get().due_on == made.DUE

    def test_who_performs_the_mayors_duties_sets_it(self, druzhkivka):
        """DR 9.2: in his absence such a paper lies with another, who would else have to wait for him."""
        paper = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.deputy.post_id)
        Substitution.objects.create(
            absent_id=druzhkivka.mayor.post_id, substitute_id=druzhkivka.deputy.post_id, reason="leave", since=made.ON,
            proposed_at=AT, proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
        )  # fmt: skip
        assert made.resolved(druzhkivka, paper, actor=druzhkivka.deputy).tasks.get().due_on == made.DUE

    @pytest.mark.parametrize(("city", "due"), [("kryvyi-rih", date(2026, 4, 10)), ("druzhkivka", date(2026, 4, 9))])
    def test_an_appeal_by_its_clause(self, city, due):
        office = made.office(city)
        task = made.resolved(
            office, made.letter(office, "citizen_appeal"), made.point(office.executor, due_on=None)
        ).tasks.get()
        assert task.due_on == due

    def test_control_of_a_late_day_goes_by_the_law(self, kryvyi):
        paper = made.letter(kryvyi, "citizen_appeal")
        made.resolved(kryvyi, paper, made.point(kryvyi.executor, due_on=date(2026, 6, 1)), put_on_control=True)
        control = Control.objects.get(document=paper)
        assert (control.due_on, control.law_due_on) == (date(2026, 4, 10), date(2026, 4, 10))
        assert "393/96-ВР" in control.law

    def test_an_information_request_by_its_clause(self, kryvyi):
        paper = made.letter(kryvyi, "information_request")
        task = made.resolved(kryvyi, paper, made.point(kryvyi.executor, due_on=None)).tasks.get()
        assert task.due_on == date(2026, 3, 17)

    def test_co_executors_of_an_appeal_two_days_before(self, kryvyi):
        paper = made.letter(kryvyi, "citizen_appeal")
        tasks = made.resolved(kryvyi, paper, made.point(kryvyi.executor, kryvyi.second, due_on=date(2026, 3, 19))).tasks
        helper = tasks.get(part="co")
        assert (helper.due_on, helper.due_clause) == (date(2026, 3, 17), "8.20.8")

    def test_co_executors_otherwise_by_the_main_ones_day(self, kryvyi):
        tasks = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.second)).tasks
        assert tasks.get(part="co").due_on == made.DUE


class TestOneOnTheOriginal:
    def test_refuses_a_second_where_the_clause_says_so(self, druzhkivka):
        paper = made.letter(druzhkivka)
        made.resolved(druzhkivka, paper)
        with pytest.raises(Refusal) as refused:
            made.resolved(druzhkivka, paper, made.point(druzhkivka.second))
        assert refused.value.clause == "10.16"
        assert not made.resolved(druzhkivka, paper, made.point(druzhkivka.second), on_blank=True).on_original

    def test_another_leader_adds_his_own_where_it_does_not(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper)
        assert not made.resolved(kryvyi, paper, made.point(kryvyi.education), actor=kryvyi.deputy).on_original


class TestControl:
    def test_obligatory_whatever_the_resolution_says(self, kryvyi):
        paper = made.letter(kryvyi, "cabinet_letter")
        made.resolved(kryvyi, paper, put_on_control=False)
        control = Control.objects.get(document=paper)
        assert (control.is_obligatory, control.clause, control.due_on) == (True, "8.3", made.DUE)
        assert (control.unit_id, control.must_return) == (kryvyi.control.department_id, True)
        assert documents.visible(kryvyi.control).filter(pk=paper.pk).exists()

    def test_by_the_resolution(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, put_on_control=True)
        assert Control.objects.get(document=paper).clause == "8.6"

    def test_not_without_either(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper)
        assert not Control.objects.exists()

    def test_not_what_is_only_for_information(self, druzhkivka):
        paper = made.letter(druzhkivka, "regional_administration_act")
        info = made.point(Assignee(druzhkivka.executor.post_id, "info"))
        made.resolved(druzhkivka, paper, info, text="До відома")
        assert not Control.objects.exists()
        assert Task.objects.get().due_on is None

    def test_the_unit_by_the_kind(self, druzhkivka):
        regional, own = made.letter(druzhkivka, "regional_council_act"), made.letter(druzhkivka)
        made.resolved(druzhkivka, regional)
        made.resolved(druzhkivka, own, put_on_control=True)
        assert Control.objects.get(document=regional).unit_id == druzhkivka.control_head.department_id
        assert Control.objects.get(document=own).unit_id == druzhkivka.records_head.department_id

    def test_by_points_watches_the_nearest(self, kryvyi):
        paper = made.letter(kryvyi, "cabinet_act")
        points = (
            made.point(kryvyi.executor, number="1", due_on=date(2026, 3, 30)),
            made.point(kryvyi.education, number="2", due_on=date(2026, 3, 18)),
        )
        made.resolved(kryvyi, paper, *points)
        assert Control.objects.get(document=paper).due_on == date(2026, 3, 18)
        made.execution.report(actor=kryvyi.education, at=AT, task=Task.objects.get(point="2").pk, text="Зроблено")
        made.judging.accept(actor=kryvyi.mayor, at=AT, task=Task.objects.get(point="2").pk)
        assert Control.objects.get(document=paper).due_on == date(2026, 3, 30)


class TestSubResolution:
    def test_the_executor_splits_his_task(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, made.point(kryvyi.department_head))
        parent = Task.objects.get()
        sub = made.resolved(
            kryvyi, paper, made.point(kryvyi.executor, due_on=None), actor=kryvyi.department_head, parent_task=parent.pk
        )
        part = sub.tasks.get()
        assert (part.parent_id, part.due_on, part.due_clause) == (parent.pk, made.DUE, parent.due_clause)
        assert (part.giver_id, sub.on_original) == (kryvyi.department_head.post_id, False)

    def test_refuses_one_who_is_not_its_executor(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, made.point(kryvyi.department_head, kryvyi.education))
        parent = Task.objects.get(part="main")
        with pytest.raises(Refusal) as refused:
            made.resolved(kryvyi, paper, made.point(kryvyi.stranger), actor=kryvyi.education, parent_task=parent.pk)
        assert "виконавець" in refused.value.message

    def test_refuses_an_executor_without_people(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper)
        with pytest.raises(Refusal) as refused:
            made.resolved(
                kryvyi, paper, made.point(kryvyi.second), actor=kryvyi.executor, parent_task=Task.objects.get().pk
            )
        assert refused.value.clause == "7.11"

    def test_a_part_of_a_task_without_a_term_has_its_own_or_none(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, made.point(kryvyi.department_head))
        Task.objects.update(due_on=None, due_clause="")
        parent = Task.objects.get()
        split = {"actor": kryvyi.department_head, "parent_task": parent.pk}
        assert (
            made.resolved(kryvyi, paper, made.point(kryvyi.executor, due_on=None), **split).tasks.get().due_on is None
        )
        own = made.resolved(kryvyi, paper, made.point(kryvyi.second), **split).tasks.get()
        assert (own.due_on, own.due_clause) == (made.DUE, "7.11")
        with pytest.raises(Refusal, match="минув"):
            made.resolved(kryvyi, paper, made.point(kryvyi.second, due_on=date(2026, 3, 2)), **split)

    def test_refuses_a_later_day_than_the_tasks_own(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, made.point(kryvyi.department_head))
        late = made.point(kryvyi.executor, due_on=date(2026, 3, 23))
        with pytest.raises(Refusal, match="пізнішим"):
            made.resolved(kryvyi, paper, late, actor=kryvyi.department_head, parent_task=Task.objects.get().pk)


class TestCancel:
    def test_cancels_open_tasks_and_control(self, kryvyi):
        task = made.task(kryvyi)
        resolutions.cancel(
            actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="Доручено помилково не тому"
        )
        task.refresh_from_db()
        control = Control.objects.get()
        assert (task.state, control.state, control.off_mark) == ("cancelled", "off", "Резолюцію скасовано")
        assert not documents.visible(kryvyi.executor).exists()

    def test_refuses_another_and_no_reason(self, kryvyi):
        task = made.task(kryvyi)
        with pytest.raises(Refusal, match="автор"):
            resolutions.cancel(actor=kryvyi.deputy, at=AT, resolution=task.resolution_id, reason="так")
        with pytest.raises(Refusal, match="причину"):
            resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason=" ")

    def test_refuses_twice(self, kryvyi):
        task = made.task(kryvyi)
        cancel = {"actor": kryvyi.mayor, "at": AT, "resolution": task.resolution_id}
        resolutions.cancel(**cancel, reason="Буде інша")
        with pytest.raises(Refusal, match="вже скасовано"):
            resolutions.cancel(**cancel, reason="Буде інша")

    def test_without_control_only_the_tasks_go(self, kryvyi):
        task = made.task(kryvyi, put_on_control=False)
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="Буде інша")
        assert Task.objects.get().state == "cancelled"
        assert not Control.objects.exists()

    def test_refuses_after_a_task_is_done(self, kryvyi):
        task = made.done(kryvyi, made.task(kryvyi))
        with pytest.raises(Refusal, match="виконане"):
            resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="пізно")

    def test_obligatory_control_stays(self, kryvyi):
        task = made.task(kryvyi, "cabinet_letter")
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="Буде інша")
        assert Control.objects.get().state == "on"
        assert made.resolved(kryvyi, task.document).on_original

    def test_what_only_its_maker_takes_off_stays_on_control(self, kryvyi):
        """KR 8.15: not obligatory by 8.3, yet no leader takes it off; the paper waits on his desk for a new resolution."""
        task = made.task(kryvyi, "ministry_letter")
        assert not Control.objects.get().is_obligatory
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="Буде інша")
        assert (Control.objects.get().state, Review.objects.get().done_at) == ("on", None)
        again = made.resolved(kryvyi, task.document, made.point(kryvyi.second, due_on=date(2026, 3, 27)))
        assert (again.on_original, Control.objects.get().due_on) == (True, date(2026, 3, 27))

    def test_an_author_who_may_not_write_off_leaves_it_on_control(self, kryvyi):
        """KR 8.15: the head of a body writes on what is addressed to him, but takes nothing off control."""
        from magistrat.tasks.actions import watching

        head = kryvyi.department_head
        paper = made.letter(kryvyi, addressee=head.post_id)
        task = made.resolved(kryvyi, paper, actor=head).tasks.get()
        watching.put_on(actor=kryvyi.mayor, at=AT, document=paper.pk, reason="Доручення наради")
        resolutions.cancel(actor=head, at=AT, resolution=task.resolution_id, reason="Буде інша")
        assert Control.objects.get().state == "on"

    def test_in_the_other_city_an_executive_bodys_paper_stays(self, druzhkivka):
        """DR 9.7: only the mayor's own resolution takes it off."""
        task = made.task(druzhkivka, "regional_administration_letter")
        Control.objects.update(is_obligatory=False)
        resolutions.cancel(actor=druzhkivka.mayor, at=AT, resolution=task.resolution_id, reason="Буде інша")
        assert Control.objects.get().state == "off"
        to_deputy = {"addressee": druzhkivka.deputy.post_id, "stated_due_on": made.DUE}
        other = made.letter(druzhkivka, "regional_administration_letter", **to_deputy)
        written = made.resolved(druzhkivka, other, actor=druzhkivka.deputy, put_on_control=True)
        Control.objects.update(is_obligatory=False)
        resolutions.cancel(actor=druzhkivka.deputy, at=AT, resolution=written.pk, reason="Буде інша")
        assert Control.objects.get(document=other).state == "on"


class TestReassign:
    def test_the_head_gives_it_to_another(self, kryvyi):
        task = made.task(kryvyi)
        handing.reassign(
            actor=kryvyi.department_head, at=AT, task=task.pk, executor=kryvyi.second.post_id, reason="відпустка"
        )
        task.refresh_from_db()
        assert (task.executor_id, task.state) == (kryvyi.second.post_id, "given")
        assert not documents.visible(kryvyi.executor).exists()
        assert documents.visible(kryvyi.second).exists()

    def test_the_author_gives_a_returned_one_anew(self, kryvyi):
        task = made.task(kryvyi)
        made.execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не належить до повноважень")
        handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.education.post_id)
        task.refresh_from_db()
        assert (task.executor_id, task.state, task.department_id) == (
            kryvyi.education.post_id, "given", kryvyi.education.department_id,
        )  # fmt: skip

    def test_refuses_another_head_and_an_executor(self, kryvyi):
        task = made.task(kryvyi)
        with pytest.raises(Refusal, match="керівник виконавця"):
            handing.reassign(actor=kryvyi.education, at=AT, task=task.pk, executor=kryvyi.stranger.post_id)
        with pytest.raises(Refusal) as refused:
            handing.reassign(actor=kryvyi.executor, at=AT, task=task.pk, executor=kryvyi.second.post_id)
        assert refused.value.clause == "7.11"

    def test_refuses_the_same_executor_and_a_done_task(self, kryvyi):
        task = made.task(kryvyi)
        with pytest.raises(Refusal, match="вже доручено"):
            handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.executor.post_id)
        made.done(kryvyi, task)
        with pytest.raises(Refusal, match="виконано"):
            handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.second.post_id)

    def test_refuses_a_post_that_is_no_more(self, kryvyi):
        from magistrat.organisation.models import Post

        task = made.task(kryvyi)
        Post.objects.filter(pk=kryvyi.second.post_id).update(until=date(2026, 3, 1))
        with pytest.raises(Refusal, match="штатному розписі"):
            handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.second.post_id)

    def test_hands_over_all_of_one_who_is_ill(self, kryvyi):
        tasks = [made.task(kryvyi), made.task(kryvyi)]
        moved = handing.hand_over_all(
            actor=kryvyi.department_head,
            at=AT,
            absent=kryvyi.executor.post_id,
            executor=kryvyi.second.post_id,
            reason="хвороба",
        )
        assert {task.pk for task in moved.moved} == {task.pk for task in tasks}
        assert set(Task.objects.values_list("executor_id", flat=True)) == {kryvyi.second.post_id}

    def hand_over(self, office, **more):
        given = {"absent": office.executor.post_id, "executor": office.second.post_id, "reason": "хвороба"}
        return handing.hand_over_all(actor=office.department_head, at=AT, **(given | more))

    def test_what_is_reported_stays_reported(self, kryvyi):
        """A report given in time waits for its judge: it neither comes back nor becomes late."""
        first, second, third = (made.task(kryvyi) for _ in range(3))
        made.reported(kryvyi, first)
        judging.accept(actor=kryvyi.department_head, at=AT, task=made.reported(kryvyi, second).pk)
        assert [task.pk for task in self.hand_over(kryvyi).moved] == [third.pk]
        for task, state in ((first, "reported"), (second, "head_accepted")):
            task.refresh_from_db()
            assert (task.state, task.executor_id) == (state, kryvyi.executor.post_id)
            assert task.reports.get().state == "given"
        later = made.days_later(30)
        assert judging.accept(actor=kryvyi.mayor, at=later, task=second.pk).done_on == made.ON

    def test_reports_that_he_was_to_judge_go_along(self, kryvyi):
        made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.stranger))
        main, helper = Task.objects.get(part="main"), Task.objects.get(part="co")
        made.execution.report(actor=kryvyi.stranger, at=AT, task=helper.pk, text="Моя частина")
        self.hand_over(kryvyi)
        main.refresh_from_db()
        assert main.executor_id == kryvyi.second.post_id
        assert judging.accept(actor=kryvyi.second, at=AT, task=helper.pk).state == "done"

    def test_even_when_his_own_work_is_reported(self, kryvyi):
        made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.stranger))
        main, helper = Task.objects.get(part="main"), Task.objects.get(part="co")
        made.execution.report(actor=kryvyi.stranger, at=AT, task=helper.pk, text="Моя частина")
        made.reported(kryvyi, main)
        assert self.hand_over(kryvyi).moved == []
        assert documents.visible(kryvyi.second).exists()
        assert judging.accept(actor=kryvyi.second, at=AT, task=helper.pk).state == "done"
        with pytest.raises(Refusal, match="немає незавершених"):
            self.hand_over(kryvyi)

    def test_parts_come_back_to_the_new_executor(self, kryvyi):
        head = kryvyi.department_head
        paper = made.letter(kryvyi)
        main = made.resolved(kryvyi, paper, made.point(head)).tasks.get()
        part = made.resolved(kryvyi, paper, made.point(kryvyi.executor), actor=head, parent_task=main.pk).tasks.get()
        made.execution.report(actor=kryvyi.executor, at=AT, task=part.pk, text="Зроблено")
        handing.reassign(actor=kryvyi.mayor, at=AT, task=main.pk, executor=kryvyi.education.post_id)
        part.refresh_from_db()
        assert (part.giver_id, part.judge_id) == (kryvyi.education.post_id, kryvyi.education.post_id)
        assert judging.accept(actor=kryvyi.education, at=AT, task=part.pk).state == "done"

    def test_hand_over_refuses_nothing_nobody_and_no_reason(self, kryvyi):
        same = {"actor": kryvyi.department_head, "at": AT, "absent": kryvyi.executor.post_id}
        with pytest.raises(Refusal, match="немає незавершених"):
            handing.hand_over_all(**same, executor=kryvyi.second.post_id, reason="хвороба")
        made.task(kryvyi)
        with pytest.raises(Refusal, match="іншу"):
            handing.hand_over_all(**same, executor=kryvyi.executor.post_id, reason="хвороба")
        of_others = same | {"actor": kryvyi.education}
        with pytest.raises(Refusal, match="лише керівник") as refused:
            handing.hand_over_all(**of_others, executor=kryvyi.second.post_id, reason="хвороба")
        assert "7.11" in refused.value.clause
        with pytest.raises(Refusal, match="причину"):
            handing.hand_over_all(**same, executor=kryvyi.second.post_id, reason="")


class TestObligatoryControl:
    """KR 8.3; DR 8.3: such a paper goes nowhere unwatched, from the desk or to its file."""

    def informed(self, office):
        return made.point(Assignee(office.executor.post_id, "info"), due_on=None)

    @pytest.mark.parametrize("kind", ["law", "cabinet_act", "information_request", "councillor_request"])
    def test_refuses_to_read_it_without_a_resolution(self, kryvyi, kind):
        paper = made.letter(kryvyi, kind)
        with pytest.raises(Refusal, match="обов'язковому контролю") as refused:
            reviews.read(actor=kryvyi.mayor, at=AT, document=paper.pk)
        assert refused.value.clause == ("5.45.3.2" if kind == "councillor_request" else "8.3")
        made.resolved(kryvyi, paper)
        Review.objects.create(document=paper, leader_id=kryvyi.deputy.post_id, folder="info", since=AT)
        assert reviews.read(actor=kryvyi.deputy, at=AT, document=paper.pk).done_at == AT

    @pytest.mark.parametrize("office", ["kryvyi", "druzhkivka"])
    def test_refuses_to_pass_it_on_only_to_be_known(self, office, request):
        made_in = request.getfixturevalue(office)
        paper = made.letter(made_in, "law")
        passed = {"actor": made_in.mayor, "at": AT, "document": paper.pk, "leader": made_in.deputy.post_id}
        with pytest.raises(Refusal, match="обов'язковому контролю") as refused:
            reviews.pass_to(**passed, is_info=True)
        assert (refused.value.clause, Review.objects.get().leader_id) == ("8.3", made_in.mayor.post_id)
        reviews.pass_to(**passed)
        ordinary = made.letter(made_in)
        assert reviews.pass_to(**passed | {"document": ordinary.pk}, is_info=True).folder == "info"

    def test_refuses_a_resolution_that_only_informs(self, kryvyi):
        paper = made.letter(kryvyi, "cabinet_act")
        with pytest.raises(Refusal, match="головним виконавцем") as refused:
            made.resolved(kryvyi, paper, self.informed(kryvyi))
        assert (refused.value.clause, Resolution.objects.exists()) == ("8.3", False)
        made.resolved(kryvyi, paper)
        made.resolved(kryvyi, paper, self.informed(kryvyi))
        assert Control.objects.get().state == "on"

    def test_its_marks_free_it_where_the_regulation_has_them(self, druzhkivka):
        """DR 10.19."""
        paper = made.letter(druzhkivka, "regional_council_act")
        with pytest.raises(Refusal) as refused:
            reviews.read(actor=druzhkivka.mayor, at=AT, document=paper.pk)
        assert refused.value.clause == "8.3"
        assert filing_refusal(document=paper, at=AT).clause == "8.3"
        made.resolved(druzhkivka, paper, self.informed(druzhkivka), text="До відома")
        assert (Control.objects.exists(), filing_refusal(document=paper, at=AT)) == (False, None)

    def test_refuses_to_file_what_never_was_on_control(self, kryvyi):
        paper = made.letter(kryvyi, "law")
        assert filing_refusal(document=paper, at=AT).clause == "8.3"
        assert filing_refusal(document=made.letter(kryvyi), at=AT) is None

    def test_what_came_from_the_earlier_books_is_filed(self, kryvyi):
        paper = made.letter(kryvyi, "law")
        deeds.write(
            subject=paper, document=paper.pk, actor=kryvyi.clerk, at=AT, code="documents.brought_in", text="з книг"
        )
        assert filing_refusal(document=paper, at=AT) is None


class TestByTheWords:
    def test_a_mark_that_only_informs_gives_no_task_and_no_control(self, druzhkivka):
        paper = made.letter(druzhkivka, "regional_council_act")
        made.resolved(druzhkivka, paper, made.point(druzhkivka.executor, text="До відома"), text="До відома")
        assert Task.objects.get().part == "info"
        assert not Control.objects.exists()

    def test_an_executive_bodys_letter_with_a_leaders_resolution_comes_on_control(self, druzhkivka):
        paper = made.letter(druzhkivka, "regional_administration_letter")
        made.resolved(druzhkivka, paper)
        assert Control.objects.get().clause == "9.3"

    def test_refuses_a_head_who_would_control_a_higher_bodys_paper(self, druzhkivka):
        paper = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.department_head.post_id)
        with pytest.raises(Refusal) as refused:
            made.resolved(druzhkivka, paper, actor=druzhkivka.department_head)
        assert refused.value.clause in {"8.4", "8.3"}

    def test_a_bodys_own_officer_keeps_control_in_his_body(self, druzhkivka):
        from magistrat.organisation.models import Post
        from tests.factories import documents as papers

        water = Post.objects.get(pk=druzhkivka.executor.post_id).department
        officer = papers.actor("Відповідальний за контроль", water, "body_control_officer")
        task = made.task(druzhkivka, put_on_control=False)
        from magistrat.documents.actions import grants

        grants.give(document=task.document, post=officer.post_id, reason="head", source="tests:1", at=AT)
        from magistrat.tasks.actions import watching

        control = watching.put_on(actor=officer, at=AT, document=task.document_id, reason="Доручення начальника")
        assert (control.unit_id, control.clause) == (water.pk, "8.15")


class TestStandingIn:
    def test_the_substitute_writes_under_both_posts(self, kryvyi):
        from magistrat.organisation import queries as organisation

        Substitution.objects.create(
            absent_id=kryvyi.mayor.post_id, substitute_id=kryvyi.first_deputy.post_id, reason="leave", since=date(2026, 3, 9),
            until=date(2026, 3, 23), proposed_at=AT, proposed_by="-", agreed_at=AT, agreed_by="-",
        )  # fmt: skip
        paper = made.letter(kryvyi)
        choices = organisation.actors_of(kryvyi.first_deputy.person_id, made.ON)
        acting = next(one for one in choices if one.acting_for == kryvyi.mayor.post_id)
        resolution = made.resolved(kryvyi, paper, actor=acting)
        assert resolution.author_id == kryvyi.mayor.post_id
        assert resolution.author_printed.startswith("В.о. міського голови – перший заступник міського голови")
        assert Review.objects.get(document=paper).done_at == AT

    @pytest.mark.parametrize("who", ["mayor", "assistant", "first_deputy"])
    def test_on_the_day_of_return_each_writes_under_his_own_name(self, kryvyi, who):
        """KR 1.9.2: taken back on the first day, the duties are done on it by both."""
        from magistrat.organisation import queries as organisation

        Substitution.objects.create(
            absent_id=kryvyi.mayor.post_id, substitute_id=kryvyi.first_deputy.post_id, reason="leave", since=made.ON,
            until=made.ON + timedelta(days=1), proposed_at=AT, proposed_by="-", agreed_at=AT, agreed_by="-", cancelled_by="-",
        )  # fmt: skip
        actor = getattr(kryvyi, who)
        if who == "first_deputy":
            choices = organisation.actors_of(kryvyi.first_deputy.person_id, made.ON)
            actor = next(one for one in choices if one.acting_for == kryvyi.mayor.post_id)
        printed = made.resolved(kryvyi, made.letter(kryvyi), actor=actor).author_printed
        assert printed.startswith("В.о. міського голови" if who == "first_deputy" else "Міський голова")
        assert Entry.objects.get(code="tasks.resolution_written").payload["author"] == printed

    def test_one_of_the_earlier_books_of_such_a_day_bears_no_name(self, kryvyi):
        """They do not say which of the two signed it."""
        mayor, signature = kryvyi.mayor.post_id, bringing_in.Remembered().signature
        assert signature(mayor, made.ON).startswith("Міський голова ")
        Substitution.objects.create(
            absent_id=mayor, substitute_id=kryvyi.first_deputy.post_id, reason="leave", since=made.ON,
            until=made.ON + timedelta(days=1), proposed_at=AT, proposed_by="-", agreed_at=AT, agreed_by="-", cancelled_by="-",
        )  # fmt: skip
        assert bringing_in.Remembered().signature(mayor, made.ON) == "Міський голова"


class TestAnnulled:
    def test_lies_on_no_desk(self, kryvyi):
        from magistrat.tasks import queries

        paper = made.letter(kryvyi)
        annulling.annul(actor=kryvyi.records_head, at=AT, document_id=paper.pk, reason="двічі")
        assert queries.reviews_of(posts=[kryvyi.mayor.post_id]) == []
        assert queries.folder_counts(posts=[kryvyi.mayor.post_id]) == {}


class TestWhoMaySayWhat:
    """A leader without these rights exists in neither city: a made-up edition takes them away."""

    @pytest.mark.parametrize(
        ("right", "more"),
        [("control.set_term", {}), ("control.set", {"put_on_control": True})],
    )
    def test_refuses_a_term_and_control_of_one_without_the_right(self, kryvyi, monkeypatch, right, more):
        from magistrat.rules.edition import Edition

        may = Edition.may
        monkeypatch.setattr(
            Edition,
            "may",
            lambda self, asked, roles: Refusal("8.6", "Не можна.") if asked == right else may(self, asked, roles),
        )
        paper = made.letter(kryvyi, stated_due_on=made.DUE)
        point = made.point(kryvyi.executor, due_on=None if more else made.DUE)
        with pytest.raises(Refusal, match="Не можна"):
            made.resolved(kryvyi, paper, point, **more)

"""What is still open when a registration is annulled, a document comes off control or is put into its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from magistrat.documents.actions import annulling, grants, nomenclature, registration
from magistrat.documents.actions.hooks import filing_refusal
from magistrat.documents.models import CaseFile, Document
from magistrat.journal.models import Entry
from magistrat.organisation.models import Post
from magistrat.outbox.models import Message
from magistrat.reports import periods
from magistrat.reports import queries as reports
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import (
    execution,
    extensions,
    handing,
    judging,
    point_removal,
    reminders,
    removal,
    resolutions,
)
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, ControlPoint, Extension, Review, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATE = made.days_later(20)


def annulled(office, document, at=AT):
    return annulling.annul(actor=office.records_head, at=at, document_id=document, reason="зареєстровано двічі")


def split(office, task):
    """The executor's part of the task that its head splits."""
    made.resolved(
        office, task.document, made.point(office.second), actor=office.department_head, parent_task=task.pk
    )  # fmt: skip
    return Task.objects.get(parent=task)


class TestAnnulled:
    def test_leaves_nothing_to_do(self, kryvyi):
        task = made.task(kryvyi)
        annulled(kryvyi, task.document_id)
        task.refresh_from_db()
        assert task.state == "cancelled"
        assert queries.my_tasks(actor=kryvyi.executor) == []
        assert list(queries.tasks_at(posts=[kryvyi.executor.post_id])) == []
        assert queries.open_due(until=date(2026, 12, 31)) == []
        assert reports.list_of(period=periods.containing(made.DUE, "month"), figure="due", on=made.ON).count() == 0
        assert "двічі" in Entry.objects.get(code="tasks.ended").payload["text"]
        assert Message.objects.filter(key__startswith="tasks.ended", to_post=kryvyi.executor.post_id).count() == 1

    def test_nobody_is_reminded_of_it(self, kryvyi):
        annulled(kryvyi, made.task(kryvyi).document_id)
        reminders.remind(at=LATE)
        assert not Message.objects.filter(key__startswith="tasks.reminder").exists()

    def test_comes_off_control_with_its_points(self, kryvyi):
        document = made.letter(kryvyi, "instruction")
        made.resolved(kryvyi, document, made.point(kryvyi.executor, number="1"), put_on_control=True)
        annulled(kryvyi, document.pk)
        control = Control.objects.get()
        assert (control.state, control.off_on) == ("off", made.ON)
        assert "двічі" in control.off_mark
        assert ControlPoint.objects.get().state == "off"
        assert queries.control_list(actor=kryvyi.control, wanted=queries.Wanted()).count() == 0
        assert Entry.objects.filter(code="tasks.off_control", document=document.pk).count() == 1

    def test_leaves_the_desk_and_needs_no_reading(self, kryvyi):
        document = made.letter(kryvyi)
        made.resolved(kryvyi, document, made.point(kryvyi.executor, Assignee(kryvyi.second.post_id, "info")))
        waiting = made.letter(kryvyi)
        annulled(kryvyi, document.pk)
        annulled(kryvyi, waiting.pk)
        assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}
        assert Review.objects.filter(done_at__isnull=True).count() == 0

    def test_nobody_decides_its_terms(self, kryvyi):
        task = made.task(kryvyi)
        asked = extensions.ask(
            actor=kryvyi.executor, at=AT, task=task.pk, new_due_on=date(2026, 3, 30), reason="Перевірка"
        )
        annulled(kryvyi, task.document_id)
        asked.refresh_from_db()
        assert (asked.state, "двічі" in asked.remark) == ("refused", True)
        assert queries.extensions_waiting(actor=kryvyi.mayor) == []

    def test_what_was_done_stays_done(self, kryvyi):
        done = made.done(kryvyi, made.task(kryvyi))
        annulled(kryvyi, done.document_id)
        done.refresh_from_db()
        assert (done.state, Control.objects.get().done_on) == ("done", made.ON)


class TestOffControl:
    def helped(self, office):
        """A task done by its main executor while the helper and one informed have not answered."""
        document = made.letter(office)
        point = made.point(office.executor, office.second, Assignee(office.education.post_id, "info"))
        made.resolved(office, document, point, put_on_control=True)
        return made.done(office, Task.objects.get(part="main")), Task.objects.get(part="co")

    def test_a_helpers_task_ends_with_it(self, kryvyi):
        main, helper = self.helped(kryvyi)
        made.submitted(kryvyi, main)
        removal.write_off(actor=kryvyi.mayor, at=AT, document=main.document_id)
        helper.refresh_from_db()
        assert (helper.state, Task.objects.get(part="info").state) == ("cancelled", "given")
        assert "знято разом із контролем" in Entry.objects.get(code="tasks.ended").payload["text"]
        assert Entry.objects.get(code="tasks.ended").clause == "8.15"
        with pytest.raises(Refusal, match="скасовано"):
            execution.report(actor=kryvyi.second, at=AT, task=helper.pk, text="Пізно")

    def test_a_part_ends_with_it(self, kryvyi):
        resolution = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.department_head), put_on_control=True)
        task = resolution.tasks.get()
        part = split(kryvyi, task)
        execution.report(actor=kryvyi.department_head, at=AT, task=task.pk, text="Зроблено")
        judging.accept(actor=kryvyi.mayor, at=AT, task=task.pk)
        made.submitted(kryvyi, task)
        removal.write_off(actor=kryvyi.mayor, at=AT, document=task.document_id)
        part.refresh_from_db()
        assert part.state == "cancelled"

    def test_unfinished_work_ends_with_its_makers_letter(self, kryvyi):
        task = made.task(kryvyi, "ministry_letter")
        letter = made.letter(kryvyi, "ministry_letter")
        made.resolved(kryvyi, letter, made.point(Assignee(kryvyi.control.post_id, "info")))
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        task.refresh_from_db()
        assert task.state == "cancelled"

    def test_only_the_points_own_helper_with_a_point(self, kryvyi):
        document = made.letter(kryvyi, "instruction")
        made.resolved(
            kryvyi,
            document,
            made.point(kryvyi.executor, kryvyi.second, number="1"),
            made.point(kryvyi.executor, kryvyi.second, number="2"),
            put_on_control=True,
        )
        first = ControlPoint.objects.order_by("id").first()
        made.done(kryvyi, first.task)
        point_removal.submit(actor=kryvyi.control, at=AT, point=first.pk)
        point_removal.write_off(actor=kryvyi.mayor, at=AT, point=first.pk)
        helpers = dict(Task.objects.filter(part="co").values_list("point", "state"))
        assert helpers == {"1": "cancelled", "2": "given"}

    def test_a_new_resolution_gives_work_anew(self, kryvyi):
        main, _ = self.helped(kryvyi)
        made.submitted(kryvyi, main)
        removal.write_off(actor=kryvyi.mayor, at=AT, document=main.document_id)
        made.resolved(kryvyi, main.document, made.point(kryvyi.second), put_on_control=True)
        assert Task.objects.filter(state="given", part="main").count() == 1


class TestFiled:
    def test_what_was_not_on_control_leaves_nothing_open(self, kryvyi):
        document = made.letter(kryvyi)
        made.resolved(kryvyi, document, made.point(kryvyi.executor, kryvyi.second))
        made.done(kryvyi, Task.objects.get(part="main"))
        case = CaseFile.objects.create(
            year=2026,
            department_id=kryvyi.incoming.department_id,
            index="04.1-05",
            title="Листування",
            keep_term="5 р.",
        )
        nomenclature.file_away(actor=kryvyi.clerk, at=AT, document_id=document.pk, case_id=case.pk)
        assert Task.objects.get(part="co").state == "cancelled"
        assert "до справи" in Entry.objects.get(code="tasks.ended").payload["text"]


class TestCancelledResolution:
    def test_its_parts_and_requests_end_with_it(self, kryvyi):
        resolution = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.department_head))
        task = resolution.tasks.get()
        part = split(kryvyi, task)
        extensions.ask(
            actor=kryvyi.department_head, at=AT, task=task.pk, new_due_on=date(2026, 3, 30), reason="Перевірка"
        )
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=resolution.pk, reason="Помилка")
        part.refresh_from_db()
        assert (part.state, Extension.objects.get().state) == ("cancelled", "refused")


class TestRequestForAnotherTerm:
    """Nobody has to decide any more on the term of what has ended (KR 8.13; DR 8.10)."""

    def asked(self, office, task):
        until = date(2026, 4, 30)
        return extensions.ask(actor=office.executor, at=AT, task=task.pk, new_due_on=until, reason="Перевірка")

    def ends(self, office, asked, why):
        asked.refresh_from_db()
        assert (asked.state, asked.clause, asked.remark) == ("refused", "8.13", why)
        assert queries.extensions_waiting(actor=office.mayor) == []
        entry = Entry.objects.get(code="tasks.extension_decided")
        assert why.lower() in entry.payload["text"].lower()

    def test_ends_when_the_task_is_done(self, kryvyi):
        task = made.task(kryvyi)
        asked = self.asked(kryvyi, task)
        made.done(kryvyi, task)
        self.ends(kryvyi, asked, "Завдання виконано")

    def test_ends_with_a_repetition_that_is_stopped(self, kryvyi):
        point = made.point(kryvyi.executor, due_on=None, repeats="month", repeat_day=5)
        task = made.resolved(kryvyi, made.letter(kryvyi), point).tasks.get()
        asked = self.asked(kryvyi, task)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=task.pk, reason="Потреба минула")
        self.ends(kryvyi, asked, "Повторення завдання припинено: Потреба минула")

    def test_waits_until_what_was_returned_is_given_anew(self, kryvyi):
        task = made.task(kryvyi)
        asked = self.asked(kryvyi, task)
        execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не наше")
        assert queries.extensions_waiting(actor=kryvyi.mayor) == []
        handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.second.post_id)
        assert queries.extensions_waiting(actor=kryvyi.mayor) == [asked]


class TestWhoAnnuls:
    def card(self, office):
        return papers.card(office, addressee=office.department_head.post_id)

    def own(self, office):
        return registration.register_incoming(
            actor=office.department_clerk, at=AT, registry_id=office.unit.pk, card=self.card(office)
        )

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_the_head_of_the_unit_in_its_registry_alone(self, city):
        office = made.office(city)
        own = self.own(office)
        elsewhere = made.letter(office, addressee=office.department_head.post_id)
        annul = annulling.annul
        with pytest.raises(Refusal, match="керівник підрозділу") as refused:
            annul(actor=office.department_head, at=AT, document_id=elsewhere.pk, reason="двічі")
        assert refused.value.clause == "7.4"
        with pytest.raises(Refusal):
            annul(actor=office.department_clerk, at=AT, document_id=own.pk, reason="двічі")
        done = annul(actor=office.department_head, at=AT, document_id=own.pk, reason="двічі")
        assert done.state == "annulled"

    def test_the_one_to_whom_a_leaders_secretary_reports(self, kryvyi):
        unit = papers.department("Апарат", "02")
        manager = papers.actor(
            "Керуюча справами", Post.objects.get(pk=kryvyi.mayor.post_id).department, "affairs_manager"
        )
        Post.objects.filter(pk=kryvyi.assistant.post_id).update(department=unit, head=manager.post_id)
        assistant = replace(kryvyi.assistant, on_behalf=None, department_id=unit.pk, departments=(unit.pk,))
        book = papers.registry("internal-leader-1", "internal", unit, "{n}/1-вн", clause="7.4")
        book.clerks.add(assistant.post_id)
        memo = papers.kind("memo", "Службова записка", ("internal",))
        card = papers.card(
            kryvyi, kind=memo.pk, parties=(), author=kryvyi.department_head.post_id, addressee=kryvyi.deputy.post_id,
            way="", arrived_at=None,
        )  # fmt: skip
        paper = registration.register_internal(actor=assistant, at=AT, registry_id=book.pk, card=card)
        for other in (kryvyi.records_head, manager):
            grants.give(document=paper, post=other.post_id, reason="informed", source="tests:1", at=AT)
        with pytest.raises(Refusal, match="керівник підрозділу"):
            annulling.annul(actor=kryvyi.records_head, at=AT, document_id=paper.pk, reason="двічі")
        assert annulling.annul(actor=manager, at=AT, document_id=paper.pk, reason="двічі").state == "annulled"


class TestReturned:
    """What was returned as not the executor's waits to be given anew only as long as the paper is worked on."""

    def returned(self, office, kind="enterprise_letter"):
        task = made.task(office, kind)
        execution.return_to_author(actor=office.executor, at=AT, task=task.pk, reason="Не належить до повноважень")
        return task

    def test_ends_with_the_registration_and_with_control(self, kryvyi):
        task, other = self.returned(kryvyi), self.returned(kryvyi, "ministry_letter")
        annulled(kryvyi, task.document_id)
        letter = made.letter(kryvyi, "ministry_letter")
        made.resolved(kryvyi, letter, made.point(Assignee(kryvyi.control.post_id, "info")))
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=other.document_id, letter=letter.pk)
        assert set(Task.objects.exclude(part="info").values_list("state", flat=True)) == {"cancelled"}
        assert list(queries.returned_to(actor=kryvyi.mayor)) == []
        # Who has returned it is not told that it ended.
        assert not Message.objects.filter(key__startswith="tasks.ended").exists()

    def test_ends_with_its_resolution(self, kryvyi):
        task = self.returned(kryvyi)
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=task.resolution_id, reason="Помилка")
        task.refresh_from_db()
        assert task.state == "cancelled"

    @pytest.mark.parametrize("how", ["annulled", "filed", "off"])
    def test_is_given_to_nobody_once_the_paper_is_closed(self, kryvyi, how):
        """Also one that has stayed so from before."""
        task = self.returned(kryvyi)
        assert [one.pk for one in queries.returned_to(actor=kryvyi.mayor)] == [task.pk]
        if how == "filed":
            Document.objects.filter(pk=task.document_id).update(filed_on=made.ON)
        elif how == "annulled":
            Document.objects.filter(pk=task.document_id).update(state="annulled")
        else:
            Control.objects.update(state="off", off_at=LATE, off_on=LATE.date())
        assert list(queries.returned_to(actor=kryvyi.mayor)) == []
        with pytest.raises(Refusal, match="не передають"):
            handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.second.post_id)

    def test_is_not_done(self, kryvyi):
        """KR 8.16: as for a point, so for a whole paper."""
        task = self.returned(kryvyi)
        assert list(queries.ready_to_submit(units=kryvyi.control.departments)) == []
        with pytest.raises(Refusal, match="ще не виконано"):
            removal.submit_case(actor=kryvyi.control, at=AT, document=task.document_id)
        Control.objects.all().delete()
        assert "невиконані" in filing_refusal(document=task.document, at=AT).message

    def test_is_done_with_a_later_resolution(self, kryvyi):
        task = self.returned(kryvyi)
        anew = made.resolved(kryvyi, task.document, made.point(kryvyi.second), on_blank=True).tasks.get()
        execution.report(actor=kryvyi.second, at=AT, task=anew.pk, text="Зроблено")
        judging.accept(actor=kryvyi.department_head, at=AT, task=anew.pk)
        judging.accept(actor=kryvyi.mayor, at=AT, task=anew.pk)
        assert len(queries.ready_to_submit(units=kryvyi.control.departments)) == 1
        assert removal.submit_case(actor=kryvyi.control, at=AT, document=task.document_id).state == "submitted"


def test_a_cancelled_part_and_a_refused_request_are_told_and_written_down(kryvyi):
    resolution = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.department_head))
    task = resolution.tasks.get()
    part = split(kryvyi, task)
    extensions.ask(actor=kryvyi.department_head, at=AT, task=task.pk, new_due_on=date(2026, 3, 30), reason="Перевірка")
    resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=resolution.pk, reason="Помилка")
    ended = Entry.objects.filter(code="tasks.ended").values_list("subject", flat=True)
    assert set(ended) == {task.pk, part.pk}
    told = Message.objects.filter(key__startswith="tasks.ended").values_list("to_post", flat=True)
    assert set(told) == {kryvyi.department_head.post_id, kryvyi.second.post_id}
    assert "не розглядатимуть" in Entry.objects.get(code="tasks.extension_decided").payload["text"]
    asker = Message.objects.get(key__startswith="tasks.extension_decided")
    assert asker.to_post == kryvyi.department_head.post_id

"""Letters of ours beside a document, asked in a number of statements that does not grow with them (DR 8.12, 9.7)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.documents.actions import annulling, grants, links
from magistrat.documents.models import Link
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, judging, removal
from magistrat.tasks.models import Task
from tests.factories import documents as papers
from tests.factories import tasks as made
from tests.factories.tasks import AT

pytestmark = pytest.mark.django_db


def counted(deed, **words):
    with CaptureQueriesContext(connection) as run:
        deed(**words)
    return len(run)


def answer(office, task):
    letter = papers.outgoing(office, reply_to=task.document_id, department=office.executor.department_id)
    made.dispatched(office, letter)
    return letter


def related(office, task):
    """A letter registered as no answer, whose card says afterwards that it is one."""
    letter = papers.outgoing(office, author=office.deputy.post_id)
    links.connect(
        actor=office.clerk, at=AT, source_id=letter.pk, target_id=task.document_id, kind=Link.Kind.REPLY
    )  # fmt: skip
    return letter


class TestStatements:
    def test_of_what_was_sent_do_not_grow(self, druzhkivka):
        task = made.task(druzhkivka, "ministry_letter")
        answer(druzhkivka, task)
        few = counted(queries.answers_to, document=task.document_id)
        last = [answer(druzhkivka, task) for _ in range(3)][-1]
        assert counted(queries.answers_to, document=task.document_id) == few
        assert queries.answers_to(document=task.document_id).sent == last

    def test_of_a_refused_end_do_not_grow(self, druzhkivka):
        task = made.task(druzhkivka, "ministry_letter")

        def close(**words):
            with pytest.raises(Refusal, match="лише пов'язано"):
                removal.close_after_information(**words)

        related(druzhkivka, task)
        words = {"actor": druzhkivka.records_head, "at": AT, "document": task.document_id}
        few = counted(close, **words)
        for _ in range(3):
            related(druzhkivka, task)
        assert counted(close, **words) == few


class TestWhatToDoWithARelatedLetter:
    """The refusal names a deed that is still possible: a done task takes no report (DR 8.12, 9.7)."""

    def refused(self, office, task):
        with pytest.raises(Refusal, match="лише пов'язано") as refused:
            removal.close_after_information(actor=office.records_head, at=AT, document=task.document_id)
        return refused.value.message

    def test_by_how_the_work_stands(self, druzhkivka):
        office, task = druzhkivka, made.task(druzhkivka, "ministry_letter")
        letter = related(office, task)
        grants.give(document=letter, at=AT, reason="author", source="tests:1", post=office.executor.post_id)
        assert "виконавець зазначає його у звіті" in self.refused(office, task)
        execution.report(actor=office.executor, at=AT, task=task.pk, text="Надіслано")
        assert "звіт повертають на доопрацювання" in self.refused(office, task)
        judging.send_back(actor=office.department_head, at=AT, task=task.pk, remark="Зазначте лист")
        assert "виконавець зазначає його у звіті" in self.refused(office, task)
        execution.report(actor=office.executor, at=AT, task=task.pk, text="Надіслано", reply=letter.pk)
        judging.accept(actor=office.department_head, at=AT, task=task.pk)
        judging.accept(actor=office.mayor, at=AT, task=task.pk)
        assert queries.answers_to(document=task.document_id).replies == [letter]

    def test_of_a_done_task_the_case_goes_to_the_leader(self, druzhkivka):
        office, task = druzhkivka, made.task(druzhkivka, "ministry_letter")
        related(office, task)
        made.done(office, task)
        said = self.refused(office, task)
        assert "звіт за виконаним завданням не подають" in said
        assert "справу подають на розгляд керівникові (п. 9.7)" in said
        made.submitted(office, task, actor=office.records_head, visaed_by=office.deputy.post_id)
        assert removal.write_off(actor=office.mayor, at=AT, document=task.document_id).off_clause == "9.7"

    def test_of_a_returned_task_after_another_resolution(self, druzhkivka):
        office, task = druzhkivka, made.task(druzhkivka, "ministry_letter")
        related(office, task)
        execution.return_to_author(actor=office.executor, at=AT, task=task.pk, reason="Не наше")
        assert "після нової резолюції" in self.refused(office, task)


class TestAnnulled:
    def test_a_repeating_task_answered_anew_has_its_next_period(self, druzhkivka):
        """Only the answer of this period was annulled; the work is given for the next one as before (KR 8.11)."""
        office = druzhkivka
        task = made.task(office, repeats="month", repeat_day=20)
        letter = papers.outgoing(office, author=office.deputy.post_id)
        grants.give(document=letter, at=AT, reason="author", source="tests:1", post=office.executor.post_id)
        execution.report(actor=office.executor, at=AT, task=task.pk, text="Надіслано", reply=letter.pk)
        annulling.annul(actor=office.records_head, at=AT, document_id=letter.pk, reason="зареєстровано двічі")
        task.refresh_from_db()
        assert (task.state, task.repeats) == ("taken", "month")
        made.done(office, task)
        assert Task.objects.get(point="1/2026-04").state == "given"

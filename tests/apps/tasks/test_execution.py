"""Taking, returning, reporting, judging; and who may not."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from magistrat.documents.actions import grants
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Post, Substitution
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, handing, judging, removal
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, Report, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


@pytest.fixture
def task(kryvyi):
    return made.task(kryvyi)


class TestTake:
    def test_puts_it_in_work(self, kryvyi, task):
        taken = execution.take(actor=kryvyi.executor, at=AT, task=task.pk)
        assert (taken.state, taken.taken_at) == ("taken", AT)
        assert Entry.objects.filter(code="tasks.taken", document=task.document_id).count() == 1

    def test_reading_is_enough_for_information(self, kryvyi):
        paper = made.letter(kryvyi)
        made.resolved(kryvyi, paper, made.point(kryvyi.executor, Assignee(kryvyi.second.post_id, "info")))
        info = Task.objects.get(part="info")
        assert execution.take(actor=kryvyi.second, at=AT, task=info.pk).done_on == made.ON

    def test_refuses_another(self, kryvyi, task):
        with pytest.raises(Refusal, match="лише виконавець"):
            execution.take(actor=kryvyi.second, at=AT, task=task.pk)

    def test_refuses_twice(self, kryvyi, task):
        execution.take(actor=kryvyi.executor, at=AT, task=task.pk)
        with pytest.raises(Refusal, match="у роботі"):
            execution.take(actor=kryvyi.executor, at=AT, task=task.pk)


class TestReturn:
    def test_goes_back_to_the_author_with_its_reason(self, kryvyi, task):
        execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не належить до повноважень")
        task.refresh_from_db()
        assert task.state == "returned"
        assert Message.objects.get(key__startswith="tasks.returned").to_post == kryvyi.mayor.post_id
        assert [one.pk for one in queries.returned_to(actor=kryvyi.mayor)] == [task.pk]

    def test_refuses_another_no_reason_and_a_reported_one(self, kryvyi, task):
        with pytest.raises(Refusal, match="лише виконавець"):
            execution.return_to_author(actor=kryvyi.second, at=AT, task=task.pk, reason="так")
        with pytest.raises(Refusal, match="чому"):
            execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="")
        made.reported(kryvyi, task)
        with pytest.raises(Refusal, match="подано звіт"):
            execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="так")


class TestReport:
    def test_waits_for_the_head(self, kryvyi, task):
        made.reported(kryvyi, task)
        assert (task.state, task.judge_id) == ("reported", kryvyi.department_head.post_id)
        assert [one.pk for one in queries.to_judge(actor=kryvyi.department_head)] == [task.pk]
        assert queries.to_judge(actor=kryvyi.mayor) == []

    def test_of_a_head_waits_for_the_author(self, kryvyi):
        resolution = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.department_head))
        execution.report(actor=kryvyi.department_head, at=AT, task=resolution.tasks.get().pk, text="Зроблено")
        assert resolution.tasks.get().judge_id == kryvyi.mayor.post_id

    def test_refuses_another_nothing_and_twice(self, kryvyi, task):
        with pytest.raises(Refusal, match="лише виконавець"):
            execution.report(actor=kryvyi.second, at=AT, task=task.pk, text="Зроблено")
        with pytest.raises(Refusal, match="Напишіть"):
            execution.report(actor=kryvyi.executor, at=AT, task=task.pk, text=" ")
        made.reported(kryvyi, task)
        with pytest.raises(Refusal, match="подано звіт"):
            execution.report(actor=kryvyi.executor, at=AT, task=task.pk, text="Ще раз")

    def test_refuses_more_pages_than_the_clause_lets(self):
        office = made.office("druzhkivka")
        higher = made.task(office, "ministry_letter")
        with pytest.raises(Refusal) as refused:
            execution.report(actor=office.executor, at=AT, task=higher.pk, text="Зроблено", pages=4)
        assert refused.value.clause == "8.8"
        assert execution.report(actor=office.executor, at=AT, task=higher.pk, text="Зроблено", pages=3).pages == 3

    def test_refuses_on_what_is_for_information(self, kryvyi):
        info = made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None)
        task = made.resolved(kryvyi, made.letter(kryvyi), info).tasks.get()
        with pytest.raises(Refusal, match="до відома"):
            execution.report(actor=kryvyi.executor, at=AT, task=task.pk, text="Зроблено")

    def test_attaches_only_an_outgoing_letter(self, kryvyi, task):
        with pytest.raises(Refusal, match="вихідний"):
            execution.report(actor=kryvyi.executor, at=AT, task=task.pk, text="Лист", reply=task.document_id)


class TestAccept:
    def test_head_then_author(self, kryvyi, task):
        made.reported(kryvyi, task)
        assert judging.accept(actor=kryvyi.department_head, at=AT, task=task.pk).state == "head_accepted"
        later = made.days_later(3)
        accepted = judging.accept(actor=kryvyi.mayor, at=later, task=task.pk)
        # Execution is the day of the report, whenever it is accepted.
        assert (accepted.state, accepted.done_on, accepted.done_at) == ("done", made.ON, later)
        assert Report.objects.get().state == "accepted"
        assert not accepted.is_overdue(made.ON)

    def test_refuses_the_author_before_the_head(self, kryvyi, task):
        made.reported(kryvyi, task)
        with pytest.raises(Refusal, match="Зараз звіт розглядає Директор"):
            judging.accept(actor=kryvyi.mayor, at=AT, task=task.pk)

    def test_refuses_the_executor_and_a_stranger(self, kryvyi, task):
        made.reported(kryvyi, task)
        for actor in (kryvyi.executor, kryvyi.education):
            with pytest.raises(Refusal):
                judging.accept(actor=actor, at=AT, task=task.pk)

    def test_refuses_without_a_report(self, kryvyi, task):
        with pytest.raises(Refusal, match="не прийнято"):
            judging.accept(actor=kryvyi.department_head, at=AT, task=task.pk)

    def test_the_main_executor_accepts_the_helpers(self, kryvyi):
        tasks = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.second)).tasks
        helper = tasks.get(part="co")
        execution.report(actor=kryvyi.second, at=AT, task=helper.pk, text="Моя частина")
        with pytest.raises(Refusal):
            judging.accept(actor=kryvyi.department_head, at=AT, task=helper.pk)
        assert judging.accept(actor=kryvyi.executor, at=AT, task=helper.pk).state == "done"

    def test_send_back_works_on(self, kryvyi, task):
        made.reported(kryvyi, task)
        with pytest.raises(Refusal, match="доопрацювати"):
            judging.send_back(actor=kryvyi.department_head, at=AT, task=task.pk, remark="")
        back = judging.send_back(actor=kryvyi.department_head, at=AT, task=task.pk, remark="Додайте акт")
        assert (back.state, back.judge_id, Report.objects.get().remark) == ("taken", None, "Додайте акт")
        with pytest.raises(Refusal):
            judging.send_back(actor=kryvyi.department_head, at=AT, task=task.pk, remark="Ще")


class TestCoTerm:
    def test_the_main_executor_sets_it(self, kryvyi):
        tasks = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.second)).tasks
        helper = tasks.get(part="co")
        set_ = execution.set_co_term(actor=kryvyi.executor, at=AT, task=helper.pk, due_on=date(2026, 3, 18))
        assert (set_.due_on, set_.due_clause) == (date(2026, 3, 18), "7.11")

    @pytest.mark.parametrize(
        ("who", "day", "why"), [("second", 18, "головний"), ("executor", 21, "пізнішим"), ("executor", 9, "минулому")]
    )
    def test_refuses_another_a_later_and_a_past_day(self, kryvyi, who, day, why):
        tasks = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.second)).tasks
        with pytest.raises(Refusal, match=why):
            execution.set_co_term(
                actor=getattr(kryvyi, who), at=AT, task=tasks.get(part="co").pk, due_on=date(2026, 3, day)
            )


class TestInform:
    def test_leaves_the_task_open(self, kryvyi, task):
        execution.inform(actor=kryvyi.executor, at=AT, task=task.pk, text="Закуплено труби")
        task.refresh_from_db()
        assert (task.state, Report.objects.get().is_interim) == ("given", True)

    def test_refuses_another_and_nothing(self, kryvyi, task):
        with pytest.raises(Refusal):
            execution.inform(actor=kryvyi.second, at=AT, task=task.pk, text="Закуплено труби")
        with pytest.raises(Refusal, match="Напишіть"):
            execution.inform(actor=kryvyi.executor, at=AT, task=task.pk, text="")


class TestDoneByLetter:
    def reply(self, office, task, at=AT):
        return papers.outgoing(office, at=at, reply_to=task.document_id)

    def test_fills_in_done(self, kryvyi, task):
        letter = self.reply(kryvyi, task)
        task.refresh_from_db()
        assert (task.state, task.done_on, task.reports.get().reply_id) == ("done", made.ON, letter.pk)
        assert queries.answers_to(document=task.document_id).sent is None
        made.dispatched(kryvyi, letter)
        assert queries.answers_to(document=task.document_id).sent.pk == letter.pk

    def test_its_index_stands_on_the_card_once(self, kryvyi, task, sign_in):
        letter = self.reply(kryvyi, task)
        page = sign_in(kryvyi.clerk).get(reverse("tasks:document", args=[task.document_id])).content.decode()
        link = f'<a href="{reverse("documents:card", args=[letter.pk])}">{letter.index}</a>'
        assert f"Надіслано відповідь {link}" in page

    def test_answers_a_waiting_report_and_nothing_that_is_done(self, kryvyi, task):
        made.reported(kryvyi, task)
        letter = self.reply(kryvyi, task)
        assert task.reports.get().state == "accepted"
        assert execution.done_by_letter(actor=kryvyi.clerk, at=AT, task=task.pk, letter=letter) is None

    def test_late_is_decided_by_the_letter_and_not_by_an_earlier_report(self, kryvyi, task):
        """Cabinet 55, item 176: a report before the term, the letter after it."""
        made.reported(kryvyi, task)
        after = made.days_later(13)
        self.reply(kryvyi, task, after)
        task.refresh_from_db()
        assert (task.done_on, task.is_overdue(date(2026, 3, 23))) == (date(2026, 3, 23), True)

    def test_a_report_with_a_letter_counts_from_the_letter(self, kryvyi, task):
        letter = papers.outgoing(kryvyi, at=made.days_later(1))
        grants.give(document=letter, post=kryvyi.executor.post_id, reason="named", source="tests:1", at=AT)
        later = made.days_later(2)
        execution.report(actor=kryvyi.executor, at=later, task=task.pk, text="Надіслано", reply=letter.pk)
        judging.accept(actor=kryvyi.department_head, at=later, task=task.pk)
        assert judging.accept(actor=kryvyi.mayor, at=later, task=task.pk).done_on == date(2026, 3, 11)


class TestRepeating:
    @pytest.fixture
    def monthly(self, kryvyi):
        paper = made.letter(kryvyi)
        repeated = made.point(kryvyi.executor, kryvyi.second, due_on=None, repeats="month", repeat_day=5)
        made.resolved(kryvyi, paper, repeated, put_on_control=True)
        return Task.objects.get(part="main")

    def test_first_term_is_the_next_such_day(self, monthly):
        # The fifth of April is a Sunday.
        assert (monthly.due_on, monthly.repeats) == (date(2026, 4, 6), "month")

    def test_each_month_has_its_own_task_and_report(self, kryvyi, monthly):
        made.done(kryvyi, monthly)
        following = Task.objects.get(part="main", state="given")
        assert (following.due_on, following.point) == (date(2026, 5, 5), "1/2026-05")
        assert Control.objects.get().due_on == date(2026, 5, 5)
        assert Task.objects.filter(part="co", point="1/2026-05").count() == 1
        made.done(kryvyi, following)
        assert Task.objects.get(part="main", state="given").point == "1/2026-06"
        assert list(Report.objects.order_by("id").values_list("period", flat=True)) == ["2026-04", "2026-05"]

    def test_each_quarter(self, kryvyi):
        made.resolved(
            kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, due_on=None, repeats="quarter", repeat_day=10)
        )
        made.done(kryvyi, Task.objects.get())
        assert list(Task.objects.order_by("id").values_list("due_on", flat=True)) == [
            date(2026, 4, 10),
            date(2026, 7, 10),
        ]

    def test_the_author_stops_it(self, kryvyi, monthly):
        made.done(kryvyi, monthly)
        following = Task.objects.get(part="main", state="given")
        for actor, reason in ((kryvyi.executor, "досить"), (kryvyi.mayor, "")):
            with pytest.raises(Refusal):
                handing.stop_repeating(actor=actor, at=AT, task=following.pk, reason=reason)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=following.pk, reason="Роботи завершено")
        assert queries.undone_main(document=monthly.document_id) == []
        made.submitted(kryvyi, monthly)

    def test_refuses_to_stop_what_does_not_repeat(self, kryvyi, task):
        with pytest.raises(Refusal, match="не повторюється"):
            handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=task.pk, reason="досить")


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def both(self, *deeds):
        found, gate = [], threading.Barrier(len(deeds))

        def run(deed):
            gate.wait()
            try:
                deed()
                found.append("done")
            except Refusal:
                found.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(found)

    def test_a_task_is_taken_once(self):
        office = made.office()
        task = made.task(office)
        take = lambda: execution.take(actor=office.executor, at=AT, task=task.pk)  # noqa: E731
        assert self.both(take, take) == ["done", "refused"]
        assert Entry.objects.filter(code="tasks.taken").count() == 1

    def test_the_original_bears_one_resolution(self):
        office = made.office("druzhkivka")
        paper = made.letter(office)
        write = lambda: made.resolved(office, paper)  # noqa: E731
        assert self.both(write, write) == ["done", "refused"]
        assert Task.objects.count() == 1

    def test_taken_or_handed_over(self):
        office = made.office()
        task = made.task(office)
        take = lambda: execution.take(actor=office.executor, at=AT, task=task.pk)  # noqa: E731
        hand = lambda: handing.reassign(  # noqa: E731
            actor=office.mayor, at=AT, task=task.pk, executor=office.second.post_id
        )
        assert "done" in self.both(take, hand)
        task.refresh_from_db()
        assert (task.executor_id, task.state) == (office.second.post_id, "given")


class TestReportWithPapers:
    def test_a_file_alone_is_a_report(self, kryvyi, task):
        from magistrat.documents.actions.files import Upload

        upload = Upload(name="akt.txt", content="Акт виконаних робіт".encode())
        given = execution.report(actor=kryvyi.executor, at=AT, task=task.pk, text="", upload=upload)
        assert given.text == "Файл «akt.txt»"
        assert task.document.files.get().role == "report"

    def test_an_outgoing_letter_by_its_index(self, kryvyi, task):
        letter = papers.outgoing(kryvyi)
        with pytest.raises(Refusal, match="немає"):
            execution.report_by_index(actor=kryvyi.executor, at=AT, task=task.pk, text="", reply_index=letter.index)
        from magistrat.documents.actions import grants

        grants.give(document=letter, post=kryvyi.executor.post_id, reason="author", source="tests:1", at=AT)
        given = execution.report_by_index(actor=kryvyi.executor, at=AT, task=task.pk, text="", reply_index=letter.index)
        assert given.reply_id == letter.pk


class TestVacantPost:
    """A report goes past a post that nobody fills: there it would lie on no desk."""

    def leave(self, *actors):
        Holding.objects.filter(post__in=[one.post_id for one in actors]).update(until=made.ON)

    def judge(self, office, task):
        execution.report(actor=office.second, at=AT, task=task.pk, text="Зроблено")
        return Task.objects.get(pk=task.pk).judge_id

    def test_of_the_head_to_the_author_of_the_resolution(self, kryvyi):
        task = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.second)).tasks.get()
        self.leave(kryvyi.department_head)
        assert self.judge(kryvyi, task) == kryvyi.mayor.post_id
        assert judging.accept(actor=kryvyi.mayor, at=AT, task=task.pk).state == "done"

    def test_of_the_head_of_a_unit_to_the_head_of_the_body(self, kryvyi):
        Post.objects.filter(pk=kryvyi.second.post_id).update(head=kryvyi.executor.post_id)
        task = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.second)).tasks.get()
        self.leave(kryvyi.executor)
        assert self.judge(kryvyi, task) == kryvyi.department_head.post_id

    def test_of_the_main_executor_to_the_author_of_the_resolution(self, kryvyi):
        resolution = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.executor, kryvyi.second))
        self.leave(kryvyi.executor)
        assert self.judge(kryvyi, resolution.tasks.get(part="co")) == kryvyi.mayor.post_id

    def test_which_somebody_stands_in_for_is_filled(self, kryvyi):
        task = made.resolved(kryvyi, made.letter(kryvyi), made.point(kryvyi.second)).tasks.get()
        self.leave(kryvyi.department_head)
        Substitution.objects.create(
            absent_id=kryvyi.department_head.post_id, substitute_id=kryvyi.education.post_id, reason="vacancy",
            since=made.ON, proposed_at=AT, agreed_at=AT,
        )  # fmt: skip
        assert self.judge(kryvyi, task) == kryvyi.department_head.post_id


class TestOfficialUse:
    """A report on a paper for official use goes past a head whom nobody admitted to it: he may not read what he would judge."""

    @pytest.fixture
    def secret(self, kryvyi):
        """The second executor's task; his head is the executor, above whom is the head of the body."""
        Post.objects.filter(pk=kryvyi.second.post_id).update(head=kryvyi.executor.post_id)
        paper = made.letter(kryvyi, is_restricted=True)
        return made.resolved(kryvyi, paper, made.point(kryvyi.second)).tasks.get()

    def judge(self, office, task):
        execution.report(actor=office.second, at=AT, task=task.pk, text="Зроблено")
        return Task.objects.get(pk=task.pk).judge_id

    @pytest.mark.parametrize("is_vacant", [True, False])
    def test_to_the_author_of_the_resolution(self, kryvyi, secret, is_vacant):
        if is_vacant:
            Holding.objects.filter(post=kryvyi.executor.post_id).update(until=made.ON)
        assert self.judge(kryvyi, secret) == kryvyi.mayor.post_id
        assert queries.to_judge(actor=kryvyi.department_head) == []
        assert judging.accept(actor=kryvyi.mayor, at=AT, task=secret.pk).state == "done"

    @pytest.mark.parametrize("head", ["executor", "department_head"])
    def test_to_the_nearest_head_who_is_admitted(self, kryvyi, secret, head):
        post = getattr(kryvyi, head).post_id
        grants.admit(
            actor=kryvyi.mayor, at=AT, document_id=secret.document_id, post_id=post, ground="Керує виконавцем"
        )  # fmt: skip
        assert self.judge(kryvyi, secret) == post

    def test_to_no_head_whose_admission_has_ended(self, kryvyi, secret):
        admit = {"actor": kryvyi.mayor, "at": AT, "ground": "Керує виконавцем"}
        grant = grants.admit(**admit, document_id=secret.document_id, post_id=kryvyi.executor.post_id)
        grants.exclude(**admit, grant_id=grant.pk)
        assert self.judge(kryvyi, secret) == kryvyi.mayor.post_id


class TestAbolishedPost:
    """Work that would go on at a post that is no longer there waits with the author to be given anew: no desk is left there."""

    def abolish(self, actor):
        Post.objects.filter(pk=actor.post_id).update(until=made.ON)

    def waits(self, office, task):
        task = Task.objects.get(pk=task.pk)
        assert (task.state, task.judge_id) == ("returned", None)
        assert queries.returned_to(actor=office.mayor) == [task]
        told = Message.objects.filter(key__startswith=f"tasks.returned:{task.pk}", to_post=office.mayor.post_id)
        assert "посади виконавця вже немає" in told.get().subject
        assert "посади виконавця вже немає" in Entry.objects.get(code="tasks.returned").payload["text"]
        handing.reassign(actor=office.mayor, at=AT, task=task.pk, executor=office.second.post_id)
        assert queries.my_tasks(actor=office.second)[-1:] == [task]

    def test_a_report_sent_back(self, kryvyi, task):
        made.reported(kryvyi, task)
        self.abolish(kryvyi.executor)
        judging.send_back(actor=kryvyi.department_head, at=AT, task=task.pk, remark="Додайте акт")
        self.waits(kryvyi, task)

    def test_what_is_left_on_control(self, kryvyi, task):
        made.submitted(kryvyi, made.done(kryvyi, task))
        self.abolish(kryvyi.executor)
        until = date(2026, 3, 27)
        removal.leave_on(actor=kryvyi.mayor, at=AT, document=task.document_id, remark="Додайте акт", due_on=until)
        assert (Control.objects.get().due_on, Control.objects.get().done_on) == (until, None)
        self.waits(kryvyi, task)

    def test_the_next_period(self, kryvyi):
        point = made.point(kryvyi.executor, due_on=None, repeats="month", repeat_day=5)
        task = made.resolved(kryvyi, made.letter(kryvyi), point, put_on_control=True).tasks.get()
        made.reported(kryvyi, task)
        self.abolish(kryvyi.executor)
        for judge in (kryvyi.department_head, kryvyi.mayor):
            judging.accept(actor=judge, at=AT, task=task.pk)
        following = Task.objects.exclude(pk=task.pk).get()
        assert Control.objects.get().due_on == following.due_on
        self.waits(kryvyi, following)

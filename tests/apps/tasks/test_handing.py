"""Work handed to one who has already a share in it: his own report is judged by another (KR 7.11; DR 10.17)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.documents import queries as documents
from magistrat.documents.actions import grants
from magistrat.organisation.models import Person
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, handing, judging, reminders
from magistrat.tasks.models import Task
from magistrat.ui.cells import UNSEEN
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


def helped(office):
    """The main executor's task and that of his co-executor."""
    made.resolved(office, made.letter(office), made.point(office.executor, office.second))
    return Task.objects.get(part="main"), Task.objects.get(part="co")


def hand_over(office):
    return handing.hand_over_all(
        actor=office.department_head, at=AT, absent=office.executor.post_id, executor=office.second.post_id,
        reason="хвороба",
    )  # fmt: skip


def test_the_report_of_the_helper_who_becomes_main_goes_to_the_author(kryvyi):
    main, helper = helped(kryvyi)
    execution.report(actor=kryvyi.second, at=AT, task=helper.pk, text="Моя частина")
    hand_over(kryvyi)
    main.refresh_from_db()
    helper.refresh_from_db()
    assert (main.executor_id, helper.judge_id) == (kryvyi.second.post_id, kryvyi.mayor.post_id)
    assert helper.pk not in {one.pk for one in queries.to_judge(actor=kryvyi.second)}
    assert Message.objects.filter(key__startswith="tasks.reassigned", to_post=kryvyi.mayor.post_id).exists()
    with pytest.raises(Refusal):
        judging.accept(actor=kryvyi.second, at=AT, task=helper.pk)
    assert judging.accept(actor=kryvyi.mayor, at=AT, task=helper.pk).state == "done"


def test_so_does_one_that_he_gives_afterwards(kryvyi):
    _, helper = helped(kryvyi)
    hand_over(kryvyi)
    execution.report(actor=kryvyi.second, at=AT, task=helper.pk, text="Моя частина")
    helper.refresh_from_db()
    assert helper.judge_id == kryvyi.mayor.post_id


def test_the_part_of_one_who_gets_the_whole_goes_to_the_author_of_the_first_resolution(kryvyi):
    head, paper = kryvyi.department_head, made.letter(kryvyi)
    whole = made.resolved(kryvyi, paper, made.point(head)).tasks.get()
    reported, open_ = (
        made.resolved(kryvyi, paper, made.point(kryvyi.executor), actor=head, parent_task=whole.pk).tasks.get()
        for _ in range(2)
    )
    execution.report(actor=kryvyi.executor, at=AT, task=reported.pk, text="Зроблено")
    handing.reassign(actor=kryvyi.mayor, at=AT, task=whole.pk, executor=kryvyi.executor.post_id)
    for part in (reported, open_):
        part.refresh_from_db()
        assert part.giver_id == kryvyi.mayor.post_id
    assert (reported.judge_id, open_.judge_id) == (kryvyi.mayor.post_id, None)
    assert documents.visible(kryvyi.mayor).filter(pk=paper.pk).exists()
    with pytest.raises(Refusal):
        judging.accept(actor=kryvyi.executor, at=AT, task=reported.pk)


def test_an_author_who_is_himself_the_helper_is_judged_by_his_head(kryvyi):
    """The author of the resolution has named himself a co-executor and then gets the main task too."""
    paper = made.letter(kryvyi, addressee=kryvyi.deputy.post_id)
    made.resolved(kryvyi, paper, made.point(kryvyi.executor, kryvyi.deputy), actor=kryvyi.deputy)
    main, helper = Task.objects.get(part="main"), Task.objects.get(part="co")
    execution.report(actor=kryvyi.deputy, at=AT, task=helper.pk, text="Моя частина")
    handing.reassign(actor=kryvyi.deputy, at=AT, task=main.pk, executor=kryvyi.deputy.post_id)
    helper.refresh_from_db()
    assert helper.judge_id == kryvyi.mayor.post_id


class TestOfOfficialUse:
    """Such a paper opens by a named grant alone: nobody names an executor, himself least of all, who may not read it."""

    def closed(self, office, **more):
        paper = made.letter(office, is_restricted=True, summary="Про охорону складу")
        return made.resolved(office, paper, made.point(office.executor, text="Посилити варту"), **more).tasks.get()

    def test_a_head_who_is_not_admitted_takes_it_neither_for_himself_nor_for_another(self, kryvyi):
        task, head = self.closed(kryvyi), kryvyi.department_head
        for whom in (head, kryvyi.second):
            with pytest.raises(Refusal, match="не надано") as refused:
                handing.reassign(actor=head, at=AT, task=task.pk, executor=whom.post_id)
            assert refused.value.is_right
        task.refresh_from_db()
        assert task.executor_id == kryvyi.executor.post_id
        assert not documents.visible(head).exists()
        grants.admit(
            actor=kryvyi.mayor, at=AT, document_id=task.document_id, post_id=head.post_id, ground="службова потреба"
        )
        assert handing.reassign(actor=head, at=AT, task=task.pk, executor=head.post_id).executor_id == head.post_id

    def test_the_author_gives_it_to_another(self, kryvyi):
        task = self.closed(kryvyi)
        handing.reassign(actor=kryvyi.mayor, at=AT, task=task.pk, executor=kryvyi.second.post_id)
        assert documents.visible(kryvyi.second).filter(pk=task.document_id).exists()

    def test_of_one_who_is_ill_it_stays_and_its_author_is_told(self, kryvyi):
        closed, open_ = self.closed(kryvyi), made.task(kryvyi)
        handed = hand_over(kryvyi)
        assert ([one.pk for one in handed.moved], [one.pk for one in handed.left]) == ([open_.pk], [closed.pk])
        closed.refresh_from_db()
        assert closed.executor_id == kryvyi.executor.post_id
        told = Message.objects.get(key__startswith="tasks.left", to_post=kryvyi.mayor.post_id)
        assert (closed.document.index in told.subject, "хвороба" in told.body) == (True, True)
        assert not Message.objects.filter(key__startswith="tasks.left").exclude(pk=told.pk).exists()

    def test_so_does_a_report_on_it_that_he_was_to_judge(self, kryvyi):
        paper = made.letter(kryvyi, is_restricted=True)
        made.resolved(kryvyi, paper, made.point(kryvyi.executor, kryvyi.stranger))
        main, helper = Task.objects.get(part="main"), Task.objects.get(part="co")
        execution.report(actor=kryvyi.stranger, at=AT, task=helper.pk, text="Моя частина")
        handed = hand_over(kryvyi)
        assert (handed.moved, {one.pk for one in handed.left}) == ([], {main.pk, helper.pk})
        helper.refresh_from_db()
        assert helper.judge_id == kryvyi.executor.post_id
        assert not documents.visible(kryvyi.second).exists()
        assert Message.objects.filter(key__startswith="tasks.left", to_post=kryvyi.mayor.post_id).count() == 2

    def test_its_words_are_on_no_list_of_those_who_may_not_read_it(self, kryvyi, sign_in):
        task, open_ = self.closed(kryvyi), made.task(kryvyi, text="Полагодити водогін")
        head = sign_in(kryvyi.department_head)
        address = f"{reverse('tasks:people')}?osoba={kryvyi.executor.post_id}"
        said = head.get(address).content.decode()
        assert task.document.index in said
        assert (UNSEEN in said, "Посилити варту" in said, "охорону складу" in said) == (True, False, False)
        assert "Полагодити водогін" in said
        assert "Полагодити водогін" in sign_in(kryvyi.executor).get(reverse("tasks:mine")).content.decode()
        assert "Посилити варту" in sign_in(kryvyi.executor).get(reverse("tasks:mine")).content.decode()
        with CaptureQueriesContext(connection) as few:
            head.get(address)
        self.closed(kryvyi)
        self.closed(kryvyi)
        with CaptureQueriesContext(connection) as many:
            head.get(address)
        assert len(many) == len(few)
        given = {"absent": kryvyi.executor.post_id, "executor": f"#{kryvyi.second.post_id}", "reason": "хвороба"}
        answer = head.post(reverse("tasks:hand_over_all"), given, follow=True).content.decode()
        assert "Передано завдань: 1." in answer
        assert "до яких Вас не допущено: 3" in answer
        assert open_.document.index not in {one.document.index for one in queries.my_tasks(actor=kryvyi.executor)}

    def test_nor_on_the_desks(self, kryvyi, sign_in, now):
        whole = self.closed(kryvyi, put_on_control=True)
        paper = made.letter(kryvyi, "instruction", is_restricted=True, summary="Про охорону греблі")
        points = [made.point(kryvyi.executor, number=number, text=f"Посилити варту {number}") for number in "12"]
        of_point = made.resolved(kryvyi, paper, *points, put_on_control=True).tasks.get(point="1")
        for task in (whole, of_point):
            made.reported(kryvyi, task)
            judging.accept(actor=kryvyi.mayor, at=AT, task=task.pk)
        desk = sign_in(kryvyi.control).get("/").content.decode()
        assert desk.count(UNSEEN) == 2
        assert "справу можна подавати" in desk
        assert "Пункт 1 виконано" in desk
        assert not [words for words in ("охорону", "варту") if words in desk]
        now("2026-03-24T10:00:00+02:00")
        desk = sign_in(kryvyi.department_head).get("/").content.decode()
        assert not [words for words in ("Письмово пояснити", "охорону", "варту") if words in desk]
        desk = sign_in(kryvyi.executor).get("/").content.decode()
        assert all(words in desk for words in (paper.index, "Письмово пояснити порушення строку", "Посилити варту"))

    def test_nor_in_a_reminder_or_in_an_electronic_letter(self, kryvyi):
        closed, open_ = self.closed(kryvyi), made.task(kryvyi, text="Полагодити водогін")
        Person.objects.filter(pk=kryvyi.executor.person_id).update(email="vykonavets@example.org")
        reminders.remind(at=made.at_kyiv(2026, 3, 24, 8))
        bodies = {
            (one.document, one.kind, one.to_post): one.body
            for one in Message.objects.filter(key__startswith="tasks.reminder")
        }
        head, own = kryvyi.department_head.post_id, kryvyi.executor.post_id
        assert bodies[closed.document_id, "notice", head] == ""
        assert bodies[closed.document_id, "notice", own] == "Посилити варту"
        assert bodies[closed.document_id, "mail", None] == ""
        assert {bodies[open_.document_id, kind, post] for kind, post in (("notice", head), ("mail", None))} == {
            open_.text
        }

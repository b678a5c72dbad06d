"""Work handed to one who has already a share in it: his own report is judged by another (KR 7.11; DR 10.17)."""

from __future__ import annotations

import pytest

from magistrat.documents import queries as documents
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, handing, judging
from magistrat.tasks.models import Task
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

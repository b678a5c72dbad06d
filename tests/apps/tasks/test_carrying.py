"""Who informs the main executor, or does a part without a day of its own, has another day when the main term is changed."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.outbox.models import Message
from magistrat.tasks.actions import execution, extensions
from magistrat.tasks.models import Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATER = date(2026, 4, 10)


def helped(office, kind="instruction", **more):
    """The main executor's task and that of his co-executor."""
    made.resolved(office, made.letter(office, kind), made.point(office.executor, office.second, **more))
    return Task.objects.get(part="main"), Task.objects.get(part="co")


def put_off(office, task, until=LATER, at=AT):
    asked = extensions.ask(actor=office.executor, at=at, task=task.pk, new_due_on=until, reason="Триває ремонт")
    extensions.decide(actor=office.mayor, at=at, extension=asked.pk, granted=True)


def test_two_days_before_the_new_term(kryvyi):
    """KR 8.20.8."""
    main, helper = helped(kryvyi)
    assert (helper.due_on, helper.due_clause) == (date(2026, 3, 18), "8.20.8")
    put_off(kryvyi, main)
    helper.refresh_from_db()
    assert (helper.due_on, helper.due_clause) == (date(2026, 4, 8), "8.20.8")
    told = Message.objects.get(key__startswith="tasks.term_followed")
    assert (told.to_post, "08.04.2026" in told.subject) == (kryvyi.second.post_id, True)


@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_the_term_itself_where_no_clause_says_when(city):
    office = made.office(city)
    main, helper = helped(office, "enterprise_letter")
    put_off(office, main)
    helper.refresh_from_db()
    assert helper.due_on == LATER


def test_a_day_that_the_main_executor_set_stays(kryvyi):
    """KR 7.11."""
    main, helper = helped(kryvyi)
    execution.set_co_term(actor=kryvyi.executor, at=AT, task=helper.pk, due_on=date(2026, 3, 16))
    put_off(kryvyi, main)
    helper.refresh_from_db()
    assert helper.due_on == date(2026, 3, 16)


def test_a_second_time_also_one_for_whom_no_two_days_were_left(kryvyi):
    main, helper = helped(kryvyi)
    put_off(kryvyi, main, date(2026, 3, 23), at=made.days_later(10))
    helper.refresh_from_db()
    # Saturday the 21st is not worked, so that the 20th is the last day: the one on which it was put off.
    assert helper.due_on == date(2026, 3, 20)
    put_off(kryvyi, main, LATER, at=made.days_later(13))
    helper.refresh_from_db()
    assert helper.due_on == date(2026, 4, 8)


def test_nobody_has_to_inform_before_the_day_on_which_he_is_asked(kryvyi):
    """A resolution written on the eve of the term, long after the registration."""
    paper = made.letter(kryvyi, "instruction")
    until = date(2026, 3, 20)
    made.resolved(kryvyi, paper, made.point(kryvyi.executor, kryvyi.second, due_on=until), at=made.days_later(9))
    assert Task.objects.get(part="co").due_on == date(2026, 3, 19)


def test_parts_without_a_day_of_their_own_go_along_with_those_who_help_in_them(kryvyi):
    head, paper = kryvyi.department_head, made.letter(kryvyi)
    whole = made.resolved(kryvyi, paper, made.point(head)).tasks.get()

    def part(*who, due_on=None):
        return made.resolved(kryvyi, paper, made.point(*who, due_on=due_on), actor=head, parent_task=whole.pk)

    first, second = part(kryvyi.executor, kryvyi.second), part(kryvyi.executor, due_on=date(2026, 3, 16))
    asked = extensions.ask(actor=head, at=AT, task=whole.pk, new_due_on=LATER, reason="Триває ремонт")
    extensions.decide(actor=kryvyi.mayor, at=AT, extension=asked.pk, granted=True)
    assert set(first.tasks.values_list("due_on", flat=True)) == {LATER}
    assert second.tasks.get().due_on == date(2026, 3, 16)


@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_nobody_goes_along_with_one_who_only_helps(city):
    office = made.office(city)
    helpers = (office.second, office.education)
    made.resolved(office, made.letter(office, "instruction"), made.point(office.executor, *helpers))
    first, second = Task.objects.filter(part="co").order_by("id")
    before = second.due_on
    change = {"actor": office.mayor, "at": AT, "task": first.pk, "reason": "Хворіє"}
    for until in (LATER, date(2026, 4, 8), date(2026, 3, 12)):
        extensions.change(**change, new_due_on=until)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.due_on, second.due_on) == (until, before)
    assert not Message.objects.filter(key__startswith="tasks.term_followed").exists()

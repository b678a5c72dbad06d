"""What is due on a day that the city has made one of rest goes to the next working day (Cabinet resolution 55, item 171)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.regulation import actions as regulation
from magistrat.reports.queries.execution import condition
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, extensions, reminders, resolutions, rest_days
from magistrat.tasks.models import Control, Extension, Task
from magistrat.tasks.queries import due_day, late, terms
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT, DAY, NEXT = made.AT, made.DUE, date(2026, 3, 23)
GROUND = "розпорядження № 8-р"


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def office(request, db):
    return made.office(request.param)


def rest(office, day=DAY, *, is_working=False):
    regulation.set_calendar_day(actor=office.administrator, at=AT, day=day, is_working=is_working, reason=GROUND)


def move(office, day=DAY, *, actor=None, at=AT):
    return rest_days.move_terms(actor=actor or office.administrator, at=at, day=day)


def moved_of(task):
    return Entry.objects.filter(code="tasks.term_moved", subject=task.pk)


def test_the_task_its_control_history_and_figures(office):
    task = made.task(office)
    clause = task.due_clause
    rest(office)
    assert Task.objects.get().due_on == DAY
    assert move(office) == rest_days.Moved(1, 0)
    task.refresh_from_db()
    control = Control.objects.get()
    assert (task.due_on, task.due_clause, control.due_on, control.due_clause) == (NEXT, clause, NEXT, clause)
    assert control.due_explanation == task.due_explanation
    said = task.due_explanation["explanation"]
    assert "Строк установлено резолюцією." in said
    assert f"20.03.2026 — неробочий день: {GROUND}, тому строк спливає 23.03.2026, понеділок (п. 171 " in said
    days = [(row["date"], row["reason"].split(":")[0]) for row in task.due_explanation["days"]]
    assert days[0] == ("2026-03-20", "неробочий день")
    assert days[-1] == ("2026-03-23", "перший робочий день після неробочого (ст. 254 Цивільного кодексу України)")
    assert [day for day, _ in days] == ["2026-03-20", "2026-03-21", "2026-03-22", "2026-03-23"]
    entry = moved_of(task).get()
    assert (entry.payload["old"], entry.payload["new"], entry.clause) == ("2026-03-20", "2026-03-23", clause)
    assert f"{GROUND}; п. 171 " in entry.payload["text"]
    assert not Extension.objects.exists()
    assert not Task.objects.filter(condition("extended", NEXT)).exists()
    assert not Task.objects.filter(late.tasks(NEXT)).exists()
    assert Task.objects.filter(late.tasks(date(2026, 3, 24))).exists()


def test_each_executor_is_told_once_and_reminded_of_the_new_day(office):
    paper = made.letter(office)
    points = [made.point(office.executor, number="1"), made.point(office.executor, number="2")]
    made.resolved(office, paper, *points)
    rest(office)
    move(office)
    told = Message.objects.filter(key__startswith="tasks.term_moved").get()
    assert (told.to_post, "перенесено на 23.03.2026" in told.subject) == (office.executor.post_id, True)
    reminders.remind(at=made.days_later(13))
    assert Message.objects.filter(key__contains=":2026-03-23:0", to_post=office.executor.post_id).count() == 2


def test_a_second_time_there_is_nothing_and_nothing_goes_back(office):
    task = made.task(office)
    rest(office)
    move(office)
    with pytest.raises(Refusal, match="переносити нічого"):
        move(office)
    regulation.clear_calendar_day(actor=office.administrator, at=AT, day=DAY)
    with pytest.raises(Refusal):
        move(office)
    task.refresh_from_db()
    assert (task.due_on, moved_of(task).count()) == (NEXT, 1)


def test_a_counted_term_is_explained_as_the_rule_counts_it_now(office):
    paper = made.letter(office, "citizen_appeal")
    task = made.resolved(office, paper, made.point(office.executor, due_on=None), put_on_control=True).tasks.get()
    day = task.due_on
    rest(office, day)
    move(office, day)
    task.refresh_from_db()
    rules, roles = regulation.queries.rules_of(paper.edition_id), frozenset(task.giver.roles)
    anew = terms.counted(paper=terms.paper_of(task.document), rules=rules, roles=roles)
    assert (task.due_on, task.due_clause) == (anew.control_on, anew.clause)
    assert task.due_explanation["days"] == anew.explanation["days"]
    assert task.due_explanation["explanation"].startswith(anew.explanation["explanation"])
    assert GROUND in str(task.due_explanation["days"])


def test_the_day_of_a_law_goes_too_with_the_term_and_alone(kryvyi):
    for put_off in (False, True):
        paper = made.letter(kryvyi, "citizen_appeal")
        task = made.resolved(kryvyi, paper, made.point(kryvyi.executor, due_on=None), put_on_control=True).tasks.get()
        law = date(2026, 4, 10) if put_off else task.due_on
        if put_off:
            extensions.change(actor=kryvyi.mayor, at=AT, task=task.pk, new_due_on=date(2026, 4, 21), reason="Перевірка")
        Control.objects.filter(document=paper).update(law_due_on=law, law="Закон, стаття 20")
    rest(kryvyi, law)
    due = due_day.due_on(actor=kryvyi.mayor, day=law)
    first, second = Control.objects.order_by("pk")
    assert (first.due_on, due.count, due.laws) == (law, 1, 1)
    assert move(kryvyi, law) == rest_days.Moved(2, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    after = date(2026, 4, 13)
    assert (first.due_on, first.law_due_on, first.law) == (after, after, "Закон, стаття 20")
    assert (second.due_on, second.law_due_on, second.is_past_law) == (date(2026, 4, 21), after, True)
    assert "установлений законом" in moved_of(second).get().payload["text"]


def test_parts_and_helpers_go_with_the_whole(office):
    paper = made.letter(office)
    made.resolved(office, paper, made.point(office.executor, office.second))
    rest(office)
    assert move(office).terms == 2
    assert set(Task.objects.values_list("due_on", flat=True)) == {NEXT}
    with pytest.raises(Refusal):
        move(office)


def test_a_part_with_a_day_of_its_own_stays_within_the_whole(office):
    """KR 7.11; DR 10.17: Saturday the 21st is a term of the earlier books, which stands as it is."""
    head = office.department_head
    whole = made.resolved(office, made.letter(office), made.point(head, due_on=NEXT)).tasks.get()
    point = made.point(office.executor)
    resolutions.write(actor=head, at=AT, draft=made.draft(whole.document, point, parent_task=whole.pk))
    part = Task.objects.get(parent=whole)
    Task.objects.filter(pk=whole.pk).update(due_on=date(2026, 3, 21))
    rest(office)
    assert move(office).terms == 1
    part.refresh_from_db()
    assert part.due_on == date(2026, 3, 21)


def test_a_day_that_is_worked_again_meanwhile_moves_no_more(office, monkeypatch):
    task = made.task(office)
    rest(office)
    said = iter([GROUND, ""])
    monkeypatch.setattr(due_day, "ground_of", lambda _: next(said))
    assert move(office) == rest_days.Moved(0, 0)
    task.refresh_from_db()
    assert task.due_on == DAY


def test_what_comes_before_the_main_term_goes_to_the_working_day_before(kryvyi):
    """KR 8.20.8: a co-executor informs two working days ahead; not into the past."""
    for at, expected in ((AT, date(2026, 3, 17)), (made.days_later(8), date(2026, 3, 19))):
        made.resolved(kryvyi, made.letter(kryvyi, "instruction"), made.point(kryvyi.executor, kryvyi.second))
        helper = Task.objects.filter(part="co").latest("pk")
        assert helper.due_on == date(2026, 3, 18)
        rest(kryvyi, helper.due_on)
        move(kryvyi, helper.due_on, at=at)
        helper.refresh_from_db()
        assert (helper.due_on, helper.due_clause) == (expected, "8.20.8")
        assert Task.objects.filter(part="main").latest("pk").due_on == DAY
        regulation.clear_calendar_day(actor=kryvyi.administrator, at=AT, day=date(2026, 3, 18))


def test_of_a_repeating_task_the_period_stays(office):
    point = made.point(office.executor, due_on=None, repeats="month", repeat_day=20)
    task = made.resolved(office, made.letter(office), point).tasks.get()
    assert task.period_on == DAY
    rest(office)
    move(office)
    task.refresh_from_db()
    assert (task.due_on, task.period_on) == (NEXT, DAY)


def test_closed_tasks_stay_reported_and_returned_go(office):
    closed = made.done(office, made.task(office))
    rest(office)
    with pytest.raises(Refusal, match="переносити нічого"):
        move(office)
    reported, returned = made.reported(office, made.task(office)), made.task(office)
    execution.return_to_author(actor=office.executor, at=AT, task=returned.pk, reason="Не наше")
    Task.objects.exclude(pk=closed.pk).update(due_on=DAY)
    move(office)
    assert {one.pk: one.due_on for one in Task.objects.all()} == {
        closed.pk: DAY, reported.pk: NEXT, returned.pk: NEXT,
    }  # fmt: skip


def test_a_request_for_no_later_a_day_is_answered_by_it(office):
    tasks = [made.task(office) for _ in range(2)]
    for task, until in zip(tasks, (NEXT, date(2026, 4, 10)), strict=True):
        extensions.ask(actor=office.executor, at=AT, task=task.pk, new_due_on=until, reason="Триває ремонт")
    rest(office)
    move(office)
    assert [one.state for one in Extension.objects.order_by("pk")] == ["refused", "asked"]


def test_whose_deed_it_is(office):
    made.task(office)
    rest(office)
    for actor in (office.executor, office.clerk):
        with pytest.raises(Refusal) as refused:
            move(office, actor=actor)
        assert (refused.value.is_right, bool(refused.value.clause)) == (True, True)
    assert move(office, actor=office.control_head).terms == 1


def test_no_day_that_is_worked_or_has_passed(office):
    made.task(office)
    with pytest.raises(Refusal, match="не зроблено вихідним"):
        move(office)
    rest(office, is_working=True)
    with pytest.raises(Refusal, match="не зроблено вихідним"):
        move(office)
    rest(office)
    with pytest.raises(Refusal, match="минув"):
        move(office, at=made.days_later(11))
    assert move(office, at=made.days_later(10)).terms == 1


def test_half_of_it_stays_undone_and_the_rest_goes_the_next_time(office, monkeypatch):
    for _ in range(3):
        made.task(office)
    rest(office)
    monkeypatch.setattr(rest_days, "AT_ONCE", 2)
    assert move(office) == rest_days.Moved(2, 1)
    monkeypatch.setattr(rest_days.carrying, "go_along", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        move(office)
    assert (Task.objects.filter(due_on=DAY).count(), Entry.objects.filter(code="tasks.term_moved").count()) == (1, 2)


def test_the_calendar_shows_it_and_moves(office, sign_in, django_assert_num_queries):
    task = made.task(office)
    rest(office)
    client, calendar = sign_in(office.control_head), reverse("regulation:calendar")
    said, button = "Строки, що припадають на 20.03.2026: 1", "Перенести на наступний робочий день"
    page = client.get(calendar, {"misiats": "2026-03"}).content.decode()
    assert (said in page, button in page, GROUND in page) == (True, True, True)
    assert said not in sign_in(office.executor).get(calendar, {"misiats": "2026-03"}).content.decode()
    assert button not in client.get(calendar, {"misiats": "2026-04"}).content.decode()
    keeper = sign_in(office.administrator)
    day = keeper.get(reverse("regulation:calendar_day"), {"den": "20.03.2026"}).content.decode()
    assert (said in day, button in day, task.document.summary in day) == (True, True, False)
    address = reverse("tasks:move_terms")
    assert sign_in(office.executor).post(address, {"day": "2026-03-20"}).status_code == 403
    after = keeper.post(address, {"day": "2026-03-20"}, follow=True).content.decode()
    assert ("Перенесено 1\N{NO-BREAK SPACE}строк." in after, said in after) == (True, False)
    assert "переносити нічого" in keeper.post(address, {"day": "2026-03-20"}, follow=True).content.decode()
    assert keeper.post(address, {"day": "колись"}).status_code == 302
    with django_assert_num_queries(3):
        due_day.of_days(actor=office.mayor, days={DAY: GROUND, NEXT: GROUND})

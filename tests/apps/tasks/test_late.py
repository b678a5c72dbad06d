"""Late is decided by the day of execution: on the card, on the desk, in lists and in figures alike."""

from __future__ import annotations

import importlib
from datetime import date

import pytest
from django.db import connection

from magistrat.documents.queries import lists
from magistrat.reports import periods
from magistrat.reports import queries as reports
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, handing, removal
from magistrat.tasks.models import Control, ControlPoint, Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
# The term is Friday 20 March; looked at on the 25th, when the day has passed.
IN_TIME = made.at_kyiv(2026, 3, 19, 10)
TOO_LATE = made.at_kyiv(2026, 3, 24, 10)
SEEN = date(2026, 3, 25)


def overdue(office, seen=SEEN):
    wanted = queries.Wanted(overdue_on=seen)
    return [one.document_id for one in queries.control_list(actor=office.control, wanted=wanted)]


def on_desk(office, sign_in, now, **more):
    """What the control specialist sees on the 25th."""
    now("2026-03-25T10:00:00+02:00")
    return sign_in(office.control).get("/").content.decode()


class TestDoneInTimeAndNotYetSubmitted:
    @pytest.fixture
    def done(self, kryvyi):
        return made.done(kryvyi, made.task(kryvyi), at=IN_TIME)

    def test_is_not_overdue_on_the_list_and_in_the_report(self, kryvyi, done):
        assert Control.objects.get().done_on == date(2026, 3, 19)
        assert overdue(kryvyi) == []
        figures = reports.control(period=periods.containing(SEEN, "month"), on=SEEN)
        assert (figures["now"], figures["overdue"]) == (1, 0)

    def test_waits_on_the_desk_of_control_without_being_overdue(self, kryvyi, done, sign_in, now):
        page = on_desk(kryvyi, sign_in, now)
        assert "Подати справу" in page
        assert "Прострочено" not in page
        assert "На контролі прострочено" not in page
        assert "виконано 19.03.2026" in page

    def test_its_chip_tells_the_day_of_execution_also_after_removal(self, kryvyi, done, sign_in, now):
        made.submitted(kryvyi, done)
        removal.write_off(actor=kryvyi.mayor, at=TOO_LATE, document=done.document_id)
        now("2026-03-25T10:00:00+02:00")
        page = sign_in(kryvyi.control).get("/zavdannia/kontrol/?state=off").content.decode()
        assert "виконано 19.03.2026" in page
        assert "запізненням" not in page

    def test_left_on_control_is_open_again(self, kryvyi, done):
        made.submitted(kryvyi, done)
        removal.leave_on(actor=kryvyi.mayor, at=TOO_LATE, document=done.document_id, remark="Додайте акт")
        assert Control.objects.get().done_on is None
        assert overdue(kryvyi) == [done.document_id]


class TestMissed:
    def test_done_late(self, kryvyi, sign_in, now):
        done = made.done(kryvyi, made.task(kryvyi), at=TOO_LATE)
        assert overdue(kryvyi) == [done.document_id]
        page = on_desk(kryvyi, sign_in, now)
        assert "виконано із запізненням на 4\u00a0дні" in page
        assert "На контролі прострочено" in page

    def test_a_leaders_heap_opens_what_it_counts(self, kryvyi, sign_in, now):
        mine, others = made.task(kryvyi), made.task(kryvyi)
        Control.objects.filter(document=others.document_id).update(leader=kryvyi.deputy.post_id)
        now("2026-03-25T10:00:00+02:00")
        mayor = sign_in(kryvyi.mayor)
        heap = next(one for one in mayor.get("/").context["heaps"] if one.title == "На контролі прострочено")
        listed = [one.document_id for one in mayor.get(heap.url).context["page"].rows]
        assert (heap.count, listed) == (1, [mine.document_id])

    def test_not_done(self, kryvyi):
        task = made.task(kryvyi)
        assert overdue(kryvyi, made.DUE) == []
        assert overdue(kryvyi) == [task.document_id]


class TestSeveralTasks:
    def two(self, office):
        letter = made.letter(office)
        made.resolved(
            office, letter, made.point(office.executor, number="1"),
            made.point(office.second, number="2", due_on=date(2026, 3, 30)),
            put_on_control=True,
        )  # fmt: skip
        return Task.objects.order_by("id")

    def finish(self, office, task, at):
        Task.objects.filter(pk=task.pk).update(executor=office.executor.post_id)
        made.done(office, task, at=at)

    def test_the_nearest_that_goes_on_then_the_most_late(self, kryvyi):
        first, second = self.two(kryvyi)
        self.finish(kryvyi, first, TOO_LATE)
        control = Control.objects.get()
        assert (control.due_on, control.done_on) == (date(2026, 3, 30), None)
        assert overdue(kryvyi) == []
        self.finish(kryvyi, second, TOO_LATE)
        control.refresh_from_db()
        # The first was four days late, the second in time.
        assert (control.due_on, control.done_on) == (made.DUE, date(2026, 3, 24))
        assert overdue(kryvyi) == [first.document_id]

    def test_what_waits_to_be_given_anew_goes_on(self, kryvyi):
        """KR 8.16: nobody has done it, so that control is not executed by the other task, and misses the returned one's term."""
        first, second = self.two(kryvyi)
        returned = {"actor": kryvyi.executor, "at": AT, "task": first.pk, "reason": "Не належить до повноважень"}
        execution.return_to_author(**returned)
        self.finish(kryvyi, second, IN_TIME)
        assert self.stands() == (made.DUE, None)
        assert overdue(kryvyi) == [first.document_id]
        handing.reassign(actor=kryvyi.mayor, at=IN_TIME, task=first.pk, executor=kryvyi.second.post_id)
        assert self.stands() == (made.DUE, None)
        self.finish(kryvyi, first, IN_TIME)
        assert self.stands() == (date(2026, 3, 20), date(2026, 3, 19))

    def test_what_is_given_anew_after_all_is_watched_again(self, kryvyi):
        first, second = self.two(kryvyi)
        returned = {"actor": kryvyi.executor, "at": AT, "task": first.pk, "reason": "Не належить до повноважень"}
        execution.return_to_author(**returned)
        anew = made.resolved(
            kryvyi, first.document, made.point(kryvyi.executor, due_on=date(2026, 3, 27)), on_blank=True
        ).tasks.get()
        for task in (second, anew):
            self.finish(kryvyi, task, IN_TIME)
        assert self.stands()[1] == date(2026, 3, 19)
        handing.reassign(actor=kryvyi.mayor, at=IN_TIME, task=first.pk, executor=kryvyi.second.post_id)
        assert self.stands() == (made.DUE, None)

    def stands(self):
        return Control.objects.values_list("due_on", "done_on").get()

    def test_lists_of_documents_show_the_task_that_decides(self, kryvyi):
        first, second = self.two(kryvyi)
        self.finish(kryvyi, first, IN_TIME)
        row = lists.page(actor=kryvyi.clerk, filters=lists.Filters(), on=SEEN).rows[0]
        assert (row.due_on, row.done_on) == (second.due_on, None)


def test_a_point_done_in_time_is_not_overdue(kryvyi):
    letter = made.letter(kryvyi, "regional_council_act")
    made.resolved(
        kryvyi, letter, made.point(kryvyi.executor, number="1"), made.point(kryvyi.executor, number="2"),
        put_on_control=True,
    )  # fmt: skip
    first, second = ControlPoint.objects.order_by("id")
    made.done(kryvyi, first.task, at=IN_TIME)
    late = queries.point_list(actor=kryvyi.control, wanted=queries.Wanted(overdue_on=SEEN))
    assert [one.pk for one in late] == [second.pk]
    figures = reports.control_points(period=periods.containing(SEEN, "month"), on=SEEN)
    assert figures["overdue"] == 1


def test_the_migration_fills_what_the_deeds_keep(kryvyi):
    """Made by the deeds, emptied, filled by the statement: the same days."""
    made.done(kryvyi, made.task(kryvyi), at=IN_TIME)
    made.done(kryvyi, made.task(kryvyi), at=TOO_LATE)
    made.task(kryvyi)
    kept = list(Control.objects.order_by("id").values_list("done_on", "due_on", "due_clause"))
    assert [done for done, *_ in kept] == [date(2026, 3, 19), date(2026, 3, 24), None]
    Control.objects.update(done_on=None)
    fill = importlib.import_module("magistrat.tasks.migrations.0005_fill_done_on").FILL
    with connection.cursor() as cursor:
        cursor.execute(fill)
    assert list(Control.objects.order_by("id").values_list("done_on", "due_on", "due_clause")) == kept

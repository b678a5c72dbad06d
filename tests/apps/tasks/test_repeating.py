"""Tasks that repeat: each period by its own day of the month, whatever happened to the term of the one before (KR 8.11)."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from magistrat.documents.card import Party
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.tasks.actions import execution, extensions, handing
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, Report, Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
JANUARY = made.at_kyiv(2026, 1, 12, 10)


def repeating(office, *helpers, kind="enterprise_letter", at=AT, executor=None, **more):
    """The main executor's task of the first period."""
    point = made.point(
        executor or office.executor, *helpers, due_on=None, **({"repeats": "month", "repeat_day": 5} | more)
    )
    paper = made.letter(office, kind, at=at, parties=(Party(office.sender.pk, "01-12/7", date(2026, 1, 9)),))
    made.resolved(office, paper, point, at=at, put_on_control=True)
    return Task.objects.get(part="main")


def present():
    """The main executor's task of the present period."""
    return Task.objects.get(part="main", state="given")


class TestTheMonthsEnd:
    @pytest.mark.parametrize("day", [28, 29, 30, 31])
    def test_each_month_has_its_own_period(self, kryvyi, day):
        """The 28th of February and of March 2026 are Saturdays: both terms are days of March."""
        task = repeating(kryvyi, at=JANUARY, repeat_day=day)
        for _ in range(3):
            made.done(kryvyi, task, at=JANUARY)
            task = present()
        assert list(Report.objects.order_by("id").values_list("period", flat=True)) == ["2026-01", "2026-02", "2026-03"]
        points = Task.objects.order_by("id").values_list("point", flat=True)
        assert list(points) == ["", "1/2026-02", "1/2026-03", "1/2026-04"]

    def test_the_terms_by_the_28th(self, kryvyi):
        task = repeating(kryvyi, at=JANUARY, repeat_day=28)
        for _ in range(2):
            made.done(kryvyi, task, at=JANUARY)
            task = present()
        assert list(Task.objects.order_by("id").values_list("due_on", flat=True)) == [
            date(2026, 1, 28),
            date(2026, 3, 2),
            date(2026, 3, 30),
        ]


def extended(office, task, until):
    """The task's term put off by the mayor."""
    asked = extensions.ask(
        actor=office.executor, at=AT, task=task.pk, new_due_on=until, reason="Триває ремонт водогону"
    )  # fmt: skip
    extensions.decide(actor=office.mayor, at=AT, extension=asked.pk, granted=True)


class TestAfterAnExtension:
    """KR 8.13; DR 8.10: another term of one period changes no other."""

    def test_the_next_quarter_is_counted_from_the_own_day_of_the_last(self, kryvyi):
        task = repeating(kryvyi, repeats="quarter")
        extended(kryvyi, task, date(2026, 5, 20))
        made.done(kryvyi, task, at=made.at_kyiv(2026, 5, 20, 10))
        following = present()
        assert (following.due_on, following.point) == (date(2026, 7, 6), "1/2026-07")
        assert following.due_clause == "8.6"
        assert Report.objects.get().period == "2026-04"

    @pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
    def test_no_month_is_skipped_and_nothing_is_late_when_it_is_given(self, city):
        office = made.office(city)
        task = repeating(office, office.second)
        extended(office, task, date(2026, 5, 20))
        for point, due in (("1/2026-05", date(2026, 5, 20)), ("1/2026-06", date(2026, 6, 5))):
            made.done(office, task, at=made.at_kyiv(2026, 5, 20, 10))
            task = present()
            helper = Task.objects.get(part="co", point=point)
            assert (task.due_on, task.point, helper.due_on) == (due, point, due)


class TestEachPeriod:
    def test_those_who_help_inform_two_days_before_in_each(self, kryvyi):
        """KR 8.20.8: of instructions."""
        task = repeating(kryvyi, kryvyi.second, kind="instruction")
        made.done(kryvyi, task)
        helpers = Task.objects.filter(part="co").order_by("id")
        # Two days before Monday the 6th of April and Tuesday the 5th of May.
        assert [(one.due_on, one.due_clause) for one in helpers] == [
            (date(2026, 4, 3), "8.20.8"),
            (date(2026, 5, 1), "8.20.8"),
        ]
        assert "05.05.2026" in helpers.last().due_explanation["explanation"]

    def test_its_executors_are_told(self, kryvyi):
        task = repeating(kryvyi, kryvyi.second)
        made.done(kryvyi, task)
        told = Message.objects.filter(key__startswith="tasks.repeated")
        assert set(told.values_list("to_post", flat=True)) == {kryvyi.executor.post_id, kryvyi.second.post_id}
        assert all("05.05.2026" in one.subject for one in told)


class TestStopped:
    def test_all_who_worked_on_it_are_told_and_their_parts_end(self, kryvyi):
        task = repeating(kryvyi, kryvyi.second, executor=kryvyi.department_head)
        split = made.point(kryvyi.executor)
        made.resolved(kryvyi, task.document, split, actor=kryvyi.department_head, parent_task=task.pk)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=task.pk, reason="Потреба минула")
        assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}
        told = Message.objects.filter(subject__contains="повторення завдання припинено: Потреба минула")
        posts = {kryvyi.department_head.post_id, kryvyi.executor.post_id, kryvyi.second.post_id}
        assert set(told.values_list("to_post", flat=True)) == posts
        assert Entry.objects.filter(code="tasks.ended").count() == 2

    def test_whom_it_only_informed_still_reads_it(self, kryvyi):
        task = repeating(kryvyi, Assignee(kryvyi.second.post_id, "info"))
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=task.pk, reason="Потреба минула")
        assert execution.take(actor=kryvyi.second, at=AT, task=Task.objects.get(part="info").pk).state == "done"

    def test_before_anything_was_done_the_document_waits_for_no_day(self, kryvyi, sign_in):
        task = repeating(kryvyi)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=task.pk, reason="Потреба минула")
        control = Control.objects.get()
        assert (control.state, control.due_on, control.due_clause) == ("on", None, "")
        client = sign_in(kryvyi.control)
        assert task.document.index in client.get("/zavdannia/kontrol/").content.decode()
        assert client.get(f"/dokumenty/{task.document_id}/").status_code == 200
        made.submitted(kryvyi, task)

    def test_one_that_was_done_before_is_watched_by_that(self, kryvyi):
        task = repeating(kryvyi)
        made.done(kryvyi, task)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=present().pk, reason="Потреба минула")
        assert Control.objects.get().due_on == task.due_on


def as_stored_before(task, **columns):
    """The rows of a period as they were before its day was kept: called by the month of the term."""
    Task.objects.filter(resolution=task.resolution_id, point=task.point).update(period_on=None)
    Task.objects.filter(pk=task.pk).update(**columns)
    if "point" in columns:
        Task.objects.filter(resolution=task.resolution_id, point=task.point, part="co").update(point=columns["point"])
    task.refresh_from_db()


def upgrade():
    import_module("magistrat.tasks.migrations.0009_fill_period_on").fill(apps, None)


class TestGivenBeforePeriodsWereKept:
    AT = made.at_kyiv(2026, 10, 12, 10)

    def begun(self, office, **more):
        """The second period of a task by the end of each month: Saturday the 31st of October, until the 2nd of November."""
        task = repeating(office, office.second, at=made.at_kyiv(2026, 9, 14, 10), repeat_day=31, **more)
        made.done(office, task, at=self.AT)
        task = present()
        assert task.due_on == date(2026, 11, 2)
        return task

    def test_the_next_period_has_a_name_of_its_own(self, kryvyi):
        task = self.begun(kryvyi)
        as_stored_before(task, point="1/2026-11")
        upgrade()
        task.refresh_from_db()
        assert (task.period_on, task.point) == (date(2026, 10, 31), "1/2026-10")
        made.done(kryvyi, task, at=self.AT)
        assert (present().due_on, present().point) == (date(2026, 11, 30), "1/2026-11")
        assert Task.objects.filter(part="co", point="1/2026-11").count() == 1

    def test_one_whose_term_was_changed_keeps_its_period(self, kryvyi):
        task = self.begun(kryvyi)
        extensions.change(
            actor=kryvyi.mayor, at=self.AT, task=task.pk, new_due_on=date(2026, 12, 15), reason="Триває ремонт"
        )
        as_stored_before(task, point="1/2026-11")
        upgrade()
        task.refresh_from_db()
        assert (task.period_on, task.point) == (date(2026, 10, 31), "1/2026-10")

    def test_a_name_that_the_period_before_bears_is_freed_first(self, kryvyi):
        """The terms of the 28th of February and, with a day off, of the 31st of March fell in the months after."""
        task = repeating(kryvyi, at=JANUARY, repeat_day=31)
        made.done(kryvyi, task, at=JANUARY)
        first = present()
        made.done(kryvyi, first, at=JANUARY)
        second = present()
        as_stored_before(second, point="1/2026-04", due_on=date(2026, 4, 1))
        as_stored_before(first, point="1/2026-03")
        upgrade()
        points = Task.objects.filter(part="main").order_by("id").values_list("point", flat=True)
        assert list(points) == ["", "1/2026-02", "1/2026-03"]

    def test_a_first_period_is_told_by_its_term(self, kryvyi):
        task = repeating(kryvyi)
        as_stored_before(task)
        upgrade()
        task.refresh_from_db()
        assert (task.period_on, task.point) == (date(2026, 4, 5), "")
        # A second run, or one over rows that keep their periods, changes nothing.
        upgrade()
        assert Task.objects.get(part="main").period_on == date(2026, 4, 5)

    def test_a_term_far_from_the_day_was_set_by_the_author(self, kryvyi):
        task = repeating(kryvyi)
        as_stored_before(task, due_on=date(2026, 4, 22))
        upgrade()
        task.refresh_from_db()
        assert task.period_on == date(2026, 4, 22)

"""Points come off control one by one, the document with the last of them (KR 8.11, 8.20.13); and where no clause says so."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from magistrat.documents.actions import annulling, grants
from magistrat.reports import periods
from magistrat.reports import queries as reports
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, handing, judging, point_removal, removal, resolutions, watching
from magistrat.tasks.models import Control, ControlPoint, PastControl, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATER = made.days_later(7)
LONG_AFTER = date(2026, 6, 1)


def by_points(office, kind="instruction", **more):
    """Two points of one document: by the 20th and by the 27th."""
    document = made.letter(office, kind)
    made.resolved(
        office,
        document,
        made.point(office.executor, number="1"),
        made.point(office.executor, number="2", due_on=date(2026, 3, 27), **more),
        put_on_control=True,
    )
    return document, list(ControlPoint.objects.filter(control__document=document).order_by("id"))


def overdue(office):
    """Points on control whose term is missed, seen long after all their terms."""
    return list(queries.point_list(actor=office.control, wanted=queries.Wanted(overdue_on=LONG_AFTER)))


def done(office, point, at=AT):
    made.done(office, Task.objects.get(pk=point.task_id), at=at)


def off(office, point, at=AT):
    done(office, point, at)
    point_removal.submit(actor=office.control, at=at, point=point.pk, note="Виконано")
    return point_removal.write_off(actor=office.mayor, at=at, point=point.pk)


class TestWholeWay:
    def test_the_document_goes_with_its_last_point_that_day(self, kryvyi):
        document, (first, second) = by_points(kryvyi)
        gone = off(kryvyi, first)
        control = Control.objects.get(document=document)
        assert (gone.state, gone.off_on, gone.off_clause) == ("off", made.ON, "8.15")
        assert (control.state, control.due_on) == ("on", date(2026, 3, 27))
        off(kryvyi, second, LATER)
        control.refresh_from_db()
        assert (control.state, control.off_on, control.off_clause) == ("off", date(2026, 3, 17), "8.20.13")

    def test_an_act_of_a_higher_body_point_by_point_by_its_letters(self, kryvyi):
        document, (first, second) = by_points(kryvyi, "cabinet_act")
        done(kryvyi, first)
        with pytest.raises(Refusal) as refused:
            point_removal.write_off(actor=kryvyi.mayor, at=AT, point=first.pk)
        assert refused.value.clause == "8.15"
        letter = made.letter(kryvyi, "cabinet_act")
        made.resolved(kryvyi, letter, made.point(kryvyi.control), put_on_control=False)
        remove = {"actor": kryvyi.control, "at": AT, "index": letter.index}
        gone = point_removal.remove_by_source_index(point=first.pk, **remove)
        assert (gone.removal_letter_id, gone.off_clause) == (letter.pk, "8.15")
        assert Control.objects.get(document=document).state == "on"
        point_removal.remove_by_source_index(point=second.pk, **remove)
        control = Control.objects.get(document=document)
        assert (control.state, control.off_clause, control.removal_letter_id) == ("off", "8.11", letter.pk)

    def test_a_task_beside_the_points_keeps_the_document(self, kryvyi):
        document, points = by_points(kryvyi)
        made.resolved(kryvyi, document, made.point(kryvyi.second), put_on_control=True)
        for point in points:
            off(kryvyi, point)
        assert Control.objects.get(document=document).state == "on"

    @pytest.mark.parametrize("how", ["by the leader", "by an act"])
    def test_what_was_returned_beside_the_points_keeps_the_document(self, kryvyi, how):
        """KR 8.16: nobody has done it yet."""
        document, points = by_points(kryvyi)
        beside = made.resolved(
            kryvyi, document, made.point(kryvyi.second), put_on_control=True, on_blank=True
        ).tasks.get()  # fmt: skip
        execution.return_to_author(actor=kryvyi.second, at=AT, task=beside.pk, reason="Не належить до повноважень")
        if how == "by the leader":
            for point in points:
                off(kryvyi, point)
        else:
            control = Control.objects.get(document=document)
            act = made.letter(kryvyi)
            removal.by_act(
                actor=kryvyi.mayor, at=AT, control=control, act=act, named="розпорядження", numbers=["1", "2"]
            )  # fmt: skip
        assert not ControlPoint.objects.exclude(state="off").exists()
        beside.refresh_from_db()
        assert (beside.state, Control.objects.get(document=document).state) == ("returned", "on")
        assert list(queries.returned_to(actor=kryvyi.mayor)) == [beside]

    @pytest.mark.parametrize("how", ["done beside a returned one", "stopped beside an open one"])
    def test_what_is_over_waits_to_be_submitted_whatever_happens_to_the_others(self, kryvyi, how):
        """KR 8.11: one by one, while the document is not done as a whole."""
        _, (first, second) = by_points(kryvyi, repeats="month", repeat_day=5)
        if how.startswith("done"):
            done(kryvyi, first)
            execution.return_to_author(actor=kryvyi.executor, at=AT, task=second.task_id, reason="Не належить")
            over = first
        else:
            handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=second.task_id, reason="Потреба минула")
            over = second
        units = kryvyi.control.departments
        assert list(queries.ready_to_submit(units=units)) == []
        assert list(queries.points_to_submit(units=units)) == [over]
        point_removal.submit(actor=kryvyi.control, at=AT, point=over.pk)

    def test_one_whose_answer_is_annulled_is_submitted_no_more(self, kryvyi):
        """KR 8.16: the executor answers anew, and the leader takes nothing undone off control meanwhile."""
        _, (first, _) = by_points(kryvyi)
        letter = papers.outgoing(kryvyi)
        grants.give(document=letter, post=kryvyi.executor.post_id, reason="informed", source="tests:1", at=AT)
        execution.report(actor=kryvyi.executor, at=AT, task=first.task_id, text="Надано відповідь", reply=letter.pk)
        for judge in (kryvyi.department_head, kryvyi.mayor):
            judging.accept(actor=judge, at=AT, task=first.task_id)
        point_removal.submit(actor=kryvyi.control, at=AT, point=first.pk)
        annulling.annul(actor=kryvyi.records_head, at=AT, document_id=letter.pk, reason="зареєстровано двічі")
        first.refresh_from_db()
        assert (first.state, first.task.state) == ("on", "taken")
        with pytest.raises(Refusal, match="після того, як спеціаліст з контролю подасть"):
            point_removal.write_off(actor=kryvyi.mayor, at=AT, point=first.pk)

    def test_as_a_whole_the_rest_goes_too(self, kryvyi):
        document, (first, second) = by_points(kryvyi)
        off(kryvyi, first)
        done(kryvyi, second)
        removal.submit_case(actor=kryvyi.control, at=LATER, document=document.pk)
        removal.write_off(actor=kryvyi.mayor, at=LATER, document=document.pk)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.off_on, second.off_on, second.off_mark) == (made.ON, date(2026, 3, 17), "До справи")

    def test_a_repeating_point_is_watched_by_its_present_task(self, kryvyi):
        _, (_, second) = by_points(kryvyi, repeats="month", repeat_day=5)
        done(kryvyi, second)
        second.refresh_from_db()
        assert (second.number, second.task.point) == ("2", "2/2026-04")
        with pytest.raises(Refusal, match="ще не виконано"):
            point_removal.submit(actor=kryvyi.control, at=AT, point=second.pk)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=second.task_id, reason="Потреба минула")
        point_removal.submit(actor=kryvyi.control, at=AT, point=second.pk)

    def test_whose_repetition_was_stopped_is_watched_by_what_was_done_last(self, kryvyi):
        """Cabinet 55, item 176: late is decided by the day of execution, of the point and of its document alike."""
        document, (first, second) = by_points(kryvyi, repeats="month", repeat_day=5)
        task = Task.objects.get(pk=second.task_id)
        done(kryvyi, second)
        second.refresh_from_db()
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=second.task_id, reason="Потреба минула")
        second.refresh_from_db()
        assert (second.task_id, second.executed_on, second.due_on) == (task.pk, made.ON, task.due_on)
        assert overdue(kryvyi) == [first]
        assert [one.pk for one in queries.points_to_submit(units=kryvyi.control.departments)] == [second.pk]
        done(kryvyi, first)
        assert Control.objects.get(document=document).done_on == made.ON

    def test_whose_repetition_was_stopped_before_anything_was_done_waits_for_no_day(self, kryvyi, sign_in, now):
        _, (first, second) = by_points(kryvyi, repeats="month", repeat_day=5)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=second.task_id, reason="Потреба минула")
        second.refresh_from_db()
        assert (second.task.state, second.due_on) == ("cancelled", None)
        assert overdue(kryvyi) == [first]
        assert reports.control_points(period=periods.containing(made.ON, "month"), on=LONG_AFTER)["overdue"] == 1
        now("2026-06-01T10:00:00+03:00")
        client = sign_in(kryvyi.control)
        assert f"#point-{second.pk}" in client.get("/").content.decode()
        card = client.get(f"/zavdannia/dokument/{second.control.document_id}/").content.decode()
        row = card.split(f'id="point-{second.pk}"')[1].split("</li>")[0]
        assert ("прострочено" in row, "podaty" in row) == (False, True)
        listed = client.get("/zavdannia/kontrol/punkty/").content.decode()
        assert "прострочено" not in listed.split(f"#point-{second.pk}")[1].split("</tr>")[0]
        point_removal.submit(actor=kryvyi.control, at=AT, point=second.pk)
        assert point_removal.write_off(actor=kryvyi.mayor, at=AT, point=second.pk).state == "off"

    def test_points_of_a_cancelled_resolution_are_no_longer_watched(self, kryvyi):
        document, points = by_points(kryvyi)
        resolution = points[0].task.resolution_id
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=resolution, reason="Помилковий документ")
        assert {one.off_mark for one in ControlPoint.objects.all()} == {"Резолюцію скасовано"}
        assert queries.point_list(actor=kryvyi.control, wanted=queries.Wanted()).count() == 0
        assert Control.objects.get(document=document).state == "off"

    def test_of_an_earlier_time_on_control_are_not_told_among_those_of_the_present_one(self, kryvyi):
        """KR 8.11: the list tells how many of the points that are watched now have come off; the card shows all."""
        document, points = by_points(kryvyi)
        for point in points:
            off(kryvyi, point)
        again = [made.point(kryvyi.second, number=number, due_on=date(2026, 4, 27)) for number in "345"]
        made.resolved(kryvyi, document, *again, put_on_control=True, on_blank=True, at=LATER)
        listed = queries.control_list(actor=kryvyi.control, wanted=queries.Wanted()).get()
        assert (listed.points_all, listed.points_off) == (3, 0)
        assert len(queries.points_of(control=listed.pk)) == 5
        assert PastControl.objects.get().off_on == made.ON

    def test_put_on_control_afterwards_has_its_points(self, kryvyi):
        document = made.letter(kryvyi, "instruction")
        made.resolved(kryvyi, document, made.point(kryvyi.executor, number="1"), put_on_control=False)
        control = Control.objects.filter(document=document).first() or watching.put_on(
            actor=kryvyi.mayor, at=AT, document=document.pk, reason="Доручення наради"
        )
        assert [one.number for one in control.points.all()] == ["1"]


class TestRefusals:
    def test_not_done_no_right_not_submitted_and_twice(self, kryvyi):
        _, (first, _) = by_points(kryvyi)
        with pytest.raises(Refusal) as refused:
            point_removal.submit(actor=kryvyi.control, at=AT, point=first.pk)
        assert refused.value.clause == "8.16"
        done(kryvyi, first)
        with pytest.raises(Refusal) as refused:
            point_removal.submit(actor=kryvyi.executor, at=AT, point=first.pk)
        assert (refused.value.is_right, "8.14" in refused.value.clause) == (True, True)
        with pytest.raises(Refusal) as refused:
            point_removal.write_off(actor=kryvyi.mayor, at=AT, point=first.pk)
        assert refused.value.clause == "8.14"
        point_removal.submit(actor=kryvyi.control, at=AT, point=first.pk)
        with pytest.raises(Refusal, match="уже подано"):
            point_removal.submit(actor=kryvyi.control, at=AT, point=first.pk)
        point_removal.write_off(actor=kryvyi.mayor, at=AT, point=first.pk)
        with pytest.raises(Refusal, match="уже знято"):
            point_removal.write_off(actor=kryvyi.mayor, at=AT, point=first.pk)

    def test_left_on_control_its_executor_works_on(self, kryvyi):
        document, (first, _) = by_points(kryvyi)
        done(kryvyi, first)
        leave = {"actor": kryvyi.mayor, "at": AT, "point": first.pk}
        with pytest.raises(Refusal, match="ще не подано"):
            point_removal.leave_on(**leave, remark="Додайте акт")
        point_removal.submit(actor=kryvyi.control, at=AT, point=first.pk)
        with pytest.raises(Refusal, match="бракує"):
            point_removal.leave_on(**leave, remark=" ")
        with pytest.raises(Refusal, match="минулому"):
            point_removal.leave_on(**leave, remark="Додайте акт", due_on=date(2026, 3, 9))
        point_removal.leave_on(**leave, remark="Додайте акт", due_on=date(2026, 3, 24))
        first.refresh_from_db()
        assert (first.state, first.task.state, first.task.due_on) == ("on", "taken", date(2026, 3, 24))
        assert Control.objects.get(document=document).due_on == date(2026, 3, 24)

    def test_left_on_control_after_its_repetition_was_stopped(self, kryvyi):
        """KR 8.14: what was done last is worked on, and is not given anew for another period."""
        _, (_, second) = by_points(kryvyi, repeats="month", repeat_day=5)
        done(kryvyi, second)
        second.refresh_from_db()
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=second.task_id, reason="Потреба минула")
        point_removal.submit(actor=kryvyi.control, at=AT, point=second.pk)
        point_removal.leave_on(actor=kryvyi.mayor, at=AT, point=second.pk, remark="Додайте акт")
        second.refresh_from_db()
        assert (second.state, second.task.state) == ("on", "taken")
        done(kryvyi, second)
        assert Task.objects.filter(resolution=second.task.resolution_id, point="2/2026-04").get().state == "cancelled"

    def test_left_on_control_with_nothing_to_work_on(self, kryvyi):
        _, (_, second) = by_points(kryvyi, repeats="month", repeat_day=5)
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=second.task_id, reason="Потреба минула")
        point_removal.submit(actor=kryvyi.control, at=AT, point=second.pk)
        leave = {"actor": kryvyi.mayor, "at": AT, "point": second.pk, "remark": "Додайте акт"}
        with pytest.raises(Refusal, match="немає завдання"):
            point_removal.leave_on(**leave, due_on=date(2026, 4, 24))
        assert point_removal.leave_on(**leave).state == "on"

    def test_a_letter_of_nobody_or_for_an_ordinary_paper(self, kryvyi):
        _, (first, _) = by_points(kryvyi)
        with pytest.raises(Refusal, match="немає"):
            point_removal.remove_by_source_index(actor=kryvyi.control, at=AT, point=first.pk, index="1/1")

    def test_no_points_where_no_clause_watches_them(self):
        office = made.office("druzhkivka")
        document, points = by_points(office, "enterprise_letter")
        assert points == []
        for task in Task.objects.filter(document=document):
            made.done(office, task)
        removal.submit_case(actor=office.records_head, at=AT, document=document.pk)
        gone = removal.write_off(actor=office.mayor, at=AT, document=document.pk)
        assert (gone.state, gone.off_clause) == ("off", "10.22")


class TestPages:
    def test_point_by_point_through_the_pages(self, kryvyi, sign_in):
        document, (first, second) = by_points(kryvyi)
        done(kryvyi, first)
        control, mayor = sign_in(kryvyi.control), sign_in(kryvyi.mayor)
        card = f"/zavdannia/dokument/{document.pk}/"
        address = f"/zavdannia/kontrol/punkty/{first.pk}"
        assert "Подати пункт" in control.get("/").content.decode()
        assert f"{address}/podaty/" in control.get(card).content.decode()
        assert control.post(f"{address}/podaty/", {"note": "Виконано"}).status_code == 302
        assert "подано на зняття з контролю" in mayor.get("/").content.decode()
        assert f"{address}/zniaty/" in mayor.get(card).content.decode()
        assert mayor.post(f"/zavdannia/kontrol/punkty/{second.pk}/zniaty/").status_code == 409
        assert mayor.post(f"{address}/zniaty/").status_code == 302
        listed = control.get("/zavdannia/kontrol/").content.decode()
        assert "знято пунктів: 1 з 2" in listed
        points = control.get("/zavdannia/kontrol/punkty/").content.decode()
        assert (f"#point-{second.pk}" in points, f"#point-{first.pk}" in points) == (True, False)
        assert f"#point-{first.pk}" in control.get("/zavdannia/kontrol/punkty/?state=off").content.decode()
        assert control.get("/zavdannia/kontrol/eksport/").status_code == 200
        assert sign_in(kryvyi.executor).post(f"{address}/podaty/").status_code == 403

    def test_the_list_is_narrowed_sorted_and_taken_away_as_that_of_documents_is(self, kryvyi, sign_in):
        _, (first, second) = by_points(kryvyi)
        control, address = sign_in(kryvyi.control), "/zavdannia/kontrol/punkty/"

        def listed(**given):
            return [one.pk for one in control.get(address, given).context["page"].rows]

        orders = {key: listed(sort=key) for key in ("due", "-due", "index", "executor", "leader")}
        assert all(set(rows) == {first.pk, second.pk} for rows in orders.values())
        assert orders["due"] == orders["-due"][::-1]
        executor = Task.objects.get(pk=first.task_id).executor
        of_unit = listed(state="open", executor=executor.department_id)
        assert (first.pk in of_unit, listed(state="open", leader=kryvyi.deputy.post_id)) == (True, [])
        until = Task.objects.get(pk=first.task_id).due_on
        assert first.pk in listed(state="open", until=f"{until:%d.%m.%Y}")
        assert first.pk not in listed(state="open", since=f"{until + timedelta(days=1):%d.%m.%Y}")
        page = control.get(address, {"state": "off"}).content.decode()
        assert (f'href="{address}"' in page, "Очистити" in page) == (True, True)
        book = load_workbook(BytesIO(control.get(address, {"format": "xlsx"}).content))
        assert {row[3].value for row in book.active.iter_rows(min_row=3)} == {first.number, second.number}
        wrong = control.get(address, {"format": "xlsx", "until": "щось"})
        assert wrong.context["form"].errors["until"]

    def test_the_report_counts_points_apart(self, kryvyi):
        _, (first, _) = by_points(kryvyi)
        off(kryvyi, first)
        figures = reports.control_points(period=periods.containing(made.ON, "month"), on=date(2026, 3, 28))
        assert figures == {"put_on": 2, "off": 1, "now": 1, "overdue": 1}


def test_judging_is_not_removal(kryvyi):
    """A report accepted leaves the point on control until it is written off (KR 8.14)."""
    _, (first, _) = by_points(kryvyi)
    made.reported(kryvyi, Task.objects.get(pk=first.task_id))
    judging.accept(actor=kryvyi.department_head, at=AT, task=first.task_id)
    judging.accept(actor=kryvyi.mayor, at=AT, task=first.task_id)
    first.refresh_from_db()
    assert first.state == "on"

"""Each figure of the report equals the count of the list that it opens, on random histories; and both are what was done."""

from __future__ import annotations

import html
import io
import random
import re
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from magistrat.documents.models import Document
from magistrat.reports import periods, queries
from magistrat.rules.moments import moment
from magistrat.tasks.actions import execution, past_control, removal
from magistrat.tasks.models import Control, ControlPoint, Extension, Resolution, Task
from magistrat.ui.cells import UNSEEN
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
BEGIN, DAYS = date(2026, 2, 1), 75
SEEN = date(2026, 3, 25)
REPORT = "/zvity/vykonannia/"
FIGURE = re.compile(r'<a href="(/zvity/vykonannia/(?:zavdannia|kontrol|punkty|dokumenty)/\?[^"]+)">(\d+)</a>')
COUNT = re.compile(r"<p>(\d+)\s")


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", "2026-03-25T10:00:00+02:00")
    return made.office()


@pytest.fixture
def sign_in():
    return lambda actor: papers.signed_in(Client(), actor)


def history(office, seed: int, size: int = 40) -> list[Control]:
    """Documents, tasks, extensions, controls and points in states and with days that chance chooses.

    :returns: each time on control as it was made: of some documents it is set again after its end.
    """
    dice = random.Random(seed)
    day = lambda: BEGIN + timedelta(days=dice.randrange(DAYS))  # noqa: E731
    hour = lambda: moment(datetime.combine(day(), time(dice.choice([0, 9, 23]), 59)))  # noqa: E731
    first, times = papers.registered(office), []
    for number in range(size):
        document = Document.objects.get(pk=first.pk)
        document.pk, document.index, document.number = None, f"в-{number}", 1000 + number
        document.state = dice.choice(["registered", "registered", "annulled"])
        document.listed_on = document.registered_on = day()
        document.save()
        author = dice.choice([office.mayor, office.deputy])
        resolution = Resolution.objects.create(
            document=document, author_id=author.post_id, author_printed="Керівник", text="До виконання", at=hour(),
            on=BEGIN,
        )  # fmt: skip
        tasks = [_task(dice, day, hour, office, document, resolution, point) for point in ("1", "2")]
        if dice.random() < 0.8:
            times += _controls(dice, day, hour, office, document, tasks)
    return times


def _task(dice, day, hour, office, document, resolution, point):
    who = dice.choice([office.executor, office.second, office.stranger])
    state = dice.choice(Task.State.values)
    task = Task.objects.create(
        document=document, resolution=resolution, point=point, part=dice.choice(["main", "main", "co", "info"]),
        executor_id=who.post_id, department_id=who.department_id, giver_id=office.mayor.post_id, text="Завдання",
        state=state, given_at=hour(), due_on=day(), due_clause="8.12", done_on=day() if state == "done" else None,
    )  # fmt: skip
    if dice.random() < 0.3:
        Extension.objects.create(
            task=task, old_due_on=BEGIN, new_due_on=task.due_on + timedelta(days=1), reason="-", asked_by="-",
            asked_at=hour(), asked_on=BEGIN, state=dice.choice(Extension.State.values),
        )  # fmt: skip
    return task


def _controls(dice, day, hour, office, document, tasks):
    times = [control := _control(dice, day, hour, office, document)]
    while control.state == "off" and dice.random() < 0.7:
        past_control.keep(documents=[document.pk])
        control.delete()
        times.append(control := _control(dice, day, hour, office, document))
    for task in tasks[: dice.randrange(3)]:
        state = dice.choice(Control.State.values)
        ControlPoint.objects.create(
            control=control, task=task, number=task.point, state=state, set_at=hour(),
            off_on=day() if state == "off" else None,
        )  # fmt: skip
    return times


def _control(dice, day, hour, office, document):
    state = dice.choice(Control.State.values)
    return Control.objects.create(
        document=document, state=state, clause="8.3", reason="-", unit_id=office.control.department_id,
        leader_id=office.mayor.post_id, due_on=dice.choice([None, day()]), set_at=hour(), set_by="-",
        done_on=dice.choice([None, day()]), off_on=day() if state == "off" else None,
    )  # fmt: skip


def opened(client, address: str) -> int:
    """How many things the list says it has; every one of them is found by turning its pages, in its file and on its print."""
    address = html.unescape(address)
    page = client.get(address)
    assert page.status_code == 200
    said = int(COUNT.search(page.content.decode()).group(1))
    assert len(page.context["page"].rows) == min(said, 50)
    assert len(sheet_of(client.get(f"{address}&format=xlsx"))) == said + 2
    assert len(client.get(f"{address}&druk=1").context["page"].rows) == said
    turned = list(page.context["page"].rows)
    while token := page.context["page"].next:
        page = client.get(f"{address}&after={token}")
        turned += page.context["page"].rows
    assert len({(type(row), row.pk) for row in turned}) == len(turned) == said
    return said


def sheet_of(answer) -> list[tuple[object, ...]]:
    """The rows of the file that came as an answer."""
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_each_figure_opens_a_list_of_as_many(office, sign_in):
    history(office, seed=1)
    control = sign_in(office.control)
    for period in ("2026-03", "2026-q1"):
        page = control.get(f"{REPORT}?period={period}").content.decode()
        figures = FIGURE.findall(page)
        # Tasks of two bodies and of all, of control four, of points four, of registries two, as far as chance gave any.
        assert {address.split("?")[0].split("/")[-2] for address, _ in figures} == {
            "zavdannia", "kontrol", "punkty", "dokumenty",
        }  # fmt: skip
        assert [opened(control, address) for address, _ in figures] == [int(count) for _, count in figures]


def test_what_is_late_is_what_was_executed_late(office):
    """Counted over the rows by hand: the condition in SQL and the rule's own function agree."""
    times = history(office, 7, size=60)
    period = periods.containing(SEEN, "month")
    seen = [
        one for one in Control.objects.all()
        if one.state != "off" and one.due_on and one.due_on < SEEN and (one.done_on is None or one.done_on > one.due_on)
    ]  # fmt: skip
    figures = queries.control(period=period, on=SEEN)
    assert figures["overdue"] == len(seen) > 0
    since, until = moment(datetime(2026, 3, 1)), moment(datetime(2026, 4, 1))
    assert len(times) > Control.objects.count()
    assert figures["put_on"] == sum(since <= one.set_at < until for one in times) > 0
    assert figures["off"] == sum(bool(one.off_on and one.off_on.month == 3) for one in times) > 0
    points = queries.control_points(period=period, on=SEEN)
    late = [
        one for one in ControlPoint.objects.exclude(state="off").exclude(task__state="cancelled").select_related("task")
        if one.task.due_on < SEEN and (one.task.done_on is None or one.task.done_on > one.task.due_on)
    ]  # fmt: skip
    assert points["overdue"] == len(late) > 0


def test_a_helper_whose_task_was_cancelled_is_neither_late_nor_done(office, sign_in):
    """KR 8.14: whoever takes the paper off control holds the work for done; his information is waited for no more."""
    due = date(2026, 3, 18)
    paper = papers.registered(office)
    point = made.point(office.executor, office.second, office.stranger, due_on=due)
    resolution = made.resolved(office, paper, point, put_on_control=True)
    main, helper, other = resolution.tasks.order_by("id")
    execution.report(actor=office.stranger, at=made.AT, task=other.pk, text="Надано")
    made.done(office, main)
    made.submitted(office, main)
    period = periods.containing(SEEN, "month")
    counted = lambda: queries.total(queries.execution(period=period, on=SEEN))  # noqa: E731
    assert [counted()[key] for key in ("due", "in_time", "overdue")] == [3, 1, 2]
    removal.write_off(actor=office.mayor, at=made.AT, document=main.document_id)
    assert counted() == {"due": 1, "in_time": 1, "late": 0, "overdue": 0, "running": 0, "extended": 0}
    for figure, count in counted().items():
        rows = queries.list_of(period=period, figure=figure, on=SEEN)
        assert (rows.count(), set(rows) - {main}) == (count, set())
    client = sign_in(office.control)
    page = client.get(f"{REPORT}?period=2026-03").content.decode()
    assert [opened(client, address) for address, _ in FIGURE.findall(page)] == [
        int(count) for _, count in FIGURE.findall(page)
    ]
    card = client.get(f"/zavdannia/dokument/{paper.pk}/").content.decode()
    for task in (helper, other):
        row = card.split(f'id="task-{task.pk}"')[1].split("</li>")[0]
        assert ("скасовано" in row, "прострочено" in row, "строк був 18.03.2026" in row) == (True, False, True)


def test_figures_of_a_past_month_stay_when_the_document_is_put_on_control_again(office, sign_in):
    task = made.done(office, made.task(office))
    made.submitted(office, task)
    removal.write_off(actor=office.mayor, at=made.AT, document=task.document_id)
    march, april = periods.read("2026-03"), periods.read("2026-04")
    figures = lambda period: [queries.control(period=period, on=SEEN)[key] for key in ("put_on", "off", "now")]  # noqa: E731
    assert (figures(march), figures(april)) == ([1, 1, 0], [0, 0, 0])
    again = made.point(office.second, due_on=date(2026, 5, 20))
    later = datetime.combine(date(2026, 4, 15), made.AT.timetz())
    made.resolved(office, task.document, again, put_on_control=True, on_blank=True, at=later)
    assert (figures(march), figures(april)) == ([1, 1, 1], [1, 0, 1])
    control = sign_in(office.control)
    listed = control.get(f"{REPORT}kontrol/?period=2026-03&pokaznyk=off").content.decode()
    assert task.document.index in listed
    assert f"знято з контролю {made.ON:%d.%m.%Y}" in listed
    for period in ("2026-03", "2026-q2"):
        page = control.get(f"{REPORT}?period={period}").content.decode()
        assert all(opened(control, address) == int(count) for address, count in FIGURE.findall(page))


class TestLists:
    def test_tells_no_more_than_the_index_of_what_is_not_ones_own(self, office, sign_in):
        """The control unit has no grant to a paper that is not on control."""
        task = made.task(office, put_on_control=False)
        page = sign_in(office.control).get(f"{REPORT}zavdannia/?period=2026-03&pokaznyk=due").content.decode()
        assert task.document.index in page
        assert "Вам цей документ не надано" in page
        assert task.document.summary not in page

    @pytest.mark.parametrize("put_on_control", [True, False])
    def test_tells_not_how_the_term_of_such_a_paper_was_counted(self, office, sign_in, put_on_control):
        """By whose law or clause, and from which day: that gives its kind away."""
        task = made.task(office, put_on_control=put_on_control)
        said = {"explanation": "Строк за законом про запити", "days": []}
        Task.objects.filter(pk=task.pk).update(due_clause="15.2", due_explanation=said)
        page = sign_in(office.control).get(f"{REPORT}zavdannia/?period=2026-03&pokaznyk=due").content.decode()
        assert task.document.index in page
        assert ("за законом про запити" in page, "15.2" in page) == (put_on_control, put_on_control)

    def test_refuses_an_unknown_figure_and_one_without_the_right(self, office, sign_in):
        control, executor = sign_in(office.control), sign_in(office.executor)
        for name in ("kontrol", "punkty", "dokumenty", "zavdannia"):
            assert control.get(f"{REPORT}{name}/?pokaznyk=bozna-shcho").status_code == 404
            assert executor.get(f"{REPORT}{name}/").status_code == 403

    def test_as_a_sheet(self, office, sign_in):
        history(office, 3, size=5)
        control = sign_in(office.control)
        for address in ("kontrol/?pokaznyk=now", "punkty/?pokaznyk=now", "zavdannia/?pokaznyk=due"):
            sheet = control.get(f"{REPORT}{address}&format=xlsx")
            assert sheet["Content-Type"].endswith("sheet")
            assert sheet.content[:2] == b"PK"

    def test_the_sheet_tells_no_more_than_the_page(self, office, sign_in):
        """Of a paper that is not given to the control unit neither what it is about nor what was resolved on it."""
        hidden = made.task(office, put_on_control=False, text="Перевірити охорону складу")
        shown = made.task(office, text="Полагодити водогін")
        for address in ("zavdannia/?pokaznyk=due", "dokumenty/?pokaznyk=registered"):
            rows = sheet_of(sign_in(office.control).get(f"{REPORT}{address}&period=2026-03&format=xlsx"))
            of_hidden, of_shown = (next(row for row in rows if task.document.index in row) for task in (hidden, shown))
            assert UNSEEN in of_hidden
            assert not {hidden.text, hidden.document.summary, hidden.document.correspondent.name} & set(of_hidden)
            assert shown.document.summary in of_shown
            if "zavdannia" in address:
                named = {"Департамент інфраструктури", "Спеціаліст департаменту"}
                assert named <= set(of_hidden)
                assert {shown.text, *named} <= set(of_shown)

    def test_statements_do_not_grow(self, office, sign_in):
        control = sign_in(office.control)

        def statements():
            with CaptureQueriesContext(connection) as captured:
                control.get(f"{REPORT}?period=2026-03")
                control.get(f"{REPORT}kontrol/?period=2026-03&pokaznyk=now")
                control.get(f"{REPORT}kontrol/?period=2026-03&pokaznyk=put_on")
                control.get(f"{REPORT}punkty/?period=2026-03&pokaznyk=now")
            return len(captured)

        history(office, 4, size=5)
        statements()  # what the process reads once
        few = statements()
        for _ in range(3):
            made.task(office)
        assert statements() == few

"""Acts watched by their separate points, and work that is reported on every month (KR 8.11)."""

from __future__ import annotations

from datetime import datetime, timedelta

from magistrat.demo.scenes import control
from magistrat.demo.scenes.case import Case, Step
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import execution, judging, point_removal, resolutions
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import ControlPoint, Task

AREAS = ("budget", "roads", "social")
TEXTS = (
    "Передбачити видатки на виконання завдань", "Забезпечити виконання робіт згідно з графіком",
    "Поінформувати мешканців та узагальнити звернення",
)  # fmt: skip


def by_points(case: Case, at: datetime) -> Step:
    """Three points, three executors, three terms; the last one goes on."""
    at = yield case.in_days(at, (0, 1))
    calendar, on = case.stage.days.calendar, local_date(at)
    points = [
        Point(
            text, [Assignee(case.stage.head_of(case.stage.department_of(area)).pk)], number=str(number),
            due_on=calendar.on_or_next(on + timedelta(days=14 * number)),
        )
        for number, (text, area) in enumerate(zip(TEXTS, AREAS, strict=True), 1)
    ]  # fmt: skip
    draft = Draft(document=case.document.pk, text="До виконання за пунктами.", points=points, put_on_control=True)
    written = case.do(resolutions.write, at=at, who=case.leader, draft=draft)
    for task in Task.objects.filter(resolution=written).order_by("id"):
        at = yield case.in_days(at, (1, 3))
        executor = case.stage.by_id[task.executor_id]
        case.do(execution.take, at=at, who=executor, task=task.pk)
        at = yield case.in_days(at, (3, 7))
        case.do(execution.report, at=at, who=executor, task=task.pk, text=f"Пункт {task.point} виконано.", pages=1)
        at = yield case.in_days(at, (0, 2))
        case.do(judging.accept, at=at, who=case.leader, task=task.pk)
        if task.point != str(len(TEXTS)):
            at = yield from _point_off(case, at, task)
    yield from control.close(case, at)


def _point_off(case: Case, at: datetime, task: Task) -> Step:
    """A point that is done comes off control while the others go on, where the leader may say so."""
    point = ControlPoint.objects.select_related("control").filter(task=task).first()
    if point is None or point.control.only_source_removes:
        return at
    at = yield case.in_days(at, (0, 1))
    controller = case.stage.holder_of_right("control.submit_case", point.control.unit_id, at)
    case.do(point_removal.submit, at=at, who=controller, point=point.pk, note=f"Пункт {point.number} виконано.")
    at = yield case.in_days(at, (0, 1))
    case.do(point_removal.write_off, at=at, who=case.leader, point=point.pk)
    return at


def repeated(case: Case, at: datetime) -> Step:
    """Information each month by the fifth, with a report for each."""
    at = yield case.in_days(at, (0, 1))
    text = "Інформацію подавати щомісяця до 5 числа."
    point = Point(text, [Assignee(case.head.pk)], number="1", repeats="month", repeat_day=5)
    written = case.do(
        resolutions.write, at=at, who=case.leader, draft=Draft(case.document.pk, text, [point], put_on_control=True)
    )
    for turn in range(24):
        task = Task.objects.filter(resolution=written).order_by("id")[turn]
        at = yield case.in_days(at, (1, 2))
        case.do(execution.take, at=at, who=case.head, task=task.pk)
        assert task.due_on is not None
        ready = case.stage.days.some(
            case.stage.days.calendar.add_working(task.due_on, -case.rng.randint(1, 2)), case.rng
        )
        at = yield max(ready, case.soon(at))
        case.do(execution.report, at=at, who=case.head, task=task.pk, text=case.letter.say("report"), pages=1)
        at = yield case.in_days(at, (1, 2))
        case.do(judging.accept, at=at, who=case.leader, task=task.pk)

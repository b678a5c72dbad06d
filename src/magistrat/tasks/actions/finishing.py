"""Who judges a report, and what follows when a task is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import days, words
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, ending, giving, points, removal
from magistrat.tasks.models import Extension, Report, Task
from magistrat.tasks.queries import sending, terms


def main_of(*, task: Task) -> Task | None:
    """The main executor's task of the same point."""
    return (
        Task.objects.filter(resolution=task.resolution_id, point=task.point, part=Task.Part.MAIN)
        .exclude(state__in=[Task.State.RETURNED, Task.State.CANCELLED])
        .select_related("executor")
        .order_by("-id")
        .first()
    )


def first_judge(*, task: Task, on: date) -> int:
    """Whose answer a new report waits for: the main executor's for a co-executor's; else the head's, else the author's.

    Never that of a post which nobody fills on the day while the author is there: on its desk the report would wait for nobody.
    Nor, of a paper for official use, that of a head who is not admitted to it by name: he would judge what he may not read.
    """
    if task.part == Task.Part.CO:
        main = main_of(task=task)
        is_there = main is not None and organisation.filled([main.executor_id], on)
        return not_by_himself(task=task, judge=main.executor_id) if main and is_there else task.giver_id
    return _head_of(task, on) or task.giver_id


def judge_of(*, task: Task, on: date) -> int:
    """Whose answer a report waits for on the day: as `first_judge`, after the head the author's, in his place who is above."""
    return _in_turn(task, on)[1]


def _in_turn(task: Task, on: date) -> tuple[int, int]:
    """Whose turn it is, and who answers on the day."""
    judge = task.giver_id if task.state == Task.State.HEAD_ACCEPTED else first_judge(task=task, on=on)
    return judge, author_of(task=task, on=on) if judge == task.giver_id else judge


def author_of(*, task: Task, on: date) -> int:
    """The author of the resolution; where nobody fills his post on the day, the nearest above him whose post is filled.

    Never the executor himself; the author's own post where there is none above. Three statements at most.
    """
    if organisation.filled([task.giver_id], on):
        return task.giver_id
    above = [post for post in organisation.heads_above(task.giver_id) if post != task.executor_id]
    filled = organisation.filled(above, on)
    return next((post for post in above if post in filled), task.giver_id)


def lay_before_judge(*, task: Task, state: Task.State, at: datetime) -> None:
    """The report, given or accepted by the head, waits for whoever answers now; who does it in the author's place sees it."""
    task.state = state
    whose, task.judge_id = _in_turn(task, local_date(at))
    task.save(update_fields=["state", "judge"])
    if task.judge_id != whose:
        open_to_judge(task=task, post=task.judge_id, at=at)


def open_to_judge(*, task: Task, post: int, at: datetime) -> None:
    """Who answers in the place of another sees the document for it."""
    reason = grants.reason_for(task.document, "executor")
    grants.give(document=task.document, post=post, reason=reason, source=f"tasks.judge:{task.pk}", at=at)


def _head_of(task: Task, on: date) -> int | None:
    """The executor's nearest head who may judge, up to the head of his body; above one of these who may not, none."""
    executor = task.executor
    if executor.is_department_head or executor.head_id is None:
        return None
    if _judging([executor.head_id], task, on):
        return executor.head_id
    line = organisation.heads_above(executor.pk)
    posts, able = Post.objects.in_bulk(line), _judging(line, task, on)
    last = next((place for place, pk in enumerate(line) if posts[pk].is_department_head or posts[pk].is_leader), None)
    return next((pk for pk in line[: None if last is None else last + 1] if pk in able), None)


def _judging(posts: Sequence[int], task: Task, on: date) -> set[int]:
    """Those of the posts which somebody fills and to whom the paper, where it is for official use, is open."""
    filled = organisation.filled(posts, on)
    if not task.document.is_restricted:
        return filled
    admitted = Grant.objects.filter(document=task.document_id, post__in=filled, opens=True, until__isnull=True)
    return set(admitted.values_list("post", flat=True))


def not_by_himself(*, task: Task, judge: int) -> int:
    """Who judges the report on the task: `judge`, but the author of the resolution where that is its own executor.

    Of a part it is the author of the resolution by which the whole was given. Where he is the executor too, his head.
    """
    author = task.parent.giver_id if task.parent else task.giver_id
    others = [post for post in (judge, author, task.executor.head_id) if post and post != task.executor_id]
    return others[0] if others else judge


def period_of(*, task: Task) -> str:
    """The period on which a repeating task reports: the month of its day."""
    return f"{_period_day(task):%Y-%m}" if task.repeats and task.due_on else ""


def _period_day(task: Task) -> date:
    """The day of the present period, whatever has become of its term; one given before these were kept tells it by the term."""
    assert task.due_on is not None
    assert task.repeat_day is not None
    return task.period_on or days.period_day(task.due_on, task.repeat_day, regulation.work_calendar())


def executed_on(*, task: Task, report: Report) -> date:
    """The day on which an accepted report executes the task: of the letter where there is one (Cabinet 55, item 176).

    What is executed when its answer is sent is not executed by a report in words before an answer already registered.

    :raises Refusal: the letter is not registered or, where that is the day, not sent yet.
    """
    kind = task.document.kind.key
    if report.reply is not None:
        return _day_of(report.reply, kind)
    is_part = task.part != Task.Part.MAIN or task.parent_id is not None
    if is_part or not control_rules.is_executed_when_sent(kind, regulation.laws()):
        return report.on
    answer = next(iter(tasks.answers_to(document=task.document_id).replies), None)
    return max(report.on, _day_of(answer, kind)) if answer else report.on


def _day_of(letter: Document, kind: str) -> date:
    found = control_rules.day_of_letter(
        kind,
        regulation.laws(),
        index=letter.index,
        registered_on=letter.registered_on,
        sent_on=sending.sent_on(letter),
    )
    if isinstance(found, Refusal):
        raise found
    return found


def finish(*, task: Task, actor: Actor, at: datetime, on: date) -> None:
    """The task is done on the day `on`; a repeating one is given anew, the document's control goes on to the next term."""
    task.state, task.judge, task.done_on, task.done_at = Task.State.DONE, None, on, at
    task.save(update_fields=["state", "judge", "done_on", "done_at"])
    deeds.note(
        task=task,
        actor=actor,
        at=at,
        code="tasks.done",
        text=f"Виконано {on:%d.%m.%Y}: {task.executor.title}",
        done_on=on,
    )
    ending.refuse_requests(actor=actor, at=at, tasks=[task], why="завдання виконано")
    if task.repeats:
        _give_next(task, actor, at)
    if task.part == Task.Part.MAIN and task.parent_id is None:
        removal.follow(actor=actor, at=at, document=task.document)


def _give_next(task: Task, actor: Actor, at: datetime) -> None:
    """The tasks of the next period: the same point, main and co-executors, a report of its own (KR 8.11)."""
    assert task.repeat_day is not None
    rules, on = deeds.rules_of(task), local_date(at)
    period = days.next_repeat(_period_day(task), task.repeats, task.repeat_day, regulation.work_calendar())
    due = _due_of(period, task, rules, on)
    base = task.point.partition("/")[0]
    helpers = Task.objects.filter(resolution=task.resolution_id, point=task.point, part=Task.Part.CO)
    for one in [
        task,
        *helpers.exclude(state__in=[Task.State.RETURNED, Task.State.CANCELLED]).select_related("document", "executor"),
    ]:
        following = Task.objects.create(
            document_id=one.document_id, resolution_id=one.resolution_id, parent_id=one.parent_id, part=one.part,
            point=f"{base or '1'}/{period.on:%Y-%m}", executor=one.executor, giver_id=one.giver_id,
            department_id=one.department_id, text=one.text, given_at=at, repeats=one.repeats, repeat_day=one.repeat_day,
            period_on=period.on if one.repeats else None,
            **giving.term_of_part(part=one.part, due=due, document=task.document, rules=rules, on=on),
        )  # fmt: skip
        _begin(following, actor, at)
        if one is task:
            points.go_on(task=task, following=following)
            text = f"Наступний строк {due.control_on:%d.%m.%Y} ({task.get_repeats_display()})"
            deeds.note(task=following, actor=actor, at=at, code="tasks.repeated", text=text, due_on=due.control_on)


def _due_of(period: days.Period, task: Task, rules: Edition, on: date) -> control_rules.DueDay:
    """The term of a period that is given on the day `on`: not before that day, however long the period before it took."""
    calendar = regulation.work_calendar()
    clause = task.due_clause
    if task.extensions.filter(state=Extension.State.GRANTED).exists():
        # Another term of one period was of that alone (KR 8.13; DR 8.10).
        clause = terms.clause_of_set(task=task, rules=rules)
    said = f"Повторюється {task.get_repeats_display()} до {task.repeat_day} числа."
    if period.due < on:
        late = f"{said} Строк {words.day(period.due)} минув до того, як завдання доручено."
        return control_rules.named_day(calendar, on, late, clause)
    return control_rules.named_day(calendar, period.on, said, clause)


def _begin(following: Task, actor: Actor, at: datetime) -> None:
    deeds.go_on(task=following, state=Task.State.GIVEN, actor=actor, at=at)
    following.save(update_fields=["state"])
    giving.open_to_executor(task=following, at=at)
    if following.state == Task.State.GIVEN:
        subject = f"наступний строк повторюваного завдання — {following.due_on:%d.%m.%Y}"
        deeds.tell_of_task(
            task=following, post=following.executor_id, at=at, code="tasks.repeated", subject=subject, body=following.text
        )  # fmt: skip

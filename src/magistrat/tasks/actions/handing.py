"""Giving a task to another executor, all tasks of one who is ill, and ending a repetition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from magistrat.documents import queries as documents
from magistrat.documents.actions import grants
from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds, ending, finishing, giving, points, removal, watching
from magistrat.tasks.models import Control, Report, Task

TOLD = ("document", "parent")


def reassign(*, actor: Actor, at: datetime, task: int, executor: int, reason: str = "") -> Task:
    """Give a returned or open task to another: by the resolution's author or by a head of the executor with the right.

    :raises Refusal: neither the author nor such a head; a paper for official use to which he is not admitted; the task is
        done; the same executor; no such post any more; the work on the paper has ended.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        _may_reassign(found, actor)
        if found.document.is_restricted:
            # Naming an executor admits him: nobody admits to what he may not read himself.
            documents.get_visible(actor, found.document_id)
        deeds.must_be_in(task=found, states=deeds.UNENDED)
        _must_go_on(found)
        if executor == found.executor_id:
            raise Refusal(deeds.clause_of(found), "Завдання вже доручено цій посадовій особі.")
        post = _held(executor, at, deeds.clause_of(found))
        before, former = found.executor.title, found.executor_id
        was_returned = found.state == Task.State.RETURNED
        _move(found, post, at)
        if was_returned:
            watching.follow(document=found.document)
        _hand_on(_hangs_on(found), actor=actor, at=at, before=former, post=post)
        text = f"Завдання передано: {before} → {post.title}" + (f" ({reason})" if reason else "")
        deeds.note(task=found, actor=actor, at=at, code="tasks.reassigned", text=text, reason=reason, before=before)
        deeds.tell_of_task(
            task=found, post=executor, at=at, code="tasks.given", subject="Вам передано завдання", body=found.text
        )
    return found


def _must_go_on(task: Task) -> None:
    """Nobody gets a task on a paper on which the work has ended since it was given.

    :raises Refusal: annulled; what was returned: filed or off control since.
    """
    document = task.document
    if document.state == Document.State.ANNULLED:
        raise Refusal(deeds.clause_of(task), "Реєстрацію документа анульовано, тому завдання не передають.")
    if task.state != Task.State.RETURNED:
        return
    if document.filed_on is not None and document.filed_on >= local_date(task.given_at):
        raise Refusal(deeds.clause_of(task), "Документ уміщено до справи, тому завдання не передають.")
    if Control.objects.filter(document=document, state=Control.State.OFF, off_at__gte=task.given_at).exists():
        raise Refusal(deeds.clause_of(task), "Документ знято з контролю, тому завдання не передають.")


def _move(task: Task, post: Post, at: datetime) -> None:
    grants.withdraw(source=f"tasks.task:{task.pk}", at=at)
    # A report still waiting was the former executor's: the new one works on it.
    Report.objects.filter(task=task, state=Report.State.GIVEN, is_interim=False).update(
        state=Report.State.SENT_BACK, judged_at=at
    )
    task.executor, task.department_id = post, post.department_id
    task.state, task.taken_at, task.judge = Task.State.GIVEN, None, None
    task.save(update_fields=["executor", "department", "state", "taken_at", "judge"])
    giving.open_to_executor(task=task, at=at)


def _hangs_on(task: Task) -> Q:
    """The parts that its executor gave, and co-executors whose reports he judges."""
    helpers = Q(resolution=task.resolution_id, point=task.point, part=Task.Part.CO)
    return Q(parent=task) | helpers if task.part == Task.Part.MAIN else Q(parent=task)


def _waiting_for(before: int, which: Q) -> QuerySet[Task]:
    waiting = Q(judge=before) | Q(giver=before, parent__isnull=False, state__in=(*deeds.OPEN, Task.State.RETURNED))
    return Task.objects.filter(which & waiting)


def _hand_on(which: Q, *, actor: Actor, at: datetime, before: int, post: Post) -> int:
    """What waited for the former executor waits for the new one: reports on parts and of co-executors, parts to come back.

    His own report another judges: `finishing.not_by_himself`. Returns how many there were.
    """
    found = _waiting_for(before, which).select_for_update(of=("self",))
    rows = list(found.select_related("document", "parent", "executor").order_by("id"))
    for one in rows:
        judge = finishing.not_by_himself(task=one, judge=post.pk)
        if one.judge_id == before:
            one.judge_id = judge
        if one.giver_id == before and one.parent_id is not None:
            one.giver_id = judge
        one.save(update_fields=["judge", "giver"])
        finishing.open_to_judge(task=one, post=judge, at=at)
        title = post.title if judge == post.pk else Post.objects.values_list("title", flat=True).get(pk=judge)
        text = f"Звіт розглядатиме інша посадова особа: {title}"
        deeds.note(task=one, actor=actor, at=at, code="tasks.reassigned", text=text, before=before)
        if one.judge_id == judge != post.pk:
            subject = "звіт про виконання чекає на прийняття"
            deeds.tell_of_task(task=one, post=judge, at=at, code="tasks.reassigned", subject=subject)
    return len(rows)


def _may_reassign(task: Task, actor: Actor) -> None:
    if task.giver_id in deeds.names_of(actor) or actor.is_system:
        return
    deeds.demand(actor=actor, right="task.reassign", rules=deeds.rules_of(task))
    _must_be_above(task, actor)


def _must_be_above(task: Task, actor: Actor) -> None:
    if not deeds.names_of(actor) & set(organisation.heads_above(task.executor_id)):
        raise Refusal(deeds.clause_of(task), "Передати завдання може автор резолюції або керівник виконавця.")


@dataclass(frozen=True)
class HandedOver:
    """What has been handed over, and what was left: on papers for official use to which the head is not admitted."""

    moved: Sequence[Task]
    left: Sequence[Task]


def hand_over_all(*, actor: Actor, at: datetime, absent: int, executor: int, reason: str) -> HandedOver:
    """The head hands the work of one who is ill to another of his people: all that is not reported yet.

    What he has reported waits for its judge as it was given, so that nothing given in time becomes late. Reports of
    co-executors and on parts, which he was to judge, go along. What is done on papers for official use that the head may not
    read stays where it is, and the authors of the resolutions are told to give it to another.

    :raises Refusal: not his head, or one without the right; nobody else named; no reason; nothing to hand over.
    """
    with transaction.atomic():
        if not reason.strip():
            raise Refusal("", "Зазначте причину передання завдань.")
        if absent == executor:
            raise Refusal("", "Назвіть іншу посадову особу.")
        if refusal := refusal_to_hand_over_all(actor=actor, absent=absent, at=at):
            raise refusal
        opened = Q(document__is_restricted=False) | Q(document__in=documents.visible(actor))
        open_tasks = Task.objects.filter(executor_id=absent, state__in=deeds.IN_WORK).order_by("id")
        left = {one.pk: one for one in open_tasks.exclude(opened).select_related(*TOLD)}
        ids = [pk for pk in open_tasks.values_list("id", flat=True) if pk not in left]
        moved = [reassign(actor=actor, at=at, task=task, executor=executor, reason=reason) for task in ids]
        of_others = Q(part=Task.Part.CO) | Q(parent__isnull=False)
        waits = _waiting_for(absent, of_others).exclude(opened).order_by("id")
        left |= {one.pk: one for one in waits.select_related(*TOLD)}
        judged = _hand_on(of_others & opened, actor=actor, at=at, before=absent, post=_held(executor, at))
        if not moved and not judged and not left:
            raise Refusal("", "У цієї посадової особи немає незавершених завдань.")
        for task in left.values():
            _tell_of_left(task, absent, actor, at, reason)
        return HandedOver(moved, list(left.values()))


def _tell_of_left(task: Task, absent: int, actor: Actor, at: datetime, reason: str) -> None:
    """Who gave the work on a paper that the head may not read gives it to another; of a part, who gave the whole."""
    author = task.parent.giver_id if task.parent and task.giver_id == absent else task.giver_id
    what = "звіт на розгляді" if task.judge_id == absent else "завдання"
    title = Post.objects.values_list("title", flat=True).get(pk=absent)
    text = f"Керівника не допущено до документа для службового користування, тому {what} не передано іншому ({title})"
    deeds.note(task=task, actor=actor, at=at, code="tasks.left_closed", text=text, reason=reason)
    subject = f"передайте {what} іншій посадовій особі"
    body = f"{title}: {reason}"
    deeds.tell_of_task(task=task, post=author, at=at, code="tasks.left_closed", subject=subject, body=body)


def refusal_to_hand_over_all(*, actor: Actor, absent: int, at: datetime) -> Refusal | None:
    """Why the actor does not hand over all the work of the post: a head above it with the right does; one statement.

    Who has only given some of it hands over what he gave, task by task.
    """
    refusal = regulation.refusal(actor=actor, right="task.reassign", on=local_date(at))
    if refusal or actor.is_system or deeds.names_of(actor) & set(organisation.heads_above(absent)):
        return refusal
    whose = regulation.rules_on(local_date(at)).may("task.reassign", ())
    return Refusal(whose.clause if whose else "", "Передати всі завдання може лише керівник цієї посадової особи.")


def _held(post: int, at: datetime, clause: str = "") -> Post:
    """The post, while there is such a one."""
    found = Post.objects.get(pk=post)
    if not found.holds(local_date(at)):
        raise Refusal(clause, f"Такої посади вже немає в штатному розписі: {found.title}.")
    return found


def stop_repeating(*, actor: Actor, at: datetime, task: int, reason: str) -> Task:
    """The author ends a repetition: the task of the coming period is cancelled with its parts, and none follows.

    :raises Refusal: not the author; no repeating task; no reason; already reported.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        if found.giver_id not in deeds.names_of(actor):
            raise Refusal(deeds.clause_of(found), "Припинити повторення завдання може лише автор резолюції.")
        deeds.must_be_in(task=found, states=deeds.IN_WORK)
        if not found.repeats:
            raise Refusal(deeds.clause_of(found), "Це завдання не повторюється.")
        if not reason.strip():
            raise Refusal(deeds.clause_of(found), "Зазначте причину припинення повторення.")
        found.state = Task.State.CANCELLED
        found.save(update_fields=["state"])
        points.stopped(task=found)
        text = f"Повторення завдання припинено: {reason}"
        why = f"{text[0].lower()}{text[1:]}"
        deeds.note(task=found, actor=actor, at=at, code="tasks.repetition_stopped", text=text, reason=reason)
        deeds.tell_of_task(
            task=found, post=found.executor_id, at=at, code="tasks.repetition_stopped", subject=why[:200], body=found.text
        )  # fmt: skip
        ending.refuse_requests(actor=actor, at=at, tasks=[found], why=why)
        for one in [found, *ending.of_point(actor=actor, at=at, task=found, why=why, clause="")]:
            grants.withdraw(source=f"tasks.task:{one.pk}", at=at)
        removal.follow(actor=actor, at=at, document=found.document)
        watching.waits_for_no_day(document=found.document)
    return found

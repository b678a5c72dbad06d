"""The lines of «Мій стіл»: what waits for a person, each with its next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator

from magistrat.acts.queries import lists as acts
from magistrat.acts.queries import redactions as acts_redactions
from magistrat.acts.queries import registrars as acts_registrars
from magistrat.acts.queries import sitting_decisions as acts_decisions
from magistrat.approvals.queries import lists as approvals
from magistrat.correspondence import queries as correspondence
from magistrat.documents.queries import access
from magistrat.organisation import queries as organisation
from magistrat.rules import lateness
from magistrat.tasks import queries as tasks
from magistrat.workplace import sittings

WEEK = timedelta(days=7)
# What is due first; the rest is on the page of all tasks.
MOST_TASKS, MOST_VISAS = 50, 50
# So much of a report is read on the desk; the whole is on the card.
LONGEST = 300
TITLES = {
    "overdue": "Прострочено",
    "today": "Сьогодні",
    "none": "Чекає на Вас",
    "week": "Цього тижня",
    "later": "Пізніше",
}


@dataclass(frozen=True)
class Line:
    """One waiting matter: the document, what it waits for, its term and the button of its next step.

    :param told: what is said of it in place of `what` where the document is for official use and not given to the person: then
        `is_unopened`, without the words, by which law its term runs, or a step.
    :param does: the deed that wants no input, done by a button right here by posting to `done_by`; `step` leads to the rest.
    """

    document: Any
    what: str
    step: str
    url: str
    due_on: date | None = None
    done_on: date | None = None
    clause: str = ""
    explanation: Any = None
    who: str = ""
    is_task: bool = False
    does: str = ""
    done_by: str = ""
    told: str = ""
    is_unopened: bool = False


@dataclass(frozen=True)
class Group:
    """Lines that belong together by when they are to be done."""

    key: str
    title: str
    lines: Sequence[Line]


def grouped(lines: Iterable[Line], on: date) -> list[Group]:
    """Overdue, today, without a term, this week, later: in the order in which to do them."""
    found: dict[str, list[Line]] = {key: [] for key in TITLES}
    for line in sorted(lines, key=lambda line: (line.due_on is None, line.due_on or on)):
        found[_when(line, on)].append(line)
    return [Group(key, TITLES[key], found[key]) for key in TITLES if found[key]]


def _when(line: Line, on: date) -> str:
    if lateness.is_late(line.due_on, done_on=line.done_on, on=on):
        return "overdue"
    if line.due_on is None or line.done_on is not None:
        # What is done in time has no term any more: its next step waits for the person alone.
        return "none"
    if line.due_on == on:
        return "today"
    return "week" if line.due_on < on + WEEK else "later"


def _card(document: int, place: str = "") -> str:
    address = reverse("documents:card", args=[document])
    return f"{address}#{place}" if place else address


def of(request: HttpRequest) -> Iterator[Line]:
    """All lines of the person in the chosen post."""
    yield from _opened(request, [line for read in OF_TASKS for line in read(request)])
    yield from _letters(request)
    yield from _visas(request)
    yield from _drafts(request)
    yield from _decided(request)
    yield from _redactions(request)
    yield from _sittings(request)


def _opened(request: HttpRequest, found: Sequence[Line]) -> Iterator[Line]:
    """The lines; of papers for official use that are not given to the person no words."""
    unopened = access.unopened(request.actor, [line.document for line in found])
    for line in found:
        if line.document.pk in unopened:
            yield replace(line, what=line.told, url="", does="", clause="", explanation=None, is_unopened=True)
        else:
            yield line


def _own_tasks(request: HttpRequest) -> Iterator[Line]:
    for task in tasks.my_tasks(actor=request.actor, limit=MOST_TASKS):
        is_new = task.state == task.State.GIVEN
        is_info = task.part == task.Part.INFO
        yield Line(
            document=task.document,
            what=task.text,
            step="Ознайомитися" if is_info else "Звітувати",
            url=_card(task.document_id, f"task-{task.pk}"),
            due_on=task.due_on,
            clause=task.due_clause,
            explanation=task.due_explanation,
            who=task.giver.title,
            is_task=True,
            does=("Ознайомлено" if is_info else "Прийняти") if is_new else "",
            done_by=_deed(task, "pryiniaty") if is_new else "",
        )


def _deed(task: Any, slug: str) -> str:
    return reverse("tasks:deed", args=[task.pk, slug])


def _asked(request: HttpRequest) -> Iterator[Line]:
    """What clauses ask besides the work: a missed term explained, information before the term (KR 8.20.9; DR 8.14)."""
    for task, entry in tasks.explanations_of(actor=request.actor, on=request.on):
        yield Line(
            document=task.document,
            what=f"Письмово пояснити порушення строку: {task.text}",
            told="Письмово пояснити порушення строку",
            step="Пояснити",
            url=_card(task.document_id, f"task-{task.pk}"),
            due_on=task.due_on,
            clause=entry.clause,
            who=task.executor.title,
        )
    for task, entry, last in tasks.progress_of(actor=request.actor, on=request.on, until=request.on + WEEK):
        yield Line(
            document=task.document,
            what=f"Надати інформацію про хід виконання: {task.text}",
            step="Інформувати",
            url=_card(task.document_id, f"task-{task.pk}"),
            due_on=last,
            clause=entry.clause,
            who=task.giver.title,
        )


def _reports(request: HttpRequest) -> Iterator[Line]:
    for task in tasks.to_judge(actor=request.actor):
        yield Line(
            document=task.document,
            what=f"Звіт про виконання: {Truncator(task.said or task.text).chars(LONGEST)}",
            step="Розглянути звіт",
            url=_card(task.document_id, f"task-{task.pk}"),
            due_on=task.due_on,
            clause=task.due_clause,
            explanation=task.due_explanation,
            who=task.executor.title,
            does="Прийняти звіт",
            done_by=_deed(task, "zarakhuvaty"),
        )


def _returned(request: HttpRequest) -> Iterator[Line]:
    for task in tasks.returned_to(actor=request.actor):
        yield Line(
            document=task.document,
            what=f"Завдання повернуто як непрофільне: {task.text}",
            step="Передати іншому",
            url=_card(task.document_id, f"task-{task.pk}"),
            due_on=task.due_on,
            clause=task.due_clause,
            explanation=task.due_explanation,
            who=task.executor.title,
        )


def _decisions(request: HttpRequest) -> Iterator[Line]:
    may_extend = request.may("control.extend") is None
    for asked in tasks.extensions_waiting(actor=request.actor, changes_terms=may_extend):
        yield Line(
            document=asked.task.document,
            what=f"Просять продовжити строк до {asked.new_due_on:%d.%m.%Y}: {asked.reason}",
            step="Вирішити",
            url=_card(asked.task.document_id, f"task-{asked.task_id}"),
            due_on=asked.old_due_on,
            clause=asked.clause,
            who=asked.task.executor.title,
        )
    if request.may("control.write_off") is None:
        desk = tasks.decides_for(actor=request.actor, on=request.on)
        for control in tasks.submitted_to(actor=request.actor, **desk.wanted):
            yield Line(
                document=control.document,
                what="Справу про виконання подано на розгляд",
                step="До справи або залишити",
                url=_card(control.document_id, "control"),
                due_on=control.due_on,
                done_on=control.executed_on,
                clause=control.due_clause,
                explanation=control.due_explanation,
            )
        for point in tasks.points_submitted(actor=request.actor, **desk.wanted):
            yield _point(point, "подано на зняття з контролю", "Зняти або залишити")


def _point(point: Any, what: str, step: str) -> Line:
    return Line(
        document=point.control.document,
        what=f"Пункт {point.number} {what}: {point.task.text}",
        told=f"Пункт {point.number} {what}",
        step=step,
        url=_card(point.control.document_id, f"point-{point.pk}"),
        due_on=point.due_on,
        done_on=point.executed_on,
        clause=point.task.due_clause,
        explanation=point.task.due_explanation,
    )


def _control(request: HttpRequest) -> Iterator[Line]:
    if request.may("control.submit_case") is not None:
        return
    kept = tasks.kept_at_desk(actor=request.actor, on=request.on)
    for control in tasks.ready_to_submit(units=request.actor.departments, **kept):
        yield Line(
            document=control.document,
            what="Завдання виконано, справу можна подавати керівникові",
            told="Завдання виконано, справу можна подавати керівникові",
            step="Подати справу",
            url=_card(control.document_id, "control"),
            due_on=control.due_on,
            done_on=control.executed_on,
            clause=control.due_clause,
            explanation=control.due_explanation,
        )
    for point in tasks.points_to_submit(units=request.actor.departments):
        yield _point(point, "виконано" if point.executed_on else "більше не повторюється", "Подати пункт")


OF_TASKS = (_own_tasks, _asked, _reports, _returned, _decisions, _control)


def _letters(request: HttpRequest) -> Iterator[Line]:
    for letter in correspondence.waiting_for(request.actor, request.on):
        yield Line(
            document=letter.document,
            what=letter.what,
            step=letter.step,
            url=reverse(letter.page, args=[letter.pk]),
            due_on=getattr(letter, "due_on", None),
            clause=getattr(letter, "due_clause", ""),
        )


def _drafts(request: HttpRequest) -> Iterator[Line]:
    """Drafts of acts that came back for rework."""
    for act in acts.returned(request.actor):
        yield Line(
            document=act.document,
            what=f"Проєкт повернуто: {act.remark}",
            step="Доопрацювати",
            url=reverse("acts:editor", args=[act.pk]),
        )


def _decided(request: HttpRequest) -> Iterator[Line]:
    """Adopted decisions: to rework, to compare with what was adopted, to hand over (KR 4.25, 4.36; DR 6.26)."""
    for act in acts_decisions.to_rework(request.actor):
        yield Line(
            document=act.document, what=f"Доопрацювати ухвалене рішення: {act.remark}", step="Доопрацювати",
            url=reverse("acts:editor", args=[act.pk]), due_on=act.due_on, clause=act.due_clause,
        )  # fmt: skip
    kept = []
    if request.may("document.register_act") is None:
        kept = acts_registrars.registries_of(request.actor, request.on)
    for act in acts_decisions.to_compare([one.key for one in kept]) if kept else ():
        yield Line(
            document=act.document, what="Звірити доопрацьоване рішення з ухваленим", step="Звірити",
            url=reverse("acts:compare_adopted", args=[act.pk]), due_on=act.due_on, clause=act.due_clause,
            who=act.drafter.title,
        )  # fmt: skip
    for one in acts_decisions.to_hand_over(request.actor, [registry.pk for registry in kept]):
        yield Line(
            document=one.act.document, what=f"Передати {one.get_kind_display()}", step="Передати",
            url=f"{reverse('acts:act', args=[one.act_id])}#peredannia-{one.pk}", due_on=one.due_on, clause=one.due_clause,
        )  # fmt: skip


def _redactions(request: HttpRequest) -> Iterator[Line]:
    """Changed acts whose redaction is to be made (KR 15.13)."""
    for one in acts_redactions.waiting_for(request.actor):
        yield Line(
            document=one.act.document,
            what=f"Створити редакцію, чинну з {one.since:%d.%m.%Y}",
            step="Підтвердити",
            url=reverse("acts:redaction", args=[one.act_id, one.pk]),
            due_on=one.due_on,
            clause=acts_redactions.clause(one.act),
        )


def _sittings(request: HttpRequest) -> Iterator[Line]:
    for one in sittings.waiting(request):
        yield Line(one, one.what, one.step, one.url, due_on=one.due_on, clause=one.clause, who=one.who)


def _visas(request: HttpRequest) -> Iterator[Line]:
    for step in approvals.next_of(request.actor, limit=MOST_VISAS):
        yield Line(
            document=step.approval.document,
            what=f"Проєкт на візу, версія {step.approval.version}",
            step="Розглянути",
            url=reverse("approvals:visa", args=[step.pk]),
            due_on=step.due_on,
            clause=step.due_clause,
            who=step.approval.drafter.title,
        )
    late = approvals.overdue_of_people(request.actor, request.on)
    seen = access.seen_of(request.actor, [step.approval.document_id for step in late]) if late else set()
    for step in late:
        is_seen = step.approval.document_id in seen
        yield Line(
            document=step.approval.document,
            what=f"Прострочена віза: {step.post.title if step.post else step.label}",
            step="Відкрити",
            url=reverse("approvals:approval", args=[step.approval.document_id])
            if is_seen
            else f"{reverse('approvals:board')}?overdue=on",
            due_on=step.due_on,
            clause=step.due_clause,
            who=step.approval.drafter.title,
        )


def absences(request: HttpRequest) -> list[Any]:
    """Whom the person stands in for, and who stands in for him: now and later, the cancelled left out."""
    found = organisation.absences_of([post for post in request.actor.line if post])
    return [one for one in found if one.cancelled_at is None and (one.until is None or one.until > request.on)]

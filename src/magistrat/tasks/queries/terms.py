"""By when a document is to be executed: asked by the deed that sets the term and by the page that shows it beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from magistrat.documents.models import Direction, Document
from magistrat.documents.queries import bringing_in
from magistrat.journal import queries as journal
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import days, words
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local
from magistrat.rules.refusal import Refusal
from magistrat.tasks.draft import Point
from magistrat.tasks.models import Control, ControlPoint, PastControl, Task
from magistrat.tasks.queries.of_document import standing

Answer = control_rules.DueDay | Refusal | None
AWAITS = "Документ на контролі чекає на нову резолюцію: попередню скасовано."


def paper_of(document: Document) -> control_rules.Paper:
    """What the rules of control need to know of a registered document; kind is selected with it."""
    assert document.registered_on is not None
    return control_rules.Paper(
        kind=document.kind.key,
        arrived=local(document.arrived_at) if document.arrived_at else None,
        registered=document.registered_on,
        is_urgent=document.is_urgent,
        stated_due=document.stated_due_on,
    )


def counted(*, paper: control_rules.Paper, rules: Edition, roles: frozenset[str]) -> control_rules.DueDay | None:
    """The day by the regulation and the laws alone; nothing where the author of the resolution has to set it.

    :param roles: those of the resolution's author.
    """
    found = control_rules.due_day(
        rules, regulation.work_calendar(), paper, set_on=None, author_roles=roles, laws=regulation.laws()
    )
    return found if isinstance(found, control_rules.DueDay) else None


def too_late_by_law(*, document: Document, rules: Edition, new_due_on: date) -> Refusal | None:
    """Why a law does not let the document's term be extended to the day; kind is selected with it."""
    calendar, laws = regulation.work_calendar(), regulation.laws()
    return control_rules.too_late_by_law(rules, calendar, paper_of(document), new_due_on, laws)


def law_passed(*, document: Document, due_on: date) -> tuple[date | None, str]:
    """The law's own day and the law, when the term goes beyond it; kind is selected with the document."""
    rules, calendar = regulation.rules_of(document.edition_id), regulation.work_calendar()
    found = control_rules.passed_law(rules, calendar, paper_of(document), due_on, regulation.laws())
    return (found[0], control_rules.cited_law(found[1])) if found else (None, "")


def term_of_point(*, point: Point, document: Document, rules: Edition, roles: frozenset[str], on: date) -> Answer:
    """The day by which a point is to be done when its resolution is written on the day `on`, or why it cannot be told.

    :param roles: those of the resolution's author.
    """
    set_on = _set_on(point, on)
    if set_on is not None and set_on < on:
        return Refusal(clause_of_part(rules), f"Строк виконання {set_on:%d.%m.%Y} уже минув.")
    return control_rules.due_day(
        rules,
        regulation.work_calendar(),
        paper_of(document),
        set_on=set_on,
        author_roles=roles,
        laws=regulation.laws(),
    )


def informing(*, point: Point, rules: Edition) -> Point:
    """The point itself, or all its executors informed when its words only say so (DR 10.19)."""
    if control_rules.information_mark(rules, point.text) is None:
        return point
    return replace(point, assignees=tuple(replace(one, part=Task.Part.INFO) for one in point.assignees))


def _set_on(point: Point, on: date) -> date | None:
    if point.due_on is None and point.repeats and point.repeat_day:
        return days.first_repeat(on, point.repeats, point.repeat_day, regulation.work_calendar())
    return point.due_on


def term_of_part(*, point: Point, parent: Task, rules: Edition, on: date) -> Answer:
    """The day of a part of a task: not later than the task's own, which it has when none is set."""
    set_on = _set_on(point, on)
    if set_on is None:
        return _inherited(parent)
    if set_on < on:
        return Refusal(clause_of_part(rules), f"Строк виконання {set_on:%d.%m.%Y} уже минув.")
    if refusal := later_than_whole(parent=parent, day=set_on):
        return refusal
    said = "Строк установив головний виконавець."
    return inner_day(whole=parent, day=set_on, said=said, clause=clause_of_part(rules))


def inner_day(*, whole: Task, day: date, said: str, clause: str) -> control_rules.DueDay:
    """A day named for a part, not later than the whole's: where it is not worked, `worked_within`."""
    due = control_rules.named_day(regulation.work_calendar(), day, said, clause)
    last = worked_within(whole=whole, day=day)
    if last == due.on:
        return due
    said = f"{said} Не пізніше строку самого завдання — {words.day(last)}."
    return control_rules.DueDay(last, clause, {"explanation": said, "days": []})


def worked_within(*, whole: Task | None, day: date) -> date:
    """The day, or the next that is worked, but within the whole: the whole's own day may have become one of rest."""
    last = regulation.work_calendar().on_or_next(day)
    until = whole.due_on if whole is not None else None
    return last if until is None or day > until else min(last, until)


def later_than_whole(*, parent: Task | None, day: date) -> Refusal | None:
    """Why a part of the task may not have the day as its term."""
    if parent is None or parent.due_on is None or day <= parent.due_on:
        return None
    return Refusal(
        parent.due_clause, f"Строк не може бути пізнішим за строк самого завдання — {parent.due_on:%d.%m.%Y}."
    )


def _inherited(parent: Task) -> control_rules.DueDay | None:
    if parent.due_on is None:
        return None
    return control_rules.DueDay(parent.due_on, parent.due_clause, parent.due_explanation)


def clause_of_part(rules: Edition) -> str:
    """By which clause whoever splits a task sets the terms of its parts (KR 7.11; DR 10.17)."""
    entry = control_rules.part_entry(rules)
    return entry.clause if entry else ""


def clause_of_set(*, task: Task, rules: Edition) -> str:
    """By which clause a term is set for such a task: by the main executor, by our own act, by a resolution; kind is selected."""
    document = task.document
    if task.parent_id is not None:
        return clause_of_part(rules)
    if document.direction == Direction.ACT:
        return control_rules.act_entry(rules, document.kind.key).clause
    return control_rules.resolution_entry(rules).clause


def obligatory_control(*, document: Document, rules: Edition, roles: Iterable[str] = ()) -> Entry | None:
    """The entry by which the document must be on control, if there is one; one statement where its card demands it.

    A letter by which its maker has taken another paper off control has served: it would else wait for a letter about itself
    (KR 8.15).

    :param roles: those of the resolution's author.
    """
    entry = obligatory_by_card(document=document, rules=rules, roles=roles)
    return None if entry is not None and served_clause(document=document.pk) is not None else entry


def obligatory_by_card(*, document: Document, rules: Edition, roles: Iterable[str] = ()) -> Entry | None:
    """The entry by which a document with such a card must be on control, whatever has been done by it."""
    sender = document.correspondent.kind if document.correspondent else ""
    return control_rules.obligatory(rules, document.kind.key, sender=sender, author_roles=roles)


def served_clause(*, document: int) -> str | None:
    """The clause by which this letter has taken another paper, or a point of one, off control (KR 8.15; DR 8.12); one statement."""
    whole, *others = (
        model._default_manager.filter(removal_letter=document).order_by().values_list("off_clause", flat=True)
        for model in (Control, PastControl, ControlPoint)
    )
    return next(iter(whole.union(*others)), None)


def unwatched_refusal(*, document: Document, rules: Edition) -> Refusal | None:
    """Why the document may leave the desk or go to its file only after a resolution that puts it on control (KR 8.3; DR 8.3).

    Also what is on control though its last resolution was cancelled. Not of a supplement, whose document is watched, nor of our
    own acts and letters; four statements at most.
    """
    control = Control.objects.filter(document=document).first()
    own = standing(document=document)
    if control is not None and control.state != Control.State.OFF and not own.exists():
        return Refusal(control.clause, AWAITS)
    if document.direction not in ("incoming", "internal") or document.supplement:
        return None
    duty = obligatory_control(document=document, rules=rules)
    if duty is None:
        return None
    return control_rules.unwatched_refusal(rules, duty, is_on_control=control is not None, is_informed=own.exists())


def came_from_earlier_books(*, document: int) -> bool:
    """Whether the document or the work on it came from the earlier books, which had decided on its control; two statements."""
    return any(journal.told(documents=[document], code=code) for code in (bringing_in.CODE, "tasks.brought_in"))

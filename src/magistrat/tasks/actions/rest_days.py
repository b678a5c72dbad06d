"""Terms that fall on a day which the city made one of rest go to the next working day (Cabinet resolution 55, item 171)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.counting import ITEM_171
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import carrying, deeds, ending, watching
from magistrat.tasks.models import Control, Extension, Task
from magistrat.tasks.queries import due_day, terms

# Whoever keeps the calendar, and whoever watches over execution (KR 8.21; DR 8.9). Nobody's discretion is used: the law
# moves the term, the deed only writes it down, so that it is not the right to change terms (KR 8.13; DR 8.10).
RIGHTS = ("organisation.manage", "control.report")
AT_ONCE = 200
CODE = "tasks.term_moved"


@dataclass(frozen=True, slots=True)
class Moved:
    """How many terms were moved, and of how many documents some are left for the next time."""

    terms: int
    left: int


def move_terms(*, actor: Actor, at: datetime, day: date) -> Moved:
    """Move what is due on the day of rest, a document a transaction: what is interrupted goes on when it is done again.

    Every term goes, also a day that a leader has named: item 171 speaks of terms however they were set, and a named day that
    is not worked is moved so when it is written, too (`control_rules.named_day`). Nobody has extended them: no `Extension` is
    made and no figure counts one. A day that is made a working one again moves nothing back.

    :raises Refusal: no right; the day has passed; the city has not made it one of rest; nothing is due on it.
    """
    ground = _ground(actor, day, local_date(at))
    found = due_day.documents_due(day)
    if not found:
        raise Refusal("", f"Строків, що припадають на {words.day(day)}, немає: переносити нічого.")
    moved = sum(_of_document(actor, at, document, day, ground) for document in found[:AT_ONCE])
    return Moved(moved, len(found[AT_ONCE:]))


def _ground(actor: Actor, day: date, on: date) -> str:
    refused = [regulation.refusal(actor=actor, right=right, on=on) for right in RIGHTS]
    if all(refused) and refused[-1] is not None:
        raise refused[-1]
    if day < on:
        raise Refusal("", f"День {words.day(day)} минув: строк, що сплив, не переносять.")
    ground = due_day.ground_of(day)
    if not ground:
        raise Refusal("", f"День {words.day(day)} не зроблено вихідним у календарі міста: строки на ньому лишаються.")
    return ground.strip().rstrip(".")


@dataclass(frozen=True, slots=True)
class _Rest:
    """The day of rest from which the terms of a document go, who moves them and when."""

    actor: Actor
    at: datetime
    day: date
    ground: str
    rules: Edition
    calendar: WorkCalendar

    @property
    def on(self) -> date:
        return local_date(self.at)

    def said(self, last: date) -> str:
        """From which day to which, and why."""
        return f"перенесено з неробочого дня {words.day(self.day)} на {words.day(last)}: {self.ground}; {ITEM_171}"


@transaction.atomic
def _of_document(actor: Actor, at: datetime, pk: int, day: date, ground: str) -> int:
    """How many terms of the document were moved: none where another has just done it, for all is read once it is locked."""
    ending.lock_open(documents=[pk])
    if not due_day.ground_of(day):  # the day has been made a working one again meanwhile
        return 0
    calendar = regulation.work_calendar()
    document = Document.objects.select_related("kind").get(pk=pk)
    rest = _Rest(actor, at, day, ground, regulation.rules_of(document.edition_id), calendar)
    told: set[tuple[int, date]] = set()
    # A whole has a smaller id than its parts, which may go along with it, as those who inform the main executor do.
    due = Task.objects.filter(document=pk, state__in=due_day.RUNNING, due_on=day)
    found = list(due.order_by(F("parent").asc(nulls_first=True), "-part", "pk").values_list("pk", flat=True))
    for task in map(deeds.locked_task, found):
        if task.due_on != day:
            continue
        last = _move(task, rest)
        if (task.executor_id, last) not in told:
            told.add((task.executor_id, last))
            _tell(task, rest, last)
    return len(found) + _watch(document, rest)


def _move(task: Task, rest: _Rest) -> date:
    was, due = carrying.term_of(task), _new_term(task, rest)
    # The clause stays: it is the same term. `period_on` of a repeating task stays, too: the next one is counted from it.
    task.due_on, task.due_explanation = due.on, dict(due.explanation)
    task.save(update_fields=["due_on", "due_explanation"])
    deeds.note(
        task=task, actor=rest.actor, at=rest.at, code=CODE, text=f"Строк ({task.executor.title}) {rest.said(due.on)}",
        old=rest.day, new=due.on, ground=rest.ground,
    )  # fmt: skip
    _answer_requests(task, rest, due.on)
    carrying.go_along(actor=rest.actor, at=rest.at, main=task, was=was, rules=rest.rules)
    return due.on


def _new_term(task: Task, rest: _Rest) -> control_rules.DueDay:
    last = _last(task, rest)
    anew = _counted_anew(task, rest) if task.due_explanation.get("days") else None
    if anew is not None and (anew.control_on, anew.clause) == (last, task.due_clause):
        told = {**anew.explanation}
        told["explanation"] = control_rules.told_off_rest(told, day=rest.day, last=last, ground=rest.ground)
    else:
        told = control_rules.explained_off_rest(
            rest.calendar, task.due_explanation, day=rest.day, last=last, ground=rest.ground
        )
    return control_rules.DueDay(last, task.due_clause, told)


def _last(task: Task, rest: _Rest) -> date:
    """Within the whole where that is still worked on: the whole has gone before its parts."""
    entry = control_rules.co_executor_entry(rest.rules, task.document.kind.key) if task.part == Task.Part.CO else None
    before = entry if entry is not None and entry.clause == task.due_clause else None
    last = control_rules.day_off_rest(rest.calendar, rest.day, before=before, on=rest.on)
    whole = task.parent if task.parent is not None and task.parent.state in due_day.RUNNING else None
    return last if last < rest.day else terms.worked_within(whole=whole, day=rest.day)


def _counted_anew(task: Task, rest: _Rest) -> control_rules.DueDay | None:
    """The same term by the calendar of now, so that its days are told as they are counted; not of parts and repetitions."""
    if task.part != Task.Part.MAIN or task.parent_id is not None or task.repeats:
        return None
    paper = terms.paper_of(task.document)
    return terms.counted(paper=paper, rules=rest.rules, roles=frozenset(task.giver.roles))


def _answer_requests(task: Task, rest: _Rest, last: date) -> None:
    """Who asked for no later a day than the new one has it already."""
    if task.extensions.filter(state=Extension.State.ASKED, new_due_on__lte=last).exists():
        ending.refuse_requests(
            actor=rest.actor, at=rest.at, tasks=[task], why=f"строк {rest.said(last)}", clause=task.due_clause
        )


def _tell(task: Task, rest: _Rest, last: date) -> None:
    """Each executor once of a day of the document, however many tasks he has by it."""
    key = f"{CODE}:{task.document_id}:{rest.day}:{last}:{rest.at.isoformat()}"
    subject = f"строк перенесено на {words.day(last)}: {words.day(rest.day)} — неробочий день"
    deeds.tell(document=task.document, post=task.executor_id, at=rest.at, key=key, subject=subject, body=task.text)


def _watch(document: Document, rest: _Rest) -> int:
    """Control follows the tasks; the day that a law gives goes the same way, and is counted where it stood alone."""
    kept = Control.objects.select_for_update().filter(document=document.pk).exclude(state=Control.State.OFF).first()
    if kept is None:
        return 0
    control = watching.follow(document=document)
    if control is None or kept.done_on is not None or kept.law_due_on != rest.day:
        return 0
    last = rest.calendar.on_or_next(rest.day)
    control.law_due_on, control.law = last, kept.law
    control.save(update_fields=["law_due_on", "law"])
    if kept.due_on == rest.day:
        return 0
    deeds.write(
        subject=control, document=document.pk, actor=rest.actor, at=rest.at, code=CODE, clause=control.clause,
        text=f"Строк, установлений законом ({kept.law}), {rest.said(last)}", old=rest.day, new=last, ground=rest.ground,
    )  # fmt: skip
    return 1

"""Asking to change a term and deciding it (KR 8.13; DR 8.10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.documents import queries as documents
from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import carrying, deeds, ending, watching
from magistrat.tasks.models import Extension, Task
from magistrat.tasks.queries import terms


def ask(*, actor: Actor, at: datetime, task: int, new_due_on: date, reason: str) -> Extension:
    """Ask for another term, in time and with a justification: the executor, or a leader who proposes it (KR 8.20.10).

    :raises Refusal: neither; the task has no term or is not open; too late (DR 8.10: three working days before); no
        justification; not later than the present term; later than a law lets it be; another request is waiting.
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        rules = deeds.rules_of(found)
        _may_ask(found, actor, rules)
        if refusal := asking_refusal(task=found, new_due_on=new_due_on, reason=reason, on=local_date(at), rules=rules):
            raise refusal
        asked = Extension.objects.create(
            task=found, old_due_on=found.due_on, new_due_on=new_due_on, reason=reason.strip(), asked_by=actor.printed,
            asked_at=at, asked_on=local_date(at), clause=_clause(found, rules),
        )  # fmt: skip
        _write(
            asked,
            actor,
            at,
            "tasks.extension_asked",
            f"Прохання продовжити строк до {new_due_on:%d.%m.%Y}: {reason.strip()}",
        )
        subject = "прохання продовжити строк"
        for post in dict.fromkeys([found.giver_id, decides(document=found.document, asked=asked, rules=rules, at=at)]):
            deeds.tell_of_task(task=found, post=post, at=at, code="tasks.extension_asked", subject=subject, body=reason)
    return asked


def decides(*, document: Document, asked: Extension, rules: Edition, at: datetime) -> int:
    """Who is to decide, in the author's place too; he sees the document then."""
    author = asked.task.giver
    is_part = asked.task.parent_id is not None
    decider = tasks.changes_terms(author=author, rules=rules, on=local_date(at), is_part=is_part)
    if decider != author:
        deeds.open_to_decider(document=document, case=asked, post=decider.pk, at=at)
    return decider.pk


def _clause(task: Task, rules: Edition) -> str:
    if task.parent_id is not None:
        return terms.clause_of_part(rules)
    entry = rules.get("extension_request") or rules.entry("deadline_change")
    return entry.clause


def _changed_by(task: Task, rules: Edition) -> str:
    """By which clause the task's term is changed: an inner one by whoever gave the part (KR 8.13, 7.11; DR 8.10, 10.17)."""
    return rules.entry("deadline_change").clause if task.parent_id is None else terms.clause_of_part(rules)


def _may_ask(task: Task, actor: Actor, rules: Edition) -> None:
    if actor.is_system or task.executor_id in actor.line:
        return
    if control_rules.proposal_entry(rules, task.document.kind.key, actor.roles) is None:
        raise Refusal(_clause(task, rules), "Просити про продовження строку може лише виконавець завдання.")
    documents.get_visible(actor, task.document_id)


def asking_refusal(*, task: Task, new_due_on: date, reason: str, on: date, rules: Edition) -> Refusal | None:
    """Why this request cannot be made on the day, whoever makes it."""
    clause = _clause(task, rules)
    if task.due_on is None or task.state not in deeds.IN_WORK:
        return Refusal(clause, "Продовжити можна лише строк завдання, яке виконується.")
    if not reason.strip():
        return Refusal(clause, "Обґрунтуйте прохання про продовження строку.")
    if new_due_on <= task.due_on:
        return Refusal(clause, f"Новий строк має бути пізнішим за {task.due_on:%d.%m.%Y}.")
    if refusal := terms.too_late_by_law(document=task.document, rules=rules, new_due_on=new_due_on):
        return refusal
    if refusal := terms.later_than_whole(parent=task.parent, day=new_due_on):
        return refusal
    if task.extensions.filter(state=Extension.State.ASKED).exists():
        return Refusal(clause, "Попереднє прохання про продовження строку ще не розглянуто.")
    is_part = task.parent_id is not None
    entry, last = control_rules.last_day_to_ask(rules, regulation.work_calendar(), task.due_on, is_part=is_part)
    if on > last:
        return entry.refusal(f"Прохання про продовження строку подають не пізніше {last:%d.%m.%Y}.")
    return None


def decide(
    *, actor: Actor, at: datetime, extension: int, granted: bool, new_due_on: date | None = None, remark: str = ""
) -> Extension:
    """Those who may change terms grant or refuse the request (KR 8.13; DR 8.10); the history stays.

    Of a part of a task whoever gave it does (KR 7.11; DR 10.17): its term is an inner one.

    :param new_due_on: another day than the one asked for.
    :raises Refusal: no right; already decided; refused without a reason; the task is no longer open; no later day; later than
        a law lets it be, or than the whole.
    """
    with transaction.atomic():
        # The task first: what ends it ends the request too, and neither may wait for the other.
        found = carrying.locked(task=Extension.objects.values_list("task_id", flat=True).get(pk=extension))
        asked = Extension.objects.select_for_update().get(pk=extension)
        documents.get_visible(actor, found.document_id)
        rules = deeds.rules_of(found)
        _must_change(found, actor, rules)
        clause = _changed_by(found, rules)
        if asked.state != Extension.State.ASKED:
            raise Refusal(clause, "Прохання вже розглянуто.")
        if not granted and not remark.strip():
            raise Refusal(clause, "Зазначте причину відмови.")
        if granted:
            asked.new_due_on = _later_day(found, new_due_on or asked.new_due_on, clause)
            _check_latest(found, asked.new_due_on, rules)
            _move(found, asked.new_due_on, clause, actor=actor, at=at)
        asked.state = Extension.State.GRANTED if granted else Extension.State.REFUSED
        asked.decided_by, asked.decided_at, asked.clause, asked.remark = actor.printed, at, clause, remark.strip()
        asked.save()
        text = (
            f"Строк продовжено до {asked.new_due_on:%d.%m.%Y}"
            if granted
            else f"У продовженні строку відмовлено: {remark}"
        )
        _write(asked, actor, at, "tasks.extension_decided", text)
        deeds.tell_of_task(
            task=found,
            post=found.executor_id,
            at=at,
            code="tasks.extension_decided",
            subject=text[0].lower() + text[1:],
            body=remark,
        )
    return asked


def decide_of_task(*, actor: Actor, at: datetime, task: int, granted: str, **more: Any) -> Extension:
    """`decide` of the request that waits on the task, as it is answered on its card: "yes" or "no".

    :raises Refusal: as there; none waits any more.
    """
    asked = Extension.objects.filter(task=task, state=Extension.State.ASKED).values_list("pk", flat=True).first()
    if asked is None:
        raise Refusal("", "Прохання вже розглянуто.")
    return decide(actor=actor, at=at, extension=asked, granted=granted == "yes", **more)


def _must_change(task: Task, actor: Actor, rules: Edition) -> None:
    """Go on only for those who change terms (KR 8.13; DR 8.10), of a part also for whoever gave it (KR 7.11; DR 10.17)."""
    if task.parent_id is None or task.giver_id not in deeds.names_of(actor):
        deeds.demand(actor=actor, right="control.extend", rules=rules)


def _check_latest(task: Task, new_due_on: date, rules: Edition) -> None:
    if refusal := terms.too_late_by_law(document=task.document, rules=rules, new_due_on=new_due_on):
        raise refusal
    if refusal := terms.later_than_whole(parent=task.parent, day=new_due_on):
        raise refusal


def change(*, actor: Actor, at: datetime, task: int, new_due_on: date, reason: str) -> Extension:
    """Those who may change terms set another one, later or earlier, of their own accord (KR 8.13; DR 8.10).

    Of a part of a task whoever gave it does (KR 7.11; DR 10.17). A request that waits is answered thereby.

    :raises Refusal: no right; no reason; the task is not open or has no term; its term has passed already, whenever the work
        was reported; the same day, one that has passed, one later than a law lets it be, or than the whole.
    """
    with transaction.atomic():
        found = carrying.locked(task=task)
        documents.get_visible(actor, found.document_id)
        rules = deeds.rules_of(found)
        _must_change(found, actor, rules)
        clause = _changed_by(found, rules)
        last = _another_day(found, new_due_on, reason, clause, local_date(at), rules)
        _check_latest(found, last, rules)
        waiting = found.extensions.select_for_update(of=("self",)).filter(state=Extension.State.ASKED).first()
        if waiting is not None and found.due_on is not None and last > found.due_on:
            return decide(actor=actor, at=at, extension=waiting.pk, granted=True, new_due_on=last, remark=reason)
        ending.refuse_requests(actor=actor, at=at, tasks=[found], why=f"установлено інший строк: {last:%d.%m.%Y}")
        changed = Extension.objects.create(
            task=found, old_due_on=found.due_on, new_due_on=last, reason=reason.strip(), asked_by=actor.printed, asked_at=at,
            asked_on=local_date(at), state=Extension.State.GRANTED, decided_by=actor.printed, decided_at=at, clause=clause,
        )  # fmt: skip
        _move(found, last, clause, actor=actor, at=at)
        text = f"{changed.outcome[0].upper()}{changed.outcome[1:]} до {last:%d.%m.%Y}: {reason.strip()}"
        _write(changed, actor, at, "tasks.term_changed", text)
        subject = f"{changed.outcome} до {last:%d.%m.%Y}"
        deeds.tell_of_task(
            task=found, post=found.executor_id, at=at, code="tasks.term_changed", subject=subject, body=reason
        )
    return changed


def _another_day(task: Task, new_due_on: date, reason: str, clause: str, on: date, rules: Edition) -> date:
    """The new day, a working one."""
    if task.due_on is None or task.state not in deeds.OPEN:
        raise Refusal(clause, "Змінити можна лише строк завдання, яке виконується.")
    if not reason.strip():
        raise Refusal(clause, "Зазначте причину зміни строку.")
    if refusal := control_rules.missed_refusal(rules, task.due_on, on, is_part=task.parent_id is not None):
        raise refusal
    if new_due_on < on:
        raise Refusal(clause, "Новий строк не може бути в минулому.")
    last = terms.worked_within(whole=task.parent, day=new_due_on)
    if last == task.due_on:
        raise Refusal(clause, f"Завдання вже має строк {last:%d.%m.%Y}.")
    return last


def set_by_leader(*, actor: Actor, at: datetime, task: Task, due_on: date, reason: str, clause: str) -> None:
    """The leader who leaves a document or a point on control sets another term; part of that deed, which follows control.

    What he asks for besides (KR 8.14) may take longer than a law gives for the answer: the page shows the law's day. The
    present term named again changes nothing.

    :param clause: by which he leaves it; the history bears the clause by which terms are changed (KR 8.13; DR 8.10).
    :raises Refusal: no right to change terms; no later day.
    """
    before, last = task.due_on, regulation.work_calendar().on_or_next(due_on)
    if last == before:
        return
    rules = deeds.rules_of(task)
    deeds.demand(actor=actor, right="control.extend", rules=rules)
    changed_by = rules.entry("deadline_change").clause
    if before is not None:
        last = _later_day(task, due_on, changed_by)
        Extension.objects.create(
            task=task, old_due_on=before, new_due_on=last, reason=reason.strip(), asked_by=actor.printed, asked_at=at,
            asked_on=local_date(at), state=Extension.State.GRANTED, decided_by=actor.printed, decided_at=at, clause=changed_by,
        )  # fmt: skip
    was = carrying.term_of(task) if before is not None else None
    said = "Строк установив керівник, залишивши документ на контролі."
    task.due_on, task.due_clause, task.due_explanation = last, clause, {"explanation": said, "days": []}
    task.save(update_fields=["due_on", "due_clause", "due_explanation"])
    if was is not None:
        carrying.go_along(actor=actor, at=at, main=task, was=was, rules=rules)


def _later_day(task: Task, new_due_on: date, clause: str) -> date:
    """The new day, a working one, after the present term."""
    last = terms.worked_within(whole=task.parent, day=new_due_on)
    if task.due_on is not None and last <= task.due_on:
        raise Refusal(clause, f"Новий строк має бути пізнішим за {task.due_on:%d.%m.%Y}.")
    return last


def _move(task: Task, new_due_on: date, clause: str, *, actor: Actor, at: datetime) -> None:
    """The task's new term; what hangs on it and the document's control go along."""
    if task.state not in deeds.OPEN or task.due_on is None:
        raise Refusal(clause, "Завдання вже не виконується.")
    was = carrying.term_of(task)
    is_later = new_due_on > task.due_on
    if task.parent_id is None:
        who = f"{'продовжено' if is_later else 'скорочено'} за резолюцією"
    else:
        who = f"{'продовжив' if is_later else 'скоротив'} той, хто доручив частину завдання"
    said = f"Строк {who}; попередній строк — {task.due_on:%d.%m.%Y}."
    task.due_on, task.due_clause, task.due_explanation = new_due_on, clause, {"explanation": said, "days": []}
    task.save(update_fields=["due_on", "due_clause", "due_explanation"])
    carrying.go_along(actor=actor, at=at, main=task, was=was, rules=deeds.rules_of(task))
    watching.follow(document=task.document)


def _write(asked: Extension, actor: Actor, at: datetime, code: str, text: str) -> None:
    deeds.write(
        subject=asked, document=asked.task.document_id, actor=actor, at=at, code=code, clause=asked.clause, text=text,
        task=asked.task_id, old=asked.old_due_on, new=asked.new_due_on,
    )  # fmt: skip

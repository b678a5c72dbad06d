"""How one point comes off control: submitted, written off or left, removed by its maker's letter (KR 8.11, 8.20.13)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, ending, extensions, removal, watching
from magistrat.tasks.models import Control, ControlPoint, Task


def _locked(*, point: int, actor: Actor, right: str) -> tuple[ControlPoint, Control, Edition, Entry]:
    """The point and its document's control, locked, once the actor's right is sure.

    :raises Refusal: no right; the document or the point is off control already.
    """
    document = tasks.document_of_point(point=point)
    control, rules = removal.locked(document=document, actor=actor, right=right)
    deeds.lock(ControlPoint, point)
    found = ControlPoint.objects.select_related("task", "task__executor", "task__giver").get(pk=point)
    entry = control_rules.comes_off_by_points(rules, control.document.kind.key)
    assert entry is not None
    if found.state == Control.State.OFF:
        raise Refusal(found.off_clause, f"Пункт {found.number} уже знято з контролю {found.off_on:%d.%m.%Y}.")
    return found, control, rules, entry


def submit(*, actor: Actor, at: datetime, point: int, note: str = "") -> ControlPoint:
    """The control specialist submits a point that is done to the author of its resolution (KR 8.11, 8.14).

    :raises Refusal: no right; another unit's; only the document's maker takes it off (KR 8.15); submitted already; the point
        is not done (KR 8.16).
    """
    with transaction.atomic():
        found, control, rules, _ = _locked(point=point, actor=actor, right="control.submit_case")
        removal.must_be_of_unit(control, actor, rules)
        if refusal := control_rules.submit_refusal(rules, control.document.kind.key):
            raise refusal
        entry = rules.entry("write_off_to_file")
        if found.state == Control.State.SUBMITTED:
            raise entry.refusal(f"Пункт {found.number} уже подано на розгляд керівникові.")
        _check_done(found, rules)
        found.state, found.submitted_at, found.submitted_note = Control.State.SUBMITTED, at, note.strip()
        found.save(update_fields=["state", "submitted_at", "submitted_note"])
        leader = removal.decides(document=control.document, author=found.task.giver, rules=rules, at=at, source=found)
        text = f"Пункт {found.number}: подано на розгляд"
        _write(found, control, actor, at, "tasks.point_submitted", entry.clause, text, note, leader=leader)
        deeds.tell(
            document=control.document, post=leader, at=at, body=note,
            key=f"tasks.point_submitted:{found.pk}:{at.isoformat()}", subject=f"пункт {found.number} подано на зняття з контролю",
        )  # fmt: skip
    return found


def _check_done(point: ControlPoint, rules: Edition) -> None:
    """A point is done when its own task is and no task of the same point goes on (KR 8.16)."""
    task = point.task
    same = Task.objects.filter(resolution=task.resolution_id, part=Task.Part.MAIN, state__in=deeds.OPEN)
    if task.state == Task.State.RETURNED or same.filter(point=task.point).exists():
        entry = rules.get("executed_when") or rules.entry("write_off_to_file")
        raise entry.refusal(f"Пункт {point.number} ще не виконано: {task.executor.title}.")


def write_off(*, actor: Actor, at: datetime, point: int, mark: str = "") -> ControlPoint:
    """The leader takes a point off control; with the last one the document is off control, that day (KR 8.15, 8.20.13).

    :raises Refusal: no right (KR 8.15); not submitted (KR 8.14); an executive-power body's document.
    """
    with transaction.atomic():
        found, control, rules, entry = _locked(point=point, actor=actor, right="control.write_off")
        kind = control.document.kind.key
        beside = removal.beside_decider(actor=actor, at=at, author=found.task.giver, rules=rules, kind=kind)
        is_submitted = found.state == Control.State.SUBMITTED
        if refusal := control_rules.write_off_refusal(rules, kind, **beside, is_submitted=is_submitted):
            raise refusal
        clause = control_rules.removal_clause(rules, kind)
        _off(found, control, entry, actor=actor, at=at, mark=mark.strip() or "Зняти з контролю", clause=clause)
    return found


def remove_by_source_index(*, actor: Actor, at: datetime, point: int, index: str) -> ControlPoint:
    """Take a point off control by the letter of the body that made the document, named by its index (KR 8.11, 8.15).

    :raises Refusal: no right; another unit's; not a paper of such a body; no such letter of that body to be seen.
    """
    with transaction.atomic():
        found, control, rules, entry = _locked(point=point, actor=actor, right="control.remove_by_source")
        removal.must_be_of_unit(control, actor, rules)
        letter = tasks.incoming_by_index(actor=actor, index=index)
        if letter is None:
            raise Refusal("", f"Вхідного листа з індексом «{index}» серед доступних Вам документів немає.")
        clause, came = removal.source_letter(actor=actor, control=control, rules=rules, letter=letter)
        _off(found, control, entry, actor=actor, at=at, mark=f"За листом {came.index}", clause=clause, letter=came)
        removal.letter_has_served(actor=actor, at=at, letter=came, clause=clause)
    return found


def _off(
    point: ControlPoint, control: Control, entry: Entry, *, actor: Actor, at: datetime, mark: str, clause: str,
    letter: Document | None = None,
) -> None:  # fmt: skip
    point.state, point.off_on, point.off_by = Control.State.OFF, local_date(at), actor.printed
    point.off_mark, point.off_clause, point.removal_letter = mark, clause, letter
    point.save(update_fields=["state", "off_on", "off_by", "off_mark", "off_clause", "removal_letter"])
    _write(
        point, control, actor, at, "tasks.point_off_control", clause, f"Пункт {point.number} знято з контролю: {mark}"
    )
    ending.of_point(actor=actor, at=at, task=point.task, why=ending.WITH_CONTROL, clause=clause)
    if not tasks.is_watched(control=control):
        last = f"{mark}; знято останній контрольний пункт"
        removal.take_off(actor=actor, at=at, control=control, mark=last[:300], clause=entry.clause, letter=letter)
    else:
        watching.follow(document=control.document)


def leave_on(*, actor: Actor, at: datetime, point: int, remark: str, due_on: date | None = None) -> ControlPoint:
    """The leader leaves a submitted point on control, perhaps with another term; its executor works on (KR 8.14).

    :raises Refusal: no right; not submitted; another decides; no remark; the new term has passed or is not later; no right to change terms;
        no task whose term it would be.
    """
    with transaction.atomic():
        found, control, rules, _ = _locked(point=point, actor=actor, right="control.write_off")
        clause = rules.entry("write_off_to_file").clause
        if found.state != Control.State.SUBMITTED:
            raise Refusal(clause, f"Пункт {found.number} ще не подано на розгляд.")
        removal.may_leave(
            actor=actor, at=at, author=found.task.giver, rules=rules, kind=control.document.kind.key
        )  # fmt: skip
        removal.check_leaving(remark=remark, due_on=due_on, clause=clause, at=at)
        found.state = Control.State.ON
        found.save(update_fields=["state"])
        task = deeds.locked_task(found.task_id)
        if task.state == Task.State.DONE:
            removal.reopen_left(actor=actor, at=at, task=task, remark=remark, due_on=due_on, clause=clause)
        elif due_on is not None and task.state == Task.State.CANCELLED:
            raise Refusal(clause, "За пунктом немає завдання, якому змінити строк: накладіть резолюцію.")
        elif due_on is not None:
            extensions.set_by_leader(actor=actor, at=at, task=task, due_on=due_on, reason=remark, clause=clause)
        watching.follow(document=control.document)
        until = f", новий строк {due_on:%d.%m.%Y}" if due_on else ""
        text = f"Пункт {found.number} залишено на контролі: {remark.strip()}{until}"
        _write(found, control, actor, at, "tasks.point_left_on_control", clause, text, remark)
    return found


def _write(
    point: ControlPoint, control: Control, actor: Actor, at: datetime, code: str, clause: str, text: str, note: str = "",
    **payload: object,
) -> None:  # fmt: skip
    deeds.write(
        subject=point, document=control.document_id, actor=actor, at=at, code=code, clause=clause, text=text,
        point=point.number, note=note, off_on=point.off_on, **payload,
    )  # fmt: skip

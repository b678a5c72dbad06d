"""Control begins, follows the open tasks and is submitted to the leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import lateness
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, past_control, points, reviews, supplements
from magistrat.tasks.draft import Draft
from magistrat.tasks.models import Control, Resolution, Task
from magistrat.tasks.queries import of_document, terms

BY_LAW = "підлягає обов'язковому контролю"
BY_LEADER = "за резолюцією керівника"
BY_ACT = "за пунктами акта зі строками"


def begin(
    *,
    actor: Actor,
    at: datetime,
    resolution: Resolution,
    draft: Draft,
    due: control_rules.DueDay | None,
    rules: Edition,
) -> Control | None:
    """Put the document on control because its kind demands it (KR 8.3; DR 8.3) or its resolution does (KR 8.6; DR 10.19).

    What is only for information is not watched (DR 10.19).
    """
    document = resolution.document
    obligatory = tasks.obligatory_control(document=document, rules=rules, roles=resolution.author.roles)
    existing = Control.objects.select_for_update().filter(document=document).first()
    going_on = existing if existing is not None and existing.state != Control.State.OFF else None
    if going_on is not None:
        _decided_by_author(going_on)
    if due is None or (existing is None and not (obligatory or draft.put_on_control)):
        return existing
    if going_on is not None:
        if draft.is_long_term and not going_on.is_long_term:
            going_on.is_long_term = True
            going_on.save(update_fields=["is_long_term"])
        _work_again(going_on)
        points.begin(control=going_on, resolution=resolution, at=at, rules=rules)
        return follow(document=document)
    if existing is not None and not (obligatory or draft.put_on_control):
        return existing
    entry = obligatory or rules.get("control_by_resolution") or rules.entry("term_in_resolution")
    return _put(
        actor, at, resolution, entry, due, rules, is_obligatory=obligatory is not None, is_long=draft.is_long_term
    )


def _decided_by_author(control: Control) -> None:
    """Whose resolutions were all cancelled decides no more, but the author of the newest that stands (DR 10.22).

    One that gives work goes before one that only informs. Whom an act itself names as controlling has no resolution on it, and
    stays (KR 8.20.2; DR 8.2).
    """
    own = Resolution.objects.filter(document=control.document_id, parent_task__isnull=True)
    if control.leader_id is not None and not own.filter(author=control.leader_id).exists():
        return
    standing = tasks.standing(document=control.document_id).order_by("-id")
    working = standing.filter(pk__in=Task.objects.filter(part=Task.Part.MAIN).values("resolution"))
    authors = list(working.values_list("author", flat=True)) or list(standing.values_list("author", flat=True))
    if authors and control.leader_id not in authors:
        control.leader_id = authors[0]
        control.save(update_fields=["leader"])


@dataclass(frozen=True)
class Case:
    """A document of the earlier books that goes on control by its resolution, already written; `unit` controls it."""

    resolution: Resolution
    due: control_rules.DueDay
    rules: Edition
    unit: int


def bring_in(*, actor: Actor, at: datetime, cases: Sequence[Case]) -> list[Control]:
    """Put documents of the earlier books on control since the days of their resolutions; part of the deed that brings them in.

    That deed also lets the units see them (`grants_of`) and writes the journal (`put_on_control`). A resolution of the
    earlier books has no points, so that no point is watched by itself.
    """
    rows = []
    for case in cases:
        document, rules = case.resolution.document, case.rules
        obligatory = terms.obligatory_by_card(document=document, rules=rules, roles=case.resolution.author.roles)
        entry = obligatory or rules.get("control_by_resolution") or rules.entry("term_in_resolution")
        values = _values(
            case.resolution, entry, case.due, rules, is_obligatory=obligatory is not None, is_long=False,
            set_at=case.resolution.at, set_by=actor.printed, unit=case.unit,
        )  # fmt: skip
        rows.append(Control(document=document, **values))
    past_control.keep(documents=[row.document_id for row in rows])
    kept = [field.name for field in Control._meta.concrete_fields if field.name not in ("id", "document")]
    return Control.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["document"], update_fields=kept
    )  # fmt: skip


def grants_of(controls: Sequence[Control], at: datetime) -> list[Grant]:
    """The units that control these documents see them, unsaved; those for official use open by name only."""
    return [
        Grant(
            document=control.document, department_id=control.unit_id, reason=Grant.Reason.CONTROL,
            source=f"tasks.control:{control.pk}", since=at, opens=grants.opens(control.document, Grant.Reason.CONTROL),
        )
        for control in controls
        if not control.document.is_restricted
    ]  # fmt: skip


def put_on_control(control: Control) -> journal.Deed:
    """How the journal tells it."""
    return journal.Deed(
        "tasks.put_on_control", subject=control, document=control.document_id, clause=control.clause,
        payload={
            "text": f"Узято на контроль ({control.reason}), строк {control.due_on:%d.%m.%Y}", "due_on": control.due_on,
        },
    )  # fmt: skip


def by_act(
    *, actor: Actor, at: datetime, resolution: Resolution, due: control_rules.DueDay, rules: Edition, leader: int | None
) -> Control:
    """Put an act of our own on control by its dated points (KR 8.20.2; DR 8.2); part of the deed that registers it.

    :param leader: the post that the act itself names as controlling; without one, the signatory.
    """
    entry = control_rules.act_entry(rules, resolution.document.kind.key)
    control = _put(actor, at, resolution, entry, due, rules, is_obligatory=False, is_long=False, reason=BY_ACT)
    if leader is not None:
        control.leader_id = leader
        control.save(update_fields=["leader"])
    return control


def work_again(*, document: Document) -> None:
    """A task that counted as done goes on: a submitted case or point is not complete, and the open term is watched."""
    control = Control.objects.select_for_update().filter(document=document).exclude(state=Control.State.OFF).first()
    if control is not None:
        _work_again(control)
        points.work_again(control=control)
        follow(document=document)


def _work_again(control: Control) -> None:
    """A new resolution on a submitted case gives work anew: the case is submitted again when that is done."""
    if control.state == Control.State.SUBMITTED:
        control.state = Control.State.ON
        control.save(update_fields=["state"])


def _put(
    actor: Actor, at: datetime, resolution: Resolution, entry: Entry, due: control_rules.DueDay, rules: Edition,
    *, is_obligatory: bool, is_long: bool, reason: str = "",
) -> Control:  # fmt: skip
    document = resolution.document
    values = _values(
        resolution, entry, due, rules, is_obligatory=is_obligatory, is_long=is_long, set_at=at, set_by=actor.printed,
        unit=tasks.control_unit(rules, document.kind.key), reason=reason,
    )  # fmt: skip
    past_control.keep(documents=[document.pk])
    control, _ = Control.objects.update_or_create(document=document, defaults=values)
    points.begin(control=control, resolution=resolution, at=at, rules=rules)
    grants.put(grants_of([control], at))
    supplements.open_to_unit(control=control, at=at)
    journal.record_many(actor=actor, at=at, deeds=[put_on_control(control)])
    return control


def _values(
    resolution: Resolution, entry: Entry, due: control_rules.DueDay, rules: Edition, *, is_obligatory: bool,
    is_long: bool, set_at: datetime, set_by: str, unit: int, reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    kind = resolution.document.kind.key
    return {
        "state": Control.State.ON,
        "is_obligatory": is_obligatory,
        "clause": entry.clause,
        "reason": reason or (BY_LAW if is_obligatory else BY_LEADER),
        "unit_id": unit,
        "leader": resolution.author,
        "must_return": rules.get("control_stamps") is not None,
        "only_source_removes": control_rules.only_source_removes(rules, kind) is not None,
        "is_long_term": is_long,
        "due_on": due.control_on,
        "due_clause": due.clause,
        "due_explanation": dict(due.explanation),
        "done_on": None,
        "law_due_on": due.law_on,
        "law": due.law,
        "set_at": set_at,
        "set_by": set_by,
        # The former removal of a document that comes on control again is kept as its `PastControl`.
        **dict.fromkeys(("submitted_at", "off_on", "off_at", "removal_letter"), None),
        **dict.fromkeys(("submitted_note", "off_by", "off_clause", "off_mark"), ""),
    }


def put_on(*, actor: Actor, at: datetime, document: int, reason: str) -> Control:
    """Put a document with an open task on control after its resolution (KR 8.6; DR 8.6, 8.15).

    :raises Refusal: no right; already on control; no reason; no open task with a term.
    """
    with transaction.atomic():
        found = deeds.locked_document(actor=actor, document=document)
        rules = regulation.rules_of(found.edition_id)
        deeds.demand(actor=actor, right="control.set", rules=rules)
        own = control_rules.own_control(rules, found.kind.key, actor.roles)
        entry = own or rules.get("control_by_resolution") or rules.entry("term_in_resolution")
        if Control.objects.filter(document=found).exclude(state=Control.State.OFF).exists():
            raise entry.refusal("Документ уже перебуває на контролі.")
        if not reason.strip():
            raise Refusal(entry.clause, "Зазначте, чому документ беруть на контроль.")
        task = _nearest_open(found)
        if task is None or task.due_on is None:
            raise entry.refusal("На контроль беруть документ, за яким є завдання зі строком.")
        due = control_rules.DueDay(task.due_on, task.due_clause, task.due_explanation)
        control = _put(
            actor, at, task.resolution, entry, due, rules,
            is_obligatory=False, is_long=False, reason=reason.strip()[:300],
        )  # fmt: skip
        if own is not None and actor.department_id:
            _keep_in_body(control, actor.department_id, at)
            control.save(update_fields=["unit"])
    return control


def _keep_in_body(control: Control, department: int, at: datetime) -> None:
    """A body's own officer controls it in his body (DR 8.15; KR 8.20.4); who decided on the case keeps seeing it."""
    source = f"tasks.control:{control.pk}"
    grants.withdraw_from_departments(source=source, at=at)
    control.unit_id = department
    grants.give(document=control.document, department=department, reason="control", source=source, at=at)


def follow(*, document: Document) -> Control | None:
    """Watch the nearest term of the main tasks still open; when all are done, the one that decides whether it was in time."""
    control = Control.objects.select_for_update().filter(document=document).exclude(state=Control.State.OFF).first()
    task = lateness.deciding(_watched(document)) if control else None
    if control is None or task is None:
        return control
    control.done_on = task.done_on
    if task.due_on is not None and task.due_on != control.due_on:
        _watch_term(control, document, task.due_on, task)
    control.save(update_fields=["done_on", "due_on", "due_clause", "due_explanation", "law_due_on", "law"])
    return control


def waits_for_no_day(*, document: Document) -> None:
    """A repetition was stopped: where nothing else of the document is or was worked on, it waits for no term."""
    control = Control.objects.select_for_update().filter(document=document).exclude(state=Control.State.OFF).first()
    if control is None or _watched(document):
        return
    control.due_on, control.due_clause, control.due_explanation = None, "", {}
    control.law_due_on, control.law = None, ""
    control.save(update_fields=["due_on", "due_clause", "due_explanation", "law_due_on", "law"])


def _watch_term(control: Control, document: Document, due_on: date, task: Task) -> None:
    """The task's term; the law's day stays beside it when the term goes beyond that or has just come from it."""
    control.due_on, control.due_clause, control.due_explanation = due_on, task.due_clause, task.due_explanation
    if control.law_due_on != due_on:
        control.law_due_on, control.law = terms.law_passed(document=document, due_on=due_on)


def _watched(document: Document) -> list[Task]:
    """Main tasks by which the document is watched: of a repeating one the last, none of a point off control.

    What waits to be given anew is among them (KR 8.16).
    """
    found = Task.objects.filter(document=document, part=Task.Part.MAIN, parent__isnull=True)
    unfinished = of_document.unfinished().filter(document=document)
    rows = (
        found.filter(Q(state=Task.State.DONE) | Q(pk__in=unfinished.values("pk")))
        .exclude(control_point__state=Control.State.OFF)
        .order_by("id")
    )
    return list({(task.resolution_id, points.number_of(task) or "1"): task for task in rows}.values())


def _nearest_open(document: Document) -> Task | None:
    return (
        Task.objects.filter(document=document, part=Task.Part.MAIN, parent__isnull=True, state__in=deeds.OPEN)
        .select_related("resolution", "resolution__author", "resolution__document", "resolution__document__kind")
        .order_by(F("due_on").asc(nulls_last=True), "id")
        .first()
    )


def after_cancelling(*, actor: Actor, at: datetime, resolution: Resolution) -> None:
    """With the last resolution cancelled the paper waits on its author's desk for another one, perhaps still on control.

    Where another one stands, its author decides on the case (DR 10.22).
    Control goes off where he may take it off at all, and stays on what must be on control (KR 8.3; DR 8.3), what only its
    maker takes off (KR 8.15), what another post writes off (KR 8.15; DR 9.7); points of the resolution are watched no more.
    Nothing waits of a letter that has served its maker (KR 8.15), nor of what came off control since the resolution.
    """
    document = resolution.document
    controls = Control.objects.select_for_update().filter(document=document)
    control = controls.exclude(state=Control.State.OFF).first()
    if control is not None:
        points.cancelled(actor=actor, at=at, resolution=resolution, clause=control.clause)
    if _is_resolved(resolution):
        if control is not None:
            _decided_by_author(control)
        follow(document=document)
        return
    has_ended = controls.filter(state=Control.State.OFF, off_at__gt=resolution.at).exists()
    has_served = terms.served_clause(document=document.pk) is not None
    if control is not None and (has_served or not (control.is_obligatory or not _may_take_off(control, actor))):
        _off_with_resolution(control, actor, at)
    elif control is not None:
        _work_again(control)
    if not (has_served or has_ended):
        reviews.lay_again(document=document, leader=resolution.author_id, at=at)


def _is_resolved(cancelled: Resolution) -> bool:
    """Whether the paper still has a resolution of its own; those by which executors split their tasks end with theirs."""
    return cancelled.parent_task_id is not None or tasks.standing(document=cancelled.document_id).exists()


def _off_with_resolution(control: Control, actor: Actor, at: datetime) -> None:
    control.state, control.off_on, control.off_at = Control.State.OFF, local_date(at), at
    control.off_by, control.off_clause, control.off_mark = actor.printed, control.clause, "Резолюцію скасовано"
    control.save(update_fields=["state", "off_on", "off_at", "off_by", "off_clause", "off_mark"])
    deeds.write(
        subject=control, document=control.document_id, actor=actor, at=at, code="tasks.off_control",
        clause=control.clause, text="Знято з контролю: резолюцію скасовано", off_on=control.off_on,
    )  # fmt: skip


def _may_take_off(control: Control, actor: Actor) -> bool:
    """Whether the author of the cancelled resolution may take the document off control, had its case been submitted."""
    rules, kind = regulation.rules_of(control.document.edition_id), control.document.kind.key
    if control.only_source_removes or rules.may("control.write_off", actor.roles) is not None:
        return False
    found = control_rules.write_off_refusal(
        rules, kind, roles=actor.roles, is_author=True, author="", is_submitted=True
    )
    return found is None

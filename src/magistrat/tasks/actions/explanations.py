"""The written explanation of a missed term (KR 8.20.9; DR 8.14)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.rules import control as control_rules
from magistrat.rules import words
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds
from magistrat.tasks.models import Explanation, Task


def explain(*, actor: Actor, at: datetime, task: int, text: str, final_on: date | None = None) -> Explanation:
    """Say in writing why the term was missed, with the final day where the clause asks for it.

    :raises Refusal: not the executor or his head; the term has not been missed; nothing written; no final day (KR 8.20.9).
    """
    with transaction.atomic():
        found = deeds.locked_task(task)
        entry = _entry(found)
        if refusal := _refusal(found, actor, text, final_on, entry, local_date(at)):
            raise refusal
        given = Explanation.objects.create(task=found, text=text.strip(), final_on=final_on, by=actor.printed, at=at)
        deeds.write(
            subject=given, document=found.document_id, actor=actor, at=at, code="tasks.explained",
            clause=entry.clause if entry else found.due_clause,
            text=f"Пояснення щодо порушення строку: {given.in_full}", task=found.pk, final_on=final_on,
        )  # fmt: skip
        subject = "пояснення щодо порушення строку"
        to = _to_whom(found, entry, local_date(at))
        body = given.in_full
        if to != found.giver_id:
            deeds.tell_of_task(
                task=found, post=found.giver_id, at=at, code="tasks.explained", subject=subject, body=body
            )
            # An explanation opens no paper for official use.
            if found.document.is_restricted:
                body = _told_beside(found, given, entry, to)
            else:
                deeds.open_to_decider(document=found.document, case=given, post=to, at=at)
        deeds.tell_of_task(task=found, post=to, at=at, code="tasks.explained", subject=subject, body=body)
    return given


def _entry(task: Task) -> Entry | None:
    """What the edition asks of a missed term of such a document; nothing of those that it does not name (KR 8.20.9)."""
    entry = deeds.rules_of(task).get("missed_deadline")
    return entry if entry is not None and control_rules.is_explained(entry, task.document.kind.key) else None


def _refusal(
    task: Task, actor: Actor, text: str, final_on: date | None, entry: Entry | None, on: date
) -> Refusal | None:
    clause = entry.clause if entry else task.due_clause
    if not actor.is_system and not {task.executor_id, task.executor.head_id} & set(actor.line):
        return Refusal(clause, "Пояснення подає виконавець або його керівник.")
    if (
        task.part == Task.Part.INFO
        or task.state in (Task.State.RETURNED, Task.State.CANCELLED)
        or not task.is_overdue(on)
    ):
        return Refusal(clause, "Строк виконання не порушено, тому пояснення не потрібне.")
    if not text.strip():
        return Refusal(clause, "Напишіть причини порушення строку.")
    wants_day = entry is not None and "final_date" in entry.values.get("requires", ()) and task.done_on is None
    if entry is not None and wants_day and (final_on is None or final_on < on):
        return entry.refusal("Зазначте остаточний строк виконання.")
    return None


def _told_beside(task: Task, given: Explanation, entry: Entry | None, to: int) -> str:
    """What of the explanation reads one to whom the paper for official use need not be open.

    The reasons are addressed to the only one whom the clause names (DR 8.14: the mayor judges by them); of several the
    leader in charge learns who missed which term and until when it is put off (KR 8.20.9). Of the paper neither anything.
    """
    if (task.document_id, to) in access.opened_by_name([task.document]):
        return given.in_full
    assert task.due_on is not None
    who = f"Виконавець: {task.executor.title}. Порушений строк — {words.day(task.due_on)}."
    if entry is not None and len(entry.values.get("to_roles", ())) == 1:
        return f"{who} {given.in_full}"
    return who if given.final_on is None else f"{who} Остаточний строк — {words.day(given.final_on)}."


def _to_whom(task: Task, entry: Entry | None, on: date) -> int:
    """To whom it goes, besides the author who is told anyway: by the clause, where that post is filled; else to the author.

    Of several whom the clause names the leader in charge of the body by the distribution of duties (KR 8.20.9); the only one
    named (DR 8.14: the mayor), whoever wrote the resolution.
    """
    roles = entry.values.get("to_roles", ()) if entry else ()
    if len(roles) > 1:
        leader = organisation.leader_of(task.department_id, on)
        is_named = leader is not None and leader.pk != task.executor_id and bool(set(roles) & set(leader.roles))
        named = [leader.pk] if leader is not None and is_named else []
    else:
        named = [post.pk for role in roles for post in organisation.posts_with_role(role, on)]
    # Nobody would read what is told to a vacant post.
    filled = organisation.filled(named, on) if named else set()
    return next((post for post in named if post in filled), task.giver_id)

"""What every deed of this app does the same way: the right, the lock, the journal, the notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from magistrat.documents import queries as documents
from magistrat.documents.actions import grants
from magistrat.documents.models import Document
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Task

OPEN = (Task.State.GIVEN, Task.State.TAKEN, Task.State.REPORTED, Task.State.HEAD_ACCEPTED)
# What was returned as not the executor's still waits to be given anew.
UNENDED = (*OPEN, Task.State.RETURNED)
IN_WORK = (Task.State.GIVEN, Task.State.TAKEN)
JUDGED = (Task.State.REPORTED, Task.State.HEAD_ACCEPTED)


def demand(*, actor: Actor, right: str, rules: Edition) -> None:
    """Go on only when the actor's roles have the right by the edition in which the document's way began.

    :raises Refusal: with the clause that says whose right it is.
    """
    if not actor.is_system and (refusal := rules.may(right, actor.roles)):
        refusal.is_right = True
        raise refusal


def names_of(actor: Actor) -> set[int]:
    """Posts in whose name the actor decides now: his own, the one he stands in for, the leader on whose behalf he types."""
    return {post for post in (actor.post_id, actor.acting_for, actor.on_behalf) if post is not None}


def locked_document(*, actor: Actor, document: int) -> Document:
    """The document, locked, if the actor may see it.

    :raises Refusal: when it is not his to see.
    """
    documents.get_visible(actor, document)
    lock(Document, document)
    return Document.objects.select_related("kind").get(pk=document)


def locked_task(task: int) -> Task:
    """The task, locked, with what its rules need."""
    lock(Task, task)
    return Task.objects.select_related("document", "document__kind", "resolution", "executor", "giver").get(pk=task)


def lock(model: type[Model], pk: int) -> None:
    """Lock the bare row; what refers to it may go on being written, so that no deed waits in a ring.

    What is joined to it is read afterwards: a row joined in the same statement would be that of before the wait, and
    where it has changed meanwhile PostgreSQL would find nothing.

    :raises ObjectDoesNotExist: when there is none.
    """
    model._default_manager.select_for_update(no_key=True).values_list("pk").get(pk=pk)


def lock_all(model: type[Model], pks: Iterable[int]) -> None:
    """`lock` for many rows, in the order of their ids so that two deeds do not wait for each other; one statement."""
    rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=list(pks)).order_by("pk")
    list(rows.values_list("pk"))


def rules_of(task: Task) -> Edition:
    """The edition in which the document's way began."""
    return regulation.rules_of(task.document.edition_id)


def clause_of(task: Task) -> str:
    """The clause to name when nothing nearer is said: that of the term, else that of executors."""
    entry = control_rules.main_executor(rules_of(task), task.document.kind.key)
    return task.due_clause or (entry.clause if entry else "")


def must_be_executor(*, task: Task, actor: Actor, deed: str) -> None:
    """Go on only for the executor, who stands in for him or works at his desk.

    :raises Refusal: for anyone else.
    """
    if not actor.is_system and task.executor_id not in actor.line:
        raise Refusal(clause_of(task), f"{deed} може лише виконавець, якому доручено завдання.")


def must_be_in(*, task: Task, states: Iterable[str]) -> None:
    """Go on only from these states.

    :raises Refusal: naming the present one.
    """
    if task.state not in states:
        raise Refusal(clause_of(task), f"Завдання має стан «{task.get_state_display()}», тому цього зробити не можна.")


def go_on(*, task: Task, state: Task.State, actor: Actor, at: datetime) -> None:
    """Put the task into the state in which its executor works on; the caller saves it.

    Where his post is no longer there, the task waits with the author of the resolution to be given anew, who is told.
    """
    task.state = state
    if task.executor.holds(local_date(at)):
        return
    task.state = Task.State.RETURNED
    text = f"Завдання повернуто автору резолюції: посади виконавця вже немає ({task.executor.title})"
    note(task=task, actor=actor, at=at, code="tasks.returned", text=text)
    subject = "посади виконавця вже немає, передайте завдання іншому"
    tell_of_task(task=task, post=task.giver_id, at=at, code="tasks.returned", subject=subject, body=task.text)


def source_of(case: Model) -> str:
    """The source of the grants by which those see a document who decide about what is submitted or asked of it."""
    return f"{case._meta.label_lower}:{case.pk}"


def deciding_reason(document: Document) -> str:
    """The reason of these grants."""
    return grants.reason_for(document, "resolution")


def open_to_decider(*, document: Document, case: Model, post: int, at: datetime) -> None:
    """Who decides in the place of another about what is submitted or asked sees the document for it."""
    grants.give(document=document, post=post, reason=deciding_reason(document), source=source_of(case), at=at)


def note(*, task: Task, actor: Actor, at: datetime, code: str, text: str, clause: str = "", **payload: object) -> None:
    """The journal entry of a deed on a task."""
    write(
        subject=task, document=task.document_id, actor=actor, at=at, code=code, text=text,
        clause=clause or task.due_clause, **payload,
    )  # fmt: skip


def write(
    *,
    subject: Model,
    document: int,
    actor: Actor,
    at: datetime,
    code: str,
    text: str,
    clause: str = "",
    **payload: object,
) -> None:
    """The journal entry of a deed on a document."""
    journal.record(
        actor=actor,
        at=at,
        code=code,
        subject=subject,
        document=document,
        clause=clause,
        payload={"text": text, **payload},
    )


def tell(*, document: Document, post: int | None, at: datetime, key: str, subject: str, body: str = "") -> None:
    """A notice at the workplace of the post's holder; nothing for nobody."""
    if post is None:
        return
    outbox.notify(
        at=at, key=f"{key}:{post}", to_post=post, subject=f"{document.index}: {subject}", body=body,
        link=f"/dokumenty/{document.pk}/", document=document.pk,
    )  # fmt: skip


def tell_of_task(*, task: Task, post: int | None, at: datetime, code: str, subject: str, body: str = "") -> None:
    """A notice about a deed on a task; each deed tells once."""
    tell(document=task.document, post=post, at=at, key=f"{code}:{task.pk}:{at.isoformat()}", subject=subject, body=body)

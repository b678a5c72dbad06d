"""An office with leaders, their secretary, a body with its head and executors, and a control unit; letters in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from magistrat.correspondence.actions import dispatching
from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.models import Direction, Document
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.rules.moments import moment
from magistrat.tasks.actions import execution, judging, removal, resolutions
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import Resolution, Task
from tests.factories import documents as papers
from tests.factories import snapshots

AT = papers.AT
ON = date(2026, 3, 10)
DUE = date(2026, 3, 20)


@dataclass
class Office(papers.Office):
    """The office of documents with those who control and help."""

    first_deputy: Actor
    assistant: Actor
    control: Actor
    control_head: Actor
    second: Actor
    education: Actor


def _head(actor: Actor, head: Actor) -> None:
    Post.objects.filter(pk=actor.post_id).update(head_id=head.post_id)


def office(city: str = "kryvyi-rih") -> Office:
    """The city's edition adopted and everybody in the line: executor, head, deputy mayor, mayor."""
    return snapshots.once(("tasks", city), lambda: _office(city))


def _office(city: str) -> Office:
    base = papers.office(city)
    Post.objects.filter(pk=base.records_head.post_id).update(is_department_head=True)
    leaders = Post.objects.get(pk=base.mayor.post_id).department
    water = Post.objects.get(pk=base.executor.post_id).department
    school = Post.objects.get(pk=base.stranger.post_id).department
    control_unit = papers.department("Відділ контролю", "04.2")
    assistant = papers.actor("Секретар керівника", leaders, "leader_assistant", assists_id=base.mayor.post_id)
    made = Office(
        **vars(base),
        first_deputy=papers.actor(
            "Перший заступник міського голови", leaders, "first_deputy_mayor", is_leader=True, rank=2
        ),
        assistant=replace(assistant, on_behalf=base.mayor.post_id, line=(*assistant.line, base.mayor.post_id)),
        control=papers.actor("Спеціаліст з контролю", control_unit, "control_specialist"),
        control_head=papers.actor("Начальник відділу контролю", control_unit, "control_head", is_department_head=True),
        second=papers.actor("Провідний спеціаліст департаменту", water, "executor"),
        education=papers.actor("Директор департаменту освіти", school, "department_head", is_department_head=True),
    )
    for actor, head in (
        (made.executor, made.department_head), (made.second, made.department_head), (made.stranger, made.education),
        (made.department_head, made.deputy), (made.education, made.deputy), (made.deputy, made.mayor),
        (made.first_deputy, made.mayor),
    ):  # fmt: skip
        _head(actor, head)
    return made


def letter(made: Office, kind: str = "enterprise_letter", *, at: datetime = AT, **changes: Any) -> Document:
    """A registered incoming letter of a kind to the mayor."""
    found = papers.kind(kind, kind, (Direction.INCOMING, Direction.OUTGOING, Direction.INTERNAL))
    changes.setdefault("arrived_at", at)
    return papers.registered(made, at=at, **({"kind": found.pk} | changes))


def point(
    *actors: Actor, due_on: date | None = DUE, text: str = "Розглянути та надати відповідь", **more: Any
) -> Point:
    """A point for these executors, the first of them main."""
    named = tuple(Assignee(one.post_id, "") if isinstance(one, Actor) else one for one in actors)
    return Point(text=text, assignees=named, due_on=due_on, **more)


def draft(document: Document, *points: Point, **more: Any) -> Draft:
    """A resolution as its author writes it."""
    return Draft(document=document.pk, text=more.pop("text", "Розглянути та надати відповідь"), points=points, **more)


def resolved(
    made: Office, document: Document, *points: Point, actor: Actor | None = None, at: datetime = AT, **more: Any
) -> Resolution:
    """The mayor's resolution on the document, for the executor when no points are given."""
    return resolutions.write(
        actor=actor or made.mayor, at=at, draft=draft(document, *(points or (point(made.executor),)), **more)
    )


def task(made: Office, kind: str = "enterprise_letter", *, put_on_control: bool = True, **more: Any) -> Task:
    """The executor's main task by the mayor's resolution on a controlled letter."""
    resolution = resolved(made, letter(made, kind), point(made.executor, **more), put_on_control=put_on_control)
    return resolution.tasks.get()


def reported(made: Office, found: Task, *, at: datetime = AT) -> Task:
    """The executor has reported."""
    execution.report(actor=made.executor, at=at, task=found.pk, text="Водогін відремонтовано")
    found.refresh_from_db()
    return found


def done(made: Office, found: Task, *, at: datetime = AT, author: Actor | None = None) -> Task:
    """Reported and accepted by the head and by the author, the mayor."""
    reported(made, found, at=at)
    judging.accept(actor=made.department_head, at=at, task=found.pk)
    return judging.accept(actor=author or made.mayor, at=at, task=found.pk)


def dispatched(made: Office, letter: Document, *, at: datetime = AT) -> None:
    """A registered letter of ours sent by post to all to whom it is addressed."""
    way = Letter.objects.get(document=letter)
    addressees = facts.addressees_of(letter.pk)
    dispatching.send(actor=made.clerk, at=at, letter=way.pk, addressees=addressees, by="post")


def submitted(made: Office, found: Task, *, actor: Actor | None = None, **more: Any) -> None:
    """The case of a done task submitted to the leader."""
    removal.submit_case(actor=actor or made.control, at=AT, document=found.document_id, note="Виконано", **more)


def days_later(days: int, at: datetime = AT) -> datetime:
    """The same hour so many days later."""
    return at + timedelta(days=days)


def at_kyiv(*when: int) -> datetime:
    """A moment by Kyiv's clock."""
    return moment(datetime(*when))

"""Open work that a city brings with it: the resolution, its executors and term, control, as the earlier books tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction

from magistrat.documents.actions import bringing_in, grants
from magistrat.documents.models import Document
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, watching
from magistrat.tasks.models import Control, Resolution, Task

SAID = "Строк установлено до внесення в систему, за попереднім обліком."


@dataclass(frozen=True)
class Brought:
    """A resolution of the earlier books; ids of posts.

    :param due_on: the term in force now; :param first_due_on: the one first set, when it has been changed.
    """

    document: int
    author: int
    text: str
    on: date
    main: int
    due_on: date
    helpers: Sequence[int] = ()
    informed: Sequence[int] = ()
    first_due_on: date | None = None
    is_on_control: bool = True


@dataclass
class Remembered:
    """What one run asks of the organisation again and again: heads of a post, posts, who signed for a post on a day."""

    heads: dict[int, list[int]] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    printed: dict[tuple[int, date], str] = field(default_factory=dict)
    units: dict[tuple[int, str], int] = field(default_factory=dict)

    def heads_of(self, post: int) -> list[int]:
        """Posts above the post."""
        if post not in self.heads:
            self.heads[post] = list(organisation.heads_above(post))
        return self.heads[post]

    def post(self, post: int) -> Post:
        """The post."""
        if post not in self.posts:
            self.posts[post] = organisation.post(post)
        return self.posts[post]

    def signature(self, post: int, on: date) -> str:
        """Post and name as a resolution of the day bears them."""
        if (post, on) not in self.printed:
            found = organisation.signers_of(post, on)
            # The books do not say which of two signed on a day on which duties were handed back: no name is made up.
            one = found[0] if len(found) == 1 else None
            self.printed[post, on] = f"{one.title} {one.name}" if one else self.post(post).title
        return self.printed[post, on]

    def unit(self, document: Document, rules: Edition) -> int:
        """The department that controls the document."""
        key = (document.edition_id, document.kind.key)
        if key not in self.units:
            self.units[key] = tasks.control_unit(rules, document.kind.key)
        return self.units[key]


def refusal(brought: Brought) -> Refusal | None:
    """Why the resolution may not be brought in; its document need not be there yet."""
    if brought.due_on < brought.on:
        return Refusal("", "Строк виконання не може бути раніший за день резолюції.")
    return None


def bring_in(
    *, actor: Actor, at: datetime, brought: Sequence[Brought], remembered: Remembered
) -> list[Resolution | None]:  # fmt: skip
    """Write down resolutions with their tasks in work, and the control; nothing for a document that has one already.

    All or nothing, in their order. Nobody is told of each task: the notice of the whole bringing-in tells. What is asked of
    the organisation is asked once by `remembered`; besides, so many statements for any number of them.

    :raises Refusal: no right; a term is before its resolution.
    """
    with transaction.atomic(savepoint=False), regulation.remembering():
        bringing_in.demand(actor=actor, at=at)
        for one in brought:
            if refused := refusal(one):
                raise refused
        works = _works(brought, remembered)
        _write(works, remembered)
        controls = watching.bring_in(
            actor=actor, at=at,
            cases=[
                watching.Case(work.resolution, work.due, work.rules, remembered.unit(work.document, work.rules))
                for work in works if work.brought.is_on_control
            ],
        )  # fmt: skip
        _open(works, controls, at, remembered)
        by_document = {control.document_id: control for control in controls}
        deeds = (deed for work in works for deed in _deeds(work, by_document.get(work.document.pk)))
        journal.record_many(actor=actor, at=at, deeds=deeds)
    written = {work.document.pk: work for work in works}
    return [work.resolution if (work := written.get(one.document)) and work.brought is one else None for one in brought]


@dataclass
class Work:
    """A resolution that is written down, with what it is made of."""

    brought: Brought
    document: Document
    rules: Edition
    due: control_rules.DueDay
    resolution: Resolution
    tasks: list[Task] = field(default_factory=list)


def _works(brought: Sequence[Brought], known: Remembered) -> list[Work]:
    """What is to be written, unsaved: of documents without a resolution, the first for each."""
    ids = {one.document for one in brought}
    deeds.lock_all(Document, ids)
    documents = Document.objects.select_related("kind", "correspondent").in_bulk(ids)
    resolved = set(Resolution.objects.filter(document__in=ids).values_list("document", flat=True))
    works = []
    for one in brought:
        if one.document in resolved:
            continue
        resolved.add(one.document)
        document = documents[one.document]
        rules = regulation.rules_of(document.edition_id)
        resolution = Resolution(
            document=document,
            author=known.post(one.author),
            author_printed=known.signature(one.author, one.on),
            text=one.text.strip(),
            at=moment(datetime.combine(one.on, time(12))),
            on=one.on,
        )
        works.append(Work(one, document, rules, control_rules.brought_in_day(rules, one.due_on, SAID), resolution))
    return works


def _write(works: Sequence[Work], known: Remembered) -> None:
    Resolution.objects.bulk_create([work.resolution for work in works])
    for work in works:
        work.tasks = _tasks(work, known)
    Task.objects.bulk_create([task for work in works for task in work.tasks])


def _tasks(work: Work, known: Remembered) -> list[Task]:
    resolution, brought, due = work.resolution, work.brought, work.due
    shares = {brought.main: Task.Part.MAIN}
    shares |= {post: Task.Part.CO for post in brought.helpers if post not in shares}
    shares |= {post: Task.Part.INFO for post in brought.informed if post not in shares}
    term = {"due_on": due.control_on, "due_clause": due.clause, "due_explanation": dict(due.explanation)}
    return [
        Task(
            document=work.document, resolution=resolution, part=part, executor_id=post, giver=resolution.author,
            department_id=known.post(post).department_id, text=resolution.text, state=Task.State.TAKEN,
            given_at=resolution.at, taken_at=resolution.at, **({} if part == Task.Part.INFO else term),
        )
        for post, part in shares.items()
    ]  # fmt: skip


def _open(works: Sequence[Work], controls: Sequence[Control], at: datetime, known: Remembered) -> None:
    """The author, the executors and their heads see the paper, and the unit that controls it."""
    rows = [row for work in works for row in grants.of_all(work.document, at, _wanted(work, known))]
    grants.put([*rows, *watching.grants_of(controls, at)])


def _wanted(work: Work, known: Remembered) -> list[tuple[str, str, int]]:
    """Reason, source and post; a paper for official use opens to the named alone (as `giving`)."""
    resolution, is_named = work.resolution, work.document.is_restricted
    opened = grants.reason_for(work.document, "resolution")
    wanted = [(opened, f"tasks.resolution:{resolution.pk}", resolution.author_id)]
    for task in work.tasks:
        source = f"tasks.task:{task.pk}"
        usual = "informed" if task.part == Task.Part.INFO else "executor"
        wanted.append((grants.reason_for(work.document, usual), source, task.executor_id))
        wanted += [] if is_named else [("head", source, head) for head in known.heads_of(task.executor_id)]
    return wanted


def _deeds(work: Work, control: Control | None) -> Iterator[journal.Deed]:
    if control is not None:
        yield watching.put_on_control(control)
    brought, resolution = work.brought, work.resolution
    changed = brought.first_due_on is not None and brought.first_due_on != brought.due_on
    moved = f", спочатку {brought.first_due_on:%d.%m.%Y}" if changed else ""
    text = (
        f"Із попередніх обліків: резолюція від {brought.on:%d.%m.%Y} ({resolution.author_printed}): "
        f"{resolution.text.rstrip('.')}. Строк {brought.due_on:%d.%m.%Y}{moved}"
    )
    yield journal.Deed(
        "tasks.brought_in", subject=resolution, document=work.document.pk,
        payload={
            "text": text, "tasks": [task.pk for task in work.tasks], "due_on": brought.due_on,
            "first_due_on": brought.first_due_on,
        },
    )  # fmt: skip

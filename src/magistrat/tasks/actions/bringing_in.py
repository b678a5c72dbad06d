"""Open work that a city brings with it: the resolution, its executors and term, control, as the earlier books tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction

from magistrat.documents.actions import bringing_in, grants
from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import deeds, watching
from magistrat.tasks.models import Resolution, Task

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
            found = organisation.signature_of(post, on)
            self.printed[post, on] = f"{found.title} {found.name}" if found else self.post(post).title
        return self.printed[post, on]


def bring_in(
    *, actor: Actor, at: datetime, brought: Brought, remembered: Remembered | None = None
) -> Resolution | None:  # fmt: skip
    """Write down the resolution with its tasks in work, and the control; nothing when the document has one already.

    Nobody is told of each task: the notice of the whole bringing-in tells.

    :raises Refusal: no right; the term is before the resolution; a post that no longer is.
    """
    known = remembered or Remembered()
    with transaction.atomic(savepoint=False):
        bringing_in.demand(actor=actor, at=at)
        deeds.lock(Document, brought.document)
        document = Document.objects.select_related("kind", "correspondent").get(pk=brought.document)
        if Resolution.objects.filter(document=document).exists():
            return None
        rules = regulation.rules_of(document.edition_id)
        if brought.due_on < brought.on:
            raise Refusal("", "Строк виконання не може бути раніший за день резолюції.")
        resolution = _write(document, brought, known)
        due = control_rules.brought_in_day(rules, brought.due_on, SAID)
        tasks = _give(resolution, brought, due, known)
        _open(resolution, tasks, at, known)
        if brought.is_on_control:
            watching.bring_in(actor=actor, at=at, resolution=resolution, due=due, rules=rules, set_at=resolution.at)
        _note(actor, at, resolution, tasks, brought, rules)
    return resolution


def _write(document: Document, brought: Brought, known: Remembered) -> Resolution:
    return Resolution.objects.create(
        document=document,
        author=known.post(brought.author),
        author_printed=known.signature(brought.author, brought.on),
        text=brought.text.strip(),
        at=moment(datetime.combine(brought.on, time(12))),
        on=brought.on,
    )


def _give(
    resolution: Resolution, brought: Brought, due: control_rules.DueDay, known: Remembered
) -> list[Task]:  # fmt: skip
    shares = {brought.main: Task.Part.MAIN}
    shares |= {post: Task.Part.CO for post in brought.helpers if post not in shares}
    shares |= {post: Task.Part.INFO for post in brought.informed if post not in shares}
    term = {"due_on": due.control_on, "due_clause": due.clause, "due_explanation": dict(due.explanation)}
    return Task.objects.bulk_create(
        Task(
            document=resolution.document, resolution=resolution, part=part, executor_id=post, giver=resolution.author,
            department_id=known.post(post).department_id, text=resolution.text, state=Task.State.TAKEN,
            given_at=resolution.at, taken_at=resolution.at, **({} if part == Task.Part.INFO else term),
        )
        for post, part in shares.items()
    )  # fmt: skip


def _open(resolution: Resolution, tasks: Sequence[Task], at: datetime, known: Remembered) -> None:
    """The author, the executors and their heads see the paper; one for official use the named alone (as `giving`)."""
    document = resolution.document
    is_named = document.is_restricted
    wanted = [("named" if is_named else "resolution", f"tasks.resolution:{resolution.pk}", resolution.author_id)]
    for task in tasks:
        source = f"tasks.task:{task.pk}"
        reason = "named" if is_named else "informed" if task.part == Task.Part.INFO else "executor"
        wanted.append((reason, source, task.executor_id))
        wanted += [] if is_named else [("head", source, head) for head in known.heads_of(task.executor_id)]
    grants.give_all(document=document, at=at, wanted=wanted)


def _note(
    actor: Actor, at: datetime, resolution: Resolution, tasks: Sequence[Task], brought: Brought, rules: Edition
) -> None:
    changed = brought.first_due_on is not None and brought.first_due_on != brought.due_on
    moved = f", спочатку {brought.first_due_on:%d.%m.%Y}" if changed else ""
    deeds.write(
        subject=resolution, document=resolution.document_id, actor=actor, at=at, code="tasks.brought_in",
        text=f"Із попередніх обліків: резолюція від {brought.on:%d.%m.%Y} ({resolution.author_printed}): "
        f"{resolution.text.rstrip('.')}. Строк {brought.due_on:%d.%m.%Y}{moved}",
        tasks=[task.pk for task in tasks], due_on=brought.due_on, first_due_on=brought.first_due_on,
    )  # fmt: skip

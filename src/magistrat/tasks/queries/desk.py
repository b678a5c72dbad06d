"""What waits for a person: the lines of «Мій стіл»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from magistrat.documents import queries as documents
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries.access import heavy, visible
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post, on_day
from magistrat.organisation.open_work import OpenWork
from magistrat.organisation.queries import structure as organisation
from magistrat.rules import words
from magistrat.tasks.models import Extension, Report, Review, Task
from magistrat.tasks.queries import late
from magistrat.tasks.queries.of_document import OPEN
from magistrat.ui import prepared

REPORTS = (
    "звіт про виконання чекає на розгляд", "звіти про виконання чекають на розгляд", "звітів про виконання чекають на розгляд",
)  # fmt: skip
RETURNED = (
    "повернуте завдання чекає на передання іншому", "повернуті завдання чекають на передання іншому",
    "повернутих завдань чекають на передання іншому",
)  # fmt: skip


def reviews_of(*, posts: Sequence[int], folder: str = "", limit: int = 50, after: int = 0) -> Sequence[Review]:
    """Papers on the desks of these posts, oldest first; one statement."""
    found = (
        _lying(posts)
        .filter(id__gt=after)
        .select_related("document", "document__kind", "document__correspondent", "leader")
    )
    return list((found.filter(folder=folder) if folder else found).order_by("id")[:limit])


def _lying(posts: Sequence[int]) -> QuerySet[Review]:
    """Papers on these desks; one whose registration has been annulled lies there no more.

    Nor does one for official use that none of these posts may open: it would stop all that wait behind it.
    """
    opened = Grant.objects.filter(document=OuterRef("document_id"), post__in=posts, until__isnull=True, opens=True)
    found = Review.objects.filter(leader_id__in=posts, done_at__isnull=True, document__state="registered")
    return found.filter(Q(document__is_restricted=False) | Exists(opened))


def folder_counts(*, posts: Sequence[int]) -> dict[str, int]:
    """How many papers lie in each folder; one statement."""
    return dict(_folder_counts(posts))


@prepared.prepared
def _folder_counts(posts: Sequence[int]) -> QuerySet[Review, Any]:
    return _lying(posts).values_list("folder").annotate(n=Count("id")).order_by()


FOLDERS: dict[str, str] = dict(Review.Folder.choices)


def tasks_at(*, posts: Sequence[int]) -> QuerySet[Task]:
    """Open tasks of these posts, for paging by `due_on, id`."""
    return _open().filter(executor_id__in=posts)


def review_of(*, posts: Sequence[int], document: int) -> Review | None:
    """The document's place on one of these desks; one statement."""
    found = _lying(posts).filter(document_id=document)
    return found.select_related("leader").order_by("id").first()


@prepared.prepared
def my_tasks(*, actor: Actor, limit: int = 50) -> QuerySet[Task]:
    """Open tasks of the actor's posts in the order in which to do them; one statement."""
    return _open().filter(executor_id__in=actor.line, state__in=[Task.State.GIVEN, Task.State.TAKEN])[:limit]


def seen(*, actor: Actor, ids: Sequence[int]) -> Sequence[Task]:
    """Those of the tasks whose documents the actor sees; one statement."""
    return list(_selected(Task.objects.filter(pk__in=ids, document__in=visible(actor).values("pk"))))


@prepared.prepared
def to_judge(*, actor: Actor, limit: int = 100) -> QuerySet[Task]:
    """Reports that wait for the actor: as main executor, as head, as author of the resolution; one statement.

    Each has `said`: the report's words.
    """
    return _to_judge(actor)[:limit]


def _to_judge(actor: Actor) -> QuerySet[Task]:
    posts = {*actor.line, *(post for post in (actor.post_id, actor.on_behalf) if post)}
    given = Report.objects.filter(task=OuterRef("pk"), is_interim=False, state=Report.State.GIVEN).order_by("-id")
    found = Task.objects.filter(judge_id__in=posts).annotate(said=Subquery(given.values("text")[:1]))
    return _selected(found)


@prepared.prepared
def returned_to(*, actor: Actor, limit: int = 50) -> QuerySet[Task]:
    """Tasks of the actor's resolutions that were returned as not the executor's and wait to be given anew; one statement."""
    return _returned_to(actor)[:limit]


def _returned_to(actor: Actor) -> QuerySet[Task]:
    posts = {*actor.line, *(post for post in (actor.post_id, actor.on_behalf) if post)}
    return _selected(returned(sorted(posts)))


def returned(posts: Sequence[int]) -> QuerySet[Task]:
    """Returned tasks given by these posts that still wait to be given anew."""
    found = Task.objects.filter(giver_id__in=posts, state=Task.State.RETURNED, resolution__cancelled_at__isnull=True)
    # Rows from before what is returned ended with the paper.
    is_on = Q(document__control__off_at__isnull=True) | Q(document__control__off_at__lt=F("given_at"))
    return found.filter(is_on, document__state=Document.State.REGISTERED, document__filed_on__isnull=True)


@prepared.prepared
def asked_of_others(*, actor: Actor, limit: int = 50) -> QuerySet[Task]:
    """Open tasks given by the actor's own resolutions; one statement."""
    return _asked_of_others(actor)[:limit]


def _asked_of_others(actor: Actor) -> QuerySet[Task]:
    givers = {post for post in (actor.post_id, actor.on_behalf) if post}
    return _open().filter(giver_id__in=givers, part=Task.Part.MAIN)


OWN, TO_JUDGE, RETURNED_TO, ASKED = "", "zvity", "povernuto", "doruchene"
SECTIONS: dict[str, Callable[[Actor], QuerySet[Task]]] = {
    OWN: lambda actor: tasks_at(posts=actor.line),
    TO_JUDGE: _to_judge,
    RETURNED_TO: _returned_to,
    ASKED: _asked_of_others,
}


def section(*, actor: Actor, name: str) -> QuerySet[Task]:
    """A part of «Мої завдання», for paging by `due_on, id`; :param name: a key of `SECTIONS`."""
    return SECTIONS[name](actor)


@prepared.count
def section_count(*, actor: Actor, name: str) -> QuerySet[Task]:
    """How many tasks there are in the part; one statement."""
    return SECTIONS[name](actor)


@prepared.prepared
def extensions_waiting(*, actor: Actor, changes_terms: bool = True, limit: int = 50) -> QuerySet[Extension]:
    """The first of `extensions_asked`; one statement."""
    return extensions_asked(actor=actor, changes_terms=changes_terms)[:limit]


def extensions_asked(*, actor: Actor, changes_terms: bool = True) -> QuerySet[Extension]:
    """Requests to change a term that wait for a decision on papers that the actor may see, for paging by `id`.

    Of parts of tasks those that he gave. What was returned has no term to change until it is given anew.

    :param changes_terms: whether he has the right `control.extend`: then also all other requests, and of a part the one that
        was passed on to him because nobody fills the post that gave it.
    """
    asked = Extension.objects.filter(state=Extension.State.ASKED, task__state__in=OPEN)
    names = [post for post in (actor.post_id, actor.acting_for, actor.on_behalf) if post]
    wanted = Q(task__parent__isnull=False, task__giver__in=names)
    if changes_terms:
        source = Concat(Value(f"{Extension._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
        passed_on = Exists(Grant.objects.filter(source=source, post__in=names))
        wanted = wanted | Q(task__parent__isnull=True) | Q(passed_on)
    found = asked.filter(wanted, task__document__in=documents.visible(actor))
    found = found.select_related("task__document__correspondent", "task__executor", "task__giver")
    return found.defer(*heavy("task__document")).order_by("id")


def people_of(*, posts: Sequence[int], on: date) -> list[Post]:
    """Posts whose head is one of these, with `holding`, by department and rank; three statements.

    Each says in `leads` whether it has people of its own.
    """
    led = Post.objects.filter(on_day(on), head=OuterRef("pk"))
    found = Post.objects.filter(on_day(on), head__in=posts).select_related("department").annotate(leads=Exists(led))
    return organisation.with_people(found.order_by("department__index", "rank", "title", "id"), on)


def load_of(*, posts: Sequence[int], on: date) -> dict[int, dict[str, int]]:
    """Open, overdue and today's tasks of each post; one statement."""
    rows = (
        Task.objects.filter(executor_id__in=posts, state__in=OPEN)
        .values("executor_id")
        .annotate(open=Count("id"), overdue=Count("id", filter=late.tasks(on)), today=Count("id", filter=Q(due_on=on)))
        .order_by()
    )
    return {row["executor_id"]: {key: row[key] for key in ("open", "overdue", "today")} for row in rows}


def open_work(posts: Sequence[int], on: date) -> list[OpenWork]:
    """What is open at the posts and what others wait for there, to warn of before a leave; four statements."""
    open_tasks = Task.objects.filter(executor_id__in=posts, state__in=[Task.State.GIVEN, Task.State.TAKEN]).exclude(
        part=Task.Part.INFO
    )
    figures = open_tasks.aggregate(all=Count("id"), late=Count("id", filter=late.tasks(on)))
    lying = _lying(posts).count()
    missed = f", з них прострочено {figures['late']}" if figures["late"] else ""
    unfinished = words.plural(figures["all"], "незавершене завдання", "незавершені завдання", "незавершених завдань")
    tasks_title = f"{figures['all']} {unfinished}{missed}"
    papers_title = (
        f"{lying} {words.plural(lying, 'документ чекає', 'документи чекають', 'документів чекають')} на розгляд"
    )
    return [
        OpenWork(figures["all"], tasks_title, "/zavdannia/"),
        OpenWork(lying, papers_title, "/zavdannia/rozhliad/"),
        _awaited(Task.objects.filter(judge_id__in=posts), REPORTS, TO_JUDGE),
        _awaited(returned(posts), RETURNED, RETURNED_TO),
    ]


def _awaited(found: QuerySet[Task], forms: tuple[str, str, str], name: str) -> OpenWork:
    count = found.count()
    return OpenWork(count, f"{count} {words.plural(count, *forms)}", f"/zavdannia/?rozdil={name}")


def open_due(*, until: date) -> Sequence[Task]:
    """Tasks not yet reported whose term comes by the day; one statement."""
    return list(
        Task.objects.filter(state__in=[Task.State.GIVEN, Task.State.TAKEN], due_on__lte=until)
        .select_related("document", "executor")
        .order_by("due_on", "id")
    )


def _open() -> QuerySet[Task]:
    return _selected(Task.objects.filter(state__in=OPEN))


def _selected(found: QuerySet[Task]) -> QuerySet[Task]:
    # Each further table doubles the time that the server thinks about the order of joining them.
    found = found.select_related("document__correspondent", "executor", "giver").defer(*heavy("document"))
    return found.order_by(F("due_on").asc(nulls_last=True), "id")

"""The recorded deeds of a past period judged by another edition: read in batches, four statements each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from magistrat.approvals.models import Approval
from magistrat.documents.models import Document
from magistrat.regulation import queries as regulation
from magistrat.rules.control import Paper
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local
from magistrat.rules.replay import Replay
from magistrat.rules.replay_facts import Asked, Deed, Outcome, Tally, Work
from magistrat.tasks.models import Extension, Task

BATCH = 500
# What a task was not meant to be executed by.
NOT_COUNTED = (Task.State.RETURNED, Task.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Touched:
    """A document with which something would have been otherwise."""

    document: Document
    outcomes: tuple[Outcome, ...]


def replay(other: Edition, *, since: date, until: date, on: date, tally: Tally) -> Iterator[Touched]:
    """Documents registered from `since` to `until` (both included) that the other edition touches, in order of their days.

    `tally` counts all that were looked at as they are read; memory does not grow with the period, and each batch of
    five hundred documents costs four statements.
    """
    judge = Judge(other, on)
    last = None
    while batch := documents_after(since, until, last):
        yield from judge.touched(batch, tally)
        last = batch[-1].listed_on, batch[-1].pk


class Judge:
    """Judges documents by another edition beside that of their own day."""

    def __init__(self, other: Edition, on: date) -> None:
        """Judge by `other`; `on` is the day from which open tasks are looked at."""
        self._replay = Replay(other, regulation.work_calendar(), regulation.laws(), on)
        self._own: dict[int, Edition] = {}

    def touched(self, batch: Sequence[Document], tally: Tally) -> Iterator[Touched]:
        """Those of the documents with which something would have been otherwise; three statements."""
        ids = [one.pk for one in batch]
        works, approved = _works(ids), _approved(ids)
        for document in batch:
            own = self._edition(document.edition_id)
            deed = _deed(document, works.get(document.pk, ()), *approved.get(document.pk, ("", ())))
            outcomes = self._replay.outcomes(deed, own)
            tally.add(deed, outcomes)
            if outcomes:
                yield Touched(document, tuple(outcomes))

    def _edition(self, edition_id: int) -> Edition:
        if edition_id not in self._own:
            self._own[edition_id] = regulation.rules_of(edition_id)
        return self._own[edition_id]


def documents_between(since: date, until: date) -> int:
    """How many documents a replay of the period would look at; one statement."""
    return Document.objects.filter(state="registered", registered_on__range=(since, until)).count()


def documents_after(since: date, until: date, last: tuple[date, int] | None) -> list[Document]:
    """The next registered documents of the period, at most `BATCH`, after the day and id of the last one; one statement."""
    # `listed_on` is the day of registration once a document is registered, and the lists' index is by it.
    after = Q() if last is None else Q(listed_on__gt=last[0]) | Q(listed_on=last[0], id__gt=last[1])
    return list(
        Document.objects.filter(after, state="registered", listed_on__range=(since, until))
        .select_related("kind", "correspondent")
        .only(
            "id", "kind__key", "correspondent__kind", "direction", "state", "listed_on", "registered_on", "registered_at",
            "arrived_at", "is_urgent", "stated_due_on", "edition_id", "index", "summary",
        )
        .order_by("listed_on", "id")[:BATCH]
    )  # fmt: skip


def _approved(documents: Sequence[int]) -> dict[int, tuple[str, Sequence[str]]]:
    """The route and the flags by which each document was approved; one statement."""
    rows = Approval.objects.filter(document__in=documents).values_list("document", "kind", "flags")
    return {document: (kind, flags) for document, kind, flags in rows}


def _works(documents: Sequence[int]) -> dict[int, tuple[Work, ...]]:
    """The tasks with a term of each document, with the requests to change it; two statements."""
    tasks = list(
        Task.objects.filter(document__in=documents, due_on__isnull=False)
        .exclude(state__in=NOT_COUNTED)
        .exclude(part=Task.Part.INFO)
        .select_related("giver")
        .only("id", "document_id", "due_on", "due_clause", "done_on", "state", "part", "parent_id", "giver__roles")
        .order_by("document_id", "id")
    )
    asked: dict[int, list[Extension]] = {}
    for one in Extension.objects.filter(task__in=[task.pk for task in tasks]).order_by("id"):
        asked.setdefault(one.task_id, []).append(one)
    return {
        document: tuple(_work(task, asked.get(task.pk, [])) for task in members)
        for document, members in groupby(tasks, key=lambda task: task.document_id)
    }


def _work(task: Task, asked: list[Extension]) -> Work:
    moved = [one for one in asked if one.state == Extension.State.GRANTED]
    assert task.due_on is not None
    return Work(
        due=moved[0].old_due_on if moved else task.due_on,
        # The clause of a moved term is that of the moving; the first one is no longer told.
        clause="" if moved else task.due_clause,
        is_moved=bool(moved),
        done=task.done_on,
        author_roles=frozenset(task.giver.roles),
        # Neither what a leader changed of his own accord nor the inner term of a part has a last day to ask (DR 8.10).
        asked=tuple(Asked(one.asked_on, one.old_due_on) for one in asked if not (one.is_unasked or task.parent_id)),
    )


def _deed(document: Document, works: tuple[Work, ...], route: str, flags: Sequence[str]) -> Deed:
    assert document.registered_on is not None
    paper = Paper(
        kind=document.kind.key,
        arrived=local(document.arrived_at) if document.arrived_at else None,
        registered=document.registered_on,
        is_urgent=document.is_urgent,
        stated_due=document.stated_due_on,
    )
    return Deed(
        paper=paper,
        registered_at=local(document.registered_at) if document.registered_at else None,
        is_incoming=document.is_incoming,
        is_own_draft=not document.is_incoming,
        sender=document.correspondent.kind if document.correspondent else "",
        works=works,
        route=route,
        flags=frozenset(flags),
    )

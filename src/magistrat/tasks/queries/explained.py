"""Missed terms as control looks after their written explanations: still missing, and given (KR 8.20.9; DR 8.14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.tasks.models import Explanation, Task
from magistrat.tasks.queries import awaited

MISSING, GIVEN = "missing", "given"


@dataclass(frozen=True)
class Wanted:
    """What of the explanations is looked for; empty means all.

    :param state: `MISSING` or `GIVEN`; one whose final day has passed is missing again and stays given.
    :param department: that executes; :param owes: the post that explains.
    :param since: terms from this day; `until` up to it (both inclusive).
    """

    state: str = MISSING
    department: int | None = None
    owes: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """A task with who explains its term and by which clause ("" where none asks it, though an explanation was given).

    :param is_seen: whether the person may open the document; of others the list tells no words.
    """

    task: Task
    owes: Post
    clause: str
    is_seen: bool

    @property
    def given(self) -> Sequence[Explanation]:
        """Its explanations, the first one first."""
        return list(self.task.explanations.all())

    @property
    def is_final_day_passed(self) -> bool:
        """Whether, still missing, it was explained before: until a final day; what explained an earlier term does not count."""
        due_on = self.task.due_on
        return due_on is not None and any(local_date(one.at) > due_on for one in self.given)


def tasks_of(*, on: date, wanted: Wanted) -> QuerySet[Task]:
    """The tasks of all documents, whoever may open these; one statement, and one for their explanations."""
    entries = _entries()
    if wanted.state == GIVEN:
        found = Task.objects.filter(Exists(Explanation.objects.filter(task=OuterRef("pk"))))
    else:
        found = awaited.unexplained(on).filter(_asked(entries))
    named = {"department": wanted.department, "due_on__gte": wanted.since, "due_on__lte": wanted.until}
    found = found.filter(**{name: value for name, value in named.items() if value is not None})
    if wanted.owes is not None:
        found = found.filter(_owed_by(wanted.owes, entries))
    given = Prefetch("explanations", Explanation.objects.order_by("id"))
    found = awaited.with_owing(found).select_related("document__kind", "department").prefetch_related(given)
    return found.defer(*access.heavy("document"))


def lines(*, actor: Actor, tasks: Iterable[Task]) -> list[Line]:
    """The tasks as lines of the list; one statement."""
    found, entries = list(tasks), _entries()
    seen = access.seen_of(actor, [task.document_id for task in found])
    return [_line(task, entries.get(task.document.edition_id), task.document_id in seen) for task in found]


def _line(task: Task, entry: Entry | None, is_seen: bool) -> Line:
    if entry is None or not control_rules.is_explained(entry, task.document.kind.key):
        return Line(task, task.executor, "", is_seen)
    return Line(task, awaited.owes(task, entry), entry.clause, is_seen)


def _entries() -> dict[int, Entry]:
    """What each adopted edition asks of missed terms; an edition that asks nothing is not among them."""
    found = {edition: regulation.rules_of(edition).get("missed_deadline") for edition in regulation.edition_ids()}
    return {edition: entry for edition, entry in found.items() if entry is not None}


def _asked(entries: dict[int, Entry], *, by_heads: bool = False) -> Q:
    """Of which documents an explanation is asked, by the edition in which each one's way began.

    :param by_heads: only those of which heads of bodies explain (KR 8.20.9).
    """
    found = Q(pk__in=[])
    for edition, entry in entries.items():
        if by_heads and not control_rules.explained_by_head(entry):
            continue
        kinds = entry.values.get("kinds", ())
        found |= Q(document__edition=edition) & (Q(document__kind__key__in=kinds) if kinds else Q())
    return found


def _owed_by(post: int, entries: dict[int, Entry]) -> Q:
    """`awaited.owes` as a condition."""
    led = Q(executor__is_department_head=False, executor__head__is_department_head=True)
    by_head = _asked(entries, by_heads=True) & led & awaited.HEAD_READS
    return (by_head & Q(executor__head=post)) | (~by_head & Q(executor=post))

"""What clauses ask of executors besides the work: a missed term explained in writing, information before the term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from magistrat.documents.models import Grant
from magistrat.documents.queries.access import heavy
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.tasks.models import Control, Explanation, Extension, Report, Task
from magistrat.tasks.queries.of_document import IN_WORK, OPEN
from magistrat.ui import prepared

Asked = tuple[Task, Entry]
# Nobody explains what he may not read: of a paper for official use the executor answers for himself while the head of his
# body is not admitted to it by name.
HEAD_READS = Q(document__is_restricted=False) | Q(
    Exists(
        Grant.objects.filter(
            document=OuterRef("document"), post=OuterRef("executor__head"), until__isnull=True, opens=True
        )
    )
)


def explanations_of(*, actor: Actor, on: date, limit: int = 50) -> list[Asked]:
    """Missed terms that wait for the actor's written explanation, each with the clause that asks it; one statement, two where
    there are any.

    KR 8.20.9: of the head of the body, until it is given; DR 8.14: of the executor. None in a city without such a clause.
    """
    entry = regulation.rules_on(on).get("missed_deadline")
    if entry is None:
        return []
    kinds = tuple(entry.values.get("kinds", ()))
    edition = regulation.edition_id_on(on) if kinds else None
    found = _unexplained_of(
        actor=actor, on=on, by_heads=control_rules.explained_by_head(entry), kinds=kinds, edition=edition, limit=limit
    )
    # Most have none: to join what a line prints at once would take longer to plan than the rest takes to carry out.
    late = [task.pk for task in found]
    return _asked_to_explain(_with_lines(tuple(late))) if late else []


def explanations(*, on: date) -> list[tuple[Task, Entry, int]]:
    """All missed terms that wait for an explanation, each with how many its task has had; one statement.

    The task comes as `owes` reads it.
    """
    given = Explanation.objects.filter(task=OuterRef("pk")).order_by().values("task").annotate(n=Count("pk"))
    found = unexplained(on).annotate(told=Coalesce(Subquery(given.values("n")), 0))
    asked = _asked_to_explain(with_owing(found).select_related("document__kind"))
    return [(task, entry, task.told) for task, entry in asked]


def with_owing(found: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks with what `owes` reads of them."""
    return found.select_related("executor__head").annotate(head_reads=ExpressionWrapper(HEAD_READS, BooleanField()))


def owes(task: Task, entry: Entry) -> Post:
    """Who explains the missed term: the head of the executor's body where the clause asks him (KR 8.20.9), else the executor.

    Above a leader stands no head of a body: he explains himself; so does whose head may not read the paper.

    :param task: from `with_owing`.
    """
    executor, head = task.executor, task.executor.head
    if head is None or executor.is_department_head or not head.is_department_head or not task.head_reads:
        return executor
    return head if control_rules.explained_by_head(entry) else executor


def _asked_to_explain(found: Sequence[Task] | QuerySet[Task]) -> list[Asked]:
    asked = [(task, regulation.rules_of(task.document.edition_id).get("missed_deadline")) for task in found]
    return [
        (task, entry) for task, entry in asked if entry and control_rules.is_explained(entry, task.document.kind.key)
    ]


@prepared.prepared
def _unexplained_of(
    *, actor: Actor, on: date, by_heads: bool, kinds: tuple[str, ...], edition: int | None, limit: int
) -> QuerySet[Task]:
    whose = Q(executor_id__in=actor.line)
    if by_heads:
        whose |= Q(executor__head_id__in=actor.line, executor__head__is_department_head=True) & HEAD_READS
    if kinds:
        # What began by another edition is judged by that edition's own words afterwards.
        whose &= Q(document__kind__key__in=kinds) | ~Q(document__edition=edition)
    return unexplained(on).filter(whose).only("pk")[:limit]


@prepared.prepared
def _with_lines(tasks: Sequence[int]) -> QuerySet[Task]:
    found = Task.objects.filter(pk__in=tasks).select_related("document__kind", "executor", "giver")
    return found.defer(*heavy("document")).order_by("due_on", "id")


def unexplained(on: date) -> QuerySet[Task]:
    """Open main tasks of what is on control, late, without a report given in time or an explanation that still holds."""
    told = Explanation.objects.filter(task=OuterRef("pk"), at__date__gt=OuterRef("due_on"))
    told = told.filter(Q(final_on__isnull=True) | Q(final_on__gte=on))
    in_time = Report.objects.filter(
        task=OuterRef("pk"), is_interim=False, state=Report.State.GIVEN, on__lte=OuterRef("due_on")
    )
    found = _watched().filter(~Exists(told), ~Exists(in_time), state__in=OPEN, due_on__lt=on)
    return found.order_by("due_on", "id")


def _watched() -> QuerySet[Task]:
    on_control = Control.objects.filter(document=OuterRef("document")).exclude(state=Control.State.OFF)
    found = Task.objects.filter(Exists(on_control), part=Task.Part.MAIN, parent__isnull=True)
    return found.exclude(control_point__state=Control.State.OFF)


def progress_of(*, actor: Actor, on: date, until: date, limit: int = 50) -> list[tuple[Task, Entry, date]]:
    """Controlled work of the actor on whose progress a clause asks information before the term (DR 8.14); one statement.

    Each with the clause and the last day of the information, for terms up to `until`; what has been told for this term is
    not asked again, nor what has been given or extended only after that day. None in a city without such a clause.
    """
    if regulation.rules_on(on).get("progress_information") is None:
        return []
    return list(islice(_asked_to_tell(_untold_of(actor=actor, on=on, until=until)), limit))


def progress(*, on: date, until: date) -> list[tuple[Task, Entry, date]]:
    """The same for all executors; one statement."""
    return list(_asked_to_tell(_untold(on, until).select_related("document", "executor")))


def _asked_to_tell(found: Sequence[Task] | QuerySet[Task]) -> Iterator[tuple[Task, Entry, date]]:
    calendar = regulation.work_calendar()
    for task in found:
        entry = regulation.rules_of(task.document.edition_id).get("progress_information")
        if entry is not None and entry.term is not None and task.due_on is not None:
            last = control_rules.ahead(entry, calendar, task.due_on)
            if last >= local_date(task.set_at):
                yield task, entry, last


@prepared.prepared
def _untold_of(*, actor: Actor, on: date, until: date) -> QuerySet[Task]:
    found = _untold(on, until).filter(executor_id__in=actor.line).select_related("document", "executor", "giver")
    return found.defer(*heavy("document"))


def _untold(on: date, until: date) -> QuerySet[Task]:
    granted = Extension.objects.filter(task=OuterRef("pk"), state=Extension.State.GRANTED).order_by("-id")
    told = Report.objects.filter(task=OuterRef("pk"), is_interim=True, period="", at__gte=OuterRef("set_at"))
    # Told by a letter whose registration was annulled, nothing was told.
    told = told.exclude(state=Report.State.SENT_BACK)
    found = _watched().annotate(set_at=Coalesce(Subquery(granted.values("decided_at")[:1]), F("given_at")))
    found = found.filter(~Exists(told), state__in=IN_WORK, due_on__gte=on, due_on__lte=until)
    return found.order_by("due_on", "id")

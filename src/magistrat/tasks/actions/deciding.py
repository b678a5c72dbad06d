"""What waits for a word reaches whoever says it now: who decided on it may have left since (KR 8.13, 8.15; DR 8.10, 9.7, 10.22)."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from magistrat.documents.models import Document, Grant
from magistrat.documents.queries.access import heavy
from magistrat.journal import queries as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, extensions, removal, vacated
from magistrat.tasks.models import Control, ControlPoint, Extension, Task

Case = Control | ControlPoint | Extension
Waiting = tuple[Case, Document, Post | None]
TOLD = ("tasks.case_submitted", "tasks.point_submitted", "tasks.decider_changed")
EXCLUDED = "documents.excluded"


def pass_on(*, at: datetime, actor: Actor = SYSTEM) -> int:
    """Let those who decide now see what was submitted, asked, reported or returned before, and tell them; how many there were.

    Repeatable: who was told since it was submitted is not told anew, nor is it opened to one excluded from it by name.
    """
    cases = [*_submitted(), *_asked()]
    known = _known(cases)
    # Cases mostly have one of a few authors: who decides is asked of each once.
    decider = functools.cache(functools.partial(_decider, local_date(at)))
    passed = 0
    for case, document, author in cases:
        leader = decider(type(case), author, document.edition_id, document.kind.key, is_part=_is_part(case))
        if leader is None or leader == author:
            continue
        if (deeds.source_of(case), leader.pk) in known:
            continue
        passed += _pass_on(case, document.pk, author, at=at, actor=actor)
    return passed + vacated.pass_on(at=at, actor=actor)


def _known(cases: Sequence[Waiting]) -> set[tuple[str, object]]:
    """Cases with those whom nobody tells of them: told since they were submitted, or excluded by name; two statements.

    A request is asked once, so that whoever sees the document for it was told.
    """
    since = {deeds.source_of(case): _told(case)[1] for case, _, _ in cases}
    entries = journal.deeds_on(documents=[document.pk for _, document, _ in cases], codes=(*TOLD, EXCLUDED))
    told = {
        (source, entry.payload.get("leader"))
        for entry in entries
        if (begun := since.get(source := f"{entry.subject_kind}:{entry.subject}")) is not None and entry.at >= begun
    }
    excluded = [entry.subject for entry in entries if entry.code == EXCLUDED]
    is_known = Q(pk__in=excluded, until__isnull=False) | Q(source__startswith=f"{Extension._meta.label_lower}:")
    given = Grant.objects.filter(is_known, source__in=since, post__isnull=False)
    return told | set(given.values_list("source", "post_id"))


def _submitted() -> Iterator[Waiting]:
    """What waits for a leader's word, its document and the author of its resolution; two statements."""
    controls = Control.objects.filter(state=Control.State.SUBMITTED).select_related("document__kind", "leader")
    for control in controls.defer(*heavy("document")).order_by("id"):
        yield control, control.document, control.leader
    points = ControlPoint.objects.filter(state=Control.State.SUBMITTED)
    points = points.select_related("control__document__kind", "task__giver").defer(*heavy("control__document"))
    for point in points.order_by("id"):
        yield point, point.control.document, point.task.giver


def _asked() -> Iterator[Waiting]:
    """The same of requests for another term; one statement."""
    asked = Extension.objects.filter(state=Extension.State.ASKED, task__state__in=deeds.OPEN)
    asked = asked.select_related("task__document__kind", "task__giver").defer(*heavy("task__document"))
    for one in asked.order_by("id"):
        yield one, one.task.document, one.task.giver


def _is_part(case: Case) -> bool:
    return isinstance(case, Extension) and case.task.parent_id is not None


def _decider(on: date, what: type[Case], author: Post | None, edition: int, kind: str, *, is_part: bool) -> Post | None:
    rules = regulation.rules_of(edition)
    if what is Extension:
        return tasks.changes_terms(author=author, rules=rules, on=on, is_part=is_part) if author else None
    return tasks.decider_of(author=author, rules=rules, kind=kind, on=on)


def _pass_on(case: Case, document: int, author: Post | None, *, at: datetime, actor: Actor) -> bool:
    """Whether the case has been passed on: it may have been decided meanwhile."""
    with transaction.atomic():
        found = deeds.locked_document(actor=actor, document=document)
        if isinstance(case, Extension):
            deeds.lock(Task, case.task_id)
        if not type(case)._default_manager.filter(pk=case.pk, state=case.state).exists():
            return False
        leader, clause = _open(case, found, author, at)
        what, since, said = _told(case)
        deeds.write(
            subject=case, document=document, actor=actor, at=at, code="tasks.decider_changed", clause=clause,
            text=f"{what} розглядатиме інша посадова особа: {Post.objects.get(pk=leader).title}", leader=leader,
        )  # fmt: skip
        deeds.tell(
            document=found, post=leader, at=at, key=f"tasks.decider_changed:{deeds.source_of(case)}:{since}",
            subject=f"{what[0].lower()}{what[1:]} передано Вам на розгляд", body=said,
        )  # fmt: skip
    return True


def _open(case: Case, document: Document, author: Post | None, at: datetime) -> tuple[int | None, str]:
    """Who decides on it, who sees the document from now on, and by which clause."""
    rules = regulation.rules_of(document.edition_id)
    if isinstance(case, Extension):
        return extensions.decides(document=document, asked=case, rules=rules, at=at), case.clause
    leader = removal.decides(document=document, author=author, rules=rules, at=at, source=case)
    return leader, control_rules.removal_clause(rules, document.kind.key)


def _told(case: Case) -> tuple[str, datetime | None, str]:
    """What it is, since when it waits, and the words with which it came."""
    if isinstance(case, Extension):
        return "Прохання продовжити строк", case.asked_at, case.reason
    what = f"Пункт {case.number}" if isinstance(case, ControlPoint) else "Справу про виконання"
    return what, case.submitted_at, case.submitted_note

"""What has been submitted reaches whoever decides on it now: its author's post may be vacant since (KR 8.15; DR 9.7, 10.22)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from magistrat.documents.models import Document, Grant
from magistrat.documents.queries.access import heavy
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, removal
from magistrat.tasks.models import Control, ControlPoint

Case = Control | ControlPoint


def pass_on(*, at: datetime, actor: Actor = SYSTEM) -> int:
    """Let those who decide now in an author's place see what was submitted before, and tell them; how many cases.

    Repeatable: whom a case has been opened to once it is not opened to anew, be he excluded from it by name.
    """
    cases = list(_submitted())
    given = Grant.objects.filter(source__in=[removal.source_of(case) for case, _, _ in cases], post__isnull=False)
    known = set(given.values_list("source", "post_id", "reason"))
    # Cases mostly have one of a few authors: who decides is asked of each once.
    decider = functools.cache(
        lambda author, edition, kind: tasks.decider_of(
            author=author, rules=regulation.rules_of(edition), kind=kind, on=local_date(at)
        )
    )
    passed = 0
    for case, document, author in cases:
        leader = decider(author, document.edition_id, document.kind.key)
        if leader is None or leader == author:
            continue
        if (removal.source_of(case), leader.pk, removal.reason_for(document)) in known:
            continue
        passed += _pass_on(case, document.pk, author, at=at, actor=actor)
    return passed


def _submitted() -> Iterator[tuple[Case, Document, Post | None]]:
    """What waits for a leader's word, its document and the author of its resolution; two statements."""
    controls = Control.objects.filter(state=Control.State.SUBMITTED).select_related("document__kind", "leader")
    for control in controls.defer(*heavy("document")).order_by("id"):
        yield control, control.document, control.leader
    points = ControlPoint.objects.filter(state=Control.State.SUBMITTED)
    points = points.select_related("control__document__kind", "task__giver").defer(*heavy("control__document"))
    for point in points.order_by("id"):
        yield point, point.control.document, point.task.giver


def _pass_on(case: Case, document: int, author: Post | None, *, at: datetime, actor: Actor) -> bool:
    """Whether the case has been passed on: it may have been decided meanwhile."""
    with transaction.atomic():
        found = deeds.locked_document(actor=actor, document=document)
        if not type(case)._default_manager.filter(pk=case.pk, state=Control.State.SUBMITTED).exists():
            return False
        rules = regulation.rules_of(found.edition_id)
        leader = removal.decides(document=found, author=author, rules=rules, at=at, source=case)
        what = f"Пункт {case.number}" if isinstance(case, ControlPoint) else "Справу про виконання"
        deeds.write(
            subject=case, document=document, actor=actor, at=at, code="tasks.decider_changed",
            clause=control_rules.removal_clause(rules, found.kind.key),
            text=f"{what} розглядатиме інша посадова особа: {Post.objects.get(pk=leader).title}", leader=leader,
        )  # fmt: skip
        deeds.tell(
            document=found, post=leader, at=at, key=f"tasks.decider_changed:{removal.source_of(case)}:{case.submitted_at}",
            subject=f"{what.lower()} передано Вам на розгляд", body=case.submitted_note,
        )  # fmt: skip
    return True

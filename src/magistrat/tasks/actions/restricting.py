"""Who keeps seeing a paper that has become one for official use: with whom it lies now, as if it had been one all along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import supplements as of_number
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import deeds, supplements
from magistrat.tasks.models import Control, ControlPoint, Extension, Review, Task

Holder = tuple[str, int]


def open_by_name(*, document: Document, rules: Edition, at: datetime) -> None:
    """Admit by name those on whose desks the paper lies; part of the correction of its card.

    Leaders who decide on it or were passed it to know, authors of its resolutions and who came into their place, executors
    of open tasks, who judges their reports, who decides on a request for another term, who writes off the submitted case; of
    a supplement those of the first paper, where that is for official use too. Each keeps it as long as the deed that laid it
    there gives cause.
    """
    on = local_date(at)
    holders = (
        *_reading(document), *_working(document), *_asked(document, rules, on), *_deciding(document, rules, on),
        *_of_first(document),
    )  # fmt: skip
    wanted = [(Grant.Reason.NAMED.value, source, post) for source, post in holders]
    grants.give_all(document=document, at=at, wanted=wanted)


def _reading(document: Document) -> Iterator[Holder]:
    held = Grant.objects.filter(document=document, until__isnull=True, source__startswith="tasks.review:")
    passed = set(held.values_list("source", flat=True))
    for review in Review.objects.filter(document=document, done_at__isnull=True).order_by("id"):
        source = f"tasks.review:{review.pk}"
        # Whom the regulation lets know beforehand does not get to know what is for official use (DR 10.11).
        if review.folder != Review.Folder.INFO or source in passed:
            yield source, review.leader_id


def _working(document: Document) -> Iterator[Holder]:
    for resolution in tasks.standing(document=document).order_by("id"):
        yield f"tasks.resolution:{resolution.pk}", resolution.author_id
    found = Task.objects.filter(document=document, state__in=deeds.UNENDED).select_related("resolution")
    for task in found.order_by("id"):
        if task.state in deeds.OPEN:
            yield f"tasks.task:{task.pk}", task.executor_id
        if task.judge_id is not None:
            yield f"tasks.judge:{task.pk}", task.judge_id
        # Who came into the author's place gives a returned task anew, and judges it then.
        if task.giver_id != task.resolution.author_id:
            yield f"tasks.judge:{task.pk}", task.giver_id


def _of_first(document: Document) -> Iterator[Holder]:
    """To whom a supplement comes by the resolutions on the first paper (DR 10.9, 10.10)."""
    first = of_number.first_of(document)
    if first is None or not first.is_restricted:
        return
    for leader in supplements.desks_of(document=document, first=first, addressee=document.addressee_id):
        yield f"documents.document:{document.pk}", leader
    for task in Task.objects.filter(document=first, state__in=deeds.OPEN).order_by("id"):
        yield f"tasks.task:{task.pk}", task.executor_id


def _asked(document: Document, rules: Edition, on: date) -> Iterator[Holder]:
    asked = Extension.objects.filter(task__document=document, state=Extension.State.ASKED).select_related("task__giver")
    for one in asked.order_by("id"):
        yield deeds.source_of(one), tasks.changes_terms(author=one.task.giver, rules=rules, on=on).pk


def _deciding(document: Document, rules: Edition, on: date) -> list[Holder]:
    submitted = Control.State.SUBMITTED
    controls = Control.objects.filter(document=document, state=submitted).select_related("leader")
    points = ControlPoint.objects.filter(control__document=document, state=submitted).select_related("task__giver")
    cases = [(one, one.leader) for one in controls] + [(one, one.task.giver) for one in points.order_by("id")]
    return [
        (deeds.source_of(case), decider.pk)
        for case, author in cases
        if (decider := tasks.decider_of(author=author, rules=rules, kind=document.kind.key, on=on))
    ]

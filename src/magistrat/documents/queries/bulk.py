"""Runs of deeds for many, and the documents that were chosen for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from magistrat.documents.bulk import Named
from magistrat.documents.models import BulkLine, BulkRun, Document
from magistrat.documents.queries import lists
from magistrat.documents.queries.access import not_yours, visible
from magistrat.journal.actor import Actor

State = BulkLine.State


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    done: int
    refused: int
    waiting: int

    @property
    def through(self) -> int:
        """How many have been looked at."""
        return self.done + self.refused


def own(*, actor: Actor, run_id: int) -> BulkRun:
    """A run of the person; one statement.

    :raises Refusal: when there is none or it is another's.
    """
    found = BulkRun.objects.filter(pk=run_id, person=actor.person_id).first()
    if found is None:
        raise not_yours("перелік наслідків")
    return found


def progress(run: BulkRun) -> Progress:
    """Counts of its lines; one statement."""
    return Progress(
        **run.lines.aggregate(
            done=Count("pk", filter=Q(state=State.DONE)),
            refused=Count("pk", filter=Q(state=State.REFUSED)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
        )
    )


def lines(run: BulkRun) -> Sequence[BulkLine]:
    """Refused ones first, then the rest in order; one statement."""
    found = list(run.lines.order_by("position"))
    return sorted(found, key=lambda line: (line.state != State.REFUSED, line.position))


def undone_by(run: BulkRun) -> BulkRun | None:
    """The run that took this one back; one statement."""
    return BulkRun.objects.filter(undoes=run).first()


def named(actor: Actor, ids: Sequence[int]) -> Mapping[int, Named]:
    """Names of the documents that the actor sees; one statement."""
    found = visible(actor).filter(pk__in=ids).select_related("correspondent").defer("lemmas", "search_text")
    return {
        one.pk: Named(
            title=one.index or "без індексу",
            about=" · ".join(
                part for part in (one.correspondent.name if one.correspondent else "", one.summary) if part
            ),
            url=f"/dokumenty/{one.pk}/",
        )
        for one in found
    }


def chosen(*, actor: Actor, ids: Sequence[int], on: date) -> list[Document]:
    """The chosen documents that the actor sees, in the order of choice, with what a list's line prints."""
    found = lists.for_lines(visible(actor).filter(pk__in=ids))
    place = {one: number for number, one in enumerate(ids)}
    rows = sorted(found, key=lambda row: place[row.pk])
    lists.complete_lines(rows, on)
    return rows

"""Replays that were asked for: how far each has come, what it has found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from magistrat.amendments.models import ReplayedDocument, ReplayRun


def replay_runs(draft_id: int) -> Sequence[ReplayRun]:
    """The replays of a draft, newest first; one statement."""
    return list(ReplayRun.objects.filter(draft=draft_id).defer("texts").order_by("-id"))


def replay_run(draft_id: int, run_id: int) -> ReplayRun:
    """One replay of a draft; one statement.

    :raises ReplayRun.DoesNotExist: when there is none.
    """
    return ReplayRun.objects.defer("texts").get(pk=run_id, draft=draft_id)


def replayed(run_id: int, *, clause: str | None = None, sort: str = "") -> QuerySet[ReplayedDocument]:
    """The documents that a replay has touched, for paging by `id`; only those of a clause and sort, when given."""
    found = ReplayedDocument.objects.filter(run=run_id).select_related("document")
    wanted = {name: value for name, value in (("clause", clause), ("sort", sort)) if value is not None and value != ""}
    return found.filter(outcomes__contains=[wanted]) if wanted else found


def replays_left(before: datetime) -> list[int]:
    """Replays under way at which nobody has been since the moment; one statement."""
    found = ReplayRun.objects.filter(state=ReplayRun.State.RUNNING, moved_at__lt=before)
    return list(found.order_by("id").values_list("pk", flat=True))

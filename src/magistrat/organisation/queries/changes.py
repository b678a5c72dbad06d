"""The journal of changes for the organisation's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from magistrat.journal.models import Entry


def journal_of(subjects: Mapping[str, Sequence[int]], *, limit: int = 60) -> Sequence[Entry]:
    """Deeds on the things named by kind (`person`, `post`, `holding`…) and id, newest first; one statement."""
    wanted = [Q(subject_kind=f"organisation.{kind}", subject__in=ids) for kind, ids in subjects.items() if ids]
    return list(Entry.objects.filter(reduce(or_, wanted)).order_by("-id")[:limit]) if wanted else []

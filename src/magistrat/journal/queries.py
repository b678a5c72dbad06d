"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence

from magistrat.journal.models import Entry


def timeline(*, document: int, limit: int = 200) -> Sequence[Entry]:
    """The life of a document, oldest first."""
    return list(Entry.objects.filter(document=document).order_by("id")[:limit])


def of_subject(*, kind: str, subject: int, limit: int = 200) -> Sequence[Entry]:
    """Deeds on one thing (`app.model`, id), newest first."""
    return list(Entry.objects.filter(subject_kind=kind, subject=subject).order_by("-id")[:limit])

"""What scanners have brought."""

from __future__ import annotations

from django.db.models import QuerySet

from magistrat.documents.models import Direction, Registry, Scanned
from magistrat.documents.queries import access
from magistrat.documents.scanner import Found
from magistrat.journal.actor import Actor


def registry(key: str) -> Registry | None:
    """The registry whose unit takes a folder's papers in: by its key, else the first for incoming papers."""
    incoming = Registry.objects.filter(direction=Direction.INCOMING, is_open=True).prefetch_related("clerks")
    return (incoming.filter(key=key) if key else incoming).order_by("rank", "id").first()


def lock(registry_id: int) -> None:
    """Let one worker at a time take in papers of a registry's folder. Only inside a transaction."""
    Registry.objects.select_for_update(of=("self",)).get(pk=registry_id)


def unmoved(registry_id: int, sha256: str, found: Found) -> Scanned | None:
    """The row of this very file, written down by a worker that died before it could move the file away."""
    rows = Scanned.objects.filter(registry=registry_id, sha256=sha256, changed=found.changed, moved_at__isnull=True)
    return rows.filter(name=found.path.name[:255]).order_by("-id").first()


def is_taken(registry_id: int, sha256: str) -> bool:
    """Whether the same content has been taken in."""
    return Scanned.objects.filter(registry=registry_id, sha256=sha256, state=Scanned.State.TAKEN).exists()


def brought(actor: Actor) -> QuerySet[Scanned]:
    """What came from scanners for the actor's unit, newest first."""
    return Scanned.objects.filter(registry__department__in=actor.departments).select_related("registry").order_by("-id")


def put_papers(actor: Actor, rows: list[Scanned]) -> None:
    """Give each row the papers made of it that the actor sees, as `papers`; one statement."""
    pairs = Scanned.documents.through.objects.filter(
        scanned__in=[row.pk for row in rows], document__in=access.visible(actor)
    )
    by_row: dict[int, list[object]] = {row.pk: [] for row in rows}
    for pair in pairs.select_related("document").order_by("document"):
        by_row[pair.scanned_id].append(pair.document)
    for row in rows:
        row.papers = by_row[row.pk]

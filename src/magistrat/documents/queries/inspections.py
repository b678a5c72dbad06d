"""Files that wait for the worker, and what stands beside them."""

from __future__ import annotations

from magistrat.documents.models import File


def waiting_file(file_id: int) -> File | None:
    """The file, locked, unless it waits no more or another worker holds it. Only inside a transaction."""
    waiting = File.objects.select_for_update(skip_locked=True, of=("self",))
    return waiting.filter(pk=file_id, inspection=File.Inspection.WAITING).select_related("document", "blob").first()


def waiting_files(limit: int) -> list[int]:
    """Ids of files that wait, oldest first; one statement."""
    waiting = File.objects.filter(inspection=File.Inspection.WAITING, removed_at__isnull=True)
    return list(waiting.order_by("id").values_list("pk", flat=True)[:limit])


def depth(file: File) -> int:
    """In how many containers the file lies."""
    found, above = 0, file.parent_id
    while above is not None and found < 20:
        found += 1
        above = File.objects.values_list("parent", flat=True).get(pk=above)
    return found


def beside(file: File, limit: int = 30) -> list[File]:
    """Other present files of the document, over which a signature kept apart may be; one statement."""
    present = File.objects.filter(document=file.document_id, removed_at__isnull=True, replaced_by__isnull=True)
    return list(present.exclude(pk=file.pk).order_by("-id")[:limit])


def count(document_id: int) -> int:
    """How many files the document has got so far; one statement."""
    return File.objects.filter(document=document_id).count()


def contents(document_id: int) -> set[str]:
    """Contents that stand on the card now; one statement."""
    present = File.objects.filter(document=document_id, removed_at__isnull=True, replaced_by__isnull=True)
    return set(present.values_list("blob_id", flat=True))

"""Which files are to be looked through or opened by the worker, and asking it to."""

from __future__ import annotations

from magistrat.documents import content, dangers, queue
from magistrat.documents.models import File
from magistrat.storage import kinds

# Letters and signed containers are opened by themselves, archives when a person wishes so.
BY_ITSELF = kinds.LETTERS | kinds.SIGNED


def opening_of(media_type: str, state: str) -> str:
    """How a file of the kind begins: opened by itself, offered to be opened, or nothing to open."""
    if state in {content.ENCRYPTED, content.BROKEN}:
        return ""
    if media_type in BY_ITSELF:
        return File.Opening.WANTED
    return File.Opening.OFFERED if media_type in kinds.ARCHIVES else ""


def needed(media_type: str, state: str) -> str:
    """Whether the worker has to look at the file."""
    if state == content.ENCRYPTED:
        return ""
    is_needed = media_type in BY_ITSELF or dangers.is_checked(media_type)
    return File.Inspection.WAITING if is_needed else ""


def ask(*, file: File) -> None:
    """Put the file into the worker's queue when it waits."""
    if file.inspection == File.Inspection.WAITING:
        queue.inspect(file.pk, is_awaited=file.opening == File.Opening.WANTED)


def ask_again(*, document_id: int) -> None:
    """Signatures kept apart from what they sign are read anew when the document gets more files."""
    apart = File.objects.filter(
        document=document_id, media_type=kinds.P7S, opening="", inspection=File.Inspection.DONE, removed_at__isnull=True
    )
    for file in apart:
        file.inspection = File.Inspection.WAITING
        file.save(update_fields=["inspection"])
        queue.inspect(file.pk, is_awaited=True)

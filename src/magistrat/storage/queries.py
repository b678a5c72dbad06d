"""Reading kept contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from magistrat.rules.refusal import Refusal
from magistrat.storage import nearby, places
from magistrat.storage.models import Blob, Scan


def open_blob(sha256: str) -> BinaryIO:
    """The content, opened for reading.

    :raises FileNotFoundError: when the disk, and the bucket where the city has one, have lost it.
    :raises Away: when only the bucket has it and cannot be asked, or has it damaged.
    """
    return nearby.opened(sha256)


def open_once(sha256: str) -> BinaryIO:
    """The same for one who reads all contents in turn: what only the bucket has is not left on the disk, nor looked through."""
    return nearby.opened_once(sha256)


def path_of(sha256: str) -> Path:
    """Where the content lies, for programs that want a path. To be read only.

    :raises Away: as `open_blob`; where a lost content should lie is told as ever.
    """
    try:
        return nearby.file(sha256)
    except FileNotFoundError:
        return places.of(sha256)


def contents() -> Iterator[tuple[str, int]]:
    """SHA-256 and size of every kept content in their order, in pieces: never all in the memory."""
    yield from Blob.objects.order_by("sha256").values_list("sha256", "size").iterator()


def blob(sha256: str) -> Blob | None:
    """The kept content's row."""
    return Blob.objects.filter(sha256=sha256).first()


def is_whole(sha256: str) -> bool:
    """Whether the content is there and still has its SHA-256.

    :raises Away: when the bucket cannot be asked.
    """
    return nearby.is_whole(sha256)


def scans(contents: Iterable[str]) -> dict[str, Scan]:
    """What the antivirus says of each content; one that is not named has never been checked; one statement."""
    return {scan.blob_id: scan for scan in Scan.objects.filter(blob__in=list(contents))}


def infected(contents: Iterable[str]) -> dict[str, str]:
    """Which of the contents are infected, with the name of what was found; one statement."""
    found = Scan.objects.filter(blob__in=list(contents), state=Scan.State.INFECTED)
    return dict(found.values_list("blob_id", "found"))


def infected_refusal(contents: Iterable[str]) -> Refusal | None:
    """Why these contents may not be opened, shown or sent: one of them is infected; one statement."""
    return refusal_of(scans(contents))


def refusal_of(known: Mapping[str, Scan]) -> Refusal | None:
    """The same from scans that have been read."""
    names = ", ".join(sorted({scan.found for scan in known.values() if scan.state == Scan.State.INFECTED}))
    if not names:
        return None
    return Refusal("", f"Файл заражено ({names}): його замкнено, відкрити чи надіслати його не можна.")


def unscanned(contents: Iterable[str]) -> set[str]:
    """Which of the contents still wait for the antivirus (it is set, and has not answered yet); one statement."""
    waiting = Scan.objects.filter(blob__in=list(contents), state=Scan.State.WAITING)
    return set(waiting.values_list("blob_id", flat=True))


def waiting_scan(sha256: str) -> Scan | None:
    """The scan, locked, unless it is done or another worker holds it. Only inside a transaction."""
    waiting = Scan.objects.select_for_update(skip_locked=True, of=("self",))
    return waiting.filter(blob=sha256, state=Scan.State.WAITING).first()


def waiting_scans(limit: int) -> list[str]:
    """Contents that wait for the antivirus; one statement."""
    waiting = Scan.objects.filter(state=Scan.State.WAITING).order_by("blob__kept_at", "blob")
    return list(waiting.values_list("blob_id", flat=True)[:limit])


def never_asked(limit: int) -> list[str]:
    """Contents kept while the city had no antivirus; one statement."""
    return list(Blob.objects.filter(scan__isnull=True).order_by("kept_at").values_list("pk", flat=True)[:limit])

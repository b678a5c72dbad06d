"""What the file viewer of a page needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from magistrat.documents import dangers, previews

# Further pages are asked for one by one when the reader comes to them.
MOST_PAGES = 60


@dataclass(frozen=True)
class Mark:
    """A few words beside a file's name; `is_danger` is printed as a warning."""

    words: str
    is_danger: bool = False


@dataclass(frozen=True)
class Shown:
    """A file with the way it is shown and the numbers of its pages.

    `is_locked`: infected, neither shown nor given. `is_risky`: given after a warning only.
    """

    file: Any
    way: str
    pages: list[int] = field(default_factory=list)
    is_cut: bool = False
    depth: int = 0
    marks: list[Mark] = field(default_factory=list)
    is_locked: bool = False
    is_risky: bool = False
    signatures: list[Any] = field(default_factory=list)


class Viewer(list[Shown]):
    """Files in their order; `waiting` names the document while one of them is being opened."""

    waiting: int | None = None


def viewer(files: Sequence[Any]) -> Viewer:
    """Files in their order, each with the way in which it can be looked at and what has to be known of it."""
    shown, locked, present = Viewer(), set(), {file.blob_id for file in files}
    for file in files:
        scan = _scan(file)
        is_locked = file.parent_id in locked or (scan is not None and scan.is_infected)
        if is_locked:
            locked.add(file.pk)
        count = file.pages or 1
        way = "" if is_locked else previews.way(file.media_type, file.state)
        numbers = list(range(1, min(count, MOST_PAGES) + 1)) if way == "pages" else []
        is_risky = bool(file.dangers) or (scan is not None and scan.is_waiting)
        shown.append(
            Shown(
                file, way, numbers, count > MOST_PAGES, getattr(file, "depth", 0), list(_marks(file, scan)), is_locked,
                is_risky, _signatures(file, present),
            )
        )  # fmt: skip
        if file.opening == "wanted":
            shown.waiting = file.document_id
    return shown


def _scan(file: Any) -> Any:
    try:
        return file.blob.scan
    except ObjectDoesNotExist:
        return None


def _marks(file: Any, scan: Any) -> Iterator[Mark]:
    if scan is not None and scan.is_infected:
        yield Mark(f"заражений: {scan.found}", is_danger=True)
    elif scan is not None and scan.state != "clean":
        yield Mark(f"{scan.get_state_display()}{f': {scan.reason}' if scan.reason else ''}")
    for words in dangers.words(file.dangers):
        yield Mark(words, is_danger=True)
    if file.state != "fine":
        yield Mark(file.get_state_display(), is_danger=True)
    if file.opening == "wanted":
        yield Mark("розпаковується…")
    elif file.opening == "closed":
        yield Mark(f"не розпаковано: {file.opening_note}", is_danger=True)
    elif file.opening_note:
        yield Mark(file.opening_note)


def _signatures(file: Any, present: set[str]) -> list[Any]:
    """Signatures of the file; one over a content that is not on this card says nothing here."""
    rows = list(file.blob.signatures.all())
    for row in rows:
        if row.over and row.over not in present:
            row.state, row.reason = "unverified", "підписаного файлу немає серед файлів документа"
    return sorted(rows, key=lambda row: row.number)

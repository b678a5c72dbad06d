"""What the file viewer of a page needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest

from magistrat.documents import dangers, previews
from magistrat.documents.queries import originals
from magistrat.texts import queries as texts

# Further pages are asked for one by one when the reader comes to them.
MOST_PAGES = 60
# Below this a recognised text wants another look.
UNSURE = 75


@dataclass(frozen=True)
class Mark:
    """A few words beside a file's name; `is_danger` is printed as a warning."""

    words: str
    is_danger: bool = False


@dataclass(frozen=True)
class Shown:
    """A file with the way it is shown, its pages' numbers, how far it is read.

    `is_locked`: infected, neither shown nor given. `is_risky`: given after a warning only. `may_download`: whether its
    very bytes are given, else it is only looked at.
    """

    file: Any
    way: str
    pages: list[int] = field(default_factory=list)
    count: int = 0
    reading: Any = None
    note: str = ""
    may_download: bool = True
    layer: bool = False
    depth: int = 0
    marks: list[Mark] = field(default_factory=list)
    is_locked: bool = False
    is_risky: bool = False
    signatures: list[Any] = field(default_factory=list)

    @property
    def next(self) -> int:
        """The first page that is not shown yet; 0 when all are."""
        return self.pages[-1] + 1 if self.pages and self.pages[-1] < self.count else 0

    @property
    def progress(self) -> str:
        """How far the reading is, in words; "" when there is nothing to say."""
        return said(self.reading) if self.reading is not None else ""

    @property
    def is_going_on(self) -> bool:
        """Whether the reading goes on."""
        return self.reading is not None and self.reading.state in previews.UNFINISHED

    @property
    def is_unsure(self) -> bool:
        """Whether the recognised text wants another look."""
        confidence = getattr(self.reading, "confidence", None)
        return confidence is not None and confidence < UNSURE


def said(reading: Any) -> str:
    """«читається: 3 з 12», «розпізнано, упевненість 93 %», or why it was not read."""
    if reading.state == "running" and reading.pages:
        return f"читається: {reading.pages_done} з {reading.pages}"
    if reading.state in {"done", "partly"} and reading.confidence is not None:
        partly = f" частково ({reading.reason.rstrip('.')})" if reading.state == "partly" else ""
        return f"текст розпізнано{partly}, упевненість {reading.confidence:.0f} %"
    if reading.state in {"failed", "no_text"}:
        return f"{reading.get_state_display()}: {reading.reason}" if reading.state == "failed" else ""
    return "" if reading.state == "done" else str(reading.get_state_display())


class Viewer(list[Shown]):
    """Files in their order; `waiting` names the document while one of them is being opened."""

    waiting: int | None = None


def viewer(files: Sequence[Any], *, request: HttpRequest, first: int = 1) -> Viewer:
    """Files of a document in their order, each with the way in which it can be looked at; two statements.

    :param first: the page from which the pages are shown.
    """
    shown, locked = Viewer(), set()
    if not files:
        return shown
    contents = [file.blob_id for file in files]
    readings, made, present = texts.progress(contents), texts.derived(contents), set(contents)
    keeps = originals.refusal(actor=request.actor, is_restricted=files[0].is_restricted, on=request.on) is None
    for file in files:
        scan = _scan(file)
        is_locked = file.parent_id in locked or (scan is not None and scan.is_infected)
        if is_locked:
            locked.add(file.pk)
        seen = _seen(file, readings.get(file.blob_id), made.get((file.blob_id, "pages")), first)
        shown.append(
            Shown(
                file=file, **seen | ({"way": ""} if is_locked else {}), reading=readings.get(file.blob_id), is_locked=is_locked,
                depth=getattr(file, "depth", 0), marks=list(_marks(file, scan)), signatures=_signatures(file, present),
                may_download=keeps and not is_locked, layer=keeps and (file.blob_id, "searchable") in made,
                is_risky=bool(file.dangers) or (scan is not None and scan.is_waiting),
            )
        )  # fmt: skip
        if file.opening == "wanted":
            shown.waiting = file.document_id
    return shown


def _seen(file: Any, reading: Any, made: Any, first: int) -> dict[str, Any]:
    """The way in which the file is shown, the numbers of its pages and how many there are."""
    way = previews.way(file.media_type, file.state, has_pages=made is not None, reading=reading)
    count = 0
    if way == "pages":
        count = made.pages if made else file.pages or (reading.pages if reading else 0) or 1
    return {
        "way": way,
        "pages": list(range(first, min(count, first + MOST_PAGES - 1) + 1)),
        "count": count,
        "note": reading.note if reading and way == "text" else "",
    }


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


@dataclass(frozen=True)
class Word:
    """A word over the picture of a page, in thousandths of the page, written as SVG reads numbers."""

    left: str
    bottom: str
    width: str
    height: str
    text: str


def lines_of(words: Sequence[Sequence[Any]]) -> list[list[Word]]:
    """Words by the lines in which they stand: the next line begins where a word stands lower or further left."""
    lines: list[list[Word]] = []
    last: Sequence[Any] | None = None
    for word in words:
        if last is None or word[1] > last[1] + last[3] * 0.7 or word[0] < last[0]:
            lines.append([])
        left, top, width, height, text = word
        lines[-1].append(
            Word(f"{left:.1f}", f"{top + height:.1f}", f"{max(width, 0.1):.1f}", f"{max(height, 1):.1f}", text)
        )
        last = word
    return lines

"""Looking files through for dangers and opening containers: archives, letters, signed files.

Each file is read by a process of its own with bounds of time and memory (`texts.process`). What is taken out becomes
files of the same document beside their container, which stays as it came.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import transaction

from magistrat.documents import dangers, queue
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.documents.queries import access, cards, inspections
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.signatures import actions as signatures
from magistrat.storage import actions as storage_deeds
from magistrat.storage import kinds, places
from magistrat.storage import queries as storage
from magistrat.texts import process
from magistrat.texts.readers.trouble import ENCRYPTED, Unreadable

SECONDS, MEGABYTES = 120, 1500
MOST_FILES_OF_DOCUMENT = 2000
ENDINGS = {
    kinds.PDF: ".pdf", kinds.DOCX: ".docx", kinds.XLSX: ".xlsx", kinds.DOC: ".doc", kinds.XLS: ".xls", kinds.RTF: ".rtf",
    kinds.ODT: ".odt", kinds.ZIP: ".zip", "image/jpeg": ".jpg", "image/png": ".png",
}  # fmt: skip
Piece = tuple[str, Path]


def unpack(*, actor: Actor, at: datetime, file_id: int) -> File:
    """Ask for an archive to be opened by the worker.

    :raises Refusal: no right; nothing to open; infected.
    """
    with transaction.atomic():
        file = cards.opened_file(actor=actor, file_id=file_id)
        access.get_visible(actor, file.document_id)
        if refusal := regulation.refusal(actor=actor, right="document.attach", on=local_date(at)):
            raise refusal
        file = File.objects.select_for_update(of=("self",)).get(pk=file_id)
        if file.opening not in {File.Opening.OFFERED, File.Opening.CLOSED}:
            raise Refusal("", "Цей файл уже розпаковано або його не можна розпакувати.")
        file.opening, file.inspection, file.opening_note = File.Opening.WANTED, File.Inspection.WAITING, ""
        file.save(update_fields=["opening", "inspection", "opening_note"])
        queue.inspect(file.pk, is_awaited=True)
        _note(actor, at, "documents.unpacking_asked", file, f"Файл «{file.name}» розпаковують")
    return file


def inspect(*, file_id: int, at: datetime) -> File | None:
    """Look a waiting file through and open it, when it is to be opened.

    Nothing when another worker is at it. A file that the antivirus has not seen yet goes on waiting.
    """
    with transaction.atomic():
        file = inspections.waiting_file(file_id)
        if file is None:
            return None
        if storage.unscanned([file.blob_id]):
            storage_deeds.check(sha256=file.blob_id, at=at)
            if storage.unscanned([file.blob_id]):
                return None
        file.inspection = File.Inspection.DONE
        if storage.infected([file.blob_id]):
            _close(file, at, "файл заражено")
        else:
            _look_through(file, at)
            _open(file, at)
        file.save(update_fields=["inspection", "opening", "opening_note", "dangers", "letter", "state"])
    return file


def resume(*, limit: int) -> int:
    """Put files back into the queue whose turn passed; returns how many."""
    waiting = inspections.waiting_files(limit)
    for file in waiting:
        queue.inspect(file)
    return len(waiting)


def _look_through(file: File, at: datetime) -> None:
    if not dangers.is_checked(file.media_type) or _is_plain(file):
        return
    try:
        answer = process.read_twice("dangers", seconds=60, megabytes=MEGABYTES, path=str(storage.path_of(file.blob_id)))
        found = list(answer["dangers"])
    except Unreadable:
        found = ["not_checked"] if file.state == File.State.FINE else []
    file.dangers = list(dict.fromkeys([*file.dangers, *found]))
    if file.dangers:
        said = "; ".join(dangers.words(file.dangers))
        _note(SYSTEM, at, "documents.danger_found", file, f"Файл «{file.name}»: {said}")


def _is_plain(file: File) -> bool:
    with storage.open_blob(file.blob_id) as stream:
        return dangers.is_plain_office(stream, file.media_type)


def _open(file: File, at: datetime) -> None:
    if file.media_type == kinds.PDF:
        _read_pdf_signatures(file, at)
        return
    apart = file.media_type == kinds.P7S and file.opening == ""
    if file.opening != File.Opening.WANTED and not apart:
        return
    if inspections.depth(file) >= cards.MOST_DEPTH:
        _close(file, at, "контейнери вкладено один в один глибше, ніж дозволено")
        return
    with tempfile.TemporaryDirectory(dir=places.waiting_room()) as into:
        try:
            pieces, left = _read(file, at, Path(into))
            if pieces is not None:
                _take(file, at, pieces, left)
        except Unreadable as reason:
            if str(reason) == ENCRYPTED:
                file.state = File.State.ENCRYPTED
            _close(file, at, str(reason))


def _read(file: File, at: datetime, into: Path) -> tuple[Sequence[Piece] | None, list[str]]:
    """What the container carries, and what had to be left; nothing at all for a signature kept apart."""
    if file.media_type in kinds.SIGNED:
        return _read_signed(file, at, into), []
    reader = "mail" if file.media_type in kinds.LETTERS else "packed"
    answer = process.read_twice(
        reader, seconds=SECONDS, megabytes=MEGABYTES, path=str(storage.path_of(file.blob_id)), into=str(into)
    )
    if reader == "mail":
        file.letter = answer["letter"]
    left = [f"{one['name']} ({one['reason']})" for one in answer["left"]]
    return [(one["name"], Path(one["path"])) for one in answer["files"]], left


def _read_signed(file: File, at: datetime, into: Path) -> Sequence[Piece] | None:
    beside = inspections.beside(file)
    stem = _without_ending(file.name)
    expected = next((one.blob_id for one in beside if one.name.casefold() == stem.casefold()), "")
    candidates = list(dict.fromkeys([*([expected] if expected else []), *(one.blob_id for one in beside)]))
    opened = signatures.read(sha256=file.blob_id, at=at, into=into, candidates=candidates, expected=expected)
    if opened.kind == "detached":
        file.opening = ""
        return None
    return [(name or _with_ending(stem, place), place) for name, place in opened.taken]


def _with_ending(stem: str, place: Path) -> str:
    """A name without an ending gets that of its content, so that people's programs know what to do with it."""
    with place.open("rb") as stream:
        ending = ENDINGS.get(kinds.media_type(stream), "")
    return stem if not ending or stem.lower().endswith(ending) else stem + ending


def _read_pdf_signatures(file: File, at: datetime) -> None:
    if not _mentions(file.blob_id, b"/ByteRange"):
        return
    with tempfile.TemporaryDirectory(dir=places.waiting_room()) as into:
        try:
            signatures.read(sha256=file.blob_id, at=at, into=Path(into))
        except Unreadable as reason:
            file.opening_note = str(reason)


def _mentions(sha256: str, word: bytes) -> bool:
    with storage.open_blob(sha256) as stream:
        before = b""
        while piece := stream.read(1024 * 1024):
            if word in before + piece:
                return True
            before = piece[-len(word) :]
    return False


def _take(file: File, at: datetime, pieces: Sequence[Piece], left: list[str]) -> None:
    if inspections.count(file.document_id) + len(pieces) > MOST_FILES_OF_DOCUMENT:
        raise Unreadable("у документа стало б забагато файлів")
    taken = 0
    there = inspections.contents(file.document_id) if file.media_type in kinds.LETTERS else set()
    for name, place in pieces:
        # E-mail that was taken in brings its attachments and itself: they stand on the card already.
        if there and _sha256(place) in there:
            left.append(f"{name} (уже є на картці)")
            continue
        if place.stat().st_size > settings.UPLOAD_LIMIT_BYTES:
            left.append(f"{name} (завеликий)")
            continue
        with place.open("rb") as stream:
            upload = files.Upload(PurePosixPath(name).name, stream, file.role, parent=file, inside=name)
            files.put(document=file.document, uploads=[upload], actor=SYSTEM, at=at)
        taken += 1
    file.opening = File.Opening.OPENED
    file.opening_note = ("Залишено всередині: " + "; ".join(left))[:500] if left else ""
    _note(SYSTEM, at, "documents.container_opened", file, f"Із файлу «{file.name}» узято файлів: {taken}")


def _sha256(place: Path) -> str:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _close(file: File, at: datetime, reason: str) -> None:
    if file.opening == File.Opening.WANTED:
        file.opening, file.opening_note = File.Opening.CLOSED, reason[:500]
        _note(SYSTEM, at, "documents.container_not_opened", file, f"Файл «{file.name}» не розпаковано: {reason}")


def _without_ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and ending.lower() in {"p7s", "p7m", "sig", "asice", "asics", "p7b"} else f"{name}.вміст"


def _note(actor: Actor, at: datetime, code: str, file: File, text: str) -> None:
    payload: dict[str, Any] = {"text": text, "sha256": file.blob_id}
    journal.record(actor=actor, at=at, code=code, subject=file, document=file.document_id, payload=payload)

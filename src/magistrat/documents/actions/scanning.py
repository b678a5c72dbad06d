"""A watched scanner's folder: each file becomes a paper that came, a pile with separators several (KR 7.4; DR 10.1).

A file is known by its content: its row, its papers and their files are written in one transaction, and only then is
it moved away. Whoever is killed in between loses and doubles nothing.
"""

from __future__ import annotations

import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from magistrat.documents import content, scanner
from magistrat.documents.actions import arrivals, files
from magistrat.documents.models import Document, Scanned
from magistrat.documents.queries import scans
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM
from magistrat.outbox import actions as outbox
from magistrat.rules.refusal import Refusal
from magistrat.storage import kinds, places
from magistrat.texts import process
from magistrat.texts.readers.trouble import Interrupted, Unreadable

SECONDS, MEGABYTES = 300, 1500
TAKEN_KINDS = frozenset({kinds.PDF, kinds.HEIC, *content.PICTURES.values()})
STATES = {content.BROKEN: "файл пошкоджено", content.ENCRYPTED: "файл захищено паролем"}
# A reader that was ended from outside says nothing of the file: it lies where it is and is tried again, so long since this
# process failed at it first. What had lain for days while the worker was away is given the same time.
PATIENCE = timedelta(minutes=10)
_failed: dict[tuple[Path, int], datetime] = {}
AGAIN = "такий самий файл уже прийнято"


def take_in(*, at: datetime, limit: int = 200) -> tuple[int, int]:
    """Take in what lies written to its end in all folders; returns how many files were taken and how many put aside."""
    taken = put_aside = 0
    for folder in scanner.folders():
        registry = scans.registry(folder.registry)
        if registry is None:
            continue
        ready, _ = scanner.waiting(folder, at)
        for found in ready[:limit]:
            try:
                row = _take_one(folder, registry, found, at)
            except Interrupted:
                continue
            taken += row.state == Scanned.State.TAKEN
            put_aside += row.state == Scanned.State.NOT_TAKEN
    _forget()
    return taken, put_aside


def _take_one(folder: scanner.Folder, registry: Any, found: scanner.Found, at: datetime) -> Scanned:
    sha256 = _sha256(found.path)
    row = scans.unmoved(registry.pk, sha256, found) or _written_down(registry, found, sha256, at)
    target = scanner.DONE if row.state == Scanned.State.TAKEN else scanner.NOT_TAKEN
    scanner.move(found, folder, target)
    row.moved_at = at
    row.save(update_fields=["moved_at"])
    _failed.pop((found.path, found.changed), None)
    return row


def _forget() -> None:
    """What somebody else took out of its folder is not remembered."""
    for key in [key for key in _failed if not key[0].exists()]:
        del _failed[key]


def _written_down(registry: Any, found: scanner.Found, sha256: str, at: datetime) -> Scanned:
    try:
        with transaction.atomic():
            return _received(registry, found, sha256, at)
    except Interrupted as reason:
        if at - _failed.setdefault((found.path, found.changed), at) < PATIENCE:
            raise
        return _put_aside(registry, found, sha256, at, str(reason))
    except Unreadable as reason:
        return _put_aside(registry, found, sha256, at, str(reason))
    except Refusal as refusal:
        return _put_aside(registry, found, sha256, at, refusal.message)


def _received(registry: Any, found: scanner.Found, sha256: str, at: datetime) -> Scanned:
    """The row with its papers, in the caller's transaction.

    :raises Unreadable: nothing that could be taken in as a paper.
    :raises Refusal: larger than files may be.
    """
    scans.lock(registry.pk)
    if scans.is_taken(registry.pk, sha256):
        raise Unreadable(AGAIN)
    _refuse_kind(found)
    row = _row(registry, found, sha256, at, Scanned.State.TAKEN)
    row.save()
    with tempfile.TemporaryDirectory(dir=places.waiting_room()) as into:
        papers = [
            _paper(registry, found, place, number, at) for number, place in enumerate(_letters(found, Path(into)), 1)
        ]
    row.documents.add(*papers)
    text = f"Зі сканера прийнято «{found.path.name}»: документів {len(papers)}"
    journal.record(
        actor=SYSTEM, at=at, code="documents.scan_taken", subject=row,
        payload={"text": text, "sha256": sha256, "documents": [paper.pk for paper in papers]},
    )  # fmt: skip
    return row


def _refuse_kind(found: scanner.Found) -> None:
    if found.size > settings.UPLOAD_LIMIT_BYTES:
        raise Unreadable(f"файл більший за дозволений розмір ({settings.UPLOAD_LIMIT_BYTES // files.MEGABYTE} МБ)")
    with found.path.open("rb") as stream:
        looked = content.look(stream)
    if looked.media_type not in TAKEN_KINDS:
        raise Unreadable("зі сканера приймають лише PDF і зображення")
    if looked.state != content.FINE:
        raise Unreadable(STATES.get(looked.state, "файл не читається"))


def _letters(found: scanner.Found, into: Path) -> list[Path]:
    with found.path.open("rb") as stream:
        if kinds.media_type(stream) != kinds.PDF:
            return [found.path]
    answer = process.read(
        "separators", seconds=SECONDS, megabytes=MEGABYTES, path=str(found.path.absolute()), into=str(into)
    )
    return [Path(part["path"]) for part in answer["parts"]]


def _paper(registry: Any, found: scanner.Found, place: Path, number: int, at: datetime) -> Document:
    name = found.path.name if place == found.path else f"{found.path.stem}-{number:03}.pdf"
    with place.open("rb") as stream:
        return arrivals.receive(
            actor=SYSTEM, at=at, way=Document.Way.POST, department=registry.department_id,
            uploads=[files.Upload(name, stream)],
        )  # fmt: skip


def _put_aside(registry: Any, found: scanner.Found, sha256: str, at: datetime, reason: str) -> Scanned:
    with transaction.atomic():
        row = _row(registry, found, sha256, at, Scanned.State.NOT_TAKEN)
        row.reason = reason.rstrip(".")[:500]
        row.save()
        text = f"Зі сканера не прийнято «{found.path.name}»: {reason}"
        journal.record(
            actor=SYSTEM, at=at, code="documents.scan_put_aside", subject=row, payload={"text": text, "sha256": sha256}
        )
        for post in registry.clerks.all():
            outbox.notify(
                at=at, key=f"documents.scan:{row.pk}:{post.pk}", to_post=post.pk, subject=text[:300],
                body=f"Файл перекладено до теки «{scanner.NOT_TAKEN}».", link="/dokumenty/skaner/",
            )  # fmt: skip
    return row


def _row(registry: Any, found: scanner.Found, sha256: str, at: datetime, state: str) -> Scanned:
    name = found.path.name.encode("utf-8", "replace").decode("utf-8")[:255]
    return Scanned(
        registry=registry, name=name, sha256=sha256, size=found.size, changed=found.changed, state=state, at=at
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

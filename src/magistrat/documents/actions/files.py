"""Files of a document: many at once, judged by content, never overwritten."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from magistrat.documents import content, dangers
from magistrat.documents.actions import inspection, passages, threats
from magistrat.documents.models import Document, File, Found
from magistrat.documents.queries import access, standing
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.storage import actions as storage
from magistrat.storage.models import Blob
from magistrat.texts.actions import asking

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it comes: its name and its bytes or an open stream."""

    name: str
    content: bytes | BinaryIO
    role: str = File.Role.MAIN
    parent: File | None = None
    inside: str = ""


def attach(*, actor: Actor, at: datetime, document_id: int, uploads: Sequence[Upload]) -> list[File]:
    """Add files to a document that the actor sees.

    :raises Refusal: no right, a file is larger than the limit, or there is none; a signed copy, by who does not keep the card.
    """
    with transaction.atomic():
        document = _open(actor, at, document_id)
        if not uploads:
            raise Refusal("", "Виберіть хоча б один файл.")
        for role in {upload.role for upload in uploads}:
            if refusal := standing.refusal_to_attach_as(actor=actor, document=document, role=role, on=local_date(at)):
                raise refusal
        return put(document=document, uploads=uploads, actor=actor, at=at)


def replace(*, actor: Actor, at: datetime, file_id: int, upload: Upload, reason: str = "") -> File:
    """Add a new version of a file; the old one stays and can be opened.

    :param reason: a signed copy is renewed with one only.
    :raises Refusal: no right, too large, the file has a newer version already, is another's, is taken out of a
        container, or stands: signed and sent, filed, annulled.
    """
    with transaction.atomic():
        document, old = _to_change(actor, at, file_id)
        if refusal := standing.refusal_to_replace(old):
            raise refusal
        if old.role == File.Role.SIGNED and not reason.strip():
            raise Refusal("", "Зазначте, чому підписаний примірник замінюють.")
        return renew(document=document, old=old, upload=upload, actor=actor, at=at, reason=reason.strip())


def renew(*, document: Document, old: File, upload: Upload, actor: Actor, at: datetime, reason: str = "") -> File:
    """Put a new version as a part of another deed, whose right has been asked; what was in the old one goes with it.

    :raises Refusal: the file is larger than the limit.
    """
    new = put(document=document, uploads=[Upload(upload.name, upload.content, old.role)], actor=actor, at=at)[0]
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    _take_off_below(old, at)
    text = f"Файл «{old.name}» замінено новою версією «{new.name}»" + (f". Підстава: {reason}" if reason else "")
    payload = {"text": text, "old": old.pk, "sha256": new.blob_id} | ({"reason": reason} if reason else {})
    _note(actor, at, "documents.file_replaced", new, payload)
    return new


def remove(*, actor: Actor, at: datetime, file_id: int, reason: str) -> File:
    """Take a file off the card, with a reason; its content stays kept.

    :raises Refusal: no right or no reason; the file is another's, or stands: signed and sent, filed, annulled.
    """
    with transaction.atomic():
        _, file = _to_change(actor, at, file_id)
        if not reason.strip():
            raise Refusal("", "Зазначте, чому файл вилучають із картки.")
        file.removed_at = at
        file.save(update_fields=["removed_at"])
        _take_off_below(file, at)
        text = f"Файл «{file.name}» вилучено з картки. Підстава: {reason.strip()}"
        _note(actor, at, "documents.file_removed", file, {"text": text, "reason": reason.strip()})
        return file


def _to_change(actor: Actor, at: datetime, file_id: int) -> tuple[Document, File]:
    """The file and its document, both held: neither is filed away nor renewed meanwhile."""
    document_id = File.objects.values_list("document_id", flat=True).get(pk=file_id)
    _open(actor, at, document_id)
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document_id)
    file = File.objects.select_for_update().get(pk=file_id)
    if file.replaced_by_id is not None or file.removed_at is not None:
        raise Refusal("", "Цей файл уже має новішу версію або його вилучено з картки.")
    there = File.objects.filter(document=document)
    hold = file.role == File.Role.SIGNED
    if refusal := standing.refusals(actor=actor, document=document, files=there, on=local_date(at), hold=hold)[file.pk]:
        raise refusal
    return document, file


def _take_off_below(file: File, at: datetime) -> None:
    """What was taken out of a container leaves the card with it, and neither is found by its words."""
    below = _below(file)
    File.objects.filter(pk__in=below, removed_at__isnull=True).update(removed_at=at)
    for one in (file.pk, *below):
        passages.remove(document=file.document_id, what=Found.FILE, reference=one)


def take_dangerous(*, actor: Actor, at: datetime, file: File) -> None:
    """Write down that the actor was warned and has taken the file all the same."""
    said = "; ".join(dangers.words(file.dangers)) or "не перевірено антивірусом"
    text = f"Файл «{file.name}» завантажено попри попередження: {said}"
    with transaction.atomic():
        _note(actor, at, "documents.dangerous_taken", file, {"text": text, "sha256": file.blob_id})


def put(*, document: Document, uploads: Iterable[Upload], actor: Actor, at: datetime) -> list[File]:
    """Keep files as a part of another deed, whose right has been asked; each has its journal entry.

    :raises Refusal: a file is larger than the limit.
    """
    return put_prepared(document=document, prepared=prepare(uploads=uploads, at=at), actor=actor, at=at)


@dataclass(frozen=True)
class Prepared:
    """An upload whose content is kept and has been looked into, and that lies on no card yet."""

    upload: Upload
    blob: Blob
    looked: content.Content


def prepare(*, uploads: Iterable[Upload], at: datetime) -> list[Prepared]:
    """What of putting files takes time: to read, judge and write them, to wait for the disk. Part of another deed.

    A deed that takes a number does it before: the counter is not held meanwhile. All files are on the disk before the first
    of their rows is written: another who brings one of them does not wait for the rest.

    :raises Refusal: a file is larger than the limit; then none is kept.
    """
    given = [(upload, _stream(upload)) for upload in uploads]
    for upload, stream in given:
        _refuse_large(upload.name, stream)
    written = [_written(stream) for _, stream in given]
    blobs = storage.enter(lying=[lying for lying, _ in written], at=at)
    return [
        Prepared(upload, blob, looked) for (upload, _), blob, (_, looked) in zip(given, blobs, written, strict=True)
    ]


def put_prepared(*, document: Document, prepared: Sequence[Prepared], actor: Actor, at: datetime) -> list[File]:
    """The rest of `put`: the files stand on the card, each with its journal entry."""
    # In the order of their keys, as `storage.enter` writes its rows: what came by e-mail is kept and has not been read.
    for one in sorted(prepared, key=lambda one: one.blob.pk):
        asking.ask(blob=one.blob, at=at)
    put = [_put_one(document, one, actor, at) for one in prepared]
    if put:
        inspection.ask_again(document_id=document.pk)
    return put


def _stream(upload: Upload) -> BinaryIO:
    return io.BytesIO(upload.content) if isinstance(upload.content, bytes) else upload.content


def _written(stream: BinaryIO) -> tuple[storage.Lying, content.Content]:
    looked = content.look(stream)
    stream.seek(0)
    return storage.write(content=stream), looked


def _put_one(document: Document, prepared: Prepared, actor: Actor, at: datetime) -> File:
    upload, looked = prepared.upload, prepared.looked
    file = File.objects.create(
        document=document,
        blob=prepared.blob,
        name=_name(upload.name),
        media_type=looked.media_type,
        role=upload.role,
        state=looked.state,
        pages=looked.pages,
        added_at=at,
        added_by=upload.parent.added_by if upload.parent else actor.printed,
        parent=upload.parent,
        inside=upload.inside[:500],
        dangers=dangers.by_name(upload.name, looked.media_type),
        opening=inspection.opening_of(looked.media_type, looked.state),
        inspection=inspection.needed(looked.media_type, looked.state),
    )
    inspection.ask(file=file)
    threats.tell_known(file=file, at=at)
    passages.put_file(file=file)
    text = f"Долучено файл «{file.name}»" + ("" if looked.state == content.FINE else f" ({file.get_state_display()})")
    _note(actor, at, "documents.file_added", file, {"text": text, "sha256": file.blob_id, "state": looked.state})
    return file


def _below(file: File) -> list[int]:
    """What was taken out of the file, and out of that."""
    found: list[int] = []
    layer = [file.pk]
    while layer:
        layer = list(File.objects.filter(parent__in=layer).values_list("pk", flat=True))
        found += layer
    return found


def _open(actor: Actor, at: datetime, document_id: int) -> Document:
    document = access.get_visible(actor, document_id)
    if refusal := regulation.refusal(actor=actor, right="document.attach", on=local_date(at)):
        raise refusal
    return document


def _refuse_large(name: str, stream: BinaryIO) -> None:
    size, limit = stream.seek(0, io.SEEK_END), settings.UPLOAD_LIMIT_BYTES
    if size > limit:
        raise Refusal("", f"Файл «{name}» більший за дозволений розмір ({limit // MEGABYTE} МБ).")


def _name(name: str) -> str:
    """The last part of the name, short enough, never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "без назви"
    if len(last) <= 255:
        return last
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: 250 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else last[:255]


def _note(actor: Actor, at: datetime, code: str, file: File, payload: dict[str, object]) -> None:
    journal.record(actor=actor, at=at, code=code, subject=file, document=file.document_id, payload=payload)

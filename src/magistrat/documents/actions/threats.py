"""An infected file: locked away, the card stays, its people and its sender are told (KR annex 15, 3.2.2)."""

from __future__ import annotations

from datetime import datetime

from magistrat.documents.models import Document, File
from magistrat.journal import actions as journal
from magistrat.journal.actor import SYSTEM
from magistrat.outbox import actions as outbox
from magistrat.storage import queries as storage


def tell(sha256: str, found: str, at: datetime) -> None:
    """Tell of every file that has this content; called in the transaction that writes the scan down."""
    for file in File.objects.filter(blob=sha256).select_related("document__correspondent"):
        _tell_one(file, found, at)


def tell_known(*, file: File, at: datetime) -> None:
    """The same for a new file whose content is known to be infected."""
    if found := storage.infected([file.blob_id]).get(file.blob_id):
        _tell_one(file, found, at)


def _tell_one(file: File, found: str, at: datetime) -> None:
    document = file.document
    text = f"Файл «{file.name}» заражено ({found}): його замкнено"
    journal.record(
        actor=SYSTEM, at=at, code="documents.file_infected", subject=file, document=document.pk,
        payload={"text": text, "found": found, "sha256": file.blob_id},
    )  # fmt: skip
    if document.created_by_post:
        outbox.notify(
            at=at, key=f"documents.infected:{file.pk}", to_post=document.created_by_post,
            subject=f"Заражений файл: «{file.name}»", body=f"{text}. Картка документа залишається.",
            link=f"/dokumenty/{document.pk}/faily/", document=document.pk,
        )  # fmt: skip
    _tell_sender(document, file, found, at)


def _tell_sender(document: Document, file: File, found: str, at: datetime) -> None:
    sender = document.correspondent
    if document.way != Document.Way.EMAIL or sender is None or not sender.email:
        return
    outbox.mail(
        at=at,
        key=f"documents.infected_sender:{document.pk}:{file.blob_id}",
        to_address=sender.email,
        subject="Ваш лист містить комп'ютерний вірус",
        body=f"У файлі «{file.name}» Вашого листа виявлено комп'ютерний вірус ({found}). "
        "Файл не відкрито. Надішліть, будь ласка, лист із перевіреними файлами ще раз.",
        document=document.pk,
        from_post=document.created_by_post,
        link=f"/dokumenty/{document.pk}/faily/",
    )

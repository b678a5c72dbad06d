"""Reading of files by the system: asked for once more by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.models import File
from magistrat.documents.queries import access, cards
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.texts.actions import asking


def read_again(*, actor: Actor, at: datetime, file_id: int, page: int | None = None) -> File:
    """Let the file, or one page of it, be read once more.

    :raises Refusal: no right, the file is not for him, or there is no such page.
    """
    with transaction.atomic():
        file = cards.file(actor=actor, file_id=file_id)
        document = access.get_visible(actor, file.document_id)
        if refusal := regulation.refusal(actor=actor, right="document.attach", on=local_date(at)):
            raise refusal
        if file.state != File.State.FINE:
            raise Refusal("", f"Файл «{file.name}» не читається: {file.get_state_display()}.")
        asking.ask(blob=file.blob, at=at)
        asking.again(sha256=file.blob_id, at=at, page=page)
        which = "файл" if page is None else f"сторінку {page} файлу"
        journal.record(
            actor=actor, at=at, code="documents.file_read_again", subject=file, document=document.pk,
            payload={"text": f"Система читає ще раз {which} «{file.name}»", "page": page},
        )  # fmt: skip
        return file

"""A draft brought as DOCX: kept on the card, recognised into parts, what was not understood left to the person."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.acts.actions import deeds, drafting
from magistrat.acts.models import Act, Aside
from magistrat.acts.queries import executors
from magistrat.documents.actions import files
from magistrat.journal.actor import Actor
from magistrat.rules import act_recognition, words
from magistrat.rules.act_blocks import Block
from magistrat.rules.act_recognition import Recognised
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.texts import process
from magistrat.texts.readers.trouble import Unreadable

SECONDS, LARGEST = 20, 20 * 1024 * 1024


def bring(*, actor: Actor, at: datetime, act: int, upload: files.Upload) -> Act:
    """Recognise the file's text into the draft; the former text is set aside, unknown lines are kept beside.

    :raises Refusal: no right, not his draft, no DOCX, or there is no text in it.
    """
    content = upload.content if isinstance(upload.content, bytes) else upload.content.read()
    found = _recognised(upload.name, content, local_date(at))
    with transaction.atomic():
        draft = drafting.opened(actor=actor, at=at, act=act)
        files.put(
            document=draft.document, uploads=[files.Upload(upload.name, io.BytesIO(content))], actor=actor, at=at
        )  # fmt: skip
        text = found.text
        if not text.title:
            text = act_recognition.titled(text, draft.title)
        said = f"Текст перенесено з файлу «{upload.name}»"
        drafting.replace_text(act=draft, text=text, actor=actor, at=at, said=said)
        if found.left:
            Aside.objects.create(
                act=draft, why=Aside.Why.LEFT, lines="\n".join(found.left), at=at, by=actor.printed
            )  # fmt: skip
            lines = f"{len(found.left)} {words.plural(len(found.left), 'рядок', 'рядки', 'рядків')}"
            deeds.note(draft, actor, at, "acts.left_unrecognised", f"Не розпізнано у файлі: {lines}")
    return draft


def _recognised(name: str, content: bytes, on: date) -> Recognised:
    if not name.lower().endswith(".docx"):
        raise Refusal("", "Перенести текст можна лише з файлу DOCX; інший файл долучіть до картки документа.")
    if len(content) > LARGEST:
        raise Refusal("", "Файл завеликий для проєкту акта: долучіть його до картки документа.")
    with tempfile.NamedTemporaryFile(suffix=".docx") as file:
        file.write(content)
        file.flush()
        try:
            rows = process.read_twice("paragraphs", seconds=SECONDS, path=file.name)
        except Unreadable as reason:
            raise Refusal("", str(reason)) from reason
    found = act_recognition.recognise(_blocks(rows), known=executors.known(on), on=on)
    if not found.text.points and not found.text.stating:
        raise Refusal("", "У файлі не знайдено ні констатуючої частини, ні пунктів: перенесіть текст уручну.")
    return found


def _blocks(rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    return [
        Block(row["text"], row["is_heading"], row["label"], tuple(tuple(cells) for cells in row["rows"]))
        for row in rows
    ]

"""All materials of a sitting set as one PDF with bookmarks by a worker; its progress is seen, the page may be left."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from magistrat.journal.actor import SYSTEM, Actor
from magistrat.outbox import actions as outbox
from magistrat.papers import sitting_sheets
from magistrat.papers.binding import Binder as Pdf
from magistrat.papers.binding import Unbindable
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings import queue
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Binder, Question, Sitting
from magistrat.sittings.queries import agendas, materials, on_paper
from magistrat.storage import actions as storage

log = logging.getLogger(__name__)
State = Binder.State


def ask(*, actor: Actor, at: datetime, sitting: int) -> Binder:
    """Have the materials set; asked while they are being set, the same waiting ones.

    :raises Refusal: no right, or nothing stands in the agenda.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        made = begin(sitting=found, actor=actor, at=at)
        deeds.note(found, actor, at, "sittings.materials_asked", "Складають матеріали засідання одним файлом")
    return made


def begin(*, sitting: Sitting, actor: Actor, at: datetime) -> Binder:
    """The row of the materials with its entry in the worker's queue; part of another deed.

    :raises Refusal: nothing stands in the agenda.
    """
    total = len(agendas.rows_of(sitting))
    if not total:
        raise Refusal("", "У порядку денному ще немає питань.")
    waiting = sitting.binders.filter(state=State.WAITING).first()
    if waiting is None:
        try:
            with transaction.atomic():
                waiting = Binder.objects.create(
                    sitting=sitting, total=total, asked_at=at, asked_by=actor.printed, asked_by_post=actor.post_id
                )
        except IntegrityError:
            waiting = sitting.binders.get(state=State.WAITING)
    queue.bind(waiting.pk)
    return waiting


def make(*, at: datetime, binder: int) -> Binder | None:
    """Set the materials; nothing when they are set already. What cannot be shown stands as a line and is told."""
    found = Binder.objects.select_related("sitting__gathering").filter(pk=binder, state=State.WAITING).first()
    if found is None:
        return None
    try:
        content, pages = _bind(found, at)
    except (Unbindable, FileNotFoundError) as trouble:
        log.warning("binder %s: %s", binder, trouble)
        return _end(found, at, trouble=str(trouble)[:500] or "матеріали не вдалося скласти")
    return _end(found, at, content=content, pages=pages)


def of_question(*, sitting: Sitting, question: Question, number: str, at: datetime) -> bytes:
    """The papers of one question as a PDF, set at once; nothing is written.

    :param number: as the agenda prints it.

    :raises Unbindable: they cannot be set.
    """
    question.number, question.sitting = number, sitting
    whole = Pdf()
    for one in materials.of(sitting, [question]):
        _put(whole, one, [], at)
    return whole.bytes(title=question.title)


def _bind(found: Binder, at: datetime) -> tuple[bytes, int]:
    sitting, on = found.sitting, local_date(at)
    title = f"Матеріали засідання виконкому {words.day(sitting.gathering.on)}"
    whole = Pdf()
    whole.add(_set([on_paper.agenda_sheet(sitting, on)], "Порядок денний", at), "Порядок денний")
    rows = {row.pk: row for block in agendas.shown(sitting) for row in block.rows}
    for row in rows.values():
        row.number, row.sitting = row.printed, sitting
    for one in materials.of(sitting, list(rows.values())):
        _put(whole, one, found.left_out, at)
        # Seen by the page that waits; each is a small transaction of its own.
        found.done += 1
        Binder.objects.filter(pk=found.pk).update(done=found.done)
    return whole.bytes(title=title), whole.pages


def _put(whole: Pdf, one: materials.Materials, left_out: list[str], at: datetime) -> None:
    on = local_date(at)
    whole.add(_set([materials.title_sheet(one)], one.question.title, at), f"{one.number}. {one.question.title}")
    if one.is_secret:
        return
    for enclosure in one.forms:
        if enclosure.key in on_paper.FORMS:
            sheet = on_paper.FORMS[enclosure.key](one.question, enclosure, on)
            whole.add(_set([sheet], one.question.title, at), sheet.kind.capitalize(), depth=1)
    for name, sha256 in one.files:
        if sha256 is None or not _added(whole, sha256, name):
            left_out.append(f"{one.number}. {name}")


def _added(whole: Pdf, sha256: str, name: str) -> bool:
    try:
        whole.add(materials.open_content(sha256), name, depth=1)
    except (Unbindable, FileNotFoundError):
        return False
    return True


def _set(sheets: list[sitting_sheets.Sheet], title: str, at: datetime) -> bytes:
    return sitting_sheets.pdf(sheets, title=title, author="", at=at)


def _end(found: Binder, at: datetime, *, content: bytes = b"", pages: int = 0, trouble: str = "") -> Binder:
    with transaction.atomic():
        found.blob = storage.keep(content=content, at=at) if content else None
        found.state = State.READY if content else State.FAILED
        found.pages, found.finished_at, found.trouble = pages or None, at, trouble
        found.save(update_fields=["blob", "state", "pages", "finished_at", "trouble", "left_out", "done"])
        text = "Матеріали засідання складено одним файлом" if content else f"Матеріалів не складено: {trouble}"
        deeds.note(found.sitting, SYSTEM, at, "sittings.materials_made", text, pages=pages, left_out=found.left_out)
        _tell(found, text, at)
    return found


def _tell(found: Binder, text: str, at: datetime) -> None:
    if found.asked_by_post:
        outbox.notify(
            at=at, key=f"sittings.materials:{found.pk}", to_post=found.asked_by_post,
            subject=f"{text}: {words.day(found.sitting.gathering.on)}",
            link=f"/zasidannia/{found.sitting_id}/materialy/",
        )  # fmt: skip

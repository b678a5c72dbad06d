"""What a main question brings with it: forms of the annexes filled in on the screen, papers as files (KR 4.19, annexes 5-7; DR 6.6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.rules import agenda, words
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds, questions
from magistrat.sittings.models import Enclosure, Question

RULES = "item_rules"
# Minutes of annex 5 by the kinds of speech that the hall knows (`rules.hall_events.SPEECHES`).
MINUTES = {"report_minutes": "report", "co_report_minutes": "co_report", "speaker_minutes": "debate"}
MOST_MINUTES, MOST_ROWS = 180, 200


def fill(*, actor: Actor, at: datetime, question: int, key: str, data: Mapping[str, Any]) -> Enclosure:
    """Fill in a form of the package by the annex: the question's regulation, the list of shortcomings.

    :param data: by the names of the annex's `required` and `if_needed`; `rows` for a table.
    :raises Refusal: no right, another unit's question, a draft that is not his to see, no such form here, what the annex asks
        is missing, or minutes are no sensible number.
    """
    deeds.demand(actor, at, deeds.DELIVER, deeds.PROPOSE, deeds.PREPARE)
    with transaction.atomic():
        found = _locked(actor, at, question)
        form = agenda.form(deeds.rules_of(found.sitting), key)
        if form is None:
            raise Refusal("", "Такої форми Регламент не передбачає.")
        kept = _clean(data)
        if missing := agenda.unfilled(form, {"number": True, **kept, **_columns(kept)}):
            raise form.refusal(f"Заповніть: {'; '.join(missing)}.")
        if key == RULES:
            found.minutes = _minutes(kept)
            found.save(update_fields=["minutes"])
        return _keep(found, actor, at, key, data=kept)


def enclose(*, actor: Actor, at: datetime, question: int, key: str, upload: files.Upload) -> Enclosure:
    """Add a paper of the package as a file of the draft: a report, a co-report, materials for a presentation.

    :raises Refusal: no right, another unit's question, no draft to which it could belong or one that is not his to see, no such
        part, or too large.
    """
    deeds.demand(actor, at, deeds.DELIVER, deeds.PROPOSE, deeds.PREPARE)
    with transaction.atomic():
        found = _locked(actor, at, question)
        if key not in {part for part, _, _ in agenda.package(deeds.rules_of(found.sitting))}:
            raise Refusal("", "Такого матеріалу Регламент не передбачає.")
        if found.document is None:
            raise Refusal("", "Спершу долучіть до питання проєкт рішення: матеріали подають разом із ним.")
        named = files.Upload(upload.name, upload.content, File.Role.ANNEX)
        (kept,) = files.put(document=found.document, uploads=[named], actor=actor, at=at)
        return _keep(found, actor, at, key, file=kept.pk)


def withdraw(*, actor: Actor, at: datetime, question: int, key: str) -> None:
    """Take a part out of the package again; a file stays on the draft's card.

    :raises Refusal: no right, another unit's question, a draft that is not his to see, or it is not there.
    """
    deeds.demand(actor, at, deeds.DELIVER, deeds.PROPOSE, deeds.PREPARE)
    with transaction.atomic():
        found = _locked(actor, at, question)
        gone, _ = found.enclosures.filter(key=key).delete()
        if not gone:
            raise Refusal("", "Цього матеріалу немає.")
        label = _label(deeds.rules_of(found.sitting), key)
        deeds.note(found, actor, at, "sittings.enclosure_withdrawn", f"Вилучено з матеріалів: {label}", key=key)


def _locked(actor: Actor, at: datetime, question: int) -> Question:
    found = deeds.locked_question(question)
    deeds.must_be_own(found, actor, at)
    deeds.must_see_papers(found, actor)
    deeds.must_be_ahead(found.sitting)
    deeds.must_be(found, *questions.OPEN, questions.Stage.ON_AGENDA)
    return found


def _keep(found: Question, actor: Actor, at: datetime, key: str, **said: Any) -> Enclosure:
    values = {"data": said.get("data", {}), "file_id": said.get("file"), "at": at, "by": actor.printed}
    made, _ = Enclosure.objects.update_or_create(question=found, key=key, defaults=values)
    deeds.touch(found.sitting, at)
    label = _label(deeds.rules_of(found.sitting), key)
    deeds.note(found, actor, at, "sittings.enclosed", f"Додано до матеріалів: {label}", key=key)
    return made


def _label(edition: Edition, key: str) -> str:
    return next((label for part, label, _ in agenda.package(edition) if part == key), key)


def _clean(data: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without spaces around them; rows that hold something."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, str):
            kept[name] = value.strip()[:2000]
        elif isinstance(value, list):
            rows = [one.strip() if isinstance(one, str) else [cell.strip() for cell in one] for one in value]
            kept[name] = [one for one in rows if any(one)][:MOST_ROWS]
        else:
            kept[name] = value
    return kept


def _columns(kept: Mapping[str, Any]) -> dict[str, bool]:
    """Columns of a table that every row fills in."""
    rows = kept.get("rows", [])
    return {"head_name_and_post": bool(rows) and all(row[0] for row in rows),
            "shortcomings": bool(rows) and all(row[1] for row in rows)}  # fmt: skip


def _minutes(kept: Mapping[str, Any]) -> dict[str, int]:
    found = {}
    for name in (*MINUTES, "answers_minutes"):
        text = str(kept.get(name, "")).strip()
        if not text:
            continue
        if not text.isdecimal() or not 0 < int(text) <= MOST_MINUTES:
            raise Refusal("", f"Кількість хвилин – ціле число від 1 до {MOST_MINUTES}: «{text}».")
        if name in MINUTES:
            found[MINUTES[name]] = int(text)
    return found


def said_minutes(number: int) -> str:
    """«до 15 хвилин», as the annex prints it."""
    return f"до {words.amount(number, 'minutes')}"

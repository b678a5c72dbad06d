"""What a row of the workbook does, by the deeds of documents and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.documents.actions import bringing_in
from magistrat.documents.queries import bringing_in as documents
from magistrat.journal.actor import Actor
from magistrat.moving import sheets
from magistrat.moving.queries.known import Known
from magistrat.moving.workbook import Row
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import bringing_in as work


@dataclass(frozen=True)
class Done:
    """Whether the row brought something new, and the document that it is about."""

    is_new: bool
    document: int | None = None


def reserve(*, actor: Actor, at: datetime, last_numbers: Mapping[str, int]) -> None:
    """Let numbers of each registry go on after the greatest one that the workbook brings, before it brings them."""
    with transaction.atomic():
        for key, last in sorted(last_numbers.items()):
            registry, _, period = key.partition(":")
            bringing_in.last_number(actor=actor, at=at, registry_id=int(registry), period=period, last=last)


def bring_in(
    *, actor: Actor, at: datetime, row: Row, values: dict[str, Any], known: Known, remembered: work.Remembered
) -> Done:
    """Bring one row in; repeatable.

    :raises Refusal: as the deeds themselves.
    """
    if row.sheet == sheets.CORRESPONDENTS:
        return _correspondent(actor, at, values, known)
    if row.sheet == sheets.NUMBERS:
        return Done(bringing_in.last_number(actor=actor, at=at, **values).is_new)
    if row.sheet == sheets.HISTORY:
        return _history(actor, at, values)
    return _document(actor, at, row, values, known, remembered)


def _correspondent(actor: Actor, at: datetime, values: dict[str, Any], known: Known) -> Done:
    made = bringing_in.correspondent(actor=actor, at=at, **values)
    known.correspondents.setdefault(values["name"].casefold(), made.pk)
    if values["code"]:
        known.correspondents.setdefault(values["code"], made.pk)
    return Done(made.is_new)


def _document(
    actor: Actor, at: datetime, row: Row, values: dict[str, Any], known: Known, remembered: work.Remembered
) -> Done:
    given = dict(values["document"])
    card = given["card"]
    if card.parties and not card.parties[0].correspondent:
        found = known.correspondents.get(row.correspondent.casefold())
        if found is None:
            raise Refusal("", "Кореспондента цього документа не внесено.")
        given["card"] = replace(card, parties=(replace(card.parties[0], correspondent=found),))
    made = bringing_in.document(actor=actor, at=at, **given)
    if values["resolution"] is None:
        return Done(made.is_new, made.pk)
    brought = work.Brought(document=made.pk, **values["resolution"])
    written = work.bring_in(actor=actor, at=at, brought=brought, remembered=remembered)
    return Done(made.is_new or written is not None, made.pk)


def _history(actor: Actor, at: datetime, values: dict[str, Any]) -> Done:
    period, number = values["place"]
    document = documents.id_at_number(values["registry_id"], period, number)
    if document is None:
        raise Refusal("", "Документа, про який цей рядок, не внесено.")
    made = bringing_in.history(actor=actor, at=at, document_id=document, day=values["day"], text=values["text"])
    return Done(made.is_new, document)

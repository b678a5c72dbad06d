"""What the rows of the workbook do, by the deeds of documents and tasks: rows of a sheet that follow one another together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
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

Judged = tuple[Row, dict[str, Any]]


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
    *, actor: Actor, at: datetime, judged: Sequence[Judged], known: Known, remembered: work.Remembered
) -> list[Done | Refusal]:
    """Bring rows without faults in, in the caller's transaction; repeatable. What became of each, in their order."""
    found: list[Done | Refusal] = []
    for sheet, rows in groupby(judged, key=lambda one: one[0].sheet):
        bring: Callable[..., list[Done | Refusal]] = {
            sheets.CORRESPONDENTS: _correspondents, sheets.NUMBERS: _numbers, sheets.DOCUMENTS: _documents,
            sheets.HISTORY: _history,
        }[sheet]  # fmt: skip
        found += bring(actor, at, list(rows), known, remembered)
    return found


def _correspondents(
    actor: Actor, at: datetime, judged: Sequence[Judged], known: Known, _: work.Remembered
) -> list[Done | Refusal]:
    given = [bringing_in.EarlierCorrespondent(**values) for _, values in judged]
    found: list[Done | Refusal] = []
    for one, made in zip(given, bringing_in.correspondents(actor=actor, at=at, given=given), strict=True):
        if isinstance(made, Refusal):
            found.append(made)
            continue
        known.learn(one.name.casefold(), made.pk)
        if one.code:
            known.learn(one.code, made.pk)
        found.append(Done(made.is_new))
    return found


def _numbers(
    actor: Actor, at: datetime, judged: Sequence[Judged], _known: Known, _: work.Remembered
) -> list[Done | Refusal]:
    found: list[Done | Refusal] = []
    for _row, values in judged:
        try:
            found.append(Done(bringing_in.last_number(actor=actor, at=at, **values).is_new))
        except Refusal as refusal:
            found.append(refusal)
    return found


def _documents(
    actor: Actor, at: datetime, judged: Sequence[Judged], known: Known, remembered: work.Remembered
) -> list[Done | Refusal]:
    found: dict[int, Done | Refusal] = {}
    given = dict[int, bringing_in.Earlier]()
    for place, (row, values) in enumerate(judged):
        try:
            given[place] = _earlier(row, values, known)
        except Refusal as refusal:
            found[place] = refusal
    made = bringing_in.documents(actor=actor, at=at, given=list(given.values()))
    entered = dict(zip(given, made, strict=True))
    resolutions = {
        place: work.Brought(document=one.pk, **resolution)
        for place, one in entered.items()
        if not isinstance(one, Refusal) and (resolution := judged[place][1]["resolution"]) is not None
    }
    written = work.bring_in(actor=actor, at=at, brought=list(resolutions.values()), remembered=remembered)
    resolved = {place for place, one in zip(resolutions, written, strict=True) if one is not None}
    for place, one in entered.items():
        found[place] = one if isinstance(one, Refusal) else Done(one.is_new or place in resolved, one.pk)
    return [found[place] for place in range(len(judged))]


def _earlier(row: Row, values: dict[str, Any], known: Known) -> bringing_in.Earlier:
    """The row's document, with the id of a correspondent whom the workbook itself has brought.

    :raises Refusal: he has not been brought in, or its resolution may not be.
    """
    given = dict(values["document"])
    card = given["card"]
    if card.parties and not card.parties[0].correspondent:
        found = known.correspondents.get(row.correspondent.casefold())
        if found is None:
            raise Refusal("", "Кореспондента цього документа не внесено.")
        given["card"] = replace(card, parties=(replace(card.parties[0], correspondent=found),))
    if values["resolution"] is not None:
        # Asked before the document is written: the row comes whole or not at all.
        refused = work.refusal(work.Brought(document=0, **values["resolution"]))
        if refused:
            raise refused
    return bringing_in.Earlier(**given)


def _history(
    actor: Actor, at: datetime, judged: Sequence[Judged], _known: Known, _: work.Remembered
) -> list[Done | Refusal]:
    places = [(values["registry_id"], *values["place"]) for _, values in judged]
    there = documents.at_numbers(set(places))
    known = {
        index: bringing_in.Line(there[place].pk, values["day"], values["text"])
        for index, (place, (_, values)) in enumerate(zip(places, judged, strict=True))
        if place in there
    }
    told = dict(zip(known, bringing_in.history(actor=actor, at=at, given=list(known.values())), strict=True))
    missing = Refusal("", "Документа, про який цей рядок, не внесено.")
    return [Done(told[one].is_new, told[one].pk) if one in told else missing for one in range(len(judged))]

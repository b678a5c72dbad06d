"""A sitting is called by the mayor's order (KR 4.8-4.10; DR 6.1, 6.16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.bodies import hooks
from magistrat.documents.models import Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import announcing, deeds
from magistrat.sittings.models import Question, Sitting
from magistrat.sittings.queries import orders


def convene(*, actor: Actor, at: datetime, sitting: int, order: str = "", document: int | None = None) -> Sitting:
    """Note the mayor's order by which the sitting is called (KR 4.8-4.10; DR 6.1); its copies are sent then.

    :param order: day and number as printed; :param document: the order's card, where it is in the system: then they are known,
        and whoever keeps the order's mailing list hears of it in this very transaction.
    :raises Refusal: no right, no order named, the document is no registered order, the sitting is not ahead any more, or what
        the order names is not set (KR 4.8).
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_ahead(found)
        kept = _order(actor, document) if document is not None else None
        said = order if order.strip() or kept is None else orders.printed(kept)
        printed = deeds.required(said, "Зазначте дату й номер розпорядження про скликання.", 200)
        edition = deeds.rules_of(found)
        content = edition.get("convening_order_content")
        if content and (missing := _unset(found, content.values["required"], content.values["labels"])):
            raise content.refusal(f"У розпорядженні про скликання зазначають: {', '.join(missing)}.")
        if (found.order_printed, found.convening_id) != (printed, document):
            announcing.forget(sitting=found)
        found.order_printed, found.convening = printed, kept
        found.convened_at, found.convened_by = at, actor.printed
        found.save(update_fields=["order_printed", "convening", "convened_at", "convened_by"])
        deeds.touch(found, at)
        rule = content or edition.get("meeting_convening")
        clause = rule.clause if rule else ""
        deeds.note(found, actor, at, "sittings.convened", f"Засідання скликано: {printed}", clause, order=document)
        if kept is not None:
            hooks.tell_convened(found.gathering, kept.pk, actor, at)
    return found


def _order(actor: Actor, document: int) -> Document:
    found = access.get_visible(actor, document)
    if not orders.is_order(found):
        raise Refusal("", "Засідання скликають зареєстрованим розпорядженням міського голови.")
    return found


def _unset(sitting: Sitting, required: Sequence[str], labels: Sequence[str]) -> list[str]:
    held = {
        "date": sitting.gathering.on,
        "time": sitting.gathering.at,
        "place": sitting.gathering.place,
        "main_items": sitting.questions.exclude(stage=Question.Stage.OUT).exists(),
    }
    return [label for key, label in zip(required, labels, strict=True) if not held.get(key)]

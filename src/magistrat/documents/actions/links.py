"""Relations between documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.models import Document, Link
from magistrat.documents.queries import access, rights
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def connect(*, actor: Actor, at: datetime, source_id: int, target_id: int, kind: str) -> Link:
    """Relate two documents that the actor sees; `kind` is one of `Link.Kind`.

    :raises Refusal: no right, another unit's registry, one of them is not his to see, or they are related so already.
    """
    with transaction.atomic():
        _ask(actor, at)
        source, target = access.get_visible(actor, source_id), access.get_visible(actor, target_id)
        _ask_keeper(actor, at, source)
        if source.pk == target.pk:
            raise Refusal("", "Документ не пов'язують із самим собою.")
        link, is_new = Link.objects.get_or_create(source=source, target=target, kind=kind, defaults={"made_at": at})
        if not is_new:
            raise Refusal("", "Ці документи вже пов'язано.")
        text = f"Пов'язано: {link.get_kind_display()} {target.index or target.summary}"
        _note(actor, at, "documents.linked", link, text)
    return link


def part(*, actor: Actor, at: datetime, link_id: int, reason: str) -> None:
    """Undo a mistaken relation, with a reason.

    :raises Refusal: no right, no reason, or the document is not his to see.
    """
    with transaction.atomic():
        _ask(actor, at)
        link = Link.objects.select_for_update(of=("self",)).select_related("target").get(pk=link_id)
        _ask_keeper(actor, at, access.get_visible(actor, link.source_id))
        if not reason.strip():
            raise Refusal("", "Зазначте, чому зв'язок вилучають.")
        text = f"Зв'язок вилучено: {link.get_kind_display()} {link.target.index or link.target.summary}. Причина: {reason.strip()}"
        _note(actor, at, "documents.unlinked", link, text)
        link.delete()


def refusal_to_relate(*, actor: Actor, source: Document, at: datetime) -> Refusal | None:
    """Why the actor may not relate the document to others: those who keep its card do."""
    refusal = regulation.refusal(actor=actor, right="document.correct", on=local_date(at))
    return refusal or rights.refusal_to_keep_card(actor=actor, registry_id=source.registry_id, on=local_date(at))


def _ask(actor: Actor, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right="document.correct", on=local_date(at)):
        raise refusal


def _ask_keeper(actor: Actor, at: datetime, source: Document) -> None:
    if refusal := refusal_to_relate(actor=actor, source=source, at=at):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, link: Link, text: str) -> None:
    payload = {"text": text, "target": link.target_id, "kind": link.kind}
    journal.record(actor=actor, at=at, code=code, subject=link, document=link.source_id, payload=payload)

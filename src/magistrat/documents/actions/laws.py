"""Laws kept for reference: each is a document of a registry of its own, with its text as a file.

Not files of one internal document: a law is then found by its number and day, shows its own passages, and can be linked
with what refers to it. Not incoming letters either: nobody has to consider them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import Enum

from django.db import transaction

from magistrat.documents.actions import correspondents, files, grants, passages, registration, registries
from magistrat.documents.actions.passages import Text
from magistrat.documents.card import Card, Party
from magistrat.documents.laws import Law
from magistrat.documents.models import Correspondent, Direction, Document, DocumentKind, File, Found, Grant, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

KEY, TITLE, PATTERN = "laws", "Законодавство (для довідки)", "З-{n}"
PARLIAMENT = "Верховна Рада України"
KIND = "law"


class Outcome(Enum):
    """What was done with a law."""

    BROUGHT = "внесено"
    CHANGED = "оновлено"
    THERE = "уже є"


def registry_of_laws(*, actor: Actor, at: datetime) -> Registry:
    """The registry of laws, opened at the first time; it belongs to the service that keeps the incoming papers.

    :raises Refusal: the city has no registry of incoming papers yet, or no kind «закон».
    """
    with transaction.atomic():
        found = Registry.objects.filter(key=KEY).first()
        if found is not None:
            return found
        central = Registry.objects.filter(direction=Direction.INCOMING, is_open=True).order_by("rank", "id").first()
        if central is None or not DocumentKind.objects.filter(key=KIND).exists():
            raise Refusal("", "У місті ще не відкрито реєстру вхідних документів або немає виду документа «закон».")
        return registries.open_registry(
            actor=actor, at=at, key=KEY, title=TITLE, direction=Direction.INTERNAL, department=central.department_id,
            pattern=PATTERN, restarts="never", rank=900,
        )  # fmt: skip


def bring(*, actor: Actor, at: datetime, registry: Registry, law: Law, for_all: bool = False) -> Outcome:
    """Register the law with its text, or put a changed text into the law that is there; the same law is done once.

    `for_all`: every department sees it, not only the service that keeps the registry.

    :raises Refusal: as for `registration.register_reference`.
    """
    body = law.text.encode()
    with transaction.atomic():
        Registry.objects.select_for_update().get(pk=registry.pk)
        there = Document.objects.filter(
            registry=registry, parties__their_index=law.number, parties__their_date=law.on
        ).first()
        if there is not None:
            return _renew(actor, at, there, law, body)
        card = Card(
            kind=DocumentKind.objects.values_list("pk", flat=True).get(key=KIND),
            summary=law.summary,
            parties=(Party(_parliament(actor, at), law.number, law.on),),
            signatory=PARLIAMENT,
        )
        upload = files.Upload(f"{law.number.replace('/', '-')}.txt", body)
        document = registration.register_reference(
            actor=actor, at=at, registry_id=registry.pk, card=card, uploads=[upload]
        )
        if for_all:
            _show_all(document, at)
        _make_found(document, law)
        return Outcome.BROUGHT


def _renew(actor: Actor, at: datetime, document: Document, law: Law, body: bytes) -> Outcome:
    old = document.files.filter(removed_at__isnull=True, replaced_by__isnull=True).order_by("id").last()
    if old is not None and old.blob_id == hashlib.sha256(body).hexdigest():
        return Outcome.THERE
    upload = files.Upload(f"{law.number.replace('/', '-')}.txt", body)
    if old is None:
        files.put(document=document, uploads=[upload], actor=actor, at=at)
    else:
        files.renew(document=document, old=old, upload=upload, actor=actor, at=at)
    _make_found(document, law)
    return Outcome.CHANGED


def _make_found(document: Document, law: Law) -> None:
    """The text is known already: it is found at once, and stays the same when the file is read."""
    file = File.objects.filter(document=document, removed_at__isnull=True, replaced_by__isnull=True).latest("pk")
    passages.put([Text(document.pk, Found.FILE, file.pk, law.text, 1)])


def _parliament(actor: Actor, at: datetime) -> int:
    kind = Correspondent.Kind.PARLIAMENT
    found = Correspondent.objects.filter(kind=kind, name=PARLIAMENT).order_by("id").first()
    return (found or correspondents.add(actor=actor, at=at, name=PARLIAMENT, kind=kind)).pk


def _show_all(document: Document, at: datetime) -> None:
    everybody = [one.pk for one in organisation.departments(local_date(at))]
    source = f"documents.document:{document.pk}"
    grants.give_many(document=document, at=at, reason=Grant.Reason.INFORMED, source=source, departments=everybody)

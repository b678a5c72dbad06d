"""Registered orders of the mayor by which a sitting may be called (KR 4.8; DR 6.1)."""

from __future__ import annotations

from datetime import date, timedelta

from magistrat.documents.models import Direction, Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules import words
from magistrat.sittings.models import Sitting

KIND = "mayor_order"
LOOK_BACK, MOST = timedelta(days=45), 60


def to_convene(actor: Actor, on: date) -> list[tuple[int, str]]:
    """Orders of the last weeks that the actor sees and that call no sitting yet, the newest first; one statement."""
    taken = Sitting.objects.filter(convening__isnull=False).values("convening")
    found = access.visible(actor).filter(
        direction=Direction.ACT, kind__key=KIND, state=Document.State.REGISTERED, is_restricted=False,
        registered_on__range=(on - LOOK_BACK, on),
    )  # fmt: skip
    rows = found.exclude(pk__in=taken).order_by("-registered_on", "-pk")
    rows = rows.only("id", "index", "registered_on", "summary")
    return [(one.pk, f"{printed(one)}: {one.summary}"[:160]) for one in rows[:MOST]]


def is_order(document: Document) -> bool:
    """Whether the document is a registered order that all may read."""
    is_registered = document.state == Document.State.REGISTERED
    return is_registered and document.kind.key == KIND and not document.is_restricted


def printed(document: Document) -> str:
    """«від 02.12.2026 № 57-р»."""
    day = f"від {words.day(document.registered_on)} " if document.registered_on else ""
    return f"{day}№ {document.index}"

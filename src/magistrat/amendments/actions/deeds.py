"""What every deed on a draft does the same way: the right, the lock, the reason, the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from magistrat.amendments.models import DraftChange, DraftEdition
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "regulation.manage"


class Overtaken(Refusal):
    """Another person has changed the same thing meanwhile."""

    __slots__ = ("changes",)

    def __init__(self, message: str, changes: tuple[DraftChange, ...]) -> None:
        super().__init__("", message)
        self.changes = changes


def demand(*, actor: Actor, at: datetime) -> None:
    """Go on only when the actor may change the regulation by the edition in force.

    :raises Refusal: with the clause that says whose right it is.
    """
    if refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at)):
        raise refusal


def locked(*, actor: Actor, at: datetime, draft: int) -> DraftEdition:
    """The draft, locked, when the actor may change it and it is still open.

    :raises Refusal: no right; adopted or dropped already.
    :raises DraftEdition.DoesNotExist: when there is no such draft.
    """
    demand(actor=actor, at=at)
    found = DraftEdition.objects.select_for_update(of=("self",)).get(pk=draft)
    if found.state != DraftEdition.State.OPEN:
        raise Refusal("", f"Проєкт «{found.title}» уже {found.get_state_display()}: його не змінюють.")
    return found


def reasoned(reason: str) -> str:
    """The reason of a change.

    :raises Refusal: when there is none.
    """
    said = " ".join(reason.split())
    if not said:
        raise Refusal("", "Зазначте підставу зміни: чому її вносять.")
    return said[:1000]


def demand_not_overtaken(draft: DraftEdition, entry: str, seen: int) -> None:
    """Go on only when nobody has changed the entry after the version that the actor saw.

    :raises Overtaken: with what was changed.
    """
    later = tuple(draft.changes.filter(entry=entry, version__gt=seen).order_by("version"))
    if later:
        said = "; ".join(f"{one.get_kind_display()} — {one.by}, підстава: {one.reason}" for one in later)
        raise Overtaken(
            f"Поки Ви працювали, це правило змінив інший: {said}. Перегляньте нові значення (Ваші збережено в полях) і"
            " запишіть ще раз, якщо Ваші правильні.",
            later,
        )


def put(
    *, actor: Actor, at: datetime, draft: DraftEdition, texts: Mapping[str, str], kind: str, reason: str, **more: Any
) -> DraftChange:
    """Keep the draft's new texts and the change that made them; in the caller's transaction."""
    draft.texts, draft.version = dict(texts), draft.version + 1
    draft.changed_at, draft.changed_by = at, actor.printed
    draft.save()
    change = DraftChange.objects.create(
        draft=draft, version=draft.version, kind=kind, reason=reason, by=actor.printed, at=at, **more
    )
    write(actor=actor, at=at, draft=draft, code="amendments.draft_changed", text=f"{_headline(change)}: {reason}")
    return change


def write(*, actor: Actor, at: datetime, draft: DraftEdition, code: str, text: str) -> None:
    """The journal's line on a draft."""
    journal.record(
        actor=actor,
        at=at,
        code=code,
        subject=draft,
        payload={"text": text, "draft": draft.title, "version": draft.version},
    )


def _headline(change: DraftChange) -> str:
    return f"У проєкті редакції {change.get_kind_display()}: {change.what}"

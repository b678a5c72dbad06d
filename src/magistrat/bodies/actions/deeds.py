"""What every deed on a body or its gathering begins and ends with: right, lock, journal."""

from __future__ import annotations

from datetime import datetime

from magistrat.bodies.models import Body, Gathering
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

MANAGE = "bodies.manage"
KEEP = "sittings.keep_minutes"
ALLOW_POLL = "sessions.allow_poll"


def demand(actor: Actor, right: str, at: datetime) -> None:
    """Go on only with the right.

    :raises Refusal: with the clause that says whose right it is.
    """
    if refusal := regulation.refusal(actor=actor, right=right, on=local_date(at)):
        raise refusal


def locked(gathering: int) -> Gathering:
    """The gathering, locked: of two secretaries at once the second sees the step of the first.

    :raises Refusal: when there is none.
    """
    found = Gathering.objects.select_related("body").select_for_update(of=("self",)).filter(pk=gathering).first()
    if found is None:
        raise Refusal("", "Такого засідання немає.")
    return found


def locked_body(body: int) -> Body:
    """The body, locked.

    :raises Refusal: when there is none or it has ended.
    """
    found = Body.objects.select_for_update().filter(pk=body).first()
    if found is None:
        raise Refusal("", "Такого органу немає.")
    if found.until is not None:
        raise Refusal("", f"Діяльність органу припинено: {found.title}.")
    return found


def rule(key: str, at: datetime) -> Entry | None:
    """The clause of the key in the edition of the day; nothing where the city has no such rule."""
    return regulation.rules_on(local_date(at)).get(key)


def note(
    subject: Body | Gathering, actor: Actor, at: datetime, code: str, text: str, clause: str = "",
    document: int | None = None, **payload: object,
) -> None:  # fmt: skip
    """Write the deed into the journal."""
    journal.record(
        actor=actor, at=at, code=code, subject=subject, document=document, clause=clause,
        payload={"text": text, **payload},
    )  # fmt: skip

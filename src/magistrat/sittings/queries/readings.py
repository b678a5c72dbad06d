"""Who of the members has read what: the secretary's table, and the agenda as a member reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from magistrat.bodies.models import Membership
from magistrat.bodies.queries import composition
from magistrat.sittings.models import AgendaReading, MemberReading, Question, Sitting


@dataclass(frozen=True)
class Receipt:
    """A member with what he has read: the agenda at a moment, so many questions, the last of them at another."""

    member: Membership
    agenda_at: datetime | None
    number: int
    last_at: datetime | None


def receipts(sitting: Sitting) -> list[Receipt]:
    """All members of the sitting's day; three statements."""
    members = composition.members_on(sitting.gathering.body, sitting.gathering.on)
    agenda = dict(AgendaReading.objects.filter(sitting=sitting).values_list("person", "at"))
    read: dict[int, list[datetime]] = {}
    rows = MemberReading.objects.filter(question__sitting=sitting).exclude(question__stage=Question.Stage.OUT)
    for person, at in rows.values_list("person", "at"):
        read.setdefault(person, []).append(at)
    return [
        Receipt(
            one,
            agenda.get(one.person_id),
            len(read.get(one.person_id, [])),
            max(read.get(one.person_id, []), default=None),
        )
        for one in members
    ]


def member_of(sitting: Sitting, account: int) -> Membership | None:
    """As which member the person signed in sits in the body on the sitting's day; one statement."""
    return composition.member_of_account(sitting.gathering.body, account, sitting.gathering.on)


def read_by(sitting: Sitting, person: int) -> set[int]:
    """Questions of the sitting that the person has opened; one statement."""
    return set(
        MemberReading.objects.filter(question__sitting=sitting, person=person).values_list("question", flat=True)
    )

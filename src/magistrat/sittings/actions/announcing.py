"""A sitting is made known: copies of its order, the city's site, the agenda for the press (KR 4.9, 4.10, 4.33; DR 6.16)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.bodies.models import Gathering
from magistrat.journal.actor import Actor
from magistrat.rules import sitting_way, words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.rules.sitting_way import Last
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Announcement, Sitting
from magistrat.sittings.queries import count

Kind = Announcement.Kind
RIGHTS = {
    Kind.COPIES: (deeds.PREPARE,),
    Kind.WEBSITE: (deeds.PREPARE, deeds.PUBLISH),
    Kind.PRESS: (deeds.PREPARE, deeds.PRESS),
}


def announce(*, actor: Actor, at: datetime, sitting: int, kind: str) -> Announcement:
    """Note that the sitting was made known in this way.

    Copies that the system itself sends by the mailing list of the order need no mark: `queries.way` sees them.

    :param kind: key of `Announcement.Kind`.
    :raises Refusal: no right; no clause asks for it; not called yet; the agenda is not fixed; not the day on which the press
        gets it (KR 4.33); the sitting is over; or it is noted already.
    """
    if kind not in Kind.values:
        raise Refusal("", "Виберіть, що зроблено.")
    deeds.demand(actor, at, *RIGHTS[Kind(kind)])
    with transaction.atomic():
        found = deeds.locked(sitting)
        last = sitting_way.last_of(sitting_way.of_sitting(count.of(found), count.day_of(found)), kind)
        if last is None:
            raise Refusal("", "Регламент не встановлює такого кроку для цього засідання.")
        _refuse_unready(found, last, at)
        if held := found.announcements.filter(kind=kind).first():
            raise Refusal("", f"Уже відмічено {words.day(local_date(held.at))}: {held.by}.")
        return _note(found, kind, actor, at, last.clause)


def forget(*, sitting: Sitting) -> None:
    """The sitting is called by another order: what was told of the former one does not count; part of that deed."""
    sitting.announcements.exclude(kind=Kind.PRESS).delete()


def _note(found: Sitting, kind: str, actor: Actor, at: datetime, clause: str) -> Announcement:
    made = Announcement.objects.create(sitting=found, kind=kind, at=at, by=actor.printed)
    deeds.touch(found, at)
    deeds.note(found, actor, at, "sittings.announced", words.sentence(made.get_kind_display()), clause, kind=kind)
    return made


def _refuse_unready(found: Sitting, last: Last, at: datetime) -> None:
    entry = deeds.rules_of(found).entry(last.key)
    if last.deed == Kind.PRESS:
        # The press gets the agenda on the very day, when the sitting may be under way already.
        if found.gathering.state not in (Gathering.State.PLANNED, Gathering.State.OPEN):
            deeds.must_be_ahead(found)
        if found.agenda_frozen_at is None:
            raise Refusal("", "Спершу зафіксуйте порядок денний.")
        if local_date(at) != found.gathering.on:
            day = words.day(found.gathering.on)
            raise entry.refusal(f"Представники медіа отримують проєкт порядку денного в день засідання, {day}.")
        return
    deeds.must_be_ahead(found)
    if found.convened_at is None:
        raise Refusal("", "Спершу зазначте розпорядження, яким засідання скликано.")

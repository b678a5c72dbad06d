"""Days on which the committee sits: the usual ones of a year, and what an appointed day departs from (KR 4.1, 4.10; DR 6.12, 6.16).

Pure functions over an edition; a city without a key has no such rule. Days and hours are Europe/Kyiv.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from magistrat.rules import limits, terms, words
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

REGULAR, EXTRAORDINARY = "regular", "extraordinary"
# Keys of the entry that names the usual days (KR 4.1; DR 6.12).
USUAL = ("committee_meeting_interval", "regular_meeting")
# How late an extraordinary sitting may still be called (KR 4.10; DR 6.16).
CALLED = ("meeting_notice_extraordinary", "extraordinary_meeting_preparation")
CONVENED = "meeting_convening_order"
# A usual day is moved by a few days at most; so much earlier no sitting that belongs to the span is missed.
BEFORE = timedelta(days=31)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """A sitting that the clause proposes.

    :param named: the day that the clause names; ``on``: the day itself, else the next working one.
    :param at: the clause's hour, where it names one.
    """

    on: date
    at: time | None
    named: date
    clause: str
    explanation: str

    @property
    def is_moved(self) -> bool:
        """Whether the named day is a day of rest."""
        return self.on != self.named


def rule(edition: Edition) -> Entry | None:
    """The entry that names the usual days; nothing where the city has none."""
    return next((entry for key in USUAL if (entry := edition.get(key)) and entry.term), None)


def usual(edition: Edition, calendar: WorkCalendar, since: date, until: date) -> tuple[Usual, ...]:
    """The usual sittings from ``since`` to ``until``, both included, in order.

    :raises CalendarError: when the span begins before the kept calendar.
    """
    return tuple(one for one in _from(edition, calendar, max(since - BEFORE, calendar.country.start), until)
                 if since <= one.on <= until)  # fmt: skip


def warnings(
    edition: Edition, calendar: WorkCalendar, *, kind: str, on: date, at: time | None, today: date
) -> list[str]:
    """What the appointed day departs from and may: sentences with their clauses."""
    found = []
    day = calendar.day(on)
    if not day.working:
        found.append(f"{words.sentence(words.day_and_weekday(on))} – {day.reason}.")
    if kind == REGULAR:
        found += [*_unusual(edition, calendar, on, at), *_late_call(edition, calendar, on, today)]
    return found


def refusal(edition: Edition, calendar: WorkCalendar, *, kind: str, on: date, today: date) -> Refusal | None:
    """Why no sitting may be appointed for the day; nothing when one may."""
    if on < today:
        return Refusal("", f"Засідання не призначають на минулий день: {words.day(on)}.")
    entry = next((entry for key in CALLED if (entry := edition.get(key)) and entry.term), None)
    if kind != EXTRAORDINARY or entry is None:
        return None
    last = _day(terms.by_entry(entry, on, calendar).due)
    if today <= last:
        return None
    return entry.refusal(
        f"Позачергове засідання на {words.day(on)} скликати вже пізно: останній день – {words.day_and_weekday(last)}."
    )


def bare_months(edition: Edition, days: Collection[date], since: date, until: date) -> tuple[list[date], str]:
    """First days of the whole months of the span that have no sitting, and the clause that wants one in each.

    «Не рідше одного разу на місяць» (KR 4.1), «щомісяця» (DR 6.12).
    """
    entry = rule(edition)
    if entry is None or not any(bound.firm for bound in limits.bounds(entry.values)):
        return [], ""
    held = {(day.year, day.month) for day in days}
    months = _months(since, until)
    return [month for month in months if (month.year, month.month) not in held], entry.clause


def _from(edition: Edition, calendar: WorkCalendar, since: date, until: date) -> Iterator[Usual]:
    entry = rule(edition)
    if entry is None or entry.term is None:
        return
    day = replace(entry.term, clock=None)
    named = since - DAY if since > calendar.country.start else since
    while True:
        before = named
        found = terms.due(day, before, calendar, clause=entry.clause, preface=terms.SOFT if entry.soft else "")
        named = _day(terms.due(replace(day, nonworking="stay"), before, calendar).due)
        if named > until:
            return
        yield Usual(_day(found.due), entry.term.clock, named, entry.clause, found.explanation)


def _unusual(edition: Edition, calendar: WorkCalendar, on: date, at: time | None) -> Iterator[str]:
    entry = rule(edition)
    if entry is None or entry.term is None:
        return
    said = f"{entry.meaning.rstrip('.')} ({words.clause(entry.clause)})"
    month = on.replace(day=1)
    if on not in {one.on for one in usual(edition, calendar, month, month + BEFORE)}:
        yield f"Це не звичайний день засідання: {said[:1].lower()}{said[1:]}."
    if at is not None and entry.term.clock is not None and at != entry.term.clock:
        yield f"Звичайна година засідання – {words.clock(entry.term.clock)} ({words.clause(entry.clause)})."


def _late_call(edition: Edition, calendar: WorkCalendar, on: date, today: date) -> Iterator[str]:
    entry = edition.get(CONVENED)
    if entry is None or entry.term is None:
        return
    last = _day(terms.by_entry(entry, on, calendar).due)
    if last < today:
        yield (
            f"Останній день для розпорядження про скликання чергового засідання минув: {words.day_and_weekday(last)}"
            f" ({words.clause(entry.clause)})."
        )


def _months(since: date, until: date) -> list[date]:
    found, month = [], since.replace(day=1)
    while month <= until:
        found.append(month)
        month = (month + BEFORE + DAY).replace(day=1)
    return found


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end

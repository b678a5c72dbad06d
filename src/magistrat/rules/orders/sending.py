"""When an act and its copies go out, and to whom (KR 4.35, 4.38, 4.47, 6.17, 6.21; DR 5.15, 5.17, 6.26, 12.9)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.moments import local, moment
from magistrat.rules.orders.kinds import COUNCIL, DECISIONS, ORDERS, Last, last_of

ROUNDS = ("order_dispatch_hours", "decision_dispatch_hours")
PERMITS = ("permit_decision_transfer", "council_permit_decision_transfer")


def rounds_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry that gives the hours at which acts of the kind go out by themselves (KR 4.35, 6.17): no personnel orders."""
    if kind == "order":
        return edition.get("order_dispatch_hours")
    return edition.get("decision_dispatch_hours") if kind in DECISIONS else None


def hours(edition: Edition) -> tuple[time, ...]:
    """Hours of the day in Kyiv at which something goes out, in order."""
    entries = [entry for key in ROUNDS if (entry := edition.get(key))]
    return tuple(sorted({time.fromisoformat(said) for entry in entries for said in entry.values["hours"]}))


def by_drafter(edition: Edition, kind: str) -> Entry | None:
    """The entry by which the drafter may send the act to some of the list himself (KR 4.35, 6.17)."""
    entry = rounds_rule(edition, kind)
    return entry if entry is not None and entry.values.get("by_drafter_roles") else None


def planned(calendar: WorkCalendar, of_day: Sequence[time], *, after: datetime, until: datetime) -> Iterator[datetime]:
    """Moments (UTC) of the rounds of working days, later than `after` and not later than `until`."""
    day, last = local(after).date(), local(until).date()
    while day <= last:
        if calendar.is_working(day):
            for hour in of_day:
                at = moment(datetime.combine(day, hour))
                if after < at <= until:
                    yield at
        day += timedelta(days=1)


def next_round(calendar: WorkCalendar, of_day: Sequence[time], *, after: datetime) -> datetime | None:
    """The nearest round later than the moment."""
    if not of_day:
        return None
    until = moment(datetime.combine(calendar.next_working(local(after).date()), time.max))
    return next(planned(calendar, of_day, after=after, until=until), None)


def send_by(
    edition: Edition,
    calendar: WorkCalendar,
    *,
    kind: str,
    flags: Collection[str],
    adopted_on: date,
    registered_on: date,
) -> Last | None:
    """The last day of sending a registered act (KR 4.35; DR 5.15, 6.26, 12.9)."""
    if kind in ORDERS:
        return last_of(edition.get("order_dispatch"), calendar, registered_on)
    keys = ["council_decision_dispatch" if kind == COUNCIL else "decision_dispatch"]
    if "permits" in flags:
        keys.append(PERMITS[kind == COUNCIL])
    found = []
    for key in keys:
        entry = edition.get(key)
        if entry is not None and entry.term is not None:
            # KR 4.35 waits for both events; DR 6.26 counts a permit's day from adoption alone.
            is_adoption = entry.term.event == "adoption" and key in PERMITS
            since = adopted_on if is_adoption else max(adopted_on, registered_on)
            found.append(last_of(entry, calendar, since))
    return min((one for one in found if one), key=lambda one: one.on, default=None)


def extract_by(edition: Edition, calendar: WorkCalendar, *, kind: str, registered_on: date) -> Last | None:
    """The last day of giving a certified extract of a decision (DR 6.26, 12.9)."""
    if kind in ORDERS:
        return None
    return last_of(
        edition.get("council_decision_extract" if kind == COUNCIL else "decision_extract"), calendar, registered_on
    )


def copy_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry that says who certifies copies (KR 4.47, 5.39, 6.21; DR 5.17, 6.26)."""
    if kind in ORDERS:
        return edition.get("order_copy_certification") or edition.get("order_dispatch")
    if kind == COUNCIL:
        return edition.get("council_decision_copy_certification") or edition.get("council_decision_extract")
    return edition.get("decision_copy_certification") or edition.get("decision_extract")


def copy_on_request_rule(edition: Edition, kind: str) -> Entry | None:
    """The entry by which copies are given to those who ask for them (KR 4.38, 5.39, 6.21)."""
    on_request = edition.get("decision_copies_on_request") if kind not in ORDERS and kind != COUNCIL else None
    return on_request or copy_rule(edition, kind)


def wants_certified(edition: Edition, kind: str) -> Entry | None:
    """The entry by which executors get certified second copies or extracts instead of a round (DR 5.15)."""
    return edition.get("order_dispatch") if kind in ORDERS else None

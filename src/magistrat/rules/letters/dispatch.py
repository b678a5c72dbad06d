"""When and by which way a letter leaves (KR 7.12.8; DR 11.3, 11.4, 11.14)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition
from magistrat.rules.letters.matter import as_day
from magistrat.rules.refusal import Refusal


def next_post(edition: Edition, calendar: WorkCalendar, *, sent_on: date) -> tuple[date, str] | None:
    """The next day of the ordinary post after a day on which it went, and the clause (DR 11.14)."""
    entry = edition.get("daily_post")
    if entry is None:
        return None
    return calendar.on_or_next(as_day(terms.by_entry(entry, sent_on, calendar).due)), entry.clause


def dispatch_due(
    edition: Edition, calendar: WorkCalendar, *, signed_on: date, registered_at: datetime, is_urgent: bool
) -> tuple[date, str] | None:
    """The last day of dispatch and its clause: an urgent letter goes on the day of signature (DR 11.3, 11.14)."""
    if is_urgent and (entry := edition.get("urgent_dispatch")):
        return as_day(terms.by_entry(entry, signed_on, calendar).due), entry.clause
    if entry := edition.get("dispatch_day"):
        return as_day(terms.by_entry(entry, registered_at, calendar).due), entry.clause
    return None


def dispatch_refusal(edition: Edition, *, is_registered: bool) -> Refusal | None:
    """An unregistered letter leaves the house nowhere (DR 11.4)."""
    if is_registered:
        return None
    message = "Лист не зареєстровано: без реєстрації вихідний документ не надсилають і не передають."
    entry = edition.get("no_dispatch_unregistered")
    return entry.refusal(message) if entry else Refusal("", message)


def way_refusal(edition: Edition, signatory: Collection[str], sender: Collection[str], by: str) -> Refusal | None:
    """Why the sender does not send a letter signed so in this way: leaders' letters go by post from one unit (KR 7.12.8).

    :param signatory: roles of the signatory; :param sender: those of the one who sends; :param by: key of the way.
    """
    entry = edition.get("leaders_letters_dispatch")
    if entry is None or not set(entry.values["signatory_roles"]).intersection(signatory):
        return None
    if set(entry.values["unit_roles"]).intersection(sender) or by in entry.values["body_ways"]:
        return None
    return entry.refusal(
        "Листи за підписом керівництва поштою та через СЕВ надсилає служба діловодства; виконавчий орган лише надсилає їх"
        " електронною поштою або видає особисто."
    )

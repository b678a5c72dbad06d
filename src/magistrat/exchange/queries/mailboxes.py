"""Mailboxes, and whether they are looked into as often as the regulation wants (KR annex 15, 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from magistrat.exchange.models import Mailbox
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import mail as rules
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

SECURITIES = Mailbox.Security.choices


def all_boxes() -> Sequence[Mailbox]:
    """Every mailbox, those in work first; one statement."""
    return list(Mailbox.objects.select_related("department").order_by("-is_open", "-is_main", "address"))


def mailbox(mailbox_id: int) -> Mailbox:
    """One mailbox; one statement.

    :raises Refusal: there is none.
    """
    found = Mailbox.objects.select_related("department").filter(pk=mailbox_id).first()
    if found is None:
        raise Refusal("", "Такої скриньки немає.")
    return found


def of_actor(*, actor: Actor, at: datetime) -> Sequence[Mailbox]:
    """Boxes of the actor's units, each with `due` (by when to be checked again), `clause` and `is_late`; one statement."""
    found = Mailbox.objects.filter(is_open=True, department__in=actor.departments).order_by("-is_main", "address")
    return with_terms(list(found), at)


def with_terms(boxes: Sequence[Mailbox], at: datetime) -> Sequence[Mailbox]:
    """The same boxes with their term of the next check."""
    edition, calendar = regulation.rules_on(local_date(at)), regulation.work_calendar()
    for box in boxes:
        next_one = rules.next_check(edition, checked_at=box.checked_at or box.since, calendar=calendar)
        box.due, box.clause = next_one or (None, "")
        box.is_late = bool(box.is_open and box.host and box.due and box.due < at)
    return boxes


def duties(on: date) -> list[Entry]:
    """What the regulation wants of those who answer for the boxes (KR annex 15, 1.4.4; DR 35.9)."""
    edition = regulation.rules_on(on)
    return [entry for key in ("mail_procedure", "mail_backup") if (entry := edition.get(key))]


def reading_department(on: date) -> int | None:
    """The department that reads the city's box by a clause (DR 14.5); nothing where none names it."""
    key = rules.reader(regulation.rules_on(on))
    return next((one.pk for one in organisation.departments(on) if key and one.key == key), None)


def to_check(at: datetime) -> list[int]:
    """Ids of boxes whose turn has come; one statement."""
    read = Mailbox.objects.filter(is_open=True).exclude(host="").order_by("id")
    rows = read.values_list("pk", "tried_at", "minutes")
    return [pk for pk, tried, minutes in rows if tried is None or tried + timedelta(minutes=minutes) <= at]


def address_of(department: int | None) -> str:
    """The address from which a department writes, or for none the committee's; "" when there is no such box."""
    found = Mailbox.objects.filter(is_open=True)
    found = found.filter(is_main=True) if department is None else found.filter(department=department, is_main=False)
    return found.order_by("id").values_list("address", flat=True).first() or ""

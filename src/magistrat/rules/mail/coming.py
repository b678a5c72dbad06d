"""Who gets what came by e-mail, when the boxes are looked into, what is told of viruses (KR 16, annex 15; DR 14.5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Sorted:
    """Where what came goes: to the unit of a role, the unit of a key, or (neither) the unit of the mailbox."""

    clause: str
    why: str
    role: str = ""
    department: str = ""


def infected(edition: Edition, name: str, virus: str) -> Refusal:
    """The refusal to send a file with a virus (KR annex 15, 2.3)."""
    message = f"Файл «{name}» містить комп'ютерний вірус ({virus}): надсилати його заборонено."
    entry = edition.get("mail_virus_check")
    return entry.refusal(message) if entry else Refusal("", message)


def virus_check_clause(edition: Edition) -> str:
    """The clause by which files are checked before they go; empty where there is none."""
    entry = edition.get("mail_virus_check")
    return entry.clause if entry else ""


def sorting(edition: Edition, *, is_main_box: bool, text: str, from_citizen: bool, named: str = "") -> Sorted:
    """To whom an e-mail goes (KR 16.3; DR 14.5).

    :param text: subject and the beginning of the body.
    :param from_citizen: the sender is a private person as far as is known.
    :param named: key of the department to which it is addressed by name or address; empty when to none.
    """
    if not is_main_box:
        return Sorted(_clause(edition, "mail_of_unit"), "до скриньки виконавчого органу")
    entry = edition.get("mail_sorting")
    if entry is None:
        return _to_registrars(edition)
    if from_citizen and _says(text, entry.values["appeal_words"]):
        return Sorted(entry.clause, "звернення громадянина", department=str(entry.values["appeals_department"]))
    if named:
        return Sorted(entry.clause, "адресовано виконавчому органу", department=named)
    return Sorted(entry.clause, "керівництву, раді або виконкому", role=str(entry.values["leaders_to_role"]))


def is_private(edition: Edition, address: str) -> bool:
    """Whether the address is at a public provider, so that a private person writes as far as is known (KR 16.3.1)."""
    entry = edition.get("mail_sorting")
    return entry is not None and address.rpartition("@")[2].lower() in entry.values["private_domains"]


def reader(edition: Edition) -> str:
    """Key of the department that reads the city's box by a clause (DR 14.5); empty where none is named."""
    entry = edition.get("mail_receiver")
    return str(entry.values["reads_department"]) if entry else ""


def next_check(edition: Edition, *, checked_at: datetime, calendar: WorkCalendar) -> tuple[datetime, str] | None:
    """By when a mailbox must be checked again, with the clause (KR annex 15, 3.1)."""
    entry = edition.get("mailbox_check")
    if entry is None:
        return None
    due = terms.by_entry(entry, checked_at, calendar).due
    return (moment(due), entry.clause) if isinstance(due, datetime) else None


def confirms_receipt(edition: Edition) -> str:
    """The clause by which an asked confirmation is sent at once (KR annex 15, 3.3)."""
    return _clause(edition, "mail_receipt_confirmation")


def tells_of_virus(edition: Edition) -> str:
    """The clause by which the sender of an infected letter is told (KR annex 15, 3.2.2)."""
    return _clause(edition, "mail_virus_notice")


def tells_of_unreadable(edition: Edition) -> str:
    """The clause by which the sender of an unreadable letter is told (KR annex 15, 3.4)."""
    return _clause(edition, "mail_unreadable_notice")


def _to_registrars(edition: Edition) -> Sorted:
    entry = edition.get("mail_receiver")
    if entry is None:
        return Sorted("", "служба діловодства", role="records_clerk")
    return Sorted(entry.clause, "служба діловодства реєструє всю пошту", role=str(entry.values["registers_role"]))


def _clause(edition: Edition, key: str) -> str:
    entry = edition.get(key)
    return entry.clause if entry else ""


def _says(text: str, words: Collection[str]) -> bool:
    folded = text.casefold().replace("’", "'").replace("ʼ", "'")
    return any(word in folded for word in words)

"""What is looked at before a letter gets its number, by whom and when (KR 7.4; DR 2.11, 11.2-11.5, 11.12, 14.9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition
from magistrat.rules.letters.matter import Caution, as_day, entries_of
from magistrat.rules.moments import local
from magistrat.rules.refusal import Refusal

REGISTER = "document.register_outgoing"
FOREIGN = frozenset("ыэёъ")


def cutoff_caution(edition: Edition, signatory: Collection[str], at: datetime) -> Caution | None:
    """Handed in later than the hour until which letters for the mayor's signature are taken (DR 11.2)."""
    entry = edition.get("outgoing_for_mayor_hour")
    if entry is None or entry.term is None or entry.term.clock is None:
        return None
    named = frozenset(entry.values.get("signatory_roles", ()))
    if not named.intersection(signatory) or local(at).time() <= entry.term.clock:
        return None
    hour = f"{entry.term.clock:%H:%M}"
    message = f"Листи на підпис міському голові приймають до {hour}: цей опрацюють наступного робочого дня."
    return Caution(entry.clause, message)


def registration_refusal(edition: Edition, calendar: WorkCalendar, *, signed_on: date, on: date) -> Refusal | None:
    """A letter is registered on the day of its signature (DR 11.4)."""
    entry = edition.get("outgoing_registration_day")
    if entry is None or on <= as_day(terms.by_entry(entry, signed_on, calendar).due):
        return None
    return entry.refusal(
        f"Лист підписано {signed_on:%d.%m.%Y}, а реєструють його в день підписання. "
        "Поверніть лист на підпис, щоб дата підпису й реєстрації збігалися."
    )


def register_by(edition: Edition, calendar: WorkCalendar, *, signed_on: date) -> tuple[date, str] | None:
    """The last day of registration of a signed letter and its clause (DR 11.3, 11.4)."""
    entries = entries_of(edition, ("outgoing_registration_day", "outgoing_processed"))
    found = [(as_day(terms.by_entry(entry, signed_on, calendar).due), entry.clause) for entry in entries]
    return min(found, default=None, key=lambda one: one[0])


def registrar_refusal(edition: Edition, *, signatory: Collection[str], registrar: Collection[str]) -> Refusal | None:
    """What leaders sign is registered centrally, not by a department's clerk (KR 7.4; DR 14.9)."""
    entry = edition.get("central_registration")
    named = frozenset(entry.values["outgoing_signatories"]) if entry else frozenset()
    if entry is None or not named.intersection(signatory) or edition.may(REGISTER, registrar) is None:
        return None
    return entry.refusal("Лист за підписом керівництва реєструє служба діловодства, а не виконавчий орган.")


def language_caution(edition: Edition, text: str) -> Caution | None:
    """Letters are written in the state language (DR 2.11): letters of another one are pointed out."""
    entry = edition.get("state_language")
    if entry is None or entry.values.get("language") != "uk" or not FOREIGN.intersection(text.lower()):
        return None
    return Caution(
        entry.clause, "У тексті є літери, яких немає в українській абетці: діловодство ведуть державною мовою."
    )


def card_refusal(edition: Edition, *, has_case: bool) -> Refusal | None:
    """The card names the file in which the second copy is kept (DR 11.12)."""
    entry = edition.get("outgoing_card")
    if entry is None or has_case or "case_index" not in entry.values.get("requires", ()):
        return None
    return entry.refusal("Зазначте справу, у якій зберігатиметься другий примірник листа.")


def unchecked(edition: Edition, checked: Collection[str]) -> Refusal | None:
    """What has not been looked at on taking the letter for dispatch (DR 11.5)."""
    entry = edition.get("dispatch_checks")
    missing = [label for key, label in checks(edition) if key not in checked]
    if entry is None or not missing:
        return None
    return entry.refusal(f"Не перевірено: {'; '.join(missing)}.")


def checks(edition: Edition) -> tuple[tuple[str, str], ...]:
    """What is looked at on taking an outgoing letter: key and words (DR 11.5)."""
    entry = edition.get("dispatch_checks")
    return tuple(zip(entry.values["checks"], entry.values["labels"], strict=True)) if entry else ()

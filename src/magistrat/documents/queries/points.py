"""What the edition says about registration, by key; a city without the key has no such rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry

# Keys of entries, see docs/glossary-keys.md.
UNREGISTERED = "not_registered_kinds"
NEVER_UNREGISTERED = "no_acceptance_unregistered"
BY_UNITS = "registered_by_units"
DIRECT_TO_UNITS = "direct_without_review"
RETURN_GROUNDS = ("return_grounds", "mayor_letter_requirements", "return_to_sender")
SUPPLEMENT = "supplement_index"
REPLY_MARK = "reply_index"
ONCE = "registered_once"
ONE_FORM = "one_form_only"
LANGUAGE = "state_language"
PREVIEW = "affairs_manager_previews"
COPY_IN_ADVANCE = "urgent_copy_in_advance"
DUTY_OFFICER = "duty_officer_receives"
ENVELOPE_CHECKED = "envelope_checked"
ENVELOPE_KEPT = "envelope_kept"
ENVELOPE_OPENED = "envelopes_opened"
KEEPING = "organisational_support"
OF_UNITS = "department_records"
FIRST = "processed_first"
AT_ONCE = "arrival_review_at_once"
REVIEW = "preliminary_review"
INDEX = "registration_index"
FORMS = "registration_forms"
TRANSFER = "transfer_mark"
PAPER_TO_FIRST = "paper_to_first_executor"
DISPATCH_CHECKS = "dispatch_checks"
PAPER_LOST = "paper_returned"


@dataclass(frozen=True)
class Ground:
    """A ground on which a paper is returned to its sender, or may be forwarded to whom it concerns instead."""

    key: str
    clause: str
    text: str
    may_forward: bool = False


def kinds(on: date, *keys: str) -> dict[str, str]:
    """Kinds of documents named by these entries, each with the clause that names it."""
    edition, found = regulation.rules_on(on), dict[str, str]()
    for key in keys:
        entry = edition.get(key)
        for kind in _values(entry, "kinds"):
            found.setdefault(kind, entry.clause if entry else "")
    return found


def clause(on: date, key: str) -> str:
    """The clause of an entry, empty where the city has none."""
    entry = regulation.rules_on(on).get(key)
    return entry.clause if entry else ""


def entry(on: date, key: str) -> Entry | None:
    """The entry of a key in the edition of the day."""
    return regulation.rules_on(on).get(key)


def return_grounds(on: date) -> list[Ground]:
    """Grounds on which the edition lets a paper be returned (KR 7.8, 24.3.3; DR 10.7)."""
    edition, found = regulation.rules_on(on), list[Ground]()
    for key in RETURN_GROUNDS:
        if rule := edition.get(key):
            pairs = zip(_values(rule, "grounds"), _values(rule, "labels"), strict=False)
            onwards = _values(rule, "or_forward")
            found += [Ground(ground, rule.clause, text, ground in onwards) for ground, text in pairs]
    return found


def _values(rule: Entry | None, name: str) -> tuple[str, ...]:
    return tuple(rule.values.get(name, ())) if rule else ()


def labels(on: date, key: str) -> tuple[str, ...]:
    """The texts that the entry lists, in its order."""
    return _values(entry(on, key), "labels")


def pattern(on: date, flow: str) -> str:
    """The look of an index that the edition proposes for a new registry of the flow (KR 7.6; DR 10.8)."""
    found = next((rule for key in (INDEX, ONCE) if (rule := entry(on, key))), None)
    return str(found.values.get(f"{flow}_pattern", "{n}")) if found else "{n}"

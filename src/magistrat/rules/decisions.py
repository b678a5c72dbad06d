"""Decisions of the committee after the vote: rework, signature, force, what is owed (KR 1.8, 4.4, 4.25, 4.34-4.44; DR 6.25, 6.26).

Pure functions over an edition; a city without a key has no such rule. Days are Kyiv days.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.rules import act_history, terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.orders import Last
from magistrat.rules.refusal import Refusal

COMMITTEE = frozenset({"committee-decision", "protocol-decision"})
SIGNING, SIGNATORY, REWORK, EFFECT = "decision_signing", "decision_signatory", "decision_rework", "decision_effect"
CONSENT, SUSPENSION, NUMBERING = "budget_change_commission_consent", "decision_suspension", "decision_numbering"
PERMIT, AUTHOR, EXTRACT = "permit", "author", "extract"
PERMIT_FLAG = "permits"
SUSPEND = "acts.suspend_decision"
ADOPTED, CHANGED = frozenset({"adopted", "changed"}), "changed"
BACK = frozenset({"rejected", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be handed over, by which day and clause, and whether the drafter hands it over himself."""

    kind: str
    last: Last
    is_drafters: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """What the force of a decision waits for, with the clause."""

    words: str
    clause: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Since which day a decision has force; nothing while it waits for something."""

    since: date | None
    waits: tuple[Waits, ...] = ()


# ── adopted, then signed ────────────────────────────────────────────────────────────────────────────────────────────


def adoption_refusal(edition: Edition, kind: str, *, is_adopted: bool) -> Refusal | None:
    """Why a decision that the committee has not adopted is not signed (KR 4.4; DR 6.26)."""
    if kind not in COMMITTEE or is_adopted:
        return None
    entry = edition.get(SIGNING) or edition.get(SIGNATORY)
    said = "Рішення ще не ухвалено: підписують лише те, що ухвалив виконавчий комітет."
    return entry.refusal(said) if entry else Refusal("", said)


def rework_by(edition: Edition, calendar: WorkCalendar, adopted_on: date) -> Last | None:
    """The last day on which a decision changed in the hall comes back from its drafter (KR 4.25)."""
    return _last(edition.get(REWORK), calendar, adopted_on)


def rework_clause(edition: Edition) -> str:
    """The clause by which the committee's changes are written into the text (KR 4.25; DR 6.26)."""
    entry = edition.get(REWORK) or edition.get(SIGNATORY)
    return entry.clause if entry else ""


def acting_of_sitting(edition: Edition) -> Entry | None:
    """The entry that lets one sign who stood in for the mayor during the sitting, though he does no more (DR 6.26)."""
    entry = edition.get(SIGNATORY)
    return entry if entry is not None and entry.values.get("acting_on") == "meeting_date" else None


# ── force ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def wants_consent(edition: Edition, flags: Collection[str]) -> Entry | None:
    """The entry by which the council's commission has to consent to the decision (KR 4.42)."""
    entry = edition.get(CONSENT)
    if entry is None:
        return None
    asked = {flag for step in entry.steps for flag in step.when}
    return entry if asked.intersection(flags) else None


def effect(
    edition: Edition, *, adopted_on: date, is_normative: bool, flags: Collection[str] = (),
    published_on: date | None = None, stated_on: date | None = None, consented_on: date | None = None,
) -> Effect:  # fmt: skip
    """Since when the decision has force.

    A normative one since its official publication or the later day that it names (KR 4.40); another since the day that it
    names, else since its adoption; one that changes the budget not before the commission's consent (KR 4.42).
    """
    since, waits = stated_on or adopted_on, []
    rule, consent = edition.get(EFFECT), wants_consent(edition, flags)
    if rule is not None and is_normative:
        if published_on is None:
            waits.append(Waits("офіційного оприлюднення", rule.clause))
        else:
            since = max(published_on, stated_on or published_on)
    if consent is not None:
        if consented_on is None:
            waits.append(Waits("погодження постійної комісії міської ради", consent.clause))
        else:
            since = max(since, consented_on)
    return Effect(None if waits else since, tuple(waits))


COURT_LAW = "Закон України від 21.05.1997 № 280/97-ВР «Про місцеве самоврядування в Україні», ст. 59, ч. 10"


def names_court(edition: Edition, kind: str) -> bool:
    """Whether the clause on the loss of force of such acts names the court itself (KR 4.44, 5.41)."""
    rule = edition.get(act_history.LOSS_RULES[act_history.BODIES[kind]])
    return rule is not None and "court" in rule.values.get("by", ())


def outer_refusal(edition: Edition, kind: str, deed: str, body: str) -> Refusal | None:
    """Why the council may not do this to an act of the kind (KR 4.44): it may not unless the clause names it.

    A court may always, also where the clause is silent (KR 6.22): by the law an act that goes against the Constitution or
    laws is found unlawful by a court, and a regulation cannot take that away (`COURT_LAW`).

    :param deed: of act_history; a court may also stop an act for the time of its case.
    """
    if body == "court":
        return None
    rule = edition.get(act_history.LOSS_RULES[act_history.BODIES[kind]])
    named = tuple(rule.values.get("by", ())) if rule else ("court", "council")
    if body not in named:
        said = "Регламент не передбачає, щоб цей орган скасовував такі акти."
        return rule.refusal(said) if rule else Refusal("", said)
    if body == "council" and deed != act_history.CANCELS:
        said = "Міська рада скасовує рішення, а зупиняє їх дію міський голова."
        return rule.refusal(said) if rule else Refusal("", said)
    return None


# ── what is owed afterwards ─────────────────────────────────────────────────────────────────────────────────────────


def owed_by_adoption(
    edition: Edition, calendar: WorkCalendar, *, kind: str, flags: Collection[str], adopted_on: date
) -> list[Owed]:
    """What is counted from adoption: a permit or another service of administration (KR 4.36; DR 6.26)."""
    if kind not in COMMITTEE or PERMIT_FLAG not in flags:
        return []
    entry = edition.get("permit_decision_transfer")
    return _owed(PERMIT, entry, calendar, adopted_on)


def owed_by_registration(
    edition: Edition, calendar: WorkCalendar, *, kind: str, registered_on: date, has_extracts: bool
) -> list[Owed]:
    """What is counted from registration: the decision to its author, where its clause hands it to him, and extracts (DR 6.26)."""
    if kind not in COMMITTEE:
        return []
    found = _owed(AUTHOR, author_rule(edition), calendar, registered_on)
    return found + (_owed(EXTRACT, edition.get("decision_extract"), calendar, registered_on) if has_extracts else [])


def author_rule(edition: Edition) -> Entry | None:
    """The entry by which the office gives a registered decision to its author, who sends it on (DR 6.26)."""
    entry = edition.get("decision_dispatch")
    is_given = entry is not None and any(step.does == "submit" for step in entry.steps)
    return entry if is_given else None


def _owed(kind: str, entry: Entry | None, calendar: WorkCalendar, since: date) -> list[Owed]:
    last = _last(entry, calendar, since)
    return [Owed(kind, last, "drafter" in entry.actor)] if entry is not None and last is not None else []


def _last(entry: Entry | None, calendar: WorkCalendar, since: date) -> Last | None:
    if entry is None or entry.term is None:
        return None
    end = terms.by_entry(entry, since, calendar).due
    return Last(end.date() if isinstance(end, datetime) else end, entry.clause)

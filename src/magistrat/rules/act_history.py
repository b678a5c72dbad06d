"""An act's life: whether it had force on a day, in which redaction, what may be done to it (KR 1.8, 4.44, 5.41, 6.22; DR 4.6, 4.11).

Pure functions; days are Kyiv days. Nothing comes back to life by itself: when an act that changed another loses force, the
changed text stays as it is until somebody writes another redaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from magistrat.rules import terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

CHANGES, REPEALS, CANCELS, SUSPENDS, RENEWS = "changes", "repeals", "cancels", "suspends", "renews"
# What asks that the earlier act has force; of a whole act they also end or stop it.
TOUCHING = frozenset({CHANGES, REPEALS, CANCELS, SUSPENDS, RENEWS})
NOT_YET, IN_FORCE, SUSPENDED, LOST, EXPIRED, CANCELLED = (
    "none", "in_force", "suspended", "lost_force", "expired", "cancelled",
)  # fmt: skip
# How the standing of an act is told.
SAID = {
    NOT_YET: "ще не набув чинності",
    IN_FORCE: "чинний",
    SUSPENDED: "дію зупинено",
    LOST: "втратив чинність",
    EXPIRED: "строк дії закінчився",
    CANCELLED: "скасовано",
}
BODIES = {
    "committee-decision": "committee",
    "protocol-decision": "committee",
    "council-decision": "council",
    "order": "mayor",
    "personnel-order": "mayor",
}
LOSS_RULES = {
    "committee": "decision_loss_of_force",
    "council": "council_decision_loss_of_force",
    "mayor": "order_loss_of_force",
}
ENDS = {REPEALS: LOST, CANCELS: CANCELLED}


@dataclass(frozen=True, slots=True)
class Life:
    """The dates that the act itself has: from which day, until which day inclusive where it set a term."""

    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What a later act did to this one from a day on: `kind` of `TOUCHING`, by which act, as printed; of a part or the whole."""

    on: date
    kind: str
    by: str
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text that holds from a day: `key` is its id, none for the text as it was adopted; unconfirmed ones are due only."""

    since: date
    key: int | None
    by: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What an act was on a day.

    :param force: `NOT_YET IN_FORCE SUSPENDED LOST EXPIRED CANCELLED`.
    :param since: the first day of this; ``by``: the act that brought it about, as printed.
    :param redaction: the text of that day, none for the text as adopted.
    :param awaited: changes that had force but whose redaction nobody has confirmed: the text shown is an earlier one.
    """

    force: str
    since: date | None = None
    by: str = ""
    redaction: int | None = None
    awaited: tuple[Redaction, ...] = ()


# ── what it was on a day ────────────────────────────────────────────────────────────────────────────────────────────


def on_day(day: date, life: Life, deeds: Iterable[Deed] = (), redactions: Iterable[Redaction] = ()) -> Standing:
    """What the act was on the day; an act that has lost force keeps the text that it last had.

    A decision may be suspended before it has force: adopted, but not signed or published yet (KR 1.8; DR 6.25).
    """
    if life.since is None or day < life.since:
        return _before_force([one for one in deeds if one.is_whole and one.on <= day])
    force, since, by = IN_FORCE, life.since, ""
    for deed in sorted((one for one in deeds if one.is_whole and one.on <= day), key=_order):
        if life.until is not None and deed.on > life.until:
            break
        if deed.kind in ENDS:
            force, since, by = ENDS[deed.kind], deed.on, deed.by
            break
        if deed.kind == SUSPENDS:
            force, since, by = SUSPENDED, deed.on, deed.by
        elif deed.kind == RENEWS and force == SUSPENDED:
            force, since, by = IN_FORCE, deed.on, deed.by
    if force in (IN_FORCE, SUSPENDED) and life.until is not None and day > life.until:
        force, since, by = EXPIRED, life.until + timedelta(days=1), ""
    last = day if force in (IN_FORCE, SUSPENDED) else since - timedelta(days=1)
    return _with_text(Standing(force, since, by), [one for one in redactions if life.since <= one.since <= last])


def days(life: Life, deeds: Iterable[Deed], redactions: Iterable[Redaction]) -> list[date]:
    """Days on which something changed, in order: from which the standings in between follow."""
    found = {life.since, *(deed.on for deed in deeds), *(one.since for one in redactions)}
    if life.until is not None:
        found.add(life.until + timedelta(days=1))
    return sorted(day for day in found if day is not None and life.since is not None and day >= life.since)


def _before_force(deeds: Iterable[Deed]) -> Standing:
    ordered = sorted((one for one in deeds if one.kind in (SUSPENDS, RENEWS)), key=lambda one: one.on)
    last = ordered[-1] if ordered else None
    return Standing(SUSPENDED, last.on, last.by) if last is not None and last.kind == SUSPENDS else Standing(NOT_YET)


def _order(deed: Deed) -> tuple[date, bool]:
    """On one day an end comes after everything else."""
    return deed.on, deed.kind in ENDS


def _with_text(standing: Standing, redactions: Sequence[Redaction]) -> Standing:
    ordered = sorted(redactions, key=lambda one: one.since)
    confirmed = [one for one in ordered if one.is_confirmed]
    last = confirmed[-1] if confirmed else None
    awaited = tuple(one for one in ordered if not one.is_confirmed and (last is None or one.since >= last.since))
    return Standing(standing.force, standing.since, standing.by, last.key if last else None, awaited)


# ── what may be done to it ──────────────────────────────────────────────────────────────────────────────────────────


def kind_refusal(edition: Edition, kind: str, source: str, target: str) -> Refusal | None:
    """Why an act of one kind may not do this to an act of another kind; nothing when it may.

    Only the body itself takes force from its acts or changes them; the council may cancel the committee's decisions, and
    the mayor's order may suspend them (KR 1.8, 4.44, 5.41, 6.22; DR 6.25).
    """
    if kind not in TOUCHING:
        return None
    doer, owner = BODIES[source], BODIES[target]
    rule = edition.get(LOSS_RULES[owner])
    if kind in (SUSPENDS, RENEWS) and (doer, owner) == ("mayor", "committee"):
        rule = edition.get("decision_suspension")
        return None if rule else _refused(None, "Регламент не передбачає зупинення рішень розпорядженням.")
    if kind == CANCELS:
        return _cancel_refusal(rule, doer, owner)
    if doer != owner:
        return _refused(
            rule, f"Акт змінює, зупиняє чи позбавляє чинності лише той, хто його видав; тут — {_WHO[owner]}."
        )
    return None


def unnamed_points(edition: Edition, kind: str, target: str, points: Sequence[str]) -> Entry | None:
    """The clause that asks a change to name the points that it concerns, when none are named (DR 4.6, 5.5).

    A change without points writes the whole act anew: the drafter is told so and decides.
    """
    if kind != CHANGES or points:
        return None
    return edition.get("amending_order" if BODIES[target] == "mayor" else "amending_draft")


def wording_refusal(edition: Edition, kind: str, target: str, changed: int, points: Sequence[str]) -> Refusal | None:
    """Why a decision that has been changed often enough is not changed in part again but written anew (DR 4.11).

    :param changed: how many acts have changed it since it was last written anew.
    """
    rule = edition.get("amendments_new_wording")
    if rule is None or kind != CHANGES or not points or BODIES[target] == "mayor":
        return None
    most = int(rule.values["at_most"])
    if changed < most:
        return None
    return rule.refusal(
        f"До цього рішення вже внесено змін: {changed}. Більше двох змін не вносять: викладіть рішення в новій редакції."
    )


def redaction_due(edition: Edition, adopted_on: date, calendar: WorkCalendar) -> tuple[date, str] | None:
    """The last day on which the changed act's new redaction is made, and its clause (KR 15.13); none where no clause asks."""
    entry = edition.get("consolidated_text")
    if entry is None:
        return None
    due = terms.by_entry(entry, adopted_on, calendar).due
    return (due if not hasattr(due, "date") else due.date()), entry.clause


def mark_of_changes(edition: Edition, acts: Iterable[tuple[date, str]]) -> str:
    """«зі змінами, унесеними згідно з актами: …» in the order of adoption (KR 15.13); empty without the rule or changes.

    :param acts: the day of adoption and the name of each, «рішення виконкому міської ради від 19.02.2020 № 104».
    """
    if edition.get("consolidated_text_mark") is None:
        return ""
    named = [name for _, name in sorted(set(acts))]
    return f"(зі змінами, унесеними згідно з актами: {', '.join(named)})" if named else ""


_WHO = {"committee": "виконавчий комітет", "council": "міська рада", "mayor": "міський голова"}


def _cancel_refusal(rule: Entry | None, doer: str, owner: str) -> Refusal | None:
    """Cancelled is only what the clause lets be cancelled, by another body that it names, or by the council its own."""
    if rule is None:
        return (
            None if doer in (owner, "council") else _refused(None, "Акт скасовує лише той, хто його видав, або рада.")
        )
    allowed = {"committee": {"council"}, "council": {"council"}}.get(owner, set()) & set(rule.values.get("by", ()))
    if CANCELLED in rule.values.get("states", ()) and doer in allowed:
        return None
    return rule.refusal(rule.meaning)


def _refused(rule: Entry | None, message: str) -> Refusal:
    return rule.refusal(message) if rule else Refusal("", message)

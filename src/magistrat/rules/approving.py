"""Answers of those who are asked to approve a paper: what may be said, what an objection does, which change voids a visa.

Pure functions over an edition (KR 4.13, 4.16.8, 5.15.10, 6.8, 6.9; DR 4.9, 5.8); a city without a key has no such rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from magistrat.rules import approval_route, terms
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.law import Laws
from magistrat.rules.refusal import Refusal

AGREED, REMARKS, OBJECTED, RETURNED = "agreed", "remarks", "objected", "returned"
GOES_ON, TO_REWORK = "goes_on", "returned"
# The clause on objections by the kind of the paper.
OBJECTIONS = {
    "committee-decision": "decision_objection",
    "protocol-decision": "decision_objection",
    "council-decision": "council_decision_objection",
    "order": "order_objection",
    "personnel-order": "order_objection",
}
# The longer term of a step when the documents need more study (KR 4.13, 6.8).
LONGER = {"visa_review": "visa_review_extended", "order_visa_review": "order_visa_review_extended"}
VOIDING = "visas_voided_by_change"
RECORD = "discrepancy_protocol"
# How the label of a part begins, and the part's name in the data.
PARTS = (
    ("заголовок", "title"), ("констатуюч", "stating_part"), ("розпорядч", "ordering_part"), ("пункт", "points"),
    ("підпункт", "points"), ("додаток", "annexes"), ("пояснювальна записка", "explanatory_note"),
)  # fmt: skip
ALL = "all"
# Papers that only those see whom their way leads to, without the heads above them (KR 6.18; DR 5.17).
CLOSED_KINDS = frozenset({"personnel-order"})

Parts = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Objection:
    """What the clause says of those who do not agree.

    :param effect: `GOES_ON` or `TO_REWORK`.
    :param reported_before: the event before which remarks are reported to the mayor; empty: the clause asks for no report.
    :param is_recorded: a record of disagreements is made (DR 5.8).
    """

    entry: Entry
    effect: str
    reported_before: str = ""
    reported_by: str = ""
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A step of an approval as a signature depends on it.

    :param stages: the stages of the route that its answer satisfies, as `approval_route.key` writes them.
    :param roles: in which the post is asked; ``outcome``: what was answered and holds, "" when nothing does.
    :param changed: labels of the parts changed between the answered version and the one to be signed.
    """

    label: str
    clause: str
    stages: frozenset[str]
    roles: frozenset[str]
    outcome: str = ""
    changed: tuple[str, ...] = ()


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def objection(edition: Edition, kind: str) -> Objection | None:
    """The clause on objections to papers of the kind; nothing when the city has none."""
    entry = edition.get(OBJECTIONS.get(kind, ""))
    if entry is None:
        return None
    said = entry.values
    return Objection(
        entry=entry,
        effect=str(said.get("effect", GOES_ON)),
        reported_before=str(said.get("before", "signature")) if said.get("reported_to") else "",
        reported_by=str(said.get("reported_by", "")),
        is_recorded=said.get("form") == RECORD,
    )


def outcomes(edition: Edition, kind: str) -> tuple[str, ...]:
    """What may be answered: where an objection stops nothing nobody returns the draft, where it does all remarks do."""
    rule = objection(edition, kind)
    if rule is None:
        return (AGREED, REMARKS, RETURNED)
    return (AGREED, RETURNED) if rule.effect == TO_REWORK else (AGREED, REMARKS, OBJECTED)


def judged(edition: Edition, kind: str, outcome: str, *, has_remarks: bool) -> str | Refusal:
    """What the answer amounts to, or why it cannot be given: an objection returns the draft where the clause says so."""
    rule = objection(edition, kind)
    if outcome == OBJECTED and (rule is None or rule.effect == TO_REWORK):
        outcome = RETURNED
    if outcome not in outcomes(edition, kind):
        said = {
            RETURNED: "Незгода не зупиняє погодження: викладіть умотивовані зауваження, їх додадуть до проєкту.",
            REMARKS: "Із запереченнями, доповненнями чи змінами проєкт повертають розробникові на доопрацювання.",
        }
        return _refused(rule, said.get(outcome, "Такої відповіді Регламент не передбачає."))
    if outcome == AGREED and has_remarks:
        return _refused(rule, "Ви написали зауваження: погодьте проєкт із зауваженнями або приберіть їх.")
    if outcome != AGREED and not has_remarks:
        return _refused(rule, "Викладіть письмово вмотивовані зауваження: до якої частини проєкту і чому.")
    return outcome


def _refused(rule: Objection | None, message: str) -> Refusal:
    return rule.entry.refusal(message) if rule else Refusal("", message)


def last_day(
    limit: Entry | None, opened: date | datetime, calendar: WorkCalendar, laws: Laws = MappingProxyType({})
) -> date | None:
    """The last day of a step that was opened then; nothing when no clause gives it a time."""
    if limit is None or limit.term is None:
        return None
    end = terms.by_entry(limit, opened, calendar, laws).control
    return end.date() if isinstance(end, datetime) else end


def longer(edition: Edition, limit: Entry | None) -> Entry | Refusal:
    """The entry of the longer term, or why there is none."""
    if limit is None:
        return Refusal("", "Строку цього погодження Регламент не встановлює, тож продовжувати нічого.")
    found = edition.get(LONGER.get(limit.key, ""))
    if found is None or found.term is None:
        return limit.refusal("Довшого строку погодження Регламент не передбачає.")
    return found


# ── versions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def changed(before: Parts, after: Parts) -> tuple[str, ...]:
    """Labels of the parts whose words are others, that came or went; those of the later text first, in its order."""
    was, now = _by_label(before), _by_label(after)
    return (*(label for label in now if was.get(label) != now[label]), *(label for label in was if label not in now))


def part_of(label: str) -> str:
    """The name of a part in the data; "" when the label is not one of those that the clauses know."""
    return next((name for beginning, name in PARTS if label.casefold().startswith(beginning)), "")


def is_voided(edition: Edition, labels: Iterable[str], roles: Collection[str]) -> bool:
    """Whether a change of these parts voids the visa of a post asked in these roles.

    A part that the data do not name voids every visa, and so does any change in a city whose data say nothing: nobody has
    agreed to words that he has not read.
    """
    table = _voiding_table(edition)
    return any(_says(table.get(part_of(label), ALL), roles) for label in labels)


def voiding_clause(edition: Edition) -> str:
    """The clause by which changes void visas; "" when the city has none."""
    entry = edition.get(VOIDING)
    return entry.clause if entry else ""


def is_renewed_by_sending(edition: Edition, roles: Collection[str]) -> bool:
    """Whether the post is asked in such roles alone that its own sending of the draft is its visa."""
    entry = edition.get(VOIDING)
    own = frozenset(entry.values.get("renewed_roles", ())) if entry else approval_route.DRAFTER
    return bool(roles) and own.issuperset(roles)


# ── signature ───────────────────────────────────────────────────────────────────────────────────────────────────────


def signing_refusals(edition: Edition, kind: str, flags: Collection[str], given: Sequence[Given]) -> list[Refusal]:
    """Why a version may not be signed yet: a sentence for each visa that is missing, returned, or given on other words.

    Also for each stage of the edition's route that no step of the approval answers, whatever the reason.
    """
    answered = frozenset(stage for one in given for stage in one.stages)
    asked = approval_route.stages(edition, kind, flags)
    unasked = [s for s in asked if approval_route.key(s) not in answered and not approval_route.may_be_empty(s.step)]
    found = [Refusal(stage.entry.clause, f"Немає обов'язкової візи: {stage.step.label}.") for stage in unasked]
    return found + [refusal for one in given if (refusal := _missing(edition, one))]


def report_refusal(edition: Edition, kind: str, unreported: int) -> Refusal | None:
    """Why remarks stand in the way: they must be reported to the mayor first (KR 4.16.8, 6.9)."""
    rule = objection(edition, kind)
    if not unreported or rule is None or not rule.reported_before:
        return None
    return rule.entry.refusal(f"Про зауваження ще не доповіли міському голові: {unreported}.")


def record_refusal(edition: Edition, kind: str, unanswered: int) -> Refusal | None:
    """Why remarks stand in the way: the record of disagreements wants the author's answer to each (DR 5.8)."""
    rule = objection(edition, kind)
    if not unanswered or rule is None or not rule.is_recorded:
        return None
    return rule.entry.refusal(
        f"Протокол невідповідностей не складено: розробник не відповів на зауваження ({unanswered})."
    )


def _missing(edition: Edition, one: Given) -> Refusal | None:
    if one.outcome not in (AGREED, REMARKS, OBJECTED):
        said = "повернуто на доопрацювання" if one.outcome == RETURNED else "не надано"
        return Refusal(one.clause, f"Візу {said}: {one.label}.")
    if one.changed and is_voided(edition, one.changed, one.roles):
        parts = ", ".join(one.changed)
        return Refusal(one.clause, f"Візу надано на інший текст, відтоді змінено: {parts}. Потрібна нова: {one.label}.")
    return None


def _voiding_table(edition: Edition) -> Mapping[str, object]:
    entry = edition.get(VOIDING)
    table = entry.values.get("voids", {}) if entry else {}
    return table if isinstance(table, Mapping) else {}


def _says(said: object, roles: Collection[str]) -> bool:
    """`ALL`, a list of the roles whose visas are voided, or any other word for nobody's."""
    return said == ALL or (isinstance(said, tuple) and any(role in said for role in roles))


def _by_label(parts: Parts) -> dict[str, list[str]]:
    """Words by label; two parts of one label stand beside each other."""
    found: dict[str, list[str]] = {}
    for label, words in parts:
        found.setdefault(label, []).append(" ".join(words.split()))
    return found

"""Answers at the steps of an approval: a visa, a visa with remarks, an objection, a return; more time; a paper answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from magistrat.approvals import hooks
from magistrat.approvals.actions import sending, steps, typical, way
from magistrat.approvals.models import Answer, Approval, Step, Version
from magistrat.documents.actions import files
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import approving
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Step.State
Outcome = Answer.Outcome
CODES = {
    Outcome.AGREED: "approvals.agreed",
    Outcome.REMARKS: "approvals.agreed_with_remarks",
    Outcome.OBJECTED: "approvals.objected",
    Outcome.RETURNED: "approvals.returned",
}
REGISTERS = ("document.register_incoming", "document.register_unit")


@regulation.remembering()
def answer(
    *,
    actor: Actor,
    at: datetime,
    step: int,
    outcome: str,
    note: str = "",
    remarks: Sequence[tuple[str, str]] = (),
    seen: int | None = None,
) -> Approval:
    """Answer the step of the actor's post on the newest version; a substitute answers for an absent one (KR 4.16.7).

    An objection goes on with the remarks attached, or returns the paper to its drafter, as the clause says (KR 4.16.8, 6.9;
    DR 4.9, 5.8).

    :param outcome: a key of `Answer.Outcome`; `note`: the reasoned opinion; `remarks`: label of a part ("" for the whole)
        and words.
    :param seen: number of the version that the person looked at.
    :raises Refusal: not his step, not its turn, answered by another one meanwhile, a newer version came, the clause does
        not know such an answer, or remarks are not reasoned.
    """
    with transaction.atomic():
        approval, found = way.locked_step(step, actor)
        _refuse_closed(approval, found)
        if found.post_id is None or found.post_id != actor.post_id:
            raise Refusal(found.clause, f"Цю візу надає інша посадова особа: {found.label}.")
        version = way.newest(approval)
        if seen is not None and seen != version.number:
            raise Refusal("", f"Поки Ви читали проєкт, надійшла його версія {version.number}. Розгляньте її.")
        note, written = _written(outcome, note, remarks, version)
        judged = _judged(approval, outcome, written)
        said = steps.signed(step=found, actor=actor, at=at, outcome=judged, note=note, remarks=written)
        typical.count(actor=actor, texts=[text for _, text in written])
        _finish(approval, found, version, said, actor, at)
    return approval


@regulation.remembering()
def attach(
    *,
    actor: Actor,
    at: datetime,
    step: int,
    outcome: str,
    note: str,
    on: date,
    uploads: Sequence[files.Upload],
    remarks: Sequence[tuple[str, str]] = (),
) -> Approval:
    """Attach the paper answer of a body outside, with the day that it bears; by the drafter or one who registers.

    :raises Refusal: no right, not such a step, not its turn, no file, a day ahead, or the clause knows no such answer.
    """
    with transaction.atomic():
        approval, found = way.locked_step(step, actor)
        _refuse_closed(approval, found)
        if not found.is_outer:
            raise Refusal(found.clause, f"Це погодження надає сама посадова особа: {found.label}.")
        if not (way.is_drafters(approval, actor) or _registers(actor, at)):
            raise Refusal("", "Відповідь стороннього органу долучає розробник або той, хто реєструє документи.")
        if not uploads:
            raise Refusal(found.clause, "Долучіть файл відповіді, яку надав орган.")
        if on > local_date(at):
            raise Refusal("", "Дата відповіді не може бути пізнішою за сьогодні.")
        version = way.newest(approval)
        note, written = _written(outcome, note, remarks, version)
        judged = _judged(approval, outcome, written)
        given = [files.Upload(one.name, one.content, "annex") for one in uploads]
        kept = files.put(document=approval.document, uploads=given, actor=actor, at=at)
        said = steps.Said(judged, found.label, "", None, on, note, written, kept[0])
        _finish(approval, found, version, said, actor, at)
    return approval


@regulation.remembering()
def extend(*, actor: Actor, at: datetime, step: int, reason: str) -> Step:
    """Take the longer term of a visa when the documents need more study (KR 4.13, 6.8).

    :raises Refusal: not his step, not its turn, no reason, taken already, the term has passed, or the city has none.
    """
    with transaction.atomic():
        approval, found = way.locked_step(step, actor)
        _refuse_closed(approval, found)
        if found.post_id is None or found.post_id != actor.post_id:
            raise Refusal(found.clause, f"Цю візу надає інша посадова особа: {found.label}.")
        edition = way.rules_of(approval)
        limit = approving.longer(edition, edition.by_id(found.limit_entry) if found.limit_entry else None)
        if isinstance(limit, Refusal):
            raise limit
        reason = reason.strip()[: sending.ENOUGH_REASON]
        if not reason:
            raise limit.refusal("Зазначте, що саме потребує додаткового вивчення.")
        if found.is_extended:
            raise limit.refusal(f"Довший строк уже взято: {found.extension_reason}")
        if found.is_overdue(local_date(at)):
            raise limit.refusal("Строк візи вже минув, тож довшого взяти не можна.")
        assert found.opened_at is not None
        found.due_on = approving.last_day(limit, found.opened_at, regulation.work_calendar(), regulation.laws())
        found.due_clause, found.is_extended, found.extension_reason = limit.clause, True, reason
        found.save(update_fields=["due_on", "due_clause", "is_extended", "extension_reason"])
        text = f"Строк візи подовжено до {found.due_on:%d.%m.%Y}: {found.label}. {reason}"
        way.note(approval, actor, at, "approvals.extended", text, limit.clause, step=found.pk, reason=reason)
        way.tell(approval, at, f"extended.{found.pk}", [approval.drafter_id], "Проєкт вивчають довше", reason)
    return found


def _finish(approval: Approval, step: Step, version: Version, said: steps.Said, actor: Actor, at: datetime) -> None:
    """Write the answer down; then the paper goes on, or back to its drafter."""
    kept = steps.write(step=step, version=version, said=said, at=at)
    who = ", ".join(part for part in (" ".join(said.title.split("\n")), said.name) if part)
    reason = "; ".join([*filter(None, [said.note.rstrip(" .")]), *(_remark(part, text) for part, text in said.remarks)])
    text = f"{kept.get_outcome_display().capitalize()}: {who}" + (f". {reason}" if reason else "")
    code = CODES[Outcome(said.outcome)]
    way.note(
        approval, actor, at, code, text, step.clause, step=step.pk, answer=kept.pk, outcome=said.outcome, on=said.on
    )
    if said.outcome == Outcome.RETURNED:
        _return(approval, actor, at, who, reason)
        return
    if said.outcome != Outcome.AGREED:
        way.tell(approval, at, f"remarks.{kept.pk}", [approval.drafter_id], "Зауваження до проєкту", f"{who}: {reason}")
    sending.go_on(approval=approval, actor=actor, at=at)


def _return(approval: Approval, actor: Actor, at: datetime, who: str, reason: str) -> None:
    asked = list(approval.steps.filter(state=State.OPEN).values_list("post", flat=True))
    steps.wait(approval=approval)
    approval.state, approval.changed_at = Approval.State.RETURNED, at
    approval.save(update_fields=["state", "changed_at"])
    way.tell(approval, at, "returned", [approval.drafter_id], "Повернуто на доопрацювання", f"{who}: {reason}")
    way.tell(approval, at, "returned", asked, "Повернуто розробникові, візувати не треба", reason)
    hooks.tell_returned(approval, actor, at, reason)


def _refuse_closed(approval: Approval, step: Step) -> None:
    """The second of two at one step is told what the first has done."""
    if step.state == State.OPEN and approval.state == Approval.State.RUNNING:
        return
    last = step.answers.filter(voided_at__isnull=True).first()
    if step.state in (State.AGREED, State.REMARKS, State.OBJECTED, State.RETURNED) and last is not None:
        who = " ".join(last.printed_title.split("\n"))
        raise Refusal(
            step.clause, f"На цьому кроці вже є відповідь — {last.get_outcome_display()}: {who}, {last.on:%d.%m.%Y}."
        )
    if approval.state != Approval.State.RUNNING:
        raise Refusal("", f"Проєкт зараз не погоджують: стан — «{approval.get_state_display()}».")
    raise Refusal(step.clause, "Черга цієї візи ще не настала: візують за послідовністю, яку встановлює пункт.")


def _judged(approval: Approval, outcome: str, written: Sequence[tuple[str, str]]) -> str:
    if outcome not in Outcome.values:
        raise Refusal("", "Виберіть відповідь: погодити, погодити із зауваженнями, не погодити чи повернути.")
    judged = approving.judged(way.rules_of(approval), approval.kind, outcome, has_remarks=bool(written))
    if isinstance(judged, Refusal):
        raise judged
    return judged


def _written(
    outcome: str, note: str, remarks: Sequence[tuple[str, str]], version: Version
) -> tuple[str, list[tuple[str, str]]]:
    """The note, and remarks with words, each to a part that the version has; an opinion alone is a remark to the whole."""
    labels = {label for label, _ in version.parts} | {""}
    written = [(part.strip(), text.strip()) for part, text in remarks if text.strip()]
    if strange := [part for part, _ in written if part not in labels]:
        raise Refusal("", f"У цій версії проєкту немає частини «{strange[0]}».")
    note = note.strip()
    if note and not written and outcome != Outcome.AGREED:
        return "", [("", note)]
    return note, written


def _registers(actor: Actor, at: datetime) -> bool:
    on = local_date(at)
    return any(regulation.refusal(actor=actor, right=right, on=on) is None for right in REGISTERS)


def _remark(part: str, text: str) -> str:
    return f"{part}: {text}" if part else text

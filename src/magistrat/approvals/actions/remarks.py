"""What the author answers to remarks, and their report to the mayor (KR 4.16.8, 6.9; DR 5.8)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.approvals.actions import way
from magistrat.approvals.models import Approval, Remark
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import approving
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

REPORT = "approval.report"
Verdict = Remark.Verdict


def reply(*, actor: Actor, at: datetime, remark: int, verdict: str, text: str) -> Remark:
    """Answer a remark as the author of the draft: taken into account, partly, or not and why.

    :raises Refusal: not the drafter's, the approval is closed, or a refusal without its reason.
    """
    with transaction.atomic():
        document = Remark.objects.filter(pk=remark).values_list("answer__step__approval__document", flat=True).first()
        approval = way.locked(document or 0, actor)
        way.must_be_drafters(approval, actor)
        if approval.state == Approval.State.CLOSED:
            raise Refusal("", "Погодження завершено: на зауваження вже не відповідають.")
        found = Remark.objects.select_related("answer__step").get(pk=remark)
        if verdict not in (Verdict.ACCEPTED, Verdict.PARTLY, Verdict.REJECTED):
            raise Refusal("", "Зазначте, чи враховано зауваження.")
        text = text.strip()
        if verdict != Verdict.ACCEPTED and not text:
            raise Refusal("", "Поясніть, чому зауваження не враховано або враховано частково.")
        found.verdict, found.reply, found.replied_at, found.replied_by = verdict, text, at, actor.printed
        found.save(update_fields=["verdict", "reply", "replied_at", "replied_by"])
        said = f"На зауваження відповіли — {found.get_verdict_display()}: {found.text}" + (
            f" Відповідь: {text}" if text else ""
        )
        way.note(approval, actor, at, "approvals.replied", said, remark=found.pk, verdict=verdict)
        step = found.answer.step
        way.tell(
            approval, at, f"replied.{found.pk}", [step.post_id], f"Ваше зауваження {found.get_verdict_display()}", text
        )
    return found


def report(*, actor: Actor, at: datetime, document: int) -> list[Remark]:
    """Mark that the remarks of all who did not fully agree have been reported to the mayor (KR 4.16.8, 6.9).

    :raises Refusal: no right, the clause asks for no report, or there is nothing left to report.
    """
    with transaction.atomic():
        approval = way.locked(document, actor)
        rule = approving.objection(way.rules_of(approval), approval.kind)
        if rule is None or not rule.reported_before:
            raise Refusal(rule.entry.clause if rule else "", "Доповідати про зауваження Регламент не вимагає.")
        if refusal := regulation.refusal(actor=actor, right=REPORT, on=local_date(at)):
            raise refusal
        waiting = list(Remark.objects.filter(**waiting_of(approval=approval)).select_related("answer__step"))
        if not waiting:
            raise rule.entry.refusal("Зауважень, про які ще не доповіли міському голові, немає.")
        for remark in waiting:
            remark.reported_at, remark.reported_by = at, actor.printed
        Remark.objects.bulk_update(waiting, ["reported_at", "reported_by"])
        text = f"Про зауваження доповіли міському голові: {len(waiting)}"
        ids = [remark.pk for remark in waiting]
        way.note(approval, actor, at, "approvals.reported", text, rule.entry.clause, remarks=ids)
        way.tell(approval, at, "reported", [approval.drafter_id], "Про зауваження доповіли міському голові")
    return waiting


def waiting_of(*, approval: Approval) -> dict[str, object]:
    """The filter of remarks that hold and have not been reported."""
    return {
        "answer__step__approval": approval,
        "answer__voided_at__isnull": True,
        "reported_at__isnull": True,
    }

"""A draft goes for visas, comes back or is recalled, is agreed: the text that is sent is frozen as a version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import adopting, deeds, drafting, texts
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts, facts, on_paper
from magistrat.approvals.actions import sending
from magistrat.approvals.models import Approval
from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import act_text, words
from magistrat.rules.act_draft import Finding
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Act.State
MOST_NAMED = 5


class Incomplete(Refusal):
    """The draft lacks what the regulation demands, or what it advises and nobody has confirmed: `findings` says what."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        firm = [one for one in findings if one.is_firm]
        first = (firm or findings)[0]
        others = len(firm or findings) - 1
        more = f" Ще {others} {words.plural(others, 'зауваження', 'зауваження', 'зауважень')}." if others else ""
        advice = "" if firm else " Підтвердьте, що надсилаєте проєкт таким."
        super().__init__(first.clause, f"{first.message}{more}{advice}")
        self.findings = list(findings)


@regulation.remembering()
def send(*, actor: Actor, at: datetime, act: int, confirm: bool = False, note: str = "") -> Approval:
    """Send the working text for visas: the first time along the whole route, later as another version of it.

    :param confirm: the person has seen what the regulation only advises. :param note: what has been changed, in his words.
    :raises Incomplete: what the clause demands is not there. :raises Refusal: no right, not his draft, signed already, or
        nobody fills a role of the route.
    """
    with transaction.atomic():
        _lock_approval(act)
        found = drafting.opened(actor=actor, at=at, act=act)
        deeds.must_be(found, State.DRAFT, State.APPROVAL, State.AGREED)
        lacks = facts.findings(found, local_date(at), is_set=True)
        if any(one.is_firm for one in lacks) or (lacks and not confirm):
            raise Incomplete(lacks)
        text = drafts.text_of(found)
        found.state, found.remark = State.APPROVAL, ""
        found.save(update_fields=["state", "remark"])
        approval = sending.send(
            actor=actor, at=at, document=found.document_id, kind=found.kind, flags=facts.flags(found), drafter=found.drafter_id,
            in_charge=found.in_charge_id, concerned=list(drafts.content_of(found).concerned), content=act_text.write(text),
            parts=act_text.parts(text, on_paper.titles(text)), note=note,
        )  # fmt: skip
        texts.put_act(act=found)
        _note_advice(found, approval, actor, at, lacks)
    return approval


def on_agreed(approval: Approval, actor: Actor, at: datetime) -> None:
    """All visas of the newest version are given: the act is agreed, as the approval's own entry in the journal says."""
    act = _of(approval)
    if act is None or act.state != State.APPROVAL:
        return
    act.state, act.remark = State.AGREED, ""
    act.save(update_fields=["state", "remark"])
    adopting.go_on(act=act, actor=actor, at=at)


def on_returned(approval: Approval, actor: Actor, at: datetime, reason: str) -> None:
    """The act came back for rework, or its drafter recalled it: a draft again, with the reason."""
    act = _of(approval)
    if act is None or act.state not in (State.APPROVAL, State.AGREED, State.SIGNING):
        return
    act.state, act.remark = State.DRAFT, reason.strip()[:1000]
    act.save(update_fields=["state", "remark"])
    deeds.note(act, actor, at, "acts.returned", f"Проєкт повернуто: {reason.strip()}", version=approval.version)


def _lock_approval(act: int) -> None:
    """An answer locks the approval before the act that it agrees or returns: sending locks them in the same order."""
    document = Act.objects.filter(pk=act).values("document")
    list(Document.objects.select_for_update(of=("self",)).filter(pk__in=document).values_list("pk"))
    list(Approval.objects.select_for_update().filter(document__in=document).values_list("pk"))


def _of(approval: Approval) -> Act | None:
    found = Act.objects.select_related(*deeds.JOINED).select_for_update(of=("self",))
    return found.filter(document=approval.document_id).first()


def _note_advice(act: Act, approval: Approval, actor: Actor, at: datetime, lacks: Sequence[Finding]) -> None:
    """Of the sending the approval tells itself; here stands what was advised and sent nevertheless."""
    if not lacks:
        return
    said = [f"{one.message} ({words.clause(one.clause)})" if one.clause else one.message for one in lacks]
    text = f"Надіслано попри зауваження: {' '.join(said[:MOST_NAMED])}"
    deeds.note(act, actor, at, "acts.sent_with_advice", text, version=approval.version)

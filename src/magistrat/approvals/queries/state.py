"""How a paper's approval stands: its steps with their answers, remarks, versions, and why it may not be signed yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from magistrat.approvals.hooks import Parts
from magistrat.approvals.models import Answer, Approval, Remark, Step, Version
from magistrat.approvals.queries import changes
from magistrat.regulation import queries as regulation
from magistrat.rules import approving
from magistrat.rules.approving import Given
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal

NOT_SENT = "Проєкт ще не надсилали на погодження, тож підписати його не можна."


@dataclass(frozen=True)
class State:
    """An approval with all that its panel shows.

    :param steps: in the order of the route; each has `post`, `valid` (the answer that holds, or None), `past` (voided
        answers, the latest first) and `stages` (see `approving.Given`).
    :param remarks: of all answers, the newest version's first, each with `answer.step.post` and `answer.version`.
    """

    approval: Approval
    edition: Edition
    steps: Sequence[Step]
    versions: Sequence[Version]
    remarks: Sequence[Remark] = field(default_factory=list)

    @property
    def newest(self) -> Version | None:
        """The version that is being approved."""
        return self.versions[0] if self.versions else None

    @property
    def objection(self) -> approving.Objection | None:
        """What the clause says of those who do not agree."""
        return approving.objection(self.edition, self.approval.kind)

    @property
    def unreported(self) -> list[Remark]:
        """Remarks that hold and have not been reported to the mayor; none where the clause asks for no report."""
        rule = self.objection
        if rule is None or not rule.reported_before:
            return []
        return [one for one in self.remarks if one.reported_at is None and one.answer.voided_at is None]

    @property
    def is_running(self) -> bool:
        """Whether somebody is waited for."""
        return self.approval.state == Approval.State.RUNNING


def of_document(document: int) -> State | None:
    """The approval of a document; nothing when it was never sent. At most six statements, whatever its length."""
    found = Approval.objects.select_related("document", "drafter", "in_charge").filter(document=document)
    approval = found.defer("document__lemmas", "document__search_text").first()
    if approval is None:
        return None
    return State(
        approval=approval,
        edition=regulation.rules_of(approval.document.edition_id),
        steps=_steps(approval),
        versions=list(approval.versions.select_related("file", "adopted").order_by("-number")),
        remarks=_remarks(approval),
    )


def signing_refusals(document: int, version: int) -> list[Refusal]:
    """Why this version (its number) of the document may not be signed: empty when every obligatory visa holds on it.

    A sentence with its clause for each visa that is missing or was given on other words, for remarks that have not been
    reported to the mayor (KR 4.16.8, 6.9) and for a record of disagreements without the author's answers (DR 5.8). At most
    eight statements: six, and two where visas were given on other versions.
    """
    found = of_document(document)
    if found is None or found.newest is None:
        return [Refusal("", NOT_SENT)]
    if found.newest.number != version:
        return [Refusal("", f"Погоджують версію {found.newest.number}, а підписати пропонують версію {version}.")]
    edition, approval = found.edition, found.approval
    # What the body itself changed in the text that it adopted needs nobody's visa.
    judged = found.newest.adopted or found.newest
    asked = [step for step in found.steps if step.state != Step.State.SKIPPED]
    said = changes.read(approval.kind, [judged, *(step.valid.version for step in asked if step.valid)])
    given = [_given(step, judged, said) for step in asked]
    refusals = approving.signing_refusals(edition, approval.kind, approval.flags, given)
    unanswered = [r for r in found.remarks if r.verdict == Remark.Verdict.WAITING and r.answer.voided_at is None]
    for refusal in (
        approving.report_refusal(edition, approval.kind, len(found.unreported)),
        approving.record_refusal(edition, approval.kind, len(unanswered)),
    ):
        refusals += [refusal] if refusal else []
    if not refusals and approval.state not in (Approval.State.AGREED, Approval.State.CLOSED):
        return [Refusal("", f"Погодження не завершено: його стан — «{approval.get_state_display()}».")]
    return refusals


def _steps(approval: Approval) -> list[Step]:
    answers = Answer.objects.select_related("version", "file").order_by("-at", "-id")
    found = approval.steps.select_related("post").prefetch_related(Prefetch("answers", answers, to_attr="said"))
    steps: list[Step] = list(found.order_by("position"))
    for step in steps:
        step.valid = next((answer for answer in step.said if answer.voided_at is None), None)
        step.past = [answer for answer in step.said if answer.voided_at is not None]
        step.stages = frozenset({f"{step.entry}:{step.role}", *step.covers})
    return steps


def _remarks(approval: Approval) -> list[Remark]:
    found = Remark.objects.filter(answer__step__approval=approval)
    found = found.select_related("answer__step__post", "answer__version")
    return list(found.order_by("-answer__version__number", "answer__at", "id"))


def _given(step: Step, judged: Version, said: Mapping[int, Parts]) -> Given:
    answer: Answer | None = step.valid
    return Given(
        label=step.label,
        clause=step.clause,
        stages=step.stages,
        roles=frozenset({step.role, *(one.split(":", 1)[1] for one in step.covers)}),
        outcome=answer.outcome if answer else "",
        changed=approving.changed(said[answer.version_id], said[judged.pk]) if answer else (),
    )

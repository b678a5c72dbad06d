"""What is known of a question's draft: how its approval stands and who holds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from magistrat.approvals.models import Approval, Remark, Step

# The flag by which the hall knows that remarks to the draft are there (DR 6.24).
REMARKS = "remarks"
CONSENT = "consent"


def approval_of(document: int | None) -> Approval | None:
    """The draft's approval; nothing when it was never sent; one statement."""
    return Approval.objects.filter(document=document).first() if document else None


def has_remarks(approval: int) -> bool:
    """Whether a remark to the draft holds; one statement."""
    return Remark.objects.filter(answer__step__approval=approval, answer__voided_at__isnull=True).exists()


def leave_of(document: int | None, clause: str) -> tuple[str, str] | None:
    """The mayor's leave on the draft itself, where its route begins with it (KR 4.41): the state of the step, who answered.

    Nothing where the route asks for none; two statements at most.
    """
    found = Step.objects.filter(approval__document=document, does=CONSENT, clause=clause).exclude(
        state=Step.State.SKIPPED
    )
    step = found.order_by("position").first() if document else None
    if step is None:
        return None
    answer = step.answers.filter(voided_at__isnull=True).order_by("-id").first()
    return step.state, f"{answer.printed_title}, {answer.printed_name}" if answer else ""


def states(documents: Collection[int]) -> Mapping[int, str]:
    """States of approvals by document; one statement."""
    return dict(Approval.objects.filter(document__in=documents).values_list("document", "state"))


def holders(documents: Collection[int]) -> Mapping[int, list[str]]:
    """Whose visas each draft waits for: titles of posts, labels of bodies outside; one statement."""
    found: dict[int, list[str]] = {}
    steps = Step.objects.filter(approval__document__in=documents, state=Step.State.OPEN).order_by("position")
    for document, title, label in steps.values_list("approval__document", "post__title", "label"):
        found.setdefault(document, []).append(title or label)
    return found

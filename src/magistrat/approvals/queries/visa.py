"""One step as the one who answers it sees it: the text, what changed since he last answered, what others said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from magistrat.approvals.models import Answer, Step, Version
from magistrat.approvals.queries import changes, state
from magistrat.approvals.queries.state import State
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.rules import act_compare
from magistrat.rules.act_compare import Pair


@dataclass(frozen=True)
class Visa:
    """A step with its approval.

    :param before: the step's last answer on an earlier version, if any; `changes` what changed since then.
    """

    step: Step
    found: State
    version: Version
    before: Answer | None
    changes: Sequence[Pair]


def of_step(actor: Actor, step: int) -> Visa | None:
    """The step of a document that the actor sees; nothing when it is not there. At most ten statements.

    :raises Refusal: the document is not his.
    """
    document = Step.objects.filter(pk=step).values_list("approval__document", flat=True).first()
    if document is None:
        return None
    access.get_visible(actor, document)
    found = state.of_document(document)
    own = next((one for one in found.steps if one.pk == step), None) if found else None
    if found is None or own is None or found.newest is None:
        return None
    before = next((one for one in own.said if one.version.number < found.newest.number), None)
    pairs = compared(found.approval.kind, before.version, found.newest) if before else []
    return Visa(own, found, found.newest, before, pairs)


def compared(kind: str, before: Version, after: Version) -> list[Pair]:
    """What changed between two versions of a paper of the kind, part by part, word by word; at most two statements."""
    said = changes.read(kind, [before, after])
    return act_compare.changed(act_compare.of_parts(said[before.pk], said[after.pk]))

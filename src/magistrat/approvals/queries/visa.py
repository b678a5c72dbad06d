"""One step as the one who answers it sees it: the text, what changed since he last answered, what others said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from magistrat.approvals.models import Answer, Step, Version
from magistrat.approvals.queries import state
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
    """The step of a document that the actor sees; nothing when it is not there. At most eight statements.

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
    changes = compared(before.version, found.newest) if before else []
    return Visa(own, found, found.newest, before, changes)


def compared(before: Version, after: Version) -> list[Pair]:
    """What changed between two versions, part by part, word by word."""
    return act_compare.changed(act_compare.of_parts(_parts(before), _parts(after)))


def _parts(version: Version) -> list[tuple[str, str]]:
    return [(label, words) for label, words in version.parts]

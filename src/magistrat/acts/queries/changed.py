"""Which earlier acts drafts change, for those who may not let two of them into one sitting (KR 4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from magistrat.acts.models import Relation
from magistrat.acts.queries import naming


def changed_by(documents: Sequence[int]) -> Mapping[int, list[str]]:
    """The acts that each of these drafts changes, by date and number as printed; one statement."""
    changing = Relation.objects.filter(source__document__in=documents, kind=Relation.Kind.CHANGES)
    found: dict[int, list[str]] = {}
    for relation in changing.select_related("source", "target__document").order_by("id"):
        found.setdefault(relation.source.document_id, []).append(_named(relation))
    return found


def _named(relation: Relation) -> str:
    """One act is the same whether it is in the system or only named."""
    target = relation.target
    if target is not None:
        return naming.dated(target.adopted_on, target.document.index) or target.title
    return naming.dated(relation.named_on, relation.named_number) or relation.named

"""Whether the original of a document on control is back before its case is submitted, or need not be (KR 8.7, 8.17)."""

from __future__ import annotations

from magistrat.documents.models import Direction, Document, Link, PaperMove
from magistrat.documents.queries import cards
from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition
from magistrat.tasks.models import Control


def out(*, control: Control, rules: Edition) -> PaperMove | None:
    """Who holds the original that has to come back and has not, nor was lost with an explanation; one statement at most."""
    if not control.must_return or rules.get("paper_returned") is None:
        return None
    held = cards.paper_holder(control.document_id)
    return held if held is not None and held.kind == PaperMove.Kind.HANDED else None


def act_on_its_ground(*, control: Control, rules: Edition) -> Document | None:
    """The act adopted on the ground of the document, with whose papers its original stays (KR 8.17); one statement at most.

    One of the same matter, registered no earlier than the document.
    """
    if control_rules.original_stays(rules, "act_adopted") is None:
        return None
    kinds, pk = (Link.Kind.ABOUT, Link.Kind.REPLY), control.document_id
    ours = Document.objects.filter(links__target=pk, links__kind__in=kinds)
    named = Document.objects.filter(backlinks__source=pk, backlinks__kind__in=kinds)
    found = Document.objects.filter(direction=Direction.ACT, state=Document.State.REGISTERED)
    found = found.filter(registered_on__gte=control.document.registered_on)
    return (found.filter(pk__in=ours.values("pk")) | found.filter(pk__in=named.values("pk"))).order_by("id").first()

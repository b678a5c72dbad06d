"""What the editor proposes as the text of a changed act, and which redactions are still awaited (KR 15.13)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from magistrat.acts.models import Act, Redaction, Relation
from magistrat.acts.queries import history, naming, on_paper
from magistrat.acts.queries.history import History
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import act_changing, act_history
from magistrat.rules.act_changing import Proposal
from magistrat.rules.act_text import ActText
from magistrat.ui import prepared

NoRedaction = Redaction.DoesNotExist


def one(pk: int) -> Redaction:
    """A redaction with its act and the act that changes it; one statement.

    :raises Redaction.DoesNotExist: there is none.
    """
    related = ("act__document", "act__drafter", "by_act__document", "by_act__signed_version", "file")
    return Redaction.objects.select_related(*related).get(pk=pk)


def proposal(redaction: Redaction) -> Proposal:
    """The text that held before with what the changing act says of it carried out; three statements.

    Each point that speaks of the act is read by itself; what it takes out of force is taken out.
    """
    text, troubles = before(redaction), list[str]()
    source = redaction.by_act
    if source is None:
        return Proposal(text, ())
    words = on_paper.working(source)
    relations = Relation.objects.filter(source=source, target=redaction.act, kind__in=history.TOUCHING).order_by("id")
    for point in dict.fromkeys(one.point for one in relations):
        made = act_changing.propose(text, words, point)
        text, troubles = made.text, [*troubles, *made.troubles]
    return Proposal(text, tuple(troubles))


def awaited(act: Act) -> Sequence[Redaction]:
    """Redactions that nobody has confirmed, the earliest first; one statement."""
    found = Redaction.objects.filter(act=act, confirmed_at__isnull=True).select_related("by_act__document")
    return list(found.order_by("since", "id"))


def confirmed(act: Act) -> Sequence[Redaction]:
    """The act's confirmed redactions by their days; one statement."""
    return list(Redaction.objects.filter(act=act, confirmed_at__isnull=False).order_by("since", "id"))


@prepared.prepared
def waiting_for(actor: Actor, *, limit: int = 100) -> QuerySet[Redaction]:
    """Redactions that the actor is to make, as drafter of the act or of its change, the earliest day first; one statement."""
    mine = Q(act__drafter__in=actor.line) | Q(by_act__drafter__in=actor.line)
    found = Redaction.objects.filter(mine, confirmed_at__isnull=True, due_on__isnull=False)
    found = found.select_related("act__document").defer("text", "act__text", "act__document__lemmas")
    return found.order_by("due_on", "id")[:limit]


def clause(act: Act) -> str:
    """The clause by which the act's redaction is made; empty where no clause asks (KR 15.13; DR 4.12)."""
    edition = regulation.rules_of(act.document.edition_id)
    entry = edition.get("consolidated_text") or edition.get("amendment_marks")
    return entry.clause if entry else ""


def mark(past: History, redaction: Redaction | None) -> str:
    """By which acts the text of the redaction has been changed, for its first page (KR 15.13)."""
    if redaction is None:
        return ""
    acts = [
        (one.by_act.adopted_on, naming.short(one.by_act))
        for one in past.redactions
        if one.by_act is not None and one.by_act.adopted_on is not None and one.since <= redaction.since
        and one.confirmed_at is not None
    ]  # fmt: skip
    edition = regulation.rules_of(past.act.document.edition_id)
    return act_history.mark_of_changes(edition, acts)


def before(redaction: Redaction) -> ActText:
    """The text that held before this redaction; three statements."""
    past = history.of(redaction.act)
    earlier = [
        one for one in past.redactions
        if one.pk != redaction.pk and one.confirmed_at is not None and one.text is not None
        and (one.since, one.pk) < (redaction.since, redaction.pk)
    ]  # fmt: skip
    return on_paper.read(earlier[-1].text) if earlier and earlier[-1].text else on_paper.working(redaction.act)

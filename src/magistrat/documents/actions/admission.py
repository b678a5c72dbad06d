"""What is asked before a document gets its number: the registry, its state, whether it came already, what it is related to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from magistrat.documents.actions import indices
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, Link, Registry
from magistrat.documents.queries import access, duplicates, kept, points, rights
from magistrat.journal.actor import Actor
from magistrat.rules import instruction
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


class Duplicate(Refusal):
    """The same correspondent, index and date stand on an earlier card: `earlier` lists those documents."""

    def __init__(self, clause: str, earlier: Sequence[Document]) -> None:
        one = earlier[0]
        super().__init__(
            clause,
            f"Документ цього кореспондента з таким самим індексом і датою вже зареєстровано: {one.index}. "
            "Документ реєструють лише один раз; підтвердьте реєстрацію, якщо це інший документ.",
        )
        self.earlier = list(earlier)


def registry_for(actor: Actor, at: datetime, registry_id: int, direction: Direction) -> Registry:
    """The registry in which the actor registers papers of the flow.

    :raises Refusal: no right in it, it is for another flow, or it is kept on paper now.
    """
    registry = rights.with_clerk(actor).select_related("department").get(pk=registry_id)
    if registry.direction != direction:
        raise Refusal(registry.clause, f"Реєстр «{registry.title}» призначено для іншого потоку документів.")
    if refusal := rights.refusal_to_register(actor=actor, registry=registry, on=local_date(at)):
        raise refusal
    if getattr(registry, "is_on_paper", False):
        raise indices.on_paper(registry)
    return registry


def arrived(actor: Actor, arrival_id: int) -> Document:
    """The arrival, locked.

    :raises Refusal: the actor does not see it, or it is registered, returned or passed on already.
    """
    access.get_visible(actor, arrival_id)
    return locked(arrival_id, Document.State.ARRIVED)


def locked(document_id: int, state: str) -> Document:
    """The document, locked, in this state.

    :raises Refusal: it is in another.
    """
    # What refers to the document may go on being written: a deed on one of its tasks waits for nothing that waits for it.
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document_id)
    if document.state != state:
        raise Refusal("", f"Цього вже не можна зробити: стан документа — «{document.get_state_display()}».")
    return document


def refuse_duplicate(card: Card, at: datetime, *, is_confirmed: bool) -> None:
    """A paper is registered once (DR 10.8; Cabinet resolution 55, item 49).

    :raises Refusal: it is here in another form. :raises Duplicate: and it is not confirmed to be another paper.
    """
    earlier = duplicates.of_parties(card.parties)
    if not earlier:
        return
    on = local_date(at)
    if refusal := other_form(card, [(one.way, one.index) for one in earlier], on):
        raise refusal
    if not is_confirmed:
        raise Duplicate(points.clause(on, points.ONCE) or instruction.item(49), earlier)


def other_form(card: Card, earlier: Sequence[tuple[str, str]], on: date) -> Refusal | None:
    """Why a paper that is here electronically does not come on paper too, or the other way round (KR 7.4).

    :param earlier: way and index of each earlier registration of it, the newest first.
    """
    one_form = points.entry(on, points.ONE_FORM)
    if one_form and any((way in kept.ELECTRONIC) != (card.way in kept.ELECTRONIC) for way, _ in earlier):
        return one_form.refusal(
            f"Цей документ уже зареєстровано в іншій формі за індексом {earlier[0][1]}: "
            "той самий документ не проходить в електронній і паперовій формах."
        )
    return None


def refuse_unseen(actor: Actor, links: Iterable[tuple[int, str]]) -> None:
    """Only what the actor sees may be related; one statement, none without relations.

    :raises Refusal: for anything else.
    """
    wanted = {target for target, _ in links}
    if wanted and access.visible(actor).filter(pk__in=wanted).count() < len(wanted):
        raise access.not_yours()


def answered(links: Iterable[tuple[int, str]]) -> int | None:
    """The document that the links say is answered."""
    return next((target for target, kind in links if kind == Link.Kind.REPLY), None)

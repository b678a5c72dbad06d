"""The one way to a number: contents of files, card, place, grants, number, links, files, journal, in this order.

All of it in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from magistrat.documents.actions import cards, files, grants, hooks, indices, passages, placing
from magistrat.documents.actions.placing import Written
from magistrat.documents.card import Card
from magistrat.documents.models import Document, DocumentCorrespondent, Link, Registry
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.moments import local_date


@dataclass(frozen=True)
class Added:
    """What the deed that wants the number adds to the journal's one entry on the registration.

    :param clause: printed instead of the registry's own, where it says more.
    """

    said: str = ""
    clause: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)


def enter(
    *,
    document: Document,
    actor: Actor,
    at: datetime,
    registry: Registry,
    card: Card,
    uploads: Iterable[files.Upload],
    links: Iterable[tuple[int, str]],
    answered: Document | None = None,
    supplement_to: Document | None = None,
    written: Written | None = None,
    asks: bool = True,
    year_of: date | None = None,
    keepers: Sequence[int] | None = None,
    added: Added | None = None,
    prepared: Sequence[files.Prepared] = (),
) -> None:
    """Write the card with its number, grants, links and files; journal and hooks hear of it. Part of the deeds that register.

    :param prepared: files kept by the deed before it began to hold something that others wait for.
    :raises IncompleteCard: obligatory fields are empty. :raises Refusal: the registry is kept on paper, the language.
    """
    of = written.at if written else at
    on, is_new = local_date(of), document.pk is None
    known = cards.correspondents(card.parties)
    if asks:
        cards.require_complete(card, direction=registry.direction, known=known, on=on)
    cards.refuse_future(card.arrived_at, at)
    placing.refuse_language(card, on)
    parts = {} if written and written.index else indices.parts_of(registry, card, year_of or on)
    # Last of what may refuse: a content that was kept for a refused deed lies on the disk, and no card names it.
    prepared = [*prepared, *files.prepare(uploads=uploads, at=at)]
    cards.fill(document, card)
    placing.place(document, actor, of, registry)
    if year_of is not None and registry.restarts == "year":
        document.period = str(year_of.year)
    if is_new:
        # The id is taken first, so that the row is written once, with its number, while the counter is held briefly.
        [document.pk] = placing.next_ids(1)
        DocumentCorrespondent.objects.bulk_create(cards.parties_of(document.pk, card.parties))
    else:
        cards.replace_parties(document.pk, card.parties)
    previewers = placing.previewers(document.addressee_id, local_date(at)) if placing.is_previewed(document) else []
    if keepers is None:
        keepers = placing.keepers_of(registry)
    grants.put(placing.grants_of(document, actor, at, registry, keepers=keepers, previewers=previewers))
    if supplement_to is not None:
        indices.put_under(document, supplement_to, on)
    elif written is not None:
        document.number, document.supplement = written.number, written.supplement
        document.is_from_paper_period = written.is_by_hand
        document.index = written.index or indices.write(registry, written.number, parts, answered, on)
    else:
        document.number = indices.take(registry, document.period)
        document.index = indices.write(registry, document.number, parts, answered, on)
    cards.make_searchable(document, card.parties, known)
    document.save(force_insert=is_new)
    passages.write_card(document=document, is_alone=is_new)
    Link.objects.bulk_create(
        [Link(source=document, target_id=target, kind=kind, made_at=at) for target, kind in dict.fromkeys(links)]
    )
    files.put_prepared(document=document, prepared=prepared, actor=actor, at=at)
    payload = placing.told(document, registry, written)
    if added is not None:
        payload = {**added.payload, **payload}
        payload["text"] = f"{payload['text']}; {added.said}" if added.said else payload["text"]
    code = written.code if written else "documents.registered"
    journal.record(
        actor=actor, at=at, code=code, subject=document, document=document.pk, payload=payload,
        clause=(added and added.clause) or registry.clause,
    )  # fmt: skip
    if written is None or written.is_told:
        hooks.tell_registered(documents=[document], actor=actor, at=at)

"""Many documents registered under numbers that were given elsewhere: judged one by one, written together.

What `registration.register_written` does for one document that has neither files nor relations; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from magistrat.documents.actions import admission, cards, grants, hooks, passages, placing
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, DocumentCorrespondent, Grant, Registry
from magistrat.documents.queries import duplicates, points
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.moments import local_date


@dataclass(frozen=True)
class Judged:
    """A document that is to be written, with what it is made of."""

    document: Document
    registry: Registry
    card: Card
    written: placing.Written


class Entry:
    """One deed on many cards, in the caller's transaction: `judge` each, then `write` all that were not refused.

    :param given: all cards that will be judged; what they need is read at once.
    """

    def __init__(self, *, actor: Actor, at: datetime, given: Sequence[Card]) -> None:
        self.actor, self.at = actor, at
        parties = [party for card in given for party in card.parties]
        self._known = cards.correspondents(parties)
        self._earlier = duplicates.ways_of_earlier(parties) if points.entry(self._today, points.ONE_FORM) else {}
        self._judged: list[Judged] = []
        self._previewers: dict[int | None, list[int]] = {}
        self._keepers: dict[int, list[int] | None] = {}

    @property
    def _today(self) -> date:
        return local_date(self.at)

    def judge(self, registry: Registry, card: Card, written: placing.Written) -> Document:
        """The document, unsaved. That nobody else has its number is the caller's to ask.

        :raises IncompleteCard: obligatory fields are empty.
        :raises Refusal: the summary is not in the state language; the paper has been registered in another form.
        """
        on = local_date(written.at)
        if registry.direction == Direction.INCOMING:
            card = replace(card, arrived_at=card.arrived_at or written.at)
            self._refuse_other_form(card, on)
        cards.require_complete(card, direction=registry.direction, known=self._known, on=on)
        placing.refuse_language(card, on)
        document = Document(created_at=self.at, created_by_post=self.actor.post_id)
        cards.fill(document, card)
        placing.place(document, self.actor, written.at, registry)
        document.number, document.supplement, document.index = written.number, written.supplement, written.index
        document.is_from_paper_period = written.is_by_hand
        cards.make_searchable(document, card.parties, self._known)
        self._judged.append(Judged(document, registry, card, written))
        for same in duplicates.same(card.parties):
            self._earlier.setdefault(same, []).insert(0, (document.way, document.index))
        return document

    def write(self) -> None:
        """Write the judged ones down with who sees them, how they are found and what the journal says."""
        made = [one.document for one in self._judged]
        if not made:
            return
        for document, pk in zip(made, placing.next_ids(len(made)), strict=True):
            document.pk = pk
        Document.objects.bulk_create(made)
        DocumentCorrespondent.objects.bulk_create(
            party for one in self._judged for party in cards.parties_of(one.document.pk, one.card.parties)
        )
        grants.put(grant for one in self._judged for grant in self._grants(one))
        passages.write_new_cards(documents=made)
        journal.record_many(actor=self.actor, at=self.at, deeds=map(_deed, self._judged))
        if told := [one.document for one in self._judged if one.written.is_told]:
            hooks.tell_registered(documents=told, actor=self.actor, at=self.at)

    def _grants(self, one: Judged) -> list[Grant]:
        document, previewers = one.document, list[int]()
        if placing.is_previewed(document):
            to = document.addressee_id
            if to not in self._previewers:
                self._previewers[to] = placing.previewers(to, self._today)
            previewers = self._previewers[to]
        if one.registry.pk not in self._keepers:
            self._keepers[one.registry.pk] = placing.keepers_of(one.registry)
        keepers = self._keepers[one.registry.pk]
        return placing.grants_of(document, self.actor, self.at, one.registry, keepers=keepers, previewers=previewers)

    def _refuse_other_form(self, card: Card, on: date) -> None:
        earlier = [one for same in duplicates.same(card.parties) for one in self._earlier.get(same, ())]
        if refusal := admission.other_form(card, earlier, on):
            raise refusal


def _deed(one: Judged) -> journal.Deed:
    return journal.Deed(
        one.written.code, subject=one.document, document=one.document.pk, clause=one.registry.clause,
        payload=placing.told(one.document, one.registry, one.written),
    )  # fmt: skip

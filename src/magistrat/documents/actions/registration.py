"""Registration: number and index are given last, in one transaction with the card (KR 7.4–7.6; DR 10.8, 10.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from magistrat.documents.actions import admission, cards, entering, files, grants, hooks, indices, letters_on_paper
from magistrat.documents.actions.placing import Written
from magistrat.documents.card import Card, Signed
from magistrat.documents.models import Direction, Document, Grant, Link, Registry
from magistrat.documents.queries import access, first_readers, places, points
from magistrat.journal.actor import Actor
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Document.State


def register_incoming(
    *,
    actor: Actor,
    at: datetime,
    registry_id: int,
    card: Card,
    arrival_id: int | None = None,
    uploads: Iterable[files.Upload] = (),
    links: Sequence[tuple[int, str]] = (),
    confirm: bool = False,
) -> Document:
    """Register an incoming paper, from its arrival or at once.

    `links`: pairs of an earlier document's id and `Link.Kind`. `confirm`: it is another paper although the sender,
    his index and date are those of an earlier one.

    :raises Refusal: no right in this registry; the arrival is registered, returned or passed on already.
    :raises IncompleteCard: obligatory fields are empty.
    :raises Duplicate: told once, done with `confirm` (DR 10.8; Cabinet resolution 55, item 49).
    """
    with transaction.atomic(), regulation.remembering():
        document = (
            admission.arrived(actor, arrival_id)
            if arrival_id
            else Document(created_at=at, created_by_post=actor.post_id)
        )
        registry = admission.registry_for(actor, at, registry_id, Direction.INCOMING)
        _refuse_place(actor, registry, card, at)
        admission.refuse_duplicate(card, at, is_confirmed=confirm)
        admission.refuse_unseen(actor, links)
        card = replace(card, arrived_at=card.arrived_at or document.arrived_at or at)
        first = first_readers.entry_of(card.kind, local_date(at))
        document.goes_to_mayor = first is not None
        entering.enter(
            document=document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links
        )
        if first is not None:
            _hand_over_at_once(document, first, at)
    return document


def register_internal(
    *,
    actor: Actor,
    at: datetime,
    registry_id: int,
    card: Card,
    uploads: Iterable[files.Upload] = (),
    links: Sequence[tuple[int, str]] = (),
) -> Document:
    """Register an internal paper: a memo or a telephone message (KR 7.4, 7.5, 21.11, 21.12).

    :raises Refusal: no right in this registry.
    :raises IncompleteCard: obligatory fields are empty.
    """
    with transaction.atomic(), regulation.remembering():
        document = Document(created_at=at, created_by_post=actor.post_id)
        registry = admission.registry_for(actor, at, registry_id, Direction.INTERNAL)
        admission.refuse_unseen(actor, links)
        _refuse_place(actor, registry, card, at)
        entering.enter(
            document=document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links
        )
    return document


def register_reference(
    *, actor: Actor, at: datetime, registry_id: int, card: Card, uploads: Iterable[files.Upload] = ()
) -> Document:
    """Register an act that is kept for reference (a law): it asks nothing of anybody and has no addressee.

    :raises Refusal: no right in this registry, no short content, or one that is not in the state language (DR 2.11).
    """
    with transaction.atomic(), regulation.remembering():
        registry = admission.registry_for(actor, at, registry_id, Direction.INTERNAL)
        if not card.summary.strip():
            raise cards.IncompleteCard({"summary": "зазначте короткий зміст"})
        document = Document(created_at=at, created_by_post=actor.post_id)
        entering.enter(
            document=document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=(), asks=False
        )
    return document


def register_outgoing(
    *,
    actor: Actor,
    at: datetime,
    registry_id: int,
    card: Card,
    draft_id: int | None = None,
    reply_to: int | None = None,
    signed: Signed | None = None,
    uploads: Iterable[files.Upload] = (),
    links: Sequence[tuple[int, str]] = (),
) -> Document:
    """Register an outgoing letter on the day of its signature; a draft keeps its id and files (DR 11.4).

    A reply is linked with what it answers, and where the regulation says so bears its index with «вх.» (DR 10.9).
    A letter without a draft was signed on paper: the rules of letters are asked by `hooks.before_letter_on_paper`.

    :param signed: what is known of the signature on paper; the deed that registers a draft asks the rules itself.
    :raises Refusal: no right in this registry; the draft is registered already; a rule of letters.
    :raises IncompleteCard: obligatory fields are empty.
    """
    with transaction.atomic(), regulation.remembering():
        document = (
            admission.locked(draft_id, State.DRAFT)
            if draft_id
            else Document(created_at=at, created_by_post=actor.post_id)
        )
        registry = admission.registry_for(actor, at, registry_id, Direction.OUTGOING)
        reply_to = reply_to or admission.answered(links)
        if reply_to and (reply_to, Link.Kind.REPLY) not in links:
            links = [*links, (reply_to, Link.Kind.REPLY)]
        # Whoever wrote the draft saw what it answers; the clerk who registers it need not.
        admission.refuse_unseen(actor, [link for link in links if draft_id is None or link[0] != reply_to])
        answered = Document.objects.get(pk=reply_to) if reply_to else None
        numbered: list[hooks.Numbered] = []
        if draft_id is None:
            card, numbered = letters_on_paper.judge(
                actor=actor, at=at, of=at, card=card, signed=signed or Signed(), reply_to=reply_to
            )
        entering.enter(
            document=document,
            actor=actor,
            at=at,
            registry=registry,
            card=card,
            uploads=uploads,
            links=links,
            answered=answered,
        )
        letters_on_paper.follow(numbered, document)
    return document


def register_act(
    *,
    actor: Actor,
    at: datetime,
    registry_id: int,
    card: Card,
    draft_id: int,
    uploads: Iterable[files.Upload] = (),
    links: Sequence[tuple[int, str]] = (),
    year_of: date | None = None,
    keepers: Sequence[int] | None = None,
    added: entering.Added | None = None,
) -> Document:
    """Give a signed order or decision its number in the registry of its series (KR 6.15–6.20; DR 5.13).

    :param year_of: the day whose year's numbers run on, where it is not today: of the sitting for its minutes (DR 6.28), of
        adoption for a decision numbered in January (KR 4.34; DR 6.26).
    :param keepers: the posts to which it opens instead of the whole unit that keeps the registry, as personnel orders do.
    :param added: what the journal's entry tells beside the number.
    :raises Refusal: no right in this registry; the draft is registered already.
    :raises IncompleteCard: obligatory fields are empty.
    """
    with transaction.atomic(), regulation.remembering():
        document = admission.locked(draft_id, State.DRAFT)
        registry = admission.registry_for(actor, at, registry_id, Direction.ACT)
        admission.refuse_unseen(actor, links)
        entering.enter(
            document=document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links, year_of=year_of,
            keepers=keepers, added=added,
        )  # fmt: skip
    return document


def register_supplement(
    *,
    actor: Actor,
    at: datetime,
    to: int,
    card: Card,
    arrival_id: int | None = None,
    signed: Signed | None = None,
    uploads: Iterable[files.Upload] = (),
    links: Sequence[tuple[int, str]] = (),
    confirm: bool = False,
) -> Document:
    """Register a further paper under the same number with «до» and its own day (DR 10.9).

    :param signed: as in `register_outgoing`, when a letter of our own is followed by another.
    :param links: what it is related to beside the first paper, as in `register_incoming`.
    :raises Refusal: the regulation knows no such index, no right, the first paper is not registered, or what came adds
        to no incoming one.
    :raises Duplicate: as in `register_incoming`.
    """
    with transaction.atomic(), regulation.remembering():
        first = access.get_visible(actor, to)
        first = Document.objects.select_for_update(of=("self",)).get(pk=first.pk)
        rule = points.entry(local_date(at), points.SUPPLEMENT)
        if rule is None:
            raise Refusal(
                "",
                "Регламент не передбачає реєстрації під тим самим номером; зареєструйте документ і пов'яжіть його з попереднім.",
            )
        if first.state != State.REGISTERED or first.registry_id is None or first.supplement:
            raise rule.refusal("Доповнення реєструють лише до чинного зареєстрованого документа.")
        registry = admission.registry_for(actor, at, first.registry_id, Direction(first.direction))
        _refuse_place(actor, registry, card, at)
        if arrival_id and registry.direction != Direction.INCOMING:
            raise rule.refusal("Те, що надійшло, реєструють як доповнення лише до вхідного документа.")
        document = (
            admission.arrived(actor, arrival_id)
            if arrival_id
            else Document(created_at=at, created_by_post=actor.post_id)
        )
        admission.refuse_unseen(actor, links)
        numbered: list[hooks.Numbered] = []
        reader = None
        if registry.direction == Direction.INCOMING:
            admission.refuse_duplicate(card, at, is_confirmed=confirm)
            reader = first_readers.entry_of(card.kind, local_date(at))
            document.goes_to_mayor = reader is not None
        if registry.direction == Direction.OUTGOING:
            card, numbered = letters_on_paper.judge(
                actor=actor, at=at, of=at, card=card, signed=signed or Signed(), reply_to=admission.answered(links)
            )
        card = replace(card, arrived_at=card.arrived_at or document.arrived_at or at)
        entering.enter(
            document=document,
            actor=actor,
            at=at,
            registry=registry,
            card=card,
            uploads=uploads,
            links=[(first.pk, Link.Kind.SUPPLEMENT), *links],
            supplement_to=first,
        )
        if reader is not None:
            _hand_over_at_once(document, reader, at)
        letters_on_paper.follow(numbered, document)
    return document


def register_written(
    *,
    actor: Actor,
    at: datetime,
    registry: Registry,
    card: Card,
    written: Written,
    signed: Signed | None = None,
    prepared: Sequence[files.Prepared] = (),
    links: Sequence[tuple[int, str]] = (),
    confirm: bool = False,
) -> Document:
    """Register a document under a number that was given elsewhere; part of the deeds that ask the right and hold the number.

    :raises IncompleteCard: obligatory fields are empty.
    :raises Duplicate: the sender, his index and date are those of an earlier one, and it is not confirmed.
    :raises Refusal: the number is taken.
    """
    with transaction.atomic(savepoint=False), regulation.remembering():
        document = Document(created_at=at, created_by_post=actor.post_id)
        if written.is_by_hand:
            _refuse_place(actor, registry, card, written.at)
        if registry.direction == Direction.INCOMING:
            card = replace(card, arrived_at=card.arrived_at or written.at)
            admission.refuse_duplicate(card, written.at, is_confirmed=confirm)
        admission.refuse_unseen(actor, links)
        indices.refuse_taken(registry, written)
        numbered: list[hooks.Numbered] = []
        first = None
        if registry.direction == Direction.OUTGOING:
            card, numbered = letters_on_paper.judge(
                actor=actor,
                at=at,
                of=written.at,
                card=card,
                signed=signed or Signed(),
                reply_to=admission.answered(links),
            )
        elif registry.direction == Direction.INCOMING and written.is_told:
            first = first_readers.entry_of(card.kind, local_date(written.at))
            document.goes_to_mayor = first is not None
        entering.enter(
            document=document,
            actor=actor,
            at=at,
            registry=registry,
            card=card,
            uploads=(),
            links=links,
            written=written,
            prepared=prepared,
        )
        if first is not None:
            _hand_over_at_once(document, first, at)
        letters_on_paper.follow(numbered, document)
    return document


def _refuse_place(actor: Actor, registry: Registry, card: Card, at: datetime) -> None:
    """What the regulation keeps for one service another does not register, with «до» and from paper neither."""
    on, refusal = local_date(at), None
    if registry.direction == Direction.INCOMING:
        refusal = places.incoming_refusal(actor=actor, kind=card.kind, addressee=card.addressee, on=on)
    elif registry.direction == Direction.INTERNAL:
        refusal = places.internal_refusal(
            actor=actor, registry=registry.pk, kind=card.kind, author=card.author, addressee=card.addressee, on=on
        )
    if refusal is not None:
        raise refusal


def _hand_over_at_once(document: Document, rule: Entry, at: datetime) -> None:
    reader = first_readers.reader(rule, local_date(at))
    if reader is None:
        return
    source = f"documents.document:{document.pk}"
    # The clause names him as the card names its addressee: a paper for official use opens to him, too.
    reason = grants.reason_for(document, Grant.Reason.ADDRESSEE)
    grants.give(document=document, at=at, reason=reason, source=source, post=reader.pk)
    outbox.notify(
        at=at,
        key=f"documents.at_once:{document.pk}",
        to_post=reader.pk,
        subject=f"Невідкладно на розгляд: {document.index}",
        body=document.summary,
        link=f"/dokumenty/{document.pk}/",
        document=document.pk,
    )

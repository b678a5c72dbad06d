"""Registration: number and index are given last, in one transaction with the card (KR 7.4–7.6; DR 10.8, 10.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from magistrat.documents.actions import cards, files, grants, hooks, passages, placing
from magistrat.documents.actions.placing import Written
from magistrat.documents.card import Card, Signed
from magistrat.documents.models import (
    CaseFile,
    Direction,
    Document,
    DocumentCorrespondent,
    Grant,
    Link,
    Registry,
)
from magistrat.documents.queries import access, duplicates, first_readers, places, points, rights
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.numbers import actions as numbers
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import instruction
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local_date
from magistrat.rules.numbering import Pattern
from magistrat.rules.refusal import Refusal

State = Document.State
ELECTRONIC = {Document.Way.EMAIL, Document.Way.EXCHANGE}


@dataclass(frozen=True)
class Added:
    """What the deed that wants the number adds to the journal's one entry on the registration.

    :param clause: printed instead of the registry's own, where it says more.
    """

    said: str = ""
    clause: str = ""
    payload: Mapping[str, object] = field(default_factory=dict)


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
        document = _arrived(actor, arrival_id) if arrival_id else Document(created_at=at, created_by_post=actor.post_id)
        registry = _registry(actor, at, registry_id, Direction.INCOMING)
        _raise(places.incoming_refusal(actor=actor, addressee=card.addressee, on=local_date(at)))
        _refuse_duplicate(card, at, is_confirmed=confirm)
        _refuse_unseen(actor, links)
        card = replace(card, arrived_at=card.arrived_at or document.arrived_at or at)
        first = first_readers.entry_of(card.kind, local_date(at))
        document.goes_to_mayor = first is not None
        _register(document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links)
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
        registry = _registry(actor, at, registry_id, Direction.INTERNAL)
        _refuse_unseen(actor, links)
        _raise(
            places.internal_refusal(
                actor=actor, kind=card.kind, author=card.author, addressee=card.addressee, on=local_date(at)
            )
        )
        _register(document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links)
    return document


def register_reference(
    *, actor: Actor, at: datetime, registry_id: int, card: Card, uploads: Iterable[files.Upload] = ()
) -> Document:
    """Register an act that is kept for reference (a law): it asks nothing of anybody and has no addressee.

    :raises Refusal: no right in this registry, no short content, or one that is not in the state language (DR 2.11).
    """
    with transaction.atomic(), regulation.remembering():
        registry = _registry(actor, at, registry_id, Direction.INTERNAL)
        if not card.summary.strip():
            raise cards.IncompleteCard({"summary": "зазначте короткий зміст"})
        document = Document(created_at=at, created_by_post=actor.post_id)
        _register(document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=(), asks=False)
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
            _locked(draft_id, State.DRAFT) if draft_id else Document(created_at=at, created_by_post=actor.post_id)
        )
        registry = _registry(actor, at, registry_id, Direction.OUTGOING)
        reply_to = reply_to or _answered(links)
        if reply_to and (reply_to, Link.Kind.REPLY) not in links:
            links = [*links, (reply_to, Link.Kind.REPLY)]
        # Whoever wrote the draft saw what it answers; the clerk who registers it need not.
        _refuse_unseen(actor, [link for link in links if draft_id is None or link[0] != reply_to])
        answered = Document.objects.get(pk=reply_to) if reply_to else None
        numbered: list[hooks.Numbered] = []
        if draft_id is None:
            card, numbered = _signed_on_paper(card, signed or Signed(), actor=actor, at=at, of=at, reply_to=reply_to)
        _register(
            document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links, answered=answered
        )
        _tell(numbered, document)
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
    added: Added | None = None,
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
        document = _locked(draft_id, State.DRAFT)
        registry = _registry(actor, at, registry_id, Direction.ACT)
        _refuse_unseen(actor, links)
        _register(
            document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links, year_of=year_of,
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
) -> Document:
    """Register a further paper under the same number with «до» and its own day (DR 10.9).

    :param signed: as in `register_outgoing`, when a letter of our own is followed by another.
    :raises Refusal: the regulation knows no such index, no right, or the first paper is not registered.
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
        registry = _registry(actor, at, first.registry_id, Direction(first.direction))
        document = _arrived(actor, arrival_id) if arrival_id else Document(created_at=at, created_by_post=actor.post_id)
        links = [(first.pk, Link.Kind.SUPPLEMENT)]
        numbered: list[hooks.Numbered] = []
        if registry.direction == Direction.OUTGOING:
            card, numbered = _signed_on_paper(card, signed or Signed(), actor=actor, at=at, of=at, reply_to=None)
        card = replace(card, arrived_at=card.arrived_at or document.arrived_at or at)
        _register(
            document,
            actor=actor,
            at=at,
            registry=registry,
            card=card,
            uploads=uploads,
            links=links,
            supplement_to=first,
        )
        _tell(numbered, document)
    return document


def register_written(
    *,
    actor: Actor,
    at: datetime,
    registry: Registry,
    card: Card,
    written: Written,
    signed: Signed | None = None,
    uploads: Iterable[files.Upload] = (),
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
        if registry.direction == Direction.INCOMING:
            card = replace(card, arrived_at=card.arrived_at or written.at)
            _refuse_duplicate(card, written.at, is_confirmed=confirm)
        _refuse_unseen(actor, links)
        _refuse_taken(registry, written)
        numbered: list[hooks.Numbered] = []
        first = None
        if registry.direction == Direction.OUTGOING:
            card, numbered = _signed_on_paper(
                card, signed or Signed(), actor=actor, at=at, of=written.at, reply_to=_answered(links)
            )
        elif registry.direction == Direction.INCOMING and written.is_told:
            first = first_readers.entry_of(card.kind, local_date(written.at))
            document.goes_to_mayor = first is not None
        _register(
            document, actor=actor, at=at, registry=registry, card=card, uploads=uploads, links=links, written=written
        )
        if first is not None:
            _hand_over_at_once(document, first, at)
        _tell(numbered, document)
    return document


def annul(*, actor: Actor, at: datetime, document_id: int, reason: str) -> Document:
    """Annul a mistaken registration: number, card and journal stay; by the head of the unit that keeps the registry.

    What upper floors have begun on the document ends with it.

    :raises Refusal: no right, another unit's registry, no reason, or the document is not registered.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        document = _locked(document_id, State.REGISTERED)
        assert document.registry is not None
        _raise(rights.refusal_to_annul(actor=actor, registry=document.registry, on=local_date(at)))
        document.state, document.ground = State.ANNULLED, _reason(reason)
        document.save(update_fields=["state", "ground"])
        text = f"Реєстрацію {document.index} анульовано. Підстава: {document.ground}"
        _note(actor, at, "documents.annulled", document, {"text": text, "reason": document.ground})
        hooks.tell_annulled(document=document, actor=actor, at=at)
    return document


# --- the one way to a number ----------------------------------------------------------------------


def series(registry: Registry) -> str:
    """The counter of a registry."""
    return f"documents.registry:{registry.pk}"


def on_paper(registry: Registry) -> Refusal:
    """Why nothing is registered in a registry that is kept on paper now."""
    return Refusal(
        registry.clause,
        f"Реєстр «{registry.title}» зараз ведеться на папері: внесіть номер із паперового журналу "
        "або завершіть паперовий період.",
    )


def _register(
    document: Document,
    *,
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
) -> None:
    of = written.at if written else at
    on, is_new = local_date(of), document.pk is None
    known = cards.correspondents(card.parties)
    if asks:
        cards.require_complete(card, direction=registry.direction, known=known, on=on)
    placing.refuse_language(card, on)
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
    grants.put(placing.grants_of(document, actor, at, registry, keepers=keepers, previewers=previewers))
    parts = {} if written and written.index else _parts(registry, card, year_of or on)
    if supplement_to is not None:
        _under_same_number(document, supplement_to, on)
    elif written is not None:
        document.number, document.supplement = written.number, written.supplement
        document.is_from_paper_period = written.is_by_hand
        document.index = written.index or _index(registry, written.number, parts, answered, on)
    else:
        document.number = _take(registry, document.period)
        document.index = _index(registry, document.number, parts, answered, on)
    cards.make_searchable(document, card.parties, known)
    document.save(force_insert=is_new)
    passages.write_card(document=document, is_alone=is_new)
    Link.objects.bulk_create(
        [Link(source=document, target_id=target, kind=kind, made_at=at) for target, kind in dict.fromkeys(links)]
    )
    files.put(document=document, uploads=uploads, actor=actor, at=at)
    payload = placing.told(document, registry, written)
    if added is not None:
        payload = {**added.payload, **payload}
        payload["text"] = f"{payload['text']}; {added.said}" if added.said else payload["text"]
    code = written.code if written else "documents.registered"
    _note(actor, at, code, document, payload, clause=(added and added.clause) or registry.clause)
    if written is None or written.is_told:
        hooks.tell_registered(documents=[document], actor=actor, at=at)


def _take(registry: Registry, period: str) -> int:
    try:
        return numbers.take(series=series(registry), period=period, first=registry.first_number)
    except numbers.Stopped:
        raise on_paper(registry) from None


def _parts(registry: Registry, card: Card, on: date) -> dict[str, str]:
    names = set(Pattern(registry.pattern).names) - {"n"}
    if not names:
        return {}
    parts = {"year": f"{on:%Y}", "yy": f"{on:%y}"}
    if "dept" in names:
        named = card.department
        is_own = named is None or named == registry.department_id
        parts["dept"] = (registry.department if is_own or named is None else organisation.department(named)).index
    if "case" in names and card.case_file:
        parts["case"] = CaseFile.objects.values_list("index", flat=True).get(pk=card.case_file)
    if missing := names - parts.keys():
        raise cards.IncompleteCard(
            {
                "case_file"
                if "case" in missing
                else "department": "зазначте справу: її індекс входить до індексу документа"
            }
        )
    return {name: parts[name] for name in names}


def _index(registry: Registry, number: int, parts: dict[str, str], answered: Document | None, on: date) -> str:
    mark = points.entry(on, points.REPLY_MARK) if answered is not None and answered.index else None
    own = Pattern(registry.pattern).write(number, **parts)
    return str(mark.values["reply_pattern"]).format(own=own, index=answered.index) if mark and answered else own


def _under_same_number(document: Document, first: Document, at_day: date) -> None:
    last = Document.objects.filter(registry=first.registry_id, period=first.period, number=first.number).order_by(
        "-supplement"
    )
    document.period, document.number = first.period, first.number
    document.supplement = last.values_list("supplement", flat=True)[0] + 1
    rule = points.entry(at_day, points.SUPPLEMENT)
    document.index = str(rule.values["supplement_pattern"] if rule else "до {index}").format(index=first.index)


# --- checks -----------------------------------------------------------------------------------------


def _registry(actor: Actor, at: datetime, registry_id: int, direction: Direction) -> Registry:
    registry = rights.with_clerk(actor).select_related("department").get(pk=registry_id)
    if registry.direction != direction:
        raise Refusal(registry.clause, f"Реєстр «{registry.title}» призначено для іншого потоку документів.")
    if refusal := rights.refusal_to_register(actor=actor, registry=registry, on=local_date(at)):
        raise refusal
    if getattr(registry, "is_on_paper", False):
        raise on_paper(registry)
    return registry


def _arrived(actor: Actor, arrival_id: int) -> Document:
    access.get_visible(actor, arrival_id)
    return _locked(arrival_id, State.ARRIVED)


def _locked(document_id: int, state: str) -> Document:
    # What refers to the document may go on being written: a deed on one of its tasks waits for nothing that waits for it.
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document_id)
    if document.state != state:
        raise Refusal("", f"Цього вже не можна зробити: стан документа — «{document.get_state_display()}».")
    return document


def _refuse_duplicate(card: Card, at: datetime, *, is_confirmed: bool) -> None:
    earlier = duplicates.of_parties(card.parties)
    if not earlier:
        return
    on = local_date(at)
    _raise(other_form(card, [(one.way, one.index) for one in earlier], on))
    if not is_confirmed:
        raise Duplicate(points.clause(on, points.ONCE) or instruction.item(49), earlier)


def other_form(card: Card, earlier: Sequence[tuple[str, str]], on: date) -> Refusal | None:
    """Why a paper that is here electronically does not come on paper too, or the other way round (KR 7.4).

    :param earlier: way and index of each earlier registration of it, the newest first.
    """
    one_form = points.entry(on, points.ONE_FORM)
    if one_form and any((way in ELECTRONIC) != (card.way in ELECTRONIC) for way, _ in earlier):
        return one_form.refusal(
            f"Цей документ уже зареєстровано в іншій формі за індексом {earlier[0][1]}: "
            "той самий документ не проходить в електронній і паперовій формах."
        )
    return None


def _refuse_taken(registry: Registry, written: Written) -> None:
    taken = Document.objects.filter(
        registry=registry,
        period=placing.period_of(registry, written.at),
        number=written.number,
        supplement=written.supplement,
    ).values_list("index", flat=True)
    if index := next(iter(taken), None):
        raise Refusal(
            registry.clause, f"Номер {written.number} у реєстрі «{registry.title}» уже надано документу {index}."
        )


def _refuse_unseen(actor: Actor, links: Iterable[tuple[int, str]]) -> None:
    """Only what the actor sees may be related; one statement, none without relations."""
    wanted = {target for target, _ in links}
    if wanted and access.visible(actor).filter(pk__in=wanted).count() < len(wanted):
        raise access.not_yours()


def _answered(links: Iterable[tuple[int, str]]) -> int | None:
    return next((target for target, kind in links if kind == Link.Kind.REPLY), None)


def _signed_on_paper(
    card: Card, signed: Signed, *, actor: Actor, at: datetime, of: datetime, reply_to: int | None
) -> tuple[Card, list[hooks.Numbered]]:
    """The card with whose name stands under the letter, and what follows its number; the rules of letters are asked.

    :raises Refusal: nobody held the post that day, a day that has not come yet, or a rule of letters.
    """
    on = local_date(of)
    if card.author is None or not card.parties:
        known = cards.correspondents(card.parties)
        cards.require_complete(replace(card, signatory=""), direction=Direction.OUTGOING, known=known, on=on)
    assert card.author is not None
    signed_on = signed.on or on
    if signed_on > on:
        raise cards.IncompleteCard({"signed_on": "день підписання не може бути пізнішим за день реєстрації"})
    signature = organisation.signature_of(card.author, signed_on)
    if signature is None:
        title = organisation.post(card.author).title
        raise Refusal("", f"Посада «{title}» того дня вакантна: підписати лист було нікому.")
    card = replace(card, signatory=f"{signature.title} {signature.name}".replace("\n", " "))
    letter = hooks.OnPaper(
        actor=actor, at=at, of=of, card=card, reply_to=reply_to, signed_on=signed_on, signature=signature,
        checked=signed.checked,
    )  # fmt: skip
    return card, hooks.letter_on_paper(letter)


def _tell(numbered: Iterable[hooks.Numbered], document: Document) -> None:
    for follow in numbered:
        follow(document)


def _raise(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal


def _hand_over_at_once(document: Document, rule: Entry, at: datetime) -> None:
    reader = first_readers.reader(rule, local_date(at))
    if reader is None:
        return
    source = f"documents.document:{document.pk}"
    # The clause names him as the card names its addressee: a paper for official use opens to him, too.
    reason = Grant.Reason.NAMED if document.is_restricted else Grant.Reason.ADDRESSEE
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


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("", "Зазначте підставу.")
    return text.strip()


def _note(
    actor: Actor, at: datetime, code: str, document: Document, payload: dict[str, object], clause: str = ""
) -> None:
    journal.record(
        actor=actor, at=at, code=code, subject=document, document=document.pk, clause=clause, payload=payload
    )

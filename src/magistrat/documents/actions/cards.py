"""Writing a card's fields: what registration, correction and copying share."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date, datetime

from magistrat.documents import lemmas
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Correspondent, Direction, Document, DocumentCorrespondent
from magistrat.rules import instruction
from magistrat.rules.refusal import Refusal

CARD_CLAUSE = instruction.item(41)
PLAIN = (
    "addressee", "author", "department", "case_file",
)  # fmt: skip
SAME = (
    "summary", "signatory", "way", "arrived_at", "pages", "annex_pages", "is_urgent", "is_restricted", "is_personal", "stated_due_on",
    "answered_index", "answered_date",
)  # fmt: skip
# Senders and ways for whom an index of their own is not to be expected.
WITHOUT_INDEX = {Correspondent.Kind.CITIZEN}


class IncompleteCard(Refusal):
    """Obligatory fields that are empty: `fields` names each with what to do."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(CARD_CLAUSE, "Картку заповнено не повністю: " + "; ".join(fields.values()) + ".")
        self.fields = fields


def fill(document: Document, card: Card) -> None:
    """Put the card's fields into the document, unsaved."""
    document.kind_id = card.kind
    for name in PLAIN:
        setattr(document, f"{name}_id", getattr(card, name))
    for name in SAME:
        setattr(document, name, getattr(card, name))
    document.summary, document.answered_index = document.summary.strip(), document.answered_index.strip()
    document.correspondent_id = card.parties[0].correspondent if card.parties else None


def parties_of(document_id: int, parties: Iterable[Party]) -> list[DocumentCorrespondent]:
    """Rows of the card's correspondents in their order, unsaved."""
    return [
        DocumentCorrespondent(
            document_id=document_id,
            correspondent_id=party.correspondent,
            their_index=party.their_index.strip(),
            their_date=party.their_date,
            signed_by=party.signed_by.strip(),
            position=position,
        )
        for position, party in enumerate(parties, 1)
    ]


def replace_parties(document_id: int, parties: Iterable[Party]) -> None:
    """Write the correspondents anew."""
    DocumentCorrespondent.objects.filter(document=document_id).delete()
    DocumentCorrespondent.objects.bulk_create(parties_of(document_id, parties))


def correspondents(parties: Iterable[Party]) -> dict[int, Correspondent]:
    """The card's correspondents by id; one statement, none without parties."""
    ids = {party.correspondent for party in parties}
    return Correspondent.objects.select_related("merged_into").in_bulk(ids) if ids else {}


def make_searchable(
    document: Document,
    parties: Iterable[Party],
    known: dict[int, Correspondent],
    *,
    former: Iterable[Correspondent] = (),
) -> None:
    """Fill what search looks at, from the fields and the parties; unsaved. `passages.write_card` follows the saving.

    :param former: entries of the directory under which its correspondents were written before they were merged.
    """
    parties = list(parties)
    senders = [*(known[party.correspondent] for party in parties if party.correspondent in known), *former]
    names = [sender.name for sender in senders]
    if in_words := document.envelope.get("sender"):
        names.append(in_words)
    marks = [
        document.index,
        document.answered_index,
        *(party.their_index for party in parties),
        *(sender.code for sender in senders),
    ]
    marks = [mark for mark in marks if mark]
    signed = [document.signatory, *(party.signed_by for party in parties)]
    document.search_text = lemmas.folded(" ".join([*marks, *names, document.signatory]))
    document.lemmas = lemmas.vector([document.summary, *names, *marks, *signed])
    if document.number is not None:
        document.lemmas += f" '{lemmas.of_number(document.number)}':1"


def former_entries(documents: Sequence[int]) -> dict[int, dict[int, Correspondent]]:
    """By document: the entry under which a correspondent was written before the merging, by the id of the one that stays."""
    found: dict[int, dict[int, Correspondent]] = {document: {} for document in documents}
    rows = DocumentCorrespondent.objects.filter(document__in=documents, written_as__isnull=False)
    for row in rows.select_related("written_as").order_by("document", "position"):
        if row.written_as is not None:
            found[row.document_id][row.correspondent_id] = row.written_as
    return found


def keep_former(document_id: int, former: dict[int, Correspondent]) -> None:
    """Parties written anew still tell under which entry they stood before it was merged."""
    for correspondent, entry in former.items():
        rows = DocumentCorrespondent.objects.filter(document=document_id, correspondent=correspondent)
        rows.update(written_as=entry)


def parties_by_document(documents: Sequence[int]) -> dict[int, tuple[list[Party], dict[int, Correspondent]]]:
    """The parties of documents with their correspondents; one statement."""
    found: dict[int, tuple[list[Party], dict[int, Correspondent]]] = {document: ([], {}) for document in documents}
    rows = DocumentCorrespondent.objects.filter(document__in=documents).select_related("correspondent")
    for row in rows.order_by("document", "position"):
        parties, known = found[row.document_id]
        parties.append(Party(row.correspondent_id, row.their_index, row.their_date, row.signed_by))
        known[row.correspondent_id] = row.correspondent
    return found


def refuse_future(arrived_at: datetime | None, at: datetime) -> None:
    """Nothing came at a moment that is still to come.

    :raises IncompleteCard: it is said so.
    """
    if arrived_at is not None and arrived_at > at:
        raise IncompleteCard({"arrived_at": "час надходження ще не настав"})


def require_complete(card: Card, *, direction: str, known: dict[int, Correspondent], on: date) -> None:
    """Check the obligatory fields (Cabinet resolution 55, item 41).

    :raises IncompleteCard: naming every empty one.
    """
    missing = dict(_missing(card, direction, known, on))
    if missing:
        raise IncompleteCard(missing)


def require_whole(card: Card, *, undated: Container[int]) -> None:
    """Check what a person who has the paper before him also says of an incoming one (Cabinet resolution 55, item 41).

    Programs, earlier books and e-mail know less and are asked for less: there nobody looks at the paper.

    :param undated: places (from 1) of the correspondents whose paper is said to bear no date.
    :raises IncompleteCard: naming every empty field.
    """
    missing = dict(_missing_on_paper(card, correspondents(card.parties), undated))
    if missing:
        raise IncompleteCard(missing)


def _missing_on_paper(
    card: Card, known: dict[int, Correspondent], undated: Container[int]
) -> Iterable[tuple[str, str]]:
    if card.way == Document.Way.PHONE:
        return
    for n, party in enumerate(card.parties, 1):
        sender = known.get(party.correspondent)
        if sender is None or sender.kind in WITHOUT_INDEX:
            continue
        if party.their_date is None and n not in undated:
            yield "their_date" if n == 1 else f"their_date_{n}", "зазначте дату документа кореспондента (або «б/д»)"
        if n == 1 and not party.signed_by.strip():
            yield "signed_by", "зазначте, хто підписав документ"
    if card.pages is None:
        yield "pages", "зазначте кількість аркушів"
    if card.annex_pages is None:
        yield "annex_pages", "зазначте кількість аркушів додатків (0, якщо їх немає)"


def _missing(card: Card, direction: str, known: dict[int, Correspondent], on: date) -> Iterable[tuple[str, str]]:
    for party in card.parties:
        sender = known.get(party.correspondent)
        if sender is not None and sender.merged_into is not None:
            yield "correspondent", f"«{sender.name}» об'єднано з «{sender.merged_into.name}»: виберіть його"
    if not card.summary.strip():
        yield "summary", "зазначте короткий зміст"
    if direction == Direction.INCOMING:
        yield from _missing_incoming(card, known, on)
    elif card.author is None and not card.signatory.strip():
        yield "author", "зазначте, хто підписав документ"
    if direction == Direction.OUTGOING and not card.parties:
        yield "correspondent", "зазначте адресата"
    if direction == Direction.INTERNAL and card.addressee is None:
        yield "addressee", "зазначте, кому адресовано документ"


def _missing_incoming(card: Card, known: dict[int, Correspondent], on: date) -> Iterable[tuple[str, str]]:
    if not card.parties:
        yield "correspondent", "зазначте кореспондента"
    for party in card.parties:
        sender = known.get(party.correspondent)
        if sender is None:
            yield "correspondent", "такого кореспондента немає в довіднику"
        elif not party.their_index.strip() and sender.kind not in WITHOUT_INDEX and card.way != Document.Way.PHONE:
            yield "their_index", "зазначте вихідний індекс кореспондента (або «б/н»)"
        if party.their_date is not None and party.their_date > on:
            yield "their_date", "вихідна дата ще не настала"
    if card.answered_date is not None:
        yield from _wrong_answered(card, card.answered_date, on)
    if card.addressee is None:
        yield "addressee", "зазначте, кому адресовано документ"
    if card.arrived_at is None:
        yield "arrived_at", "зазначте час надходження"
    if not card.way:
        yield "way", "зазначте спосіб надходження"


def _wrong_answered(card: Card, day: date, on: date) -> Iterable[tuple[str, str]]:
    if day > on:
        yield "answered_date", "дата документа, на який відповідають, ще не настала"
    if not card.answered_index.strip():
        yield "answered_index", "зазначте номер документа, на який відповідають"

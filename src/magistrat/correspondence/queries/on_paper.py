"""A letter as it is set on paper: its blank, addressees, signature, copies with their marks (ДСТУ 4163:2020)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from magistrat.correspondence import addressing
from magistrat.correspondence.models import AddresseeForm, Letter
from magistrat.correspondence.queries import facts
from magistrat.correspondence.queries.letters import signature_ahead, visas
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.documents.queries import cards, marks
from magistrat.organisation import queries as organisation
from magistrat.papers import sheets
from magistrat.papers.word import BY_LIST
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.moments import local_date
from magistrat.rules.stationery import Blank

RESTRICTED = "Для службового користування"
LIST_HEADING = "Список адресатів, яким надіслано лист"
NoCorrespondent = Correspondent.DoesNotExist
MARKS = {letters.FILE: "Примірник 2", letters.OWN: "Примірник 3"}


@dataclass(frozen=True)
class Set:
    """Which copies are printed: the addressees' alone, or all that is handed in for registration (KR 7.12.7).

    :param by_exchange: it goes through the system of exchange: the executor gets no copy.
    :param is_ready_blank: addressees' copies are laid on printed blanks: the head's room stays empty.
    """

    is_whole: bool = False
    by_exchange: bool = False
    is_ready_blank: bool = False


def paper(letter: Letter, on: date, wanted: Set | None = None) -> sheets.Letter:
    """The letter ready to be set; at most fourteen statements, whatever its size.

    :param letter: one of `queries.letter`, with its document, signatory and drafter.
    :param on: the day by which posts are held while it is not signed.
    """
    edition, document = facts.rules_of(letter), letter.document
    signature = signature_ahead(letter, on)
    everyone = [one.all_lines for one in addressed([party.correspondent for party in cards.parties(document.pk)])]
    number = _number(document)
    return sheets.Letter(
        blank=blank(letter),
        copies=_copies(letter, everyone, number, wanted or Set()),
        heading=document.summary,
        paragraphs=tuple(part.strip() for part in letter.text.split("\n") if part.strip()),
        signature=_lines(signature.lines if signature else (letter.signatory.title,)),
        name=signature.name if signature else "",
        restriction=(RESTRICTED,) if document.is_restricted else (),
        greeting=letter.greeting,
        answer=_answer(letter),
        annexes=tuple(line.strip() for line in letter.annexes.split("\n") if line.strip()),
        executor=_executor(letter, letter.signed_on or on),
        list_heading=f"{LIST_HEADING} від {number}" if document.index else LIST_HEADING,
        code=marks.mark(document) if marks.is_printed(edition) else None,
    )


def blank(letter: Letter) -> Blank:
    """The head of the letter's blank by the city's data; without them the names of the council and the body."""
    known = regulation.work_calendar().city.stationery.blanks.get(letter.blank)
    department, names = letter.signatory.department.name, regulation.city().names
    if known is not None:
        return known.of(department, names)
    council = names.get("council", "").upper()
    below = {
        "mayor": (names.get("mayor") or "Міський голова").upper(),
        "committee": "ВИКОНАВЧИЙ КОМІТЕТ",
        "department": department.upper(),
    }.get(letter.blank)
    if letter.blank == "mayor" or not council:
        return Blank((below or council or department.upper(),))
    return Blank((council, below), main=1) if below else Blank((council,))


def addressed(correspondents: Sequence[Correspondent]) -> list[addressing.Addressed]:
    """How they stand on a letter: as somebody corrected it for them, else by declension; one statement."""
    kept = {form.correspondent_id: form for form in AddresseeForm.objects.filter(correspondent__in=correspondents)}
    return [_addressed(one, kept.get(one.pk)) for one in correspondents]


def addressee(correspondent: int) -> tuple[Correspondent, addressing.Addressed, AddresseeForm | None]:
    """A correspondent, how he stands on letters now, and who has corrected it; two statements.

    :raises NoCorrespondent: there is none.
    """
    found = Correspondent.objects.get(pk=correspondent)
    kept = AddresseeForm.objects.filter(correspondent=found).first()
    return found, _addressed(found, kept), kept


def _addressed(one: Correspondent, kept: AddresseeForm | None) -> addressing.Addressed:
    proposed = addressing.of(name=one.name, kind=one.kind, head=one.head, address=one.address)
    if kept is None:
        return proposed
    return replace(proposed, lines=tuple(kept.lines.split("\n")), greeting=kept.greeting)


def _copies(letter: Letter, everyone: Sequence[tuple[str, ...]], number: str, wanted: Set) -> tuple[sheets.Copy, ...]:
    """The addressees' copies, each with its own where they are listed (DR 11.7), then the others with their marks."""
    edition = facts.rules_of(letter)
    is_listed = letter.by_list or letters.is_one_on_copy(edition, len(everyone))
    # Each addressee gets a copy of his own, also when it bears all of them.
    groups = (
        [(one,) for one in everyone] if is_listed else [tuple(everyone)] * (len(everyone) if wanted.is_whole else 1)
    )
    found = [sheets.Copy(group, number, is_ready_blank=wanted.is_ready_blank) for group in groups]
    listing = [sheets.Copy(tuple(everyone), is_list=True)] if is_listed else []
    if wanted.is_whole:
        found += _further(letter, ((BY_LIST,),) if is_listed else tuple(everyone), number, wanted)
    return (*found, *listing)


def _further(letter: Letter, everyone: tuple[tuple[str, ...], ...], number: str, wanted: Set) -> Iterable[sheets.Copy]:
    _, marked = letters.marked_copies(facts.rules_of(letter), by_exchange=wanted.by_exchange)
    given = tuple(
        sheets.Visa(visa.printed_title, visa.printed_name, f"{local_date(visa.at):%d.%m.%Y}")
        for visa in visas(letter)
        if visa.state == "given" and visa.at is not None
    )
    for use, said in marked:
        is_file = use == letters.FILE
        # A draft is written without a blank, which is spoilt by corrections (KR 9.1.6).
        yield sheets.Copy(
            everyone,
            number,
            mark=(MARKS[use], said, *_case(letter, is_file=is_file)),
            visas=given if is_file else (),
            is_ready_blank=is_file,
        )


def _case(letter: Letter, *, is_file: bool) -> tuple[str, ...]:
    case = letter.document.case_file
    return (f"До справи {case.index}",) if is_file and case else ()


def _number(document: Document) -> str:
    if document.registered_on is None or not document.index:
        return sheets.EMPTY_NUMBER
    return f"{document.registered_on:%d.%m.%Y} № {document.index}"


def _answer(letter: Letter) -> str:
    """«На № … від …»: under which index and date the answered paper was sent; at most one statement."""
    if letter.reply_to_id is None:
        return ""
    found = DocumentCorrespondent.objects.filter(document=letter.reply_to_id).order_by("position")
    for party in found:
        if party.their_index or party.their_date:
            day = f" від {party.their_date:%d.%m.%Y}" if party.their_date else ""
            return f"На № {party.their_index or 'б/н'}{day}"
    return ""


def _lines(lines: Sequence[str]) -> tuple[str, ...]:
    """The signature's lines, beginning with a capital."""
    first, *rest = lines
    return (first[:1].upper() + first[1:], *rest)


def _executor(letter: Letter, on: date) -> tuple[str, ...]:
    """The executor's name as the city writes it, and the telephone (KR 7.12.5; DR 11.9)."""
    edition = facts.rules_of(letter)
    post = facts.executor_mark(edition=edition, letter=letter, on=on)
    holder = organisation.holder_of(post.pk, on)
    initials = letters.executor_name_form(edition) == "surname_initials"
    name = (holder.person.short_name if initials else holder.person.signature_name) if holder else ""
    return tuple(line for line in (name, letter.phone) if line)

"""When a letter was sent, as the upper floor that sends letters tells; a letter whose way it does not lead counts as registered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from magistrat.documents.models import Document


@dataclass(frozen=True)
class Sending:
    """What is known of a letter's sending: the day on which it had gone to all its addressees, none as long as it has not.

    :param answers: id of the document that it was registered to answer, by the rules of letters.
    :param is_interim: it only tells how the matter goes: what it answers stays open.
    """

    on: date | None
    answers: int | None = None
    is_interim: bool = False


Teller = Callable[[Collection[int]], Mapping[int, Sending]]

_tellers: list[Teller] = []


def told_by(function: Teller) -> Teller:
    """Ask the function about outgoing documents: the sending of each whose way it leads, in a fixed number of statements."""
    if function not in _tellers:
        _tellers.append(function)
    return function


def told(letters: Collection[Document]) -> dict[int, Sending]:
    """The sending of each letter by its id, in the tellers' statements; one that was only registered in the book, as sent that day."""
    found = {letter.pk: Sending(letter.registered_on) for letter in letters}
    for function in _tellers if found else ():
        found |= function(list(found))
    return found


def is_interim(letter: Document) -> bool:
    """Whether the letter was registered as an interim reply."""
    return told([letter])[letter.pk].is_interim


def sent_on(letter: Document) -> date | None:
    """The day on which the letter was sent; of one that was only registered in the book, the day of registration."""
    return told([letter])[letter.pk].on

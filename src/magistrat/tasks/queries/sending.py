"""When a letter was sent, as the upper floor that sends letters tells; a letter whose way it does not lead counts as registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from magistrat.documents.models import Document


@dataclass(frozen=True)
class Sending:
    """What is known of a letter's sending: the day on which it had gone to all its addressees, none as long as it has not.

    :param answers: id of the document that it was registered to answer, by the rules of letters.
    """

    on: date | None
    answers: int | None = None


Teller = Callable[[int], Sending | None]

_tellers: list[Teller] = []


def told_by(function: Teller) -> Teller:
    """Ask the function about an outgoing document: its sending, or nothing when it does not lead the letter's way."""
    if function not in _tellers:
        _tellers.append(function)
    return function


def sent_on(letter: Document) -> date | None:
    """The day on which the letter was sent; of one that was only registered in the book, the day of registration."""
    found = _told(letter)
    return found.on if found is not None else letter.registered_on


def answers(letter: Document) -> int | None:
    """The document that the letter was registered to answer, nothing for one whose way nobody leads."""
    found = _told(letter)
    return found.answers if found is not None else None


def _told(letter: Document) -> Sending | None:
    return next((told for function in _tellers if (told := function(letter.pk)) is not None), None)

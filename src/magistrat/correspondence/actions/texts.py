"""Texts of letters by which their documents are found: given in the deed that writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from magistrat.correspondence.models import Letter
from magistrat.documents.actions import passages
from magistrat.documents.actions.passages import Text

LETTER = "letter"


def put_letter(*, letter: Letter) -> None:
    """Let the document be found by the letter's text and the names of its annexes."""
    passages.put([_text(letter)])


def of_documents(documents: Sequence[int]) -> Iterator[Text]:
    """What these documents have already; one statement."""
    for letter in Letter.objects.filter(document__in=documents).order_by("id"):
        yield _text(letter)


def _text(letter: Letter) -> Text:
    return Text(
        letter.document_id, LETTER, letter.pk, "\n".join(part for part in (letter.text, letter.annexes) if part)
    )

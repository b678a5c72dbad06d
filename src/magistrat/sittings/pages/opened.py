"""A question whose papers are opened on a page.

What is said beside an official-use draft, and who is invited to it, is as closed as the draft: the one file of the sitting's
materials does without it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from magistrat.documents.actions import looks
from magistrat.documents.queries import access
from magistrat.sittings.queries import lists, papers

WHAT = "супровідні матеріали питання"


def papers_of(request: HttpRequest, pk: int) -> Any:
    """The question, whose papers are every post's to read; those of an official-use draft theirs alone who see it.

    :raises Question.DoesNotExist: when there is none. :raises Refusal: the draft is not for him.
    """
    question = lists.question(pk)
    if not is_draft_seen(request, question):
        raise access.not_yours()
    return question


def is_draft_seen(request: HttpRequest, question: Any) -> bool:
    """Whether the draft, and so all that lies beside it, is for the one who looks; that he looks at what is for official
    use is told.
    """
    if question.document is None:
        return True
    if access.unopened(request.actor, [question.document]):
        return False
    if question.document.is_restricted:
        looks.looked(actor=request.actor, at=request.at, document=question.document, what=WHAT)
    return True


def invited_of(request: HttpRequest, sitting: Any) -> tuple[Sequence[Any], bool]:
    """Who is invited to the sitting and to its questions, and whether some are left out.

    Those are left out who are invited to a question whose draft the one who looks does not see.
    """
    rows = papers.invited_of(sitting)
    beside = {one.question.document_id: one.question.document for one in rows if one.question and one.question.document}
    closed = access.unopened(request.actor, beside.values())
    shown = [document for pk, document in beside.items() if document.is_restricted and pk not in closed]
    looks.all_looked(actor=request.actor, at=request.at, documents=shown, what=WHAT)
    kept = [one for one in rows if one.question is None or one.question.document_id not in closed]
    return kept, len(kept) < len(rows)

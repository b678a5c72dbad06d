"""A question whose papers are opened on a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from magistrat.documents.actions import looks
from magistrat.documents.queries import access
from magistrat.sittings.queries import lists


def papers_of(request: HttpRequest, pk: int) -> Any:
    """The question, whose papers are every post's to read; those of an official-use draft theirs alone who see it.

    What is said beside such a draft is as closed as the draft: the one file of the sitting's materials does without it too.

    :raises Question.DoesNotExist: when there is none. :raises Refusal: the draft is not for him.
    """
    question = lists.question(pk)
    if question.document is not None and question.document.is_restricted:
        document = access.get_visible(request.actor, question.document_id)
        looks.looked(actor=request.actor, at=request.at, document=document, what="супровідні матеріали питання")
    return question

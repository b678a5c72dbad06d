"""Words of acts by which their documents are found: given in the deed that sends or registers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from magistrat.acts.models import Act
from magistrat.documents.actions import passages
from magistrat.documents.actions.passages import Text
from magistrat.documents.models import Found
from magistrat.rules import act_compare, act_text


def put_act(*, act: Act) -> None:
    """Let the document be found by the words of the act's working text."""
    passages.put([_text(act)])


def of_documents(documents: Sequence[int]) -> Iterator[Text]:
    """What these documents have already; one statement."""
    for act in Act.objects.filter(document__in=documents).order_by("id"):
        yield _text(act)


def _text(act: Act) -> Text:
    parts = act_compare.parts(act_text.read(act.text), act_text.Titles())
    return Text(act.document_id, Found.ACT, act.pk, "\n".join(words for _, words in parts))

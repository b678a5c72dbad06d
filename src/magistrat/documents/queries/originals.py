"""Who may carry a file away, beside looking at it."""

from __future__ import annotations

from datetime import date

from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal

RIGHT = "document.download_restricted"
LOOK_ONLY = "Файли документа «Для службового користування» можна переглядати в системі, а завантажувати — ні. {}"


def refusal(*, actor: Actor, is_restricted: bool, on: date) -> Refusal | None:
    """Why the actor may not have the original bytes of the document's files (KR 1.12; DR 8.1).

    Whoever sees a document may keep its files, but for papers of official use: they are looked at as pictures of their
    pages, and only those to whom work with them is entrusted carry them away.
    """
    if not is_restricted:
        return None
    found = regulation.refusal(actor=actor, right=RIGHT, on=on)
    if found is None:
        return None
    answer = Refusal(found.clause, LOOK_ONLY.format(found.message))
    answer.is_right = True
    return answer

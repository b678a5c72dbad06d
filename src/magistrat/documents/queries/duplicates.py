"""Earlier papers of the same sender: the same index and date, and those that look alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from magistrat.documents.card import Party
from magistrat.documents.models import Document, DocumentCorrespondent

WITHOUT_NUMBER = {"", "б/н"}


def of_parties(parties: Iterable[Party], *, but: int | None = None) -> list[Document]:
    """Registered papers of one of these correspondents with his same index and date; one statement where there is none."""
    same = Q()
    for party in parties:
        if party.their_index.strip().lower() not in WITHOUT_NUMBER:
            same |= Q(
                correspondent=party.correspondent,
                their_index__iexact=party.their_index.strip(),
                their_date=party.their_date,
            )
    if not same:
        return []
    ids = set(DocumentCorrespondent.objects.filter(same).values_list("document", flat=True)[:50])
    if not ids - {but}:
        return []
    found = Document.objects.filter(pk__in=ids, state=Document.State.REGISTERED, supplement=0).exclude(pk=but)
    return list(found.defer("lemmas", "search_text").order_by("-listed_on", "-id")[:10])


def while_typing(*, correspondent: int, their_index: str, their_date: date | None) -> list[Document]:
    """What «уже зареєстровано?» answers before the card is saved; at most two statements."""
    return of_parties([Party(correspondent, their_index, their_date)])

"""Earlier papers of the same sender: the same index and date, and those that look alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, Value
from django.db.models.functions import Upper

from magistrat.documents.card import Party
from magistrat.documents.models import Document, DocumentCorrespondent
from magistrat.documents.queries.access import seen_of
from magistrat.journal.actor import Actor

WITHOUT_NUMBER = {"", "б/н"}
Same = tuple[int, str, date | None]


def of_parties(parties: Iterable[Party], *, but: int | None = None) -> list[Document]:
    """Registered papers of one of these correspondents with his same index and date, supplements too.

    One statement where there is none.
    """
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
    found = Document.objects.filter(pk__in=ids, state=Document.State.REGISTERED).exclude(pk=but)
    return list(found.select_related("registry").defer("lemmas", "search_text").order_by("-listed_on", "-id")[:10])


def shown(actor: Actor, documents: Sequence[Document]) -> Sequence[Document]:
    """The same with the mark `is_seen`: of the others no more is told than that they are registered; one statement."""
    seen = seen_of(actor, [one.pk for one in documents]) if documents else set()
    for one in documents:
        one.is_seen = one.pk in seen
    return documents


def ways_of_earlier(parties: Iterable[Party]) -> dict[Same, list[tuple[str, str]]]:
    """Way and index of each registered paper of these correspondents with his same index and date; one statement.

    The newest first, as `of_parties`.
    """
    wanted = [party for party in parties if party.their_index.strip().lower() not in WITHOUT_NUMBER]
    rows = DocumentCorrespondent.objects.filter(
        correspondent__in={party.correspondent for party in wanted},
        document__state=Document.State.REGISTERED,
    ).annotate(upper=Upper("their_index"))
    # As `iexact` above: the database raises the letters of both.
    rows = rows.filter(upper__in=[Upper(Value(index)) for index in {party.their_index.strip() for party in wanted}])
    found: dict[Same, list[tuple[str, str]]] = {}
    rows = rows.order_by("-document__listed_on", "-document__id")
    for correspondent, index, day, way, own in rows.values_list(
        "correspondent", "their_index", "their_date", "document__way", "document__index"
    ):
        found.setdefault((correspondent, index.upper(), day), []).append((way, own))
    return found


def same(parties: Iterable[Party]) -> list[Same]:
    """By what `ways_of_earlier` tells earlier papers of these parties; those without an index have none."""
    return [
        (party.correspondent, party.their_index.strip().upper(), party.their_date)
        for party in parties
        if party.their_index.strip().lower() not in WITHOUT_NUMBER
    ]


def while_typing(*, actor: Actor, correspondent: int, their_index: str, their_date: date | None) -> Sequence[Document]:
    """What «уже зареєстровано?» answers before the card is saved; at most three statements."""
    return shown(actor, of_parties([Party(correspondent, their_index, their_date)]))

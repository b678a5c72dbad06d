"""Finding documents: by index, number, correspondent (also misspelt), words of the short content in any form."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from magistrat.documents import lemmas
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor

# Shorter than this a text has no trigram, and a search by its letters would read every row.
LEAST = 3
# A misspelt word needs some length to be known again.
LEAST_MISSPELT = 5
LARGEST = 2**62
MOST_ALIKE = 20


def narrow(found: QuerySet[Document], text: str) -> QuerySet[Document]:
    """Those of the documents that the text asks for; where none is found so, those of correspondents written almost so.

    For a text that may be misspelt one statement at once, to see whether anything is found as it is written, and where
    nothing is, one more.
    """
    exact = found.filter(asked(text))
    folded = lemmas.folded(text)
    if not _may_be_misspelt(folded) or exact.order_by().exists():
        return exact
    # Only names of correspondents are sought by likeness: their directory is small beside the documents.
    alike = Correspondent.objects.filter(search_name__trigram_word_similar=folded)
    alike = alike.annotate(likeness=TrigramWordSimilarity(folded, "search_name")).order_by("-likeness", "id")
    ids = list(alike.annotate(now=Coalesce("merged_into", "pk")).values_list("now", flat=True)[:MOST_ALIKE])
    return found.filter(pk__in=DocumentCorrespondent.objects.filter(correspondent__in=ids).values("document"))


def asked(text: str) -> Q:
    """Index, number, correspondent or words: whichever way the text can be meant."""
    folded = lemmas.folded(text)
    if not folded:
        return Q()
    wanted = Q()
    if folded.isdecimal() and int(folded) < LARGEST:
        wanted |= Q(number=int(folded))
    if len(folded) >= LEAST:
        wanted |= Q(search_text__contains=folded)
    if query := lemmas.query(text):
        wanted |= Q(lemmas=SearchQuery(query, search_type="raw", config="simple"))
    return wanted or Q(pk__in=[])


def _may_be_misspelt(folded: str) -> bool:
    return len(folded) >= LEAST_MISSPELT and not any(letter.isdecimal() for letter in folded)


def earlier(*, actor: Actor, correspondent: int, summary: str = "", but: int | None = None) -> list[Document]:
    """Earlier papers found while a card is typed: of the same correspondent, those with the same words first."""
    found = visible(actor).filter(correspondent=correspondent, state=Document.State.REGISTERED).exclude(pk=but)
    found = found.select_related("kind", "correspondent").defer("lemmas", "search_text").order_by("-listed_on", "-id")
    query = lemmas.query(summary)
    if not query:
        return list(found[:5])
    same = list(found.filter(lemmas=SearchQuery(query.replace(" & ", " | "), search_type="raw", config="simple"))[:5])
    return same or list(found[:3])


def by_index(*, actor: Actor, index: str, direction: str) -> Document | None:
    """The newest document of the flow with exactly this index: what a letter names by «на № …»; one statement."""
    found = narrow(visible(actor).filter(direction=direction, index=index), index) if index else visible(actor).none()
    return found.order_by("-listed_on", "-id").first()


def to_link(*, actor: Actor, text: str, but: int | None = None) -> list[Document]:
    """Documents offered for a relation by index, number or words; one statement."""
    found = narrow(visible(actor), text).exclude(pk=but).select_related("kind", "correspondent")
    return list(found.defer("lemmas", "search_text").order_by("-listed_on", "-id")[:10])


def typical_summaries(*, actor: Actor, text: str, since: date) -> list[str]:
    """Short contents written before that begin so or have these words, newest first; one statement."""
    begun = Q(summary__istartswith=text.strip())
    if words := lemmas.query(text):
        begun |= Q(lemmas=SearchQuery(words, search_type="raw", config="simple"))
    found = visible(actor).filter(begun, state=Document.State.REGISTERED, listed_on__gte=since)
    rows = found.order_by("-listed_on", "-id").values_list("summary", flat=True)[:60]
    return list(dict.fromkeys(row for row in rows if row))[:8]

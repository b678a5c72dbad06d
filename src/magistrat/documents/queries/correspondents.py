"""The directory of correspondents and its suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When

from magistrat.documents import lemmas
from magistrat.documents.models import Correspondent

SUGGESTED = 10
ORDER = ("in_order", "id")
LEAST = 3


def correspondent(correspondent_id: int) -> Correspondent:
    """One correspondent; one statement.

    :raises Correspondent.DoesNotExist: when there is none.
    """
    return Correspondent.objects.get(pk=correspondent_id)


def directory(*, text: str = "", kind: str = "") -> QuerySet[Correspondent]:
    """The directory, narrowed; for paging by `ORDER`, the Ukrainian alphabet's."""
    found = Correspondent.objects.annotate(in_order=Func(F("name"), function="uk_sort", output_field=TextField()))
    if kind:
        found = found.filter(kind=kind)
    if text.strip():
        found = found.filter(_asked(lemmas.folded(text)))
    return found


def suggest(text: str) -> Sequence[Correspondent]:
    """Correspondents by three letters, words' beginnings, code, or a misspelt name, best first; one statement."""
    folded = lemmas.folded(text)
    if len(folded) < LEAST:
        return []
    exact = Case(
        When(code=folded, then=Value(0)),
        When(search_name__startswith=folded, then=Value(1)),
        When(search_name__contains=f" {folded}", then=Value(2)),
        When(search_name__contains=folded, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    found = Correspondent.objects.filter(_asked(folded), is_open=True).annotate(
        nearness=exact, likeness=TrigramWordSimilarity(folded, "search_name")
    )
    return list(found.order_by("nearness", "-likeness", "name", "id")[:SUGGESTED])


def _asked(folded: str) -> Q:
    wanted = Q(search_name__contains=folded) if len(folded) >= LEAST else Q(search_name__startswith=folded)
    if len(folded) > LEAST and not folded.isdecimal():
        wanted |= Q(search_name__trigram_word_similar=folded)
    return wanted


def names(ids: Sequence[int]) -> dict[int, str]:
    """Names by id; one statement, none without ids."""
    return dict(Correspondent.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def by_codes(codes: Sequence[str]) -> Correspondent | None:
    """The correspondent whose code stands in a letter, when it is only one; one statement, none without codes."""
    found = list(Correspondent.objects.filter(code__in=codes, is_open=True)[:2]) if codes else []
    return found[0] if len(found) == 1 else None

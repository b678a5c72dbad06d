"""The directory of correspondents and its suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Length

from magistrat.documents import lemmas
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor

SUGGESTED = 10
ORDER = ("in_order", "id")
LEAST = 3
QUOTES = str.maketrans('«»“”„"', "      ")


def correspondent(correspondent_id: int) -> Correspondent:
    """One correspondent; one statement.

    :raises Correspondent.DoesNotExist: when there is none.
    """
    return Correspondent.objects.select_related("merged_into").get(pk=correspondent_id)


def directory(*, text: str = "", kind: str = "") -> QuerySet[Correspondent]:
    """The directory, narrowed; for paging by `ORDER`, the Ukrainian alphabet's."""
    found = Correspondent.objects.select_related("merged_into").annotate(
        in_order=Func(F("name"), function="uk_sort", output_field=TextField())
    )
    if kind:
        found = found.filter(kind=kind)
    if text.strip():
        found = found.filter(_asked(lemmas.folded(text)))
    return found


def suggest(text: str) -> Sequence[Correspondent]:
    """Correspondents by three letters, words' beginnings, code, or a misspelt name, best first; one statement.

    Who was merged into another is found by his old name and gives the one that stays.
    """
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
    is_offered = Q(is_open=True) | Q(merged_into__is_open=True)
    found = Correspondent.objects.filter(_asked(folded), is_offered).annotate(
        nearness=exact, likeness=TrigramWordSimilarity(folded, "search_name")
    )
    rows = found.select_related("merged_into").order_by("nearness", "-likeness", "name", "id")[: 2 * SUGGESTED]
    return list({one.pk: one for one in (row.merged_into or row for row in rows)}.values())[:SUGGESTED]


def named(words: str) -> int | None:
    """The only entry that has the words for its name or code, however written; a likeness is offered, not taken; one statement.

    Who was merged into another gives the one that stays.
    """
    folded = lemmas.folded(words)
    if len(folded) < LEAST:
        return None
    is_open = Q(is_open=True) | Q(merged_into__is_open=True)
    found = Correspondent.objects.filter(Q(code=folded) | _asked(folded), is_open)
    found = found.annotate(likeness=TrigramWordSimilarity(folded, "search_name"))
    # Of the likest the whole name is the shortest, but for the code after it.
    rows = found.order_by("-likeness", Length("search_name"), "id")[: 5 * SUGGESTED]
    exact = {row.staying_id for row in rows if folded == row.code or _bare(words) == _bare(row.name)}
    return exact.pop() if len(exact) == 1 else None


def _bare(name: str) -> str:
    """A name without quotation marks, which are seldom typed."""
    return " ".join(lemmas.folded(name).translate(QUOTES).split())


def likely(words: str) -> Sequence[Correspondent]:
    """The few entries that typed words may mean, for the choice beside the field; one statement."""
    return suggest(words)[:3]


def alike(one: Correspondent) -> Sequence[Correspondent]:
    """Entries that may be the same correspondent, the likest first; one statement."""
    folded = lemmas.folded(one.name)
    found = Correspondent.objects.filter(search_name__trigram_word_similar=folded, merged_into__isnull=True)
    found = found.exclude(pk=one.pk).annotate(likeness=TrigramWordSimilarity(folded, "search_name"))
    return list(found.order_by("-likeness", "id")[:SUGGESTED])


def merged_names(one: Correspondent) -> Sequence[Correspondent]:
    """Entries that were merged into this one; one statement."""
    return list(one.merged.order_by("name", "id"))


def papers_of(*, actor: Actor, one: Correspondent) -> tuple[int, Sequence[Document]]:
    """How many documents of the correspondent the actor may see, and the newest of them; two statements."""
    found = visible(actor).filter(pk__in=DocumentCorrespondent.objects.filter(correspondent=one).values("document"))
    newest = found.defer("lemmas", "search_text").order_by("-listed_on", "-id")[:5]
    return found.count(), list(newest)


def _asked(folded: str) -> Q:
    wanted = Q(search_name__contains=folded) if len(folded) >= LEAST else Q(search_name__startswith=folded)
    if len(folded) > LEAST and not folded.isdecimal():
        wanted |= Q(search_name__trigram_word_similar=folded)
    return wanted


def signer(correspondent_id: int) -> str:
    """Who signs the correspondent's papers: the head of the directory, else who signed the last one; at most two statements."""
    return signers([correspondent_id])[correspondent_id]


def signers(ids: Sequence[int]) -> dict[int, str]:
    """The same for several; at most two statements."""
    found = dict(Correspondent.objects.filter(pk__in=ids).values_list("pk", "head"))
    without = [one for one, head in found.items() if not head]
    if without:
        # One look for each: a busy correspondent's last paper is found without sorting all that he has written.
        first, *others = map(_last_signed, without)
        found |= dict(first.union(*others, all=True))
    return found


def _last_signed(correspondent_id: int) -> QuerySet[DocumentCorrespondent, tuple[int, str]]:
    """The correspondent and who signed his newest paper, of those that nobody is kept from."""
    rows = DocumentCorrespondent.objects.filter(
        correspondent=correspondent_id, document__is_restricted=False, document__is_personal=False
    )
    newest = rows.exclude(signed_by="").order_by("-document_id", "-position")
    return newest.values_list("correspondent", "signed_by")[:1]


def names(ids: Sequence[int]) -> dict[int, str]:
    """Names by id; one statement, none without ids."""
    return dict(Correspondent.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def by_codes(codes: Sequence[str]) -> Correspondent | None:
    """The correspondent whose code stands in a letter, when it is only one; one statement, none without codes."""
    found = list(Correspondent.objects.filter(code__in=codes, is_open=True)[:2]) if codes else []
    return found[0] if len(found) == 1 else None


def by_email(address: str) -> Correspondent | None:
    """The correspondent of the directory with this address; one statement, none without an address."""
    if "@" not in address:
        return None
    return Correspondent.objects.filter(email__iexact=address, is_open=True).order_by("pk").first()
